//! Exports as their clients see them: ordered, asked for, fetched, cancelled, expired, and gone on with
//! after a restart.

use std::io::Read as _;

use serde_json::{Value, json};

use crate::app::{App, PATIENCE};

fn fill(app: &App, count: u32) {
    for at in 0..count {
        let patient = format!("Patient/p{at}");
        app.put(&json!({"resourceType": "Patient", "id": format!("p{at}"), "active": true}));
        app.put(&json!({"resourceType": "Observation", "id": format!("o{at}"),
            "status": "final", "code": {"text": "a\nb"}, "subject": {"reference": patient}}));
    }
    app.put(&json!({"resourceType": "Organization", "id": "org", "name": "Näsi"}));
    app.put(&json!({"resourceType": "Group", "id": "g", "type": "person", "actual": true,
        "member": [{"entity": {"reference": "Patient/p1"}}, {"entity": {"reference": "Patient/p2"}},
            {"entity": {"reference": "Device/d"}}]}));
}

fn order(app: &App, path: &str) -> String {
    let answer = app.call_with("GET", path, &[("prefer", "respond-async")], "");
    assert_eq!(answer.status, 202, "{}", answer.text());
    answer.header("content-location").to_owned()
}

/// The manifest of an export, and the ids in each of its files.
fn ended(app: &App, path: &str) -> (Value, Vec<(String, Vec<String>)>) {
    let done = app.wait(&order(app, path));
    assert_eq!(done.status, 200, "{}", done.text());
    let manifest = done.json();
    let mut files = Vec::new();
    for output in manifest["output"].as_array().unwrap() {
        let file = app.get(output["url"].as_str().unwrap());
        assert_eq!(file.header("content-type"), "application/fhir+ndjson");
        let lines = file.lines();
        assert_eq!(output["count"], lines.len());
        let mut ids: Vec<String> =
            lines.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        files.push((output["type"].as_str().unwrap().to_owned(), ids));
    }
    (manifest, files)
}

fn named(files: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    files.iter().map(|(rtype, all)| ((*rtype).to_owned(), ids(all))).collect()
}

#[test]
fn each_level_takes_out_just_what_it_says() {
    let app = App::new();
    fill(&app, 4);
    let (manifest, files) = ended(&app, "/fhir/$export?_outputFormat=ndjson");
    assert_eq!(manifest["requiresAccessToken"], true);
    assert_eq!(manifest["request"], "http://polku.test/fhir/$export?_outputFormat=ndjson");
    assert!(manifest["transactionTime"].as_str().unwrap().starts_with("2026-03-02T06:00:"));
    let all = ["p0", "p1", "p2", "p3"];
    let seen = ["o0", "o1", "o2", "o3"];
    assert_eq!(
        files,
        named(&[
            ("Group", &["g"]),
            ("Observation", &seen),
            ("Organization", &["org"]),
            ("Patient", &all),
        ])
    );
    let (_, files) = ended(&app, "/fhir/Patient/$export");
    assert_eq!(files, named(&[("Observation", &seen), ("Patient", &all)]));
    let (_, files) = ended(&app, "/fhir/Group/g/$export");
    assert_eq!(files, named(&[("Observation", &["o1", "o2"]), ("Patient", &["p1", "p2"])]));
    let (_, files) = ended(&app, "/fhir/Patient/$export?_type=Observation,Organization");
    assert_eq!(files, named(&[("Observation", &seen)]));
}

#[test]
fn only_what_changed_since_is_taken_out_when_asked() {
    let app = App::new();
    fill(&app, 3);
    app.move_on(1);
    let (manifest, _) = ended(&app, "/fhir/$export?_type=Organization");
    let before = manifest["transactionTime"].as_str().unwrap().to_owned();
    app.put(&json!({"resourceType": "Patient", "id": "p1", "active": false}));
    let (_, files) = ended(&app, &format!("/fhir/$export?_since={before}"));
    assert_eq!(files, named(&[("Patient", &["p1"])]));
}

