//! Questionnaires of a case: opening one with its code, attaching it, recording an instrument, and
//! taking care of an alarming answer.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use care::case::Case;
use care::day::{day_of, local};
use care::decide::{AttachAnswers, Command, HandleSafety};
use care::questionnaire::{Answers, Questionnaire, Reading};
use care::refusal::Refusal;
use jiff::Timestamp;

use super::case::{Back, carry_out, load, show};
use super::{ROWS_MAX, unit};
use crate::door::{CaseView, Code, Denied, WorkList};
use crate::pages::professional::case::results::{Answered, Curve, Results, Score};
use crate::pages::professional::safety::SafetyCase;
use crate::pages::professional::{opened, record};
use crate::texts::{self, Language};
use crate::web::answer::{Answer, faulty, page};
use crate::web::shell::shell;
use crate::web::visit::Visit;
use crate::web::{App, questions, shows, takes};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/work/cases/{case}/questionnaire", takes(open))
        .route("/{language}/work/cases/{case}/questionnaire/attach", takes(attach))
        .route("/{language}/work/cases/{case}/questionnaires/{name}", shows(ask).merge(takes(take)))
        .route("/{language}/work/cases/{case}/safety", takes(handle_safety))
}

/// What came back with the forms.
#[derive(Default)]
pub(super) struct ResultsBack {
    code: String,
    code_fault: Option<String>,
    done_missing: bool,
}

/// What a case knows of questionnaires.
pub(super) fn results(app: &App, case: &Case, language: Language, back: ResultsBack) -> Results {
    let known = &app.door.content().questionnaires;
    let answered = case.results.iter().rev().map(|(_, result)| {
        let questionnaire = known.get(&result.questionnaire);
        let same = questionnaire.filter(|known| known.version == result.version);
        let (answers, alarms) = (&result.answers, &result.alarms);
        match same {
            Some(known) => {
                told(known, answers, &result.readings, alarms, result.answered_at, language)
            }
            // A version that is no longer in force still shows what was answered.
            None => Answered {
                title: result.questionnaire.clone(),
                at: local(result.answered_at),
                scores: bare(&result.readings, language),
                alarms: Vec::new(),
                answers: Vec::new(),
                path: None,
                verified: false,
            },
        }
    });
    let instruments = known.values().filter(|one| !one.meaning.open_to_all);
    let instruments = instruments.map(|one| (one.name.clone(), one.title.get(language).to_owned()));
    Results {
        safety_since: case.safety_since().map(local),
        done_missing: back.done_missing,
        answered: answered.collect(),
        curves: curves(app, case, language),
        open: case.is_open(),
        code: back.code,
        code_fault: back.code_fault,
        instruments: instruments.collect(),
    }
}

fn told(
    questionnaire: &Questionnaire,
    answers: &Answers,
    readings: &[Reading],
    alarms: &[String],
    at: Timestamp,
    language: Language,
) -> Answered {
    let asked = questionnaire.questions(answers);
    let pairs = asked.iter().filter_map(|item| {
        let given = answers.get(&item.link)?;
        let told = questions::told(item, given, language);
        Some((&item.link, (item.text.get(language).to_owned(), told)))
    });
    let pairs: Vec<_> = pairs.collect();
    let scores = readings.iter().filter_map(|reading| {
        let score = questionnaire.meaning.scores.iter().find(|one| one.name == reading.score)?;
        let value = questions::number_told(reading.value, language);
        let band = score.band(reading.value).map_or("", |band| band.text.get(language));
        Some(Score {
            title: score.title.get(language).to_owned(),
            value: match score.most {
                Some(most) => format!("{value} / {}", questions::number_told(most, language)),
                None => value,
            },
            band: band.to_owned(),
        })
    });
    let rings = |link: &String| alarms.contains(link);
    Answered {
        title: questionnaire.title.get(language).to_owned(),
        at: local(at),
        scores: scores.collect(),
        alarms: pairs
            .iter()
            .filter(|(link, _)| rings(link))
            .map(|(_, pair)| pair.clone())
            .collect(),
        answers: pairs.into_iter().map(|(_, pair)| pair).collect(),
        path: path(questionnaire, readings, language),
        verified: questionnaire.meaning.verified,
    }
}

