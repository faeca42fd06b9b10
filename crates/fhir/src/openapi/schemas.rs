//! R4's types as JSON Schema.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{link, members};
use crate::ResourceType;
use crate::capability::Support;
use crate::definitions::{Definition, Element, Kind, definitions};

const DATE: &str = "([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)";
const TIME: &str = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?";
const ZONE: &str = "(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))";

/// The schemas of the supported types and of everything that they are made of.
pub(super) fn all(supports: &[Support]) -> Value {
    let mut waiting: Vec<&str> = supports.iter().map(|support| support.rtype.as_str()).collect();
    waiting.extend(["Element", "Parameters", "Bundle", "OperationOutcome"]);
    let mut done = Map::new();
    let mut known: BTreeSet<&str> = waiting.iter().copied().collect();
    while let Some(name) = waiting.pop() {
        let Some(definition) = definitions().find(name) else { continue };
        done.insert(name.to_owned(), of_type(definition));
        let parts = definition.elements().flat_map(|element| element.types.iter().copied());
        waiting.extend(parts.filter(|part| !is_primitive(part) && known.insert(part)));
    }
    let types: Vec<&str> = ResourceType::all().iter().map(|rtype| rtype.as_str()).collect();
    let any = json!({
        "type": "object",
        "properties": {"resourceType": {"type": "string", "enum": types}, "id": of_primitive("id")},
        "required": ["resourceType"],
    });
    done.insert("Resource".to_owned(), any);
    Value::Object(done)
}

fn of_type(definition: &Definition) -> Value {
    let written = definition.elements().flat_map(|element| {
        element.types.iter().map(|name| (element.written(name), of_element(element, name)))
    });
    let mut properties: Map<String, Value> = written.collect();
    let mut required: Vec<&str> = Vec::new();
    if definition.kind == Kind::Resource {
        properties.insert("resourceType".to_owned(), json!({"const": definition.name}));
        required.push("resourceType");
    }
    let needed = definition.elements().filter(|element| element.min > 0 && !element.choice);
    let mut needed: Vec<&str> = needed.map(|element| element.name).collect();
    needed.sort_unstable();
    required.extend(needed);
    json!({
        "type": "object",
        "properties": properties,
        // Extensions of a primitive stand beside it.
        "patternProperties": {"^_[a-z][A-Za-z]*$": {}},
        "required": required,
        "additionalProperties": false,
    })
}

fn of_element(element: &Element, fhir_type: &str) -> Value {
    let codes = element.value_set.filter(|_| fhir_type == "code");
    let one = match codes.and_then(|name| definitions().value_set(name)) {
        Some(set) => json!({"type": "string", "enum": set.listed}),
        None if is_primitive(fhir_type) => of_primitive(fhir_type),
        None => link("schemas", fhir_type),
    };
    if element.many { json!({"type": "array", "items": one, "minItems": 1}) } else { one }
}

fn is_primitive(fhir_type: &str) -> bool {
    fhir_type.starts_with(|first: char| first.is_ascii_lowercase())
}

/// A primitive as JSON writes it.
pub(super) fn of_primitive(fhir_type: &str) -> Value {
    let text = |pattern: String| json!({"type": "string", "pattern": format!("^{pattern}$")});
    match fhir_type {
        "boolean" => json!({"type": "boolean"}),
        "decimal" => json!({"type": "number"}),
        "integer" => json!({"type": "integer", "minimum": i32::MIN, "maximum": i32::MAX}),
        "unsignedInt" => json!({"type": "integer", "minimum": 0, "maximum": i32::MAX}),
        "positiveInt" => json!({"type": "integer", "minimum": 1, "maximum": i32::MAX}),
        "date" => text(DATE.to_owned()),
        "dateTime" => {
            text(format!("({DATE}|[0-9]{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9])T{TIME}{ZONE})"))
        }
        "instant" => text(format!("[0-9]{{4}}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9])T{TIME}{ZONE}")),
        "time" => text(TIME.to_owned()),
        "id" => text("[A-Za-z0-9.-]{1,64}".to_owned()),
        "code" => text("[^ \\t\\r\\n]+( [^ \\t\\r\\n]+)*".to_owned()),
        "uri" | "url" | "canonical" | "oid" | "uuid" => text("[^ \\t\\r\\n]+".to_owned()),
        _ => json!({"type": "string", "minLength": 1}),
    }
}

/// A part of the Parameters that an operation takes or gives is not told apart from any other.
pub(super) fn object_of(all: impl IntoIterator<Item = (String, Value)>) -> Value {
    json!({"type": "object", "properties": members(all), "additionalProperties": false})
}
