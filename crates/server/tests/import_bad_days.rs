//! Import on bad days: bad files, power cuts, and the same again. The program is run as people run
//! it, and the store is looked at afterwards.

#![expect(clippy::unwrap_used, reason = "a test stops where its world is not as it should be")]

#[path = "import_bad_days/bad_files.rs"]
mod bad_files;
#[path = "import_bad_days/killed.rs"]
mod killed;
#[path = "import_bad_days/world.rs"]
mod world;
