//! Appending: everything that can be done before the writer's turn is done here, on the caller's own
//! thread: sealing, chaining, projecting, comparing. The writer only checks, binds and steps.

use std::sync::Arc;

use jiff::Timestamp;

use crate::access::{self, AccessEntry};
use crate::error::{Error, Result};
use crate::fact::{Body, Fact, Hash, NewFact, whole_millisecond};
use crate::keyring::Key;
use crate::ledger::Ledger;
use crate::stored::v1;
use crate::view::rows::{Changes, Tables};
use crate::writer::Job;

/// What one stream gets in a batch.
#[derive(Clone, Debug)]
pub struct StreamAppend {
    /// The stream.
    pub stream: Arc<str>,
    /// All its facts so far, as they were loaded: the decision rests on them.
    pub history: Vec<Fact>,
    /// What is new. May be empty, and then only says that the stream must not have moved.
    pub new: Vec<NewFact>,
}

/// Facts for one or several streams, and the looks that led to them: all of it becomes durable, or
/// nothing.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The streams touched.
    pub streams: Vec<StreamAppend>,
    /// The looks to write down with it.
    pub access: Vec<AccessEntry>,
}

/// Where a batch ended up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appended {
    /// The position of its first fact; facts of a batch lie together in the order given.
    pub first_position: u64,
    /// The position of its last fact; one less than the first when there was none.
    pub last_position: u64,
}

/// A batch as the writer takes it.
pub(crate) struct Prepared {
    pub(crate) streams: Vec<PreparedStream>,
    pub(crate) access: Vec<AccessEntry>,
    /// The count of erasures when it was begun.
    pub(crate) erasures: u64,
    /// Everybody whose key it counts on, by number.
    pub(crate) persons: Vec<i64>,
}

/// One stream of it.
pub(crate) struct PreparedStream {
    pub(crate) name: Arc<str>,
    pub(crate) expected: u64,
    pub(crate) facts: Vec<PreparedFact>,
    pub(crate) hash: Hash,
    /// People this stream concerns for the first time.
    pub(crate) new_persons: Vec<i64>,
    pub(crate) changes: Changes,
}

/// One fact of it.
pub(crate) struct PreparedFact {
    pub(crate) sequence: u64,
    pub(crate) kind: String,
    pub(crate) occurred_at: Timestamp,
    pub(crate) recorded_at: Timestamp,
    pub(crate) actor: String,
    pub(crate) person: Option<i64>,
    pub(crate) digest: Hash,
    pub(crate) hash: Hash,
    pub(crate) body: Vec<u8>,
}

impl Ledger {
    /// Appends a batch; it is durable when this returns.
    ///
    /// [`Error::Stale`] tells that somebody was faster: load again and decide again.
    pub fn append(&self, batch: Batch, recorded_at: Timestamp) -> Result<Appended> {
        let prepared = self.prepare(batch, whole_millisecond(recorded_at))?;
        self.writer().ask(|answer| Job::Append(Box::new(prepared), answer))
    }

    fn prepare(&self, batch: Batch, recorded_at: Timestamp) -> Result<Prepared> {
        // Read before any key is looked up: an erasure that comes later is noticed by the writer.
        let erasures = self.writer().erasures();
        let mut persons = Vec::new();
        let mut streams: Vec<PreparedStream> = Vec::with_capacity(batch.streams.len());
        for append in batch.streams {
            if streams.iter().any(|stream| stream.name == append.stream) {
                return Err(Error::misuse(format!("{} twice in one batch", append.stream)));
            }
            streams.push(self.prepare_stream(append, recorded_at, &mut persons)?);
        }
        let access = batch.access.into_iter().map(access::cleaned).collect();
        Ok(Prepared { streams, access, erasures, persons })
    }

    fn prepare_stream(
        &self,
        append: StreamAppend,
        recorded_at: Timestamp,
        persons: &mut Vec<i64>,
    ) -> Result<PreparedStream> {
        let StreamAppend { stream, mut history, new } = append;
        check(&stream, &history, &new)?;
        let expected = history.len() as u64;
        let (alive, old_persons) = self.persons_of(&stream, &history)?;
        let mut hash = history.last().map_or(Hash::default(), |fact| fact.hash);
        let (projector, terms) = (self.projector(), self.terms());
        let mut facts = Vec::with_capacity(new.len());
        let mut changes = Changes::default();
        if !new.is_empty() {
            let before = Tables::project(projector, &stream, &history, terms)?;
            for fact in new {
                let sequence = history.len() as u64 + 1;
                let prepared = self.prepare_fact(&stream, sequence, &hash, &fact, recorded_at)?;
                hash = prepared.hash;
                history.push(prepared.seen(&stream, fact));
                facts.push(prepared);
            }
            let after = Tables::project(projector, &stream, &history, terms)?;
            changes = Changes::between(before, after);
        }
        let mut new_persons: Vec<_> = facts.iter().filter_map(|fact| fact.person).collect();
        new_persons.sort_unstable();
        new_persons.dedup();
        new_persons.retain(|person| !old_persons.contains(person));
        persons.extend(alive.iter().chain(&new_persons));
        Ok(PreparedStream { name: stream, expected, facts, hash, new_persons, changes })
    }

