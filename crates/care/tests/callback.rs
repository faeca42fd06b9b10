//! Promised calls over random days: a place in line is never lost, an unanswered call never closes a
//! matter, and whoever missed enough calls is told, once for each window.
#![expect(clippy::unwrap_used, reason = "a failing test says so")]
#![expect(clippy::indexing_slicing, reason = "a missing element is a failing test")]

use std::sync::LazyLock;

use care::callback::{CallOutcome, Policy, Window};
use care::case::Case;
use care::code::{Channel, Closing, Profession, Topic, Urgency};
use care::decide::{
    AgreeCallback, AssessNeed, AssessedAs, CareFact, CloseCase, Command, EndCallback, Matter,
    ReceiveContact, RecordCall, World, decide,
};
use care::id::{CaseId, ContactId, PersonId, ProfessionalId, UnitId};
use care::language::Language;
use care::person::{Details, Person, PersonFact};
use care::refusal::Refusal;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

/// What is shipped.
static POLICY: LazyLock<Policy> =
    LazyLock::new(|| toml::from_str(include_str!("../../../content/callback.toml")).unwrap());
const CASES: [CaseId; 2] = [CaseId(Uuid::from_u128(1)), CaseId(Uuid::from_u128(2))];
const NURSE: ProfessionalId = ProfessionalId(Uuid::from_u128(7));

/// Something that happens, and how many minutes after what came before.
#[derive(Clone, Debug)]
enum Event {
    Called(CallOutcome),
    Moved(usize),
    Ended,
    Assessed,
    Closed(Closing),
}

fn event() -> impl Strategy<Value = (i64, Event)> {
    let event = prop_oneof![
        6 => proptest::sample::select(CallOutcome::ALL).prop_map(Event::Called),
        2 => (0..6_usize).prop_map(Event::Moved),
        1 => Just(Event::Ended),
        1 => Just(Event::Assessed),
        2 => proptest::sample::select(Closing::ALL).prop_map(Event::Closed),
    ];
    (0..90_i64, event)
}

/// A world with one contact of two matters, and what happens to it.
struct Day {
    world: World,
    now: Timestamp,
}

impl Day {
    fn begin() -> Self {
        let now: Timestamp = "2026-11-26T06:00:00Z".parse().unwrap();
        let id = PersonId(Uuid::from_u128(9));
        let details = Details {
            family: "Virtanen".to_owned(),
            given: "Aino".to_owned(),
            identity: None,
            birth_on: None,
            language: Language::Fi,
            municipality: None,
            postal_code: None,
            phone: None,
            protected: false,
        };
        let mut world = World::default();
        let person = Person::fold(id, [(now, PersonFact::PersonRegistered(details))]).unwrap();
        world.people.insert(id, person);
        let mut day = Self { world, now };
        let matter = |case| Matter { case, topic: Topic::Movement, words: "Knee".to_owned() };
        day.act(&Command::ReceiveContact(ReceiveContact {
            made_by: None,
            signs: false,
            noticed_by: String::new(),
            contact: ContactId(Uuid::from_u128(5)),
            person: id,
            channel: Channel::Web,
            unit: UnitId::from("nasi"),
            language: Language::Fi,
            reach: String::new(),
            callback: Some(("040 123 4567".to_owned(), day.window(1))),
            matters: CASES.map(matter).to_vec(),
        }))
        .unwrap();
        day
    }

    fn window(&self, number: usize) -> Window {
        let windows = POLICY.windows(self.now, care::day::Eves::WorkingDays);
        windows[number % windows.len()]
    }

