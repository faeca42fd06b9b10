//! How a unit's day stands (*tilannekuva, lägesbild*): who waits, what is free, and where others have room. It advises;
//! people decide.

use serde::Deserialize;

/// How a unit stands now.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Load {
    /// How many contacts wait for an assessment.
    pub waiting: u64,
    /// How many of them have to be assessed today, or should have been.
    pub due: u64,
    /// How many of them are past their lawful day.
    pub late: u64,
    /// How many times are still free today.
    pub free: u64,
}

/// When a unit is strained, and how much is advised.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoadPolicy {
    /// A unit is strained when more contacts are due than this share of its free times, in percent.
    pub strained_percent: u16,
    /// How many other units are advised at most.
    pub advised: usize,
}

impl LoadPolicy {
    /// Whether a unit is strained: contacts are late, or more are due than there is room for today.
    pub fn is_strained(self, load: Load) -> bool {
        load.late > 0 || self.asked_for(load) > load.free
    }

    /// For how many more contacts a unit has room today.
    pub fn room(self, load: Load) -> u64 {
        if self.is_strained(load) { 0 } else { load.free - self.asked_for(load) }
    }

    // So many times its contacts ask for, rounded up.
    fn asked_for(self, load: Load) -> u64 {
        (load.due * 100).div_ceil(u64::from(self.strained_percent).max(1))
    }

    /// Which of some units are advised, by how far away they are and how they stand: those with room, the
    /// nearest first. A unit without a place, which meets people remotely, is the nearest of all.
    pub fn advises<T>(
        self,
        others: impl IntoIterator<Item = (T, Option<f64>, Load)>,
    ) -> Vec<(T, u64)> {
        let mut fit: Vec<_> = others
            .into_iter()
            .map(|(unit, away, load)| (unit, away.unwrap_or(0.0), self.room(load)))
            .filter(|(.., room)| *room > 0)
            .collect();
        fit.sort_by(|a, b| a.1.total_cmp(&b.1).then(b.2.cmp(&a.2)));
        fit.truncate(self.advised);
        fit.into_iter().map(|(unit, _, room)| (unit, room)).collect()
    }

    /// What is wrong with it, and what to do.
    pub fn faults(&self) -> Vec<String> {
        let percent = (self.strained_percent == 0)
            .then(|| "strained_percent has to be at least 1".to_owned());
        let advised = (self.advised == 0).then(|| "advised has to be at least 1".to_owned());
        percent.into_iter().chain(advised).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: LoadPolicy = LoadPolicy { strained_percent: 50, advised: 2 };

    fn load(due: u64, late: u64, free: u64) -> Load {
        Load { waiting: due + 7, due, late, free }
    }

    #[test]
    fn a_unit_is_strained_when_more_are_due_than_there_is_room_for() {
        // Every contact asks for two times.
        assert!(!POLICY.is_strained(load(0, 0, 0)));
        assert!(!POLICY.is_strained(load(3, 0, 6)));
        assert!(POLICY.is_strained(load(3, 0, 5)));
        assert!(POLICY.is_strained(load(1, 1, 50)), "a late one strains");
        assert_eq!(POLICY.room(load(3, 0, 10)), 4);
        assert_eq!(POLICY.room(load(3, 0, 5)), 0);
    }

    #[test]
    fn the_nearest_with_room_are_advised_and_remote_ones_before_them() {
        let others = [
            ("far", Some(40.0), load(0, 0, 9)),
            ("near", Some(5.0), load(0, 0, 1)),
            ("nearer", Some(1.0), load(4, 0, 3)),
            ("remote", None, load(1, 0, 5)),
        ];
        assert_eq!(POLICY.advises(others), [("remote", 3), ("near", 1)]);
        assert_eq!(POLICY.advises([("full", Some(1.0), load(1, 0, 1))]), []);
    }
}
