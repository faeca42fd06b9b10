//! What is derived can be made again: after a random life the views rebuilt from the facts are those
//! that were kept up to date, and so are the columns and figures of the boards.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use care::calendar::DayFact;
use care::callback::CallOutcome;
use care::case::{BookingState, Case, CaseFact, Stage};
use care::clock::CareKind;
use care::code::{Cancelling, Channel, Closing, Mode, Profession, Reason, Topic, Urgency};
use care::day::Eves;
use care::decide::{
    AgreeCallback, AssessNeed, AssessedAs, BookVisit, CancelBooking, ChooseReach, CloseCase,
    Command, EndCallback, HandleMessage, Matter, MoveBooking, Place, ReceiveContact, RecordCall,
    RecordNoShow, RecordVisit, StateReason, TakeCase,
};
use care::id::{BookingId, CaseId, ContactId, PersonId};
use care::language::Language;
use care::message::{About, GivenUp, Handled, LetGo, Reach, Way};
use care::stream::{DayKey, Stream};
use insight::{Dimension, Figure, Filter};
use jiff::{SignedDuration, Timestamp};
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rusqlite::types::ValueRef;
use server::account::AccountFact;
use server::door::Denied;
use uuid::Uuid;

use crate::browser::{Person, Web};
use crate::county::{AINO, County, DORA, NELLI, OTTO, TODAY, TOKEN, Worker, at, leader, system};

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

/// Somebody who does random things at the door; what makes no sense there is refused.
struct Life<'a> {
    county: &'a County,
    random: ChaCha8Rng,
    people: Vec<PersonId>,
    cases: Vec<CaseId>,
    times: Vec<(Worker, Timestamp)>,
    done: usize,
    refused: usize,
}

