//! Choosing, moving and giving up a time.

use std::collections::HashMap;

use care::code::{Cancelling, LateReason, Mode};
use care::day::{day_of, local};
use care::decide::{BookVisit, CancelBooking, Command, MoveBooking, Place};
use care::id::{BookingId, UnitId};
use care::refusal::Refusal;
use care::stream::DayKey;
use care::view::SlotRow;
use jiff::Timestamp;
use jiff::civil::Date;

use super::{again, done_with, own};
use crate::components::notice::{Notice, NoticeKind};
use crate::door::{CaseView, Denied, TimesWanted};
use crate::pages::resident::times::{DayTimes, Filters, FreeTime};
use crate::pages::resident::{cancel_time, confirm_time, times};
use crate::pages::urls;
use crate::say;
use crate::texts::Language;
use crate::wall::fresh_id;
use crate::web::App;
use crate::web::answer::{Answer, conflict, faulty, page, see_other};
use crate::web::names::Names;
use crate::web::shell::shell;
use crate::web::visit::Visit;

/// How many times are looked at to fill a page.
const TIMES_MAX: u32 = 60;
/// How many days a page shows.
const DAYS_MAX: usize = 5;

pub(super) fn ask(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    page(times::render(&context(app, visit, &view, None)?, &shell(app, visit)))
}

/// The lawful day up to which a time is inside the limit.
pub(in crate::web) fn due_on(view: &CaseView) -> Option<Date> {
    view.clocks.iter().find(|clock| clock.is_open()).map(|clock| clock.due.on)
}

/// A free time as pages show it.
pub(in crate::web) fn free_time(
    slot: &SlotRow,
    due_on: Option<Date>,
    names: &Names<'_>,
    ways: &HashMap<UnitId, u16>,
) -> FreeTime {
    FreeTime {
        slot: name_of(slot),
        at: local(slot.start_at),
        minutes: slot.minutes,
        modes: slot.modes.clone(),
        professional: names.professional(slot.professional),
        unit: names.unit(&slot.unit),
        way_minutes: ways.get(&slot.unit).filter(|_| slot.modes.contains(&Mode::OnSite)).copied(),
        languages: slot.languages.clone(),
        inside: due_on.is_none_or(|due| day_of(slot.start_at) <= due),
    }
}

fn name_of(slot: &SlotRow) -> String {
    format!("{}_{}", slot.professional, slot.start_at.as_millisecond())
}

/// The day and the beginning that a slot's name in a form means.
pub(in crate::web) fn slot_of(name: &str) -> Option<(DayKey, Timestamp)> {
    let (professional, millis) = name.split_once('_')?;
    let start_at = Timestamp::from_millisecond(millis.parse().ok()?).ok()?;
    let professional = professional.parse().ok()?;
    Some((DayKey { professional, date: day_of(start_at) }, start_at))
}

fn wanted(visit: &Visit, view: &CaseView, ways: &HashMap<UnitId, u16>) -> TimesWanted {
    let unit = visit.asked("unit").map(UnitId::from);
    let near = at_most(visit).filter(|_| !ways.is_empty()).map(|most| {
        let near = ways.iter().filter(|(_, minutes)| **minutes <= most);
        near.map(|(unit, _)| unit.clone()).collect::<Vec<_>>()
    });
    TimesWanted {
        profession: view.case.need.as_ref().map(|need| need.profession),
        units: match (unit, near) {
            (Some(unit), Some(near)) => Some(near.into_iter().filter(|one| *one == unit).collect()),
            (Some(unit), None) => Some(vec![unit]),
            (None, near) => near,
        },
        mode: visit.asked("mode").and_then(Mode::from_code),
        language: visit.asked("language").and_then(Language::parse),
        from: visit.asked("from").and_then(|day| day.parse().ok()),
        limit: TIMES_MAX,
    }
}

