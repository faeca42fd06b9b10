//! What the writer knows between transactions, and how a group of jobs becomes one of them.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::access::{self, AccessEntry, Look};
use crate::append::{Appended, Prepared, PreparedFact, PreparedStream};
use crate::database::readers::Readers;
use crate::database::{Reader, Transaction};
use crate::error::{Error, Result};
use crate::fact::Hash;
use crate::keyring::Keyring;
use crate::postgres::between;
use crate::reserve::Reserve;
use crate::sqlite::folder::Folder;
use crate::terms::Terms;
use crate::value::{Field, Value, number};
use crate::view::rows::Projector;
use crate::watch::Watch;
use crate::writer::Job;

/// What the writer shares with the threads that prepare and read.
pub(crate) struct Shared {
    pub(crate) keyring: Keyring,
    pub(crate) terms: Terms,
    pub(crate) readers: Readers,
    pub(crate) projector: Arc<dyn Projector>,
    pub(crate) watch: Watch,
    /// How often a key was destroyed.
    pub(crate) erasures: Arc<AtomicU64>,
    /// Names the projector and its content.
    pub(crate) fingerprint: String,
}

/// The writer's own state.
pub(crate) struct State {
    pub(crate) shared: Arc<Shared>,
    pub(crate) connection: Reader,
    pub(crate) tally: Tally,
    /// The hashes of facts that no seal covers yet, in order of position.
    pub(crate) unsealed: Vec<Hash>,
    /// Since which count of erasures a person's old batches are void.
    pub(crate) erased: HashMap<i64, u64>,
    /// A bulk load is running, or was abandoned, so views are not kept.
    pub(crate) bulk: bool,
    /// Folds the log back beside the writer; only where the file is ours.
    pub(crate) folder: Option<Folder>,
    /// Room for looks and sessions when facts find none; there is none to keep on another machine.
    pub(crate) reserve: Option<Reserve>,
}

/// The counters that go back when a transaction does.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) last_stream: i64,
    pub(crate) last_position: u64,
    pub(crate) last_look: u64,
    pub(crate) look_hash: Hash,
    pub(crate) unsealed: usize,
}

/// What one job of a group came to.
pub(crate) enum Outcome {
    Appended(Result<Appended>),
    Looked(Result<()>),
}

