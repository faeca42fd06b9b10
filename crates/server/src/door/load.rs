//! How the units stand today, at the door: numbers, and nobody.

use std::collections::BTreeMap;

use care::access::{Action, Relation};
use care::code::Profession;
use care::day::{day_of, ends_at};
use care::id::UnitId;
use care::load::Load;
use jiff::Timestamp;

use super::{Caller, Denied, Door};
use crate::region::{Unit, UnitKind};

/// How a unit stands.
#[derive(Clone, PartialEq, Debug)]
pub struct UnitLoad {
    /// Which unit.
    pub unit: UnitId,
    /// How it stands.
    pub load: Load,
    /// Whether it is strained.
    pub strained: bool,
    /// The professions that it offers, and how many times of each are still free today.
    pub free: Vec<(Profession, u64)>,
    /// When the first of them begins.
    pub first_at: Option<Timestamp>,
    /// How many calls are promised today.
    pub calls: u64,
    /// Where there is room for its contacts: the unit, and for how many.
    pub advised: Vec<(UnitId, u64)>,
}

impl Door {
    /// Every unit that books times, the strained ones first and each part in the order of content.
    pub fn loads(&self, caller: &Caller) -> Result<Vec<UnitLoad>, Denied> {
        self.ground(caller, Action::SeeLoad, &[Relation::Task])?;
        let (now, policy) = (self.now(), self.content.load);
        let (today, tonight) = (day_of(now), ends_at(day_of(now)));
        let mut waiting: BTreeMap<UnitId, (u64, u64, u64)> = BTreeMap::new();
        for count in self.ledger.queue_counts(today)? {
            if count.step == "assess" {
                waiting.insert(count.unit, (count.waiting, count.due, count.late));
            }
        }
        let calls = self.ledger.callbacks_until(tonight)?;
        let mut found = Vec::new();
        for unit in self.content.region.units.iter().filter(|unit| !unit.offers.is_empty()) {
            let (waiting, due, late) = waiting.get(&unit.id).copied().unwrap_or_default();
            let (mut free, mut first_at) = (Vec::new(), None);
            for offer in &unit.offers {
                let (count, first) =
                    self.ledger.free_count(&unit.id, offer.profession, now, tonight)?;
                free.push((offer.profession, count));
                first_at = first_at.into_iter().chain(first).min();
            }
            let load = Load { waiting, due, late, free: free.iter().map(|(_, count)| count).sum() };
            found.push(UnitLoad {
                unit: unit.id.clone(),
                load,
                strained: policy.is_strained(load),
                free,
                first_at,
                calls: calls.get(&unit.id).copied().unwrap_or_default(),
                advised: Vec::new(),
            });
        }
        let loads: BTreeMap<_, _> = found.iter().map(|one| (one.unit.clone(), one.load)).collect();
        for one in found.iter_mut().filter(|one| one.strained) {
            one.advised = self.advises(&one.unit, &loads);
        }
        found.sort_by_key(|one| !one.strained);
        Ok(found)
    }

    fn advises(&self, unit: &UnitId, loads: &BTreeMap<UnitId, Load>) -> Vec<(UnitId, u64)> {
        let region = &self.content.region;
        let Some(unit) = region.unit(unit) else { return Vec::new() };
        let others = region.units.iter().filter(|other| other.id != unit.id && serves(other, unit));
        let others = others.filter_map(|other| {
            let away =
                (other.kind != UnitKind::Digital).then(|| unit.place.kilometres_to(other.place));
            Some((other.id.clone(), away, *loads.get(&other.id)?))
        });
        self.content.load.advises(others)
    }
}

/// Whether a unit can take what another one is for: its own kind, or a health station's remotely.
fn serves(other: &Unit, unit: &Unit) -> bool {
    let remotely = other.kind == UnitKind::Digital && unit.kind == UnitKind::HealthStation;
    other.kind == unit.kind || remotely
}
