//! Messages (*viesti, meddelande*) to a resident away from the service: which there are follows from
//! the facts of a case alone, and what became of each is a fact too. They say when, never what about.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::case::{BookingState, Case};
use crate::code::{Cancelling, codes};
use crate::day::local;
use crate::id::{BookingId, OfferId, SecureMessageId};

codes! {
    /// By which way a message goes.
    Way {
        /// E-mail.
        Email = "email",
        /// A text message to a telephone.
        Sms = "sms",
    }

    /// Why a message was given up.
    GivenUp {
        /// Whoever takes messages for the resident said no for good.
        Refused = "refused",
        /// It could not be handed over, however often it was tried.
        NotReached = "not-reached",
        /// It could not leave while it was of use.
        TooLate = "too-late",
    }

    /// Why a message that was given up is let go.
    LetGo {
        /// The resident was told in another way.
        ToldOtherwise = "told-otherwise",
        /// The resident does not need it any more.
        Outdated = "outdated",
        /// The address is not the resident's.
        WrongAddress = "wrong-address",
    }
}

/// How a resident wishes to be reached beside the service itself.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Not at all: they read it in the service.
    #[default]
    Site,
    /// By e-mail, at this address.
    Email(String),
    /// By SMS, at this number.
    Sms(String),
}

impl Reach {
    /// The way, if there is one.
    pub fn way(&self) -> Option<Way> {
        match self {
            Self::Site => None,
            Self::Email(_) => Some(Way::Email),
            Self::Sms(_) => Some(Way::Sms),
        }
    }
}

/// What a message tells of; of each there is one at most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// A time was booked.
    Booked(BookingId),
    /// A time was moved to this one.
    Moved(BookingId),
    /// The unit cancelled a time.
    Cancelled(BookingId),
    /// A time is near.
    Reminder(BookingId),
    /// Calls were missed; the instant is when that was found.
    MissedCalls(Timestamp),
    /// A time is offered from the waiting list.
    Offered(OfferId),
    /// A professional has written; what, is read in the service alone.
    Written(SecureMessageId),
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Booked(booking) => write!(f, "booked.{booking}"),
            Self::Moved(booking) => write!(f, "moved.{booking}"),
            Self::Cancelled(booking) => write!(f, "cancelled.{booking}"),
            Self::Reminder(booking) => write!(f, "reminder.{booking}"),
            Self::MissedCalls(at) => write!(f, "missed-calls.{}", at.as_millisecond()),
            Self::Offered(offer) => write!(f, "offered.{offer}"),
            Self::Written(message) => write!(f, "written.{message}"),
        }
    }
}

/// The text names no message.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a message")]
pub struct NotAMessage;

impl FromStr for About {
    type Err = NotAMessage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, which) = text.split_once('.').ok_or(NotAMessage)?;
        let booking = || which.parse().map_err(|_| NotAMessage);
        match kind {
            "booked" => booking().map(Self::Booked),
            "moved" => booking().map(Self::Moved),
            "cancelled" => booking().map(Self::Cancelled),
            "reminder" => booking().map(Self::Reminder),
            "missed-calls" => {
                let at = which.parse().ok().and_then(|at| Timestamp::from_millisecond(at).ok());
                at.map(Self::MissedCalls).ok_or(NotAMessage)
            }
            "offered" => which.parse().map(Self::Offered).map_err(|_| NotAMessage),
            "written" => which.parse().map(Self::Written).map_err(|_| NotAMessage),
            _ => Err(NotAMessage),
        }
    }
}

/// What was done with a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Handled {
    /// It was handed over.
    Sent(Way),
    /// It was given up.
    GivenUp(Way, GivenUp),
    /// A person wants it to be sent again.
    Renewed,
    /// A person let it go.
    LetGo(LetGo),
}

/// What the organisation promises.
#[derive(Clone, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// From this time of day on nothing leaves.
    pub quiet_from: Time,
    /// From this time of day on messages leave again.
    pub quiet_until: Time,
    /// So long before a booked time its reminder leaves.
    pub reminder_hours: u16,
    /// A message is of use for so long.
    pub of_use_hours: u16,
    /// How long each further try waits.
    pub retry_minutes: Vec<u16>,
}

