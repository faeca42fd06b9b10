//! Jobs: what time itself brings about. Each tick is a call from outside with its instant.

use std::sync::Arc;
use std::time::Duration;

use care::day::day_of;
use tokio::sync::watch;

use crate::door::Denied;
use crate::refill::Refill;
use crate::web::App;

const TICK: Duration = Duration::from_secs(5);
const TELL: Duration = Duration::from_secs(1);
const OFFER: Duration = Duration::from_secs(1);
/// Well below the time after which others think that this server is dead.
const KEEP: Duration = Duration::from_secs(2);

/// Ticks until the service stops: seals new facts, ends old sessions, remembers the demo's time, and once
/// a day forgets what no code opens any more.
pub async fn run(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(TICK);
    let mut forgot_on = None;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stop.changed() => return,
        }
        let today = Some(day_of(app.door.now()));
        let forgets = forgot_on != today;
        forgot_on = today;
        let app = Arc::clone(&app);
        let ticked = tokio::task::spawn_blocking(move || {
            tick(&app)?;
            if forgets {
                app.door.forget_fillings().map_err(Denied::plain)?;
                app.door.forget_calls().map_err(Denied::plain)?;
            }
            Ok::<(), anyhow::Error>(())
        });
        if let Ok(Err(error)) = ticked.await {
            tracing::error!(error = format!("{error:#}"), "tick failed");
        }
    }
}

/// Tells subscribers what is new until the service stops: on its own, since a subscriber may be slow.
pub async fn tell(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let Some(desks) = app.desks.clone() else { return };
    let mut ticks = tokio::time::interval(TELL);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stop.changed() => return,
        }
        let (desks, now) = (Arc::clone(&desks), app.door.now());
        let told = tokio::task::spawn_blocking(move || desks.notices.tick(now)).await;
        if let Ok(Err(error)) = told {
            tracing::error!(error = format!("{error:#}"), "notices failed");
        }
    }
}

/// Offers times that were given up until the service stops.
pub async fn offer(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(OFFER);
    let refill = Arc::new(Refill::default());
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stop.changed() => return,
        }
        let (app, refill) = (Arc::clone(&app), Arc::clone(&refill));
        let offered = tokio::task::spawn_blocking(move || refill.tick(&app.door)).await;
        if let Ok(Err(error)) = offered {
            tracing::error!(error = format!("{error:#}"), "times could not be offered");
        }
    }
}

/// Sends residents their messages until the service stops: on its own, since a carrier may be slow.
pub async fn send(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let Some(desks) = app.desks.clone() else { return };
    let mut ticks = tokio::time::interval(TICK);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            _ = stop.changed() => return,
        }
        let (desks, now) = (Arc::clone(&desks), app.door.now());
        let sent = tokio::task::spawn_blocking(move || desks.messages.tick(now)).await;
        if let Ok(Err(error)) = sent {
            tracing::error!(error = format!("{error:#}"), "messages failed");
        }
    }
}

/// Keeps what this server is at, and takes over what others left, for as long as it is let.
pub async fn keep(app: Arc<App>) {
    let Some(desks) = app.desks.clone() else { return };
    let mut ticks = tokio::time::interval(KEEP);
    loop {
        ticks.tick().await;
        let desks = Arc::clone(&desks);
        let kept = tokio::task::spawn_blocking(move || desks.keep()).await;
        if let Ok(Err(error)) = kept {
            tracing::error!(error = format!("{error:#}"), "work could not be shared out");
        }
    }
}

/// One tick.
pub fn tick(app: &App) -> anyhow::Result<()> {
    app.door.seal()?;
    app.door.expire_sessions(app.clock.now())?;
    if let Some(desks) = &app.desks {
        desks.bulk.expire(app.door.now())?;
    }
    if let Some(demo) = &app.demo {
        demo.remember()?;
    }
    Ok(())
}
