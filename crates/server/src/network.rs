//! From the socket to the routes: connections are counted, watched while they last, and let go when
//! the service stops. Invariant: no connection, however slow or silent, lasts without bound.

pub(crate) mod body;
mod files;
mod guests;
mod pace;
mod stream;
mod watch;

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, Response, Version, header};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch as told};

use self::body::{Held, Paced};
pub(crate) use self::files::room;
use self::guests::{Guest, Guests};
use self::pace::Patience;
use self::stream::Stream;
use self::watch::{Seen, Times, Watch};
use crate::limits::{Excess, Limits};
use crate::web::{self, App};

/// How long to wait when the machine has no room for another connection.
const NO_ROOM: Duration = Duration::from_millis(200);
/// How long somebody who is turned away at the door may take to say what they wanted.
const TURNED_AWAY: Duration = Duration::from_secs(2);
/// How many requests may share a connection of HTTP/2 at a time.
const SHARED_MAX: u32 = 100;
/// The least that the parser may hold of a head; the limits for people's ears lie below.
const PARSED_BYTES_MIN: usize = 64 * 1024;

/// Answers until the service is told to stop and what was begun is answered.
pub(crate) async fn serve(
    listener: TcpListener,
    routes: Router,
    app: Arc<App>,
    mut stopping: told::Receiver<bool>,
) {
    let guests = Guests::new(&app.bounds.limits);
    let host = Arc::new(Host { http: http(&app.bounds.limits), routes, app });
    // Every connection holds an end of this; when all are gone, the other end hears it.
    let (lasts, mut last) = mpsc::channel::<Infallible>(1);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.changed() => break,
        };
        let (tcp, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                no_room(&error).await;
                continue;
            }
        };
        host.app.metrics.connection();
        let Some(guest) = guests.admit(address.ip()) else {
            host.app.metrics.turned_away();
            continue;
        };
        if guest.excess().is_some() {
            host.app.metrics.turned_away();
        }
        let (host, lasts, stopping) = (Arc::clone(&host), lasts.clone(), stopping.clone());
        tokio::spawn(async move {
            host.receive(tcp, guest, stopping).await;
            drop(lasts);
        });
    }
    drop((listener, lasts));
    let _nobody_sends = last.recv().await;
}

async fn no_room(error: &std::io::Error) {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if [ConnectionAborted, ConnectionRefused, ConnectionReset].contains(&error.kind()) {
        return;
    }
    tracing::warn!(%error, "a connection could not be taken");
    tokio::time::sleep(NO_ROOM).await;
}

fn http(limits: &Limits) -> Builder<TokioExecutor> {
    let mut http = Builder::new(TokioExecutor::new());
    // Beyond these the parser itself answers, without words; the limits proper have words.
    let most_parsed = limits.head_bytes().saturating_mul(2).max(PARSED_BYTES_MIN);
    http.http1()
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        .max_headers(limits.max_headers.saturating_mul(2).max(100))
        .max_buf_size(most_parsed + limits.max_address);
    http.http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(SHARED_MAX)
        .max_header_list_size(u32::try_from(most_parsed).unwrap_or(u32::MAX));
    http
}

struct Host {
    http: Builder<TokioExecutor>,
    routes: Router,
    app: Arc<App>,
}

/// A request under way; dropping it ends it.
struct UnderWay(Arc<Watch>);

impl UnderWay {
    fn begin(watch: &Arc<Watch>, version: Version) -> Self {
        watch.begins(version == Version::HTTP_2);
        Self(Arc::clone(watch))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.ends(Instant::now());
    }
}

impl Host {
    async fn receive(&self, tcp: TcpStream, guest: Guest, mut stopping: told::Receiver<bool>) {
        let times = self.times(guest.excess());
        let watch = Arc::new(Watch::new(times, Instant::now()));
        // Answers are written whole; waiting for more would only delay them.
        drop(tcp.set_nodelay(true));
        let io = TokioIo::new(Stream::new(tcp, Arc::clone(&watch)));
        let service = service_fn(|request: Request<Incoming>| {
            let under_way = UnderWay::begin(&watch, request.version());
            let answered = self.answer(request, &watch, guest.excess());
            async move {
                let response = answered.await?;
                Ok::<_, Infallible>(response.map(|body| Held::new(body, under_way)))
            }
        });
        let mut connection = pin!(self.http.serve_connection(io, service));
        let mut alarm = pin!(tokio::time::sleep(times.shortest()));
        let mut told = false;
        loop {
            tokio::select! {
                // What becomes of a connection is its client's to know.
                _ = connection.as_mut() => return,
                () = alarm.as_mut() => {}
                _ = stopping.changed(), if !told => {
                    told = true;
                    connection.as_mut().graceful_shutdown();
                    continue;
                }
            }
            let now = Instant::now();
            let next = match watch.look(now) {
                Seen::Well(next) => next,
                // The stream ends with the next look at it, which is at once.
                Seen::Late => TURNED_AWAY,
                Seen::Idle => {
                    watch.closes(now);
                    connection.as_mut().graceful_shutdown();
                    TURNED_AWAY
                }
                Seen::Stuck => return,
            };
            alarm.as_mut().reset((now + next).into());
        }
    }

    fn times(&self, excess: Option<Excess>) -> Times {
        let limits = &self.app.bounds.limits;
        let transfer = Patience { time: limits.patience(), bytes: limits.least_bytes() };
        let [head, idle] = [limits.head_timeout, limits.idle_timeout].map(Duration::from_secs);
        if excess.is_none() {
            return Times { head, idle, transfer };
        }
        let transfer = Patience { time: transfer.time.min(TURNED_AWAY), ..transfer };
        let head = head.min(TURNED_AWAY);
        Times { head, idle: head, transfer }
    }

    fn answer(
        &self,
        request: Request<Incoming>,
        watch: &Arc<Watch>,
        excess: Option<Excess>,
    ) -> impl Future<Output = Result<Response<Body>, Infallible>> + use<> {
        let patience = self.times(None).transfer;
        let (routes, app) = (self.routes.clone(), Arc::clone(&self.app));
        let watch = Arc::clone(watch);
        async move {
            let request = request.map(|body| Body::new(Paced::new(body, watch, patience)));
            if let Some(excess) = excess {
                let (parts, _) = request.into_parts();
                let mut response = web::turned_away(&app, &parts, excess);
                if parts.version < Version::HTTP_2 {
                    let close = HeaderValue::from_static("close");
                    response.headers_mut().insert(header::CONNECTION, close);
                }
                return Ok(response);
            }
            let service = TowerToHyperService::new(routes);
            hyper::service::Service::call(&service, request).await
        }
    }
}
