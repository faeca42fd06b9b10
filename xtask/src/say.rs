//! The one place where the workshop writes to the terminal.

use std::io::Write as _;

/// Prints one line at once, so that the order of our lines and of the programs we start is kept.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // A closed pipe (`cargo xtask tidy | head`) is no reason to stop working.
    drop(writeln!(out, "{line}").and_then(|()| out.flush()));
}
