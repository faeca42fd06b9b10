//! Those who wait for a time at a unit.

use std::sync::Arc;

use axum::Router;
use care::day::{day_of, local};

use super::unit;
use crate::components::live::List;
use crate::door::Denied;
use crate::pages::professional::waiting;
use crate::web::answer::{Answer, page};
use crate::web::names::Names;
use crate::web::shell::shell;
use crate::web::visit::Visit;
use crate::web::waiting::told;
use crate::web::{App, clocks, shows};

const CLIENTS_A_PAGE: u32 = 100;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/work/waiting", shows(line))
}

fn line(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let caller = visit.caller()?;
    let after = visit.asked("after").and_then(|case| case.parse().ok());
    let mark = super::mark(app, unit(caller)?, List::Open)?;
    let line = app.door.waiting_line(caller, unit(caller)?, after, CLIENTS_A_PAGE)?;
    let (names, today) = (Names::new(app, visit.language), day_of(app.door.now()));
    let full = line.len() == usize::try_from(CLIENTS_A_PAGE).unwrap_or(usize::MAX);
    let next = line.last().filter(|_| full).map(|client| client.row.case);
    let client = |client: crate::door::WaitingClient| {
        let (row, person) = (client.row, client.person.as_ref());
        waiting::WaitingClient {
            case: row.case,
            client: super::client(person),
            protected: person.is_some_and(|person| person.protected),
            profession: row.profession,
            urgency: row.urgency,
            clock: row.due_on.map(|due| clocks::running(due, today)),
            since: local(row.since),
            wish: told(&row.wish, &names),
            booked_at: row.booked_for.map(local),
            offer: row.offer.map(|offer| (local(offer.start_at), local(offer.until_at))),
        }
    };
    let clients = line.into_iter().map(client).collect();
    page(waiting::render(&waiting::Context { mark, clients, next }, &shell(app, visit)))
}
