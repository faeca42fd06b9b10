//! Loading a great many facts at once: chained and sealed here, written in large transactions by the
//! writer meanwhile, with no views until the refold at the end.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use crossbeam_channel::{Receiver, bounded};
use jiff::Timestamp;

use crate::append::PreparedFact;
use crate::database::Reader;
use crate::error::{Error, Result};
use crate::fact::{Hash, NewFact, whole_millisecond};
use crate::ledger::Ledger;
use crate::meta;
use crate::postgres::between::{self, Lock};
use crate::rebuild;
use crate::value::Field;
use crate::writer::{Job, State};

/// How many facts share a transaction.
const CHUNK: usize = 10_000;
/// How many chunks may be on their way.
const UNDER_WAY: usize = 2;

/// A bulk load. Until it is finished, ordinary appends are refused; when it is abandoned, the next
/// opening of the store makes the views whole.
pub struct Bulk<'a> {
    ledger: &'a Ledger,
    heads: HashMap<Arc<str>, Head>,
    // In a store that was empty no stream needs to be looked up.
    empty: bool,
    last_stream: i64,
    persons: HashSet<(i64, i64)>,
    chunk: Chunk,
    under_way: VecDeque<Receiver<Result<()>>>,
    // Held where several servers write, so that nobody else loads or mends the views meanwhile.
    alone: Option<Loading>,
}

/// The lock of a bulk load.
struct Loading(Reader);

impl Loading {
    fn begin(ledger: &Ledger) -> Result<Self> {
        let reader = ledger.readers().source().open()?;
        if between::try_hold(reader.server()?, Lock::Loading)? {
            Ok(Self(reader))
        } else {
            Err(Error::BulkRunning)
        }
    }
}

impl Drop for Loading {
    fn drop(&mut self) {
        if let Ok(server) = self.0.server() {
            // If this fails the lock ends with the connection.
            drop(between::let_go(server, Lock::Loading));
        }
    }
}

#[derive(Clone, Copy)]
struct Head {
    id: i64,
    sequence: u64,
    hash: Hash,
}

#[derive(Default)]
struct Chunk {
    // Streams that begin, then facts, then the heads that they leave behind.
    begun: Vec<(i64, Arc<str>)>,
    facts: Vec<(i64, PreparedFact)>,
    persons: Vec<(i64, i64)>,
}

impl Ledger {
    /// Begins a bulk load.
    pub fn bulk(&self) -> Result<Bulk<'_>> {
        let shared = self.readers().is_shared();
        let alone = if shared { Some(Loading::begin(self)?) } else { None };
        let last_stream = self.writer().alone(move |state| {
            if state.bulk && !shared {
                return Err(Error::BulkRunning);
            }
            state.transaction(|transaction, _, _| meta::views_are_stale(transaction))?;
            state.bulk = true;
            Ok(state.tally.last_stream)
        })?;
        Ok(Bulk {
            ledger: self,
            heads: HashMap::new(),
            empty: last_stream == 0,
            last_stream,
            persons: HashSet::new(),
            chunk: Chunk::default(),
            under_way: VecDeque::new(),
            alone,
        })
    }
}

