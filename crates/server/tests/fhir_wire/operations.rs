//! Operations: everything about a patient, a check without a write, the meta of a resource.

use serde_json::json;

use crate::app::{App, link};

fn world() -> App {
    let app = App::new();
    let put = |resource: serde_json::Value| {
        let (rtype, id) = (resource["resourceType"].as_str(), resource["id"].as_str());
        let address = format!("/fhir/{}/{}", rtype.unwrap(), id.unwrap());
        assert_eq!(app.call("PUT", &address, resource.to_string()).status, 201);
    };
    for id in ["p1", "p2"] {
        put(json!({"resourceType": "Patient", "id": id}));
        for (number, on) in [(1, "2026-01-01"), (2, "2026-02-01")] {
            put(json!({
                "resourceType": "Observation", "id": format!("{id}-o{number}"), "status": "final",
                "code": {"text": "x"}, "subject": {"reference": format!("Patient/{id}")},
                "effectiveDateTime": on,
            }));
        }
        put(json!({
            "resourceType": "Condition", "id": format!("{id}-c"),
            "subject": {"reference": format!("Patient/{id}")},
        }));
    }
    app
}

#[test]
fn everything_about_one_patient_and_nobody_else() {
    let app = world();
    let all = |query: &str| app.find(&format!("/fhir/Patient/p1/$everything{query}"));
    let whole = ["p1", "p1-c", "p1-o1", "p1-o2"];
    assert_eq!(all(""), whole);
    for count in 1..5 {
        assert_eq!(all(&format!("?_count={count}")), whole, "{count} on a page");
    }
    assert_eq!(all("?_type=Observation"), ["p1-o1", "p1-o2"]);
    assert_eq!(all("?_type=Observation,Condition&_count=1"), ["p1-c", "p1-o1", "p1-o2"]);
    assert_eq!(all("?start=2026-01-15&_type=Observation"), ["p1-o2"]);
    assert_eq!(all("?end=2026-01-15&_type=Observation"), ["p1-o1"]);
    assert_eq!(all("?_since=2030-01-01"), [""; 0]);
    let first = app.get("/fhir/Patient/p1/$everything?_count=2&_type=Observation,Condition").json();
    let next = link(&first, "next").unwrap();
    assert!(next.contains("_type="), "{next}");
    for (path, status) in [
        ("/fhir/Patient/p9/$everything", 404),
        ("/fhir/Patient/p1/$everything?_type=Cat", 400),
        ("/fhir/Patient/p1/$everything?_after=x", 400),
        ("/fhir/Patient/p1/$everything?shoe=1", 400),
        ("/fhir/Encounter/e1/$everything", 400),
    ] {
        assert_eq!(app.get(path).status, status, "{path}");
    }
    let looks = app.ledger.looks_at("p1", None, 1).unwrap();
    assert!(looks[0].entry.detail.starts_with("everything "), "{:?}", looks[0]);
}

#[test]
fn a_check_says_what_a_write_would_say_and_writes_nothing() {
    let app = world();
    let position = app.ledger.position();
    let good = json!({"resourceType": "Patient", "gender": "male"});
    let bad = json!({"resourceType": "Patient", "gender": "mies"});
    let check = |path: &str, body: &serde_json::Value| {
        let answer = app.call("POST", &format!("/fhir/{path}"), body.to_string());
        assert_eq!(answer.status, 200, "{}", answer.text);
        let issue = answer.json()["issue"][0].clone();
        let code = issue["details"]["coding"][0]["code"].as_str().unwrap_or_default().to_owned();
        (issue["severity"].as_str().unwrap().to_owned(), code)
    };
    let said = |severity: &str, code: &str| (severity.to_owned(), code.to_owned());
    assert_eq!(check("Patient/$validate", &good), said("information", ""));
    assert_eq!(check("Patient/$validate", &bad), said("error", "code-unknown"));
    assert_eq!(check("Location/$validate", &good), said("error", "address-differs"));
    let wrapped = |mode: &str| {
        json!({"resourceType": "Parameters", "parameter": [
            {"name": "resource", "resource": bad}, {"name": "mode", "valueCode": mode}]})
    };
    assert_eq!(check("Patient/$validate", &wrapped("create")), said("error", "code-unknown"));
    assert_eq!(check("Patient/p1/$validate", &wrapped("update")), said("error", "address-differs"));
    assert_eq!(check("Patient/p1/$validate?mode=delete", &good), said("information", ""));
    let stored = app.get("/fhir/Patient/p1/$validate");
    assert_eq!(stored.json()["issue"][0]["severity"], "information");
    let unknown = app.call("POST", "/fhir/Patient/$validate?mode=guess", good.to_string());
    assert_eq!(unknown.problem(), "feature-unsupported");
    assert_eq!(app.ledger.position(), position);
}

#[test]
fn the_meta_of_a_resource_is_told_alone() {
    let app = world();
    let meta = app.get("/fhir/Patient/p1/$meta").json();
    assert_eq!(meta["resourceType"], "Parameters");
    assert_eq!(meta["parameter"][0]["valueMeta"]["versionId"], "1");
    assert_eq!(app.get("/fhir/Patient/none/$meta").status, 404);
}
