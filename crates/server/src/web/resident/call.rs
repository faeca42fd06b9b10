//! The call that a resident is promised: asking for it, moving it, doing without.

use care::case::Case;
use care::day::local;
use care::decide::{AgreeCallback, Command, EndCallback};
use care::refusal::Refusal;

use super::own;
use crate::components::notice::{Notice, NoticeKind};
use crate::door::{CaseView, Denied};
use crate::pages::resident::callback;
use crate::pages::resident::matter::PromisedCall;
use crate::pages::urls;
use crate::web::answer::{Answer, conflict, faulty, page, see_other};
use crate::web::contact::read_reach;
use crate::web::shell::shell;
use crate::web::visit::Visit;
use crate::web::{App, calls};

/// What is promised, as the page of the matter tells it.
pub(super) fn promised(app: &App, case: &Case) -> Result<Option<PromisedCall>, Denied> {
    let Some(callback) = case.callback() else { return Ok(None) };
    Ok(Some(PromisedCall {
        window: calls::shown(callback.window),
        phone: callback.phone.clone(),
        place: app.door.called_before(case.id)? + 1,
        told_at: callback.told_at.map(local),
    }))
}

fn context(app: &App, visit: &Visit, view: &CaseView) -> Result<callback::Context, Denied> {
    let case = &view.case;
    if !case.is_open() {
        return Err(Denied::Refused(Refusal::CaseClosed));
    }
    let promised = case.callback();
    let (_, written, _) = read_reach(&case.contact.reach);
    let phone = match promised.map(|callback| &callback.phone).or(Some(&written)) {
        Some(phone) if !phone.is_empty() => phone.clone(),
        _ => {
            let known = app.door.my_details(visit.caller()?)?;
            known.and_then(|details| details.phone).unwrap_or_default()
        }
    };
    Ok(callback::Context {
        case: case.id,
        topic: case.topic,
        call: calls::questions(app, phone, promised.map(|callback| callback.window)),
        promised: promised.is_some(),
        notice: None,
    })
}

pub(super) fn ask(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    page(callback::render(&context(app, visit, &view)?, &shell(app, visit)))
}

pub(super) fn agree(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let asked = context(app, visit, &view)?;
    let (phone, window) = match calls::answers(app, visit) {
        Ok(answers) => answers,
        Err(call) => {
            let context = callback::Context { call: *call, ..asked };
            return faulty(callback::render(&context, &shell(app, visit)));
        }
    };
    let call = calls::questions(app, phone.clone(), Some(window));
    let asked = callback::Context { call, ..asked };
    let cases = app.door.called_together(view.case.id)?;
    let command = Command::AgreeCallback(AgreeCallback { cases, phone, window });
    carry_out(app, visit, &view, asked, &command, "agreed")
}

pub(super) fn end(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let asked = context(app, visit, &view)?;
    let cases = app.door.called_together(view.case.id)?;
    carry_out(app, visit, &view, asked, &Command::EndCallback(EndCallback { cases }), "ended")
}

fn carry_out(
    app: &App,
    visit: &Visit,
    view: &CaseView,
    asked: callback::Context,
    command: &Command,
    done: &str,
) -> Result<Answer, Denied> {
    match app.door.act(visit.caller()?, command) {
        Ok(()) => {
            let matter = urls::matter(visit.language, view.case.id);
            see_other(matter + &urls::query(&[("done", done)]))
        }
        Err(Denied::Refused(refusal)) => {
            let shell = shell(app, visit);
            let text = shell.texts().refusal(&refusal);
            let notice = Some(Notice { kind: NoticeKind::Refused, text });
            conflict(callback::render(&callback::Context { notice, ..asked }, &shell))
        }
        Err(denied) => Err(denied),
    }
}
