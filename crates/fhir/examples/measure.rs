//! Measures reading, planning and extraction over a folder of FHIR files.
//!
//! `cargo run --release -p fhir --example measure -- FOLDER`
#![expect(clippy::print_stdout, reason = "a tool for the terminal")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fhir::bundle::{Action, Answers};
use fhir::check::Rigour;
use fhir::intake::{Document, receive};
use fhir::resource::{digest, print};
use fhir::search::registry;
use fhir::{Limits, Resource, check};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: measure FOLDER")?;
    let mut files = Vec::new();
    collect(Path::new(&folder), &mut files)?;
    let texts: Vec<Vec<u8>> = files.iter().map(std::fs::read).collect::<Result<_, _>>()?;
    let bytes: usize = texts.iter().map(Vec::len).sum();
    let begun = Instant::now();
    registry();
    println!("compiling the search parameters: {:.1} ms", begun.elapsed().as_secs_f64() * 1e3);

    let resources: Vec<Resource> = texts.iter().flat_map(|text| read(text)).collect();
    let stored: usize = resources.iter().map(|resource| resource.text.len()).sum();
    println!(
        "{} files, {} resources, {bytes} bytes, {stored} stored",
        files.len(),
        resources.len()
    );

    let count = resources.len();
    measure("read, plan and check", count, || texts.iter().map(|text| read(text).len()).sum());
    measure("  of that: check", count, || {
        resources.iter().map(|resource| check::resource(resource).len()).sum()
    });
    measure("  of that: parse", count, || {
        let parse = |resource: &Resource| serde_json::from_str::<serde_json::Value>(&resource.text);
        resources.iter().filter(|resource| parse(resource).is_ok()).count()
    });
    measure("extract", count, || {
        resources.iter().map(|r| registry().extract(r.rtype, &r.value).len()).sum()
    });
    measure("digest", count, || {
        resources.iter().map(|resource| usize::from(digest(&resource.text)[0])).sum()
    });
    let at = "2026-01-02T03:04:05Z".parse()?;
    measure("print", count, || resources.iter().map(|r| print(&r.text, 3, at).len()).sum());
    Ok(())
}

fn read(text: &[u8]) -> Vec<Resource> {
    let limits = Limits::default();
    let mut resources = Vec::new();
    for received in receive(text, &limits) {
        match received.document {
            Err(_) => {}
            Ok(Document::Resource(draft)) => {
                let resource = draft.identify();
                drop(check::resource(&resource));
                resources.push(resource);
            }
            Ok(Document::Bundle(bundle)) => {
                let plan = bundle.plan(&Answers::default(), None, &limits, Rigour::Lenient);
                resources.extend(plan.entries.into_iter().filter_map(
                    |planned| match planned.action {
                        Action::Write { resource, .. } => Some(*resource),
                        Action::Exists { .. }
                        | Action::Delete { .. }
                        | Action::Patch { .. }
                        | Action::Nothing
                        | Action::Read { .. }
                        | Action::Refuse(_) => None,
                    },
                ));
            }
        }
    }
    resources
}

/// The best of several rounds, as resources in a second, and what the work returned.
fn measure(name: &str, resources: usize, mut work: impl FnMut() -> usize) {
    let mut best = Duration::MAX;
    let mut returned = 0;
    for _ in 0..15 {
        let begun = Instant::now();
        returned = std::hint::black_box(work());
        best = best.min(begun.elapsed());
    }
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = resources as f64 / best.as_secs_f64();
    println!("{name}: {rate:.0} resources/s ({returned})");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}
