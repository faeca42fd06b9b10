//! Filling in a questionnaire without a name. A cookie holds the code while this browser is at it, so
//! that the code stands in no address; each page that is answered is kept at once.

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderValue;
use care::day::local;
use care::questionnaire::{Answers, Filled, Item, Questionnaire};
use care::refusal::Refusal;

use super::answer::{Answer, faulty, page, see_other};
use super::shell::shell;
use super::visit::Visit;
use super::{App, questions, security, shows, takes};
use crate::door::{Code, Denied};
use crate::pages::public::questionnaire::{Number, ask, code, help, start};
use crate::pages::urls;
use crate::texts;

const COOKIE: &str = "polku-questionnaire";

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/questionnaire", shows(begin).merge(takes(take_begin)))
        .route("/{language}/questionnaire/resume", takes(resume))
        .route("/{language}/questionnaire/code", shows(show_code))
        .route("/{language}/questionnaire/help", shows(show_help))
        .route("/{language}/questionnaire/leave", takes(leave))
        .route("/{language}/questionnaire/all", shows(ask_all).merge(takes(take_all)))
        .route("/{language}/questionnaire/question/{link}", shows(ask_one).merge(takes(take_one)))
}

/// What the cookie of a visit opens.
struct Open {
    code: Code,
    filled: Filled,
    questionnaire: Arc<Questionnaire>,
}

impl Open {
    fn questions(&self) -> Vec<&Item> {
        self.questionnaire.questions(&self.filled.answers)
    }

    fn alarms(&self) -> Vec<String> {
        self.questionnaire.alarms(&self.filled.answers)
    }

    fn first_unanswered(&self) -> Option<&Item> {
        let problems =
            self.questionnaire.problems(&self.questionnaire.only_asked(&self.filled.answers));
        let questions = self.questions().into_iter();
        questions.into_iter().find(|item| problems.iter().any(|problem| problem.link == item.link))
    }
}

/// What this browser fills in; none when it fills in nothing that can still be opened.
fn open(app: &App, visit: &Visit) -> Result<Option<Open>, Denied> {
    let cookie = security::cookie(&visit.arrival.headers, COOKIE);
    let Some(code) = cookie.and_then(Code::read) else { return Ok(None) };
    match app.door.filling(&code) {
        Ok((filled, questionnaire)) => Ok(Some(Open { code, filled, questionnaire })),
        Err(Denied::Refused(Refusal::CodeUnknown | Refusal::AttachedAlready)) => Ok(None),
        Err(denied) => Err(denied),
    }
}

fn start_context(app: &App, visit: &Visit) -> start::Context {
    let content = app.door.content();
    let open = content.questionnaires.values().filter(|one| one.meaning.open_to_all);
    let open = open.map(|one| (one.name.clone(), one.title.get(visit.language).to_owned()));
    let (open, code) = (open.collect(), String::new());
    start::Context { open, days: content.filling.days, code, fault: None }
}

fn begin(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    page(start::render(&start_context(app, visit), &shell(app, visit)))
}

fn take_begin(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let questionnaire = app.door.open_questionnaire(visit.text("questionnaire"))?;
    let code = app.door.begin_filling(questionnaire, visit.language)?;
    let pace = if visit.text("pace") == "all" { "all" } else { "" };
    let next = urls::questionnaire_code(visit.language) + &urls::query(&[("pace", pace)]);
    Ok(Answer::SeeOther(next, vec![cookie(app, &code.spoken())?]))
}

fn resume(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let written = visit.text("code");
    let found = match Code::read(written) {
        Some(code) => app.door.filling(&code).map(|_| code),
        None => Err(Refusal::CodeUnknown.into()),
    };
    match found {
        Ok(code) => {
            let next = urls::questionnaire_code(visit.language);
            Ok(Answer::SeeOther(next, vec![cookie(app, &code.spoken())?]))
        }
        Err(Denied::Refused(refusal)) => {
            let (code, t) = (written.to_owned(), texts::of(visit.language));
            let fault = Some(t.refusal(&refusal));
            let context = start::Context { code, fault, ..start_context(app, visit) };
            faulty(start::render(&context, &shell(app, visit)))
        }
        Err(denied) => Err(denied),
    }
}

/// On a shared device whoever comes next must not see the answers.
fn leave(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let next = urls::questionnaire(visit.language);
    Ok(Answer::SeeOther(next, vec![cookie(app, "")?]))
}

fn show_code(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let Some(open) = open(app, visit)? else {
        return see_other(urls::questionnaire(visit.language));
    };
    let next = open.first_unanswered().map(|item| match visit.asked("pace") {
        Some("all") => urls::questionnaire_all(visit.language),
        Some(_) | None => urls::questionnaire_question(visit.language, &item.link),
    });
    let alarming = !open.alarms().is_empty();
    let context = code::Context {
        code: open.code.spoken(),
        until: local(open.filled.until_at),
        next,
        help: if alarming { numbers(app, visit) } else { Vec::new() },
    };
    page(code::render(&context, &shell(app, visit)))
}

