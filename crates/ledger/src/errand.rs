//! Errands: work beside the requests, each done by one server at a time. Whoever takes one holds it for
//! a while and has to say again and again that they are still at it; what is held no more can be taken
//! by another server. Invariant: only its holder writes an errand; anybody may end it.

use std::time::Duration;

use crate::database::Columns;
use crate::error::Result;
use crate::ledger::Ledger;
use crate::sqlite;
use crate::value::{Field, Value};

/// So many are taken with one question.
const TOGETHER: usize = 64;

/// Work to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Errand {
    /// Which of its kind.
    pub name: String,
    /// Order and progress, in the form of whoever gave it.
    pub body: Vec<u8>,
    /// Whether somebody is at it.
    pub held: bool,
}

/// Who takes errands, under a name that nobody used before, and for how long at a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// The name.
    pub name: String,
    /// How long what they take is theirs unless they say so again.
    pub lease: Duration,
}

impl Holder {
    fn millis(&self) -> i64 {
        i64::try_from(self.lease.as_millis()).unwrap_or(i64::MAX)
    }
}

impl Errand {
    fn read(columns: &Columns<'_>) -> Result<Self> {
        Ok(Self {
            name: Field::read(columns, 0)?,
            body: columns.bytes(1)?.to_vec(),
            held: Field::read(columns, 2)?,
        })
    }
}

/// Lets everything go in a store that nobody else has open: who held it is no more.
pub(crate) fn free_all(writer: &sqlite::Reader) -> Result<()> {
    let held = "SELECT COUNT(*) FROM errand WHERE held_until > 0";
    if writer.row(held, &[], |columns| columns.integer(0))? == Some(0) {
        return Ok(());
    }
    writer.execute("UPDATE errand SET held_until = 0", &[]).map(|_| ())
}

impl Ledger {
    /// The instant now by the one clock that all servers share. Where there are no others, time stands
    /// still: what is held is free when it is let go, or the store opened again.
    fn clock(&self) -> &'static str {
        if self.is_shared() {
            "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"
        } else {
            "0"
        }
    }

    /// All errands of a kind, in the order of their names.
    pub fn errands(&self, kind: &str) -> Result<Vec<Errand>> {
        let sql = format!("{} WHERE kind = $1 ORDER BY name", self.select());
        self.read(|reader| reader.rows(&sql, &[kind.into()], Errand::read))
    }

    /// One errand.
    pub fn errand(&self, kind: &str, name: &str) -> Result<Option<Errand>> {
        let sql = format!("{} WHERE kind = $1 AND name = $2", self.select());
        self.read(|reader| reader.row(&sql, &[kind.into(), name.into()], Errand::read))
    }

    fn select(&self) -> String {
        let held = format!("CASE WHEN held_until > {} THEN 1 ELSE 0 END", self.clock());
        let held =
            format!("CAST({held} AS {})", if self.is_shared() { "BIGINT" } else { "INTEGER" });
        format!("SELECT name, body, {held} FROM errand")
    }

    /// Gives an errand, free or taken at once; answers whether it is new.
    pub fn give_errand(
        &self,
        kind: &str,
        name: &str,
        body: &[u8],
        holder: Option<&Holder>,
    ) -> Result<bool> {
        let until = holder.map_or("$5".to_owned(), |_| format!("{} + $5", self.clock()));
        let sql = format!(
            "INSERT INTO errand (kind, name, body, holder, held_until) \
             VALUES ($1, $2, $3, $4, {until}) ON CONFLICT (kind, name) DO NOTHING"
        );
        let (name_of, millis) =
            holder.map_or((String::new(), 0), |it| (it.name.clone(), it.millis()));
        let (kind, name, body) = (kind.to_owned(), name.to_owned(), body.to_vec());
        let given = self.change(move |execute| {
            let body = Value::Bytes(&body);
            execute(&sql, &[kind.value(), name.value(), body, name_of.value(), millis.into()])
        })?;
        Ok(given > 0)
    }

    /// Takes those of these errands that nobody holds; answers what was taken, as it is now.
    pub fn take_errands(
        &self,
        kind: &str,
        names: &[String],
        holder: &Holder,
    ) -> Result<Vec<Errand>> {
        // Whoever takes one at the same moment is left alone with it.
        let skip = if self.is_shared() { " FOR UPDATE SKIP LOCKED" } else { "" };
        let clock = self.clock();
        for names in names.chunks(TOGETHER) {
            let signs: Vec<_> = (4..names.len() + 4).map(|at| format!("${at}")).collect();
            let sql = format!(
                "UPDATE errand SET holder = $1, held_until = {clock} + $2 WHERE kind = $3 AND name IN \
                 (SELECT name FROM errand WHERE kind = $3 AND name IN ({}) \
                 AND held_until <= {clock}{skip})",
                signs.join(", ")
            );
            let (kind, names, holder) = (kind.to_owned(), names.to_vec(), holder.clone());
            self.change(move |execute| {
                let mut values = vec![holder.name.value(), holder.millis().into(), kind.value()];
                values.extend(names.iter().map(Field::value));
                execute(&sql, &values)
            })?;
        }
        let sql = format!("{} WHERE kind = $1 AND holder = $2 ORDER BY name", self.select());
        let values = [kind.into(), holder.name.value()];
        self.read(|reader| reader.rows(&sql, &values, Errand::read))
    }

    /// Says that a holder is still at everything they took.
    pub fn keep_errands(&self, holder: &Holder) -> Result<()> {
        let clock = self.clock();
        let sql = format!(
            "UPDATE errand SET held_until = {clock} + $1 WHERE holder = $2 AND held_until > 0"
        );
        let holder = holder.clone();
        self.change(move |execute| execute(&sql, &[holder.millis().into(), holder.name.value()]))?;
        Ok(())
    }

    /// Writes how far an errand is, and keeps it. Answers whether it was still this holder's; if not,
    /// nothing is written.
    pub fn write_errand(
        &self,
        kind: &str,
        name: &str,
        body: &[u8],
        holder: &Holder,
    ) -> Result<bool> {
        let sql = format!(
            "UPDATE errand SET body = $1, held_until = {} + $2 \
             WHERE kind = $3 AND name = $4 AND holder = $5 AND held_until > 0",
            self.clock()
        );
        let (kind, name, body) = (kind.to_owned(), name.to_owned(), body.to_vec());
        let holder = holder.clone();
        let written = self.change(move |execute| {
            let values = [
                Value::Bytes(&body),
                holder.millis().into(),
                kind.value(),
                name.value(),
                holder.name.value(),
            ];
            execute(&sql, &values)
        })?;
        Ok(written > 0)
    }

    /// Lets go of everything a holder took.
    pub fn let_errands_go(&self, holder: &Holder) -> Result<()> {
        let holder = holder.clone();
        self.change(move |execute| {
            let sql = "UPDATE errand SET held_until = 0 WHERE holder = $1 AND held_until > 0";
            execute(sql, &[holder.name.value()])
        })?;
        Ok(())
    }

    /// Ends an errand, whoever holds it: they learn so when they next write. Answers whether there was
    /// one.
    pub fn end_errand(&self, kind: &str, name: &str) -> Result<bool> {
        let (kind, name) = (kind.to_owned(), name.to_owned());
        let ended = self.change(move |execute| {
            execute(
                "DELETE FROM errand WHERE kind = $1 AND name = $2",
                &[kind.value(), name.value()],
            )
        })?;
        Ok(ended > 0)
    }
}
