//! Plans of Bundles, good and odd, and the answers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::*;
use crate::check::Rigour;
use crate::definitions::ResourceType;
use crate::problem::Code;

fn planned(bundle: &Value, answers: &Answers) -> Plan {
    let limits = Limits::default();
    let text = bundle.to_string();
    Bundle::parse(&text, &limits).unwrap().plan(
        answers,
        Some("https://here.fi/fhir/"),
        &limits,
        Rigour::Lenient,
    )
}

/// One line for each entry.
fn lines(plan: &Plan) -> Vec<String> {
    plan.entries.iter().map(|planned| line(&planned.action)).collect()
}

fn line(action: &Action) -> String {
    match action {
        Action::Write { method, resource, .. } => {
            format!("{method:?} {}/{}", resource.rtype, resource.id)
        }
        Action::Exists { rtype, id } => format!("Exists {rtype}/{id}"),
        Action::Delete { rtype, id, if_match } => {
            format!("Delete {rtype}/{id}{}", if_match.map(|v| format!(" {v}")).unwrap_or_default())
        }
        Action::Patch { rtype, id, steps, .. } => format!("Patch {rtype}/{id} {steps}"),
        Action::Nothing => "Nothing".to_owned(),
        Action::Read { url, .. } => format!("Read {url}"),
        Action::Refuse(problems) => format!("Refuse {}", problems[0].code.code()),
    }
}

fn written(plan: &Plan, entry: usize) -> &Value {
    let Action::Write { resource, .. } = &plan.entries[entry].action else { panic!("no write") };
    assert_eq!(serde_json::from_str::<Value>(&resource.text).unwrap(), resource.value);
    &resource.value
}

const ONE: &str = "0b9a7c1e-5b7c-4b6e-9d0a-0f3c2b1a0001";
const TWO: &str = "0b9a7c1e-5b7c-4b6e-9d0a-0f3c2b1a0002";

fn post(full_url: &str, resource: &Value) -> Value {
    let url = resource["resourceType"].clone();
    json!({"fullUrl": full_url, "resource": resource, "request": {"method": "POST", "url": url}})
}

fn transaction(entries: &[Value]) -> Value {
    json!({"resourceType": "Bundle", "type": "transaction", "entry": entries})
}

#[test]
fn names_become_ids_and_every_reference_follows() {
    let observation = json!({
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": "x"},
        "contained": [{"resourceType": "Device", "id": "d", "patient": {"reference": format!("urn:uuid:{TWO}")}}],
        "subject": {"reference": format!("urn:uuid:{TWO}")},
        "device": {"reference": "#d"},
        "derivedFrom": [{"reference": "https://here.fi/fhir/Observation/9"}],
        "note": [{"text": format!("urn:uuid:{TWO}")}],
    });
    let plan = planned(
        &transaction(&[
            post(&format!("urn:uuid:{}", ONE.to_uppercase()), &observation),
            post(&format!("urn:uuid:{TWO}"), &json!({"resourceType": "Patient", "id": "old"})),
        ]),
        &Answers::default(),
    );
    assert_eq!(lines(&plan), [format!("Post Observation/{ONE}"), format!("Post Patient/{TWO}")]);
    let seen = written(&plan, 0);
    let patient = format!("Patient/{TWO}");
    assert_eq!(seen["subject"]["reference"], patient.as_str());
    assert_eq!(seen["contained"][0]["patient"]["reference"], patient.as_str());
    assert_eq!(seen["device"]["reference"], "#d");
    assert_eq!(seen["derivedFrom"][0]["reference"], "Observation/9");
    assert_eq!(seen["note"][0]["text"], format!("urn:uuid:{TWO}"));
    assert_eq!(plan.problems, []);
}

