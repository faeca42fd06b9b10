//! A small world to test in: a store in a temporary folder, a projector whose rows come, change and
//! go with the facts, and short ways to append.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use care::code::{Channel, Mode, Profession, Register, Topic, Urgency};
use care::id::{BookingId, CaseId, ContactId, PersonId, ProfessionalId, UnitId};
use care::language::Language;
use care::view::{BookingRow, CallbackRow, CaseRow, PersonRow, SlotRow};
use jiff::Timestamp;
use ledger::{
    AccountRow, Batch, Counts, Fact, Hash, IndexValue, Indexed, Ledger, MasterKey, NewFact,
    Options, Projector, ResourceRow, Result, Rows, StreamAppend, TokenRow, Verdict,
};
use postgres::SimpleQueryMessage;
use rusqlite::types::ValueRef;

use crate::own_server::{OwnServer, connect};

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

pub(crate) const VIEWS: [&str; 15] = [
    "person_row",
    "person_word",
    "case_row",
    "booking_row",
    "callback_row",
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

/// A projector that knows nothing of care: it rolls the bodies into numbers, and the numbers into
/// rows of every kind.
pub(crate) struct Rolling(pub(crate) &'static str);

impl Projector for Rolling {
    fn fingerprint(&self) -> String {
        self.0.to_owned()
    }

    fn project(&self, stream: &str, facts: &[Fact]) -> Rows {
        let mut roll = Roll::of(stream, facts);
        let mut rows = Rows::default();
        let ids = Ids::of(stream);
        match stream.split('/').next().unwrap() {
            "person" => rows.people.push(roll.person(&ids)),
            "case" => {
                rows.cases.push(roll.case(&ids));
                rows.bookings.extend((0..roll.up_to(4)).map(|n| roll.booking(&ids, n)));
                rows.callbacks.extend((0..roll.up_to(2)).map(|_| roll.callback(&ids)));
                rows.resources.extend((0..roll.up_to(4)).map(|n| roll.resource(stream, n)));
                if roll.up_to(3) == 0 {
                    rows.resources.reverse();
                }
            }
            "day" => rows.slots.extend((0..roll.up_to(6)).map(|n| roll.slot(&ids, n))),
            "account" => {
                rows.accounts.push(roll.account(stream));
                rows.access_tokens.extend((0..roll.up_to(3)).map(|n| roll.token(stream, n)));
            }
            _ => rows.resources.push(roll.resource(stream, 0)),
        }
        rows
    }
}

struct Ids {
    number: u128,
}

impl Ids {
    fn of(stream: &str) -> Self {
        // A stream that names an id is about it, as in care.
        if let Some(id) = stream.split('/').nth(1).and_then(|id| id.parse::<uuid::Uuid>().ok()) {
            return Self { number: id.as_u128() };
        }
        let hash = blake3::hash(stream.as_bytes());
        Self { number: u128::from_le_bytes(hash.as_bytes()[..16].try_into().unwrap()) }
    }

    fn uuid(&self, salt: u8) -> uuid::Uuid {
        uuid::Uuid::from_u128(self.number.wrapping_add(u128::from(salt)))
    }
}

/// Deterministic numbers from a stream and what can be read of its facts.
struct Roll(u64, Timestamp);

impl Roll {
    fn of(stream: &str, facts: &[Fact]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(stream.as_bytes());
        // Only the last few count, so that rows also go back to what they were.
        for fact in facts.iter().rev().take(2) {
            hasher.update(fact.body.bytes().unwrap_or(b"erased"));
        }
        let bytes = *hasher.finalize().as_bytes();
        let last = facts.last().map_or(Timestamp::UNIX_EPOCH, |fact| fact.occurred_at);
        Self(u64::from_le_bytes(bytes[..8].try_into().unwrap()), last)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        self.0 >> 33
    }

    fn up_to(&mut self, end: u8) -> u8 {
        (self.next() % u64::from(end)) as u8
    }

    fn maybe<T>(&mut self, value: T) -> Option<T> {
        (self.up_to(2) == 1).then_some(value)
    }

    fn day(&mut self) -> jiff::civil::Date {
        jiff::civil::date(2026, 1 + self.up_to(12).cast_signed(), 1 + self.up_to(28).cast_signed())
    }

    fn at(&mut self) -> Timestamp {
        Timestamp::from_millisecond(
            1_700_000_000_000 + (self.next() % 10_000_000_000).cast_signed(),
        )
        .unwrap()
    }

    fn unit(&mut self) -> UnitId {
        UnitId::from(["porvoo", "sipoo", "loviisa"][usize::from(self.up_to(3))])
    }

    fn person(&mut self, ids: &Ids) -> PersonRow {
        let family = ["Virtanen", "Korhonen", "Åberg"][usize::from(self.up_to(3))];
        let given = ["Anna", "Anna Maria", "Bo", "Virta"][usize::from(self.up_to(4))];
        PersonRow {
            person: PersonId(ids.uuid(0)),
            family: family.to_owned(),
            given: given.to_owned(),
            folded: format!("{family} {given}").to_lowercase(),
            identity: Some(format!("{:06}-900{}", self.next() % 999_999, self.up_to(9))),
            birth_on: Some(self.day()),
            language: Language::ALL[usize::from(self.up_to(3))],
            municipality: Some("638".to_owned()),
            protected: self.up_to(2) == 1,
            changed_at: self.1,
        }
    }

    fn case(&mut self, ids: &Ids) -> CaseRow {
        let closed = self.up_to(3) == 0;
        let (day, at) = (self.day(), self.at());
        CaseRow {
            case: CaseId(ids.uuid(0)),
            person: PersonId(ids.uuid(1)),
            contact: ContactId(ids.uuid(2)),
            register: Register::Patient,
            topic: Topic::Illness,
            channel: Channel::Web,
            contact_at: self.at(),
            contact_unit: self.unit(),
            language: Language::Fi,
            municipality: self.maybe("638".to_owned()),
            age: self.maybe(44),
            stage: if closed { "closed" } else { "awaiting-booking" },
            step: (!closed).then_some("book"),
            owner_unit: self.unit(),
            owner: self.maybe(ProfessionalId(uuid::Uuid::from_u128(7))),
            assessed_at: self.maybe(at),
            urgency: self.maybe(Urgency::Urgent),
            care: self.maybe(care::clock::CareKind::Primary),
            profession: self.maybe(Profession::Nurse),
            need_at: self.maybe(at),
            due_on: self.maybe(day),
            due_rule: self.maybe("some.rule".to_owned()),
            assess_by: self.maybe(day),
            treat_by: self.maybe(day),
            booked_for: self.maybe(at),
            mode: self.maybe(Mode::OnSite),
            met_at: None,
            met_profession: None,
            met_unit: None,
            closed_at: closed.then_some(at),
            closing: None,
            changed_at: self.1,
        }
    }

    fn booking(&mut self, ids: &Ids, number: u8) -> BookingRow {
        BookingRow {
            booking: BookingId(ids.uuid(10 + number)),
            case: CaseId(ids.uuid(0)),
            person: PersonId(ids.uuid(1)),
            professional: ProfessionalId(uuid::Uuid::from_u128(7)),
            unit: self.unit(),
            profession: Profession::Nurse,
            start_at: self.at(),
            minutes: 30,
            mode: Mode::OnSite,
            state: ["booked", "cancelled"][usize::from(self.up_to(2))],
            made_at: self.1,
            changed_at: self.1,
        }
    }

    fn callback(&mut self, ids: &Ids) -> CallbackRow {
        CallbackRow {
            case: CaseId(ids.uuid(0)),
            contact: ContactId(ids.uuid(2)),
            person: PersonId(ids.uuid(1)),
            unit: self.unit(),
            from_at: self.at(),
            until_at: self.at(),
            in_line_since: self.1,
            calls: u16::from(self.up_to(3)),
            called_at: self.maybe(self.1),
            told_at: None,
        }
    }

    fn slot(&mut self, ids: &Ids, number: u8) -> SlotRow {
        let start = 1_800_000_000_000 + i64::from(number) * 1_800_000;
        SlotRow {
            professional: ProfessionalId(ids.uuid(0)),
            start_at: Timestamp::from_millisecond(start).unwrap(),
            minutes: 30,
            unit: self.unit(),
            profession: [Profession::Nurse, Profession::Doctor][usize::from(self.up_to(2))],
            modes: vec![Mode::OnSite],
            languages: vec![Language::Fi, Language::En],
        }
    }

    fn account(&mut self, stream: &str) -> AccountRow {
        AccountRow {
            login: stream.to_owned(),
            name: "Anna".to_owned(),
            role: "nurse".to_owned(),
            unit: self.maybe("porvoo".to_owned()),
            professional: None,
            person: None,
            password_hash: self.maybe("$argon2id$".to_owned()),
            locked: self.up_to(2) == 1,
        }
    }

    fn token(&mut self, stream: &str, number: u8) -> TokenRow {
        TokenRow {
            token_hash: Hash(*blake3::hash(format!("{stream}/{number}").as_bytes()).as_bytes()),
            login: stream.to_owned(),
            name: "import".to_owned(),
            scope: "read".to_owned(),
            created_at: self.at(),
            expires_at: None,
        }
    }

    fn resource(&mut self, stream: &str, number: u8) -> ResourceRow {
        let value = |parameter, value| Indexed { parameter, value };
        let code = ["male", "female"][usize::from(self.up_to(2))];
        let mut index = vec![
            value("gender", IndexValue::Token { system: String::new(), code: code.to_owned() }),
            value("gender", IndexValue::Token { system: String::new(), code: code.to_owned() }),
        ];
        for _ in 0..self.up_to(3) {
            let system = ["urn:one", "urn:two"][usize::from(self.up_to(2))].into();
            let code = self.up_to(9).to_string();
            index.push(value("identifier", IndexValue::Token { system, code }));
            let folded = ["anna", "bo"][usize::from(self.up_to(2))].to_owned();
            let exact = folded.to_uppercase();
            index.push(value("name", IndexValue::Text { folded, exact }));
            let low = self.at().as_millisecond();
            index.push(value("date", IndexValue::Date { low, high: low + 86_399_999 }));
            let (rtype, target) = ("Patient", self.up_to(9).to_string());
            index.push(value("subject", IndexValue::Reference { rtype, target }));
            let low = f64::from(self.up_to(100));
            let (system, code) = ("http://unitsofmeasure.org".into(), "kg".to_owned());
            index.push(value("value", IndexValue::Number { low, high: low + 0.5, system, code }));
            index.push(value("url", IndexValue::Uri(format!("urn:{}", self.up_to(9)))));
        }
        ResourceRow {
            rtype: ["Patient", "Observation"][usize::from(number % 2)],
            id: format!("{}-{number}", stream.replace('/', "-")),
            version: 1 + self.next() % 9,
            last_updated: self.1,
            deleted: self.up_to(5) == 0,
            index,
        }
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
