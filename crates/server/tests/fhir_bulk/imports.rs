//! Imports over HTTP: NDJSON in, a report out, and nothing twice.

use std::io::Write as _;

use serde_json::json;

use crate::app::App;

const NDJSON: (&str, &str) = ("content-type", "application/fhir+ndjson");

fn lines() -> String {
    let mut lines: Vec<String> = (0..200)
        .map(|at| json!({"resourceType": "Patient", "id": format!("p{at}")}).to_string())
        .collect();
    lines.insert(7, "{\"resourceType\":\"Patient\",\"id\":\"cut".to_owned());
    lines.push(json!({"resourceType": "Cat", "id": "c"}).to_string());
    lines.join("\n")
}

#[test]
fn what_can_be_read_is_taken_in_and_the_rest_is_told_line_by_line() {
    let app = App::new();
    let answer = app.call_with("POST", "/fhir/$import", &[NDJSON], lines());
    assert_eq!(answer.status, 202, "{}", answer.text());
    let done = app.wait(answer.header("content-location"));
    assert_eq!(done.status, 200, "{}", done.text());
    let report = done.json();
    assert_eq!(report["count"]["created"], 200);
    assert_eq!(report["count"]["not-taken-in"], 2);
    assert_eq!(app.get("/fhir/Patient/p199").status, 200);
    let errors = app.get(report["error"][0]["url"].as_str().unwrap()).lines();
    assert_eq!(report["error"][0]["count"], 2);
    let told: Vec<(&str, &str)> = errors
        .iter()
        .map(|outcome| {
            assert_eq!(outcome["resourceType"], "OperationOutcome");
            let issue = &outcome["issue"][0];
            let code = issue["details"]["coding"][0]["code"].as_str().unwrap();
            (code, issue["diagnostics"].as_str().unwrap())
        })
        .collect();
    assert_eq!(told, [("not-json", "line 8"), ("type-unknown", "line 202")]);
    let folder = std::fs::read_dir(app.bulk()).unwrap().next().unwrap().unwrap().path();
    assert!(!folder.join("input.ndjson").exists(), "what came in is kept in the store only");
}

#[test]
fn the_same_again_packed_changes_nothing() {
    let app = App::new();
    let first = app.call_with("POST", "/fhir/$import", &[NDJSON], lines());
    app.wait(first.header("content-location"));
    let position = app.ledger.position();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(lines().as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let headers = [NDJSON, ("content-encoding", "gzip")];
    let again = app.call_with("POST", "/fhir/$import", &headers, packed);
    let report = app.wait(again.header("content-location")).json();
    assert_eq!(
        (&report["count"]["created"], &report["count"]["unchanged"]),
        (&json!(0), &json!(200))
    );
    assert_eq!(app.ledger.position(), position);
}

#[test]
fn an_import_goes_on_after_a_restart() {
    let app = App::new();
    let first = app.call_with("POST", "/fhir/$import", &[NDJSON], lines());
    let address = first.header("content-location").to_owned();
    // The process ends while the import may be anywhere: the file is there until all is taken in.
    let app = app.reopened();
    let report = app.wait(&address).json();
    let count = |name: &str| report["count"][name].as_u64().unwrap();
    assert_eq!(count("created") + count("unchanged"), 200);
    assert_eq!(app.get("/fhir/Patient/p199").status, 200);
}

#[test]
fn what_is_no_import_is_refused_before_it_is_begun() {
    let app = App::new();
    let json = app.call("POST", "/fhir/$import", "{}");
    assert_eq!((json.status, json.problems()), (415, vec!["media-type".to_owned()]));
    let empty = app.call_with("POST", "/fhir/$import", &[NDJSON], "");
    assert_eq!(empty.problems(), ["empty"]);
    assert_eq!(app.get("/fhir/$import").status, 405);
    let headers = [NDJSON, ("authorization", "Bearer x")];
    assert_eq!(app.call_with("POST", "/fhir/$import", &headers, lines()).status, 401);
    assert_eq!(std::fs::read_dir(app.bulk()).unwrap().count(), 0);
}
