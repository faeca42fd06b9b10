//! The threads that write: one where the store is ours alone, a few where other servers write too.
//! Each takes whatever waits into one transaction, makes it durable, and then answers everybody; a
//! batch that came too late is refused alone.

mod beside;
mod state;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded};

pub(crate) use self::state::{
    Outcome, Shared, State, Tally, insert_fact, insert_person, move_head, put_fact,
};
use crate::access::AccessEntry;
use crate::append::{Appended, Prepared};
use crate::error::{Error, Result};

/// How many callers may wait in line before the next one is held up.
const LINE: usize = 1024;
/// How many jobs share one transaction.
const GROUP: usize = 256;

/// Where the answer to a job goes.
pub(crate) type Answer<T> = Sender<Result<T>>;

/// Called by the writer when looks are durable, or cannot be.
pub(crate) type Done = Box<dyn FnOnce(Result<()>) + Send>;

/// What the writer can be asked to do.
pub(crate) enum Job {
    /// Append facts.
    Append(Box<Prepared>, Answer<Appended>),
    /// Write looks down.
    Looks(Vec<AccessEntry>, Done),
    /// Anything that needs the writer to itself.
    Alone(Box<dyn FnOnce(&mut State) + Send>),
}

/// The line to the writer.
pub(crate) struct Writer {
    line: Option<Sender<Job>>,
    // Where what needs a writer to itself waits, if it waits apart.
    alone: Option<Sender<Job>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    erasures: Arc<AtomicU64>,
}

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(state: State) -> Result<Self> {
        let (line, jobs) = bounded(LINE);
        let erasures = state.shared.erasures.clone();
        let mut threads = Vec::new();
        let mut alone = None;
        if state.connection.is_shared() {
            for _ in 0..beside::WRITERS {
                let (jobs, shared) = (jobs.clone(), state.shared.clone());
                threads.push(spawn(move || beside::run(&shared, &jobs))?);
            }
            let (line, jobs) = bounded(LINE);
            alone = Some(line);
            threads.push(spawn(move || run(state, &jobs))?);
        } else {
            threads.push(spawn(move || run(state, &jobs))?);
        }
        Ok(Self { line: Some(line), alone, threads: Mutex::new(threads), erasures })
    }

    /// How often a key was destroyed so far.
    pub(crate) fn erasures(&self) -> u64 {
        self.erasures.load(Ordering::Acquire)
    }

    /// Puts a job in line and waits for its answer.
    pub(crate) fn ask<T>(&self, job: impl FnOnce(Answer<T>) -> Job) -> Result<T> {
        let (answer, answered) = bounded(1);
        self.put(job(answer))?;
        answered.recv().map_err(|_| Error::Stopped)?
    }

    /// Does something with the writer to itself, and waits for the answer.
    pub(crate) fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut State) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.ask(|answer| {
            Job::Alone(Box::new(move |state| {
                // Nobody listens any more when the asking thread has died; the work is done anyway.
                drop(answer.send(work(state)));
            }))
        })
    }

    /// Puts a job in line without waiting for its answer.
    pub(crate) fn put(&self, job: Job) -> Result<()> {
        let line = match &job {
            Job::Alone(_) => self.alone.as_ref().or(self.line.as_ref()),
            Job::Append(..) | Job::Looks(..) => self.line.as_ref(),
        };
        line.ok_or(Error::Stopped)?.send(job).map_err(|_| Error::Stopped)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop((self.line.take(), self.alone.take()));
        for thread in self.threads.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            // A panic of the writer was already told to everybody who waited for it.
            drop(thread.join());
        }
    }
}

fn spawn(run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name("ledger-writer".to_owned())
        .spawn(run)
        .map_err(|error| Error::Failed { doing: "starting", message: error.to_string() })
}

fn run(mut state: State, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let mut group = Vec::new();
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Alone(work) => {
                    state.commit(std::mem::take(&mut group));
                    work(&mut state);
                    break;
                }
                Job::Append(..) | Job::Looks(..) => group.push(job),
            }
            next = if group.len() < GROUP { jobs.try_recv().ok() } else { None };
        }
        state.commit(group);
        state.written();
    }
    // What can't be folded back now is folded back by the next one who opens the store.
    drop(state.fold_log());
}
