//! The waiting list on pages: wishes read and told, and the time that is offered.

use care::case::Case;
use care::code::Mode;
use care::day::{add_days, day_of, local};
use care::decide::{Command, EndOffer, TakeOffer};
use care::id::{BookingId, UnitId};
use care::waiting::{Offer, Wish};

use super::App;
use super::names::Names;
use super::visit::Visit;
use crate::components::date_input::DateParts;
use crate::components::offered_time::OfferedTime;
use crate::components::wish_questions::{WishFault, WishQuestions};
use crate::door::{CaseView, Denied};
use crate::pages::professional::case::wait::{WaitForm, Waiting};
use crate::say;
use crate::texts::Language;
use crate::texts::format::capital;
use crate::wall::fresh_id;
use crate::web::resident::due_on;

/// The questions, with what is wished so far.
pub(super) fn questions(
    app: &App,
    names: &Names<'_>,
    case: &Case,
    wish: Option<&Wish>,
) -> WishQuestions {
    let notices = app.door.content().waiting.notice_hours.clone();
    let parts = |on: Option<jiff::civil::Date>| on.map(DateParts::of).unwrap_or_default();
    let first =
        Wish { notice_hours: notices.first().copied().unwrap_or_default(), ..Wish::default() };
    let wish = wish.unwrap_or(&first);
    WishQuestions {
        modes: wish.modes.clone(),
        units: case.need.as_ref().map_or_else(Vec::new, |need| names.units_of(need.profession)),
        chosen_units: wish.units.iter().map(UnitId::to_string).collect(),
        language: wish.language,
        notices,
        notice: wish.notice_hours,
        from: parts(wish.from_on),
        until: parts(wish.until_on),
        faults: Vec::new(),
    }
}

/// The wish that a form states, or the questions once more with what is wrong.
pub(super) fn answers(
    app: &App,
    visit: &Visit,
    names: &Names<'_>,
    case: &Case,
) -> Result<Wish, Box<WishQuestions>> {
    let policy = &app.door.content().waiting;
    let mut asked = questions(app, names, case, None);
    asked.modes = visit.texts("modes").filter_map(Mode::from_code).collect();
    let known = |unit: &&str| asked.units.iter().any(|item| item.value == **unit);
    asked.chosen_units = visit.texts("units").filter(known).map(str::to_owned).collect();
    asked.language = Language::parse(visit.text("language"));
    let notice =
        visit.text("notice-hours").parse().ok().filter(|hours| policy.notice_hours.contains(hours));
    asked.notice = notice.unwrap_or(asked.notice);
    (asked.from, asked.until) = (visit.date("from"), visit.date("until"));
    let today = day_of(app.door.now());
    let (from, until) = (asked.from.date(), asked.until.date());
    if from.is_none() && !asked.from.is_empty() {
        asked.faults.push(WishFault::BadFrom);
    }
    let last = add_days(today, i32::from(policy.days));
    if until.is_none() && !asked.until.is_empty() {
        asked.faults.push(WishFault::BadUntil);
    } else if until.unwrap_or(last) < from.unwrap_or(today).max(today) || from > Some(last) {
        asked.faults.push(WishFault::NoDays);
    }
    if !asked.faults.is_empty() {
        return Err(Box::new(asked));
    }
    // All ways of meeting are the same as none: a way that is new one day suits, too.
    let modes = if asked.modes.len() == Mode::ALL.len() { Vec::new() } else { asked.modes };
    Ok(Wish {
        units: asked.chosen_units.iter().map(|unit| UnitId::from(unit.as_str())).collect(),
        modes,
        language: asked.language,
        from_on: from,
        until_on: until,
        notice_hours: asked.notice,
    })
}

/// A wish in a few words.
pub(super) fn told(wish: &Wish, names: &Names<'_>) -> String {
    let t = names.texts();
    let mut words = Vec::new();
    if wish.modes.is_empty() {
        words.push(say!(t, "wish-any-mode"));
    } else {
        words.push(wish.modes.iter().map(|mode| t.mode(*mode)).collect::<Vec<_>>().join(" / "));
    }
    if wish.units.is_empty() {
        words.push(say!(t, "wish-any-unit"));
    } else {
        words.push(wish.units.iter().map(|unit| names.unit(unit)).collect::<Vec<_>>().join(" / "));
    }
    if let Some(language) = wish.language {
        words.push(t.language_inline(language));
    }
    if let Some(from) = wish.from_on {
        words.push(say!(t, "wish-told-from", day = t.day(from)));
    }
    if let Some(until) = wish.until_on {
        words.push(say!(t, "wish-told-until", day = t.day(until)));
    }
    words.push(say!(t, "wish-told-notice", count = u32::from(wish.notice_hours)));
    capital(&words.join(", "))
}

/// The time of an offer.
pub(super) fn offered(offer: &Offer, view: &CaseView, names: &Names<'_>) -> OfferedTime {
    let time = &offer.time;
    OfferedTime {
        at: local(time.start_at),
        minutes: time.minutes,
        modes: time.modes.clone(),
        professional: names.professional(time.day.professional),
        unit: names.unit(&time.unit),
        inside: due_on(view).map(|due| day_of(time.start_at) <= due),
        until: local(offer.until_at),
    }
}

/// The offer that can still be answered.
pub(super) fn open_offer<'v>(app: &App, case: &'v Case) -> Option<&'v Offer> {
    case.offer().filter(|offer| app.door.now() < offer.until_at && case.waiting().is_some())
}

/// The command that takes the offered time, in the way that the form chose.
pub(super) fn take(app: &App, visit: &Visit, case: &Case) -> Option<Command> {
    let offer = case.offer()?;
    let mode = Mode::from_code(visit.text("offer-mode"))?;
    Some(Command::TakeOffer(TakeOffer {
        case: case.id,
        offer: offer.id,
        day: offer.time.day,
        mode,
        booking: BookingId(fresh_id(app.door.now())),
        gives_up: case.booking().map(|booking| booking.day),
    }))
}

/// The command that lets the offered time go.
pub(super) fn decline(case: &Case) -> Option<Command> {
    let offer = case.offer()?;
    let (case, day) = (case.id, offer.time.day);
    Some(Command::EndOffer(EndOffer { case, offer: offer.id, day, answered: true }))
}

/// What a professional sees and does about the wait of a case.
pub(super) fn form(
    app: &App,
    view: &CaseView,
    names: &Names<'_>,
    asked: Option<WishQuestions>,
) -> Result<WaitForm, Denied> {
    let case = &view.case;
    let waiting = match case.waiting() {
        Some(waiting) => Some(Waiting {
            wish: told(&waiting.wish, names),
            since: local(waiting.since),
            place: app.door.waiting_before(case.id)? + 1,
        }),
        None => None,
    };
    let wish = case.waiting().map(|waiting| &waiting.wish);
    Ok(WaitForm {
        waiting,
        offer: open_offer(app, case).map(|offer| offered(offer, view, names)),
        wish: asked.unwrap_or_else(|| questions(app, names, case, wish)),
    })
}
