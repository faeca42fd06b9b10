//! One case: everything that is known of it, and the forms its stage allows.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use care::callback::CallOutcome;
use care::case::{Owner, Stage};
use care::code::{Cancelling, Closing, Mode};
use care::day::local;
use care::decide::{
    AgreeCallback, CancelBooking, CloseCase, Command, JoinWaitingList, LeaveWaitingList,
    RecordCall, RecordNoShow, TakeCase,
};
use care::id::{CaseId, UnitId};
use care::refusal::Refusal;

use super::forms::{assess_form, read_assessment, read_visit, visit_form};
use super::notes::{self, NoteBack};
use super::people::banner;
use super::questionnaire::{self, ResultsBack};
use super::thread;
use crate::components::call_questions::CallQuestions;
use crate::components::notice::{Notice, NoticeKind};
use crate::components::thread::WriteForm;
use crate::components::wish_questions::WishQuestions;
use crate::door::{CaseView, Denied, TimesWanted};
use crate::pages::professional::banner::Banner;
use crate::pages::professional::case::assess::AssessForm;
use crate::pages::professional::case::book::{BookFault, BookForm};
use crate::pages::professional::case::close::CloseForm;
use crate::pages::professional::case::visit::VisitForm;
use crate::pages::professional::case::{self, Assessed, Forms};
use crate::pages::urls;
use crate::say;
use crate::texts::Texts;
use crate::web::answer::{Answer, see_other};
use crate::web::names::{Names, stage};
use crate::web::resident::{booking_command, due_on, free_time, ways};
use crate::web::shell::shell;
use crate::web::thread::back as written_back;
use crate::web::visit::Visit;
use crate::web::{App, calls, clocks, shows, story, takes, waiting};

const TIMES_MAX: u32 = 10;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/work/cases/{case}", shows(one))
        .route("/{language}/work/cases/{case}/take", takes(take))
        .route("/{language}/work/cases/{case}/assess", takes(assess))
        .route("/{language}/work/cases/{case}/book", takes(book))
        .route("/{language}/work/cases/{case}/unbook", takes(unbook))
        .route("/{language}/work/cases/{case}/visit", takes(record))
        .route("/{language}/work/cases/{case}/no-show", takes(no_show))
        .route("/{language}/work/cases/{case}/close", takes(close))
        .route("/{language}/work/cases/{case}/call", takes(call))
        .route("/{language}/work/cases/{case}/wait", takes(wait))
        .route("/{language}/work/cases/{case}/wait/end", takes(end_wait))
        .route("/{language}/work/cases/{case}/offer", takes(answer_offer))
        .route("/{language}/work/cases/{case}/call/agree", takes(agree_call))
}

/// What came back with a form: faults of it, or why the door said no.
#[derive(Default)]
pub(super) struct Back {
    pub(super) assess: Option<AssessForm>,
    pub(super) visit: Option<VisitForm>,
    pub(super) book: Option<BookFault>,
    pub(super) close_unanswered: bool,
    pub(super) call: Option<CallQuestions>,
    pub(super) call_unanswered: bool,
    pub(super) wish: Option<WishQuestions>,
    pub(super) message: Option<WriteForm>,
    pub(super) note: Option<NoteBack>,
    pub(super) results: ResultsBack,
    pub(super) refusal: Option<Refusal>,
}

pub(super) fn load(app: &App, visit: &Visit) -> Result<CaseView, Denied> {
    let caller = visit.caller()?;
    // A resident has pages of their own; this one shows what is written for professionals.
    caller.account.professional.ok_or(Denied::NotFound)?;
    app.door.case(caller, visit.param::<CaseId>("case")?)
}

fn one(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = match load(app, visit) {
        Ok(view) => view,
        Err(Denied::StateReason) => {
            let person = app.door.person_of(visit.caller()?, visit.param("case")?)?;
            return see_other(urls::ground(visit.language, person));
        }
        Err(denied) => return Err(denied),
    };
    show(app, visit, &view, Back::default(), StatusCode::OK)
}

