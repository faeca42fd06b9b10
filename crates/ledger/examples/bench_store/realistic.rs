//! Rows as a county has them: a resident with a Patient, a case with what became of it, a received
//! observation.

use care::code::{Channel, Mode, Profession, Register, Topic};
use care::id::{BookingId, CaseId, ContactId, PersonId, ProfessionalId, UnitId};
use care::language::Language;
use care::view::{BookingRow, CaseRow, PersonRow};
use ledger::{Fact, IndexValue, Indexed, Projector, ResourceRow, Rows};
use uuid::Uuid;

use crate::now;

const FAMILIES: [&str; 8] = [
    "Virtanen",
    "Korhonen",
    "Nieminen",
    "Koskinen",
    "Heikkinen",
    "Lindqvist",
    "Sundström",
    "Aalto",
];

pub(crate) fn family(number: u32) -> String {
    format!("{}{}", FAMILIES[number as usize % FAMILIES.len()], number % 700)
}

pub(crate) fn unit(number: u32) -> &'static str {
    ["porvoo", "sipoo", "loviisa", "askola", "myrskyla", "pukkila", "lapinjarvi"]
        [number as usize % 7]
}

/// The projector.
pub(crate) struct Realistic;

impl Projector for Realistic {
    fn fingerprint(&self) -> String {
        "bench".to_owned()
    }

    fn project(&self, stream: &str, facts: &[Fact]) -> Rows {
        let (room, id) = stream.rsplit_once('/').unwrap();
        let body = facts.last().and_then(|fact| fact.body.bytes()).unwrap_or_default();
        // As much reading as a small fact needs.
        let read: serde_json::Value = serde_json::from_slice(body).unwrap();
        let number = read["seed"].as_u64().unwrap_or_default() as u32;
        let id: Uuid = id.parse().unwrap();
        let person = facts.first().and_then(|fact| fact.person.as_deref()).unwrap_or_default();
        match room {
            "person" => resident(id, number),
            "case" => case(id, person.parse().unwrap(), number, facts.len()),
            _ => observation(id, person, number),
        }
    }
}

fn value(parameter: &'static str, value: IndexValue) -> Indexed {
    Indexed { parameter, value }
}

fn token(parameter: &'static str, system: &str, code: String) -> Indexed {
    value(parameter, IndexValue::Token { system: system.into(), code })
}

fn reference(parameter: &'static str, target: &str) -> Indexed {
    let (rtype, target) = ("Patient", target.to_owned());
    value(parameter, IndexValue::Reference { rtype, target })
}

fn date(parameter: &'static str, number: u32) -> Indexed {
    let low = now().as_millisecond() + i64::from(number) * 60_000;
    value(parameter, IndexValue::Date { low, high: low + 1_799_999 })
}

fn resource(rtype: &'static str, id: Uuid, index: Vec<Indexed>) -> ResourceRow {
    let id = id.to_string();
    ResourceRow { rtype, id, version: 1, last_updated: now(), deleted: false, index }
}

fn observation(id: Uuid, person: &str, number: u32) -> Rows {
    let index = vec![
        reference("subject", person),
        reference("patient", person),
        token("code", "http://loinc.org", format!("{}-4", number % 300)),
        token("category", "http://terminology.hl7.org/CodeSystem/c", "vital-signs".to_owned()),
        token("status", "http://hl7.org/fhir/observation-status", "final".to_owned()),
        token("identifier", "urn:ietf:rfc:3986", format!("urn:uuid:{id}")),
        date("date", number),
        reference("encounter", person),
    ];
    Rows { resources: vec![resource("Observation", id, index)], ..Rows::default() }
}

