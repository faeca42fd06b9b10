//! The professional's lists: the live queue, own work by lawful due date, the day's calendar.

mod calls;
mod case;
mod contact;
mod forms;
mod notes;
mod people;
mod phone;
pub(super) mod questionnaire;
mod rights;
mod thread;
mod waiting;

use std::sync::Arc;

use axum::Router;
use care::calendar::SlotState;
use care::code::{Mode, Topic};
use care::day::{add_days, age_on, day_of, local};
use care::id::{ProfessionalId, UnitId};
use care::view::{CaseRow, PersonRow};
use jiff::Timestamp;
use jiff::civil::DateTime;

use super::answer::{Answer, page};
use super::names::{Names, row_stage};
use super::shell::shell;
use super::visit::Visit;
use super::{App, clocks, shows};
use crate::components::date_input::DateParts;
use crate::components::live::List;
use crate::components::pagination::Paging;
use crate::door::{AskedCase, Caller, Denied, Said, WorkList};
use crate::pages::professional::{day, queue, work};
use crate::texts::Language;

/// How many rows a list holds at most; the count beside it tells when there are more.
const ROWS_MAX: u32 = 500;
const TASKS_A_PAGE: usize = 50;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/work", shows(own_work))
        .route("/{language}/work/queue", shows(waiting))
        .route("/{language}/work/day", shows(one_day))
        .merge(calls::routes())
        .merge(case::routes())
        .merge(contact::routes())
        .merge(notes::routes())
        .merge(people::routes())
        .merge(phone::routes())
        .merge(questionnaire::routes())
        .merge(rights::routes())
        .merge(thread::routes())
        .merge(waiting::routes())
}

fn unit(caller: &Caller) -> Result<&UnitId, Denied> {
    caller.account.unit.as_ref().ok_or(Denied::NotFound)
}

/// Who acts: one who works.
fn by(visit: &Visit) -> Result<ProfessionalId, Denied> {
    visit.caller()?.account.professional.ok_or(Denied::NotFound)
}

/// What a list of a unit is told apart by; asked before the list is, so that no change is missed.
fn mark(app: &App, unit: &UnitId, list: List) -> Result<u64, Denied> {
    let mark = app.door.queue_mark(unit)?;
    Ok(match list {
        List::Queue => mark.queue,
        List::Open => mark.open,
    })
}

fn waiting(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let caller = visit.caller()?;
    let chosen = visit.asked("unit").map(UnitId::from);
    let list = WorkList {
        unit: Some(chosen.clone().unwrap_or(unit(caller)?.clone())),
        step: Some("assess".to_owned()),
        limit: ROWS_MAX,
        ..WorkList::default()
    };
    let mark = mark(app, unit(caller)?, List::Queue)?;
    let listed = app.door.queue(caller, &list)?;
    let filters = queue::Filters {
        topic: visit.asked("topic").and_then(Topic::from_code),
        unit: chosen.map(|unit| unit.to_string()).unwrap_or_default(),
        language: visit.asked("language").and_then(Language::parse),
        municipality: visit.asked("municipality").unwrap_or_default().to_owned(),
    };
    let (names, now) = (Names::new(app, visit.language), app.door.now());
    let queue: Vec<_> = listed.rows.iter().map(|(row, _)| row.case).collect();
    let shown = list.unit.as_ref().unwrap_or(unit(caller)?);
    let words = app.door.words(shown, &queue)?;
    let (mut rows, unsaid) = (Vec::new(), Said::default());
    for (row, person) in &listed.rows {
        let municipality = row.municipality.as_deref().unwrap_or_default();
        let passes = filters.topic.is_none_or(|topic| topic == row.topic)
            && filters.language.is_none_or(|language| language == row.language)
            && (filters.municipality.is_empty() || filters.municipality == municipality);
        if passes {
            let said = words.get(&row.case).map_or(&unsaid, Arc::as_ref);
            let mut waiting = waiting_row(row, said, person.as_ref(), &names, now);
            waiting.first_for = first_for(app, row, &names, now);
            waiting.first_for_you =
                waiting.first_for.is_some() && row.named == caller.account.professional;
            rows.push(waiting);
        }
    }
    // Where help may be needed at once is read first, then what is the reader's as a named worker; the order
    // below stays the law's.
    rows.sort_by_key(|row| (!row.signs, !row.first_for_you));
    let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let context = queue::Context {
        waiting: rows,
        waiting_count: count(listed.count),
        late_count: count(listed.before),
        filters,
        units: own_units(caller, &names),
        municipalities: names.municipalities(),
        safety: questionnaire::safety_cases(app, visit)?,
        now: local(now),
        mark,
        notice: None,
    };
    page(queue::render(&context, &shell(app, visit)))
}

