//! What is extracted and indexed, and what is not supported.

mod asked;

use serde_json::json;

use super::*;

fn kind(name: &str) -> ResourceType {
    ResourceType::parse(name).unwrap()
}

/// The values of a resource's parameters, as short lines.
fn extracted(resource: &serde_json::Value) -> Vec<String> {
    let rtype = kind(resource["resourceType"].as_str().unwrap());
    let found = registry().extract(rtype, resource);
    found.iter().map(|(param, value)| format!("{} {}", param.code, short(value))).collect()
}

fn short(value: &IndexValue<'_>) -> String {
    let text = |text: &Option<std::borrow::Cow<'_, str>>| text.as_deref().unwrap_or("").to_owned();
    match value {
        IndexValue::Token { system, code } => format!("{}|{code}", text(system)),
        IndexValue::String { exact, folded } => format!("{exact} ({folded})"),
        IndexValue::Date { low, high } => format!("{low}..{high}"),
        IndexValue::Reference(Target::Local { rtype, id }) => format!("{rtype}/{id}"),
        IndexValue::Reference(Target::Elsewhere(url)) | IndexValue::Uri(url) => url.to_string(),
        IndexValue::Quantity { system, code, low, high } => {
            format!("{low}..{high} {}|{}", text(system), text(code))
        }
        IndexValue::Number { low, high } => format!("{low}..{high}"),
    }
}

#[test]
fn a_patient_is_found_by_what_people_know() {
    let text = include_str!("../../tests/data/patient-turvakielto.json");
    let patient: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(
        extracted(&patient),
        [
            "_security https://hl7.fi/fhir/finnish-base-profiles/CodeSystem/\
             fi-base-security-label-cs|TURVAKIELTO",
            "active |true",
            "address Porvoo (porvoo)",
            "address 06100 (06100)",
            "address-city Porvoo (porvoo)",
            "address-postalcode 06100 (06100)",
            "birthdate 1462136400000..1462222799999",
            "deceased |false",
            "email email|asa@example.fi",
            "family Öst-Väänänen (ost-vaananen)",
            "given Åsa (asa)",
            "given Maria (maria)",
            "identifier urn:oid:1.2.246.21|020516C903K",
            "language urn:ietf:bcp:47|sv",
            "name Öst-Väänänen (ost-vaananen)",
            "name Åsa (asa)",
            "name Maria (maria)",
            "phone phone|+358 40 000 0000",
            "telecom phone|+358 40 000 0000",
            "telecom email|asa@example.fi",
        ]
    );
}

#[test]
fn an_appointment_is_found_by_its_people_time_and_state() {
    let text = include_str!("../../tests/data/appointment.json");
    let appointment: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(
        extracted(&appointment),
        [
            "actor urn:oid:1.2.246.21|131052-308X",
            "actor Patient/synteettinen-1",
            "actor Practitioner/p1",
            "date 1792891800000..1792891800999",
            "part-status http://hl7.org/fhir/participationstatus|accepted",
            "patient Patient/synteettinen-1",
            "practitioner Practitioner/p1",
            "service-type urn:oid:1.2.246.537.6.49|NC",
            "status http://hl7.org/fhir/appointmentstatus|pending",
        ]
    );
}

#[test]
fn an_observation_is_found_by_code_subject_date_and_value() {
    let observation = json!({
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [
            {"system": "http://loinc.org", "code": "8302-2"},
            {"system": "http://loinc.org", "code": "8302-2"},
        ]},
        "subject": {"reference": "Patient/1"},
        "encounter": {"reference": "https://elsewhere.fi/fhir/Encounter/5"},
        "performer": [{"reference": "#inside"}, {"reference": "urn:uuid:7"}],
        "effectivePeriod": {"start": "2026-01-01T00:00:00Z"},
        "valueQuantity": {"value": 178.5, "system": "http://unitsofmeasure.org", "code": "cm"},
    });
    assert_eq!(
        extracted(&observation),
        [
            "code http://loinc.org|8302-2",
            "combo-code http://loinc.org|8302-2",
            "combo-value-quantity 178.5..178.5 http://unitsofmeasure.org|cm",
            "date 1767225600000..9223372036854775807",
            "encounter https://elsewhere.fi/fhir/Encounter/5",
            "patient Patient/1",
            "performer urn:uuid:7",
            "status http://hl7.org/fhir/observation-status|final",
            "subject Patient/1",
            "value-quantity 178.5..178.5 http://unitsofmeasure.org|cm",
        ]
    );
}

