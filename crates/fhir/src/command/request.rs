//! Requests for service: the need as a professional assessed it, and the matter withdrawn.

use care::clock::CareKind;
use care::code::{Closing, Profession, Urgency};
use care::id::UnitId;
use serde_json::Value;

use super::{Need, No, Wish, ids, links, nothing_else, only, own_code, status, wrong};
use crate::problem::Code;

/// What an assessment is made of.
const MADE: [&str; 11] = [
    "status",
    "intent",
    "priority",
    "subject",
    "requester",
    "performer",
    "code",
    "performerType",
    "note",
    "patientInstruction",
    "authoredOn",
];

pub(super) fn made(request: &Value, person: &str) -> Result<Wish, No> {
    if status(request) != "active" {
        return wrong(Code::CodeUnknown, "ServiceRequest.status", "active");
    }
    only(request, "subject", None, person)?;
    let missing = |element: &str, detail: &str| {
        wrong(Code::ElementMissing, &format!("ServiceRequest.{element}"), detail)
    };
    let by = ids(links(request, "requester", None), "Practitioner").next();
    let Some(by) = by.and_then(|id| id.parse().ok()) else {
        return missing("requester", "Practitioner");
    };
    // How soon is a professional's judgement: it is never filled in.
    let urgency = match request.get("priority").and_then(Value::as_str) {
        Some("routine") => Urgency::NonUrgent,
        Some("urgent" | "asap") => Urgency::Urgent,
        Some("stat") => Urgency::Emergency,
        Some(_) | None => return missing("priority", "routine, urgent, asap, stat"),
    };
    let care = own_code(request.get("code"), "care").and_then(CareKind::from_code);
    let Some(care) = care else { return missing("code", "urn:polku:care") };
    let profession = own_code(request.get("performerType"), "profession");
    let Some(profession) = profession.and_then(Profession::from_code) else {
        return missing("performerType", "urn:polku:profession");
    };
    let unit = ids(links(request, "performer", None), "Organization").next().map(UnitId::from);
    let notes = request.get("note").and_then(Value::as_array).into_iter().flatten();
    let notes: Vec<&str> = notes.filter_map(|note| note.get("text")?.as_str()).collect();
    let told = request.get("patientInstruction").and_then(Value::as_str).unwrap_or_default();
    nothing_else("ServiceRequest", &Value::Null, request, &MADE)?;
    let (note, told) = (notes.join("\n"), told.to_owned());
    Ok(Wish::Assess(Box::new(Need { by, urgency, care, profession, unit, note, told })))
}

pub(super) fn changed(before: &Value, after: &Value) -> Result<Wish, No> {
    let only_these = |free: &[&str]| nothing_else("ServiceRequest", before, after, free);
    match (status(before), status(after)) {
        ("active", "revoked") => only_these(&["status"]).map(|()| Wish::Close(Closing::Withdrawn)),
        (from, to) if from == to => only_these(&[]).map(|()| Wish::Nothing),
        ("active", _) => Err(No::Kept(vec!["revoked"])),
        (_, _) => Err(No::Kept(Vec::new())),
    }
}
