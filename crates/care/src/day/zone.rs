//! Helsinki time. The zone is part of the program, so a machine without a zone database, or with
//! an old one, gives the same due dates. Invariant: every local time maps to an instant, and the
//! two difficult hours of the year are told apart and never guessed.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

static HELSINKI: TimeZone = jiff::tz::get!("Europe/Helsinki");

/// The time zone of the house.
pub fn helsinki() -> &'static TimeZone {
    &HELSINKI
}

/// What the wall clock shows in Helsinki at an instant.
pub fn local(at: Timestamp) -> DateTime {
    HELSINKI.to_datetime(at)
}

/// The day it is in Helsinki at an instant.
pub fn day_of(at: Timestamp) -> Date {
    local(at).date()
}

/// What a wall-clock reading means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WallTime {
    /// It happens once, as nearly always.
    Once(Timestamp),
    /// It does not happen: the clock is moved forward over it. The instant is the one that people
    /// who had not moved their clock would mean.
    Skipped {
        /// The same count of hours since midnight, in summer time.
        moved_to: Timestamp,
    },
    /// It happens twice: the clock is moved back over it.
    Twice {
        /// In summer time.
        first: Timestamp,
        /// An hour later, in winter time.
        second: Timestamp,
    },
}

impl WallTime {
    /// The instant to use for a beginning.
    pub fn earliest(self) -> Timestamp {
        match self {
            Self::Once(at) | Self::Skipped { moved_to: at } | Self::Twice { first: at, .. } => at,
        }
    }

    /// The instant to use for an end.
    pub fn latest(self) -> Timestamp {
        match self {
            Self::Once(at) | Self::Skipped { moved_to: at } | Self::Twice { second: at, .. } => at,
        }
    }
}

/// The instant, or instants, at which the clock in Helsinki shows `time` on `day`.
pub fn instant(day: Date, time: Time) -> WallTime {
    let reading = day.to_datetime(time);
    match HELSINKI.to_ambiguous_timestamp(reading).offset() {
        AmbiguousOffset::Unambiguous { offset } => WallTime::Once(at_offset(reading, offset)),
        AmbiguousOffset::Gap { before, .. } => {
            WallTime::Skipped { moved_to: at_offset(reading, before) }
        }
        AmbiguousOffset::Fold { before, after } => {
            WallTime::Twice { first: at_offset(reading, before), second: at_offset(reading, after) }
        }
    }
}

/// The first instant of a day.
pub fn starts_at(day: Date) -> Timestamp {
    instant(day, Time::midnight()).earliest()
}

/// The first instant that is no longer in the day.
pub fn ends_at(day: Date) -> Timestamp {
    day.tomorrow().map_or(Timestamp::MAX, starts_at)
}

fn at_offset(reading: DateTime, offset: Offset) -> Timestamp {
    // Only the outermost days of the calendar have no instant.
    offset.to_timestamp(reading).unwrap_or(if reading.year() < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

#[cfg(test)]
mod tests;
