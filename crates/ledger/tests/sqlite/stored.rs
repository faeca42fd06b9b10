//! The stored form: what version 1 wrote must be read by every later version, byte for byte.

use std::fmt::Write as _;

use rusqlite::types::ValueRef;

use crate::{append, database, open};

/// The core rows of a small store, as text.
fn rows(folder: &std::path::Path) -> String {
    let connection = database(folder);
    let mut text = String::new();
    for table in ["stream", "person_key", "person_stream", "fact", "seal"] {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let names: Vec<_> = statement.column_names().map(ToString::to_string).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            writeln!(text, "{table}").unwrap();
            for (at, name) in names.iter().enumerate() {
                let value = match row.get_ref(at).unwrap() {
                    ValueRef::Null => "null".to_owned(),
                    ValueRef::Integer(number) => number.to_string(),
                    ValueRef::Real(number) => number.to_string(),
                    ValueRef::Text(text) => format!("{:?}", str::from_utf8(text).unwrap()),
                    ValueRef::Blob(bytes) => bytes.iter().fold("x".to_owned(), |mut hex, byte| {
                        write!(hex, "{byte:02x}").unwrap();
                        hex
                    }),
                };
                writeln!(text, "  {name} {value}").unwrap();
            }
        }
    }
    text
}

#[test]
fn version_1_is_written_as_it_always_was() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    append(&ledger, "case/1", Some("anna"), "polvi kipeä".as_bytes()).unwrap();
    append(&ledger, "case/1", None, b"seen").unwrap();
    ledger.seal(crate::second(9)).unwrap();
    drop(ledger);
    let golden = include_str!("../golden/v1.txt");
    assert_eq!(rows(folder.path()), golden, "the stored form has changed: make a version 2");
}

#[test]
fn version_1_is_read_for_ever() {
    let golden = include_str!("../golden/v1.txt");
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    let connection = database(folder.path());
    let mut lines = golden.lines().peekable();
    while let Some(table) = lines.next() {
        let mut names = Vec::new();
        let mut values = Vec::new();
        while let Some(line) = lines.next_if(|line| line.starts_with("  ")) {
            let (name, value) = line.trim().split_once(' ').unwrap();
            names.push(name);
            values.push(match value.strip_prefix('x') {
                Some(hex) => format!("x'{hex}'"),
                None => value.replace('"', "'"),
            });
        }
        let (names, values) = (names.join(", "), values.join(", "));
        connection
            .execute(&format!("INSERT INTO {table} ({names}) VALUES ({values})"), [])
            .unwrap();
    }
    drop(connection);
    let ledger = open(folder.path());
    ledger.rebuild(&|_, _| ()).unwrap();
    let facts = ledger.load("case/1").unwrap();
    let bodies: Vec<_> = facts.iter().map(|fact| fact.body.bytes().unwrap()).collect();
    assert_eq!(bodies, ["polvi kipeä".as_bytes(), b"seen"]);
    let sound = ledger.verify(&|_, _| ()).unwrap();
    assert!(matches!(sound, ledger::Verdict::Sound(counts) if counts.facts == 2), "{sound:?}");
}
