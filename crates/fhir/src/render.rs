//! Polku's own people, cases and times as FHIR, in the vocabulary of the Finnish Base and Scheduling
//! profiles. What is rendered follows from the facts and the law alone; names of units and people
//! and the words for codes come from the caller and are only for display.

mod booking;
mod calendar;
mod case;
mod directory;
mod person;
mod practice;
mod visit;

use care::clock::{Clock, EventKind};
use care::id::{PersonId, ProfessionalId, UnitId};
use care::language::Language;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

pub use self::calendar::day;
pub use self::case::case;
pub use self::directory::{Professional, Unit, professional, unit};
pub use self::person::person;
pub use self::practice::path;
use crate::definitions::ResourceType;
use crate::object::object;
use crate::resource::Resource;
use crate::systems;

/// A resource that was made and not received. It has no version and no time in it yet.
#[derive(Clone, PartialEq, Debug)]
pub struct Rendered {
    /// The type.
    pub rtype: ResourceType,
    /// The id.
    pub id: String,
    /// What it tells.
    pub value: Value,
    /// When what it tells last changed.
    pub updated_at: Timestamp,
}

impl Rendered {
    /// The resource with its text. The search index does without: printing is half of the work.
    pub fn into_resource(self) -> Resource {
        let Self { rtype, id, value, .. } = self;
        Resource { rtype, id, text: value.to_string(), value }
    }
}

/// The names and words that people read beside ids and codes. An empty one is left out.
pub trait Names {
    /// The name of a unit.
    fn unit(&self, unit: &UnitId, language: Language) -> String;
    /// The name of a professional.
    fn professional(&self, professional: ProfessionalId) -> String;
    /// The word for a code, by a key such as `topic-oral`, `profession-nurse` or `mode-video`.
    fn word(&self, key: &str, language: Language) -> String;
    /// Whether anybody reads them. Where nobody does, longer texts are not even made.
    fn are_read(&self) -> bool {
        true
    }
}

/// No names at all: enough for the search index, which holds none.
#[derive(Clone, Copy, Debug)]
pub struct NoNames;

impl Names for NoNames {
    fn unit(&self, _: &UnitId, _: Language) -> String {
        String::new()
    }

    fn professional(&self, _: ProfessionalId) -> String {
        String::new()
    }

    fn word(&self, _: &str, _: Language) -> String {
        String::new()
    }

    fn are_read(&self) -> bool {
        false
    }
}

/// The profiles that rendered resources are made to.
pub const PROFILES: &[(&str, &str)] = &[
    (
        "Appointment",
        "https://hl7.fi/fhir/finnish-scheduling/StructureDefinition/fi-scheduling-appointment",
    ),
    (
        "Encounter",
        "https://hl7.fi/fhir/finnish-base-profiles/StructureDefinition/fi-base-encounter",
    ),
    ("Location", "https://hl7.fi/fhir/finnish-base-profiles/StructureDefinition/fi-base-location"),
    (
        "Organization",
        "https://hl7.fi/fhir/finnish-base-profiles/StructureDefinition/fi-base-organization",
    ),
    ("Patient", "https://hl7.fi/fhir/finnish-base-profiles/StructureDefinition/fi-base-patient"),
    (
        "Practitioner",
        "https://hl7.fi/fhir/finnish-base-profiles/StructureDefinition/fi-base-practitioner",
    ),
    (
        "PractitionerRole",
        "https://hl7.fi/fhir/finnish-base-profiles/StructureDefinition/fi-base-practitioner-role",
    ),
    ("Schedule", "https://hl7.fi/fhir/finnish-base-profiles/StructureDefinition/fi-base-schedule"),
    ("Slot", "https://hl7.fi/fhir/finnish-base-profiles/StructureDefinition/fi-base-slot"),
];

