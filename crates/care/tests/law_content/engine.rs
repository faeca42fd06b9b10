//! What the engine promises whatever the rules say: order does not matter, nothing pauses, and the
//! earliest open clock comes first.

use care::clock::{
    Age, CareKind, Clock, ClockState, Event, EventKind, Lateness, OutOfScope, Subject, next_due,
};
use care::day::{Eves, add_days, day_of, ends_at, instant, is_working_day, next_working_day};
use care::law::{Law, NotApplying};
use jiff::civil::{Date, date, time};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::{event, law};

fn adult() -> Subject {
    Subject { birth_date: Some(date(1984, 5, 1)) }
}

fn clock_of<'a>(clocks: &'a [Clock], rule: &str) -> &'a Clock {
    clocks.iter().find(|clock| clock.rule.as_str() == rule).unwrap()
}

#[test]
fn one_matter_is_under_several_clocks_and_the_earliest_comes_first() {
    let law = law();
    let events = [
        event(EventKind::ContactMade, "2026-11-03T07:12:00Z"),
        event(EventKind::ContactObtained, "2026-11-03T07:30:00Z"),
        event(EventKind::NeedAssessed, "2026-11-03T07:40:00Z"),
        event(EventKind::FirstTreatment, "2026-11-10T07:00:00Z"),
        event(EventKind::DoctorFoundNeeded, "2026-11-10T07:20:00Z"),
    ];
    let clocks = law.clocks(&adult(), Some(CareKind::Primary), &events);
    let rules: Vec<&str> = clocks.iter().map(|clock| clock.rule.as_str()).collect();
    assert_eq!(
        rules,
        [
            "health-care.assessment",
            "health-care.contact",
            "health-care.follow-on-doctor",
            "health-care.primary",
        ]
    );
    let next = next_due(&clocks).unwrap();
    assert_eq!(next.rule.as_str(), "health-care.follow-on-doctor");
    assert_eq!(next.due.on, date(2027, 2, 10));
    // Before the assessment, only the clocks of the contact are known.
    let unknown = law.clocks(&adult(), None, &events[..1]);
    assert_eq!(next_due(&unknown).unwrap().due.on, date(2026, 11, 3));
    assert_eq!(unknown.len(), 2);
    assert_eq!(next_due(&clocks[..0]), None);
}

#[test]
fn a_state_depends_on_the_day_and_on_nothing_else() {
    let law = law();
    let assessed = event(EventKind::NeedAssessed, "2026-11-03T08:00:00Z");
    let treated = |at: &str| event(EventKind::FirstTreatment, at);
    let closed = |at: &str| event(EventKind::CaseClosed, at);
    // Due on 3 February 2027. Midnight in Helsinki is 22:00 in Greenwich.
    let (in_time, late) = ("2027-02-03T21:59:59Z", "2027-02-03T22:00:00Z");
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    for (events, now, state) in [
        (vec![assessed], in_time, ClockState::Running),
        (vec![assessed], late, ClockState::Late(Lateness::Waiting)),
        (vec![assessed, treated(in_time)], late, ClockState::Satisfied { at: at(in_time) }),
        (
            vec![assessed, treated(late)],
            late,
            ClockState::Late(Lateness::SatisfiedLate { at: at(late) }),
        ),
        (
            vec![assessed, closed(in_time)],
            late,
            ClockState::OutOfScope { reason: OutOfScope::CaseClosed },
        ),
        (
            vec![assessed, closed(late)],
            late,
            ClockState::Late(Lateness::NeverSatisfied { closed_at: at(late) }),
        ),
        (
            vec![assessed, treated(in_time), closed(late)],
            late,
            ClockState::Satisfied { at: at(in_time) },
        ),
    ] {
        let clocks = law.clocks(&adult(), Some(CareKind::Primary), &events);
        let clock = clock_of(&clocks, "health-care.primary");
        assert_eq!(clock.state(at(now)), state, "{events:?} at {now}");
        assert_eq!(clock.is_open(), events.len() == 1);
    }
}

