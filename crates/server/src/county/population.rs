//! The residents by age group: who is likely to need something next.

use care::day::age_on;
use jiff::civil::Date;

use super::catchment::{Catchment, Ways};
use super::demand::{self, GROUP_COUNT};
use super::random::{Dice, share_of};
use super::residents::Resident;

/// The residents, and the order in which chance finds them.
pub(super) struct Population {
    residents: Vec<Resident>,
    groups: Vec<Vec<usize>>,
    weights: Vec<(usize, f64)>,
    today: Date,
}

impl Population {
    /// Puts residents into their groups. A few in each group need much more than others: those
    /// whom the shuffle puts first.
    pub(super) fn new(residents: Vec<Resident>, today: Date, seed: u64) -> Self {
        let mut groups = vec![Vec::new(); GROUP_COUNT];
        for (at, resident) in residents.iter().enumerate() {
            let group = demand::group_of(age_on(resident.birth_on, today));
            if let Some(group) = groups.get_mut(group) {
                group.push(at);
            }
        }
        let mut dice = Dice::new(seed, "population");
        for group in &mut groups {
            dice.shuffle(group);
        }
        let count = |group: &[usize]| f64::from(u32::try_from(group.len()).unwrap_or(u32::MAX));
        let weights = groups
            .iter()
            .enumerate()
            .map(|(group, people)| (group, demand::yearly(group) * count(people)))
            .collect();
        Self { residents, groups, weights, today }
    }

    /// All residents.
    pub(super) fn residents(&self) -> &[Resident] {
        &self.residents
    }

    /// How many matters a year brings.
    pub(super) fn matters_yearly(&self) -> f64 {
        self.weights.iter().map(|(_, weight)| weight).sum()
    }

    /// Somebody who needs something: their place, and their age group.
    pub(super) fn draw(&self, dice: &mut Dice) -> Option<(usize, usize)> {
        let group = dice.weighted(&self.weights)?;
        let people = self.groups.get(group)?;
        let at = share_of(people.len(), dice.unit().powf(1.35));
        Some((*people.get(at)?, group))
    }

    /// The resident at a place, and where they live.
    pub(super) fn at<'a>(
        &'a self,
        at: usize,
        ways: &'a Ways,
    ) -> Option<(&'a Resident, &'a Catchment)> {
        let resident = self.residents.get(at)?;
        Some((resident, ways.catchments.get(resident.area)?))
    }

    /// Full years today.
    pub(super) fn age_of(&self, resident: &Resident) -> i16 {
        age_on(resident.birth_on, self.today)
    }
}
