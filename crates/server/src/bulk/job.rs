//! One job: its order, how it stands, and where its files are. Order and state are an errand in the
//! store, so that every server knows them; the files lie in a folder, which servers may share.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::progress::{Left, Progress};
use crate::door::{Door, Errand, Holder};

/// Under which kind the errands of jobs are kept.
pub(super) const KIND: &str = "bulk";

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
    /// Under way, or waiting for a server to go on with it.
    Running,
    /// Done.
    Done {
        /// When.
        ended_at: Timestamp,
        /// What it made.
        counts: Counts,
        /// By which run: its files are in the folder of that name.
        run: String,
    },
    /// It failed; the log says why.
    Failed {
        /// When.
        ended_at: Timestamp,
    },
}

/// A job as it stands in the store.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Job {
    /// What was ordered.
    pub order: Order,
    /// How it stands.
    pub state: State,
    /// Which folder its files are in: where they are not, nobody can go on with it.
    pub(super) place: String,
    /// How much of how much was done when it was last written.
    pub(super) done: (u64, u64),
    /// Whether a server is at it.
    #[serde(skip)]
    pub(super) held: bool,
}

impl Job {
    pub(super) fn read(errand: &Errand) -> anyhow::Result<Self> {
        let job: Self = serde_json::from_slice(&errand.body)?;
        Ok(Self { held: errand.held, ..job })
    }

    pub(super) fn written(&self) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(self)?)
    }

    /// Whether it is under way.
    pub fn is_running(&self) -> bool {
        self.state == State::Running
    }

    /// When what it made is thrown away.
    pub fn expires_at(&self) -> Option<Timestamp> {
        match self.state {
            State::Running => None,
            State::Done { ended_at, .. } | State::Failed { ended_at } => {
                Some(super::expires_at(ended_at))
            }
        }
    }

    /// What is left of it.
    pub fn left(&self, now: Timestamp) -> Left {
        let progress = Progress::default();
        progress.set(self.done.0, self.done.1);
        progress.left(self.order.ordered_at, now)
    }

    /// Where one of its files is, below the folder of all jobs; of no other.
    pub(super) fn file(&self, name: &str) -> Option<PathBuf> {
        let State::Done { counts, run, .. } = &self.state else { return None };
        let known = counts.files.iter().chain(&counts.errors).any(|file| file.name == name);
        known.then(|| Path::new(&self.order.id).join(run).join(name))
    }
}

/// A job that this process is at.
pub(super) struct Run {
    pub(super) order: Order,
    pub(super) progress: Progress,
    /// The folder of the job.
    pub(super) folder: PathBuf,
    pub(super) holder: Holder,
    pub(super) cancelled: AtomicBool,
    place: String,
    ended: Mutex<bool>,
}

impl Run {
    pub(super) fn new(order: Order, place: String, folder: PathBuf, holder: Holder) -> Self {
        Self {
            order,
            progress: Progress::default(),
            folder,
            holder,
            cancelled: AtomicBool::new(false),
            place,
            ended: Mutex::new(false),
        }
    }

    /// Where this run, and no other, makes files.
    pub(super) fn files(&self) -> PathBuf {
        self.folder.join(&self.holder.name)
    }

    /// The job as it stands while it is under way.
    pub(super) fn job(&self, state: State) -> Job {
        let (order, place) = (self.order.clone(), self.place.clone());
        Job { order, state, place, done: self.progress.now(), held: true }
    }

    /// Says that it is still under way. When it was taken over or thrown away, it stops.
    pub(super) fn keep(&self, door: &Door) -> anyhow::Result<()> {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        if !*ended && !self.write(door, State::Running)? {
            self.cancelled.store(true, Ordering::Release);
        }
        Ok(())
    }

    /// Writes its end; nobody hears of one that is not on the disk. Answers whether it was still ours to
    /// end.
    pub(super) fn end(&self, door: &Door, state: State) -> anyhow::Result<bool> {
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        *ended = true;
        self.write(door, state)
    }

    fn write(&self, door: &Door, state: State) -> anyhow::Result<bool> {
        let body = self.job(state).written()?;
        door.write_errand(KIND, &self.order.id, &body, &self.holder)
    }
}
