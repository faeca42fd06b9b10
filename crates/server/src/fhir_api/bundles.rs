//! What is posted to the base: Bundles, NDJSON, arrays, single resources. A transaction is made whole
//! or not at all; of everything else each piece stands alone, and a bad one is kept.

use std::collections::HashMap;

use axum::http::{Method, StatusCode};
use fhir::bundle::{
    Action, Answers, Bundle, BundleKind, EntryOutcome, Method as Verb, Plan, response,
};
use fhir::check::{self, Rigour};
use fhir::intake::{Document, Received, receive, receive_line};
use fhir::outcome::of_problems;
use fhir::problem::any_error;
use fhir::resource::print;
use fhir::{Code, Limits, Place, Problem, Resource, ResourceType, Severity};

use super::Api;
use super::asked::{Asked, Media};
use super::reply::Reply;
use super::stop::Stop;
use super::write::status_of;
use crate::door::resources::{Change, Obstacle, Outcomes, Unread, Written};

/// How many independent changes share one transaction of the store.
const TOGETHER_MAX: usize = 250;

/// The source that is noted with what was kept.
const SOURCE: &str = "POST /fhir";

impl Api<'_> {
    pub(super) fn take_in(&self, asked: &Asked) -> Result<Reply, Stop> {
        let limits = Limits::default();
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

    /// What each entry of a Bundle came to.
    fn bundle(&self, asked: &Asked, bundle: &Bundle) -> Result<Vec<EntryOutcome>, Stop> {
        let questions = bundle.questions();
        // Nobody else decides by a search between the answers and what is written by them.
        let _alone = (!questions.is_empty()).then(|| self.door.alone());
        let mut answers = Answers::default();
        for question in questions {
            let answer = self.door.answer(self.caller, &question)?.map_err(Stop::Problems)?;
            answers.give(question, answer);
        }
        let plan = bundle.plan(&answers, Some(&self.base), &Limits::default(), Rigour::Strict);
        let atomic = bundle.kind == BundleKind::Transaction;
        if atomic && plan.has_refusal() {
            let mut problems = plan.problems;
            problems.retain(|problem| problem.severity == Severity::Error);
            return Err(Stop::Problems(problems));
        }
        let ordered = changes(&plan);
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
        let mut outcomes: Vec<EntryOutcome> = Vec::with_capacity(plan.entries.len());
        let written = written.into_iter().zip(changes);
        let mut written: HashMap<usize, _> = numbers.into_iter().zip(written).collect();
        for planned in &plan.entries {
            let place = Place::default().in_entry(planned.entry);
            outcomes.push(match &planned.action {
                Action::Write { .. } | Action::Delete { .. } => {
                    match written.remove(&planned.entry) {
                        Some((one, change)) => {
                            let noticed = noticed(&plan, planned.entry);
                            let outcome = entry(asked, one, change, &place, &noticed);
                            represented(asked, outcome, change)
                        }
                        None => EntryOutcome::default(),
                    }
                }
                Action::Exists { rtype, id } => self.exists(*rtype, id)?,
                Action::Nothing => EntryOutcome { status: 204, ..EntryOutcome::default() },
                Action::Read { url } => self.read_entry(asked, url),
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

    fn exists(&self, rtype: ResourceType, id: &str) -> Result<EntryOutcome, Stop> {
        let found = self.door.resource(self.caller, rtype, id)?;
        let version = found.as_ref().map(|found| found.version);
        Ok(EntryOutcome {
            status: 200,
            location: version.map(|version| format!("{rtype}/{id}/_history/{version}")),
            version,
            updated_at: found.map(|found| found.updated_at),
            ..EntryOutcome::default()
        })
    }

    /// A read among the entries: answered like any other, after all writes.
    fn read_entry(&self, asked: &Asked, url: &str) -> EntryOutcome {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let inner = Asked {
            method: Method::GET,
            steps: path.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect(),
            query: query.to_owned(),
            headers: asked.headers.clone(),
            body: Vec::new(),
        };
        match self.answer(&inner) {
            Ok(reply) => EntryOutcome {
                status: reply.status.as_u16(),
                resource: reply.body,
                ..EntryOutcome::default()
            },
            Err(stop) => refused(asked, &stop),
        }
    }
}

/// The changes of a plan with the numbers of their entries, in the order of FHIR: what is deleted
/// first, then what is new, then what is updated.
fn changes(plan: &Plan) -> Vec<(usize, Change)> {
    let change = |action: &Action| match action {
        Action::Write { resource, method, if_match } => {
            Some(Change::Write { resource: resource.clone(), method: *method, if_match: *if_match })
        }
        Action::Delete { rtype, id } => {
            Some(Change::Delete { rtype: *rtype, id: id.clone(), if_match: None })
        }
        Action::Exists { .. } | Action::Nothing | Action::Read { .. } | Action::Refuse(_) => None,
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
            Some((*obstacle, Place::default().in_entry(*number), change.to_string()))
        })
        .collect();
    if obstacles.is_empty() { Ok(()) } else { Err(Stop::Obstacles(obstacles)) }
}

/// With the resource as it now is, when that was asked for.
fn represented(asked: &Asked, mut outcome: EntryOutcome, change: &Change) -> EntryOutcome {
    if let Change::Write { resource, .. } = change
        && let (Some(version), Some(at)) = (outcome.version, outcome.updated_at)
        && asked.prefers("return", "representation")
    {
        outcome.resource = Some(print(&resource.text, version, at));
    }
    outcome
}

fn noticed(plan: &Plan, entry: usize) -> Vec<Problem> {
    plan.problems.iter().filter(|problem| problem.place.entry == Some(entry)).cloned().collect()
}

fn entry(
    asked: &Asked,
    written: Result<Written, Obstacle>,
    change: &Change,
    place: &Place,
    noticed: &[Problem],
) -> EntryOutcome {
    match written {
        Ok(written) => {
            let Written { rtype, id, version, updated_at, became } = written;
            let said = !noticed.is_empty();
            EntryOutcome {
                status: status_of(became).as_u16(),
                location: Some(format!("{rtype}/{id}/_history/{version}")),
                version: Some(version),
                updated_at: Some(updated_at),
                resource: None,
                outcome: said.then(|| of_problems(noticed, asked.language()).to_string()),
            }
        }
        Err(obstacle) => {
            let stop = Stop::Obstacles(vec![(obstacle, place.clone(), change.to_string())]);
            refused(asked, &stop)
        }
    }
}

fn refused(asked: &Asked, stop: &Stop) -> EntryOutcome {
    EntryOutcome {
        status: stop.status().as_u16(),
        outcome: Some(stop.outcome(asked.language())),
        ..EntryOutcome::default()
    }
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
