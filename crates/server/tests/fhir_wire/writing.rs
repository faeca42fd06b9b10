//! Writes by condition, patches and history: each as FHIR says, and nothing half done.

use serde_json::{Value, json};

use crate::app::{App, link};

const PATCH: [(&str, &str); 1] = [("content-type", "application/json-patch+json")];

fn patient(identifier: &str, family: &str) -> Value {
    json!({
        "resourceType": "Patient",
        "identifier": [{"system": "urn:old", "value": identifier}],
        "name": [{"family": family}],
    })
}

#[test]
fn an_update_by_condition_makes_or_changes_the_one_that_is_meant() {
    let app = App::new();
    let put = |query: &str, body: &Value| {
        app.call("PUT", &format!("/fhir/Patient?{query}"), body.to_string())
    };
    let first = put("identifier=urn:old|1", &patient("1", "Aalto"));
    assert_eq!(first.status, 201, "{}", first.text);
    let id = first.json()["id"].as_str().unwrap().to_owned();
    let second = put("identifier=urn:old|1", &patient("1", "Aaltonen"));
    assert_eq!((second.status, second.header("etag")), (200, "W/\"2\""));
    assert_eq!(second.json()["id"], id);
    let again = put("identifier=urn:old|1", &patient("1", "Aaltonen"));
    assert_eq!(again.header("etag"), "W/\"2\"", "the same again changes nothing");
    let mut other = patient("1", "B");
    other["id"] = json!("other");
    let differs = put("identifier=urn:old|1", &other);
    assert_eq!((differs.status, differs.problem().as_str()), (400, "address-differs"));
    let chosen = put("identifier=urn:old|9", &other);
    assert_eq!((chosen.status, chosen.json()["id"].clone()), (201, json!("other")));
    assert_eq!(app.call("POST", "/fhir/Patient", patient("1", "C").to_string()).status, 201);
    let several = put("identifier=urn:old|1", &patient("1", "D"));
    assert_eq!((several.status, several.problem().as_str()), (412, "condition-ambiguous"));
    let none = put("", &patient("1", "D"));
    assert_eq!((none.status, none.problem().as_str()), (412, "condition-missing"));
    let unknown = put("shoe-size=44", &patient("1", "D"));
    assert_eq!((unknown.status, unknown.problem().as_str()), (400, "parameter-unknown"));
}

#[test]
fn a_delete_by_condition_ends_one_and_never_several() {
    let app = App::new();
    for identifier in ["1", "2", "2"] {
        let body = patient(identifier, "Aalto").to_string();
        assert_eq!(app.call("POST", "/fhir/Patient", body).status, 201);
    }
    let delete = |query: &str| app.call("DELETE", &format!("/fhir/Patient?{query}"), "");
    assert_eq!(delete("identifier=urn:old|2").problem(), "condition-ambiguous");
    assert_eq!(delete("identifier=urn:old|3").status, 204, "nothing is there to end");
    assert_eq!(delete("identifier=urn:old|1").status, 204);
    assert_eq!(delete("").problem(), "condition-missing");
    assert_eq!(app.find("/fhir/Patient?name=aalto").len(), 2);
}

#[test]
fn a_write_that_ignored_a_search_is_refused() {
    let app = App::new();
    let aalto = patient("1", "Aalto").to_string();
    assert_eq!(app.call("POST", "/fhir/Patient?_pretty=true", aalto.clone()).status, 201);
    let id = app.find("/fhir/Patient").remove(0);
    let one = format!("/fhir/Patient/{id}?identifier=urn:old|2");
    for (method, path) in [
        ("POST", "/fhir/Patient?identifier=urn:old|1"),
        ("POST", "/fhir?identifier=urn:old|1"),
        ("PUT", one.as_str()),
        ("PATCH", one.as_str()),
        ("DELETE", one.as_str()),
    ] {
        let refused = app.call(method, path, aalto.clone());
        assert_eq!(
            (refused.status, refused.problem().as_str()),
            (400, "parameter-unknown"),
            "{path}"
        );
    }
    assert_eq!(app.find("/fhir/Patient"), [id]);
}

