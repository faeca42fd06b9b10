//! Erasure reaches the files: no byte of what was derived from an erased person is left in them.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use ledger::{Fact, IndexValue, Indexed, Ledger, Projector, ResourceRow, Rows};

use crate::{append, options, second};

/// Puts what facts say into plain rows.
struct Telling;

impl Projector for Telling {
    fn fingerprint(&self) -> String {
        "telling".to_owned()
    }

    fn project(&self, stream: &str, facts: &[Fact]) -> Rows {
        let said = facts.iter().filter_map(|fact| fact.body.bytes());
        let said: Vec<_> = said.map(|body| String::from_utf8_lossy(body).into_owned()).collect();
        let text = |exact: &String| Indexed {
            parameter: "text",
            value: IndexValue::Text { folded: exact.to_lowercase(), exact: exact.clone() },
        };
        let resource = ResourceRow {
            rtype: "Basic",
            id: format!("{}-{}", stream.replace('/', "-"), said.last().map_or("", |said| said)),
            version: 1,
            last_updated: Timestamp::UNIX_EPOCH,
            deleted: false,
            index: said.iter().map(text).collect(),
        };
        Rows { resources: vec![resource], ..Rows::default() }
    }
}

fn traces(folder: &Path, word: &str) -> usize {
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read(file.unwrap().path()));
    let word = word.as_bytes();
    files.map(|bytes| bytes.unwrap().windows(word.len()).filter(|part| *part == word).count()).sum()
}

#[test]
fn no_trace_is_left_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = options(folder.path());
    options.projector = Arc::new(Telling);
    let ledger = Ledger::open(options).unwrap();
    for number in 0..200 {
        let (stream, said) = (format!("case/{}", number % 20), format!("polvivaiva{number}"));
        append(&ledger, &stream, Some("anna"), said.as_bytes()).unwrap();
        append(&ledger, &format!("other/{number}"), Some("bo"), b"niskavaiva").unwrap();
    }
    assert!(traces(folder.path(), "polvivaiva") > 200);
    ledger.rebuild(&|_, _| ()).unwrap();
    assert!(ledger.erase_person("anna", second(9)).unwrap());
    assert_eq!(traces(folder.path(), "polvivaiva"), 0);
    assert!(traces(folder.path(), "niskavaiva") > 100);
}
