//! Brings a database to the shape this program knows, one numbered file at a time.

use super::Reader;
use crate::error::{Error, Result};

const FILES: [&str; 15] = [
    include_str!("../../migrations/sqlite/0001_facts.sql"),
    include_str!("../../migrations/sqlite/0002_views.sql"),
    include_str!("../../migrations/sqlite/0003_resources.sql"),
    include_str!("../../migrations/sqlite/0004_errands.sql"),
    include_str!("../../migrations/sqlite/0005_access_parts.sql"),
    include_str!("../../migrations/sqlite/0006_callbacks.sql"),
    include_str!("../../migrations/sqlite/0007_waiting.sql"),
    include_str!("../../migrations/sqlite/0008_messages.sql"),
    include_str!("../../migrations/sqlite/0009_safety.sql"),
    include_str!("../../migrations/sqlite/0010_marks.sql"),
    include_str!("../../migrations/sqlite/0011_phone.sql"),
    include_str!("../../migrations/sqlite/0012_acting.sql"),
    include_str!("../../migrations/sqlite/0013_thread.sql"),
    include_str!("../../migrations/sqlite/0014_notes.sql"),
    include_str!("../../migrations/sqlite/0015_named.sql"),
];

/// Applies the migrations that are missing, each in its own transaction.
pub(crate) fn migrate(writer: &Reader) -> Result<()> {
    let found = writer.row("PRAGMA user_version", &[], |columns| columns.integer(0))?.unwrap_or(0);
    let found = usize::try_from(found).unwrap_or(usize::MAX);
    if found > FILES.len() {
        return Err(Error::TooNew {
            found: u32::try_from(found).unwrap_or(u32::MAX),
            known: u32::try_from(FILES.len()).unwrap_or(u32::MAX),
        });
    }
    for (file, number) in FILES.iter().zip(1..).skip(found) {
        let done = writer
            .batch(&format!("BEGIN IMMEDIATE; {file}; PRAGMA user_version = {number}; COMMIT;"));
        if done.is_err() {
            writer.roll_back();
        }
        done?;
    }
    Ok(())
}
