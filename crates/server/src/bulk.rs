//! The desk for bulk work: exports and imports as jobs that outlive a request and a restart. A job is
//! a folder of its own below the data folder; it expires, and can be thrown away, as facts never can.

mod export;
mod import;
mod job;
mod progress;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};

pub(crate) use self::export::of_patient;
pub(crate) use self::import::INPUT;
pub use self::job::{Counts, File, Job, Kind, Order, Scope, State};
pub use self::progress::Left;
use crate::door::resources::Halt;
use crate::door::{Caller, Denied, Door};
use crate::wall;

/// How many jobs run beside each other.
const RUNNING_MAX: usize = 2;
/// How long what a job made is kept.
const KEPT_HOURS: i64 = 24;

/// The desk.
pub struct Desk {
    door: Arc<Door>,
    folder: PathBuf,
    jobs: Mutex<BTreeMap<String, Arc<Job>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// Why a job is not begun.
#[derive(Debug)]
pub enum Busy {
    /// Enough jobs run already.
    Full,
    /// The world failed.
    Fault(anyhow::Error),
}

impl Desk {
    /// A desk with the jobs of its folder. Those that were under way when the process ended are run
    /// again from their beginning: an export reads anew, and an import changes nothing twice.
    pub fn open(door: Arc<Door>, folder: &Path) -> anyhow::Result<Arc<Self>> {
        make_private(folder)?;
        let mut jobs = BTreeMap::new();
        for entry in std::fs::read_dir(folder).context("the bulk folder cannot be read")? {
            let path = entry?.path();
            match Job::read(&path) {
                Ok(Some(job)) => {
                    jobs.insert(job.order.id.clone(), Arc::new(job));
                }
                // A folder without an order was begun and never acknowledged to anybody.
                Ok(None) => std::fs::remove_dir_all(&path)
                    .with_context(|| format!("{} cannot be removed", path.display()))?,
                Err(error) => {
                    tracing::error!(error = format!("{error:#}"), "a bulk job cannot be read");
                }
            }
        }
        let desk = Arc::new(Self {
            door,
            folder: folder.to_path_buf(),
            jobs: Mutex::new(jobs),
            threads: Mutex::default(),
        });
        for job in desk.all() {
            if job.is_running() {
                desk.run(&job)?;
            }
        }
        Ok(desk)
    }

    /// A folder for a job that is about to be ordered.
    pub fn prepare(&self) -> anyhow::Result<(String, PathBuf)> {
        let id = wall::fresh_id(self.door.now()).to_string();
        let folder = self.folder.join(&id);
        make_private(&folder)?;
        Ok((id, folder))
    }

    /// Begins a job whose folder was prepared; it is on the disk before anybody hears of it.
    pub fn begin(self: &Arc<Self>, order: Order) -> Result<Arc<Job>, Busy> {
        let folder = self.folder.join(&order.id);
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if jobs.values().filter(|job| job.is_running()).count() >= RUNNING_MAX {
            drop(std::fs::remove_dir_all(folder));
            return Err(Busy::Full);
        }
        let job = Arc::new(Job::new(order, folder));
        job.write(State::Running).map_err(Busy::Fault)?;
        jobs.insert(job.order.id.clone(), Arc::clone(&job));
        drop(jobs);
        self.run(&job).map_err(Busy::Fault)?;
        Ok(job)
    }

    /// A job of a login; another's does not exist for it.
    pub fn job(&self, login: &str, id: &str) -> Option<Arc<Job>> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.get(id).filter(|job| job.order.login == login).map(Arc::clone)
    }

    /// Ends a job and throws away what it made.
    pub fn throw_away(&self, job: &Job) -> anyhow::Result<()> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.remove(&job.order.id);
        drop(jobs);
        job.throw_away().context("the folder of a job cannot be removed")
    }

    /// Throws away what has been kept long enough.
    pub fn expire(&self, now: Timestamp) -> anyhow::Result<()> {
        for job in self.all() {
            if job.expires_at().is_some_and(|at| at <= now) {
                self.throw_away(&job)?;
            }
        }
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        threads.retain(|thread| !thread.is_finished());
        Ok(())
    }

    /// Stops what runs, so that the process can end; it is gone on with at the next start.
    pub fn stop(&self) {
        for job in self.all() {
            job.cancelled.store(true, Ordering::Release);
        }
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A job that broke has said so in its state.
            drop(thread.join());
        }
    }

    fn all(&self) -> Vec<Arc<Job>> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.values().map(Arc::clone).collect()
    }

    fn run(&self, job: &Arc<Job>) -> anyhow::Result<()> {
        let door = Arc::clone(&self.door);
        let worked = Arc::clone(job);
        let work = move || {
            let job = worked;
            let done = carry_out(&door, &job);
            let ended_at = door.now();
            let state = match done {
                Ok(counts) => State::Done { ended_at, counts },
                // Told to stop: it is gone on with at the next start, unless it was thrown away.
                Err(_) if job.cancelled.load(Ordering::Acquire) => State::Running,
                Err(error) => {
                    let id = &job.order.id;
                    tracing::error!(id, error = format!("{error:#}"), "a bulk job failed");
                    State::Failed { ended_at }
                }
            };
            if let Err(error) = job.end(state) {
                tracing::error!(error = format!("{error:#}"), "a bulk job cannot be written");
            }
        };
        let imports = job.order.kind == Kind::Import;
        let thread = std::thread::Builder::new().name("bulk".to_owned()).spawn(work)?;
        if imports {
            // It may be long and cannot be told to stop: the end of the process ends it.
            return Ok(());
        }
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }
}

fn carry_out(door: &Door, job: &Job) -> anyhow::Result<Counts> {
    // Rights are those of the moment, also after a restart: a closed account ends its jobs.
    let held = door.account(&job.order.login).map_err(Denied::plain)?;
    let account = held.context("the account that ordered this is closed")?.account;
    let caller = Caller::new(account);
    match &job.order.kind {
        Kind::Export { .. } => export::run(door, &caller, job),
        Kind::Import => import::run(door, &caller, job),
    }
}

fn halted(halt: Halt) -> anyhow::Error {
    match halt {
        Halt::Denied(denied) => denied.plain(),
        Halt::Problem(problem) => anyhow::anyhow!("{}", problem.code.code()),
    }
}

/// Makes a folder that nobody else may look into.
fn make_private(folder: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder).with_context(|| format!("{} cannot be made", folder.display()))
}

/// When what ended at an instant expires.
fn expires_at(ended_at: Timestamp) -> Timestamp {
    ended_at.checked_add(SignedDuration::from_hours(KEPT_HOURS)).unwrap_or(Timestamp::MAX)
}
