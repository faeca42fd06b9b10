//! Patches and conditions on the entries of Bundles.

use serde_json::{Value, json};

use crate::app::App;

fn patch(url: &str, steps: &Value) -> Value {
    let data = base64(steps.to_string().as_bytes());
    let binary = json!({"resourceType": "Binary", "contentType": "application/json-patch+json", "data": data});
    json!({"resource": binary, "request": {"method": "PATCH", "url": url}})
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits, byte| (bits << 8) | usize::from(*byte));
        let bits = bits << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = char::from(LETTERS[(bits >> (18 - 6 * place)) & 63]);
            text.push(if place <= three.len() { letter } else { '=' });
        }
    }
    text
}

fn bundle(kind: &str, entries: &[Value]) -> String {
    json!({"resourceType": "Bundle", "type": kind, "entry": entries}).to_string()
}

fn statuses(answer: &Value) -> Vec<String> {
    let entries = answer["entry"].as_array().unwrap().iter();
    entries.map(|one| one["response"]["status"].as_str().unwrap()[..3].to_owned()).collect()
}

fn with_patients(ids: &[&str]) -> App {
    let app = App::new();
    for id in ids {
        let patient = json!({"resourceType": "Patient", "id": id, "active": true,
            "identifier": [{"system": "urn:x", "value": id}]});
        let address = format!("/fhir/Patient/{id}");
        assert_eq!(app.call("PUT", &address, patient.to_string()).status, 201);
    }
    app
}

fn language(value: &str) -> Value {
    json!([{"op": "add", "path": "/language", "value": value}])
}

#[test]
fn patches_work_in_batches_and_transactions_by_address_and_by_condition() {
    for kind in ["batch", "transaction"] {
        let app = with_patients(&["p1", "p2"]);
        let name = "urn:uuid:6b1b1f0e-8a1e-4c11-a25c-1f0a3f3d0009";
        let link = json!([
            {"op": "add", "path": "/managingOrganization", "value": {"reference": name}},
            {"op": "add", "path": "/language", "value": "fi"},
        ]);
        let organization = json!({"fullUrl": name,
            "resource": {"resourceType": "Organization", "name": "Näsi"},
            "request": {"method": "POST", "url": "Organization"}});
        let entries = [
            organization,
            patch("Patient/p1", &link),
            patch("Patient?identifier=urn:x|p2", &language("sv")),
        ];
        let answer = app.call("POST", "/fhir", bundle(kind, &entries));
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(statuses(&answer.json()), ["201", "200", "200"], "{kind}: {}", answer.text);
        let [one, two] = ["p1", "p2"].map(|id| app.get(&format!("/fhir/Patient/{id}")).json());
        assert_eq!((one["language"].as_str(), two["language"].as_str()), (Some("fi"), Some("sv")));
        let id = name.trim_start_matches("urn:uuid:");
        assert_eq!(one["managingOrganization"]["reference"], format!("Organization/{id}"));
        assert_eq!(one["meta"]["versionId"], "2");
        assert_eq!(answer.json()["entry"][1]["response"]["etag"], "W/\"2\"");
    }
}

#[test]
fn a_patch_that_cannot_be_made_stops_a_transaction_and_only_itself_in_a_batch() {
    let app = with_patients(&["p1"]);
    let broken = json!([{"op": "remove", "path": "/nothing"}]);
    let unsound = json!([{"op": "replace", "path": "/active", "value": "maybe"}]);
    let put = json!({"resource": {"resourceType": "Patient", "id": "p9"},
        "request": {"method": "PUT", "url": "Patient/p9"}});
    for (steps, code) in [(&broken, "patch-failed"), (&unsound, "wrong-type")] {
        let entries = [put.clone(), patch("Patient/p1", steps)];
        let whole = app.call("POST", "/fhir", bundle("transaction", &entries));
        assert_eq!((whole.status, whole.problem().as_str()), (422, code), "{}", whole.text);
        assert!(whole.text.contains("Bundle.entry[1]"), "{}", whole.text);
        assert_eq!(app.get("/fhir/Patient/p9").status, 404);
    }
    let entries = [
        patch("Patient/p1", &broken),
        patch("Patient/none", &language("fi")),
        patch("Patient?identifier=urn:x|none", &language("fi")),
        json!({"resource": {"resourceType": "Parameters"},
            "request": {"method": "PATCH", "url": "Patient/p1"}}),
        put,
    ];
    let batch = app.call("POST", "/fhir", bundle("batch", &entries)).json();
    assert_eq!(statuses(&batch), ["422", "404", "404", "405", "201"], "{batch}");
    assert_eq!(app.get("/fhir/Patient/p1").header("etag"), "W/\"1\"");
}

#[test]
fn each_kind_of_entry_holds_its_conditions() {
    for kind in ["batch", "transaction"] {
        let app = with_patients(&["p1", "p2", "p3"]);
        let with = |mut entry: Value, name: &str, tag: &str| {
            entry["request"][name] = tag.into();
            entry
        };
        let delete = |url: &str| json!({"request": {"method": "DELETE", "url": url}});
        let get = |url: &str| json!({"request": {"method": "GET", "url": url}});
        for stale in [
            with(patch("Patient/p1", &language("fi")), "ifMatch", "W/\"7\""),
            with(delete("Patient/p1"), "ifMatch", "W/\"7\""),
            with(delete("Patient?identifier=urn:x|p1"), "ifMatch", "W/\"7\""),
        ] {
            let answer = app.call("POST", "/fhir", bundle(kind, &[stale]));
            if kind == "batch" {
                assert_eq!(statuses(&answer.json()), ["412"], "{}", answer.text);
            } else {
                assert_eq!((answer.status, answer.problem().as_str()), (412, "version-conflict"));
            }
        }
        let entries = [
            with(patch("Patient/p1", &language("fi")), "ifMatch", "W/\"1\""),
            with(delete("Patient/p2"), "ifMatch", "W/\"1\""),
            with(delete("Patient?identifier=urn:x|p3"), "ifMatch", "W/\"1\""),
            delete("Patient?identifier=urn:x|nobody"),
            with(get("Patient/p1"), "ifNoneMatch", "W/\"2\""),
            with(get("Patient/p1"), "ifNoneMatch", "W/\"1\""),
            with(get("Patient/p1"), "ifModifiedSince", "Fri, 01 Jan 2100 00:00:00 GMT"),
        ];
        let answer = app.call("POST", "/fhir", bundle(kind, &entries));
        assert_eq!(answer.status, 200, "{}", answer.text);
        let said = statuses(&answer.json());
        assert_eq!(said, ["200", "204", "204", "204", "304", "200", "304"], "{}", answer.text);
        assert_eq!(app.find("/fhir/Patient"), ["p1"]);
    }
}