pub(super) fn show(
    app: &App,
    visit: &Visit,
    view: &CaseView,
    back: Back,
    status: StatusCode,
) -> Result<Answer, Denied> {
    let shell = shell(app, visit);
    let t = shell.texts();
    let refused = |refusal| Notice { kind: NoticeKind::Refused, text: t.refusal(refusal) };
    let notice = match &back.refusal {
        Some(refusal) => Some(refused(refusal)),
        None => visit.asked("done").and_then(|done| {
            done_text(t, done).map(|text| Notice { kind: NoticeKind::Done, text })
        }),
    };
    let context = context(app, visit, view, back, notice)?;
    Ok(Answer::Page(status, case::render(&context, &shell)))
}

/// What was just done, as the address says after the deed.
fn done_text(t: &Texts, done: &str) -> Option<String> {
    Some(match done {
        "received" => say!(t, "record-now-saved"),
        "written" => say!(t, "thread-now-answered"),
        "settled" => say!(t, "thread-now-settled"),
        "noted" => say!(t, "note-now-saved"),
        "seen" => say!(t, "note-now-seen"),
        "snoozed" => say!(t, "snooze-now"),
        "woken" => say!(t, "snooze-now-woken"),
        "called" => say!(t, "call-now-recorded"),
        "agreed" => say!(t, "call-now-agreed"),
        "attached" => say!(t, "results-now-attached"),
        "safe" => say!(t, "safety-now-handled"),
        "waits" => say!(t, "wait-now-listed"),
        "left" => say!(t, "wait-now-unlisted"),
        "declined" => say!(t, "offer-now-declined"),
        "taken" => say!(t, "case-now-taken"),
        "assessed" => say!(t, "case-now-assessed"),
        "booked" => say!(t, "case-now-booked"),
        "unbooked" => say!(t, "case-now-unbooked"),
        "visited" => say!(t, "case-now-visited"),
        "missed" => say!(t, "case-now-missed"),
        "closed" => say!(t, "case-now-closed"),
        _ => return None,
    })
}

fn context(
    app: &App,
    visit: &Visit,
    view: &CaseView,
    mut back: Back,
    notice: Option<Notice>,
) -> Result<case::Context, Denied> {
    let (names, now, case) = (Names::new(app, visit.language), app.door.now(), &view.case);
    let caller = visit.caller()?;
    let nobody = || Banner {
        person: case.person,
        name: String::new(),
        number: None,
        birth_on: None,
        age: None,
        language: case.contact.language,
        municipality: None,
        phone: None,
        protected: true,
    };
    let law = &app.door.content().law;
    let (_, phone, hours) = crate::web::contact::read_reach(&case.contact.reach);
    let free = matches!(case.owner, Owner::Team(_)) && case.is_open();
    Ok(case::Context {
        case: case.id,
        client: view.person.as_ref().map_or_else(nobody, |person| banner(person, &names, now)),
        topic: case.topic,
        words: case.words.clone(),
        received_at: local(case.contact.at),
        channel: case.contact.channel,
        signs: case.contact.signs,
        noticed_by: case.contact.noticed_by.clone(),
        made_by: case.contact.made_by.map(|maker| app.door.name_of(maker)).transpose()?,
        // The number that was agreed since stands with the call.
        reach: if case.promised_call.is_some() {
            String::new()
        } else {
            let parts = [phone, hours].into_iter().filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(", ")
        },
        language: case.contact.language,
        stage: stage(case),
        owner: names.owner(&case.owner),
        may_take: free && caller.account.professional.is_some(),
        assessed: case.assessment.as_ref().map(|assessment| Assessed {
            at: local(assessment.at),
            by: names.who(assessment.by),
            urgency: assessment.urgency,
            note: assessment.note.clone(),
            told: assessment.told.clone(),
        }),
        booked: case.booking().map(|booking| names.booked(booking, now)),
        notes: notes::notes(app, visit, view, &names, back.note.take()),
        writing: thread::writing(app, visit, case, &names, back.message.take())?,
        clocks: clocks::cards(&view.clocks, law, visit.language, now),
        events: story::events(case, &names, story::To::Professional),
        forms: forms(app, visit, view, back)?,
        notice,
    })
}

