//! The course of a status: each step of each table, and what is said about a step that there is not.

use fhir::bundle::Method;
use fhir::definitions::definitions;
use fhir::{Draft, Limits, ResourceType};
use serde_json::{Value, json};
use server::door::Caller;
use server::door::resources::{Became, Change};

use crate::app::App;
use crate::sample::smallest;

fn with(rtype: ResourceType, id: &str, status: &str) -> Value {
    let mut resource = smallest(rtype);
    resource["id"] = id.into();
    resource["status"] = status.into();
    resource
}

#[test]
fn every_step_of_every_table_is_taken_or_refused_as_it_says() {
    let app = App::new();
    let statuses = &app.door.content().statuses;
    let mut steps = 0;
    let types: Vec<&str> = statuses.types().map(ResourceType::as_str).collect();
    assert_eq!(
        types,
        ["Appointment", "Communication", "QuestionnaireResponse", "ServiceRequest", "Task"]
    );
    for rtype in statuses.types() {
        let element = definitions().find(rtype.as_str()).unwrap().element("status").unwrap();
        let codes = &definitions().value_set(element.value_set.unwrap()).unwrap().listed;
        for (number, from) in codes.iter().enumerate() {
            for (other, to) in codes.iter().enumerate() {
                let id = format!("s-{number}-{other}");
                let address = format!("/fhir/{rtype}/{id}");
                let first = app.call("PUT", &address, with(rtype, &id, from).to_string());
                assert_eq!(first.status, 201, "any status may be the first: {}", first.text);
                let next = app.call("PUT", &address, with(rtype, &id, to).to_string());
                let may =
                    from == to || statuses.next(rtype, from).unwrap().iter().any(|code| code == to);
                let expected = if may { 200 } else { 422 };
                assert_eq!(next.status, expected, "{rtype} {from} → {to}: {}", next.text);
                steps += 1;
            }
        }
    }
    assert!(steps > 300, "{steps}");
}

#[test]
fn a_step_that_there_is_not_names_those_that_there_are() {
    let app = App::new();
    for (rtype, from, to, allowed) in [
        ("Appointment", "fulfilled", "booked", "fulfilled → entered-in-error"),
        ("Task", "completed", "requested", "completed → entered-in-error"),
        ("ServiceRequest", "draft", "completed", "draft → active, on-hold, revoked"),
        ("QuestionnaireResponse", "completed", "in-progress", "completed → amended"),
        ("Communication", "entered-in-error", "completed", "entered-in-error → –"),
    ] {
        let kind = ResourceType::parse(rtype).unwrap();
        let address = format!("/fhir/{rtype}/x");
        assert_eq!(app.call("PUT", &address, with(kind, "x", from).to_string()).status, 201);
        let patch = json!([{"op": "replace", "path": "/status", "value": to}]).to_string();
        let headers = [("content-type", "application/json-patch+json")];
        let patched = app.call_with("PATCH", &address, &headers, patch);
        let put = app.call("PUT", &address, with(kind, "x", to).to_string());
        let entry = json!({"resource": with(kind, "x", to),
            "request": {"method": "PUT", "url": format!("{rtype}/x")}});
        let bundle = json!({"resourceType": "Bundle", "type": "transaction", "entry": [entry]});
        let whole = app.call("POST", "/fhir", bundle.to_string());
        for answer in [patched, put, whole] {
            assert_eq!((answer.status, answer.problem().as_str()), (422, "status-barred"));
            assert!(answer.text.contains(allowed), "{rtype}: {}", answer.text);
            assert!(answer.text.contains(".status"), "where: {}", answer.text);
        }
        let read = app.get(&address).json();
        assert_eq!(
            (read["status"].as_str(), read["meta"]["versionId"].as_str()),
            (Some(from), Some("1"))
        );
    }
}

#[test]
fn what_happened_elsewhere_is_told_in_any_order() {
    let app = App::new();
    let task = ResourceType::parse("Task").unwrap();
    for status in ["completed", "requested"] {
        let text = with(task, "told", status).to_string();
        let resource = Draft::parse(&text, &Limits::default()).unwrap().with_id("told");
        let change =
            Change::Write { resource: Box::new(resource), method: Method::Put, if_match: None };
        let told = app.door.receive_told(&Caller::system("import"), &[vec![change]]).unwrap();
        let became = told[0][0].as_ref().unwrap().became;
        assert!(matches!(became, Became::Created | Became::Changed), "{status}: {became:?}");
    }
    assert_eq!(app.get("/fhir/Task/told").json()["status"], "requested");
}
