//! Several servers over one `PostgreSQL`, each a process of its own with a folder of its own: they sell
//! no time twice, hear of each other, and go on when one of them or the database dies.

#![expect(clippy::unwrap_used, reason = "a test stops where its world is not as it should be")]
#![expect(clippy::panic, reason = "a test says what is wrong and stops")]
#![expect(clippy::indexing_slicing, reason = "what is not there stops the test")]
#![expect(clippy::needless_pass_by_value, reason = "a command is given away as people give it")]

#[path = "house/bookers.rs"]
mod bookers;
#[path = "house/browser.rs"]
#[expect(dead_code, reason = "only a part of what the house needs is needed here")]
mod browser;
#[path = "house/county.rs"]
#[expect(dead_code, reason = "only a part of what the house needs is needed here")]
mod county;
#[path = "servers/jobs.rs"]
mod jobs;
#[path = "servers/killed.rs"]
mod killed;
#[path = "servers/messages.rs"]
mod messages;
#[path = "../../ledger/tests/conformance/own_server.rs"]
mod own_server;
#[path = "house/messages/post_office.rs"]
#[expect(dead_code, reason = "only a part of what the house needs is needed here")]
mod post_office;
#[path = "house/process.rs"]
#[expect(dead_code, reason = "only a part of what the house needs is needed here")]
mod process;
#[path = "fhir_bulk/receiver.rs"]
#[expect(
    dead_code,
    reason = "only a part of what the subscribers of other tests do is needed here"
)]
mod receiver;
#[path = "servers/restarted.rs"]
mod restarted;
#[path = "servers/together.rs"]
mod together;
#[path = "servers/world.rs"]
mod world;
