//! Where things are: the root of the workspace, the build folder, the built binary.
//! Cargo is asked, so that every way of setting the build folder counts.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

/// The workspace and its build folder.
pub(crate) struct House {
    root: PathBuf,
    target: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

impl House {
    /// Asks cargo where the workspace is.
    pub(crate) fn find() -> Result<Self> {
        let output = Command::new("cargo")
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()
            .context("cargo could not be started")?;
        if !output.status.success() {
            bail!("cargo metadata failed: is this folder inside the Polku workspace?");
        }
        let metadata: Metadata =
            serde_json::from_slice(&output.stdout).context("cargo metadata was not understood")?;
        Ok(Self { root: metadata.workspace_root, target: metadata.target_directory })
    }

    /// The folder of the workspace's `Cargo.toml`.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's build folder.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// The release build of the server.
    pub(crate) fn polku(&self) -> PathBuf {
        self.target.join("release").join("polku")
    }

    /// A cargo command that runs at the root, takes nothing from the terminal and keeps the lock file as it is.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.args(arguments).current_dir(&self.root).stdin(Stdio::null());
        command
    }
}
