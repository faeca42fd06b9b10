//! The `CapabilityStatement`: made of the tables that the interface itself works with.

use axum::http::StatusCode;
use fhir::ResourceType;
use fhir::capability::{Inputs, Interaction, Support, statement};
use fhir::search::registry;

use super::asked::Asked;
use super::reply::Reply;
use crate::door::Door;

/// What is offered for every type.
const OFFERED: [Interaction; 7] = [
    Interaction::Read,
    Interaction::Vread,
    Interaction::Create,
    Interaction::Update,
    Interaction::Delete,
    Interaction::HistoryInstance,
    Interaction::SearchType,
];

pub(super) fn show(door: &Door, asked: &Asked) -> Reply {
    let supports: Vec<Support> = ResourceType::all()
        .iter()
        .map(|rtype| Support {
            rtype: *rtype,
            interactions: OFFERED.to_vec(),
            update_creates: true,
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
            system_interactions: &["transaction", "batch"],
            profiles: &[],
            secured: true,
        },
    );
    Reply::json(StatusCode::OK, statement.to_string())
}
