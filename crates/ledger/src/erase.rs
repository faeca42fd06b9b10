//! Erasure: the key of a person is destroyed and everything derived from what it sealed goes with it.
//! The facts stay as they are, so the chain still verifies, but nobody can read them any more.

use jiff::Timestamp;

use crate::database::{Reader, Transaction};
use crate::error::{Error, Result};
use crate::fact::{Fact, whole_millisecond};
use crate::keyring::Key;
use crate::ledger::Ledger;
use crate::load::Sealed;
use crate::meta;
use crate::postgres::between;
use crate::value::{Field, Value};
use crate::view::rows::{Changes, Tables};
use crate::writer::{Shared, State};

const STREAMS: &str = "SELECT s.id, s.name FROM person_stream p JOIN stream s ON s.id = p.stream \
     WHERE p.person = $1 ORDER BY s.id";

impl Ledger {
    /// Destroys a person's key and the rows derived from what it sealed. Nothing brings them back.
    /// Answers whether there was a key to destroy.
    pub fn erase_person(&self, person: &str, now: Timestamp) -> Result<bool> {
        let person = person.to_owned();
        self.writer().alone(move |state| erase(state, &person, whole_millisecond(now)))
    }
}

fn erase(state: &mut State, person: &str, now: Timestamp) -> Result<bool> {
    if state.bulk {
        return Err(Error::BulkRunning);
    }
    let shared = state.shared.clone();
    let done = state.transaction(|transaction, _, _| {
        if transaction.is_shared() && meta::views(transaction)?.as_deref() == Some(meta::STALE) {
            return Err(Error::BulkRunning);
        }
        destroy(transaction, &shared, person, now)
    });
    let destroyed = match done {
        Ok(destroyed) => destroyed,
        Err(error) => {
            shared.keyring.set(person, None);
            return Err(error);
        }
    };
    let Some((id, count)) = destroyed else {
        // An erasure that could not empty the log is finished by the next one.
        state.empty_log()?;
        return Ok(false);
    };
    state.erased.insert(id, count);
    state.shared.watch.erased();
    between::tell_erased(&state.connection);
    if state.empty_log()? {
        Ok(true)
    } else {
        let message = "the key is destroyed, but a long read keeps the old log: erase again".into();
        Err(Error::Failed { doing: "erasing", message })
    }
}

/// Destroys a key that is alive, and the rows of what it sealed: its number, and the count of
/// erasures that made older batches void.
fn destroy(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    person: &str,
    now: Timestamp,
) -> Result<Option<(i64, u64)>> {
    let Some(Key::Alive(id, _)) = shared.keyring.find(person, &shared.readers)? else {
        return Ok(None);
    };
    let streams = transaction.rows(STREAMS, &[Value::Integer(id)], |columns| {
        Ok((columns.integer(0)?, columns.text(1)?.to_owned()))
    })?;
    let mut before = Vec::with_capacity(streams.len());
    for (_, stream) in &streams {
        before.push(project(transaction, shared, stream)?);
    }
    // From here on new batches see no key; those begun before are void by the count that follows.
    shared.keyring.set(person, Some(Key::Erased(id)));
    let count = shared.count_erasure();
    for ((stream, name), before) in streams.iter().zip(before) {
        let changes = Changes::between(before, project(transaction, shared, name)?);
        changes.apply(transaction, *stream)?;
    }
    transaction.execute(
        "UPDATE person_key SET wrapped = NULL, erased_at = $1 WHERE id = $2",
        &[now.value(), Value::Integer(id)],
    )?;
    if transaction.is_shared() {
        meta::erasures_are(transaction, count)?;
    }
    Ok(Some((id, count)))
}

fn project(reader: &Reader, shared: &Shared, stream: &str) -> Result<Tables> {
    let sealed = Sealed::of_stream(reader, stream)?;
    let opened = sealed.into_iter().map(|one| Ok(one.open(&shared.keyring, &shared.readers)?.1));
    let facts: Vec<Fact> = opened.collect::<Result<_>>()?;
    Tables::project(&*shared.projector, stream, &facts, &shared.terms)
}
