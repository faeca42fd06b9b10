//! How long the law allows, and where a period ends. Invariant: the day of the event is never
//! counted, and a due date is the last lawful day.

use jiff::civil::Date;

use crate::day::{Eves, add_days, add_months, add_weeks, add_working_days, subtract_working_days};

/// The length of a period, in the unit the statute uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// At once. There is no number to count; the day itself is the outermost bound.
    Immediately,
    /// During the same day.
    SameDay,
    /// So many working days (*arkipäivä, vardag*).
    WorkingDays(u16),
    /// So many days of the calendar (*vuorokausi, dygn*).
    CalendarDays(u16),
    /// So many weeks.
    Weeks(u16),
    /// So many months.
    Months(u16),
}

impl Limit {
    pub(super) const UNITS: [&'static str; 6] =
        ["immediately", "same-day", "working-days", "calendar-days", "weeks", "months"];

    /// Reads a limit as content files write it.
    pub(super) fn from_parts(amount: Option<u16>, unit: &str) -> Option<Self> {
        match (unit, amount) {
            ("immediately", None) => Some(Self::Immediately),
            ("same-day", None) => Some(Self::SameDay),
            ("working-days", Some(amount)) => Some(Self::WorkingDays(amount)),
            ("calendar-days", Some(amount)) => Some(Self::CalendarDays(amount)),
            ("weeks", Some(amount)) => Some(Self::Weeks(amount)),
            ("months", Some(amount)) => Some(Self::Months(amount)),
            _ => None,
        }
    }

    /// The unit, as content files write it.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Immediately => "immediately",
            Self::SameDay => "same-day",
            Self::WorkingDays(_) => "working-days",
            Self::CalendarDays(_) => "calendar-days",
            Self::Weeks(_) => "weeks",
            Self::Months(_) => "months",
        }
    }

    /// How many of the unit; none where nothing is counted.
    pub fn amount(self) -> u16 {
        match self {
            Self::Immediately | Self::SameDay => 0,
            Self::WorkingDays(amount)
            | Self::CalendarDays(amount)
            | Self::Weeks(amount)
            | Self::Months(amount) => amount,
        }
    }

    /// The last day of the period that is counted from an event on `day`.
    pub fn ends_on(self, day: Date, eves: Eves) -> Date {
        match self {
            Self::Immediately | Self::SameDay => day,
            Self::WorkingDays(count) => add_working_days(day, count, eves),
            Self::CalendarDays(count) => add_days(day, count.into()),
            Self::Weeks(count) => add_weeks(day, count.into()),
            Self::Months(count) => add_months(day, count.into()),
        }
    }

    /// The day this long before `day`.
    pub fn begins_before(self, day: Date, eves: Eves) -> Date {
        match self {
            Self::Immediately | Self::SameDay => day,
            Self::WorkingDays(count) => subtract_working_days(day, count, eves),
            Self::CalendarDays(count) => add_days(day, -i32::from(count)),
            Self::Weeks(count) => add_weeks(day, -i32::from(count)),
            Self::Months(count) => add_months(day, -i32::from(count)),
        }
    }

    /// Both periods as one, where they have the same unit. Three months and three more are six
    /// months from the start, which at the end of a month is not the same as twice three.
    pub fn lengthened_by(self, more: Self) -> Option<Self> {
        match (self, more) {
            (Self::WorkingDays(a), Self::WorkingDays(b)) => Some(Self::WorkingDays(a + b)),
            (Self::CalendarDays(a), Self::CalendarDays(b)) => Some(Self::CalendarDays(a + b)),
            (Self::Weeks(a), Self::Weeks(b)) => Some(Self::Weeks(a + b)),
            (Self::Months(a), Self::Months(b)) => Some(Self::Months(a + b)),
            (
                Self::Immediately
                | Self::SameDay
                | Self::WorkingDays(_)
                | Self::CalendarDays(_)
                | Self::Weeks(_)
                | Self::Months(_),
                _,
            ) => None,
        }
    }

    /// Whether a statute could mean this: not nothing, and not years.
    pub(super) fn is_sane(self) -> bool {
        match self {
            Self::Immediately | Self::SameDay => true,
            Self::WorkingDays(count) => (1..=60).contains(&count),
            Self::CalendarDays(count) => (1..=366).contains(&count),
            Self::Weeks(count) => (1..=52).contains(&count),
            Self::Months(count) => (1..=24).contains(&count),
        }
    }
}
