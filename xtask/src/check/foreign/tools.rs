//! Python and Node packages of exact versions, installed once under the build folder beside copies of
//! the scripts; anew when the lists change. No package's own install script is run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::super::packages::{self, on_path};
use crate::house::House;
use crate::say::say;

const BY_HAND: &str = "the foreign clients need Python 3.11 or later with venv, Node 20 or later and npm.\n\
     Debian and Ubuntu: apt-get update && apt-get install --no-install-recommends python3-venv nodejs npm\n\
     Without them: cargo xtask check, without --full";
/// What is installed: when one of these files changes, everything is installed anew.
const LISTS: [&str; 3] = ["requirements.txt", "package.json", "package-lock.json"];
const INSTALLED: &str = "installed";

/// The folder with everything in it.
pub(super) struct Tools {
    folder: PathBuf,
}

impl Tools {
    /// Makes the tools ready.
    pub(super) fn ready(house: &House) -> Result<Self> {
        if !["python3", "node", "npm"].iter().all(|name| on_path(name)) {
            packages::install(&["python3-venv", "nodejs", "npm"], BY_HAND)?;
        }
        let folder = house.target().join("foreign");
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        let source = house.root().join("xtask/foreign");
        for entry in
            fs::read_dir(&source).with_context(|| format!("reading {}", source.display()))?
        {
            let path = entry?.path();
            let name = path.file_name().context("an entry of a folder has a name")?;
            if path.is_file() {
                fs::copy(&path, folder.join(name))?;
            }
        }
        let tools = Self { folder };
        let lists = LISTS.map(|name| fs::read_to_string(tools.folder.join(name)));
        let lists = lists.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
        let mark = tools.folder.join(INSTALLED);
        if fs::read_to_string(&mark).is_ok_and(|installed| installed == lists) {
            return Ok(tools);
        }
        tools.install()?;
        fs::write(mark, lists)?;
        Ok(tools)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs one of the scripts.
    pub(super) fn script(&self, name: &str) -> Command {
        let python = Path::new(name).extension().is_some_and(|extension| extension == "py");
        let program =
            if python { self.folder.join("venv/bin/python") } else { PathBuf::from("node") };
        let mut command = Command::new(program);
        command.arg(self.folder.join(name)).stdin(Stdio::null());
        command
    }

    fn install(&self) -> Result<()> {
        say(&format!("installing Python and Node packages into {}", self.folder.display()));
        let venv = || self.program("python3", &["-m", "venv", "--clear", "venv"]);
        if venv().is_err() {
            packages::install(&["python3-venv"], BY_HAND)?;
            venv()?;
        }
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
        let pip = [&pip[..], &["requirements.txt"]].concat();
        self.program(&self.folder.join("venv/bin/python").to_string_lossy(), &pip)?;
        // Without what other platforms would need beside.
        let bare = ["--ignore-scripts", "--omit=optional", "--omit=peer", "--legacy-peer-deps"];
        let quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
        self.program("npm", &[&["ci"][..], &bare, &quiet].concat())
    }

    fn program(&self, program: &str, arguments: &[&str]) -> Result<()> {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.folder).stdin(Stdio::null());
        let output = command.output().with_context(|| format!("starting {program}"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            bail!("{program} {} failed:\n{told}{said}\n{BY_HAND}", arguments.join(" "));
        }
        Ok(())
    }
}
