//! The refold: every view is emptied and made again from the facts. Threads read, open and project
//! whole streams; the writer pours the rows in. It is one transaction, so a kill in the middle leaves
//! the old views, or the mark that makes the next opening do it again.

use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use crate::database::{Emptied, Transaction};
use crate::error::{Error, Result};
use crate::fact::Fact;
use crate::ledger::Ledger;
use crate::load::Sealed;
use crate::meta;
use crate::sqlite::{REFOLDING, WRITING};
use crate::view::rows::{Filling, TABLES, Tables};
use crate::writer::{Shared, State};

/// How many streams a thread takes at a time.
const STREAMS: i64 = 256;
/// How many rows are sorted and poured at a time.
const ROWS: usize = 500_000;
/// How many portions may wait for the writer.
const WAITING: usize = 192;

/// Streams with their rows, and how many facts they were made from.
struct Portion {
    streams: Vec<(i64, Tables)>,
    facts: u64,
}

/// Makes all views anew.
pub(crate) fn refold(state: &mut State, progress: &dyn Fn(u64, u64)) -> Result<()> {
    let shared = state.shared.clone();
    state.remember(REFOLDING)?;
    // New keys and names from before come first, so that workers see all there is.
    let made = state.transaction(|transaction, tally, _| {
        let total = meta::facts(transaction, tally)?;
        let emptied = fold_all(transaction, &shared, tally.last_stream, total, progress)?;
        transaction.refilled(&emptied)?;
        meta::views_are_whole(transaction, &*shared.projector)?;
        Ok(total)
    });
    state.remember(WRITING)?;
    let total = made?;
    state.bulk = false;
    // Reads are slow as long as most pages lie in the log.
    state.empty_log()?;
    progress(total, total);
    Ok(())
}

fn fold_all(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    last_stream: i64,
    total: u64,
    progress: &dyn Fn(u64, u64),
) -> Result<Emptied> {
    let next = AtomicI64::new(1);
    let stop = AtomicBool::new(false);
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(8);
    std::thread::scope(|scope| {
        let (send, portions) = bounded(WAITING);
        for _ in 0..threads {
            let (send, next, stop) = (send.clone(), &next, &stop);
            scope.spawn(move || fold_portions(shared, last_stream, next, stop, &send));
        }
        drop(send);
        // The first rows are made while the old ones are taken away.
        let poured = transaction.empty(TABLES).and_then(|emptied| {
            pour_all(transaction, &portions, total, progress).map(|()| emptied)
        });
        stop.store(true, Ordering::Relaxed);
        // Whoever waits to hand over a portion is released by this.
        drop(portions);
        poured
    })
}

fn pour_all(
    transaction: &mut Transaction<'_>,
    portions: &Receiver<Result<Portion>>,
    total: u64,
    progress: &dyn Fn(u64, u64),
) -> Result<()> {
    let mut filling = Filling::default();
    let mut done = 0;
    for portion in portions {
        let portion = portion?;
        for (stream, tables) in portion.streams {
            filling.add(stream, tables);
        }
        if filling.count() >= ROWS {
            filling.pour(transaction)?;
        }
        done += portion.facts;
        progress(done, total);
    }
    filling.pour(transaction)?;
    if done == total {
        Ok(())
    } else {
        Err(Error::damaged(format!("{done} of {total} facts belong to a stream: run verify")))
    }
}

fn fold_portions(
    shared: &Shared,
    last_stream: i64,
    next: &AtomicI64,
    stop: &AtomicBool,
    send: &Sender<Result<Portion>>,
) {
    while !stop.load(Ordering::Relaxed) {
        let first = next.fetch_add(STREAMS, Ordering::Relaxed);
        if first > last_stream || send.send(fold_portion(shared, first)).is_err() {
            break;
        }
    }
}

fn fold_portion(shared: &Shared, first: i64) -> Result<Portion> {
    let sealed = shared
        .readers
        .with(|reader| Sealed::of_streams(reader, first, first + STREAMS, &shared.keyring))?;
    let facts = sealed.len() as u64;
    let mut streams = Vec::new();
    let mut sealed = sealed.into_iter().peekable();
    let mut of_stream: Vec<Fact> = Vec::new();
    while let Some(stream) = sealed.peek().map(|next| next.stream_id) {
        of_stream.clear();
        while let Some(next) = sealed.next_if(|next| next.stream_id == stream) {
            of_stream.push(next.open(&shared.keyring, &shared.readers)?.1);
        }
        let name = of_stream.first().map_or("", |fact| &*fact.stream);
        let tables = Tables::project(&*shared.projector, name, &of_stream, &shared.terms)?;
        streams.push((stream, tables));
    }
    Ok(Portion { streams, facts })
}

impl Ledger {
    /// Makes all views anew from the facts. Appends wait; reads see the old views until it is done.
    pub fn rebuild(&self, progress: &dyn Fn(u64, u64)) -> Result<()> {
        self.watched(progress, |state, progress| refold(state, progress))
    }

    /// Does something with the writer to itself that tells how far it is, on the asking thread.
    pub(crate) fn watched<T: Send + 'static>(
        &self,
        progress: &dyn Fn(u64, u64),
        work: impl FnOnce(&mut State, &dyn Fn(u64, u64)) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (tell, told) = unbounded();
        let answer = std::thread::scope(|scope| {
            let asked = scope.spawn(|| {
                self.writer().alone(move |state| {
                    let shown = AtomicU64::new(0);
                    let step = |done: u64, total: u64| {
                        // A thousand steps are enough for any bar.
                        if done == total || done >= shown.load(Ordering::Relaxed) {
                            shown.store(done + total / 1000 + 1, Ordering::Relaxed);
                            // Nobody listens once the asking thread has died.
                            let _unheard = tell.send((done, total)).is_err();
                        }
                    };
                    work(state, &step)
                })
            });
            for (done, total) in &told {
                progress(done, total);
            }
            asked.join()
        });
        answer.unwrap_or(Err(Error::Stopped))
    }
}