/// The longest way that is wanted, in minutes.
fn at_most(visit: &Visit) -> Option<u16> {
    visit.asked("at-most").and_then(|minutes| minutes.parse().ok())
}

/// How far the client has to each unit, as far as whoever looks may know where they live.
pub(in crate::web) fn ways(app: &App, visit: &Visit, view: &CaseView) -> HashMap<UnitId, u16> {
    let own = visit
        .session
        .as_ref()
        .is_some_and(|session| session.caller.account.person == Some(view.case.person));
    let person = view.person.as_ref().filter(|person| own || !person.details.protected);
    person.map(|person| app.door.ways(person)).unwrap_or_default()
}

fn context(
    app: &App,
    visit: &Visit,
    view: &CaseView,
    notice: Option<Notice>,
) -> Result<times::Context, Denied> {
    let need = view.case.need.as_ref().ok_or(Denied::NotFound)?;
    let ways = ways(app, visit, view);
    let wanted = wanted(visit, view, &ways);
    let slots = app.door.times(visit.caller()?, &wanted)?;
    let names = Names::new(app, visit.language);
    let due_on = due_on(view);
    let mut free = slots.iter().map(|slot| free_time(slot, due_on, &names, &ways));
    let first = free.next();
    let mut days: Vec<DayTimes> = Vec::new();
    let mut later_from = None;
    for time in free {
        let date = time.at.date();
        if days.last().is_none_or(|day| day.date != date) {
            if days.len() == DAYS_MAX {
                later_from = Some(date);
                break;
            }
            days.push(DayTimes { date, times: Vec::new() });
        }
        if let Some(day) = days.last_mut() {
            day.times.push(time);
        }
    }
    if later_from.is_none() && slots.len() == usize::try_from(TIMES_MAX).unwrap_or(usize::MAX) {
        // The last day may be cut: it is shown whole on the next page.
        later_from = if days.len() > 1 { days.pop() } else { None }.map(|day| day.date);
    }
    let now = app.door.now();
    Ok(times::Context {
        case: view.case.id,
        topic: view.case.topic,
        profession: need.profession,
        due_on,
        moving: view.case.booking().map(|booking| names.booked(booking, now)),
        filters: Filters {
            mode: wanted.mode,
            unit: visit.asked("unit").unwrap_or_default().to_owned(),
            at_most: at_most(visit).filter(|_| !ways.is_empty()),
            language: wanted.language,
            from: wanted.from,
        },
        at_most: if ways.is_empty() {
            Vec::new()
        } else {
            app.door.content().travel.at_most.clone()
        },
        units: names.units(),
        first,
        days,
        later_from,
        notice,
        phone: app.door.content().organisation.phone.clone(),
    })
}

pub(super) fn choose(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let slot = visit.text("slot");
    if slot_of(slot).is_none() {
        let shell = shell(app, visit);
        let text = say!(shell.texts(), "times-none-chosen");
        let notice = Some(Notice { kind: NoticeKind::Refused, text });
        return faulty(times::render(&context(app, visit, &view, notice)?, &shell));
    }
    see_other(urls::confirm_time(visit.language, view.case.id) + &urls::query(&[("slot", slot)]))
}

pub(super) fn confirm(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let (day, start_at) = visit.asked("slot").and_then(slot_of).ok_or(Denied::NotFound)?;
    let caller = visit.caller()?;
    let Some(slot) = app.door.time(caller, day, start_at)? else {
        return taken(app, visit, &view, &Refusal::SlotTaken { offers: Vec::new() });
    };
    let context = confirmed(app, visit, &view, &slot);
    page(confirm_time::render(&context, &shell(app, visit)))
}

fn confirmed(app: &App, visit: &Visit, view: &CaseView, slot: &SlotRow) -> confirm_time::Context {
    let (names, now) = (Names::new(app, visit.language), app.door.now());
    confirm_time::Context {
        case: view.case.id,
        topic: view.case.topic,
        time: free_time(slot, due_on(view), &names, &ways(app, visit, view)),
        moving: view.case.booking().map(|booking| names.booked(booking, now)),
        due_on: due_on(view),
        unsaid: false,
    }
}