#[test]
fn a_chosen_wait_is_shown_beside_and_the_lawful_clock_runs_on() {
    let law = law();
    let chosen =
        EventKind::ClientChoseLater { offered_on: date(2026, 11, 10), until: date(2026, 12, 1) };
    let events = [
        event(EventKind::NeedAssessed, "2026-11-03T08:00:00Z"),
        event(chosen, "2026-11-04T08:00:00Z"),
    ];
    let clocks = law.clocks(&adult(), Some(CareKind::Primary), &events);
    let clock = clock_of(&clocks, "health-care.primary");
    assert_eq!(clock.due.on, date(2027, 2, 3));
    assert_eq!(clock.client_wait_days, 21);
    assert_eq!(clock.adjusted_due_on(), Some(date(2027, 2, 24)));
    assert_eq!(clock.state_on(date(2027, 2, 4)), ClockState::Late(Lateness::Waiting));
    assert_eq!(clock.waited_days(date(2026, 12, 3)), 30);
    assert_eq!(clock.adjusted_waited_days(date(2026, 12, 3)), 9);
    // Treated in the middle of the chosen wait: only the days that passed count.
    let treated = [events[0], events[1], event(EventKind::FirstTreatment, "2026-11-20T08:00:00Z")];
    let clocks = law.clocks(&adult(), Some(CareKind::Primary), &treated);
    let clock = clock_of(&clocks, "health-care.primary");
    assert_eq!(clock.client_wait_days, 10);
    assert_eq!(clock.waited_days(date(2027, 1, 1)), 17);
    assert_eq!(clock.adjusted_waited_days(date(2027, 1, 1)), 7);
}

#[test]
fn why_there_is_no_clock_is_told() {
    let law = law();
    let why = |subject: &Subject, at: &str| {
        let established = [event(EventKind::TherapyNeedEstablished, at)];
        let silent = law.not_applying(subject, Some(CareKind::Therapy), &established);
        let found =
            silent.into_iter().find(|(id, _)| id.as_str() == "health-care.therapy-guarantee");
        found.map(|(_, why)| why)
    };
    let child = Subject { birth_date: Some(date(2010, 5, 1)) };
    let from = date(2025, 5, 1);
    assert_eq!(why(&child, "2025-04-30T12:00:00Z"), Some(NotApplying::NotYetInForce { from }));
    assert_eq!(why(&adult(), "2025-05-01T12:00:00Z"), Some(NotApplying::OtherAge));
    assert_eq!(why(&child, "2025-05-01T12:00:00Z"), None);
    assert_eq!(why(&Subject::default(), "2025-05-01T12:00:00Z"), None);
}

#[test]
fn an_unknown_age_is_remembered_and_a_known_one_too() {
    let law = law();
    let events = [event(EventKind::NeedAssessed, "2026-11-03T08:00:00Z")];
    let of = |subject| law.clocks(&subject, Some(CareKind::Primary), &events);
    let unknown = of(Subject::default());
    assert_eq!(clock_of(&unknown, "health-care.primary").age, Age::Unknown);
    assert_eq!(clock_of(&unknown, "health-care.primary").due.on, date(2026, 11, 17));
    let known = of(adult());
    let birth_date = date(1984, 5, 1);
    assert_eq!(clock_of(&known, "health-care.primary").age, Age::Known { birth_date, years: 42 });
}

#[test]
fn waiting_times_are_published_again_in_time() {
    let law = law();
    assert_eq!(law.next_publication(date(2026, 11, 3)), Some(date(2026, 12, 3)));
    assert_eq!(law.next_publication(date(2004, 1, 1)), None);
    assert_eq!(Law::default().next_publication(date(2026, 11, 3)), None);
    // Only a rule that asks for something again answers.
    assert_eq!(law.again_by("health-care.contact", date(2026, 11, 3)), None);
}

/// Both Sundays on which the clocks change, from the first full year of the guarantee on.
fn changes() -> impl Iterator<Item = Date> {
    let last_sunday = |year, month| {
        let last = date(year, month, 31);
        add_days(last, -i32::from(last.weekday().to_sunday_zero_offset()))
    };
    (2024..=2100).flat_map(move |year| [last_sunday(year, 3), last_sunday(year, 10)])
}

