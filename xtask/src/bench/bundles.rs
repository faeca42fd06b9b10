//! Transaction bundles as an old system would send them: eight resources and some twelve kilobytes each.
//! The same number always makes the same bundle, so runs can be compared.

use serde_json::{Value, json};

/// How many resources each bundle has.
pub(super) const RESOURCES: u64 = 8;

/// The bundle of this number.
pub(super) fn bundle(number: u32) -> String {
    let patient = id(number, 0);
    let encounter = id(number, 1);
    let mut entries = vec![
        entry(&patient, "Patient", &patient_body(number)),
        entry(&encounter, "Encounter", &encounter_body(number, &patient)),
    ];
    for place in 2..8 {
        let observation = observation_body(number, place, &patient, &encounter);
        entries.push(entry(&id(number, place), "Observation", &observation));
    }
    json!({"resourceType": "Bundle", "type": "transaction", "entry": entries}).to_string()
}

fn entry(id: &str, kind: &str, resource: &Value) -> Value {
    json!({
        "fullUrl": format!("urn:uuid:{id}"),
        "resource": resource,
        "request": {"method": "POST", "url": kind},
    })
}

/// A UUID of version 4 in form, and a number in fact.
pub(super) fn id(bundle: u32, place: u32) -> String {
    format!("{bundle:08x}-0000-4000-8000-{place:012x}")
}

/// What a patient is known by.
pub(super) fn identifier(number: u32) -> String {
    format!("B{number:08}")
}

fn day(number: u32) -> String {
    format!("{}-{:02}-{:02}", 2015 + number % 10, 1 + number % 12, 1 + number % 28)
}

fn narrative(subject: &str) -> Value {
    let words = "Kirjattu vanhassa järjestelmässä ja siirretty sellaisenaan. ".repeat(8);
    json!({
        "status": "generated",
        "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{subject}: {words}</p></div>"),
    })
}

fn patient_body(number: u32) -> Value {
    const FAMILIES: [&str; 8] =
        ["Virtanen", "Korhonen", "Mäkinen", "Nieminen", "Lindström", "Heikkinen", "Öhman", "Salo"];
    let family = FAMILIES.iter().cycle().nth(number as usize % FAMILIES.len());
    json!({
        "resourceType": "Patient",
        "text": narrative("Potilas"),
        "identifier": [{"system": "urn:oid:1.2.246.10.99999999.22.2015", "value": identifier(number)}],
        "active": true,
        "name": [{"use": "official", "family": family, "given": [format!("Testi{number}"), "Tauno"]}],
        "telecom": [{"system": "phone", "value": format!("+358 50 {number:07}")}],
        "gender": if number.is_multiple_of(2) { "female" } else { "male" },
        "birthDate": format!("{}-{:02}-{:02}", 1930 + number % 90, 1 + number % 12, 1 + number % 28),
        "address": [{"line": [format!("Koekatu {number}")], "city": "Porvoo", "postalCode": "06100"}],
    })
}

fn encounter_body(number: u32, patient: &str) -> Value {
    json!({
        "resourceType": "Encounter",
        "text": narrative("Käynti"),
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "type": [{"coding": [{"system": "http://snomed.info/sct", "code": "185349003"}]}],
        "subject": {"reference": format!("urn:uuid:{patient}")},
        "period": {
            "start": format!("{}T09:00:00+02:00", day(number)),
            "end": format!("{}T09:20:00+02:00", day(number)),
        },
    })
}

fn observation_body(number: u32, place: u32, patient: &str, encounter: &str) -> Value {
    const CODES: [&str; 6] = ["8480-6", "8462-4", "29463-7", "8302-2", "2339-0", "718-7"];
    let code = CODES.get(place as usize % CODES.len());
    json!({
        "resourceType": "Observation",
        "text": narrative("Mittaus"),
        "status": "final",
        "category": [{"coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/observation-category",
            "code": "vital-signs",
        }]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": "Mittaus"},
        "subject": {"reference": format!("urn:uuid:{patient}")},
        "encounter": {"reference": format!("urn:uuid:{encounter}")},
        "effectiveDateTime": format!("{}T09:{:02}:00+02:00", day(number), place),
        "valueQuantity": {
            "value": 60 + (number + place) % 90,
            "unit": "1",
            "system": "http://unitsofmeasure.org",
            "code": "1",
        },
        "note": [{"text": "Mitattu vastaanotolla levossa, toistettu kerran. ".repeat(6)}],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_has_its_size_and_its_number_decides_it() {
        let text = bundle(7);
        assert!((9_000..16_000).contains(&text.len()), "{}", text.len());
        assert_eq!(text, bundle(7));
        assert_ne!(text, bundle(8));
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["entry"].as_array().unwrap().len() as u64, RESOURCES);
    }
}
