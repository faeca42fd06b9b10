//! A case: the assessed need as a `ServiceRequest`, the next step as a Task, each booked time as an
//! Appointment and each visit as an Encounter.

use care::case::{Addition, Case, Need, Owner};
use care::clock::{Clock, next_due};
use care::code::{Closing, Urgency};
use care::language::Language;
use care::law::Law;
use serde_json::{Value, json};

use super::{
    Names, Rendered, governing, own_concept, own_identifier, patient_link, professional_link,
    rendered, unit_link,
};
use super::{booking::appointment, visit::encounter};
use crate::moment::print_local;
use crate::object::object;

/// Everything that is told of one case.
pub(super) struct Told<'a> {
    pub(super) case: &'a Case,
    pub(super) law: &'a Law,
    pub(super) clocks: Vec<Clock>,
    pub(super) names: &'a dyn Names,
    pub(super) language: Language,
}

impl Told<'_> {
    pub(super) fn own(&self, list: &str, code: &str) -> Value {
        own_concept(list, code, self.names, self.language)
    }

    /// What the matter is about, for `reasonCode`.
    pub(super) fn topic(&self) -> Value {
        json!([self.own("topic", self.case.topic.code())])
    }

    /// The `ServiceRequest`, where there is one.
    pub(super) fn request_link(&self) -> Option<Value> {
        self.case.need.as_ref().map(|_| super::link("ServiceRequest", self.case.id, ""))
    }
}

/// The resources of one case, in the language of its contact.
pub fn case(case: &Case, law: &Law, names: &dyn Names) -> Vec<Rendered> {
    let clocks = case.clocks(law);
    let told = Told { case, law, clocks, names, language: case.contact.language };
    let mut all: Vec<Rendered> = Vec::new();
    all.extend(case.need.as_ref().and_then(|need| service_request(&told, need)));
    all.extend(task(&told));
    all.extend(case.bookings.iter().filter_map(|booking| appointment(&told, booking)));
    all.extend(case.visits.iter().filter_map(|visit| encounter(&told, visit)));
    all
}

fn priority(case: &Case) -> Value {
    let code = case.assessment.as_ref().map(|assessment| match assessment.urgency {
        Urgency::Emergency => "stat",
        Urgency::Urgent => "urgent",
        Urgency::NonUrgent => "routine",
    });
    json!(code)
}

/// How a closed case ended: carried through, or given up.
fn carried_through(closing: Closing) -> bool {
    match closing {
        Closing::Advised | Closing::Treated | Closing::Emergency => true,
        Closing::Withdrawn | Closing::NotReached => false,
    }
}

fn service_request(told: &Told<'_>, need: &Need) -> Option<Rendered> {
    let Told { case, .. } = told;
    let met = case.visits.iter().any(|visit| visit.started_at >= need.found_at);
    let status = match case.closed {
        Some((_, closing)) if !met && !carried_through(closing) => "revoked",
        None if !met => "active",
        Some(_) | None => "completed",
    };
    let by = case.assessment.as_ref().map(|assessment| assessment.by);
    let due = governing(&told.clocks, need.found_at).map(|clock| clock.due.on.to_string());
    let found = care::day::day_of(need.found_at).to_string();
    let words = (!case.words.is_empty()).then(|| {
        json!([{
            "authorReference": patient_link(case.person),
            "time": print_local(case.contact.at),
            "text": case.words,
        }])
    });
    let members = object([
        ("identifier", own_identifier(case.id)),
        ("status", json!(status)),
        ("intent", json!("order")),
        ("priority", priority(case)),
        ("code", told.own("care", need.care.code())),
        ("subject", patient_link(case.person)),
        ("occurrencePeriod", object([("start", json!(found)), ("end", json!(due))])),
        ("authoredOn", json!(print_local(need.found_at))),
        ("requester", by.map_or(Value::Null, |by| professional_link(by, told.names))),
        ("performerType", told.own("profession", need.profession.code())),
        ("reasonCode", told.topic()),
        ("note", words.unwrap_or_default()),
    ]);
    rendered("ServiceRequest", case.id.to_string(), case.changed_at, members)
}

/// What came to a case later: a message or answers, kept as a resource of their own.
fn input(told: &Told<'_>, addition: &Addition) -> Value {
    json!({
        "type": told.own("added", addition.added_as.code()),
        "valueReference": {"reference": addition.kept_as},
    })
}

fn task(told: &Told<'_>) -> Option<Rendered> {
    let Told { case, names, language, .. } = told;
    let status = match (case.closed, &case.owner) {
        (Some((_, closing)), _) if carried_through(closing) => "completed",
        (Some(_), _) => "cancelled",
        (None, Owner::Team(_)) => "requested",
        (None, Owner::Professional(..)) => "accepted",
    };
    let due = next_due(&told.clocks).filter(|_| case.is_open());
    let due = due.map(|clock| json!({"period": {"end": clock.due.on.to_string()}}));
    let owner = match &case.owner {
        Owner::Team(unit) => unit_link("Organization", unit, *names, *language),
        Owner::Professional(professional, _) => professional_link(*professional, *names),
    };
    let contact = format!("urn:uuid:{}", case.contact.id);
    let members = object([
        ("identifier", own_identifier(case.id)),
        ("groupIdentifier", json!({"system": "urn:ietf:rfc:3986", "value": contact})),
        ("status", json!(status)),
        ("businessStatus", told.own("stage", case.stage.code())),
        ("intent", json!("order")),
        ("priority", priority(case)),
        ("code", case.step().map_or(Value::Null, |step| told.own("step", step.code()))),
        ("focus", told.request_link().unwrap_or_default()),
        ("for", patient_link(case.person)),
        ("authoredOn", json!(print_local(case.contact.at))),
        ("lastModified", json!(print_local(case.changed_at))),
        ("owner", owner),
        ("reasonCode", told.own("topic", case.topic.code())),
        ("restriction", due.unwrap_or_default()),
        ("input", Value::Array(case.additions.iter().map(|(_, one)| input(told, one)).collect())),
    ]);
    rendered("Task", case.id.to_string(), case.changed_at, members)
}
