//! The write door for resources from elsewhere: what is new is kept to the letter, what says nothing
//! new changes nothing, and what is Polku's own to change is refused.

use std::collections::HashSet;
use std::fmt;

use care::access::{Action, Relation};
use care::refusal::Refusal;
use fhir::Problem;
use fhir::bundle::Method;
use fhir::{Resource, ResourceType};
use jiff::Timestamp;

use super::draft::Draft;
use super::whose::whose;
use super::{address_of, stream_of};
use crate::door::{Caller, Denied, Door};

const ATTEMPTS_MAX: usize = 100;

/// The types that Polku renders from its own matters.
const RENDERED: [&str; 7] =
    ["Appointment", "Encounter", "Patient", "Schedule", "ServiceRequest", "Slot", "Task"];

/// A change that came over the wire.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    /// Store this resource.
    Write {
        /// The resource.
        resource: Box<Resource>,
        /// As new or under its address. What is said to be new and was there before is a delivery
        /// that comes again: it changes nothing, even when the resource has moved on since.
        method: Method,
        /// Only if this version is in force.
        if_match: Option<u64>,
    },
    /// End this resource.
    Delete {
        /// The type.
        rtype: ResourceType,
        /// The id.
        id: String,
        /// Only if this version is in force.
        if_match: Option<u64>,
    },
}

/// What a change came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The type.
    pub rtype: ResourceType,
    /// The id.
    pub id: String,
    /// The version in force afterwards; 0 when there never was one.
    pub version: u64,
    /// When that version was written.
    pub updated_at: Timestamp,
    /// What became of it.
    pub became: Became,
}

/// What became of a resource.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Became {
    /// It is new, or was deleted and is back.
    Created,
    /// It has a new version.
    Changed,
    /// It said this already.
    Unchanged,
    /// It is ended.
    Deleted,
    /// There was nothing to end.
    Absent,
}

/// Why a change cannot be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// Another version is in force; 0 when there is none.
    OtherVersion(u64),
    /// Polku renders it from its own facts; a write may lead to these states and no other.
    Rendered(Vec<&'static str>),
    /// It cannot become this from what it is.
    Barred(Box<Problem>),
    /// The matter that it names does not take it in.
    Refused(Box<Refusal>),
    /// The records of the person it is about were erased.
    Erased,
}

/// Whether a change happens now, or happened elsewhere and is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Coming {
    Now,
    Told,
}

/// What each change of a group came to, in their order. When one of them met an obstacle, nothing of
/// the group was written.
pub type Outcomes = Vec<Result<Written, Obstacle>>;

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rtype, id) = self.address();
        write!(f, "{rtype}/{id}")
    }
}

impl Change {
    pub(super) fn address(&self) -> (ResourceType, &str) {
        match self {
            Self::Write { resource, .. } => (resource.rtype, &resource.id),
            Self::Delete { rtype, id, .. } => (*rtype, id),
        }
    }

    pub(super) fn if_match(&self) -> Option<u64> {
        match self {
            Self::Write { if_match, .. } | Self::Delete { if_match, .. } => *if_match,
        }
    }

    fn person(&self) -> Option<String> {
        match self {
            Self::Write { resource, .. } => whose(resource),
            Self::Delete { .. } => None,
        }
    }
}

impl Door {
    /// Makes groups of changes durable, in one transaction of the store. A group is made whole or not
    /// at all; one that cannot be made does not stop the others. What names a matter of Polku's own
    /// comes to it in the same transaction.
    pub fn receive(
        &self,
        caller: &Caller,
        groups: &[Vec<Change>],
    ) -> Result<Vec<Outcomes>, Denied> {
        self.take(caller, groups, Coming::Now)
    }

    /// The same for what happened elsewhere and is only told: no course of things holds for it.
    pub fn receive_told(
        &self,
        caller: &Caller,
        groups: &[Vec<Change>],
    ) -> Result<Vec<Outcomes>, Denied> {
        self.take(caller, groups, Coming::Told)
    }

    fn take(
        &self,
        caller: &Caller,
        groups: &[Vec<Change>],
        coming: Coming,
    ) -> Result<Vec<Outcomes>, Denied> {
        let ground = self.ground(caller, Action::WriteFhir, &[Relation::Task])?;
        let person = |change: &Change| change.person();
        let persons: Vec<Vec<Option<String>>> =
            groups.iter().map(|group| group.iter().map(person).collect()).collect();
        let mut erased: HashSet<String> = HashSet::new();
        for _ in 0..ATTEMPTS_MAX {
            let mut draft = Draft::new(self.now(), caller.actor());
            let mut outcomes = Vec::with_capacity(groups.len());
            for (group, persons) in groups.iter().zip(&persons) {
                draft.begin_group();
                let mut of_group = Vec::with_capacity(group.len());
                for (change, person) in group.iter().zip(persons) {
                    let gone = person.as_ref().is_some_and(|person| erased.contains(person));
                    of_group.push(if gone {
                        Err(Obstacle::Erased)
                    } else {
                        self.weigh(caller, &mut draft, change, (person.as_deref(), coming))?
                    });
                }
                if of_group.iter().any(Result::is_err) {
                    draft.take_group_back();
                }
                outcomes.push(of_group);
            }
            if draft.is_empty() {
                return Ok(outcomes);
            }
            let look = self.entry(caller, None, Action::WriteFhir.code(), ground);
            let now = draft.now();
            match self.ledger.append(draft.into_batch(&look), now) {
                Ok(_) => return Ok(outcomes),
                Err(ledger::Error::Stale { .. }) => {}
                Err(ledger::Error::Erased { person }) => drop(erased.insert(person)),
                Err(error) => return Err(error.into()),
            }
        }
        Err(Denied::Fault(anyhow::anyhow!("others were faster {ATTEMPTS_MAX} times in a row")))
    }

    fn weigh(
        &self,
        caller: &Caller,
        draft: &mut Draft,
        change: &Change,
        (person, coming): (Option<&str>, Coming),
    ) -> Result<Result<Written, Obstacle>, Denied> {
        let (rtype, id) = change.address();
        let stream = stream_of(rtype, id);
        let place = if let Some(place) = draft.place(&stream) {
            place
        } else {
            let history = self.ledger.load(&stream)?;
            if history.is_empty() && self.is_rendered(rtype, id)? {
                return Ok(Err(Obstacle::Rendered(Vec::new())));
            }
            draft.add(stream, history)
        };
        let statuses = (coming == Coming::Now).then_some(&self.content.statuses);
        let written = draft.apply(place, change, person, statuses);
        if let (Change::Write { resource, .. }, Coming::Now, Ok(one)) = (change, coming, &written)
            && matches!(one.became, Became::Created | Became::Changed)
            && let Err(obstacle) = self.attach(caller, draft, resource)?
        {
            return Ok(Err(obstacle));
        }
        Ok(written)
    }

    fn is_rendered(&self, rtype: ResourceType, id: &str) -> Result<bool, Denied> {
        if !RENDERED.contains(&rtype.as_str()) {
            return Ok(false);
        }
        let found = self.ledger.resource(rtype.as_str(), id)?;
        Ok(found.is_some_and(|found| address_of(&found.stream).is_none()))
    }
}
