//! Phone calls as an exchange (*puhelinvaihde, telefonväxel*) tells of them, in any order and more than
//! once. A call that nobody answered stays until somebody has settled it with a reason.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::callback::{Call, CallOutcome};
use crate::clock::{Event, EventKind, Subject, next_due};
use crate::code::codes;
use crate::id::{CallId, ContactId, PersonId, ProfessionalId, UnitId};
use crate::language::Language;
use crate::law::Law;

codes! {
    /// What an exchange tells of a call.
    PhoneEvent {
        /// It rings.
        Ringing = "ringing",
        /// Somebody answered it.
        Answered = "answered",
        /// Nobody did, and the caller gave up or was turned away.
        Missed = "missed",
        /// It is over; one that nobody had answered was missed.
        Ended = "ended",
    }
}

/// What the organisation decides about calls that nobody answered.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhonePolicy {
    /// The clock of an exchange may be so far ahead of ours.
    pub ahead_seconds: u32,
    /// Whoever took a call and has done nothing for so long may be relieved by a colleague.
    pub relieve_minutes: u16,
    /// A call that was answered or settled is forgotten after so many days.
    pub remembered_days: u16,
}

impl PhonePolicy {
    /// Who is at it now, when somebody took it upon themself at an instant; nobody once they have done
    /// nothing for too long.
    pub fn at_it(
        &self,
        taken: Option<(Timestamp, ProfessionalId)>,
        now: Timestamp,
    ) -> Option<ProfessionalId> {
        let patience = SignedDuration::from_mins(i64::from(self.relieve_minutes));
        let (since, by) = taken?;
        (since.duration_until(now) < patience).then_some(by)
    }
}

/// One fact of a call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PhoneFact {
    /// The exchange told of the call for the first time.
    PhoneRang {
        /// Under whose key it is sealed; nobody knows who that is.
        sealed_by: PersonId,
        /// The number that was called, as content names it.
        line: String,
        /// The unit that answers there.
        unit: UnitId,
        /// The language of the line.
        language: Language,
        /// The caller's number; empty when it was hidden.
        from: String,
        /// When, by the exchange's clock.
        at: Timestamp,
    },
    /// Somebody answered.
    PhoneAnswered {
        /// When, by the exchange's clock.
        at: Timestamp,
    },
    /// Nobody answered.
    PhoneMissed {
        /// When, by the exchange's clock.
        at: Timestamp,
    },
    /// The call was over.
    PhoneEnded {
        /// When, by the exchange's clock.
        at: Timestamp,
    },
    /// A professional took it upon themself to call back.
    PhoneTaken {
        /// Who.
        by: ProfessionalId,
    },
    /// A professional called back.
    PhoneTried {
        /// Who.
        by: ProfessionalId,
        /// What came of it.
        outcome: CallOutcome,
    },
    /// Nothing is left to do about it.
    PhoneSettled {
        /// Who settled it; none when it came by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<ProfessionalId>,
        /// How.
        how: Settled,
    },
}

impl PhoneFact {
    /// The stable name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::PhoneRang { .. } => "phone-rang",
            Self::PhoneAnswered { .. } => "phone-answered",
            Self::PhoneMissed { .. } => "phone-missed",
            Self::PhoneEnded { .. } => "phone-ended",
            Self::PhoneTaken { .. } => "phone-taken",
            Self::PhoneTried { .. } => "phone-tried",
            Self::PhoneSettled { .. } => "phone-settled",
        }
    }
}

/// How a call that nobody answered was settled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Settled {
    /// A contact was recorded.
    Contact(ContactId),
    /// Nothing had to be recorded, in the professional's words.
    Nothing(String),
    /// The caller rang again and was answered.
    AnsweredLater(CallId),
}

/// A call as the facts so far tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PhoneCall {
    /// Which.
    pub id: CallId,
    /// Under whose key it is sealed.
    pub sealed_by: PersonId,
    /// The number that was called.
    pub line: String,
    /// The unit that answers there.
    pub unit: UnitId,
    /// The language of the line.
    pub language: Language,
    /// The caller's number; empty when it was hidden.
    pub from: String,
    /// When the exchange says that it rang, or the first that it said of the call.
    pub rang_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// When the exchange said that nobody answered.
    pub unanswered_at: Option<Timestamp>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// Who is to call back, and since when.
    pub taken: Option<(Timestamp, ProfessionalId)>,
    /// The calls back, in order.
    pub tries: Vec<Call>,
    /// When it was settled, by whom, and how.
    pub settled: Option<(Timestamp, Option<ProfessionalId>, Settled)>,
}

impl PhoneCall {
    /// The state after some facts; none before the first.
    pub fn fold(
        id: CallId,
        facts: impl IntoIterator<Item = (Timestamp, PhoneFact)>,
    ) -> Option<Self> {
        let mut facts = facts.into_iter();
        let (_, PhoneFact::PhoneRang { sealed_by, line, unit, language, from, at }) =
            facts.next()?
        else {
            return None;
        };
        let mut call = Self {
            id,
            sealed_by,
            line,
            unit,
            language,
            from,
            rang_at: at,
            answered_at: None,
            unanswered_at: None,
            ended_at: None,
            taken: None,
            tries: Vec::new(),
            settled: None,
        };
        for (at, fact) in facts {
            call.apply(at, fact);
        }
        Some(call)
    }

    pub(crate) fn apply(&mut self, recorded_at: Timestamp, fact: PhoneFact) {
        match fact {
            // What is told late happened when it happened.
            PhoneFact::PhoneRang { at, .. } => self.rang_at = self.rang_at.min(at),
            PhoneFact::PhoneAnswered { at } => self.answered_at = Some(at),
            PhoneFact::PhoneMissed { at } => self.unanswered_at = Some(at),
            PhoneFact::PhoneEnded { at } => self.ended_at = Some(at),
            PhoneFact::PhoneTaken { by } => self.taken = Some((recorded_at, by)),
            PhoneFact::PhoneTried { by, outcome } => {
                self.taken = Some((recorded_at, by));
                self.tries.push(Call { at: recorded_at, by, outcome });
            }
            PhoneFact::PhoneSettled { by, how } => self.settled = Some((recorded_at, by, how)),
        }
    }

    /// Since when it is known that nobody answered; none while it rings or once it was answered.
    pub fn missed_at(&self) -> Option<Timestamp> {
        let over = self.unanswered_at.or(self.ended_at);
        over.filter(|_| self.answered_at.is_none())
    }

    /// Whether somebody has still to call back: it was missed, the number is known, nobody settled it.
    pub fn is_open(&self) -> bool {
        self.missed_at().is_some() && self.settled.is_none() && !self.from.is_empty()
    }
}

/// A number as it is dialled: its digits, and a plus before them when it is there.
pub fn dialled(number: &str) -> String {
    number.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect()
}

/// The last lawful day for calling back: a missed call that is answered by a call the same day counts as
/// contact (HE 74/2022); none where no rule was in force.
pub fn due_on(rang_at: Timestamp, law: &Law) -> Option<jiff::civil::Date> {
    let events = [Event { kind: EventKind::ContactMade, at: rang_at }];
    let clocks = law.clocks(&Subject { birth_date: None }, None, &events);
    next_due(&clocks).map(|clock| clock.due.on)
}