fn forms(app: &App, visit: &Visit, view: &CaseView, back: Back) -> Result<Forms, Denied> {
    let (names, now, case) = (Names::new(app, visit.language), app.door.now(), &view.case);
    let caller = visit.caller()?;
    let stage = case.stage;
    let assess = match (stage, back.assess) {
        (_, Some(form)) => Some(form),
        (Stage::AwaitingAssessment, None) => Some(assess_form(caller, &names)),
        (Stage::AwaitingBooking | Stage::Booked(_) | Stage::Met | Stage::Closed, None) => None,
    };
    let bookable = matches!(stage, Stage::AwaitingBooking | Stage::Booked(_));
    let book = bookable.then(|| book_form(app, visit, view, back.book)).transpose()?;
    let wait = bookable.then(|| waiting::form(app, view, &names, back.wish)).transpose()?;
    let begun = case.booking().filter(|booking| {
        let early = jiff::SignedDuration::from_mins(30);
        booking.start_at.checked_sub(early).is_ok_and(|opens| opens <= now)
    });
    let visit_form =
        begun.map(|booking| back.visit.unwrap_or_else(|| visit_form(booking, now, names.texts())));
    let allowed: &[Closing] = match stage {
        Stage::AwaitingAssessment | Stage::AwaitingBooking => {
            &[Closing::NotReached, Closing::Withdrawn]
        }
        Stage::Booked(_) => &[Closing::Withdrawn],
        Stage::Met => &[Closing::Treated, Closing::NotReached, Closing::Withdrawn],
        Stage::Closed => &[],
    };
    let close = (!allowed.is_empty()).then(|| CloseForm {
        allowed: allowed.to_vec(),
        closing: None,
        unanswered: back.close_unanswered,
    });
    let call = calls::form(app, case, back.call, back.call_unanswered)?;
    let may_unbook = case.booking().is_some();
    let results = Some(questionnaire::results(app, case, visit.language, back.results));
    Ok(Forms { results, call, assess, book, wait, visit: visit_form, may_unbook, close })
}

fn book_form(
    app: &App,
    visit: &Visit,
    view: &CaseView,
    fault: Option<BookFault>,
) -> Result<BookForm, Denied> {
    let names = Names::new(app, visit.language);
    let wanted = TimesWanted {
        profession: view.case.need.as_ref().map(|need| need.profession),
        units: visit.asked("unit").map(|unit| vec![UnitId::from(unit)]),
        mode: visit.asked("mode").and_then(Mode::from_code),
        language: None,
        from: None,
        limit: TIMES_MAX,
    };
    let slots = app.door.times(visit.caller()?, &wanted)?;
    let (due, ways) = (due_on(view), ways(app, visit, view));
    Ok(BookForm {
        mode: wanted.mode,
        unit: visit.asked("unit").unwrap_or_default().to_owned(),
        units: names.units(),
        times: slots.iter().map(|slot| free_time(slot, due, &names, &ways)).collect(),
        moves: view.case.booking().is_some(),
        fault,
    })
}

