//! The `CapabilityStatement`: made of the tables that the interface itself works with.

use axum::http::StatusCode;
use fhir::ResourceType;
use fhir::capability::{Inputs, Interaction, Support, statement};
use fhir::search::registry;

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
