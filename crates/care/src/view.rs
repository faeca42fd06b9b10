//! Rows of the views: what lists, searches and boards read. Each row belongs to one stream and is
//! a pure function of that stream's facts and of the law, so a view can be dropped and made again.

mod case_row;
mod message_row;
mod person_row;
mod phone_row;
mod waiting_row;

use jiff::Timestamp;
use jiff::civil::Date;

pub use self::case_row::{asked_rows, booking_rows, callback_row, case_row};
pub use self::message_row::{message_rows, reach_row};
pub use self::person_row::{acting_rows, person_row};
pub use self::phone_row::phone_row;
pub use self::waiting_row::{HeldOffer, Turn, WaitingRow, waiting_row};
use crate::calendar::{Day, Slot};
use crate::clock::CareKind;
use crate::code::{Channel, Closing, Mode, Profession, Register, Topic, Urgency};
use crate::id::{BookingId, CallId, CaseId, ContactId, PersonId, ProfessionalId, UnitId};
use crate::language::Language;
use crate::message::Way;

/// One resident, for search.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    /// Who.
    pub person: PersonId,
    /// Family name as written.
    pub family: String,
    /// Given names as written.
    pub given: String,
    /// Both names, folded for search: family, then given.
    pub folded: String,
    /// Identity number as given, upper case.
    pub identity: Option<String>,
    /// Day of birth.
    pub birth_on: Option<Date>,
    /// Service language.
    pub language: Language,
    /// Home municipality; absent also when the home is protected.
    pub municipality: Option<String>,
    /// *Turvakielto, spärrmarkering*.
    pub protected: bool,
    /// When the details last changed.
    pub changed_at: Timestamp,
}

/// One matter, for work lists and for counting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseRow {
    /// Which.
    pub case: CaseId,
    /// Whose.
    pub person: PersonId,
    /// The contact that brought it.
    pub contact: ContactId,
    /// The register that keeps it.
    pub register: Register,
    /// What it is about.
    pub topic: Topic,
    /// How it came in.
    pub channel: Channel,
    /// When it came in.
    pub contact_at: Timestamp,
    /// The unit that received it.
    pub contact_unit: UnitId,
    /// Service language.
    pub language: Language,
    /// Home municipality on that day.
    pub municipality: Option<String>,
    /// Full years on that day.
    pub age: Option<i16>,
    /// The stage's code.
    pub stage: &'static str,
    /// The next step's code; absent once closed.
    pub step: Option<&'static str>,
    /// The unit that answers.
    pub owner_unit: UnitId,
    /// The professional who answers, if it is one.
    pub owner: Option<ProfessionalId>,
    /// The lawful limit from the contact to the assessment, whether or not it still runs.
    pub assess_by: Option<Date>,
    /// When the need was assessed.
    pub assessed_at: Option<Timestamp>,
    /// How soon, by the assessment.
    pub urgency: Option<Urgency>,
    /// The kind of care of the need that waits or was met last.
    pub care: Option<CareKind>,
    /// Who should meet the client.
    pub profession: Option<Profession>,
    /// When that need was found.
    pub need_at: Option<Timestamp>,
    /// The earliest lawful day among the clocks that still run.
    pub due_on: Option<Date>,
    /// The rule of that clock.
    pub due_rule: Option<String>,
    /// The lawful limit from the assessment to the first visit, whether or not it still runs.
    pub treat_by: Option<Date>,
    /// When the time that stands, or the last one held, was or is.
    pub booked_for: Option<Timestamp>,
    /// How client and professional meet then.
    pub mode: Option<Mode>,
    /// When client and professional first met.
    pub met_at: Option<Timestamp>,
    /// The profession first met.
    pub met_profession: Option<Profession>,
    /// The unit first met.
    pub met_unit: Option<UnitId>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// How it was closed.
    pub closing: Option<Closing>,
    /// Since when somebody has to ask about safety; nothing once it is done.
    pub safety_since: Option<Timestamp>,
    /// Since when the client waits for an answer in writing; nothing once they have one.
    pub unanswered_since: Option<Timestamp>,
    /// The client's named worker at the unit, when the contact came.
    pub named: Option<ProfessionalId>,
    /// Until when it is set aside.
    pub snoozed_until: Option<Timestamp>,
    /// When its last fact happened.
    pub changed_at: Timestamp,
}

/// A professional who was asked to look at a case, and has not yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskedRow {
    /// The case.
    pub case: CaseId,
    /// Who was asked.
    pub professional: ProfessionalId,
    /// By whom.
    pub asked_by: ProfessionalId,
    /// When.
    pub asked_at: Timestamp,
}

