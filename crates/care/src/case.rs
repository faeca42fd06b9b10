//! A case: one matter of one person. It always has a stage, and the stage tells the next step and
//! the owner, so that no open case is ever without either.

mod appointment;
mod clocks;
mod fact;
mod fold;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::appointment::Appointment;
pub use self::fact::{Addition, CaseFact, Contact, Visit};
use crate::callback::Callback;
use crate::clock::CareKind;
use crate::code::{Cancelling, Closing, LateReason, Mode, Profession, Register, Topic, Urgency};
use crate::id::{BookingId, CaseId, PersonId, ProfessionalId, UnitId};
use crate::message::{About, Handled};
use crate::note::{Asked, Note, Snooze};
use crate::questionnaire::{Attached, SafetyStep};
use crate::stream::DayKey;
use crate::thread::SecureMessage;
use crate::waiting::{Offer, Waiting};

/// One matter as the facts so far tell (*asia, ärende*).
#[derive(Clone, PartialEq, Debug)]
pub struct Case {
    /// Which.
    pub id: CaseId,
    /// Whose.
    pub person: PersonId,
    /// The register that keeps it.
    pub register: Register,
    /// The contact that brought it.
    pub contact: Contact,
    /// What it is about.
    pub topic: Topic,
    /// The resident's own words.
    pub words: String,
    /// What was added to them later, and when, in order.
    pub additions: Vec<(Timestamp, Addition)>,
    /// What client and professionals wrote to each other, and when, in order.
    pub thread: Vec<(Timestamp, SecureMessage)>,
    /// When the first message was written that nobody has answered.
    pub(crate) unanswered: Option<Timestamp>,
    /// What colleagues left for each other, and when, in order.
    pub notes: Vec<(Timestamp, Note)>,
    /// Colleagues who were asked to look and have not yet, in order.
    pub asked: Vec<Asked>,
    /// Until when it is set aside, if it is.
    pub snoozed: Option<Snooze>,
    /// Where it stands.
    pub stage: Stage,
    /// Who answers for it, while it is open.
    pub owner: Owner,
    /// The call that is or was promised, the last one.
    pub promised_call: Option<Callback>,
    /// The professional's assessment, once made.
    pub assessment: Option<Assessment>,
    /// The need that waits to be met or was met last; a visit may open a further one.
    pub need: Option<Need>,
    /// Every time that was booked, in order of booking.
    pub bookings: Vec<Booking>,
    /// Every visit that took place.
    pub visits: Vec<Visit>,
    /// The client's place on the waiting list, while they are on it.
    pub waiting: Option<Waiting>,
    /// Every time that was offered from the waiting list, in order.
    pub offers: Vec<Offer>,
    /// What was done with its messages to the resident, and when, in order.
    pub messages: Vec<(Timestamp, About, Handled)>,
    /// The answers to questionnaires, in the order in which they were attached.
    pub results: Vec<(Timestamp, Attached)>,
    /// Each step that alarming answers opened, in order.
    pub safety: Vec<SafetyStep>,
    /// When the case was closed, and how.
    pub closed: Option<(Timestamp, Closing)>,
    /// When the last fact happened, messages left out.
    pub changed_at: Timestamp,
}

/// Where a case stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Stage {
    /// A professional has still to assess the need.
    AwaitingAssessment,
    /// Assessed; a time has still to be found.
    AwaitingBooking,
    /// A time is booked.
    Booked(BookingId),
    /// Met; the case waits to be concluded.
    Met,
    /// Over.
    Closed,
}

impl Stage {
    /// The stable code, also used in views, URLs and text keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::AwaitingAssessment => "awaiting-assessment",
            Self::AwaitingBooking => "awaiting-booking",
            Self::Booked(_) => "booked",
            Self::Met => "met",
            Self::Closed => "closed",
        }
    }
}

/// The one thing that has to happen next.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Step {
    /// A professional assesses the need.
    Assess,
    /// A time is booked.
    Book,
    /// Client and professional meet.
    Meet(BookingId),
    /// The professional concludes.
    Conclude,
}

impl Step {
    /// The stable code, also used in views and text keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Assess => "assess",
            Self::Book => "book",
            Self::Meet(_) => "meet",
            Self::Conclude => "conclude",
        }
    }
}

/// Who answers for a case now.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// The team of a unit: whoever of it is free takes it.
    Team(UnitId),
    /// One professional of a unit.
    Professional(ProfessionalId, UnitId),
}

impl Owner {
    /// The unit that answers.
    pub fn unit(&self) -> &UnitId {
        match self {
            Self::Team(unit) | Self::Professional(_, unit) => unit,
        }
    }

