//! What is posted to the base: Bundles, NDJSON, arrays, single resources. A transaction is made whole
//! or not at all; of everything else each piece stands alone, and a bad one is kept.

use std::collections::{HashMap, HashSet};

use axum::http::{StatusCode, header};
use fhir::bundle::{
    Action, Answers, Bundle, BundleKind, EntryOutcome, Method as Verb, Plan, response,
};
use fhir::check::{self, Rigour};
use fhir::intake::{Document, Received, receive, receive_line};
use fhir::problem::any_error;
use fhir::{Code, Place, Problem, Resource, Severity};

use super::Api;
use super::asked::{Asked, Media};
use super::conditional::{ATTEMPTS_MAX, is_stale};
use super::entries::{entry, noticed, refused, represented};
use super::reply::Reply;
use super::stop::Stop;
use crate::door::resources::{Change, Obstacle, Outcomes, Unread, Written};

/// How many independent changes share one transaction of the store.
const TOGETHER_MAX: usize = 250;

/// The source that is noted with what was kept.
const SOURCE: &str = "POST /fhir";

impl Api<'_> {
    pub(super) fn take_in(&self, asked: &Asked) -> Result<Reply, Stop> {
        let limits = asked.limits().documents();
        let mut pieces: Vec<Received<'_>> = match asked.media()? {
            Media::Json => receive(&asked.body, &limits),
            Media::Ndjson => {
                let lines = asked.body.split(|byte| *byte == b'\n').zip(1..);
                lines.filter_map(|(line, number)| receive_line(line, number, &limits)).collect()
            }
            Media::Form => return Err(Stop::MediaType("application/x-www-form-urlencoded".into())),
            Media::Patch => return Err(Stop::MediaType("application/json-patch+json".into())),
        };
        if pieces.len() > 1 {
            return self.pieces(asked, pieces);
        }
        let Some(one) = pieces.pop() else {
            return Err(Problem::error(Code::Empty, Place::default(), "").into());
        };
        match one.document.map_err(Stop::Problems)? {
            Document::Resource(draft) => self.write(asked, draft.identify(), None),
            Document::Bundle(bundle) => {
                let outcomes = self.bundle(asked, &bundle)?;
                Ok(Reply::json(StatusCode::OK, response(bundle.kind, &outcomes)))
            }
        }
    }

    /// Pieces that stand alone, in their order.
    fn pieces(&self, asked: &Asked, pieces: Vec<Received<'_>>) -> Result<Reply, Stop> {
        let mut outcomes = Vec::with_capacity(pieces.len());
        let mut waiting: Vec<(Resource, Vec<Problem>)> = Vec::new();
        for piece in pieces {
            match piece.document {
                Ok(Document::Resource(draft)) => {
                    let resource = draft.identify();
                    let problems: Vec<Problem> = check::with(Rigour::Strict, &resource)
                        .into_iter()
                        .map(|problem| at(problem, &piece.place))
                        .collect();
                    if any_error(&problems) {
                        self.settle(asked, &mut waiting, &mut outcomes)?;
                        outcomes.push(self.kept(asked, &piece.bytes, &problems)?);
                    } else if self.door.means_command(&resource)? {
                        self.settle(asked, &mut waiting, &mut outcomes)?;
                        let answered = self.command_entry(asked, &resource, None);
                        outcomes.push(answered.unwrap_or_else(|stop| refused(asked, &stop)));
                    } else {
                        waiting.push((resource, problems));
                    }
                    if waiting.len() >= TOGETHER_MAX {
                        self.settle(asked, &mut waiting, &mut outcomes)?;
                    }
                }
                Ok(Document::Bundle(bundle)) => {
                    self.settle(asked, &mut waiting, &mut outcomes)?;
                    let answered = self.bundle(asked, &bundle);
                    outcomes.push(whole(asked, bundle.kind, answered)?);
                }
                Err(problems) => {
                    self.settle(asked, &mut waiting, &mut outcomes)?;
                    outcomes.push(self.kept(asked, &piece.bytes, &problems)?);
                }
            }
        }
        self.settle(asked, &mut waiting, &mut outcomes)?;
        Ok(Reply::json(StatusCode::OK, response(BundleKind::Batch, &outcomes)))
    }

    /// Writes the resources that wait.
    fn settle(
        &self,
        asked: &Asked,
        waiting: &mut Vec<(Resource, Vec<Problem>)>,
        outcomes: &mut Vec<EntryOutcome>,
    ) -> Result<(), Stop> {
        let (resources, problems): (Vec<_>, Vec<_>) = std::mem::take(waiting).into_iter().unzip();
        let groups: Vec<Vec<Change>> = resources
            .into_iter()
            .map(|resource| {
                let resource = Box::new(resource);
                vec![Change::Write { resource, method: Verb::Put, if_match: None }]
            })
            .collect();
        if groups.is_empty() {
            return Ok(());
        }
        let written = self.door.receive(self.caller, &groups)?.into_iter().flatten();
        let changes = groups.iter().flatten();
        for ((one, change), problems) in written.zip(changes).zip(problems) {
            let place = problems.first().map(|one| one.place.clone()).unwrap_or_default();
            outcomes.push(entry(asked, one, change, &place, &problems));
        }
        Ok(())
    }

    /// What became of a piece that could not be read: it is kept.
    fn kept(
        &self,
        asked: &Asked,
        bytes: &[u8],
        problems: &[Problem],
    ) -> Result<EntryOutcome, Stop> {
        let unread = Unread::new(SOURCE, bytes, problems);
        self.door.keep_unread(self.caller, &[(unread, bytes)])?;
        Ok(refused(asked, &Stop::Problems(problems.to_vec())))
    }

    /// What each entry of a Bundle came to. A transaction with a patch is made anew when somebody was
    /// faster than the version that was patched.
    fn bundle(&self, asked: &Asked, bundle: &Bundle) -> Result<Vec<EntryOutcome>, Stop> {
        let patches = bundle.kind == BundleKind::Transaction && bundle.has_patch();
        let mut attempts = 0..ATTEMPTS_MAX;
        loop {
            match self.bundle_once(asked, bundle) {
                Err(stop) if patches && is_stale(&stop) && attempts.next().is_some() => {}
                answered => return answered,
            }
        }
    }

    fn bundle_once(&self, asked: &Asked, bundle: &Bundle) -> Result<Vec<EntryOutcome>, Stop> {
        let questions = bundle.questions();
        // Nobody else decides by a search between the answers and what is written by them.
        let _alone = (!questions.is_empty()).then(|| self.door.alone());
        let mut answers = Answers::default();
        for question in questions {
            let answer = self.door.answer(self.caller, &question)?.map_err(Stop::Problems)?;
            answers.give(question, answer);
        }
        let limits = asked.limits().documents();
        let mut plan = bundle.plan(&answers, Some(&self.base), &limits, Rigour::Strict);
        let atomic = bundle.kind == BundleKind::Transaction;
        if atomic && plan.has_refusal() {
            let mut problems = plan.problems;
            problems.retain(|problem| problem.severity == Severity::Error);
            return Err(Stop::Problems(problems));
        }
        if atomic {
            self.settle_patches(asked, &mut plan)?;
        }
        let commands = self.commands(&plan, atomic)?;
        let mut ordered = changes(&plan);
        ordered.retain(|(number, _)| !commands.contains(number));
        let (numbers, changes): (Vec<usize>, Vec<Change>) = ordered.into_iter().unzip();
        let groups = if atomic {
            vec![changes]
        } else {
            changes.into_iter().map(|change| vec![change]).collect()
        };
        let mut written: Outcomes = Vec::new();
        for some in groups.chunks(TOGETHER_MAX) {
            written.extend(self.door.receive(self.caller, some)?.into_iter().flatten());
        }
        let changes: Vec<&Change> = groups.iter().flatten().collect();
        if atomic {
            all_written(&written, &changes, &numbers)?;
        }
        let written = written.into_iter().zip(changes);
        let written = numbers.into_iter().zip(written).collect();
        self.outcomes(asked, bundle, &plan, Made { written, commands, atomic })
    }

    /// What each entry came to, in their order; what stands alone is done here.
    fn outcomes(
        &self,
        asked: &Asked,
        bundle: &Bundle,
        plan: &Plan,
        mut made: Made<'_>,
    ) -> Result<Vec<EntryOutcome>, Stop> {
        let mut outcomes: Vec<EntryOutcome> = Vec::with_capacity(plan.entries.len());
        for planned in &plan.entries {
            let place = Place::default().in_entry(planned.entry);
            outcomes.push(match &planned.action {
                Action::Write { resource, if_match, .. }
                    if made.commands.contains(&planned.entry) =>
                {
                    match self.command_entry(asked, resource, *if_match) {
                        Err(stop) if made.atomic => return Err(stop),
                        answered => answered.unwrap_or_else(|stop| refused(asked, &stop)),
                    }
                }
                Action::Write { .. } | Action::Delete { .. } => {
                    match made.written.remove(&planned.entry) {
                        Some((one, change)) => {
                            let noticed = noticed(plan, planned.entry);
                            let outcome = entry(asked, one, change, &place, &noticed);
                            represented(asked, outcome, change)
                        }
                        None => EntryOutcome::default(),
                    }
                }
                Action::Patch { rtype, id, steps, if_match } => {
                    self.patch_entry(asked, *rtype, id, (steps, *if_match))
                }
                Action::Exists { rtype, id } => self.exists(*rtype, id)?,
                Action::Nothing => EntryOutcome { status: 204, ..EntryOutcome::default() },
                Action::Read { url, if_none_match, if_modified_since } => {
                    let known = [
                        (header::IF_NONE_MATCH, if_none_match),
                        (header::IF_MODIFIED_SINCE, if_modified_since),
                    ];
                    self.read_entry(asked, url, known)
                }
                Action::Refuse(problems) => {
                    let json = bundle.entries.get(planned.entry);
                    match json.and_then(|entry| entry.resource.as_deref()) {
                        Some(json) => self.kept(asked, json.as_bytes(), problems)?,
                        None => refused(asked, &Stop::Problems(problems.clone())),
                    }
                }
            });
        }
        Ok(outcomes)
    }

    /// Makes writes of the patches of a transaction, each against the version that it patched.
    fn settle_patches(&self, asked: &Asked, plan: &mut Plan) -> Result<(), Stop> {
        for planned in &mut plan.entries {
            let Action::Patch { rtype, id, steps, if_match } = &planned.action else { continue };
            let in_entry = |stop| {
                let Stop::Problems(problems) = stop else { return stop };
                let place = |one: Problem| {
                    let place = one.place.clone().in_entry(planned.entry);
                    Problem { place, ..one }
                };
                Stop::Problems(problems.into_iter().map(place).collect())
            };
            let (resource, version) = self.patched(asked, *rtype, id, steps).map_err(in_entry)?;
            let problems = check::with(Rigour::Strict, &resource);
            if any_error(&problems) {
                return Err(in_entry(Stop::Problems(problems)));
            }
            let if_match = Some(if_match.unwrap_or(version));
            let resource = Box::new(resource);
            planned.action = Action::Write { method: Verb::Put, resource, if_match };
        }
        Ok(())
    }

    /// The entries that mean commands. Each is a transaction of its own, so a transaction of several
    /// changes cannot hold one.
    fn commands(&self, plan: &Plan, atomic: bool) -> Result<HashSet<usize>, Stop> {
        let mut commands = HashSet::new();
        let mut writes = 0;
        for planned in &plan.entries {
            if let Action::Write { resource, .. } = &planned.action {
                writes += 1;
                if self.door.means_command(resource)? {
                    commands.insert(planned.entry);
                }
            } else if let Action::Delete { .. } = &planned.action {
                writes += 1;
            }
        }
        let first = plan.entries.iter().find(|planned| commands.contains(&planned.entry));
        if let (true, true, Some(first)) = (atomic, writes > 1, first)
            && let Action::Write { resource, .. } = &first.action
        {
            let place = Place::default().in_entry(first.entry);
            let detail = format!("{}/{}", resource.rtype, resource.id);
            return Err(Problem::error(Code::CommandAlone, place, detail).into());
        }
        Ok(commands)
    }
}

