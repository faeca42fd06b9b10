//! Live pages: a stream of small events that say that a list of the listener's unit has changed. What
//! changed is fetched by the page itself, through the door, so that nothing leaks through the stream.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use care::access::Action;
use care::id::UnitId;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, interval_at};
use tokio_stream::wrappers::{IntervalStream, WatchStream};
use tokio_stream::{Stream, StreamExt as _};

use super::{App, security, turned_away};
use crate::door::QueueMark;
use crate::network::body::Held;

/// Changes that come close together are told as one.
const QUIET: Duration = Duration::from_millis(100);

/// The marks of all units; none before anybody asked.
type Marks = Option<Arc<BTreeMap<UnitId, QueueMark>>>;

/// One look at the marks for all who listen, however many they are.
struct Watch {
    position: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    marks: watch::Sender<Marks>,
    watched: AtomicBool,
    somebody_came: Notify,
}

pub(super) fn routes(app: &Arc<App>, stopping: watch::Receiver<bool>) -> Router<Arc<App>> {
    let (tell, position) = watch::channel(app.door.position());
    app.door.on_commit(Box::new(move |position| {
        tell.send_replace(position);
    }));
    let watch = Arc::new(Watch {
        position,
        stopping,
        marks: watch::Sender::new(None),
        watched: AtomicBool::new(false),
        somebody_came: Notify::new(),
    });
    let events = move |state: State<Arc<App>>, request: Request| {
        let watch = Arc::clone(&watch);
        async move { events(state, request, watch).await }
    };
    Router::new().route("/{language}/work/queue/events", get(events))
}

impl Watch {
    /// The marks from now on; the first who listens sets the looking off.
    fn follow(self: &Arc<Self>, app: &Arc<App>) -> watch::Receiver<Marks> {
        let marks = self.marks.subscribe();
        if !self.watched.swap(true, Ordering::AcqRel) {
            tokio::spawn(Arc::clone(self).look(Arc::clone(app)));
        }
        self.somebody_came.notify_one();
        marks
    }

    async fn look(self: Arc<Self>, app: Arc<App>) {
        let (mut position, mut stopping) = (self.position.clone(), self.stopping.clone());
        loop {
            tokio::select! {
                () = self.somebody_came.notified() => {}
                changed = position.changed() => if changed.is_err() { return },
                _ = stopping.changed() => return,
            }
            if self.marks.receiver_count() > 0 {
                let app = Arc::clone(&app);
                let marks = tokio::task::spawn_blocking(move || app.door.queue_marks()).await;
                match marks {
                    Ok(Ok(marks)) => {
                        self.marks.send_replace(Some(marks));
                    }
                    Ok(Err(fault)) => tracing::warn!(?fault, "what changed could not be told"),
                    Err(_) => return,
                }
            }
            tokio::time::sleep(QUIET).await;
        }
    }
}

/// Which of the lists a page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Queue,
    Open,
}

/// Whose list is listened to, and what its page has seen already.
struct Listener {
    unit: UnitId,
    list: List,
    seen: Option<u64>,
}

impl Listener {
    // A page that comes back after a pause says what it saw last, so that it misses nothing.
    fn new(unit: UnitId, head: &Parts) -> Self {
        let asked = |name: &str| {
            let query = form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes());
            query.into_iter().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
        };
        let list = if asked("of").as_deref() == Some("open") { List::Open } else { List::Queue };
        let last = last_event(&head.headers).or_else(|| asked("since")?.parse().ok());
        Self { unit, list, seen: last }
    }

    /// The mark to tell, when it is another than the one before.
    fn hears(&mut self, marks: &Marks) -> Option<u64> {
        let mark = marks.as_ref()?.get(&self.unit).copied().unwrap_or_default();
        let mark = match self.list {
            List::Queue => mark.queue,
            List::Open => mark.open,
        };
        let before = self.seen.replace(mark);
        before.is_some_and(|before| before != mark).then_some(mark)
    }
}

fn last_event(headers: &HeaderMap) -> Option<u64> {
    headers.get("last-event-id")?.to_str().ok()?.parse().ok()
}

async fn events(State(app): State<Arc<App>>, request: Request, watch: Arc<Watch>) -> Response {
    let (head, _) = request.into_parts();
    let (asker, headers) = (Arc::clone(&app), head.headers.clone());
    let known = tokio::task::spawn_blocking(move || security::session(&asker, &headers)).await;
    let unit = match known {
        Ok(Ok(Some(session))) => {
            let may = app.door.content().rules.ever(session.caller.role(), Action::SeeWork);
            session.caller.account.unit.filter(|_| may)
        }
        Ok(Ok(None)) => return StatusCode::UNAUTHORIZED.into_response(),
        Ok(Err(_)) | Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let Some(unit) = unit else { return StatusCode::FORBIDDEN.into_response() };
    let turn = match app.bounds.event_stream() {
        Ok(turn) => turn,
        Err(excess) => return turned_away(&app, &head, excess),
    };
    let told = told(Listener::new(unit, &head), &app, &watch);
    let sent = Sse::new(told).keep_alive(KeepAlive::default()).into_response();
    sent.map(|body| Body::new(Held::new(body, turn)))
}

fn told(
    mut listener: Listener,
    app: &Arc<App>,
    watch: &Arc<Watch>,
) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    let changes = WatchStream::new(watch.follow(app));
    let changes = changes.filter_map(move |marks| listener.hears(&marks)).map(Some);
    // A stream that would never end must not hold up the service when it is told to stop.
    let ends = WatchStream::from_changes(watch.stopping.clone()).map(|_| None);
    // Who goes away without a word is found out by age; the page asks anew by itself.
    let age = Duration::from_secs(app.bounds.limits.event_stream_age.max(1));
    let aged = IntervalStream::new(interval_at(Instant::now() + age, age)).map(|_| None);
    changes.merge(ends).merge(aged).take_while(Option::is_some).map(|mark| {
        let mark = mark.unwrap_or_default().to_string();
        Ok::<_, Infallible>(Event::default().event("changed").id(&mark).data(mark))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_hears_of_its_own_list_alone_and_of_what_it_missed() {
        let unit = UnitId::from("nasi");
        let marks = |unit: &UnitId, queue, open| -> Marks {
            Some(Arc::new(BTreeMap::from([(unit.clone(), QueueMark { queue, open })])))
        };
        let listener = |list, seen| Listener { unit: unit.clone(), list, seen };
        let mut fresh = listener(List::Queue, None);
        assert_eq!(fresh.hears(&None), None, "nobody has looked yet");
        assert_eq!(fresh.hears(&marks(&unit, 7, 9)), None, "a page that is fresh has seen it");
        assert_eq!(fresh.hears(&marks(&unit, 7, 10)), None, "another list");
        assert_eq!(fresh.hears(&marks(&UnitId::from("other"), 1, 1)), Some(0), "it became empty");
        assert_eq!(fresh.hears(&marks(&unit, 8, 10)), Some(8));
        let mut back = listener(List::Open, Some(9));
        assert_eq!(back.hears(&marks(&unit, 8, 10)), Some(10), "what changed meanwhile");
    }
}
