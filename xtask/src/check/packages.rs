//! Programs that the check needs beside Rust: found on the path, or installed with apt-get where that
//! is there and we are root. Elsewhere we say how.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::say::say;

/// Whether a program is on the path.
pub(super) fn on_path(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// Installs packages, or fails with what to do by hand.
pub(super) fn install(packages: &[&str], by_hand: &str) -> Result<()> {
    if !on_path("apt-get") || !is_root() {
        bail!("{by_hand}");
    }
    say(&format!("installing {} with apt-get", packages.join(" ")));
    let install = [&["install", "--yes", "--no-install-recommends"], packages].concat();
    for arguments in [["update"].as_slice(), install.as_slice()] {
        let output = Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null())
            .output()
            .context("starting apt-get")?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("apt-get {} failed:\n{said}\n{by_hand}", arguments.join(" "));
        }
    }
    Ok(())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").stdin(Stdio::null()).output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
