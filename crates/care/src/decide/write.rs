//! Client and professional write to each other within a case.

use super::{Decision, World};
use crate::case::CaseFact;
use crate::id::{CaseId, ProfessionalId};
use crate::refusal::Refusal;
use crate::thread::{LETTERS_MAX, SecureMessage};

/// Writes a secure message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WriteMessage {
    /// In which case.
    pub case: CaseId,
    /// What is written. The same message sent again is written once.
    pub message: SecureMessage,
}

impl WriteMessage {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        let case = world.cases.get(&self.case).ok_or(Refusal::CaseUnknown)?;
        if case.thread.iter().any(|(_, message)| message.id == self.message.id) {
            return Ok(Decision::default());
        }
        let case = world.open_case(self.case)?;
        let message =
            SecureMessage { words: written(&self.message.words)?, ..self.message.clone() };
        let fact = CaseFact::SecureMessageWritten(message);
        Ok(Decision::default().case(case.id, case.person, fact))
    }
}

/// What was written, without white space around it: some words, and not too many.
pub(super) fn written(words: &str) -> Result<String, Refusal> {
    let words = words.trim();
    if words.is_empty() {
        return Err(Refusal::NoWords);
    }
    if words.chars().count() > LETTERS_MAX {
        return Err(Refusal::WordsTooLong);
    }
    Ok(words.to_owned())
}

/// Finds that what the client wrote needs no answer in writing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SettleMessages {
    /// In which case.
    pub case: CaseId,
    /// Who.
    pub by: ProfessionalId,
}

impl SettleMessages {
    pub(super) fn decide(self, world: &World) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        case.unanswered_since().ok_or(Refusal::MessagesAnswered)?;
        let fact = CaseFact::SecureMessagesSettled { by: self.by };
        Ok(Decision::default().case(case.id, case.person, fact))
    }
}
