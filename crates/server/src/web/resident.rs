//! The resident's pages: matters, times, withdrawing, and who has looked.

mod call;
mod reach;
mod thread;
mod times;
mod waiting;

use std::sync::Arc;

use axum::Router;
use care::case::Stage;
use care::code::Closing;
use care::day::day_of;
use care::decide::{CloseCase, Command};
use care::id::CaseId;
use care::refusal::Refusal;

pub(super) use self::times::{booking_command, due_on, free_time, ways};
use super::answer::{Answer, page, see_other};
use super::names::{Names, stage};
use super::shell::shell;
use super::visit::Visit;
use super::{App, calendar, clocks, shows, story, takes, thread as threads, waiting as waits};
use crate::components::notice::{Notice, NoticeKind};
use crate::components::pagination::Paging;
use crate::door::{CaseView, Denied};
use crate::pages::resident::{looks, matter, matter_done, matters, withdraw};
use crate::pages::urls;
use crate::say;

const LOOKS_A_PAGE: usize = 25;
/// More looks than these are found by asking the organisation; older ones need a special reason.
const LOOKS_MAX: u32 = 1_000;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/matters", shows(list))
        .route("/{language}/matters/{case}", shows(one))
        .route("/{language}/matters/{case}/messages", takes(thread::write))
        .route("/{language}/matters/{case}/withdraw", shows(ask_withdraw).merge(takes(withdraw)))
        .route("/{language}/matters/{case}/times", shows(times::ask).merge(takes(times::choose)))
        .route(
            "/{language}/matters/{case}/times/confirm",
            shows(times::confirm).merge(takes(times::book)),
        )
        .route(
            "/{language}/matters/{case}/times/cancel",
            shows(times::ask_cancel).merge(takes(times::cancel)),
        )
        .route("/{language}/matters/{case}/time.ics", shows(time_file))
        .route("/{language}/matters/{case}/call", shows(call::ask).merge(takes(call::agree)))
        .route("/{language}/matters/{case}/call/end", takes(call::end))
        .route(
            "/{language}/matters/{case}/waiting",
            shows(waiting::ask).merge(takes(waiting::join)),
        )
        .route("/{language}/matters/{case}/waiting/end", takes(waiting::leave))
        .route(
            "/{language}/matters/{case}/offer",
            shows(waiting::see_offer).merge(takes(waiting::take)),
        )
        .route("/{language}/matters/{case}/offer/decline", takes(waiting::decline))
        .route("/{language}/matters/{case}/done", shows(done))
        .route("/{language}/reach", shows(reach::ask).merge(takes(reach::choose)))
        .route("/{language}/looks", shows(who_has_looked))
}

/// One of the caller's own matters: a professional uses other pages.
fn own(app: &App, visit: &Visit) -> Result<CaseView, Denied> {
    let caller = visit.caller()?;
    let view = app.door.case(caller, visit.param::<CaseId>("case")?)?;
    if caller.account.person == Some(view.case.person) { Ok(view) } else { Err(Denied::NotFound) }
}

fn list(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let views = app.door.my_matters(visit.caller()?)?;
    let (names, now) = (Names::new(app, visit.language), app.door.now());
    let card = |view: &CaseView| matters::MatterCard {
        case: view.case.id,
        topic: view.case.topic,
        received_at: care::day::local(view.case.contact.at),
        stage: stage(&view.case),
        owner: names.owner(&view.case.owner),
        clock: view
            .clocks
            .first()
            .filter(|clock| clock.is_open())
            .map(|clock| clocks::state(clock, now)),
        booked: view.case.booking().map(|booking| names.booked(booking, now)),
        offered_until: waits::open_offer(app, &view.case)
            .map(|offer| care::day::local(offer.until_at)),
        written_at: view.case.written_at().map(care::day::local),
    };
    // Whoever acts for one goes back to themself before acting for another.
    let caller = visit.caller()?;
    let acted_for =
        if caller.behalf().is_some() { Vec::new() } else { app.door.acted_for(caller)? };
    let named = app.door.my_named(caller)?;
    let (open, closed): (Vec<_>, Vec<_>) = views.iter().partition(|view| view.case.is_open());
    let context = matters::Context {
        open: open.into_iter().map(card).collect(),
        closed: closed.into_iter().map(card).collect(),
        named: named.iter().map(|(unit, who)| (names.who(*who), names.unit(unit))).collect(),
        acted_for: acted_for.into_iter().map(|one| (one.person, one.name, one.kind)).collect(),
        notice: None,
    };
    page(matters::render(&context, &shell(app, visit)))
}

fn one(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let done = visit.asked("done").and_then(|done| {
        let t = shell(app, visit).texts();
        let text = match done {
            "written" => say!(t, "thread-now-written"),
            "agreed" => say!(t, "call-now-agreed"),
            "ended" => say!(t, "call-now-ended"),
            "waits" => say!(t, "wait-now-waits"),
            "left" => say!(t, "wait-now-left"),
            "declined" => say!(t, "offer-now-declined"),
            "offer-gone" => say!(t, "refusal-offer-gone"),
            _ => return None,
        };
        Some(Notice { kind: NoticeKind::Done, text })
    });
    let context = matter_context(app, visit, &view, done)?;
    page(matter::render(&context, &shell(app, visit)))
}

