//! What the journeys need beside Rust: Chromium with its driver, Java, axe and the HTML checker.
//! On Debian as root it is installed; elsewhere we say how. Nothing runs a package's own scripts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::packages::{self, on_path};
use crate::house::House;
use crate::say::say;

/// A program, the names it goes by, and its Debian package.
struct Program {
    names: &'static [&'static str],
    package: &'static str,
}

const PROGRAMS: &[Program] = &[
    Program { names: &["chromium", "google-chrome", "chromium-browser"], package: "chromium" },
    Program { names: &["chromedriver"], package: "chromium-driver" },
    Program { names: &["java"], package: "default-jre-headless" },
    Program { names: &["npm"], package: "npm" },
];

const LIBRARIES: [&str; 2] = ["axe-core@4", "vnu-jar@26"];
const FILES: [&str; 2] =
    ["node_modules/axe-core/axe.min.js", "node_modules/vnu-jar/build/dist/vnu.jar"];

/// Makes the tools ready and returns the folder of axe and the HTML checker.
pub(super) fn ready(house: &House) -> Result<PathBuf> {
    let missing = missing_programs();
    if !missing.is_empty() {
        install_programs(&missing)?;
    }
    let folder = house.target().join("journey-tools");
    if FILES.iter().any(|file| !folder.join(file).is_file()) {
        install_libraries(&folder)?;
    }
    Ok(folder)
}

fn missing_programs() -> Vec<&'static str> {
    PROGRAMS
        .iter()
        .filter(|program| !program.names.iter().any(|name| on_path(name)))
        .map(|program| program.package)
        .collect()
}

fn install_programs(names: &[&str]) -> Result<()> {
    let by_hand = format!(
        "the journeys need {0}.\nDebian and Ubuntu: apt-get update && apt-get install --no-install-recommends {0}\n\
         Elsewhere: install Chromium, chromedriver of the same version, Java 17 or later and npm.\n\
         Without them: cargo xtask check --skip browser",
        names.join(" ")
    );
    packages::install(names, &by_hand)
}

fn install_libraries(folder: &Path) -> Result<()> {
    say(&format!("installing {} into {}", LIBRARIES.join(" and "), folder.display()));
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    // A package.json of its own keeps npm from climbing to a parent folder.
    fs::write(folder.join("package.json"), "{\"private\": true}\n")?;
    let status = Command::new("npm")
        .args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .args(LIBRARIES)
        .current_dir(folder)
        .stdin(Stdio::null())
        .status()
        .context("starting npm")?;
    if !status.success() {
        bail!("npm could not install {}: is the registry in reach?", LIBRARIES.join(" and "));
    }
    for file in FILES {
        if !folder.join(file).is_file() {
            bail!("npm ran, but {file} is not in {}", folder.display());
        }
    }
    Ok(())
}
