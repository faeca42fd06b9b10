//! Writes to Polku's own matters, read as what they ask for. A write says how a resource should be;
//! the difference to how it is means one command, or nothing that a write can do.
//!
//! Pure: what the domain says to the command is its own affair.

mod added;
mod appointment;
mod request;
mod task;

use care::code::{Cancelling, Closing, Mode, Profession, Urgency};
use care::id::{CaseId, ProfessionalId, UnitId};
use care::{clock::CareKind, code::AddedAs};
use jiff::Timestamp;
use serde_json::Value;

use crate::definitions::ResourceType;
use crate::problem::{Code, Place, Problem};
use crate::resource::Resource;

/// What a write asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wish {
    /// Nothing: it says what is so.
    Nothing,
    /// That a professional takes the matter.
    Take(ProfessionalId),
    /// That a need is recorded as assessed.
    Assess(Box<Need>),
    /// That a time is booked.
    Book(Time),
    /// That the booking moves to another time.
    Move(Time),
    /// That the booking is given up.
    Cancel(Cancelling),
    /// That the visit is recorded as held.
    Held,
    /// That nobody came.
    NoShow,
    /// That the matter ends.
    Close(Closing),
}

/// A time that is wished for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Time {
    /// Whose.
    pub professional: ProfessionalId,
    /// When it begins.
    pub start_at: Timestamp,
    /// How to meet, when that was said.
    pub mode: Option<Mode>,
}

/// A need as a professional assessed it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Need {
    /// Who assessed it.
    pub by: ProfessionalId,
    /// How soon.
    pub urgency: Urgency,
    /// The kind of care.
    pub care: CareKind,
    /// Who should meet the client.
    pub profession: Profession,
    /// The unit that answers from now on, when that was said.
    pub unit: Option<UnitId>,
    /// The professional's note.
    pub note: String,
    /// What the client was told.
    pub told: String,
}

/// Words that come to a matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Added {
    /// To which.
    pub case: CaseId,
    /// What they are.
    pub added_as: AddedAs,
    /// The words.
    pub words: String,
    /// The patients whom the resource names.
    pub patients: Vec<String>,
}

/// Why a write does nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum No {
    /// Polku keeps the resource; a write may only lead to these states.
    Kept(Vec<&'static str>),
    /// What is asked for cannot be read.
    Wrong(Problem),
}

/// The types whose writes may mean a command.
pub const TYPES: [&str; 3] = ["Appointment", "ServiceRequest", "Task"];

/// The matter for which a resource that is not there yet would be made.
pub fn meant_for(resource: &Resource) -> Option<CaseId> {
    match resource.rtype.as_str() {
        "Appointment" => appointment::case_of(&resource.value),
        // The need of a matter has the matter's own id.
        "ServiceRequest" => resource.id.parse().ok(),
        _ => None,
    }
}

/// What a write asks for that makes a resource of a matter of this person.
pub fn made(resource: &Resource, person: &str) -> Result<Wish, No> {
    match resource.rtype.as_str() {
        "Appointment" => appointment::made(&resource.value, person),
        "ServiceRequest" => request::made(&resource.value, person),
        _ => Err(No::Kept(Vec::new())),
    }
}

/// What a write asks for that changes a resource of Polku's own.
pub fn changed(rtype: ResourceType, before: &Value, after: &Value) -> Result<Wish, No> {
    match rtype.as_str() {
        "Appointment" => appointment::changed(before, after),
        "ServiceRequest" => request::changed(before, after),
        "Task" => task::changed(before, after),
        _ => Err(No::Kept(Vec::new())),
    }
}

/// The words that a message or a set of answers brings to a matter; none while it is not finished,
/// or when it has no words.
pub fn added(resource: &Resource) -> Option<Added> {
    let added = match resource.rtype.as_str() {
        "Communication" => added::message(&resource.value),
        "QuestionnaireResponse" => added::answers(&resource.value),
        _ => None,
    };
    added.filter(|added| !added.words.trim().is_empty())
}

fn wrong<T>(code: Code, path: &str, detail: impl Into<String>) -> Result<T, No> {
    Err(No::Wrong(Problem::error(code, Place::path(path), detail)))
}

fn status(resource: &Value) -> &str {
    resource.get("status").and_then(Value::as_str).unwrap_or_default()
}

/// Holds that nothing else is changed than what a command carries: what would be passed over in
/// silence is refused. What is left out is not asked to change. A new resource is one that was nothing.
fn nothing_else(rtype: &str, before: &Value, after: &Value, free: &[&str]) -> Result<(), No> {
    const ALWAYS_FREE: [&str; 4] = ["resourceType", "id", "meta", "text"];
    let members = after.as_object().into_iter().flatten();
    let mut strays = members.filter(|(name, value)| {
        !ALWAYS_FREE.contains(&name.as_str())
            && !free.contains(&name.as_str())
            && before.get(name.as_str()) != Some(*value)
    });
    match strays.next() {
        Some((name, _)) => wrong(Code::ElementKept, &format!("{rtype}.{name}"), name.as_str()),
        None => Ok(()),
    }
}

/// The links of an element that is one reference or many, or of a member below each of its items.
fn links<'v>(resource: &'v Value, element: &str, below: Option<&str>) -> Vec<&'v str> {
    let value = resource.get(element);
    let items: Vec<&Value> = match value {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let of = |item: &'v Value| match below {
        Some(member) => item.get(member),
        None => Some(item),
    };
    items.into_iter().filter_map(of).filter_map(|link| link.get("reference")?.as_str()).collect()
}

/// The ids of the links of a type.
fn ids<'v>(links: impl IntoIterator<Item = &'v str>, rtype: &str) -> impl Iterator<Item = &'v str> {
    links.into_iter().filter_map(move |link| link.strip_prefix(rtype)?.strip_prefix('/'))
}

/// Holds that a resource names nobody else than the person whose matter it is.
fn only(resource: &Value, element: &str, below: Option<&str>, person: &str) -> Result<(), No> {
    let named = links(resource, element, below);
    match ids(named, "Patient").find(|patient| *patient != person) {
        Some(_) => wrong(Code::AddressDiffers, element, format!("{element} ≠ Patient")),
        None => Ok(()),
    }
}

/// The codes of a concept, with their systems.
fn codings(concept: Option<&Value>) -> impl Iterator<Item = (&str, &str)> {
    let codings = concept.and_then(|concept| concept.get("coding")?.as_array());
    codings.into_iter().flatten().filter_map(|coding| {
        let system = coding.get("system").and_then(Value::as_str).unwrap_or_default();
        Some((system, coding.get("code")?.as_str()?))
    })
}

/// The code of one of Polku's own lists.
fn own_code<'v>(concept: Option<&'v Value>, list: &str) -> Option<&'v str> {
    let own = |system: &str| system.strip_prefix("urn:polku:") == Some(list);
    codings(concept).find_map(|(system, code)| own(system).then_some(code))
}

#[cfg(test)]
mod tests;
