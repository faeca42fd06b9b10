//! Commands a second on a shared database: sixteen clients, each of whom waits until its command is on
//! the disk, against sixteen connections of a bare program that insert as many rows as often.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use ledger::{AccessEntry, Batch, Ledger, Options, StreamAppend};

use crate::own_server::{OwnServer, connect};
use crate::realistic::unit;
use crate::{body, case_id, cpu_seconds, fact, now, options, person_id};

const CLIENTS: u32 = 16;
const PEOPLE: u32 = 2_000;
const TIME: Duration = Duration::from_secs(6);

pub(crate) fn shared() {
    let server = OwnServer::start(true);
    let address = server.database();
    prepare(&address);
    let mut best = (0.0_f64, 0.0_f64);
    for _ in 0..3 {
        best.0 = best.0.max(rate("bare postgres, 16 connections", |number, client| {
            let client: &mut postgres::Client = client.get_or_insert_with(|| connect(&address));
            bare(client, number);
        }));
        let folder = tempfile::tempdir().unwrap();
        let store = Some(server.database());
        let ledger = Ledger::open(Options { store, ..options(folder.path()) }).unwrap();
        begin(&ledger);
        best.1 = best.1.max(rate("ledger on postgres, 16 clients", |number, _| {
            command(&ledger, number);
        }));
    }
    println!("best bare: {:.0} commands/s", best.0);
    println!("best ledger: {:.0} commands/s", best.1);
    println!("ledger : bare = {:.2}\n", best.1 / best.0);
}

/// The number of the next piece of work: no round does one again.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// Has all clients work for a while; answers how often they were done each second.
fn rate(name: &str, work: impl Fn(u32, &mut Option<postgres::Client>) + Sync) -> f64 {
    let first = NEXT.load(Ordering::Relaxed);
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                let mut client = None;
                while begun.elapsed() < TIME {
                    work(NEXT.fetch_add(1, Ordering::Relaxed), &mut client);
                }
            });
        }
    });
    let done = NEXT.load(Ordering::Relaxed) - first;
    let rate = f64::from(done) / begun.elapsed().as_secs_f64();
    println!("{name:<40} {rate:>10.0} commands/s, {:>5.2} CPU s", cpu_seconds() - cpu);
    rate
}

/// People and cases to work on.
fn begin(ledger: &Ledger) {
    let mut bulk = ledger.bulk().unwrap();
    for number in 0..PEOPLE {
        let person = person_id(number).to_string();
        let details = fact("person-registered", Some(person.clone()), body(number.into(), 260));
        bulk.append(&format!("person/{person}"), 0, &[details], now()).unwrap();
        let said = fact("contact-received", Some(person), body(number.into(), 260));
        bulk.append(&format!("case/{}", case_id(number)), 0, &[said], now()).unwrap();
    }
    bulk.finish(now(), &|_, _| ()).unwrap();
}

/// What a door does for one command: load, decide, append with its look.
fn command(ledger: &Ledger, number: u32) {
    let about = number.wrapping_mul(7919) % PEOPLE;
    let person = person_id(about).to_string();
    let stream = format!("case/{}", case_id(about));
    let history = ledger.load(&stream).unwrap();
    let new = vec![fact("decided", Some(person.clone()), body(number.into(), 300))];
    let streams = vec![StreamAppend { stream: stream.into(), history, new }];
    let access = AccessEntry {
        at: now(),
        actor: "professional/7".to_owned(),
        role: "professional".to_owned(),
        unit: Some(unit(number).to_owned()),
        person: Some(person),
        action: "case.handle".to_owned(),
        ground: "care-relationship".to_owned(),
        detail: case_id(about).to_string(),
    };
    match ledger.append(Batch { streams, access: vec![access] }, now()) {
        Ok(_) | Err(ledger::Error::Stale { .. }) => {}
        Err(other) => panic!("{other}"),
    }
}

fn prepare(address: &str) {
    let tables = "CREATE TABLE fact (position BIGSERIAL PRIMARY KEY, stream BIGINT, sequence BIGINT, \
         body BYTEA); CREATE UNIQUE INDEX ON fact (stream, sequence); \
         CREATE TABLE stream (id BIGINT PRIMARY KEY, sequence BIGINT); \
         CREATE TABLE row (parameter BIGINT, code TEXT, handle BIGINT, \
             PRIMARY KEY (parameter, code, handle)); \
         CREATE TABLE look (number BIGSERIAL PRIMARY KEY, person TEXT, detail TEXT); \
         CREATE INDEX ON look (person, number); \
         INSERT INTO stream SELECT n, 0 FROM generate_series(0, 1999) n";
    connect(address).batch_execute(tables).unwrap();
}

/// The same work without a ledger: a head, a fact, two rows, a look.
fn bare(client: &mut postgres::Client, number: u32) {
    // Prepared again and again by name, as the client does when it is given text, would be unfair.
    thread_local! {
        static KEPT: std::cell::RefCell<Vec<postgres::Statement>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    let about = i64::from(number.wrapping_mul(7919) % PEOPLE);
    let (person, case) = (person_id(number % PEOPLE).to_string(), case_id(number).to_string());
    KEPT.with_borrow_mut(|kept| {
        if kept.is_empty() {
            let texts = [
                "UPDATE stream SET sequence = sequence + 1 WHERE id = $1 RETURNING sequence",
                "INSERT INTO fact (stream, sequence, body) VALUES ($1, $2, $3)",
                "INSERT INTO row VALUES ($1, $2, $3)",
                "INSERT INTO look (person, detail) VALUES ($1, $2)",
            ];
            kept.extend(texts.map(|text| client.prepare(text).unwrap()));
        }
        let mut transaction = client.transaction().unwrap();
        let sequence: i64 = transaction.query_one(&kept[0], &[&about]).unwrap().get(0);
        let body = body(number.into(), 300);
        transaction.execute(&kept[1], &[&about, &sequence, &body]).unwrap();
        for parameter in 0..2_i64 {
            transaction.execute(&kept[2], &[&parameter, &case, &i64::from(number)]).unwrap();
        }
        transaction.execute(&kept[3], &[&person, &case]).unwrap();
        transaction.commit().unwrap();
    });
}
