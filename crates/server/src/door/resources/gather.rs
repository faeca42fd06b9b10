//! Gathering in bulk: page after page for an export or a view. Each person whose data leaves is
//! written down once for the whole of it, before the page that holds them is handed out.

use std::collections::HashSet;

use care::access::{Action, Relation};
use fhir::search::{Condition, Query};
use ledger::{AccessEntry, Order};

use super::find::Ordered;
use super::{Halt, Page, Resting, Wish, whose};
use crate::door::{Caller, Denied, Door};

/// One gathering: what it is written down as, and who was written down already.
pub struct Gathering {
    name: String,
    people: HashSet<String>,
}

impl Gathering {
    /// A gathering under a name of codes and ids: it stands in the log of looks.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), people: HashSet::new() }
    }
}

impl Resting {
    /// Whether it is about somebody in particular.
    pub fn is_about_somebody(&self) -> bool {
        self.person.as_deref().and_then(whose::person_in_log).is_some()
    }
}

impl Door {
    /// Whether the caller may write resources: asked before a large body is taken in.
    pub fn may_write(&self, caller: &Caller) -> Result<(), Denied> {
        self.ground(caller, Action::WriteFhir, &[Relation::Task]).map(drop)
    }

    /// Writes down that data is taken out in bulk, before any of it is read.
    pub fn begin_gathering(&self, caller: &Caller, gathering: &Gathering) -> Result<(), Denied> {
        let ground = self.ground(caller, Action::ExportFhir, &[Relation::Task])?;
        let entry = self.entry(caller, None, Action::ExportFhir.code(), ground);
        let begun = AccessEntry { detail: gathering.name.clone(), ..entry };
        Ok(self.ledger.record_looks(vec![begun])?)
    }

    /// One page of a gathering.
    pub fn gather(
        &self,
        caller: &Caller,
        gathering: &mut Gathering,
        wish: &Wish<'_>,
    ) -> Result<Page, Halt> {
        let ground = self.ground(caller, Action::ExportFhir, &[Relation::Task])?;
        let conditions: Vec<&Condition<'_>> = wish.query.conditions.iter().collect();
        let search = self.search_for(wish.query.rtype, &conditions)?;
        let order = Ordered::Store(Order::Handle);
        let (found, next) = self.page(&search, &order, &conditions, wish)?;
        let mut looks = Vec::new();
        for one in &found {
            let person = one.person.as_deref().and_then(whose::person_in_log);
            let Some(person) = person.filter(|person| !gathering.people.contains(*person)) else {
                continue;
            };
            gathering.people.insert(person.to_owned());
            looks.push(AccessEntry {
                person: Some(person.to_owned()),
                detail: gathering.name.clone(),
                ..self.entry(caller, None, Action::ExportFhir.code(), ground)
            });
        }
        if !looks.is_empty() {
            self.ledger.record_looks(looks)?;
        }
        Ok(Page { found, next, ..Page::default() })
    }

    /// How many resources a gathering of this question will find.
    pub fn count_gathered(&self, caller: &Caller, query: &Query<'_>) -> Result<u64, Halt> {
        self.ground(caller, Action::ExportFhir, &[Relation::Task])?;
        let conditions: Vec<&Condition<'_>> = query.conditions.iter().collect();
        let search = self.search_for(query.rtype, &conditions)?;
        self.count(&search, &conditions)
    }
}