/// A message that has still to be sent, or was given up and waits for a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Message {
    /// What it tells of.
    pub about: About,
    /// When it is due.
    pub from_at: Timestamp,
    /// From when on it is of no use.
    pub until_at: Timestamp,
    /// Why it was given up, if it was.
    pub given_up: Option<GivenUp>,
}

impl Policy {
    /// Whether nothing leaves at an instant.
    pub fn is_quiet(&self, at: Timestamp) -> bool {
        let time = local(at).time();
        if self.quiet_from <= self.quiet_until {
            self.quiet_from <= time && time < self.quiet_until
        } else {
            self.quiet_from <= time || time < self.quiet_until
        }
    }

    /// When to try again after so many failed tries; none when that was the last one.
    pub fn next_try(&self, now: Timestamp, tries: usize) -> Option<Timestamp> {
        let minutes = self.retry_minutes.get(tries.checked_sub(1)?)?;
        now.checked_add(SignedDuration::from_mins(i64::from(*minutes))).ok()
    }

    /// How long a message is of use.
    pub fn of_use(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.of_use_hours))
    }

    /// What is wrong with it, and what to do.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.reminder_hours == 0 {
            faults.push("reminder_hours has to be at least 1".to_owned());
        }
        if self.of_use_hours < 24 {
            faults.push("of_use_hours has to be at least 24, or a night eats messages".to_owned());
        }
        if self.retry_minutes.is_empty() || self.retry_minutes.contains(&0) {
            faults.push("retry_minutes has to hold at least one wait, and none of 0".to_owned());
        }
        faults
    }
}

/// The messages of a case that have still to be sent or were given up, in order of time.
pub fn open(case: &Case, policy: &Policy) -> Vec<Message> {
    let mut open = Vec::new();
    let mut add = |about, from_at: Timestamp, ends_at: Timestamp| {
        let (from_at, given_up) = match case.handled(about) {
            None => (from_at, None),
            Some((at, Handled::Renewed)) => (at, None),
            Some((_, Handled::GivenUp(_, why))) => (from_at, Some(why)),
            Some((_, Handled::Sent(_) | Handled::LetGo(_))) => return,
        };
        let of_use = from_at.checked_add(policy.of_use()).unwrap_or(ends_at);
        open.push(Message { about, from_at, until_at: of_use.min(ends_at), given_up });
    };
    if let Some(booking) = case.booking() {
        let moved = case.appointments().last().is_some_and(|one| one.moves > 0);
        let about = if moved { About::Moved(booking.id) } else { About::Booked(booking.id) };
        add(about, booking.made_at, booking.start_at);
        let lead = SignedDuration::from_hours(i64::from(policy.reminder_hours));
        let near_at = booking.start_at.checked_sub(lead).unwrap_or(booking.made_at);
        // Whoever booked later than that has just been told.
        if near_at > booking.made_at {
            add(About::Reminder(booking.id), near_at, booking.start_at);
        }
    } else if let Some(last) = case.bookings.last().filter(|_| case.is_open())
        && last.state == BookingState::Cancelled(Cancelling::ByUnit)
    {
        add(About::Cancelled(last.id), last.changed_at, last.start_at);
    }
    if let Some(at) = case.callback().and_then(|callback| callback.told_at) {
        add(About::MissedCalls(at), at, Timestamp::MAX);
    }
    if let Some(offer) = case.offer().filter(|_| case.waiting().is_some()) {
        add(About::Offered(offer.id), offer.made_at, offer.until_at);
    }
    // Whoever has answered it has read it.
    if let (Some(at), Some((_, last))) = (case.written_at(), case.thread.last()) {
        add(About::Written(last.id), at, Timestamp::MAX);
    }
    open.sort_by_key(|message| (message.from_at, message.about));
    open
}

#[cfg(test)]
mod tests;
