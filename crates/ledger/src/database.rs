//! The database under the store, whichever it is: `SQLite` in a file of the data folder, or
//! `PostgreSQL` that several servers share. Everybody else speaks to these types, in the common subset
//! of SQL, and asks which database it is only where the two have to differ.

pub(crate) mod readers;

use std::ops::{ControlFlow, Deref};

use crate::error::{Error, Result};
use crate::value::Value;
use crate::{postgres, sqlite};

/// One row as it comes out.
pub(crate) enum Columns<'r> {
    Sqlite(&'r sqlite::Columns<'r>),
    Postgres(&'r postgres::Columns<'r>),
}

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident: $kind:ty;)*) => {
        impl Columns<'_> {$(
            $(#[$doc])*
            pub(crate) fn $name(&self, index: usize) -> Result<$kind> {
                match self {
                    Self::Sqlite(columns) => columns.$name(index),
                    Self::Postgres(columns) => columns.$name(index),
                }
            }
        )*}
    };
}

columns! {
    integer: i64;
    real: f64;
    text: &str;
    bytes: &[u8];
    is_null: bool;
}

/// A connection.
pub(crate) enum Reader {
    Sqlite(sqlite::Reader),
    Postgres(Box<postgres::Reader>),
}

impl Reader {
    /// Calls back for each row until told to stop.
    pub(crate) fn each(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Columns<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        match self {
            Self::Sqlite(reader) => {
                reader.each(sql, values, &mut |columns| read(&Columns::Sqlite(columns)))
            }
            Self::Postgres(reader) => {
                reader.each(sql, values, &mut |columns| read(&Columns::Postgres(columns)))
            }
        }
    }

    /// All rows.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Columns<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(sql, values, |columns| {
            found.push(read(columns)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    /// The first row, if there is one.
    pub(crate) fn row<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Columns<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut found = None;
        self.each(sql, values, |columns| {
            found = Some(read(columns)?);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(found)
    }

    /// Changes rows outside of any transaction; says how many.
    pub(crate) fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<usize> {
        match self {
            Self::Sqlite(reader) => reader.execute(sql, values),
            Self::Postgres(reader) => reader.execute(sql, values),
        }
    }

    /// Reads several times from the same moment.
    pub(crate) fn at_one_moment<T>(&self, read: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        self.batch(match self {
            Self::Sqlite(_) => "BEGIN",
            Self::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        })?;
        let answer = read(self);
        let ended = self.batch("COMMIT");
        let answer = answer?;
        ended.map(|()| answer)
    }

    /// Runs one transaction: what `work` did is durable when this returns, or none of it is kept.
    pub(crate) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut transaction = Transaction { reader: self };
        transaction.batch(match transaction.reader {
            Self::Sqlite(_) => "BEGIN IMMEDIATE",
            Self::Postgres(_) => "BEGIN",
        })?;
        let done = work(&mut transaction).and_then(|answer| {
            transaction.put_all()?;
            transaction.batch("COMMIT").map(|()| answer)
        });
        if done.is_err() {
            transaction.roll_back();
        }
        done
    }

    /// What the engine itself finds wrong with its file.
    pub(crate) fn self_check(&self) -> Result<Option<String>> {
        match self {
            Self::Sqlite(reader) => reader.self_check(),
            Self::Postgres(_) => Ok(None),
        }
    }

    /// Whether other servers may write beside this one.
    pub(crate) fn is_shared(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(_) => true,
        }
    }

    /// The shared database behind it.
    pub(crate) fn server(&self) -> Result<&postgres::Reader> {
        match self {
            Self::Sqlite(_) => Err(Error::misuse("this database is shared with nobody")),
            Self::Postgres(reader) => Ok(reader),
        }
    }

    /// Whether the connection can be used no more.
    pub(crate) fn is_broken(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(reader) => reader.is_broken(),
        }
    }

    fn batch(&self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(reader) => reader.batch(sql),
            Self::Postgres(reader) => reader.batch(sql),
        }
    }
}

/// A transaction on a connection that writes.
pub(crate) struct Transaction<'a> {
    reader: &'a Reader,
}

impl Deref for Transaction<'_> {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        self.reader
    }
}

impl Transaction<'_> {
    /// Changes rows; says how many.
    pub(crate) fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<usize> {
        self.reader.execute(sql, values)
    }

    /// Puts a row some time before the next question or the end of the transaction; over a network
    /// many rows travel together.
    pub(crate) fn put(&mut self, sql: &str, values: &[Value<'_>]) -> Result<()> {
        match self.reader {
            Reader::Sqlite(reader) => reader.execute(sql, values).map(|_| ()),
            Reader::Postgres(reader) => reader.put(sql, values),
        }
    }

    /// Executes the same statement many times, as [`Self::put`] does.
    pub(crate) fn execute_each<T>(
        &mut self,
        sql: &str,
        items: impl IntoIterator<Item = T>,
        bind: impl FnMut(T, &mut dyn FnMut(usize, &Value<'_>) -> Result<()>) -> Result<()>,
    ) -> Result<()> {
        match self.reader {
            Reader::Sqlite(reader) => reader.execute_each(sql, items, bind),
            Reader::Postgres(reader) => reader.put_each(sql, items, bind),
        }
    }

    /// Puts whatever waits.
    pub(crate) fn put_all(&self) -> Result<()> {
        match self.reader {
            Reader::Sqlite(_) => Ok(()),
            Reader::Postgres(reader) => reader.put_all(),
        }
    }

    /// The shared database behind it.
    pub(crate) fn server(&self) -> Result<&postgres::Reader> {
        self.reader.server()
    }

    fn roll_back(&self) {
        match self.reader {
            Reader::Sqlite(reader) => reader.roll_back(),
            Reader::Postgres(reader) => reader.roll_back(),
        }
    }
}

/// View tables that are being filled anew.
pub(crate) enum Emptied {
    Sqlite(sqlite::tables::SetAside),
    Postgres,
}

impl Transaction<'_> {
    /// Empties tables, and sets aside what is better made once they are full.
    pub(crate) fn empty(&mut self, tables: &[&str]) -> Result<Emptied> {
        match self.reader {
            Reader::Sqlite(reader) => sqlite::tables::empty(reader, tables).map(Emptied::Sqlite),
            Reader::Postgres(reader) => {
                // Readers go on with the old rows meanwhile, so nothing is truncated or dropped.
                tables
                    .iter()
                    .try_for_each(|table| reader.batch(&format!("DELETE FROM {table}")))
                    .map(|()| Emptied::Postgres)
            }
        }
    }

    /// Makes again what was set aside.
    pub(crate) fn refilled(&mut self, emptied: &Emptied) -> Result<()> {
        self.put_all()?;
        match (self.reader, emptied) {
            (Reader::Sqlite(reader), Emptied::Sqlite(aside)) => {
                sqlite::tables::index(reader, aside)
            }
            (Reader::Sqlite(_) | Reader::Postgres(_), _) => Ok(()),
        }
    }
}
