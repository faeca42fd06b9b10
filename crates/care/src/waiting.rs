//! The waiting list (*jonotuslista, väntelista*): who would take a time that is given up, which times
//! suit them, and the offers made to them. A time that is offered is held, so nobody else can book it.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::code::{Mode, codes};
use crate::day::{day_of, local};
use crate::id::{OfferId, UnitId};
use crate::language::Language;
use crate::stream::DayKey;
use crate::view::SlotRow;

codes! {
    /// How an offer ended.
    OfferEnding {
        /// The client took the time.
        Taken = "taken",
        /// The client did not want it.
        Declined = "declined",
        /// Nobody answered in time, or the client waits no longer.
        Expired = "expired",
    }
}

/// How offers are made.
#[derive(Clone, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Offers are made from this time of day on, by the wall clock.
    pub opens: Time,
    /// Until this time of day.
    pub closes: Time,
    /// How long an offer stands.
    pub answer_minutes: u16,
    /// How long it has to stand at least.
    pub answer_minutes_min: u16,
    /// The notice that clients can ask for, in hours; the first is proposed.
    pub notice_hours: Vec<u16>,
    /// How many days ahead a client can wish for times.
    pub days: u16,
}

/// Which times suit a client; everything given must hold.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wish {
    /// At one of these units; at any when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitId>,
    /// In one of these ways; in any when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modes: Vec<Mode>,
    /// With somebody who serves in this language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// On this day or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_on: Option<Date>,
    /// On this day or before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_on: Option<Date>,
    /// So many hours before it begins the client has to know.
    pub notice_hours: u16,
}

/// A client's place on the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// Which times suit.
    pub wish: Wish,
    /// Since when; stating another wish keeps it.
    pub since: Timestamp,
}

/// One time that was offered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// Which offer.
    pub id: OfferId,
    /// What is offered.
    pub time: OfferedTime,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when the time is held.
    pub until_at: Timestamp,
    /// How it ended, and when.
    pub ended: Option<(Timestamp, OfferEnding)>,
}

/// What is offered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OfferedTime {
    /// In whose calendar.
    pub day: DayKey,
    /// At which unit.
    pub unit: UnitId,
    /// When it begins.
    pub start_at: Timestamp,
    /// How long it is.
    pub minutes: u16,
    /// The ways of meeting that are open and suit the client.
    pub modes: Vec<Mode>,
}

impl Policy {
    /// Whether offers are made now.
    pub fn is_open(&self, now: Timestamp) -> bool {
        let time = local(now).time();
        self.opens <= time && time < self.closes
    }

    /// Until when a time can be held for a client who needs so much notice; none when it is too near.
    pub fn until(
        &self,
        now: Timestamp,
        start_at: Timestamp,
        notice_hours: u16,
    ) -> Option<Timestamp> {
        let latest = start_at.checked_sub(hours(notice_hours)).ok()?;
        let least = now.checked_add(minutes(self.answer_minutes_min)).ok()?;
        let usual = now.checked_add(minutes(self.answer_minutes)).ok()?;
        (least <= latest).then(|| usual.min(latest))
    }

    /// The longest notice that a time so near leaves room for, in hours; none when it leaves no room.
    pub fn notice_left(&self, now: Timestamp, start_at: Timestamp) -> Option<u16> {
        let left = now.duration_until(start_at) - minutes(self.answer_minutes_min);
        if left.is_negative() {
            None
        } else {
            u16::try_from(left.as_hours()).ok().or(Some(u16::MAX))
        }
    }

    /// What is wrong with it, and what to do.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.opens >= self.closes {
            faults.push("opens has to come before closes".to_owned());
        }
        if self.answer_minutes_min == 0 || self.answer_minutes_min > self.answer_minutes {
            faults.push("answer_minutes_min has to be between 1 and answer_minutes".to_owned());
        }
        if self.notice_hours.is_empty() {
            faults.push("notice_hours needs at least one number of hours".to_owned());
        }
        if self.days == 0 {
            faults.push("days has to be at least 1".to_owned());
        }
        faults
    }
}

impl Wish {
    /// How long before it begins the client has to know of a time.
    pub fn notice(&self) -> SignedDuration {
        hours(self.notice_hours)
    }

    /// The ways of meeting that suit both the client and a time; none when the time does not suit.
    pub fn modes_at(&self, slot: &SlotRow) -> Vec<Mode> {
        let on = day_of(slot.start_at);
        let suits = (self.units.is_empty() || self.units.contains(&slot.unit))
            && self.language.is_none_or(|language| slot.languages.contains(&language))
            && self.from_on.is_none_or(|from| from <= on)
            && self.until_on.is_none_or(|until| on <= until);
        let wanted = |mode: &&Mode| suits && (self.modes.is_empty() || self.modes.contains(mode));
        slot.modes.iter().filter(wanted).copied().collect()
    }
}

fn hours(count: u16) -> SignedDuration {
    SignedDuration::from_hours(i64::from(count))
}

fn minutes(count: u16) -> SignedDuration {
    SignedDuration::from_mins(i64::from(count))
}

#[cfg(test)]
mod tests;
