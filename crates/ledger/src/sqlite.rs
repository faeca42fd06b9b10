//! Everything that is particular to `SQLite`: connections, pragmas, transactions, migrations, the
//! shape of tables. Query text lives with its meaning and is written in the common subset.

pub(crate) mod folder;
pub(crate) mod migrations;
pub(crate) mod tables;

use std::ops::ControlFlow;
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, Row};

use crate::error::{Error, Result};
use crate::value::Value;

/// The database in its folder.
pub(crate) const FILE: &str = "polku.sqlite";
/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 256;
/// Pages in the write-ahead log before the writer itself folds it back: more than the folder leaves.
const CHECKPOINT_PAGES: u32 = 50_000;
const PAGE_BYTES: u32 = 4096;
/// How many KiB of pages the writer keeps at hand, and how many while it makes all views anew: pages
/// of old rows are then used again without going through the log.
pub(crate) const WRITING: u32 = 256 << 10;
pub(crate) const REFOLDING: u32 = 768 << 10;

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// One row as it comes out.
pub(crate) struct Columns<'r>(&'r Row<'r>);

impl Columns<'_> {
    pub(crate) fn integer(&self, index: usize) -> Result<i64> {
        self.0.get_ref(index).and_then(|value| Ok(value.as_i64()?)).map_err(doing("reading"))
    }

    pub(crate) fn real(&self, index: usize) -> Result<f64> {
        self.0.get_ref(index).and_then(|value| Ok(value.as_f64()?)).map_err(doing("reading"))
    }

    pub(crate) fn text(&self, index: usize) -> Result<&str> {
        self.0.get_ref(index).and_then(|value| Ok(value.as_str()?)).map_err(doing("reading"))
    }

    pub(crate) fn bytes(&self, index: usize) -> Result<&[u8]> {
        self.0.get_ref(index).and_then(|value| Ok(value.as_blob()?)).map_err(doing("reading"))
    }

    pub(crate) fn is_null(&self, index: usize) -> Result<bool> {
        self.0.get_ref(index).map(|value| value == ValueRef::Null).map_err(doing("reading"))
    }

    /// A column of any type as text, for dumps and messages.
    pub(crate) fn shown(&self, index: usize) -> Result<String> {
        let value = self.0.get_ref(index).map_err(doing("reading"))?;
        Ok(match value {
            ValueRef::Null => "-".to_owned(),
            ValueRef::Integer(number) => number.to_string(),
            ValueRef::Real(number) => format!("{number:?}"),
            ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            ValueRef::Blob(bytes) => format!("{bytes:02x?}"),
        })
    }
}

/// A connection.
pub(crate) struct Reader {
    connection: Connection,
}

impl Reader {
    /// Opens a connection that can't write.
    pub(crate) fn open(file: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Self::of(file, flags)?;
        // The file is not mapped into memory: the engine would let go of the map after each commit of
        // the writer, and of every reader's view of it with an interrupt to all processors.
        reader.pragma("PRAGMA cache_size = -16000; PRAGMA mmap_size = 0;")?;
        reader.pragma("PRAGMA query_only = ON; PRAGMA temp_store = MEMORY;")?;
        Ok(reader)
    }