#[test]
fn absolute_and_relative_names_resolve_within_their_source() {
    let base = "https://old.fi/r4";
    let plan = planned(
        &transaction(&[
            post(
                &format!("{base}/Encounter/1"),
                &json!({"resourceType": "Encounter", "status": "finished", "class": {"code": "AMB"},
                    "subject": {"reference": "Patient/5"},
                    "partOf": {"reference": format!("{base}/Encounter/9")}}),
            ),
            post(&format!("{base}/Patient/5"), &json!({"resourceType": "Patient", "id": "5"})),
        ]),
        &Answers::default(),
    );
    let Action::Write { resource, .. } = &plan.entries[1].action else { panic!("no write") };
    let patient = format!("Patient/{}", resource.id);
    assert_eq!(written(&plan, 0)["subject"]["reference"], patient.as_str());
    assert_eq!(written(&plan, 0)["partOf"]["reference"], format!("{base}/Encounter/9"));
}

#[test]
fn what_does_not_resolve_is_kept_and_said() {
    let condition =
        json!({"resourceType": "Condition", "subject": {"reference": "urn:uuid:nobody"}});
    let plan = planned(&transaction(&[post("", &condition)]), &Answers::default());
    assert_eq!(written(&plan, 0)["subject"]["reference"], "urn:uuid:nobody");
    assert_eq!(plan.problems[0].code, Code::ReferenceUnresolved);
    assert!(!plan.has_refusal());
}

#[test]
fn ids_follow_from_the_bundle_alone() {
    let basic = || json!({"resourceType": "Basic", "code": {"text": "x"}});
    let bundle = transaction(&[
        post("", &basic()),
        post("", &basic()),
        post("urn:uuid:not-a-uuid", &basic()),
        post("https://old.fi/Basic/1", &basic()),
    ]);
    let first = lines(&planned(&bundle, &Answers::default()));
    assert_eq!(first, lines(&planned(&bundle, &Answers::default())));
    let mut ids = first.clone();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4, "{first:?}");
    // The same local name in another Bundle is another resource.
    let other = transaction(&[post("urn:uuid:not-a-uuid", &basic())]);
    assert!(!first.contains(&lines(&planned(&other, &Answers::default()))[0]));
}

#[test]
fn conditions_are_asked_and_answered() {
    let patient = json!({"resourceType": "Patient", "active": true});
    let bundle = transaction(&[
        json!({"fullUrl": format!("urn:uuid:{ONE}"), "resource": patient,
            "request": {"method": "POST", "url": "Patient", "ifNoneExist": "identifier=1"}}),
        json!({"resource": {"resourceType": "Organization", "name": "x"},
            "request": {"method": "PUT", "url": "Organization?identifier=2"}}),
        json!({"request": {"method": "DELETE", "url": "Basic?code=3"}}),
        post(
            "",
            &json!({"resourceType": "Condition", "subject": {"reference": format!("urn:uuid:{ONE}")},
            "asserter": {"reference": "Practitioner?identifier=4"}}),
        ),
    ]);
    let questions = Bundle::parse(&bundle.to_string(), &Limits::default()).unwrap().questions();
    let asked: Vec<String> =
        questions.iter().map(|question| format!("{}?{}", question.rtype, question.query)).collect();
    assert_eq!(
        asked,
        [
            "Patient?identifier=1",
            "Organization?identifier=2",
            "Basic?code=3",
            "Practitioner?identifier=4"
        ]
    );
    let mut answers = Answers::default();
    for (question, answer) in questions.into_iter().zip(["p", "o", "b", "d"]) {
        answers.give(question, Answer::One(answer.to_owned()));
    }
    let plan = planned(&bundle, &answers);
    assert_eq!(lines(&plan)[..3], ["Exists Patient/p", "Put Organization/o", "Delete Basic/b"]);
    assert_eq!(written(&plan, 3)["subject"]["reference"], "Patient/p");
    assert_eq!(written(&plan, 3)["asserter"]["reference"], "Practitioner/d");
    let unanswered = planned(&bundle, &Answers::default());
    assert_eq!(lines(&unanswered)[0], format!("Post Patient/{ONE}"));
    assert_eq!(lines(&unanswered)[2], "Nothing");
    let several = Question { rtype: ResourceType::parse("Basic").unwrap(), query: "code=3".into() };
    answers.give(several, Answer::Several);
    assert_eq!(lines(&planned(&bundle, &answers))[2], "Refuse condition-ambiguous");
}

