//! What each line and each desk has to expect on an average working day: many matters are drawn by
//! chance, along the very ways that the year will go, and counted.

use care::code::{Topic, Urgency};

use super::catchment::{QueueAt, UnitAt, Ways};
use super::demand::{self, Finding};
use super::population::Population;
use super::random::Dice;

/// How many matters are drawn.
const DRAWN: u32 = 240_000;
/// Working days of a year.
const WORKING_DAYS: f64 = 251.0;

/// What a working day brings on average.
#[derive(Clone, Default, Debug)]
pub(super) struct Forecast {
    /// By line: times that are needed by somebody who can wait.
    pub(super) later: Vec<f64>,
    /// By line: times that are needed at once.
    pub(super) soon: Vec<f64>,
    /// By unit: assessments.
    pub(super) assessments: Vec<f64>,
}

impl Forecast {
    /// Counts what comes from a population.
    pub(super) fn new(seed: u64, ways: &Ways, units: usize, people: &Population) -> Self {
        let mut forecast = Self {
            later: vec![0.0; ways.queues.len()],
            soon: vec![0.0; ways.queues.len()],
            assessments: vec![0.0; units],
        };
        let each = people.matters_yearly() / WORKING_DAYS / f64::from(DRAWN);
        let mut dice = Dice::new(seed, "forecast");
        for n in 0..DRAWN {
            let month = i8::try_from(n % 12).unwrap_or_default() + 1;
            let Some((at, group)) = people.draw(&mut dice) else { break };
            let Some((resident, area)) = people.at(at, ways) else { continue };
            let channel = demand::channel(&mut dice, group, true);
            let topic: Topic = demand::topic(&mut dice, group, month);
            let age = people.age_of(resident);
            let course = ways.course(&mut dice, area, age, topic, channel);
            forecast.add_assessment(course.unit, each);
            let (Some(queue), Finding::Appointment(_, met, urgency)) =
                (course.queue, course.finding)
            else {
                continue;
            };
            let list =
                if urgency == Urgency::Urgent { &mut forecast.soon } else { &mut forecast.later };
            add(list, queue, each);
            if let Some((_, next)) = demand::further(&mut dice, met)
                && let Some(queue) = area.queue(next, age)
            {
                add(&mut forecast.later, queue, each);
            }
        }
        forecast
    }

    fn add_assessment(&mut self, unit: UnitAt, each: f64) {
        add(&mut self.assessments, unit, each);
    }

    /// What a line needs of both kinds.
    pub(super) fn needed(&self, queue: QueueAt) -> f64 {
        let of = |list: &[f64]| list.get(queue).copied().unwrap_or_default();
        of(&self.later) + of(&self.soon)
    }
}

fn add(list: &mut [f64], at: usize, each: f64) {
    if let Some(sum) = list.get_mut(at) {
        *sum += each;
    }
}
