//! Bundles and NDJSON: all or none, each alone, and what is kept of the bad ones.

use serde_json::{Value, json};

use crate::app::App;

fn entry(method: &str, url: &str, resource: &Value) -> Value {
    json!({"resource": resource, "request": {"method": method, "url": url}})
}

fn patient(id: &str) -> Value {
    json!({"resourceType": "Patient", "id": id})
}

fn statuses(answer: &Value) -> Vec<&str> {
    let entries = answer["entry"].as_array().unwrap();
    entries.iter().map(|entry| &entry["response"]["status"].as_str().unwrap()[..3]).collect()
}

fn kept(app: &App) -> Vec<Value> {
    let facts = app.ledger.facts_after(0, 10_000).unwrap();
    let kept = facts.iter().filter(|placed| placed.fact.kind == "input-kept");
    kept.map(|placed| serde_json::from_slice(placed.fact.body.bytes().unwrap()).unwrap()).collect()
}

#[test]
fn a_transaction_links_its_entries_and_is_made_once() {
    let app = App::new();
    let name = "urn:uuid:6b1b1f0e-8a1e-4c11-a25c-1f0a3f3d0001";
    let bundle = json!({"resourceType": "Bundle", "type": "transaction", "entry": [
        {"fullUrl": name, "resource": {"resourceType": "Patient", "active": true},
         "request": {"method": "POST", "url": "Patient"}},
        {"resource": {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                      "subject": {"reference": name}},
         "request": {"method": "POST", "url": "Observation"}},
        {"request": {"method": "GET", "url": "Observation?status=final"}},
        {"request": {"method": "GET", "url": "Patient/nobody"}},
    ]});
    let answer = app.call("POST", "/fhir", bundle.to_string());
    assert_eq!(answer.status, 200, "{}", answer.text);
    let answer = answer.json();
    assert_eq!(answer["type"], "transaction-response");
    assert_eq!(statuses(&answer), ["201", "201", "200", "404"]);
    let found = &answer["entry"][2]["resource"];
    assert_eq!(found["entry"].as_array().unwrap().len(), 1, "reads see what was written");
    let subject = &found["entry"][0]["resource"]["subject"]["reference"];
    assert_eq!(subject, "Patient/6b1b1f0e-8a1e-4c11-a25c-1f0a3f3d0001");
    let position = app.ledger.position();
    let again = app.call("POST", "/fhir", bundle.to_string()).json();
    assert_eq!(statuses(&again), ["200", "200", "200", "404"]);
    assert_eq!(app.ledger.position(), position, "the same again changes nothing");
}

#[test]
fn a_transaction_is_made_whole_or_not_at_all() {
    let app = App::new();
    let position = app.ledger.position();
    for bad in [
        json!({"resourceType": "Patient", "id": "p2", "birthDate": "30.2."}),
        json!({"resourceType": "Cat", "id": "p2"}),
        json!("text"),
    ] {
        let bundle = json!({"resourceType": "Bundle", "type": "transaction",
            "entry": [entry("PUT", "Patient/p1", &patient("p1")), entry("PUT", "Patient/p2", &bad)]});
        let answer = app.call("POST", "/fhir", bundle.to_string());
        assert!((400..500).contains(&answer.status), "{}", answer.text);
        assert!(answer.text.contains("Bundle.entry[1]"), "{}", answer.text);
    }
    let mut conditional = entry("PUT", "Patient/p2", &patient("p2"));
    conditional["request"]["ifMatch"] = json!("W/\"3\"");
    let bundle = json!({"resourceType": "Bundle", "type": "transaction",
        "entry": [entry("PUT", "Patient/p1", &patient("p1")), conditional]});
    let answer = app.call("POST", "/fhir", bundle.to_string());
    assert_eq!((answer.status, answer.problem().as_str()), (412, "version-conflict"));
    assert_eq!(app.ledger.position(), position, "nothing was written");
    assert_eq!(app.get("/fhir/Patient/p1").status, 404);
}

