//! Writes to Polku's own matters that mean commands: moved, taken, assessed, ended; and words that
//! come to a matter.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{Answer, App, PROFESSIONAL};
use crate::own::{BOOKING, CASE, PERSON, assessed, case, contacted, live, open, slot, wish};

const LATER: &str = "2026-03-11T09:00:00Z";

fn slot_at(at: &str) -> String {
    let at: jiff::Timestamp = at.parse().unwrap();
    format!("Slot/{}.{}", Uuid::from_u128(PROFESSIONAL), at.as_second())
}

fn put(app: &App, resource: &Value) -> Answer {
    let address = format!(
        "/fhir/{}/{}",
        resource["resourceType"].as_str().unwrap(),
        resource["id"].as_str().unwrap()
    );
    app.call("PUT", &address, resource.to_string())
}

fn kinds(app: &App) -> Vec<String> {
    let facts = app.ledger.load(&format!("case/{CASE}")).unwrap();
    facts.iter().map(|fact| fact.kind.clone()).collect()
}

#[test]
fn an_appointment_moves_to_the_slot_that_is_written_in_one_act() {
    let app = App::new();
    live(&app);
    open(&app, LATER);
    let mut booking = app.get(&format!("/fhir/Appointment/{BOOKING}")).json();
    booking["slot"] = json!([{"reference": slot_at(LATER)}]);
    let moved = put(&app, &booking);
    assert_eq!(moved.status, 200, "{}", moved.text);
    assert_eq!(moved.json()["status"], "cancelled");
    assert!(moved.text.contains("\"moved\""), "{}", moved.text);
    let next = moved.header("location").strip_prefix("http://polku.test").unwrap().to_owned();
    let next = app.get(&next).json();
    assert_eq!(next["status"], "booked");
    assert_eq!(next["slot"][0]["reference"], slot_at(LATER));
    let previous = &next["supportingInformation"][0]["reference"];
    assert_eq!(previous, &json!(format!("Appointment/{BOOKING}")));
    let facts = kinds(&app);
    assert_eq!(facts[facts.len() - 2..], ["booking-cancelled", "visit-booked"]);
    // And back, as a patch; the time that was given up is free again.
    let back = json!([{"op": "replace", "path": "/slot/0/reference", "value": slot()}]);
    let headers = [("content-type", "application/json-patch+json")];
    let address = format!("/fhir/Appointment/{}", next["id"].as_str().unwrap());
    let patched = app.call_with("PATCH", &address, &headers, back.to_string());
    assert_eq!((patched.status, patched.json()["status"].clone()), (200, json!("cancelled")));
    let rows = app.ledger.bookings_of_case(case()).unwrap();
    assert_eq!(rows.iter().filter(|row| row.state == "booked").count(), 1);
    assert_eq!(rows.len(), 3);
}

#[test]
fn a_move_to_what_is_not_free_changes_nothing_and_says_so() {
    let app = App::new();
    live(&app);
    let position = app.ledger.position();
    let read = app.get(&format!("/fhir/Appointment/{BOOKING}")).json();
    let mut booking = read.clone();
    booking["slot"] = json!([{"reference": slot_at(LATER)}]);
    let answer = put(&app, &booking);
    assert_eq!((answer.status, answer.problem().as_str()), (422, "slot-unknown"));
    booking["comment"] = json!("Ovi on takana.");
    assert_eq!(put(&app, &booking).problem(), "element-kept", "nothing is passed over");
    let again = put(&app, &read);
    assert_eq!(again.status, 200, "it says what is so: {}", again.text);
    let mut early = read;
    early["status"] = json!("fulfilled");
    let answer = put(&app, &early);
    assert_eq!((answer.status, answer.problem().as_str()), (422, "visit-ahead"));
    early["status"] = json!("arrived");
    let answer = put(&app, &early);
    assert_eq!((answer.status, answer.problem().as_str()), (409, "rendered"));
    assert!(answer.text.contains("booked, cancelled, fulfilled, noshow"), "{}", answer.text);
    assert_eq!(app.ledger.position(), position);
}

