//! The keys of people: found, made when first needed, kept at hand. A new key gets its number here at
//! once and its row in the next transaction of the writer, before anything that was sealed with it;
//! where several servers write, the database numbers it and keeps it at once.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::database::Transaction;
use crate::database::readers::Readers;
use crate::envelope::{MasterKey, PersonKey, Randomness};
use crate::error::{Error, Result};
use crate::value::Value;

const SHARDS: usize = 16;
/// Keys kept at hand in each shard: together some 50 MB.
const SHARD_KEYS: usize = 16_384;

/// What is known of a person's key.
#[derive(Clone)]
pub(crate) enum Key {
    /// It opens their facts.
    Alive(i64, Arc<PersonKey>),
    /// It was destroyed.
    Erased(i64),
}

/// A key that has no row yet.
#[derive(Clone)]
struct Fresh {
    id: i64,
    person: Box<str>,
    wrapped: Vec<u8>,
}

/// All keys, behind a cache.
pub(crate) struct Keyring {
    master: MasterKey,
    randomness: Arc<Randomness>,
    shards: [Mutex<HashMap<Box<str>, Key>>; SHARDS],
    fresh: Mutex<Vec<Fresh>>,
    // The last number given out, and the last one whose row is durable.
    last: AtomicI64,
    durable: AtomicI64,
}

impl Keyring {
    pub(crate) fn new(master: MasterKey, randomness: Arc<Randomness>, last: i64) -> Self {
        Self {
            master,
            randomness,
            shards: Default::default(),
            fresh: Mutex::default(),
            last: last.into(),
            durable: last.into(),
        }
    }

    /// The key of a person, if there ever was one.
    pub(crate) fn find(&self, person: &str, readers: &Readers) -> Result<Option<Key>> {
        let mut shard = self.shard(person);
        if let Some(key) = shard.get(person) {
            return Ok(Some(key.clone()));
        }
        let key = self.read(person, readers)?;
        if let Some(key) = &key {
            self.keep(&mut shard, person, key.clone());
        }
        Ok(key)
    }

    /// Keeps a key that was read together with what it opens.
    pub(crate) fn learn(&self, person: &str, id: i64, wrapped: &[u8]) -> Result<()> {
        let mut shard = self.shard(person);
        if !shard.contains_key(person) {
            let key = self.master.unwrap(person, wrapped)?;
            self.keep(&mut shard, person, Key::Alive(id, key.into()));
        }
        Ok(())
    }

    /// The key of a person, made now if there was none.
    pub(crate) fn find_or_make(&self, person: &str, readers: &Readers) -> Result<Key> {
        let mut shard = self.shard(person);
        if let Some(key) = shard.get(person) {
            return Ok(key.clone());
        }
        let key = match self.read(person, readers)? {
            Some(key) => key,
            None if readers.is_shared() => self.make_shared(person, readers)?,
            None => self.make(person),
        };
        self.keep(&mut shard, person, key.clone());
        Ok(key)
    }

    /// From now on the person's key counts as destroyed, or as not known when that failed.
    pub(crate) fn set(&self, person: &str, key: Option<Key>) {
        let mut shard = self.shard(person);
        match key {
            Some(key) => drop(shard.insert(person.into(), key)),
            None => drop(shard.remove(person)),
        }
    }

    /// Forgets all keys that the database has, because another server may have destroyed some.
    pub(crate) fn forget(&self) {
        for shard in &self.shards {
            shard.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    /// Writes the rows of new keys; the answer is for [`Self::settle`] after the commit.
    pub(crate) fn write_fresh(&self, transaction: &mut Transaction<'_>) -> Result<usize> {
        let fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for Fresh { id, person, wrapped } in &fresh {
            transaction.execute(
                "INSERT INTO person_key (id, person, wrapped) VALUES ($1, $2, $3)",
                &[Value::Integer(*id), (**person).into(), Value::Bytes(wrapped)],
            )?;
        }
        Ok(fresh.len())
    }

    /// The first `count` new keys are durable.
    pub(crate) fn settle(&self, count: usize) {
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = fresh.drain(..count).next_back() {
            self.durable.store(last.id, Ordering::Release);
        }
    }

    /// Whether a stored key opens.
    pub(crate) fn opens(&self, person: &str, wrapped: &[u8]) -> bool {
        self.master.unwrap(person, wrapped).is_ok()
    }

    fn make(&self, person: &str) -> Key {
        let (key, wrapped) = self.master.make(person, &*self.randomness);
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        let id = self.last.fetch_add(1, Ordering::AcqRel) + 1;
        fresh.push(Fresh { id, person: person.into(), wrapped });
        Key::Alive(id, key.into())
    }

    // Where others make keys too the database numbers them, and of two the first one stays.
    fn make_shared(&self, person: &str, readers: &Readers) -> Result<Key> {
        let (_, wrapped) = self.master.make(person, &*self.randomness);
        let insert = "INSERT INTO person_key (person, wrapped) VALUES ($1, $2) \
             ON CONFLICT (person) DO NOTHING";
        readers.with(|reader| reader.execute(insert, &[person.into(), Value::Bytes(&wrapped)]))?;
        let made = self.read(person, readers)?;
        made.ok_or_else(|| Error::damaged(format!("the key of {person} was not kept")))
    }

    fn read(&self, person: &str, readers: &Readers) -> Result<Option<Key>> {
        let sql = "SELECT id, wrapped FROM person_key WHERE person = $1";
        readers.with(|reader| {
            reader.row(sql, &[person.into()], |columns| {
                let id = columns.integer(0)?;
                if columns.is_null(1)? {
                    return Ok(Key::Erased(id));
                }
                let key = self.master.unwrap(person, columns.bytes(1)?)?;
                Ok(Key::Alive(id, key.into()))
            })
        })
    }

    fn keep(&self, shard: &mut HashMap<Box<str>, Key>, person: &str, key: Key) {
        if shard.len() >= SHARD_KEYS {
            // A key without a durable row exists only here and must stay.
            let durable = self.durable.load(Ordering::Acquire);
            shard.retain(|_, key| key.id() > durable);
        }
        shard.insert(person.into(), key);
    }

    fn shard(&self, person: &str) -> MutexGuard<'_, HashMap<Box<str>, Key>> {
        let sum = person
            .bytes()
            .fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
        let shard = self.shards.get(sum % SHARDS).expect("a remainder is less than its divisor");
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Key {
    /// The number facts point with.
    pub(crate) fn id(&self) -> i64 {
        match self {
            Self::Alive(id, _) | Self::Erased(id) => *id,
        }
    }
}
