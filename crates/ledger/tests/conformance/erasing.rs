//! Erasure: the key goes, and with it everything that was derived from what it sealed.

use ledger::{Batch, Body, Error};

use crate::world::{Store, append, second, sound, stream_append};

pub(crate) fn an_erased_person_is_gone_and_the_rest_stays(store: &mut dyn Store) {
    let ledger = store.open();
    append(&ledger, "person/1", Some("anna"), &[b"Anna"]).unwrap();
    append(&ledger, "case/1", Some("anna"), &[b"knee", b"seen"]).unwrap();
    append(&ledger, "day/7/2026-03-29", Some("bo"), &[b"open", b"taken"]).unwrap();
    append(&ledger, "day/7/2026-03-29", Some("anna"), &[b"taken too"]).unwrap();
    assert!(ledger.erase_person("anna", second(9)).unwrap());
    assert!(!ledger.erase_person("anna", second(9)).unwrap(), "there is no key any more");
    assert!(!ledger.erase_person("nobody", second(9)).unwrap());

    let bodies = |stream| {
        let facts = ledger.load(stream).unwrap();
        facts.into_iter().map(|fact| fact.body).collect::<Vec<_>>()
    };
    assert_eq!(bodies("case/1"), [Body::Erased, Body::Erased]);
    let open = |text: &[u8]| Body::Clear(text.to_vec());
    assert_eq!(bodies("day/7/2026-03-29"), [open(b"open"), open(b"taken"), Body::Erased]);
    let gone = append(&ledger, "person/1", Some("anna"), &[b"Anna again"]);
    assert!(matches!(gone, Err(Error::Erased { person }) if person == "anna"));
    append(&ledger, "day/7/2026-03-29", Some("bo"), &[b"free"]).unwrap();

    let incremental = store.dump();
    ledger.rebuild(&|_, _| ()).unwrap();
    assert_eq!(store.dump(), incremental);
    sound(&ledger);
    drop(ledger);
    let ledger = store.open();
    assert_eq!(ledger.load("person/1").unwrap()[0].body, Body::Erased);
    assert!(matches!(
        append(&ledger, "person/1", Some("anna"), &[b"Anna again"]),
        Err(Error::Erased { .. })
    ));
}

pub(crate) fn a_batch_begun_before_an_erasure_is_void(store: &mut dyn Store) {
    let ledger = store.open();
    append(&ledger, "case/1", Some("anna"), &[b"a"]).unwrap();
    let begun = stream_append(&ledger, "case/1", None, &[b"b"]);
    ledger.erase_person("anna", second(9)).unwrap();
    let batch = Batch { streams: vec![begun], access: Vec::new() };
    assert!(matches!(ledger.append(batch, second(10)), Err(Error::Stale { .. })));
    append(&ledger, "case/1", None, &[b"b"]).unwrap();
    let incremental = store.dump();
    ledger.rebuild(&|_, _| ()).unwrap();
    assert_eq!(store.dump(), incremental);
}
