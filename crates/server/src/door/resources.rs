//! Resources at the door: what others sent over the wire, and Polku's own matters as the wire shows
//! them. Each is kept to the letter in its own stream; whoever reads one is written down.

mod attach;
mod changes;
mod command;
mod draft;
mod everything;
mod find;
mod gather;
mod keep;
pub(crate) mod own;
mod past;
mod receive;
mod whose;

use std::sync::Arc;

use care::access::{Action, Relation};
use fhir::ResourceType;
use jiff::Timestamp;
use ledger::{AccessEntry, Fact};

pub use self::changes::{Changed, Followed};
pub use self::command::Done;
pub use self::everything::{About, Everything};
pub use self::find::{After, Halt, Page, Wish};
pub use self::gather::Gathering;
pub use self::keep::Unread;
pub use self::past::{Past, Span};
pub use self::receive::{Became, Change, Obstacle, Outcomes, Written};
use super::{Caller, Denied, Door};

/// The kind of fact that keeps a resource as it was received.
pub(crate) const RECEIVED: &str = "resource-received";
/// The kind of fact that ends a resource.
pub(crate) const DELETED: &str = "resource-deleted";
/// The kind of fact that keeps what could not be read.
pub(crate) const KEPT: &str = "input-kept";
/// The kind of fact that ends the import of one file.
pub(crate) const TAKEN_IN: &str = "file-taken-in";

/// One version of a resource.
#[derive(Clone, PartialEq, Debug)]
pub struct Resting {
    /// The type.
    pub rtype: ResourceType,
    /// The id.
    pub id: String,
    /// Which version.
    pub version: u64,
    /// When it was written.
    pub updated_at: Timestamp,
    /// The JSON as it is stored; none when the version is a deletion.
    pub text: Option<String>,
    /// Whose data it is, when it is known.
    pub(super) person: Option<String>,
}

/// Versions of one resource, the newest first.
pub struct History {
    /// The versions of this page.
    pub versions: Vec<Resting>,
    /// The version before which the next page begins.
    pub next: Option<u64>,
}

/// The stream of a received resource.
pub(crate) fn stream_of(rtype: ResourceType, id: &str) -> Arc<str> {
    format!("resource/{rtype}/{id}").into()
}

/// The type and id of a received resource's stream.
pub(crate) fn address_of(stream: &str) -> Option<(ResourceType, &str)> {
    let (rtype, id) = stream.strip_prefix("resource/")?.split_once('/')?;
    Some((ResourceType::parse(rtype)?, id))
}

impl Resting {
    /// The version that one fact of a received resource's stream made.
    fn of_fact(rtype: ResourceType, id: &str, fact: Fact) -> Self {
        let bytes = if fact.kind == RECEIVED { fact.body.bytes() } else { None };
        Self {
            rtype,
            id: id.to_owned(),
            version: fact.sequence,
            updated_at: fact.recorded_at,
            text: bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()),
            person: fact.person,
        }
    }
}

impl Door {
    /// The version in force of a resource; a deletion included.
    pub fn resource(
        &self,
        caller: &Caller,
        rtype: ResourceType,
        id: &str,
    ) -> Result<Option<Resting>, Denied> {
        let ground = self.ground(caller, Action::ReadFhir, &[Relation::Task])?;
        let found = self.current(rtype, id)?;
        self.write_looks(caller, ground, "read", found.iter())?;
        Ok(found)
    }

    /// One version of a resource.
    pub fn resource_version(
        &self,
        caller: &Caller,
        rtype: ResourceType,
        id: &str,
        version: u64,
    ) -> Result<Option<Resting>, Denied> {
        let ground = self.ground(caller, Action::ReadFhir, &[Relation::Task])?;
        let fact = self.ledger.fact(&stream_of(rtype, id), version)?;
        let found = match fact {
            Some(fact) => Some(Resting::of_fact(rtype, id, fact)),
            None => self.own_versions(rtype, id)?.into_iter().find(|one| one.version == version),
        };
        self.write_looks(caller, ground, "vread", found.iter())?;
        Ok(found)
    }

    /// The versions of a resource before one of them, the newest first; none when there never was
    /// such a resource.
    pub fn resource_history(
        &self,
        caller: &Caller,
        rtype: ResourceType,
        id: &str,
        since: Option<Timestamp>,
        before: Option<u64>,
        count: usize,
    ) -> Result<Option<History>, Denied> {
        let ground = self.ground(caller, Action::ReadFhir, &[Relation::Task])?;
        let facts = self.ledger.load(&stream_of(rtype, id))?;
        let mut versions: Vec<Resting> = if facts.is_empty() {
            self.own_versions(rtype, id)?
        } else {
            facts.into_iter().map(|fact| Resting::of_fact(rtype, id, fact)).collect()
        };
        if versions.is_empty() {
            return Ok(None);
        }
        versions.reverse();
        versions.retain(|one| {
            before.is_none_or(|before| one.version < before)
                && since.is_none_or(|since| one.updated_at >= since)
        });
        let more = versions.len() > count;
        versions.truncate(count);
        let next = versions.last().filter(|_| more).map(|last| last.version);
        self.write_looks(caller, ground, "history", versions.first().into_iter())?;
        Ok(Some(History { versions, next }))
    }

    /// The version in force, without a look: who asks for the door's own ends has another ground.
    fn current(&self, rtype: ResourceType, id: &str) -> Result<Option<Resting>, Denied> {
        let received = |stream: &str| address_of(stream).is_some();
        let found = self.ledger.resource_in_force(rtype.as_str(), id, received)?;
        let Some((found, fact)) = found else { return Ok(None) };
        if received(&found.stream) {
            Ok(fact.map(|fact| Resting::of_fact(rtype, id, fact)))
        } else {
            self.own_standing(rtype, &found)
        }
    }

    fn standing(
        &self,
        rtype: ResourceType,
        found: &ledger::Found,
    ) -> Result<Option<Resting>, Denied> {
        if address_of(&found.stream).is_none() {
            return self.own_standing(rtype, found);
        }
        let fact = self.ledger.version_found(found)?;
        Ok(fact.map(|fact| Resting::of_fact(rtype, &found.id, fact)))
    }

    /// Writes down who looked at whose data, once for each person, before the answer leaves.
    fn write_looks<'a>(
        &self,
        caller: &Caller,
        ground: Relation,
        how: &str,
        seen: impl Iterator<Item = &'a Resting>,
    ) -> Result<(), Denied> {
        let mut looks: Vec<AccessEntry> = Vec::new();
        for one in seen {
            let Some(person) = one.person.as_deref().and_then(whose::person_in_log) else {
                continue;
            };
            let known = looks.iter_mut().find(|look| look.person.as_deref() == Some(person));
            let address = format!("{}/{}", one.rtype, one.id);
            match known {
                // The address of one is enough to find the others by; the log stays short.
                Some(_) => {}
                None => looks.push(AccessEntry {
                    person: Some(person.to_owned()),
                    detail: format!("{how} {address}"),
                    ..self.entry(caller, None, Action::ReadFhir.code(), ground)
                }),
            }
        }
        self.write(caller, looks)
    }
}
