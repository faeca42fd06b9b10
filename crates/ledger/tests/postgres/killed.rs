//! Killed servers: two of them append to one database and say what was acknowledged, and one is killed
//! at some moment. What they said is there, nothing is half there, and everything verifies.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use ledger::{AccessEntry, Batch, Error, Ledger, StreamAppend};

use crate::world::{Postgres, Store, new_fact, options, second, sound, stream_append};

const ADDRESS: &str = "LEDGER_TEST_CHILD_STORE";
const NAME: &str = "LEDGER_TEST_CHILD_NAME";

/// Not a test of its own: the work of the child process, when there is one.
#[test]
#[expect(clippy::disallowed_methods, reason = "the parent process tells the child what to do")]
fn child() {
    let Ok(address) = std::env::var(ADDRESS) else { return };
    let name = std::env::var(NAME).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut options = options(folder.path());
    options.store = Some(address);
    append_for_ever(&Ledger::open(options).unwrap(), &name);
}

/// Each thread has a stream of its own and fights for another one with everybody.
fn append_for_ever(ledger: &Ledger, name: &str) {
    std::thread::scope(|scope| {
        for thread in 0..4 {
            scope.spawn(move || {
                for number in 0.. {
                    let own = format!("case/{name}-{thread}-{}", number % 7);
                    let fight = format!("day/{}", number % 50);
                    let body = format!("{name} {thread} {number}");
                    let person = format!("person{}", number % 9);
                    let streams = [&own, &fight].map(|stream| -> StreamAppend {
                        let mut append = stream_append(ledger, stream, None, &[]);
                        append.new = vec![new_fact("noted", Some(&person), body.as_bytes())];
                        append
                    });
                    let access = vec![look(&person)];
                    match ledger.append(Batch { streams: streams.into(), access }, second(2)) {
                        Ok(_) => say(&format!("{own} {body}")),
                        Err(Error::Stale { .. }) => {}
                        Err(other) => panic!("{other}"),
                    }
                    if number % 50 == 0 {
                        ledger.seal(second(number)).unwrap();
                    }
                }
            });
        }
    });
}

fn look(person: &str) -> AccessEntry {
    AccessEntry {
        at: second(5),
        actor: "professional/7".to_owned(),
        role: "nurse".to_owned(),
        unit: None,
        person: Some(person.to_owned()),
        action: "case.note".to_owned(),
        ground: "care-relationship".to_owned(),
        detail: String::new(),
    }
}

fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "said {what}").unwrap();
    out.flush().unwrap();
}

type Said = std::thread::JoinHandle<Vec<String>>;

/// Starts a child; what it says is told to a channel as it comes, and in whole at the end.
fn start(address: &str, name: &str, heard: std::sync::mpsc::Sender<()>) -> (Child, Said) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["killed::child", "--exact", "--nocapture", "--test-threads=1"])
        .env(ADDRESS, address)
        .env(NAME, name)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let said = std::thread::spawn(move || {
        let lines = out.lines().map_while(Result::ok);
        let said = lines.filter_map(|line| line.split_once("said ").map(|it| it.1.to_owned()));
        said.inspect(|_| assert!(heard.send(()).is_ok(), "nobody hears")).collect()
    });
    (child, said)
}

#[test]
fn a_server_killed_beside_another_loses_nothing() {
    let mut store = Postgres::new();
    let mut acknowledged = Vec::new();
    for round in 0..4_usize {
        let (heard, hear) = std::sync::mpsc::channel();
        let names = [format!("a{round}"), format!("b{round}")];
        let mut children = names.each_ref().map(|name| start(&store.address, name, heard.clone()));
        drop(heard);
        let wait = |times: usize| {
            for _ in 0..times {
                hear.recv_timeout(Duration::from_mins(1)).expect("a child went silent");
            }
        };
        wait(40 + round * 7);
        children[0].0.kill().unwrap();
        // The other one goes on: nothing the dead one held is in its way.
        children[0].0.wait().unwrap();
        while hear.try_recv().is_ok() {}
        wait(40);
        children[1].0.kill().unwrap();
        for (mut child, said) in children {
            child.wait().unwrap();
            acknowledged.extend(said.join().unwrap());
        }
        let ledger = store.open();
        for line in &acknowledged {
            let (stream, body) = line.split_once(' ').unwrap();
            let facts = ledger.load(stream).unwrap();
            let there = facts.iter().any(|fact| fact.body.bytes() == Some(body.as_bytes()));
            assert!(there, "{line} is lost");
        }
        ledger.seal(second(3)).unwrap();
        let counts = sound(&ledger);
        assert!(counts.facts as usize >= 2 * acknowledged.len());
        assert_eq!(counts.facts, 2 * counts.looks, "nothing is half there");
        let incremental = store.dump();
        ledger.rebuild(&|_, _| ()).unwrap();
        assert_eq!(store.dump(), incremental);
    }
    assert!(acknowledged.len() > 300);
}
