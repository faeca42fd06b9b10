//! The administrator's page of messages to residents that were given up: seen, sent again, and let go.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use care::day::local;
use care::decide::{Command, HandleMessage};
use care::id::CaseId;
use care::message::{About, Handled, LetGo};
use care::refusal::Refusal;

use super::answer::{Answer, page, see_other};
use super::shell::shell;
use super::visit::Visit;
use super::{App, shows, takes};
use crate::components::notice::{Notice, NoticeKind};
use crate::door::{Denied, Undelivered};
use crate::pages::administrator::{let_message_go, messages};
use crate::pages::urls;
use crate::say;
use crate::texts::of;

/// More than these are seen when these are dealt with.
const SHOWN_MAX: u32 = 200;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/keep/messages", shows(list))
        .route("/{language}/keep/messages/resend", takes(resend))
        .route("/{language}/keep/messages/let-go", shows(ask_let_go).merge(takes(let_go)))
}

fn list(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let shown = |one: Undelivered| messages::Undelivered {
        case: one.case.to_string(),
        about: one.about,
        at: local(one.at),
        way: one.way,
        why: one.why,
    };
    let given_up = app.door.undelivered(visit.caller()?, SHOWN_MAX)?;
    let context = messages::Context {
        notice: became(visit),
        ways: app.desks.as_ref().map(|desks| desks.messages.ways()).unwrap_or_default(),
        given_up: given_up.into_iter().map(shown).collect(),
    };
    page(messages::render(&context, &shell(app, visit)))
}

/// What was just done, as the address says it.
fn became(visit: &Visit) -> Option<Notice> {
    let t = of(visit.language);
    let (kind, text) = match visit.asked("became")? {
        "renewed" => (NoticeKind::Done, say!(t, "messages-became-renewed")),
        "let-go" => (NoticeKind::Done, say!(t, "messages-became-let-go")),
        "gone" => (NoticeKind::Info, say!(t, "refusal-message-gone")),
        _ => return None,
    };
    Some(Notice { kind, text })
}

/// The message that a form or an address names.
fn named(case: &str, message: &str) -> Result<(CaseId, About), Denied> {
    let case = case.parse().map_err(|_| Denied::NotFound)?;
    Ok((case, message.parse().map_err(|_| Denied::NotFound)?))
}

/// Writes down what is done with a message.
fn handle(app: &App, visit: &Visit, handled: Handled, became: &str) -> Result<Answer, Denied> {
    let (case, about) = named(visit.text("case"), visit.text("message"))?;
    let command = Command::HandleMessage(HandleMessage { cases: vec![case], about, handled });
    let became = match app.door.act(visit.caller()?, &command) {
        Ok(()) => became,
        Err(Denied::Refused(Refusal::MessageGone)) => "gone",
        Err(Denied::Refused(Refusal::CaseUnknown)) => return Err(Denied::NotFound),
        Err(denied) => return Err(denied),
    };
    see_other(urls::messages(visit.language) + &urls::query(&[("became", became)]))
}

fn resend(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    handle(app, visit, Handled::Renewed, "renewed")
}

fn ask_let_go(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let asked = |name| visit.asked(name).unwrap_or_default();
    asked_about(app, visit, (asked("case"), asked("message")), false)
}

fn asked_about(
    app: &App,
    visit: &Visit,
    (case, message): (&str, &str),
    faulty: bool,
) -> Result<Answer, Denied> {
    let given_up = app.door.undelivered(visit.caller()?, SHOWN_MAX)?;
    let (case, about) = named(case, message)?;
    if !given_up.iter().any(|one| (one.case, one.about) == (case, about)) {
        return see_other(urls::messages(visit.language) + &urls::query(&[("became", "gone")]));
    }
    let context = let_message_go::Context { case: case.to_string(), about, faulty };
    let status = if faulty { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(Answer::Page(status, let_message_go::render(&context, &shell(app, visit))))
}

fn let_go(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    match LetGo::from_code(visit.text("why")) {
        Some(why) => handle(app, visit, Handled::LetGo(why), "let-go"),
        None => asked_about(app, visit, (visit.text("case"), visit.text("message")), true),
    }
}
