//! The file says what the board says, in a form that programs for tables read.

use super::*;
use crate::board::board;
use crate::columns::Columns;
use crate::filter::{Dimension, Filter};
use crate::indicator::ids;
use crate::indicator::tests::shipped;
use crate::sample::{TODAY, cases};

fn made(count: u64, by: Dimension) -> Board {
    let mut columns = Columns::new();
    for (position, case) in (1..).zip(&cases(31, count, count, 9, 300)) {
        columns.upsert(case, position);
    }
    board(&columns, &shipped(), &Filter::default(), TODAY, by)
}

#[test]
fn each_row_of_the_board_is_a_line_with_the_same_figures() {
    let board = made(2000, Dimension::Municipality);
    let file = csv(&board, CsvForm::Plain, Column::code, str::to_owned);
    let lines: Vec<Vec<&str>> =
        file.split_terminator("\r\n").map(|line| line.split(',').collect()).collect();
    assert_eq!(lines.len(), board.rows.len() + 1);
    let column = |name: &str| lines[0].iter().position(|heading| *heading == name).unwrap();
    for (row, line) in board.rows.iter().zip(&lines[1..]) {
        assert_eq!(line.len(), lines[0].len());
        assert_eq!(line[0], &*row.code);
        let waits = row.reading(ids::FIRST_VISIT_WAIT).unwrap();
        let count = waits.count.shown().map_or("...".to_owned(), |count| count.to_string());
        assert_eq!(line[column("first-visit-wait count")], count);
        let week = waits
            .share_within_days(7)
            .shown()
            .map_or("...".to_owned(), |share| format!("{}.{}", share / 10, share % 10));
        assert_eq!(line[column("first-visit-wait share within 7 days")], week);
    }
}

#[test]
fn what_is_hidden_is_three_points_and_no_cell_is_a_formula() {
    let board = made(60, Dimension::Unit);
    let name = |code: &str| format!("=1+\"{code}\";x");
    let file = csv(&board, CsvForm::Finnish, Column::code, name);
    assert!(file.contains(";...;"), "{file}");
    let first = &board.rows[0].code;
    assert!(file.contains(&format!("\r\n{first};\"'=1+\"\"{first}\"\";x\";")), "{file}");
    for line in file.split("\r\n") {
        assert!(!line.contains(";=") && !line.contains("\"="), "{line}");
    }
}

#[test]
fn finnish_numbers_have_a_comma() {
    let file = csv(&made(3000, Dimension::Language), CsvForm::Finnish, Column::code, str::to_owned);
    let line = file.split("\r\n").nth(1).unwrap();
    assert!(line.starts_with("fi;fi;"), "{line}");
    assert!(
        line.split(';').any(|cell| cell
            .split_once(',')
            .is_some_and(|(whole, tenth)| { whole.parse::<u32>().is_ok() && tenth.len() == 1 })),
        "{line}"
    );
}
