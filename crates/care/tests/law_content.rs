//! The law files of the house, on the real engine: they are read without a problem, every worked
//! case comes out as written, every fault is found, and every clock explains itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files has failed")]

mod law_content {
    mod cases;
    mod engine;
    mod explanations;
    mod faults;
}

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use care::clock::{Event, EventKind};
use care::law::{Law, Problem};

/// The text of every file of `content/law`, by its path there.
type Files = BTreeMap<String, String>;

fn files() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/law");
    let mut files = Files::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

fn parse(files: &Files) -> (Law, Vec<Problem>) {
    Law::parse(files.iter().map(|(path, text)| (&**path, &**text)))
}

static LAW: LazyLock<Law> = LazyLock::new(|| {
    let (law, problems) = parse(&files());
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    law
});

fn law() -> Law {
    LAW.clone()
}

/// An event at an instant.
fn event(kind: EventKind, at: &str) -> Event {
    Event { kind, at: at.parse().unwrap() }
}
