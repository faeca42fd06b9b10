//! One job of work: read, checked and planned beside the others, and written in its turn. All that
//! can be written together shares one transaction of the store.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use fhir::bundle::{Action, Answers, BundleKind, Plan};
use fhir::check::Rigour;
use fhir::{Place, Problem, Severity};

use super::reading::{Job, LIMITS, Source};
use super::steps::{Asked, Step, Whole, steps, wants};
use super::{Bad, Import};
use crate::door::Denied;
use crate::door::resources::{Change, Obstacle, Outcomes, Unread};

/// How many changes share one transaction of the store.
const TOGETHER_MAX: usize = 250;

/// Changes that are made whole or not at all, with where they come from.
struct Group {
    source: Arc<Source>,
    /// One for each change.
    places: Vec<Place>,
    /// How many entries of it were there already, by their own condition.
    known: u64,
    /// What is kept when it cannot be made; without it, the resource itself.
    bytes: Option<Vec<u8>>,
}

/// What waits to be written together.
#[derive(Default)]
struct Waiting {
    changes: Vec<Vec<Change>>,
    groups: Vec<Group>,
    count: usize,
}

impl Waiting {
    fn add(&mut self, group: Group, changes: Vec<Change>) {
        self.count += changes.len();
        self.changes.push(changes);
        self.groups.push(group);
    }

    fn add_alone(&mut self, source: &Arc<Source>, change: Change, place: Place) {
        let (source, places) = (Arc::clone(source), vec![place]);
        self.add(Group { source, places, known: 0, bytes: None }, vec![change]);
    }
}

