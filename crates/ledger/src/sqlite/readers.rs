//! The connections that read: opened as they are needed, kept, and lent to one reader at a time.

use std::path::PathBuf;
use std::sync::{Condvar, Mutex, PoisonError};

use super::Reader;
use crate::error::Result;

/// A pool of reading connections.
pub(crate) struct Readers {
    file: PathBuf,
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
    pub(crate) fn new(file: PathBuf, limit: usize) -> Self {
        Self { file, limit: limit.max(1), pool: Mutex::default(), returned: Condvar::new() }
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
                return Ok(reader);
            }
            if pool.open < self.limit {
                pool.open += 1;
                drop(pool);
                return Reader::open(&self.file).inspect_err(|_| self.forget());
            }
            pool = self.returned.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
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
        if std::thread::panicking() {
            // A connection abandoned in the middle of a read may hold a transaction open.
            self.readers.forget();
        } else if let Some(reader) = self.reader.take() {
            let mut pool = self.readers.pool.lock().unwrap_or_else(PoisonError::into_inner);
            pool.idle.push(reader);
            drop(pool);
            self.readers.returned.notify_one();
        }
    }
}
