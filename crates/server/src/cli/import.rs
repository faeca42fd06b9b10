//! `polku import`: takes files in, shows how far it is, and tells what it came to.

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
    let done =
        import::run(&door, &Caller::system("import"), &import.paths, import.unpacking, &progress);
    bar.finish_and_clear();
    let report = done?;
    door.seal()?;
    if let Some(table) = table(&report) {
        say(&table);
    }
    say(&summary(&report, began.elapsed()));
    Ok(if report.bad == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOMETHING_KEPT) })
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template(
        "importing {bar:30} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left",
    );
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// The pieces that were not taken in; nothing when all were.
fn table(report: &Report) -> Option<String> {
    if report.told.is_empty() {
        return None;
    }
    let text = "Not taken in, kept in the store for a person to look at:\n".to_owned();
    let told = report.told.iter().take(PRINTED_MAX);
    let mut lines: Vec<String> =
        told.map(|bad| format!("  {}: {}", place_of(bad), bad.reason)).collect();
    let more = report.bad.saturating_sub(lines.len() as u64);
    if more > 0 {
        lines.push(format!("  … and {more} more"));
    }
    Some(text + &lines.join("\n"))
}

fn place_of(bad: &Bad) -> String {
    let line = bad.line.map(|line| format!(":{line}")).unwrap_or_default();
    let entry = bad.entry.map(|entry| format!(" entry {entry}")).unwrap_or_default();
    format!("{}{line}{entry}", bad.file)
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
        let text = table(&report).unwrap();
        assert!(text.contains("old/patients.ndjson:7: The text is not JSON. (not-json)"));
        assert!(text.contains("old/patients.ndjson entry 3: "));
        assert_eq!(
            summary(&report, Duration::from_secs(9)),
            "2 files (1 more were taken in before and not read again): 90 new, 0 changed, \
             0 unchanged, 0 deleted, 2 kept unread; 10 resources/s"
        );
        assert_eq!(table(&Report::default()), None);
    }
}
