//! The numbers of search parameters and of code systems, so that index rows stay small. A new name
//! gets its number here at once and its row in the next transaction of the writer; where several
//! servers number, the database gives it at once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError, RwLock};

use crate::database::readers::Source;
use crate::database::{Reader, Transaction};
use crate::error::{Error, Result};
use crate::value::Value;

type Numbers = HashMap<Box<str>, i64>;

/// Both registers of names.
#[derive(Default)]
pub(crate) struct Terms {
    parameters: RwLock<HashMap<Box<str>, Numbers>>,
    systems: RwLock<Numbers>,
    fresh: Mutex<Fresh>,
    // Where others number too.
    shared: Option<Shared>,
}

/// What it takes to number beside others.
struct Shared {
    source: Source,
    connection: Mutex<Option<Reader>>,
    // Names that were asked for and not known here.
    missed: Mutex<Vec<Missed>>,
}

/// A name that was asked for and not known.
enum Missed {
    Parameter(Box<str>, Box<str>),
    System(Box<str>),
}

#[derive(Default)]
struct Fresh {
    parameters: Vec<(i64, Box<str>, Box<str>)>,
    systems: Vec<(i64, Box<str>)>,
    last_parameter: i64,
    last_system: i64,
}

/// How many new names a transaction wrote.
#[derive(Clone, Copy)]
pub(crate) struct Written {
    parameters: usize,
    systems: usize,
}

impl Terms {
    pub(crate) fn load(reader: &Reader, source: &Source) -> Result<Self> {
        let mut terms = Self::default();
        if reader.is_shared() {
            let (connection, missed) = (Mutex::default(), Mutex::default());
            terms.shared = Some(Shared { source: source.clone(), connection, missed });
        }
        let parameters =
            reader.rows("SELECT id, rtype, name FROM search_parameter", &[], |columns| {
                Ok((columns.integer(0)?, columns.text(1)?.into(), columns.text(2)?.into()))
            })?;
        let systems = reader.rows("SELECT id, uri FROM search_system", &[], |columns| {
            Ok((columns.integer(0)?, columns.text(1)?.into()))
        })?;
        let mut fresh = terms.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = terms.parameters.write().unwrap_or_else(PoisonError::into_inner);
        for (id, rtype, name) in parameters {
            let rtype: Box<str> = rtype;
            known.entry(rtype).or_default().insert(name, id);
            fresh.last_parameter = fresh.last_parameter.max(id);
        }
        let mut known_systems = terms.systems.write().unwrap_or_else(PoisonError::into_inner);
        for (id, uri) in systems {
            known_systems.insert(uri, id);
            fresh.last_system = fresh.last_system.max(id);
        }
        drop((fresh, known, known_systems));
        Ok(terms)
    }

    /// The number of a parameter that has been used; the type itself has the empty name.
    pub(crate) fn parameter(&self, rtype: &str, name: &str) -> Option<i64> {
        let known = self.known_parameter(rtype, name);
        if known.is_none() {
            self.miss(Missed::Parameter(rtype.into(), name.into()));
        }
        known
    }

    /// The number of a system that has been used, 0 for none.
    pub(crate) fn system(&self, uri: &str) -> Option<i64> {
        if uri.is_empty() {
            return Some(0);
        }
        let known = self.known_system(uri);
        if known.is_none() {
            self.miss(Missed::System(uri.into()));
        }
        known
    }

    /// Asks something of the terms, and again as long as a name that was missed turns out to have been
    /// numbered by another server.
    pub(crate) fn sure<T>(&self, reader: &Reader, ask: impl Fn() -> Result<T>) -> Result<T> {
        loop {
            let answer = ask()?;
            if !self.learn_missed(reader)? {
                return Ok(answer);
            }
        }
    }

    fn known_parameter(&self, rtype: &str, name: &str) -> Option<i64> {
        let parameters = self.parameters.read().unwrap_or_else(PoisonError::into_inner);
        parameters.get(rtype)?.get(name).copied()
    }

    fn known_system(&self, uri: &str) -> Option<i64> {
        self.systems.read().unwrap_or_else(PoisonError::into_inner).get(uri).copied()
    }

    fn miss(&self, name: Missed) {
        if let Some(shared) = &self.shared {
            let mut missed = shared.missed.lock().unwrap_or_else(PoisonError::into_inner);
            missed.push(name);
        }
    }

