//! The connections that read: opened as they are needed, kept, and lent to one reader at a time.

use std::path::PathBuf;
use std::sync::{Condvar, Mutex, PoisonError};

use super::Reader;
use crate::error::Result;
use crate::{postgres, sqlite};

/// Where connections come from.
#[derive(Clone)]
pub(crate) enum Source {
    /// This file.
    Sqlite(PathBuf),
    /// This server.
    Postgres(Box<postgres::Address>),
}

impl Source {
    /// Opens a connection for reading.
    pub(crate) fn open(&self) -> Result<Reader> {
        match self {
            Self::Sqlite(file) => sqlite::Reader::open(file).map(Reader::Sqlite),
            Self::Postgres(address) => Ok(Reader::Postgres(Box::new(address.open()?))),
        }
    }
}

/// A pool of reading connections.
pub(crate) struct Readers {
    source: Source,
    limit: usize,
    pool: Mutex<Pool>,
    returned: Condvar,
}

#[derive(Default)]
struct Pool {
    idle: Vec<Reader>,
    open: usize,
}

impl Readers {
    pub(crate) fn new(source: Source, limit: usize) -> Self {
        Self { source, limit: limit.max(1), pool: Mutex::default(), returned: Condvar::new() }
    }

    /// Whether other servers may write beside this one.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self.source, Source::Postgres(_))
    }

    /// Where its connections come from.
    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// Lends a connection; waits for one when all are out.
    pub(crate) fn with<T>(&self, read: impl FnOnce(&Reader) -> Result<T>) -> Result<T> {
        let lent = Lent { readers: self, reader: Some(self.take()?) };
        read(lent.reader.as_ref().expect("a lent connection stays until it is returned"))
    }

    fn take(&self) -> Result<Reader> {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(reader) = pool.idle.pop() {
                // What broke while it lay idle is made anew.
                if !reader.is_broken() {
                    return Ok(reader);
                }
                pool.open -= 1;
            } else if pool.open < self.limit {
                pool.open += 1;
                drop(pool);
                return self.source.open().inspect_err(|_| self.forget());
            } else {
                pool = self.returned.wait(pool).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    fn forget_idle(&self) {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = std::mem::take(&mut pool.idle);
        pool.open -= idle.len();
        drop(pool);
        self.returned.notify_all();
    }

    fn forget(&self) {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner).open -= 1;
        self.returned.notify_one();
    }
}

struct Lent<'a> {
    readers: &'a Readers,
    reader: Option<Reader>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let Some(reader) = self.reader.take() else { return };
        if std::thread::panicking() || reader.is_broken() {
            // A connection abandoned in the middle of a read may hold a transaction open.
            self.readers.forget();
            if !std::thread::panicking() {
                // What broke one has probably broken all: whoever comes next gets a new one.
                self.readers.forget_idle();
            }
        } else {
            let mut pool = self.readers.pool.lock().unwrap_or_else(PoisonError::into_inner);
            pool.idle.push(reader);
            drop(pool);
            self.readers.returned.notify_one();
        }
    }
}
