//! The facts in order of position: digests, stream chains, seal roots; then the heads of streams and
//! the list of whom each stream concerns.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use jiff::Timestamp;

use super::{Place, Stop, count};
use crate::database::{Columns, Reader};
use crate::error::Result;
use crate::fact::Hash;
use crate::meta;
use crate::seal::{self, Seal};
use crate::stored::v1::{self, Form};
use crate::value::Field;

/// A stream as its row says it is, and as its facts show it so far.
struct Stream {
    name: String,
    said: (u64, u64, Hash),
    seen: (u64, u64, Hash),
}

struct Facts<'a> {
    streams: HashMap<i64, Stream>,
    persons: HashMap<i64, String>,
    concerned: HashSet<(i64, i64)>,
    seals: std::iter::Peekable<std::slice::Iter<'a, Seal>>,
    leaves: Vec<Hash>,
    position: u64,
    // Whether positions may have gaps, because an append that failed beside others left one.
    gaps: bool,
    seen: u64,
}

const FACTS: &str = "SELECT position, stream, sequence, kind, occurred_at, recorded_at, actor, \
     person, digest, hash, body FROM fact ORDER BY position";

/// Verifies all facts; answers how many facts and streams there are.
pub(super) fn verify(
    reader: &Reader,
    seals: &[Seal],
    progress: &dyn Fn(u64, u64),
) -> Result<(u64, u64), Stop> {
    let total = count(reader, "SELECT COALESCE(MAX(position), 0) FROM fact")?;
    let mut facts = Facts {
        streams: streams(reader)?,
        persons: persons(reader)?,
        concerned: HashSet::new(),
        seals: seals.iter().peekable(),
        leaves: Vec::new(),
        position: 0,
        gaps: meta::have_gaps(reader)?,
        seen: 0,
    };
    let mut stop = None;
    let read = reader.each(FACTS, &[], |columns| {
        if let Err(found) = facts.see(columns) {
            stop = Some(found);
            return Ok(ControlFlow::Break(()));
        }
        if facts.seen.is_multiple_of(4096) || facts.position == total {
            progress(facts.position, total);
        }
        Ok(ControlFlow::Continue(()))
    });
    if let Some(stop) = stop {
        return Err(stop);
    }
    read.map_err(Stop::reading(Place::Fact(facts.position + 1)))?;
    if let Some(seal) = facts.seals.next() {
        let what = format!("missing: seal {} vouches for it", seal.number);
        return Err(Stop::found(Place::Fact(facts.position + 1), what));
    }
    facts.heads()?;
    facts.concerns(reader)?;
    Ok((facts.seen, facts.streams.len() as u64))
}

impl Facts<'_> {
    fn see(&mut self, columns: &Columns<'_>) -> Result<(), Stop> {
        let mut place = Place::Fact(self.position + 1);
        let position = u64::read(columns, 0).map_err(Stop::reading(place.clone()))?;
        if self.gaps {
            // What is missing in a gap is missed by its stream, or by the seal that ends there.
            if let Some(seal) = self.seals.peek().filter(|seal| seal.last_position < position) {
                place = Place::Fact(seal.last_position);
                return Err(Stop::found(place, "missing"));
            }
            place = Place::Fact(position);
            self.position = position;
        } else {
            self.position += 1;
        }
        if position != self.position {
            return Err(Stop::found(place, "missing"));
        }
        self.seen += 1;
        let hash = self.check(columns).map_err(Stop::reading(place.clone()))?;
        let hash = hash.map_err(|what| Stop::found(place, what))?;
        self.leaves.push(hash);
        if let Some(seal) = self.seals.next_if(|seal| seal.last_position == self.position) {
            if seal::root(&self.leaves) != seal.root {
                return Err(Stop::found(Place::Seal(seal.number), "the root does not fit"));
            }
            self.leaves.clear();
        }
        Ok(())
    }

    /// Checks one fact against its stream: its hash, or what is wrong with it.
    fn check(&mut self, columns: &Columns<'_>) -> Result<Result<Hash, &'static str>> {
        let id = columns.integer(1)?;
        let Some(stream) = self.streams.get_mut(&id) else {
            return Ok(Err("belongs to no stream"));
        };
        let sequence = u64::read(columns, 2)?;
        let (last, _, previous) = stream.seen;
        if sequence != last + 1 {
            return Ok(Err("the sequence has a gap"));
        }
        let body = columns.bytes(10)?;
        let (digest, hash) = (Hash::read(columns, 8)?, Hash::read(columns, 9)?);
        if v1::digest(body) != digest {
            return Ok(Err("the digest does not fit the body"));
        }
        let person = match Option::<i64>::read(columns, 7)? {
            None => None,
            Some(person) => match self.persons.get(&person) {
                None => return Ok(Err("concerns nobody known")),
                Some(name) => {
                    self.concerned.insert((person, id));
                    Some(name.as_str())
                }
            },
        };
        let link = v1::Link {
            stream: &stream.name,
            sequence,
            kind: columns.text(3)?,
            occurred_at: Timestamp::read(columns, 4)?,
            recorded_at: Timestamp::read(columns, 5)?,
            actor: columns.text(6)?,
            person,
            digest: &digest,
        };
        if v1::chain(&previous, &link) != hash {
            return Ok(Err("the chain hash does not fit"));
        }
        match (v1::form(body)?, person) {
            (Form::Clear(_), None) | (Form::Sealed(_), Some(_)) => {}
            (Form::Clear(_), Some(_)) => return Ok(Err("the body is not sealed")),
            (Form::Sealed(_), None) => return Ok(Err("the body is sealed for nobody")),
        }
        stream.seen = (sequence, self.position, hash);
        Ok(Ok(hash))
    }

    fn heads(&self) -> Result<(), Stop> {
        let mut wrong: Vec<_> =
            self.streams.values().filter(|stream| stream.said != stream.seen).collect();
        wrong.sort_by(|one, other| one.name.cmp(&other.name));
        match wrong.first() {
            Some(stream) => {
                let what = "the head does not fit the last fact";
                Err(Stop::found(Place::Stream(stream.name.clone()), what))
            }
            None => Ok(()),
        }
    }

    fn concerns(&self, reader: &Reader) -> Result<(), Stop> {
        let listed = reader.rows("SELECT person, stream FROM person_stream", &[], |columns| {
            Ok((columns.integer(0)?, columns.integer(1)?))
        })?;
        let listed: HashSet<_> = listed.into_iter().collect();
        match listed.symmetric_difference(&self.concerned).min() {
            Some((person, stream)) => {
                let name = self.streams.get(stream).map_or("?", |stream| &stream.name);
                let what = format!("the list of whom it concerns is wrong about person {person}");
                Err(Stop::found(Place::Stream(name.to_owned()), what))
            }
            None => Ok(()),
        }
    }
}

fn streams(reader: &Reader) -> Result<HashMap<i64, Stream>> {
    let sql = "SELECT id, name, sequence, position, hash FROM stream";
    let streams = reader.rows(sql, &[], |columns| {
        let said = (Field::read(columns, 2)?, Field::read(columns, 3)?, Field::read(columns, 4)?);
        let name = Field::read(columns, 1)?;
        Ok((columns.integer(0)?, Stream { name, said, seen: (0, 0, Hash::default()) }))
    })?;
    Ok(streams.into_iter().collect())
}

fn persons(reader: &Reader) -> Result<HashMap<i64, String>> {
    let persons = reader.rows("SELECT id, person FROM person_key", &[], |columns| {
        Ok((columns.integer(0)?, Field::read(columns, 1)?))
    })?;
    Ok(persons.into_iter().collect())
}
