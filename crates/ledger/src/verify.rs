//! Verification: every digest, chain, seal and head is computed again from what is stored, and the
//! first thing that does not fit is named.

mod facts;

use std::fmt;

use crate::access::{self, Look};
use crate::database::Reader;
use crate::error::{Error, Result};
use crate::fact::Hash;
use crate::ledger::Ledger;
use crate::seal::{SEAL, Seal};
use crate::{meta, value::Field};

/// What verification found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Everything fits.
    Sound(Counts),
    /// This is the first thing that does not.
    Damaged(Fault),
}

/// What was verified.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    /// Facts.
    pub facts: u64,
    /// Streams.
    pub streams: u64,
    /// Seals.
    pub seals: u64,
    /// Looks.
    pub looks: u64,
}

/// What does not fit, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub what: String,
}

/// A place in the store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// The fact at a position.
    Fact(u64),
    /// The head of a stream.
    Stream(String),
    /// The seal of a number.
    Seal(u64),
    /// The look of a number.
    Look(u64),
    /// The key of a person, by number.
    Key(i64),
    /// The file itself.
    File,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fact(position) => write!(f, "fact at position {position}"),
            Self::Stream(stream) => write!(f, "stream {stream}"),
            Self::Seal(number) => write!(f, "seal {number}"),
            Self::Look(number) => write!(f, "look {number}"),
            Self::Key(number) => write!(f, "person key {number}"),
            Self::File => f.write_str("database file"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Either a fault of the store, which is an answer, or one of the world, which is not.
pub(crate) enum Stop {
    Found(Fault),
    Failed(Error),
}

impl Stop {
    pub(crate) fn found(place: Place, what: impl Into<String>) -> Self {
        Self::Found(Fault { place, what: what.into() })
    }

    /// What can't be read at a place is a fault of that place.
    pub(crate) fn reading(place: Place) -> impl FnOnce(Error) -> Self {
        move |error| {
            if let Error::Damaged { what: said } | Error::Failed { message: said, .. } = error {
                Self::found(place, format!("can't be read: {said}"))
            } else {
                Self::Failed(error)
            }
        }
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::reading(Place::File)(error)
    }
}

/// The last number and the hash of a look that a seal vouches for, with the seal's number.
type Vouched = (u64, Hash, u64);

impl Ledger {
    /// Verifies the whole store as it is at this moment; appends go on meanwhile.
    pub fn verify(&self, progress: &dyn Fn(u64, u64)) -> Result<Verdict> {
        self.read(|reader| {
            reader.at_one_moment(|reader| match self.verify_all(reader, progress) {
                Ok(counts) => Ok(Verdict::Sound(counts)),
                Err(Stop::Found(fault)) => Ok(Verdict::Damaged(fault)),
                Err(Stop::Failed(error)) => Err(error),
            })
        })
    }

    fn verify_all(&self, reader: &Reader, progress: &dyn Fn(u64, u64)) -> Result<Counts, Stop> {
        let seals = seals(reader)?;
        let (facts, streams) = facts::verify(reader, &seals, progress)?;
        let vouched: Vec<_> =
            seals.iter().map(|seal| (seal.access_number, seal.access_hash, seal.number)).collect();
        let looks = looks(reader, &vouched)?;
        self.keys(reader)?;
        match meta::views(reader)? {
            Some(views) if views == meta::fingerprint(self.projector()) => {}
            _ => return Err(Stop::found(Place::File, "the views are stale: run rebuild")),
        }
        if let Some(found) = reader.self_check()? {
            return Err(Stop::found(Place::File, found));
        }
        Ok(Counts { facts, streams, seals: seals.len() as u64, looks })
    }

    fn keys(&self, reader: &Reader) -> Result<(), Stop> {
        let sql = "SELECT id, person, wrapped, erased_at FROM person_key ORDER BY id";
        let mut bad = None;
        reader.each(sql, &[], |columns| {
            let (id, person) = (columns.integer(0)?, columns.text(1)?);
            let sound = match (columns.is_null(2)?, columns.is_null(3)?) {
                (false, true) => self.keyring().opens(person, columns.bytes(2)?),
                (true, false) => true,
                (true, true) | (false, false) => false,
            };
            if sound {
                return Ok(std::ops::ControlFlow::Continue(()));
            }
            bad = Some(id);
            Ok(std::ops::ControlFlow::Break(()))
        })?;
        match bad {
            Some(id) => Err(Stop::found(Place::Key(id), "the wrapped key does not open")),
            None => Ok(()),
        }
    }
}

/// The chain of seals, each verified but for its root.
fn seals(reader: &Reader) -> Result<Vec<Seal>, Stop> {
    let mut seals: Vec<Seal> = Vec::new();
    let read = reader.rows(&format!("{SEAL} ORDER BY number"), &[], |columns| {
        Ok(Seal::read(columns).map_err(|error| (columns.integer(0).unwrap_or_default(), error)))
    })?;
    for (seal, number) in read.into_iter().zip(1..) {
        let seal = seal.map_err(|(_, error)| Stop::reading(Place::Seal(number))(error))?;
        let fault = |what: &str| Err(Stop::found(Place::Seal(number), what));
        if seal.number != number {
            return fault("missing");
        }
        let (previous, end) =
            seals.last().map_or((Hash::default(), 0), |last| (last.hash, last.last_position));
        if seal.first_position != end + 1 {
            return fault("does not begin where the one before ended");
        }
        if seal.chained(&previous) != seal.hash {
            return fault("the chain hash does not fit");
        }
        seals.push(seal);
    }
    Ok(seals)
}

/// The chain of looks; how many there are.
fn looks(reader: &Reader, vouched: &[Vouched]) -> Result<u64, Stop> {
    let (mut number, mut hash) = (0, Hash::default());
    let mut vouched = vouched.iter().filter(|(number, ..)| *number > 0).peekable();
    let mut stop = None;
    let sql = "SELECT number, looked_at, actor, role, unit, person, action, ground, detail, hash \
         FROM access ORDER BY number";
    reader
        .each(sql, &[], |columns| {
            let here = Place::Look(number + 1);
            let look = match Look::read(columns) {
                Ok(look) => look,
                Err(error) => {
                    stop = Some(Stop::reading(here)(error));
                    return Ok(std::ops::ControlFlow::Break(()));
                }
            };
            let what = if look.number != number + 1 {
                Some("missing")
            } else if access::chain(&hash, look.number, &look.entry) != look.hash {
                Some("the chain hash does not fit")
            } else {
                None
            };
            if let Some(what) = what {
                stop = Some(Stop::found(here, what));
                return Ok(std::ops::ControlFlow::Break(()));
            }
            (number, hash) = (look.number, look.hash);
            while let Some((_, expected, seal)) = vouched.next_if(|(last, ..)| *last == number) {
                if *expected != hash {
                    stop = Some(Stop::found(Place::Seal(*seal), "vouches for other looks"));
                    return Ok(std::ops::ControlFlow::Break(()));
                }
            }
            Ok(std::ops::ControlFlow::Continue(()))
        })
        .map_err(Stop::reading(Place::Look(number + 1)))?;
    if let Some(stop) = stop {
        return Err(stop);
    }
    if let Some((last, _, seal)) = vouched.next() {
        let what = format!("missing: seal {seal} vouches for it");
        return Err(Stop::found(Place::Look((*last).min(number + 1)), what));
    }
    Ok(number)
}

/// A number as it is read for verification.
pub(crate) fn count(reader: &Reader, sql: &str) -> Result<u64> {
    let count = reader.row(sql, &[], |columns| u64::read(columns, 0))?;
    Ok(count.unwrap_or_default())
}
