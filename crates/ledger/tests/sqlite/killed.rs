//! A killed process: a child appends and says what was acknowledged, and is killed at some moment.
//! What it said is there, nothing is half there, and everything verifies.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use ledger::{Error, Ledger, Verdict};

use crate::{append, new_fact, open, second};

const FOLDER: &str = "LEDGER_TEST_CHILD_FOLDER";
const WORK: &str = "LEDGER_TEST_CHILD_WORK";

/// Not a test of its own: the work of the child process, when there is one.
#[test]
#[expect(clippy::disallowed_methods, reason = "the parent process tells the child what to do")]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let ledger = open(Path::new(&folder));
    match std::env::var(WORK).unwrap_or_default().as_str() {
        "append" => append_for_ever(&ledger),
        "book" => book_for_ever(&ledger),
        "bulk" => load_for_ever(&ledger),
        _ => loop {
            say("rebuilding");
            ledger.rebuild(&|_, _| ()).unwrap();
        },
    }
}

fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "said {what}").unwrap();
    out.flush().unwrap();
}

fn append_for_ever(ledger: &Ledger) {
    std::thread::scope(|scope| {
        for thread in 0..4 {
            scope.spawn(move || {
                for number in 0.. {
                    let stream = format!("case/{thread}-{}", number % 7);
                    let person = format!("person{}", number % 5);
                    let body = format!("{thread} {number}");
                    let position = append(ledger, &stream, Some(&person), body.as_bytes()).unwrap();
                    say(&format!("{position} {stream} {body}"));
                    if number % 50 == 0 {
                        ledger.seal(second(number)).unwrap();
                    }
                }
            });
        }
    });
}

/// Sixty-four at a time try to take the same slot: two streams in each batch.
fn book_for_ever(ledger: &Ledger) {
    use ledger::{Batch, StreamAppend};
    let before = ledger.position();
    for round in 0.. {
        std::thread::scope(|scope| {
            for thread in 0..64 {
                scope.spawn(move || {
                    let day = format!("day/7/{before}-{round}");
                    let case = format!("case/{before}-{round}-{thread}");
                    let stream = |name: &str, body: &str| StreamAppend {
                        stream: name.into(),
                        history: Vec::new(),
                        new: vec![new_fact(Some("anna"), body.as_bytes())],
                    };
                    let streams = vec![stream(&day, &case), stream(&case, &day)];
                    match ledger.append(Batch { streams, access: Vec::new() }, second(2)) {
                        Ok(done) => say(&format!("{} {case} {day}", done.last_position)),
                        Err(Error::Stale { .. }) => {}
                        Err(other) => panic!("{other}"),
                    }
                });
            }
        });
    }
}

fn load_for_ever(ledger: &Ledger) {
    let before = ledger.position();
    for round in 0.. {
        let mut bulk = ledger.bulk().unwrap();
        for number in 0..12_000 {
            let stream = format!("resource/Basic/{before}-{round}-{number}");
            bulk.append(&stream, 0, &[new_fact(None, b"{}")], second(2)).unwrap();
            if number == 11_000 {
                say("loading");
            }
        }
        bulk.finish(second(3), &|_, _| ()).unwrap();
        say(&format!("{} resource/Basic/{before}-{round}-11999 {{}}", ledger.position()));
    }
}

/// Runs a child on a folder and kills it after a while; answers what it said.
fn run_and_kill(folder: &Path, work: &str, after: Duration) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["killed::child", "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(WORK, work)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        let lines = out.lines().map_while(Result::ok);
        lines.filter_map(|line| line.split_once("said ").map(|(_, said)| said.to_owned())).collect()
    });
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

/// Kills children doing one kind of work; answers how much was acknowledged in all.
fn kill(work: &str, times: u64) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let mut said = 0;
    for time in 0..times {
        let after = Duration::from_millis(60 + time.wrapping_mul(7919) % 140);
        let lines = run_and_kill(folder.path(), work, after);
        let ledger = open(folder.path());
        for line in &lines {
            let mut words = line.splitn(3, ' ');
            let Some(Ok(position)) = words.next().map(str::parse::<u64>) else { continue };
            let (stream, body) = (words.next().unwrap(), words.next().unwrap());
            let placed = ledger.facts_after(position - 1, 1).unwrap();
            let fact = &placed.first().unwrap_or_else(|| panic!("{line} is lost")).fact;
            assert_eq!((&*fact.stream, fact.body.bytes().unwrap()), (stream, body.as_bytes()));
            said += 1;
        }
        match ledger.verify(&|_, _| ()).unwrap() {
            Verdict::Sound(_) => {}
            Verdict::Damaged(fault) => panic!("after kill {time}: {fault}"),
        }
        // The views are those of the facts: a rebuild has nothing to say about that.
        if time % 10 == 9 {
            let views = |ledger: &Ledger| {
                let all = ledger.facts_after(0, u32::MAX).unwrap();
                let ids = all.iter().map(|placed| placed.fact.stream.replace('/', "-"));
                ids.map(|id| ledger.resource("Basic", &id).unwrap().unwrap()).collect::<Vec<_>>()
            };
            let before = views(&ledger);
            ledger.rebuild(&|_, _| ()).unwrap();
            assert_eq!(views(&ledger), before);
        }
    }
    said
}

#[test]
fn killed_while_appending_fifty_times() {
    assert!(kill("append", 50) > 200, "the child had time to do something");
}

#[test]
fn killed_while_booking_fifty_times() {
    assert!(kill("book", 50) > 50, "the child had time to do something");
}

#[test]
fn killed_while_loading_and_rebuilding() {
    kill("bulk", 12);
    kill("rebuild", 4);
}
