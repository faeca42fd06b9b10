//! Finding people, and one person's page; without a tie the reason is asked for first.

use std::sync::Arc;

use axum::Router;
use care::code::Reason;
use care::day::{age_on, day_of, local};
use care::decide::{Command, NameWorker, StateReason};
use care::id::PersonId;
use care::identity::{GivenIdentity, IdentityNumber};
use care::person::{Person, fold_name};
use care::view::CaseRow;
use jiff::Timestamp;

use super::unit;
use crate::components::notice::{Notice, NoticeKind};
use crate::components::pagination::Paging;
use crate::door::{Denied, PersonSearch, PersonView};
use crate::pages::professional::banner::Banner;
use crate::pages::professional::{ground, people, person};
use crate::pages::urls;
use crate::say;
use crate::web::answer::{Answer, faulty, page, see_other};
use crate::web::names::{Names, row_stage};
use crate::web::shell::shell;
use crate::web::visit::Visit;
use crate::web::{App, clocks, shows, takes};

const FOUND_MAX: u32 = 200;
const FOUND_A_PAGE: usize = 25;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/work/people", shows(ask).merge(takes(find)))
        .route("/{language}/work/people/{person}", shows(one))
        .route("/{language}/work/people/{person}/named", takes(name_worker))
        .route("/{language}/work/people/{person}/ground", shows(ask_ground).merge(takes(state)))
}

fn ask(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    unit(visit.caller()?)?;
    page(people::render(&blank(app, visit), &shell(app, visit)))
}

fn blank(app: &App, visit: &Visit) -> people::Context {
    let call = visit.asked("call").unwrap_or_else(|| visit.text("call"));
    people::Context {
        call: call.parse().ok(),
        name: visit.text("name").to_owned(),
        number: visit.text("number").to_owned(),
        municipality: visit.text("municipality").to_owned(),
        municipalities: Names::new(app, visit.language).municipalities(),
        found: None,
        paging: Paging { page: 1, pages: 1, rows: 0 },
        fault: None,
    }
}

fn find(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let context = blank(app, visit);
    let words: Vec<String> =
        fold_name(&context.name).split_whitespace().map(str::to_owned).collect();
    let number = context.number.to_uppercase();
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    let fault = if !number.is_empty() && IdentityNumber::parse(&number).is_err() {
        Some(people::SearchFault::BadNumber)
    } else if number.is_empty() && letters < 2 {
        Some(people::SearchFault::TooLittle)
    } else {
        None
    };
    if fault.is_some() {
        return faulty(people::render(&people::Context { fault, ..context }, &shell(app, visit)));
    }
    let search = PersonSearch {
        words,
        identity: Some(number).filter(|number| !number.is_empty()),
        birth_on: None,
        municipality: Some(context.municipality.clone()).filter(|code| !code.is_empty()),
        limit: FOUND_MAX,
    };
    let rows = app.door.people(visit.caller()?, &search)?;
    let names = Names::new(app, visit.language);
    let pages = rows.len().div_ceil(FOUND_A_PAGE).max(1);
    let number = visit.text("page").parse().unwrap_or(1).clamp(1, pages);
    let shown = rows.iter().skip((number - 1) * FOUND_A_PAGE).take(FOUND_A_PAGE);
    let found = shown.map(|row| people::Found {
        person: row.person,
        name: format!("{} {}", row.family, row.given),
        number: row.identity.as_deref().map(masked),
        birth_on: row.birth_on,
        municipality: row.municipality.as_deref().map(|code| names.municipality(code)),
        protected: row.protected,
    });
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let context = people::Context {
        found: Some(found.collect()),
        paging: Paging { page: count(number), pages: count(pages), rows: count(rows.len()) },
        ..context
    };
    page(people::render(&context, &shell(app, visit)))
}

/// An identity number with its last signs hidden.
fn masked(number: &str) -> String {
    match GivenIdentity::read(number) {
        GivenIdentity::Valid(number) => number.masked(),
        GivenIdentity::Invalid { text, .. } => {
            let shown: String = text.chars().take(6).collect();
            format!("{shown}****")
        }
    }
}

/// Who a page is about.
pub(super) fn banner(person: &Person, names: &Names<'_>, now: Timestamp) -> Banner {
    let details = &person.details;
    let home = details.municipality.as_deref().filter(|_| !details.protected);
    Banner {
        person: person.id,
        name: format!("{} {}", details.family, details.given),
        number: details.identity.as_deref().map(masked),
        birth_on: details.birth_on,
        age: details.birth_on.map(|birth| age_on(birth, day_of(now))),
        language: details.language,
        municipality: home.map(|code| names.municipality(code)),
        phone: details.phone.clone().filter(|_| !details.protected),
        protected: details.protected,
    }
}