#[test]
fn same_day_limits_hold_on_every_change_of_the_clocks() {
    let law = law();
    for sunday in changes() {
        let next_working = next_working_day(sunday, Eves::WorkingDays);
        // Before, in and after the hour that is skipped or doubled, and in both its rounds.
        for hour in [0, 2, 3, 4, 23] {
            let reading = instant(sunday, time(hour, 30, 0, 0));
            for at in [reading.earliest(), reading.latest()] {
                let made = Event { kind: EventKind::ContactMade, at };
                let just = |at| Event { kind: EventKind::NeedAssessed, at };
                let (end, a_second) = (ends_at(next_working), SignedDuration::from_secs(1));
                for (assessed, is_late) in [(end - a_second, false), (end, true)] {
                    let clocks = law.clocks(&adult(), None, &[made, just(assessed)]);
                    let clock = clock_of(&clocks, "health-care.assessment");
                    assert_eq!(clock.due.on, next_working, "{sunday} {hour}:30");
                    let state = clock.state(assessed);
                    assert_eq!(
                        matches!(state, ClockState::Late(_)),
                        is_late,
                        "{sunday}: {state:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn due_dates_hold_across_every_change_of_the_clocks() {
    let law = law();
    let child = |sunday| Subject { birth_date: Some(add_days(sunday, -3650)) };
    for sunday in changes() {
        // The change is on the first day, somewhere between, and on the last day.
        for before in [0, 5, 14] {
            let assessed_on = add_days(sunday, -before);
            let due_on = add_days(assessed_on, 14);
            for time in [time(0, 30, 0, 0), time(3, 30, 0, 0), time(23, 59, 59, 0)] {
                let assessed_at = instant(assessed_on, time).latest();
                let assessed = Event { kind: EventKind::NeedAssessed, at: assessed_at };
                let clocks = law.clocks(&child(sunday), Some(CareKind::Primary), &[assessed]);
                let clock = clock_of(&clocks, "health-care.primary");
                assert_eq!(clock.due.on, due_on, "{sunday}");
                let last_second = ends_at(due_on) - SignedDuration::from_secs(1);
                assert_eq!(clock.state(last_second), ClockState::Running);
                let waiting = ClockState::Late(Lateness::Waiting);
                assert_eq!(clock.state(ends_at(due_on)), waiting);
            }
        }
    }
}

fn instants() -> impl Strategy<Value = Timestamp> {
    // 2005 to 2040, by the minute.
    (18_400_000i64..36_800_000).prop_map(|minute| Timestamp::from_second(minute * 60).unwrap())
}

fn kinds() -> impl Strategy<Value = EventKind> {
    let chosen = (0i32..20_000, 0i32..60).prop_map(|(from, days)| {
        let offered_on = add_days(date(2005, 1, 1), from);
        EventKind::ClientChoseLater { offered_on, until: add_days(offered_on, days) }
    });
    prop_oneof![
        20 => prop::sample::select(EventKind::NAMED),
        1 => chosen,
    ]
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec((kinds(), instants()).prop_map(|(kind, at)| Event { kind, at }), 0..12)
}

fn cares() -> impl Strategy<Value = Option<CareKind>> {
    prop::option::of(prop::sample::select(CareKind::ALL))
}

fn subjects() -> impl Strategy<Value = Subject> {
    let born = (0i32..36_500).prop_map(|day| add_days(date(1925, 1, 1), day));
    prop::option::of(born).prop_map(|birth_date| Subject { birth_date })
}

proptest! {
    #[test]
    fn the_order_in_which_facts_become_known_does_not_matter(
        subject in subjects(),
        care in cares(),
        (events, shuffled) in events().prop_flat_map(|mut events| {
            // Of two events at one instant the order is theirs to tell.
            events.sort_by_key(|event| event.at);
            events.dedup_by_key(|event| event.at);
            (Just(events.clone()), Just(events).prop_shuffle())
        }),
    ) {
        let law = law();
        prop_assert_eq!(
            law.clocks(&subject, care, &events),
            law.clocks(&subject, care, &shuffled)
        );
    }

    #[test]
    fn every_clock_makes_sense(subject in subjects(), care in cares(), events in events()) {
        let law = law();
        for clock in law.clocks(&subject, care, &events) {
            let started_on = day_of(clock.start.at);
            prop_assert!(started_on <= clock.due.counted_from);
            prop_assert!(clock.due.counted_from <= clock.due.on);
            prop_assert!(clock.due.extendable_to.is_none_or(|to| clock.due.on < to));
            let version = law.version(&clock).unwrap();
            prop_assert!(version.covers(started_on));
            if version.office_hours.is_some() {
                prop_assert!(is_working_day(clock.due.counted_from, Eves::WorkingDays));
            }
            prop_assert!(clock.waited_days(clock.due.on) >= 0);
            prop_assert!(clock.adjusted_waited_days(clock.due.on) >= 0);
        }
    }

    #[test]
    fn an_unknown_age_never_gets_more_time_than_a_known_one(
        subject in subjects(), care in cares(), events in events(),
    ) {
        let law = law();
        let unknown = law.clocks(&Subject::default(), care, &events);
        for clock in law.clocks(&subject, care, &events) {
            let same = unknown.iter().find(|other| {
                (&other.rule, other.start) == (&clock.rule, clock.start)
            });
            let ends_on = |clock: &Clock| {
                let limit = law.version(clock).unwrap().limit;
                limit.ends_on(clock.due.counted_from, law.eves())
            };
            prop_assert!(same.is_some());
            prop_assert!(ends_on(same.unwrap()) <= ends_on(&clock));
        }
    }
}
