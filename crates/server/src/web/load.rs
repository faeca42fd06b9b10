//! How the units stand today.

use std::sync::Arc;

use axum::Router;
use care::day::local;

use super::answer::{Answer, page};
use super::names::Names;
use super::shell::shell;
use super::visit::Visit;
use super::{App, shows};
use crate::door::Denied;
use crate::pages::load;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/load", shows(show))
}

fn show(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let names = Names::new(app, visit.language);
    let found = app.door.loads(visit.caller()?)?;
    let unit = |one: crate::door::UnitLoad| load::UnitLoad {
        unit: names.unit(&one.unit),
        waiting: one.load.waiting,
        late: one.load.late,
        calls: one.calls,
        free: one.free,
        first_at: one.first_at.map(local),
        strained: one.strained,
        advised: one.advised.iter().map(|(unit, room)| (names.unit(unit), *room)).collect(),
    };
    let units = found.into_iter().map(unit).collect();
    let context = load::Context { units, now: local(app.door.now()) };
    page(load::render(&context, &shell(app, visit)))
}
