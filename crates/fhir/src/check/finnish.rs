//! Traps met in Finnish data: warnings with a place, never refusals.

use care::identity::{GivenIdentity, IdentityNumber};
use serde_json::{Map, Value};

use crate::problem::{Code, Place, Problem};
use crate::resource::Resource;
use crate::systems::{self, canonical, finnish_name};

/// What is odd about an identifier.
pub(super) fn identifier(object: &Map<String, Value>) -> Vec<(Code, String)> {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let (Some(system), Some(value)) = (text("system"), text("value")) else { return Vec::new() };
    let mut odd = Vec::new();
    if is_odd(system) {
        odd.push((Code::SystemSpelling, system.to_owned()));
    }
    match canonical(system).system.as_ref() {
        systems::IDENTITY_NUMBER => {
            // The detail names the fault and never the number.
            if let GivenIdentity::Invalid { fault, .. } = GivenIdentity::read(value) {
                odd.push((Code::IdentityNumberInvalid, fault.code().to_owned()));
            }
        }
        systems::TERHIKKI if value.len() != 11 => {
            odd.push((Code::RegisterNumberMisplaced, String::new()));
        }
        _ => {}
    }
    odd
}

/// Whether a code system is a Finnish OID written without `urn:oid:`, or with the old misprint.
pub(super) fn is_odd(system: &str) -> bool {
    system.starts_with("1.2.246.") || system.contains("1.2.245.537.")
}

/// What is odd about a whole resource.
pub(super) fn resource(resource: &Resource, problems: &mut Vec<Problem>) {
    match resource.rtype.as_str() {
        "Patient" => problems.extend(birth_date(&resource.value)),
        "Appointment" => problems.extend(booking_state(&resource.value)),
        _ => {}
    }
}

fn birth_date(patient: &Value) -> Option<Problem> {
    let written = patient.get("birthDate")?.as_str()?;
    let numbers = patient.get("identifier")?.as_array()?;
    let said = numbers.iter().find_map(|identifier| {
        let system = identifier.get("system")?.as_str()?;
        let value = identifier.get("value")?.as_str()?;
        let own = canonical(system).system == systems::IDENTITY_NUMBER;
        own.then(|| IdentityNumber::parse(value).ok()).flatten()
    })?;
    let said = said.birth_date().to_string();
    let place = Place::path("Patient.birthDate");
    (!said.starts_with(written)).then(|| Problem::warning(Code::BirthDateDiffers, place, ""))
}

/// The booking states that go with each status.
pub(crate) const STATES: [(&str, &[&str]); 9] = [
    ("waitlist", &["1"]),
    ("proposed", &["2"]),
    ("pending", &["8"]),
    ("booked", &["3"]),
    ("arrived", &["3"]),
    ("cancelled", &["4", "5"]),
    ("checked-in", &["10"]),
    ("fulfilled", &["7", "6"]),
    ("noshow", &["9"]),
];

fn booking_state(appointment: &Value) -> Option<Problem> {
    let status = appointment.get("status")?.as_str()?;
    let beside = appointment.get("_status")?.get("extension")?.as_array()?;
    let state = beside.iter().find_map(|extension| {
        let url = extension.get("url")?.as_str()?;
        (finnish_name(url)? == "ajanvarauksen-tila").then(|| state_code(extension)).flatten()
    })?;
    let (_, right) = STATES.iter().find(|(known, _)| *known == status)?;
    let place = Place::path("Appointment.status");
    let detail = format!("{state} ≠ {status}");
    (!right.contains(&state)).then(|| Problem::warning(Code::BookingStateDiffers, place, detail))
}

fn state_code(extension: &Value) -> Option<&str> {
    let coding = match extension.get("valueCoding") {
        Some(coding) => coding,
        None => extension.get("valueCodeableConcept")?.get("coding")?.get(0)?,
    };
    coding.get("code")?.as_str()
}
