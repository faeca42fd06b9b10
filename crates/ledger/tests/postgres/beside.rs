//! Several servers on one database: one slot goes to one of them, none of them is ever ahead of what
//! is under way at another, and what one learns or destroys the others know.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ledger::{AccessEntry, Batch, Body, Clause, Error, Ledger, Order, Search, StreamAppend, Test};

use crate::own_server::connect;
use crate::rolling::Rolling;
use crate::world::{Postgres, Store, append, new_fact, second, sound, stream_append};

/// Waits until something holds, for as long as a slow machine may need.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what} never came");
        std::thread::yield_now();
    }
}

fn look(detail: &str) -> AccessEntry {
    AccessEntry {
        at: second(5),
        actor: "professional/7".to_owned(),
        role: "nurse".to_owned(),
        unit: None,
        person: Some("anna".to_owned()),
        action: "case.read".to_owned(),
        ground: "care-relationship".to_owned(),
        detail: detail.to_owned(),
    }
}

fn batch(ledger: &Ledger, stream: &str, body: &[u8], access: Vec<AccessEntry>) -> Batch {
    Batch { streams: vec![stream_append(ledger, stream, Some("anna"), &[body])], access }
}

#[test]
fn one_of_sixty_four_on_two_servers_wins_each_slot() {
    let mut store = Postgres::new();
    let servers = [store.open(), store.open()];
    for round in 0..10 {
        let ready = std::sync::Barrier::new(64);
        let take = |thread: usize| {
            let ledger = &servers[thread % 2];
            let (day, case) = (format!("day/7/{round}"), format!("case/{round}-{thread}"));
            let stream = |name: &str| StreamAppend {
                stream: name.into(),
                history: Vec::new(),
                new: vec![new_fact("taken", Some("anna"), case.as_bytes())],
            };
            // Half of them name the streams the other way round.
            let mut streams = vec![stream(&day), stream(&case)];
            if thread % 4 < 2 {
                streams.reverse();
            }
            ready.wait();
            match ledger.append(Batch { streams, access: vec![look(&case)] }, second(2)) {
                Ok(_) => true,
                Err(Error::Stale { stream }) => {
                    assert_eq!(*stream, *day);
                    false
                }
                Err(other) => panic!("{other}"),
            }
        };
        let won = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..64).map(|thread| scope.spawn(move || take(thread))).collect();
            threads.into_iter().filter_map(|thread| thread.join().unwrap().then_some(())).count()
        });
        assert_eq!(won, 1, "round {round}");
        assert_eq!(servers[round % 2].load(&format!("day/7/{round}")).unwrap().len(), 1);
    }
    servers[0].seal(second(3)).unwrap();
    let counts = sound(&servers[1]);
    assert_eq!((counts.facts, counts.streams, counts.looks), (20, 20, 10));
}

#[test]
fn no_follower_passes_what_is_under_way() {
    let mut store = Postgres::new();
    let (slow, quick) = (store.open(), store.open());
    // Whoever writes a look down has taken its positions, and now waits for the log.
    let mut other = connect(&store.address);
    other.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(1886350443, 4)").unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let batch = batch(&slow, "case/slow", b"slow", vec![look("case/slow")]);
            slow.append(batch, second(2)).unwrap()
        });
        let mut watching = connect(&store.address);
        let sql = "SELECT last_value FROM fact_position WHERE is_called";
        until("the position", || watching.query(sql, &[]).unwrap().len() == 1);

        let done = quick.append(batch(&quick, "case/quick", b"quick", Vec::new()), second(2));
        assert_eq!(done.unwrap().first_position, 2);
        assert_eq!(quick.load("case/quick").unwrap().len(), 1, "one sees what one has done");
        for ledger in [&slow, &quick] {
            assert_eq!(ledger.position(), 0);
            assert_eq!(ledger.wait_past(0, Duration::from_millis(500)), 0);
            assert_eq!(ledger.facts_after(0, 10).unwrap(), []);
        }
        assert_eq!(quick.seal(second(3)).unwrap(), None, "a seal would close over the gap");

        other.batch_execute("COMMIT").unwrap();
        assert_eq!(waiting.join().unwrap().first_position, 1);
    });
    for ledger in [&slow, &quick] {
        assert_eq!(ledger.wait_past(1, Duration::from_secs(20)), 2);
        let followed = ledger.facts_after(0, 10).unwrap();
        let followed: Vec<_> = followed.iter().map(|placed| placed.position).collect();
        assert_eq!(followed, [1, 2]);
    }
    let seal = slow.seal(second(3)).unwrap().unwrap();
    assert_eq!((seal.first_position, seal.last_position), (1, 2));
    sound(&quick);
}

