//! Calls that nobody answered: who calls back, and what came of it.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use care::callback::CallOutcome;
use care::day::local;
use care::id::CallId;
use care::phone::Settled;
use care::refusal::Refusal;

use crate::components::notice::{Notice, NoticeKind};
use crate::door::{Denied, MissedCalls};
use crate::pages::professional::missed_call::{self, MissedCall, MissedFault};
use crate::pages::urls;
use crate::say;
use crate::texts;
use crate::web::answer::{Answer, see_other};
use crate::web::names::Names;
use crate::web::shell::shell;
use crate::web::visit::Visit;
use crate::web::{App, shows, takes};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/work/phone/{call}", shows(one))
        .route("/{language}/work/phone/{call}/take", takes(take))
        .route("/{language}/work/phone/{call}/tried", takes(tried))
        .route("/{language}/work/phone/{call}/settle", takes(settle))
}

/// What came back with a form.
#[derive(Default)]
struct Back {
    words: String,
    faults: Vec<MissedFault>,
    refusal: Option<Refusal>,
}

pub(super) fn shown(missed: &MissedCalls, call: CallId, names: &Names<'_>) -> MissedCall {
    MissedCall {
        call,
        from: missed.from.clone(),
        language: missed.language,
        count: missed.calls.len(),
        first_at: local(missed.first_at),
        last_at: local(missed.last_at),
        due_on: missed.due_on,
        handler: missed.handler.map(|by| names.professional(by)),
        tries: missed.tries,
        tried_at: missed.tried_at.map(local),
    }
}

fn one(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    show(app, visit, Back::default())
}

fn show(app: &App, visit: &Visit, back: Back) -> Result<Answer, Denied> {
    let (caller, call) = (visit.caller()?, visit.param::<CallId>("call")?);
    let missed = match app.door.missed_with(caller, call) {
        Ok(missed) => missed,
        // Somebody was quicker, or the caller rang again: the list shows what is left.
        Err(Denied::Refused(Refusal::CallSettled)) => {
            let settled = urls::query(&[("done", "settled-already")]);
            return see_other(urls::calls(visit.language) + &settled);
        }
        Err(denied) => return Err(denied),
    };
    let t = texts::of(visit.language);
    let notice = match &back.refusal {
        Some(refusal) => Some(Notice { kind: NoticeKind::Refused, text: t.refusal(refusal) }),
        None => match visit.asked("done") {
            Some("taken") => Some(say!(t, "missed-now-taken")),
            Some("tried") => Some(say!(t, "call-now-recorded")),
            Some(_) | None => None,
        }
        .map(|text| Notice { kind: NoticeKind::Done, text }),
    };
    let wrong = !back.faults.is_empty() || back.refusal.is_some();
    let context = missed_call::Context {
        is_others: missed.handler.is_some() && missed.handler != caller.account.professional,
        missed: shown(&missed, call, &Names::new(app, visit.language)),
        words: back.words,
        faults: back.faults,
        notice,
    };
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(Answer::Page(status, missed_call::render(&context, &shell(app, visit))))
}

/// Goes on after a deed, or shows why it was not done.
fn after(
    app: &App,
    visit: &Visit,
    done: Result<(), Denied>,
    next: String,
    words: &str,
) -> Result<Answer, Denied> {
    match done {
        Ok(()) => see_other(next),
        Err(Denied::Refused(refusal)) if refusal != Refusal::NotAllowed => show(
            app,
            visit,
            Back { words: words.to_owned(), refusal: Some(refusal), ..Back::default() },
        ),
        Err(denied) => Err(denied),
    }
}

fn take(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let call = visit.param::<CallId>("call")?;
    let taken = app.door.take_calls(visit.caller()?, call);
    let next = urls::missed_call(visit.language, call) + &urls::query(&[("done", "taken")]);
    after(app, visit, taken, next, "")
}

fn tried(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let call = visit.param::<CallId>("call")?;
    let Some(outcome) = CallOutcome::from_code(visit.text("answered")) else {
        return show(app, visit, Back { faults: vec![MissedFault::NoOutcome], ..Back::default() });
    };
    let tried = app.door.try_calls(visit.caller()?, call, outcome);
    let next = urls::missed_call(visit.language, call) + &urls::query(&[("done", "tried")]);
    after(app, visit, tried, next, "")
}

fn settle(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let call = visit.param::<CallId>("call")?;
    let words = visit.text("words");
    if words.is_empty() {
        return show(app, visit, Back { faults: vec![MissedFault::NoWords], ..Back::default() });
    }
    let how = Settled::Nothing(words.to_owned());
    let settled = app.door.settle_calls(visit.caller()?, call, how);
    let next = urls::calls(visit.language) + &urls::query(&[("done", "settled")]);
    after(app, visit, settled, next, words)
}
