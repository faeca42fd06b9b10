//! A store copied from one database to the other and back: the same facts, hashes, seals, keys and
//! looks, row for row, and it goes on from there. Backups are of one moment, whoever writes meanwhile.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use ledger::{AccessEntry, Batch, Error, Ledger, MasterKey, Options, Session, Verdict};
use rusqlite::types::ValueRef;

use crate::own_server::connect;
use crate::world::{Postgres, Store, append, options, second, sound, stream_append};

const CORE: [(&str, &str); 8] = [
    ("person_key", "id"),
    ("stream", "id"),
    ("person_stream", "person, stream"),
    ("fact", "position"),
    ("seal", "number"),
    ("access", "number"),
    ("session", "token_hash"),
    ("errand", "kind, name"),
];

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold("\\x".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

fn rows_of_file(folder: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(folder.join("polku.sqlite")).unwrap();
    let mut rows = Vec::new();
    for (table, order) in CORE {
        let sql = format!("SELECT * FROM {table} ORDER BY {order}");
        let mut statement = connection.prepare(&sql).unwrap();
        let width = statement.column_count();
        let mut found = statement.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let values = (0..width).map(|at| match row.get_ref(at).unwrap() {
                ValueRef::Null => "-".to_owned(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(number) => number.to_string(),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                ValueRef::Blob(bytes) => hex(bytes),
            });
            rows.push(format!("{table} {}", values.collect::<Vec<_>>().join(" ")));
        }
    }
    rows
}

fn rows_of_server(address: &str) -> Vec<String> {
    let mut client = connect(address);
    let mut rows = Vec::new();
    for (table, order) in CORE {
        let sql = format!("SELECT * FROM {table} ORDER BY {order}");
        for message in client.simple_query(&sql).unwrap() {
            if let postgres::SimpleQueryMessage::Row(row) = message {
                let values = (0..row.len()).map(|at| row.get(at).unwrap_or("-"));
                rows.push(format!("{table} {}", values.collect::<Vec<_>>().join(" ")));
            }
        }
    }
    rows
}

fn look(number: i64) -> AccessEntry {
    AccessEntry {
        at: second(number),
        actor: "professional/7".to_owned(),
        role: "nurse".to_owned(),
        unit: None,
        person: Some("anna".to_owned()),
        action: "case.read".to_owned(),
        ground: "care-relationship".to_owned(),
        detail: format!("case/{number}"),
    }
}

fn fill(ledger: &Ledger) {
    for (number, person) in (0..40).zip(["anna", "bo", "carl"].into_iter().cycle()) {
        append(ledger, &format!("case/{}", number % 7), Some(person), &[b"said", b"seen"]).unwrap();
        append(ledger, &format!("person/{person}"), Some(person), &[b"x"]).unwrap();
        ledger.record_looks(vec![look(number)]).unwrap();
        if number % 9 == 8 {
            ledger.seal(second(number)).unwrap();
        }
    }
    ledger.erase_person("carl", second(50)).unwrap();
    ledger.give_errand("notice", "1", b"told up to 7", None).unwrap();
    ledger
        .put_session(Session {
            token_hash: ledger::Hash([7; 32]),
            login: "anna".to_owned(),
            data: vec![1, 2],
            created_at: second(1),
            expires_at: second(1000),
        })
        .unwrap();
}

fn in_folder(folder: &Path) -> Options {
    options(folder)
}

fn at(folder: &Path, address: &str) -> Options {
    Options { store: Some(address.to_owned()), ..options(folder) }
}

fn is_sound(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Sound(counts) if counts.facts > 100 && counts.seals > 3)
}