#[test]
fn a_failed_append_leaves_a_gap_and_no_harm() {
    let mut store = Postgres::new();
    let ledger = store.open();
    append(&ledger, "case/1", Some("anna"), &[b"a"]).unwrap();
    let mut other = connect(&store.address);
    other.batch_execute("BEGIN; SELECT * FROM polku_take(5, 1); ROLLBACK").unwrap();
    assert_eq!(append(&ledger, "case/1", Some("anna"), &[b"b"]).unwrap().first_position, 7);
    assert_eq!(ledger.position(), 7);
    ledger.seal(second(3)).unwrap();
    assert_eq!(sound(&ledger).facts, 2);
    ledger.rebuild(&|_, _| ()).unwrap();
    assert_eq!(sound(&ledger).facts, 2);
}

#[test]
fn a_commit_is_heard_on_the_other_server() {
    let mut store = Postgres::new();
    let (here, there) = (store.open(), store.open());
    let told = Arc::new(AtomicU64::new(0));
    let hear = told.clone();
    there.on_commit(Box::new(move |position| hear.store(position, Ordering::SeqCst)));
    append(&here, "case/1", Some("anna"), &[b"a", b"b"]).unwrap();
    assert_eq!(there.wait_past(1, Duration::from_secs(20)), 2);
    until("the call", || told.load(Ordering::SeqCst) == 2);
    assert_eq!(there.facts_after(0, 10).unwrap().len(), 2);
}

#[test]
fn a_key_destroyed_here_opens_nothing_there() {
    let mut store = Postgres::new();
    let (here, there) = (store.open(), store.open());
    append(&here, "case/1", Some("anna"), &[b"knee"]).unwrap();
    append(&here, "case/1", Some("bo"), &[b"seen"]).unwrap();
    // Both have the keys at hand now.
    let history = there.load("case/1").unwrap();
    assert_eq!(history[0].body, Body::Clear(b"knee".to_vec()));
    let new = vec![new_fact("noted", Some("anna"), b"late")];
    let begun = StreamAppend { stream: "case/1".into(), history, new: new.clone() };
    let elsewhere = StreamAppend { stream: "case/2".into(), history: Vec::new(), new };

    assert!(here.erase_person("anna", second(9)).unwrap());
    assert_eq!(there.load("case/1").unwrap()[0].body, Body::Erased, "at once, and not when told");
    for append in [begun, elsewhere] {
        let batch = Batch { streams: vec![append], access: Vec::new() };
        let refused = there.append(batch, second(10));
        assert!(matches!(refused, Err(Error::Stale { .. } | Error::Erased { .. })), "{refused:?}");
    }
    let gone = append(&there, "case/2", Some("anna"), &[b"again"]);
    assert!(matches!(gone, Err(Error::Erased { person }) if person == "anna"));
    append(&there, "case/1", Some("bo"), &[b"free"]).unwrap();
    assert!(!there.erase_person("anna", second(11)).unwrap());
    let incremental = store.dump();
    here.rebuild(&|_, _| ()).unwrap();
    assert_eq!(store.dump(), incremental);
    sound(&there);
}

#[test]
fn a_term_numbered_here_is_found_there() {
    let mut store = Postgres::new();
    let (here, there) = (store.open(), store.open());
    let search = Search {
        rtype: "Patient".to_owned(),
        clauses: vec![Clause {
            parameter: "gender".to_owned(),
            any_of: ["male", "female"]
                .map(|code| Test::Token { system: None, code: Some(code.to_owned()) })
                .to_vec(),
            negated: false,
        }],
        order: Order::Handle,
        after: None,
        limit: 100,
    };
    assert_eq!(there.search(&search).unwrap(), []);
    for number in 0..10 {
        append(&here, &format!("resource/Patient/{number}"), None, &[b"x"]).unwrap();
    }
    let found = there.search(&search).unwrap();
    assert!(!found.is_empty());
    assert_eq!(found, here.search(&search).unwrap());
    let one = &found[0];
    assert_eq!(there.resource("Patient", &one.id).unwrap().as_ref(), Some(one));
    // Both number at the same time, and agree.
    std::thread::scope(|scope| {
        for ledger in [&here, &there] {
            scope.spawn(move || {
                for number in 0..30 {
                    drop(append(ledger, &format!("case/{number}"), None, &[b"y"]));
                }
            });
        }
    });
    let incremental = store.dump();
    here.rebuild(&|_, _| ()).unwrap();
    assert_eq!(store.dump(), incremental);
}

