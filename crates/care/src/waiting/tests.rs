//! Which times suit a wish, and how long they are held.

use jiff::civil::{DateTime, date};
use uuid::Uuid;

use super::*;
use crate::code::Profession;
use crate::day::instant;
use crate::id::ProfessionalId;

fn policy() -> Policy {
    toml::from_str(include_str!("../../../../content/waiting.toml")).unwrap()
}

fn at(reading: &str) -> Timestamp {
    let reading: DateTime = reading.parse().unwrap();
    instant(reading.date(), reading.time()).earliest()
}

fn slot() -> SlotRow {
    SlotRow {
        professional: ProfessionalId(Uuid::from_u128(1)),
        start_at: at("2026-12-01T10:00:00"),
        minutes: 30,
        unit: UnitId::from("nasi"),
        profession: Profession::Doctor,
        modes: vec![Mode::OnSite, Mode::Video],
        languages: vec![Language::Fi],
        freed_at: None,
    }
}

#[test]
fn a_wish_without_words_takes_any_time() {
    assert_eq!(Wish::default().modes_at(&slot()), [Mode::OnSite, Mode::Video]);
}

#[test]
fn everything_that_is_wished_has_to_hold() {
    let (before, after) = (Some(date(2026, 11, 30)), Some(date(2026, 12, 2)));
    let wish = |change: fn(&mut Wish)| {
        let mut wish = Wish { modes: vec![Mode::Video, Mode::Phone], ..Wish::default() };
        change(&mut wish);
        wish.modes_at(&slot())
    };
    assert_eq!(wish(|_| ()), [Mode::Video]);
    assert_eq!(wish(|wish| wish.units = vec![UnitId::from("nasi")]), [Mode::Video]);
    assert_eq!(wish(|wish| wish.units = vec![UnitId::from("loviisa")]), []);
    assert_eq!(wish(|wish| wish.modes = vec![Mode::Phone]), []);
    assert_eq!(wish(|wish| wish.language = Some(Language::Sv)), []);
    let days = |from_on, until_on| Wish { from_on, until_on, ..Wish::default() }.modes_at(&slot());
    assert_eq!(days(before, after).len(), 2);
    assert_eq!(days(after, None), []);
    assert_eq!(days(None, before), []);
}

#[test]
fn a_time_is_held_as_long_as_the_client_can_still_come() {
    let until = |now, notice| policy().until(at(now), slot().start_at, notice);
    // Two hours to answer, when the time is far away.
    assert_eq!(until("2026-11-30T09:00:00", 4), Some(at("2026-11-30T11:00:00")));
    // Near it, until the notice that the client needs.
    assert_eq!(until("2026-12-01T05:00:00", 4), Some(at("2026-12-01T06:00:00")));
    assert_eq!(until("2026-12-01T05:40:00", 4), Some(at("2026-12-01T06:00:00")));
    // Nearer still, nobody could answer in time.
    assert_eq!(until("2026-12-01T05:40:01", 4), None);
    assert_eq!(until("2026-12-01T09:40:00", 0), Some(at("2026-12-01T10:00:00")));
    assert_eq!(until("2026-12-01T11:00:00", 0), None);
}

#[test]
fn the_notice_that_is_left_agrees_with_how_long_a_time_is_held() {
    let start_at = slot().start_at;
    for minutes in 0..400_i64 {
        let now = start_at.checked_sub(SignedDuration::from_mins(minutes)).unwrap();
        let left = policy().notice_left(now, start_at);
        for notice in 0..8 {
            let held = policy().until(now, start_at, notice).is_some();
            assert_eq!(left.is_some_and(|left| notice <= left), held, "{minutes} {notice}");
        }
    }
}

#[test]
fn offers_are_made_by_day() {
    assert!(!policy().is_open(at("2026-12-01T07:59:59")));
    assert!(policy().is_open(at("2026-12-01T08:00:00")));
    assert!(!policy().is_open(at("2026-12-01T20:00:00")));
}

#[test]
fn a_policy_says_what_is_wrong_with_it() {
    assert_eq!(policy().faults(), Vec::<String>::new());
    assert_eq!(Policy::default().faults().len(), 4);
}
