//! Random days of a unit, after every step of which its promises are looked at: nothing is lost, nobody
//! handles what another handles, the same-day clock is right, no time is booked twice, and whoever is
//! offered a time comes first by law.

use std::collections::{BTreeMap, HashMap};

use care::calendar::{Day, DayFact, Slot, SlotState};
use care::case::{Case, CaseFact, Owner};
use care::day::{day_of, is_working_day, local, next_working_day};
use care::id::{CaseId, UnitId};
use care::stream::{DayKey, Stream};
use care::view::{WaitingRow, slot_rows};
use jiff::Timestamp;

use crate::county::{County, NASI, NIKKILA, TODAY, content};
use crate::life::Life;

/// Everything as the facts tell it.
struct Picture {
    cases: HashMap<CaseId, Case>,
    days: BTreeMap<DayKey, Day>,
}

impl Picture {
    fn of(county: &County) -> Self {
        let (mut cases, mut days) = (HashMap::new(), BTreeMap::new());
        for name in county.ledger.streams("case/").unwrap() {
            let Ok(Stream::Case(id)) = name.parse() else { panic!("{name}") };
            let facts = county.ledger.load(&name).unwrap();
            let facts = server::codec::decode::<CaseFact>(&facts).unwrap();
            one_handler_at_a_time(&name, &facts);
            cases.insert(id, Case::fold(id, facts).unwrap());
        }
        for name in county.ledger.streams("day/").unwrap() {
            let Ok(Stream::Day(key)) = name.parse() else { panic!("{name}") };
            let facts = county.ledger.load(&name).unwrap();
            let facts = server::codec::decode::<DayFact>(&facts).unwrap();
            days.insert(key, Day::fold(key, facts));
        }
        Self { cases, days }
    }

    fn slots(&self) -> impl Iterator<Item = (DayKey, &Slot)> {
        self.days.values().flat_map(|day| day.slots.iter().map(move |slot| (day.key, slot)))
    }
}

/// Those who have a place on the list or an offer, as the store has them.
fn line(county: &County) -> Vec<WaitingRow> {
    let units = [NASI, NIKKILA].map(UnitId::from);
    units.iter().flat_map(|unit| county.ledger.waiting_at(unit, None, 1_000).unwrap()).collect()
}

/// A case is taken from its team only; whoever has it gives it back before another has it.
fn one_handler_at_a_time(name: &str, facts: &[(Timestamp, CaseFact)]) {
    let mut owner: Option<&Owner> = None;
    for (_, fact) in facts {
        match fact {
            CaseFact::CaseTaken { owner: next } => {
                let held = owner.and_then(Owner::professional);
                assert!(held.is_none(), "{name} was taken from {held:?}");
                owner = Some(next);
            }
            CaseFact::NeedAssessed { owner: next, .. }
            | CaseFact::BookingCancelled { owner: next, .. }
            | CaseFact::NoShowRecorded { owner: next, .. } => owner = Some(next),
            _ => {}
        }
    }
}

/// Calendars and cases tell the same of every time: free, held for one, or booked for one.
fn no_time_twice(picture: &Picture) {
    let mut taken = 0;
    for (key, slot) in picture.slots() {
        match slot.state {
            SlotState::Free => continue,
            SlotState::Held(offer, case) => {
                let offered = picture.cases[&case].offer().unwrap();
                assert_eq!(
                    (offered.id, offered.time.day, offered.time.start_at),
                    (offer, key, slot.start_at)
                );
            }
            SlotState::Booked(booking, case) => {
                let case = &picture.cases[&case];
                let booked = case.bookings.iter().find(|one| one.id == booking).unwrap();
                assert_eq!((booked.day, booked.start_at), (key, slot.start_at));
            }
        }
        taken += 1;
    }
    let of = |case: &Case| {
        let kept = case.bookings.iter().filter(|one| !matches!(one.state.code(), "cancelled"));
        kept.filter(|one| one.state.code() != "no-show").count()
            + usize::from(case.offer().is_some())
    };
    let no_shows = picture.cases.values().flat_map(|case| &case.bookings);
    let no_shows = no_shows.filter(|one| one.state.code() == "no-show").count();
    let known: usize = picture.cases.values().map(of).sum();
    assert!(known <= taken && taken <= known + no_shows, "{taken} times for {known} needs");
}