/// Carries out a command on a case: on to its page, or the page with why not.
pub(super) fn carry_out(
    app: &App,
    visit: &Visit,
    view: &CaseView,
    command: &Command,
    done: &str,
) -> Result<Answer, Denied> {
    match app.door.act(visit.caller()?, command) {
        Ok(()) => {
            see_other(urls::case(visit.language, view.case.id) + &urls::query(&[("done", done)]))
        }
        Err(Denied::Refused(Refusal::LateReasonMissing)) => {
            let back = Back { book: Some(BookFault::NoReason), ..Back::default() };
            show(app, visit, view, back, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(Denied::Refused(refusal)) => {
            let view = load(app, visit)?;
            let message = written_back(app, visit, &refusal);
            let note = notes::back(app, visit, &refusal);
            if message.is_some() || note.is_some() {
                let back = Back { message, note, ..Back::default() };
                return show(app, visit, &view, back, StatusCode::UNPROCESSABLE_ENTITY);
            }
            let back = Back { refusal: Some(refusal), ..Back::default() };
            show(app, visit, &view, back, StatusCode::CONFLICT)
        }
        Err(denied) => Err(denied),
    }
}

fn take(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let caller = visit.caller()?;
    let command = Command::TakeCase(TakeCase {
        case: view.case.id,
        professional: caller.account.professional.ok_or(Denied::NotFound)?,
        unit: super::unit(caller)?.clone(),
    });
    carry_out(app, visit, &view, &command, "taken")
}

fn assess(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let names = Names::new(app, visit.language);
    match read_assessment(visit, view.case.id, &names)? {
        Ok(command) => carry_out(app, visit, &view, &command, "assessed"),
        Err(form) => {
            let back = Back { assess: Some(form), ..Back::default() };
            show(app, visit, &view, back, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

fn book(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    if let Some(command) = booking_command(app, visit, &view) {
        carry_out(app, visit, &view, &command, "booked")
    } else {
        let back = Back { book: Some(BookFault::NoTime), ..Back::default() };
        show(app, visit, &view, back, StatusCode::UNPROCESSABLE_ENTITY)
    }
}

fn unbook(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let Some(booking) = view.case.booking() else {
        return see_other(urls::case(visit.language, view.case.id));
    };
    let command = Command::CancelBooking(CancelBooking {
        case: view.case.id,
        booking: booking.id,
        day: booking.day,
        why: Cancelling::ByUnit,
    });
    carry_out(app, visit, &view, &command, "unbooked")
}

fn record(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let Some(booking) = view.case.booking() else {
        return see_other(urls::case(visit.language, view.case.id));
    };
    match read_visit(visit, view.case.id, booking) {
        Ok(command) => carry_out(app, visit, &view, &command, "visited"),
        Err(form) => {
            let back = Back { visit: Some(form), ..Back::default() };
            show(app, visit, &view, back, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

fn no_show(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let Some(booking) = view.case.booking() else {
        return see_other(urls::case(visit.language, view.case.id));
    };
    let command = RecordNoShow { case: view.case.id, booking: booking.id };
    carry_out(app, visit, &view, &Command::RecordNoShow(command), "missed")
}

fn call(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let by = super::by(visit)?;
    let Some(outcome) = CallOutcome::from_code(visit.text("answered")) else {
        let back = Back { call_unanswered: true, ..Back::default() };
        return show(app, visit, &view, back, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let cases = app.door.called_together(view.case.id)?;
    let policy = app.door.content().callback;
    let command = Command::RecordCall(RecordCall { cases, by, outcome, policy });
    carry_out(app, visit, &view, &command, "called")
}

fn agree_call(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let (phone, window) = match calls::answers(app, visit) {
        Ok(answers) => answers,
        Err(call) => {
            let back = Back { call: Some(*call), ..Back::default() };
            return show(app, visit, &view, back, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let cases = app.door.called_together(view.case.id)?;
    let command = Command::AgreeCallback(AgreeCallback { cases, phone, window });
    carry_out(app, visit, &view, &command, "agreed")
}

fn wait(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    match waiting::answers(app, visit, &Names::new(app, visit.language), &view.case) {
        Ok(wish) => {
            let command = JoinWaitingList { case: view.case.id, wish };
            carry_out(app, visit, &view, &Command::JoinWaitingList(command), "waits")
        }
        Err(wish) => {
            let back = Back { wish: Some(*wish), ..Back::default() };
            show(app, visit, &view, back, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

fn end_wait(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let command = LeaveWaitingList { case: view.case.id };
    carry_out(app, visit, &view, &Command::LeaveWaitingList(command), "left")
}

fn answer_offer(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let (command, done) = match visit.text("answer") {
        "take" => (waiting::take(app, visit, &view.case), "booked"),
        _ => (waiting::decline(&view.case), "declined"),
    };
    if let Some(command) = command {
        carry_out(app, visit, &view, &command, done)
    } else {
        let back = Back { refusal: Some(Refusal::OfferGone), ..Back::default() };
        show(app, visit, &view, back, StatusCode::CONFLICT)
    }
}

fn close(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let Some(closing) = Closing::from_code(visit.text("closing")) else {
        let back = Back { close_unanswered: true, ..Back::default() };
        return show(app, visit, &view, back, StatusCode::UNPROCESSABLE_ENTITY);
    };
    let command = Command::CloseCase(CloseCase {
        case: view.case.id,
        closing,
        gives_up: view.case.booking().map(|booking| booking.day),
    });
    carry_out(app, visit, &view, &command, "closed")
}
