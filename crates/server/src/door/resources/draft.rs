//! What some changes come to before they are durable: the streams they touch, with the facts to add.

use std::collections::HashMap;
use std::sync::Arc;

use fhir::Resource;
use fhir::bundle::Method;
use fhir::resource::digest;
use fhir::status::Machines;
use jiff::Timestamp;
use ledger::{AccessEntry, Batch, Fact, NewFact, StreamAppend};
use serde_json::Value;

use super::receive::{Became, Change, Obstacle, Written};
use super::whose::person_in_log;
use super::{DELETED, RECEIVED};

/// The appends that some changes come to.
pub(super) struct Draft {
    now: Timestamp,
    actor: String,
    places: HashMap<Arc<str>, usize>,
    streams: Vec<Standing>,
    /// What the streams of the present group were before it, the latest change last.
    undo: Vec<(usize, Before)>,
}

/// What a stream was before a change.
struct Before {
    new_count: usize,
    stands: bool,
    updated_at: Timestamp,
    person: Option<String>,
}

/// A stream on its way: its facts so far and those to come.
struct Standing {
    append: StreamAppend,
    /// Whether the last version says something and is no deletion.
    stands: bool,
    updated_at: Timestamp,
    person: Option<String>,
}

impl Standing {
    fn of(stream: Arc<str>, history: Vec<Fact>, now: Timestamp) -> Self {
        let last = history.last();
        Self {
            stands: last.is_some_and(|fact| fact.kind == RECEIVED && fact.body.bytes().is_some()),
            updated_at: last.map_or(now, |fact| fact.recorded_at),
            person: last.and_then(|fact| fact.person.clone()),
            append: StreamAppend { stream, history, new: Vec::new() },
        }
    }

    /// What a text would change. Digests are made only where there is something to compare with.
    fn weigh(&self, text: &str, method: Method) -> Became {
        if !self.stands {
            return Became::Created;
        }
        let says = digest(text);
        let known = |text: &[u8]| digest(&String::from_utf8_lossy(text)) == says;
        let last = self.last();
        let mut earlier = self.append.history.iter().filter(|fact| fact.kind == RECEIVED);
        let mut again = || earlier.any(|fact| fact.body.bytes().is_some_and(known));
        if last.is_some_and(known) || (method == Method::Post && again()) {
            Became::Unchanged
        } else {
            Became::Changed
        }
    }

    /// Stops a status that cannot follow the one that stands.
    fn may_become(&self, resource: &Resource, statuses: Option<&Machines>) -> Result<(), Obstacle> {
        let Some(statuses) = statuses.filter(|one| one.knows(resource.rtype)) else {
            return Ok(());
        };
        let last = self.last().and_then(|text| serde_json::from_slice(text).ok());
        let before: Value = last.unwrap_or_default();
        match statuses.bars(resource.rtype, &before, &resource.value) {
            Some(problem) => Err(Obstacle::Barred(Box::new(problem))),
            None => Ok(()),
        }
    }

    /// The text of the last version.
    fn last(&self) -> Option<&[u8]> {
        match self.append.new.last() {
            Some(fact) => Some(fact.body.as_slice()),
            None => self.append.history.last().and_then(|fact| fact.body.bytes()),
        }
    }

    fn before(&self) -> Before {
        Before {
            new_count: self.append.new.len(),
            stands: self.stands,
            updated_at: self.updated_at,
            person: self.person.clone(),
        }
    }

    fn version(&self) -> u64 {
        (self.append.history.len() + self.append.new.len()) as u64
    }
}

impl Draft {
    pub(super) fn new(now: Timestamp, actor: String) -> Self {
        // The store keeps whole milliseconds, and so does what is answered.
        let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
        Self { now, actor, places: HashMap::new(), streams: Vec::new(), undo: Vec::new() }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    /// From here on changes belong together.
    pub(super) fn begin_group(&mut self) {
        self.undo.clear();
    }

    /// Takes back every change of the present group.
    pub(super) fn take_group_back(&mut self) {
        while let Some((place, before)) = self.undo.pop() {
            if let Some(standing) = self.streams.get_mut(place) {
                standing.append.new.truncate(before.new_count);
                standing.stands = before.stands;
                standing.updated_at = before.updated_at;
                standing.person = before.person;
            }
        }
    }

    pub(super) fn place(&self, stream: &str) -> Option<usize> {
        self.places.get(stream).copied()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.streams.iter().all(|standing| standing.append.new.is_empty())
    }

    pub(super) fn add(&mut self, stream: Arc<str>, history: Vec<Fact>) -> usize {
        self.streams.push(Standing::of(Arc::clone(&stream), history, self.now));
        let place = self.streams.len() - 1;
        self.places.insert(stream, place);
        place
    }

    pub(super) fn apply(
        &mut self,
        place: usize,
        change: &Change,
        person: Option<&str>,
        statuses: Option<&Machines>,
    ) -> Result<Written, Obstacle> {
        let (now, actor) = (self.now, &self.actor);
        let standing = self.streams.get_mut(place).expect("the place was given out by add");
        let version = standing.version();
        let in_force = if standing.stands { version } else { 0 };
        if change.if_match().is_some_and(|wanted| wanted != in_force) {
            return Err(Obstacle::OtherVersion(in_force));
        }
        let (became, kind, body) = match change {
            Change::Write { resource, method, .. } => {
                let became = standing.weigh(&resource.text, *method);
                if became == Became::Changed {
                    standing.may_become(resource, statuses)?;
                }
                (became, RECEIVED, resource.text.as_bytes())
            }
            Change::Delete { .. } => {
                let became = if standing.stands { Became::Deleted } else { Became::Absent };
                (became, DELETED, [].as_slice())
            }
        };
        if !matches!(became, Became::Unchanged | Became::Absent) {
            self.undo.push((place, standing.before()));
            // A deletion is about whom the resource was about.
            if let Some(person) = person {
                standing.person = Some(person.to_owned());
            }
            standing.append.new.push(NewFact {
                kind: kind.to_owned(),
                occurred_at: now,
                actor: actor.clone(),
                person: standing.person.clone(),
                body: body.to_vec(),
            });
            standing.stands = became != Became::Deleted;
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

    /// Adds facts that follow from the present group's changes.
    pub(super) fn add_facts(&mut self, place: usize, new: Vec<NewFact>) {
        let standing = self.streams.get_mut(place).expect("the place was given out by add");
        self.undo.push((place, standing.before()));
        standing.append.new.extend(new);
    }

    /// The facts that a stream had before this draft.
    pub(super) fn history(&self, place: usize) -> &[Fact] {
        self.streams.get(place).map_or(&[], |standing| &standing.append.history)
    }

    pub(super) fn actor(&self) -> &str {
        &self.actor
    }

    /// The batch, with one look for each person whose data is written.
    pub(super) fn into_batch(self, look: &AccessEntry) -> Batch {
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