    // Those whose keys still count, and everybody. A history read before an erasure still shows what was
    // erased: it is as good as stale.
    fn persons_of(&self, stream: &Arc<str>, history: &[Fact]) -> Result<(Vec<i64>, Vec<i64>)> {
        let (mut alive, mut persons) = (Vec::new(), Vec::new());
        let mut last: Option<&str> = None;
        for fact in history {
            let Some(person) = fact.person.as_deref() else { continue };
            if last == Some(person) {
                continue;
            }
            last = Some(person);
            let Some(key) = self.keyring().find(person, self.readers())? else { continue };
            if let (Key::Erased(_), Body::Clear(_)) = (&key, &fact.body) {
                return Err(Error::Stale { stream: stream.clone() });
            }
            if !persons.contains(&key.id()) {
                persons.push(key.id());
                if let (Key::Alive(id, _), Body::Clear(_)) = (&key, &fact.body) {
                    alive.push(*id);
                }
            }
        }
        Ok((alive, persons))
    }

    pub(crate) fn prepare_fact(
        &self,
        stream: &str,
        sequence: u64,
        previous: &Hash,
        fact: &NewFact,
        recorded_at: Timestamp,
    ) -> Result<PreparedFact> {
        let (person, body) = match &fact.person {
            None => (None, v1::clear(&fact.body)),
            Some(person) => match self.keyring().find_or_make(person, self.readers())? {
                Key::Erased(_) => return Err(Error::Erased { person: person.clone() }),
                Key::Alive(id, key) => (Some(id), v1::sealed(&key, stream, sequence, &fact.body)),
            },
        };
        let occurred_at = whole_millisecond(fact.occurred_at);
        let digest = v1::digest(&body);
        let link = v1::Link {
            stream,
            sequence,
            kind: &fact.kind,
            occurred_at,
            recorded_at,
            actor: &fact.actor,
            person: fact.person.as_deref(),
            digest: &digest,
        };
        let hash = v1::chain(previous, &link);
        Ok(PreparedFact {
            sequence,
            kind: fact.kind.clone(),
            occurred_at,
            recorded_at,
            actor: fact.actor.clone(),
            person,
            digest,
            hash,
            body,
        })
    }
}

impl PreparedFact {
    /// The fact as it will be loaded.
    fn seen(&self, stream: &Arc<str>, fact: NewFact) -> Fact {
        Fact {
            stream: stream.clone(),
            sequence: self.sequence,
            kind: fact.kind,
            occurred_at: self.occurred_at,
            recorded_at: self.recorded_at,
            actor: fact.actor,
            person: fact.person,
            body: Body::Clear(fact.body),
            hash: self.hash,
        }
    }
}

fn check(stream: &Arc<str>, history: &[Fact], new: &[NewFact]) -> Result<()> {
    let texts =
        new.iter().flat_map(|fact| [Some(&fact.kind), Some(&fact.actor), fact.person.as_ref()]);
    if stream.contains('\0') || texts.flatten().any(|text| text.contains('\0')) {
        return Err(Error::misuse(format!("{stream:?} holds a character that no text can hold")));
    }
    let whole = history
        .iter()
        .zip(1..)
        .all(|(fact, sequence)| fact.sequence == sequence && fact.stream == *stream);
    if whole { Ok(()) } else { Err(Error::misuse(format!("the history of {stream} is not whole"))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MasterKey, Options, Projector, Rows};

    struct Nothing;

    impl Projector for Nothing {
        fn fingerprint(&self) -> String {
            String::new()
        }

        fn project(&self, _stream: &str, _facts: &[Fact]) -> Rows {
            Rows::default()
        }
    }

    /// Between preparing and writing there is a moment in which a key can be destroyed.
    #[test]
    fn a_batch_prepared_before_an_erasure_is_void() {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            folder: folder.path().to_owned(),
            master_key: MasterKey::new([1; 32]),
            projector: Arc::new(Nothing),
            randomness: Arc::new(|bytes: &mut [u8]| bytes.fill(7)),
            store: None,
            readers: 2,
            bytes_max: None,
            progress: None,
        };
        let ledger = Ledger::open(options).unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let batch = |person: &str, stream: &str| {
            let person = Some(person.to_owned());
            let (kind, actor) = ("noted".to_owned(), "a".to_owned());
            let new = vec![NewFact { kind, occurred_at: now, actor, person, body: vec![1] }];
            let history = ledger.load(stream).unwrap();
            let streams = vec![StreamAppend { stream: stream.into(), history, new }];
            Batch { streams, access: Vec::new() }
        };
        ledger.append(batch("anna", "case/1"), now).unwrap();
        let about_anna = ledger.prepare(batch("anna", "case/2"), now).unwrap();
        let about_bo = ledger.prepare(batch("bo", "case/3"), now).unwrap();
        assert!(ledger.erase_person("anna", now).unwrap());

        let write =
            |prepared| ledger.writer().ask(|answer| Job::Append(Box::new(prepared), answer));
        assert!(matches!(write(about_anna), Err(Error::Stale { .. })));
        assert!(write(about_bo).is_ok());
        assert_eq!(ledger.load("case/2").unwrap(), []);
    }
}
