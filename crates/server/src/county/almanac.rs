//! The days of the county's life: which are worked, when doors open, and how busy each is.

use care::day::{Eves, add_days, days_between, instant, is_working_day, starts_at};
use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};

/// One day.
#[derive(Clone, Debug)]
pub(super) struct DayPlan {
    /// The date.
    pub(super) date: Date,
    /// Whether units are open.
    pub(super) working: bool,
    /// Midnight, in seconds.
    pub(super) starts: i64,
    /// When units open, in seconds.
    pub(super) opens: i64,
    /// When units close, in seconds.
    pub(super) closes: i64,
    /// How much comes in, against an average day of the year, Sundays included.
    pub(super) bustle: f64,
    /// How much comes in, against an average working day.
    pub(super) rush: f64,
    /// How much of the ordinary capacity is at work.
    pub(super) staffing: f64,
}

/// All days from the first to well beyond the last.
pub(super) struct Almanac {
    days: Vec<DayPlan>,
}

const OPENS: Time = Time::constant(8, 0, 0, 0);
const CLOSES: Time = Time::constant(16, 0, 0, 0);

impl Almanac {
    /// The days between two dates, both included.
    pub(super) fn new(first: Date, last: Date) -> Self {
        let count = days_between(first, last).max(0);
        let mut days: Vec<DayPlan> = (0..=count).map(|n| plan(add_days(first, n))).collect();
        let sum: f64 = days.iter().map(|day| day.bustle).sum();
        let average = sum / f64::from(count + 1);
        let working = days.iter().filter(|day| day.working);
        let rush = working.clone().map(|day| day.bustle).sum::<f64>()
            / f64::from(u32::try_from(working.count()).unwrap_or(1).max(1));
        for day in &mut days {
            day.rush = day.bustle / rush;
            day.bustle /= average;
        }
        Self { days }
    }

    /// The place of the day that holds an instant.
    pub(super) fn at(&self, second: i64) -> usize {
        self.days.partition_point(|day| day.starts <= second).saturating_sub(1)
    }

    /// The place of a date.
    pub(super) fn of(&self, date: Date) -> usize {
        self.days.partition_point(|day| day.date < date)
    }

    /// The day at a place; the last one beyond the end.
    pub(super) fn day(&self, at: usize) -> &DayPlan {
        self.days.get(at).or(self.days.last()).expect("an almanac has at least one day")
    }

    /// The first working day at a place or after it.
    pub(super) fn working_from(&self, at: usize) -> &DayPlan {
        let later = self.days.get(at..).unwrap_or_default();
        later.iter().find(|day| day.working).unwrap_or_else(|| self.day(at))
    }

    /// The first moment of working time at an instant or after it, with its day.
    pub(super) fn working_time(&self, second: i64) -> (i64, &DayPlan) {
        let at = self.at(second);
        let day = self.day(at);
        if day.working && second < day.closes {
            return (second.max(day.opens), day);
        }
        let next = self.working_from(at + 1);
        (next.opens, next)
    }
}

fn plan(date: Date) -> DayPlan {
    let seconds = |time| instant(date, time).earliest().as_second();
    let working = is_working_day(date, Eves::default());
    DayPlan {
        date,
        working,
        starts: starts_at(date).as_second(),
        opens: seconds(OPENS),
        closes: seconds(CLOSES),
        bustle: weekly(date, working) * yearly(date),
        rush: 0.0,
        staffing: staffing(date),
    }
}

/// Mondays are busiest, and the day after a holiday is like a Monday.
fn weekly(date: Date, working: bool) -> f64 {
    if !working {
        return 0.2;
    }
    let after_holiday =
        date.yesterday().is_ok_and(|before| !is_working_day(before, Eves::default()));
    match date.weekday() {
        Weekday::Monday => 1.38,
        _ if after_holiday => 1.3,
        Weekday::Tuesday => 1.1,
        Weekday::Wednesday => 1.02,
        Weekday::Thursday => 0.98,
        Weekday::Friday | Weekday::Saturday | Weekday::Sunday => 0.92,
    }
}

/// Winter is busy, July is quiet.
fn yearly(date: Date) -> f64 {
    match date.month() {
        1 | 2 => 1.12,
        3 | 10 => 1.08,
        6 => 0.87,
        7 => 0.68,
        8 => 0.95,
        9 => 1.05,
        11 => 1.1,
        12 if date.day() > 20 => 0.72,
        12 => 1.04,
        _ => 1.0,
    }
}

/// People take their holidays in July and around Christmas.
fn staffing(date: Date) -> f64 {
    match (date.month(), date.day()) {
        (7, _) => 0.64,
        (6, 20..) | (8, ..8) => 0.8,
        (12, 22..) | (1, ..6) => 0.68,
        (2, 16..23) => 0.9,
        (4..=6, _) => 1.01,
        _ => 1.03,
    }
}

/// An instant in whole seconds as a timestamp.
pub(super) fn timestamp(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn almanac() -> Almanac {
        Almanac::new(date(2025, 11, 1), date(2026, 11, 30))
    }

    #[test]
    fn an_evening_is_worked_on_the_next_working_morning() {
        let almanac = almanac();
        let evening = |day| instant(day, Time::constant(20, 15, 0, 0)).earliest().as_second();
        let (at, day) = almanac.working_time(evening(date(2026, 10, 23)));
        assert_eq!(day.date, date(2026, 10, 26));
        assert_eq!(at, day.opens);
        // Christmas 2025: Thursday to Sunday, and its eve on a Wednesday.
        let (_, day) = almanac.working_time(evening(date(2025, 12, 24)));
        assert_eq!(day.date, date(2025, 12, 29));
    }

    #[test]
    fn days_are_found_also_when_the_clocks_change() {
        let almanac = almanac();
        for day in [date(2026, 3, 29), date(2026, 10, 25), date(2025, 11, 1)] {
            let plan = almanac.day(almanac.of(day));
            assert_eq!(plan.date, day);
            assert_eq!(almanac.day(almanac.at(plan.starts)).date, day);
            assert_eq!(almanac.day(almanac.at(plan.closes)).date, day);
        }
        assert_eq!(almanac.day(almanac.of(date(2026, 3, 30))).opens % 86_400, 5 * 3_600);
        assert_eq!(almanac.day(almanac.of(date(2026, 3, 27))).opens % 86_400, 6 * 3_600);
    }

    #[test]
    fn mondays_are_busy_and_july_is_quiet() {
        let almanac = almanac();
        let bustle = |day| almanac.day(almanac.of(day)).bustle;
        assert!(bustle(date(2026, 11, 16)) > bustle(date(2026, 11, 20)) * 1.3);
        assert!(bustle(date(2026, 7, 15)) < bustle(date(2026, 1, 14)) * 0.7);
        assert!(bustle(date(2026, 1, 18)) < 0.4);
    }
}