/// What was made of the entries of a Bundle so far, and what is done alone.
struct Made<'c> {
    written: HashMap<usize, (Result<Written, Obstacle>, &'c Change)>,
    commands: HashSet<usize>,
    atomic: bool,
}

/// The changes of a plan with the numbers of their entries, in the order of FHIR: what is deleted
/// first, then what is new, then what is updated.
fn changes(plan: &Plan) -> Vec<(usize, Change)> {
    let change = |action: &Action| match action {
        Action::Write { resource, method, if_match } => {
            Some(Change::Write { resource: resource.clone(), method: *method, if_match: *if_match })
        }
        Action::Delete { rtype, id, if_match } => {
            Some(Change::Delete { rtype: *rtype, id: id.clone(), if_match: *if_match })
        }
        Action::Exists { .. }
        | Action::Nothing
        | Action::Patch { .. }
        | Action::Read { .. }
        | Action::Refuse(_) => None,
    };
    let planned = plan.entries.iter();
    let mut changes: Vec<(usize, Change)> =
        planned.filter_map(|one| Some((one.entry, change(&one.action)?))).collect();
    changes.sort_by_key(|(_, change)| match change {
        Change::Delete { .. } => 0,
        Change::Write { method: Verb::Post, .. } => 1,
        Change::Write { method: Verb::Put, .. } => 2,
    });
    changes
}

