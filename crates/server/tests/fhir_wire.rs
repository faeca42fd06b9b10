//! The FHIR interface as its clients see it: requests in, statuses, headers and JSON out. Everything
//! runs in process, over the very function that the network calls.

#![expect(clippy::unwrap_used, reason = "a test stops where its world is not as it should be")]
#![expect(clippy::indexing_slicing, reason = "a JSON member that is missing should stop a test")]
#![expect(clippy::panic, reason = "a test says what is wrong and stops")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

#[path = "fhir_wire/app.rs"]
mod app;
#[path = "fhir_wire/bundles.rs"]
mod bundles;
#[path = "fhir_wire/calendars.rs"]
mod calendars;
#[path = "fhir_wire/commands.rs"]
mod commands;
#[path = "fhir_wire/faults.rs"]
mod faults;
#[path = "fhir_wire/operations.rs"]
mod operations;
#[path = "fhir_wire/own.rs"]
mod own;
#[path = "fhir_wire/patches.rs"]
mod patches;
#[path = "fhir_wire/sample.rs"]
mod sample;
#[path = "fhir_wire/searching.rs"]
mod searching;
#[path = "fhir_wire/shared.rs"]
mod shared;
#[path = "fhir_wire/statement.rs"]
mod statement;
#[path = "fhir_wire/statuses.rs"]
mod statuses;
#[path = "fhir_wire/versions.rs"]
mod versions;
#[path = "fhir_wire/writing.rs"]
mod writing;
