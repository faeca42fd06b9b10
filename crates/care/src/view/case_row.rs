//! A case and its bookings as rows.

use super::{AskedRow, BookingRow, CallbackRow, CaseRow};
use crate::case::Case;
use crate::clock::{self, Clock, EventKind};
use crate::day::{age_on, day_of};
use crate::law::{Law, RuleKind};

/// The row of a case, with its earliest lawful due date by the law given.
pub fn case_row(case: &Case, law: &Law) -> CaseRow {
    let clocks = case.clocks(law);
    let due = if case.is_open() { clock::next_due(&clocks) } else { None };
    let standing = case.booking().or_else(|| case.bookings.last());
    let met = case.visits.first();
    CaseRow {
        case: case.id,
        person: case.person,
        contact: case.contact.id,
        register: case.register,
        topic: case.topic,
        channel: case.contact.channel,
        contact_at: case.contact.at,
        contact_unit: case.contact.unit.clone(),
        language: case.contact.language,
        municipality: case.contact.municipality.clone(),
        age: case.contact.birth_on.map(|birth| age_on(birth, day_of(case.contact.at))),
        stage: case.stage.code(),
        step: case.step().map(crate::case::Step::code),
        owner_unit: case.owner.unit().clone(),
        owner: case.owner.professional(),
        assess_by: assessment(&clocks, law).map(|clock| clock.due.on),
        assessed_at: case.assessment.as_ref().map(|assessment| assessment.at),
        urgency: case.assessment.as_ref().map(|assessment| assessment.urgency),
        care: case.need.as_ref().map(|need| need.care),
        profession: case.need.as_ref().map(|need| need.profession),
        need_at: case.need.as_ref().map(|need| need.found_at),
        due_on: due.map(|clock| clock.due.on),
        due_rule: due.map(|clock| clock.rule.to_string()),
        treat_by: first_treatment(&clocks).map(|clock| clock.due.on),
        booked_for: standing.map(|booking| booking.start_at),
        mode: standing.map(|booking| booking.mode),
        met_at: met.map(|visit| visit.started_at),
        met_profession: met.map(|visit| visit.profession),
        met_unit: met.map(|visit| visit.unit.clone()),
        closed_at: case.closed.map(|(at, _)| at),
        closing: case.closed.map(|(_, closing)| closing),
        safety_since: case.safety_since(),
        unanswered_since: case.unanswered_since(),
        named: case.contact.named,
        snoozed_until: case.snoozed.as_ref().map(|snooze| snooze.until_at),
        changed_at: case.changed_at,
    }
}

// The clock that an assessment satisfies.
fn assessment<'c>(clocks: &'c [Clock], law: &Law) -> Option<&'c Clock> {
    let asks = |clock: &&Clock| match law.rule(clock.rule.as_str()).map(|rule| &rule.kind) {
        Some(RuleKind::Clock { stops, .. }) => stops.contains(&EventKind::NeedAssessed),
        Some(RuleKind::ActBefore { .. } | RuleKind::Again) | None => false,
    };
    clocks.iter().find(asks)
}

// Whatever begins after the contact counts from a need to its treatment; the first one is meant.
fn first_treatment(clocks: &[Clock]) -> Option<&Clock> {
    clocks.iter().find(|clock| clock.start.kind != EventKind::ContactMade)
}

/// The row of the call that a case is promised.
pub fn callback_row(case: &Case) -> Option<CallbackRow> {
    let callback = case.callback()?;
    Some(CallbackRow {
        case: case.id,
        contact: case.contact.id,
        person: case.person,
        unit: case.owner.unit().clone(),
        from_at: callback.window.from_at,
        until_at: callback.window.until_at,
        in_line_since: callback.in_line_since,
        calls: u16::try_from(callback.calls.len()).unwrap_or(u16::MAX),
        called_at: callback.calls.last().map(|call| call.at),
        told_at: callback.told_at,
    })
}

/// The rows of the colleagues who were asked to look at a case, in order of asking.
pub fn asked_rows(case: &Case) -> Vec<AskedRow> {
    let row = |asked: &crate::note::Asked| AskedRow {
        case: case.id,
        professional: asked.who,
        asked_by: asked.by,
        asked_at: asked.at,
    };
    case.asked.iter().map(row).collect()
}

/// The rows of a case's bookings, in order of booking.
pub fn booking_rows(case: &Case) -> Vec<BookingRow> {
    let row = |booking: &crate::case::Booking| BookingRow {
        booking: booking.id,
        case: case.id,
        person: case.person,
        professional: booking.day.professional,
        unit: booking.unit.clone(),
        profession: booking.profession,
        start_at: booking.start_at,
        minutes: booking.minutes,
        mode: booking.mode,
        state: booking.state.code(),
        made_at: booking.made_at,
        changed_at: booking.changed_at,
    };
    case.bookings.iter().map(row).collect()
}
