//! Following along: every version of every resource in the order in which the ledger got it, received
//! or rendered alike. Whoever follows by position misses nothing and meets nothing twice.

use care::access::{Action, Relation};
use care::stream::Stream;
use fhir::bundle::Method;
use fhir::{Draft, Limits, Resource, ResourceType};
use ledger::{AccessEntry, Order, Placed, Search};

use super::own::{self, HouseNames};
use super::{Change, RECEIVED, Resting, address_of, stream_of, whose};
use crate::door::{Caller, Denied, Door};

/// How many subscriptions are followed.
const SUBSCRIPTIONS_MAX: u32 = 1000;

/// A new version of a resource.
pub struct Changed {
    /// The position of its fact.
    pub position: u64,
    /// Which of the versions that the fact made, from 0.
    pub within: u32,
    /// The version.
    pub resting: Resting,
}

/// A stretch of the ledger.
pub struct Followed {
    /// The versions in it, in order. Deletions are not among them.
    pub changes: Vec<Changed>,
    /// The last position of the stretch.
    pub up_to: u64,
}

impl Door {
    /// The changes of the next facts after a position; at most so many facts.
    pub fn changes_after(
        &self,
        caller: &Caller,
        position: u64,
        facts: u32,
    ) -> Result<Followed, Denied> {
        self.ground(caller, Action::KeepNotices, &[Relation::Task])?;
        let placed = self.ledger.facts_after(position, facts)?;
        let up_to = placed.last().map_or(position, |last| last.position);
        let mut changes = Vec::new();
        for one in placed {
            let position = one.position;
            let versions = self.versions_of(one)?;
            changes.extend(versions.into_iter().zip(0..).map(|(resting, within)| Changed {
                position,
                within,
                resting,
            }));
        }
        Ok(Followed { changes, up_to })
    }

    /// The versions that a fact made.
    fn versions_of(&self, placed: Placed) -> Result<Vec<Resting>, Denied> {
        let fact = placed.fact;
        if let Some((rtype, id)) = address_of(&fact.stream) {
            let id = id.to_owned();
            if fact.kind != RECEIVED {
                return Ok(Vec::new());
            }
            let resting = Resting::of_fact(rtype, &id, fact);
            return Ok(Some(resting).filter(|one| one.text.is_some()).into_iter().collect());
        }
        let Ok(stream) = fact.stream.parse::<Stream>() else { return Ok(Vec::new()) };
        let mut facts = self.ledger.load(&fact.stream)?;
        facts.retain(|known| known.sequence <= fact.sequence);
        let person = facts.iter().find_map(|fact| fact.person.clone());
        let all = own::rendered(&stream, &facts, &self.content, &HouseNames { door: self })?;
        let versions = all.into_iter().filter_map(|one| {
            let (version, updated_at) = own::version(&facts, one.updated_at);
            if version != fact.sequence {
                return None;
            }
            let Resource { rtype, id, text, .. } = one.into_resource();
            let (text, person) = (Some(text), person.clone());
            Some(Resting { rtype, id, version, updated_at, text, person })
        });
        Ok(versions.collect())
    }

    /// The subscriptions in force, each with the position at which it was last written.
    pub fn subscriptions(&self, caller: &Caller) -> Result<Vec<(Resting, u64)>, Denied> {
        self.ground(caller, Action::KeepNotices, &[Relation::Task])?;
        let Some(rtype) = ResourceType::parse("Subscription") else { return Ok(Vec::new()) };
        let search = Search {
            rtype: rtype.as_str().to_owned(),
            clauses: Vec::new(),
            order: Order::Handle,
            after: None,
            limit: SUBSCRIPTIONS_MAX,
        };
        let mut found = Vec::new();
        for row in self.ledger.search(&search)? {
            let Some(one) = self.standing(rtype, &row)?.filter(|one| one.text.is_some()) else {
                continue;
            };
            let head = self.ledger.head(&stream_of(rtype, &one.id))?;
            found.extend(head.map(|head| (one, head.position)));
        }
        Ok(found)
    }

    /// One version of a resource for a notice that is sent again.
    pub fn version_for_notice(
        &self,
        caller: &Caller,
        rtype: ResourceType,
        id: &str,
        version: u64,
    ) -> Result<Option<Resting>, Denied> {
        self.ground(caller, Action::KeepNotices, &[Relation::Task])?;
        let found = match self.ledger.fact(&stream_of(rtype, id), version)? {
            Some(fact) => Some(Resting::of_fact(rtype, id, fact)),
            None => self.own_versions(rtype, id)?.into_iter().find(|one| one.version == version),
        };
        Ok(found.filter(|one| one.text.is_some()))
    }

    /// Writes down that somebody elsewhere is told of a person's resource, before it leaves.
    pub fn write_notice(
        &self,
        caller: &Caller,
        subscription: &str,
        told: &Resting,
    ) -> Result<(), Denied> {
        let ground = self.ground(caller, Action::KeepNotices, &[Relation::Task])?;
        let Some(person) = told.person.as_deref().and_then(whose::person_in_log) else {
            return Ok(());
        };
        let look = AccessEntry {
            person: Some(person.to_owned()),
            detail: format!("notice Subscription/{subscription} {}/{}", told.rtype, told.id),
            ..self.entry(caller, None, Action::KeepNotices.code(), ground)
        };
        Ok(self.ledger.record_looks(vec![look])?)
    }

    /// Writes down that somebody let a notice go, and why.
    pub fn write_let_go(
        &self,
        caller: &Caller,
        version: Option<&Resting>,
        detail: String,
    ) -> Result<(), Denied> {
        let ground = self.ground(caller, Action::KeepNotices, &[Relation::Task])?;
        let person = version.and_then(|version| version.person.as_deref());
        let person = person.and_then(whose::person_in_log).map(str::to_owned);
        let entry = self.entry(caller, None, Action::KeepNotices.code(), ground);
        Ok(self.ledger.record_looks(vec![AccessEntry { person, detail, ..entry }])?)
    }

    /// Writes a subscription as the server sees it now, unless somebody was faster.
    pub fn write_subscription(
        &self,
        caller: &Caller,
        before: &Resting,
        text: &str,
    ) -> Result<(), Denied> {
        let draft = Draft::parse(text, &Limits::default());
        let draft = draft.map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
        let resource = Box::new(draft.with_id(&before.id));
        let if_match = Some(before.version);
        let change = Change::Write { resource, method: Method::Put, if_match };
        self.receive(caller, &[vec![change]])?;
        Ok(())
    }
}
