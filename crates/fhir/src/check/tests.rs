//! Findings with their places.

use serde_json::{Value, json};

use crate::intake::Limits;
use crate::problem::Severity;
use crate::resource::Draft;

/// Each finding as severity, code and path.
fn found(value: &Value) -> Vec<String> {
    let resource = Draft::parse(&value.to_string(), &Limits::default()).unwrap().identify();
    super::resource(&resource)
        .iter()
        .map(|problem| {
            let mark = if problem.severity == Severity::Error { "!" } else { "?" };
            format!("{mark} {} {}", problem.code.code(), problem.place.path)
        })
        .collect()
}

#[test]
fn a_sound_resource_has_no_findings() {
    let text = include_str!("../../tests/data/patient-turvakielto.json");
    assert_eq!(found(&serde_json::from_str(text).unwrap()), [] as [&str; 0]);
}

#[test]
fn structure_is_checked_with_its_place() {
    let patient = json!({
        "resourceType": "Patient",
        "birthDate": "1990-02-30",
        "gender": 5,
        "name": {"family": "x"},
        "active": "true",
        "shoeSize": 44,
        "contact": [{"name": {"family": ""}}, {"period": {"start": "2026-01-01T10:00"}}],
        "multipleBirthInteger": 1.5,
        "link": [{"type": "doctor"}],
        "generalPractitioner": [{"reference": "Doctor/1"}, {"reference": "#gp"}],
        "photo": [],
        "communication": [{"language": {"text": ["x"]}}],
        "_gender": 7,
        "telecom": [null, {"rank": -1}],
    });
    assert_eq!(
        found(&patient),
        [
            "! date-invalid Patient.birthDate",
            "? wrong-type Patient.gender",
            "? wrong-type Patient.name",
            "? wrong-type Patient.active",
            "? element-unknown Patient.shoeSize",
            "? value-empty Patient.contact[0].name.family",
            "! date-invalid Patient.contact[1].period.start",
            "? value-invalid Patient.multipleBirthInteger",
            "? code-unknown Patient.link[0].type",
            "? element-missing Patient.link[0]",
            "! reference-malformed Patient.generalPractitioner[0]",
            "? contained-missing Patient.generalPractitioner[1]",
            "? value-empty Patient.photo",
            "? wrong-type Patient.communication[0].language.text",
            "? wrong-type Patient._gender",
            "? value-invalid Patient.telecom[1].rank",
        ]
    );
}

#[test]
fn codes_of_required_bindings_are_checked() {
    let coding = |system: &str, code: &str| json!({"coding": [{"system": system, "code": code}]});
    let clinical = "http://terminology.hl7.org/CodeSystem/condition-clinical";
    for (value, good) in [
        (coding(clinical, "active"), true),
        (coding(clinical, "aktiivinen"), false),
        (coding("urn:oid:1.2.246.537.6.1", "active"), false),
        (json!({"text": "active"}), true),
    ] {
        let condition = json!({
            "resourceType": "Condition", "clinicalStatus": value,
            "subject": {"reference": "Patient/1"},
        });
        let expected: &[&str] =
            if good { &[] } else { &["? code-unknown Condition.clinicalStatus"] };
        assert_eq!(found(&condition), expected, "{condition}");
    }
    let observation = json!({
        "resourceType": "Observation", "status": "valmis", "code": {"text": "x"},
        "valueString": "a", "valueBoolean": true,
    });
    assert_eq!(
        found(&observation),
        ["? code-unknown Observation.status", "? choice-twice Observation.valueBoolean"]
    );
    let draft = Draft::parse(&observation.to_string(), &Limits::default()).unwrap();
    let strict = super::with(super::Rigour::Strict, &draft.identify());
    assert!(strict.iter().all(|problem| problem.severity == Severity::Error));
    assert!(strict[0].detail.contains("preliminary"), "{}", strict[0]);
}

#[test]
fn contained_and_inner_resources_are_checked_too() {
    let bundle = json!({
        "resourceType": "Bundle",
        "type": "document",
        "entry": [{"resource": {"resourceType": "Cat"}}, {"resource": {"resourceType": "Patient", "birthDate": "x"}}],
    });
    assert_eq!(
        found(&bundle),
        [
            "! type-unknown Bundle.entry[0].resource",
            "! date-invalid Bundle.entry[1].resource.birthDate"
        ]
    );
}

#[test]
fn finnish_traps_are_warnings() {
    let patient = |number: &str, birth: &str| {
        json!({
            "resourceType": "Patient",
            "identifier": [{"system": "urn:oid:1.2.246.21", "value": number}],
            "birthDate": birth,
        })
    };
    let none: [&str; 0] = [];
    assert_eq!(found(&patient("020516C903K", "2016-05-02")), none);
    assert_eq!(found(&patient("020516C903K", "2016-05")), none);
    let invalid = ["? identity-number-invalid Patient.identifier[0]"];
    // The check characters of two published examples are wrong.
    assert_eq!(found(&patient("010190-999Y", "1990-01-01")), invalid);
    assert_eq!(found(&patient("010190-999X", "1990-01-01")), invalid);
    assert_eq!(
        found(&patient("101100A9277", "2010-10-11")),
        ["? birth-date-differs Patient.birthDate"]
    );
    let text = include_str!("../../tests/data/appointment.json");
    assert_eq!(
        found(&serde_json::from_str(text).unwrap()),
        [
            "? system-spelling Appointment._status.extension[0].valueCoding",
            "? identity-number-invalid Appointment.participant[0].actor.identifier",
            "? booking-state-differs Appointment.status",
        ]
    );
    let practitioner = json!({
        "resourceType": "Practitioner",
        "identifier": [{"system": "urn:oid:1.2.246.537.26", "value": "032763"}],
    });
    assert_eq!(found(&practitioner), ["? register-number-misplaced Practitioner.identifier[0]"]);
}

#[test]
fn a_finding_never_repeats_an_identity_number() {
    let patient = json!({
        "resourceType": "Patient",
        "identifier": [{"system": "urn:oid:1.2.246.21", "value": "010190-999Y"}],
    });
    let resource = Draft::parse(&patient.to_string(), &Limits::default()).unwrap().identify();
    for problem in super::resource(&resource) {
        assert!(!problem.to_string().contains("010190"), "{problem}");
    }
}
