//! Power cuts: the import is killed again and again. What was acknowledged is there, nothing is half
//! there, and importing the same again goes on to the end.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use ledger::{Ledger, Verdict};

use crate::world::World;

const BUNDLES: u64 = 1_500;
const RESOURCES: u64 = 4;
const KILLS: u64 = 50;

fn id(bundle: u64, nth: u64) -> String {
    format!("b{bundle}-{nth}")
}

fn bundle(bundle: u64) -> String {
    let entries: Vec<String> = (0..RESOURCES)
        .map(|nth| {
            let id = id(bundle, nth);
            format!(
                r#"{{"resource":{{"resourceType":"Patient","id":"{id}","active":true}},
                "request":{{"method":"PUT","url":"Patient/{id}"}}}}"#
            )
        })
        .collect();
    format!(r#"{{"resourceType":"Bundle","type":"transaction","entry":[{}]}}"#, entries.join(","))
}

/// Which Bundles are there; each must be there whole.
fn whole(ledger: &Ledger) -> BTreeSet<u64> {
    let there =
        |bundle, nth| ledger.head(&format!("resource/Patient/{}", id(bundle, nth))).unwrap();
    (0..BUNDLES)
        .filter(|bundle| {
            let count = (0..RESOURCES).filter(|nth| there(*bundle, *nth).is_some()).count() as u64;
            assert!(count == 0 || count == RESOURCES, "bundle {bundle} is half there: {count}");
            count == RESOURCES
        })
        .collect()
}

fn verify(ledger: &Ledger) {
    let verdict = ledger.verify(&|_, _| ()).unwrap();
    assert!(matches!(verdict, Verdict::Sound(_)), "{verdict:?}");
}

pub(crate) fn fifty_kills_lose_nothing_that_was_acknowledged(world: &World) {
    for nth in 0..BUNDLES {
        world.write(&format!("b{nth:05}.json"), bundle(nth));
    }
    let mut acknowledged: BTreeSet<u64> = BTreeSet::new();
    for kill in 0..KILLS {
        let mut import = world
            .polku("import")
            .args(["--log", "debug"])
            .arg(world.files())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Killed by the number of acknowledgements and never by the clock, a little further on each
        // time, so that it always happens among new writes.
        let wanted = usize::try_from(kill * 27 + kill * 7 % 11).unwrap();
        let mut lines = BufReader::new(import.stderr.take().unwrap());
        let mut seen = 0;
        let mut line = String::new();
        while seen <= wanted && lines.read_line(&mut line).unwrap() > 0 {
            if line.contains("taken in") {
                seen += 1;
                acknowledged.insert(number(&line));
            }
            line.clear();
        }
        import.kill().unwrap();
        let mut rest = String::new();
        lines.read_to_string(&mut rest).unwrap();
        // The last line may be cut in the middle of its number.
        let whole_lines = rest.rfind('\n').map_or("", |end| rest.get(..end).unwrap());
        let taken_in = whole_lines.lines().filter(|line| line.contains("taken in"));
        acknowledged.extend(taken_in.map(number));
        import.wait().unwrap();

        let ledger = world.ledger();
        let there = whole(&ledger);
        let lost: Vec<_> = acknowledged.difference(&there).collect();
        assert!(lost.is_empty(), "kill {kill}: acknowledged and not there: {lost:?}");
        if kill % 10 == 9 {
            verify(&ledger);
        }
    }
    assert!(acknowledged.len() > 1_000, "{}", acknowledged.len());
    let (code, told) = world.import();
    assert_eq!(code, 0, "{told}");
    let ledger = world.ledger();
    assert_eq!(whole(&ledger).len() as u64, BUNDLES);
    verify(&ledger);
    let position = ledger.position();
    drop(ledger);
    assert_eq!(world.import().0, 0);
    assert_eq!(world.ledger().position(), position, "the same again changes nothing");
}

/// The number of the Bundle in a log line `… taken in file="…/b00012.json"`.
fn number(line: &str) -> u64 {
    let (rest, _) = line.rsplit_once(".json").unwrap();
    let (_, digits) = rest.rsplit_once('b').unwrap();
    digits.parse().unwrap()
}
