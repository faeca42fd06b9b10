//! The `CapabilityStatement`: made of the tables that the interface itself works with.

use axum::http::StatusCode;
use fhir::ResourceType;
use fhir::capability::{Inputs, Interaction, Support, statement};
use fhir::search::registry;
use serde_json::{Value, json};

use super::asked::Asked;
use super::reply::Reply;
use crate::door::Door;

/// What is offered for every type.
const OFFERED: [Interaction; 9] = [
    Interaction::Read,
    Interaction::Vread,
    Interaction::Create,
    Interaction::Update,
    Interaction::Patch,
    Interaction::Delete,
    Interaction::HistoryInstance,
    Interaction::HistoryType,
    Interaction::SearchType,
];

pub(super) fn show(door: &Door, asked: &Asked) -> Reply {
    let supports: Vec<Support> = ResourceType::all()
        .iter()
        .map(|rtype| Support {
            rtype: *rtype,
            interactions: OFFERED.to_vec(),
            update_creates: true,
            operations: operations(*rtype),
            documentation: documentation(*rtype),
        })
        .collect();
    let date = care::day::day_of(door.now()).to_string();
    let statement = statement(
        registry(),
        &Inputs {
            version: env!("CARGO_PKG_VERSION"),
            date: &date,
            base_url: &asked.base(),
            supports: &supports,
            system_interactions: &["transaction", "batch", "history-system"],
            profiles: &[],
            secured: true,
        },
    );
    let statement = with_operations(statement);
    Reply::json(StatusCode::OK, statement.to_string())
}

fn operations(rtype: ResourceType) -> Vec<(&'static str, &'static str)> {
    let mut all = vec![("validate", "Resource-validate"), ("meta", "Resource-meta")];
    if rtype.as_str() == "Patient" {
        all.push(("everything", "Patient-everything"));
    }
    all
}

/// What a write does besides keeping the resource.
fn documentation(rtype: ResourceType) -> &'static str {
    match rtype.as_str() {
        "Appointment" => {
            "A create with status booked, basedOn a ServiceRequest of Polku and one slot of Polku books \
             the time; an update with status cancelled gives it up."
        }
        _ => "",
    }
}

/// What is offered over many resources at once: names, and where each is defined.
const OPERATIONS: [(&str, &str); 7] = [
    ("export", "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export"),
    ("patient-export", "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/patient-export"),
    ("group-export", "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export"),
    ("viewdefinition-run", "http://sql-on-fhir.org/OperationDefinition/$viewdefinition-run"),
    ("import", "urn:polku:operation:import"),
    ("dead-letters", "urn:polku:operation:dead-letters"),
    ("resend", "urn:polku:operation:resend"),
];

fn with_operations(mut statement: Value) -> Value {
    let rest = statement.pointer_mut("/rest/0").and_then(Value::as_object_mut);
    if let Some(rest) = rest {
        let operations =
            OPERATIONS.map(|(name, definition)| json!({"name": name, "definition": definition}));
        rest.insert("operation".to_owned(), Value::from(operations.to_vec()));
    }
    statement
}