fn own_units(caller: &Caller, names: &Names<'_>) -> Vec<crate::components::field::Item> {
    let own = caller.account.unit.as_ref().map(UnitId::to_string);
    names.units().into_iter().filter(|item| Some(&item.value) == own.as_ref()).collect()
}

fn waiting_row(
    row: &CaseRow,
    said: &Said,
    person: Option<&PersonRow>,
    names: &Names<'_>,
    now: Timestamp,
) -> queue::Waiting {
    let protected = person.is_some_and(|person| person.protected);
    let waited = row.contact_at.duration_until(now).as_mins().max(0);
    queue::Waiting {
        case: row.case,
        topic: row.topic,
        words: said.words.clone(),
        signs: said.signs,
        arrived_at: local(row.contact_at),
        waited_minutes: u32::try_from(waited).unwrap_or(u32::MAX),
        due_on: row.due_on.unwrap_or_else(|| day_of(row.contact_at)),
        channel: row.channel,
        language: row.language,
        municipality: municipality(row, protected, names),
        age: age(person, now),
        unit: names.unit(&row.owner_unit),
        taken_by: row.owner.map(|owner| names.professional(owner)),
        protected,
        first_for: None,
        first_for_you: false,
        snoozed_until: row.snoozed_until.filter(|until| *until > now).map(|until| {
            let seconds = now.duration_until(until).as_secs();
            (local(until), u32::try_from(seconds).unwrap_or(u32::MAX))
        }),
    }
}

/// Whose a contact is first, and until when, while nobody has taken it.
fn first_for(
    app: &App,
    row: &CaseRow,
    names: &Names<'_>,
    now: Timestamp,
) -> Option<(String, DateTime)> {
    let named = row.named.filter(|_| row.owner.is_none())?;
    let content = app.door.content();
    let until = content.named.first_until(row.contact_at, content.law.eves());
    (now < until).then(|| (names.professional(named), local(until)))
}

/// The client's name as lists write it; empty when it is not known.
fn client(person: Option<&PersonRow>) -> String {
    person.map(|person| format!("{} {}", person.family, person.given)).unwrap_or_default()
}

fn municipality(row: &CaseRow, protected: bool, names: &Names<'_>) -> Option<String> {
    row.municipality.as_deref().filter(|_| !protected).map(|code| names.municipality(code))
}

fn age(person: Option<&PersonRow>, now: Timestamp) -> Option<i16> {
    person.and_then(|person| person.birth_on).map(|birth| age_on(birth, day_of(now)))
}

