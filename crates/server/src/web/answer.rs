//! Answers: a page, a way on, or what is said when the door stays shut.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::Markup;

use super::App;
use super::shell::shell;
use super::visit::Visit;
use crate::door::Denied;
use crate::pages::public::error;
use crate::pages::urls;
use care::refusal::Refusal;

/// When to try again what cannot be done just now.
pub const TRY_AGAIN_SECONDS: &str = "5";

/// What a handler answers.
pub enum Answer {
    /// A page.
    Page(StatusCode, Markup),
    /// On to another address, with a GET.
    SeeOther(String, Vec<HeaderValue>),
    /// A file to keep.
    File {
        /// Its media type.
        media_type: &'static str,
        /// Its name.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

/// A page that stands as asked for.
pub fn page(markup: Markup) -> Result<Answer, Denied> {
    Ok(Answer::Page(StatusCode::OK, markup))
}

/// A page whose form came back with faults.
pub fn faulty(markup: Markup) -> Result<Answer, Denied> {
    Ok(Answer::Page(StatusCode::UNPROCESSABLE_ENTITY, markup))
}

/// A page that tells that something stands in the way now.
pub fn conflict(markup: Markup) -> Result<Answer, Denied> {
    Ok(Answer::Page(StatusCode::CONFLICT, markup))
}

/// On to another address.
pub fn see_other(address: String) -> Result<Answer, Denied> {
    Ok(Answer::SeeOther(address, Vec::new()))
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Page(status, markup) => {
                let mut response = (status, Html(markup.into_string())).into_response();
                if status == StatusCode::SERVICE_UNAVAILABLE {
                    let again = HeaderValue::from_static(TRY_AGAIN_SECONDS);
                    response.headers_mut().insert(header::RETRY_AFTER, again);
                }
                response
            }
            Self::SeeOther(address, cookies) => {
                let mut response = StatusCode::SEE_OTHER.into_response();
                match HeaderValue::try_from(address) {
                    Ok(address) => drop(response.headers_mut().insert(header::LOCATION, address)),
                    Err(_) => *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR,
                }
                for cookie in cookies {
                    response.headers_mut().append(header::SET_COOKIE, cookie);
                }
                response
            }
            Self::File { media_type, name, bytes } => {
                let disposition = format!("attachment; filename=\"{name}\"");
                let headers = [
                    (header::CONTENT_TYPE, media_type.to_owned()),
                    (header::CONTENT_DISPOSITION, disposition),
                ];
                (headers, bytes).into_response()
            }
        }
    }
}

/// What is said when the door stays shut.
pub(super) fn denied(app: &App, visit: &Visit, denied: &Denied) -> Answer {
    let (status, kind) = match denied {
        Denied::SignInFirst => {
            let next = format!("/{}{}", visit.language.code(), visit.path());
            let address = urls::sign_in(visit.language) + &urls::query(&[("next", &next)]);
            return Answer::SeeOther(address, Vec::new());
        }
        // Handlers that can name the person send on to the question for the reason themselves.
        Denied::Refused(Refusal::NotAllowed) | Denied::StateReason => {
            (StatusCode::FORBIDDEN, error::ErrorKind::Forbidden)
        }
        Denied::Refused(_) => (StatusCode::CONFLICT, error::ErrorKind::Conflict),
        Denied::NotFound => (StatusCode::NOT_FOUND, error::ErrorKind::NotFound),
        Denied::StoreFull => {
            tracing::error!("the store is full: nothing is written until there is room");
            (StatusCode::SERVICE_UNAVAILABLE, error::ErrorKind::ReadOnly)
        }
        Denied::StoreAway(message) => {
            tracing::error!(message, "the store cannot be reached");
            (StatusCode::SERVICE_UNAVAILABLE, error::ErrorKind::Away)
        }
        Denied::Fault(error) => return fault_page(app, visit, error),
    };
    told(app, visit, status, kind, String::new())
}

/// A form that came from elsewhere or outlived its session.
pub(super) fn stale_form(app: &App, visit: &Visit) -> Answer {
    told(app, visit, StatusCode::FORBIDDEN, error::ErrorKind::Stale, String::new())
}

fn fault_page(app: &App, visit: &Visit, error: &anyhow::Error) -> Answer {
    let reference = log(error);
    told(app, visit, StatusCode::INTERNAL_SERVER_ERROR, error::ErrorKind::Broken, reference)
}

/// A fault before anything is known of the visit.
pub(super) fn early_fault(error: &anyhow::Error) -> Response {
    let reference = log(error);
    (StatusCode::INTERNAL_SERVER_ERROR, format!("Polku: {reference}\n")).into_response()
}

/// A handler that broke or took too long.
pub(super) fn broken() -> Response {
    early_fault(&anyhow::anyhow!("a handler broke or took too long"))
}

// Each fault is logged once, with the reference that the person is shown.
fn log(error: &anyhow::Error) -> String {
    let reference = crate::wall::fresh_secret().chars().take(8).collect::<String>();
    tracing::error!(reference, error = format!("{error:#}"), "a request failed");
    reference
}

fn told(
    app: &App,
    visit: &Visit,
    status: StatusCode,
    kind: error::ErrorKind,
    reference: String,
) -> Answer {
    let context = error::Context { kind, reference };
    Answer::Page(status, error::render(&context, &shell(app, visit)))
}