#[test]
fn a_need_is_assessed_by_the_request_that_has_the_matters_id() {
    let app = App::new();
    contacted(&app);
    open(&app, LATER);
    let request = json!({
        "resourceType": "ServiceRequest", "id": CASE, "status": "active", "intent": "order",
        "priority": "routine", "subject": {"reference": format!("Patient/{PERSON}")},
        "requester": {"reference": format!("Practitioner/{}", Uuid::from_u128(PROFESSIONAL))},
        "code": {"coding": [{"system": "urn:polku:care", "code": "primary"}]},
        "performerType": {"coding": [{"system": "urn:polku:profession", "code": "doctor"}]},
        "note": [{"text": "Polvi taipuu."}],
    });
    let change = |element: &str, value: Value| {
        let mut other = request.clone();
        other[element] = value;
        put(&app, &other)
    };
    let stranger = json!({"reference": format!("Practitioner/{}", Uuid::from_u128(77))});
    assert_eq!(change("requester", stranger).problem(), "reference-unresolved");
    let nowhere = json!([{"reference": "Organization/nowhere"}]);
    assert_eq!(change("performer", nowhere).problem(), "reference-unresolved");
    let somebody = json!({"reference": "Patient/somebody"});
    assert_eq!(change("subject", somebody).problem(), "address-differs");
    assert_eq!(kinds(&app), ["contact-received"]);
    let made = put(&app, &request);
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.json()["status"], "active");
    assert!(made.json()["occurrencePeriod"]["end"].is_string(), "the guarantee: {}", made.text);
    assert_eq!(kinds(&app), ["contact-received", "need-assessed"]);
    let booked =
        app.call("POST", "/fhir/Appointment", wish(&slot_at(LATER), CASE, PERSON).to_string());
    assert_eq!(booked.status, 201, "{}", booked.text);
    let mut revoked = app.get(&format!("/fhir/ServiceRequest/{CASE}")).json();
    revoked["status"] = json!("revoked");
    assert_eq!(put(&app, &revoked).json()["status"], "revoked");
    let last = kinds(&app);
    assert_eq!(last[last.len() - 2..], ["booking-cancelled", "case-closed"]);
    revoked["status"] = json!("active");
    assert_eq!(put(&app, &revoked).problem(), "rendered", "what is over stays over");
}

#[test]
fn a_task_is_taken_and_ended_by_its_status() {
    let app = App::new();
    contacted(&app);
    let task = || app.get(&format!("/fhir/Task/{CASE}")).json();
    let mut wanted = task();
    assert_eq!(wanted["status"], "requested");
    wanted["status"] = json!("accepted");
    assert_eq!(put(&app, &wanted).problem(), "element-missing", "by whom?");
    wanted["owner"] =
        json!({"reference": format!("Practitioner/{}", Uuid::from_u128(PROFESSIONAL))});
    let taken = put(&app, &wanted);
    assert_eq!((taken.status, taken.json()["status"].clone()), (200, json!("accepted")));
    let mut ended = task();
    ended["status"] = json!("completed");
    assert_eq!(put(&app, &ended).problem(), "step-open", "nobody assessed it");
    ended["status"] = json!("in-progress");
    assert!(put(&app, &ended).text.contains("accepted, completed, cancelled"));
    ended["status"] = json!("cancelled");
    ended["statusReason"] =
        json!({"coding": [{"system": "urn:polku:closing", "code": "not-reached"}]});
    assert_eq!(put(&app, &ended).json()["status"], "cancelled");
    assert_eq!(kinds(&app), ["contact-received", "case-taken", "case-closed"]);
    let looks = app.ledger.looks_at(PERSON, None, 20).unwrap();
    assert!(looks.iter().any(|look| look.entry.action == "close-case"));
}

fn message(id: &str, words: &str) -> Value {
    json!({
        "resourceType": "Communication", "id": id, "status": "completed",
        "subject": {"reference": format!("Patient/{PERSON}")},
        "about": [{"reference": format!("Task/{CASE}")}],
        "payload": [{"contentString": words}],
    })
}