    fn learn_missed(&self, reader: &Reader) -> Result<bool> {
        let Some(shared) = &self.shared else { return Ok(false) };
        let missed =
            std::mem::take(&mut *shared.missed.lock().unwrap_or_else(PoisonError::into_inner));
        let mut learnt = false;
        for name in &missed {
            learnt |= match name {
                Missed::Parameter(rtype, name) => self.find_parameter(reader, rtype, name)?,
                Missed::System(uri) => self.find_system(reader, uri)?,
            }
            .is_some();
        }
        Ok(learnt)
    }

    fn find_parameter(&self, reader: &Reader, rtype: &str, name: &str) -> Result<Option<i64>> {
        let sql = "SELECT id FROM search_parameter WHERE rtype = $1 AND name = $2";
        let found = reader.row(sql, &[rtype.into(), name.into()], |columns| columns.integer(0))?;
        if let Some(number) = found {
            let mut known = self.parameters.write().unwrap_or_else(PoisonError::into_inner);
            known.entry(rtype.into()).or_default().insert(name.into(), number);
        }
        Ok(found)
    }

    fn find_system(&self, reader: &Reader, uri: &str) -> Result<Option<i64>> {
        let sql = "SELECT id FROM search_system WHERE uri = $1";
        let found = reader.row(sql, &[uri.into()], |columns| columns.integer(0))?;
        if let Some(number) = found {
            let mut known = self.systems.write().unwrap_or_else(PoisonError::into_inner);
            known.insert(uri.into(), number);
        }
        Ok(found)
    }

    /// Has the database number a name, unless another server did so first.
    fn number(
        shared: &Shared,
        insert: &str,
        values: &[Value<'_>],
        find: impl Fn(&Reader) -> Result<Option<i64>>,
    ) -> Result<i64> {
        let mut kept = shared.connection.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(Reader::is_broken) {
            *kept = Some(shared.source.open()?);
        }
        let reader = kept.as_ref().expect("it was just opened");
        reader.execute(insert, values)?;
        find(reader)?.ok_or_else(|| Error::damaged("a term was not numbered"))
    }

    /// The number of a parameter, given now if it had none.
    pub(crate) fn number_parameter(&self, rtype: &str, name: &str) -> Result<i64> {
        if let Some(number) = self.known_parameter(rtype, name) {
            return Ok(number);
        }
        if let Some(shared) = &self.shared {
            let insert = "INSERT INTO search_parameter (rtype, name) VALUES ($1, $2) \
                 ON CONFLICT (rtype, name) DO NOTHING";
            return Self::number(shared, insert, &[rtype.into(), name.into()], |reader| {
                self.find_parameter(reader, rtype, name)
            });
        }
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = self.parameters.write().unwrap_or_else(PoisonError::into_inner);
        let names = known.entry(rtype.into()).or_default();
        Ok(*names.entry(name.into()).or_insert_with(|| {
            fresh.last_parameter += 1;
            let number = fresh.last_parameter;
            fresh.parameters.push((number, rtype.into(), name.into()));
            number
        }))
    }

    /// The number of a system, given now if it had none.
    pub(crate) fn number_system(&self, uri: &str) -> Result<i64> {
        if uri.is_empty() {
            return Ok(0);
        }
        if let Some(number) = self.known_system(uri) {
            return Ok(number);
        }
        if let Some(shared) = &self.shared {
            let insert = "INSERT INTO search_system (uri) VALUES ($1) ON CONFLICT (uri) DO NOTHING";
            return Self::number(shared, insert, &[uri.into()], |reader| {
                self.find_system(reader, uri)
            });
        }
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = self.systems.write().unwrap_or_else(PoisonError::into_inner);
        Ok(*known.entry(uri.into()).or_insert_with(|| {
            fresh.last_system += 1;
            let number = fresh.last_system;
            fresh.systems.push((number, uri.into()));
            number
        }))
    }

    /// Writes the rows of new names; the answer is for [`Self::settle`] after the commit.
    pub(crate) fn write_fresh(&self, transaction: &mut Transaction<'_>) -> Result<Written> {
        let fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, rtype, name) in &fresh.parameters {
            transaction.execute(
                "INSERT INTO search_parameter (id, rtype, name) VALUES ($1, $2, $3)",
                &[Value::Integer(*id), (**rtype).into(), (**name).into()],
            )?;
        }
        for (id, uri) in &fresh.systems {
            transaction.execute(
                "INSERT INTO search_system (id, uri) VALUES ($1, $2)",
                &[Value::Integer(*id), (**uri).into()],
            )?;
        }
        Ok(Written { parameters: fresh.parameters.len(), systems: fresh.systems.len() })
    }

    /// So many new names are durable.
    pub(crate) fn settle(&self, written: Written) {
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        drop(fresh.parameters.drain(..written.parameters));
        drop(fresh.systems.drain(..written.systems));
    }
}
