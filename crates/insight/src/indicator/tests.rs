//! The shipped indicators, and what is said of wrong ones.

use std::fs;
use std::path::Path;

use super::*;

/// The files of `content/indicators`.
fn shipped_files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/indicators");
    let mut files = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if !entry.path().is_dir() {
            files.push((name, fs::read_to_string(entry.path()).unwrap()));
            continue;
        }
        for file in fs::read_dir(entry.path()).unwrap() {
            let file = file.unwrap().path();
            let path = format!("{name}/{}", file.file_name().unwrap().to_str().unwrap());
            files.push((path, fs::read_to_string(file).unwrap()));
        }
    }
    files
}

fn parse(files: &[(String, String)]) -> (Indicators, Vec<Problem>) {
    Indicators::parse(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

/// The shipped indicators.
pub(crate) fn shipped() -> Indicators {
    parse(&shipped_files()).0
}

#[test]
fn every_shipped_example_comes_out_as_it_was_counted_by_hand() {
    let (indicators, problems) = parse(&shipped_files());
    assert_eq!(problems, []);
    let ids: Vec<&str> = indicators.iter().map(|indicator| indicator.id.as_str()).collect();
    for id in ids::ALL {
        assert!(ids.contains(&id), "{id}");
    }
}

/// What is said when one file of one indicator is another.
fn said(file: &str, change: impl Fn(&str) -> String) -> Vec<String> {
    let mut files = shipped_files();
    let (_, text) = files.iter_mut().find(|(path, _)| path == file).expect("the file is shipped");
    let changed = change(text);
    assert_ne!(*text, changed, "the change changes nothing");
    *text = changed;
    parse(&files).1.iter().map(ToString::to_string).collect()
}

#[test]
fn each_wrong_file_is_named_with_its_line() {
    let cases: [(&str, &str, &str, &str); 11] = [
        (
            "first-visit-wait/expected.csv",
            "median,8.0",
            "median,9.0",
            "comes out as 8.0, not as 9.0",
        ),
        ("first-visit-wait/expected.csv", ",p90,95\n", "", "p90: is missing"),
        ("first-visit-wait/expected.csv", "2026-04,count", "2026-4,count", "2026-4 is not a month"),
        (
            "first-visit-wait/expected.csv",
            ",count,9",
            ",number,9",
            "is no figure of this indicator",
        ),
        ("open-waits/expected.csv", "today,2026-10-20", "today,soon", "is not a date"),
        ("open-waits/fixture.csv", "treat_by", "treated_by", "`treated_by` is no column"),
        ("open-waits/fixture.csv", "2026-10-13,2026-10-13", "2026-10-13", "has 9 cells under 10"),
        ("open-waits/fixture.csv", ",oral,", ",aural,", "care can't be `aural`"),
        ("open-waits/about.toml", "goal = 1", "goal = 6", "is not one of the five"),
        ("open-waits/about.toml", "goal = 1", "gaol = 1", "unknown field"),
        (
            "open-waits/about.toml",
            "[\"awaiting-first-visit\"]",
            "[\"has-booking\"]",
            "names a moment that not all cases counted have",
        ),
    ];
    for (file, before, after, says) in cases {
        let said = said(file, |text| text.replacen(before, after, 1));
        let found = said.iter().any(|line| line.starts_with(file) && line.contains(says));
        assert!(found, "{file}: {before} -> {after}: {said:#?}");
    }
}

#[test]
fn an_indicator_that_pages_show_cannot_go_missing() {
    let mut files = shipped_files();
    files.retain(|(path, _)| !path.starts_with("open-waits/"));
    files.push(("stray.txt".to_owned(), String::new()));
    let said: Vec<String> = parse(&files).1.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|line| line.starts_with("open-waits: is missing")), "{said:?}");
    assert!(said.iter().any(|line| line.starts_with("stray.txt")), "{said:?}");
}
