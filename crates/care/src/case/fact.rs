//! What can happen to a case. Facts are final: a kind is never changed, only added to.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Assessment, Need, Owner};
use crate::callback::{CallOutcome, Window};
use crate::code::{
    AddedAs, Cancelling, Channel, Closing, LateReason, Mode, Profession, Register, Topic,
};
use crate::id::{BookingId, ContactId, OfferId, PersonId, ProfessionalId, UnitId};
use crate::language::Language;
use crate::message::{About, Handled};
use crate::note::{Note, Snooze};
use crate::questionnaire::Attached;
use crate::stream::DayKey;
use crate::thread::SecureMessage;
use crate::waiting::{OfferEnding, OfferedTime, Wish};

/// One fact of a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseFact {
    /// A contact brought this matter.
    ContactReceived {
        /// Whose matter it is.
        person: PersonId,
        /// The register it belongs to.
        register: Register,
        /// The contact; several matters may share one.
        contact: Contact,
        /// What it is about.
        topic: Topic,
        /// The resident's own words.
        words: String,
    },
    /// Words were added later.
    WordsAdded(Addition),
    /// Client or professional wrote to the other.
    SecureMessageWritten(SecureMessage),
    /// A professional found that what the client wrote needs no answer in writing.
    SecureMessagesSettled {
        /// Who.
        by: ProfessionalId,
    },
    /// A professional wrote a note.
    NoteWritten(Note),
    /// A professional has looked, as a colleague asked.
    NoteSeen {
        /// Who.
        by: ProfessionalId,
    },
    /// It was set aside for a while.
    CaseSnoozed(Snooze),
    /// It was taken up again before that was over.
    CaseWoken {
        /// By whom.
        by: ProfessionalId,
    },
    /// A call was promised, or another window or number agreed.
    CallbackAgreed {
        /// The number to call.
        phone: String,
        /// When.
        window: Window,
    },
    /// A promised call was made.
    CallMade {
        /// By whom.
        by: ProfessionalId,
        /// What came of it.
        outcome: CallOutcome,
    },
    /// The resident was told, beside their matter, of calls that they missed.
    MissedCallsTold,
    /// The resident wished for no call after all.
    CallbackEnded,
    /// A professional or a team took the case over from its own team.
    CaseTaken {
        /// Who answers from now on.
        owner: Owner,
    },
    /// A professional assessed the need.
    NeedAssessed {
        /// The assessment.
        assessment: Assessment,
        /// Who answers from now on.
        owner: Owner,
    },
    /// A time was booked.
    VisitBooked {
        /// The booking.
        booking: BookingId,
        /// In whose calendar.
        day: DayKey,
        /// At which unit.
        unit: UnitId,
        /// The profession met.
        profession: Profession,
        /// When it begins.
        start_at: Timestamp,
        /// How long it is.
        minutes: u16,
        /// How client and professional meet.
        mode: Mode,
        /// Why it is after the lawful limit, when it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late: Option<LateReason>,
    },
    /// The client confirmed that they come to a booked time.
    VisitConfirmed {
        /// Which.
        booking: BookingId,
    },
    /// The booked time was given up; moving is giving up and booking anew in one decision.
    BookingCancelled {
        /// Which.
        booking: BookingId,
        /// Why.
        why: Cancelling,
        /// Who answers from now on.
        owner: Owner,
    },
    /// Client and professional met.
    VisitHeld(Visit),
    /// The client did not come.
    NoShowRecorded {
        /// Which booking.
        booking: BookingId,
        /// Who answers from now on.
        owner: Owner,
    },
    /// The client waits for a time that somebody gives up, or stated another wish.
    WaitingListJoined {
        /// Which times suit.
        wish: Wish,
    },
    /// The client waits no longer.
    WaitingListLeft,
    /// A time was offered, and is held for the client.
    TimeOffered {
        /// The offer.
        offer: OfferId,
        /// What is offered.
        time: OfferedTime,
        /// Until when it is held.
        until_at: Timestamp,
    },
    /// An offer ended.
    OfferEnded {
        /// Which.
        offer: OfferId,
        /// How.
        ending: OfferEnding,
    },
    /// Something was done with a message to the resident.
    MessageHandled {
        /// Which.
        about: About,
        /// What.
        handled: Handled,
    },
    /// The answers to a questionnaire were attached.
    AnswersAttached(Attached),
    /// A professional took care of an alarming answer.
    SafetyHandled {
        /// Who.
        by: ProfessionalId,
        /// What was done.
        done: String,
    },
    /// The case is over.
    CaseClosed {
        /// How.
        closing: Closing,
    },
}

