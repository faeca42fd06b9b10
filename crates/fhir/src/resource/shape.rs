//! Less than the whole of a resource: a summary, some elements. What is left is marked as a part.

use std::fmt::Write as _;

use crate::definitions::{Definition, ResourceType, definitions};
use crate::search::Shape;
use crate::text;

/// The mark of what is not whole.
const SUBSETTED: &str = "{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\
                         \"code\":\"SUBSETTED\"}";

/// A printed resource in the shape that was asked for.
pub fn shaped(printed: &str, rtype: ResourceType, shape: &Shape) -> String {
    let Some(definition) = definitions().find(rtype.as_str()) else { return printed.to_owned() };
    if *shape == Shape::Whole {
        return printed.to_owned();
    }
    let mut out = String::from("{");
    for member in text::members(printed, 0) {
        let value = printed.get(member.value.clone()).unwrap_or_default();
        if member.name != "meta" && !stays(definition, member.name, shape) {
            continue;
        }
        if out.len() > 1 {
            out.push(',');
        }
        if member.name == "meta" {
            out.push_str("\"meta\":");
            out.push_str(&marked(value));
        } else {
            let _ = write!(out, "\"{}\":{value}", member.name);
        }
    }
    out.push('}');
    out
}

fn stays(definition: &Definition, member: &str, shape: &Shape) -> bool {
    let name = member.strip_prefix('_').unwrap_or(member);
    if matches!(name, "resourceType" | "id") {
        return true;
    }
    let Some(typed) = definition.written(name) else { return *shape == Shape::Data };
    let element = typed.element;
    match shape {
        Shape::Whole => true,
        Shape::Data => element.name != "text",
        Shape::Text => element.name == "text" || element.min > 0,
        Shape::Summary => element.summary || element.min > 0,
        Shape::Elements(names) => {
            element.min > 0 || names.iter().any(|wanted| wanted == element.name)
        }
        Shape::Count => false,
    }
}

/// A meta that also says that the resource is not whole.
fn marked(meta: &str) -> String {
    let tags = text::members(meta, 0).find(|member| member.name == "tag");
    if let Some(tags) = tags {
        let list = meta.get(tags.value.clone()).unwrap_or_default().trim_end();
        let open = list.strip_suffix(']').unwrap_or(list).trim_end();
        let comma = if open.ends_with('[') { "" } else { "," };
        return text::replace(meta, &[(tags.value, format!("{open}{comma}{SUBSETTED}]"))]);
    }
    let open = meta.trim_end();
    let open = open.strip_suffix('}').unwrap_or(open).trim_end();
    let comma = if open.ends_with('{') { "" } else { "," };
    format!("{open}{comma}\"tag\":[{SUBSETTED}]}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_marked_and_keeps_what_must_be() {
        let patient = ResourceType::parse("Observation").unwrap();
        let printed = "{\"resourceType\":\"Observation\",\"id\":\"1\",\"meta\":{\"versionId\":\"1\"},\
            \"text\":{\"div\":\"x\"},\"status\":\"final\",\"code\":{\"text\":\"c\"},\
            \"valueQuantity\":{\"value\":1.50},\"note\":[{\"text\":\"n\"}],\"x\":1}";
        let names = |shape: &Shape| {
            let out = shaped(printed, patient, shape);
            let value: serde_json::Value = serde_json::from_str(&out).unwrap();
            let whole = *shape == Shape::Whole;
            let mark = &value["meta"]["tag"][0]["code"];
            assert_eq!(mark == "SUBSETTED", !whole, "{out}");
            let names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
            names[3..].join(" ")
        };
        assert_eq!(names(&Shape::Whole), "text status code valueQuantity note x");
        assert_eq!(names(&Shape::Data), "status code valueQuantity note x");
        assert_eq!(names(&Shape::Text), "text status code");
        assert_eq!(names(&Shape::Summary), "status code valueQuantity");
        let some = Shape::Elements(vec!["value".to_owned()]);
        assert_eq!(names(&some), "status code valueQuantity");
        assert!(shaped(printed, patient, &some).contains("1.50"), "digits stay");
        assert_eq!(marked("{\"tag\":[{\"code\":\"a\"}]}").matches("code").count(), 2);
    }
}
