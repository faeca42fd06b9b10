//! Calls of an exchange: told in any order and more than once they come to the same, and what was missed
//! is open or settled with a reason, never lost.

#![expect(clippy::unwrap_used, reason = "a test stops where its world is not as it should be")]

use care::callback::CallOutcome;
use care::decide::{
    CareFact, Command, ReportCall, SettleCalls, TakeCalls, TryCalls, World, decide,
};
use care::id::{CallId, ContactId, PersonId, ProfessionalId, UnitId};
use care::language::Language;
use care::phone::{PhoneCall, PhoneEvent, PhoneFact, PhonePolicy, Settled};
use care::refusal::Refusal;
use care::stream::Stream;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use uuid::Uuid;

const POLICY: PhonePolicy =
    PhonePolicy { ahead_seconds: 60, relieve_minutes: 15, remembered_days: 30 };

fn at(minute: i64) -> Timestamp {
    let nine: Timestamp = "2026-11-02T07:00:00Z".parse().unwrap();
    nine + SignedDuration::from_mins(minute)
}

fn call(number: u128) -> CallId {
    CallId(Uuid::from_u128(number))
}

fn nurse(number: u128) -> ProfessionalId {
    ProfessionalId(Uuid::from_u128(number))
}

/// What happened at one exchange.
#[derive(Default)]
struct Exchange {
    facts: std::collections::BTreeMap<CallId, Vec<(Timestamp, PhoneFact)>>,
}

impl Exchange {
    fn world(&self) -> World {
        let mut world = World::default();
        for (id, facts) in &self.facts {
            if let Some(call) = PhoneCall::fold(*id, facts.clone()) {
                world.calls.insert(*id, call);
            }
        }
        world
    }

    fn act(&mut self, command: &Command, now: Timestamp) -> Result<usize, Refusal> {
        let decision = decide(&self.world(), command, now)?;
        let count = decision.facts.len();
        for (stream, _, fact) in decision.facts {
            if let (Stream::Call(id), CareFact::Phone(fact)) = (stream, fact) {
                self.facts.entry(id).or_default().push((now, fact));
            }
        }
        Ok(count)
    }

    fn told(&mut self, number: u128, event: PhoneEvent, minute: i64) -> Result<usize, Refusal> {
        self.told_by(number, "0401", event, minute, 600)
    }

    fn told_by(
        &mut self,
        number: u128,
        from: &str,
        event: PhoneEvent,
        minute: i64,
        now: i64,
    ) -> Result<usize, Refusal> {
        let others = self.facts.keys().copied().filter(|other| *other != call(number)).collect();
        let report = ReportCall {
            call: call(number),
            sealed_by: PersonId(Uuid::from_u128(9)),
            line: "019".to_owned(),
            unit: UnitId::from("nasi"),
            language: Language::Fi,
            from: from.to_owned(),
            event,
            at: at(minute),
            others,
            policy: POLICY,
        };
        self.act(&Command::ReportCall(report), at(now))
    }

    fn is_open(&self, number: u128) -> bool {
        self.world().calls.get(&call(number)).is_some_and(PhoneCall::is_open)
    }

    fn take(&mut self, by: u128, minute: i64) -> Result<usize, Refusal> {
        let take = TakeCalls { calls: vec![call(1)], by: nurse(by), policy: POLICY };
        self.act(&Command::TakeCalls(take), at(minute))
    }

    fn settle(&mut self, how: Settled) -> Result<usize, Refusal> {
        let settle = SettleCalls { calls: vec![call(1)], by: nurse(1), how };
        self.act(&Command::SettleCalls(settle), at(700))
    }
}

#[test]
fn a_call_that_nobody_answers_stays_until_it_is_settled_with_a_reason() {
    let mut exchange = Exchange::default();
    exchange.told(1, PhoneEvent::Ringing, 0).unwrap();
    assert!(!exchange.is_open(1), "it still rings");
    exchange.told(1, PhoneEvent::Missed, 1).unwrap();
    assert!(exchange.is_open(1));
    assert_eq!(exchange.told(1, PhoneEvent::Missed, 1), Ok(0), "told twice");
    let tries = |outcome| {
        let (calls, by) = (vec![call(1)], nurse(1));
        Command::TryCalls(TryCalls { calls, by, outcome, policy: POLICY })
    };
    for minute in [610, 640, 670] {
        exchange.act(&tries(CallOutcome::NoAnswer), at(minute)).unwrap();
        assert!(exchange.is_open(1), "an unanswered call back settles nothing");
    }
    assert_eq!(exchange.settle(Settled::Nothing(" ".to_owned())), Err(Refusal::NoWords));
    exchange.settle(Settled::Contact(ContactId(Uuid::from_u128(5)))).unwrap();
    assert!(!exchange.is_open(1));
    assert_eq!(exchange.act(&tries(CallOutcome::Busy), at(800)), Err(Refusal::CallSettled));
}

