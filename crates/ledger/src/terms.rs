//! The numbers of search parameters and of code systems, so that index rows stay small. A new name
//! gets its number here at once and its row in the next transaction of the writer.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError, RwLock};

use crate::error::Result;
use crate::sqlite::{Reader, Transaction};
use crate::value::Value;

type Numbers = HashMap<Box<str>, i64>;

/// Both registers of names.
#[derive(Default)]
pub(crate) struct Terms {
    parameters: RwLock<HashMap<Box<str>, Numbers>>,
    systems: RwLock<Numbers>,
    fresh: Mutex<Fresh>,
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
    pub(crate) fn load(reader: &Reader) -> Result<Self> {
        let terms = Self::default();
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
        let parameters = self.parameters.read().unwrap_or_else(PoisonError::into_inner);
        parameters.get(rtype)?.get(name).copied()
    }

    /// The number of a system that has been used, 0 for none.
    pub(crate) fn system(&self, uri: &str) -> Option<i64> {
        if uri.is_empty() {
            return Some(0);
        }
        self.systems.read().unwrap_or_else(PoisonError::into_inner).get(uri).copied()
    }

    /// The number of a parameter, given now if it had none.
    pub(crate) fn number_parameter(&self, rtype: &str, name: &str) -> i64 {
        if let Some(number) = self.parameter(rtype, name) {
            return number;
        }
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = self.parameters.write().unwrap_or_else(PoisonError::into_inner);
        let names = known.entry(rtype.into()).or_default();
        *names.entry(name.into()).or_insert_with(|| {
            fresh.last_parameter += 1;
            let number = fresh.last_parameter;
            fresh.parameters.push((number, rtype.into(), name.into()));
            number
        })
    }

    /// The number of a system, given now if it had none.
    pub(crate) fn number_system(&self, uri: &str) -> i64 {
        if let Some(number) = self.system(uri) {
            return number;
        }
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = self.systems.write().unwrap_or_else(PoisonError::into_inner);
        *known.entry(uri.into()).or_insert_with(|| {
            fresh.last_system += 1;
            let number = fresh.last_system;
            fresh.systems.push((number, uri.into()));
            number
        })
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
