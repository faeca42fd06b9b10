//! `polku serve`: opens the door and answers until told to stop; what was begun is finished.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::open::Place;
use super::{Listen, say};
use crate::demo::Demo;
use crate::desks::Desks;
use crate::door::Door;
use crate::fhir_api;
use crate::jobs;
use crate::limits::Bounds;
use crate::metrics::Metrics;
use crate::network;
use crate::notices::{Post, Reach};
use crate::wall::SystemClock;
use crate::web::{self, App};

/// How long what was begun may take to end once the service is told to stop.
const PATIENCE: Duration = Duration::from_secs(8);

/// How long one notice to a subscriber may take.
const NOTICE_MAX: Duration = Duration::from_secs(15);

pub(super) fn run(place: &Place, listen: &Listen) -> anyhow::Result<ExitCode> {
    let door = place.door(Arc::new(SystemClock))?;
    if door.has_no_accounts()? {
        say(
            "Nobody can sign in yet: add people with `polku user add` and programs with `polku token add`.",
        );
    }
    serve(listen, door, None, &place.data)
}

/// Serves a door until the process is told to stop.
pub(super) fn serve(
    listen: &Listen,
    door: Arc<Door>,
    demo: Option<Demo>,
    data: &Path,
) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(128)
        .worker_threads(fhir_api::workers())
        .build()
        .context("no threads to serve with")?;
    let mut limits = listen.limits.clone();
    if let Some(most) = network::room(&mut limits) {
        let asked = listen.limits.max_connections;
        say(&format!(
            "Only {most} connections at a time, not {asked}: raise the limit of open files (ulimit -n, LimitNOFILE)."
        ));
    }
    let reach = if listen.notices_to_private { Reach::Private } else { Reach::Public };
    let bulk = listen.bulk.clone().unwrap_or_else(|| data.join("bulk"));
    let carriers = listen.messages.carriers()?;
    let desks = Desks::open(&door, &bulk, Post { reach, patience: NOTICE_MAX }, carriers)?;
    let app = Arc::new(App {
        door,
        demo,
        clock: Arc::new(SystemClock),
        metrics: Metrics::default(),
        drafts: web::Drafts::default(),
        attempts: web::Attempts::default(),
        desks: Some(Arc::clone(&desks)),
        bounds: Bounds::new(limits),
        secure_cookies: listen.secure_cookies,
    });
    runtime.block_on(answer(listen, Arc::clone(&app)))?;
    desks.bulk.stop();
    // The last facts are sealed, too, and the demo's time is remembered.
    jobs::tick(&app)?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

async fn answer(listen: &Listen, app: Arc<App>) -> anyhow::Result<()> {
    let desks = app.desks.clone();
    let listener = TcpListener::bind(listen.listen)
        .await
        .with_context(|| format!("cannot listen on {}", listen.listen))?;
    say(&format!("Polku is open at http://{}", listener.local_addr()?));
    let (stop, stopped) = watch::channel(false);
    let ticking = tokio::spawn(jobs::run(Arc::clone(&app), stopped.clone()));
    let keeping = tokio::spawn(jobs::keep(Arc::clone(&app)));
    let telling = tokio::spawn(jobs::tell(Arc::clone(&app), stopped.clone()));
    let offering = tokio::spawn(jobs::offer(Arc::clone(&app), stopped.clone()));
    let sending = tokio::spawn(jobs::send(Arc::clone(&app), stopped.clone()));
    tokio::spawn(async move {
        told_to_stop().await;
        let _ = stop.send(true);
    });
    let routes = web::routes(Arc::clone(&app), stopped.clone());
    let mut told = stopped.clone();
    let served = network::serve(listener, routes, app, stopped);
    // Whoever never ends their request must not keep the service from ending.
    let patience = async move {
        drop(told.changed().await);
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        () = served => {}
        () = patience => tracing::warn!("some requests did not end in time and were given up"),
    }
    drop(ticking.await);
    drop(offering.await);
    if let Some(desks) = &desks {
        desks.notices.stop();
        desks.messages.stop();
    }
    drop(telling.await);
    drop(sending.await);
    keeping.abort();
    Ok(())
}

async fn told_to_stop() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _interrupted = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