fn one(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let id: PersonId = visit.param("person")?;
    // A resident has pages of their own; this one shows what is meant for professionals.
    visit.caller()?.account.professional.ok_or(Denied::NotFound)?;
    let view = match app.door.person(visit.caller()?, id) {
        Ok(view) => view,
        Err(Denied::StateReason) => return see_other(urls::ground(visit.language, id)),
        Err(denied) => return Err(denied),
    };
    page(person::render(&context(app, visit, &view)?, &shell(app, visit)))
}

fn name_worker(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let caller = visit.caller()?;
    let person: PersonId = visit.param("person")?;
    // Whoever may not open the person's page chooses nothing there.
    app.door.person(caller, person)?;
    let (chosen, unit) = (visit.text("named"), unit(caller)?);
    let staff = Names::new(app, visit.language).staff(unit);
    if !staff.iter().any(|item| item.value == chosen) {
        return see_other(urls::person(visit.language, person));
    }
    let command = Command::NameWorker(NameWorker {
        person,
        unit: unit.clone(),
        professional: chosen.parse().ok(),
        by: caller.account.professional,
    });
    app.door.act(caller, &command)?;
    see_other(urls::person(visit.language, person) + &urls::query(&[("done", "named")]))
}

fn context(app: &App, visit: &Visit, view: &PersonView) -> Result<person::Context, Denied> {
    let (names, now) = (Names::new(app, visit.language), app.door.now());
    let own = unit(visit.caller()?)?;
    let done = visit.asked("done") == Some("named");
    let named = view.person.named.iter();
    let matter = |row: &CaseRow| person::PersonMatter {
        case: row.case,
        topic: row.topic,
        received_at: local(row.contact_at),
        stage: row_stage(row),
        owner: names.owner_of(row),
        clock: row.due_on.map(|due| clocks::running(due, day_of(now))),
    };
    let (open, closed): (Vec<_>, Vec<_>) =
        view.cases.iter().partition(|row| row.closed_at.is_none());
    let mut times: Vec<_> = view.bookings.iter().collect();
    times.sort_by_key(|row| (row.state != "booked", std::cmp::Reverse(row.start_at)));
    let time = |row: &care::view::BookingRow| person::PersonTime {
        case: row.case,
        at: local(row.start_at),
        mode: row.mode,
        professional: names.professional(row.professional),
        unit: names.unit(&row.unit),
        fate: match row.state {
            "booked" => person::Fate::Coming,
            "held" => person::Fate::Held,
            "no-show" => person::Fate::NoShow,
            _ => person::Fate::Cancelled,
        },
    };
    Ok(person::Context {
        named: named.map(|(unit, who)| (names.unit(unit), names.professional(*who))).collect(),
        colleagues: names.staff(own),
        chosen: view.person.named.get(own).map(ToString::to_string).unwrap_or_default(),
        notice: done
            .then(|| Notice { kind: NoticeKind::Done, text: say!(names.texts(), "named-now") }),
        person: banner(&view.person, &names, now),
        ground: names.ground(view.ground.code()),
        matters: open.into_iter().chain(closed).map(matter).collect(),
        times: times.into_iter().map(time).collect(),
        looks: view.looks.iter().map(|look| names.look(look, None)).collect(),
    })
}

fn ask_ground(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let id: PersonId = visit.param("person")?;
    let context = ground::Context {
        person: id,
        call: visit.asked("call").and_then(|call| call.parse().ok()),
        name: app.door.person_name(visit.caller()?, id)?,
        ground: None,
        note: String::new(),
        faults: Vec::new(),
    };
    page(ground::render(&context, &shell(app, visit)))
}

fn state(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let id: PersonId = visit.param("person")?;
    let caller = visit.caller()?;
    let by = super::by(visit)?;
    let chosen = ground::Ground::from_code(visit.text("ground"));
    let note = visit.text("note").to_owned();
    let call = visit.text("call").parse().ok();
    let mut faults = Vec::new();
    let needs_words =
        matches!(chosen, Some(ground::Ground::Emergency | ground::Ground::OtherRight));
    if chosen.is_none() {
        faults.push(ground::GroundFault::NoGround);
    } else if needs_words && note.is_empty() {
        faults.push(ground::GroundFault::NoNote);
    }
    let reason = chosen.and_then(|chosen| Reason::from_code(chosen.code()));
    let Some(reason) = reason.filter(|_| faults.is_empty()) else {
        let name = app.door.person_name(caller, id)?;
        let context = ground::Context { person: id, call, name, ground: chosen, note, faults };
        return faulty(ground::render(&context, &shell(app, visit)));
    };
    let command = Command::StateReason(StateReason { person: id, by, reason, note });
    app.door.act(caller, &command)?;
    see_other(match call {
        Some(call) => urls::record_call(visit.language, id, call),
        None => urls::person(visit.language, id),
    })
}
