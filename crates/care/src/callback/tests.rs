//! Windows that are offered, and calls that count as missed.

use jiff::civil::DateTime;

use super::*;
use crate::day::local;

const POLICY: Policy = Policy {
    opens: Time::constant(8, 0, 0, 0),
    closes: Time::constant(16, 0, 0, 0),
    window_minutes: 120,
    offered_until_minutes: 30,
    days: 2,
    calls: 2,
    apart_minutes: 30,
    warning_minutes: 30,
};

fn at(reading: &str) -> Timestamp {
    let reading: DateTime = reading.parse().unwrap();
    instant(reading.date(), reading.time()).earliest()
}

fn offered(now: &str) -> Vec<String> {
    let windows = POLICY.windows(at(now), Eves::WorkingDays);
    windows.iter().map(|window| local(window.from_at).strftime("%d.%m. %H").to_string()).collect()
}

#[test]
fn todays_windows_come_first_and_end_before_they_are_over() {
    let today = ["26.11. 12", "26.11. 14"];
    let tomorrow = ["27.11. 08", "27.11. 10", "27.11. 12", "27.11. 14"];
    assert_eq!(offered("2026-11-26T13:29:59"), [&today[..], &tomorrow].concat());
    assert_eq!(offered("2026-11-26T13:30:00"), [&today[1..], &tomorrow].concat());
}

#[test]
fn no_call_is_promised_for_a_day_off() {
    // A Saturday evening; Sunday is Independence Day, and Monday a working day.
    assert_eq!(offered("2026-12-05T20:00:00").first().unwrap(), "07.12. 08");
    // The last window of a Friday is over.
    assert_eq!(offered("2026-11-27T15:45:00").first().unwrap(), "30.11. 08");
}

#[test]
fn windows_are_as_long_on_the_day_when_the_clock_is_moved() {
    let policy = Policy { opens: Time::constant(0, 0, 0, 0), ..POLICY };
    let lengths = policy
        .windows_on(Date::constant(2026, 10, 25))
        .map(|window| window.from_at.duration_until(window.until_at));
    // Seventeen hours pass until four in the afternoon.
    assert_eq!(lengths.collect::<Vec<_>>(), vec![SignedDuration::from_hours(2); 8]);
}

#[test]
fn calls_close_together_count_as_one_and_a_new_window_counts_anew() {
    let call = |reading: &str, outcome| Call {
        at: at(reading),
        by: ProfessionalId(uuid::Uuid::from_u128(1)),
        outcome,
    };
    let mut callback = Callback {
        phone: "040 123 4567".to_owned(),
        window: Window { from_at: at("2026-11-26T10:00:00"), until_at: at("2026-11-26T12:00:00") },
        in_line_since: at("2026-11-26T08:12:00"),
        calls: vec![
            call("2026-11-26T10:05:00", CallOutcome::NoAnswer),
            call("2026-11-26T10:06:00", CallOutcome::Busy),
            call("2026-11-26T10:35:00", CallOutcome::NoAnswer),
        ],
        agreed_at: at("2026-11-26T08:12:00"),
        earlier: 0,
        told_at: None,
        ended_at: None,
    };
    assert_eq!(callback.missed(&POLICY), 2);
    callback.earlier = 2;
    assert_eq!(callback.missed(&POLICY), 1);
    assert_eq!(callback.missed(&Policy { apart_minutes: 0, ..POLICY }), 1);
}

#[test]
fn a_policy_that_promises_nothing_is_a_fault() {
    assert!(POLICY.faults().is_empty());
    let broken = Policy { calls: 1, days: 0, window_minutes: 600, ..POLICY };
    assert_eq!(broken.faults().len(), 3);
    assert_eq!(Policy { closes: POLICY.opens, ..POLICY }.faults().len(), 1);
}
