//! Counters for operators, in the Prometheus text format, and whether the service is well.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use crate::web::App;

/// Upper bounds of the time classes, in milliseconds.
const BOUNDS_MS: [u64; 8] = [1, 5, 10, 20, 50, 200, 1_000, 10_000];
const DOORS: [&str; 3] = ["pages", "fhir", "other"];

/// All counters of one process.
#[derive(Default)]
pub struct Metrics {
    doors: [Door; 3],
    connections: AtomicU64,
    turned_away: AtomicU64,
}

impl Metrics {
    /// A connection came.
    pub(crate) fn connection(&self) {
        self.connections.fetch_add(1, Ordering::Relaxed);
    }

    /// And was turned away, since there was no room.
    pub(crate) fn turned_away(&self) {
        self.turned_away.fetch_add(1, Ordering::Relaxed);
    }
}

#[derive(Default)]
struct Door {
    by_class: [AtomicU64; 5],
    by_time: [AtomicU64; 9],
    total_us: AtomicU64,
}

/// The routes `/metrics` and `/health`.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/metrics", get(show)).route("/health", get(health))
}

/// Counts and times a request, and logs it without its query: queries may name people.
pub(crate) async fn measure(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let path = request.uri().path();
    let door = if path.starts_with("/fhir") {
        1
    } else {
        usize::from(["/metrics", "/health"].contains(&path)) * 2
    };
    let method = request.method().clone();
    let response = next.run(request).await;
    let took_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    if let Some(door) = app.metrics.doors.get(door) {
        door.count(response.status(), took_us);
    }
    let door = DOORS.get(door).copied().unwrap_or("other");
    tracing::debug!(door, %method, status = response.status().as_u16(), took_us, "answered");
    response
}

impl Door {
    fn count(&self, status: StatusCode, took_us: u64) {
        let class = usize::from(status.as_u16() / 100).saturating_sub(1);
        let time = BOUNDS_MS.iter().take_while(|bound| took_us > **bound * 1_000).count();
        for counter in self.by_class.get(class).into_iter().chain(self.by_time.get(time)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        self.total_us.fetch_add(took_us, Ordering::Relaxed);
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a sum of microseconds fits a float for 285 years"
    )]
    fn write(&self, name: &str, text: &mut String) -> std::fmt::Result {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        for (class, counter) in self.by_class.iter().enumerate() {
            let class = class + 1;
            let count = read(counter);
            writeln!(text, "polku_requests_total{{door=\"{name}\",class=\"{class}xx\"}} {count}")?;
        }
        let mut below = 0;
        for (at, counter) in self.by_time.iter().enumerate() {
            below += read(counter);
            let bound = BOUNDS_MS
                .get(at)
                .map_or_else(|| "+Inf".to_owned(), |bound| format!("{}", *bound as f64 / 1_000.0));
            let series = "polku_request_seconds_bucket";
            writeln!(text, "{series}{{door=\"{name}\",le=\"{bound}\"}} {below}")?;
        }
        let sum = read(&self.total_us) as f64 / 1_000_000.0;
        writeln!(text, "polku_request_seconds_sum{{door=\"{name}\"}} {sum}")?;
        writeln!(text, "polku_request_seconds_count{{door=\"{name}\"}} {below}")
    }
}

async fn show(State(app): State<Arc<App>>) -> Response {
    let mut text = String::from(
        "# HELP polku_requests_total Requests answered, by door and status class.\n\
         # TYPE polku_requests_total counter\n\
         # HELP polku_request_seconds Time to answer, by door.\n\
         # TYPE polku_request_seconds histogram\n",
    );
    for (door, name) in app.metrics.doors.iter().zip(DOORS) {
        // Writing to a text cannot fail.
        let _ = door.write(name, &mut text);
    }
    for (name, help, counter) in [
        ("connections", "Connections that came.", &app.metrics.connections),
        ("connections_turned_away", "Those for which there was no room.", &app.metrics.turned_away),
    ] {
        let count = counter.load(Ordering::Relaxed);
        let _ = writeln!(text, "# HELP polku_{name}_total {help}");
        let _ = writeln!(text, "# TYPE polku_{name}_total counter\npolku_{name}_total {count}");
    }
    text.push_str("# HELP polku_position The position of the last fact.\n");
    text.push_str("# TYPE polku_position gauge\n");
    let _ = writeln!(text, "polku_position {}", app.door.position());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

// Well means that reads work: a store that is full refuses writes and goes on reading.
async fn health(State(app): State<Arc<App>>) -> Response {
    let checked = tokio::task::spawn_blocking(move || app.door.health()).await;
    match checked {
        Ok(Ok(())) => {
            ([(header::CONTENT_TYPE, "application/json")], "{\"status\":\"ok\"}\n").into_response()
        }
        Ok(Err(_)) | Err(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, "{\"status\":\"failing\"}\n").into_response()
        }
    }
}
