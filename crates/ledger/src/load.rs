//! Loading facts: one stream, one fact, or everything after a position; opened with the keys of the
//! people they concern.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use crate::database::readers::Readers;
use crate::database::{Columns, Reader};
use crate::error::Result;
use crate::fact::{Body, Fact, Head, Placed};
use crate::keyring::{Key, Keyring};
use crate::ledger::Ledger;
use crate::stored::v1::{self, Form};
use crate::value::{Field, Value, number};
use crate::view::person::after_prefix;
use crate::view::resource::Found;

/// A fact as it lies in the store, its body not yet opened.
pub(crate) struct Sealed {
    pub(crate) position: u64,
    pub(crate) stream_id: i64,
    pub(crate) fact: Fact,
    stored: Vec<u8>,
    // As the store said in the same moment: what another server has just erased stays closed, even
    // though this one still holds the key.
    erased: bool,
}

const STREAM: &str = "SELECT f.position, f.stream, s.name, f.sequence, f.kind, f.occurred_at, \
     f.recorded_at, f.actor, p.person, f.hash, f.body, p.erased_at \
     FROM stream s JOIN fact f ON f.stream = s.id LEFT JOIN person_key p ON p.id = f.person \
     WHERE s.name = $1 AND f.sequence > $2 ORDER BY f.sequence LIMIT $3";

const VERSION: &str = "SELECT f.position, f.stream, s.name, f.sequence, f.kind, f.occurred_at, \
     f.recorded_at, f.actor, p.person, f.hash, f.body, p.erased_at \
     FROM fact f JOIN stream s ON s.id = f.stream LEFT JOIN person_key p ON p.id = f.person \
     WHERE f.stream = $1 AND f.sequence = $2";

const IN_FORCE: &str = "SELECT f.position, f.stream, s.name, f.sequence, f.kind, f.occurred_at, \
     f.recorded_at, f.actor, p.person, f.hash, f.body, p.erased_at, \
     r.handle, r.id, r.version, r.last_updated, r.deleted, s.name, s.id \
     FROM resource r JOIN stream s ON s.id = r.stream \
     LEFT JOIN fact f ON f.stream = r.stream AND f.sequence = r.version \
     LEFT JOIN person_key p ON p.id = f.person \
     WHERE r.rtype = $1 AND r.id = $2";

const AFTER: &str = "SELECT f.position, f.stream, s.name, f.sequence, f.kind, f.occurred_at, \
     f.recorded_at, f.actor, p.person, f.hash, f.body, p.erased_at \
     FROM fact f JOIN stream s ON s.id = f.stream LEFT JOIN person_key p ON p.id = f.person \
     WHERE f.position > $1 AND f.position <= $2 ORDER BY f.position LIMIT $3";

const BETWEEN: &str = "SELECT f.position, f.stream, s.name, f.sequence, f.kind, f.occurred_at, \
     f.recorded_at, f.actor, p.person, f.hash, f.body, p.erased_at \
     FROM fact f JOIN stream s ON s.id = f.stream LEFT JOIN person_key p ON p.id = f.person \
     WHERE f.position >= $1 AND f.position < $2 AND s.name >= $3 AND s.name < $4 \
     ORDER BY f.position DESC LIMIT $5";

const STREAMS_BETWEEN: &str = "SELECT f.position, f.stream, s.name, f.sequence, f.kind, \
     f.occurred_at, f.recorded_at, f.actor, p.person, f.hash, f.body, p.erased_at, p.id, p.wrapped \
     FROM stream s JOIN fact f ON f.stream = s.id LEFT JOIN person_key p ON p.id = f.person \
     WHERE s.id >= $1 AND s.id < $2 ORDER BY s.id, f.sequence";

impl Sealed {
    /// Reads a row; facts of one stream that follow each other share its name.
    fn read(columns: &Columns<'_>, last: Option<&Arc<str>>) -> Result<Self> {
        let name = columns.text(2)?;
        let stream = match last {
            Some(last) if **last == *name => last.clone(),
            _ => name.into(),
        };
        Ok(Self {
            position: Field::read(columns, 0)?,
            stream_id: columns.integer(1)?,
            fact: Fact {
                stream,
                sequence: Field::read(columns, 3)?,
                kind: Field::read(columns, 4)?,
                occurred_at: Field::read(columns, 5)?,
                recorded_at: Field::read(columns, 6)?,
                actor: Field::read(columns, 7)?,
                person: Field::read(columns, 8)?,
                body: Body::Erased,
                hash: Field::read(columns, 9)?,
            },
            stored: columns.bytes(10)?.to_vec(),
            erased: !columns.is_null(11)?,
        })
    }

