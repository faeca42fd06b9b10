//! The resident's wait for a time that somebody gives up, and the time that is offered to them.

use care::case::Stage;
use care::decide::{Command, JoinWaitingList, LeaveWaitingList};
use care::refusal::Refusal;

use super::{done_with, due_on, own};
use crate::components::notice::{Notice, NoticeKind};
use crate::door::{CaseView, Denied};
use crate::pages::resident::matter;
use crate::pages::resident::{offer, waiting as page_of};
use crate::pages::urls;
use crate::say;
use crate::web::answer::{Answer, conflict, faulty, page, see_other};
use crate::web::names::Names;
use crate::web::shell::shell;
use crate::web::visit::Visit;
use crate::web::{App, waiting};

/// The place on the list, as the page of the matter tells it.
pub(super) fn place(
    app: &App,
    view: &CaseView,
    names: &Names<'_>,
) -> Result<Option<matter::Waiting>, Denied> {
    let Some(place) = view.case.waiting() else { return Ok(None) };
    Ok(Some(matter::Waiting {
        wish: waiting::told(&place.wish, names),
        place: app.door.waiting_before(view.case.id)? + 1,
    }))
}

/// Whether a time can still be waited for.
pub(super) fn may_wait(view: &CaseView) -> bool {
    matches!(view.case.stage, Stage::AwaitingBooking | Stage::Booked(_))
}

fn context(app: &App, visit: &Visit, view: &CaseView) -> Result<page_of::Context, Denied> {
    let (names, now, case) = (Names::new(app, visit.language), app.door.now(), &view.case);
    let need = case.need.as_ref().filter(|_| may_wait(view)).ok_or(Denied::NotFound)?;
    let wish = case.waiting().map(|waiting| &waiting.wish);
    Ok(page_of::Context {
        case: case.id,
        topic: case.topic,
        profession: need.profession,
        due_on: due_on(view),
        booked: case.booking().map(|booking| names.booked(booking, now)),
        wish: waiting::questions(app, &names, case, wish),
        waits: wish.is_some(),
        answer_minutes: app.door.content().waiting.answer_minutes,
        notice: None,
    })
}

pub(super) fn ask(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    page(page_of::render(&context(app, visit, &view)?, &shell(app, visit)))
}

pub(super) fn join(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let asked = context(app, visit, &view)?;
    let names = Names::new(app, visit.language);
    let wish = match waiting::answers(app, visit, &names, &view.case) {
        Ok(wish) => wish,
        Err(wish) => {
            let context = page_of::Context { wish: *wish, ..asked };
            return faulty(page_of::render(&context, &shell(app, visit)));
        }
    };
    let asked = page_of::Context {
        wish: waiting::questions(app, &names, &view.case, Some(&wish)),
        ..asked
    };
    let command = Command::JoinWaitingList(JoinWaitingList { case: view.case.id, wish });
    carry_out(app, visit, &view, asked, &command, "waits")
}

pub(super) fn leave(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let asked = context(app, visit, &view)?;
    let command = Command::LeaveWaitingList(LeaveWaitingList { case: view.case.id });
    carry_out(app, visit, &view, asked, &command, "left")
}

fn carry_out(
    app: &App,
    visit: &Visit,
    view: &CaseView,
    asked: page_of::Context,
    command: &Command,
    done: &str,
) -> Result<Answer, Denied> {
    match app.door.act(visit.caller()?, command) {
        Ok(()) => back(visit, view, done),
        Err(Denied::Refused(refusal)) => {
            let shell = shell(app, visit);
            let text = shell.texts().refusal(&refusal);
            let notice = Some(Notice { kind: NoticeKind::Refused, text });
            conflict(page_of::render(&page_of::Context { notice, ..asked }, &shell))
        }
        Err(denied) => Err(denied),
    }
}

fn back(visit: &Visit, view: &CaseView, done: &str) -> Result<Answer, Denied> {
    see_other(urls::matter(visit.language, view.case.id) + &urls::query(&[("done", done)]))
}

fn offer_context(app: &App, visit: &Visit, view: &CaseView) -> Option<offer::Context> {
    let (names, now, case) = (Names::new(app, visit.language), app.door.now(), &view.case);
    Some(offer::Context {
        case: case.id,
        topic: case.topic,
        time: waiting::offered(waiting::open_offer(app, case)?, view, &names),
        booked: case.booking().map(|booking| names.booked(booking, now)),
        notice: None,
    })
}

pub(super) fn see_offer(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    match offer_context(app, visit, &view) {
        Some(context) => page(offer::render(&context, &shell(app, visit))),
        None => back(visit, &view, "offer-gone"),
    }
}

pub(super) fn take(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let Some(asked) = offer_context(app, visit, &view) else {
        return back(visit, &view, "offer-gone");
    };
    let Some(command) = waiting::take(app, visit, &view.case) else {
        let shell = shell(app, visit);
        let text = say!(shell.texts(), "offer-how");
        let notice = Some(Notice { kind: NoticeKind::Refused, text });
        return faulty(offer::render(&offer::Context { notice, ..asked }, &shell));
    };
    let what = if view.case.booking().is_some() { "moved" } else { "booked" };
    match app.door.act(visit.caller()?, &command) {
        Ok(()) => done_with(visit, view.case.id, what),
        Err(Denied::Refused(Refusal::OfferGone)) => back(visit, &view, "offer-gone"),
        Err(Denied::Refused(refusal)) => {
            let shell = shell(app, visit);
            let text = shell.texts().refusal(&refusal);
            let notice = Some(Notice { kind: NoticeKind::Refused, text });
            conflict(offer::render(&offer::Context { notice, ..asked }, &shell))
        }
        Err(denied) => Err(denied),
    }
}

pub(super) fn decline(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let Some(command) = waiting::decline(&view.case) else {
        return back(visit, &view, "offer-gone");
    };
    match app.door.act(visit.caller()?, &command) {
        Ok(()) => back(visit, &view, "declined"),
        Err(Denied::Refused(_)) => back(visit, &view, "offer-gone"),
        Err(denied) => Err(denied),
    }
}