/// The time once more, with the question that was left out.
fn unsaid(app: &App, visit: &Visit, view: &CaseView) -> Result<Answer, Denied> {
    let name = visit.text("slot").split(' ').next().unwrap_or_default();
    let (day, start_at) = slot_of(name).ok_or(Denied::NotFound)?;
    let slot = app.door.time(visit.caller()?, day, start_at)?.ok_or(Denied::NotFound)?;
    let context = confirm_time::Context { unsaid: true, ..confirmed(app, visit, view, &slot) };
    faulty(confirm_time::render(&context, &shell(app, visit)))
}

// Somebody else was faster: the page says so and shows the times that are free now.
fn taken(app: &App, visit: &Visit, view: &CaseView, refusal: &Refusal) -> Result<Answer, Denied> {
    let shell = shell(app, visit);
    let notice = Some(Notice { kind: NoticeKind::Refused, text: shell.texts().refusal(refusal) });
    conflict(times::render(&context(app, visit, view, notice)?, &shell))
}

/// The command that books a chosen time, or moves the standing booking to it.
pub(in crate::web) fn booking_command(
    app: &App,
    visit: &Visit,
    view: &CaseView,
) -> Option<Command> {
    // A list of times and ways posts both in one field, a page for one time posts them apart.
    let (slot, mode) =
        visit.text("slot").split_once(' ').unwrap_or((visit.text("slot"), visit.text("mode")));
    let (day, start_at) = slot_of(slot)?;
    let mode = Mode::from_code(mode)?;
    let to = Place { day, start_at, mode };
    let booking = BookingId(fresh_id(app.door.now()));
    let late = LateReason::from_code(visit.text("late"));
    Some(match view.case.booking() {
        Some(standing) => Command::MoveBooking(MoveBooking {
            case: view.case.id,
            booking: standing.id,
            from: standing.day,
            next: booking,
            to,
            late,
        }),
        None => Command::BookVisit(BookVisit { case: view.case.id, booking, place: to, late }),
    })
}

pub(super) fn book(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let Some(command) = booking_command(app, visit, &view) else {
        return see_other(urls::times(visit.language, view.case.id));
    };
    let what = if view.case.booking().is_some() { "moved" } else { "booked" };
    match app.door.act(visit.caller()?, &command) {
        Ok(()) => done_with(visit, view.case.id, what),
        Err(Denied::Refused(Refusal::LateReasonMissing)) => unsaid(app, visit, &view),
        Err(Denied::Refused(refusal)) => taken(app, visit, &view, &refusal),
        Err(denied) => Err(denied),
    }
}

pub(super) fn ask_cancel(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let (names, now) = (Names::new(app, visit.language), app.door.now());
    let Some(booking) = view.case.booking() else {
        return see_other(urls::matter(visit.language, view.case.id));
    };
    let context = cancel_time::Context {
        case: view.case.id,
        topic: view.case.topic,
        booked: names.booked(booking, now),
        due_on: due_on(&view),
    };
    page(cancel_time::render(&context, &shell(app, visit)))
}

pub(super) fn cancel(app: &App, visit: &Visit) -> Result<Answer, Denied> {
    let view = own(app, visit)?;
    let Some(booking) = view.case.booking() else {
        return see_other(urls::matter(visit.language, view.case.id));
    };
    let command = Command::CancelBooking(CancelBooking {
        case: view.case.id,
        booking: booking.id,
        day: booking.day,
        why: Cancelling::ByClient,
    });
    match app.door.act(visit.caller()?, &command) {
        Ok(()) => done_with(visit, view.case.id, "cancelled"),
        Err(Denied::Refused(refusal)) => again(app, visit, &refusal),
        Err(denied) => Err(denied),
    }
}
