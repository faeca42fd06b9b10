//! The `CapabilityStatement` and the `OpenAPI` document: made of the tables that the interface itself
//! works with.

use std::sync::LazyLock;

use axum::http::{StatusCode, header};
use fhir::ResourceType;
use fhir::capability::{Inputs, Interaction, Support, statement};
use fhir::openapi::{self, SystemOperation};
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
    let date = care::day::day_of(door.now()).to_string();
    let statement = statement(
        registry(),
        &Inputs {
            version: env!("CARGO_PKG_VERSION"),
            date: &date,
            base_url: &asked.base(),
            supports: &supports(),
            system_interactions: &["transaction", "batch", "history-system"],
            profiles: &[],
            secured: true,
        },
    );
    let statement = with_operations(statement);
    Reply::json(StatusCode::OK, statement.to_string())
}

/// The same as an `OpenAPI` document, the same for everybody and so made once.
pub(super) fn show_openapi() -> Reply {
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
        let inputs = openapi::Inputs {
            version: env!("CARGO_PKG_VERSION"),
            base_path: "/fhir",
            supports: &supports(),
            operations: &OPERATIONS,
        };
        openapi::document(registry(), &inputs).to_string()
    });
    Reply::json(StatusCode::OK, DOCUMENT.clone()).with(header::CONTENT_TYPE, "application/json")
}

fn supports() -> Vec<Support> {
    let of = |rtype: &ResourceType| Support {
        rtype: *rtype,
        interactions: OFFERED.to_vec(),
        update_creates: true,
        operations: operations(*rtype),
        documentation: documentation(*rtype),
    };
    ResourceType::all().iter().map(of).collect()
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
             the time; an update with another slot moves it, and with status cancelled, fulfilled or \
             noshow gives it up or records what came of it."
        }
        "ServiceRequest" => {
            "A create under the id of a matter of Polku is its assessment; an update of it with status \
             revoked withdraws the matter."
        }
        "Task" => {
            "An update of a Task of Polku with status accepted and an owner takes the matter; with \
             completed or cancelled it closes it."
        }
        "Communication" | "QuestionnaireResponse" => {
            "The words of one that names a matter of Polku come to that matter."
        }
        _ => "",
    }
}

/// What is offered over many resources at once.
const OPERATIONS: [SystemOperation; 7] = [
    SystemOperation {
        name: "export",
        definition: "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export",
        routes: &[
            ("GET", "/$export"),
            ("POST", "/$export"),
            ("GET", "/$jobs/{job}"),
            ("DELETE", "/$jobs/{job}"),
            ("GET", "/$jobs/{job}/{file}"),
        ],
    },
    SystemOperation {
        name: "patient-export",
        definition: "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/patient-export",
        routes: &[("GET", "/Patient/$export"), ("POST", "/Patient/$export")],
    },
    SystemOperation {
        name: "group-export",
        definition: "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export",
        routes: &[("GET", "/Group/{id}/$export"), ("POST", "/Group/{id}/$export")],
    },
    SystemOperation {
        name: "viewdefinition-run",
        definition: "http://sql-on-fhir.org/OperationDefinition/$viewdefinition-run",
        routes: &[
            ("POST", "/ViewDefinition/$run"),
            ("GET", "/ViewDefinition/{id}/$run"),
            ("GET", "/ViewDefinition/{id}"),
        ],
    },
    SystemOperation {
        name: "import",
        definition: "urn:polku:operation:import",
        routes: &[("POST", "/$import")],
    },
    SystemOperation {
        name: "dead-letters",
        definition: "urn:polku:operation:dead-letters",
        routes: &[("GET", "/Subscription/$dead-letters")],
    },
    SystemOperation {
        name: "resend",
        definition: "urn:polku:operation:resend",
        routes: &[("POST", "/Subscription/{id}/$resend")],
    },
];

fn with_operations(mut statement: Value) -> Value {
    let rest = statement.pointer_mut("/rest/0").and_then(Value::as_object_mut);
    if let Some(rest) = rest {
        let operations =
            OPERATIONS.map(|one| json!({"name": one.name, "definition": one.definition}));
        rest.insert("operation".to_owned(), Value::from(operations.to_vec()));
    }
    statement
}