fn resident(id: Uuid, number: u32) -> Rows {
    let (family, given) = (family(number), format!("Given{} Second{}", number % 300, number % 17));
    let folded = format!("{family} {given}").to_lowercase();
    let text = |parameter, exact: &str| {
        let (folded, exact) = (exact.to_lowercase(), exact.to_owned());
        value(parameter, IndexValue::Text { folded, exact })
    };
    let index = vec![
        token("identifier", "urn:hetu", format!("{number:06}-900X")),
        text("name", &family),
        text("name", &given),
        text("family", &family),
        text("given", &given),
        token("gender", "http://hl7.org/fhir/administrative-gender", "female".to_owned()),
        date("birthdate", number),
        token("active", "", "true".to_owned()),
        token("language", "urn:ietf:bcp:47", "fi".to_owned()),
    ];
    let row = PersonRow {
        person: PersonId(id),
        family,
        given,
        folded,
        identity: Some(format!("{number:06}-900X")),
        birth_on: Some(jiff::civil::date(1960, 1 + (number % 12) as i8, 1)),
        language: Language::Fi,
        municipality: Some("638".to_owned()),
        protected: false,
        changed_at: now(),
    };
    Rows { people: vec![row], resources: vec![resource("Patient", id, index)], ..Rows::default() }
}

fn case(id: Uuid, person: Uuid, number: u32, facts: usize) -> Rows {
    let part = |salt: u128| Uuid::from_u128(id.as_u128().wrapping_add(salt));
    let status = if number.is_multiple_of(2) { "booked" } else { "fulfilled" };
    let subject = person.to_string();
    let common = |more: Indexed| {
        vec![
            reference("subject", &subject),
            reference("patient", &subject),
            token("status", "", status.to_owned()),
            token("identifier", "urn:polku:case", id.to_string()),
            token("code", "http://snomed.info/sct", (number % 50).to_string()),
            date("date", number),
            more,
        ]
    };
    let mut resources =
        vec![resource("ServiceRequest", part(1), common(token("intent", "", "order".to_owned())))];
    if facts > 2 {
        resources.push(resource("Appointment", part(2), common(reference("actor", &subject))));
    }
    if facts > 4 {
        resources.push(resource(
            "Encounter",
            part(3),
            common(token("class", "", "AMB".to_owned())),
        ));
    }
    let booking = BookingRow {
        booking: BookingId(part(4)),
        case: CaseId(id),
        person: PersonId(person),
        professional: ProfessionalId(Uuid::from_u128(u128::from(number % 300))),
        unit: UnitId::from(unit(number)),
        profession: Profession::Nurse,
        start_at: now(),
        minutes: 30,
        mode: Mode::OnSite,
        state: "booked",
        made_at: now(),
        changed_at: now(),
    };
    Rows {
        cases: vec![case_row(id, person, number)],
        bookings: vec![booking],
        resources,
        ..Rows::default()
    }
}

fn case_row(id: Uuid, person: Uuid, number: u32) -> CaseRow {
    CaseRow {
        case: CaseId(id),
        person: PersonId(person),
        contact: ContactId(id),
        register: Register::Patient,
        topic: Topic::Illness,
        channel: Channel::Web,
        contact_at: now(),
        contact_unit: UnitId::from(unit(number)),
        language: Language::Fi,
        municipality: Some("638".to_owned()),
        age: Some(44),
        stage: "awaiting-booking",
        step: Some("book"),
        owner_unit: UnitId::from(unit(number)),
        owner: None,
        assessed_at: Some(now()),
        urgency: None,
        care: None,
        profession: Some(Profession::Nurse),
        need_at: None,
        due_on: Some(jiff::civil::date(2026, 1 + (number % 12) as i8, 1 + (number % 28) as i8)),
        due_rule: Some("primary.visit".to_owned()),
        assess_by: None,
        treat_by: None,
        booked_for: None,
        mode: None,
        met_at: None,
        met_profession: None,
        met_unit: None,
        closed_at: number.is_multiple_of(10).then(now),
        safety_since: None,
        unanswered_since: None,
        snoozed_until: None,
        named: None,
        closing: None,
        changed_at: now(),
    }
}
