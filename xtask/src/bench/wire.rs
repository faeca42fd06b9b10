//! The FHIR interface under load: reads and searches over a large store, reads while others write, and
//! what the database does for searches that could go wrong. What goes through a whole table ends the run.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};

use super::findings::Findings;
use super::http::Client;
use super::latency::millis;
use super::load::{Asked, Load, Told};
use super::process::{self, Served};
use super::{Options, bundles, import};
use crate::house::House;
use crate::say::say;

const TIME: Duration = Duration::from_secs(10);
/// Enough that group commit finds company, as sixty-four people at work are.
const CONNECTIONS: usize = 64;
const WRITERS: u32 = 4;
const WITHIN: Duration = Duration::from_millis(5);

/// What is asked for again and again, and how often a second we want to answer it.
struct Question {
    name: &'static str,
    per_second: u32,
    asked: fn(u32, u64) -> Asked,
}

const QUESTIONS: [Question; 3] = [
    Question { name: "read by id", per_second: 30_000, asked: by_id },
    Question { name: "search by identifier", per_second: 15_000, asked: by_identifier },
    Question { name: "search by subject and code", per_second: 15_000, asked: by_subject },
];

/// Searches that would be slow if they were carried out badly.
const PLANS: [&str; 10] = [
    "Patient?identifier=urn:oid:1.2.246.10.99999999.22.2015|B00000007",
    "Observation?subject=Patient/00000007-0000-4000-8000-000000000000&code=http://loinc.org|718-7",
    "Observation?patient.identifier=urn:oid:1.2.246.10.99999999.22.2015|B00000007",
    "Observation?subject:Patient.name=testi7000&code=http://loinc.org|718-7",
    "Encounter?_has:Observation:encounter:_id=00000007-0000-4000-8000-000000000002",
    "Encounter?subject=Patient/00000007-0000-4000-8000-000000000000&_include=Encounter:patient",
    "Patient?_id=00000007-0000-4000-8000-000000000000&_revinclude=Observation:patient",
    "Observation?code=http://loinc.org|718-7",
    "Observation?code=http://loinc.org|718-7&_sort=-date",
    "Observation?_lastUpdated=ge2026-01-01&_sort=-_lastUpdated",
];

/// Measures everything about the wire.
pub(super) fn measure(
    house: &House,
    polku: &Path,
    options: &Options,
    findings: &mut Findings,
) -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let rows = import::over_http(polku, scratch.path(), options, 8, findings)?;
    let count = u32::try_from(options.values / (rows * bundles::RESOURCES).max(1))?.max(1);
    let data = scratch.path().join("large");
    fill(polku, &data, scratch.path(), count)?;
    let values = import::index_rows(&data)?;
    findings.note("indexed values stored", values.to_string());
    plans(polku, &data)?;
    let (served, token) = import::serve(polku, &data)?;
    let address = served.base().trim_start_matches("http://").parse()?;
    let load = Load { address, token: &token, connections: CONNECTIONS };
    for question in &QUESTIONS {
        answer(&load, question, count, findings)?;
    }
    while_others_write(&served, &load, count, findings)?;
    findings.note("memory while answering", format!("{} MiB", served.memory("VmHWM")?));
    served.stop()?;
    shared(house, findings)
}

/// A store of so many bundles.
fn fill(polku: &Path, data: &Path, scratch: &Path, count: u32) -> Result<()> {
    say(&format!("wire: filling a store with {count} bundles"));
    let file = scratch.join("bundles.ndjson");
    let mut writer = BufWriter::new(File::create(&file)?);
    for number in 0..count {
        writeln!(writer, "{}", bundles::bundle(number))?;
    }
    writer.into_inner()?;
    process::run(polku, data, &["import", &file.display().to_string()])?;
    Ok(std::fs::remove_file(file)?)
}

/// One question as fast as it goes, and at half of what we want.
fn answer(load: &Load<'_>, question: &Question, count: u32, findings: &mut Findings) -> Result<()> {
    let Question { name, per_second, asked } = question;
    let asked = |number| asked(count, number);
    load.run(None, TIME / 5, &asked)?;
    let told = load.run(None, TIME, &asked)?;
    let wanted = f64::from(*per_second);
    let bound = format!("≥ {per_second} requests/s");
    findings.hold(
        &format!("{name}, {CONNECTIONS} connections"),
        format!("{:.0} requests/s", told.rate()),
        &bound,
        told.rate() >= wanted,
    );
    let half = per_second / 2;
    let mut told = load.run(Some(half), TIME, &asked)?;
    let late = told.times.within(990);
    findings.hold(
        &format!("{name}, {half} a second"),
        times(&mut told),
        "p99 < 5 ms",
        late < WITHIN && told.rate() > 0.95 * f64::from(half),
    );
    Ok(())
}

