//! The conventions of the schema: every column says what it is and how sensitive it is, names tell
//! types, and nothing points nowhere.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::{append, database, open};

const MIGRATIONS: [&str; 15] = [
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

/// Type and whether it may be null, by table and column.
type Columns = BTreeMap<(String, String), (String, bool)>;

fn live() -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    append(&ledger, "case/1", Some("anna"), b"a").unwrap();
    drop(ledger);
    let connection = database(folder.path());
    (folder, connection)
}

fn columns(connection: &Connection) -> Columns {
    let sql = "SELECT t.name, c.name, c.type, c.\"notnull\" = 0 AND c.pk = 0 \
         FROM pragma_table_list t JOIN pragma_table_info(t.name) c \
         WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite%'";
    let mut statement = connection.prepare(sql).unwrap();
    let rows =
        statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?))));
    rows.unwrap().map(Result::unwrap).collect()
}

#[test]
fn every_column_is_classified_and_every_class_has_its_column() {
    let classes: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(include_str!("../../columns.toml")).unwrap();
    let mut classified = BTreeSet::new();
    for (table, columns) in classes {
        for (column, class) in columns {
            let known = ["open", "personal", "sensitive", "secret"].contains(&class.as_str());
            assert!(known, "{table}.{column} is {class:?}");
            classified.insert((table.clone(), column));
        }
    }
    let (_folder, connection) = live();
    let live: BTreeSet<_> = columns(&connection).into_keys().collect();
    let unclassified: Vec<_> = live.difference(&classified).collect();
    let gone: Vec<_> = classified.difference(&live).collect();
    assert_eq!((unclassified, gone), (Vec::new(), Vec::new()));
}

#[test]
fn every_table_column_and_index_is_explained() {
    for migration in MIGRATIONS {
        let mut before = "";
        for line in migration.lines().map(str::trim) {
            let first = line.split_whitespace().next().unwrap_or_default();
            let defines = line.starts_with("CREATE TABLE")
                || line.starts_with("CREATE INDEX")
                || line.starts_with("CREATE UNIQUE INDEX")
                || (line.ends_with(',') || line.contains(" NOT NULL") || line.ends_with(" BLOB"))
                    && first.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
                    && ["INTEGER", "TEXT", "BLOB", "REAL"].iter().any(|kind| {
                        line.split_whitespace()
                            .nth(1)
                            .is_some_and(|word| word.trim_end_matches(',') == *kind)
                    });
            if defines {
                assert!(before.starts_with("-- ") && before.ends_with('.'), "{line}");
            }
            before = line;
        }
    }
}

#[test]
fn names_tell_types() {
    let (_folder, connection) = live();
    for ((table, column), (kind, nullable)) in columns(&connection) {
        let place = format!("{table}.{column}");
        if column.ends_with("_at") || column == "booked_for" {
            assert_eq!(kind, "INTEGER", "{place} is an instant");
        }
        if column.ends_with("_on") || column == "treat_by" || column == "assess_by" {
            assert_eq!(kind, "TEXT", "{place} is a date");
        }
        if column.ends_with("hash") || column == "digest" || column == "root" {
            let text = column == "password_hash";
            assert_eq!(kind, if text { "TEXT" } else { "BLOB" }, "{place} is a hash");
        }
        if ["position", "sequence", "id", "stream"].contains(&&*column) {
            assert!(!nullable, "{place} may not be empty");
        }
        assert!(["INTEGER", "TEXT", "BLOB", "REAL"].contains(&&*kind), "{place} is {kind}");
    }
}

#[test]
fn tables_are_strict_and_point_to_what_is_there() {
    let (_folder, connection) = live();
    let sql = "SELECT name FROM pragma_table_list \
         WHERE schema = 'main' AND name NOT LIKE 'sqlite%' AND strict = 0";
    let mut loose = connection.prepare(sql).unwrap();
    let loose: Vec<String> =
        loose.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(loose, Vec::<String>::new());
    let mut broken = connection.prepare("PRAGMA foreign_key_check").unwrap();
    assert!(broken.query([]).unwrap().next().unwrap().is_none());
}

#[test]
fn migrating_twice_changes_nothing() {
    let (folder, connection) = live();
    let schema = |connection: &Connection| {
        let mut statement =
            connection.prepare("SELECT name, sql FROM sqlite_master ORDER BY name").unwrap();
        let rows = statement
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)));
        rows.unwrap().map(Result::unwrap).collect::<Vec<_>>()
    };
    let before = schema(&connection);
    open(folder.path()).rebuild(&|_, _| ()).unwrap();
    assert_eq!(schema(&connection), before, "a rebuild puts every index back");

    connection.execute_batch("PRAGMA user_version = 99").unwrap();
    let newer = ledger::Ledger::open(crate::options(folder.path()));
    assert!(matches!(newer, Err(ledger::Error::TooNew { found: 99, .. })));
}
