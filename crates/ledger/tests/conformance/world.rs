//! A small world to test in: a store in a temporary folder, and short ways to append.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use jiff::Timestamp;
use ledger::{Batch, Counts, Ledger, MasterKey, NewFact, Options, Result, StreamAppend, Verdict};
use postgres::SimpleQueryMessage;
use rusqlite::types::ValueRef;

use crate::own_server::{OwnServer, connect};
use crate::rolling::Rolling;

/// A kind of store under test.
pub(crate) trait Store {
    /// Opens it, or opens it again.
    fn open_with(&mut self, change: &dyn Fn(&mut Options)) -> Result<Ledger>;
    /// Every row of every view, as text in a fixed order.
    fn dump(&self) -> String;
    /// How many of so many stories are told to it.
    fn patience(&self, stories: u32) -> u32 {
        stories
    }
    /// Another one of the same kind, empty.
    fn fresh(&self) -> Box<dyn Store>;

    fn open(&mut self) -> Ledger {
        self.open_with(&|_| ()).unwrap()
    }
}

pub(crate) struct Sqlite {
    folder: tempfile::TempDir,
}

impl Sqlite {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }
}

pub(crate) const VIEWS: [&str; 21] = [
    "person_row",
    "person_word",
    "case_row",
    "booking_row",
    "callback_row",
    "phone_row",
    "waiting_row",
    "message_row",
    "acting_row",
    "asked_row",
    "reach_row",
    "slot_row",
    "account_row",
    "token_row",
    "resource",
    "search_token",
    "search_text",
    "search_date",
    "search_reference",
    "search_number",
    "search_uri",
];

impl Store for Sqlite {
    fn open_with(&mut self, change: &dyn Fn(&mut Options)) -> Result<Ledger> {
        let mut options = options(self.folder.path());
        change(&mut options);
        Ledger::open(options)
    }

    fn dump(&self) -> String {
        let file = self.folder.path().join("polku.sqlite");
        let connection = rusqlite::Connection::open(file).unwrap();
        let numbers = |sql: &str| -> HashMap<i64, String> {
            let mut statement = connection.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            rows.map(Result::unwrap).collect()
        };
        let parameters = numbers("SELECT id, rtype || '.' || name FROM search_parameter");
        let systems = numbers("SELECT id, uri FROM search_system");
        let shown = |column: &str, value: ValueRef<'_>| match (column, value) {
            ("rtype" | "parameter", ValueRef::Integer(id)) => parameters[&id].clone(),
            ("system", ValueRef::Integer(id)) => systems.get(&id).cloned().unwrap_or_default(),
            (_, ValueRef::Text(text)) => String::from_utf8_lossy(text).into_owned(),
            (_, other) => format!("{other:?}"),
        };
        let mut dump = String::new();
        for view in VIEWS {
            let mut statement = connection.prepare(&format!("SELECT * FROM {view}")).unwrap();
            let names: Vec<_> = statement.column_names().map(ToString::to_string).collect();
            let mut lines: Vec<String> = statement
                .query_map([], |row| {
                    let values = names.iter().enumerate();
                    let values = values.map(|(at, name)| shown(name, row.get_ref(at).unwrap()));
                    Ok(values.collect::<Vec<_>>().join(" "))
                })
                .unwrap()
                .map(Result::unwrap)
                .collect();
            lines.sort();
            dump.extend(["== ", view, "\n", &lines.join("\n"), "\n"]);
        }
        dump
    }

    fn fresh(&self) -> Box<dyn Store> {
        Box::new(Self::new())
    }
}

static RUNNING: Mutex<Weak<OwnServer>> = Mutex::new(Weak::new());

/// The server of all tests that run now, or a new one.
fn own_server() -> Arc<OwnServer> {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(server) = running.upgrade() {
        return server;
    }
    // Power is not cut here, and the disks of test machines are slow.
    let server = Arc::new(OwnServer::start(false));
    *running = Arc::downgrade(&server);
    server
}

pub(crate) struct Postgres {
    folder: tempfile::TempDir,
    server: Arc<OwnServer>,
    pub(crate) address: String,
}

impl Postgres {
    pub(crate) fn new() -> Self {
        let server = own_server();
        let address = server.database();
        Self { folder: tempfile::tempdir().unwrap(), server, address }
    }
}

