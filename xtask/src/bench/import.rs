//! Import of bundles by command line and over HTTP, each against the bare peer of the same run.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context as _, Result, anyhow};

use super::Options;
use super::findings::Findings;
use super::http::Client;
use super::process::{self, Served};
use super::{bare_sqlite, bundles};
use crate::say::say;

/// The tables that hold what searches look at.
const INDEX: &[&str] = &[
    "search_token",
    "search_text",
    "search_date",
    "search_reference",
    "search_number",
    "search_uri",
];

/// A command line has all bundles at hand, so its peer commits many together.
const TOGETHER: usize = 64;

/// Measures both ways in.
pub(super) fn measure(polku: &Path, options: &Options, findings: &mut Findings) -> Result<()> {
    say(&format!("import: {} bundles of {} resources", options.bundles, bundles::RESOURCES));
    let scratch = tempfile::tempdir()?;
    let bundles: Vec<String> = (0..options.bundles).map(bundles::bundle).collect();
    let resources = f64::from(options.bundles) * 8.0;

    let folder = scratch.path().join("bundles");
    write_files(&folder, &bundles)?;
    let data = scratch.path().join("by-command-line");
    let folder_name = folder.display().to_string();
    let (_, took) = process::run(polku, &data, &["import", &folder_name])?;
    let index_rows = index_rows(&data)? / (u64::from(options.bundles) * 8).max(1);
    findings.note("index rows of each resource", index_rows.to_string());
    let peer = bare_sqlite::rate(scratch.path(), &bundles, TOGETHER, index_rows)?;
    compare(findings, "import by command line", resources / took.as_secs_f64(), peer);
    let (_, again) = process::run(polku, &data, &["import", &folder_name])?;
    findings
        .note("the same import again, changing nothing", format!("{:.1} s", again.as_secs_f64()));

    for clients in [1, options.clients] {
        by_http(polku, scratch.path(), &bundles, clients, Some(index_rows), findings)?;
    }
    Ok(())
}

/// Measures the way over HTTP alone, and gives the index rows of each resource.
pub(super) fn over_http(
    polku: &Path,
    scratch: &Path,
    options: &Options,
    clients: u32,
    findings: &mut Findings,
) -> Result<u64> {
    let bundles: Vec<String> = (0..options.bundles).map(bundles::bundle).collect();
    by_http(polku, scratch, &bundles, clients, None, findings)
}

fn by_http(
    polku: &Path,
    scratch: &Path,
    bundles: &[String],
    clients: u32,
    rows: Option<u64>,
    findings: &mut Findings,
) -> Result<u64> {
    let data = scratch.join(format!("by-http-{clients}"));
    let (served, token) = serve(polku, &data)?;
    let seconds = send(&served, &token, bundles, clients)?;
    let memory = served.memory("VmHWM")?;
    served.stop()?;
    let resources = bundles.len() as u64 * bundles::RESOURCES;
    let rows = rows.map_or_else(|| Ok(index_rows(&data)? / resources.max(1)), anyhow::Ok)?;
    let together = usize::try_from(clients)?;
    let peer = bare_sqlite::rate(scratch, bundles, together, rows)?;
    let name = format!("import over HTTP, {clients} at once");
    compare(findings, &name, f64::from(u32::try_from(resources)?) / seconds, peer);
    findings.note(&format!("{name}: memory at its highest"), format!("{memory} MiB"));
    Ok(rows)
}

/// How many rows the index of a store has.
pub(super) fn index_rows(data: &Path) -> Result<u64> {
    bare_sqlite::rows(&process::store(data)?, INDEX)
}

fn compare(findings: &mut Findings, what: &str, rate: f64, peer: f64) {
    let ratio = rate / peer;
    let measured = format!("{rate:.0} resources/s; bare SQLite {peer:.0}; ratio {ratio:.2}");
    findings.hold(what, measured, "ratio ≥ 0.50", ratio >= 0.5);
}

fn write_files(folder: &Path, bundles: &[String]) -> Result<()> {
    fs::create_dir_all(folder)?;
    for (number, bundle) in bundles.iter().enumerate() {
        let mut file = File::create(folder.join(format!("{number:06}.json")))?;
        file.write_all(bundle.as_bytes())?;
    }
    Ok(())
}

/// Serves a folder, with a token for it.
pub(super) fn serve(polku: &Path, data: &Path) -> Result<(Served, String)> {
    let (said, _) = process::run(polku, data, &["token", "add", "--name", "bench"])?;
    let token = said.split_whitespace().next().context("`polku token add` printed no token")?;
    let (served, _) = Served::start(polku, data, &["serve"])?;
    Ok((served, token.to_owned()))
}

/// Sends all bundles, so many at once, and gives the seconds until the last was acknowledged.
fn send(served: &Served, token: &str, bundles: &[String], clients: u32) -> Result<f64> {
    let next = AtomicUsize::new(0);
    let began = Instant::now();
    std::thread::scope(|scope| {
        let work = || -> Result<()> {
            let client = Client::with_token(served.base(), token);
            while let Some(bundle) = bundles.get(next.fetch_add(1, Ordering::Relaxed)) {
                client.post("/fhir", "application/fhir+json", bundle.as_bytes())?.good()?;
            }
            Ok(())
        };
        let workers: Vec<_> = (0..clients).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().map_err(|_| anyhow!("a client stopped")).flatten())
    })?;
    Ok(began.elapsed().as_secs_f64())
}
