//! Columns are the same however their rows came.

use super::*;
use crate::sample::{TODAY, cases};

fn filled(cases: &[CaseRow]) -> Columns {
    let mut columns = Columns::new();
    for (position, case) in (1..).zip(cases) {
        columns.upsert(case, position);
    }
    columns
}

#[test]
fn an_older_row_never_takes_the_place_of_a_newer() {
    let cases = cases(7, 1, 1, 1, 90);
    let older = cases.first().unwrap();
    let newer = CaseRow { municipality: Some("newer".to_owned()), ..older.clone() };
    let mut columns = Columns::new();
    columns.upsert(&newer, 9);
    columns.upsert(older, 4);
    assert_eq!((columns.len(), columns.position()), (1, 9));
    assert_eq!(columns.values(Dimension::Municipality), ["newer".into()]);
    columns.upsert(older, 12);
    columns.advance_to(11);
    assert_eq!(columns.position(), 12);
    assert_eq!(columns.values(Dimension::Municipality).len(), older.municipality.iter().len());
}

#[test]
fn values_stand_in_their_order_and_the_unknown_is_not_among_them() {
    let columns = filled(&cases(1, 2000, 900, 12, 400));
    let codes = |dimension| {
        columns.values(dimension).iter().map(ToString::to_string).collect::<Vec<String>>()
    };
    assert_eq!(codes(Dimension::Language), ["fi", "sv", "en"]);
    let ages = ["0-6", "7-17", "18-22", "23-39", "40-64", "65-74", "75+"];
    assert_eq!(codes(Dimension::Age), ages);
    let municipalities = codes(Dimension::Municipality);
    assert!(municipalities.is_sorted() && municipalities.len() == 7, "{municipalities:?}");
    assert_eq!(codes(Dimension::Unit).len(), 12);
    let months = codes(Dimension::Month);
    assert!(months.is_sorted() && months.len() == 14, "{months:?}");
    assert_eq!(months.last().map(String::as_str), Some("2026-10"));
    assert_eq!(Month::of(TODAY).to_string(), "2026-10");
}

#[test]
fn a_case_takes_few_bytes() {
    let columns = filled(&cases(2, 10_000, 8_000, 20, 365));
    let each = columns.memory_bytes() / columns.len();
    assert!(each < 250, "{each} bytes a case");
}
