//! Every change of Finnish clocks, hour by hour.

use jiff::civil::{date, time};
use jiff::{Timestamp, ToSpan};

use super::*;
use crate::day::add_days;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The last Sunday of March and of October: the rule the zone has followed since 1996.
fn transitions(year: i16) -> (Date, Date) {
    let last_sunday = |month| {
        let last = date(year, month, 31);
        add_days(last, -i32::from(last.weekday().to_sunday_zero_offset()))
    };
    (last_sunday(3), last_sunday(10))
}

#[test]
fn known_readings_of_the_clock() {
    for (day, reading, meaning) in [
        (date(2026, 1, 15), time(8, 0, 0, 0), WallTime::Once(at("2026-01-15T06:00:00Z"))),
        (date(2026, 7, 15), time(8, 0, 0, 0), WallTime::Once(at("2026-07-15T05:00:00Z"))),
        (
            date(2026, 3, 29),
            time(3, 30, 0, 0),
            WallTime::Skipped { moved_to: at("2026-03-29T01:30:00Z") },
        ),
        (date(2026, 3, 29), time(4, 0, 0, 0), WallTime::Once(at("2026-03-29T01:00:00Z"))),
        (
            date(2026, 10, 25),
            time(3, 30, 0, 0),
            WallTime::Twice {
                first: at("2026-10-25T00:30:00Z"),
                second: at("2026-10-25T01:30:00Z"),
            },
        ),
        (date(2026, 10, 25), time(4, 0, 0, 0), WallTime::Once(at("2026-10-25T02:00:00Z"))),
        // Until 1995 summer time ended in September.
        (
            date(1995, 9, 24),
            time(3, 30, 0, 0),
            WallTime::Twice {
                first: at("1995-09-24T00:30:00Z"),
                second: at("1995-09-24T01:30:00Z"),
            },
        ),
        (date(1995, 10, 29), time(3, 30, 0, 0), WallTime::Once(at("1995-10-29T01:30:00Z"))),
    ] {
        assert_eq!(instant(day, reading), meaning, "{day} {reading}");
    }
}

#[test]
fn every_spring_from_1996_to_2100_loses_the_hour_after_three() {
    for year in 1996..=2100 {
        let (spring, _) = transitions(year);
        for minute in [0, 1, 30, 59] {
            let WallTime::Skipped { moved_to } = instant(spring, time(3, minute, 0, 0)) else {
                panic!("{spring} 03:{minute} is not skipped")
            };
            assert_eq!(local(moved_to), spring.at(4, minute, 0, 0));
        }
        assert!(matches!(instant(spring, time(2, 59, 59, 0)), WallTime::Once(_)));
        assert!(matches!(instant(spring, time(4, 0, 0, 0)), WallTime::Once(_)));
        assert_eq!(ends_at(spring).duration_since(starts_at(spring)).as_hours(), 23);
    }
}

#[test]
fn every_autumn_from_1996_to_2100_has_the_hour_after_three_twice() {
    for year in 1996..=2100 {
        let (_, autumn) = transitions(year);
        for minute in [0, 1, 30, 59] {
            let reading = instant(autumn, time(3, minute, 0, 0));
            let WallTime::Twice { first, second } = reading else {
                panic!("{autumn} 03:{minute} is not doubled")
            };
            assert_eq!(second.duration_since(first).as_mins(), 60);
            assert_eq!(local(first), autumn.at(3, minute, 0, 0));
            assert_eq!(local(second), autumn.at(3, minute, 0, 0));
            assert_eq!((reading.earliest(), reading.latest()), (first, second));
        }
        assert!(matches!(instant(autumn, time(2, 59, 59, 0)), WallTime::Once(_)));
        assert!(matches!(instant(autumn, time(4, 0, 0, 0)), WallTime::Once(_)));
        assert_eq!(ends_at(autumn).duration_since(starts_at(autumn)).as_hours(), 25);
    }
}

#[test]
fn a_day_is_its_own_from_the_first_instant_to_the_last() {
    let mut day = date(2004, 1, 1);
    while day < date(2045, 1, 1) {
        let start = starts_at(day);
        let end = ends_at(day);
        assert_eq!(day_of(start), day);
        assert_eq!(day_of(end.checked_sub(1.nanosecond()).unwrap()), day);
        assert_eq!(day_of(end), add_days(day, 1));
        assert_eq!(
            instant(day, time(12, 0, 0, 0)).earliest(),
            instant(day, time(12, 0, 0, 0)).latest()
        );
        day = add_days(day, 1);
    }
}

#[test]
fn the_day_turns_at_midnight_in_helsinki_and_not_in_greenwich() {
    for (instant, day) in [
        ("2026-11-02T21:59:59Z", date(2026, 11, 2)),
        ("2026-11-02T22:00:00Z", date(2026, 11, 3)),
        ("2026-07-02T20:59:59Z", date(2026, 7, 2)),
        ("2026-07-02T21:00:00Z", date(2026, 7, 3)),
    ] {
        assert_eq!(day_of(at(instant)), day, "{instant}");
    }
}

#[test]
fn the_ends_of_the_calendar_do_not_fail() {
    for day in [Date::MIN, Date::MAX] {
        assert!(starts_at(day) <= ends_at(day));
        assert!(instant(day, Time::MAX).earliest() <= instant(day, Time::MAX).latest());
    }
}
