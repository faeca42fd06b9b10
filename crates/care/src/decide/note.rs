//! Colleagues leave notes, ask each other to look, and set a case aside for a while.

use jiff::Timestamp;

use super::write::written;
use super::{Decision, World};
use crate::case::CaseFact;
use crate::day::day_of;
use crate::id::{CaseId, ProfessionalId};
use crate::note::{Note, Snooze};
use crate::refusal::Refusal;

/// Writes a note. A closed case takes notes, too.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WriteNote {
    /// In which case.
    pub case: CaseId,
    /// What is written. The same note sent again is written once.
    pub note: Note,
}

impl WriteNote {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        let case = world.cases.get(&self.case).ok_or(Refusal::CaseUnknown)?;
        if case.notes.iter().any(|(_, note)| note.id == self.note.id) {
            return Ok(Decision::default());
        }
        let note = Note { words: written(&self.note.words)?, ..self.note.clone() };
        Ok(Decision::default().case(case.id, case.person, CaseFact::NoteWritten(note)))
    }
}

/// Says that one has looked, as a colleague asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeeNote {
    /// In which case.
    pub case: CaseId,
    /// Who.
    pub by: ProfessionalId,
}

impl SeeNote {
    pub(super) fn decide(self, world: &World) -> Result<Decision, Refusal> {
        let case = world.cases.get(&self.case).ok_or(Refusal::CaseUnknown)?;
        if !case.asked.iter().any(|asked| asked.who == self.by) {
            return Ok(Decision::default());
        }
        let fact = CaseFact::NoteSeen { by: self.by };
        Ok(Decision::default().case(case.id, case.person, fact))
    }
}

/// Sets a case aside for a while: not past its lawful limit, and not while somebody has to ask about safety.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SnoozeCase {
    /// Which.
    pub case: CaseId,
    /// By whom, until when and why.
    pub snooze: Snooze,
}

impl SnoozeCase {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        if case.safety_since().is_some() {
            return Err(Refusal::SafetyOpen);
        }
        if self.snooze.until_at <= now {
            return Err(Refusal::SnoozePast);
        }
        let limit = world.limits.get(&case.id);
        if limit.is_some_and(|limit| day_of(self.snooze.until_at) > *limit) {
            return Err(Refusal::SnoozeTooLong);
        }
        let fact = CaseFact::CaseSnoozed(self.snooze.clone());
        Ok(Decision::default().case(case.id, case.person, fact))
    }
}

/// Takes a case up again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WakeCase {
    /// Which.
    pub case: CaseId,
    /// By whom.
    pub by: ProfessionalId,
}

impl WakeCase {
    pub(super) fn decide(self, world: &World) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        if case.snoozed.is_none() {
            return Ok(Decision::default());
        }
        let fact = CaseFact::CaseWoken { by: self.by };
        Ok(Decision::default().case(case.id, case.person, fact))
    }
}
