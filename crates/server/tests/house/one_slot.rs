//! Many people want the same time: one gets it, and everybody else is told clearly what is still free.

use std::sync::Barrier;

use care::code::{Channel, Topic};
use care::decide::{Command, Matter, ReceiveContact};
use care::id::{CaseId, ContactId};
use care::language::Language;
use care::refusal::Refusal;
use care::stream::DayKey;
use jiff::Timestamp;
use jiff::civil::date;
use server::door::Denied;

use crate::browser::{Web, sign_in};
use crate::county::{AINO, BERTTA, County, DORA, NASI, NELLI, at, system};

/// Assessed cases of Aino's and Bertta's, in a few contacts.
fn assessed(county: &County, count: usize) -> Vec<CaseId> {
    let cases: Vec<CaseId> = (0..count).map(|_| CaseId(county.id())).collect();
    for (chunk, person) in cases.chunks(50).zip([AINO, BERTTA].into_iter().cycle()) {
        let matter = |case: &CaseId| Matter {
            case: *case,
            topic: Topic::Movement,
            words: "A knee that hurts".to_owned(),
        };
        let command = Command::ReceiveContact(ReceiveContact {
            made_by: None,
            signs: false,
            noticed_by: String::new(),
            contact: ContactId(county.id()),
            person: person.id(),
            channel: Channel::Phone,
            unit: NASI.into(),
            language: Language::Fi,
            reach: String::new(),
            callback: None,
            matters: chunk.iter().map(matter).collect(),
        });
        county.act(&system(), command).unwrap();
    }
    std::thread::scope(|scope| {
        for chunk in cases.chunks(count.div_ceil(32)) {
            scope.spawn(|| chunk.iter().for_each(|case| county.assess(NELLI, *case)));
        }
    });
    cases
}

/// All try at the same moment; what each was told.
fn all_at_once(
    county: &County,
    cases: &[CaseId],
    place: impl Fn(usize) -> (DayKey, Timestamp) + Sync,
) -> Vec<Result<(), Denied>> {
    let start = Barrier::new(cases.len());
    std::thread::scope(|scope| {
        let threads: Vec<_> = cases
            .iter()
            .enumerate()
            .map(|(number, case)| {
                let (start, place) = (&start, &place);
                let attempt = move || {
                    let (day, at) = place(number);
                    let command = county.booking(*case, day, at);
                    start.wait();
                    county.act(&NELLI.caller(), command)
                };
                let thread = std::thread::Builder::new().stack_size(512 * 1024);
                thread.spawn_scoped(scope, attempt).unwrap()
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn a_thousand_at_once_on_one_time_give_one_booking_and_clear_refusals() {
    let county = County::new();
    let on = date(2026, 3, 9);
    let times: Vec<Timestamp> = (9..14).map(|hour| at(on, hour, 0)).collect();
    let day = county.open_times(DORA, on, &times);
    let cases = assessed(&county, 1_000);
    let answers = all_at_once(&county, &cases, |_| (day, times[0]));
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let mut refused = 0;
    for answer in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        let Denied::Refused(Refusal::SlotTaken { offers }) = answer else {
            panic!("not a clear refusal: {answer}");
        };
        // The next free ones, in order; nobody is offered what was just taken.
        let offered: Vec<Timestamp> = offers.iter().map(|offer| offer.start_at).collect();
        assert_eq!(offered, times[1..4]);
        refused += 1;
    }
    assert_eq!(refused, 999);
    // Calendar and case tell the same, once.
    let winner = answers.iter().position(Result::is_ok).unwrap();
    let mut booked = Vec::new();
    for case in &cases {
        let view = county.door.case(&NELLI.caller(), *case).unwrap();
        booked.extend(view.case.booking().map(|booking| (booking.id, *case, booking.start_at)));
        assert_eq!(view.case.bookings.len(), usize::from(*case == cases[winner]));
    }
    let held = county.door.day(&DORA.caller(), on).unwrap().day;
    assert_eq!(booked, [(booked[0].0, cases[winner], times[0])]);
    assert_eq!(held.slot(times[0]).unwrap().booked(), Some((booked[0].0, booked[0].1)));
    assert_eq!(held.free_from(times[0]).count(), 4);
}

#[test]
fn the_last_time_taken_is_told_without_offers_and_other_units_are_offered_when_they_have_some() {
    let county = County::new();
    let on = date(2026, 3, 9);
    let day = county.open_times(DORA, on, &[at(on, 9, 0)]);
    let cases = assessed(&county, 3);
    let book = |case, day, start| county.act(&NELLI.caller(), county.booking(case, day, start));
    book(cases[0], day, at(on, 9, 0)).unwrap();
    let refused = book(cases[1], day, at(on, 9, 0));
    assert!(
        matches!(&refused, Err(Denied::Refused(Refusal::SlotTaken { offers })) if offers.is_empty()),
        "{refused:?}"
    );
    let elsewhere = at(date(2026, 3, 11), 14, 0);
    county.open_times(crate::county::OTTO, date(2026, 3, 11), &[elsewhere]);
    match book(cases[2], day, at(on, 9, 0)) {
        Err(Denied::Refused(Refusal::SlotTaken { offers })) => {
            assert_eq!(offers.len(), 1);
            assert_eq!((offers[0].start_at, &*offers[0].unit.0), (elsewhere, "sipoo-nikkila"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn sixty_four_at_once_on_sixteen_times_fill_each_once() {
    let county = County::new();
    let on = date(2026, 3, 9);
    let times: Vec<Timestamp> = (0..16).map(|half| at(on, 8 + half / 2, 30 * (half % 2))).collect();
    let day = county.open_times(DORA, on, &times);
    let cases = assessed(&county, 64);
    let answers = all_at_once(&county, &cases, |number| (day, times[number % 16]));
    let taken = |answer: &&Result<(), Denied>| {
        matches!(answer, Err(Denied::Refused(Refusal::SlotTaken { .. })))
    };
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 16);
    assert_eq!(answers.iter().filter(taken).count(), 48);
    assert_eq!(county.door.day(&DORA.caller(), on).unwrap().day.free_from(times[0]).count(), 0);
}

#[test]
fn whoever_was_slower_sees_what_is_free_now_in_their_language() {
    let (county, matters) = County::with_matters();
    let bertta = county.contact(BERTTA.id(), NASI, "A cough");
    county.assess(NELLI, bertta);
    let web = Web::of(&county);
    let (slot, free) = (matters.slot(0), matters.slot(1));
    let person = sign_in(&county, &BERTTA.caller());
    for (language, told) in
        [("fi", "joku ehti varata"), ("sv", "någon hann boka"), ("en", "somebody took")]
    {
        let address = format!("/{language}/matters/{bertta}/times/confirm");
        let answer = web.post(&person, &address, &[("slot", &slot), ("mode", "on-site")]);
        assert_eq!(answer.status, 409);
        let text = answer.text.to_lowercase();
        assert!(text.contains(told), "{language}: {}", answer.text);
        assert!(text.contains(&free), "{language}: the next free time is on the page");
        assert!(!text.contains(&slot), "{language}: the taken one is not");
    }
}