#[test]
fn an_export_is_asked_for_by_post_and_refused_with_all_reasons() {
    let app = App::new();
    fill(&app, 1);
    let body = json!({"resourceType": "Parameters", "parameter": [
        {"name": "_type", "valueString": "Patient"}, {"name": "_type", "valueString": "Group"}]});
    let answer = app.call("POST", "/fhir/$export", body.to_string());
    assert_eq!(answer.status, 202, "{}", answer.text());
    let done = app.wait(answer.header("content-location")).json();
    assert_eq!(done["output"].as_array().unwrap().len(), 2);
    for (path, status, codes) in [
        ("$export?_type=Cat,Dog", 400, vec!["type-unknown", "type-unknown"]),
        ("$export?_since=now", 400, vec!["search-value"]),
        ("$export?_outputFormat=parquet", 406, vec!["format-unsupported"]),
        ("$export?_elements=id&_typeFilter=x", 400, vec!["parameter-unknown"; 2]),
        ("Group/nobody/$export", 404, vec!["not-found"]),
        ("$jobs/nothing", 404, vec!["not-found"]),
        ("$jobs/nothing/job.json", 404, vec!["not-found"]),
    ] {
        let answer = app.get(&format!("/fhir/{path}"));
        assert_eq!(
            (answer.status, answer.problems()),
            (status, codes.iter().map(|code| (*code).to_owned()).collect()),
            "{path}"
        );
    }
    assert_eq!(app.call("DELETE", "/fhir/$export", "").status, 405);
    let nobody = app.call_with("GET", "/fhir/$export", &[("authorization", "")], "");
    assert_eq!(nobody.status, 401);
    let left: Vec<_> = std::fs::read_dir(app.bulk()).unwrap().collect();
    assert_eq!(left.len(), 1, "what was refused leaves no folder behind");
}

#[test]
fn files_are_packed_when_asked_and_belong_to_who_ordered_them() {
    let app = App::new();
    fill(&app, 3);
    let address = order(&app, "/fhir/$export?_type=Observation");
    let done = app.wait(&address);
    assert!(done.header("expires").ends_with(" GMT"), "{}", done.header("expires"));
    let file = done.json()["output"][0]["url"].as_str().unwrap().to_owned();
    let plain = app.get(&file);
    let packed = app.call_with("GET", &file, &[("accept-encoding", "br, gzip")], "");
    assert_eq!(packed.header("content-encoding"), "gzip");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.bytes.as_slice()).read_to_string(&mut text).unwrap();
    assert_eq!(text, plain.text());
    assert_eq!(app.get(&file.replace("Observation-1.ndjson", "job.json")).status, 404);
    app.add_account("other", "another token");
    for path in [&address, &file] {
        let theirs = app.call_with("GET", path, &[("authorization", "Bearer another token")], "");
        assert_eq!(theirs.status, 404, "{path}");
    }
    assert_eq!(app.call("DELETE", &address, "").status, 202);
    assert_eq!(app.get(&address).status, 404);
    assert_eq!(app.get(&file).status, 404);
    assert_eq!(std::fs::read_dir(app.bulk()).unwrap().count(), 0);
}

#[test]
fn an_export_is_written_down_for_each_person_in_it_once() {
    let app = App::new();
    fill(&app, 3);
    let address = order(&app, "/fhir/Group/g/$export");
    app.wait(&address);
    let id = address.rsplit('/').next().unwrap();
    let looks = |person: &str| -> Vec<String> {
        let looks = app.ledger.looks_at(person, None, 20).unwrap();
        let own = looks.into_iter().filter(|look| look.entry.action == "export-fhir");
        own.map(|look| look.entry.detail).collect()
    };
    assert_eq!(looks("p1"), [format!("export {id}")]);
    assert_eq!(looks("p2"), [format!("export {id}")]);
    assert_eq!(looks("p0"), [""; 0], "who is in no group is in no export of it");
    let all = app.ledger.looks_after(0, 1000).unwrap();
    let begun = all.iter().filter(|look| look.entry.detail == format!("export {id}"));
    assert_eq!(begun.filter(|look| look.entry.person.is_none()).count(), 1);
}

