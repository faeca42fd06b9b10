//! Measures the store against a bare rusqlite program that writes the same bytes and as many index
//! rows with the same durability, and the refold, search and reads by themselves.
//!
//! Run with `cargo run --release -p ledger --example bench_store`, and with `-- shared` for several
//! clients on `PostgreSQL`.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a bench may panic"
)]
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "rates are rough"
)]
#![expect(clippy::disallowed_methods, reason = "a bench reads its own settings")]

#[path = "../../tests/conformance/own_server.rs"]
mod own_server;
mod realistic;
mod shared;

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use care::id::UnitId;
use jiff::Timestamp;
use ledger::{
    Batch, Clause, Compare, Ledger, MasterKey, NewFact, Options, Order, PersonSearch, Search,
    StreamAppend, Test, WorkList,
};
use uuid::Uuid;

use crate::realistic::{Realistic, family, unit};

const BUNDLES: u32 = 2_000;
const RESOURCES: u32 = 8;
const INDEX_ROWS: u32 = 8;
const BODY: usize = 1_500;

fn main() {
    let scale: u32 = std::env::var("SCALE").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let part = std::env::args().nth(1);
    if part.as_deref().is_none_or(|part| part == "import") {
        import();
    }
    if part.as_deref().is_none_or(|part| part == "county" || part == "refold") {
        county(20_000 * scale);
    }
    if part.as_deref() == Some("shared") {
        shared::shared();
    }
}

fn now() -> Timestamp {
    Timestamp::from_second(1_760_000_000).unwrap()
}

fn options(folder: &Path) -> Options {
    let count = AtomicU64::new(0);
    Options {
        folder: folder.to_owned(),
        master_key: MasterKey::new([1; 32]),
        projector: Arc::new(Realistic),
        randomness: Arc::new(move |bytes: &mut [u8]| {
            let seed = count.fetch_add(1, Ordering::Relaxed);
            blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(bytes);
        }),
        store: None,
        readers: 16,
        bytes_max: None,
        progress: None,
    }
}

fn body(seed: u64, bytes: usize) -> Vec<u8> {
    let mut text = format!(r#"{{"seed":{seed},"text":""#).into_bytes();
    let mut filler = vec![0; bytes];
    blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(&mut filler);
    text.extend(filler.iter().map(|byte| b'a' + byte % 26));
    text.extend_from_slice(b"\"}");
    text
}

fn fact(kind: &str, person: Option<String>, body: Vec<u8>) -> NewFact {
    let actor = "professional/0b1d7c1e-2f2c-4d4e-9a5e-000000000001".to_owned();
    NewFact { kind: kind.to_owned(), occurred_at: now(), actor, person, body }
}

/// Imports bundles over 64 callers, as many as the bare program puts in a transaction.
fn import() {
    let rate = |name: &str, begun: Instant, cpu: f64| {
        let resources = f64::from(BUNDLES * RESOURCES);
        let rate = resources / begun.elapsed().as_secs_f64();
        println!("{name:<40} {rate:>10.0} resources/s, {:>5.2} CPU s", cpu_seconds() - cpu);
        rate
    };
    let mut best_bare: f64 = 0.0;
    let mut best_own: f64 = 0.0;
    for _ in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        let (begun, cpu) = (Instant::now(), cpu_seconds());
        bare(folder.path());
        best_bare = best_bare.max(rate("bare rusqlite, 64 bundles a transaction", begun, cpu));

        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(options(folder.path())).unwrap();
        let (begun, cpu) = (Instant::now(), cpu_seconds());
        import_bundles(&ledger);
        best_own = best_own.max(rate("ledger, 64 callers", begun, cpu));
    }
    println!("ledger : bare = {:.2}\n", best_own / best_bare);
}

fn import_bundles(ledger: &Ledger) {
    let next = AtomicU32::new(0);
    std::thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| {
                loop {
                    let bundle = next.fetch_add(1, Ordering::Relaxed);
                    if bundle >= BUNDLES {
                        break;
                    }
                    let stream = |n: u32| StreamAppend {
                        stream: format!("resource/Observation/{}", id(bundle, n)).into(),
                        history: Vec::new(),
                        new: vec![fact(
                            "resource-received",
                            Some(Uuid::from_u128(u128::from(bundle / 10)).to_string()),
                            body(u64::from(bundle * RESOURCES + n), BODY),
                        )],
                    };
                    let streams = (0..RESOURCES).map(stream).collect();
                    ledger.append(Batch { streams, access: Vec::new() }, now()).unwrap();
                }
            });
        }
    });
}

