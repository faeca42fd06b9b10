//! The smallest sound resource of each type, made from R4's own definitions.

use fhir::ResourceType;
use fhir::definitions::{Element, definitions};
use serde_json::{Map, Value, json};

/// A resource of a type with nothing but what must be there.
pub(crate) fn smallest(rtype: ResourceType) -> Value {
    let mut object = Map::new();
    object.insert("resourceType".to_owned(), json!(rtype.as_str()));
    object.insert("id".to_owned(), json!("x1"));
    fill(&mut object, rtype.as_str());
    Value::Object(object)
}

fn fill(object: &mut Map<String, Value>, of: &str) {
    let definition = definitions().find(of).unwrap();
    for required in definition.required() {
        let element = definition.element(required.name).unwrap();
        let fhir_type = element.types[0];
        let value = value(fhir_type, element);
        let value = if element.many { json!([value]) } else { value };
        object.insert(element.written(fhir_type), value);
    }
}

fn value(fhir_type: &str, element: &Element) -> Value {
    let set = element.value_set.and_then(|name| definitions().value_set(name));
    match fhir_type {
        "code" => json!(set.and_then(|set| set.listed.first().copied()).unwrap_or("x")),
        "boolean" => json!(true),
        "integer" | "positiveInt" | "unsignedInt" => json!(1),
        "decimal" => json!(1.5),
        "date" => json!("2026-01-01"),
        "dateTime" | "instant" => json!("2026-01-01T00:00:00Z"),
        "time" => json!("08:00:00"),
        "uri" | "url" | "canonical" | "oid" | "uuid" => json!("urn:x"),
        "base64Binary" => json!("AA=="),
        "string" | "markdown" | "id" => json!("x"),
        "Resource" => json!({"resourceType": "Basic", "code": {"text": "x"}}),
        "CodeableConcept" => match set.and_then(fhir::definitions::ValueSet::first) {
            Some((system, code)) => json!({"coding": [{"system": system, "code": code}]}),
            None => json!({"text": "x"}),
        },
        "Reference" => json!({"display": "x"}),
        "Identifier" => json!({"value": "x"}),
        part => {
            let mut object = Map::new();
            fill(&mut object, part);
            if object.is_empty() {
                object.insert("id".to_owned(), json!("x"));
            }
            Value::Object(object)
        }
    }
}
