//! What only `SQLite` can be asked: that facts are final, that a flipped byte is found and named, that
//! a full disk and a killed process lose nothing, and that the schema keeps its conventions.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

#[path = "sqlite/damage.rs"]
mod damage;
#[path = "sqlite/erased.rs"]
mod erased;
#[path = "sqlite/full.rs"]
mod full;
#[path = "sqlite/killed.rs"]
mod killed;
#[path = "sqlite/schema.rs"]
mod schema;
#[path = "sqlite/stored.rs"]
mod stored;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use ledger::{
    Batch, Error, Fact, IndexValue, Indexed, Ledger, MasterKey, NewFact, Options, Projector,
    ResourceRow, Result, Rows, StreamAppend,
};

/// One resource for each stream, with a few index rows.
struct Plain;

impl Projector for Plain {
    fn fingerprint(&self) -> String {
        "plain".to_owned()
    }

    fn project(&self, stream: &str, facts: &[Fact]) -> Rows {
        let value = |parameter, code: &str| Indexed {
            parameter,
            value: IndexValue::Token { system: "urn:test".into(), code: code.to_owned() },
        };
        let resource = ResourceRow {
            rtype: "Basic",
            id: stream.replace('/', "-"),
            version: facts.len() as u64,
            last_updated: facts.last().map_or(Timestamp::UNIX_EPOCH, |fact| fact.occurred_at),
            deleted: false,
            index: vec![value("identifier", stream), value("code", &facts.len().to_string())],
        };
        Rows { resources: vec![resource], ..Rows::default() }
    }
}

fn options(folder: &Path) -> Options {
    let count = AtomicU8::new(0);
    Options {
        folder: folder.to_owned(),
        master_key: MasterKey::new([42; 32]),
        projector: Arc::new(Plain),
        randomness: Arc::new(move |bytes: &mut [u8]| {
            let count = count.fetch_add(1, Ordering::Relaxed);
            bytes.iter_mut().zip(count..).for_each(|(byte, value)| *byte = value);
        }),
        store: None,
        readers: 2,
        bytes_max: None,
        progress: None,
    }
}

/// Opens a store. A child that another test is about to start may hold a copy of the lock for a moment
/// between its birth and its own program, so the lock is asked for more than once.
fn open(folder: &Path) -> Ledger {
    for _ in 0..200 {
        match Ledger::open(options(folder)) {
            Err(Error::InUse { .. }) => std::thread::sleep(Duration::from_millis(50)),
            opened => return opened.unwrap(),
        }
    }
    panic!("{} stays in use", folder.display());
}

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(1_760_000_000 + second).unwrap()
}

fn new_fact(person: Option<&str>, body: &[u8]) -> NewFact {
    NewFact {
        kind: "noted".to_owned(),
        occurred_at: second(1),
        actor: "professional/7".to_owned(),
        person: person.map(str::to_owned),
        body: body.to_vec(),
    }
}

fn append(ledger: &Ledger, stream: &str, person: Option<&str>, body: &[u8]) -> Result<u64> {
    let history = ledger.load(stream)?;
    let new = vec![new_fact(person, body)];
    let streams = vec![StreamAppend { stream: stream.into(), history, new }];
    let appended = ledger.append(Batch { streams, access: Vec::new() }, second(2))?;
    Ok(appended.last_position)
}

fn database(folder: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(folder.join("polku.sqlite")).unwrap()
}

#[test]
fn the_folder_is_held_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    assert!(matches!(Ledger::open(options(folder.path())), Err(Error::InUse { .. })));
    drop(ledger);
    open(folder.path());
}
