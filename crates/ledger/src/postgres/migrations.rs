//! Brings a shared database to the shape this program knows, one numbered file at a time. The folder
//! is numbered as that of `SQLite` is; what the tables mean is the same.

use crate::database::Reader;
use crate::error::{Error, Result};

const FILES: [&str; 15] = [
    include_str!("../../migrations/postgres/0001_facts.sql"),
    include_str!("../../migrations/postgres/0002_views.sql"),
    include_str!("../../migrations/postgres/0003_resources.sql"),
    include_str!("../../migrations/postgres/0004_errands.sql"),
    include_str!("../../migrations/postgres/0005_access_parts.sql"),
    include_str!("../../migrations/postgres/0006_callbacks.sql"),
    include_str!("../../migrations/postgres/0007_waiting.sql"),
    include_str!("../../migrations/postgres/0008_messages.sql"),
    include_str!("../../migrations/postgres/0009_safety.sql"),
    include_str!("../../migrations/postgres/0010_marks.sql"),
    include_str!("../../migrations/postgres/0011_phone.sql"),
    include_str!("../../migrations/postgres/0012_acting.sql"),
    include_str!("../../migrations/postgres/0013_thread.sql"),
    include_str!("../../migrations/postgres/0014_notes.sql"),
    include_str!("../../migrations/postgres/0015_named.sql"),
];

/// Under this name the store keeps how many migrations it has seen.
const SCHEMA: &str = "schema";

/// Applies the migrations that are missing, each in its own transaction.
pub(crate) fn migrate(connection: &mut Reader) -> Result<()> {
    let found = found(connection)?;
    if found > FILES.len() {
        return Err(Error::TooNew {
            found: u32::try_from(found).unwrap_or(u32::MAX),
            known: u32::try_from(FILES.len()).unwrap_or(u32::MAX),
        });
    }
    for (file, number) in FILES.iter().zip(1_i64..).skip(found) {
        connection.transaction(|transaction| {
            transaction.server()?.batch(file)?;
            let sql = "INSERT INTO meta (name, value) VALUES ($1, $2) \
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value";
            transaction.execute(sql, &[SCHEMA.into(), number.to_string().as_str().into()])
        })?;
    }
    Ok(())
}

fn found(connection: &Reader) -> Result<usize> {
    let sql = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() \
         AND tablename = 'meta'";
    if crate::verify::count(connection, sql)? == 0 {
        return Ok(0);
    }
    let sql = "SELECT value FROM meta WHERE name = $1";
    let found = connection.row(sql, &[SCHEMA.into()], |columns| columns.text(0).map(str::parse))?;
    match found {
        Some(Ok(found)) => Ok(found),
        Some(Err(_)) | None => Err(Error::damaged("the version of the schema is no number")),
    }
}
