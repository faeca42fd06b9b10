//! Searches over references, in order, in parts: what is found, what comes along, and that nothing is
//! gone through for it.

use fhir::ResourceType;
use fhir::search::{Handling, parse, registry};
use serde_json::{Value, json};

use crate::app::{Answer, App, link};

fn put(app: &App, resource: &Value) {
    let (rtype, id) = (resource["resourceType"].as_str(), resource["id"].as_str());
    let address = format!("/fhir/{}/{}", rtype.unwrap(), id.unwrap());
    let answer = app.call("PUT", &address, resource.to_string());
    assert!([200, 201].contains(&answer.status), "{}", answer.text);
}

fn observation(id: &str, patient: &str, code: &str, on: &str, value: f64) -> Value {
    json!({
        "resourceType": "Observation", "id": id, "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": format!("Body {code}")},
        "subject": {"reference": format!("Patient/{patient}")},
        "performer": [{"reference": "Practitioner/d1"}],
        "effectiveDateTime": on,
        "valueQuantity": {"value": value, "system": "http://unitsofmeasure.org", "code": "kg"},
    })
}

/// Three people, their doctor, and what was measured.
fn world() -> App {
    let app = App::new();
    put(&app, &json!({"resourceType": "Practitioner", "id": "d1", "name": [{"family": "Lehto"}]}));
    for (id, family, birth, gender) in [
        ("p1", "Aalto", "1950-01-01", Some("female")),
        ("p2", "Mäki", "1960-01-01", Some("male")),
        ("p3", "Aaltonen", "1940-01-01", None),
    ] {
        let mut patient = json!({
            "resourceType": "Patient", "id": id, "name": [{"family": family}],
            "identifier": [{"system": "urn:old", "value": id}], "birthDate": birth,
            "generalPractitioner": [{"reference": "Practitioner/d1"}],
            "meta": {"tag": [{"system": "urn:tag", "code": family}],
                     "profile": [format!("http://hl7.fi/{id}")]},
        });
        if let Some(gender) = gender {
            patient["gender"] = json!(gender);
        }
        put(&app, &patient);
    }
    for (id, patient, code, on, value) in [
        ("o1", "p1", "weight", "2026-01-03", 70.0),
        ("o2", "p1", "weight", "2026-01-01", 71.0),
        ("o3", "p2", "weight", "2026-01-02", 90.0),
        ("o4", "p2", "height", "2026-01-04", 180.0),
    ] {
        put(&app, &observation(id, patient, code, on, value));
    }
    put(
        &app,
        &json!({
            "resourceType": "Provenance", "id": "v1", "recorded": "2026-01-05T08:00:00Z",
            "target": [{"reference": "Observation/o3"}],
            "agent": [{"who": {"reference": "Practitioner/d1"}}],
        }),
    );
    app
}

#[test]
fn conditions_lead_over_other_resources() {
    let app = world();
    for (query, found) in [
        ("Observation?subject:Patient.name=aalto", vec!["o1", "o2"]),
        ("Observation?patient.identifier=urn:old|p2", vec!["o3", "o4"]),
        ("Observation?patient.family:exact=Aalto&code=weight", vec!["o1", "o2"]),
        (
            "Observation?patient.general-practitioner:Practitioner.family=lehto&code=height",
            vec!["o4"],
        ),
        ("Observation?patient.name=nobody", vec![]),
        ("Observation?performer:Practitioner.name=lehto&date=2026-01-02", vec!["o3"]),
        ("Patient?_has:Observation:patient:code=http://loinc.org|height", vec!["p2"]),
        ("Patient?_has:Observation:patient:code=weight&gender=female", vec!["p1"]),
        ("Patient?_has:Observation:patient:code=pulse", vec![]),
        ("Patient?_has:Observation:patient:_has:Provenance:target:recorded=2026-01-05", vec!["p2"]),
        ("Practitioner?_has:Patient:general-practitioner:birthdate=lt1945", vec!["d1"]),
    ] {
        let mut ids = app.find(&format!("/fhir/{query}"));
        ids.sort();
        assert_eq!(ids, found, "{query}");
    }
}