#[test]
fn there_and_back_again_is_the_same_store() {
    let folders = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let [first, key, last] = folders.each_ref().map(tempfile::TempDir::path);
    let ledger = Ledger::open(in_folder(first)).unwrap();
    fill(&ledger);
    let before = rows_of_file(first);

    let mut store = Postgres::new();
    let there = || at(key, &store.address);
    // The store is open all the while: what is copied is the moment at which it is read.
    assert!(is_sound(&Ledger::copy(in_folder(first), &there, &|_, _| ()).unwrap()));
    assert_eq!(rows_of_server(&store.address), before);
    let again = Ledger::copy(in_folder(first), &there, &|_, _| ());
    assert!(matches!(again, Err(Error::Misuse { .. })), "only an empty store takes a copy");

    // It goes on there, with a gap and all, and comes back.
    let server = store.open();
    assert_eq!(server.load("case/3").unwrap(), ledger.load("case/3").unwrap());
    assert!(matches!(append(&server, "case/x", Some("carl"), &[b"x"]), Err(Error::Erased { .. })));
    let mut other = connect(&store.address);
    other.batch_execute("BEGIN; SELECT * FROM polku_take(5, 1); ROLLBACK").unwrap();
    append(&server, "case/new", Some("dora"), &[b"new"]).unwrap();
    server.record_looks(vec![look(99)]).unwrap();
    server.seal(second(60)).unwrap();
    let there_now = rows_of_server(&store.address);
    assert!(there_now.len() > before.len());
    let from = at(key, &store.address);
    assert!(is_sound(&Ledger::copy(from, &|| in_folder(last), &|_, _| ()).unwrap()));
    assert_eq!(rows_of_file(last), there_now);
    let back = Ledger::open(in_folder(last)).unwrap();
    append(&back, "case/newer", Some("dora"), &[b"newer"]).unwrap();
    back.seal(second(61)).unwrap();
    back.rebuild(&|_, _| ()).unwrap();
    sound(&back);
    assert_eq!(back.load("case/new").unwrap(), server.load("case/new").unwrap());
}

#[test]
fn a_copy_needs_the_key_of_the_store() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let [first, last] = folders.each_ref().map(tempfile::TempDir::path);
    drop(Ledger::open(in_folder(first)).unwrap());
    let other = |folder| Options { master_key: MasterKey::new([43; 32]), ..options(folder) };
    let refused = Ledger::copy(other(first), &|| other(last), &|_, _| ());
    assert!(matches!(refused, Err(Error::WrongMasterKey)));
    let nothing = tempfile::tempdir().unwrap();
    let refused = Ledger::copy(in_folder(nothing.path()), &|| in_folder(last), &|_, _| ());
    assert!(matches!(refused, Err(Error::Misuse { .. })));
}

/// Backs a store up while two threads write to it; answers how many facts the backup has.
fn back_up_under_traffic(ledger: &Ledger, from: &dyn Fn() -> Options) -> u64 {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for thread in 0..2 {
            let (ledger, stop) = (&ledger, &stop);
            scope.spawn(move || {
                for number in 0.. {
                    let streams = [format!("case/{thread}"), format!("new/{thread}/{number}")];
                    let streams = streams.map(|stream| {
                        stream_append(ledger, &stream, Some("anna"), &[b"while it is saved"])
                    });
                    let access = vec![look(number)];
                    match ledger.append(Batch { streams: streams.into(), access }, second(2)) {
                        Ok(_) | Err(Error::Stale { .. }) => {}
                        Err(other) => panic!("{other}"),
                    }
                    if stop.load(Ordering::SeqCst) {
                        break;
                    }
                }
            });
        }
        let mut facts = 0;
        for _ in 0..2 {
            let before = ledger.position();
            let folder = tempfile::tempdir().unwrap();
            let to = || in_folder(folder.path());
            assert!(is_sound(&Ledger::backup(from(), &to, &|_, _| ()).unwrap()));
            let refused = Ledger::backup(from(), &to, &|_, _| ());
            assert!(matches!(refused, Err(Error::Misuse { .. })), "nothing is written over");
            let restored = tempfile::tempdir().unwrap();
            let again = || in_folder(restored.path());
            let verdict = Ledger::copy(to(), &again, &|_, _| ()).unwrap();
            assert!(is_sound(&verdict));
            assert_eq!(rows_of_file(folder.path()), rows_of_file(restored.path()));
            let restored = Ledger::open(again()).unwrap();
            assert!(restored.position() >= before, "what was there before is in it");
            facts = sound(&restored).facts;
        }
        stop.store(true, Ordering::SeqCst);
        facts
    })
}

#[test]
fn a_file_is_backed_up_while_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(in_folder(folder.path())).unwrap();
    fill(&ledger);
    let facts = back_up_under_traffic(&ledger, &|| in_folder(folder.path()));
    assert!(facts > 120);
}

#[test]
fn a_server_is_backed_up_while_it_is_written() {
    let mut store = Postgres::new();
    let ledger = store.open();
    fill(&ledger);
    let key = tempfile::tempdir().unwrap();
    let facts = back_up_under_traffic(&ledger, &|| at(key.path(), &store.address));
    assert!(facts > 120);
}