    /// Opens the one connection that writes, making the file when there is none.
    pub(crate) fn open_writer(file: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let writer = Self::of(file, flags)?;
        writer.pragma(&format!("PRAGMA page_size = {PAGE_BYTES};"))?;
        writer.pragma("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
        writer.pragma("PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;")?;
        // The writer numbers streams and persons itself; tests and `verify` check what would be four
        // lookups for each fact here.
        writer.pragma("PRAGMA foreign_keys = OFF;")?;
        writer.remember(WRITING)?;
        writer.pragma(&format!("PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES};"))?;
        Ok(writer)
    }

    /// Opens the connection that folds the write-ahead log back.
    pub(crate) fn open_folder(file: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let folder = Self::of(file, flags)?;
        folder.pragma("PRAGMA synchronous = FULL; PRAGMA query_only = ON;")?;
        Ok(folder)
    }

    fn of(file: &Path, flags: OpenFlags) -> Result<Self> {
        let opening = doing("opening the database");
        let connection = Connection::open_with_flags(file, flags).map_err(&opening)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Otherwise a statement is planned anew whenever a bound of a range changes.
        let stable = DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG;
        connection.set_db_config(stable, true).map_err(&opening)?;
        Ok(Self { connection })
    }

    pub(crate) fn pragma(&self, text: &str) -> Result<()> {
        self.connection.execute_batch(text).map_err(doing("opening the database"))
    }

    /// Keeps so many KiB of pages at hand from now on.
    pub(crate) fn remember(&self, kib: u32) -> Result<()> {
        self.pragma(&format!("PRAGMA cache_size = -{kib}; PRAGMA shrink_memory;"))
    }

    /// Bounds the file, so that tests can fill a disk and operators can set a quota.
    pub(crate) fn limit_bytes(&self, bytes: Option<u64>) -> Result<()> {
        // No pages at all would mean no limit; the file never shrinks below what it holds anyway.
        let pages = |bytes: u64| (bytes / u64::from(PAGE_BYTES)).max(1);
        let pages = bytes.map_or(u64::from(u32::MAX - 1), pages);
        self.pragma(&format!("PRAGMA max_page_count = {pages};"))
    }

    /// How many bytes the database takes.
    pub(crate) fn bytes(&self) -> Result<u64> {
        let pages = self.row("PRAGMA page_count", &[], |columns| columns.integer(0))?;
        let pages = pages.and_then(|pages| u64::try_from(pages).ok()).unwrap_or_default();
        Ok(pages * u64::from(PAGE_BYTES))
    }

    /// How many pages the write-ahead log holds, and how many of them are folded back.
    pub(crate) fn log_pages(&self) -> Result<(i64, i64)> {
        let pages = self.row("PRAGMA wal_checkpoint(NOOP)", &[], |columns| {
            Ok((columns.integer(1)?, columns.integer(2)?))
        })?;
        Ok(pages.unwrap_or_default())
    }

    /// Folds the write-ahead log back as far as readers allow.
    pub(crate) fn fold_log(&self) -> Result<()> {
        self.row("PRAGMA wal_checkpoint(PASSIVE)", &[], |_| Ok(())).map(|_| ())
    }

    /// Folds the write-ahead log back and empties it, so that nothing erased survives in it. Answers
    /// whether that was possible; a reader that holds on to the past prevents it.
    pub(crate) fn empty_log(&self) -> Result<bool> {
        let busy =
            self.row("PRAGMA wal_checkpoint(TRUNCATE)", &[], |columns| columns.integer(0))?;
        Ok(busy == Some(0))
    }

    /// Copies the database into a new file, as it is at this moment, whoever writes meanwhile.
    pub(crate) fn back_up(&self, file: &Path) -> Result<()> {
        let backing_up = doing("backing up");
        let mut copy = Connection::open(file).map_err(&backing_up)?;
        let backup = Backup::new(&self.connection, &mut copy).map_err(&backing_up)?;
        // All pages in one step: between steps a writer would make it begin again.
        if backup.step(-1).map_err(&backing_up)? == StepResult::Done {
            Ok(())
        } else {
            Err(Error::Failed { doing: "backing up", message: "the database is busy".to_owned() })
        }
    }

    /// What the engine itself finds wrong with its file.
    pub(crate) fn self_check(&self) -> Result<Option<String>> {
        let found = self.row("PRAGMA integrity_check(1)", &[], |columns| columns.shown(0))?;
        Ok(found.filter(|found| found != "ok"))
    }

    fn statement(&self, sql: &str, values: &[Value<'_>]) -> Result<CachedStatement<'_>> {
        let mut statement = self.connection.prepare_cached(sql).map_err(doing("reading"))?;
        bind(&mut statement, values)?;
        Ok(statement)
    }

    /// Calls back for each row until told to stop.
    pub(crate) fn each(
        &self,
        sql: &str,
        values: &[Value<'_>],
        read: &mut dyn FnMut(&Columns<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let mut statement = self.statement(sql, values)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(doing("reading"))? {
            if read(&Columns(row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// All rows.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Columns<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(sql, values, &mut |columns| {
            found.push(read(columns)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    pub(crate) fn row<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        read: impl FnMut(&Columns<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.rows(sql, values, read)?.into_iter().next())
    }

    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(doing("writing"))
    }

    /// Changes rows; says how many.
    pub(crate) fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<usize> {
        let mut statement = self.statement(sql, values)?;
        statement.raw_execute().map_err(doing("writing"))
    }

    /// Executes the same statement many times.
    pub(crate) fn execute_each<T>(
        &self,
        sql: &str,
        items: impl IntoIterator<Item = T>,
        mut bind: impl FnMut(T, &mut dyn FnMut(usize, &Value<'_>) -> Result<()>) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql).map_err(doing("writing"))?;
        for item in items {
            bind(item, &mut |index, value| {
                statement.raw_bind_parameter(index + 1, value).map_err(doing("writing"))
            })?;
            statement.raw_execute().map_err(doing("writing"))?;
        }
        Ok(())
    }

    /// Undoes a transaction, unless the engine has already done so.
    pub(crate) fn roll_back(&self) {
        if !self.connection.is_autocommit() {
            // A failed rollback leaves nothing to undo: the engine has already ended the transaction.
            drop(self.connection.execute_batch("ROLLBACK"));
        }
    }
}

fn bind(statement: &mut CachedStatement<'_>, values: &[Value<'_>]) -> Result<()> {
    // SQLite numbers `$1` by first appearance, PostgreSQL by its digit: texts must serve both.
    debug_assert!(
        (1..=values.len())
            .all(|index| { statement.parameter_name(index) == Some(format!("${index}").as_str()) })
    );
    for (index, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, value).map_err(doing("reading"))?;
    }
    Ok(())
}

/// What an error of the engine means to the store.
fn doing(doing: &'static str) -> impl Fn(rusqlite::Error) -> Error {
    move |error| match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Error::Full,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Error::damaged(error.to_string())
        }
        _ => Error::Failed { doing, message: error.to_string() },
    }
}
