//! Everything that is particular to `PostgreSQL`: connections, how values travel, many rows in one
//! statement, and what servers that share a database have to settle between them.

pub(crate) mod address;
pub(crate) mod between;
pub(crate) mod group;
mod many;
pub(crate) mod migrations;
mod travel;

use std::cell::{Cell as Noted, RefCell};
use std::collections::HashMap;
use std::ops::ControlFlow;

use ::postgres::error::SqlState;
use ::postgres::fallible_iterator::FallibleIterator as _;
use ::postgres::types::ToSql;
use ::postgres::{Client, SimpleQueryMessage, Statement};

pub(crate) use self::address::Address;
use self::many::Many;
use self::travel::Cell;
pub(crate) use self::travel::Columns;
use crate::error::{Error, Result};
use crate::value::Value;

/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 512;
/// How many rows wait before they are sent.
const WAITING: usize = 1024;

/// A connection.
pub(crate) struct Reader {
    client: RefCell<Kept>,
    statements: RefCell<HashMap<String, Vec<(usize, Statement)>>>,
    waiting: RefCell<Vec<Waiting>>,
    /// Whether the server was seen to be gone: the connection itself may not know yet.
    gone: Noted<bool>,
}

/// Rows for one statement.
struct Waiting {
    sql: String,
    many: Many,
    rows: usize,
    cells: Vec<Cell>,
}

// The client brings a runtime of its own, which must not be ended by a thread of another one.
struct Kept(Option<Client>);

impl Drop for Kept {
    fn drop(&mut self) {
        let client = self.0.take();
        // When no thread can be had the process is about to end, and the connection with it.
        drop(
            std::thread::Builder::new()
                .spawn(move || drop(client))
                .map(std::thread::JoinHandle::join),
        );
    }
}

impl Kept {
    fn client(&mut self) -> &mut Client {
        self.0.as_mut().expect("a connection is kept until it is dropped")
    }
}

impl Reader {
    fn new(client: Client) -> Self {
        Self {
            client: RefCell::new(Kept(Some(client))),
            statements: RefCell::default(),
            waiting: RefCell::default(),
            gone: Noted::new(false),
        }
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.gone.get() || self.client.borrow_mut().client().is_closed()
    }

    fn doing(&self, what: &'static str) -> impl Fn(::postgres::Error) -> Error {
        move |error| {
            let error = doing(what)(error);
            if matches!(error, Error::Away { .. }) {
                self.gone.set(true);
            }
            error
        }
    }