    fn act(&mut self, command: &Command) -> Result<Vec<&'static str>, Refusal> {
        let decision = decide(&self.world, command, self.now)?;
        let mut kinds = Vec::new();
        for (stream, _, fact) in decision.facts {
            kinds.push(fact.kind());
            let (care::stream::Stream::Case(id), CareFact::Case(fact)) = (stream, fact) else {
                continue;
            };
            if let Some(case) = self.world.cases.get_mut(&id) {
                case.apply(self.now, fact);
            } else {
                let case = Case::fold(id, [(self.now, fact)]).unwrap();
                self.world.cases.insert(id, case);
            }
        }
        Ok(kinds)
    }

    fn command(&self, event: &Event) -> Command {
        let cases = CASES.to_vec();
        match event {
            Event::Called(outcome) => Command::RecordCall(RecordCall {
                cases,
                by: NURSE,
                outcome: *outcome,
                policy: *POLICY,
            }),
            Event::Moved(number) => Command::AgreeCallback(AgreeCallback {
                cases,
                phone: "040 123 4567".to_owned(),
                window: self.window(*number),
            }),
            Event::Ended => Command::EndCallback(EndCallback { cases }),
            Event::Assessed => Command::AssessNeed(AssessNeed {
                case: CASES[0],
                by: NURSE,
                profession: Profession::Nurse,
                urgency: Urgency::NonUrgent,
                result: AssessedAs::Advice,
                unit: UnitId::from("nasi"),
                note: String::new(),
                told: "Rest".to_owned(),
            }),
            Event::Closed(closing) => {
                Command::CloseCase(CloseCase { case: CASES[0], closing: *closing, gives_up: None })
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_promise_is_lost(events in proptest::collection::vec(event(), 1..24)) {
        let mut day = Day::begin();
        for (minutes, event) in events {
            day.now = day.now.checked_add(SignedDuration::from_mins(minutes)).unwrap();
            let before = day.world.cases.clone();
            let done = day.act(&day.command(&event));
            for (id, case) in &day.world.cases {
                let earlier = before[id].callback();
                let Some(earlier) = earlier else { continue };
                match (case.callback(), &event) {
                    (Some(callback), _) => {
                        // Whatever happens, whoever still waits keeps the place and what was done.
                        prop_assert_eq!(callback.in_line_since, earlier.in_line_since);
                        prop_assert!(callback.calls.starts_with(&earlier.calls));
                    }
                    // It ends only where the resident was reached, or somebody wished so.
                    (None, Event::Called(CallOutcome::Reached) | Event::Ended | Event::Assessed) => {}
                    (None, Event::Closed(closing)) => {
                        prop_assert_ne!(*closing, Closing::NotReached);
                    }
                    (None, event) => prop_assert!(false, "{event:?} ended the promise"),
                }
            }
            match (done, &event) {
                (Ok(kinds), Event::Called(outcome)) => {
                    let told = kinds.contains(&"missed-calls-told");
                    let case = &day.world.cases[&CASES[1]];
                    if *outcome == CallOutcome::Reached {
                        prop_assert!(!told);
                    } else if let Some(callback) = case.callback() {
                        let enough = callback.missed(&POLICY) >= usize::from(POLICY.calls);
                        prop_assert_eq!(callback.told_at.is_some(), enough);
                        prop_assert!(day.now >= callback.window.from_at);
                    }
                }
                (Err(refusal), Event::Closed(Closing::NotReached)) => {
                    let promised = before[&CASES[0]].callback().is_some();
                    prop_assert_eq!(refusal == Refusal::CallPromised, promised);
                }
                _ => {}
            }
        }
    }
}

#[test]
fn the_second_missed_call_is_told_and_the_place_stays() {
    let mut day = Day::begin();
    let case = CASES[0];
    let missed = Event::Called(CallOutcome::NoAnswer);
    assert_eq!(day.act(&day.command(&missed)).unwrap_err(), Refusal::WindowAhead);
    let since = day.world.cases[&case].callback().unwrap().in_line_since;
    day.now = day.world.cases[&case].callback().unwrap().window.from_at;
    assert_eq!(day.act(&day.command(&missed)).unwrap(), ["call-made", "call-made"]);
    day.now = day.now.checked_add(SignedDuration::from_mins(45)).unwrap();
    let kinds = day.act(&day.command(&missed)).unwrap();
    assert_eq!(kinds, ["call-made", "missed-calls-told", "call-made", "missed-calls-told"]);
    let closing = Event::Closed(Closing::NotReached);
    assert_eq!(day.act(&day.command(&closing)).unwrap_err(), Refusal::CallPromised);
    day.act(&day.command(&Event::Moved(1))).unwrap();
    let callback = day.world.cases[&case].callback().unwrap();
    assert_eq!((callback.in_line_since, callback.told_at), (since, None));
    assert_eq!(callback.missed(&POLICY), 0);
}

#[test]
fn a_call_needs_a_number_and_a_time_to_come() {
    let mut day = Day::begin();
    let agree = |phone: &str, window| {
        let cases = CASES.to_vec();
        Command::AgreeCallback(AgreeCallback { cases, phone: phone.to_owned(), window })
    };
    let window = day.window(0);
    assert_eq!(day.act(&agree("soita", window)).unwrap_err(), Refusal::PhoneMissing);
    day.now = window.until_at;
    assert_eq!(day.act(&agree("112", window)).unwrap_err(), Refusal::WindowPast);
    let nobody = AgreeCallback { cases: vec![], phone: "112".to_owned(), window: day.window(0) };
    assert_eq!(day.act(&Command::AgreeCallback(nobody)).unwrap_err(), Refusal::CaseUnknown);
    // Once the matter is done, no call is due.
    day.act(&day.command(&Event::Assessed)).unwrap();
    let ended = day.act(&day.command(&Event::Ended));
    assert_eq!(ended.unwrap_err(), Refusal::CaseClosed);
}
