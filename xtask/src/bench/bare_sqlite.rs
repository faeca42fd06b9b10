//! The peer of import: a bare program that parses the same JSON and writes it with as many index
//! rows and the same durability. It checks nothing, hashes nothing, seals nothing and audits nothing.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result};
use rusqlite::{Connection, OpenFlags, params};
use serde_json::Value;

use super::bundles::RESOURCES;

const SCHEMA: &str = "
    CREATE TABLE resource (id INTEGER PRIMARY KEY, type TEXT NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE TABLE entry (
        parameter INTEGER NOT NULL, system TEXT NOT NULL, code TEXT NOT NULL, resource INTEGER NOT NULL,
        PRIMARY KEY (parameter, code, system, resource)
    ) STRICT, WITHOUT ROWID;";

/// Resources a second when `together` bundles share a transaction and each resource has so many index rows.
pub(super) fn rate(
    folder: &Path,
    bundles: &[String],
    together: usize,
    index_rows: u64,
) -> Result<f64> {
    let mut connection = open(&folder.join(format!("bare-{together}.sqlite")))?;
    let began = Instant::now();
    let mut number = 0_i64;
    for chunk in bundles.chunks(together.max(1)) {
        let parsed: Vec<Value> = chunk
            .iter()
            .map(|text| serde_json::from_str(text).context("a bundle is JSON"))
            .collect::<Result<_>>()?;
        let transaction = connection.transaction()?;
        {
            let mut resource =
                transaction.prepare_cached("INSERT INTO resource VALUES ($1, $2, $3)")?;
            let mut index =
                transaction.prepare_cached("INSERT INTO entry VALUES ($1, $2, $3, $4)")?;
            for entry in
                parsed.iter().filter_map(|bundle| bundle.get("entry")?.as_array()).flatten()
            {
                number += 1;
                let body = entry.get("resource").context("an entry has a resource")?;
                let kind = body.get("resourceType").and_then(Value::as_str).unwrap_or_default();
                resource.execute(params![number, kind, body.to_string()])?;
                for row in 0..index_rows {
                    // Spread over the index as real codes and references are.
                    let code = format!("{:08x}", (number * 2_654_435_761) & 0xffff_ffff);
                    index.execute(params![
                        i64::try_from(row)?,
                        "http://loinc.org",
                        code,
                        number
                    ])?;
                }
            }
        }
        transaction.commit()?;
    }
    let seconds = began.elapsed().as_secs_f64();
    let count = u32::try_from(bundles.len() as u64 * RESOURCES)?;
    Ok(f64::from(count) / seconds)
}

fn open(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path).context("opening the peer's database")?;
    for (name, value) in
        [("journal_mode", "WAL"), ("synchronous", "FULL"), ("wal_autocheckpoint", "50000")]
    {
        connection.pragma_update(None, name, value)?;
    }
    connection.execute_batch(SCHEMA)?;
    Ok(connection)
}

/// How many rows the tables of a store have whose names begin like this.
pub(super) fn rows(store: &Path, tables: &[&str]) -> Result<u64> {
    let connection = Connection::open_with_flags(store, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut sum = 0_i64;
    for table in tables {
        let query = format!("SELECT count(*) FROM {table}");
        sum += connection.query_row(&query, [], |row| row.get::<_, i64>(0))?;
    }
    Ok(u64::try_from(sum)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::bundles::bundle;

    #[test]
    fn the_peer_writes_every_resource_and_every_index_row() {
        let folder = tempfile::tempdir().unwrap();
        let bundles: Vec<String> = (0..3).map(bundle).collect();
        assert!(rate(folder.path(), &bundles, 2, 5).unwrap() > 0.0);
        let store = folder.path().join("bare-2.sqlite");
        assert_eq!(rows(&store, &["resource"]).unwrap(), 24);
        assert_eq!(rows(&store, &["entry"]).unwrap(), 24 * 5);
    }
}
