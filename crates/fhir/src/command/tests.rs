//! What writes to Polku's own resources mean, and what they must not be taken to mean.

use serde_json::{Value, json};

use super::*;
use crate::{Draft, Limits};

const CASE: &str = "00000000-0000-0000-0000-000000000002";
const DOCTOR: &str = "00000000-0000-0000-0000-000000000009";

fn kind(name: &str) -> ResourceType {
    ResourceType::parse(name).unwrap()
}

fn resource(json: &Value) -> Resource {
    Draft::parse(&json.to_string(), &Limits::default()).unwrap().with_id(CASE)
}

fn appointment(status: &str) -> Value {
    json!({
        "resourceType": "Appointment", "status": status,
        "slot": [{"reference": format!("Slot/{DOCTOR}.1773129600")}],
        "participant": [{"actor": {"reference": "Patient/p1"}}],
        "description": "x",
    })
}

fn task(status: &str, owner: &str) -> Value {
    json!({"resourceType": "Task", "status": status, "owner": {"reference": owner}, "intent": "order"})
}

/// What a change means, in a word: the command, or the states that it might lead to instead.
fn means(before: &Value, after: &Value) -> String {
    let rtype = kind(before["resourceType"].as_str().unwrap());
    match changed(rtype, before, after) {
        Ok(wish) => format!("{wish:?}").split(['(', ' ']).next().unwrap().to_owned(),
        Err(No::Kept(next)) => format!("kept: {}", next.join(", ")),
        Err(No::Wrong(problem)) => format!("wrong: {}", problem.place.path),
    }
}

#[test]
fn a_status_of_an_own_appointment_means_a_command_or_says_which_would() {
    let open = "kept: booked, cancelled, fulfilled, noshow";
    for (from, to, meant) in [
        ("booked", "booked", "Nothing"),
        ("booked", "cancelled", "Cancel"),
        ("booked", "fulfilled", "Held"),
        ("booked", "noshow", "NoShow"),
        ("booked", "arrived", open),
        ("booked", "proposed", open),
        ("booked", "entered-in-error", open),
        ("cancelled", "cancelled", "Nothing"),
        ("cancelled", "booked", "kept: "),
        ("fulfilled", "booked", "kept: "),
        ("fulfilled", "fulfilled", "Nothing"),
        ("noshow", "fulfilled", "kept: "),
    ] {
        assert_eq!(means(&appointment(from), &appointment(to)), meant, "{from} → {to}");
    }
}

#[test]
fn another_slot_moves_and_another_client_does_not() {
    let before = appointment("booked");
    let mut after = appointment("booked");
    after["slot"][0]["reference"] = json!(format!("Slot/{DOCTOR}.1773133200"));
    after["start"] = json!("2026-03-10T11:00:00+02:00");
    let moved = changed(kind("Appointment"), &before, &after).unwrap();
    let Wish::Move(time) = moved else { panic!("{moved:?}") };
    assert_eq!(time.start_at.as_second(), 1_773_133_200);
    assert_eq!(time.mode, None);
    let mut other = after.clone();
    other["participant"][0]["actor"]["reference"] = json!("Patient/p2");
    assert_eq!(means(&before, &other), "wrong: Appointment.participant");
    let mut unread = after.clone();
    unread["slot"] = json!([{"reference": "Slot/nobody"}]);
    assert_eq!(means(&before, &unread), "wrong: Appointment.slot");
    after["description"] = json!("y");
    assert_eq!(means(&before, &after), "wrong: Appointment.description", "never passed over");
}

#[test]
fn a_status_of_an_own_task_means_a_command_or_says_which_would() {
    let (team, doctor) = ("Organization/nasi", format!("Practitioner/{DOCTOR}"));
    let open = "kept: accepted, completed, cancelled";
    for (from, to, owner, meant) in [
        ("requested", "accepted", doctor.as_str(), "Take"),
        ("requested", "accepted", team, "wrong: Task.owner"),
        ("requested", "requested", team, "Nothing"),
        ("requested", "completed", team, "Close"),
        ("requested", "cancelled", team, "Close"),
        ("requested", "rejected", team, open),
        ("requested", "in-progress", team, open),
        ("completed", "requested", team, "kept: "),
        ("cancelled", "accepted", team, "kept: "),
        ("requested", "completed", doctor.as_str(), "wrong: Task.owner"),
    ] {
        assert_eq!(means(&task(from, team), &task(to, owner)), meant, "{from} → {to}");
    }
    let reason = |list: &str, code: &str| {
        let mut after = task("cancelled", team);
        let system = format!("urn:polku:{list}");
        after["statusReason"] = json!({"coding": [{"system": system, "code": code}]});
        changed(kind("Task"), &task("requested", team), &after)
    };
    assert_eq!(reason("closing", "not-reached"), Ok(Wish::Close(Closing::NotReached)));
    assert_eq!(reason("other", "x"), Ok(Wish::Close(Closing::Withdrawn)));
    assert!(matches!(reason("closing", "treated"), Err(No::Wrong(_))));
}

