//! How a group of jobs becomes one transaction while other servers write too. Locks are taken in one
//! order everywhere: who appends, streams that begin, heads by name, the log of looks.

use std::collections::HashMap;

use super::between::{self, Lock, Standing};
use crate::access::{self, AccessEntry, Look};
use crate::append::{Appended, Prepared, PreparedStream};
use crate::database::{Reader, Transaction};
use crate::error::{Error, Result};
use crate::value::{Field, Value, number};
use crate::writer::{Job, Outcome, Shared, insert_person, put_fact};

/// Streams that begin are told apart by so many locks: enough to rarely meet, few enough to hold.
const BEGINNINGS: i32 = 256;
/// So many heads are asked for at once.
const HEADS: usize = 128;

const TAKE: &str = "SELECT first_position, first_stream FROM polku_take($1, $2)";

const HEAD: &str = "INSERT INTO stream (id, name, sequence, position, hash) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, \
     position = excluded.position, hash = excluded.hash WHERE stream.sequence < excluded.sequence";

/// Where a stream stands, by number; none for one that has not begun.
#[derive(Clone, Copy, Default)]
struct Head {
    id: Option<i64>,
    sequence: u64,
}

type Heads<'g> = HashMap<&'g str, Head>;

/// Makes a group of jobs durable in one transaction. The outer error ends the group.
pub(crate) fn commit(
    connection: &mut Reader,
    shared: &Shared,
    group: &[Job],
) -> Result<Vec<Outcome>> {
    let outcomes = connection.transaction(|transaction| {
        let standing = between::join(transaction.server()?, &beginnings(group))?;
        let mut heads = heads(transaction, group)?;
        let mut refused = Vec::with_capacity(group.len());
        for job in group {
            refused.push(judge(transaction, shared, &standing, &mut heads, job)?);
        }
        shared.catch_up(standing.erasures);
        let outcomes = write(transaction, shared, group, &refused, &mut heads)?;
        Ok(outcomes)
    })?;
    between::told(connection, shared);
    Ok(outcomes)
}

fn streams(group: &[Job]) -> impl Iterator<Item = &PreparedStream> {
    group.iter().flat_map(|job| match job {
        Job::Append(batch, _) => batch.streams.as_slice(),
        Job::Looks(..) | Job::Alone(_) => &[],
    })
}

/// The locks of streams that are to begin, in their order: a head that is not there cannot be locked.
fn beginnings(group: &[Job]) -> Vec<i32> {
    let names = streams(group).filter(|stream| stream.expected == 0).map(|stream| &stream.name);
    let mut locks: Vec<_> = names
        .map(|name| {
            let hash = blake3::hash(name.as_bytes());
            hash.as_bytes().first_chunk().map_or(0, |bytes| i32::from_le_bytes(*bytes))
        })
        .map(|hash| hash.rem_euclid(BEGINNINGS))
        .collect();
    locks.sort_unstable();
    locks.dedup();
    locks
}

/// Locks the heads of all streams of a group, in the order of their names.
fn heads<'g>(transaction: &Transaction<'_>, group: &'g [Job]) -> Result<Heads<'g>> {
    let mut names: Vec<&str> = streams(group).map(|stream| &*stream.name).collect();
    names.sort_unstable();
    names.dedup();
    let mut heads: Heads<'g> = names.iter().map(|name| (*name, Head::default())).collect();
    for names in names.chunks(HEADS) {
        // Filled up with the last name, so that few different statements are prepared.
        let last = names.last().copied().unwrap_or_default();
        let filled = names.len().next_power_of_two();
        let values: Vec<Value<'_>> =
            (0..filled).map(|at| names.get(at).copied().unwrap_or(last).into()).collect();
        let signs: Vec<_> = (1..=filled).map(|at| format!("${at}")).collect();
        let sql = format!(
            "SELECT name, id, sequence FROM stream WHERE name IN ({}) ORDER BY name FOR UPDATE",
            signs.join(", ")
        );
        transaction.each(&sql, &values, |columns| {
            if let Some(head) = heads.get_mut(columns.text(0)?) {
                *head = Head { id: Some(columns.integer(1)?), sequence: Field::read(columns, 2)? };
            }
            Ok(std::ops::ControlFlow::Continue(()))
        })?;
    }
    Ok(heads)
}

/// Why a job is refused; if it is not, the heads move.
fn judge(
    transaction: &Transaction<'_>,
    shared: &Shared,
    standing: &Standing,
    heads: &mut Heads<'_>,
    job: &Job,
) -> Result<Option<Error>> {
    let Job::Append(batch, _) = job else { return Ok(None) };
    let Some(first) = batch.streams.first() else { return Ok(None) };
    if let Some(refusal) = standing.refusal(shared) {
        return Ok(Some(refusal));
    }
    let moved = |stream: &&PreparedStream| {
        heads.get(&*stream.name).is_none_or(|head| head.sequence != stream.expected)
    };
    if let Some(stream) = batch.streams.iter().find(moved) {
        return Ok(Some(Error::Stale { stream: stream.name.clone() }));
    }
    if batch.erasures != standing.erasures && is_void(transaction, batch)? {
        return Ok(Some(Error::Stale { stream: first.name.clone() }));
    }
    for stream in &batch.streams {
        if let Some(head) = heads.get_mut(&*stream.name) {
            head.sequence += stream.facts.len() as u64;
        }
    }
    Ok(None)
}

