//! The write door for resources from elsewhere: what is new is kept to the letter, what says nothing
//! new changes nothing, and what is Polku's own to change is refused.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use care::access::{Action, Relation};
use fhir::bundle::Method;
use fhir::resource::digest;
use fhir::{Resource, ResourceType};
use jiff::Timestamp;
use ledger::{AccessEntry, Batch, Fact, NewFact, StreamAppend};

use super::whose::{person_in_log, whose};
use super::{DELETED, RECEIVED, address_of, stream_of};
use crate::door::{Caller, Denied, Door};

const ATTEMPTS_MAX: usize = 100;

/// The types that Polku renders from its own matters.
const RENDERED: [&str; 6] =
    ["Appointment", "Encounter", "Patient", "ServiceRequest", "Slot", "Task"];

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

/// Whether one change that cannot be made stops the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Together {
    /// All of them or none.
    AllOrNone,
    /// Each on its own.
    EachAlone,
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
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// Another version is in force; 0 when there is none.
    OtherVersion(u64),
    /// Polku renders it from its own facts.
    Rendered,
    /// The records of the person it is about were erased.
    Erased,
}

/// What each change came to, in their order.
pub type Outcomes = Vec<Result<Written, Obstacle>>;

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rtype, id) = self.address();
        write!(f, "{rtype}/{id}")
    }
}

impl Change {
    fn address(&self) -> (ResourceType, &str) {
        match self {
            Self::Write { resource, .. } => (resource.rtype, &resource.id),
            Self::Delete { rtype, id, .. } => (*rtype, id),
        }
    }

