//! An import: the NDJSON that came with the request, by the same way as files at the command line.
//! What was acknowledged stays, so doing it again after a restart changes nothing twice.

use std::io::Write as _;

use fhir::Severity;
use fhir::outcome::{Issue, outcome};

use super::job::{Counts, File, Run};
use crate::door::{Caller, Door};
use crate::import::{self, Bad, Report};
use crate::limits::Unpacking;

/// The file of a job's folder that is taken in.
pub(crate) const INPUT: &str = "input.ndjson";
/// How far it may unpack was looked at when it came.
const UNBOUND: Unpacking = Unpacking { max_unpacked: u64::MAX, max_ratio: u64::MAX };
const ERRORS: &str = "errors.ndjson";

pub(super) fn run(door: &Door, caller: &Caller, job: &Run) -> anyhow::Result<Counts> {
    let progress = |done: u64, total: u64| job.progress.set(done, total);
    let report = import::run(door, caller, &[job.folder.join(INPUT)], UNBOUND, &progress)?;
    let errors = errors(job, &report.told)?;
    let Report { files_known, created, changed, unchanged, deleted, bad, .. } = report;
    let taken_in = [
        ("created", created),
        ("changed", changed),
        ("unchanged", unchanged),
        ("deleted", deleted),
        ("not-taken-in", bad),
        ("known-files", files_known),
    ];
    let taken_in = taken_in.map(|(name, count)| (name.to_owned(), count)).to_vec();
    Ok(Counts { files: Vec::new(), errors, taken_in })
}

/// An outcome for each piece that was not taken in.
fn errors(job: &Run, told: &[Bad]) -> anyhow::Result<Vec<File>> {
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let mut file = std::io::BufWriter::new(std::fs::File::create(job.files().join(ERRORS))?);
    for bad in told {
        writeln!(file, "{}", outcome(&[issue(bad)]))?;
    }
    file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    let rtype = "OperationOutcome".to_owned();
    Ok(vec![File { rtype, name: ERRORS.to_owned(), count: told.len() as u64 }])
}

fn issue(bad: &Bad) -> Issue {
    // The reason ends with the stable code in parentheses.
    let code = bad.reason.rsplit_once('(').and_then(|(_, code)| code.strip_suffix(')'));
    let known = fhir::Code::ALL.iter().find(|known| code == Some(known.code()));
    let place = fhir::Place { line: bad.line, entry: bad.entry, path: String::new() };
    Issue {
        severity: Severity::Error,
        issue_type: known.map_or("processing", |known| known.issue_type()),
        code: code.unwrap_or("not-taken-in").to_owned(),
        text: bad.reason.clone(),
        diagnostics: bad.line.map(|line| format!("line {line}")),
        expression: place.expression(),
    }
}
