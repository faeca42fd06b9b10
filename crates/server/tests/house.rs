//! The server as a whole: a small county made by real commands, and people of every role who come
//! in through the web doors or stand at the door itself. Good days, and the bad ones.

#![expect(clippy::unwrap_used, reason = "a test stops where its world is not as it should be")]
#![expect(clippy::panic, reason = "a test says what is wrong and stops")]

#[path = "house/access_matrix.rs"]
mod access_matrix;
#[path = "house/browser.rs"]
mod browser;
#[path = "house/county.rs"]
mod county;
#[path = "house/full_disk.rs"]
mod full_disk;
#[path = "house/looks.rs"]
mod looks;
#[path = "house/one_slot.rs"]
mod one_slot;
#[path = "house/privacy.rs"]
mod privacy;
#[path = "house/routes.rs"]
mod routes;