impl State {
    /// Runs `work` as one transaction together with what must go before it; counters follow.
    pub(crate) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Transaction<'_>, &mut Tally, &mut Vec<Hash>) -> Result<T>,
    ) -> Result<T> {
        if self.connection.is_shared() {
            return between::alone(self, |transaction, tally| {
                work(transaction, tally, &mut Vec::new())
            });
        }
        let before = self.tally;
        let (shared, tally, unsealed) = (&self.shared, &mut self.tally, &mut self.unsealed);
        let done = self.connection.transaction(|transaction| {
            let keys = shared.keyring.write_fresh(transaction)?;
            let answer = work(transaction, tally, unsealed)?;
            let terms = shared.terms.write_fresh(transaction)?;
            Ok((answer, keys, terms))
        });
        match done {
            Ok((answer, keys, terms)) => {
                shared.keyring.settle(keys);
                shared.terms.settle(terms);
                shared.watch.move_to(self.tally.last_position);
                Ok(answer)
            }
            Err(error) => {
                self.tally = before;
                self.unsealed.truncate(before.unsealed);
                Err(error)
            }
        }
    }

    /// Makes a group of jobs durable in one transaction, and answers them. When that fails, each job
    /// is tried by itself, so that none has to suffer for another.
    pub(crate) fn commit(&mut self, mut group: Vec<Job>) {
        if group.is_empty() {
            return;
        }
        // Without room kept back each is weighed by itself: looks go on, facts wait.
        let crowded = group.len() > 1 && !self.has_room().unwrap_or(false);
        let outcomes = if crowded { Err(Error::Full) } else { self.try_commit(&group) };
        if outcomes.is_err() && group.len() > 1 {
            for job in group.drain(..) {
                let one = [job];
                let outcome = self.try_commit(&one);
                answer(one.into(), outcome);
            }
        }
        answer(group, outcomes);
    }

    /// Whether facts may be written.
    fn has_room(&mut self) -> Result<bool> {
        match (&self.connection, &mut self.reserve) {
            (Reader::Sqlite(file), Some(reserve)) => reserve.is_kept(file),
            (Reader::Sqlite(_) | Reader::Postgres(_), _) => Ok(true),
        }
    }

    /// Gives looks and sessions the room kept back; answers whether there was any.
    pub(crate) fn give_room(&mut self) -> Result<bool> {
        match (&self.connection, &mut self.reserve) {
            (Reader::Sqlite(file), Some(reserve)) => reserve.give(file),
            (Reader::Sqlite(_) | Reader::Postgres(_), _) => Ok(false),
        }
    }

    /// Bounds the database to so many bytes.
    pub(crate) fn limit(&mut self, bytes_max: Option<u64>) -> Result<()> {
        match (&self.connection, &mut self.reserve) {
            (Reader::Sqlite(file), Some(reserve)) => reserve.limit(file, bytes_max),
            (Reader::Sqlite(_) | Reader::Postgres(_), _) => Err(Error::misuse(
                "the size of a shared database is bounded where it is, not from here",
            )),
        }
    }

    /// Keeps so many KiB of pages at hand from now on, where they are ours to keep.
    pub(crate) fn remember(&self, kib: u32) -> Result<()> {
        match &self.connection {
            Reader::Sqlite(file) => file.remember(kib),
            Reader::Postgres(_) => Ok(()),
        }
    }

    /// Folds the write-ahead log back and empties it, where it is ours; answers whether that went.
    pub(crate) fn empty_log(&self) -> Result<bool> {
        match &self.connection {
            Reader::Sqlite(file) => {
                let _still = self.folder.as_ref().map(Folder::still);
                file.empty_log()
            }
            Reader::Postgres(_) => Ok(true),
        }
    }

    /// Folds the write-ahead log back as far as readers allow.
    pub(crate) fn fold_log(&self) -> Result<()> {
        match &self.connection {
            Reader::Sqlite(file) => file.fold_log(),
            Reader::Postgres(_) => Ok(()),
        }
    }

    /// Has what was written folded back in time.
    pub(crate) fn written(&self) {
        if self.folder.as_ref().is_some_and(Folder::written) {
            // What could not be folded back now is folded back later.
            drop(self.fold_log());
        }
    }

    /// Opens the connection again if it broke.
    pub(crate) fn renew(&mut self) -> Result<()> {
        if self.connection.is_broken() {
            self.connection = self.shared.readers.source().open()?;
        }
        Ok(())
    }

    fn try_commit(&mut self, group: &[Job]) -> Result<Vec<Outcome>> {
        if let [Job::Append(..)] = group
            && !self.has_room()?
        {
            return Err(Error::Full);
        }
        let outcomes = self.commit_once(group);
        match (group, &outcomes) {
            ([Job::Looks(..)], Err(Error::Full)) if self.give_room()? => self.commit_once(group),
            _ => outcomes,
        }
    }

    fn commit_once(&mut self, group: &[Job]) -> Result<Vec<Outcome>> {
        let (bulk, erased) = (self.bulk, std::mem::take(&mut self.erased));
        let outcomes = self.transaction(|transaction, tally, unsealed| {
            let mut outcomes = Vec::with_capacity(group.len());
            for job in group {
                outcomes.push(match job {
                    Job::Append(batch, _) if bulk && !batch.streams.is_empty() => {
                        Outcome::Appended(Err(Error::BulkRunning))
                    }
                    Job::Append(batch, _) => {
                        Outcome::Appended(append(transaction, tally, unsealed, batch, &erased)?)
                    }
                    Job::Looks(entries, _) => {
                        look(transaction, tally, entries)?;
                        Outcome::Looked(Ok(()))
                    }
                    Job::Alone(_) => Outcome::Looked(Ok(())),
                });
            }
            Ok(outcomes)
        });
        self.erased = erased;
        outcomes
    }
}

// A caller who has died does not hear its answer; what was done stays done.
pub(super) fn answer(group: Vec<Job>, outcomes: Result<Vec<Outcome>>) {
    match outcomes {
        Ok(outcomes) => {
            for (job, outcome) in group.into_iter().zip(outcomes) {
                match (job, outcome) {
                    (Job::Append(_, answer), Outcome::Appended(done)) => drop(answer.send(done)),
                    (Job::Looks(_, tell), Outcome::Looked(done)) => tell(done),
                    (Job::Append(..) | Job::Looks(..) | Job::Alone(_), _) => {}
                }
            }
        }
        Err(error) => {
            for job in group {
                match job {
                    Job::Append(_, answer) => drop(answer.send(Err(error.clone()))),
                    Job::Looks(_, tell) => tell(Err(error.clone())),
                    Job::Alone(_) => {}
                }
            }
        }
    }
}

/// Appends one batch, or refuses it before anything was written. The outer error ends the group.
fn append(
    transaction: &mut Transaction<'_>,
    tally: &mut Tally,
    unsealed: &mut Vec<Hash>,
    batch: &Prepared,
    erased: &HashMap<i64, u64>,
) -> Result<Result<Appended>> {
    let first_position = tally.last_position + 1;
    let mut ids = Vec::with_capacity(batch.streams.len());
    for stream in &batch.streams {
        match expect(transaction, stream)? {
            Ok(id) => ids.push(id),
            Err(stale) => return Ok(Err(stale)),
        }
    }
    if let Some(stream) = batch.streams.first() {
        let void = |person| erased.get(person).is_some_and(|since| *since > batch.erasures);
        if batch.persons.iter().any(void) {
            return Ok(Err(Error::Stale { stream: stream.name.clone() }));
        }
    }
    for (stream, id) in batch.streams.iter().zip(ids) {
        if !stream.facts.is_empty() {
            append_stream(transaction, tally, unsealed, stream, id)?;
        }
    }
    look(transaction, tally, &batch.access)?;
    Ok(Ok(Appended { first_position, last_position: tally.last_position }))
}