    fn if_match(&self) -> Option<u64> {
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
    /// Makes changes durable, as one transaction. When one of them cannot be made and they belong
    /// together, nothing is written, and the outcomes say what stood in the way.
    pub fn receive(
        &self,
        caller: &Caller,
        changes: &[impl Borrow<Change>],
        together: Together,
    ) -> Result<Outcomes, Denied> {
        let ground = self.ground(caller, Action::WriteFhir, &[Relation::Task])?;
        let persons: Vec<Option<String>> =
            changes.iter().map(|change| change.borrow().person()).collect();
        let mut erased: HashSet<String> = HashSet::new();
        for _ in 0..ATTEMPTS_MAX {
            let mut draft = Draft::new(self.now(), caller.actor());
            let mut outcomes = Vec::with_capacity(changes.len());
            for (change, person) in changes.iter().zip(&persons) {
                let gone = person.as_ref().is_some_and(|person| erased.contains(person));
                outcomes.push(if gone {
                    Err(Obstacle::Erased)
                } else {
                    self.weigh(&mut draft, change.borrow(), person.as_deref())?
                });
            }
            let refused = outcomes.iter().any(Result::is_err);
            if (refused && together == Together::AllOrNone) || draft.is_empty() {
                return Ok(outcomes);
            }
            let look = self.entry(caller, None, Action::WriteFhir.code(), ground);
            let now = draft.now;
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
        draft: &mut Draft,
        change: &Change,
        person: Option<&str>,
    ) -> Result<Result<Written, Obstacle>, Denied> {
        let (rtype, id) = change.address();
        let stream = stream_of(rtype, id);
        let place = if let Some(place) = draft.places.get(&stream) {
            *place
        } else {
            let history = self.ledger.load(&stream)?;
            if history.is_empty() && self.is_rendered(rtype, id)? {
                return Ok(Err(Obstacle::Rendered));
            }
            draft.add(stream, history)
        };
        Ok(draft.apply(place, change, person))
    }

    fn is_rendered(&self, rtype: ResourceType, id: &str) -> Result<bool, Denied> {
        if !RENDERED.contains(&rtype.as_str()) {
            return Ok(false);
        }
        let found = self.ledger.resource(rtype.as_str(), id)?;
        Ok(found.is_some_and(|found| address_of(&found.stream).is_none()))
    }
}

/// The appends that some changes come to.
struct Draft {
    now: Timestamp,
    actor: String,
    places: HashMap<Arc<str>, usize>,
    streams: Vec<Standing>,
}

/// A stream on its way: its facts so far and those to come.
struct Standing {
    append: StreamAppend,
    /// What the last version says; none when it is a deletion or there is none.
    digest: Option<[u8; 32]>,
    updated_at: Timestamp,
    person: Option<String>,
}

impl Standing {
    fn of(stream: Arc<str>, history: Vec<Fact>, now: Timestamp) -> Self {
        let last = history.last();
        let text = last.filter(|fact| fact.kind == RECEIVED).and_then(|fact| fact.body.bytes());
        Self {
            digest: text.map(|text| digest(&String::from_utf8_lossy(text))),
            updated_at: last.map_or(now, |fact| fact.recorded_at),
            person: last.and_then(|fact| fact.person.clone()),
            append: StreamAppend { stream, history, new: Vec::new() },
        }
    }

    /// Whether an earlier version said this.
    fn said(&self, says: &[u8; 32]) -> bool {
        let texts = self.append.history.iter().filter(|fact| fact.kind == RECEIVED);
        let mut texts = texts.filter_map(|fact| fact.body.bytes());
        texts.any(|text| digest(&String::from_utf8_lossy(text)) == *says)
    }

    fn version(&self) -> u64 {
        (self.append.history.len() + self.append.new.len()) as u64
    }
}

impl Draft {
    fn new(now: Timestamp, actor: String) -> Self {
        // The store keeps whole milliseconds, and so does what is answered.
        let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
        Self { now, actor, places: HashMap::new(), streams: Vec::new() }
    }

    fn is_empty(&self) -> bool {
        self.streams.iter().all(|standing| standing.append.new.is_empty())
    }

    fn add(&mut self, stream: Arc<str>, history: Vec<Fact>) -> usize {
        self.streams.push(Standing::of(Arc::clone(&stream), history, self.now));
        let place = self.streams.len() - 1;
        self.places.insert(stream, place);
        place
    }

    fn apply(
        &mut self,
        place: usize,
        change: &Change,
        person: Option<&str>,
    ) -> Result<Written, Obstacle> {
        let (now, actor) = (self.now, &self.actor);
        let standing = self.streams.get_mut(place).expect("the place was given out by add");
        let version = standing.version();
        let in_force = if standing.digest.is_some() { version } else { 0 };
        if change.if_match().is_some_and(|wanted| wanted != in_force) {
            return Err(Obstacle::OtherVersion(in_force));
        }
        let (became, kind, body) = match change {
            Change::Write { resource, method, .. } => {
                let says = digest(&resource.text);
                let became = match standing.digest {
                    None => Became::Created,
                    Some(known) if known == says => Became::Unchanged,
                    Some(_) if *method == Method::Post && standing.said(&says) => Became::Unchanged,
                    Some(_) => Became::Changed,
                };
                if became != Became::Unchanged {
                    standing.digest = Some(says);
                }
                (became, RECEIVED, resource.text.clone().into_bytes())
            }
            Change::Delete { .. } => {
                let became =
                    if standing.digest.is_some() { Became::Deleted } else { Became::Absent };
                standing.digest = None;
                (became, DELETED, Vec::new())
            }
        };
        if !matches!(became, Became::Unchanged | Became::Absent) {
            // A deletion is about whom the resource was about.
            if let Some(person) = person {
                standing.person = Some(person.to_owned());
            }
            standing.append.new.push(NewFact {
                kind: kind.to_owned(),
                occurred_at: now,
                actor: actor.clone(),
                person: standing.person.clone(),
                body,
            });
            standing.updated_at = now;
        }
        let (rtype, id) = change.address();
        Ok(Written {
            rtype,
            id: id.to_owned(),
            version: standing.version(),
            updated_at: standing.updated_at,
            became,
        })
    }

    /// The batch, with one look for each person whose data is written.
    fn into_batch(self, look: &AccessEntry) -> Batch {
        let streams: Vec<StreamAppend> = self
            .streams
            .into_iter()
            .map(|standing| standing.append)
            .filter(|append| !append.new.is_empty())
            .collect();
        let mut access: Vec<AccessEntry> = Vec::new();
        for append in &streams {
            let persons = append.new.iter().filter_map(|fact| fact.person.as_deref());
            for person in persons.filter_map(person_in_log) {
                if access.iter().all(|entry| entry.person.as_deref() != Some(person)) {
                    access.push(AccessEntry {
                        person: Some(person.to_owned()),
                        detail: format!("write {}", append.stream),
                        ..look.clone()
                    });
                }
            }
        }
        Batch { streams, access }
    }
}
