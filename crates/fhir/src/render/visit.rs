//! A visit that took place as an Encounter.

use care::case::Visit;
use care::code::Mode;
use serde_json::{Value, json};

use super::case::Told;
use super::{
    Rendered, link, meta, mode_concept, own_identifier, patient_link, professional_link, rendered,
    unit_link,
};
use crate::moment::print_local;
use crate::object::object;

const CLASSES: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

pub(super) fn encounter(told: &Told<'_>, visit: &Visit) -> Option<Rendered> {
    let Told { case, names, language, .. } = told;
    let class = match visit.mode {
        Mode::OnSite => "AMB",
        Mode::Phone | Mode::Video => "VR",
    };
    let place = match visit.mode {
        Mode::OnSite => {
            json!([{"location": unit_link("Location", &visit.unit, *names, *language)}])
        }
        Mode::Phone | Mode::Video => Value::Null,
    };
    let period = json!({
        "start": print_local(visit.started_at),
        "end": print_local(visit.ended_at),
    });
    let members = object([
        ("meta", meta("Encounter", Value::Null)),
        ("identifier", own_identifier(visit.booking)),
        ("status", json!("finished")),
        ("class", json!({"system": CLASSES, "code": class})),
        ("type", json!([mode_concept(visit.mode, *names, *language)])),
        ("subject", patient_link(case.person)),
        ("basedOn", json!(told.request_link().into_iter().collect::<Vec<_>>())),
        ("participant", json!([{"individual": professional_link(visit.professional, *names)}])),
        ("appointment", json!([link("Appointment", visit.booking, "")])),
        ("period", period),
        ("reasonCode", told.topic()),
        ("location", place),
        ("serviceProvider", unit_link("Organization", &visit.unit, *names, *language)),
    ]);
    rendered("Encounter", visit.booking.to_string(), visit.ended_at, members)
}
