//! A resident becomes known.

use super::{CareFact, Decision, World};
use crate::id::PersonId;
use crate::person::{Details, PersonFact};
use crate::refusal::Refusal;
use crate::stream::Stream;

/// Registers a resident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RegisterPerson {
    /// The new id.
    pub person: PersonId,
    /// What is known.
    pub details: Details,
}

impl RegisterPerson {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        if world.people.contains_key(&self.person) {
            return Err(Refusal::PersonKnown);
        }
        let fact = PersonFact::PersonRegistered(self.details.clone());
        let stream = Stream::Person(self.person);
        Ok(Decision { facts: vec![(stream, Some(self.person), CareFact::Person(fact))] })
    }
}
