//! Views: the same rows however they came about.

use std::sync::Arc;

use ledger::Ledger;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::rolling::Rolling;
use crate::world::{Store, append, new_fact, second, sound};

const STREAMS: [&str; 9] = [
    "person/1",
    "person/2",
    "case/1",
    "case/2",
    "case/3",
    "day/7/2026-03-29",
    "account/anna",
    "resource/Patient/1",
    "resource/Patient/2",
];

/// Some facts for some streams: which stream, about whom, which bodies.
fn stories() -> impl Strategy<Value = Vec<(usize, Option<u8>, Vec<u8>)>> {
    let story = (0..STREAMS.len(), prop::option::of(0..3_u8), prop::collection::vec(0..8_u8, 1..4));
    prop::collection::vec(story, 1..40)
}

fn tell(ledger: &Ledger, story: &(usize, Option<u8>, Vec<u8>)) {
    let (stream, person, bodies) = story;
    let person = person.map(|person| format!("person{person}"));
    let bodies: Vec<&[u8]> = bodies.iter().map(std::slice::from_ref).collect();
    append(ledger, STREAMS[*stream], person.as_deref(), &bodies).unwrap();
}

fn tell_all(ledger: &Ledger, stories: &[(usize, Option<u8>, Vec<u8>)]) {
    for story in stories {
        tell(ledger, story);
    }
}

fn many(cases: u32, test: impl Fn(Vec<(usize, Option<u8>, Vec<u8>)>)) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    TestRunner::new(config)
        .run(&stories(), |stories| {
            test(stories);
            Ok(())
        })
        .unwrap();
}

pub(crate) fn rebuild_equals_incremental(store: &mut dyn Store) {
    many(store.patience(16), |stories| {
        let mut store = store.fresh();
        let ledger = store.open();
        tell_all(&ledger, &stories);
        let incremental = store.dump();
        ledger.rebuild(&|_, _| ()).unwrap();
        assert_eq!(store.dump(), incremental);
        // And what follows a rebuild builds on it.
        tell(&ledger, &stories[0]);
        let incremental = store.dump();
        ledger.rebuild(&|_, _| ()).unwrap();
        assert_eq!(store.dump(), incremental);
        ledger.seal(second(3)).unwrap();
        sound(&ledger);
    });
}

pub(crate) fn bulk_equals_incremental(store: &mut dyn Store) {
    many(store.patience(10), |stories| {
        let (mut one, mut other) = (store.fresh(), store.fresh());
        let (incremental, loaded) = (one.open(), other.open());
        let (before, after) = stories.split_at(stories.len() / 2);
        tell_all(&incremental, before);
        tell_all(&loaded, before);
        let mut bulk = loaded.bulk().unwrap();
        for story in after {
            tell(&incremental, story);
            let (stream, person, bodies) = story;
            let person = person.map(|person| format!("person{person}"));
            let fact = |body: &u8| new_fact("noted", person.as_deref(), &[*body]);
            let new: Vec<_> = bodies.iter().map(fact).collect();
            let stream = STREAMS[*stream];
            let expected = bulk.sequence(stream).unwrap();
            bulk.append(stream, expected, &new, second(2)).unwrap();
        }
        bulk.finish(second(3), &|_, _| ()).unwrap();
        assert_eq!(one.dump(), other.dump());
        sound(&loaded);
        for stream in STREAMS {
            assert_eq!(incremental.load(stream).unwrap().len(), loaded.load(stream).unwrap().len());
        }
    });
}

pub(crate) fn another_projector_makes_views_anew(store: &mut dyn Store) {
    let ledger = store.open();
    append(&ledger, "case/1", Some("anna"), &[b"a", b"b"]).unwrap();
    drop(ledger);
    let before = store.dump();
    let told = Arc::new(std::sync::Mutex::new(Vec::new()));
    let hear = told.clone();
    let ledger = store
        .open_with(&|options| {
            let hear = hear.clone();
            options.projector = Arc::new(Rolling("v2"));
            options.progress =
                Some(Arc::new(move |done, total| hear.lock().unwrap().push((done, total))));
        })
        .unwrap();
    drop(ledger);
    assert_eq!(told.lock().unwrap().last(), Some(&(2, 2)));
    assert_eq!(store.dump(), before);
}

pub(crate) fn an_abandoned_bulk_load_is_made_whole(store: &mut dyn Store) {
    let ledger = store.open();
    append(&ledger, "case/1", Some("anna"), &[b"a"]).unwrap();
    let mut bulk = ledger.bulk().unwrap();
    for n in 0..25_000_u32 {
        let fact = new_fact("noted", None, &n.to_le_bytes());
        bulk.append(&format!("resource/Patient/{n}"), 0, &[fact], second(2)).unwrap();
    }
    assert!(matches!(
        append(&ledger, "case/1", Some("anna"), &[b"b"]),
        Err(ledger::Error::BulkRunning)
    ));
    drop(bulk);
    drop(ledger);
    let ledger = store.open();
    let kept = ledger.position();
    assert!(kept > 1, "whole chunks were kept");
    append(&ledger, "case/1", Some("anna"), &[b"b"]).unwrap();
    let before = store.dump();
    ledger.rebuild(&|_, _| ()).unwrap();
    assert_eq!(store.dump(), before);
}
