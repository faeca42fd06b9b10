//! The demo county: from nothing to the first answer, its memory, its pages, and all views made anew.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::findings::Findings;
use super::process::{self, Served};
use super::{Options, What, bare_sqlite, pages};
use crate::say::say;

/// Builds the county and measures what is wanted of it.
pub(super) fn measure(
    polku: &Path,
    options: &Options,
    wanted: &[What],
    findings: &mut Findings,
) -> Result<()> {
    let whole = options.residents.is_none();
    let arguments = arguments(options);
    say(&format!("county: polku {}", arguments.join(" ")));

    let scratch = tempfile::tempdir()?;
    let data = scratch.path().join("county");
    let (served, took) = Served::start(polku, &data, &arguments)?;
    let seconds = took.as_secs_f64();
    if whole {
        findings.hold(
            "the whole county, until it answers",
            format!("{seconds:.1} s"),
            "< 90 s",
            seconds < 90.0,
        );
    } else {
        findings.note("the county, until it answers", format!("{seconds:.1} s"));
    }
    findings
        .note("memory at its highest while building", format!("{} MiB", served.memory("VmHWM")?));
    served.stop()?;
    let facts = bare_sqlite::rows(&process::store(&data)?, &["fact"])?;
    findings.note("facts", facts.to_string());
    findings.note("the data folder", format!("{} MiB", folder_bytes(&data)? >> 20));

    let (served, again) = Served::start(polku, &data, &arguments)?;
    findings.note("a second start", format!("{:.1} s", again.as_secs_f64()));
    if wanted.contains(&What::Pages) {
        pages::measure(served.base(), &data, options.requests, whole, findings)?;
    }
    let memory = served.memory("VmHWM")?;
    findings.hold(
        "memory at its highest while serving",
        format!("{memory} MiB"),
        "< 1 GiB",
        memory < 1024,
    );
    let stopped = served.stop()?;
    findings.note("from SIGTERM to the end", format!("{:.1} s", stopped.as_secs_f64()));
    if wanted.contains(&What::Refold) {
        refold(polku, &data, facts, findings)?;
    }
    Ok(())
}

/// How the county is built: the same in every run.
pub(super) fn arguments(options: &Options) -> Vec<String> {
    let residents = options.residents.map(|count| count.to_string());
    let mut arguments = vec!["demo", "--seed", "7", "--today", "2026-11-20"];
    arguments.extend(residents.iter().flat_map(|count| ["--residents", count.as_str()]));
    arguments.into_iter().map(str::to_owned).collect()
}

fn refold(polku: &Path, data: &Path, facts: u64, findings: &mut Findings) -> Result<()> {
    let facts = f64::from(u32::try_from(facts).context("more facts than this bench can count")?);
    let (_, took) = process::run(polku, data, &["rebuild"])?;
    let rate = facts / took.as_secs_f64();
    let measured = format!("{rate:.0} facts/s ({:.1} s, start included)", took.as_secs_f64());
    findings.hold("a refold of all views", measured, "≥ 50,000 facts/s", rate >= 50_000.0);
    let (_, took) = process::run(polku, data, &["verify"])?;
    let rate = facts / took.as_secs_f64();
    findings.note("verification of all chains and seals", format!("{rate:.0} facts/s"));
    Ok(())
}

fn folder_bytes(folder: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        sum += if kind.is_dir() { folder_bytes(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(sum)
}
