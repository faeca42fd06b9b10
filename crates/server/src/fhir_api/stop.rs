//! Why a request is not carried out, as a status and an `OperationOutcome` that says what to do.

use axum::http::StatusCode;
use care::language::Language;
use care::refusal::Refusal;
use fhir::outcome::{Issue, outcome};
use fhir::{Code, Place, Problem, Severity};

use super::reply::Reply;
use crate::door::Denied;
use crate::door::resources::{Halt, Obstacle};
use crate::limits::Excess;
use crate::web::answer::TRY_AGAIN_SECONDS;
use crate::{say, texts, wall};

/// Why not.
#[derive(Debug)]
pub(super) enum Stop {
    /// What was sent or asked has these problems.
    Problems(Vec<Problem>),
    /// No token, or one that opens nothing.
    SignIn,
    /// A body of another kind than is read.
    MediaType(String),
    /// Resources that cannot be changed as asked: what stands in the way, where, and their addresses.
    Obstacles(Vec<(Obstacle, Place, String)>),
    /// The files of a job lie at another server.
    FilesElsewhere,
    /// A limit was met.
    Excess(Excess),
    /// The door stays shut.
    Denied(Denied),
}

impl From<Excess> for Stop {
    fn from(excess: Excess) -> Self {
        Self::Excess(excess)
    }
}

impl From<Denied> for Stop {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<Halt> for Stop {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::Denied(denied) => Self::Denied(denied),
            Halt::Problem(problem) => problem.into(),
        }
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problems(vec![problem])
    }
}

impl Stop {
    pub(super) fn not_found(address: String) -> Self {
        Problem::error(Code::NotFound, Place::default(), address).into()
    }

