//! The `CapabilityStatement`, built from the very tables that the server works with.
//!
//! It can therefore not promise a parameter that does not compile or a type that R4 does not have.

use serde_json::{Value, json};

use crate::definitions::ResourceType;
use crate::object::object;
use crate::search::{Kind, Param, Registry};

/// What a client may do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Interaction {
    /// Read the current version.
    Read,
    /// Read a version.
    Vread,
    /// Create.
    Create,
    /// Update.
    Update,
    /// Change a part.
    Patch,
    /// Delete.
    Delete,
    /// Read all versions of one.
    HistoryInstance,
    /// Read all changes of a type.
    HistoryType,
    /// Search.
    SearchType,
}

impl Interaction {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Vread => "vread",
            Self::Create => "create",
            Self::Update => "update",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::HistoryInstance => "history-instance",
            Self::HistoryType => "history-type",
            Self::SearchType => "search-type",
        }
    }
}

/// What is offered for one type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Support {
    /// The type.
    pub rtype: ResourceType,
    /// What a client may do.
    pub interactions: Vec<Interaction>,
    /// Whether an update may create under an id of the client's choice.
    pub update_creates: bool,
    /// Operations: name and the id of R4's definition.
    pub operations: Vec<(&'static str, &'static str)>,
    /// What a client should know besides.
    pub documentation: &'static str,
}

/// What the statement is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inputs<'a> {
    /// The program's version.
    pub version: &'a str,
    /// The day of the statement, ISO 8601.
    pub date: &'a str,
    /// The base URL.
    pub base_url: &'a str,
    /// The types.
    pub supports: &'a [Support],
    /// `transaction` and `batch`, as far as offered.
    pub system_interactions: &'a [&'a str],
    /// Profiles that what is rendered conforms to, by type.
    pub profiles: &'a [(ResourceType, &'a str)],
    /// Whether a token is asked for.
    pub secured: bool,
}

/// The statement.
pub fn statement(registry: &Registry, inputs: &Inputs<'_>) -> Value {
    let resources: Vec<Value> =
        inputs.supports.iter().map(|support| resource(registry, inputs, support)).collect();
    let system: Vec<Value> =
        inputs.system_interactions.iter().map(|code| json!({"code": code})).collect();
    let security = inputs.secured.then(|| json!({"description": "Authorization: Bearer <token>"}));
    let rest = object([
        ("mode", json!("server")),
        ("security", security.unwrap_or_default()),
        ("resource", Value::Array(resources)),
        ("interaction", Value::Array(system)),
    ]);
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": inputs.date,
        "kind": "instance",
        "software": {"name": "Polku", "version": inputs.version},
        "implementation": {"description": "Polku", "url": inputs.base_url},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "patchFormat": ["application/json-patch+json"],
        "rest": [rest],
    })
}

fn resource(registry: &Registry, inputs: &Inputs<'_>, support: &Support) -> Value {
    let codes: Vec<Value> = support
        .interactions
        .iter()
        .map(|interaction| json!({"code": interaction.code()}))
        .collect();
    let profiles: Vec<&str> = inputs
        .profiles
        .iter()
        .filter(|(rtype, _)| *rtype == support.rtype)
        .map(|(_, profile)| *profile)
        .collect();
    let searched = support.interactions.contains(&Interaction::SearchType);
    let references = registry.params(support.rtype).iter().filter(|_| searched);
    let includes: Vec<String> = references
        .filter(|param| param.kind == Kind::Reference)
        .map(|param| format!("{}:{}", support.rtype, param.code))
        .collect();
    let referring: Vec<String> = inputs
        .supports
        .iter()
        .filter(|_| searched)
        .flat_map(|other| {
            let params = registry.params(other.rtype).iter();
            let to_here = |param: &&Param| {
                param.kind == Kind::Reference && param.targets.contains(&support.rtype)
            };
            params.filter(to_here).map(|param| format!("{}:{}", other.rtype, param.code))
        })
        .collect();
    let operations: Vec<Value> = support
        .operations
        .iter()
        .map(|(name, definition)| {
            let url = format!("http://hl7.org/fhir/OperationDefinition/{definition}");
            json!({"name": name, "definition": url})
        })
        .collect();
    let params = registry.params(support.rtype).iter().filter(|_| searched).map(search_param);
    object([
        ("type", json!(support.rtype.as_str())),
        ("documentation", json!(support.documentation)),
        ("supportedProfile", json!(profiles)),
        ("interaction", Value::Array(codes)),
        ("versioning", json!("versioned")),
        ("readHistory", json!(support.interactions.contains(&Interaction::Vread))),
        ("updateCreate", json!(support.update_creates)),
        ("conditionalCreate", json!(true)),
        ("conditionalRead", json!("full-support")),
        ("conditionalUpdate", json!(true)),
        ("conditionalDelete", json!("single")),
        ("searchInclude", json!(includes)),
        ("searchRevInclude", json!(referring)),
        ("searchParam", params.collect()),
        ("operation", Value::Array(operations)),
    ])
}

fn search_param(param: &Param) -> Value {
    let modifiers = match param.kind {
        _ if param.is_own_column() => "",
        Kind::String => ":exact, :contains, :missing",
        Kind::Reference if !param.tells_absence() => ":identifier, :[type]",
        Kind::Reference => ":identifier, :[type], :missing",
        Kind::Token if param.has_words() => ":not, :text, :missing",
        Kind::Token => ":not, :missing",
        Kind::Uri => ":below, :missing",
        Kind::Date | Kind::Quantity | Kind::Number => ":missing",
        Kind::Composite | Kind::Special => "",
    };
    object([
        ("name", json!(param.code)),
        ("definition", json!(param.url())),
        ("type", json!(param.kind.code())),
        ("documentation", json!(modifiers)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::registry;

    #[test]
    fn it_says_what_the_tables_say() {
        let patient = ResourceType::parse("Patient").unwrap();
        let supports = [Support {
            rtype: patient,
            interactions: vec![Interaction::Read, Interaction::SearchType],
            update_creates: true,
            operations: vec![("validate", "Resource-validate")],
            documentation: "",
        }];
        let inputs = Inputs {
            version: "0.1.0",
            date: "2026-01-01",
            base_url: "http://localhost/fhir",
            supports: &supports,
            system_interactions: &["transaction"],
            profiles: &[],
            secured: true,
        };
        let statement = statement(registry(), &inputs);
        let described = &statement["rest"][0]["resource"][0];
        let params = described["searchParam"].as_array().unwrap();
        assert_eq!(params.len(), registry().params(patient).len());
        assert!(params.iter().any(|param| param["name"] == "birthdate" && param["type"] == "date"));
        assert_eq!(statement["rest"][0]["interaction"][0]["code"], "transaction");
        let includes = described["searchInclude"].as_array().unwrap();
        assert!(includes.contains(&json!("Patient:general-practitioner")), "{includes:?}");
        assert_eq!(described["operation"][0]["name"], "validate");
    }
}