/// Whether a key was destroyed that the batch still counts on.
fn is_void(transaction: &Transaction<'_>, batch: &Prepared) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM person_key WHERE id = $1 AND erased_at IS NULL";
    for person in &batch.persons {
        let alive = transaction.row(sql, &[(*person).into()], |columns| columns.integer(0))?;
        if alive != Some(1) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Writes what was not refused: heads, facts, views, and last the looks, whose lock everybody needs.
fn write(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    group: &[Job],
    refused: &[Option<Error>],
    heads: &mut Heads<'_>,
) -> Result<Vec<Outcome>> {
    let accepted =
        || group.iter().zip(refused).filter(|(_, why)| why.is_none()).map(|(job, _)| job);
    let batches = || {
        accepted().filter_map(|job| match job {
            Job::Append(batch, _) => Some(batch),
            Job::Looks(..) | Job::Alone(_) => None,
        })
    };
    let moving = || batches().flat_map(|batch| &batch.streams).filter(|s| !s.facts.is_empty());
    let facts: u64 = moving().map(|stream| stream.facts.len() as u64).sum();
    let begun = moving().filter(|stream| stream.expected == 0).count() as u64;
    let mut next = Next { position: shared.watch.position() + 1, stream: 0 };
    if facts > 0 {
        next = Next::take(transaction, facts, begun)?;
        let mut end = next.position;
        for stream in moving() {
            end += stream.facts.len() as u64;
            next.head(transaction, stream, end - 1, heads)?;
        }
    }
    let mut outcomes = Vec::with_capacity(group.len());
    for (job, why) in group.iter().zip(refused) {
        outcomes.push(match (job, why) {
            (Job::Append(..), Some(why)) => Outcome::Appended(Err(why.clone())),
            (Job::Append(batch, _), None) => {
                let first_position = next.position;
                for stream in batch.streams.iter().filter(|stream| !stream.facts.is_empty()) {
                    let id = heads.get(&*stream.name).and_then(|head| head.id).unwrap_or_default();
                    next.stream(transaction, stream, id)?;
                }
                let last_position = next.position - 1;
                Outcome::Appended(Ok(Appended { first_position, last_position }))
            }
            (Job::Looks(..) | Job::Alone(_), _) => Outcome::Looked(Ok(())),
        });
    }
    let entries = accepted().flat_map(|job| match job {
        Job::Append(batch, _) => batch.access.as_slice(),
        Job::Looks(entries, _) => entries,
        Job::Alone(_) => &[],
    });
    look(transaction, entries.collect())?;
    Ok(outcomes)
}

/// What the next fact and the next stream get.
struct Next {
    position: u64,
    stream: i64,
}

impl Next {
    /// Takes places for facts and numbers for streams, each without a gap.
    fn take(transaction: &Transaction<'_>, facts: u64, streams: u64) -> Result<Self> {
        let taken = transaction.row(TAKE, &[number(facts), number(streams)], |columns| {
            Ok(Self { position: Field::read(columns, 0)?, stream: columns.integer(1)? })
        })?;
        taken.ok_or_else(|| Error::damaged("no positions were given"))
    }

    /// Moves the head of a stream to where its facts will end.
    fn head(
        &mut self,
        transaction: &mut Transaction<'_>,
        stream: &PreparedStream,
        position: u64,
        heads: &mut Heads<'_>,
    ) -> Result<()> {
        let Some(head) = heads.get_mut(&*stream.name) else { return Ok(()) };
        let id = *head.id.get_or_insert_with(|| {
            self.stream += 1;
            self.stream - 1
        });
        let sequence = stream.expected + stream.facts.len() as u64;
        let name = (*stream.name).into();
        let hash = stream.hash.value();
        transaction.put(HEAD, &[id.into(), name, number(sequence), number(position), hash])
    }

    /// Writes the facts of a stream, whom it concerns, and its rows.
    fn stream(
        &mut self,
        transaction: &mut Transaction<'_>,
        stream: &PreparedStream,
        id: i64,
    ) -> Result<()> {
        for fact in &stream.facts {
            put_fact(transaction, self.position, id, fact)?;
            self.position += 1;
        }
        for person in &stream.new_persons {
            insert_person(transaction, *person, id)?;
        }
        stream.changes.apply(transaction, id)
    }
}

fn look(transaction: &mut Transaction<'_>, entries: Vec<&AccessEntry>) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    // Everything else is sent before, so that the lock is held as shortly as can be.
    transaction.put_all()?;
    between::lock(transaction.server()?, Lock::Looks)?;
    let (mut number, mut hash) = between::last_look(transaction)?;
    for entry in entries {
        number += 1;
        hash = access::chain(&hash, number, entry);
        access::write(transaction, &Look { number, entry: entry.clone(), hash })?;
    }
    Ok(())
}