fn matter_context(
    app: &App,
    visit: &Visit,
    view: &CaseView,
    notice: Option<Notice>,
) -> Result<matter::Context, Denied> {
    let (names, now, case) = (Names::new(app, visit.language), app.door.now(), &view.case);
    let told = case.assessment.as_ref().map(|assessment| assessment.told.clone());
    let law = &app.door.content().law;
    Ok(matter::Context {
        case: case.id,
        topic: case.topic,
        words: case.words.clone(),
        stage: stage(case),
        owner: names.owner(&case.owner),
        owner_phone: app.door.content().organisation.phone.clone(),
        told: told.filter(|told| !told.is_empty()),
        call: call::promised(app, case)?,
        today: day_of(now),
        may_ask_call: case.stage == Stage::AwaitingAssessment && case.callback().is_none(),
        offer: waits::open_offer(app, case).map(|offer| waits::offered(offer, view, &names)),
        waiting: waiting::place(app, view, &names)?,
        may_wait: waiting::may_wait(view),
        booked: case.booking().map(|booking| names.booked(booking, now)),
        path: super::professional::questionnaire::path_of(app, case, visit.language),
        thread: threads::thread(app, case, &names, threads::Reader::Client, None)?,
        clocks: clocks::cards(&view.clocks, law, visit.language, now),
        events: story::events(case, &names, story::To::Resident),
        may_withdraw: case.is_open(),
        notice,
    })
}

fn time_file(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let protected = view.person.is_some_and(|person| person.details.protected);
    calendar::of_case(app, visit, &view.case, protected)
}

fn ask_withdraw(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let (names, now) = (Names::new(app, visit.language), app.door.now());
    let context = withdraw::Context {
        case: view.case.id,
        topic: view.case.topic,
        booked: view.case.booking().map(|booking| names.booked(booking, now)),
    };
    page(withdraw::render(&context, &shell(app, visit)))
}

fn withdraw(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let command = Command::CloseCase(CloseCase {
        case: view.case.id,
        closing: Closing::Withdrawn,
        gives_up: view.case.booking().map(|booking| booking.day),
    });
    match app.door.act(visit.caller()?, &command) {
        Ok(()) => done_with(visit, view.case.id, "withdrawn"),
        Err(Denied::Refused(refusal)) => again(app, visit, &refusal),
        Err(denied) => Err(denied),
    }
}

/// On to the page that tells what was done.
fn done_with(visit: &Visit, case: CaseId, what: &str) -> Result<Answer, Denied> {
    see_other(urls::matter_done(visit.language, case) + &urls::query(&[("what", what)]))
}

/// The list of matters, with why something could not be done.
fn again(app: &App, visit: &Visit, refusal: &Refusal) -> Result<Answer, Denied> {
    let shell = shell(app, visit);
    let t = shell.texts();
    // What a professional is told to do then is not for the resident to do.
    let text = if *refusal == Refusal::SafetyOpen {
        say!(t, "withdraw-safety")
    } else {
        t.refusal(refusal)
    };
    let notice = Some(Notice { kind: NoticeKind::Refused, text });
    let view = own(app, visit)?;
    let context = matter_context(app, visit, &view, notice)?;
    super::answer::conflict(matter::render(&context, &shell))
}

fn done(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let (names, now) = (Names::new(app, visit.language), app.door.now());
    let booked = view.case.booking().map(|booking| names.booked(booking, now));
    let done = match (visit.asked("what"), booked) {
        (Some("booked"), Some(booked)) => matter_done::Done::Booked(booked),
        (Some("moved"), Some(booked)) => matter_done::Done::Moved(booked),
        (Some("cancelled"), None) => matter_done::Done::Cancelled,
        (Some("withdrawn"), None) => matter_done::Done::Withdrawn,
        // The address is older than what has happened since.
        _ => return see_other(urls::matter(visit.language, view.case.id)),
    };
    let context = matter_done::Context { case: view.case.id, topic: view.case.topic, done };
    page(matter_done::render(&context, &shell(app, visit)))
}

fn who_has_looked(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let caller = visit.caller()?;
    let names = Names::new(app, visit.language);
    let looks = app.door.looks(caller, None, LOOKS_MAX)?;
    let looks = looks::folded(looks.iter().map(|look| names.look(look, caller.account.person)));
    let pages = looks.len().div_ceil(LOOKS_A_PAGE).max(1);
    let number = visit.page().min(pages);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let rows = count(looks.len());
    let shown = looks.into_iter().skip((number - 1) * LOOKS_A_PAGE).take(LOOKS_A_PAGE);
    let context = looks::Context {
        looks: shown.collect(),
        paging: Paging { page: count(number), pages: count(pages), rows },
        asks: app.door.content().organisation.asks.get(visit.language).to_owned(),
    };
    page(looks::render(&context, &shell(app, visit)))
}
