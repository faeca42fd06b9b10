//! The third free time at the door: by unit and profession, as the books stand now.

use care::access::{Action, Relation};
use care::code::Profession;
use care::day::day_of;
use care::id::UnitId;

use super::{Caller, Denied, Door};

/// How soon one gets a time with a profession at a unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThirdFree {
    /// At which unit.
    pub unit: UnitId,
    /// With which profession.
    pub profession: Profession,
    /// How many work there, each with a book.
    pub professionals: usize,
    /// The median over their books, in tenths of days.
    pub tenths: u32,
}

impl Door {
    /// Every unit and profession where somebody works, in the order of units and of professions.
    pub fn third_free(&self, caller: &Caller) -> Result<Vec<ThirdFree>, Denied> {
        self.ground(caller, Action::SeeBoards, &[Relation::Task])?;
        let (now, rule) = (self.now(), self.content.third_free);
        let mut found = Vec::new();
        for unit in &self.content.region.units {
            for profession in Profession::ALL {
                let books = self.staff.at(&unit.id, *profession).map(|one| {
                    let at = self.ledger.free_at_place(one.id, &unit.id, now, rule.place)?;
                    Ok(at.map(day_of))
                });
                let books = books.collect::<Result<Vec<_>, ledger::Error>>()?;
                let professionals = books.len();
                if let Some(tenths) = rule.tenths(day_of(now), books) {
                    let (unit, profession) = (unit.id.clone(), *profession);
                    found.push(ThirdFree { unit, profession, professionals, tenths });
                }
            }
        }
        Ok(found)
    }
}