/// The number of a stream that is where it is expected to be; none for one that is to begin.
fn expect(transaction: &Transaction<'_>, stream: &PreparedStream) -> Result<Result<Option<i64>>> {
    let sql = "SELECT id, sequence FROM stream WHERE name = $1";
    let found = transaction.row(sql, &[(*stream.name).into()], |columns| {
        Ok((columns.integer(0)?, u64::read(columns, 1)?))
    })?;
    Ok(match found {
        None if stream.expected == 0 => Ok(None),
        Some((id, sequence)) if sequence == stream.expected => Ok(Some(id)),
        None | Some(_) => Err(Error::Stale { stream: stream.name.clone() }),
    })
}

fn append_stream(
    transaction: &mut Transaction<'_>,
    tally: &mut Tally,
    unsealed: &mut Vec<Hash>,
    stream: &PreparedStream,
    id: Option<i64>,
) -> Result<()> {
    let count = stream.facts.len() as u64;
    let end = (stream.expected + count, tally.last_position + count);
    let id = move_head(transaction, tally, id, &stream.name, end, &stream.hash)?;
    for fact in &stream.facts {
        insert_fact(transaction, tally, unsealed, id, fact)?;
    }
    for person in &stream.new_persons {
        insert_person(transaction, *person, id)?;
    }
    stream.changes.apply(transaction, id)
}

/// Moves the head of a stream to a sequence and a position, beginning the stream if need be.
pub(crate) fn move_head(
    transaction: &mut Transaction<'_>,
    tally: &mut Tally,
    id: Option<i64>,
    name: &str,
    (sequence, position): (u64, u64),
    hash: &Hash,
) -> Result<i64> {
    if let Some(id) = id {
        transaction.put(
            "UPDATE stream SET sequence = $1, position = $2, hash = $3 WHERE id = $4",
            &[number(sequence), number(position), hash.value(), Value::Integer(id)],
        )?;
        return Ok(id);
    }
    let id = tally.last_stream + 1;
    transaction.put(
        "INSERT INTO stream (id, name, sequence, position, hash) VALUES ($1, $2, $3, $4, $5)",
        &[Value::Integer(id), name.into(), number(sequence), number(position), hash.value()],
    )?;
    tally.last_stream = id;
    Ok(id)
}

/// Writes one fact at the next position.
pub(crate) fn insert_fact(
    transaction: &mut Transaction<'_>,
    tally: &mut Tally,
    unsealed: &mut Vec<Hash>,
    stream: i64,
    fact: &PreparedFact,
) -> Result<()> {
    tally.last_position += 1;
    put_fact(transaction, tally.last_position, stream, fact)?;
    unsealed.push(fact.hash);
    tally.unsealed += 1;
    Ok(())
}

/// Writes one fact at a position.
pub(crate) fn put_fact(
    transaction: &mut Transaction<'_>,
    position: u64,
    stream: i64,
    fact: &PreparedFact,
) -> Result<()> {
    transaction.put(
        "INSERT INTO fact (position, stream, sequence, kind, occurred_at, recorded_at, actor, \
         person, digest, hash, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            number(position),
            Value::Integer(stream),
            number(fact.sequence),
            fact.kind.value(),
            fact.occurred_at.value(),
            fact.recorded_at.value(),
            fact.actor.value(),
            fact.person.value(),
            fact.digest.value(),
            fact.hash.value(),
            Value::Bytes(&fact.body),
        ],
    )
}

/// Notes that a stream concerns a person.
pub(crate) fn insert_person(
    transaction: &mut Transaction<'_>,
    person: i64,
    stream: i64,
) -> Result<()> {
    transaction.put(
        "INSERT INTO person_stream (person, stream) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        &[Value::Integer(person), Value::Integer(stream)],
    )
}

fn look(
    transaction: &mut Transaction<'_>,
    tally: &mut Tally,
    entries: &[AccessEntry],
) -> Result<()> {
    for entry in entries {
        let number = tally.last_look + 1;
        let hash = access::chain(&tally.look_hash, number, entry);
        access::write(transaction, &Look { number, entry: entry.clone(), hash })?;
        tally.last_look = number;
        tally.look_hash = hash;
    }
    Ok(())
}

impl Shared {
    /// Notes one more destroyed key; the answer is the new count.
    pub(crate) fn count_erasure(&self) -> u64 {
        self.erasures.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// Takes note of the count of erasures on all servers: if it is another one than here, no key kept
    /// at hand can be trusted.
    pub(crate) fn catch_up(&self, erasures: u64) {
        if self.erasures.load(Ordering::Acquire) != erasures {
            // Keys go before the count comes: a batch that sees the count sees none of them.
            self.keyring.forget();
            self.erasures.store(erasures, Ordering::Release);
        }
    }
}