impl Store for Postgres {
    fn open_with(&mut self, change: &dyn Fn(&mut Options)) -> Result<Ledger> {
        let mut options = options(self.folder.path());
        options.store = Some(self.address.clone());
        change(&mut options);
        Ledger::open(options)
    }

    fn dump(&self) -> String {
        let mut client = connect(&self.address);
        let mut numbers = |sql: &str| -> HashMap<String, String> {
            let rows = client.query(sql, &[]).unwrap();
            rows.iter().map(|row| (row.get::<_, i64>(0).to_string(), row.get(1))).collect()
        };
        let parameters = numbers("SELECT id, rtype || '.' || name FROM search_parameter");
        let systems = numbers("SELECT id, uri FROM search_system");
        let shown = |column: &str, value: Option<&str>| match (column, value) {
            ("rtype" | "parameter", Some(id)) if parameters.contains_key(id) => {
                parameters[id].clone()
            }
            ("system", Some(id)) => systems.get(id).cloned().unwrap_or_default(),
            (_, value) => value.unwrap_or("-").to_owned(),
        };
        let mut dump = String::new();
        for view in VIEWS {
            let mut lines = Vec::new();
            for message in client.simple_query(&format!("SELECT * FROM {view}")).unwrap() {
                if let SimpleQueryMessage::Row(row) = message {
                    let values = row.columns().iter().enumerate();
                    let values = values.map(|(at, column)| shown(column.name(), row.get(at)));
                    lines.push(values.collect::<Vec<_>>().join(" "));
                }
            }
            lines.sort();
            dump.extend(["== ", view, "\n", &lines.join("\n"), "\n"]);
        }
        dump
    }

    // Each is a database of its own with its connections.
    fn patience(&self, stories: u32) -> u32 {
        stories / 3
    }

    fn fresh(&self) -> Box<dyn Store> {
        let (server, address) = (self.server.clone(), self.server.database());
        Box::new(Self { folder: tempfile::tempdir().unwrap(), server, address })
    }
}

/// Options for a folder, with bytes that count instead of random ones.
pub(crate) fn options(folder: &Path) -> Options {
    let count = AtomicU8::new(0);
    Options {
        folder: folder.to_owned(),
        master_key: MasterKey::new([42; 32]),
        projector: Arc::new(Rolling("v1")),
        randomness: Arc::new(move |bytes: &mut [u8]| {
            let count = count.fetch_add(1, Ordering::Relaxed);
            bytes.iter_mut().zip(count..).for_each(|(byte, value)| *byte = value);
        }),
        store: None,
        readers: 4,
        bytes_max: None,
        progress: None,
    }
}

/// Seconds since the beginning of the test's time.
pub(crate) fn second(second: i64) -> Timestamp {
    Timestamp::from_second(1_760_000_000 + second).unwrap()
}

pub(crate) fn new_fact(kind: &str, person: Option<&str>, body: &[u8]) -> NewFact {
    NewFact {
        kind: kind.to_owned(),
        occurred_at: second(1),
        actor: "professional/7".to_owned(),
        person: person.map(str::to_owned),
        body: body.to_vec(),
    }
}

pub(crate) fn stream_append(
    ledger: &Ledger,
    stream: &str,
    person: Option<&str>,
    bodies: &[&[u8]],
) -> StreamAppend {
    StreamAppend {
        stream: stream.into(),
        history: ledger.load(stream).unwrap(),
        new: bodies.iter().map(|body| new_fact("noted", person, body)).collect(),
    }
}

/// Loads and appends, as a door does.
pub(crate) fn append(
    ledger: &Ledger,
    stream: &str,
    person: Option<&str>,
    bodies: &[&[u8]],
) -> Result<ledger::Appended> {
    let streams = vec![stream_append(ledger, stream, person, bodies)];
    ledger.append(Batch { streams, access: Vec::new() }, second(2))
}

/// Verifies, and wants nothing found.
pub(crate) fn sound(ledger: &Ledger) -> Counts {
    match ledger.verify(&|_, _| ()).unwrap() {
        Verdict::Sound(counts) => counts,
        Verdict::Damaged(fault) => panic!("{fault}"),
    }
}