fn own_work(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let caller = visit.caller()?;
    let whose = visit.asked("whose").and_then(work::Whose::from_code).unwrap_or(work::Whose::Mine);
    let stage = visit.asked("stage").unwrap_or_default();
    let list = WorkList {
        unit: (whose == work::Whose::Unit).then(|| unit(caller).cloned()).transpose()?,
        owner: (whose == work::Whose::Mine).then_some(caller.account.professional).flatten(),
        step: step_of(stage).map(str::to_owned),
        limit: ROWS_MAX,
        ..WorkList::default()
    };
    if list.unit.is_none() && list.owner.is_none() {
        return Err(Denied::NotFound);
    }
    let listed = app.door.work(caller, &list)?;
    let (names, now) = (Names::new(app, visit.language), app.door.now());
    let pages = listed.rows.len().div_ceil(TASKS_A_PAGE).max(1);
    let number = visit.page().min(pages);
    let shown = listed.rows.iter().skip((number - 1) * TASKS_A_PAGE).take(TASKS_A_PAGE);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let context = work::Context {
        tasks: shown.map(|(row, person)| task(row, person.as_ref(), &names, now)).collect(),
        paging: Paging {
            page: count(number),
            pages: count(pages),
            rows: u32::try_from(listed.count).unwrap_or(u32::MAX),
        },
        filters: work::Filters {
            whose,
            unit: list.unit.map(|unit| unit.to_string()).unwrap_or_default(),
            stage: stage.to_owned(),
        },
        units: own_units(caller, &names),
        notice: None,
        asked: app.door.asked(caller, ROWS_MAX)?.iter().map(|one| asked(one, &names)).collect(),
    };
    page(work::render(&context, &shell(app, visit)))
}

fn asked(one: &AskedCase, names: &Names<'_>) -> work::Asked {
    work::Asked {
        case: one.row.case,
        topic: one.row.topic,
        client: client(one.person.as_ref()),
        by: names.professional(one.asked.asked_by),
        since: local(one.asked.asked_at),
    }
}

fn step_of(stage: &str) -> Option<&'static str> {
    match stage {
        "awaiting-assessment" => Some("assess"),
        "awaiting-booking" => Some("book"),
        "booked" => Some("meet"),
        "met" => Some("conclude"),
        _ => None,
    }
}

fn task(
    row: &CaseRow,
    person: Option<&PersonRow>,
    names: &Names<'_>,
    now: Timestamp,
) -> work::Task {
    work::Task {
        case: row.case,
        topic: row.topic,
        stage: row_stage(row),
        client: client(person),
        age: age(person, now),
        language: row.language,
        protected: person.is_some_and(|person| person.protected),
        urgency: row.urgency,
        clock: row.due_on.map(|due| clocks::running(due, day_of(now))),
        booked_at: row.booked_for.filter(|_| row.stage == "booked").map(local),
        owner: names.owner_of(row),
        snoozed_until: row.snoozed_until.filter(|until| *until > now).map(local),
    }
}

fn one_day(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let caller = visit.caller()?;
    let today = day_of(app.door.now());
    let part = |name: &str| visit.asked(name).unwrap_or_default().to_owned();
    let parts = DateParts { day: part("on-day"), month: part("on-month"), year: part("on-year") };
    let (written, read) = (!parts.is_empty(), parts.date());
    let asked = visit.asked("on").and_then(|day| day.parse().ok());
    let on = read.or(asked).unwrap_or(today);
    let view = app.door.day(caller, on)?;
    let names = Names::new(app, visit.language);
    let entries = view.day.slots.iter().map(|slot| day::Entry {
        at: local(slot.start_at),
        minutes: slot.minutes,
        unit: names.unit(&slot.unit),
        holds: match slot.state {
            SlotState::Free => day::Holds::Free(slot.modes.clone()),
            SlotState::Held(..) => day::Holds::Offered,
            SlotState::Booked(booking, case) => {
                let booked = view.bookings.iter().find(|(row, _)| row.booking == booking);
                let person = booked.and_then(|(_, person)| person.as_ref());
                day::Holds::Client {
                    case,
                    client: client(person),
                    protected: person.is_some_and(|person| person.protected),
                    topic: app.door.topic(case).unwrap_or(Topic::Other),
                    mode: booked.map_or(Mode::OnSite, |(row, _)| row.mode),
                    recorded: booked.is_some_and(|(row, _)| row.state != "booked"),
                }
            }
        },
    });
    let context = day::Context {
        on,
        today,
        earlier: add_days(on, -1),
        later: add_days(on, 1),
        professional: caller.account.name.clone(),
        entries: entries.collect(),
        bad_date: (written && read.is_none()).then_some(parts),
    };
    page(day::render(&context, &shell(app, visit)))
}
