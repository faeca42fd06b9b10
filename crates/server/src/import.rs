//! Import: files of FHIR into the store, streamed, in parallel, and in their own order where it
//! matters. What cannot be read is kept and reported, and never stops the rest.

mod files;
mod reading;
mod report;
mod room;
mod steps;
mod turn;
mod work;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;

use self::reading::Job;
pub use self::report::{Bad, Report};
use self::room::Room;
use self::turn::Turnstile;
use crate::door::{Caller, Denied, Door};
use crate::limits::Unpacking;

/// How many jobs may wait for a worker.
const WAITING_MAX: usize = 16;
/// How many transactions may wait for the store: it makes all that wait durable together.
const WORKERS: usize = 8;

/// How many bytes of files may be in memory, besides one file that is larger than this alone.
const BYTES_UNDER_WAY_MAX: usize = 128 * 1024 * 1024;

/// Told how many bytes of how many were read.
pub type Progress<'p> = dyn Fn(u64, u64) + Sync + 'p;

/// Takes files and folders in. What was acknowledged before a fault stays; importing the same again
/// goes on from there.
pub fn run(
    door: &Door,
    caller: &Caller,
    paths: &[PathBuf],
    unpacking: Unpacking,
    progress: &Progress<'_>,
) -> anyhow::Result<Report> {
    let files = files::under(paths)?;
    let import = Import {
        door,
        caller,
        turn: Turnstile::default(),
        unpacking,
        room: Room::new(BYTES_UNDER_WAY_MAX),
        report: Mutex::default(),
        fault: Mutex::default(),
    };
    let (line, jobs) = sync_channel::<Job>(WAITING_MAX);
    let jobs = Mutex::new(jobs);
    let read = std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| import.work(&jobs));
        }
        let read = reading::read_all(&import, &files, &line, progress);
        // Without this the workers would wait for more for ever.
        drop(line);
        read
    });
    if let Some(fault) = import.fault.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(fault.plain()).context(
            "the import stopped; what was taken in so far is kept, import the same again to go on",
        );
    }
    read?;
    let mut report = import.report.into_inner().unwrap_or_else(PoisonError::into_inner);
    report.sort();
    Ok(report)
}

/// One import under way.
struct Import<'d> {
    door: &'d Door,
    caller: &'d Caller,
    turn: Turnstile,
    unpacking: Unpacking,
    room: Room,
    report: Mutex<Report>,
    fault: Mutex<Option<Denied>>,
}

impl Import<'_> {
    /// Works until there is no more, or until somebody met a fault.
    fn work(&self, jobs: &Mutex<Receiver<Job>>) {
        loop {
            let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(job) = job else { return };
            if self.has_failed() {
                // The line is emptied so that the reader does not wait on a full one.
                self.room.give_back(job.bytes);
                continue;
            }
            let bytes = job.bytes;
            let done = self.take_in(job);
            self.room.give_back(bytes);
            if let Err(fault) = done {
                let mut first = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
                first.get_or_insert(fault);
                drop(first);
                self.turn.give_up();
            }
        }
    }

    fn has_failed(&self) -> bool {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn note(&self, change: impl FnOnce(&mut Report)) {
        change(&mut self.report.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
