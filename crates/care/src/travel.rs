//! How long a way takes, by an estimate from the straight line: good enough to choose a unit by, and said to be no more.

use serde::Deserialize;

/// How a way is estimated.
#[derive(Clone, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TravelPolicy {
    /// Kilometres in an hour, by car.
    pub kmh: u16,
    /// How much longer a road is than the straight line, in percent of it.
    pub road_percent: u16,
    /// Minutes that every way takes, however short.
    pub fixed_minutes: u16,
    /// The longest ways, in minutes, that one can choose from.
    pub at_most: Vec<u16>,
}

impl TravelPolicy {
    /// Minutes for a straight line of so many kilometres, rounded up to five.
    pub fn minutes(&self, kilometres: f64) -> u16 {
        let road = kilometres.max(0.0) * f64::from(self.road_percent) / 100.0;
        let minutes = road * 60.0 / f64::from(self.kmh.max(1)) + f64::from(self.fixed_minutes);
        let fives = (minutes / 5.0).ceil().min(f64::from(u16::MAX / 5));
        // Between nothing and the largest number of fives.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "see above")]
        let fives = fives as u16;
        fives * 5
    }

    /// What is wrong with it, and what to do.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.kmh == 0 {
            faults.push("kmh has to be at least 1".to_owned());
        }
        if self.road_percent < 100 {
            faults.push("road_percent has to be at least 100: no road is straighter".to_owned());
        }
        if !self.at_most.is_sorted() || self.at_most.contains(&0) {
            faults.push("at_most has to hold minutes in order, and none of 0".to_owned());
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> TravelPolicy {
        TravelPolicy { kmh: 60, road_percent: 130, fixed_minutes: 4, at_most: vec![15, 30, 60] }
    }

    #[test]
    fn a_way_is_rounded_up_to_five_minutes() {
        for (kilometres, minutes) in [(0.0, 5), (0.5, 5), (1.0, 10), (20.0, 30), (f64::MAX, 65_535)]
        {
            assert_eq!(policy().minutes(kilometres), minutes, "{kilometres} km");
        }
        assert_eq!(policy().minutes(-3.0), 5);
    }

    #[test]
    fn a_policy_that_cannot_hold_says_so() {
        assert!(policy().faults().is_empty());
        let wrong = TravelPolicy { kmh: 0, road_percent: 90, at_most: vec![30, 15], ..policy() };
        assert_eq!(wrong.faults().len(), 3);
    }
}
