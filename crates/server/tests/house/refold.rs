//! What is derived can be made again: after a random life the views rebuilt from the facts are those
//! that were kept up to date, and so are the columns and figures of the boards.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use care::acting::{ActingKind, RightToAct};
use care::calendar::DayFact;
use care::case::{BookingState, Case, CaseFact};
use care::decide::{ChooseReach, Command, RecordRightToAct, WriteNote};
use care::id::PersonId;
use care::message::Reach;
use care::note::Note;
use care::phone::PhoneEvent;
use care::stream::Stream;
use insight::{Dimension, Figure, Filter};
use rusqlite::types::ValueRef;
use server::account::AccountFact;
use server::door::Told;

use crate::browser::{Person, Web};
use crate::county::{
    AINO, BERTTA, County, DORA, NASI, NELLI, TODAY, TOKEN, at, leader, program, system,
};
use crate::life::{Life, lived};

/// Tables that are no views: what is final, and what is not derived.
const NOT_VIEWS: [&str; 10] = [
    "access",
    "fact",
    "meta",
    "person_key",
    "person_stream",
    "seal",
    "search_parameter",
    "search_system",
    "session",
    "stream",
];

/// Every row of every view as text, in a fixed order.
fn dump(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let connection = rusqlite::Connection::open(folder.join("polku.sqlite")).unwrap();
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut tables: Vec<String> = {
        let mut statement = connection.prepare(names).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    tables.retain(|table| !NOT_VIEWS.contains(&table.as_str()));
    let rows = |table: &String| {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let width = statement.column_count();
        let shown = |value: ValueRef<'_>| match value {
            ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            other => format!("{other:?}"),
        };
        let lines = statement.query_map([], |row| {
            Ok((0..width).map(|at| shown(row.get_ref(at).unwrap())).collect::<Vec<_>>().join("|"))
        });
        let mut lines: Vec<String> = lines.unwrap().map(Result::unwrap).collect();
        lines.sort();
        lines
    };
    tables.iter().map(|table| (table.clone(), rows(table))).collect()
}

#[test]
fn views_made_anew_are_those_that_were_kept_up_to_date() {
    for seed in [11, 12] {
        let county = lived(seed, 320);
        // What came over the wire is derived by other projectors: it lives here, too.
        let web = Web::of(&county);
        let bearer = format!("Bearer {TOKEN}");
        let headers =
            [("authorization", bearer.as_str()), ("content-type", "application/fhir+json")];
        for number in 0..4 {
            let patient = format!(
                "{{\"resourceType\":\"Patient\",\"id\":\"p{}\",\"gender\":\"female\",\
                 \"name\":[{{\"family\":\"Tuotu{number}\"}}]}}",
                number % 2
            );
            let path = format!("/fhir/Patient/p{}", number % 2);
            let answer = web.send(&Person::nobody(), "PUT", &path, &headers, patient);
            assert!(matches!(answer.status, 200 | 201), "{}", answer.text);
        }
        let told = Told {
            exchange: "test".to_owned(),
            call: "1".to_owned(),
            event: PhoneEvent::Missed,
            at: county.door.now(),
            line: Some("+358190000001".to_owned()),
            from: Some("0401112223".to_owned()),
        };
        county.door.report_call(&program(), &told).unwrap();
        let right = RightToAct {
            actor: AINO.id(),
            kind: ActingKind::Mandate,
            until: None,
            knows_home: false,
            checked: "Seen".to_owned(),
        };
        let policy = county.door.content().acting;
        let record = RecordRightToAct { person: BERTTA.id(), right, by: None, policy };
        county.act(&system(), Command::RecordRightToAct(record)).unwrap();
        let case = county.contact(AINO.id(), NASI, "A knee");
        let id = care::id::NoteId(uuid::Uuid::from_u128(1));
        let asks = Some(DORA.id());
        let note = Note { id, by: NELLI.id(), words: "Please look".to_owned(), asks };
        let write = Command::WriteNote(WriteNote { case, note });
        county.act(&NELLI.caller(), write).unwrap();
        let reach = Reach::Email("aino@example.fi".to_owned());
        let choose = Command::ChooseReach(ChooseReach { person: AINO.id(), reach });
        county.act(&AINO.caller(), choose).unwrap();
        county.door.open_feed(&AINO.caller()).unwrap();
        county.door.append_account(&system(), "kim", &[AccountFact::AccountClosed]).unwrap();
        let kept = dump(&county.folder());
        for view in [
            "person_row",
            "case_row",
            "booking_row",
            "callback_row",
            "phone_row",
            "acting_row",
            "asked_row",
            "waiting_row",
            "message_row",
            "reach_row",
            "slot_row",
            "account_row",
            "resource",
        ] {
            assert!(!kept[view].is_empty(), "{view} has rows");
        }
        county.ledger.rebuild(&|_, _| ()).unwrap();
        let anew = dump(&county.folder());
        for (view, rows) in &kept {
            assert_eq!(rows, &anew[view], "seed {seed}: {view}");
        }
        assert_eq!(kept.len(), anew.len());
    }
}

