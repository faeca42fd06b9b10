//! A full disk: writes fail clearly and keep nothing, reads go on, and space brings writes back.

use ledger::{AccessEntry, Error, Verdict};

use crate::{append, open, second};

#[test]
fn a_full_disk_stops_writes_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    append(&ledger, "case/1", Some("anna"), b"kept").unwrap();
    ledger.limit_bytes(Some(600_000)).unwrap();

    let mut written = 0;
    let refused = loop {
        let body = vec![b'x'; 20_000];
        match append(&ledger, &format!("case/{}", written + 2), Some("anna"), &body) {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
        assert!(written < 100, "the limit holds");
    };
    assert!(matches!(refused, Error::Full), "{refused}");
    assert!(refused.to_string().contains("free disk space"));
    assert!(written > 2);

    let position = ledger.position();
    assert_eq!(position, written + 1);
    assert_eq!(ledger.load("case/1").unwrap()[0].body.bytes().unwrap(), b"kept");
    assert_eq!(ledger.load(&format!("case/{}", written + 2)).unwrap(), [], "nothing is half there");
    assert!(ledger.resource("Basic", "case-1").unwrap().is_some());
    assert!(matches!(append(&ledger, "case/x", None, &vec![b'x'; 20_000]), Err(Error::Full)));

    // Looks go on being written down, or nobody could read; facts still find no room.
    for group in 0..40 {
        ledger.record_looks((0..50).map(|number| look(group * 50 + number)).collect()).unwrap();
    }
    assert!(matches!(append(&ledger, "case/x", None, &vec![b'x'; 20_000]), Err(Error::Full)));
    assert_eq!(ledger.looks_at("anna", None, 10_000).unwrap().len(), 2_000);

    ledger.limit_bytes(None).unwrap();
    assert_eq!(append(&ledger, "case/1", Some("bo"), b"again").unwrap(), position + 1);
    ledger.record_looks(vec![look(2_000)]).unwrap();
    ledger.seal(second(4)).unwrap();
    assert!(matches!(ledger.verify(&|_, _| ()).unwrap(), Verdict::Sound(_)));
}

fn look(number: u32) -> AccessEntry {
    AccessEntry {
        at: second(3),
        actor: "a".to_owned(),
        role: "r".to_owned(),
        unit: None,
        person: Some("anna".to_owned()),
        action: "read".to_owned(),
        ground: "care".to_owned(),
        detail: number.to_string(),
    }
}

#[test]
fn a_batch_that_does_not_fit_does_not_take_others_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    append(&ledger, "case/1", None, b"kept").unwrap();
    ledger.limit_bytes(Some(800_000)).unwrap();
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8_usize)
            .map(|number| {
                let ledger = &ledger;
                let bytes = if number == 3 { 2_000_000 } else { 100 };
                let stream = format!("case/{}", number + 10);
                scope.spawn(move || append(ledger, &stream, None, &vec![b'x'; bytes]).is_ok())
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let expected: Vec<_> = (0..8).map(|number| number != 3).collect();
    assert_eq!(outcomes, expected);
}
