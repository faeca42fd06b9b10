//! A professional says why a person's data is needed although no case ties them together.

use super::{CareFact, Decision, World};
use crate::code::Reason;
use crate::id::{PersonId, ProfessionalId};
use crate::person::PersonFact;
use crate::refusal::Refusal;
use crate::stream::Stream;

/// States a reason; it stays with the person's data and is reviewed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StateReason {
    /// Whose data.
    pub person: PersonId,
    /// Who needs it.
    pub by: ProfessionalId,
    /// Why.
    pub reason: Reason,
    /// In words.
    pub note: String,
}

impl StateReason {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        if !world.people.contains_key(&self.person) {
            return Err(Refusal::PersonUnknown);
        }
        let note = self.note.trim().to_owned();
        if self.reason == Reason::OtherRight && note.is_empty() {
            return Err(Refusal::NoWords);
        }
        let fact = PersonFact::ReasonStated { by: self.by, reason: self.reason, note };
        let stream = Stream::Person(self.person);
        Ok(Decision { facts: vec![(stream, Some(self.person), CareFact::Person(fact))] })
    }
}
