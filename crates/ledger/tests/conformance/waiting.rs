//! The waiting list in the store: it has to find whom `care` would find, in the same order.

use care::id::{CaseId, UnitId};
use care::view::{SlotRow, WaitingRow};
use care::waiting::Policy;
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use ledger::{Ledger, SlotSearch};

use crate::world::{Store, append};

const CASES: u32 = 150;
const DAYS: u32 = 12;

fn policy() -> Policy {
    Policy {
        opens: Time::midnight(),
        closes: Time::MAX,
        answer_minutes: 60,
        answer_minutes_min: 20,
        notice_hours: vec![1],
        days: 10,
    }
}

fn filled(store: &mut dyn Store) -> Ledger {
    let ledger = store.open();
    for (room, count) in [("case", CASES), ("day", DAYS)] {
        for number in 0..count {
            append(&ledger, &format!("{room}/{number}"), None, &[&number.to_le_bytes()]).unwrap();
        }
    }
    ledger
}

/// All who wait, the first in line first.
fn line(ledger: &Ledger) -> Vec<WaitingRow> {
    let mut cases: Vec<CaseId> = Vec::new();
    ledger.each_case(|case| cases.push(case.case)).unwrap();
    let rows = cases.into_iter().filter_map(|case| ledger.waiting(case).unwrap());
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by_key(WaitingRow::turn);
    rows
}

fn free(ledger: &Ledger) -> Vec<SlotRow> {
    let search = SlotSearch {
        units: Vec::new(),
        profession: None,
        professional: None,
        mode: None,
        language: None,
        from: Timestamp::UNIX_EPOCH,
        until: None,
        limit: 1000,
    };
    ledger.free_slots(&search).unwrap()
}

pub(crate) fn a_time_is_offered_in_the_lawful_order(store: &mut dyn Store) {
    let ledger = filled(store);
    let (line, policy) = (line(&ledger), policy());
    assert!(line.len() > 60);
    let mut slots = free(&ledger);
    // Rows are rolled within a year before the slots; these lie among them.
    for (slot, days) in slots.iter_mut().zip([0, 40, 80, 120, 160, 200, 240].into_iter().cycle()) {
        let on = jiff::civil::date(2026, 2, 1).checked_add(SignedDuration::from_hours(24 * days));
        slot.start_at = care::day::starts_at(on.unwrap());
    }
    let mut suited = 0;
    for slot in &slots {
        for hours in [0_i64, 1, 13, 60] {
            let now = slot.start_at.checked_sub(SignedDuration::from_hours(hours)).unwrap();
            let expected: Vec<_> = line
                .iter()
                .filter(|row| row.until(slot, &policy, now).is_some())
                .cloned()
                .collect();
            suited += expected.len();
            let Some(left) = policy.notice_left(now, slot.start_at) else {
                assert_eq!(expected, []);
                continue;
            };
            let mut found: Vec<WaitingRow> = Vec::new();
            loop {
                let page = ledger.waiting_for(slot, left, found.last(), 3).unwrap();
                if page.is_empty() {
                    break;
                }
                found.extend(page);
            }
            assert_eq!(found, expected);
        }
    }
    assert!(suited > 100, "{suited}");
}

pub(crate) fn the_line_of_a_unit_comes_page_by_page(store: &mut dyn Store) {
    let ledger = filled(store);
    let line = line(&ledger);
    for unit in ["porvoo", "sipoo", "loviisa"].map(UnitId::from) {
        let expected: Vec<_> = line.iter().filter(|row| row.unit == unit).cloned().collect();
        assert!(expected.len() > 10);
        let mut found: Vec<WaitingRow> = Vec::new();
        loop {
            let page = ledger.waiting_at(&unit, found.last(), 7).unwrap();
            if page.is_empty() {
                break;
            }
            found.extend(page);
        }
        assert_eq!(found, expected);
    }
    for row in &line {
        let same = line.iter().filter(|other| other.profession == row.profession);
        let before = same.filter(|other| other.turn() < row.turn()).count();
        assert_eq!(ledger.waiting_before(row).unwrap(), before as u64);
    }
}

pub(crate) fn offers_end_when_their_time_is_over(store: &mut dyn Store) {
    let ledger = filled(store);
    let mut offered: Vec<_> = line(&ledger);
    offered.retain(|row| row.offer.is_some());
    let until = |row: &WaitingRow| row.offer.unwrap().until_at;
    offered.sort_by_key(until);
    assert!(offered.len() > 20);
    let now = until(&offered[10]);
    let found: Vec<_> = ledger.offers_over(now, 100).unwrap().iter().map(until).collect();
    assert_eq!(found, offered[..=10].iter().map(until).collect::<Vec<_>>());
    assert_eq!(ledger.offers_over(now, 4).unwrap().len(), 4);
}

pub(crate) fn times_that_were_given_up_are_found(store: &mut dyn Store) {
    let ledger = filled(store);
    let all = free(&ledger);
    let given_up = |since: Timestamp, from: Timestamp| {
        let holds = move |slot: &&SlotRow| {
            slot.freed_at.is_some_and(|at| at >= since) && slot.start_at >= from
        };
        all.iter().filter(holds).cloned().collect::<Vec<_>>()
    };
    let from = all[all.len() / 2].start_at;
    let first = all.iter().filter_map(|slot| slot.freed_at).min().unwrap();
    assert!(given_up(first, from).len() > 3);
    assert_eq!(ledger.freed_slots(first, from, 1000).unwrap(), given_up(first, from));
    let later = first.checked_add(SignedDuration::from_secs(5)).unwrap();
    assert_eq!(ledger.freed_slots(later, from, 1000).unwrap(), given_up(later, from));
}
