//! Days and months as small numbers, so that a column of them is short.
//! Invariant: what is absent stays absent; what lies outside the range stops at its end.

use std::fmt;
use std::str::FromStr;

use care::day::{add_days, day_of, days_between};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const EPOCH: Date = date(2000, 1, 1);

/// A day, or none, in two bytes: from 1910 to 2089.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Day(i16);

impl Day {
    pub(crate) const NONE: Self = Self(i16::MIN);

    pub(crate) fn of(day: Date) -> Self {
        let count = days_between(EPOCH, day).clamp(i32::from(-i16::MAX), i32::from(i16::MAX));
        i16::try_from(count).map_or(Self::NONE, Self)
    }

    /// The day in Helsinki at an instant.
    pub(crate) fn at(at: Option<Timestamp>) -> Self {
        at.map_or(Self::NONE, |at| Self::of(day_of(at)))
    }

    pub(crate) fn on(day: Option<Date>) -> Self {
        day.map_or(Self::NONE, Self::of)
    }

    pub(crate) fn is_some(self) -> bool {
        self != Self::NONE
    }

    pub(crate) fn date(self) -> Option<Date> {
        self.is_some().then(|| add_days(EPOCH, i32::from(self.0)))
    }

    /// The days from another day to this one; none before it, and nothing when one is absent.
    pub(crate) fn since(self, other: Self) -> Option<u16> {
        let both = self.is_some() && other.is_some();
        both.then(|| u16::try_from(i32::from(self.0) - i32::from(other.0)).unwrap_or(0))
    }
}

/// A calendar month; its text is `2026-03`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month(pub(crate) u16);

const FIRST_YEAR: i16 = 1900;

impl Month {
    /// Stands after every month for one that is not known.
    pub(crate) const NONE: Self = Self(u16::MAX);
    /// The first there is.
    pub(crate) const FIRST: Self = Self(0);

    /// The month of a day.
    pub fn of(day: Date) -> Self {
        let years = i32::from(day.year()) - i32::from(FIRST_YEAR);
        let months = years * 12 + i32::from(day.month()) - 1;
        u16::try_from(months.max(0)).map_or(Self::NONE, Self)
    }

    pub(crate) fn of_day(day: Day) -> Self {
        day.date().map_or(Self::NONE, Self::of)
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        let year = FIRST_YEAR.saturating_add_unsigned(self.0 / 12);
        let month = i8::try_from(self.0 % 12 + 1).unwrap_or(1);
        Date::new(year, month, 1).unwrap_or(Date::MAX)
    }

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The month so many months before it.
    #[must_use]
    pub fn back(self, months: u16) -> Self {
        Self(self.0.saturating_sub(months))
    }

    pub(crate) fn number(self) -> usize {
        usize::from(self.0)
    }

    pub(crate) fn numbered(number: u16) -> Self {
        Self(number)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first_day().strftime("%Y-%m").fmt(f)
    }
}

/// The text is not a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotAMonth;

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let day: Date = format!("{text}-01").parse().map_err(|_| NotAMonth)?;
        Ok(Self::of(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_keep_their_dates() {
        for day in [date(2026, 3, 29), date(1999, 12, 31), date(2000, 1, 1), date(2089, 9, 1)] {
            assert_eq!(Day::of(day).date(), Some(day));
            assert_eq!(Month::of(day).first_day(), day.first_of_month());
            assert_eq!(Month::of(day).to_string().parse(), Ok(Month::of(day)));
        }
        assert_eq!(Month::of(date(2026, 12, 5)).next().to_string(), "2027-01");
        assert_eq!(Month::of(date(2026, 1, 5)).back(13).to_string(), "2024-12");
        assert_eq!("2026-13".parse::<Month>(), Err(NotAMonth));
    }

    #[test]
    fn what_is_absent_or_backwards_is_no_wait() {
        let (early, late) = (Day::of(date(2026, 2, 27)), Day::of(date(2026, 3, 2)));
        assert_eq!(late.since(early), Some(3));
        assert_eq!(early.since(late), Some(0));
        assert_eq!(late.since(Day::NONE), None);
        assert_eq!(Day::NONE.since(late), None);
        assert_eq!(Day::NONE.date(), None);
        assert!(Day::of(Date::MIN) > Day::NONE);
    }
}
