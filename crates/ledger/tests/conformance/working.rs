//! Work beside the requests: each errand is one server's at a time, and nobody writes what has become
//! another's.

use std::sync::Barrier;
use std::time::Duration;

use ledger::{Errand, Holder, Ledger};

use crate::world::Store;

const LONG: Duration = Duration::from_hours(1);

fn holder(name: &str, lease: Duration) -> Holder {
    Holder { name: name.to_owned(), lease }
}

fn take(ledger: &Ledger, names: &[&str], holder: &Holder) -> Vec<String> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let taken = ledger.take_errands("export", &names, holder).unwrap();
    assert!(taken.iter().all(|errand| errand.held || holder.lease.is_zero()));
    taken.into_iter().map(|errand| errand.name).collect()
}

pub(crate) fn an_errand_is_one_holders_at_a_time(store: &mut dyn Store) {
    let ledger = store.open();
    let (anna, bo) = (holder("anna", LONG), holder("bo", LONG));
    assert!(ledger.give_errand("export", "1", b"begin", None).unwrap());
    assert!(!ledger.give_errand("export", "1", b"again", Some(&bo)).unwrap(), "it is there");
    assert!(ledger.give_errand("export", "2", b"mine", Some(&bo)).unwrap());
    assert!(ledger.give_errand("notice", "1", b"other", None).unwrap());
    assert_eq!(take(&ledger, &["1", "2", "3"], &anna), ["1"]);
    assert_eq!(take(&ledger, &["1", "2"], &holder("carl", LONG)), [""; 0]);

    assert!(ledger.write_errand("export", "1", b"half", &anna).unwrap());
    assert!(!ledger.write_errand("export", "1", b"stolen", &bo).unwrap());
    assert!(!ledger.write_errand("export", "9", b"nothing", &anna).unwrap());
    let one = ledger.errand("export", "1").unwrap();
    assert_eq!(one, Some(Errand { name: "1".to_owned(), body: b"half".to_vec(), held: true }));

    ledger.let_errands_go(&anna).unwrap();
    assert!(!ledger.write_errand("export", "1", b"late", &anna).unwrap(), "given up is given up");
    assert_eq!(take(&ledger, &["1"], &holder("dora", LONG)), ["1"]);
    assert!(ledger.end_errand("export", "1").unwrap());
    assert!(!ledger.end_errand("export", "1").unwrap());
    assert!(!ledger.write_errand("export", "1", b"late", &holder("dora", LONG)).unwrap());
    let left = ledger.errands("export").unwrap();
    assert_eq!(left, [Errand { name: "2".to_owned(), body: b"mine".to_vec(), held: true }]);
    assert_eq!(ledger.errands("notice").unwrap().len(), 1);
}

pub(crate) fn what_is_held_no_more_is_taken_over(store: &mut dyn Store) {
    let ledger = store.open();
    // A lease that is over at once: that of a server that died.
    let (dead, gone) = (holder("dead", Duration::ZERO), holder("gone", Duration::ZERO));
    let anna = holder("anna", LONG);
    ledger.give_errand("export", "1", b"begin", Some(&gone)).unwrap();
    ledger.give_errand("export", "2", b"begin", None).unwrap();
    assert_eq!(take(&ledger, &["2"], &dead), ["2"]);
    assert!(ledger.errands("export").unwrap().iter().all(|errand| !errand.held));
    assert_eq!(take(&ledger, &["1", "2"], &anna), ["1", "2"]);
    // It was only slow, and comes back: too late.
    ledger.keep_errands(&dead).unwrap();
    assert!(!ledger.write_errand("export", "1", b"late", &gone).unwrap());
    assert!(!ledger.write_errand("export", "2", b"late", &dead).unwrap());
    ledger.let_errands_go(&dead).unwrap();
    ledger.keep_errands(&anna).unwrap();
    assert!(ledger.errands("export").unwrap().iter().all(|errand| errand.held));
    assert!(ledger.write_errand("export", "1", b"done", &anna).unwrap());
}

pub(crate) fn many_who_take_share_out_without_overlap(store: &mut dyn Store) {
    let ledger = store.open();
    let names: Vec<String> = (0..70).map(|number| format!("{number:03}")).collect();
    for name in &names {
        ledger.give_errand("export", name, b"begin", None).unwrap();
    }
    let start = Barrier::new(4);
    let mut taken: Vec<String> = std::thread::scope(|scope| {
        let (start, names, ledger) = (&start, &names, &ledger);
        let takes = |number: i32| {
            scope.spawn(move || {
                let holder = holder(&format!("server {number}"), LONG);
                start.wait();
                ledger.take_errands("export", names, &holder).unwrap()
            })
        };
        let threads: Vec<_> = (0..4).map(takes).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).map(|one| one.name).collect()
    });
    taken.sort_unstable();
    assert_eq!(taken, names, "each by one, and none by nobody");
}
