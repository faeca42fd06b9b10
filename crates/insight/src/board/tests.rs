//! Boards over made-up cases: narrowing, months, and what stays hidden.

use std::collections::BTreeSet;

use super::*;
use crate::columns::condition::Condition;
use crate::figure::Figure;
use crate::indicator::ids;
use crate::indicator::tests::shipped;
use crate::sample::{TODAY, cases};

fn filled(count: u64) -> Columns {
    let mut columns = Columns::new();
    for (position, case) in (1..).zip(&cases(11, count, count, 9, 400)) {
        columns.upsert(case, position);
    }
    columns
}

fn count_of(board: &Board, id: &str) -> u32 {
    board.reading(id).unwrap().count.shown().unwrap()
}

#[test]
fn rows_add_up_and_narrowing_to_a_row_gives_the_row() {
    let columns = filled(4000);
    let indicators = shipped();
    for dimension in Dimension::ALL {
        let whole = board(&columns, &indicators, &Filter::default(), TODAY, dimension);
        assert!(whole.rows.iter().map(|row| &row.code).collect::<BTreeSet<_>>().len() > 2);
        for id in [ids::FIRST_VISIT_WAIT, ids::OPEN_WAITS, ids::CONTACTS_RECEIVED] {
            let rows = whole.rows.iter().map(|row| row.reading(id).unwrap().count);
            let all: Option<u32> = rows.map(Figure::shown).sum();
            assert!(all.is_none_or(|all| all == count_of(&whole, id)), "{id} by {dimension:?}");
        }
        for row in &whole.rows {
            let filter = Filter::default().with(dimension, &row.code);
            let narrowed = board(&columns, &indicators, &filter, TODAY, Dimension::Age);
            for (id, of_row) in &row.readings {
                let alone = narrowed.reading(id).unwrap();
                // A row may be hidden for the sake of another; then alone it may be seen.
                if !of_row.count.is_suppressed() {
                    assert_eq!(alone.count, of_row.count, "{id} {}", row.code);
                    assert_eq!(alone.shares, of_row.shares, "{id} {}", row.code);
                }
            }
        }
    }
}

#[test]
fn a_period_takes_its_events_and_hides_nobody_who_waits() {
    let columns = filled(4000);
    let indicators = shipped();
    let by = |filter: &Filter| board(&columns, &indicators, filter, TODAY, Dimension::Month);
    let all = by(&Filter::default());
    let month = Month::of(TODAY).back(2);
    let period = by(&Filter::default().between(Some(month), Some(month)));
    assert_eq!(period.reading(ids::OPEN_WAITS), all.reading(ids::OPEN_WAITS));
    assert!(count_of(&period, ids::FIRST_VISITS) < count_of(&all, ids::FIRST_VISITS));
    let of_month = |row: &&Row| *row.code == *month.to_string();
    let in_trend = all.trend.iter().find(of_month).unwrap();
    let count = |row: &Row| row.reading(ids::FIRST_VISITS).unwrap().count;
    assert_eq!(count(in_trend).shown(), Some(count_of(&period, ids::FIRST_VISITS)));
    assert_eq!(period.trend.len(), 1);
    // Narrowed to the month itself, also the waits that began in it, and only those.
    let narrowed = by(&Filter::default().with(Dimension::Month, &month.to_string()));
    let begun = all.rows.iter().find(of_month).unwrap().reading(ids::OPEN_WAITS).unwrap();
    assert_eq!(narrowed.reading(ids::OPEN_WAITS).unwrap().count, begun.count);
}

#[test]
fn months_without_a_case_are_there_too() {
    let mut columns = Columns::new();
    for (position, mut case) in (1..).zip(cases(5, 60, 60, 2, 3)) {
        let earlier = jiff::SignedDuration::from_hours(24 * 140);
        if position % 2 == 0 {
            case.contact_at -= earlier;
        }
        columns.upsert(&case, position);
    }
    let board = board(&columns, &shipped(), &Filter::default(), TODAY, Dimension::Unit);
    let months: Vec<&str> = board.trend.iter().map(|row| &*row.code).collect();
    assert_eq!(months.first(), Some(&"2026-05"));
    assert!(months.contains(&"2026-07"));
    let july = board.trend.iter().find(|row| &*row.code == "2026-07").unwrap();
    let contacts = july.reading(ids::CONTACTS_RECEIVED).unwrap();
    assert_eq!(contacts.count, Figure::Shown(0));
    let in_time = july.reading(ids::ASSESSED_IN_TIME).unwrap();
    assert_eq!(in_time.share(Condition::AssessedInTime), Figure::Nothing);
}

#[test]
fn a_board_of_few_people_shows_nothing_of_them() {
    let mut columns = Columns::new();
    // Four people with many cases.
    for (position, case) in (1..).zip(&cases(3, 200, 4, 3, 200)) {
        columns.upsert(case, position);
    }
    let board = board(&columns, &shipped(), &Filter::default(), TODAY, Dimension::Unit);
    let rows = board.rows.iter().chain(&board.trend).flat_map(|row| row.readings.values());
    for reading in board.readings.values().chain(rows) {
        assert_ne!(reading.count.shown().unwrap_or(0), 200);
        let figures = [reading.count].into_iter();
        let figures = figures.chain(reading.shares.iter().map(|(_, share)| *share));
        let figures = figures.chain(reading.parts.iter().map(|(_, part)| *part));
        for figure in figures {
            assert!(matches!(figure, Figure::Suppressed | Figure::Nothing | Figure::Shown(0)));
        }
    }
}

#[test]
fn no_case_makes_an_empty_board() {
    let columns = Columns::new();
    let board = board(&columns, &shipped(), &Filter::default(), TODAY, Dimension::Kind);
    assert!(board.rows.is_empty() && board.trend.is_empty());
    assert_eq!(count_of(&board, ids::OPEN_WAITS), 0);
    let waits = board.reading(ids::FIRST_VISIT_WAIT).unwrap();
    assert_eq!(waits.days.as_ref().unwrap().median_tenths, Figure::Nothing);
    let unknown = Filter::default().with(Dimension::Unit, "nowhere");
    let filled = filled(50);
    let none = super::board(&filled, &shipped(), &unknown, TODAY, Dimension::Unit);
    assert!(none.rows.is_empty());
}
