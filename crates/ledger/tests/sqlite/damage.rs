//! Damage: triggers refuse to change what is final, and whoever gets around them is found out.

use ledger::{AccessEntry, Fault, Place, Verdict};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::{append, database, open, second};

const FINAL: [&str; 3] = ["fact", "seal", "access"];

fn filled(folder: &std::path::Path) {
    let ledger = open(folder);
    for number in 0..12 {
        let person = ["anna", "bo"].get(number % 3).copied();
        append(&ledger, &format!("case/{}", number % 4), person, b"what was said").unwrap();
        let access = AccessEntry {
            at: second(3),
            actor: "professional/7".to_owned(),
            role: "nurse".to_owned(),
            unit: Some("porvoo".to_owned()),
            person: Some("anna".to_owned()),
            action: "read".to_owned(),
            ground: "care".to_owned(),
            detail: format!("case/{number}"),
        };
        ledger.record_looks(vec![access]).unwrap();
        if number % 5 == 4 {
            ledger.seal(second(4)).unwrap();
        }
    }
    ledger.seal(second(5)).unwrap();
}

fn verdict(folder: &std::path::Path) -> Verdict {
    open(folder).verify(&|_, _| ()).unwrap()
}

fn fault(folder: &std::path::Path, what: &str) -> Fault {
    match verdict(folder) {
        Verdict::Damaged(fault) => fault,
        Verdict::Sound(counts) => panic!("{what}: nothing was found in {counts:?}"),
    }
}

fn without_triggers(connection: &Connection) {
    for table in FINAL {
        let sql =
            format!("DROP TRIGGER {table}_is_final_update; DROP TRIGGER {table}_is_final_delete");
        connection.execute_batch(&sql).unwrap();
    }
    let off = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON";
    connection.execute_batch(off).unwrap();
}

#[test]
fn what_is_final_cannot_be_changed_or_deleted() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let connection = database(folder.path());
    for (table, column) in [("fact", "actor"), ("seal", "sealed_at"), ("access", "actor")] {
        for sql in [
            format!("UPDATE {table} SET {column} = {column}"),
            format!("DELETE FROM {table}"),
            format!("DELETE FROM {table} WHERE rowid = 3"),
        ] {
            let refused = connection.execute(&sql, []).unwrap_err().to_string();
            assert!(refused.contains("final"), "{sql}: {refused}");
        }
    }
    drop(connection);
    assert!(matches!(verdict(folder.path()), Verdict::Sound(counts) if counts.facts == 12
        && counts.looks == 12 && counts.seals == 3 && counts.streams == 4));
}

/// The same value with its last byte or bit flipped.
fn flipped(value: Value) -> Value {
    let flip = |mut bytes: Vec<u8>| {
        if let Some(last) = bytes.last_mut() {
            *last ^= 8;
        }
        bytes
    };
    match value {
        Value::Null => Value::Integer(1),
        Value::Integer(number) => Value::Integer(number ^ 1),
        Value::Real(number) => Value::Real(-number),
        Value::Text(text) => Value::Text(String::from_utf8(flip(text.into_bytes())).unwrap()),
        Value::Blob(bytes) => Value::Blob(flip(bytes)),
    }
}

/// Flips something in every column of a row, one after the other; answers what was found each time.
fn flip_each(table: &str, row: i64) -> Vec<(String, Fault)> {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let connection = database(folder.path());
    without_triggers(&connection);
    let sql = format!("SELECT name FROM pragma_table_info('{table}')");
    let mut statement = connection.prepare(&sql).unwrap();
    let columns: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    drop(statement);
    let mut found = Vec::new();
    for column in columns {
        let sql = format!("SELECT {column} FROM {table} WHERE rowid = {row}");
        let value: Value = connection.query_row(&sql, [], |row| row.get(0)).unwrap();
        // A number that is taken, or a key of which no other row can point to, is moved far away.
        let is_row = matches!(
            (table, &*column),
            ("fact", "position") | ("seal" | "access", "number") | ("stream" | "person_key", "id")
        );
        let other = match (&*column, flipped(value.clone())) {
            _ if is_row => Value::Integer(1000),
            ("stream" | "sequence", _) if table == "fact" => Value::Integer(1000),
            ("person", Value::Integer(_)) if table == "fact" => Value::Null,
            (_, other) => other,
        };
        let set = format!("UPDATE {table} SET {column} = ?1 WHERE rowid = ?2");
        let moved = if is_row { 1000 } else { row };
        connection.execute(&set, (&other, row)).unwrap();
        found.push((column.clone(), fault(folder.path(), &column)));
        connection.execute(&set, (&value, moved)).unwrap();
        assert!(matches!(verdict(folder.path()), Verdict::Sound(_)), "{column} was put back");
    }
    found
}

