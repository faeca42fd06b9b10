//! Call-backs (*takaisinsoitto, återuppringning*): a call that is promised for a window of time. An
//! unanswered one never ends the promise, and never costs the resident their place in line.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::code::codes;
use crate::day::{Eves, add_working_days, day_of, instant, next_working_day};
use crate::id::ProfessionalId;

codes! {
    /// What came of a call.
    CallOutcome {
        /// The resident answered.
        Reached = "reached",
        /// Nobody answered.
        NoAnswer = "no-answer",
        /// The line was busy.
        Busy = "busy",
        /// The number belongs to somebody else, or to nobody.
        WrongNumber = "wrong-number",
    }
}

/// What the organisation promises.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// When the first call of a day is made, by the wall clock.
    pub opens: Time,
    /// When the last one is over.
    pub closes: Time,
    /// How long a promised window is.
    pub window_minutes: u16,
    /// A window is offered until so many minutes before its end.
    pub offered_until_minutes: u16,
    /// For how many working days windows are offered, today included.
    pub days: u8,
    /// After so many unanswered calls the resident is told in another way.
    pub calls: u8,
    /// Calls closer together than this count as one.
    pub apart_minutes: u16,
    /// So long before the end of a window the list of calls warns.
    pub warning_minutes: u16,
}

/// The stretch of time within which a call is promised.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Window {
    /// Its beginning.
    pub from_at: Timestamp,
    /// Its end, which is no longer in it.
    pub until_at: Timestamp,
}

/// A call-back as the facts so far tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Callback {
    /// The number to call.
    pub phone: String,
    /// When.
    pub window: Window,
    /// When the resident took their place in line; moving the window leaves it.
    pub in_line_since: Timestamp,
    /// The calls that were made, in order.
    pub calls: Vec<Call>,
    /// When the number and the window were last agreed.
    pub agreed_at: Timestamp,
    /// How many of the calls were made before that.
    pub earlier: usize,
    /// When the resident was told of calls that they missed, since the window was last agreed.
    pub told_at: Option<Timestamp>,
    /// When it was over: the resident was reached, or wished for no call.
    pub ended_at: Option<Timestamp>,
}

/// One call that was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Call {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: ProfessionalId,
    /// What came of it.
    pub outcome: CallOutcome,
}

impl Policy {
    /// The windows that are offered, the earliest first: today's, then those of the next working days.
    pub fn windows(&self, now: Timestamp, eves: Eves) -> Vec<Window> {
        let lead = minutes(self.offered_until_minutes);
        let mut day = next_working_day(day_of(now), eves);
        let mut windows = Vec::new();
        for _ in 0..self.days {
            windows.extend(self.windows_on(day).filter(|window| {
                window.until_at.checked_sub(lead).is_ok_and(|latest| now < latest)
            }));
            day = add_working_days(day, 1, eves);
        }
        windows
    }

    fn windows_on(&self, day: Date) -> impl Iterator<Item = Window> {
        let closes = instant(day, self.closes).latest();
        let length = minutes(self.window_minutes.max(1));
        let mut from_at = instant(day, self.opens).earliest();
        std::iter::from_fn(move || {
            let until_at = from_at.checked_add(length).ok().filter(|until| *until <= closes)?;
            let window = Window { from_at, until_at };
            from_at = until_at;
            Some(window)
        })
    }

    /// What is wrong with it, and what to do.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.opens >= self.closes {
            faults.push("opens has to come before closes".to_owned());
        } else if self.windows_on(Date::constant(2026, 1, 2)).next().is_none() {
            faults.push("no window fits in; make window_minutes smaller".to_owned());
        }
        if self.offered_until_minutes >= self.window_minutes {
            faults.push("offered_until_minutes has to be less than window_minutes".to_owned());
        }
        if self.days == 0 {
            faults.push("days has to be at least 1".to_owned());
        }
        if self.calls < 2 {
            faults.push("calls has to be at least 2".to_owned());
        }
        faults
    }
}

impl Callback {
    /// How many calls nobody answered since the window was last agreed; those that came shortly after
    /// another count with it.
    pub fn missed(&self, policy: &Policy) -> usize {
        let apart = minutes(policy.apart_minutes);
        let mut last: Option<Timestamp> = None;
        let missed = self.calls.iter().skip(self.earlier).filter(|call| {
            let counts = call.outcome != CallOutcome::Reached
                && last.is_none_or(|last| last.duration_until(call.at) >= apart);
            if counts {
                last = Some(call.at);
            }
            counts
        });
        missed.count()
    }
}

fn minutes(count: u16) -> SignedDuration {
    SignedDuration::from_mins(i64::from(count))
}

#[cfg(test)]
mod tests;
