//! The database goes down under load, as after a crash, and comes back: whoever asks meanwhile is told
//! so clearly, and afterwards everything goes on; nothing is lost, and nothing is doubled.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::bookers::{Acknowledged, Booker, is_taken, prove, settle, tried};
use crate::county::{TOKEN, ledger_at};
use crate::own_server::OwnServer;
use crate::process::{Request, Served, header};
use crate::world::World;

const RESTARTS: usize = 5;
const PATIENCE: Duration = Duration::from_mins(2);

/// How often who was answered what.
#[derive(Default)]
struct Answers {
    done: AtomicUsize,
    later: AtomicUsize,
}

#[test]
fn a_database_that_crashes_under_load_loses_and_doubles_nothing() {
    let world = World::on(Arc::new(OwnServer::start(false)));
    let bookers = settle(&world.data("settler"), Some(world.store.clone()));
    let servers = [world.serve("a"), world.serve("b")];
    let acknowledged = Mutex::new(Acknowledged::new());
    let (books, writes) = (Answers::default(), Answers::default());
    let over = AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let (servers, over, acknowledged) = (&servers, &over, &acknowledged);
        let (books, writes) = (&books, &writes);
        for (number, booker) in bookers.iter().enumerate().step_by(4) {
            let address = servers[number / 4 % 2].address;
            scope.spawn(move || {
                for turn in 0.. {
                    if over.load(Ordering::SeqCst) {
                        return;
                    }
                    let (worker, at) = tried(number, turn % 3, turn / 3 % 50);
                    book(booker, address, (worker, at), books, acknowledged);
                }
            });
        }
        let writing = scope.spawn(move || write_until(over, servers, writes));
        for restart in 0..RESTARTS {
            // Somebody has to be served before and after each.
            more(&books.done, 10);
            more(&writes.done, 5);
            world.restart_database();
            assert!(restart < RESTARTS);
        }
        more(&books.done, 10);
        more(&writes.done, 5);
        over.store(true, Ordering::SeqCst);
        writing.join().unwrap()
    });
    let later = (books.later.load(Ordering::SeqCst), writes.later.load(Ordering::SeqCst));
    assert!(later.0 + later.1 > 0, "nobody noticed anything");
    for number in 0..written {
        let path = format!("/fhir/Observation/o{number}/_history");
        let (status, text) = ask(servers[number % 2].address, "GET", &path, "").unwrap();
        assert_eq!(status, 200, "{text}");
        assert_eq!(
            text.matches("\"versionId\"").count(),
            1,
            "written once, however often it was tried: {text}"
        );
    }
    drop(servers);
    let ledger = ledger_at(&world.data("reader"), Some(world.store.clone()));
    prove(&ledger, &acknowledged.into_inner().unwrap(), 0);
    drop(ledger);
    world.is_sound();
}

/// Waits until a counter has grown.
fn more(counter: &AtomicUsize, by: usize) {
    let (before, began) = (counter.load(Ordering::SeqCst), Instant::now());
    while counter.load(Ordering::SeqCst) < before + by {
        assert!(began.elapsed() < PATIENCE, "nothing goes on");
        std::thread::yield_now();
    }
}

fn book(
    booker: &Booker,
    address: SocketAddr,
    (worker, at): (crate::county::Worker, Timestamp),
    answers: &Answers,
    acknowledged: &Mutex<Acknowledged>,
) {
    let (status, text) = booker.book(address, worker, at).expect("an answer");
    match status {
        303 if is_taken(&text) => {
            acknowledged.lock().unwrap().push((booker.case, at));
            answers.done.fetch_add(1, Ordering::SeqCst);
        }
        409 => drop(answers.done.fetch_add(1, Ordering::SeqCst)),
        503 => {
            assert_eq!(header(&text, "retry-after"), "5");
            assert!(text.contains("The service is interrupted"), "{text}");
            answers.later.fetch_add(1, Ordering::SeqCst);
        }
        _ => panic!("{status}: {text}"),
    }
}

fn ask(at: SocketAddr, method: &str, path: &str, body: &str) -> Option<(u16, String)> {
    let mut request = Request::to(at).ok()?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: polku.test\r\nAuthorization: Bearer {TOKEN}\r\n\
         Content-Type: application/fhir+json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    request.send(&(head + body)).ok()?;
    request.whole()
}

/// A program writes one resource after the other, each until it is told that it is kept; how many.
fn write_until(over: &AtomicBool, servers: &[Served; 2], answers: &Answers) -> usize {
    for number in 0.. {
        if over.load(Ordering::SeqCst) {
            return number;
        }
        let path = format!("/fhir/Observation/o{number}");
        let body = format!(
            "{{\"resourceType\":\"Observation\",\"id\":\"o{number}\",\"status\":\"final\",\
             \"code\":{{\"text\":\"x\"}}}}"
        );
        loop {
            let address = servers[number % 2].address;
            let (status, text) = ask(address, "PUT", &path, &body).expect("an answer");
            if [200, 201].contains(&status) {
                answers.done.fetch_add(1, Ordering::SeqCst);
                break;
            }
            assert_eq!((status, header(&text, "retry-after").as_str()), (503, "5"), "{text}");
            assert!(text.contains("\"store-away\""), "{text}");
            answers.later.fetch_add(1, Ordering::SeqCst);
        }
    }
    0
}
