//! Versions: create, read, update, delete, and what is remembered of each.

use serde_json::json;

use crate::app::{App, link};

const PATIENT: &str =
    r#"{"resourceType":"Patient","id":"p1","active":true,"multipleBirthInteger":2}"#;

fn observation(value: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","id":"o1","status":"final","code":{{"text":"w"}},
           "subject":{{"reference":"Patient/p1"}},"valueQuantity":{{"value":{value}}}}}"#
    )
}

#[test]
fn a_resource_goes_through_its_life() {
    let app = App::new();
    let put = |text: &str| app.call("PUT", "/fhir/Observation/o1", text.to_owned());
    let first = put(&observation("70.50"));
    assert_eq!((first.status, first.header("etag")), (201, "W/\"1\""));
    assert_eq!(first.header("location"), "http://polku.test/fhir/Observation/o1/_history/1");
    let again = put(&observation("70.50").replace('\n', " "));
    assert_eq!((again.status, again.header("etag")), (200, "W/\"1\""), "nothing new was said");
    let second = put(&observation("71"));
    assert_eq!((second.status, second.header("etag")), (200, "W/\"2\""));

    let read = app.get("/fhir/Observation/o1");
    assert_eq!((read.status, read.header("etag")), (200, "W/\"2\""));
    assert_eq!(read.header("content-type"), "application/fhir+json; charset=utf-8");
    assert!(read.header("last-modified").ends_with(" GMT"));
    assert_eq!(read.json()["meta"]["versionId"], "2");
    let old = app.get("/fhir/Observation/o1/_history/1");
    assert!(old.text.contains("70.50"), "decimals keep their digits: {}", old.text);

    assert_eq!(app.call("DELETE", "/fhir/Observation/o1", "").status, 204);
    let gone = app.get("/fhir/Observation/o1");
    assert_eq!((gone.status, gone.problem().as_str()), (410, "deleted"));
    assert_eq!(app.find("/fhir/Observation?_id=o1"), [""; 0]);
    let back = put(&observation("72"));
    assert_eq!((back.status, back.header("etag")), (201, "W/\"4\""));

    let history = app.get("/fhir/Observation/o1/_history?_count=3").json();
    let entry = |at: usize, member: &str| history["entry"][at][member].clone();
    assert_eq!(history["entry"].as_array().unwrap().len(), 3);
    assert_eq!(entry(0, "resource")["meta"]["versionId"], "4");
    assert_eq!(entry(1, "request")["method"], "DELETE");
    assert_eq!(entry(1, "resource"), json!(null));
    let rest = app.get(&link(&history, "next").unwrap()).json();
    assert_eq!(rest["entry"].as_array().unwrap().len(), 1);
    assert_eq!(rest["entry"][0]["resource"]["meta"]["versionId"], "1");
    assert_eq!(link(&rest, "next"), None);
}

