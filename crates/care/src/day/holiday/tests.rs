//! Holidays of known years, against almanacs and a second way of reckoning.

use jiff::civil::date;

use super::*;
use crate::day::{add_days, days_between};

#[test]
fn easter_falls_on_the_days_the_almanac_gives() {
    for (year, month, day) in [
        (1961, 4, 2),
        (1991, 3, 31),
        (1999, 4, 4),
        (2000, 4, 23),
        (2001, 4, 15),
        (2008, 3, 23),
        (2011, 4, 24),
        (2018, 4, 1),
        (2019, 4, 21),
        (2020, 4, 12),
        (2021, 4, 4),
        (2022, 4, 17),
        (2023, 4, 9),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2028, 4, 16),
        (2029, 4, 1),
        (2030, 4, 21),
        (2038, 4, 25),
        (2049, 4, 18),
        (2076, 4, 19),
        (2100, 3, 28),
    ] {
        assert_eq!(easter_sunday(year), date(year, month, day));
    }
}

/// The tabular reckoning of the almanac, written another way, as a second opinion.
fn easter_by_table(year: i16) -> Date {
    let y = i32::from(year);
    let century = y / 100 + 1;
    let golden = y % 19 + 1;
    let solar = 3 * century / 4 - 12;
    let lunar = (8 * century + 5) / 25 - 5;
    let sunday = 5 * y / 4 - solar - 10;
    let mut epact = (11 * golden + 20 + lunar - solar).rem_euclid(30);
    if (epact == 25 && golden > 11) || epact == 24 {
        epact += 1;
    }
    let mut moon = 44 - epact;
    if moon < 21 {
        moon += 30;
    }
    add_days(date(year, 3, 1), moon + 7 - (sunday + moon).rem_euclid(7) - 1)
}

#[test]
fn two_reckonings_of_easter_agree_for_three_centuries() {
    for year in 1900..=2200 {
        let easter = easter_sunday(year);
        assert_eq!(easter, easter_by_table(year));
        assert_eq!(easter.weekday(), Weekday::Sunday);
        assert!((date(year, 3, 22)..=date(year, 4, 25)).contains(&easter));
    }
}

#[test]
fn the_holidays_of_2026() {
    let mut found = Vec::new();
    let mut day = date(2026, 1, 1);
    while day.year() == 2026 {
        if let Some(holiday) = holiday_on(day) {
            found.push((day, holiday));
        }
        day = add_days(day, 1);
    }
    assert_eq!(
        found,
        [
            (date(2026, 1, 1), Holiday::NewYear),
            (date(2026, 1, 6), Holiday::Epiphany),
            (date(2026, 4, 3), Holiday::GoodFriday),
            (date(2026, 4, 5), Holiday::Easter),
            (date(2026, 4, 6), Holiday::EasterMonday),
            (date(2026, 5, 1), Holiday::MayDay),
            (date(2026, 5, 14), Holiday::Ascension),
            (date(2026, 5, 24), Holiday::Pentecost),
            (date(2026, 6, 20), Holiday::Midsummer),
            (date(2026, 10, 31), Holiday::AllSaints),
            (date(2026, 12, 6), Holiday::Independence),
            (date(2026, 12, 25), Holiday::Christmas),
            (date(2026, 12, 26), Holiday::SaintStephen),
        ]
    );
}

#[test]
fn every_year_has_every_holiday_once_unless_two_share_a_day() {
    for year in 1999..=2100 {
        let days = days_between(date(year, 1, 1), date(year, 12, 31)) + 1;
        let mut seen: Vec<Holiday> =
            (0..days).filter_map(|n| holiday_on(add_days(date(year, 1, 1), n))).collect();
        seen.sort_by_key(|holiday| Holiday::ALL.iter().position(|other| other == holiday));
        seen.dedup();
        let ascension_on_may_day = add_days(easter_sunday(year), 39) == date(year, 5, 1);
        let expected = if ascension_on_may_day { 12 } else { 13 };
        assert_eq!(seen.len(), expected, "{year}: {seen:?}");
    }
}

#[test]
fn eves_are_working_days_unless_the_setting_says_otherwise() {
    for (day, counted, kept_free) in [
        (date(2026, 6, 19), DayKind::Working, DayKind::Eve(Eve::Midsummer)),
        (date(2026, 12, 24), DayKind::Working, DayKind::Eve(Eve::Christmas)),
        // Christmas Eve of 2028 is a Sunday: a day off for its weekday already.
        (date(2028, 12, 24), DayKind::Sunday, DayKind::Sunday),
        (date(2026, 4, 4), DayKind::Saturday, DayKind::Saturday),
        (
            date(2026, 12, 6),
            DayKind::Holiday(Holiday::Independence),
            DayKind::Holiday(Holiday::Independence),
        ),
        (date(2026, 4, 2), DayKind::Working, DayKind::Working),
    ] {
        assert_eq!(kind_of(day, Eves::WorkingDays), counted, "{day}");
        assert_eq!(kind_of(day, Eves::DaysOff), kept_free, "{day}");
    }
}

#[test]
fn the_next_working_day_after_a_long_weekend() {
    assert_eq!(next_working_day(date(2026, 4, 3), Eves::WorkingDays), date(2026, 4, 7));
    assert_eq!(next_working_day(date(2026, 4, 2), Eves::WorkingDays), date(2026, 4, 2));
    assert_eq!(previous_working_day(date(2026, 4, 6), Eves::WorkingDays), date(2026, 4, 2));
    assert_eq!(next_working_day(date(2026, 12, 24), Eves::DaysOff), date(2026, 12, 28));
}
