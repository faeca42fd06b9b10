//! Who may act for a person, as professionals record it.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use care::acting::{ActingKind, MinorsWish, RightToAct};
use care::day::day_of;
use care::decide::{Command, EndRightToAct, RecordMinorsWish, RecordRightToAct};
use care::id::PersonId;

use super::people::banner;
use crate::components::date_input::DateParts;
use crate::components::notice::{Notice, NoticeKind};
use crate::door::{Denied, PersonSearch, PersonView, Right};
use crate::pages::professional::rights::{self, HeldRight, RightFault, RightForm};
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
        .route("/{language}/work/people/{person}/rights", shows(ask).merge(takes(record)))
        .route("/{language}/work/people/{person}/rights/end", takes(end))
        .route("/{language}/work/people/{person}/minors-wish", takes(wish))
}

/// What came back with a form.
#[derive(Default)]
struct Back {
    form: RightForm,
    faults: Vec<RightFault>,
    refused: Option<String>,
}

fn load(app: &App, visit: &Visit) -> Result<PersonView, Denied> {
    let caller = visit.caller()?;
    caller.account.professional.ok_or(Denied::NotFound)?;
    app.door.person(caller, visit.param("person")?)
}

fn ask(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    match load(app, visit) {
        Ok(view) => show(app, visit, &view, Back::default()),
        Err(Denied::StateReason) => {
            see_other(urls::ground(visit.language, visit.param::<PersonId>("person")?))
        }
        Err(denied) => Err(denied),
    }
}

fn show(app: &App, visit: &Visit, view: &PersonView, back: Back) -> Result<Answer, Denied> {
    let (names, now, t) =
        (Names::new(app, visit.language), app.door.now(), texts::of(visit.language));
    let policy = app.door.content().acting;
    let held = |Right { right, name, holds }: Right| HeldRight {
        actor: right.actor,
        name,
        kind: right.kind,
        until: right.until,
        holds,
        checked: right.checked,
    };
    let done = visit.asked("done").and_then(|done| match done {
        "recorded" => Some(say!(t, "rights-now-recorded")),
        "ended" => Some(say!(t, "rights-now-ended")),
        "wish" => Some(say!(t, "rights-now-wish")),
        _ => None,
    });
    let refused = back.refused.map(|text| Notice { kind: NoticeKind::Refused, text });
    let wrong = refused.is_some() || !back.faults.is_empty();
    let age = view.person.age_on(day_of(now));
    let context = rights::Context {
        client: banner(&view.person, &names, now),
        rights: app.door.rights(&view.person)?.into_iter().map(held).collect(),
        is_minor: age.is_some_and(|age| age < policy.adult_at),
        wish: view.person.minors_wish,
        verified: policy.verified,
        form: back.form,
        faults: back.faults,
        notice: refused.or(done.map(|text| Notice { kind: NoticeKind::Done, text })),
    };
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(Answer::Page(status, rights::render(&context, &shell(app, visit))))
}

fn after(
    app: &App,
    visit: &Visit,
    command: &Command,
    done: &str,
    form: RightForm,
) -> Result<Answer, Denied> {
    let person = visit.param::<PersonId>("person")?;
    match app.door.act(visit.caller()?, command) {
        Ok(()) => {
            let done = urls::query(&[("done", done)]);
            see_other(urls::record_right(visit.language, person) + &done)
        }
        Err(Denied::Refused(refusal)) => {
            let refused = Some(texts::of(visit.language).refusal(&refusal));
            let view = load(app, visit)?;
            show(app, visit, &view, Back { form, refused, ..Back::default() })
        }
        Err(denied) => Err(denied),
    }
}

fn record(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let part = |name: &str| visit.text(name).to_owned();
    let form = RightForm {
        number: part("number"),
        kind: ActingKind::from_code(visit.text("kind")),
        until: DateParts {
            day: part("until-day"),
            month: part("until-month"),
            year: part("until-year"),
        },
        knows_home: visit.text("knows-home") == "yes",
        checked: part("checked"),
    };
    let actor = actor(app, visit, &form.number)?;
    let faults = [
        actor.is_none().then_some(RightFault::NoPerson),
        form.kind.is_none().then_some(RightFault::NoKind),
        (!form.until.is_empty() && form.until.date().is_none()).then_some(RightFault::BadDay),
        form.checked.is_empty().then_some(RightFault::NoChecked),
    ];
    let faults: Vec<_> = faults.into_iter().flatten().collect();
    let (Some(actor), Some(kind), true) = (actor, form.kind, faults.is_empty()) else {
        return show(app, visit, &view, Back { form, faults, refused: None });
    };
    let right = RightToAct {
        actor,
        kind,
        until: form.until.date(),
        knows_home: form.knows_home,
        checked: form.checked.clone(),
    };
    let command = Command::RecordRightToAct(RecordRightToAct {
        person: view.person.id,
        right,
        by: visit.caller()?.account.professional,
        policy: app.door.content().acting,
    });
    after(app, visit, &command, "recorded", form)
}

/// The one person of an identity number.
fn actor(app: &App, visit: &Visit, number: &str) -> Result<Option<PersonId>, Denied> {
    if number.is_empty() {
        return Ok(None);
    }
    let search = PersonSearch {
        words: Vec::new(),
        identity: Some(number.to_uppercase()),
        birth_on: None,
        municipality: None,
        limit: 2,
    };
    let found = app.door.people(visit.caller()?, &search)?;
    Ok(match found.as_slice() {
        [one] => Some(one.person),
        _ => None,
    })
}

fn end(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let Ok(actor) = visit.text("actor").parse() else { return Err(Denied::NotFound) };
    let by = visit.caller()?.account.professional;
    let command = Command::EndRightToAct(EndRightToAct { person: view.person.id, actor, by });
    after(app, visit, &command, "ended", RightForm::default())
}

fn wish(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = load(app, visit)?;
    let Some(wish) = MinorsWish::from_code(visit.text("wish")) else {
        let faults = vec![RightFault::NoWish];
        return show(app, visit, &view, Back { faults, ..Back::default() });
    };
    let command = Command::RecordMinorsWish(RecordMinorsWish {
        person: view.person.id,
        wish,
        by: visit.caller()?.account.professional,
        policy: app.door.content().acting,
    });
    after(app, visit, &command, "wish", RightForm::default())
}