/// Which way of working together scores suggest: its name, and what the client is told.
fn path(
    questionnaire: &Questionnaire,
    readings: &[Reading],
    language: Language,
) -> Option<(String, String)> {
    let segment = questionnaire.meaning.segments.as_ref()?.of(readings)?;
    Some((segment.title.get(language).to_owned(), segment.text.get(language).to_owned()))
}

/// The way that the answers of a case suggest, the latest ones first.
pub(in crate::web) fn path_of(
    app: &App,
    case: &Case,
    language: Language,
) -> Option<(String, String)> {
    let known = &app.door.content().questionnaires;
    case.results.iter().rev().find_map(|(_, result)| {
        let questionnaire = known.get(&result.questionnaire)?;
        let same = questionnaire.version == result.version;
        path(questionnaire, &result.readings, language).filter(|_| same)
    })
}

fn bare(readings: &[Reading], language: Language) -> Vec<Score> {
    let score = |reading: &Reading| Score {
        title: reading.score.clone(),
        value: questions::number_told(reading.value, language),
        band: String::new(),
    };
    readings.iter().map(score).collect()
}

/// The scores that stand more than once, over time.
fn curves(app: &App, case: &Case, language: Language) -> Vec<Curve> {
    let t = texts::of(language);
    let all = app.door.content().questionnaires.values();
    let scores = all.flat_map(|questionnaire| &questionnaire.meaning.scores);
    let mut curves: Vec<(&str, Curve)> = Vec::new();
    for score in scores {
        let values = case.results.iter().filter_map(|(_, result)| {
            let reading = result.readings.iter().find(|one| one.score == score.name)?;
            Some((t.day(day_of(result.answered_at)), reading.value))
        });
        let values: Vec<(String, i64)> = values.collect();
        if values.len() < 2 || curves.iter().any(|(name, _)| *name == score.name) {
            continue;
        }
        let said = values.iter();
        let said =
            said.map(|(day, value)| format!("{day}: {}", questions::number_told(*value, language)));
        let summary = said.collect::<Vec<_>>().join("; ");
        let (days, values) = values.into_iter().unzip();
        let title = score.title.get(language).to_owned();
        curves.push((&score.name, Curve { title, days, values, summary }));
    }
    curves.into_iter().map(|(_, curve)| curve).collect()
}

/// The matters of the caller's unit in which somebody has to ask about safety.
pub(super) fn safety_cases(app: &App, visit: &Visit) -> Result<Vec<SafetyCase>, Denied> {
    let caller = visit.caller()?;
    let unit = Some(unit(caller)?.clone());
    let list = WorkList { unit, safety: true, limit: ROWS_MAX, ..WorkList::default() };
    let rows = app.door.work(caller, &list)?.rows.into_iter();
    let case = rows.filter_map(|(row, person)| {
        Some(SafetyCase {
            case: row.case,
            topic: row.topic,
            client: super::client(person.as_ref()),
            since: local(row.safety_since?),
        })
    });
    Ok(case.collect())
}

/// The code that a form gives, when nobody has guessed too often; else the case with what is wrong.
fn code(app: &App, visit: &Visit, view: &CaseView) -> Result<Result<Code, Answer>, Denied> {
    let guesser = format!("code of {}", visit.caller()?.account.login);
    if !app.attempts.may_try(&guesser, app.clock.now()) {
        return wrong_code(app, visit, view, &Refusal::CodeUnknown).map(Err);
    }
    match Code::read(visit.text("code")) {
        Some(code) => Ok(Ok(code)),
        None => wrong_code(app, visit, view, &Refusal::CodeUnknown).map(Err),
    }
}

fn wrong_code(
    app: &App,
    visit: &Visit,
    view: &CaseView,
    refusal: &Refusal,
) -> Result<Answer, Denied> {
    let fault = Some(texts::of(visit.language).refusal(refusal));
    let code = visit.text("code").to_owned();
    let results = ResultsBack { code, code_fault: fault, ..ResultsBack::default() };
    let back = Back { results, ..Back::default() };
    show(app, visit, view, back, StatusCode::UNPROCESSABLE_ENTITY)
}

