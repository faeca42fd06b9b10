//! `polku import`: takes files in, shows how far it is, and tells what it came to.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::open::Place;
use super::{Import, say};
use crate::door::Caller;
use crate::import::{self, Bad, Report};
use crate::wall::SystemClock;

/// The exit code when all was read but something of it had to be kept aside.
const SOMETHING_KEPT: u8 = 2;
/// How many bad pieces are printed; all of them are kept in the store.
const PRINTED_MAX: usize = 100;

pub(super) fn run(place: &Place, import: &Import) -> anyhow::Result<ExitCode> {
    let door = place.door(Arc::new(SystemClock))?;
    let bar = bar();
    let began = Instant::now();
    let progress = |done: u64, total: u64| {
        bar.set_length(total);
        bar.set_position(done);
    };
    let done = import::run(&door, &Caller::system("import"), &import.paths, &progress);
    bar.finish_and_clear();
    let report = done?;
    door.seal()?;
    say(&table(&report));
    say(&summary(&report, began.elapsed()));
    Ok(if report.bad == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOMETHING_KEPT) })
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template(
        "importing {bar:30} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left",
    );
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn table(report: &Report) -> String {
    let mut text = String::new();
    if report.told.is_empty() {
        return text;
    }
    text.push_str("Not taken in, kept in the store for a person to look at:\n");
    for bad in report.told.iter().take(PRINTED_MAX) {
        // Writing to a text cannot fail.
        drop(writeln!(text, "  {}: {}", place_of(bad), bad.reason));
    }
    let more = report.bad.saturating_sub(PRINTED_MAX as u64);
    if more > 0 {
        drop(writeln!(text, "  … and {more} more"));
    }
    text
}

fn place_of(bad: &Bad) -> String {
    let mut place = bad.file.clone();
    if let Some(line) = bad.line {
        drop(write!(place, ":{line}"));
    }
    if let Some(entry) = bad.entry {
        drop(write!(place, " entry {entry}"));
    }
    place
}

fn summary(report: &Report, took: Duration) -> String {
    let Report { files, files_known, created, changed, unchanged, deleted, bad, .. } = report;
    let known = match files_known {
        0 => String::new(),
        known => format!(" ({known} more were taken in before and not read again)"),
    };
    #[expect(clippy::cast_precision_loss, reason = "a rate is shown without decimals")]
    let rate = report.resources() as f64 / took.as_secs_f64().max(0.001);
    format!(
        "{files} files{known}: {created} new, {changed} changed, {unchanged} unchanged, \
         {deleted} deleted, {bad} kept unread; {rate:.0} resources/s"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bad_piece_is_told_with_file_line_and_reason() {
        let bad = |line, entry| Bad {
            file: "old/patients.ndjson".to_owned(),
            line,
            entry,
            reason: "The text is not JSON. (not-json)".to_owned(),
        };
        let report = Report {
            files: 2,
            files_known: 1,
            created: 90,
            bad: 2,
            told: vec![bad(Some(7), None), bad(None, Some(3))],
            ..Report::default()
        };
        let text = table(&report);
        assert!(text.contains("old/patients.ndjson:7: The text is not JSON. (not-json)"));
        assert!(text.contains("old/patients.ndjson entry 3: "));
        assert_eq!(
            summary(&report, Duration::from_secs(9)),
            "2 files (1 more were taken in before and not read again): 90 new, 0 changed, \
             0 unchanged, 0 deleted, 2 kept unread; 10 resources/s"
        );
        assert_eq!(table(&Report::default()), "");
    }
}
