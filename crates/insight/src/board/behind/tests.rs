//! The list behind a figure has as many cases as the figure says, and no names.

use std::collections::BTreeSet;

use super::*;
use crate::board::board;
use crate::filter::Dimension;
use crate::indicator::ids;
use crate::indicator::tests::shipped;
use crate::sample::{TODAY, cases};

const KEY: [u8; 32] = [9; 32];

fn filled() -> Columns {
    let mut columns = Columns::new();
    for (position, case) in (1..).zip(&cases(21, 3000, 2500, 6, 400)) {
        columns.upsert(case, position);
    }
    columns
}

fn ask(columns: &Columns, filter: &Filter, id: &str, slice: Slice, page: Page) -> Figure<Behind> {
    let selection = Selection { indicator: id.to_owned(), slice };
    behind(columns, &shipped(), filter, &selection, TODAY, &KEY, page).unwrap()
}

const FIRST: Page = Page { number: 1, rows: 25 };

fn total(columns: &Columns, id: &str, slice: Slice) -> u32 {
    ask(columns, &Filter::default(), id, slice, FIRST).shown().unwrap().total
}

#[test]
fn the_cases_behind_a_figure_are_as_many_as_it_says() {
    let columns = filled();
    let whole = board(&columns, &shipped(), &Filter::default(), TODAY, Dimension::Unit);
    for (id, reading) in &whole.readings {
        assert_eq!(Some(total(&columns, id, Slice::Whole)), reading.count.shown(), "{id}");
        for (of, part) in &reading.parts {
            assert_eq!(Some(total(&columns, id, Slice::Inside(*of))), part.shown(), "{id} {of:?}");
        }
        for (n, bucket) in reading.days.iter().flat_map(|days| &days.buckets).enumerate() {
            let asked = ask(&columns, &Filter::default(), id, Slice::Bucket(n), FIRST);
            if let Figure::Shown(count) = bucket.count {
                assert_eq!(asked.shown().unwrap().total, count, "{id} {n}");
            }
        }
        for (of, share) in &reading.shares {
            let (inside, outside) = (Slice::Inside(*of), Slice::Outside(*of));
            let (inside, outside) = (total(&columns, id, inside), total(&columns, id, outside));
            let share = f64::from(share.shown().unwrap());
            let counted = f64::from(inside) * 1000.0 / f64::from(inside + outside);
            assert!((share - counted).abs() <= 1.0, "{id} {of:?}: {share} and {counted}");
        }
    }
    for row in &whole.rows {
        let filter = Filter::default().with(Dimension::Unit, &row.code);
        let count = row.reading(ids::OPEN_WAITS).unwrap().count;
        let behind = ask(&columns, &filter, ids::OPEN_WAITS, Slice::Whole, FIRST);
        assert_eq!(behind.shown().map(|behind| behind.total), count.shown());
    }
}

#[test]
fn pages_follow_each_other_from_the_longest_wait() {
    let columns = filled();
    let page = |number| {
        let page = Page { number, rows: 40 };
        ask(&columns, &Filter::default(), ids::OPEN_WAITS, Slice::Whole, page).shown().unwrap()
    };
    let total = page(1).total;
    let pages = total.div_ceil(40);
    let listed: Vec<BehindCase> = (1..=pages).flat_map(|number| page(number).cases).collect();
    assert_eq!(listed.len(), usize::try_from(total).unwrap());
    assert!(listed.is_sorted_by(|a, b| a.waited_days >= b.waited_days));
    let names: BTreeSet<&str> = listed.iter().map(|case| case.pseudonym.as_str()).collect();
    assert_eq!(names.len(), listed.len());
    assert!(page(pages + 1).cases.is_empty());
    for case in listed {
        assert_eq!((case.ended_on, case.started_on.is_some()), (None, true));
        assert_eq!(case.late, case.due_on.is_some_and(|due_on| due_on < TODAY));
    }
}

#[test]
fn late_visits_are_those_after_their_last_lawful_day() {
    let columns = filled();
    let of = Part::Having(Condition::WithinLimit);
    let page = Page { number: 1, rows: u32::MAX };
    let late = |slice| {
        let behind = ask(&columns, &Filter::default(), ids::FIRST_VISIT_WAIT, slice, page);
        behind.shown().unwrap().cases
    };
    for case in late(Slice::Outside(of)) {
        assert!(case.late && case.ended_on > case.due_on, "{case:?}");
    }
    for case in late(Slice::Inside(of)) {
        assert!(!case.late && case.ended_on <= case.due_on, "{case:?}");
    }
}

#[test]
fn four_people_stay_hidden_and_five_do_not() {
    for (people, hidden) in [(4, true), (5, false)] {
        let mut columns = Columns::new();
        for (position, mut case) in (1_u64..).zip(cases(2, 60, 1, 1, 30)) {
            case.person = care::id::PersonId(uuid::Uuid::from_u128(u128::from(position) % people));
            columns.upsert(&case, position);
        }
        let contacts = ids::CONTACTS_RECEIVED;
        let behind = ask(&columns, &Filter::default(), contacts, Slice::Whole, FIRST);
        assert_eq!(behind.is_suppressed(), hidden, "{people}");
    }
}

#[test]
fn a_pseudonym_is_lasting_and_needs_its_key() {
    let case = CaseId(uuid::Uuid::from_u128(42));
    let other = CaseId(uuid::Uuid::from_u128(43));
    let name = pseudonym(case, &KEY);
    assert_eq!(name.len(), 11);
    assert_eq!(name, pseudonym(case, &KEY));
    assert_ne!(name, pseudonym(other, &KEY));
    assert_ne!(name, pseudonym(case, &[8; 32]));
    assert!(name.chars().all(|c| c == '-' || c.is_ascii_digit() || c.is_ascii_uppercase()));
}

#[test]
fn there_is_nothing_behind_an_unknown_indicator() {
    let selection = Selection { indicator: "nothing".to_owned(), slice: Slice::Whole };
    let filter = Filter::default();
    let none = behind(&filled(), &shipped(), &filter, &selection, TODAY, &KEY, FIRST);
    assert_eq!(none, None);
}
