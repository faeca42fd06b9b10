//! Rights to act for a person: recording one, ending one, and what a minor wishes.

use jiff::Timestamp;

use super::{CareFact, Decision, World};
use crate::acting::{ActingKind, ActingPolicy, MinorsWish, RightToAct};
use crate::day::day_of;
use crate::id::{PersonId, ProfessionalId};
use crate::person::{Person, PersonFact};
use crate::refusal::Refusal;
use crate::stream::Stream;

/// Records that somebody may act for a person; a right that they had before is replaced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordRightToAct {
    /// For whom.
    pub person: PersonId,
    /// The right.
    pub right: RightToAct,
    /// Who checked it.
    pub by: Option<ProfessionalId>,
    /// What the organisation decided.
    pub policy: ActingPolicy,
}

/// Records that somebody no longer acts for a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndRightToAct {
    /// For whom.
    pub person: PersonId,
    /// Who acted.
    pub actor: PersonId,
    /// Who records it.
    pub by: Option<ProfessionalId>,
}

/// Records what a minor wishes that guardians see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordMinorsWish {
    /// The minor.
    pub person: PersonId,
    /// What a professional found.
    pub wish: MinorsWish,
    /// Who.
    pub by: Option<ProfessionalId>,
    /// What the organisation decided.
    pub policy: ActingPolicy,
}

fn known(world: &World, person: PersonId) -> Result<&Person, Refusal> {
    world.people.get(&person).ok_or(Refusal::PersonUnknown)
}

fn of(person: PersonId, fact: PersonFact) -> Decision {
    Decision { facts: vec![(Stream::Person(person), Some(person), CareFact::Person(fact))] }
}

impl RecordRightToAct {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let (person, today) = (known(world, self.person)?, day_of(now));
        if self.right.actor == self.person {
            return Err(Refusal::ActsForSelf);
        }
        let is_child = person.age_on(today).is_some_and(|age| age < self.policy.adult_at);
        if self.right.kind == ActingKind::Guardian && !is_child {
            return Err(Refusal::NotMinor);
        }
        if self.right.until.is_some_and(|until| until < today) {
            return Err(Refusal::RightOver);
        }
        let checked = self.right.checked.trim().to_owned();
        if checked.is_empty() {
            return Err(Refusal::NoWords);
        }
        let right = RightToAct { checked, ..self.right.clone() };
        Ok(of(self.person, PersonFact::RightToActRecorded { right, by: self.by }))
    }
}

impl EndRightToAct {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        let person = known(world, self.person)?;
        if person.rights.iter().all(|right| right.actor != self.actor) {
            return Err(Refusal::RightUnknown);
        }
        Ok(of(self.person, PersonFact::RightToActEnded { actor: self.actor, by: self.by }))
    }
}

impl RecordMinorsWish {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let age = known(world, self.person)?.age_on(day_of(now));
        if age.is_none_or(|age| age >= self.policy.adult_at) {
            return Err(Refusal::NotMinor);
        }
        Ok(of(self.person, PersonFact::MinorsWishRecorded { wish: self.wish, by: self.by }))
    }
}