#[test]
fn odd_entries_are_refused_one_by_one() {
    let patient = || json!({"resourceType": "Patient", "id": "1"});
    let put = |url: &str, resource: Value| json!({"resource": resource, "request": {"method": "PUT", "url": url}});
    let bundle = json!({"resourceType": "Bundle", "type": "batch", "entry": [
        put("Patient/1", patient()),
        put("Patient/2", patient()),
        put("Organization/1", patient()),
        put("Patient/1", patient()),
        {"resource": patient()},
        {"request": {"method": "POST", "url": "Patient"}},
        put("Patient/3", json!({"resourceType": "Cat"})),
        put("Patient/3", json!(5)),
        put("Patient/4", json!({"resourceType": "Patient", "id": "4", "birthDate": "soon"})),
        {"resource": patient(), "request": {"method": "PATCH", "url": "Patient/1"}},
        {"request": {"method": "GET", "url": "Patient?name=x"}},
        {"request": {"method": "DELETE", "url": "Patient"}},
        {"fullUrl": 5, "resource": patient(), "request": {"method": "POST", "url": "Patient"}},
        7,
        {"resource": patient(), "request": {"method": "PUT", "url": "Patient/1", "ifMatch": "x"}},
    ]});
    let plan = planned(&bundle, &Answers::default());
    assert_eq!(
        lines(&plan),
        [
            "Put Patient/1",
            "Refuse address-differs",
            "Refuse address-differs",
            "Refuse entry-twice",
            "Refuse entry-malformed",
            "Refuse entry-malformed",
            "Refuse type-unknown",
            "Refuse not-object",
            "Refuse date-invalid",
            "Refuse method-unsupported",
            "Read Patient?name=x",
            "Refuse address-differs",
            "Refuse entry-malformed",
            "Refuse entry-malformed",
            "Refuse entry-malformed",
        ]
    );
    for planned in &plan.entries {
        if let Action::Refuse(problems) = &planned.action {
            assert!(problems.iter().all(|problem| problem.place.entry == Some(planned.entry)));
        }
    }
}

#[test]
fn an_unreadable_bundle_is_refused_as_a_whole() {
    let limits = Limits { entries: 1, ..Limits::default() };
    for (text, code) in [
        ("{\"resourceType\":\"Bundle\"}", Code::BundleKind),
        ("{\"resourceType\":\"Bundle\",\"type\":\"history\"}", Code::BundleKind),
        ("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":5}", Code::WrongType),
        ("{\"resourceType\":\"Bundle\",\"type\":5}", Code::WrongType),
        ("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[1,2]}", Code::TooManyEntries),
        ("{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[", Code::NotJson),
    ] {
        assert_eq!(Bundle::parse(text, &limits).unwrap_err()[0].code, code, "{text}");
    }
}

#[test]
fn answers_are_bundles() {
    let at = "2026-01-02T03:04:05Z".parse().unwrap();
    let outcomes = [
        EntryOutcome {
            status: 201,
            location: Some("Patient/1/_history/1".to_owned()),
            version: Some(1),
            updated_at: Some(at),
            ..EntryOutcome::default()
        },
        EntryOutcome { status: 404, outcome: Some("{}".to_owned()), ..EntryOutcome::default() },
    ];
    let text = response(BundleKind::Transaction, &outcomes);
    assert_eq!(
        serde_json::from_str::<Value>(&text).unwrap(),
        json!({"resourceType": "Bundle", "type": "transaction-response", "entry": [
            {"response": {"status": "201 Created", "location": "Patient/1/_history/1",
                "etag": "W/\"1\"", "lastModified": "2026-01-02T03:04:05.000Z"}},
            {"response": {"status": "404 Not Found", "outcome": {}}},
        ]})
    );
    let page = Page {
        self_url: "https://here.fi/fhir/Patient?name=\"a\"".to_owned(),
        next_url: Some("https://here.fi/fhir/Patient?_cursor=2".to_owned()),
        total: Some(7),
        entries: vec![Found {
            full_url: Some("https://here.fi/fhir/Patient/1".to_owned()),
            resource: "{\"resourceType\":\"Patient\",\"x\":1.50}".to_owned(),
            mode: Mode::Match,
        }],
    };
    let text = searchset(&page);
    assert!(text.contains("1.50"));
    let read: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(read["link"][1]["relation"], "next");
    assert_eq!(read["entry"][0]["search"]["mode"], "match");
    let empty: Value = serde_json::from_str(&searchset(&Page::default())).unwrap();
    assert!(empty.get("entry").is_none() && empty.get("total").is_none());
    let version = |version, resource: Option<&str>| Version {
        rtype: ResourceType::parse("Patient").unwrap(),
        id: "1".to_owned(),
        version,
        updated_at: at,
        resource: resource.map(str::to_owned),
    };
    let versions = [version(3, None), version(2, Some("{}")), version(1, Some("{}"))];
    let read: Value =
        serde_json::from_str(&history("https://here.fi/fhir", "self", None, &versions)).unwrap();
    let methods: Vec<&str> = read["entry"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["request"]["method"].as_str().unwrap())
        .collect();
    assert_eq!(methods, ["DELETE", "PUT", "POST"]);
}