impl Import<'_> {
    /// Takes one job in.
    pub(super) fn take_in(&self, job: Job) -> Result<(), Denied> {
        let Job { number, parts, .. } = job;
        let mut sources = Vec::with_capacity(parts.len());
        let mut all: Vec<(Arc<Source>, Step)> = Vec::with_capacity(parts.len());
        for (source, piece) in parts {
            let steps = steps(&source.file, piece);
            all.extend(steps.into_iter().map(|step| (Arc::clone(&source), step)));
            sources.push(source);
        }
        let Some(_turn) = self.turn.enter(number, wants(all.iter().map(|(_, step)| step))) else {
            return Ok(());
        };
        let mut waiting = Waiting::default();
        for (source, step) in all {
            self.carry_out(&source, step, &mut waiting)?;
            if waiting.count >= TOGETHER_MAX {
                self.settle(&mut waiting)?;
            }
        }
        self.settle(&mut waiting)?;
        for source in sources {
            tracing::debug!(file = source.file, "taken in");
            self.one_done(&source)?;
        }
        Ok(())
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

    fn carry_out(
        &self,
        source: &Arc<Source>,
        step: Step,
        waiting: &mut Waiting,
    ) -> Result<(), Denied> {
        match step {
            Step::Alone(items) => {
                for (change, place) in items {
                    waiting.add_alone(source, change, place);
                    if waiting.count >= TOGETHER_MAX {
                        self.settle(waiting)?;
                    }
                }
                Ok(())
            }
            Step::Unread(unread, bytes, problems) => {
                self.keep(source, unread, &bytes)?;
                self.tell(source, Bad::of(&source.file, &problems));
                Ok(())
            }
            Step::Bundle(Whole { bundle, asked, bytes }) => {
                let plan = match asked {
                    Asked::Nothing(plan) => plan,
                    Asked::Questions(questions) => {
                        // What was read before has to be there to be found.
                        self.settle(waiting)?;
                        let mut answers = Answers::default();
                        for question in questions {
                            // A condition that cannot be read finds nobody, and its entry says so.
                            if let Ok(answer) = self.door.answer(self.caller, &question)? {
                                answers.give(question, answer);
                            }
                        }
                        bundle.plan(&answers, None, &LIMITS, Rigour::Lenient)
                    }
                };
                if bundle.kind == BundleKind::Transaction {
                    return self.transaction(source, plan, bytes, waiting);
                }
                let json = |entry: usize| {
                    let entry = bundle.entries.get(entry);
                    entry.and_then(|entry| entry.resource.as_deref()).unwrap_or_default()
                };
                self.entries(source, plan, &json, waiting)
            }
        }
    }

    /// The entries of a Bundle that is no transaction: each stands alone.
    fn entries<'b>(
        &self,
        source: &Arc<Source>,
        plan: Plan,
        json: &dyn Fn(usize) -> &'b str,
        waiting: &mut Waiting,
    ) -> Result<(), Denied> {
        for planned in plan.entries {
            let place = Place::default().in_entry(planned.entry);
            match planned.action {
                Action::Write { resource, method, if_match } => {
                    waiting.add_alone(source, Change::Write { resource, method, if_match }, place);
                }
                Action::Delete { rtype, id, if_match } => {
                    waiting.add_alone(source, Change::Delete { rtype, id, if_match }, place);
                }
                Action::Exists { .. } => self.note(|report| report.unchanged += 1),
                Action::Nothing | Action::Read { .. } | Action::Patch { .. } => {}
                Action::Refuse(problems) => {
                    let bytes = json(planned.entry).as_bytes();
                    self.keep(source, Unread::new(&source.file, bytes, &problems), bytes)?;
                    self.tell(source, Bad::of(&source.file, &problems));
                }
            }
            if waiting.count >= TOGETHER_MAX {
                self.settle(waiting)?;
            }
        }
        Ok(())
    }

    /// A transaction: all of its entries or none. One that cannot be made is kept as a whole, with
    /// each of its faults told.
    fn transaction(
        &self,
        source: &Arc<Source>,
        plan: Plan,
        bytes: Vec<u8>,
        waiting: &mut Waiting,
    ) -> Result<(), Denied> {
        if plan.has_refusal() {
            let mut errors: Vec<Problem> = plan.problems;
            errors.retain(|problem| problem.severity == Severity::Error);
            self.keep(source, Unread::new(&source.file, &bytes, &errors), &bytes)?;
            for error in &errors {
                self.tell(source, Bad::of(&source.file, std::slice::from_ref(error)));
            }
            return Ok(());
        }
        let mut changes = Vec::with_capacity(plan.entries.len());
        let mut places = Vec::with_capacity(plan.entries.len());
        let mut known = 0;
        for planned in plan.entries {
            changes.push(match planned.action {
                Action::Write { resource, method, if_match } => {
                    Change::Write { resource, method, if_match }
                }
                Action::Delete { rtype, id, if_match } => Change::Delete { rtype, id, if_match },
                Action::Exists { .. } => {
                    known += 1;
                    continue;
                }
                Action::Nothing
                | Action::Read { .. }
                | Action::Patch { .. }
                | Action::Refuse(_) => continue,
            });
            places.push(Place::default().in_entry(planned.entry));
        }
        let source = Arc::clone(source);
        waiting.add(Group { source, places, known, bytes: Some(bytes) }, changes);
        Ok(())
    }

    /// Writes what waits.
    fn settle(&self, waiting: &mut Waiting) -> Result<(), Denied> {
        let Waiting { changes, groups, .. } = std::mem::take(waiting);
        if groups.is_empty() {
            return Ok(());
        }
        let outcomes = self.door.receive_told(self.caller, &changes)?;
        for ((group, changes), outcomes) in groups.iter().zip(&changes).zip(&outcomes) {
            match first_obstacle(outcomes) {
                Some((obstacle, at)) => self.stopped(group, changes, obstacle, at)?,
                None => self.note(|report| {
                    report.count(outcomes);
                    report.unchanged += group.known;
                }),
            }
        }
        Ok(())
    }

    /// What the store does not take: kept for a person to look at, unless keeping it is just what
    /// must not be.
    fn stopped(
        &self,
        group: &Group,
        changes: &[Change],
        obstacle: &Obstacle,
        at: usize,
    ) -> Result<(), Denied> {
        let (Some(change), Some(place)) = (changes.get(at), group.places.get(at)) else {
            return Ok(());
        };
        let (code, reason) = match obstacle {
            Obstacle::OtherVersion(version) => {
                ("version-conflict", format!("{change}: version {version} is in force"))
            }
            Obstacle::Rendered(_) => ("rendered", format!("{change} is kept by Polku itself")),
            Obstacle::Barred(problem) => (problem.code.code(), problem.to_string()),
            Obstacle::Refused(refusal) => (refusal.code(), refusal.to_string()),
            Obstacle::Erased => ("erased", format!("{change}: the person's records were erased")),
        };
        if *obstacle != Obstacle::Erased {
            let bytes = match (&group.bytes, change) {
                (Some(bytes), _) => bytes,
                (None, Change::Write { resource, .. }) => resource.text.as_bytes(),
                (None, Change::Delete { .. }) => &[],
            };
            let unread = Unread {
                line: place.line,
                entry: place.entry,
                reasons: vec![code.to_owned()],
                ..Unread::new(&group.source.file, bytes, &[])
            };
            self.keep(&group.source, unread, bytes)?;
        }
        let (file, reason) = (group.source.file.clone(), format!("{reason} ({code})"));
        self.tell(&group.source, Bad { file, line: place.line, entry: place.entry, reason });
        Ok(())
    }

    fn keep(&self, source: &Source, unread: Unread, bytes: &[u8]) -> Result<(), Denied> {
        source.bad.fetch_add(1, Ordering::AcqRel);
        self.door.keep_unread(self.caller, &[(unread, bytes)])?;
        Ok(())
    }

    fn tell(&self, source: &Source, bad: Bad) {
        source.bad.fetch_add(1, Ordering::AcqRel);
        self.note(|report| report.tell(bad));
    }
}

fn first_obstacle(outcomes: &Outcomes) -> Option<(&Obstacle, usize)> {
    outcomes.iter().zip(0..).find_map(|(outcome, at)| Some((outcome.as_ref().err()?, at)))
}
