//! One job: its order, how far it is, and what became of it. Order and state stand in `job.json` of
//! its folder, which is replaced whole or not at all.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::progress::Progress;

const FILE: &str = "job.json";

/// What was ordered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Order {
    /// The job's id.
    pub id: String,
    /// Who ordered it.
    pub login: String,
    /// When: everything written until then is in an export.
    pub ordered_at: Timestamp,
    /// The address of the request, for the manifest.
    pub request: String,
    /// The address of the interface, for the links of the manifest.
    pub base: String,
    /// What to do.
    pub kind: Kind,
}

/// What to do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "do")]
pub enum Kind {
    /// Take resources out.
    Export {
        /// Whose.
        scope: Scope,
        /// The types; all when none is named.
        types: Vec<String>,
        /// Only what changed since.
        since: Option<Timestamp>,
    },
    /// Take the file `input` of the folder in.
    Import,
}

/// Whose resources.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Everything.
    System,
    /// What is about a patient.
    Patients,
    /// What is about the members of this group.
    Group(String),
}

/// What a job made or did.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Counts {
    /// The files of an export.
    pub files: Vec<File>,
    /// The files that tell what went wrong.
    pub errors: Vec<File>,
    /// What an import came to, by name.
    pub taken_in: Vec<(String, u64)>,
}

/// A file that a job made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct File {
    /// The type of the resources in it.
    pub rtype: String,
    /// Its name in the folder of the job.
    pub name: String,
    /// How many resources are in it.
    pub count: u64,
}

/// How it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum State {
    /// Under way, or to be begun again after a restart.
    Running,
    /// Done.
    Done {
        /// When.
        ended_at: Timestamp,
        /// What it made.
        counts: Counts,
    },
    /// It failed; the log says why.
    Failed {
        /// When.
        ended_at: Timestamp,
    },
}

#[derive(Serialize, Deserialize)]
struct Written {
    order: Order,
    state: State,
}

/// A job.
pub struct Job {
    /// What was ordered.
    pub order: Order,
    /// How far it is.
    pub progress: Progress,
    pub(super) folder: PathBuf,
    pub(super) cancelled: AtomicBool,
    thrown_away: AtomicBool,
    state: Mutex<State>,
}

impl Job {
    pub(super) fn new(order: Order, folder: PathBuf) -> Self {
        Self::with_state(order, folder, State::Running)
    }

    fn with_state(order: Order, folder: PathBuf, state: State) -> Self {
        Self {
            order,
            progress: Progress::default(),
            folder,
            cancelled: AtomicBool::new(false),
            thrown_away: AtomicBool::new(false),
            state: Mutex::new(state),
        }
    }

    /// The job of a folder; none when its order was never written.
    pub(super) fn read(folder: &Path) -> anyhow::Result<Option<Self>> {
        let path = folder.join(FILE);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        };
        let Written { order, state } =
            serde_json::from_slice(&bytes).with_context(|| path.display().to_string())?;
        Ok(Some(Self::with_state(order, folder.to_path_buf(), state)))
    }

    /// Writes order and state down, whole or not at all.
    pub(super) fn write(&self, state: State) -> anyhow::Result<()> {
        let written = Written { order: self.order.clone(), state };
        let aside = self.folder.join("job.json.new");
        let bytes = serde_json::to_vec(&written)?;
        let write = || {
            let mut file = std::fs::File::create(&aside)?;
            std::io::Write::write_all(&mut file, &bytes)?;
            file.sync_all()?;
            std::fs::rename(&aside, self.folder.join(FILE))
        };
        write().context("the state of a job cannot be written")
    }

    /// Ends the work on it; what was thrown away meanwhile is removed by whoever worked on it.
    pub(super) fn end(&self, state: State) -> anyhow::Result<()> {
        let mut current = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if self.thrown_away.load(Ordering::Acquire) {
            return Ok(std::fs::remove_dir_all(&self.folder)?);
        }
        // Nobody hears of an end that a restart would forget.
        self.write(state.clone())?;
        *current = state;
        Ok(())
    }

    /// Removes it. While somebody works on it only its order goes, so that no restart finds it, and
    /// the rest when they stop.
    pub(super) fn throw_away(&self) -> std::io::Result<()> {
        let current = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.thrown_away.store(true, Ordering::Release);
        self.cancelled.store(true, Ordering::Release);
        match *current {
            State::Running => std::fs::remove_file(self.folder.join(FILE)),
            State::Done { .. } | State::Failed { .. } => std::fs::remove_dir_all(&self.folder),
        }
    }

    /// How it stands.
    pub fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether it is under way.
    pub fn is_running(&self) -> bool {
        self.state() == State::Running
    }

    /// When what it made is thrown away.
    pub fn expires_at(&self) -> Option<Timestamp> {
        match self.state() {
            State::Running => None,
            State::Done { ended_at, .. } | State::Failed { ended_at } => {
                Some(super::expires_at(ended_at))
            }
        }
    }

    /// The path of one of its files; of no other.
    pub fn file(&self, name: &str) -> Option<PathBuf> {
        let State::Done { counts, .. } = self.state() else { return None };
        let known = counts.files.iter().chain(&counts.errors).any(|file| file.name == name);
        known.then(|| self.folder.join(name))
    }
}