fn open(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let code = match code(app, visit, &view)? {
        Ok(code) => code,
        Err(answer) => return Ok(answer),
    };
    let caller = visit.caller()?;
    match app.door.open_with_code(caller, view.case.id, &code) {
        Ok((filled, questionnaire)) => {
            app.attempts.forget(&format!("code of {}", caller.account.login));
            let answers = questionnaire.only_asked(&filled.answers);
            let (readings, alarms) =
                (questionnaire.readings(&answers), questionnaire.alarms(&answers));
            let at = filled.ended_at.unwrap_or(app.door.now());
            let context = opened::Context {
                case: view.case.id,
                code: code.spoken(),
                complete: filled.ended_at.is_some(),
                answered: told(&questionnaire, &answers, &readings, &alarms, at, visit.language),
            };
            page(opened::render(&context, &shell(app, visit)))
        }
        Err(Denied::Refused(refusal @ (Refusal::CodeUnknown | Refusal::AttachedAlready))) => {
            wrong_code(app, visit, &view, &refusal)
        }
        Err(denied) => Err(denied),
    }
}

fn attach(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let code = match code(app, visit, &view)? {
        Ok(code) => code,
        Err(answer) => return Ok(answer),
    };
    let caller = visit.caller()?;
    match app.door.open_with_code(caller, view.case.id, &code) {
        Ok((filled, questionnaire)) => {
            let command = AttachAnswers {
                case: view.case.id,
                filled: Some(filled.id),
                questionnaire,
                answers: Answers::new(),
                by: caller.account.professional.ok_or(Denied::NotFound)?,
            };
            carry_out(app, visit, &view, &Command::AttachAnswers(command), "attached")
        }
        Err(Denied::Refused(refusal @ (Refusal::CodeUnknown | Refusal::AttachedAlready))) => {
            wrong_code(app, visit, &view, &refusal)
        }
        Err(denied) => Err(denied),
    }
}

fn instrument(app: &App, visit: &Visit) -> Result<Arc<Questionnaire>, Denied> {
    let name = visit.param::<String>("name")?;
    app.door.content().questionnaires.get(&name).cloned().ok_or(Denied::NotFound)
}

fn context(
    view: &CaseView,
    questionnaire: &Questionnaire,
    answers: &Answers,
    language: Language,
) -> record::Context {
    let items = questionnaire.questions(answers);
    record::Context {
        case: view.case.id,
        name: questionnaire.name.clone(),
        title: questionnaire.title.get(language).to_owned(),
        questions: questions::shown(questionnaire, &items, answers, language),
        credit: questionnaire.credit.get(language).to_owned(),
        verified: questionnaire.meaning.verified,
    }
}

fn ask(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let (view, questionnaire) = (load(app, visit)?, instrument(app, visit)?);
    let context = context(&view, &questionnaire, &questionnaire.initial(), visit.language);
    page(record::render(&context, &shell(app, visit)))
}

fn take(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let (view, questionnaire) = (load(app, visit)?, instrument(app, visit)?);
    // An answer may open further questions, so it is read until nothing new is asked.
    let mut answers = questionnaire.initial();
    let mut context = loop {
        let items = questionnaire.questions(&answers);
        let mut context = context(&view, &questionnaire, &answers, visit.language);
        let read = questions::read(visit, &items, &mut context.questions);
        let before = items.len();
        answers.extend(read);
        if questionnaire.questions(&answers).len() <= before {
            break context;
        }
    };
    if context.questions.iter_mut().any(|question| question.fault.is_some()) {
        return faulty(record::render(&context, &shell(app, visit)));
    }
    answers.retain(|_, given| !given.is_empty());
    let by = super::by(visit)?;
    let command = AttachAnswers { case: view.case.id, filled: None, questionnaire, answers, by };
    carry_out(app, visit, &view, &Command::AttachAnswers(command), "attached")
}

fn handle_safety(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let done = visit.text("done").to_owned();
    if done.is_empty() {
        let results = ResultsBack { done_missing: true, ..ResultsBack::default() };
        let back = Back { results, ..Back::default() };
        return show(app, visit, &view, back, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let by = super::by(visit)?;
    let command = HandleSafety { case: view.case.id, by, done };
    carry_out(app, visit, &view, &Command::HandleSafety(command), "safe")
}
