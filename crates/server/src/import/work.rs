//! One piece of work: read, checked and planned beside the others, and written in its turn.

use std::sync::atomic::Ordering;

use fhir::bundle::{Action, Answers, BundleKind, Plan};
use fhir::{Place, Problem, Severity};

use super::reading::{Job, LIMITS, Source};
use super::steps::{Asked, Step, Whole, steps, wants};
use super::{Bad, Import};
use crate::door::Denied;
use crate::door::resources::{Change, Obstacle, Together, Unread};

/// How many independent changes share one transaction of the store.
const TOGETHER_MAX: usize = 250;

impl Import<'_> {
    /// Takes one piece in.
    pub(super) fn take_in(&self, job: Job) -> Result<(), Denied> {
        let Job { number, source, piece } = job;
        let steps = steps(&source.file, piece);
        let Some(_turn) = self.turn.enter(number, wants(&steps)) else { return Ok(()) };
        for step in steps {
            match step {
                Step::Alone(items) => self.alone(&source, &items)?,
                Step::Bundle(whole) => self.bundle(&source, whole)?,
                Step::Unread(unread, bytes, problems) => {
                    self.door.keep_unread(self.caller, &[(unread, &bytes)])?;
                    self.tell(&source, Bad::of(&source.file, &problems));
                }
            }
        }
        tracing::debug!(number, "taken in");
        self.one_done(&source)
    }

    /// One piece of a file is done; with the last one a file without faults is remembered.
    pub(super) fn one_done(&self, source: &Source) -> Result<(), Denied> {
        if source.open.fetch_sub(1, Ordering::AcqRel) > 1
            || source.bad.load(Ordering::Acquire) > 0
            || self.has_failed()
        {
            return Ok(());
        }
        match source.whole {
            Some((digest, bytes)) => {
                self.door.file_taken_in(self.caller, digest, &source.file, bytes)
            }
            None => Ok(()),
        }
    }

    fn tell(&self, source: &Source, bad: Bad) {
        source.bad.fetch_add(1, Ordering::AcqRel);
        self.note(|report| report.tell(bad));
    }

    fn alone(&self, source: &Source, items: &[(Change, Place)]) -> Result<(), Denied> {
        for some in items.chunks(TOGETHER_MAX) {
            let changes: Vec<&Change> = some.iter().map(|(change, _)| change).collect();
            let outcomes = self.door.receive(self.caller, &changes, Together::EachAlone)?;
            self.note(|report| report.count(&outcomes));
            for (outcome, (change, place)) in outcomes.iter().zip(some) {
                let bytes = match change {
                    Change::Write { resource, .. } => resource.text.as_bytes(),
                    Change::Delete { .. } => &[],
                };
                if let Err(obstacle) = outcome {
                    self.stopped(source, *obstacle, change, place, bytes)?;
                }
            }
        }
        Ok(())
    }

    fn bundle(&self, source: &Source, whole: Whole) -> Result<(), Denied> {
        let Whole { bundle, asked, bytes } = whole;
        let plan = match asked {
            Asked::Nothing(plan) => plan,
            Asked::Questions(questions) => {
                let mut answers = Answers::default();
                for question in questions {
                    // A condition that cannot be read finds nobody, and its entry says so.
                    if let Ok(answer) = self.door.answer(self.caller, &question)? {
                        answers.give(question, answer);
                    }
                }
                bundle.plan(&answers, None, &LIMITS)
            }
        };
        if bundle.kind == BundleKind::Transaction {
            return self.transaction(source, plan, &bytes);
        }
        let mut items = Vec::with_capacity(plan.entries.len());
        for planned in plan.entries {
            let place = Place::default().in_entry(planned.entry);
            match planned.action {
                Action::Write { resource, method, if_match } => {
                    items.push((Change::Write { resource, method, if_match }, place));
                }
                Action::Delete { rtype, id } => {
                    items.push((Change::Delete { rtype, id, if_match: None }, place));
                }
                Action::Exists { .. } => self.note(|report| report.unchanged += 1),
                Action::Nothing | Action::Read { .. } => {}
                Action::Refuse(problems) => {
                    let json = bundle.entries.get(planned.entry);
                    let json = json.and_then(|entry| entry.resource.as_deref()).unwrap_or_default();
                    let unread = Unread::new(&source.file, json.as_bytes(), &problems);
                    self.door.keep_unread(self.caller, &[(unread, json.as_bytes())])?;
                    self.tell(source, Bad::of(&source.file, &problems));
                }
            }
        }
        self.alone(source, &items)
    }

    /// All entries of a transaction or none.
    fn transaction(&self, source: &Source, plan: Plan, bytes: &[u8]) -> Result<(), Denied> {
        if plan.has_refusal() {
            return self.refused(source, &plan.problems, bytes);
        }
        let mut changes = Vec::with_capacity(plan.entries.len());
        let mut entries = Vec::with_capacity(plan.entries.len());
        let mut known = 0;
        for planned in plan.entries {
            let change = match planned.action {
                Action::Write { resource, method, if_match } => {
                    Change::Write { resource, method, if_match }
                }
                Action::Delete { rtype, id } => Change::Delete { rtype, id, if_match: None },
                Action::Exists { .. } => {
                    known += 1;
                    continue;
                }
                Action::Nothing | Action::Read { .. } | Action::Refuse(_) => continue,
            };
            changes.push(change);
            entries.push(planned.entry);
        }
        let outcomes = self.door.receive(self.caller, &changes, Together::AllOrNone)?;
        let stopped = outcomes.iter().zip(0..).find_map(|(outcome, at)| {
            Some((*outcome.as_ref().err()?, changes.get(at)?, *entries.get(at)?))
        });
        if let Some((obstacle, change, entry)) = stopped {
            let place = Place::default().in_entry(entry);
            return self.stopped(source, obstacle, change, &place, bytes);
        }
        self.note(|report| {
            report.count(&outcomes);
            report.unchanged += known;
        });
        Ok(())
    }

    /// A transaction that cannot be made: kept as a whole, with each of its faults told.
    fn refused(&self, source: &Source, problems: &[Problem], bytes: &[u8]) -> Result<(), Denied> {
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
        let errors: Vec<Problem> = errors.cloned().collect();
        let unread = Unread::new(&source.file, bytes, &errors);
        self.door.keep_unread(self.caller, &[(unread, bytes)])?;
        for error in &errors {
            self.tell(source, Bad::of(&source.file, std::slice::from_ref(error)));
        }
        Ok(())
    }

    /// What the store does not take: kept for a person to look at, unless keeping it is just what
    /// must not be.
    fn stopped(
        &self,
        source: &Source,
        obstacle: Obstacle,
        change: &Change,
        place: &Place,
        bytes: &[u8],
    ) -> Result<(), Denied> {
        let (code, reason) = match obstacle {
            Obstacle::OtherVersion(version) => {
                ("version-conflict", format!("{change}: version {version} is in force"))
            }
            Obstacle::Rendered => ("rendered", format!("{change} is kept by Polku itself")),
            Obstacle::Erased => ("erased", format!("{change}: the person's records were erased")),
        };
        if obstacle != Obstacle::Erased {
            let unread = Unread {
                line: place.line,
                entry: place.entry,
                reasons: vec![code.to_owned()],
                ..Unread::new(&source.file, bytes, &[])
            };
            self.door.keep_unread(self.caller, &[(unread, bytes)])?;
        }
        let (file, reason) = (source.file.clone(), format!("{reason} ({code})"));
        self.tell(source, Bad { file, line: place.line, entry: place.entry, reason });
        Ok(())
    }
}
