//! The web doors: routes, sessions and what surrounds every answer. A page handler is a plain
//! function of the app and a visit; it runs on a blocking thread, since the door is synchronous.

mod acting;
pub mod answer;
mod bounds;
mod calendar;
mod calls;
mod clocks;
mod contact;
mod leader;
mod link;
mod live;
mod load;
mod messages;
mod names;
mod notices;
mod professional;
mod questionnaire;
mod questions;
mod resident;
pub(crate) mod security;
mod shell;
mod sign_in;
mod story;
mod thread;
pub mod visit;
mod waiting;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get, post};
use tokio::sync::watch;

use self::answer::Answer;
pub(crate) use self::bounds::turned_away;
pub use self::contact::Drafts;
pub use self::sign_in::Attempts;
use self::visit::{Arrival, Visit};
use crate::demo::Demo;
use crate::desks::Desks;
use crate::door::{Denied, Door, Payment};
use crate::limits::{Bounds, Excess};
use crate::metrics::Metrics;
use crate::wall::Clock;

/// What a served process holds.
pub struct App {
    /// The only way to the ledger.
    pub door: Arc<Door>,
    /// The demo's people and clock, in demo mode.
    pub demo: Option<Demo>,
    /// The clock by which sessions end: the machine's own also in the demo, so that moving the demo's
    /// clock signs nobody out.
    pub clock: Arc<dyn Clock>,
    /// Counters for operators.
    pub metrics: Metrics,
    /// Drafts of contacts that are not sent yet, by session.
    pub drafts: Drafts,
    /// Failed attempts to sign in.
    pub attempts: Attempts,
    /// Bulk jobs and notices; none where there is no folder to keep them in.
    pub desks: Option<Arc<Desks>>,
    /// How much is taken.
    pub bounds: Bounds,
    /// Cookies are sent over HTTPS only.
    pub secure_cookies: bool,
}

/// A page: what it answers to a visit.
pub type Page = fn(&App, &Visit) -> Result<Answer, Denied>;

/// How long a request may take before it is given up.
const REQUEST_MAX: Duration = Duration::from_mins(1);

/// All routes of the service.
pub fn routes(app: Arc<App>, stopping: watch::Receiver<bool>) -> Router {
    Router::new()
        .merge(sign_in::routes())
        .merge(contact::routes())
        .merge(questionnaire::routes())
        .merge(resident::routes())
        .merge(acting::routes())
        .merge(professional::routes())
        .merge(leader::routes())
        .merge(load::routes())
        .merge(notices::routes())
        .merge(messages::routes())
        .merge(calendar::routes())
        .merge(link::routes())
        .merge(live::routes(&app, stopping))
        .fallback(|state, request| serve(state, request, sign_in::not_found))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), security::surround))
        .merge(crate::fhir_api::routes())
        .merge(crate::telephony::routes())
        .merge(crate::metrics::routes())
        .layer(middleware::from_fn_with_state(Arc::clone(&app), bounds::guard))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), crate::metrics::measure))
        .with_state(app)
}

/// A route that shows a page.
fn shows(page: Page) -> MethodRouter<Arc<App>> {
    get(move |state, request| serve(state, request, page))
}

/// A route that takes a form.
fn takes(page: Page) -> MethodRouter<Arc<App>> {
    post(move |state, request| serve(state, request, page))
}

async fn serve(State(app): State<Arc<App>>, request: Request, page: Page) -> Response {
    let (parts, body) = request.into_parts();
    let (most, head) = (app.bounds.limits.form_bytes(), parts.clone());
    let arriving = Visit::arrive(parts, body, most);
    let arrived = match tokio::time::timeout(REQUEST_MAX, arriving).await {
        Ok(Ok(arrived)) => arrived,
        Ok(Err(excess)) => return turned_away(&app, &head, excess),
        Err(_) => return turned_away(&app, &head, Excess::Slow),
    };
    let asked = Arc::clone(&app);
    let paid = async {
        let turn = if arrived.post { None } else { app.bounds.reading().await };
        let work = tokio::task::spawn_blocking(move || {
            let answer = answered(&asked, arrived, page);
            drop(turn);
            answer
        });
        let Ok((response, owes)) = work.await else { return answer::broken() };
        let Some((visit, payment)) = owes else { return response };
        match payment.settle().await {
            Ok(()) => response,
            Err(denied) => answer::denied(&app, &visit, &denied).into_response(),
        }
    };
    match tokio::time::timeout(REQUEST_MAX, paid).await {
        Ok(response) => response,
        Err(_) => answer::broken(),
    }
}

/// What a page answers. It must not leave before the looks behind it are on the disk.
fn answered(app: &App, arrived: Arrival, page: Page) -> (Response, Option<(Visit, Payment)>) {
    let visit = match Visit::enter(app, arrived) {
        Ok(visit) => visit,
        Err(answer) => return (*answer, None),
    };
    let answer = page(app, &visit);
    let paid = visit.session.as_ref().map(|session| app.door.pay(&session.caller)).transpose();
    match paid.and_then(|payment| Ok((answer?, payment))) {
        Ok((answer, payment)) => (answer.into_response(), payment.map(|payment| (visit, payment))),
        Err(denied) => (answer::denied(app, &visit, &denied).into_response(), None),
    }
}
