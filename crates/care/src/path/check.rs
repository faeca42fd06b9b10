//! What is wrong with a path: each fault with its place and what to do, all at once.

use std::collections::BTreeSet;

use super::explore::explore;
use super::{Outcome, Path, Step};
use crate::language::{Language, Text};

/// What paths may name that stands elsewhere.
#[derive(Clone, Default, Debug)]
pub struct Known<'k> {
    /// The ids of the law's rules.
    pub rules: BTreeSet<&'k str>,
    /// The names of the questionnaires.
    pub questionnaires: BTreeSet<&'k str>,
    /// The names of the scores that questionnaires give.
    pub scores: BTreeSet<&'k str>,
}

impl Path {
    /// What is wrong with it, and what to do.
    pub fn faults(&self, known: &Known<'_>) -> Vec<String> {
        let mut faults = Vec::new();
        self.entry_faults(&mut faults);
        for (at, step) in self.steps.iter().enumerate() {
            let mut tell = |says: String| faults.push(format!("step {}: {says}", step.id));
            if self.steps.iter().take(at).any(|other| other.id == step.id) {
                tell("the name is given twice; rename one".to_owned());
            }
            self.step_faults(step, known, &mut tell);
            for (at, outcome) in step.outcomes.iter().enumerate() {
                let mut tell = |says: String| tell(format!("outcome {}: {says}", outcome.code));
                if step.outcomes.iter().take(at).any(|other| other.code == outcome.code) {
                    tell("the code is given twice; rename one".to_owned());
                }
                self.outcome_faults(step, outcome, known, &mut tell);
            }
        }
        // Ways are tried only where every name stands for something.
        if faults.is_empty() {
            self.way_faults(&mut faults);
        }
        faults
    }

    fn entry_faults(&self, faults: &mut Vec<String>) {
        let mut tell = |says: &str| faults.push(says.to_owned());
        if self.version == 0 {
            tell("version: the first version is 1");
        }
        if holed(&self.title) {
            tell("title: write it in fi, sv and en");
        }
        if holed(&self.purpose) {
            tell("purpose: write it in fi, sv and en");
        }
        if self.entry.topics.is_empty() {
            tell("entry.topics: name at least one topic, or nobody is ever proposed this path");
        }
        if matches!((self.entry.age_min, self.entry.age_max), (Some(min), Some(max)) if min > max) {
            tell("entry: age_min is above age_max; swap them");
        }
        if self.entry.opens.is_empty() {
            tell("entry.opens: name the step that it begins with");
        }
        for id in &self.entry.opens {
            match self.step(id) {
                None => {
                    tell(&format!("entry.opens: there is no step {id}; add it, or name another"));
                }
                Some(step) if !step.joins.is_empty() => tell(&format!(
                    "entry.opens: step {id} joins others, so nothing can begin with it; name another"
                )),
                Some(_) => {}
            }
        }
    }

    fn step_faults(&self, step: &Step, known: &Known<'_>, tell: &mut impl FnMut(String)) {
        if !named(&step.id) {
            tell("write the name in small letters, digits and hyphens".to_owned());
        }
        if holed(&step.title) {
            tell("title: write it in fi, sv and en".to_owned());
        }
        if holed(&step.owner.name) {
            tell("owner.name: write it in fi, sv and en".to_owned());
        }
        for rule in step.clocks.iter().filter(|rule| !known.rules.contains(rule.as_str())) {
            tell(format!("clocks: the law has no rule {rule}; see content/law"));
        }
        let asked = step.questionnaires.iter();
        for name in asked.filter(|name| !known.questionnaires.contains(name.as_str())) {
            tell(format!("questionnaires: there is no {name}; see content/questionnaires"));
        }
        for id in &step.joins {
            let leads = |outcome: &Outcome| outcome.opens.contains(&step.id);
            match self.step(id) {
                None => tell(format!("joins: there is no step {id}; add it, or name another")),
                Some(other) if !other.outcomes.iter().any(leads) => tell(format!(
                    "joins: no outcome of step {id} opens this one, so it would never begin; open it there"
                )),
                Some(_) => {}
            }
        }
        if step.times_max == Some(0) {
            tell("times_max: a step that is never taken has no place here; take it out".to_owned());
        }
        if step.outcomes.is_empty() {
            tell("add at least one outcome".to_owned());
        }
    }