#[test]
fn a_patch_changes_what_it_names() {
    let app = App::new();
    let mut body = patient("1", "Aalto");
    body["id"] = json!("p1");
    body["extension"] = json!([{"url": "urn:w", "valueString": "x"}]);
    let text = body.to_string().replace("\"valueString\":\"x\"", "\"valueDecimal\":1.50");
    assert_eq!(app.call("PUT", "/fhir/Patient/p1", text).status, 201);
    let patch = |headers: &[(&str, &str)], steps: Value| {
        let headers: Vec<_> = PATCH.iter().chain(headers).copied().collect();
        app.call_with("PATCH", "/fhir/Patient/p1", &headers, steps.to_string())
    };
    let good = patch(
        &[("if-match", "W/\"1\"")],
        json!([{"op": "test", "path": "/name/0/family", "value": "Aalto"},
               {"op": "add", "path": "/gender", "value": "female"}]),
    );
    assert_eq!((good.status, good.header("etag")), (200, "W/\"2\""), "{}", good.text);
    assert!(good.text.contains("1.50"), "digits stay: {}", good.text);
    assert_eq!(app.find("/fhir/Patient?gender=female"), ["p1"]);
    for (headers, steps, status, problem) in [
        (
            vec![("if-match", "W/\"1\"")],
            json!([{"op": "remove", "path": "/gender"}]),
            412,
            "version-conflict",
        ),
        (vec![], json!([{"op": "test", "path": "/gender", "value": "male"}]), 422, "patch-failed"),
        (vec![], json!([{"op": "remove", "path": "/photo"}]), 422, "patch-failed"),
        (vec![], json!({"op": "remove"}), 400, "patch-malformed"),
        (vec![], json!([{"op": "replace", "path": "/gender", "value": "x"}]), 422, "code-unknown"),
        (vec![], json!([{"op": "replace", "path": "/id", "value": "p2"}]), 400, "address-differs"),
        (vec![("content-type", "application/fhir+json")], json!([]), 415, "media-type"),
    ] {
        let given = headers.iter().any(|(name, _)| *name == "content-type");
        let answer = if given {
            app.call_with("PATCH", "/fhir/Patient/p1", &headers, steps.to_string())
        } else {
            patch(&headers, steps.clone())
        };
        assert_eq!((answer.status, answer.problem().as_str()), (status, problem), "{steps}");
    }
    assert_eq!(app.get("/fhir/Patient/p1").header("etag"), "W/\"2\"", "nothing was half done");
    let by_condition = app.call_with(
        "PATCH",
        "/fhir/Patient?identifier=urn:old|1",
        &PATCH,
        json!([{"op": "remove", "path": "/gender"}]).to_string(),
    );
    assert_eq!(by_condition.status, 200, "{}", by_condition.text);
    let nobody = app.call_with("PATCH", "/fhir/Patient/p9", &PATCH, "[]");
    assert_eq!(nobody.status, 404);
    assert_eq!(app.call("DELETE", "/fhir/Patient/p1", "").status, 204);
    assert_eq!(app.call_with("PATCH", "/fhir/Patient/p1", &PATCH, "[]").status, 410);
}