#[test]
fn a_create_names_the_id_itself_and_each_is_its_own() {
    let app = App::new();
    let ids: Vec<String> = (0..2)
        .map(|_| {
            let answer = app.call("POST", "/fhir/Patient", PATIENT);
            assert_eq!(answer.status, 201);
            answer.json()["id"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_ne!(ids[0], ids[1]);
    assert!(!ids.contains(&"p1".to_owned()));
}

#[test]
fn who_was_slower_is_told_which_version_is_in_force() {
    let app = App::new();
    let put = |if_match: &str| {
        app.call_with("PUT", "/fhir/Patient/p1", &[("if-match", if_match)], PATIENT)
    };
    let early = put("W/\"1\"");
    assert_eq!((early.status, early.problem().as_str()), (412, "version-conflict"));
    assert_eq!(put("").status, 201);
    assert_eq!(put("W/\"1\"").status, 200);
    assert_eq!(put("\"2\"").status, 412);
    assert_eq!(put("third").status, 400);
    let delete = app.call_with("DELETE", "/fhir/Patient/p1", &[("if-match", "W/\"9\"")], "");
    assert_eq!(delete.status, 412);
    let known = app.call_with("GET", "/fhir/Patient/p1", &[("if-none-match", "W/\"1\"")], "");
    assert_eq!((known.status, known.text.as_str()), (304, ""));
}

#[test]
fn a_conditional_create_finds_what_is_there() {
    let app = App::new();
    let patient = r#"{"resourceType":"Patient","identifier":[{"system":"urn:x","value":"1"}]}"#;
    let create = |condition: &str| {
        app.call_with("POST", "/fhir/Patient", &[("if-none-exist", condition)], patient)
    };
    let first = create("identifier=urn:x|1");
    assert_eq!(first.status, 201);
    let second = create("?identifier=urn:x|1");
    assert_eq!((second.status, second.json()["id"].clone()), (200, first.json()["id"].clone()));
    assert_eq!(app.call("POST", "/fhir/Patient", patient).status, 201);
    let third = create("identifier=urn:x|1");
    assert_eq!((third.status, third.problem().as_str()), (412, "condition-ambiguous"));
    assert_eq!(create("shoe-size=44").problem(), "parameter-unknown");
}

#[test]
fn preferences_are_honoured() {
    let app = App::new();
    let put =
        |prefer: &str| app.call_with("PUT", "/fhir/Patient/p1", &[("prefer", prefer)], PATIENT);
    let minimal = put("return=minimal");
    assert_eq!((minimal.status, minimal.text.as_str()), (201, ""));
    assert_eq!(put("return=OperationOutcome").json()["resourceType"], "OperationOutcome");
    assert_eq!(put("return=representation").json()["id"], "p1");
    let head = app.call("HEAD", "/fhir/Patient/p1", "");
    assert_eq!((head.status, head.text.as_str(), head.header("etag")), (200, "", "W/\"1\""));
}

#[test]
fn pages_stay_whole_while_others_write() {
    let app = App::new();
    let put = |number: usize| {
        let text = format!(r#"{{"resourceType":"Location","id":"l{number}","status":"active"}}"#);
        assert_eq!(app.call("PUT", &format!("/fhir/Location/l{number}"), text).status, 201);
    };
    (0..7).for_each(put);
    let first = app.get("/fhir/Location?status=active&_count=3").json();
    assert_eq!(first["entry"].as_array().unwrap().len(), 3);
    assert_eq!(first["entry"][0]["fullUrl"], "http://polku.test/fhir/Location/l0");
    assert_eq!(app.call("DELETE", "/fhir/Location/l1", "").status, 204);
    put(7);
    let rest = app.find(&link(&first, "next").unwrap());
    assert_eq!(rest, ["l3", "l4", "l5", "l6", "l7"]);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let posted = app.call_with("POST", "/fhir/Location/_search", &form, "_id=l5&_count=10");
    assert_eq!(posted.json()["entry"][0]["resource"]["id"], "l5");
    assert_eq!(posted.json()["total"], 1);
}

#[test]
fn every_look_and_every_write_is_written_down() {
    let app = App::new();
    assert_eq!(app.call("PUT", "/fhir/Patient/p1", PATIENT).status, 201);
    assert_eq!(app.call("PUT", "/fhir/Observation/o1", observation("1")).status, 201);
    for path in [
        "/fhir/Patient/p1",
        "/fhir/Patient/p1/_history",
        "/fhir/Patient/p1/_history/1",
        "/fhir/Observation?patient=p1",
        "/fhir/Patient/unknown",
    ] {
        app.get(path);
    }
    let looks: Vec<_> = app.ledger.looks_after(0, 100).unwrap();
    let told: Vec<(&str, &str, &str)> = looks
        .iter()
        .filter(|look| look.entry.person.is_some())
        .map(|look| {
            assert_eq!(look.entry.person.as_deref(), Some("p1"));
            assert_eq!(look.entry.actor, "client/old-system");
            (look.entry.action.as_str(), look.entry.ground.as_str(), look.entry.detail.as_str())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("write-fhir", "task", "write resource/Patient/p1"),
            ("write-fhir", "task", "write resource/Observation/o1"),
            ("read-fhir", "task", "read Patient/p1"),
            ("read-fhir", "task", "history Patient/p1"),
            ("read-fhir", "task", "vread Patient/p1"),
            ("read-fhir", "task", "search Observation/o1"),
        ]
    );
}

#[test]
fn erased_records_are_gone_and_stay_out() {
    let app = App::new();
    assert_eq!(app.call("PUT", "/fhir/Patient/p1", PATIENT).status, 201);
    assert_eq!(app.call("PUT", "/fhir/Observation/o1", observation("1")).status, 201);
    assert!(app.ledger.erase_person("p1", app.door.now()).unwrap());
    assert_eq!(app.get("/fhir/Observation/o1").status, 410);
    assert_eq!(app.find("/fhir/Observation?patient=p1"), [""; 0]);
    let refused = app.call("PUT", "/fhir/Observation/o1", observation("2"));
    assert_eq!((refused.status, refused.problem().as_str()), (410, "erased"));
    let other = r#"{"resourceType":"Patient","id":"p2"}"#;
    assert_eq!(app.call("PUT", "/fhir/Patient/p2", other).status, 201);
}