#[test]
fn servers_seal_and_look_one_after_the_other() {
    let mut store = Postgres::new();
    let servers = [store.open(), store.open()];
    std::thread::scope(|scope| {
        for (ledger, name) in servers.iter().zip(["one", "other"]) {
            scope.spawn(move || {
                for number in 0..60 {
                    let batch = batch(
                        ledger,
                        &format!("case/{name}/{}", number % 7),
                        b"x",
                        vec![look(&format!("{name} {number}"))],
                    );
                    ledger.append(batch, second(2)).unwrap();
                    ledger.seal(second(number)).unwrap();
                }
            });
        }
    });
    servers[1].seal(second(99)).unwrap();
    let counts = sound(&servers[0]);
    assert_eq!((counts.facts, counts.looks), (120, 120));
    assert!(counts.seals > 10);
    let numbers: Vec<_> = servers[0].looks_after(0, 500).unwrap();
    let numbers: Vec<_> = numbers.iter().map(|look| look.number).collect();
    assert_eq!(numbers, (1..=120).collect::<Vec<u64>>());
}

#[test]
fn a_bulk_load_has_the_database_to_itself() {
    let mut store = Postgres::new();
    let (here, there) = (store.open(), store.open());
    append(&there, "case/1", Some("anna"), &[b"a"]).unwrap();
    let mut bulk = here.bulk().unwrap();
    bulk.append("case/2", 0, &[new_fact("noted", Some("bo"), b"b")], second(2)).unwrap();
    assert!(matches!(there.bulk(), Err(Error::BulkRunning)));
    assert!(matches!(append(&there, "case/1", None, &[b"c"]), Err(Error::BulkRunning)));
    assert!(matches!(there.erase_person("anna", second(9)), Err(Error::BulkRunning)));
    assert!(matches!(store.open_with(&|_| ()), Err(Error::BulkRunning)));
    there.record_looks(vec![look("case/1")]).unwrap();
    bulk.finish(second(3), &|_, _| ()).unwrap();
    append(&there, "case/1", None, &[b"c"]).unwrap();
    assert_eq!(there.load("case/2").unwrap().len(), 1);
    let incremental = store.dump();
    there.rebuild(&|_, _| ()).unwrap();
    assert_eq!(store.dump(), incremental);
    there.seal(second(4)).unwrap();
    sound(&here);
}

#[test]
fn an_older_program_stops_writing_once_a_newer_one_has_come() {
    let mut store = Postgres::new();
    let older = store.open();
    append(&older, "case/1", Some("anna"), &[b"a"]).unwrap();
    let newer = store.open_with(&|options| options.projector = Arc::new(Rolling("v2"))).unwrap();
    assert!(matches!(append(&older, "case/1", None, &[b"b"]), Err(Error::Superseded)));
    assert_eq!(older.load("case/1").unwrap().len(), 1, "reads go on");
    older.record_looks(vec![look("case/1")]).unwrap();
    append(&newer, "case/1", None, &[b"b"]).unwrap();
    sound(&newer);
}

#[test]
fn servers_come_and_go_while_others_write() {
    let mut store = Postgres::new();
    let ledger = store.open();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0.. {
                append(&ledger, &format!("case/{}", number % 5), Some("anna"), &[b"x"]).unwrap();
                if stop.load(Ordering::SeqCst) {
                    break;
                }
            }
        });
        for number in 0..5 {
            let other = store.open();
            append(&other, &format!("other/{number}"), Some("bo"), &[b"y"]).unwrap();
        }
        stop.store(true, Ordering::SeqCst);
    });
    ledger.seal(second(3)).unwrap();
    sound(&ledger);
}

#[test]
fn tls_that_is_asked_for_and_not_there_is_refused() {
    let mut store = Postgres::new();
    let address = format!("{}?sslmode=require", store.address);
    let refused = store.open_with(&|options| options.store = Some(address.clone()));
    let Err(Error::Misuse { what }) = refused else { panic!("it was opened without TLS") };
    assert!(what.contains("TLS"), "{what}");
}
