//! Views in the form of the public test suite of SQL on FHIR: our own cases always, and a folder of
//! others when `POLKU_VIEW_TESTS` names one.

#![expect(clippy::unwrap_used, reason = "a test stops where its world is not as it should be")]
#![expect(clippy::disallowed_methods, reason = "the folder of others is given from outside")]
#![expect(clippy::indexing_slicing, reason = "a JSON member that is missing is null")]
#![expect(clippy::print_stderr, reason = "what was run is told")]

use std::path::{Path, PathBuf};

use fhir::view::View;
use serde_json::{Map, Value};

fn files(folder: &Path) -> Vec<PathBuf> {
    let inside = std::fs::read_dir(folder).unwrap_or_else(|error| {
        unreachable!("{} cannot be read: {error}", folder.display());
    });
    let mut files: Vec<PathBuf> = inside
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    files
}

fn run(definition: &Value, resources: &[Value]) -> Result<(Vec<String>, Vec<Value>), String> {
    let view = View::read(definition).map_err(|problems| format!("{problems:?}"))?;
    let names: Vec<String> = view.columns.iter().map(|column| column.name.clone()).collect();
    let mut rows = Vec::new();
    for resource in resources {
        for row in view.rows(resource).map_err(|problem| problem.to_string())? {
            let members: Map<String, Value> = names.iter().cloned().zip(row).collect();
            rows.push(Value::Object(members));
        }
    }
    Ok((names, rows))
}

/// What is wrong with the answer to one case; nothing when all is as expected.
fn fault(case: &Value, resources: &[Value]) -> Option<String> {
    let found = run(&case["view"], resources);
    if case["expectError"] == true {
        return found.ok().map(|(_, rows)| format!("no fault but {rows:?}"));
    }
    let (names, rows) = match found {
        Ok(found) => found,
        Err(fault) => return Some(fault),
    };
    if let Some(columns) = case["expectColumns"].as_array()
        && names != columns.iter().map(|name| name.as_str().unwrap()).collect::<Vec<_>>()
    {
        return Some(format!("columns {names:?}"));
    }
    if let Some(count) = case["expectCount"].as_u64()
        && rows.len() as u64 != count
    {
        return Some(format!("{} rows", rows.len()));
    }
    let expected = case["expect"].as_array()?;
    (rows != *expected).then(|| format!("{}", Value::Array(rows)))
}

fn run_folder(folder: &Path) -> (usize, Vec<String>) {
    let mut count = 0;
    let mut faults = Vec::new();
    for file in files(folder) {
        let suite: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let (Some(resources), Some(cases)) =
            (suite["resources"].as_array(), suite["tests"].as_array())
        else {
            continue;
        };
        for case in cases {
            count += 1;
            faults.extend(fault(case, resources).map(|fault| {
                let name = file.file_name().unwrap().to_string_lossy().into_owned();
                format!("{name}: {}: {fault}", case["title"])
            }));
        }
    }
    (count, faults)
}

#[test]
fn our_own_cases_come_out_as_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/views");
    let (count, faults) = run_folder(&folder);
    assert_eq!(faults, [""; 0]);
    assert!(count >= 6, "{count}");
}

#[test]
fn cases_of_others_come_out_as_they_say() {
    let Some(folder) = std::env::var("POLKU_VIEW_TESTS").ok() else {
        eprintln!("POLKU_VIEW_TESTS names no folder: only our own cases were run");
        return;
    };
    let (count, faults) = run_folder(Path::new(&folder));
    eprintln!("{} of {count} cases came out as they say", count - faults.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
