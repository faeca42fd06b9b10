//! The interface as an `OpenAPI` document, made of the tables that the server and its
//! `CapabilityStatement` are made of. It can promise no parameter and no element that they do not have.

mod operations;
mod schemas;

use serde_json::{Map, Value, json};

use crate::capability::Support;
use crate::search::Registry;

/// An operation over many resources at once: its name, where it is defined, and where it is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SystemOperation {
    /// The name, without its dollar sign.
    pub name: &'static str,
    /// The address of its definition.
    pub definition: &'static str,
    /// Methods and paths below the base.
    pub routes: &'static [(&'static str, &'static str)],
}

/// What the document is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Inputs<'a> {
    /// The program's version.
    pub version: &'a str,
    /// The path of the base.
    pub base_path: &'a str,
    /// The types.
    pub supports: &'a [Support],
    /// Operations over many resources.
    pub operations: &'a [SystemOperation],
}

/// The document.
pub fn document(registry: &Registry, inputs: &Inputs<'_>) -> Value {
    let mut paths = operations::of_system(inputs.operations);
    let mut parameters = operations::shared_parameters();
    for support in inputs.supports {
        operations::of_type(support, registry, &mut paths, &mut parameters);
    }
    let bearer = json!({"type": "http", "scheme": "bearer"});
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Polku: HL7 FHIR R4",
            "version": inputs.version,
            "description": "Made of the same tables as GET /metadata, which is the authority.",
        },
        "servers": [{"url": inputs.base_path}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": bearer},
            "parameters": parameters,
            "schemas": schemas::all(inputs.supports),
            "requestBodies": {"JsonPatch": operations::json_patch()},
            "responses": {
                "Answer": operations::answer("What was asked for.", None),
                "Refusal": operations::answer("Why not, and what to do.", Some("OperationOutcome")),
            },
        },
    })
}

/// A link inside the document.
fn link(kind: &str, name: &str) -> Value {
    json!({"$ref": format!("#/components/{kind}/{name}")})
}

/// An object of these members.
fn members(all: impl IntoIterator<Item = (String, Value)>) -> Value {
    Value::Object(all.into_iter().collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::ResourceType;
    use crate::capability::Interaction;
    use crate::search::registry;

    fn of(names: &[&str]) -> Value {
        let supports: Vec<Support> = names
            .iter()
            .map(|name| Support {
                rtype: ResourceType::parse(name).unwrap(),
                interactions: vec![Interaction::Read, Interaction::SearchType, Interaction::Create],
                update_creates: true,
                operations: vec![("validate", "Resource-validate")],
                documentation: "",
            })
            .collect();
        let operations =
            [SystemOperation { name: "x", definition: "urn:x", routes: &[("GET", "/$x/{id}")] }];
        let inputs = Inputs {
            version: "1",
            base_path: "/fhir",
            supports: &supports,
            operations: &operations,
        };
        document(registry(), &inputs)
    }

    fn links<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(object) => {
                found.extend(object.get("$ref").and_then(Value::as_str));
                object.values().for_each(|inner| links(inner, found));
            }
            Value::Array(items) => items.iter().for_each(|inner| links(inner, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn it_says_what_is_supported_and_nothing_else() {
        let document = of(&["Patient"]);
        let paths = document["paths"].as_object().unwrap();
        let methods = |path: &str| {
            let item = paths[path].as_object().unwrap();
            item.keys().filter(|key| *key != "parameters").cloned().collect::<Vec<_>>()
        };
        assert_eq!(methods("/Patient"), ["get", "post"]);
        assert_eq!(methods("/Patient/{id}"), ["get"]);
        assert_eq!(methods("/Patient/{id}/$validate"), ["get", "post"]);
        assert_eq!(methods("/$x/{id}"), ["get"]);
        assert!(!paths.contains_key("/Patient/{id}/_history"));
        let searched = document["paths"]["/Patient"]["get"]["parameters"].as_array().unwrap();
        let patient = ResourceType::parse("Patient").unwrap();
        for param in registry().params(patient) {
            let name = format!("Patient.{}", param.code);
            assert!(searched.contains(&link("parameters", &name)), "{name}");
        }
    }

    #[test]
    fn every_link_leads_somewhere() {
        let names: Vec<&str> = ResourceType::all().iter().map(|one| one.as_str()).collect();
        let document = of(&names);
        let mut found = BTreeSet::new();
        links(&document, &mut found);
        assert!(found.len() > 1_000, "{}", found.len());
        for link in found {
            assert!(document.pointer(link.trim_start_matches('#')).is_some(), "{link}");
        }
    }

    #[test]
    fn a_schema_has_the_elements_of_its_type() {
        let document = of(&["Observation"]);
        let schemas = &document["components"]["schemas"];
        let observation = &schemas["Observation"];
        assert_eq!(observation["required"], json!(["resourceType", "code", "status"]));
        assert_eq!(observation["properties"]["valueQuantity"], link("schemas", "Quantity"));
        let codes = observation["properties"]["status"]["enum"].as_array().unwrap();
        assert!(codes.contains(&json!("final")));
        let component = &observation["properties"]["component"];
        assert_eq!(component["items"], link("schemas", "Observation.component"));
        assert_eq!(observation["additionalProperties"], false);
    }
}