#[test]
fn messages_and_answers_come_to_the_matter_that_they_name() {
    let app = App::new();
    contacted(&app);
    assert_eq!(put(&app, &message("m1", "Kipu paheni.")).status, 201);
    assert_eq!(put(&app, &message("m1", "Kipu paheni.")).status, 200);
    assert_eq!(kinds(&app), ["contact-received", "words-added"], "the same comes once");
    let answers = json!({
        "resourceType": "QuestionnaireResponse", "status": "completed",
        "basedOn": [{"reference": format!("ServiceRequest/{CASE}")}],
        "item": [{"linkId": "1", "text": "Kuume", "answer": [{"valueDecimal": 38.5}]}],
    });
    let kept = app.call("POST", "/fhir/QuestionnaireResponse", answers.to_string());
    assert_eq!(kept.status, 201, "{}", kept.text);
    let task = app.get(&format!("/fhir/Task/{CASE}")).json();
    let inputs: Vec<&str> = task["input"]
        .as_array()
        .unwrap()
        .iter()
        .map(|input| input["valueReference"]["reference"].as_str().unwrap())
        .collect();
    let response = format!("QuestionnaireResponse/{}", kept.json()["id"].as_str().unwrap());
    assert_eq!(inputs, ["Communication/m1", response.as_str()]);
    let facts = app.ledger.load(&format!("case/{CASE}")).unwrap();
    let body = facts.last().unwrap().body.bytes().unwrap();
    assert!(String::from_utf8_lossy(body).contains("Kuume: 38.5"));
    assert_eq!(facts.last().unwrap().person.as_deref(), Some(PERSON), "sealed as the matter is");
}

#[test]
fn a_message_that_the_matter_does_not_take_is_not_kept_either() {
    let app = App::new();
    contacted(&app);
    let mut wrong = message("m1", "Väärä ihminen.");
    wrong["subject"]["reference"] = json!("Patient/somebody");
    let answer = put(&app, &wrong);
    assert_eq!((answer.status, answer.problem().as_str()), (400, "address-differs"));
    let mut closed = app.get(&format!("/fhir/Task/{CASE}")).json();
    closed["status"] = json!("cancelled");
    assert_eq!(put(&app, &closed).status, 200);
    let answer = put(&app, &message("m1", "Liian myöhään."));
    assert_eq!((answer.status, answer.problem().as_str()), (422, "case-closed"));
    assert_eq!(app.get("/fhir/Communication/m1").status, 404);
    let elsewhere = json!({
        "resourceType": "Communication", "id": "m2", "status": "completed",
        "about": [{"reference": format!("Task/{}", Uuid::from_u128(55))}],
        "payload": [{"contentString": "Muualta."}],
    });
    assert_eq!(put(&app, &elsewhere).status, 201, "a matter that nobody here has");
}

fn bundle(kind: &str, entries: &[Value]) -> String {
    json!({"resourceType": "Bundle", "type": kind, "entry": entries}).to_string()
}

#[test]
fn commands_among_entries_are_carried_out_and_never_kept_as_resources() {
    let app = App::new();
    assessed(&app);
    let book = json!({"resource": wish(&slot(), CASE, PERSON),
        "request": {"method": "POST", "url": "Appointment"}});
    let other = json!({"resource": {"resourceType": "Patient", "id": "p1"},
        "request": {"method": "PUT", "url": "Patient/p1"}});
    let position = app.ledger.position();
    let both = app.call("POST", "/fhir", bundle("transaction", &[other.clone(), book.clone()]));
    assert_eq!((both.status, both.problem().as_str()), (422, "command-alone"));
    assert!(both.text.contains("Bundle.entry[1]"), "{}", both.text);
    assert_eq!(app.ledger.position(), position, "nothing was written");
    let batch = app.call("POST", "/fhir", bundle("batch", &[book.clone(), other])).json();
    let statuses: Vec<&str> = batch["entry"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["response"]["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["201 Created", "201 Created"], "{batch}");
    assert_eq!(app.ledger.bookings_of_case(case()).unwrap().len(), 1);
    let id = app.find("/fhir/Appointment?status=booked").pop().unwrap();
    let mut cancelled = app.get(&format!("/fhir/Appointment/{id}")).json();
    cancelled["status"] = json!("cancelled");
    let url = format!("Appointment/{id}");
    let alone = json!({"resource": cancelled, "request": {"method": "PUT", "url": url}});
    let answer = app.call("POST", "/fhir", bundle("transaction", &[alone]));
    assert_eq!(answer.status, 200, "{}", answer.text);
    // The same content would be the same booking, which was given up.
    let mut anew = wish(&slot(), CASE, PERSON);
    anew["created"] = json!("2026-03-02");
    let lines = [anew.to_string(), r#"{"resourceType":"Basic","code":{"text":"x"}}"#.to_owned()];
    let media = [("content-type", "application/fhir+ndjson")];
    let lines = app.call_with("POST", "/fhir", &media, lines.join("\n")).json();
    assert_eq!(lines["entry"][0]["response"]["status"], "201 Created", "{lines}");
    let states: Vec<_> = app.ledger.bookings_of_case(case()).unwrap();
    assert_eq!(states.iter().filter(|row| row.state == "booked").count(), 1);
}