fn request() -> Value {
    json!({
        "resourceType": "ServiceRequest", "status": "active", "intent": "order",
        "priority": "routine", "subject": {"reference": "Patient/p1"},
        "requester": {"reference": format!("Practitioner/{DOCTOR}")},
        "performer": [{"reference": "Organization/nasi"}],
        "code": {"coding": [{"system": "urn:polku:care", "code": "primary"}]},
        "performerType": {"coding": [{"system": "urn:polku:profession", "code": "doctor"}]},
        "note": [{"text": "Polvi."}], "patientInstruction": "Soitamme.",
    })
}

#[test]
fn a_request_for_a_matter_is_its_assessment_and_nothing_of_it_is_guessed() {
    let whole = resource(&request());
    assert_eq!(meant_for(&whole).unwrap().to_string(), CASE);
    let Ok(Wish::Assess(need)) = made(&whole, "p1") else { panic!("no assessment") };
    assert_eq!((need.care, need.profession), (CareKind::Primary, Profession::Doctor));
    assert_eq!((need.note.as_str(), need.told.as_str()), ("Polvi.", "Soitamme."));
    assert_eq!(need.unit.unwrap().to_string(), "nasi");
    assert!(made(&whole, "p2").is_err(), "somebody else's");
    for element in ["status", "priority", "requester", "code", "performerType"] {
        let mut without = request();
        without.as_object_mut().unwrap().remove(element);
        let Err(No::Wrong(problem)) = made(&resource(&without), "p1") else { panic!("{element}") };
        assert_eq!(problem.place.path, format!("ServiceRequest.{element}"));
    }
    let mut more = request();
    more["reasonCode"] = json!([{"text": "polvi"}]);
    let Err(No::Wrong(problem)) = made(&resource(&more), "p1") else { panic!("passed over") };
    assert_eq!(problem.place.path, "ServiceRequest.reasonCode");
    let revoked = |status: &str| json!({"resourceType": "ServiceRequest", "status": status});
    assert_eq!(means(&revoked("active"), &revoked("revoked")), "Close");
    assert_eq!(means(&revoked("active"), &revoked("completed")), "kept: revoked");
    assert_eq!(means(&revoked("completed"), &revoked("active")), "kept: ");
}

#[test]
fn messages_and_answers_bring_their_words_to_the_matter_they_name() {
    let message = |status: &str, link: &str| {
        added(&resource(&json!({
            "resourceType": "Communication", "status": status,
            "subject": {"reference": "Patient/p1"}, "about": [{"reference": link}],
            "payload": [{"contentString": "Kipu paheni."}, {"contentAttachment": {"title": "Kuva"}}],
        })))
    };
    let found = message("completed", &format!("Task/{CASE}")).unwrap();
    assert_eq!(
        (found.case.to_string().as_str(), found.words.as_str()),
        (CASE, "Kipu paheni.\nKuva")
    );
    assert_eq!(found.patients, ["p1"]);
    assert_eq!(message("preparation", &format!("Task/{CASE}")), None, "not sent yet");
    assert_eq!(message("completed", "Condition/1"), None);
    let answers = added(&resource(&json!({
        "resourceType": "QuestionnaireResponse", "status": "completed",
        "basedOn": [{"reference": format!("ServiceRequest/{CASE}")}],
        "item": [
            {"linkId": "1", "text": "Kipu", "answer": [{"valueInteger": 7, "item": [
                {"linkId": "1.1", "text": "Missä", "answer": [{"valueString": "polvi"}]}]}]},
            {"linkId": "2", "answer": [{"valueCoding": {"display": "Kyllä"}},
                {"valueQuantity": {"value": 2.5, "unit": "kg"}}]},
            {"linkId": "3", "text": "Ei vastausta"},
        ],
    })));
    assert_eq!(answers.unwrap().words, "Kipu: 7\nMissä: polvi\n2: Kyllä, 2.5 kg");
}
