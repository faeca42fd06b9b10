//! The law files of the house, on the real engine: they are read without a problem, every worked
//! case comes out as written, and every clock explains itself in every language.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use care::clock::{CareKind, Clock, Event, EventKind, Subject};
use care::language::Language;
use care::law::{Law, RuleKind, cases};
use jiff::Timestamp;
use jiff::civil::date;

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

fn law(files: &Files) -> Law {
    let (law, problems) = Law::parse(files.iter().map(|(path, text)| (&**path, &**text)));
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    law
}

#[test]
fn every_worked_case_comes_out_as_written() {
    let files = files();
    let law = law(&files);
    let mut ran = 0;
    let mut wrong = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".cases.toml")) {
        let (count, problems) = cases::check(&law, path, text);
        ran += count;
        wrong.extend(problems.iter().map(ToString::to_string));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ran > 100, "only {ran} cases were found");
}

#[test]
fn every_rule_has_worked_cases_and_every_case_file_a_rule() {
    let files = files();
    let law = law(&files);
    for rule in law.rules() {
        let path = format!("{}.cases.toml", rule.id.as_str().replace('.', "/"));
        assert!(files.contains_key(&path), "{path} is missing");
    }
    for path in files.keys().filter_map(|path| path.strip_suffix(".cases.toml")) {
        let is_rule = law.rule(&path.replace('/', ".")).is_some();
        assert!(is_rule || path == "arithmetic", "{path}.cases.toml belongs to no rule");
    }
}
