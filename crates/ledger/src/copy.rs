//! Copying a store into another one, whichever databases they are in: facts with their positions and
//! hashes, seals, keys, the log of looks, who is signed in and what is under way, all from one moment.
//! Views are made anew there, and everything is verified.

use std::ops::ControlFlow;
use std::path::Path;

use crate::database::readers::Source;
use crate::database::{Columns, Reader, Transaction};
use crate::error::{Error, Result};
use crate::ledger::{Ledger, Options, Progress};
use crate::postgres::Address;
use crate::value::Value;
use crate::verify::{Verdict, count};
use crate::writer::Tally;
use crate::{meta, sqlite};

/// What a column holds.
#[derive(Clone, Copy)]
enum Kind {
    Number,
    Text,
    Bytes,
}
use Kind::{Bytes, Number, Text};

/// A table with its columns, and the order in which its rows go.
struct Table {
    name: &'static str,
    columns: &'static [(&'static str, Kind)],
    order: &'static str,
}

const TABLES: [Table; 8] = [
    Table {
        name: "person_key",
        columns: &[("id", Number), ("person", Text), ("wrapped", Bytes), ("erased_at", Number)],
        order: "id",
    },
    Table {
        name: "stream",
        columns: &[
            ("id", Number),
            ("name", Text),
            ("sequence", Number),
            ("position", Number),
            ("hash", Bytes),
        ],
        order: "id",
    },
    Table {
        name: "person_stream",
        columns: &[("person", Number), ("stream", Number)],
        order: "person, stream",
    },
    Table {
        name: "fact",
        columns: &[
            ("position", Number),
            ("stream", Number),
            ("sequence", Number),
            ("kind", Text),
            ("occurred_at", Number),
            ("recorded_at", Number),
            ("actor", Text),
            ("person", Number),
            ("digest", Bytes),
            ("hash", Bytes),
            ("body", Bytes),
        ],
        order: "position",
    },
    Table {
        name: "seal",
        columns: &[
            ("number", Number),
            ("first_position", Number),
            ("last_position", Number),
            ("root", Bytes),
            ("access_number", Number),
            ("access_hash", Bytes),
            ("hash", Bytes),
            ("sealed_at", Number),
        ],
        order: "number",
    },
    Table {
        name: "access",
        columns: &[
            ("number", Number),
            ("looked_at", Number),
            ("actor", Text),
            ("role", Text),
            ("unit", Text),
            ("person", Text),
            ("action", Text),
            ("ground", Text),
            ("detail", Text),
            ("hash", Bytes),
        ],
        order: "number",
    },
    Table {
        name: "session",
        columns: &[
            ("token_hash", Bytes),
            ("login", Text),
            ("data", Bytes),
            ("created_at", Number),
            ("expires_at", Number),
        ],
        order: "token_hash",
    },
    Table {
        name: "errand",
        columns: &[
            ("kind", Text),
            ("name", Text),
            ("body", Bytes),
            ("holder", Text),
            ("held_until", Number),
        ],
        order: "kind, name",
    },
];

impl Ledger {
    /// Copies a store into an empty one and verifies the copy. The first may be served meanwhile: the
    /// copy is of one moment.
    pub fn copy(from: Options, to: &dyn Fn() -> Options, progress: &Progress) -> Result<Verdict> {
        let source = source(&from)?;
        let mark = from.master_key.mark();
        drop(from);
        let copy = Self::open(to())?;
        copy.watched(&|done, total| progress(done, total), move |state, progress| {
            let origin = source.open()?;
            origin.at_one_moment(|origin| {
                meta::is_of_master_key(origin, &mark)?;
                state.transaction(|transaction, tally, _| {
                    copy_all(origin, transaction, tally, progress)
                })
            })
        })?;
        drop(copy);
        // Opening it again counts what came and makes the views.
        Self::open(to())?.verify(&|done, total| progress(done, total))
    }

