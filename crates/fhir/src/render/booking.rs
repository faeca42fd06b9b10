//! A booked time as an Appointment of Finnish Scheduling.

use care::case::{Booking, BookingState, Case};
use care::clock::{Clock, Part};
use care::code::{Cancelling, Mode};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::case::Told;
use super::{
    Rendered, governing, link, meta, own_identifier, patient_link, professional_link, rendered,
    unit_link, word,
};
use crate::moment::print_local;
use crate::object::object;
use crate::systems::{BOOKING_STATE, FINNISH_SCHEDULING};

/// Form of dealing (*asiointitapa*): a single visit at the unit.
const DEALING: (&str, &str) = ("urn:oid:1.2.246.537.6.884", "10");
const CANCELLING: &str = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason";

/// When something that takes so many minutes ends.
pub(super) fn end_at(start_at: Timestamp, minutes: u16) -> Timestamp {
    let length = SignedDuration::from_mins(i64::from(minutes));
    start_at.saturating_add(length).unwrap_or(Timestamp::MAX)
}

pub(super) fn appointment(told: &Told<'_>, booking: &Booking) -> Option<Rendered> {
    let Told { case, names, language, .. } = told;
    let (status, state, state_name) = state(booking.state);
    let clock = governing(&told.clocks, booking.made_at);
    let guarantee = clock.filter(|_| names.are_read()).map(|clock| care_guarantee(told, clock));
    let standing = booking.state == BookingState::Booked;
    let extensions: Vec<Value> = guarantee.into_iter().chain(standing.then(mutable)).collect();
    let professional = booking.day.professional;
    let given_up = matches!(booking.state, BookingState::Cancelled(Cancelling::ByClient));
    let participant = |actor: Value, declined: bool| json!({"actor": actor, "status": if declined { "declined" } else { "accepted" }});
    let asked = clock.map(|clock| json!([{"end": clock.due.on.to_string()}]));
    let members = object([
        ("meta", meta("Appointment", Value::Null)),
        ("extension", Value::Array(extensions)),
        ("identifier", own_identifier(booking.id)),
        ("status", json!(status)),
        (
            "_status",
            json!({"extension": [{
                "url": format!("{FINNISH_SCHEDULING}ajanvarauksen-tila"),
                "valueCoding": {"system": BOOKING_STATE, "code": state, "display": state_name},
            }]}),
        ),
        ("cancelationReason", cancelation(told, booking.state)),
        ("serviceType", json!([told.own("profession", booking.profession.code())])),
        ("appointmentType", dealing(told, booking.mode)),
        ("reasonCode", json!([object([("text", topic_words(told))])])),
        ("start", json!(print_local(booking.start_at))),
        ("end", json!(print_local(end_at(booking.start_at, booking.minutes)))),
        ("minutesDuration", json!(booking.minutes)),
        ("slot", json!([{"reference": slot_link(booking)}])),
        ("created", json!(print_local(booking.made_at))),
        ("basedOn", json!(told.request_link().into_iter().collect::<Vec<_>>())),
        (
            "participant",
            json!([
                participant(patient_link(case.person), given_up),
                participant(professional_link(professional, *names), false),
                participant(unit_link("Location", &booking.unit, *names, *language), false),
            ]),
        ),
        ("requestedPeriod", asked.unwrap_or_default()),
        ("supportingInformation", json!(moved_from(case, booking))),
    ]);
    rendered("Appointment", booking.id.to_string(), booking.changed_at, members)
}

/// The booking that this one came after when the time was moved: both are of one instant.
fn moved_from(case: &Case, booking: &Booking) -> Vec<Value> {
    let moved = |one: &&Booking| {
        one.state == BookingState::Cancelled(Cancelling::Moved)
            && one.changed_at == booking.made_at
            && one.id != booking.id
    };
    let before = case.bookings.iter().rev().find(moved);
    before.map(|one| link("Appointment", one.id, "")).into_iter().collect()
}

fn slot_link(booking: &Booking) -> String {
    format!("Slot/{}", super::calendar::slot_id(booking.day.professional, booking.start_at))
}

fn topic_words(told: &Told<'_>) -> Value {
    json!(word("topic", told.case.topic.code(), told.names, told.language))
}

/// The status of FHIR and the state of the national list. A moved booking is cancelled and booked
/// anew: the list's own code for it is no longer used.
fn state(state: BookingState) -> (&'static str, &'static str, &'static str) {
    match state {
        BookingState::Booked => ("booked", "3", "Varattu"),
        BookingState::Held => ("fulfilled", "7", "Toteutunut"),
        BookingState::Cancelled(_) => ("cancelled", "4", "Peruttu"),
        BookingState::NoShow => ("noshow", "9", "Saapumatta"),
    }
}

fn cancelation(told: &Told<'_>, state: BookingState) -> Value {
    let why = match state {
        BookingState::Cancelled(why) => why,
        BookingState::Booked | BookingState::Held | BookingState::NoShow => return Value::Null,
    };
    let code = match why {
        Cancelling::ByClient => "pat",
        Cancelling::ByUnit => "prov",
        Cancelling::Moved => "other",
    };
    let word = word("cancelling", why.code(), told.names, told.language);
    object([
        (
            "coding",
            json!([
                {"system": CANCELLING, "code": code},
                {"system": "urn:polku:cancelling", "code": why.code()},
            ]),
        ),
        ("text", json!(word)),
    ])
}

/// The form of dealing; the national code is only certain for a visit at the unit.
fn dealing(told: &Told<'_>, mode: Mode) -> Value {
    let word = word("mode", mode.code(), told.names, told.language);
    let own = json!({"system": "urn:polku:mode", "code": mode.code()});
    let codings = match mode {
        Mode::OnSite => json!([{"system": DEALING.0, "code": DEALING.1}, own]),
        Mode::Phone | Mode::Video => json!([own]),
    };
    object([("coding", codings), ("text", json!(word))])
}

/// The guarantee in words: which rule, how long it allows, where it is written, the last day.
fn care_guarantee(told: &Told<'_>, clock: &Clock) -> Value {
    let explanation = told.law.explain(clock, told.language);
    let mut words = vec![format!("{}.", explanation.title)];
    let telling = explanation.lines.into_iter().filter(|line| match &line.part {
        Part::Limit(_) | Part::Statute(_) | Part::Due(_) => true,
        Part::Meaning(_)
        | Part::Start { .. }
        | Part::CountedFrom { .. }
        | Part::Governs { .. }
        | Part::Group { .. }
        | Part::Arithmetic { .. }
        | Part::Skipped(_)
        | Part::DueOnDayOff { .. }
        | Part::Extendable { .. }
        | Part::Extended { .. }
        | Part::Ended { .. }
        | Part::ClientWait { .. }
        | Part::Earlier { .. }
        | Part::Transition { .. }
        | Part::Unverified(_)
        | Part::Sources { .. } => false,
    });
    words.extend(telling.map(|line| line.text));
    json!({
        "url": format!("{FINNISH_SCHEDULING}care-guarantee-details"),
        "valueString": words.join(" "),
    })
}

fn mutable() -> Value {
    json!({
        "url": format!("{FINNISH_SCHEDULING}mutable"),
        "extension": [
            {"url": "Cancellable", "valueBoolean": true},
            {"url": "Reschedulable", "valueBoolean": true},
        ],
    })
}
