//! Appending, loading, following, looking, signing in.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ledger::{AccessEntry, Batch, Body, Error, Hash, MasterKey, Session};

use crate::world::{Store, append, new_fact, second, stream_append};

pub(crate) fn what_was_appended_is_loaded(store: &mut dyn Store) {
    let ledger = store.open();
    assert_eq!(append(&ledger, "case/1", Some("anna"), &[b"a", b"b"]).unwrap().first_position, 1);
    assert_eq!(append(&ledger, "case/1", None, &[b"c"]).unwrap().last_position, 3);
    drop(ledger);

    let ledger = store.open();
    let facts = ledger.load("case/1").unwrap();
    let bodies: Vec<_> = facts.iter().map(|fact| fact.body.bytes().unwrap()).collect();
    assert_eq!(bodies, [b"a", b"b", b"c"]);
    assert_eq!(facts.iter().map(|fact| fact.sequence).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(facts[1].person.as_deref(), Some("anna"));
    assert_eq!((facts[0].occurred_at, facts[0].recorded_at), (second(1), second(2)));
    assert_eq!(ledger.fact("case/1", 3).unwrap().as_ref(), facts.last());
    assert_eq!(ledger.fact("case/1", 4).unwrap(), None);
    assert_eq!(ledger.fact("case/1", 0).unwrap(), None);
    let head = ledger.head("case/1").unwrap().unwrap();
    assert_eq!((head.sequence, head.position), (3, 3));
    assert_eq!(ledger.load("case/2").unwrap(), []);
    assert_eq!(ledger.head("case/2").unwrap(), None);
}

pub(crate) fn a_stale_append_changes_nothing(store: &mut dyn Store) {
    let ledger = store.open();
    append(&ledger, "case/1", Some("anna"), &[b"a"]).unwrap();
    let late = stream_append(&ledger, "case/1", Some("anna"), &[b"late"]);
    append(&ledger, "case/1", Some("anna"), &[b"b"]).unwrap();
    let before = store.dump();

    let refused = ledger.append(Batch { streams: vec![late], access: Vec::new() }, second(2));
    assert!(matches!(refused, Err(Error::Stale { stream }) if *stream == *"case/1"));
    assert_eq!(ledger.position(), 2);
    assert_eq!(ledger.load("case/1").unwrap().len(), 2);
    assert_eq!(store.dump(), before);
}

pub(crate) fn several_streams_or_none(store: &mut dyn Store) {
    let ledger = store.open();
    let both = |ledger: &_| {
        let case = stream_append(ledger, "case/1", Some("anna"), &[b"booked"]);
        let day = stream_append(ledger, "day/7/2026-03-29", Some("anna"), &[b"taken"]);
        Batch { streams: vec![case, day], access: Vec::new() }
    };
    let first = both(&ledger);
    let second_one = both(&ledger);
    assert_eq!(ledger.append(first, second(2)).unwrap().last_position, 2);
    let mut late = second_one.clone();
    late.streams[0].history = ledger.load("case/1").unwrap();
    assert!(matches!(ledger.append(late, second(2)), Err(Error::Stale { .. })));
    assert_eq!(ledger.load("case/1").unwrap().len(), 1, "the case did not move without its day");

    // A stream without new facts only has to stand where it was.
    let mut guard = both(&ledger);
    guard.streams[1].new.clear();
    append(&ledger, "day/7/2026-03-29", None, &[b"moved"]).unwrap();
    assert!(matches!(ledger.append(guard, second(2)), Err(Error::Stale { .. })));
    let mut guard = both(&ledger);
    guard.streams[1].new.clear();
    ledger.append(guard, second(2)).unwrap();
    assert_eq!(ledger.load("day/7/2026-03-29").unwrap().len(), 2);
}

pub(crate) fn a_history_with_a_hole_is_refused(store: &mut dyn Store) {
    let ledger = store.open();
    append(&ledger, "case/1", None, &[b"a", b"b"]).unwrap();
    let mut append = stream_append(&ledger, "case/1", None, &[b"c"]);
    append.history.remove(0);
    let batch = Batch { streams: vec![append], access: Vec::new() };
    assert!(matches!(ledger.append(batch, second(2)), Err(Error::Misuse { .. })));
}

pub(crate) fn one_of_a_thousand_wins(store: &mut dyn Store) {
    let ledger = store.open();
    let ready = std::sync::Barrier::new(20);
    let attempts = |thread: u8| {
        let batches: Vec<_> = (0..50)
            .map(|_| {
                let day = stream_append(&ledger, "day/7/2026-03-29", Some("anna"), &[&[thread]]);
                Batch { streams: vec![day], access: Vec::new() }
            })
            .collect();
        ready.wait();
        let outcomes = batches.into_iter().map(|batch| ledger.append(batch, second(2)));
        outcomes.fold((0, 0), |(won, stale), outcome| match outcome {
            Ok(_) => (won + 1, stale),
            Err(Error::Stale { .. }) => (won, stale + 1),
            Err(other) => panic!("{other}"),
        })
    };
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..20).map(|thread| scope.spawn(move || attempts(thread))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let won: u32 = outcomes.iter().map(|(won, _)| won).sum();
    let stale: u32 = outcomes.iter().map(|(_, stale)| stale).sum();
    assert_eq!((won, stale), (1, 999));
    assert_eq!(ledger.load("day/7/2026-03-29").unwrap().len(), 1);
}

pub(crate) fn followers_see_every_position(store: &mut dyn Store) {
    let ledger = store.open();
    let told = Arc::new(AtomicU64::new(0));
    let hear = told.clone();
    ledger.on_commit(Box::new(move |position| hear.store(position, Ordering::SeqCst)));
    std::thread::scope(|scope| {
        let follower = scope.spawn(|| {
            let mut seen = Vec::new();
            while seen.len() < 40 {
                let last = seen.last().copied().unwrap_or_default();
                ledger.wait_past(last, Duration::from_secs(10));
                let new = ledger.facts_after(last, 7).unwrap();
                assert!(!new.is_empty(), "nothing came after {last}");
                seen.extend(new.iter().map(|placed| placed.position));
            }
            seen
        });
        for thread in 0..4 {
            let ledger = &ledger;
            scope.spawn(move || {
                for _ in 0..10 {
                    append(ledger, &format!("case/{thread}"), Some("anna"), &[b"x"]).unwrap();
                }
            });
        }
        assert_eq!(follower.join().unwrap(), (1..=40).collect::<Vec<u64>>());
    });
    assert_eq!(told.load(Ordering::SeqCst), 40);
    assert_eq!(ledger.facts_after(39, 10).unwrap()[0].fact.body, Body::Clear(b"x".to_vec()));
    let back = |between, prefix| {
        let placed = ledger.facts_between(between, prefix, 100).unwrap();
        placed.into_iter().map(|placed| placed.position).collect::<Vec<u64>>()
    };
    assert_eq!(back(1..5, "case/"), [4, 3, 2, 1]);
    assert_eq!(back(1..41, "case/1").len(), 10, "only streams that begin so");
    assert_eq!(back(1..41, "person/"), [0; 0]);
    assert_eq!(ledger.wait_past(40, Duration::from_millis(1)), 40);
}

fn look(person: Option<&str>, detail: &str) -> AccessEntry {
    AccessEntry {
        at: second(5),
        actor: "professional/7".to_owned(),
        role: "nurse".to_owned(),
        unit: Some("porvoo".to_owned()),
        person: person.map(str::to_owned),
        action: "case.read".to_owned(),
        ground: "care-relationship".to_owned(),
        detail: detail.to_owned(),
    }
}

pub(crate) fn looks_are_chained_and_found(store: &mut dyn Store) {
    let ledger = store.open();
    ledger.record_looks(vec![look(Some("anna"), "case/1"), look(Some("bo"), "case/2")]).unwrap();
    let append = stream_append(&ledger, "case/1", Some("anna"), &[b"a"]);
    let access = vec![look(Some("anna"), "case/3")];
    ledger.append(Batch { streams: vec![append], access }, second(2)).unwrap();
    drop(ledger);
    let ledger = store.open();
    ledger.record_looks(vec![look(None, "list")]).unwrap();

    let looks = ledger.looks_at("anna", None, 10).unwrap();
    let details: Vec<_> = looks.iter().map(|look| look.entry.detail.as_str()).collect();
    assert_eq!(details, ["case/3", "case/1"]);
    assert_eq!(ledger.looks_at("anna", Some(3), 10).unwrap().len(), 1);
    let all = ledger.looks_after(0, 10).unwrap();
    assert_eq!(all.iter().map(|look| look.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(all[0].entry, look(Some("anna"), "case/1"));

    // Looks of a batch that came too late are not written: nothing of it happened.
    let mut late = stream_append(&ledger, "case/1", Some("anna"), &[b"b"]);
    late.history.clear();
    let late = Batch { streams: vec![late], access: vec![look(Some("anna"), "late")] };
    assert!(matches!(ledger.append(late, second(2)), Err(Error::Stale { .. })));
    assert_eq!(ledger.looks_after(0, 10).unwrap().len(), 4);
}

pub(crate) fn looks_are_found_over_the_parts_of_the_index(store: &mut dyn Store) {
    const PART: u64 = 1 << 16;
    let ledger = store.open();
    // Anna is looked at on both sides of the first edge, and at the end.
    let annas = [1, PART - 1, PART, PART + 1, PART + 9];
    let person = |number| if annas.contains(&number) { "anna" } else { "bo" };
    let looks = (1..=PART + 9).map(|number| look(Some(person(number)), "case/1")).collect();
    ledger.record_looks(looks).unwrap();
    let found = |before, limit| {
        let looks = ledger.looks_at("anna", before, limit).unwrap();
        looks.iter().map(|look| look.number).collect::<Vec<_>>()
    };
    let newest: Vec<_> = annas.iter().rev().copied().collect();
    assert_eq!(found(None, 10), newest);
    assert_eq!(found(None, 3), newest[..3]);
    assert_eq!(found(Some(PART + 1), 10), newest[2..]);
    assert_eq!(found(Some(PART), 10), newest[3..]);
    assert_eq!(found(Some(PART - 1), 1), [1]);
    assert_eq!(found(Some(1), 10), []);
    assert_eq!(found(Some(u64::MAX), 0), []);
    assert_eq!(ledger.looks_at("carl", None, 10).unwrap(), []);
}

pub(crate) fn sessions_live_and_end(store: &mut dyn Store) {
    let ledger = store.open();
    let session = |n: u8, expires: i64| Session {
        token_hash: Hash([n; 32]),
        login: format!("login{}", n % 2),
        data: vec![n],
        created_at: second(0),
        expires_at: second(expires),
    };
    for n in 0..4 {
        ledger.put_session(session(n, 100 + i64::from(n))).unwrap();
    }
    let find = |n: u8, now: i64| ledger.session(&Hash([n; 32]), second(now)).unwrap();
    assert_eq!(find(1, 100), Some(session(1, 101)));
    assert_eq!(find(1, 101), None, "it has ended");
    ledger.remove_session(Hash([2; 32])).unwrap();
    assert_eq!(find(2, 0), None);
    ledger.remove_sessions_of("login1").unwrap();
    assert_eq!((find(1, 0), find(3, 0)), (None, None));
    ledger.expire_sessions(second(100)).unwrap();
    assert_eq!(find(0, 0), None);
}

pub(crate) fn another_key_does_not_open_it(store: &mut dyn Store) {
    let ledger = store.open();
    append(&ledger, "case/1", Some("anna"), &[b"a"]).unwrap();
    drop(ledger);
    let other = store.open_with(&|options| options.master_key = MasterKey::new([43; 32]));
    assert!(matches!(other, Err(Error::WrongMasterKey)));
    let fact = new_fact("noted", Some("anna"), b"a");
    assert_eq!(store.open().load("case/1").unwrap()[0].kind, fact.kind);
}