    /// The professional who answers, if it is one.
    pub fn professional(&self) -> Option<ProfessionalId> {
        match self {
            Self::Team(_) => None,
            Self::Professional(professional, _) => Some(*professional),
        }
    }
}

/// A professional's assessment of the need (*hoidon tarpeen arviointi, bedömning av vårdbehovet*).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assessment {
    /// When it was made.
    pub at: Timestamp,
    /// By whom.
    pub by: ProfessionalId,
    /// The assessor's profession.
    pub profession: Profession,
    /// How soon.
    pub urgency: Urgency,
    /// What follows.
    pub result: AssessmentResult,
    /// The professional's note.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What the client was told, in the client's language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub told: String,
}

/// What follows from an assessment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AssessmentResult {
    /// Advice was enough: the matter was solved at the first contact.
    Advice,
    /// Directed to emergency care at once.
    Emergency,
    /// A time has to be booked.
    Appointment(Need),
}

/// A need that waits for a time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Need {
    /// Which kind of care: this decides the law's limit.
    pub care: CareKind,
    /// Who should meet the client.
    pub profession: Profession,
    /// When the need was found: the clock starts here.
    pub found_at: Timestamp,
}

/// One booked time (*ajanvaraus, tidsbokning*).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Booking {
    /// Which.
    pub id: BookingId,
    /// In whose calendar.
    pub day: DayKey,
    /// At which unit.
    pub unit: UnitId,
    /// The profession met.
    pub profession: Profession,
    /// When it begins.
    pub start_at: Timestamp,
    /// How long it is.
    pub minutes: u16,
    /// How client and professional meet.
    pub mode: Mode,
    /// Why it is after the lawful limit, when it is.
    pub late: Option<LateReason>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When the client confirmed that they come, if they did.
    pub confirmed_at: Option<Timestamp>,
    /// What became of it.
    pub state: BookingState,
    /// When that became known.
    pub changed_at: Timestamp,
}

/// What became of a booking.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BookingState {
    /// It stands.
    Booked,
    /// The visit took place.
    Held,
    /// It was cancelled or moved.
    Cancelled(Cancelling),
    /// The client did not come.
    NoShow,
}

impl BookingState {
    /// The stable code, also used in views and text keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Held => "held",
            Self::Cancelled(_) => "cancelled",
            Self::NoShow => "no-show",
        }
    }
}

impl Case {
    /// The next step; none once the case is closed.
    pub fn step(&self) -> Option<Step> {
        match self.stage {
            Stage::AwaitingAssessment => Some(Step::Assess),
            Stage::AwaitingBooking => Some(Step::Book),
            Stage::Booked(booking) => Some(Step::Meet(booking)),
            Stage::Met => Some(Step::Conclude),
            Stage::Closed => None,
        }
    }

    /// Whether something has still to happen.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The call that is still promised, if one is.
    pub fn callback(&self) -> Option<&Callback> {
        let stands = |callback: &&Callback| callback.ended_at.is_none() && self.is_open();
        self.promised_call.as_ref().filter(stands)
    }

    /// Since when somebody has to ask about safety; nothing once it is done.
    pub fn safety_since(&self) -> Option<Timestamp> {
        let open = self.safety.iter().find(|step| step.handled.is_none())?;
        Some(open.opened_at)
    }

    /// The client's place on the waiting list, while a time can still be found.
    pub fn waiting(&self) -> Option<&Waiting> {
        match self.stage {
            Stage::AwaitingBooking | Stage::Booked(_) => self.waiting.as_ref(),
            Stage::AwaitingAssessment | Stage::Met | Stage::Closed => None,
        }
    }

    /// The offer that stands, if one does: nobody has answered it, and the time is held.
    pub fn offer(&self) -> Option<&Offer> {
        self.offers.last().filter(|offer| offer.ended.is_none())
    }

    /// What was last done with a message, and when, if anything was.
    pub fn handled(&self, about: About) -> Option<(Timestamp, Handled)> {
        let of =
            |(at, one, handled): &(_, About, Handled)| (*one == about).then_some((*at, *handled));
        self.messages.iter().rev().find_map(of)
    }

    /// The booking that stands, if one does.
    pub fn booking(&self) -> Option<&Booking> {
        match self.stage {
            Stage::Booked(id) => self.bookings.iter().find(|booking| booking.id == id),
            Stage::AwaitingAssessment | Stage::AwaitingBooking | Stage::Met | Stage::Closed => None,
        }
    }
}