    /// Calls back for each row until told to stop.
    pub(crate) fn each(
        &self,
        sql: &str,
        values: &[Value<'_>],
        read: &mut dyn FnMut(&Columns<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.put_all()?;
        let mut kept = self.client.borrow_mut();
        let client = kept.client();
        let statement = self.statement(client, sql, 1, || sql.to_owned())?;
        let mut rows =
            client.query_raw(&statement, values.iter()).map_err(self.doing("reading"))?;
        while let Some(row) = rows.next().map_err(self.doing("reading"))? {
            if read(&Columns(&row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Changes rows; says how many.
    pub(crate) fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<usize> {
        self.put_all()?;
        let mut kept = self.client.borrow_mut();
        let client = kept.client();
        let statement = self.statement(client, sql, 1, || sql.to_owned())?;
        let changed =
            client.execute(&statement, &parameters(values)).map_err(self.doing("writing"))?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    /// Keeps a row until it is sent with others.
    pub(crate) fn put(&self, sql: &str, values: &[Value<'_>]) -> Result<()> {
        self.put_each(sql, [()], |(), bind| {
            values.iter().zip(0..).try_for_each(|(value, index)| bind(index, value))
        })
    }

    /// Keeps rows until they are sent with others.
    pub(crate) fn put_each<T>(
        &self,
        sql: &str,
        items: impl IntoIterator<Item = T>,
        mut bind: impl FnMut(T, &mut dyn FnMut(usize, &Value<'_>) -> Result<()>) -> Result<()>,
    ) -> Result<()> {
        let mut waiting = self.waiting.borrow_mut();
        let at = waiting.iter().position(|waiting| waiting.sql == sql).unwrap_or(waiting.len());
        if at == waiting.len() {
            let (sql, many) = (sql.to_owned(), Many::of(sql));
            waiting.push(Waiting { sql, many, rows: 0, cells: Vec::new() });
        }
        let one = waiting.get_mut(at).expect("it was found or put there");
        for item in items {
            bind(item, &mut |_, value| {
                one.cells.push(Cell::of(value));
                Ok(())
            })?;
            one.rows += 1;
            if one.rows >= WAITING {
                self.send(one)?;
            }
        }
        Ok(())
    }

    /// Sends all rows that wait: those that go before those that come, or one that comes could find
    /// its place taken.
    pub(crate) fn put_all(&self) -> Result<()> {
        let mut waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        waiting.sort_by_key(|waiting| !waiting.sql.starts_with("DELETE"));
        waiting.iter_mut().try_for_each(|waiting| self.send(waiting))
    }

    fn send(&self, waiting: &mut Waiting) -> Result<()> {
        let mut kept = self.client.borrow_mut();
        let client = kept.client();
        let width = waiting.cells.len().checked_div(waiting.rows).unwrap_or_default();
        let mut cells = waiting.cells.as_slice();
        let mut left = waiting.rows;
        while left > 0 {
            let rows = waiting.many.rows_at_once(left, width);
            let text = || waiting.many.text(&waiting.sql, width, rows);
            let statement = self.statement(client, &waiting.sql, rows, text)?;
            let (these, others) = cells.split_at(rows * width);
            client.execute(&statement, &parameters(these)).map_err(self.doing("writing"))?;
            (cells, left) = (others, left - rows);
        }
        waiting.cells.clear();
        waiting.rows = 0;
        Ok(())
    }

    fn statement(
        &self,
        client: &mut Client,
        sql: &str,
        rows: usize,
        text: impl FnOnce() -> String,
    ) -> Result<Statement> {
        let mut statements = self.statements.borrow_mut();
        if let Some(kept) = statements.get(sql)
            && let Some((_, statement)) = kept.iter().find(|(many, _)| *many == rows)
        {
            return Ok(statement.clone());
        }
        if statements.len() >= STATEMENTS {
            statements.clear();
        }
        let statement = client.prepare(&text()).map_err(self.doing("preparing"))?;
        statements.entry(sql.to_owned()).or_default().push((rows, statement.clone()));
        Ok(statement)
    }

    /// Runs statements that take no values.
    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        self.client.borrow_mut().client().batch_execute(sql).map_err(self.doing("writing"))
    }

    /// Runs statements that take no values in one round trip; answers all their rows as text.
    pub(crate) fn texts(&self, sql: &str) -> Result<Vec<Vec<String>>> {
        self.put_all()?;
        let messages =
            self.client.borrow_mut().client().simple_query(sql).map_err(self.doing("reading"))?;
        let mut found = Vec::new();
        for message in messages {
            if let SimpleQueryMessage::Row(row) = message {
                let texts = (0..row.len()).map(|at| row.get(at).unwrap_or_default().to_owned());
                found.push(texts.collect());
            }
        }
        Ok(found)
    }

    pub(crate) fn roll_back(&self) {
        self.waiting.borrow_mut().clear();
        // A connection that cannot even roll back is broken, and is not used again.
        drop(self.batch("ROLLBACK"));
    }
}

fn parameters<T: ToSql + Sync>(values: &[T]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// Whether the server cannot be reached, begins or stops: all of that passes.
fn is_away(code: Option<&SqlState>, error: &::postgres::Error) -> bool {
    let Some(code) = code else {
        let cause = std::error::Error::source(error);
        return error.is_closed()
            || cause.is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
    };
    let stops = [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::TOO_MANY_CONNECTIONS,
    ];
    code.code().starts_with("08") || stops.contains(code)
}

/// What an error of the server means to the store.
fn doing(doing: &'static str) -> impl Fn(::postgres::Error) -> Error {
    move |error| match error.code() {
        Some(&SqlState::DISK_FULL) => Error::Full,
        code if is_away(code, &error) => Error::Away { message: error.to_string() },
        Some(&(SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED)) => {
            Error::damaged(error.to_string())
        }
        _ => {
            let said = error.as_db_error().map(|said| match said.detail() {
                Some(detail) => format!("{} ({detail})", said.message()),
                None => said.message().to_owned(),
            });
            Error::Failed { doing, message: said.unwrap_or_else(|| error.to_string()) }
        }
    }
}