#[test]
fn two_people_never_call_the_same_number_back() {
    let mut exchange = Exchange::default();
    exchange.told(1, PhoneEvent::Ended, 0).unwrap();
    assert!(exchange.is_open(1), "one that ended without an answer was missed");
    assert_eq!(exchange.take(1, 610), Ok(1));
    assert_eq!(exchange.take(1, 612), Ok(0));
    assert_eq!(exchange.take(2, 612), Err(Refusal::TakenByOther));
    // Whoever forgets it is relieved.
    assert_eq!(exchange.take(2, 626), Ok(1));
    assert_eq!(exchange.take(1, 627), Err(Refusal::TakenByOther));
}

#[test]
fn whoever_rings_again_and_is_answered_needs_no_call_back() {
    for late_news in [false, true] {
        let mut exchange = Exchange::default();
        exchange.told(1, PhoneEvent::Ringing, 0).unwrap();
        if !late_news {
            exchange.told(1, PhoneEvent::Missed, 1).unwrap();
        }
        exchange.told(2, PhoneEvent::Ringing, 5).unwrap();
        exchange.told(2, PhoneEvent::Answered, 6).unwrap();
        if late_news {
            exchange.told(1, PhoneEvent::Missed, 1).unwrap();
        }
        let world = exchange.world();
        let (_, by, how) = world.calls.get(&call(1)).unwrap().settled.clone().unwrap();
        assert_eq!((by, how), (None, Settled::AnsweredLater(call(2))));
    }
    // An answer before does not settle what was missed after it; nor does another number's.
    let mut exchange = Exchange::default();
    exchange.told(2, PhoneEvent::Answered, 0).unwrap();
    exchange.told(1, PhoneEvent::Missed, 5).unwrap();
    exchange.told_by(3, "0409", PhoneEvent::Answered, 9, 600).unwrap();
    assert!(exchange.is_open(1));
}

#[test]
fn the_future_and_what_is_long_forgotten_are_refused_and_a_hidden_number_is_not_called() {
    let mut exchange = Exchange::default();
    let ahead = exchange.told_by(1, "0401", PhoneEvent::Ringing, 12, 10);
    assert_eq!(ahead, Err(Refusal::EventTime));
    let old = exchange.told_by(1, "0401", PhoneEvent::Ringing, 0, 31 * 24 * 60);
    assert_eq!(old, Err(Refusal::EventTime));
    exchange.told_by(1, "", PhoneEvent::Missed, 0, 10).unwrap();
    assert!(exchange.world().calls.get(&call(1)).unwrap().missed_at().is_some());
    assert!(!exchange.is_open(1));
}

/// What an exchange tells of a call, in its true order: rings, then is answered or not, then ends.
fn life() -> impl Strategy<Value = Vec<(PhoneEvent, i64)>> {
    (0_i64..300, 1_i64..5, any::<bool>()).prop_map(|(rings, waits, answered)| {
        let met = if answered { PhoneEvent::Answered } else { PhoneEvent::Missed };
        vec![
            (PhoneEvent::Ringing, rings),
            (met, rings + waits),
            (PhoneEvent::Ended, rings + waits + 3),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_order_and_any_repeats_come_to_the_same(
        lives in prop::collection::vec((life(), 0_usize..3), 1..6),
        shuffle in prop::collection::vec(any::<prop::sample::Index>(), 40),
    ) {
        let mut events: Vec<(u128, usize, PhoneEvent, i64)> = Vec::new();
        for (number, (life, from)) in (1_u128..).zip(&lives) {
            events.extend(life.iter().map(|(event, minute)| (number, *from, *event, *minute)));
        }
        let numbers = ["0401", "0402", "0403"];
        let play = |events: &[(u128, usize, PhoneEvent, i64)]| {
            let mut exchange = Exchange::default();
            for (number, from, event, minute) in events {
                exchange.told_by(*number, numbers[*from], *event, *minute, 600).unwrap();
            }
            exchange.world().calls
        };
        let told = play(&events);
        let mut shuffled: Vec<_> = events.clone();
        for index in &shuffle {
            let again = events[index.index(events.len())];
            let place = index.index(shuffled.len());
            shuffled.swap(0, place);
            shuffled.push(again);
        }
        let again = play(&shuffled);
        prop_assert_eq!(told.len(), again.len());
        for (id, call) in &told {
            let other = &again[id];
            prop_assert_eq!(call.rang_at, other.rang_at);
            prop_assert_eq!(call.missed_at().is_some(), other.missed_at().is_some());
            prop_assert_eq!(call.is_open(), other.is_open(), "{:?} {:?}", call, other);
            // Nothing that was missed is lost: it is open, or a later answer settled it.
            if call.missed_at().is_some() && !call.is_open() {
                let (_, _, how) = call.settled.clone().unwrap();
                let Settled::AnsweredLater(later) = how else { panic!("{how:?}") };
                prop_assert!(told[&later].answered_at.is_some());
                prop_assert!(told[&later].answered_at > call.missed_at());
            }
        }
    }
}
