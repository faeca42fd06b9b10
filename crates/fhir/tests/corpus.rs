//! Every example that others made goes in and comes out equal: those beside this file always, and
//! a larger collection when it is there.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test program")]

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use fhir::bundle::{Action, Answers, Bundle, BundleKind};
use fhir::check::Rigour;
use fhir::intake::{Document, receive};
use fhir::resource::{digest, print};
use fhir::search::registry;
use fhir::{Limits, Problem, Resource, Severity, check};
use serde_json::Value;

fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

/// The collection that is not part of this repository.
fn collected() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/fhir")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn all_files() -> Vec<PathBuf> {
    let mut found = files(&own());
    assert!(found.len() >= 5, "the examples beside this test are missing");
    let more = files(&collected());
    if more.is_empty() {
        println!("skipped: {} is not there", collected().display());
    }
    found.extend(more);
    found
}

/// All files, each planned once.
static PLANNED: LazyLock<Vec<(PathBuf, Resources)>> =
    LazyLock::new(|| all_files().into_iter().map(|path| (path.clone(), planned(&path))).collect());

/// What a file holds, and what was noticed.
type Resources = (Vec<Resource>, Vec<Problem>);

/// Everything in a file, planned, with all that was noticed.
fn planned(path: &Path) -> Resources {
    let bytes = std::fs::read(path).unwrap();
    let limits = Limits::default();
    let (mut resources, mut problems) = (Vec::new(), Vec::new());
    for received in receive(&bytes, &limits) {
        let document = received.document.unwrap_or_else(|p| panic!("{}: {p:?}", path.display()));
        match document {
            Document::Resource(draft) => {
                let resource = draft.identify();
                problems.extend(check::resource(&resource));
                resources.push(resource);
            }
            Document::Bundle(bundle) => {
                let plan = bundle.plan(&Answers::default(), None, &limits, Rigour::Lenient);
                assert!(!plan.has_refusal(), "{}: {:?}", path.display(), plan.problems);
                problems.extend(plan.problems);
                for planned in plan.entries {
                    let Action::Write { resource, .. } = planned.action else {
                        panic!("{}: {:?}", path.display(), planned.action)
                    };
                    resources.push(*resource);
                }
            }
        }
    }
    (resources, problems)
}

#[test]
fn every_file_is_taken_in_and_reads_back_equal() {
    let at = "2026-01-02T03:04:05Z".parse().unwrap();
    let mut counted = 0;
    let mut noticed: BTreeMap<String, usize> = BTreeMap::new();
    for (path, (resources, problems)) in PLANNED.iter() {
        for problem in problems {
            assert_eq!(problem.severity, Severity::Warning, "{}: {problem}", path.display());
            *noticed
                .entry(format!("{} {}", problem.code.code(), problem.place.path))
                .or_default() += 1;
        }
        for resource in resources {
            counted += 1;
            let printed = print(&resource.text, 3, at);
            assert_eq!(digest(&printed), digest(&resource.text), "{}", path.display());
            let read: Value = serde_json::from_str(&printed).unwrap();
            assert_eq!(read["meta"]["versionId"], "3");
            assert_eq!(without_meta(&read), without_meta(&resource.value), "{}", path.display());
            assert_eq!(read["id"], resource.id.as_str());
        }
    }
    println!("{counted} resources; noticed: {noticed:#?}");
}

fn without_meta(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(meta) = value.get_mut("meta").and_then(Value::as_object_mut) {
        meta.remove("versionId");
        meta.remove("lastUpdated");
        if meta.is_empty() {
            value.as_object_mut().unwrap().remove("meta");
        }
    }
    value
}

#[test]
fn planning_twice_gives_the_same() {
    for (path, first) in PLANNED.iter() {
        assert_eq!(planned(path), *first, "{}", path.display());
    }
}

#[test]
fn no_reference_is_left_to_a_name_that_only_the_bundle_knew() {
    let limits = Limits::default();
    for path in all_files() {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        let Ok(bundle) = Bundle::parse(text, &limits) else { continue };
        if bundle.kind != BundleKind::Transaction {
            continue;
        }
        let names: HashSet<&str> =
            bundle.entries.iter().filter_map(|entry| entry.full_url.as_deref()).collect();
        for planned in bundle.plan(&Answers::default(), None, &limits, Rigour::Lenient).entries {
            if let Action::Write { resource, .. } = planned.action {
                for link in links(&resource.value) {
                    assert!(!names.contains(link), "{}: {link}", path.display());
                }
            }
        }
    }
}

/// Every reference in a resource.
fn links(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(object) => {
            let own = object.get("reference").and_then(Value::as_str);
            own.into_iter().chain(object.values().flat_map(links)).collect()
        }
        Value::Array(items) => items.iter().flat_map(links).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

#[test]
fn something_is_found_by_every_offered_parameter_kind() {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, (resources, _)) in PLANNED.iter() {
        for resource in resources {
            for (_, value) in registry().extract(resource.rtype, &resource.value) {
                *kinds.entry(value.kind().code()).or_default() += 1;
            }
        }
    }
    println!("{kinds:?}");
    for kind in ["token", "string", "date", "reference"] {
        assert!(kinds.get(kind).is_some_and(|count| *count > 0), "{kind}: {kinds:?}");
    }
}