impl<'a> Life<'a> {
    fn new(county: &'a County, seed: u64) -> Self {
        let mut people = vec![AINO.id(), crate::county::BERTTA.id(), crate::county::PAULA.id()];
        for number in 0..9_u128 {
            let person = PersonId(Uuid::from_u128(0xc000 + number));
            let mut details = AINO.details();
            details.family = format!("Väki-{number}");
            details.municipality =
                Some(["638", "753", "434"][usize::try_from(number % 3).unwrap()].to_owned());
            county.register(person, details);
            people.push(person);
        }
        let random = ChaCha8Rng::seed_from_u64(seed);
        Self { county, random, people, cases: Vec::new(), times: Vec::new(), done: 0, refused: 0 }
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.random.random_range(0..of.len())].clone()
    }

    fn worker(&mut self) -> Worker {
        self.pick(&[DORA, NELLI, OTTO])
    }

    fn step(&mut self) {
        let hours = self.random.random_range(0..5);
        let now = self.county.door.now();
        self.county.clock.put(now.checked_add(SignedDuration::from_mins(hours * 37)).unwrap());
        let command = match self.random.random_range(0..12) {
            0..2 => self.contact(),
            2 => return self.open_times(),
            3 => {
                let worker = self.worker();
                let reason = self.pick(Reason::ALL);
                Command::StateReason(StateReason {
                    person: self.pick(&self.people.clone()),
                    by: worker.id(),
                    reason,
                    note: "It was needed".to_owned(),
                })
            }
            _ if self.cases.is_empty() => self.contact(),
            4..6 => self.assess(),
            6 => {
                let worker = self.worker();
                let case = self.pick(&self.cases.clone());
                Command::TakeCase(TakeCase { case, professional: worker.id(), unit: worker.unit() })
            }
            7..9 => self.book_or_move(),
            9 => self.call(),
            _ => self.after(),
        };
        match self.county.act(&system(), command) {
            Ok(()) => self.done += 1,
            Err(Denied::Refused(_)) => self.refused += 1,
            Err(other) => panic!("{other}"),
        }
    }

    fn contact(&mut self) -> Command {
        let matters = (0..self.random.random_range(1..3)).map(|_| {
            let case = CaseId(self.county.id());
            self.cases.push(case);
            let topic = Topic::ALL[usize::try_from(self.random.next_u32() % 8).unwrap()];
            Matter { case, topic, words: "Something hurts".to_owned() }
        });
        let matters = matters.collect();
        let unit = self.worker().unit();
        Command::ReceiveContact(ReceiveContact {
            contact: ContactId(self.county.id()),
            person: self.pick(&self.people.clone()),
            channel: self.pick(Channel::ALL),
            unit,
            language: self.pick(&[Language::Fi, Language::Sv, Language::En]),
            reach: String::new(),
            callback: None,
            matters,
        })
    }

    fn open_times(&mut self) {
        let worker = self.pick(&[DORA, OTTO]);
        let day = care::day::day_of(self.county.door.now());
        let day = care::day::add_days(day, self.random.random_range(0..4));
        let hour = self.random.random_range(7..18);
        let starts = [at(day, hour, 0), at(day, hour, 30)];
        // Opening the same hours twice would be refused.
        if !self.times.contains(&(worker, starts[0])) {
            self.county.open_times(worker, day, &starts);
            self.times.extend(starts.map(|start| (worker, start)));
            self.done += 1;
        }
    }

    fn assess(&mut self) -> Command {
        let worker = self.worker();
        let care = self.pick(&[CareKind::Primary, CareKind::FollowOnDoctor]);
        let result = match self.random.random_range(0..8) {
            0 => AssessedAs::Advice,
            1 => AssessedAs::Emergency,
            _ => AssessedAs::Appointment { care, profession: Profession::Doctor },
        };
        Command::AssessNeed(AssessNeed {
            case: self.a_case(|case| case.stage == Stage::AwaitingAssessment),
            by: worker.id(),
            profession: worker.profession(),
            urgency: self.pick(Urgency::ALL),
            result,
            unit: worker.unit(),
            note: "Noted".to_owned(),
            told: String::new(),
        })
    }

    fn book_or_move(&mut self) -> Command {
        if self.times.is_empty() {
            return self.contact();
        }
        let now = self.county.door.now();
        let ahead = self.times.iter().filter(|(_, start)| *start > now).copied();
        let mut ahead: Vec<_> = ahead.collect();
        // Now and then somebody comes too late.
        ahead.push(self.pick(&self.times.clone()));
        let (worker, start_at) = self.pick(&ahead);
        let date = care::day::day_of(start_at);
        let day = DayKey { professional: worker.id(), date };
        let to = Place { day, start_at, mode: self.pick(&[Mode::OnSite, Mode::Phone]) };
        let bookable =
            |case: &Case| matches!(case.stage, Stage::AwaitingBooking | Stage::Booked(_));
        let case = self.a_case(bookable);
        let next = BookingId(self.county.id());
        match self.standing(case) {
            Some((booking, from)) => {
                Command::MoveBooking(MoveBooking { case, booking, from, next, to })
            }
            None => Command::BookVisit(BookVisit { case, booking: next, place: to }),
        }
    }

    fn call(&mut self) -> Command {
        let case =
            self.a_case(|case| case.callback().is_some() == case.id.0.as_u128().is_multiple_of(2));
        let (worker, cases) = (self.worker(), vec![case]);
        let policy = self.county.door.content().callback;
        match self.random.random_range(0..9) {
            6.. => self.message(case),
            0..2 => {
                let outcome = self.pick(CallOutcome::ALL);
                Command::RecordCall(RecordCall { cases, by: worker.id(), outcome, policy })
            }
            2 => Command::EndCallback(EndCallback { cases }),
            _ => {
                let now = self.county.door.now();
                let window = self.pick(&policy.windows(now, Eves::default()));
                Command::AgreeCallback(AgreeCallback { cases, phone: "0401234567".into(), window })
            }
        }
    }

    /// Something is done with one of the case's messages, or with one that it does not have.
    fn message(&mut self, case: CaseId) -> Command {
        let policy = &self.county.door.content().messages;
        let open = self.load(case).map(|case| care::message::open(&case, policy));
        let about = open.and_then(|open| open.last().map(|message| message.about));
        let about = about.unwrap_or(About::MissedCalls(self.county.door.now()));
        let handled = self.pick(&[
            Handled::Sent(Way::Email),
            Handled::GivenUp(Way::Sms, GivenUp::Refused),
            Handled::GivenUp(Way::Email, GivenUp::NotReached),
            Handled::Renewed,
            Handled::LetGo(LetGo::Outdated),
        ]);
        Command::HandleMessage(HandleMessage { cases: vec![case], about, handled })
    }

    fn load(&self, case: CaseId) -> Option<Case> {
        let facts = self.county.ledger.load(&Stream::Case(case).to_string()).unwrap();
        Case::fold(case, server::codec::decode::<CaseFact>(&facts).unwrap())
    }

    fn standing(&self, case: CaseId) -> Option<(BookingId, DayKey)> {
        self.load(case)?.booking().map(|booking| (booking.id, booking.day))
    }

    /// A case of a kind, or any when a few tries find none.
    fn a_case(&mut self, suits: impl Fn(&Case) -> bool) -> CaseId {
        for _ in 0..12 {
            let case = self.pick(&self.cases.clone());
            if self.load(case).is_some_and(|case| suits(&case)) {
                return case;
            }
        }
        self.pick(&self.cases.clone())
    }

    fn after(&mut self) -> Command {
        let now = self.county.door.now();
        let case = self.a_case(|case| case.booking().is_some_and(|one| one.start_at <= now));
        match (self.standing(case), self.random.random_range(0..5)) {
            (Some((booking, day)), 0) => {
                let why = self.pick(&[Cancelling::ByClient, Cancelling::ByUnit]);
                Command::CancelBooking(CancelBooking { case, booking, day, why })
            }
            (Some((booking, _)), 1) => Command::RecordNoShow(RecordNoShow { case, booking }),
            (Some((booking, _)), 2..4) => Command::RecordVisit(RecordVisit {
                case,
                booking,
                started_at: now,
                ended_at: now.checked_add(SignedDuration::from_mins(20)).unwrap(),
                note: String::new(),
                next: self.pick(&[None, Some((CareKind::FollowOnDoctor, Profession::Doctor))]),
            }),
            (standing, _) => Command::CloseCase(CloseCase {
                case,
                closing: self.pick(Closing::ALL),
                gives_up: standing.map(|(_, day)| day),
            }),
        }
    }
}

fn lived(seed: u64, steps: usize) -> County {
    let county = County::new();
    let mut life = Life::new(&county, seed);
    for _ in 0..steps {
        life.step();
    }
    let (done, refused) = (life.done, life.refused);
    assert!(
        done > steps / 4 && refused > steps / 20,
        "seed {seed}: {done} done, {refused} refused"
    );
    county
}

#[test]
fn views_made_anew_are_those_that_were_kept_up_to_date() {
    for seed in [11, 12] {
        let county = lived(seed, 260);
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
        let county = lived(seed, 480);
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
            held.extend(slot.booked.map(|(booking, case)| (booking, (case, slot.start_at))));
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