    fn outcome_faults(
        &self,
        step: &Step,
        outcome: &Outcome,
        known: &Known<'_>,
        tell: &mut impl FnMut(String),
    ) {
        if !named(&outcome.code) {
            tell("write the code in small letters, digits and hyphens".to_owned());
        }
        if holed(&outcome.title) {
            tell("title: write it in fi, sv and en".to_owned());
        }
        if outcome.ends && !outcome.opens.is_empty() {
            tell("it ends the path and opens steps; leave one of the two".to_owned());
        }
        for id in &outcome.opens {
            match self.step(id) {
                None => tell(format!("opens: there is no step {id}; add it, or name another")),
                Some(next) if !next.joins.is_empty() && !next.joins.contains(&step.id) => {
                    tell(format!(
                        "opens: step {id} does not join this one; add {} to its joins",
                        step.id
                    ));
                }
                Some(_) => {}
            }
        }
        for suggested in &outcome.suggested {
            if !known.scores.contains(suggested.score.as_str()) {
                tell(format!("suggested: no questionnaire gives a score {}", suggested.score));
            }
            match (suggested.from, suggested.to) {
                (None, None) => tell("suggested: give from, to or both".to_owned()),
                (Some(from), Some(to)) if from > to => {
                    tell("suggested: from is above to; swap them".to_owned());
                }
                (Some(_), _) | (None, Some(_)) => {}
            }
        }
    }

    fn way_faults(&self, faults: &mut Vec<String>) {
        if let Some(round) = self.round() {
            faults.push(format!(
                "one can go round for ever by {}; give times_max to one of these steps",
                round.join(", ")
            ));
            return;
        }
        let explored = explore(self);
        if explored.too_many {
            faults.push(
                "there are too many ways through it to try them all; part it into two paths"
                    .to_owned(),
            );
            return;
        }
        for id in explored.unreached {
            faults
                .push(format!("step {id}: nothing leads to it; open it somewhere, or take it out"));
        }
        if let Some(way) = explored.lost {
            faults.push(format!(
                "after {way} nothing is open and nothing has ended; open a step there, or end the path"
            ));
        }
        if let Some(way) = explored.endless {
            faults.push(format!(
                "after {way} the end cannot be reached any more; let some outcome end the path"
            ));
        }
    }

    /// Steps by which one comes back to where one was, none of which has a number to keep to.
    fn round(&self) -> Option<Vec<&str>> {
        let free = |step: &&Step| step.times_max.is_none();
        let back = |step| self.back_to(step, step, &mut BTreeSet::new());
        self.steps.iter().filter(free).find_map(back)
    }

    /// The steps from one to the last before the start; each is looked at once, whichever way leads to it.
    fn back_to<'p>(
        &'p self,
        start: &'p Step,
        from: &'p Step,
        seen: &mut BTreeSet<&'p str>,
    ) -> Option<Vec<&'p str>> {
        let opened = from.outcomes.iter().flat_map(|outcome| &outcome.opens);
        let free = opened.filter_map(|id| self.step(id)).filter(|step| step.times_max.is_none());
        for next in free {
            if next.id == start.id {
                return Some(vec![&from.id]);
            }
            if seen.insert(&next.id)
                && let Some(mut round) = self.back_to(start, next, seen)
            {
                round.insert(0, &from.id);
                return Some(round);
            }
        }
        None
    }
}

fn holed(text: &Text) -> bool {
    Language::ALL.iter().any(|language| text.get(*language).trim().is_empty())
}

fn named(id: &str) -> bool {
    let fits =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    !id.is_empty() && id.chars().all(fits)
}
