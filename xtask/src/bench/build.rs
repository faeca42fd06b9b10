//! A clean default build, in a folder of its own; what was downloaded before stays downloaded.

use std::time::Instant;

use anyhow::{Result, bail};

use super::findings::Findings;
use crate::house::House;
use crate::say::say;

/// Builds as the README says, from nothing.
pub(super) fn measure(house: &House, findings: &mut Findings) -> Result<()> {
    say("build: cargo build --release, from nothing");
    let folder = tempfile::tempdir()?;
    let began = Instant::now();
    let mut command = house.cargo(&["build", "--release", "--locked", "--quiet"]);
    let status = command.env("CARGO_TARGET_DIR", folder.path()).status()?;
    if !status.success() {
        bail!("the default build fails");
    }
    let seconds = began.elapsed().as_secs_f64();
    findings.hold("a clean default build", format!("{seconds:.0} s"), "< 360 s", seconds < 360.0);
    let bytes = std::fs::metadata(folder.path().join("release/polku"))?.len();
    findings.note("the binary", format!("{} MiB", bytes >> 20));
    Ok(())
}
