//! The webhook of a telephone exchange: `POST /telephony/events` with a program's token. One event or an
//! array of them; each that can be recorded is, whatever is wrong with the others.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use care::phone::PhoneEvent;
use care::refusal::Refusal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::door::{Caller, Denied, Door, Told};
use crate::network::body;
use crate::texts::{self, Language};
use crate::web::{App, security};

/// How many events one request may bring.
const EVENTS_MAX: usize = 1_000;

/// One event as an exchange writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// The exchange's name; calls of one are told apart from another's.
    exchange: String,
    /// Its own number of the call.
    call: String,
    /// `ringing`, `answered`, `missed` or `ended`.
    event: PhoneEvent,
    /// When, as RFC 3339.
    at: Timestamp,
    /// The number that was called; may be left out once it was told.
    line: Option<String>,
    /// The caller's number; left out when it is hidden.
    from: Option<String>,
}

/// One or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Events {
    Several(Vec<serde_json::Value>),
    One(serde_json::Value),
}

/// Why an event was not recorded.
#[derive(Serialize)]
struct Fault {
    /// Its place in what was sent, from zero.
    event: usize,
    /// A stable code.
    code: &'static str,
    /// What is wrong, and what to do.
    says: String,
}

/// The route.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/telephony/events", post(take))
}

async fn take(State(app): State<Arc<App>>, request: Request) -> Response {
    let (head, sent) = request.into_parts();
    let Some(token) = token(&head.headers).map(str::to_owned) else { return sign_in() };
    let door = Arc::clone(&app.door);
    let entered = tokio::task::spawn_blocking(move || door.by_token(&token)).await;
    let caller = match entered {
        Ok(Ok(Some(account))) => Caller::new(account),
        Ok(Ok(None)) => return sign_in(),
        Ok(Err(denied)) => return denied_answer(&denied),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let Ok(sent) = body::whole(sent, app.bounds.limits.body_bytes()).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let door = Arc::clone(&app.door);
    let done = tokio::task::spawn_blocking(move || record(&door, &caller, &sent)).await;
    match done {
        Ok(Ok(faults)) if faults.is_empty() => StatusCode::NO_CONTENT.into_response(),
        Ok(Ok(faults)) => (StatusCode::UNPROCESSABLE_ENTITY, Json(faults)).into_response(),
        Ok(Err(denied)) => denied_answer(&denied),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn token(headers: &HeaderMap) -> Option<&str> {
    security::bearer(headers.get(header::AUTHORIZATION)?.to_str().ok()?)
}

fn sign_in() -> Response {
    let how = [(header::WWW_AUTHENTICATE, "Bearer realm=\"telephony\"")];
    (StatusCode::UNAUTHORIZED, how).into_response()
}

fn denied_answer(denied: &Denied) -> Response {
    match denied {
        Denied::Refused(_) => StatusCode::FORBIDDEN.into_response(),
        fault @ (Denied::SignInFirst
        | Denied::StateReason
        | Denied::NotFound
        | Denied::StoreFull
        | Denied::StoreAway(_)
        | Denied::Fault(_)) => {
            tracing::error!(?fault, "an exchange was not heard");
            let later = [(header::RETRY_AFTER, crate::web::answer::TRY_AGAIN_SECONDS)];
            (StatusCode::SERVICE_UNAVAILABLE, later).into_response()
        }
    }
}

/// Records what can be recorded; says what cannot. An exchange speaks English.
fn record(door: &Door, caller: &Caller, sent: &[u8]) -> Result<Vec<Fault>, Denied> {
    let malformed = |event, says: String| Fault { event, code: "malformed", says };
    let events = match serde_json::from_slice(sent) {
        Ok(Events::Several(events)) => events,
        Ok(Events::One(event)) => vec![event],
        Err(error) => return Ok(vec![malformed(0, error.to_string())]),
    };
    if events.len() > EVENTS_MAX {
        let says = format!("at most {EVENTS_MAX} events at once; send the others after these");
        return Ok(vec![Fault { event: EVENTS_MAX, code: "too-many", says }]);
    }
    let mut faults = Vec::new();
    for (place, event) in events.into_iter().enumerate() {
        let written: Written = match serde_json::from_value(event) {
            Ok(written) => written,
            Err(error) => {
                faults.push(malformed(place, error.to_string()));
                continue;
            }
        };
        let Written { exchange, call, event, at, line, from } = written;
        match door.report_call(caller, &Told { exchange, call, event, at, line, from }) {
            Ok(()) => {}
            Err(Denied::Refused(Refusal::NotAllowed)) => return Err(Refusal::NotAllowed.into()),
            Err(Denied::Refused(refusal)) => {
                let says = texts::of(Language::En).refusal(&refusal);
                faults.push(Fault { event: place, code: refusal.code(), says });
            }
            Err(denied) => return Err(denied),
        }
    }
    Ok(faults)
}
