//! A row type and its table: one declaration gives the statements, the bound values, the reading back
//! and the difference between two states.

use std::cmp::Ordering;
use std::sync::OnceLock;

use crate::database::{Columns, Transaction};
use crate::error::Result;
use crate::value::Value;

/// How many rows a statement inserts when there are a great many.
const MANY: usize = 24;

/// Receives the values of a row in the order of its columns.
pub(crate) type Bind<'a> = dyn FnMut(usize, &Value<'_>) -> Result<()> + 'a;

/// The statements of a table.
pub(crate) struct Statements {
    insert: String,
    insert_many: String,
    upsert: String,
    delete: String,
}

/// A row of a view. The first `KEY` columns tell rows apart.
pub(crate) trait Record: PartialEq {
    const TABLE: &'static str;
    const COLUMNS: &'static [&'static str];
    const KEY: usize;
    /// Whether another column than the key is unique too, so that rows that trade places have to leave
    /// first.
    const TRADES: bool = false;

    fn statements() -> &'static OnceLock<Statements>;

    /// Orders rows by key; beside each row is the number of the stream it belongs to.
    fn by_key(one: (i64, &Self), other: (i64, &Self)) -> Ordering;

    /// Gives the values of all columns; `stream` is the number of the stream the row belongs to.
    fn bind(&self, stream: i64, bind: &mut Bind<'_>) -> Result<()>;
}

fn statements<R: Record>() -> &'static Statements {
    R::statements().get_or_init(|| {
        let table = R::TABLE;
        let (key, rest) = R::COLUMNS.split_at(R::KEY);
        let columns = R::COLUMNS.join(", ");
        let insert = |rows: usize| {
            let values = |row| {
                let sign = |_: &str, number| format!("${}", row * R::COLUMNS.len() + number);
                format!("({})", numbered(R::COLUMNS, sign, ", "))
            };
            let values: Vec<_> = (0..rows).map(values).collect();
            format!("INSERT INTO {table} ({columns}) VALUES {}", values.join(", "))
        };
        let (insert, insert_many) = (insert(1), insert(MANY));
        let change = if rest.is_empty() {
            "NOTHING".to_owned()
        } else {
            let set = numbered(rest, |column, _| format!("{column} = excluded.{column}"), ", ");
            format!("UPDATE SET {set}")
        };
        let upsert = format!("{insert} ON CONFLICT ({}) DO {change}", key.join(", "));
        let which = numbered(key, |column, number| format!("{column} = ${number}"), " AND ");
        Statements {
            insert,
            insert_many,
            upsert,
            delete: format!("DELETE FROM {table} WHERE {which}"),
        }
    })
}

fn numbered(columns: &[&str], word: impl Fn(&str, usize) -> String, between: &str) -> String {
    let words: Vec<_> =
        columns.iter().zip(1..).map(|(column, number)| word(column, number)).collect();
    words.join(between)
}

/// Brings the rows of one stream in order; of two rows with one key the first stays.
pub(crate) fn in_order<R: Record>(rows: &mut Vec<R>) {
    rows.sort_by(|one, other| R::by_key((0, one), (0, other)));
    rows.dedup_by(|other, one| R::by_key((0, one), (0, other)) == Ordering::Equal);
}

/// The rows of one table that a change takes away, changes and adds.
pub(crate) struct Difference<R> {
    gone: Vec<R>,
    changed: Vec<R>,
    new: Vec<R>,
}

impl<R> Default for Difference<R> {
    fn default() -> Self {
        Self { gone: Vec::new(), changed: Vec::new(), new: Vec::new() }
    }
}

impl<R: Record> Difference<R> {
    /// What leads from one state of a stream's rows to another, both in order.
    pub(crate) fn between(before: Vec<R>, after: Vec<R>) -> Self {
        let mut found = Self { new: Vec::with_capacity(after.len()), ..Self::default() };
        let order = |one: &R, other: &R| R::by_key((0, one), (0, other));
        let mut after = after.into_iter().peekable();
        for old in before {
            while let Some(new) = after.next_if(|new| order(new, &old) == Ordering::Less) {
                found.new.push(new);
            }
            match after.next_if(|new| order(new, &old) == Ordering::Equal) {
                Some(new) if new == old => {}
                Some(new) if R::TRADES => {
                    found.gone.push(old);
                    found.new.push(new);
                }
                Some(new) => found.changed.push(new),
                None => found.gone.push(old),
            }
        }
        found.new.extend(after);
        found
    }

