//! Bulk work over HTTP: views as tables, exports and imports as jobs, notices to subscribers. In
//! process where that is enough, and over a real socket where the world may fail.

#![expect(clippy::unwrap_used, reason = "a test stops where its world is not as it should be")]
#![expect(clippy::indexing_slicing, reason = "a JSON member that is missing should stop a test")]
#![expect(clippy::panic, reason = "a test says what is wrong and stops")]

#[path = "fhir_bulk/app.rs"]
mod app;
#[path = "fhir_bulk/exports.rs"]
mod exports;
#[path = "fhir_bulk/imports.rs"]
mod imports;
#[path = "fhir_bulk/killed.rs"]
mod killed;
#[path = "fhir_bulk/notices.rs"]
mod notices;
#[path = "house/process.rs"]
#[expect(dead_code, reason = "only a part of what the house needs is needed here")]
mod process;
#[path = "fhir_bulk/receiver.rs"]
mod receiver;
#[path = "fhir_bulk/views.rs"]
mod views;
