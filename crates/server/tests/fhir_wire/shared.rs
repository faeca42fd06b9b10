//! FHIR that others made: all of it goes in and comes out equal, and each search finds exactly what
//! the meaning of the search says. Skipped, and said so, where the data is not at hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use fhir::bundle::{Action, Answers};
use fhir::check::Rigour;
use fhir::intake::{Document, receive};
use fhir::resource::digest;
use fhir::search::{Condition, Handling, IndexValue, Kind, Target, encode, parse, registry};
use fhir::{Limits, Resource, ResourceType};
use server::door::Caller;
use server::limits::Unpacking;

use crate::app::App;

/// How many different values of one parameter are asked for.
const VALUES_MAX: usize = 4;

fn files() -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/fhir");
    let mut files = Vec::new();
    for folder in ["synthea", "finland"] {
        let Ok(inside) = std::fs::read_dir(root.join(folder)) else { continue };
        files.extend(inside.map(|entry| entry.unwrap().path()));
    }
    files.sort();
    files
}

/// Imports all files; the answer is what should be there now.
fn take_in(app: &App, files: &[PathBuf]) -> Vec<Resource> {
    let caller = Caller::system("import");
    let report =
        server::import::run(&app.door, &caller, files, Unpacking::DEFAULT, &|_, _| ()).unwrap();
    assert_eq!(report.bad, 0, "{:?}", report.told);
    let mut expected: BTreeMap<(ResourceType, String), Resource> = BTreeMap::new();
    for file in files {
        let bytes = std::fs::read(file).unwrap();
        for received in receive(&bytes, &Limits::default()) {
            let resources = match received.document.unwrap() {
                Document::Resource(draft) => vec![draft.identify()],
                Document::Bundle(bundle) => {
                    assert!(bundle.questions().is_empty(), "{}", file.display());
                    let limits = Limits::default();
                    let plan = bundle.plan(&Answers::default(), None, &limits, Rigour::Lenient);
                    let writes = plan.entries.into_iter().map(|planned| match planned.action {
                        Action::Write { resource, .. } => *resource,
                        other @ (Action::Exists { .. }
                        | Action::Delete { .. }
                        | Action::Nothing
                        | Action::Patch { .. }
                        | Action::Read { .. }
                        | Action::Refuse(_)) => panic!("{}: {other:?}", file.display()),
                    });
                    writes.collect()
                }
            };
            for resource in resources {
                expected.insert((resource.rtype, resource.id.clone()), resource);
            }
        }
    }
    expected.into_values().collect()
}

#[test]
fn everything_comes_out_as_it_went_in_and_is_found_by_what_it_says() {
    let files = files();
    if files.is_empty() {
        eprintln!("skipped: ../shared/data/fhir is not here");
        return;
    }
    assert_eq!(files.len(), 69);
    let app = App::new();
    let expected = take_in(&app, &files);
    assert!(expected.len() > 900, "{}", expected.len());
    for resource in &expected {
        let address = format!("/fhir/{}/{}", resource.rtype, resource.id);
        let answer = app.get(&address);
        assert_eq!(answer.status, 200, "{address}");
        assert_eq!(digest(&answer.text), digest(&resource.text), "{address}");
    }
    let position = app.ledger.position();
    assert_eq!(take_in(&app, &files).len(), expected.len());
    assert_eq!(app.ledger.position(), position, "the same again changes nothing");

    let mut asked = 0;
    for (rtype, resources) in by_type(&expected) {
        for (name, queries) in queries(rtype, &resources) {
            for query in queries {
                assert_finds(&app, rtype, &resources, &format!("{name}={query}"));
                asked += 1;
            }
        }
        assert_finds(&app, rtype, &resources, "_lastUpdated=ge2026-01-01");
    }
    assert!(asked > 300, "{asked}");
    let verdict = app.ledger.verify(&|_, _| ()).unwrap();
    assert!(matches!(verdict, ledger::Verdict::Sound(_)), "{verdict:?}");
}

fn by_type(resources: &[Resource]) -> BTreeMap<ResourceType, Vec<&Resource>> {
    let mut by_type: BTreeMap<ResourceType, Vec<&Resource>> = BTreeMap::new();
    for resource in resources {
        by_type.entry(resource.rtype).or_default().push(resource);
    }
    by_type
}

/// Questions that the resources themselves answer, by parameter.
fn queries(rtype: ResourceType, all: &[&Resource]) -> BTreeMap<String, BTreeSet<String>> {
    let mut queries: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for resource in all {
        for (param, value) in registry().extract(rtype, &resource.value) {
            let by_identifier =
                param.kind == Kind::Reference && matches!(value, IndexValue::Token { .. });
            let modifier = if by_identifier { ":identifier" } else { "" };
            let some = queries.entry(format!("{}{modifier}", param.code)).or_default();
            if some.len() < VALUES_MAX {
                some.extend(query(&value));
            }
        }
    }
    let first = all.first().map(|resource| resource.id.clone());
    queries.entry("_id".to_owned()).or_default().extend(first);
    queries
}

fn query(value: &IndexValue<'_>) -> Option<String> {
    let plain = |text: &str| {
        let mut out = String::new();
        for letter in text.chars() {
            if matches!(letter, ',' | '|' | '$' | '\\') {
                out.push('\\');
            }
            out.push(letter);
        }
        encode(&out)
    };
    Some(match value {
        IndexValue::Token { system, code } => {
            let system = system.as_deref().unwrap_or_default();
            format!("{}|{}", plain(system), plain(code))
        }
        IndexValue::String { exact, .. } => plain(exact),
        IndexValue::Date { low, .. } if *low > i64::MIN => {
            let at = jiff::Timestamp::from_millisecond(*low).ok()?;
            format!("ge{}", encode(&fhir::moment::print_instant(at)))
        }
        IndexValue::Date { .. } => "le2100".to_owned(),
        IndexValue::Reference(Target::Local { rtype, id }) => format!("{rtype}/{id}"),
        IndexValue::Reference(Target::Elsewhere(url)) if url.contains("://") => plain(url),
        IndexValue::Reference(Target::Elsewhere(url)) if url.starts_with("urn:") => plain(url),
        IndexValue::Reference(_) => return None,
        IndexValue::Quantity { system, code, low, .. } => {
            let (system, code) = (system.as_deref(), code.as_deref());
            format!("{low}|{}|{}", plain(system.unwrap_or("")), plain(code.unwrap_or("")))
        }
        IndexValue::Number { low, .. } => low.to_string(),
        IndexValue::Uri(uri) => plain(uri),
    })
}

/// The server finds what the meaning of the search says, no more and no less.
fn assert_finds(app: &App, rtype: ResourceType, all: &[&Resource], query: &str) {
    let understood = parse(registry(), rtype, query, Handling::Strict)
        .unwrap_or_else(|problems| panic!("{rtype}?{query}: {problems:?}"));
    let mut expected: Vec<&str> = Vec::new();
    for resource in all {
        let holds = |one: &Condition<'_>| one.holds(resource).unwrap_or(true);
        if understood.conditions.iter().all(holds) {
            expected.push(&resource.id);
        }
    }
    assert!(!expected.is_empty(), "{rtype}?{query} should find something");
    let mut found = app.find(&format!("/fhir/{rtype}?{query}&_count=500"));
    found.sort();
    expected.sort_unstable();
    assert_eq!(found, expected, "{rtype}?{query}");
}
