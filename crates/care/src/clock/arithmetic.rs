//! The arithmetic behind a due date, step by step, for people who want to check it. Invariant: it
//! is made again from the clock on demand and always ends on the clock's due date.

use jiff::civil::Date;

use super::Due;
use crate::day::{
    DayKind, Eves, add_days, add_working_days, days_between, is_working_day, kind_of,
};
use crate::law::Limit;

/// A day that was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skipped {
    /// The day.
    pub on: Date,
    /// Why it does not count.
    pub why: DayKind,
}

/// How a due date was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arithmetic {
    /// Nothing was counted: at once, or on the same day.
    TheDayItself,
    /// Working days one by one.
    WorkingDays {
        /// Those that count, in order.
        counted: Vec<Date>,
        /// Those in between that do not.
        skipped: Vec<Skipped>,
    },
    /// Every day of the calendar.
    Days {
        /// The first that counts.
        first: Date,
        /// The last.
        last: Date,
    },
    /// To the day of the same number.
    Months {
        /// The last day.
        last: Date,
        /// Whether the month had no day of that number, so that its last day took its place.
        is_cut: bool,
    },
}

impl Due {
    /// How the due date was counted.
    pub fn arithmetic(&self, eves: Eves) -> Arithmetic {
        let (from, last) = (self.counted_from, self.on);
        match self.limit {
            Limit::Immediately | Limit::SameDay => Arithmetic::TheDayItself,
            Limit::WorkingDays(count) => Arithmetic::WorkingDays {
                counted: (1..=count).map(|nth| add_working_days(from, nth, eves)).collect(),
                skipped: days_off(from, last, eves),
            },
            Limit::CalendarDays(_) | Limit::Weeks(_) => {
                Arithmetic::Days { first: add_days(from, 1), last }
            }
            Limit::Months(_) => Arithmetic::Months { last, is_cut: last.day() != from.day() },
        }
    }
}

/// The days off after one day and before another.
pub(super) fn days_off(after: Date, before: Date, eves: Eves) -> Vec<Skipped> {
    let between = 1..days_between(after, before).max(1);
    let days = between.map(|nth| add_days(after, nth));
    days.filter(|day| !is_working_day(*day, eves))
        .map(|on| Skipped { on, why: kind_of(on, eves) })
        .collect()
}