fn binary(steps: &str) -> Value {
    let data = STANDARD.encode(steps);
    json!({"resourceType": "Binary", "contentType": "application/json-patch+json", "data": data})
}

#[test]
fn patches_are_planned_with_their_links_and_conditions() {
    let name = "urn:uuid:6b1b1f0e-8a1e-4c11-a25c-1f0a3f3d0002";
    let steps = format!(
        r#"[{{"op":"replace","path":"/subject/reference","value":"{name}"}},{{"op":"add","path":"/note","value":[{{"text":"{name}"}}]}}]"#
    );
    let patch =
        |url: &str| json!({"resource": binary(&steps), "request": {"method": "PATCH", "url": url}});
    let bundle = json!({"resourceType": "Bundle", "type": "transaction", "entry": [
        {"fullUrl": name, "resource": {"resourceType": "Patient"}, "request": {"method": "POST", "url": "Patient"}},
        patch("Condition/1"),
        patch("Condition?code=a"),
        patch("Condition?code=b"),
        patch("Condition/1"),
        {"request": {"method": "DELETE", "url": "Condition/9", "ifMatch": "W/\"3\""}},
    ]});
    let limits = Limits::default();
    let bundle = Bundle::parse(&bundle.to_string(), &limits).unwrap();
    let asked = bundle.questions();
    assert_eq!(
        asked.iter().map(|one| one.query.as_str()).collect::<Vec<_>>(),
        ["code=a", "code=b"]
    );
    let mut answers = Answers::default();
    answers.give(asked[0].clone(), Answer::One("2".to_owned()));
    let plan = bundle.plan(&answers, None, &limits, Rigour::Strict);
    let id = name.trim_start_matches("urn:uuid:");
    let rewritten = steps.replacen(name, &format!("Patient/{id}"), 1);
    assert_eq!(
        lines(&plan),
        [
            format!("Post Patient/{id}"),
            format!("Patch Condition/1 {rewritten}"),
            format!("Patch Condition/2 {rewritten}"),
            "Refuse not-found".to_owned(),
            "Refuse entry-twice".to_owned(),
            "Delete Condition/9 3".to_owned(),
        ]
    );
    let lenient = bundle.plan(&answers, None, &limits, Rigour::Lenient);
    assert_eq!(lines(&lenient)[1], "Refuse method-unsupported");
}

#[test]
fn a_condition_that_a_method_does_not_have_is_not_passed_over() {
    for (method, url, condition) in [
        ("POST", "Patient", "ifMatch"),
        ("GET", "Patient/1", "ifMatch"),
        ("PUT", "Patient/1", "ifNoneExist"),
        ("DELETE", "Patient/1", "ifNoneExist"),
        ("PATCH", "Patient/1", "ifNoneMatch"),
        ("DELETE", "Patient/1", "ifModifiedSince"),
    ] {
        let mut request = json!({"method": method, "url": url});
        request[condition] = "W/\"1\"".into();
        let bundle = json!({"resourceType": "Bundle", "type": "batch", "entry": [
            {"resource": {"resourceType": "Patient", "id": "1"}, "request": request}]});
        let plan = planned(&bundle, &Answers::default());
        assert_eq!(lines(&plan), ["Refuse entry-malformed"], "{method} {condition}");
    }
}
