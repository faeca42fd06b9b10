//! The call that a resident is promised: asking for it, moving it, doing without.

use care::case::Case;
use care::day::{day_of, local};
use care::decide::{AgreeCallback, Command, EndCallback};
use care::refusal::Refusal;

use super::own;
use crate::components::notice::{Notice, NoticeKind};
use crate::door::{CaseView, Denied};
use crate::pages::resident::callback::{self, CallFault};
use crate::pages::resident::matter::PromisedCall;
use crate::pages::urls;
use crate::web::answer::{Answer, conflict, faulty, page, see_other};
use crate::web::contact::{is_phone, read_reach};
use crate::web::shell::shell;
use crate::web::visit::Visit;
use crate::web::{App, calls};

/// What is promised, as the page of the matter tells it.
pub(super) fn promised(app: &App, case: &Case) -> Result<Option<PromisedCall>, Denied> {
    let Some(callback) = case.callback() else { return Ok(None) };
    let before = app.door.call_of(case.id)?.map_or(0, |call| call.before);
    Ok(Some(PromisedCall {
        window: calls::shown(callback.window),
        phone: callback.phone.clone(),
        place: before + 1,
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
        phone,
        window: promised.map(|callback| calls::code(callback.window)).unwrap_or_default(),
        windows: calls::offered(app),
        today: day_of(app.door.now()),
        promised: promised.is_some(),
        faults: Vec::new(),
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
    let phone = visit.text("phone").to_owned();
    let window = calls::chosen(app, visit);
    let mut faults = Vec::new();
    if phone.is_empty() {
        faults.push(CallFault::NoPhone);
    } else if !is_phone(&phone) {
        faults.push(CallFault::BadPhone);
    }
    if window.is_none() {
        faults.push(CallFault::NoWindow);
    }
    let asked = callback::Context { phone: phone.clone(), faults, ..asked };
    let Some(window) = window.filter(|_| asked.faults.is_empty()) else {
        let window = visit.text("window").to_owned();
        let context = callback::Context { window, ..asked };
        return faulty(callback::render(&context, &shell(app, visit)));
    };
    let cases = calls::together(app, view.case.id)?;
    let command = Command::AgreeCallback(AgreeCallback { cases, phone, window });
    carry_out(app, visit, &view, asked, &command, "agreed")
}

pub(super) fn end(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let asked = context(app, visit, &view)?;
    let cases = calls::together(app, view.case.id)?;
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