    fn all(reader: &Reader, sql: &str, values: &[Value<'_>]) -> Result<Vec<Self>> {
        Self::each(reader, sql, values, |_, _| Ok(()))
    }

    fn each(
        reader: &Reader,
        sql: &str,
        values: &[Value<'_>],
        mut see: impl FnMut(&Columns<'_>, &Fact) -> Result<()>,
    ) -> Result<Vec<Self>> {
        let mut found: Vec<Self> = Vec::new();
        reader.each(sql, values, |columns| {
            let last = found.last().map(|sealed| &sealed.fact.stream);
            let sealed = Self::read(columns, last)?;
            see(columns, &sealed.fact)?;
            found.push(sealed);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    /// Opens the body with the person's key, unless that was destroyed.
    pub(crate) fn open(mut self, keyring: &Keyring, readers: &Readers) -> Result<(u64, Fact)> {
        let fact = &mut self.fact;
        fact.body = match v1::form(&self.stored)? {
            Form::Clear(body) => Body::Clear(body.to_vec()),
            Form::Sealed(_) if self.erased => Body::Erased,
            Form::Sealed(envelope) => {
                let person = fact.person.as_deref().unwrap_or_default();
                match keyring.find(person, readers)? {
                    Some(Key::Alive(_, key)) => {
                        Body::Clear(key.open(&fact.stream, fact.sequence, envelope)?)
                    }
                    Some(Key::Erased(_)) | None => Body::Erased,
                }
            }
        };
        Ok((self.position, self.fact))
    }

    /// The facts of one stream.
    pub(crate) fn of_stream(reader: &Reader, stream: &str) -> Result<Vec<Self>> {
        let everything = [stream.into(), Value::Integer(0), Value::Integer(i64::MAX)];
        Self::all(reader, STREAM, &everything)
    }

    /// The facts of the streams with these numbers, stream by stream in their order; the keys that
    /// open them are brought along, which saves a lookup for each person. Only for whoever has the
    /// writer to itself: no key may be destroyed meanwhile.
    pub(crate) fn of_streams(
        reader: &Reader,
        first: i64,
        end: i64,
        keyring: &Keyring,
    ) -> Result<Vec<Self>> {
        let (between, mut last) = ([Value::Integer(first), Value::Integer(end)], None);
        Self::each(reader, STREAMS_BETWEEN, &between, |columns, fact| {
            let Some(person) = fact.person.as_deref() else { return Ok(()) };
            let id = columns.integer(12)?;
            if last.replace(id) != Some(id) && !columns.is_null(13)? {
                keyring.learn(person, id, columns.bytes(13)?)?;
            }
            Ok(())
        })
    }
}

impl Ledger {
    /// All facts of a stream in their order; none when there is no such stream.
    pub fn load(&self, stream: &str) -> Result<Vec<Fact>> {
        let sealed = self.read(|reader| Sealed::of_stream(reader, stream))?;
        let opened = sealed.into_iter().map(|sealed| Ok(self.open_body(sealed)?.1));
        opened.collect()
    }

    /// One fact of a stream.
    pub fn fact(&self, stream: &str, sequence: u64) -> Result<Option<Fact>> {
        let Some(before) = sequence.checked_sub(1) else { return Ok(None) };
        let values = [stream.into(), number(before), Value::Integer(1)];
        let found = self.read(|reader| Sealed::all(reader, STREAM, &values))?;
        let found = found.into_iter().next().filter(|sealed| sealed.fact.sequence == sequence);
        found.map(|sealed| Ok(self.open_body(sealed)?.1)).transpose()
    }

    /// The fact that made the version of a resource which was found: a fact of its stream.
    pub fn version_found(&self, found: &Found) -> Result<Option<Fact>> {
        let values = [Value::Integer(found.stream_id), number(found.version)];
        let sealed = self.read(|reader| Sealed::all(reader, VERSION, &values))?;
        sealed.into_iter().next().map(|sealed| Ok(self.open_body(sealed)?.1)).transpose()
    }

    /// The current version of a resource, and the fact that made it where one fact of such a stream is
    /// one version.
    pub fn resource_in_force(
        &self,
        rtype: &str,
        id: &str,
        is_version: impl Fn(&str) -> bool,
    ) -> Result<Option<(Found, Option<Fact>)>> {
        let found = self.read(|reader| {
            let terms = self.terms();
            let Some(rtype) = terms.sure(reader, || Ok(terms.parameter(rtype, "")))? else {
                return Ok(None);
            };
            reader.row(IN_FORCE, &[Value::Integer(rtype), id.into()], |columns| {
                let found = Found::read_from(columns, 12)?;
                let made = is_version(&found.stream) && !columns.is_null(0)?;
                let sealed = made.then(|| Sealed::read(columns, Some(&found.stream)));
                Ok((found, sealed.transpose()?))
            })
        })?;
        let Some((found, sealed)) = found else { return Ok(None) };
        let fact = sealed.map(|sealed| Ok(self.open_body(sealed)?.1)).transpose()?;
        Ok(Some((found, fact)))
    }

    /// Where a stream ends.
    pub fn head(&self, stream: &str) -> Result<Option<Head>> {
        let sql = "SELECT sequence, position FROM stream WHERE name = $1";
        self.read(|reader| {
            reader.row(sql, &[stream.into()], |columns| {
                Ok(Head { sequence: Field::read(columns, 0)?, position: Field::read(columns, 1)? })
            })
        })
    }

    /// The facts after a position, in order of position.
    pub fn facts_after(&self, position: u64, limit: u32) -> Result<Vec<Placed>> {
        // What lies beyond may still get company before it.
        let values = [number(position), number(self.position()), i64::from(limit).into()];
        let sealed = self.read(|reader| Sealed::all(reader, AFTER, &values))?;
        let opened = sealed.into_iter().map(|sealed| {
            let (position, fact) = self.open_body(sealed)?;
            Ok(Placed { position, fact })
        });
        opened.collect()
    }

    /// The facts between two positions, the second not included, of the streams whose names begin
    /// so; the last one first.
    pub fn facts_between(
        &self,
        positions: Range<u64>,
        prefix: &str,
        limit: u32,
    ) -> Result<Vec<Placed>> {
        let end = after_prefix(prefix);
        let values = [
            number(positions.start),
            number(positions.end),
            prefix.into(),
            end.as_str().into(),
            i64::from(limit).into(),
        ];
        let sealed = self.read(|reader| Sealed::all(reader, BETWEEN, &values))?;
        let opened = sealed.into_iter().map(|sealed| {
            let (position, fact) = self.open_body(sealed)?;
            Ok(Placed { position, fact })
        });
        opened.collect()
    }

    fn open_body(&self, sealed: Sealed) -> Result<(u64, Fact)> {
        sealed.open(self.keyring(), self.readers())
    }
}