    /// Takes rows away; done for all tables before any row is put.
    pub(crate) fn take_away(&self, transaction: &mut Transaction<'_>, stream: i64) -> Result<()> {
        if self.gone.is_empty() {
            return Ok(());
        }
        transaction.execute_each(&statements::<R>().delete, &self.gone, |row, bind| {
            row.bind(stream, &mut |index, value| {
                if index < R::KEY { bind(index, value) } else { Ok(()) }
            })
        })
    }

    /// Changes and adds rows. A new row that is there already belongs to another stream, and fails.
    pub(crate) fn put(&self, transaction: &mut Transaction<'_>, stream: i64) -> Result<()> {
        for (sql, rows) in
            [(&statements::<R>().upsert, &self.changed), (&statements::<R>().insert, &self.new)]
        {
            if !rows.is_empty() {
                transaction.execute_each(sql, rows, |row, bind| row.bind(stream, bind))?;
            }
        }
        Ok(())
    }
}

/// Fills a table with new rows of many streams, in order of key so that pages fill one by one.
pub(crate) fn fill<R: Record>(
    transaction: &mut Transaction<'_>,
    rows: &mut Vec<(i64, R)>,
) -> Result<()> {
    rows.sort_unstable_by(|one, other| R::by_key((one.0, &one.1), (other.0, &other.1)));
    let Statements { insert, insert_many, .. } = statements::<R>();
    let (many, rest) = rows.as_chunks::<MANY>();
    transaction.execute_each(insert_many, many, |rows, bind| {
        for ((stream, row), at) in rows.iter().zip(0..) {
            row.bind(*stream, &mut |index, value| bind(at * R::COLUMNS.len() + index, value))?;
        }
        Ok(())
    })?;
    transaction.execute_each(insert, rest, |(stream, row), bind| row.bind(*stream, bind))?;
    rows.clear();
    Ok(())
}

/// The columns of a table as a list, for queries that read whole rows.
pub(crate) fn columns<R: Record>() -> String {
    R::COLUMNS.join(", ")
}

/// Declares the table of a row type: the columns with the fields they keep, the key first, and
/// columns that are computed from the row last.
macro_rules! record {
    ($row:ty, $table:literal, key { $($key_column:ident: $key_field:ident),* $(,)? },
        rest { $($column:ident: $field:ident),* $(,)? }
        $(, computed { $($made_column:ident: $make:expr),* $(,)? })?) => {
        impl $crate::record::Record for $row {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($key_column),)*
                $(stringify!($column),)* $($(stringify!($made_column),)*)?];
            const KEY: usize = [$(stringify!($key_column)),*].len();

            fn statements() -> &'static std::sync::OnceLock<$crate::record::Statements> {
                static STATEMENTS: std::sync::OnceLock<$crate::record::Statements> =
                    std::sync::OnceLock::new();
                &STATEMENTS
            }

            fn by_key(one: (i64, &Self), other: (i64, &Self)) -> std::cmp::Ordering {
                std::cmp::Ordering::Equal
                    $(.then_with(|| one.1.$key_field.cmp(&other.1.$key_field)))*
            }

            fn bind(
                &self,
                _stream: i64,
                bind: &mut $crate::record::Bind<'_>,
            ) -> $crate::error::Result<()> {
                let mut count = 0..;
                let mut next = || count.next().unwrap_or_default();
                $(bind(next(), &$crate::value::Field::value(&self.$key_field))?;)*
                $(bind(next(), &$crate::value::Field::value(&self.$field))?;)*
                $($(bind(next(), &$make(self))?;)*)?
                Ok(())
            }
        }

        impl $crate::record::Readable for $row {
            fn read(
                columns: &$crate::database::Columns<'_>,
            ) -> $crate::error::Result<Self> {
                let mut count = 0..;
                let mut next = || count.next().unwrap_or_default();
                Ok(Self {
                    $($key_field: $crate::value::Field::read(columns, next())?,)*
                    $($field: $crate::value::Field::read(columns, next())?,)*
                })
            }
        }
    };
}
pub(crate) use record;

/// A row that reads back from its columns.
pub(crate) trait Readable: Record + Sized {
    fn read(columns: &Columns<'_>) -> Result<Self>;
}