impl CaseFact {
    /// The stable name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ContactReceived { .. } => "contact-received",
            Self::WordsAdded(_) => "words-added",
            Self::SecureMessageWritten(_) => "secure-message-written",
            Self::SecureMessagesSettled { .. } => "secure-messages-settled",
            Self::NoteWritten(_) => "note-written",
            Self::NoteSeen { .. } => "note-seen",
            Self::CaseSnoozed(_) => "case-snoozed",
            Self::CaseWoken { .. } => "case-woken",
            Self::CallbackAgreed { .. } => "callback-agreed",
            Self::CallMade { .. } => "call-made",
            Self::MissedCallsTold => "missed-calls-told",
            Self::CallbackEnded => "callback-ended",
            Self::CaseTaken { .. } => "case-taken",
            Self::NeedAssessed { .. } => "need-assessed",
            Self::VisitBooked { .. } => "visit-booked",
            Self::VisitConfirmed { .. } => "visit-confirmed",
            Self::BookingCancelled { .. } => "booking-cancelled",
            Self::VisitHeld(_) => "visit-held",
            Self::NoShowRecorded { .. } => "no-show-recorded",
            Self::WaitingListJoined { .. } => "waiting-list-joined",
            Self::WaitingListLeft => "waiting-list-left",
            Self::TimeOffered { .. } => "time-offered",
            Self::OfferEnded { .. } => "offer-ended",
            Self::MessageHandled { .. } => "message-handled",
            Self::AnswersAttached(_) => "answers-attached",
            Self::SafetyHandled { .. } => "safety-handled",
            Self::CaseClosed { .. } => "case-closed",
        }
    }
}

/// The contact that brought one or more matters (*yhteydenotto, kontakt*).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contact {
    /// Which.
    pub id: ContactId,
    /// When the person made it.
    pub at: Timestamp,
    /// How it came in.
    pub channel: Channel,
    /// The unit that received it.
    pub unit: UnitId,
    /// The service language of this contact.
    pub language: Language,
    /// The home municipality on that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// The day of birth: the clocks depend on the age at their start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_on: Option<Date>,
    /// Who made it for the person; absent when they made it themself or a professional recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<PersonId>,
    /// Who gave notice of a concern; empty when nobody did. The client's pages do not tell.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub noticed_by: String,
    /// The person's named worker at the unit then, to whom it goes first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<ProfessionalId>,
    /// Whether a sign of an emergency was said to be true when it was made: the person was shown where help
    /// is got at once, and sent it all the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub signs: bool,
    /// How the person wishes to be reached; empty when they did not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reach: String,
}

/// Words that came to a case after its contact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Addition {
    /// What they are.
    pub added_as: AddedAs,
    /// The words.
    pub words: String,
    /// Where the whole of it is kept, as type and id.
    pub kept_as: String,
}

/// One visit that took place (*käynti, besök*).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Visit {
    /// The booking that led to it.
    pub booking: BookingId,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Timestamp,
    /// Who met the client.
    pub professional: ProfessionalId,
    /// The professional's profession.
    pub profession: Profession,
    /// Where.
    pub unit: UnitId,
    /// How.
    pub mode: Mode,
    /// The professional's note.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// A further need that was found, such as a doctor after a nurse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Need>,
    /// Who answers from now on.
    pub owner: Owner,
}