#[test]
fn what_is_not_built_as_fhir_says_is_refused_with_its_place() {
    let app = App::new();
    for (resource, problem, place) in [
        (json!({"resourceType": "Patient", "shoeSize": 44}), "element-unknown", "Patient.shoeSize"),
        (json!({"resourceType": "Patient", "active": "yes"}), "wrong-type", "Patient.active"),
        (json!({"resourceType": "Patient", "name": {"family": "x"}}), "wrong-type", "Patient.name"),
        (
            json!({"resourceType": "Patient", "birthDate": ["1990"]}),
            "wrong-type",
            "Patient.birthDate",
        ),
        (
            json!({"resourceType": "Patient", "birthDate": "1990-02-30"}),
            "date-invalid",
            "Patient.birthDate",
        ),
        (json!({"resourceType": "Patient", "gender": "nainen"}), "code-unknown", "Patient.gender"),
        (
            json!({"resourceType": "Patient", "contact": [{"gender": "x"}]}),
            "code-unknown",
            "Patient.contact[0].gender",
        ),
        (
            json!({"resourceType": "Observation", "status": "final"}),
            "element-missing",
            "Observation",
        ),
        (
            json!({"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                "valueString": "a", "valueBoolean": true}),
            "choice-twice",
            "Observation.valueBoolean",
        ),
    ] {
        let rtype = resource["resourceType"].as_str().unwrap();
        let answer = app.call("POST", &format!("/fhir/{rtype}"), resource.to_string());
        assert_eq!((answer.status, answer.problem().as_str()), (422, problem), "{resource}");
        assert_eq!(answer.json()["issue"][0]["expression"][0], place, "{resource}");
        let bundle = json!({"resourceType": "Bundle", "type": "transaction", "entry": [
            {"resource": resource, "request": {"method": "POST", "url": rtype}},
        ]});
        let whole = app.call("POST", "/fhir", bundle.to_string());
        assert_eq!((whole.status, whole.problem().as_str()), (422, problem), "{resource}");
    }
    let odd = json!({"resourceType": "Patient", "identifier":
        [{"system": "1.2.246.21", "value": "010190-999Y"}]});
    let taken = app.call("POST", "/fhir/Patient", odd.to_string());
    assert_eq!(taken.status, 201, "Finnish findings are only said: {}", taken.text);
}

#[test]
fn changes_are_told_over_types_and_over_all() {
    let app = App::new();
    for number in 0..3 {
        let text = json!({"resourceType": "Location", "id": format!("l{number}"), "name": "a"});
        app.call("PUT", &format!("/fhir/Location/l{number}"), text.to_string());
    }
    let device = json!({"resourceType": "Device", "id": "d1"});
    app.call("PUT", "/fhir/Device/d1", device.to_string());
    app.call("DELETE", "/fhir/Location/l0", "");
    let told = |path: &str| {
        let (mut told, mut next) = (Vec::new(), Some(path.to_owned()));
        while let Some(path) = next {
            let page = app.get(&path).json();
            assert_eq!(page["type"], "history", "{page}");
            for entry in page["entry"].as_array().into_iter().flatten() {
                let url = entry["fullUrl"].as_str().unwrap().rsplit('/').next().unwrap();
                told.push(format!("{} {url}", entry["request"]["method"].as_str().unwrap()));
            }
            next = link(&page, "next");
        }
        told
    };
    let locations = ["DELETE l0", "POST l2", "POST l1", "POST l0"];
    assert_eq!(told("/fhir/Location/_history"), locations);
    assert_eq!(told("/fhir/Location/_history?_count=1"), locations, "page by page");
    let all = told("/fhir/_history");
    assert_eq!(all, ["DELETE l0", "POST d1", "POST l2", "POST l1", "POST l0"]);
    let deleted = app.get("/fhir/Location/_history?_count=1").json();
    let at = deleted["entry"][0]["response"]["lastModified"].as_str().unwrap().to_owned();
    assert_eq!(told(&format!("/fhir/_history?_since={at}")), ["DELETE l0"]);
    assert_eq!(told("/fhir/Location/l0/_history?_since=2030-01-01"), [""; 0]);
    let fault = app.get("/fhir/_history?_since=soon");
    assert_eq!((fault.status, fault.problem().as_str()), (400, "search-value"));
    assert_eq!(app.call("POST", "/fhir/_history", "").status, 405);
}

#[test]
fn a_reader_who_knows_it_already_is_told_so() {
    let app = App::new();
    let text = json!({"resourceType": "Location", "id": "l1", "name": "a"}).to_string();
    app.call("PUT", "/fhir/Location/l1", text);
    let read = app.get("/fhir/Location/l1");
    let since = read.header("last-modified").to_owned();
    let again = |headers: &[(&str, &str)]| app.call_with("GET", "/fhir/Location/l1", headers, "");
    assert_eq!(again(&[("if-modified-since", &since)]).status, 304);
    assert_eq!(again(&[("if-modified-since", "Mon, 02 Mar 2020 06:00:00 GMT")]).status, 200);
    assert_eq!(again(&[("if-none-match", "W/\"7\""), ("if-modified-since", &since)]).status, 200);
    let pretty = app.get("/fhir/Location/l1?_pretty=true");
    assert!(pretty.text.contains("\n  \"name\": \"a\""), "{}", pretty.text);
    assert_eq!(pretty.json(), read.json());
}

#[test]
fn a_transaction_is_done_in_the_order_of_fhir() {
    let app = App::new();
    let location = |id: &str| json!({"resourceType": "Location", "id": id, "name": id});
    app.call("PUT", "/fhir/Location/old", location("old").to_string());
    let bundle = json!({"resourceType": "Bundle", "type": "transaction", "entry": [
        {"request": {"method": "GET", "url": "Location?name=n"}},
        {"resource": location("new"), "request": {"method": "PUT", "url": "Location/new"}},
        {"fullUrl": "urn:uuid:6b1b1f0e-8a1e-4c11-a25c-1f0a3f3d0009",
         "resource": {"resourceType": "Location", "name": "newer",
                      "partOf": {"reference": "Location?name=old"}},
         "request": {"method": "POST", "url": "Location"}},
        {"request": {"method": "DELETE", "url": "Location/old"}},
    ]});
    let whole = [("prefer", "return=representation")];
    let answer = app.call_with("POST", "/fhir", &whole, bundle.to_string());
    assert_eq!(answer.status, 200, "{}", answer.text);
    let answer = answer.json();
    let status = |at: usize| answer["entry"][at]["response"]["status"].as_str().unwrap().to_owned();
    assert_eq!(
        [status(0), status(1), status(2), status(3)].map(|one| one[..3].to_owned()),
        ["200", "201", "201", "204"]
    );
    assert_eq!(answer["entry"][0]["resource"]["total"], 2, "reads come last: {answer}");
    assert_eq!(answer["entry"][2]["resource"]["partOf"]["reference"], "Location/old");
    let history = app.get("/fhir/Location/_history").json();
    let methods: Vec<&str> = history["entry"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["request"]["method"].as_str().unwrap())
        .collect();
    assert_eq!(methods, ["POST", "POST", "DELETE", "POST"], "the deletion came first");
    let broken = json!({"resourceType": "Bundle", "type": "transaction", "entry": [
        {"request": {"method": "DELETE", "url": "Location/new"}},
        {"resource": location("new2"), "request":
            {"method": "PUT", "url": "Location/new2", "ifMatch": "W/\"3\""}},
    ]});
    assert_eq!(app.call("POST", "/fhir", broken.to_string()).status, 412);
    assert_eq!(app.get("/fhir/Location/new").status, 200, "all or nothing");
}

#[test]
fn two_who_decide_by_the_same_search_make_one() {
    let app = App::new();
    let body = patient("1", "Aalto").to_string();
    let door = &app.door;
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| {
                let answer = crate::app::call_apart(
                    door,
                    "POST",
                    "/fhir/Patient",
                    &[("if-none-exist", "identifier=urn:old|1")],
                    &body,
                );
                assert!([200, 201].contains(&answer), "{answer}");
            });
        }
    });
    assert_eq!(app.find("/fhir/Patient?identifier=urn:old|1").len(), 1);
}
