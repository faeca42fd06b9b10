//! The desk for bulk work: exports and imports as jobs that outlive a request, a restart, and the server
//! that began them. Each is done by one server at a time; its files lie in a folder that servers may
//! share, expire, and can be thrown away, as facts never can.

mod export;
mod import;
mod job;
mod place;
mod progress;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context as _, bail};
use jiff::{SignedDuration, Timestamp};

pub(crate) use self::export::of_patient;
pub(crate) use self::import::INPUT;
pub use self::job::{Counts, File, Job, Kind, Order, Scope, State};
use self::job::{KIND, Run};
pub use self::progress::Left;
use crate::door::resources::Halt;
use crate::door::{Caller, Denied, Door};
use crate::wall;

/// How many jobs one server runs beside each other.
const RUNNING_MAX: usize = 2;
/// How long what a job made is kept.
const KEPT_HOURS: i64 = 24;
/// How long a server may say nothing before another one goes on with its work.
pub(crate) const LEASE: Duration = Duration::from_secs(10);

/// The desk.
pub struct Desk {
    door: Arc<Door>,
    folder: PathBuf,
    /// The name of the folder.
    place: String,
    running: Mutex<BTreeMap<String, Arc<Run>>>,
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
    /// A desk with a folder. Jobs that were under way when a process ended are run again from their
    /// beginning: an export reads anew, and an import changes nothing twice.
    pub fn open(door: Arc<Door>, folder: &Path) -> anyhow::Result<Arc<Self>> {
        make_private(folder)?;
        // Where there are no other servers, nobody asks whose folder it is.
        let place = if door.is_shared() { place::of(folder, door.now())? } else { String::new() };
        let desk = Arc::new(Self {
            door,
            folder: folder.to_path_buf(),
            place,
            running: Mutex::default(),
            threads: Mutex::default(),
        });
        if !desk.door.is_shared() {
            // Whatever was begun here and never acknowledged to anybody.
            desk.sweep(None)?;
        }
        desk.work()?;
        Ok(desk)
    }

    /// A folder for a job that is about to be ordered.
    pub fn prepare(&self) -> anyhow::Result<(String, PathBuf)> {
        let id = wall::fresh_id(self.door.now()).to_string();
        let folder = self.folder.join(&id);
        make_private(&folder)?;
        Ok((id, folder))
    }

    /// Begins a job whose folder was prepared; it is in the store before anybody hears of it.
    pub fn begin(self: &Arc<Self>, order: Order) -> Result<(), Busy> {
        let folder = self.folder.join(&order.id);
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.len() >= RUNNING_MAX {
            drop(std::fs::remove_dir_all(folder));
            return Err(Busy::Full);
        }
        let run =
            Arc::new(Run::new(order, self.place.clone(), folder, self.door.new_holder(LEASE)));
        let given = run
            .job(State::Running)
            .written()
            .and_then(|body| self.door.give_errand(KIND, &run.order.id, &body, Some(&run.holder)));
        given.map_err(Busy::Fault)?;
        self.run(&mut running, run).map_err(Busy::Fault)
    }

    /// A job of a login; another's does not exist for it.
    pub fn job(&self, login: &str, id: &str) -> anyhow::Result<Option<Job>> {
        let Some(errand) = self.door.errand(KIND, id)? else { return Ok(None) };
        let mut job = Job::read(&errand)?;
        if let Some(run) = self.running(id).filter(|_| job.is_running()) {
            job.done = run.progress.now();
        }
        Ok(Some(job).filter(|job| job.order.login == login))
    }

    /// One of the files that a job made; of no other. Outside: none when there is no such file, inside:
    /// none when it lies in another server's folder.
    pub fn file(&self, job: &Job, name: &str) -> Option<Option<PathBuf>> {
        let path = self.folder.join(job.file(name)?);
        Some(Some(path).filter(|_| job.place == self.place))
    }

    /// Ends a job and throws away what it made. Whoever is at it hears of it soon, and removes the rest.
    pub fn throw_away(&self, job: &Job) -> anyhow::Result<()> {
        let id = &job.order.id;
        self.door.end_errand(KIND, id)?;
        match self.running(id) {
            Some(run) => run.cancelled.store(true, Ordering::Release),
            None if job.place == self.place && !(job.is_running() && job.held) => {
                remove(&self.folder.join(id))?;
            }
            None => {}
        }
        Ok(())
    }

    /// Throws away what has been kept long enough, and what no job claims.
    pub fn expire(&self, now: Timestamp) -> anyhow::Result<()> {
        for job in self.jobs()? {
            if job.expires_at().is_some_and(|at| at <= now) {
                self.throw_away(&job)?;
            }
        }
        let before = now.checked_sub(SignedDuration::from_hours(KEPT_HOURS));
        self.sweep(before.ok())?;
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        threads.retain(|thread| !thread.is_finished());
        Ok(())
    }