#[test]
fn each_kind_of_question_is_answered() {
    let app = world();
    for (query, found) in [
        ("Patient?gender:missing=true", vec!["p3"]),
        ("Patient?gender:missing=false", vec!["p1", "p2"]),
        ("Patient?general-practitioner:missing=true", vec![]),
        ("Patient?gender:not=female", vec!["p2", "p3"]),
        ("Patient?_tag=urn:tag|M%C3%A4ki", vec!["p2"]),
        ("Patient?_profile=http://hl7.fi/p3", vec!["p3"]),
        ("Patient?name:contains=alto", vec!["p1", "p3"]),
        ("Patient?family:exact=Aalto", vec!["p1"]),
        ("Patient?birthdate=lt1955&birthdate=ge1945", vec!["p1"]),
        ("Patient?_id=p1,p3", vec!["p1", "p3"]),
        ("Patient?_lastUpdated=ge2026-03-02&_id=p1", vec!["p1"]),
        ("Patient?_lastUpdated=lt2026-03-02&_id=p1", vec![]),
        ("Observation?code-value-quantity=http://loinc.org|weight$gt70.5", vec!["o2", "o3"]),
        ("Observation?code-value-quantity=weight$70||kg,height$180||kg", vec!["o1", "o4"]),
        ("Observation?code-value-quantity=height$70", vec![]),
        ("Observation?value-quantity=gt80|http://unitsofmeasure.org|kg&code=weight", vec!["o3"]),
        ("Observation?code:text=body%20h", vec!["o4"]),
        ("Observation?code:text=height", vec![]),
        ("Observation?performer=d1&subject=Patient/p2&code=height", vec!["o4"]),
    ] {
        let mut ids = app.find(&format!("/fhir/{query}"));
        ids.sort();
        assert_eq!(ids, found, "{query}");
        let (path, asked) = query.split_once('?').unwrap();
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let posted = app.call_with("POST", &format!("/fhir/{path}/_search"), &form, asked);
        assert_eq!(posted.json()["total"], found.len(), "{query}");
    }
}

#[test]
fn hits_come_in_the_order_asked_for_and_pages_keep_it() {
    let app = world();
    for (query, found) in [
        ("Observation?_sort=date", ["o2", "o3", "o1", "o4"]),
        ("Observation?_sort=-date", ["o4", "o1", "o3", "o2"]),
        ("Observation?_sort=-value-quantity", ["o4", "o3", "o2", "o1"]),
        ("Observation?_sort=-_lastUpdated", ["o4", "o3", "o2", "o1"]),
        ("Observation?_sort=-_id", ["o4", "o3", "o2", "o1"]),
    ] {
        for count in [1, 2, 50] {
            let ids = app.find(&format!("/fhir/{query}&_count={count}"));
            assert_eq!(ids, found, "{query}&_count={count}");
        }
    }
    assert_eq!(app.find("/fhir/Patient?_sort=family,-birthdate&_count=1"), ["p1", "p3", "p2"]);
    let first = app.get("/fhir/Observation?_sort=-date&_count=2").json();
    put(&app, &observation("o5", "p3", "weight", "2026-02-01", 1.0));
    put(&app, &observation("o6", "p3", "weight", "2026-01-02", 1.0));
    assert_eq!(app.call("DELETE", "/fhir/Observation/o1", "").status, 204);
    assert_eq!(app.find(&link(&first, "next").unwrap()), ["o3", "o6", "o2"]);
}

fn modes(answer: &Answer) -> Vec<String> {
    let bundle = answer.json();
    let entries = bundle["entry"].as_array().into_iter().flatten();
    let mut modes: Vec<String> = entries
        .map(|entry| {
            let id = entry["resource"]["id"].as_str().unwrap_or("-");
            format!("{} {id}", entry["search"]["mode"].as_str().unwrap())
        })
        .collect();
    modes.sort();
    modes
}

