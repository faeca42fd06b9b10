//! Live pages: a stream of small events that say that something has changed. What changed is
//! fetched by the page itself, through the door, so that nothing leaks through the stream.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use care::access::Action;
use tokio::sync::watch;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;

use super::{App, security};

/// Changes that come close together are told as one.
const QUIET: Duration = Duration::from_millis(150);

pub(super) fn routes(app: &Arc<App>, stopping: watch::Receiver<bool>) -> Router<Arc<App>> {
    let (tell, changed) = watch::channel(app.door.position());
    app.door.on_commit(Box::new(move |position| {
        tell.send_replace(position);
    }));
    let events = move |state: State<Arc<App>>, headers: HeaderMap| {
        let (changed, stopping) = (changed.clone(), stopping.clone());
        async move { events(state, headers, changed, stopping).await }
    };
    Router::new().route("/{language}/work/queue/events", get(events))
}

async fn events(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    changed: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
) -> Response {
    let asker = Arc::clone(&app);
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
    let changes = WatchStream::from_changes(changed).throttle(QUIET).map(Some);
    // A stream that would never end must not hold up the service when it is told to stop.
    let ends = WatchStream::from_changes(stopping).map(|_| None);
    let told = changes.merge(ends).take_while(Option::is_some).map(|position| {
        let position = position.unwrap_or_default().to_string();
        Ok::<_, Infallible>(Event::default().event("changed").data(position))
    });
    Sse::new(told).keep_alive(KeepAlive::default()).into_response()
}
