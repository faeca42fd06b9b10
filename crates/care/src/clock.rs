//! Clocks: what the law in force made of the events of a matter. A clock is a pure consequence of
//! facts; only its state needs to know what time it is, and that is an argument. Invariant: the
//! statutory clock never pauses; the time a client chose to wait is shown beside it.

mod arithmetic;
mod engine;
mod event;
mod explain;
mod wording;

use jiff::Timestamp;
use jiff::civil::Date;

pub use self::arithmetic::{Arithmetic, Skipped};
pub use self::event::{CareKind, Event, EventKind};
pub use self::explain::{Earlier, Explanation, Line, Part};
use crate::day::{add_days, day_of, days_between};
use crate::law::{Limit, RuleId};

/// Who a clock is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Subject {
    /// The day of birth. Where it is not known, the version that allows the least time is used.
    pub birth_date: Option<Date>,
}

/// One clock that started.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    /// The rule it follows.
    pub rule: RuleId,
    /// Which of the rule's versions, counted from nought.
    pub version: u16,
    /// What started it.
    pub start: Event,
    /// By when it had to be satisfied.
    pub due: Due,
    /// How it ended, if it did.
    pub end: End,
    /// How many days of the wait the client chose.
    pub client_wait_days: u16,
    /// What was known of the client's age on the day it started.
    pub age: Age,
}

/// The last lawful day, and what it was counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The day that the start event counts for.
    pub counted_from: Date,
    /// The limit that was counted, with the extension where one was found.
    pub limit: Limit,
    /// The last lawful day.
    pub on: Date,
    /// The last lawful day if a professional finds the condition of the extension met.
    pub extendable_to: Option<Date>,
    /// Whether an extension is counted in.
    pub is_extended: bool,
}

/// How a clock ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It has not.
    Open,
    /// What the law asks for happened.
    Met {
        /// When.
        at: Timestamp,
    },
    /// An exception of the rule was recorded in time.
    Excepted {
        /// The event that is the exception.
        by: EventKind,
        /// When it was recorded.
        at: Timestamp,
    },
    /// The case was closed first.
    Closed {
        /// When.
        at: Timestamp,
    },
}

/// What was known of the client's age when the clock started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// The full years, and the day of birth they come from.
    Known {
        /// The day of birth.
        birth_date: Date,
        /// Full years on the day the clock started.
        years: i16,
    },
    /// Nothing.
    Unknown,
}

/// Where a clock stands at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// It runs, and its last lawful day is not over.
    Running,
    /// It was satisfied in time.
    Satisfied {
        /// When.
        at: Timestamp,
    },
    /// Its last lawful day passed.
    Late(Lateness),
    /// It stopped mattering before its last lawful day was over.
    OutOfScope {
        /// Why.
        reason: OutOfScope,
    },
}

/// What happened after the last lawful day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lateness {
    /// Nothing yet: the client waits.
    Waiting,
    /// It was satisfied after all.
    SatisfiedLate {
        /// When.
        at: Timestamp,
    },
    /// The case was closed unsatisfied.
    NeverSatisfied {
        /// When it was closed.
        closed_at: Timestamp,
    },
}

/// Why a clock stopped mattering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutOfScope {
    /// The rule makes an exception of this event.
    Excepted(EventKind),
    /// The case was closed in time.
    CaseClosed,
}

impl ClockState {
    /// A stable code for views and text keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Satisfied { .. } => "satisfied",
            Self::Late(_) => "late",
            Self::OutOfScope { .. } => "out-of-scope",
        }
    }
}

impl Clock {
    /// Where it stands at an instant.
    pub fn state(&self, now: Timestamp) -> ClockState {
        self.state_on(day_of(now))
    }

    /// Where it stands on a day.
    pub fn state_on(&self, today: Date) -> ClockState {
        let in_time = |at: Timestamp| day_of(at) <= self.due.on;
        match self.end {
            End::Open if today <= self.due.on => ClockState::Running,
            End::Open => ClockState::Late(Lateness::Waiting),
            End::Met { at } if in_time(at) => ClockState::Satisfied { at },
            End::Met { at } => ClockState::Late(Lateness::SatisfiedLate { at }),
            End::Excepted { by, .. } => ClockState::OutOfScope { reason: OutOfScope::Excepted(by) },
            End::Closed { at } if in_time(at) => {
                ClockState::OutOfScope { reason: OutOfScope::CaseClosed }
            }
            End::Closed { at } => ClockState::Late(Lateness::NeverSatisfied { closed_at: at }),
        }
    }

    /// Whether it still runs, late or not.
    pub fn is_open(&self) -> bool {
        self.end == End::Open
    }

    /// The calendar days waited so far, or until the clock ended.
    pub fn waited_days(&self, today: Date) -> i32 {
        let until = match self.end {
            End::Open => today,
            End::Met { at } | End::Excepted { at, .. } | End::Closed { at } => day_of(at),
        };
        days_between(self.due.counted_from, until).max(0)
    }

    /// The days waited, without those the client chose.
    pub fn adjusted_waited_days(&self, today: Date) -> i32 {
        (self.waited_days(today) - i32::from(self.client_wait_days)).max(0)
    }

    /// The due date moved by the days the client chose to wait; none where the client chose none.
    /// It is shown beside the lawful due date and never instead of it.
    pub fn adjusted_due_on(&self) -> Option<Date> {
        let days = i32::from(self.client_wait_days);
        (days > 0).then(|| add_days(self.due.on, days))
    }
}

/// The open clock with the earliest last lawful day: what a work list is ordered by.
pub fn next_due(clocks: &[Clock]) -> Option<&Clock> {
    clocks.iter().filter(|clock| clock.is_open()).min_by_key(|clock| clock.due.on)
}
