//! Acting for another at the door: whom somebody may act for, and who may act for a person.

use care::access::{Action, Relation};
use care::acting::{ActingKind, RightToAct};
use care::day::day_of;
use care::id::PersonId;
use care::person::Person;

use super::{Caller, Denied, Door};
use crate::account::Account;

/// Somebody whom one may act for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActedFor {
    /// Who.
    pub person: PersonId,
    /// Given and family name.
    pub name: String,
    /// On what.
    pub kind: ActingKind,
}

/// A right to act for a person, as a professional sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Right {
    /// The right.
    pub right: RightToAct,
    /// Given and family name of whoever holds it; empty when they were erased.
    pub name: String,
    /// Whether it holds today.
    pub holds: bool,
}

impl Door {
    /// The account's holder as they act for a person, with that person's name; none when they may not.
    pub fn acting(
        &self,
        account: &Account,
        person: PersonId,
    ) -> Result<Option<(Caller, String)>, Denied> {
        let Some(actor) = account.person else { return Ok(None) };
        let Some(person) = self.load_person(person)? else { return Ok(None) };
        let kind = person.acted_for_by(actor, day_of(self.now()), self.content.acting);
        Ok(kind.map(|_| (Caller::acting(account.clone(), actor, person.id), full_name(&person))))
    }

    /// Whom the caller may act for today.
    pub fn acted_for(&self, caller: &Caller) -> Result<Vec<ActedFor>, Denied> {
        let Some(actor) = caller.behalf().or(caller.account.person) else { return Ok(Vec::new()) };
        let today = day_of(self.now());
        let mut all = Vec::new();
        for id in self.ledger.acted_for_by(actor)? {
            let Some(person) = self.load_person(id)? else { continue };
            if let Some(kind) = person.acted_for_by(actor, today, self.content.acting) {
                all.push(ActedFor { person: id, name: full_name(&person), kind });
            }
        }
        if !all.is_empty() {
            let ground = self.ground(caller, Action::SeePerson, &[Relation::Mandate])?;
            let people = all.iter().map(|one| Some(one.person));
            self.write_down(caller, people, Action::SeePerson, ground)?;
        }
        Ok(all)
    }

    /// Who may act for a person whose page was written down.
    pub(crate) fn rights(&self, person: &Person) -> Result<Vec<Right>, Denied> {
        let today = day_of(self.now());
        let policy = self.content.acting;
        let right = |right: &RightToAct| {
            Ok(Right {
                right: right.clone(),
                name: self.name_of(right.actor)?,
                holds: person.acted_for_by(right.actor, today, policy).is_some(),
            })
        };
        person.rights.iter().map(right).collect()
    }

    /// The name of whoever acts or acted for a client whose page was written down; empty when they were
    /// erased.
    pub(crate) fn name_of(&self, actor: PersonId) -> Result<String, Denied> {
        let row = self.ledger.person(actor)?;
        Ok(row.map(|row| format!("{} {}", row.given, row.family)).unwrap_or_default())
    }
}

fn full_name(person: &Person) -> String {
    format!("{} {}", person.details.given, person.details.family)
}
