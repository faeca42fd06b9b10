//! Where the tools are: browser, driver, axe, the HTML checker, and the binary to walk through.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

const HOW: &str =
    "`cargo xtask check --only browser` makes the tools ready or says what to install";

/// The tools of a journey.
pub struct Tools {
    /// The browser.
    pub browser: PathBuf,
    /// The program that drives it.
    pub driver: PathBuf,
    /// The accessibility checker's script.
    pub axe: PathBuf,
    /// The HTML checker.
    pub html_checker: PathBuf,
    /// Where pictures and pages are kept.
    pub pictures: PathBuf,
}

impl Tools {
    /// Finds all tools, or says which one is missing.
    pub fn find() -> Result<Self> {
        let folder = setting("POLKU_JOURNEY_TOOLS", || Ok(build_folder()?.join("journey-tools")))?;
        let pictures =
            setting("POLKU_JOURNEY_SCREENSHOTS", || Ok(build_folder()?.join("screenshots")))?;
        program(&["java"])?;
        Ok(Self {
            browser: program(&["chromium", "google-chrome", "chromium-browser"])?,
            driver: program(&["chromedriver"])?,
            axe: file(&folder.join("node_modules/axe-core/axe.min.js"))?,
            html_checker: file(&folder.join("node_modules/vnu-jar/build/dist/vnu.jar"))?,
            pictures,
        })
    }
}

/// The release build of Polku.
pub(crate) fn polku() -> Result<PathBuf> {
    let path = setting("POLKU_JOURNEY_BINARY", || Ok(build_folder()?.join("release/polku")))?;
    if !path.is_file() {
        bail!("{} is not there: `cargo build --release -p server` makes it", path.display());
    }
    Ok(path)
}

fn setting(name: &str, otherwise: fn() -> Result<PathBuf>) -> Result<PathBuf> {
    env::var_os(name).map_or_else(otherwise, |path| Ok(PathBuf::from(path)))
}

/// Cargo's build folder: a test runs from `<build folder>/<profile>/deps`.
fn build_folder() -> Result<PathBuf> {
    let test = env::current_exe().context("a test knows its own path")?;
    let folder = test.ancestors().nth(3).context("a test runs inside the build folder")?;
    Ok(folder.to_path_buf())
}

fn program(names: &[&str]) -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = names.iter().find_map(|name| on_path(&path, name));
    found.with_context(|| format!("{} is not installed: {HOW}", names.join(" or ")))
}

fn on_path(path: &OsString, name: &str) -> Option<PathBuf> {
    env::split_paths(path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

fn file(path: &Path) -> Result<PathBuf> {
    if !path.is_file() {
        bail!("{} is not there: {HOW}", path.display());
    }
    Ok(path.to_path_buf())
}
