//! The calls that a unit has promised.

use std::sync::Arc;

use axum::Router;
use care::day::local;

use super::{ROWS_MAX, mark, phone, unit};
use crate::components::live::List;
use crate::components::notice::{Notice, NoticeKind};
use crate::door::Denied;
use crate::pages::professional::calls;
use crate::say;
use crate::texts::{self, Language};
use crate::web::answer::{Answer, page};
use crate::web::calls::shown;
use crate::web::names::Names;
use crate::web::shell::shell;
use crate::web::visit::Visit;
use crate::web::{App, shows};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/work/calls", shows(line))
}

fn done_text(language: Language, done: &str) -> Option<String> {
    let t = texts::of(language);
    match done {
        "settled" => Some(say!(t, "missed-now-settled")),
        "settled-already" => Some(say!(t, "missed-now-gone")),
        _ => None,
    }
}

fn line(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let caller = visit.caller()?;
    let policy = &app.door.content().callback;
    let mark = mark(app, unit(caller)?, List::Open)?;
    let promised = app.door.call_line(caller, unit(caller)?, ROWS_MAX)?;
    let (missed, today) = app.door.missed_calls(caller, unit(caller)?, ROWS_MAX)?;
    let names = Names::new(app, visit.language);
    let missed =
        missed.iter().filter_map(|one| Some(phone::shown(one, *one.calls.first()?, &names)));
    let done = visit.asked("done").and_then(|done| done_text(visit.language, done));
    let context = calls::Context {
        missed: missed.collect(),
        hidden: today.hidden,
        notice: done.map(|text| Notice { kind: NoticeKind::Done, text }),
        mark,
        calls: promised
            .into_iter()
            .map(|call| {
                let person = call.person.as_ref();
                calls::PromisedCall {
                    case: call.case.id,
                    topic: call.case.topic,
                    others: call.cases.len() - 1,
                    client: super::client(person),
                    protected: person.is_some_and(|person| person.protected),
                    missed: call.callback.missed(policy),
                    told: call.callback.told_at.is_some(),
                    phone: call.callback.phone,
                    language: call.case.contact.language,
                    window: shown(call.callback.window),
                    in_line_since: local(call.callback.in_line_since),
                }
            })
            .collect(),
        now: local(app.door.now()),
        warning_minutes: i64::from(policy.warning_minutes),
    };
    page(calls::render(&context, &shell(app, visit)))
}
