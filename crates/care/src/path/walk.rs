//! Walking a path: which steps are open, and what finishing one changes.

use std::collections::BTreeSet;

use super::{Outcome, Path, Step};
use crate::code::codes;

codes! {
    /// Why a step cannot be finished like this.
    Stuck {
        /// The path is over.
        Over = "over",
        /// The path has no such step.
        StepUnknown = "step-unknown",
        /// The step is not open.
        NotOpen = "not-open",
        /// The step has no such outcome.
        OutcomeUnknown = "outcome-unknown",
        /// The outcome leads to a step that was taken as often as it may be.
        TakenOften = "taken-often",
    }
}

/// Where somebody is on a path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Walk {
    places: Vec<Place>,
    over: bool,
}

#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct Place {
    open: bool,
    // Counted only where there is a number to keep to, so that the ways through a path stay countable.
    times: u16,
    // Which of the steps that it joins have led here.
    come: BTreeSet<usize>,
}

impl Path {
    /// Where somebody is who enters it.
    pub fn enter(&self) -> Walk {
        let mut walk = Walk { places: vec![Place::default(); self.steps.len()], over: false };
        for id in &self.entry.opens {
            walk.open(self, id, None);
        }
        walk
    }
}

impl Walk {
    /// Whether the path is over.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// The open steps, in the order of the path. The first one leads: whoever takes it answers for the whole.
    pub fn open_steps<'p>(&self, path: &'p Path) -> impl Iterator<Item = &'p Step> {
        let steps = path.steps.iter().zip(&self.places);
        steps.filter_map(|(step, place)| place.open.then_some(step))
    }

    /// The outcomes that an open step can have now.
    pub fn outcomes<'p>(
        &self,
        path: &'p Path,
        step: &'p Step,
    ) -> impl Iterator<Item = &'p Outcome> {
        step.outcomes.iter().filter(|outcome| !self.taken_often(path, outcome))
    }

    /// Where they are once a step is finished like this.
    pub fn finish(&self, path: &Path, step: &str, outcome: &str) -> Result<Self, Stuck> {
        if self.over {
            return Err(Stuck::Over);
        }
        let from = path.place(step).ok_or(Stuck::StepUnknown)?;
        if !self.places.get(from).is_some_and(|place| place.open) {
            return Err(Stuck::NotOpen);
        }
        let step = path.steps.get(from).ok_or(Stuck::StepUnknown)?;
        let outcome = step.outcome(outcome).ok_or(Stuck::OutcomeUnknown)?;
        if self.taken_often(path, outcome) {
            return Err(Stuck::TakenOften);
        }
        let mut next = self.clone();
        if let Some(place) = next.places.get_mut(from) {
            place.open = false;
        }
        for id in &outcome.opens {
            next.open(path, id, Some(from));
        }
        if outcome.ends {
            next.over = true;
            // What else was open is open no more, and nobody waits at a join.
            next.places = vec![Place::default(); path.steps.len()];
        }
        Ok(next)
    }

    fn taken_often(&self, path: &Path, outcome: &Outcome) -> bool {
        let full = |id: &String| {
            let place =
                path.place(id).and_then(|at| Some((path.steps.get(at)?, self.places.get(at)?)));
            place.is_some_and(|(step, place)| step.times_max.is_some_and(|max| place.times >= max))
        };
        outcome.opens.iter().any(full)
    }

    fn open(&mut self, path: &Path, id: &str, from: Option<usize>) {
        let Some((step, place)) =
            path.place(id).and_then(|at| Some((path.steps.get(at)?, self.places.get_mut(at)?)))
        else {
            return;
        };
        if let Some(from) = from.filter(|_| !step.joins.is_empty()) {
            place.come.insert(from);
            let come = |id: &String| path.place(id).is_some_and(|at| place.come.contains(&at));
            if !step.joins.iter().all(come) {
                return;
            }
            place.come.clear();
        }
        // Two ways that meet in an open step are one.
        if !place.open {
            place.open = true;
            place.times += u16::from(step.times_max.is_some());
        }
    }
}
