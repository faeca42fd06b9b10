//! `cargo xtask bench`: speed and memory of the release binary, seen from outside as a user sees them.
//! Invariant: a figure stands beside its bound, and where there is a peer, beside the peer of the same run.

#[cfg(feature = "bench")]
mod bare_sqlite;
#[cfg(feature = "bench")]
mod build;
#[cfg(feature = "bench")]
mod bundles;
#[cfg(feature = "bench")]
mod county;
#[cfg(feature = "bench")]
mod crowd;
#[cfg(feature = "bench")]
mod door;
#[cfg(feature = "bench")]
mod findings;
#[cfg(feature = "bench")]
mod http;
#[cfg(feature = "bench")]
mod import;
#[cfg(feature = "bench")]
mod latency;
#[cfg(feature = "bench")]
mod load;
#[cfg(feature = "bench")]
mod pages;
#[cfg(feature = "bench")]
mod process;
#[cfg(feature = "bench")]
mod wire;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::house::House;

const EXAMPLES: &str = "\
Examples:
  cargo xtask bench                        everything but the clean build
  cargo xtask bench import --bundles 500   a shorter import
  cargo xtask bench demo pages refold      what needs the county
  cargo xtask bench wire --values 500000   the FHIR interface over a smaller store
  cargo xtask bench door                   free times and the waiting list of a large county
  cargo xtask bench crowd                  2,000 residents and 500 professionals at once
  cargo xtask bench build                  a clean default build in a folder of its own";

/// What to measure, and how much of it.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Options {
    /// What to measure; everything but the clean build when left out.
    #[arg(value_enum)]
    what: Vec<What>,
    /// How many bundles of eight resources are imported.
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    bundles: u32,
    /// How many clients import at once over HTTP.
    #[arg(long, value_name = "N", default_value_t = 16)]
    clients: u32,
    /// How many residents the county has; all of them when left out.
    #[arg(long, value_name = "N")]
    residents: Option<u32>,
    /// Measure this binary instead of building one, to compare with an earlier version.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// How many times each page is asked for.
    #[arg(long, value_name = "N", default_value_t = 500)]
    requests: u32,
    /// How many indexed values the store holds whose interface is measured.
    #[arg(long, value_name = "N", default_value_t = 10_000_000)]
    values: u64,
}

/// Something to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Bundles by command line and over HTTP, against a bare program that only writes.
    Import,
    /// The county from nothing to the first answer, and memory while serving.
    Demo,
    /// The pages people wait for.
    Pages,
    /// All views from all facts, and verification.
    Refold,
    /// The FHIR interface over a large store, alone and while others write; `PostgreSQL`.
    Wire,
    /// The first free time and the waiting list of a large county.
    Door,
    /// A county's working day at its busiest.
    Crowd,
    /// A clean default build.
    Build,
}

/// Measures. The client and the peer are kept out of the daily build, so without them this starts itself again.
#[cfg(not(feature = "bench"))]
pub(crate) fn run(house: &House, _: &Options) -> Result<()> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let mut command = house.cargo(&["run", "--quiet", "--release", "--package=xtask"]);
    command.args(["--features=bench", "--"]).args(arguments);
    let status = command.status()?;
    if !status.success() {
        std::process::exit(1);
    }
    Ok(())
}

/// Measures.
#[cfg(feature = "bench")]
pub(crate) fn run(house: &House, options: &Options) -> Result<()> {
    let all =
        [What::Import, What::Demo, What::Pages, What::Refold, What::Wire, What::Door, What::Crowd];
    let wanted = if options.what.is_empty() { all.to_vec() } else { options.what.clone() };
    let mut findings = findings::Findings::default();
    if wanted.contains(&What::Build) {
        build::measure(house, &mut findings)?;
    }
    let polku = match &options.binary {
        Some(binary) => binary.clone(),
        None if wanted.iter().all(|what| matches!(what, What::Build | What::Door)) => house.polku(),
        None => process::build(house)?,
    };
    if wanted.contains(&What::Import) {
        import::measure(&polku, options, &mut findings)?;
    }
    if wanted.iter().any(|what| matches!(what, What::Demo | What::Pages | What::Refold)) {
        county::measure(&polku, options, &wanted, &mut findings)?;
    }
    if wanted.contains(&What::Wire) {
        wire::measure(house, &polku, options, &mut findings)?;
    }
    if wanted.contains(&What::Door) {
        door::measure(house, &mut findings)?;
    }
    if wanted.contains(&What::Crowd) {
        crowd::measure(house, &polku, options, &mut findings)?;
    }
    findings.tell();
    Ok(())
}
