//! What only `PostgreSQL` can be asked: that several servers on one database get along, that no
//! position is ever skipped, that facts are final there too, and that the schema is the same one.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]
#![expect(clippy::cast_possible_truncation, clippy::indexing_slicing, reason = "tests may panic")]

#[path = "postgres/beside.rs"]
mod beside;
#[path = "postgres/copied.rs"]
mod copied;
#[path = "postgres/full.rs"]
mod full;
#[path = "postgres/killed.rs"]
mod killed;
#[path = "conformance/own_server.rs"]
mod own_server;
#[path = "conformance/rolling.rs"]
mod rolling;
#[path = "postgres/schema.rs"]
mod schema;
#[path = "conformance/world.rs"]
#[expect(dead_code, reason = "the world is made for the whole suite")]
mod world;
