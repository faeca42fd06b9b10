//! What is to be done with a piece, as far as it can be told without the store.

use fhir::bundle::{Action, Answers, Bundle, Method, Plan, Question};
use fhir::check::Rigour;
use fhir::intake::{Document, Received, receive, receive_line};
use fhir::problem::any_error;
use fhir::{Code, Place, Problem, check};

use super::reading::{LIMITS, Line, Piece};
use super::turn::Wants;
use crate::door::resources::{Change, Unread};

/// What is to be done.
pub(super) enum Step {
    /// Changes that stand alone, with their places.
    Alone(Vec<(Change, Place)>),
    /// A Bundle.
    Bundle(Whole),
    /// What cannot be read, with its bytes.
    Unread(Unread, Vec<u8>, Vec<Problem>),
}

/// A Bundle with the bytes it came in.
pub(super) struct Whole {
    pub(super) bundle: Bundle,
    pub(super) asked: Asked,
    pub(super) bytes: Vec<u8>,
}

/// What has to be known before a Bundle can be planned.
pub(super) enum Asked {
    /// Nothing: here is the plan.
    Nothing(Plan),
    /// What is there already.
    Questions(Vec<Question>),
}

/// The steps of a piece, in order.
pub(super) fn steps(file: &str, piece: Piece) -> Vec<Step> {
    let mut steps = Vec::new();
    match piece {
        Piece::Document(bytes) => {
            for received in receive(&bytes, &LIMITS) {
                add(file, received, &mut steps);
            }
        }
        Piece::Lines(lines) => {
            for (number, line) in lines {
                match line {
                    Line::Whole(line) => {
                        if let Some(received) = receive_line(&line, number, &LIMITS) {
                            add(file, received, &mut steps);
                        }
                    }
                    Line::Cut { head, bytes, digest } => {
                        let place = Place::default().on_line(number);
                        let detail = format!("{bytes} B, blake3 {}", digest.to_hex());
                        let problem = Problem::error(Code::TooLarge, place, detail);
                        steps.push(unread(file, head, vec![problem]));
                    }
                    Line::Broken(how) => {
                        let place = Place::default().on_line(number);
                        let problem = Problem::error(Code::Encoding, place, how);
                        steps.push(unread(file, file.as_bytes().to_vec(), vec![problem]));
                    }
                }
            }
        }
    }
    steps
}

fn add(file: &str, received: Received<'_>, steps: &mut Vec<Step>) {
    let Received { place, bytes, document } = received;
    let problems = match document {
        Ok(Document::Bundle(bundle)) => {
            let questions = bundle.questions();
            let asked = if questions.is_empty() {
                Asked::Nothing(bundle.plan(&Answers::default(), None, &LIMITS, Rigour::Lenient))
            } else {
                Asked::Questions(questions)
            };
            steps.push(Step::Bundle(Whole { bundle, asked, bytes: bytes.into_owned() }));
            return;
        }
        Ok(Document::Resource(draft)) => {
            let resource = Box::new(draft.identify());
            let mut problems = check::resource(&resource);
            if !any_error(&problems) {
                let change = Change::Write { resource, method: Method::Put, if_match: None };
                match steps.last_mut() {
                    Some(Step::Alone(items)) => items.push((change, place)),
                    Some(Step::Bundle(_) | Step::Unread(..)) | None => {
                        steps.push(Step::Alone(vec![(change, place)]));
                    }
                }
                return;
            }
            problems.retain(|problem| problem.severity == fhir::Severity::Error);
            for problem in &mut problems {
                (problem.place.line, problem.place.entry) = (place.line, place.entry);
            }
            problems
        }
        Err(problems) => problems,
    };
    steps.push(unread(file, bytes.into_owned(), problems));
}

fn unread(file: &str, bytes: Vec<u8>, problems: Vec<Problem>) -> Step {
    Step::Unread(Unread::new(file, &bytes, &problems), bytes, problems)
}

/// Which resources the steps write.
pub(super) fn wants<'s>(steps: impl Iterator<Item = &'s Step>) -> Wants {
    let mut addresses = Vec::new();
    for step in steps {
        match step {
            Step::Alone(items) => {
                addresses.extend(items.iter().map(|(change, _)| change.to_string()));
            }
            Step::Bundle(Whole { asked: Asked::Nothing(plan), .. }) => {
                addresses.extend(plan.entries.iter().filter_map(|planned| match &planned.action {
                    Action::Write { resource, .. } => {
                        Some(format!("{}/{}", resource.rtype, resource.id))
                    }
                    Action::Delete { rtype, id, .. } => Some(format!("{rtype}/{id}")),
                    Action::Exists { .. }
                    | Action::Nothing
                    | Action::Patch { .. }
                    | Action::Read { .. }
                    | Action::Refuse(_) => None,
                }));
            }
            Step::Bundle(Whole { asked: Asked::Questions(_), .. }) => return Wants::Everything,
            Step::Unread(..) => {}
        }
    }
    Wants::These(addresses)
}
