//! A client's named worker at a unit: choosing one, and ending it.

use super::{CareFact, Decision, World};
use crate::id::{PersonId, ProfessionalId, UnitId};
use crate::person::PersonFact;
use crate::refusal::Refusal;
use crate::stream::Stream;

/// Makes a professional the named worker of a person at a unit, or nobody.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NameWorker {
    /// Whose.
    pub person: PersonId,
    /// At which unit.
    pub unit: UnitId,
    /// Who; nobody ends it.
    pub professional: Option<ProfessionalId>,
    /// Who chooses.
    pub by: Option<ProfessionalId>,
}

impl NameWorker {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        let person = world.people.get(&self.person).ok_or(Refusal::PersonUnknown)?;
        if person.named.get(&self.unit).copied() == self.professional {
            return Ok(Decision::default());
        }
        let (unit, by) = (self.unit.clone(), self.by);
        let fact = match self.professional {
            Some(professional) => PersonFact::NamedWorkerChosen { unit, professional, by },
            None => PersonFact::NamedWorkerEnded { unit, by },
        };
        let facts = vec![(Stream::Person(person.id), Some(person.id), CareFact::Person(fact))];
        Ok(Decision { facts })
    }
}