#[test]
fn what_an_export_made_expires_and_outlives_a_restart() {
    let app = App::new();
    fill(&app, 3);
    let address = order(&app, "/fhir/$export");
    let before = app.wait(&address).json();
    let app = app.reopened();
    assert_eq!(app.get(&address).json(), before);
    assert_eq!(app.get(before["output"][0]["url"].as_str().unwrap()).status, 200);
    app.desks.bulk.expire(server::wall::Clock::now(&*app.clock)).unwrap();
    assert_eq!(app.get(&address).status, 200);
    app.move_on(25);
    app.desks.bulk.expire(server::wall::Clock::now(&*app.clock)).unwrap();
    assert_eq!(app.get(&address).status, 404);
    assert_eq!(std::fs::read_dir(app.bulk()).unwrap().count(), 0);
}

#[test]
fn an_export_that_was_cut_off_is_made_again_whole() {
    let app = App::new();
    fill(&app, 3);
    let address = order(&app, "/fhir/$export");
    let before = app.wait(&address).json();
    // As it looks when the process dies in the middle: an order that it holds, half a file, no end.
    let id = address.rsplit('/').next().unwrap();
    let dead = ledger::Holder { name: "dead".to_owned(), lease: PATIENCE };
    let errand = app.ledger.errand("bulk", id).unwrap().unwrap();
    let mut written: Value = serde_json::from_slice(&errand.body).unwrap();
    written["state"] = json!({"is": "running"});
    app.ledger.end_errand("bulk", id).unwrap();
    let body = written.to_string();
    assert!(app.ledger.give_errand("bulk", id, body.as_bytes(), Some(&dead)).unwrap());
    let half = app.bulk().join(id).join("dead");
    std::fs::create_dir(&half).unwrap();
    std::fs::write(half.join("Patient-1.ndjson"), "{\"resourceType\":\"Pat").unwrap();
    std::fs::create_dir(app.bulk().join("never-ordered")).unwrap();
    let app = app.reopened();
    assert_eq!(app.wait(&address).json(), before);
    let files = before["output"].as_array().unwrap();
    let patients = files.iter().find(|file| file["type"] == "Patient").unwrap();
    assert_eq!(app.get(patients["url"].as_str().unwrap()).lines().len(), 3);
    assert!(!half.exists());
    assert!(!app.bulk().join("never-ordered").exists());
}

#[test]
fn every_operation_of_the_statement_is_there() {
    let app = App::new();
    fill(&app, 1);
    let statement = app.get("/fhir/metadata").json();
    let offered = statement["rest"][0]["operation"].as_array().unwrap();
    for one in offered {
        let (method, path, expected) = match one["name"].as_str().unwrap() {
            "export" => ("POST", "$export?_type=Group", 202),
            "patient-export" => ("GET", "Patient/$export?_type=Group", 202),
            "group-export" => ("GET", "Group/g/$export?_type=Group", 202),
            "viewdefinition-run" => ("GET", "ViewDefinition/patient-demographics/$run", 200),
            "import" => ("POST", "$import", 415),
            "dead-letters" => ("GET", "Subscription/$dead-letters", 200),
            "resend" => ("POST", "Subscription/s/$resend", 422),
            other => panic!("{other} is offered and not tried"),
        };
        let answer = app.call(method, &format!("/fhir/{path}"), "");
        assert_eq!(answer.status, expected, "{path}: {}", answer.text());
        if expected == 202 {
            app.wait(answer.header("content-location"));
        }
    }
    assert_eq!(offered.len(), 7);
}

#[test]
fn an_export_can_be_ended_at_any_moment_and_leaves_nothing() {
    let app = App::new();
    fill(&app, 20);
    for _ in 0..10 {
        // Wherever it is by then: hardly begun, half way or done.
        let address = order(&app, "/fhir/$export");
        assert_eq!(app.call("DELETE", &address, "").status, 202);
        assert_eq!(app.get(&address).status, 404);
        let began = std::time::Instant::now();
        while std::fs::read_dir(app.bulk()).unwrap().count() > 0 {
            assert!(began.elapsed() < PATIENCE, "a folder is left behind");
            std::thread::yield_now();
        }
    }
    let app = app.reopened();
    assert_eq!(std::fs::read_dir(app.bulk()).unwrap().count(), 0);
}