#[test]
fn a_flipped_byte_in_a_fact_is_named() {
    let columns = flip_each("fact", 7);
    assert_eq!(columns.len(), 11);
    for (column, fault) in columns {
        assert_eq!(fault.place, Place::Fact(7), "{column}: {fault}");
    }
}

#[test]
fn a_flipped_byte_in_a_seal_is_named() {
    for (column, fault) in flip_each("seal", 2) {
        let named = matches!(fault.place, Place::Seal(2 | 3));
        assert!(named, "{column}: {fault}");
    }
}

#[test]
fn a_flipped_byte_in_the_log_of_looks_is_named() {
    for (column, fault) in flip_each("access", 6) {
        assert_eq!(fault.place, Place::Look(6), "{column}: {fault}");
    }
}

#[test]
fn a_flipped_byte_in_a_head_or_a_key_is_named() {
    for (column, fault) in flip_each("stream", 2) {
        let place = matches!(&fault.place, Place::Stream(_) | Place::Fact(_));
        assert!(place, "{column}: {fault}");
    }
    for (column, fault) in flip_each("person_key", 1) {
        let place = matches!(&fault.place, Place::Key(1) | Place::Fact(_) | Place::File);
        assert!(place, "{column}: {fault}");
    }
}

#[test]
fn what_was_cut_off_is_missed() {
    for (sql, place) in [
        ("DELETE FROM fact WHERE position = 5", Place::Fact(5)),
        ("DELETE FROM fact WHERE position = 12", Place::Fact(12)),
        ("DELETE FROM access WHERE number > 11", Place::Look(12)),
        ("DELETE FROM seal WHERE number = 1", Place::Seal(1)),
        ("DELETE FROM person_stream WHERE stream = 1", Place::Stream("case/0".to_owned())),
        ("DELETE FROM meta WHERE name = 'views'", Place::File),
    ] {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path());
        let ledger = open(folder.path());
        let connection = database(folder.path());
        without_triggers(&connection);
        connection.execute_batch(sql).unwrap();
        match ledger.verify(&|_, _| ()).unwrap() {
            Verdict::Damaged(fault) => assert_eq!(fault.place, place, "{sql}: {fault}"),
            Verdict::Sound(_) => panic!("{sql} went unnoticed"),
        }
    }
}

#[test]
fn a_flipped_byte_anywhere_in_the_file_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let connection = database(folder.path());
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    // Where the facts lie: every byte of their pages is either noticed or of no meaning.
    let sql = "SELECT pageno FROM dbstat WHERE name = 'fact' AND pagetype = 'leaf'";
    let page: Option<i64> = connection.query_row(sql, [], |row| row.get(0)).ok();
    drop(connection);
    let file = folder.path().join("polku.sqlite");
    let whole = std::fs::read(&file).unwrap();
    let facts: Vec<usize> = match page {
        Some(page) => {
            let start = (usize::try_from(page).unwrap() - 1) * 4096;
            (start..start + 4096).step_by(61).collect()
        }
        None => (0..whole.len()).step_by(1499).collect(),
    };
    let mut noticed = 0;
    for at in facts {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x10;
        std::fs::write(&file, &damaged).unwrap();
        let found = match ledger::Ledger::open(crate::options(folder.path())) {
            Ok(ledger) => match ledger.verify(&|_, _| ()) {
                Ok(Verdict::Damaged(_)) | Err(_) => true,
                Ok(Verdict::Sound(counts)) => {
                    // Only a byte between the rows of a page may go unnoticed.
                    assert_eq!((counts.facts, counts.looks, counts.seals), (12, 12, 3));
                    let bodies = (0..4).flat_map(|n| ledger.load(&format!("case/{n}")).unwrap());
                    bodies.for_each(|fact| {
                        assert_eq!(fact.body.bytes(), Some(&b"what was said"[..]));
                    });
                    false
                }
            },
            Err(_) => true,
        };
        noticed += usize::from(found);
        for log in ["polku.sqlite-wal", "polku.sqlite-shm"] {
            drop(std::fs::remove_file(folder.path().join(log)));
        }
    }
    assert!(noticed > 10, "{noticed}");
    std::fs::write(&file, &whole).unwrap();
    assert!(matches!(verdict(folder.path()), Verdict::Sound(_)));
}