#[test]
fn wrong_shapes_are_passed_by() {
    for value in [json!(5), json!("x"), json!([]), json!([[{}]]), json!({"a": null}), json!(null)] {
        let patient = json!({
            "resourceType": "Patient", "name": value, "identifier": value, "birthDate": value,
            "generalPractitioner": value, "meta": value, "telecom": value, "active": value,
        });
        let odd: Vec<String> = extracted(&patient);
        assert!(odd.len() <= 1, "{odd:?}");
    }
}

#[test]
fn presence_compiles_too() {
    let patient = kind("Patient");
    let params = registry().params(patient);
    let deceased = params.iter().find(|param| param.code == "deceased").unwrap();
    let says = |resource: &serde_json::Value| {
        let mut found = Vec::new();
        deceased.extract(resource, &mut found);
        short(&found[0].1)
    };
    assert_eq!(says(&json!({})), "|false");
    assert_eq!(says(&json!({"deceasedBoolean": false})), "|false");
    assert_eq!(says(&json!({"deceasedBoolean": true})), "|true");
    assert_eq!(says(&json!({"deceasedDateTime": "2026"})), "|true");
}

/// What is not compiled. This list may only shrink.
const GAPS: &[(&str, usize)] = &[
    ("Bundle-composition: “[0].resource”", 1),
    ("Bundle-message: “[0].resource”", 1),
    ("CarePlan-activity-date: date of string", 1),
    ("Consent-source-reference: reference of Attachment", 1),
    ("DocumentReference-relationship: reference of code", 1),
    ("InsurancePlan-name: nothing for InsurancePlan", 1),
    (
        "MolecularSequence-chromosome-variant-coordinate: root of %resource.referenceSeq.chromosome",
        1,
    ),
    (
        "MolecularSequence-referenceseqid-variant-coordinate: root of \
         %resource.referenceSeq.referenceSeqId",
        1,
    ),
    ("Observation-combo-value-quantity: quantity of SampledData", 1),
    ("Observation-component-value-quantity: quantity of SampledData", 1),
    ("Observation-value-quantity: quantity of SampledData", 1),
    ("by sound", 3),
    ("clinical-date: date of Age", 1),
    ("clinical-date: date of Range", 1),
    ("clinical-date: date of string", 1),
    ("no expression", 3),
    ("special", 1),
];

#[test]
fn the_gaps_are_known_and_only_shrink() {
    let mut seen: Vec<(String, usize)> = Vec::new();
    for gap in registry().gaps() {
        let reason = match gap.reason.as_str() {
            "by sound" | "special" | "no expression" => gap.reason.clone(),
            reason => format!("{}: {reason}", gap.definition),
        };
        match seen.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => seen.push((reason, 1)),
        }
    }
    seen.sort();
    let seen: Vec<(&str, usize)> =
        seen.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    assert_eq!(seen, GAPS);
}

#[test]
fn an_index_holds_links_once_for_all_parameters_that_find_them() {
    let narrows = |rtype: &str, code: &str| registry().param(kind(rtype), code).unwrap().narrows;
    assert_eq!(narrows("Appointment", "patient"), Some(("actor", kind("Patient"))));
    assert_eq!(narrows("Appointment", "location"), Some(("actor", kind("Location"))));
    assert_eq!(narrows("Encounter", "practitioner"), Some(("participant", kind("Practitioner"))));
    assert_eq!(narrows("Task", "patient"), Some(("subject", kind("Patient"))));
    assert_eq!(narrows("Appointment", "actor"), None);
    assert_eq!(narrows("Immunization", "patient"), None);

    let appointment = json!({
        "resourceType": "Appointment",
        "participant": [
            {"actor": {"reference": "Patient/1"}},
            {"actor": {"reference": "Location/2"}},
            {"actor": {"type": "Patient", "identifier": {"system": "urn:a", "value": "3"}}},
        ],
    });
    let found = registry().index(kind("Appointment"), &appointment);
    let found: Vec<_> = found.iter().map(|(param, v)| (param.code, short(v))).collect();
    let found: Vec<_> = found.iter().map(|(code, value)| (*code, value.as_str())).collect();
    assert_eq!(
        found,
        [
            ("actor", "Patient/1"),
            ("actor", "Location/2"),
            ("actor", "urn:a|3"),
            ("patient", "urn:a|3")
        ]
    );
}