fn id(bundle: u32, resource: u32) -> Uuid {
    let seed = u64::from(bundle) * 1_000 + u64::from(resource);
    let hash = blake3::hash(&seed.to_le_bytes());
    Uuid::from_slice(&hash.as_bytes()[..16]).unwrap()
}

fn bare(folder: &Path) {
    let mut connection = rusqlite::Connection::open(folder.join("bare.sqlite")).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             PRAGMA wal_autocheckpoint = 50000; PRAGMA cache_size = -262144; \
             CREATE TABLE resource (number INTEGER PRIMARY KEY, rtype TEXT, id TEXT, body BLOB, \
                 UNIQUE (rtype, id)); \
             CREATE TABLE row (parameter INTEGER, value TEXT, number INTEGER, \
                 PRIMARY KEY (parameter, value, number)) WITHOUT ROWID;",
        )
        .unwrap();
    let mut number = 0_i64;
    for first in (0..BUNDLES).step_by(64) {
        let transaction = connection.transaction().unwrap();
        {
            let sql = "INSERT INTO resource VALUES (?1, ?2, ?3, ?4)";
            let mut resource = transaction.prepare_cached(sql).unwrap();
            let sql = "INSERT INTO row VALUES (?1, ?2, ?3)";
            let mut row = transaction.prepare_cached(sql).unwrap();
            for bundle in first..(first + 64).min(BUNDLES) {
                for n in 0..RESOURCES {
                    number += 1;
                    let id = id(bundle, n).to_string();
                    let body = body(u64::from(bundle * RESOURCES + n), BODY);
                    resource.execute((number, "Observation", id, body)).unwrap();
                    for parameter in 0..INDEX_ROWS {
                        let value = format!("{}-{}", bundle / 10, parameter);
                        row.execute((parameter, value, number)).unwrap();
                    }
                }
            }
        }
        transaction.commit().unwrap();
    }
}

/// CPU time this process has used, so that a busy machine can be told from a slow program.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// Loads a county in bulk, refolds it, and asks it questions.
fn county(people: u32) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(options(folder.path())).unwrap();
    let begun = Instant::now();
    let cpu = cpu_seconds();
    let mut bulk = ledger.bulk().unwrap();
    let mut facts = 0;
    let mut put = |stream: &str, expected: u64, new: &[NewFact]| {
        facts += new.len() as u64;
        bulk.append(stream, expected, new, now()).unwrap();
    };
    for number in 0..people {
        let person = person_id(number).to_string();
        let details = fact("person-registered", Some(person.clone()), body(number.into(), 260));
        put(&format!("person/{person}"), 0, &[details]);
    }
    for round in 0..6_u32 {
        for number in 0..people {
            let person = person_id(number).to_string();
            let bytes = 240 + (number % 100) as usize;
            let said = fact("something-happened", Some(person), body(number.into(), bytes));
            put(&format!("case/{}", case_id(number)), round.into(), &[said]);
        }
    }
    let tell = |name: &str, begun: Instant, cpu: f64| {
        let rate = facts as f64 / begun.elapsed().as_secs_f64();
        println!("{name:<40} {rate:>10.0} facts/s, {:>5.2} CPU s", cpu_seconds() - cpu);
        (Instant::now(), cpu_seconds())
    };
    let (begun, cpu) = tell("bulk append", begun, cpu);
    bulk.finish(now(), &|_, _| ()).unwrap();
    let (begun, cpu) = tell("seal and first refold", begun, cpu);
    ledger.rebuild(&|_, _| ()).unwrap();
    let (begun, cpu) = tell("refold of all views", begun, cpu);
    let verdict = ledger.verify(&|_, _| ()).unwrap();
    tell("verify", begun, cpu);
    println!("{verdict:?}");
    let bytes = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().len() as f64;
    let bytes = bytes("polku.sqlite") + bytes("polku.sqlite-wal");
    println!("database and log {:>39.1} MB\n", bytes / 1e6);
    if std::env::args().nth(1).as_deref() == Some("refold") {
        return;
    }
    ask(&ledger, people);
    act(&ledger, people);
}

fn person_id(number: u32) -> Uuid {
    id(1_000_000 + number, 1)
}

fn case_id(number: u32) -> Uuid {
    id(1_000_000 + number, 2)
}

