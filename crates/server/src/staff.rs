//! The people who work: names for ids. Listed as facts of the directory, read once at the start.

use std::collections::HashMap;

use care::code::Profession;
use care::id::{ProfessionalId, UnitId};
use care::language::Language;
use ledger::Ledger;
use serde::{Deserialize, Serialize};

/// Where the streams of professionals begin.
pub const PREFIX: &str = "directory/professional/";
/// The kind of the fact that lists one.
pub const LISTED: &str = "professional-listed";

/// One professional.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Professional {
    /// Who.
    pub id: ProfessionalId,
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
    /// The profession.
    pub profession: Profession,
    /// Where they work.
    pub unit: UnitId,
    /// The languages in which they serve.
    pub languages: Vec<Language>,
}

/// All professionals.
#[derive(Default)]
pub struct Staff {
    people: HashMap<ProfessionalId, Professional>,
}

impl Staff {
    /// Reads the directory.
    pub fn read(ledger: &Ledger) -> anyhow::Result<Self> {
        let mut people = HashMap::new();
        for stream in ledger.streams(PREFIX)? {
            let facts = ledger.load(&stream)?;
            if let Some(body) = facts.last().and_then(|fact| fact.body.bytes()) {
                let listed: Professional = serde_json::from_slice(body)?;
                people.insert(listed.id, listed);
            }
        }
        Ok(Self { people })
    }

    /// One professional.
    pub fn get(&self, id: ProfessionalId) -> Option<&Professional> {
        self.people.get(&id)
    }

    /// Those of a profession who work at a unit, in no order.
    pub fn at<'s>(
        &'s self,
        unit: &'s UnitId,
        profession: Profession,
    ) -> impl Iterator<Item = &'s Professional> {
        self.of(unit).filter(move |one| one.profession == profession)
    }

    /// Those who work at a unit, in no order.
    pub fn of<'s>(&'s self, unit: &'s UnitId) -> impl Iterator<Item = &'s Professional> {
        self.people.values().filter(move |one| one.unit == *unit)
    }

    /// The name of one.
    pub fn name(&self, id: ProfessionalId) -> Option<String> {
        self.get(id).map(|listed| format!("{} {}", listed.given, listed.family))
    }
}