#[test]
fn columns_that_followed_step_by_step_are_those_folded_at_once() {
    for seed in [21, 22] {
        let county = County::new();
        let mut life = Life::new(&county, seed);
        let board = |county: &County, by| {
            let today = care::day::day_of(county.door.now());
            county.door.board(&leader(), &Filter::default(), today, by).unwrap()
        };
        let mut compared = 0;
        for step in 0..240 {
            life.step();
            if step % 40 == 39 {
                // The same door has followed from the first look on; a new one folds everything.
                let fresh =
                    County::behind(std::sync::Arc::clone(&county.ledger), county.door.now());
                for by in
                    [Dimension::Municipality, Dimension::Unit, Dimension::Month, Dimension::Age]
                {
                    assert_eq!(board(&county, by), board(&fresh, by), "seed {seed} step {step}");
                    compared += 1;
                }
            }
        }
        assert_eq!(compared, 24);
    }
}

#[test]
fn figures_are_what_a_plain_count_over_the_facts_gives() {
    for seed in [31, 32] {
        let county = lived(seed, 560);
        let today = care::day::day_of(county.door.now());
        let board =
            county.door.board(&leader(), &Filter::default(), today, Dimension::Unit).unwrap();
        let mut counted: BTreeMap<&str, Vec<PersonId>> = BTreeMap::new();
        let mut booked = Vec::new();
        for stream in county.ledger.streams("case/").unwrap() {
            let facts = county.ledger.load(&stream).unwrap();
            let facts = server::codec::decode::<CaseFact>(&facts).unwrap();
            let Some((_, CaseFact::ContactReceived { person, .. })) = facts.first() else {
                panic!("{stream} begins with something else");
            };
            let kind = |kind: &str| facts.iter().any(|(_, fact)| fact.kind() == kind);
            counted.entry("contacts-received").or_default().push(*person);
            if kind("visit-held") {
                counted.entry("first-visits").or_default().push(*person);
            }
            let needs_a_time = facts.iter().any(|(_, fact)| match fact {
                CaseFact::NeedAssessed { assessment, .. } => {
                    matches!(assessment.result, care::case::AssessmentResult::Appointment(_))
                }
                _ => false,
            });
            if needs_a_time && !kind("visit-held") && !kind("case-closed") {
                counted.entry("open-waits").or_default().push(*person);
                let about_a_time = ["visit-booked", "booking-cancelled", "no-show-recorded"];
                let last = facts.iter().rev().find(|(_, fact)| about_a_time.contains(&fact.kind()));
                if last.is_some_and(|(_, fact)| fact.kind() == "visit-booked") {
                    booked.push(*person);
                }
            }
        }
        assert!(counted.values().all(|people| people.len() > 4), "seed {seed}: {counted:?}");
        assert_eq!(counted.len(), 3);
        for (id, people) in &counted {
            assert_eq!(board.reading(id).unwrap().count, expected(people), "seed {seed}: {id}");
        }
        let held = board.reading("open-waits").unwrap().part(insight::Condition::HasBooking);
        assert_eq!(held, expected(&booked), "seed {seed}");
    }
}

/// A count as it may leave: hidden when it rests on one to four people.
fn expected(people: &[PersonId]) -> Figure<u32> {
    let different: BTreeSet<&PersonId> = people.iter().collect();
    if (1..5).contains(&different.len()) {
        Figure::Suppressed
    } else {
        Figure::Shown(u32::try_from(people.len()).unwrap())
    }
}

#[test]
fn calendars_and_cases_never_disagree_in_a_random_life() {
    let county = lived(41, 400);
    assert!(county.door.now() > at(TODAY, 8, 0));
    let mut held = BTreeMap::new();
    for name in county.ledger.streams("day/").unwrap() {
        let Ok(Stream::Day(key)) = name.parse() else { panic!("{name}") };
        let facts = county.ledger.load(&name).unwrap();
        let facts = server::codec::decode::<DayFact>(&facts).unwrap();
        for slot in care::calendar::Day::fold(key, facts).slots {
            held.extend(slot.booked().map(|(booking, case)| (booking, (case, slot.start_at))));
        }
    }
    let mut standing = BTreeMap::new();
    for name in county.ledger.streams("case/").unwrap() {
        let Ok(Stream::Case(id)) = name.parse() else { panic!("{name}") };
        let facts = county.ledger.load(&name).unwrap();
        let facts = server::codec::decode::<CaseFact>(&facts).unwrap();
        let case = Case::fold(id, facts).unwrap();
        assert!(case.is_open() == case.step().is_some(), "an open case has a next step");
        for booking in &case.bookings {
            // A time that was met or missed stays held in the calendar; one given up is free.
            if !matches!(booking.state, BookingState::Cancelled(_)) {
                standing.insert(booking.id, (id, booking.start_at));
            }
        }
    }
    assert_eq!(held, standing);
    assert!(held.len() > 8, "{}", held.len());
}
