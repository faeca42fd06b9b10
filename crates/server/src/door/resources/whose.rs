//! Whose data a resource is: the key under which its text is sealed, and the name in the access log.

use fhir::reference::Reference;
use fhir::search::{IndexValue, Param, Target, registry};
use fhir::{Resource, ResourceType};
use uuid::Uuid;

/// Types that hold personal data without R4 giving them a patient to search by.
const PERSONAL: [&str; 6] = ["Binary", "Bundle", "Group", "Parameters", "Person", "Practitioner"];

/// The key that seals a resource. What is about a patient has the patient's id; what is personal but
/// names nobody has a key of its own, so that it can be destroyed too.
pub(super) fn whose(resource: &Resource) -> Option<String> {
    let rtype = resource.rtype;
    if rtype.as_str() == "Patient" {
        return Some(resource.id.clone());
    }
    let params = ["patient", "subject"].map(|code| registry().param(rtype, code));
    let named = params.iter().flatten().find_map(|param| patient(param, resource));
    let personal = params.iter().any(Option::is_some) || PERSONAL.contains(&rtype.as_str());
    named.or_else(|| personal.then(|| own_key(rtype, &resource.id)))
}

fn own_key(rtype: ResourceType, id: &str) -> String {
    format!("resource/{rtype}/{id}")
}

fn patient(param: &Param, resource: &Resource) -> Option<String> {
    let mut found = Vec::new();
    param.extract(&resource.value, &mut found);
    found.into_iter().find_map(|(_, value)| match value {
        IndexValue::Reference(Target::Local { rtype, id }) => {
            (rtype.as_str() == "Patient").then(|| id.into_owned())
        }
        IndexValue::Reference(Target::Elsewhere(url)) => elsewhere(&url),
        IndexValue::Token { .. }
        | IndexValue::String { .. }
        | IndexValue::Date { .. }
        | IndexValue::Quantity { .. }
        | IndexValue::Number { .. }
        | IndexValue::Uri(_) => None,
    })
}

/// A patient who did not come along: by the id under which they would be stored, or by their whole
/// address on another server.
fn elsewhere(url: &str) -> Option<String> {
    if let Some(name) = url.strip_prefix("urn:uuid:") {
        return Uuid::try_parse(name).ok().map(|id| id.to_string());
    }
    let link = fhir::reference::parse(url);
    let Reference::Absolute { target: Some((rtype, _)), .. } = link else { return None };
    (rtype.as_str() == "Patient").then(|| url.to_owned())
}

/// The person as the access log names them; keys that are no person's stay out of it.
pub(super) fn person_in_log(key: &str) -> Option<&str> {
    fhir::reference::is_id(key).then_some(key)
}

#[cfg(test)]
mod tests {
    use fhir::{Draft, Limits};

    use super::*;

    fn key(json: &str) -> Option<String> {
        whose(&Draft::parse(json, &Limits::default()).unwrap().with_id("x1"))
    }

    #[test]
    fn what_is_about_a_patient_is_sealed_under_the_patients_key() {
        let patient = "0c8b8a3e-5d3a-4b1c-9a52-8d9b6f5b2a11";
        for (json, expected) in [
            (r#"{"resourceType":"Patient"}"#.to_owned(), "x1"),
            (
                r#"{"resourceType":"Observation","subject":{"reference":"Patient/p1"}}"#.to_owned(),
                "p1",
            ),
            (
                r#"{"resourceType":"Appointment","participant":[{"actor":{"reference":"Location/1"}},
                {"actor":{"reference":"Patient/p2"}}]}"#
                    .to_owned(),
                "p2",
            ),
            (
                r#"{"resourceType":"Task","for":{"reference":"Patient/p3"}}"#.to_owned(),
                "p3",
            ),
            (
                format!(
                    r#"{{"resourceType":"Condition","subject":{{"reference":"urn:uuid:{patient}"}}}}"#
                ),
                patient,
            ),
            (
                r#"{"resourceType":"Condition","subject":{"reference":"https://a.fi/Patient/9"}}"#
                    .to_owned(),
                "https://a.fi/Patient/9",
            ),
        ] {
            assert_eq!(key(&json).as_deref(), Some(expected), "{json}");
        }
    }

    #[test]
    fn what_names_nobody_has_a_key_of_its_own_unless_it_is_about_nobody() {
        for json in [
            r##"{"resourceType":"Observation","subject":{"reference":"#p"}}"##,
            r#"{"resourceType":"Observation","subject":{"identifier":{"value":"010190-999W"}}}"#,
            r#"{"resourceType":"Practitioner"}"#,
            r#"{"resourceType":"Binary"}"#,
        ] {
            let own = key(json).unwrap();
            assert!(own.starts_with("resource/") && own.ends_with("/x1"), "{own}");
            assert_eq!(person_in_log(&own), None);
        }
        assert_eq!(key(r#"{"resourceType":"Organization"}"#), None);
        assert_eq!(key(r#"{"resourceType":"Slot"}"#), None);
    }
}
