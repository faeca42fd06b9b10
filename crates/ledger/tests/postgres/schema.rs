//! The schema of the shared database: the same tables and columns as in the embedded one, classified
//! by the same list, and final where facts are final.

use std::collections::{BTreeMap, BTreeSet};

use ledger::AccessEntry;

use crate::own_server::connect;
use crate::world::{Postgres, Store, append, second};

const MIGRATIONS: [(&str, &str); 15] = [
    (
        include_str!("../../migrations/sqlite/0001_facts.sql"),
        include_str!("../../migrations/postgres/0001_facts.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0002_views.sql"),
        include_str!("../../migrations/postgres/0002_views.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0003_resources.sql"),
        include_str!("../../migrations/postgres/0003_resources.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0004_errands.sql"),
        include_str!("../../migrations/postgres/0004_errands.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0005_access_parts.sql"),
        include_str!("../../migrations/postgres/0005_access_parts.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0006_callbacks.sql"),
        include_str!("../../migrations/postgres/0006_callbacks.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0007_waiting.sql"),
        include_str!("../../migrations/postgres/0007_waiting.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0008_messages.sql"),
        include_str!("../../migrations/postgres/0008_messages.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0009_safety.sql"),
        include_str!("../../migrations/postgres/0009_safety.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0010_marks.sql"),
        include_str!("../../migrations/postgres/0010_marks.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0011_phone.sql"),
        include_str!("../../migrations/postgres/0011_phone.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0012_acting.sql"),
        include_str!("../../migrations/postgres/0012_acting.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0013_thread.sql"),
        include_str!("../../migrations/postgres/0013_thread.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0014_notes.sql"),
        include_str!("../../migrations/postgres/0014_notes.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0015_named.sql"),
        include_str!("../../migrations/postgres/0015_named.sql"),
    ),
];

fn live() -> (Postgres, postgres::Client) {
    let mut store = Postgres::new();
    let ledger = store.open();
    append(&ledger, "case/1", Some("anna"), &[b"a"]).unwrap();
    let access = AccessEntry {
        at: second(3),
        actor: "professional/7".to_owned(),
        role: "nurse".to_owned(),
        unit: None,
        person: None,
        action: "read".to_owned(),
        ground: "care".to_owned(),
        detail: "case/1".to_owned(),
    };
    ledger.record_looks(vec![access]).unwrap();
    ledger.seal(second(4)).unwrap();
    drop(ledger);
    let client = connect(&store.address);
    (store, client)
}

/// Type and collation by table and column.
fn columns(client: &mut postgres::Client) -> BTreeMap<(String, String), (String, Option<String>)> {
    let sql = "SELECT table_name::text, column_name::text, data_type::text, collation_name::text \
         FROM information_schema.columns WHERE table_schema = 'public'";
    let rows = client.query(sql, &[]).unwrap();
    rows.iter().map(|row| ((row.get(0), row.get(1)), (row.get(2), row.get(3)))).collect()
}

#[test]
fn every_column_is_classified_and_every_class_has_its_column() {
    let classes: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(include_str!("../../columns.toml")).unwrap();
    let classified: BTreeSet<_> = classes
        .into_iter()
        .flat_map(|(table, columns)| {
            columns.into_keys().map(move |column| (table.clone(), column)).collect::<Vec<_>>()
        })
        .collect();
    let (_store, mut client) = live();
    let live: BTreeSet<_> = columns(&mut client).into_keys().collect();
    let unclassified: Vec<_> = live.difference(&classified).collect();
    let gone: Vec<_> = classified.difference(&live).collect();
    assert_eq!((unclassified, gone), (Vec::new(), Vec::new()));
}