/// Appends to streams that have a history, with one caller and with many.
fn act(ledger: &Ledger, people: u32) {
    for callers in [1, 64] {
        let next = AtomicU32::new(0);
        let many = if callers == 1 { 500 } else { 10_000.min(people) };
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..callers {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= many {
                            break;
                        }
                        let stream = format!("case/{}", case_id(number));
                        let history = ledger.load(&stream).unwrap();
                        let person = person_id(number).to_string();
                        let new = vec![fact("decided", Some(person), body(number.into(), 300))];
                        let streams = vec![StreamAppend { stream: stream.into(), history, new }];
                        ledger.append(Batch { streams, access: Vec::new() }, now()).unwrap();
                    }
                });
            }
        });
        let rate = f64::from(many) / begun.elapsed().as_secs_f64();
        println!("load and append, {callers:>2} callers {rate:>28.0} decisions/s");
    }
}

/// Asks from two threads for a while; prints how often.
fn rate(name: &str, people: u32, ask: &(dyn Fn(u32) + Sync)) {
    let begun = Instant::now();
    let done = AtomicU32::new(0);
    let cpu = cpu_seconds();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while begun.elapsed() < Duration::from_millis(700) {
                    let number = done.fetch_add(1, Ordering::Relaxed);
                    ask(number.wrapping_mul(7919) % people);
                }
            });
        }
    });
    let done = f64::from(done.load(Ordering::Relaxed));
    let (rate, cpu) = (done / begun.elapsed().as_secs_f64(), (cpu_seconds() - cpu) / done);
    println!("{name:<40} {rate:>10.0} /s, {:>8.1} CPU µs each", cpu * 1e6);
}

fn ask(ledger: &Ledger, people: u32) {
    rate("resource by id, with its fact", people, &|number| {
        let found = ledger.resource("Patient", &person_id(number).to_string()).unwrap().unwrap();
        black_box(ledger.fact(&found.stream, 1).unwrap().unwrap());
    });
    rate("people by two words", people, &|number| {
        let words = vec![family(number).to_lowercase(), format!("given{}", number % 300)];
        let search = PersonSearch { words, limit: 20, ..PersonSearch::default() };
        assert!(!ledger.people(&search).unwrap().is_empty());
    });
    rate("work list of a unit, 50 cases", people, &|number| {
        let unit = Some(UnitId::from(unit(number)));
        let list = WorkList { unit, limit: 50, ..WorkList::default() };
        let day = jiff::civil::date(2026, 6, 15);
        assert_eq!(ledger.work(&list, day).unwrap().rows.len(), 50);
    });
    search(ledger, people);
    println!();
}

fn search(ledger: &Ledger, people: u32) {
    let clause = |parameter: &str, test: Test| Clause {
        parameter: parameter.to_owned(),
        any_of: vec![test],
        negated: false,
    };
    let token = |parameter: &str, system: &str, code: &str| {
        let (system, code) = (Some(system.to_owned()), Some(code.to_owned()));
        clause(parameter, Test::Token { system, code })
    };
    let subject = |number: u32| {
        let (rtype, target) = (Some("Patient".to_owned()), person_id(number).to_string());
        clause("subject", Test::Reference { rtype, target })
    };
    let date = |compare, number: u32| {
        let low = now().as_millisecond() + i64::from(number) * 60_000;
        clause("date", Test::Date { compare, low, high: low + 86_399_999 })
    };
    let search = |rtype: &str, clauses: Vec<Clause>, least: usize| {
        let rtype = rtype.to_owned();
        let search = Search { rtype, clauses, order: Order::Handle, after: None, limit: 20 };
        assert!(ledger.search(&search).unwrap().len() >= least, "{search:?}");
    };
    rate("Patient?identifier=", people, &|number| {
        search("Patient", vec![token("identifier", "urn:hetu", &format!("{number:06}-900X"))], 1);
    });
    rate("Appointment?subject&status", people, &|number| {
        let status = token("status", "", "booked");
        search("Appointment", vec![status, subject(number)], usize::from(number % 2 == 0));
    });
    rate("Appointment?status (matches half)", people, &|_| {
        search("Appointment", vec![token("status", "", "booked")], 20);
    });
    rate("Appointment?date=eq (one day)", people, &|number| {
        search("Appointment", vec![date(Compare::Equal, number)], 0);
    });
    rate("Appointment?date=ge&status", people, &|_| {
        let status = token("status", "", "booked");
        search("Appointment", vec![date(Compare::GreaterOrEqual, people / 2), status], 20);
    });
    rate("Patient?name= (three letters)", people, &|number| {
        let begins = Test::TextBegins(family(number).to_lowercase()[..3].to_owned());
        search("Patient", vec![clause("name", begins)], 1);
    });
}