    /// Makes a copy of a store that may be served meanwhile in another folder, and verifies it there.
    /// The master key is not in it.
    pub fn backup(from: Options, to: &dyn Fn() -> Options, progress: &Progress) -> Result<Verdict> {
        let file = to().folder.join(sqlite::FILE);
        if to().store.is_some() || file.exists() {
            return Err(Error::misuse("a backup goes into a folder that holds no store yet"));
        }
        match source(&from)? {
            Source::Postgres(_) => Self::copy(from, to, progress),
            Source::Sqlite(original) => {
                std::fs::create_dir_all(&to().folder).map_err(|error| Error::Failed {
                    doing: "making the folder of the backup",
                    message: error.to_string(),
                })?;
                sqlite::Reader::open(&original)?.back_up(&file)?;
                Self::open(to())?.verify(&|done, total| progress(done, total))
            }
        }
    }
}

/// Where the rows of a store are read, whether it is open elsewhere or not.
fn source(options: &Options) -> Result<Source> {
    match &options.store {
        Some(address) => Ok(Source::Postgres(Box::new(Address::read(address)?))),
        None => present(&options.folder),
    }
}

fn present(folder: &Path) -> Result<Source> {
    let file = folder.join(sqlite::FILE);
    if file.exists() {
        Ok(Source::Sqlite(file))
    } else {
        Err(Error::misuse(format!("{} holds no store", folder.display())))
    }
}

fn copy_all(
    origin: &Reader,
    transaction: &mut Transaction<'_>,
    tally: &mut Tally,
    progress: &dyn Fn(u64, u64),
) -> Result<()> {
    for table in &TABLES {
        if count(transaction, &format!("SELECT COUNT(*) FROM {}", table.name))? > 0 {
            return Err(Error::misuse("a copy goes into an empty store, and this one is not"));
        }
    }
    let total = count(origin, "SELECT COUNT(*) FROM fact")?;
    for table in &TABLES {
        let done = |rows: u64| {
            if table.name == "fact" {
                progress(rows, total);
            }
        };
        copy_table(origin, transaction, table, &done)?;
    }
    if transaction.is_shared() {
        let sql = "SELECT setval(pg_get_serial_sequence('person_key', 'id'), \
             COALESCE(MAX(id), 0) + 1, false) FROM person_key";
        transaction.execute(sql, &[])?;
    }
    tally.last_position = count(transaction, "SELECT COALESCE(MAX(position), 0) FROM fact")?;
    let streams = count(transaction, "SELECT COALESCE(MAX(id), 0) FROM stream")?;
    tally.last_stream = i64::try_from(streams).unwrap_or_default();
    meta::positions_have_gaps(transaction, total < tally.last_position)?;
    meta::views_are_stale(transaction)
}

fn copy_table(
    origin: &Reader,
    transaction: &mut Transaction<'_>,
    table: &Table,
    progress: &dyn Fn(u64),
) -> Result<()> {
    let Table { name, columns: kinds, order } = table;
    let names: Vec<_> = kinds.iter().map(|(name, _)| *name).collect();
    let signs: Vec<_> = (1..=names.len()).map(|number| format!("${number}")).collect();
    let (names, signs) = (names.join(", "), signs.join(", "));
    let insert = format!("INSERT INTO {name} ({names}) VALUES ({signs})");
    let mut rows = 0;
    origin.each(&format!("SELECT {names} FROM {name} ORDER BY {order}"), &[], |columns| {
        let mut values = Vec::with_capacity(kinds.len());
        for ((_, kind), index) in kinds.iter().zip(0..) {
            values.push(value(columns, *kind, index)?);
        }
        transaction.put(&insert, &values)?;
        rows += 1;
        progress(rows);
        Ok(ControlFlow::Continue(()))
    })
}

fn value<'c>(columns: &'c Columns<'_>, kind: Kind, index: usize) -> Result<Value<'c>> {
    if columns.is_null(index)? {
        return Ok(Value::Null);
    }
    Ok(match kind {
        Number => Value::Integer(columns.integer(index)?),
        Text => Value::Text(columns.text(index)?.into()),
        Bytes => Value::Bytes(columns.bytes(index)?),
    })
}