    /// Says that what runs here is under way, and goes on with what nobody is at any more.
    pub fn work(self: &Arc<Self>) -> anyhow::Result<()> {
        let runs: Vec<_> = {
            let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
            running.values().map(Arc::clone).collect()
        };
        for run in runs {
            run.keep(&self.door)?;
        }
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let room = RUNNING_MAX.saturating_sub(running.len());
        if room == 0 {
            return Ok(());
        }
        let waits = |job: &Job| job.is_running() && !job.held && job.place == self.place;
        let waiting = self.jobs()?.into_iter().filter(waits).map(|job| job.order.id);
        for id in waiting.filter(|id| !running.contains_key(id)).take(room).collect::<Vec<_>>() {
            let holder = self.door.new_holder(LEASE);
            for taken in self.door.take_errands(KIND, &[id], &holder)? {
                let job = Job::read(&taken)?;
                let folder = self.folder.join(&job.order.id);
                let run = Run::new(job.order, job.place, folder, holder.clone());
                self.run(&mut running, Arc::new(run))?;
            }
        }
        Ok(())
    }

    /// Stops what runs, so that the process can end; another server or the next start goes on with it.
    pub fn stop(&self) {
        for run in self.running.lock().unwrap_or_else(PoisonError::into_inner).values() {
            run.cancelled.store(true, Ordering::Release);
        }
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A job that broke has said so in its state.
            drop(thread.join());
        }
    }

    fn jobs(&self) -> anyhow::Result<Vec<Job>> {
        self.door.errands(KIND)?.iter().map(Job::read).collect()
    }

    fn running(&self, id: &str) -> Option<Arc<Run>> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.get(id).map(Arc::clone)
    }

    /// Removes the folders that no job claims: those prepared before an instant, or all.
    fn sweep(&self, before: Option<Timestamp>) -> anyhow::Result<()> {
        let old = place::folders(&self.folder, before)?;
        if old.is_empty() {
            return Ok(());
        }
        let known = self.jobs()?;
        for id in old {
            if !known.iter().any(|job| job.order.id == id) && self.running(&id).is_none() {
                remove(&self.folder.join(id))?;
            }
        }
        Ok(())
    }

    fn run(
        self: &Arc<Self>,
        running: &mut BTreeMap<String, Arc<Run>>,
        run: Arc<Run>,
    ) -> anyhow::Result<()> {
        let (id, imports) = (run.order.id.clone(), run.order.kind == Kind::Import);
        let (desk, worked) = (Arc::clone(self), Arc::clone(&run));
        running.insert(id, run);
        let work = move || {
            if let Err(error) = desk.carry_through(&worked) {
                tracing::error!(error = format!("{error:#}"), "a bulk job cannot be written");
            }
            let mut running = desk.running.lock().unwrap_or_else(PoisonError::into_inner);
            running.remove(&worked.order.id);
        };
        let thread = std::thread::Builder::new().name("bulk".to_owned()).spawn(work)?;
        if imports {
            // It may be long and cannot be told to stop: the end of the process ends it.
            return Ok(());
        }
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }

    /// Does the work and writes what came of it.
    fn carry_through(&self, run: &Run) -> anyhow::Result<()> {
        let done = begin_files(run).and_then(|()| carry_out(&self.door, run));
        let ended_at = self.door.now();
        let state = match done {
            Ok(counts) => State::Done { ended_at, counts, run: run.holder.name.clone() },
            // Told to stop, or kept from working: it is gone on with, unless it was thrown away.
            Err(_) if run.cancelled.load(Ordering::Acquire) => State::Running,
            Err(error) if Denied::is_away(&error) => State::Running,
            Err(error) => {
                let id = &run.order.id;
                tracing::error!(id, error = format!("{error:#}"), "a bulk job failed");
                State::Failed { ended_at }
            }
        };
        let is_done = state != State::Running;
        if run.end(&self.door, state)? {
            if is_done {
                // What came in is in the store now; the file holds people's data in the clear.
                remove(&run.folder.join(INPUT))?;
            }
            return self.door.let_errands_go(&run.holder);
        }
        // Taken over by another server, or thrown away.
        if self.door.errand(KIND, &run.order.id)?.is_none() {
            return remove(&run.folder);
        }
        remove(&run.files())
    }
}

/// A folder for the files of this run; those of runs before it were never told to anybody.
fn begin_files(run: &Run) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(&run.folder).context("the folder of a job cannot be read")? {
        let path = entry?.path();
        if path.is_dir() {
            remove(&path)?;
        }
    }
    make_private(&run.files())
}

/// Removes a file or a folder with all that is in it, if it is there.
fn remove(path: &Path) -> anyhow::Result<()> {
    let done =
        if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    match done {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", path.display()))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

fn carry_out(door: &Door, run: &Run) -> anyhow::Result<Counts> {
    // Rights are those of the moment, also after a restart: a closed account ends its jobs.
    let held = door.account(&run.order.login).map_err(Denied::plain)?;
    let Some(held) = held else { bail!("the account that ordered this is closed") };
    let caller = Caller::new(held.account);
    match &run.order.kind {
        Kind::Export { .. } => export::run(door, &caller, run),
        Kind::Import => import::run(door, &caller, run),
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