#[test]
fn in_a_batch_each_entry_stands_alone_and_a_bad_one_is_kept() {
    let app = App::new();
    let bad = json!({"resourceType": "Patient", "id": "p2", "birthDate": "soon"});
    let bundle = json!({"resourceType": "Bundle", "type": "batch", "entry": [
        entry("PUT", "Patient/p1", &patient("p1")),
        entry("PUT", "Patient/p2", &bad),
        entry("PUT", "Patient/p3", &patient("p3")),
        {"request": {"method": "DELETE", "url": "Patient/p1"}},
        {"request": {"method": "GET", "url": "Patient/p3"}},
        {"request": {"method": "BREW", "url": "Patient/p3"}},
    ]});
    let answer = app.call("POST", "/fhir", bundle.to_string());
    assert_eq!(answer.status, 200, "{}", answer.text);
    let answer = answer.json();
    assert_eq!(answer["type"], "batch-response");
    assert_eq!(statuses(&answer), ["201", "422", "201", "400", "200", "405"]);
    let outcome = &answer["entry"][1]["response"]["outcome"];
    assert_eq!(outcome["issue"][0]["details"]["coding"][0]["code"], "date-invalid");
    let kept = kept(&app);
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0]["reasons"], json!(["date-invalid"]));
    assert_eq!(kept[0]["source"], "POST /fhir");
    assert_eq!(app.call("POST", "/fhir", bundle.to_string()).status, 200);
    assert_eq!(self::kept(&app).len(), 1, "the same bytes are kept once");
}

#[test]
fn a_bad_line_does_not_stop_the_rest() {
    let app = App::new();
    let lines = [
        patient("n1").to_string(),
        "{\"resourceType\":\"Patient\",".to_owned(),
        String::new(),
        patient("n2").to_string(),
        r#"{"resourceType":"Patient","id":"n3","birthDate":"x"}"#.to_owned(),
        json!({"resourceType": "Bundle", "type": "batch",
               "entry": [entry("PUT", "Patient/n4", &patient("n4"))]})
        .to_string(),
        patient("n1").to_string(),
    ]
    .join("\n");
    for media in ["application/fhir+ndjson", "application/fhir+json"] {
        let answer = app.call_with("POST", "/fhir", &[("content-type", media)], lines.clone());
        assert_eq!(answer.status, 200, "{}", answer.text);
        let answer = answer.json();
        let said = statuses(&answer);
        assert_eq!((said[1], said[3]), ("400", "422"), "{answer}");
        let diagnostics = &answer["entry"][1]["response"]["outcome"]["issue"][0]["diagnostics"];
        assert_eq!(diagnostics, "line 2");
    }
    assert_eq!(app.find("/fhir/Patient"), ["n1", "n2", "n4"]);
    let kept = kept(&app);
    assert_eq!(kept.iter().map(|one| one["line"].clone()).collect::<Vec<_>>(), [2, 5]);
}

#[test]
fn conditions_are_answered_before_anything_is_written() {
    let app = App::new();
    let location = json!({"resourceType": "Location", "identifier": [{"value": "L1"}]});
    let bundle = json!({"resourceType": "Bundle", "type": "transaction", "entry": [
        {"fullUrl": "urn:uuid:6b1b1f0e-8a1e-4c11-a25c-1f0a3f3d0002", "resource": location,
         "request": {"method": "POST", "url": "Location", "ifNoneExist": "identifier=L1"}},
    ]});
    let first = app.call("POST", "/fhir", bundle.to_string()).json();
    assert_eq!(statuses(&first), ["201"]);
    let second = app.call("POST", "/fhir", bundle.to_string()).json();
    assert_eq!(statuses(&second), ["200"]);
    let by_condition = json!({"resourceType": "Bundle", "type": "transaction", "entry": [
        entry("PUT", "Location?identifier=L1",
              &json!({"resourceType": "Location", "identifier": [{"value": "L1"}], "name": "Näsi"})),
        entry("POST", "Appointment", &json!({"resourceType": "Appointment", "status": "booked",
              "participant": [{"actor": {"reference": "Location?identifier=L1"},
                               "status": "accepted"}]})),
    ]});
    let answer = app.call("POST", "/fhir", by_condition.to_string());
    assert_eq!(answer.status, 200, "{}", answer.text);
    let id = "6b1b1f0e-8a1e-4c11-a25c-1f0a3f3d0002";
    assert_eq!(app.find("/fhir/Location?name=näsi"), [id]);
    assert_eq!(app.find(&format!("/fhir/Appointment?location={id}")).len(), 1);
    let unknown = bundle.to_string().replace("identifier=L1", "shoe-size=44");
    assert_eq!(app.call("POST", "/fhir", unknown).problem(), "parameter-unknown");
}