/// Every contact that was acknowledged has its matter, on the list or closed, with its own words.
fn nothing_lost(county: &County, life: &Life<'_>, picture: &Picture) {
    let mut listed = Vec::new();
    county.ledger.each_case(|row| listed.push(row)).unwrap();
    assert_eq!(listed.len(), picture.cases.len());
    for row in &listed {
        let case = &picture.cases[&row.case];
        assert!(!case.words.is_empty());
        assert_eq!(row.step.is_some(), case.is_open(), "an open case has a next step");
        assert_eq!(row.closed_at.is_some(), !case.is_open());
    }
    assert!(picture.cases.keys().all(|case| life.cases.contains(case)));
}

/// A contact in office hours is assessed the same day; any other at the latest on the next working day.
fn same_day_clock(picture: &Picture) {
    let content = content();
    let eves = content.law.eves();
    for case in picture.cases.values() {
        let row = care::view::case_row(case, &content.law);
        let (on, at) = (day_of(case.contact.at), local(case.contact.at).time());
        let due = row.assess_by.unwrap();
        let in_hours = is_working_day(on, eves) && (8..15).contains(&at.hour());
        if in_hours {
            assert_eq!(due, on, "contact {}", local(case.contact.at));
        } else {
            let tomorrow = next_working_day(care::day::add_days(on, 1), eves);
            let latest =
                if is_working_day(on, eves) { tomorrow } else { next_working_day(on, eves) };
            assert!(on <= due && due <= latest, "{due} for contact {}", local(case.contact.at));
        }
    }
}

/// Whoever would have come before a client who was just offered a time has an offer too, or had that
/// very time before.
fn lawful_order(line: &[WaitingRow], after: &Picture, now: Timestamp) -> usize {
    let content = content();
    let mut made = 0;
    for case in after.cases.values() {
        let Some(offer) = case.offer().filter(|offer| offer.made_at == now) else { continue };
        let holder = line.iter().find(|row| row.case == case.id).unwrap();
        if holder.offer.is_some_and(|earlier| earlier.id == offer.id) {
            continue;
        }
        made += 1;
        // Freed just now by an offer that ended, or free before.
        let rows = after.days[&offer.time.day].clone();
        let mut day = rows;
        for slot in day.slots.iter_mut().filter(|slot| slot.start_at == offer.time.start_at) {
            slot.state = SlotState::Free;
        }
        let slot = slot_rows(&day).into_iter().find(|one| one.start_at == offer.time.start_at);
        let slot = slot.unwrap();
        for row in line.iter().filter(|row| row.turn() < holder.turn()) {
            let had_none = WaitingRow { offer: None, ..row.clone() };
            if had_none.until(&slot, &content.waiting, now).is_none() {
                continue;
            }
            // Whoever left has at most an offer that ends.
            let passed = &after.cases[&row.case];
            if passed.waiting().is_none() {
                continue;
            }
            let had = passed.offers.iter().any(|one| {
                one.ended.is_none()
                    || (one.time.day, one.time.start_at) == (offer.time.day, slot.start_at)
            });
            assert!(had, "{} was passed over for {}", row.case, holder.case);
        }
    }
    made
}

#[test]
fn every_promise_holds_after_every_step() {
    let mut offers = 0;
    for seed in [41, 42] {
        let county = County::new();
        let mut life = Life::new(&county, seed);
        for step in 0..90 {
            life.step();
            life.seeks_a_time();
            let now = county.door.now();
            let (before, position) = (line(&county), county.door.position());
            life.refill.tick(&county.door).unwrap();
            let whole = step % 10 == 9;
            if !whole && county.door.position() == position {
                continue;
            }
            let after = Picture::of(&county);
            offers += lawful_order(&before, &after, now);
            no_time_twice(&after);
            if whole {
                nothing_lost(&county, &life, &after);
                same_day_clock(&after);
            }
        }
        assert!(local(county.door.now()).date() > TODAY, "seed {seed}: days passed");
    }
    assert!(offers > 8, "{offers} offers were made");
}
