//! Writers beside those of other servers. There are a few of them, so that one can think while another
//! waits for the disk; what they must not do at the same time the database settles between them.

use crossbeam_channel::Receiver;

use super::state::answer;
use super::{Job, Outcome, Shared};
use crate::database::Reader;
use crate::error::{Error, Result};
use crate::postgres::{between, group};

/// How many write at once.
pub(super) const WRITERS: usize = 3;
/// How many jobs share one transaction.
const GROUP: usize = 64;

/// Writes what waits until nobody can ask any more.
pub(super) fn run(shared: &Shared, jobs: &Receiver<Job>) {
    let mut connection = None;
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(job) = jobs.try_recv()
        {
            group.push(job);
        }
        match open(&mut connection, shared) {
            Ok(connection) => {
                commit(connection, shared, group);
                between::tell(connection, "");
            }
            Err(error) => answer(group, Err(error)),
        }
    }
}

fn open<'c>(kept: &'c mut Option<Reader>, shared: &Shared) -> Result<&'c mut Reader> {
    if kept.as_ref().is_none_or(Reader::is_broken) {
        *kept = Some(shared.readers.source().open()?);
    }
    kept.as_mut().ok_or(Error::Stopped)
}

/// Makes a group durable and answers it. When that fails, each job is tried by itself, so that none
/// has to suffer for another; but not when the connection broke, because nobody knows then what was
/// done.
fn commit(connection: &mut Reader, shared: &Shared, mut jobs: Vec<Job>) {
    let mut outcomes: Result<Vec<Outcome>> = group::commit(connection, shared, &jobs);
    if let Err(error) = &outcomes
        && jobs.len() > 1
    {
        let error = error.clone();
        for job in jobs.drain(..) {
            let one = [job];
            let broken = connection.is_broken();
            let outcome =
                if broken { Err(error.clone()) } else { group::commit(connection, shared, &one) };
            answer(one.into(), outcome);
        }
        outcomes = Ok(Vec::new());
    }
    answer(jobs, outcomes);
}
