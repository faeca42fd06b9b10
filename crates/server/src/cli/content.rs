//! `polku content check`: every fault of every content file at once.

use std::process::ExitCode;

use super::open::Place;
use super::say;
use crate::content;

pub(super) fn check(place: &Place) -> anyhow::Result<ExitCode> {
    let files = place.files()?;
    let (content, problems) = content::read(&files);
    for problem in &problems {
        say(&problem.to_string());
    }
    if problems.is_empty() {
        let unverified = content
            .law
            .rules()
            .iter()
            .filter(|rule| rule.versions.iter().any(|version| version.unverified.is_some()))
            .count();
        say(&format!(
            "{} files, {} law rules, of which {unverified} are still to be verified; no faults",
            files.len(),
            content.law.rules().len()
        ));
        Ok(ExitCode::SUCCESS)
    } else {
        say(&format!("{} faults", problems.len()));
        Ok(ExitCode::FAILURE)
    }
}