/// Reads while clients write bundles as fast as they can.
fn while_others_write(
    served: &Served,
    load: &Load<'_>,
    count: u32,
    findings: &mut Findings,
) -> Result<()> {
    let (done, next) = (AtomicBool::new(false), AtomicU32::new(count));
    let write = || -> Result<()> {
        let client = Client::with_token(served.base(), load.token);
        while !done.load(Ordering::Relaxed) {
            let bundle = bundles::bundle(next.fetch_add(1, Ordering::Relaxed));
            client.post("/fhir", "application/fhir+json", bundle.as_bytes())?.good()?;
        }
        Ok(())
    };
    let mut told = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(write)).collect();
        let told = load.run(None, TIME, &|number| by_id(count, number));
        done.store(true, Ordering::Relaxed);
        for writer in writers {
            writer.join().map_err(|_| anyhow!("a writer stopped")).flatten()?;
        }
        told
    })?;
    let written = f64::from(next.load(Ordering::Relaxed) - count) * 8.0 / told.took.as_secs_f64();
    let (rate, late) = (told.rate(), told.times.within(950));
    findings.hold(
        &format!("read by id while {WRITERS} write"),
        format!("{rate:.0} requests/s, {}; {written:.0} resources/s written", times(&mut told)),
        "≥ 15000 requests/s, p95 < 5 ms",
        rate >= 15_000.0 && late < WITHIN,
    );
    Ok(())
}

/// What the database does for each search; going through a table ends the run.
fn plans(polku: &Path, data: &Path) -> Result<()> {
    for query in PLANS {
        let (said, _) = process::run(polku, data, &["explain", query])
            .with_context(|| format!("{query} goes through a whole table"))?;
        say(&format!("\n{query}\n{}", said.trim_end()));
    }
    Ok(())
}

/// Commands on the database that several servers share: the ledger's own bench, as its own program.
fn shared(house: &House, findings: &mut Findings) -> Result<()> {
    say("wire: sixteen clients on PostgreSQL");
    let arguments =
        ["run", "--release", "--package=ledger", "--example=bench_store", "--", "shared"];
    let output = house.cargo(&arguments).stderr(std::process::Stdio::inherit()).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        bail!("the bench of the shared store failed:\n{said}");
    }
    let number = |begin: &str| {
        let line = said.lines().find(|line| line.starts_with(begin));
        let word = line.and_then(|line| line.trim_start_matches(begin).split_whitespace().next());
        word.and_then(|word| word.parse::<f64>().ok())
            .with_context(|| format!("the bench of the shared store did not say {begin}"))
    };
    let (ledger, bare) = (number("best ledger:")?, number("best bare:")?);
    findings.hold(
        "durable commands on PostgreSQL, 16 clients",
        format!("{ledger:.0} commands/s; bare {bare:.0}; ratio {:.2}", ledger / bare),
        "≥ 1500 commands/s",
        ledger >= 1_500.0,
    );
    Ok(())
}

fn times(told: &mut Told) -> String {
    let Told { times, .. } = told;
    let [half, most, nearly] = [500, 950, 990].map(|permille| millis(times.within(permille)));
    format!("p50 {half}, p95 {most}, p99 {nearly}")
}

/// Numbers below a count, in an order that no cache likes.
#[expect(clippy::cast_possible_truncation, reason = "scattering wants the low bits")]
fn scattered(number: u64, count: u32) -> u32 {
    (number.wrapping_mul(2_654_435_761) >> 7) as u32 % count
}

fn by_id(count: u32, number: u64) -> Asked {
    let place = 2 + u32::from(number.to_le_bytes()[0] % 6);
    let id = bundles::id(scattered(number, count), place);
    Asked { path: format!("/fhir/Observation/{id}"), holds: format!("\"id\":\"{id}\"") }
}

fn by_identifier(count: u32, number: u64) -> Asked {
    let value = bundles::identifier(scattered(number, count));
    let system = "urn:oid:1.2.246.10.99999999.22.2015";
    Asked {
        path: format!("/fhir/Patient?identifier={system}%7C{value}"),
        holds: format!("\"value\":\"{value}\""),
    }
}

fn by_subject(count: u32, number: u64) -> Asked {
    let patient = bundles::id(scattered(number, count), 0);
    Asked {
        path: format!("/fhir/Observation?subject=Patient/{patient}&code=http://loinc.org%7C8480-6"),
        holds: format!("\"reference\":\"Patient/{patient}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_scattered_over_all_that_is_there() {
        let mut seen = [0; 10];
        for number in 0..1_000 {
            seen[scattered(number, 10) as usize] += 1;
        }
        assert!(seen.iter().all(|count| *count > 50), "{seen:?}");
    }
}
