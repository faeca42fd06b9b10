//! Periods counted by hand, and properties that hold for any period.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::day::{DayKind, kind_of};

fn days() -> impl Strategy<Value = Date> {
    (0..37_255).prop_map(|n| add_days(date(1999, 1, 1), n))
}

fn settings() -> impl Strategy<Value = Eves> {
    prop_oneof![Just(Eves::WorkingDays), Just(Eves::DaysOff)]
}

proptest! {
    #[test]
    fn a_working_day_count_ends_on_a_working_day(day in days(), n in 1u16..60, eves in settings()) {
        let end = add_working_days(day, n, eves);
        prop_assert_eq!(kind_of(end, eves), DayKind::Working);
        prop_assert!(end > day);
        prop_assert_eq!(working_days_between(day, end, eves), u32::from(n));
    }

    #[test]
    fn one_more_working_day_ends_later(day in days(), n in 0u16..60, eves in settings()) {
        prop_assert!(add_working_days(day, n, eves) < add_working_days(day, n + 1, eves));
    }

    #[test]
    fn a_later_start_never_ends_earlier(day in days(), n in 0u16..60, eves in settings()) {
        let next = add_days(day, 1);
        prop_assert!(add_working_days(day, n, eves) <= add_working_days(next, n, eves));
        prop_assert!(add_months(day, i32::from(n)) <= add_months(next, i32::from(n)));
    }

    #[test]
    fn counting_back_from_a_working_day_returns_to_it(
        day in days(), n in 0u16..60, eves in settings(),
    ) {
        let day = crate::day::next_working_day(day, eves);
        prop_assert_eq!(subtract_working_days(add_working_days(day, n, eves), n, eves), day);
    }

    #[test]
    fn free_eves_never_bring_a_due_date_forward(day in days(), n in 0u16..60) {
        let counted = add_working_days(day, n, Eves::WorkingDays);
        let free = add_working_days(day, n, Eves::DaysOff);
        prop_assert!(counted <= free);
    }

    #[test]
    fn months_end_on_the_same_number_or_on_the_last_day(day in days(), n in 0i32..60) {
        let end = add_months(day, n);
        prop_assert!(end.day() == day.day() || (end.day() < day.day() && end == end.last_of_month()));
        let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        prop_assert_eq!(months(end) - months(day), n);
    }

    #[test]
    fn days_and_weeks_agree_with_the_distance(day in days(), n in 0i32..2000) {
        prop_assert_eq!(days_between(day, add_days(day, n)), n);
        prop_assert_eq!(add_weeks(day, n), add_days(day, 7 * n));
        prop_assert_eq!(add_days(add_days(day, n), -n), day);
    }

    #[test]
    fn age_rises_by_one_on_the_birthday_and_on_no_other_day(birth in days(), n in 0i32..20_000) {
        let day = add_days(birth, n);
        let risen = age_on(birth, day) - age_on(birth, add_days(day, -1));
        let years = age_on(birth, day);
        prop_assert_eq!(risen, i16::from(add_months(birth, 12 * i32::from(years)) == day));
    }
}

#[test]
fn a_leap_day_child_grows_older_on_the_last_of_february() {
    let birth = date(2004, 2, 29);
    for (day, age) in [
        (date(2027, 2, 27), 22),
        (date(2027, 2, 28), 23),
        (date(2028, 2, 28), 23),
        (date(2028, 2, 29), 24),
    ] {
        assert_eq!(age_on(birth, day), age, "{day}");
    }
}

#[test]
fn the_ends_of_the_calendar_do_not_fail() {
    assert_eq!(add_days(Date::MAX, i32::MAX), Date::MAX);
    assert_eq!(add_days(Date::MIN, i32::MIN), Date::MIN);
    assert_eq!(add_weeks(Date::MAX, i32::MAX), Date::MAX);
    assert_eq!(add_months(Date::MAX, i32::MAX), Date::MAX);
    assert_eq!(add_months(Date::MIN, i32::MIN), Date::MIN);
    assert_eq!(add_working_days(Date::MAX, 5, Eves::WorkingDays), Date::MAX);
    assert_eq!(subtract_working_days(Date::MIN, 5, Eves::WorkingDays), Date::MIN);
}