/// One booked time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BookingRow {
    /// Which.
    pub booking: BookingId,
    /// For which case.
    pub case: CaseId,
    /// Whose.
    pub person: PersonId,
    /// With whom.
    pub professional: ProfessionalId,
    /// Where.
    pub unit: UnitId,
    /// The profession met.
    pub profession: Profession,
    /// When it begins.
    pub start_at: Timestamp,
    /// How long it is.
    pub minutes: u16,
    /// How client and professional meet.
    pub mode: Mode,
    /// The state's code: `booked`, `held`, `cancelled`, `no-show`.
    pub state: &'static str,
    /// When it was made.
    pub made_at: Timestamp,
    /// When its state last changed.
    pub changed_at: Timestamp,
}

/// One call that is promised.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallbackRow {
    /// For which case.
    pub case: CaseId,
    /// The contact that it is about; one call serves all its matters.
    pub contact: ContactId,
    /// Whose.
    pub person: PersonId,
    /// The unit that calls.
    pub unit: UnitId,
    /// When its window begins.
    pub from_at: Timestamp,
    /// When its window ends.
    pub until_at: Timestamp,
    /// Since when the resident is in line.
    pub in_line_since: Timestamp,
    /// How many calls nobody answered.
    pub calls: u16,
    /// When the last of them was made.
    pub called_at: Option<Timestamp>,
    /// When the resident was told of missed calls, since the window was last agreed.
    pub told_at: Option<Timestamp>,
}

/// One call at the exchange.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PhoneRow {
    /// Which.
    pub call: CallId,
    /// The unit that answers there.
    pub unit: UnitId,
    /// The language of the number that was called.
    pub language: Language,
    /// The caller's number; empty when it was hidden.
    pub from: String,
    /// When it rang.
    pub rang_at: Timestamp,
    /// Whether somebody answered.
    pub answered: bool,
    /// Whether nobody did.
    pub missed: bool,
    /// Whether somebody has still to call back.
    pub open: bool,
    /// The last lawful day for calling back.
    pub due_on: Option<Date>,
    /// Who took it upon themself to call back.
    pub taken_by: Option<ProfessionalId>,
    /// Since when.
    pub taken_at: Option<Timestamp>,
    /// How often somebody called back.
    pub tries: u16,
    /// When somebody last did.
    pub tried_at: Option<Timestamp>,
}

/// One right to act for a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ActingRow {
    /// For whom.
    pub person: PersonId,
    /// Who acts.
    pub actor: PersonId,
}

/// One message that has still to be sent, or that was given up and waits for a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageRow {
    /// Of which case.
    pub case: CaseId,
    /// What it tells of, as text.
    pub message: String,
    /// To whom.
    pub person: PersonId,
    /// When it is due.
    pub from_at: Timestamp,
    /// From when on it is of no use.
    pub until_at: Timestamp,
    /// Whether it was given up.
    pub given_up: bool,
}

/// A resident who wishes to be reached beside the service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReachRow {
    /// Who.
    pub person: PersonId,
    /// By which way.
    pub way: Way,
    /// Since when: what was due before is not told that way.
    pub since_at: Timestamp,
}

/// One free time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SlotRow {
    /// Whose.
    pub professional: ProfessionalId,
    /// When it begins.
    pub start_at: Timestamp,
    /// How long it is.
    pub minutes: u16,
    /// Where.
    pub unit: UnitId,
    /// The profession offered.
    pub profession: Profession,
    /// In which ways client and professional can meet.
    pub modes: Vec<Mode>,
    /// The languages in which the professional serves.
    pub languages: Vec<Language>,
    /// When somebody gave it up or an offer of it ended; nothing when it was free all along.
    pub freed_at: Option<Timestamp>,
}

/// The free times of a day.
pub fn slot_rows(day: &Day) -> Vec<SlotRow> {
    let free = day.slots.iter().filter(|slot| slot.is_free());
    free.map(|slot| slot_row(day.key.professional, slot)).collect()
}

/// One time of a calendar.
pub(crate) fn slot_row(professional: ProfessionalId, slot: &Slot) -> SlotRow {
    SlotRow {
        professional,
        start_at: slot.start_at,
        minutes: slot.minutes,
        unit: slot.unit.clone(),
        profession: slot.profession,
        modes: slot.modes.clone(),
        languages: slot.languages.clone(),
        freed_at: slot.freed_at,
    }
}