fn numbers(app: &App, visit: &Visit) -> Vec<Number> {
    let help = app.door.content().filling.help.iter();
    let number = |one: &crate::content::Help| Number {
        phone: one.phone.clone(),
        text: one.text.get(visit.language).to_owned(),
    };
    help.map(number).collect()
}

fn show_help(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let next = match open(app, visit)?.as_ref().and_then(Open::first_unanswered) {
        Some(item) => urls::questionnaire_question(visit.language, &item.link),
        None => urls::questionnaire_code(visit.language),
    };
    let context = help::Context { numbers: numbers(app, visit), next };
    page(help::render(&context, &shell(app, visit)))
}

fn context(open: &Open, items: &[&Item], visit: &Visit) -> ask::Context {
    let (language, questionnaire) = (visit.language, &open.questionnaire);
    let all = open.questions();
    let place = match items {
        [one] => all.iter().position(|item| item.link == one.link),
        _ => None,
    };
    let before = place.and_then(|place| place.checked_sub(1)).and_then(|place| all.get(place));
    ask::Context {
        title: questionnaire.title.get(language).to_owned(),
        action: match items {
            [one] => urls::questionnaire_question(language, &one.link),
            _ => urls::questionnaire_all(language),
        },
        back: before.map_or_else(
            || urls::questionnaire_code(language),
            |item| urls::questionnaire_question(language, &item.link),
        ),
        place: place.map(|place| (place + 1, all.len())),
        questions: questions::shown(questionnaire, items, &open.filled.answers, language),
        credit: questionnaire.credit.get(language).to_owned(),
        verified: questionnaire.meaning.verified,
        help: Vec::new(),
    }
}

fn one<'o>(open: &'o Open, visit: &Visit) -> Result<&'o Item, Denied> {
    let link = visit.param::<String>("link")?;
    open.questions().into_iter().find(|item| item.link == link).ok_or(Denied::NotFound)
}

fn ask_one(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let Some(open) = open(app, visit)? else {
        return see_other(urls::questionnaire(visit.language));
    };
    let item = one(&open, visit)?;
    page(ask::render(&context(&open, &[item], visit), &shell(app, visit)))
}

fn take_one(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let Some(open) = open(app, visit)? else {
        return see_other(urls::questionnaire(visit.language));
    };
    let item = one(&open, visit)?;
    let mut context = context(&open, &[item], visit);
    let answers = questions::read(visit, &[item], &mut context.questions);
    if context.questions.iter().any(|question| question.fault.is_some()) {
        return faulty(ask::render(&context, &shell(app, visit)));
    }
    let before = open.alarms();
    let open = keep(app, open, answers)?;
    if open.alarms().iter().any(|alarm| !before.contains(alarm)) {
        return see_other(urls::questionnaire_help(visit.language));
    }
    let link = visit.param::<String>("link")?;
    let later = open.questions().into_iter().skip_while(|item| item.link != link).nth(1);
    let next = later.or_else(|| open.first_unanswered());
    see_other(match next {
        Some(item) => urls::questionnaire_question(visit.language, &item.link),
        None => urls::questionnaire_code(visit.language),
    })
}

fn ask_all(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let Some(open) = open(app, visit)? else {
        return see_other(urls::questionnaire(visit.language));
    };
    page(ask::render(&context(&open, &open.questions(), visit), &shell(app, visit)))
}

fn take_all(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let Some(open) = open(app, visit)? else {
        return see_other(urls::questionnaire(visit.language));
    };
    let items = open.questions();
    let mut context = context(&open, &items, visit);
    let answers = questions::read(visit, &items, &mut context.questions);
    let wrong = context.questions.iter().any(|question| question.fault.is_some());
    let open = keep(app, open, answers)?;
    // Not only what is new: help stood beside the faults before, and leads on once they are mended.
    let alarming = !open.alarms().is_empty();
    if wrong {
        context.help = if alarming { numbers(app, visit) } else { Vec::new() };
        return faulty(ask::render(&context, &shell(app, visit)));
    }
    if alarming {
        return see_other(urls::questionnaire_help(visit.language));
    }
    see_other(match open.first_unanswered() {
        // An answer has opened further questions.
        Some(_) => urls::questionnaire_all(visit.language),
        None => urls::questionnaire_code(visit.language),
    })
}

/// Keeps answers, and ends the questionnaire when nothing is missing any more.
fn keep(app: &App, mut open: Open, answers: Answers) -> Result<Open, Denied> {
    open.filled.answers.extend(answers.clone());
    open.filled.answers.retain(|_, given| !given.is_empty());
    let ends = open.first_unanswered().is_none();
    app.door.answer_questions(&open.code, answers, ends)?;
    Ok(open)
}

fn cookie(app: &App, code: &str) -> Result<HeaderValue, Denied> {
    let secure = if app.secure_cookies { "; Secure" } else { "" };
    let ends = if code.is_empty() { "; Max-Age=0" } else { "" };
    let cookie = format!("{COOKIE}={code}; Path=/; HttpOnly; SameSite=Lax{ends}{secure}");
    HeaderValue::try_from(cookie).map_err(|error| Denied::Fault(error.into()))
}