/// The types that [`case()`], [`person()`], [`day()`], [`unit()`] and [`professional()`] make.
pub const TYPES: &[&str] = &[
    "Appointment",
    "Encounter",
    "Location",
    "Organization",
    "Patient",
    "Practitioner",
    "PractitionerRole",
    "Schedule",
    "ServiceRequest",
    "Slot",
    "Task",
];

/// A resource of a known type from its members; none when R4 does not know the type.
fn rendered(rtype: &str, id: String, updated_at: Timestamp, members: Value) -> Option<Rendered> {
    let rtype = ResourceType::parse(rtype)?;
    let mut whole = Map::with_capacity(members.as_object().map_or(2, |members| members.len() + 2));
    whole.insert("resourceType".to_owned(), json!(rtype.as_str()));
    whole.insert("id".to_owned(), json!(id));
    if let Value::Object(members) = members {
        whole.extend(members);
    }
    Some(Rendered { rtype, id, value: Value::Object(whole), updated_at })
}

/// The meta of a type that has a profile, with these security labels.
fn meta(rtype: &str, security: Value) -> Value {
    let profile = PROFILES.iter().find(|(known, _)| *known == rtype).map(|(_, url)| json!([url]));
    object([("profile", profile.unwrap_or_default()), ("security", security)])
}

fn concept(system: &str, code: &str, text: &str) -> Value {
    object([("coding", json!([{"system": system, "code": code}])), ("text", json!(text))])
}

/// A code of Polku's own lists, with its word.
fn own_concept(list: &str, code: &str, names: &dyn Names, language: Language) -> Value {
    concept(&format!("urn:polku:{list}"), code, &word(list, code, names, language))
}

fn link(rtype: &str, id: impl std::fmt::Display, display: &str) -> Value {
    object([("reference", json!(format!("{rtype}/{id}"))), ("display", json!(display))])
}

fn patient_link(person: PersonId) -> Value {
    link("Patient", person, "")
}

fn professional_link(professional: ProfessionalId, names: &dyn Names) -> Value {
    link("Practitioner", professional, &names.professional(professional))
}

fn unit_link(rtype: &str, unit: &UnitId, names: &dyn Names, language: Language) -> Value {
    link(rtype, unit, &names.unit(unit, language))
}

/// An identifier that is the resource's own id in the form of a URN.
fn own_identifier(id: impl std::fmt::Display) -> Value {
    let value = format!("urn:uuid:{id}");
    json!([{"use": "usual", "system": "urn:ietf:rfc:3986", "value": value}])
}

/// The code of the national list of contact modes.
fn mode_code(mode: care::code::Mode) -> &'static str {
    match mode {
        care::code::Mode::OnSite => "R10",
        care::code::Mode::Phone => "R50",
        care::code::Mode::Video => "R52",
    }
}

/// How client and professional meet, by its national code.
pub fn mode_of(code: &str) -> Option<care::code::Mode> {
    use care::code::Mode::{OnSite, Phone, Video};
    [OnSite, Phone, Video].into_iter().find(|mode| mode_code(*mode) == code)
}

fn mode_concept(mode: care::code::Mode, names: &dyn Names, language: Language) -> Value {
    let word = word("mode", mode.code(), names, language);
    concept(systems::CONTACT_MODE, mode_code(mode), &word)
}

fn word(list: &str, code: &str, names: &dyn Names, language: Language) -> String {
    if names.are_read() { names.word(&format!("{list}-{code}"), language) } else { String::new() }
}

/// The clock that governed the need known at an instant: of those that count from a need and not
/// from the contact, the last to have started.
fn governing(clocks: &[Clock], at: Timestamp) -> Option<&Clock> {
    clocks
        .iter()
        .filter(|clock| {
            let from_contact = clock.start.kind == EventKind::ContactMade
                || clock.start.kind == EventKind::ContactObtained;
            !from_contact && clock.start.at <= at
        })
        .min_by_key(|clock| (std::cmp::Reverse(clock.start.at), clock.due.on))
}