#[test]
fn what_belongs_to_the_hits_comes_along_once() {
    let app = world();
    let found = |query: &str| modes(&app.get(&format!("/fhir/Observation?{query}")));
    assert_eq!(
        found("patient=p1&_include=Observation:patient"),
        ["include p1", "match o1", "match o2"]
    );
    assert_eq!(
        found("_id=o3&_include=Observation:*&_revinclude=Provenance:target"),
        ["include d1", "include p2", "include v1", "match o3"]
    );
    assert_eq!(
        found("_id=o3&_include=Observation:subject:Group"),
        ["match o3"],
        "only what is of the type that was said"
    );
    assert_eq!(
        found("_id=o4&_include=Observation:patient&_include:iterate=Patient:general-practitioner"),
        ["include d1", "include p2", "match o4"]
    );
    let patients = app.get("/fhir/Patient?_revinclude=Observation:patient&_count=1&_sort=_id");
    assert_eq!(modes(&patients), ["include o1", "include o2", "match p1"]);
    let looks = app.ledger.looks_at("p1", None, 1).unwrap();
    assert_eq!(looks[0].entry.detail, "search Patient/p1");
}

#[test]
fn parts_and_numbers_are_told() {
    let app = world();
    let whole = |query: &str| app.get(&format!("/fhir/Observation?{query}")).json();
    let count = whole("_summary=count");
    assert_eq!((count["total"].clone(), count["entry"].clone()), (json!(4), Value::Null));
    assert_eq!(whole("_count=0&code=weight")["total"], 3);
    assert_eq!(whole("_count=1")["total"], Value::Null);
    assert_eq!(whole("_count=1&_total=accurate&code=weight")["total"], 3);
    assert_eq!(whole("_count=1&_total=estimate")["total"], 4);
    assert_eq!(whole("code=height&_total=none")["total"], Value::Null);
    assert_eq!(whole("_count=1&_total=accurate&code-value-quantity=weight$gt70.5")["total"], 2);
    let elements = whole("_id=o1&_elements=value")["entry"][0]["resource"].clone();
    let names: Vec<&String> = elements.as_object().unwrap().keys().collect();
    assert_eq!(names, ["resourceType", "id", "meta", "status", "code", "valueQuantity"]);
    assert_eq!(elements["meta"]["tag"][0]["code"], "SUBSETTED");
    let summary = app.get("/fhir/Patient?_id=p1&_summary=true").json();
    assert_eq!(summary["entry"][0]["resource"]["birthDate"], "1950-01-01");
    let next = link(&whole("_count=1&_elements=value&_sort=date"), "next").unwrap();
    assert!(next.contains("_elements=value") && next.contains("_sort=date"), "{next}");
}

/// The steps of a search that go through a table, or through a whole type of it.
fn scans(app: &App, path: &str) -> Vec<String> {
    let (rtype, query) = path.split_once('?').unwrap();
    let rtype = ResourceType::parse(rtype).unwrap();
    let query = parse(registry(), rtype, query, Handling::Strict).unwrap();
    let steps = app.door.search_steps(&query).unwrap();
    assert!(!steps.is_empty(), "{path} is answered without looking");
    let whole = steps.into_iter().filter(|step| step.goes_through_all);
    whole.map(|step| step.text).collect()
}

#[test]
fn no_table_is_gone_through_for_a_chain_or_a_deep_page() {
    let app = world();
    for number in 0..200 {
        let id = format!("q{number}");
        put(&app, &observation(&id, "p3", "weight", "2026-01-02", f64::from(number)));
    }
    for path in [
        "Observation?patient.identifier=urn:old|p2",
        "Observation?subject:Patient.name=aalto&code=weight",
        "Patient?_has:Observation:patient:code=height",
        "Observation?patient=p1&_sort=-date",
        "Observation?patient.family=m&_sort=-date",
        "Observation?code=weight&date=ge2026-01-03",
        "Patient?_id=p1,p2,p3",
    ] {
        assert_eq!(scans(&app, path), [""; 0], "{path}");
    }
    let all = ["Patient?gender:not=male"];
    assert_ne!(scans(&app, all[0]), [""; 0], "the check sees a walk through a type");
}