#[test]
fn columns_are_of_the_types_that_both_databases_have() {
    let (_store, mut client) = live();
    for ((table, column), (kind, collation)) in columns(&mut client) {
        let place = format!("{table}.{column}");
        assert!(
            ["bigint", "text", "bytea", "double precision"].contains(&&*kind),
            "{place}: {kind}"
        );
        let bytewise = collation.as_deref() == Some("C");
        assert_eq!(bytewise, kind == "text", "{place} has to sort as it does elsewhere");
    }
    // Each file says the same of the same columns, in the same order.
    let said = |migration: &'static str| -> Vec<&str> {
        let lines = migration.lines().map(str::trim);
        lines
            .filter(|line| {
                let mut words = line.split_whitespace();
                let (name, kind) = (words.next().unwrap_or_default(), words.next());
                name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
                    && kind.is_some_and(|kind| {
                        ["INTEGER", "BIGINT", "TEXT", "BLOB", "BYTEA", "REAL", "DOUBLE"]
                            .contains(&kind.trim_end_matches(','))
                    })
            })
            .filter_map(|line| line.split_whitespace().next())
            .collect()
    };
    let all: usize = MIGRATIONS.iter().map(|(sqlite, _)| said(sqlite).len()).sum();
    assert!(all > 100, "{all}");
    for (sqlite, postgres) in MIGRATIONS {
        let here: BTreeSet<_> = said(postgres).into_iter().collect();
        let there: BTreeSet<_> = said(sqlite).into_iter().collect();
        assert_eq!(here, there);
    }
}

#[test]
fn what_is_final_cannot_be_changed_deleted_or_emptied() {
    let (_store, mut client) = live();
    for (table, column) in [("fact", "actor"), ("seal", "sealed_at"), ("access", "actor")] {
        for sql in [
            format!("UPDATE {table} SET {column} = {column}"),
            format!("DELETE FROM {table}"),
            format!("TRUNCATE {table} CASCADE"),
        ] {
            let refused = client.batch_execute(&sql).unwrap_err();
            let refused = refused.as_db_error().unwrap().message().to_owned();
            assert!(refused.contains("final"), "{sql}: {refused}");
        }
        let count: i64 =
            client.query_one(&format!("SELECT COUNT(*) FROM {table}"), &[]).unwrap().get(0);
        assert_eq!(count, 1, "{table}");
    }
}

#[test]
fn the_database_keeps_two_facts_from_one_place() {
    let (_store, mut client) = live();
    let copy = "INSERT INTO fact SELECT position + 100, stream, sequence, kind, occurred_at, \
         recorded_at, actor, person, digest, hash, body FROM fact WHERE position = 1";
    let refused = client.batch_execute(copy).unwrap_err();
    assert_eq!(refused.as_db_error().unwrap().constraint(), Some("fact_by_stream"));
}

#[test]
fn damage_is_found_and_named() {
    let (mut store, mut client) = live();
    let damaged = |store: &mut Postgres| match store.open().verify(&|_, _| ()).unwrap() {
        ledger::Verdict::Damaged(fault) => fault.to_string(),
        ledger::Verdict::Sound(counts) => panic!("nothing was found in {counts:?}"),
    };
    let off = "ALTER TABLE fact DISABLE TRIGGER ALL; ALTER TABLE access DISABLE TRIGGER ALL;";
    client.batch_execute(off).unwrap();
    client.batch_execute("UPDATE fact SET actor = 'somebody else'").unwrap();
    assert_eq!(damaged(&mut store), "fact at position 1: the chain hash does not fit");
    client.batch_execute("DELETE FROM fact").unwrap();
    assert_eq!(damaged(&mut store), "fact at position 1: missing: seal 1 vouches for it");
    let (mut store, mut client) = live();
    client.batch_execute(off).unwrap();
    client.batch_execute("DELETE FROM access").unwrap();
    assert!(damaged(&mut store).contains("look 1: missing"));
}

#[test]
fn migrating_twice_changes_nothing() {
    let (mut store, mut client) = live();
    let before = columns(&mut client);
    store.open().rebuild(&|_, _| ()).unwrap();
    assert_eq!(columns(&mut client), before);
    client.batch_execute("UPDATE meta SET value = '99' WHERE name = 'schema'").unwrap();
    let newer = store.open_with(&|_| ());
    assert!(matches!(newer, Err(ledger::Error::TooNew { found: 99, .. })));
}