impl Bulk<'_> {
    /// Appends facts to a stream that has this many. They become durable with the chunk they are in.
    pub fn append(
        &mut self,
        stream: &str,
        expected_sequence: u64,
        new: &[NewFact],
        recorded_at: Timestamp,
    ) -> Result<()> {
        let recorded_at = whole_millisecond(recorded_at);
        let (name, mut head) = self.head(stream)?;
        if head.sequence != expected_sequence {
            return Err(Error::Stale { stream: name });
        }
        if new.is_empty() {
            return Ok(());
        }
        if head.sequence == 0 {
            self.last_stream += 1;
            head.id = self.last_stream;
            self.chunk.begun.push((head.id, name.clone()));
        }
        for fact in new {
            head.sequence += 1;
            let prepared =
                self.ledger.prepare_fact(stream, head.sequence, &head.hash, fact, recorded_at)?;
            head.hash = prepared.hash;
            if let Some(person) = prepared.person
                && self.persons.insert((person, head.id))
            {
                self.chunk.persons.push((person, head.id));
            }
            self.chunk.facts.push((head.id, prepared));
        }
        self.heads.insert(name, head);
        if self.chunk.facts.len() >= CHUNK { self.send() } else { Ok(()) }
    }

    /// How many facts a stream has by now.
    pub fn sequence(&self, stream: &str) -> Result<u64> {
        Ok(self.head(stream)?.1.sequence)
    }

    /// Waits until everything is durable, seals it and makes the views.
    pub fn finish(mut self, now: Timestamp, progress: &dyn Fn(u64, u64)) -> Result<()> {
        self.send()?;
        while !self.under_way.is_empty() {
            self.wait()?;
        }
        self.ledger.watched(progress, move |state, progress| {
            state.seal(now)?;
            rebuild::refold(state, progress)
        })?;
        drop(self.alone);
        Ok(())
    }

    fn head(&self, stream: &str) -> Result<(Arc<str>, Head)> {
        if let Some((name, head)) = self.heads.get_key_value(stream) {
            return Ok((name.clone(), *head));
        }
        let none = Head { id: 0, sequence: 0, hash: Hash::default() };
        if self.empty {
            return Ok((stream.into(), none));
        }
        let sql = "SELECT id, sequence, hash FROM stream WHERE name = $1";
        let found = self.ledger.read(|reader| {
            reader.row(sql, &[stream.into()], |columns| {
                let (id, sequence) = (columns.integer(0)?, Field::read(columns, 1)?);
                Ok(Head { id, sequence, hash: Field::read(columns, 2)? })
            })
        })?;
        Ok((stream.into(), found.unwrap_or(none)))
    }

    fn send(&mut self) -> Result<()> {
        while self.under_way.len() >= UNDER_WAY {
            self.wait()?;
        }
        let chunk = std::mem::take(&mut self.chunk);
        let (answer, answered) = bounded(1);
        self.ledger.writer().put(Job::Alone(Box::new(move |state| {
            // Nobody listens any more when the load was abandoned; what was written stays.
            drop(answer.send(write(state, &chunk)));
        })))?;
        self.under_way.push_back(answered);
        Ok(())
    }

    fn wait(&mut self) -> Result<()> {
        match self.under_way.pop_front() {
            Some(answered) => answered.recv().map_err(|_| Error::Stopped)?,
            None => Ok(()),
        }
    }
}

fn write(state: &mut State, chunk: &Chunk) -> Result<()> {
    use crate::writer::{insert_fact, insert_person, move_head};
    let mut heads: HashMap<i64, (u64, u64, Hash)> = HashMap::new();
    let names: HashMap<i64, &Arc<str>> = chunk.begun.iter().map(|(id, name)| (*id, name)).collect();
    state.transaction(|transaction, tally, unsealed| {
        for ((stream, fact), position) in chunk.facts.iter().zip(tally.last_position + 1..) {
            heads.insert(*stream, (fact.sequence, position, fact.hash));
        }
        let mut heads: Vec<_> = heads.into_iter().collect();
        heads.sort_unstable_by_key(|(id, _)| *id);
        for (id, (sequence, position, hash)) in &heads {
            let name = names.get(id).map_or("", |name| name);
            let known = (*id <= tally.last_stream).then_some(*id);
            move_head(transaction, tally, known, name, (*sequence, *position), hash)?;
        }
        for (stream, fact) in &chunk.facts {
            insert_fact(transaction, tally, unsealed, *stream, fact)?;
        }
        for (person, stream) in &chunk.persons {
            insert_person(transaction, *person, *stream)?;
        }
        Ok(())
    })
}
