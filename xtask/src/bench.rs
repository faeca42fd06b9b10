//! `cargo xtask bench`: speed and memory of the release binary, seen from outside as a user sees them.

use anyhow::Result;
use clap::Args;

use crate::house::House;

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {}

/// Measures.
pub(crate) fn run(_house: &House, _options: &Options) -> Result<()> {
    Ok(())
}
