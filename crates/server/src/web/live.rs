//! Live pages: a stream of small events that say that something has changed. What changed is
//! fetched by the page itself, through the door, so that nothing leaks through the stream.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use care::access::Action;
use tokio::sync::watch;
use tokio::time::{Instant, interval_at};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::{IntervalStream, WatchStream};

use super::{App, security, turned_away};
use crate::network::body::Held;

/// Changes that come close together are told as one.
const QUIET: Duration = Duration::from_millis(150);

pub(super) fn routes(app: &Arc<App>, stopping: watch::Receiver<bool>) -> Router<Arc<App>> {
    let (tell, changed) = watch::channel(app.door.position());
    app.door.on_commit(Box::new(move |position| {
        tell.send_replace(position);
    }));
    let events = move |state: State<Arc<App>>, request: Request| {
        let (changed, stopping) = (changed.clone(), stopping.clone());
        async move { events(state, request, changed, stopping).await }
    };
    Router::new().route("/{language}/work/queue/events", get(events))
}

async fn events(
    State(app): State<Arc<App>>,
    request: Request,
    changed: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
) -> Response {
    let (head, _) = request.into_parts();
    let (asker, headers) = (Arc::clone(&app), head.headers.clone());
    let known = tokio::task::spawn_blocking(move || security::session(&asker, &headers)).await;
    let may = match known {
        Ok(Ok(Some(session))) => {
            app.door.content().rules.ever(session.caller.role(), Action::SeeWork)
        }
        Ok(Ok(None)) => return StatusCode::UNAUTHORIZED.into_response(),
        Ok(Err(_)) | Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    if !may {
        return StatusCode::FORBIDDEN.into_response();
    }
    let turn = match app.bounds.event_stream() {
        Ok(turn) => turn,
        Err(excess) => return turned_away(&app, &head, excess),
    };
    let changes = WatchStream::from_changes(changed).throttle(QUIET).map(Some);
    // A stream that would never end must not hold up the service when it is told to stop.
    let ends = WatchStream::from_changes(stopping).map(|_| None);
    // Who goes away without a word is found out by age; the page asks anew by itself.
    let age = Duration::from_secs(app.bounds.limits.event_stream_age.max(1));
    let aged = IntervalStream::new(interval_at(Instant::now() + age, age)).map(|_| None);
    let told = changes.merge(ends).merge(aged).take_while(Option::is_some).map(|position| {
        let position = position.unwrap_or_default().to_string();
        Ok::<_, Infallible>(Event::default().event("changed").data(position))
    });
    let sent = Sse::new(told).keep_alive(KeepAlive::default()).into_response();
    sent.map(|body| Body::new(Held::new(body, turn)))
}