/// Stops when something stood in the way of a transaction: then nothing of it was written.
fn all_written(written: &Outcomes, changes: &[&Change], numbers: &[usize]) -> Result<(), Stop> {
    let obstacles: Vec<(Obstacle, Place, String)> = written
        .iter()
        .zip(changes.iter().zip(numbers))
        .filter_map(|(one, (change, number))| {
            let obstacle = one.as_ref().err()?;
            Some((obstacle.clone(), Place::default().in_entry(*number), change.to_string()))
        })
        .collect();
    if obstacles.is_empty() { Ok(()) } else { Err(Stop::Obstacles(obstacles)) }
}

/// What a Bundle among other pieces came to, as one entry.
fn whole(
    asked: &Asked,
    kind: BundleKind,
    answered: Result<Vec<EntryOutcome>, Stop>,
) -> Result<EntryOutcome, Stop> {
    match answered {
        Ok(outcomes) => Ok(EntryOutcome {
            status: 200,
            resource: Some(response(kind, &outcomes)),
            ..EntryOutcome::default()
        }),
        Err(Stop::Denied(denied)) => Err(Stop::Denied(denied)),
        Err(stop) => Ok(refused(asked, &stop)),
    }
}

fn at(mut problem: Problem, place: &Place) -> Problem {
    problem.place.line = place.line;
    problem.place.entry = place.entry;
    problem
}
