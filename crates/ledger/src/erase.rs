//! Erasure: the key of a person is destroyed and everything derived from what it sealed goes with it.
//! The facts stay as they are, so the chain still verifies, but nobody can read them any more.

use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::fact::{Fact, whole_millisecond};
use crate::keyring::Key;
use crate::ledger::Ledger;
use crate::load::Sealed;
use crate::sqlite::Transaction;
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
    let id = match shared.keyring.find(person, &shared.readers)? {
        Some(Key::Alive(id, _)) => id,
        Some(Key::Erased(_)) => {
            state.connection.empty_log()?;
            return Ok(false);
        }
        None => return Ok(false),
    };
    let streams = state.connection.rows(STREAMS, &[Value::Integer(id)], |columns| {
        Ok((columns.integer(0)?, columns.text(1)?.to_owned()))
    })?;
    let mut before = Vec::with_capacity(streams.len());
    for (_, stream) in &streams {
        before.push(project(state, &shared, stream)?);
    }
    // From here on new batches see no key; those begun before are void by the count that follows.
    shared.keyring.set(person, Some(Key::Erased(id)));
    let count = shared.count_erasure();
    state.erased.insert(id, count);
    let mut changes = Vec::with_capacity(streams.len());
    for ((id, stream), before) in streams.iter().zip(before) {
        changes.push((*id, Changes::between(before, project(state, &shared, stream)?)));
    }
    let done = state.transaction(|transaction, _, _| {
        destroy(transaction, id, now)?;
        changes.iter().try_for_each(|(stream, changes)| changes.apply(transaction, *stream))
    });
    if let Err(error) = done {
        shared.keyring.set(person, None);
        return Err(error);
    }
    if state.connection.empty_log()? {
        Ok(true)
    } else {
        let message = "the key is destroyed, but a long read keeps the old log: erase again".into();
        Err(Error::Failed { doing: "erasing", message })
    }
}

fn project(state: &State, shared: &Shared, stream: &str) -> Result<Tables> {
    let sealed = Sealed::of_stream(&state.connection, stream)?;
    let opened = sealed.into_iter().map(|one| Ok(one.open(&shared.keyring, &shared.readers)?.1));
    let facts: Vec<Fact> = opened.collect::<Result<_>>()?;
    Tables::project(&*shared.projector, stream, &facts, &shared.terms)
}

fn destroy(transaction: &mut Transaction<'_>, id: i64, now: Timestamp) -> Result<()> {
    transaction.execute(
        "UPDATE person_key SET wrapped = NULL, erased_at = $1 WHERE id = $2",
        &[now.value(), Value::Integer(id)],
    )?;
    Ok(())
}