    pub(super) fn status(&self) -> StatusCode {
        let of_code =
            |code: Code| StatusCode::from_u16(code.status()).unwrap_or(StatusCode::BAD_REQUEST);
        match self {
            Self::Problems(problems) => {
                let errors = problems.iter().find(|problem| problem.severity == Severity::Error);
                errors.map_or(StatusCode::OK, |problem| of_code(problem.code))
            }
            Self::MediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Excess(excess) => {
                StatusCode::from_u16(excess.status()).unwrap_or(StatusCode::BAD_REQUEST)
            }
            Self::Obstacles(obstacles) => match obstacles.first() {
                Some((Obstacle::OtherVersion(_), ..)) => of_code(Code::VersionConflict),
                Some((Obstacle::Rendered(_), ..)) | None => StatusCode::CONFLICT,
                Some((Obstacle::Barred(problem), ..)) => of_code(problem.code),
                Some((Obstacle::Refused(_), ..)) => StatusCode::UNPROCESSABLE_ENTITY,
                Some((Obstacle::Erased, ..)) => StatusCode::GONE,
            },
            Self::Denied(Denied::Refused(Refusal::NotAllowed)) => StatusCode::FORBIDDEN,
            Self::Denied(Denied::Refused(_) | Denied::StateReason) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::SignIn | Self::Denied(Denied::SignInFirst) => StatusCode::UNAUTHORIZED,
            Self::Denied(Denied::NotFound) => StatusCode::NOT_FOUND,
            Self::Denied(Denied::StoreFull) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Denied(Denied::StoreAway(_)) | Self::FilesElsewhere => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Denied(Denied::Fault(_)) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The issues for the caller; a fault of the world is logged here, once, with its reference.
    pub(super) fn issues(&self, language: Language) -> Vec<Issue> {
        let t = texts::of(language);
        let one = |issue_type, code: &str, text| vec![issue(issue_type, code, text)];
        match self {
            Self::Problems(problems) => {
                problems.iter().map(|problem| Issue::of(problem, language)).collect()
            }
            Self::SignIn | Self::Denied(Denied::SignInFirst) => {
                one("login", "sign-in", say!(t, "fhir-sign-in"))
            }
            Self::MediaType(given) => {
                one("not-supported", "media-type", say!(t, "fhir-media-type", given = given))
            }
            Self::Excess(excess) => vec![excess_issue(*excess, language)],
            Self::Obstacles(obstacles) => obstacles
                .iter()
                .map(|(obstacle, place, address)| {
                    Self::obstacle(obstacle, place, address, language)
                })
                .collect(),
            Self::Denied(Denied::Refused(Refusal::NotAllowed) | Denied::StateReason) => {
                one("forbidden", "not-allowed", say!(t, "fhir-not-allowed"))
            }
            Self::Denied(Denied::Refused(refusal)) => {
                one("business-rule", refusal.code(), t.refusal(refusal))
            }
            Self::Denied(Denied::NotFound) => {
                let problem = Problem::error(Code::NotFound, Place::default(), "");
                vec![Issue::of(&problem, language)]
            }
            Self::Denied(Denied::StoreFull) => {
                tracing::error!("the store is full: nothing is written until there is room");
                one("no-store", "store-full", say!(t, "fhir-store-full"))
            }
            Self::Denied(Denied::StoreAway(message)) => {
                tracing::error!(message, "the store cannot be reached");
                one("transient", "store-away", say!(t, "fhir-store-away"))
            }
            Self::FilesElsewhere => {
                tracing::error!("a file of a job lies in a folder that is not shared");
                one("transient", "files-elsewhere", say!(t, "fhir-files-elsewhere"))
            }
            Self::Denied(Denied::Fault(error)) => {
                let reference = wall::fresh_secret().chars().take(8).collect::<String>();
                tracing::error!(reference, error = format!("{error:#}"), "a request failed");
                one("exception", "fault", say!(t, "fhir-fault", reference = reference))
            }
        }
    }

    fn obstacle(obstacle: &Obstacle, place: &Place, address: &str, language: Language) -> Issue {
        let t = texts::of(language);
        let (issue_type, code, text) = match obstacle {
            Obstacle::OtherVersion(version) => {
                let detail = format!("{address}: W/\"{version}\"");
                let problem = Problem::error(Code::VersionConflict, place.clone(), detail);
                return Issue::of(&problem, language);
            }
            Obstacle::Rendered(next) => {
                let mut text = say!(t, "fhir-rendered", address = address);
                if !next.is_empty() {
                    text = format!("{text} {}", say!(t, "fhir-may-lead", next = next.join(", ")));
                }
                ("business-rule", "rendered", text)
            }
            Obstacle::Barred(problem) => {
                let mut place = place.clone();
                place.path.clone_from(&problem.place.path);
                return Issue::of(&Problem { place, ..*problem.clone() }, language);
            }
            Obstacle::Refused(refusal) => ("business-rule", refusal.code(), t.refusal(refusal)),
            Obstacle::Erased => ("deleted", "erased", say!(t, "fhir-erased", address = address)),
        };
        Issue { expression: place.expression(), ..issue(issue_type, code, text) }
    }

    /// The `OperationOutcome`.
    pub(super) fn outcome(&self, language: Language) -> String {
        outcome(&self.issues(language)).to_string()
    }

    /// The answer.
    pub(super) fn reply(&self, language: Language) -> Reply {
        let mut reply = Reply::json(self.status(), self.outcome(language));
        if let Some(seconds) = self.again_in() {
            reply = reply.with(axum::http::header::RETRY_AFTER, seconds);
        }
        if self.status() == StatusCode::UNAUTHORIZED {
            reply = reply.with(axum::http::header::WWW_AUTHENTICATE, "Bearer realm=\"fhir\"");
        }
        reply
    }

    /// In how many seconds it is worth trying again, where waiting helps.
    fn again_in(&self) -> Option<String> {
        match self {
            Self::Excess(excess) => excess.again_in().map(|seconds| seconds.to_string()),
            Self::Problems(_)
            | Self::SignIn
            | Self::MediaType(_)
            | Self::Obstacles(_)
            | Self::FilesElsewhere
            | Self::Denied(_) => (self.status() == StatusCode::SERVICE_UNAVAILABLE)
                .then(|| TRY_AGAIN_SECONDS.to_owned()),
        }
    }
}

fn excess_issue(excess: Excess, language: Language) -> Issue {
    let t = texts::of(language);
    let (issue_type, code, text) = match excess {
        Excess::Body => {
            return Issue::of(&Problem::error(Code::TooLarge, Place::default(), "?"), language);
        }
        Excess::Media => ("not-supported", "media-type", say!(t, "fhir-media-type", given = "?")),
        Excess::Slow => ("timeout", "too-slow", say!(t, "fhir-slow")),
        Excess::Address => ("too-long", "address-too-long", say!(t, "fhir-address")),
        Excess::Head => ("too-long", "head-too-large", say!(t, "fhir-head")),
        Excess::Quota => ("throttled", "quota", say!(t, "fhir-quota")),
        Excess::Busy => ("transient", "busy", say!(t, "fhir-busy")),
    };
    issue(issue_type, code, text)
}

/// An issue that is about no element.
fn issue(issue_type: &'static str, code: &str, text: String) -> Issue {
    Issue {
        severity: Severity::Error,
        issue_type,
        code: code.to_owned(),
        text,
        diagnostics: None,
        expression: None,
    }
}
