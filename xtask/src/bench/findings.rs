//! What was measured, each with its bound, as a table that fits into docs/PERFORMANCE.md.

use crate::say::say;

/// One measured figure.
struct Finding {
    what: String,
    measured: String,
    bound: Option<(String, bool)>,
}

/// All figures of a run, in the order in which they were measured.
#[derive(Default)]
pub(super) struct Findings {
    found: Vec<Finding>,
}

impl Findings {
    /// A figure to know.
    pub(super) fn note(&mut self, what: &str, measured: String) {
        self.add(Finding { what: what.to_owned(), measured, bound: None });
    }

    /// A figure to hold ourselves to.
    pub(super) fn hold(&mut self, what: &str, measured: String, bound: &str, met: bool) {
        let bound = Some((bound.to_owned(), met));
        self.add(Finding { what: what.to_owned(), measured, bound });
    }

    fn add(&mut self, finding: Finding) {
        say(&format!("  {}: {}", finding.what, finding.measured));
        self.found.push(finding);
    }

    /// Prints the table.
    pub(super) fn tell(&self) {
        say("\n| what | measured | bound | |");
        say("| --- | --- | --- | --- |");
        for Finding { what, measured, bound } in &self.found {
            let (bound, mark) = match bound {
                Some((bound, true)) => (bound.as_str(), "met"),
                Some((bound, false)) => (bound.as_str(), "**missed**"),
                None => ("", ""),
            };
            say(&format!("| {what} | {measured} | {bound} | {mark} |"));
        }
        let missed = self.found.iter().filter(|finding| matches!(finding.bound, Some((_, false))));
        say(&format!("\n{} figures, {} bounds missed", self.found.len(), missed.count()));
    }
}
