//! A professional's times are opened for booking.

use super::{Decision, World};
use crate::calendar::{DayFact, Hours};
use crate::refusal::Refusal;
use crate::stream::DayKey;

/// Opens times of one day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenHours {
    /// Whose day.
    pub day: DayKey,
    /// The times.
    pub hours: Hours,
}

impl OpenHours {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        let ends = |start: jiff::Timestamp, minutes: u16| {
            start.as_second().saturating_add(i64::from(minutes) * 60)
        };
        let mut spans: Vec<(i64, i64)> = world
            .days
            .get(&self.day)
            .into_iter()
            .flat_map(|day| &day.slots)
            .map(|slot| (slot.start_at.as_second(), ends(slot.start_at, slot.minutes)))
            .chain(
                self.hours
                    .slots
                    .iter()
                    .map(|slot| (slot.start_at.as_second(), ends(slot.start_at, slot.minutes))),
            )
            .collect();
        spans.sort_unstable();
        if spans.windows(2).any(|pair| matches!(pair, [a, b] if a.1 > b.0)) {
            return Err(Refusal::HoursOverlap);
        }
        Ok(Decision::default().day(self.day, DayFact::HoursOpened(self.hours.clone())))
    }
}
