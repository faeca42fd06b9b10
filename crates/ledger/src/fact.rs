//! Facts as the program sees them. A fact carries no position, so that nothing derived from a stream
//! can depend on where its facts happen to lie in the store.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

/// A BLAKE3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hash(pub [u8; 32]);

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a fact says, unless it was erased.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Body {
    /// The bytes that were appended.
    Clear(Vec<u8>),
    /// The key of the person it concerned was destroyed.
    Erased,
}

impl Body {
    /// The bytes, unless they were erased.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Clear(bytes) => Some(bytes),
            Self::Erased => None,
        }
    }
}

/// One fact of a stream.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// The stream it belongs to.
    pub stream: Arc<str>,
    /// Its place in the stream: 1, 2, 3 without gaps.
    pub sequence: u64,
    /// The stable name of the kind of fact.
    pub kind: String,
    /// When it happened, to the millisecond.
    pub occurred_at: Timestamp,
    /// When the store came to know it, to the millisecond.
    pub recorded_at: Timestamp,
    /// Who caused it.
    pub actor: String,
    /// Whom it concerns.
    pub person: Option<String>,
    /// What it says.
    pub body: Body,
    /// The chain hash over everything before it in the stream and itself.
    pub hash: Hash,
}

/// A fact with its place in the whole store, for those who follow along.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    /// The place in the one order of the store.
    pub position: u64,
    /// The fact.
    pub fact: Fact,
}

/// A fact to be appended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewFact {
    /// The stable name of the kind of fact.
    pub kind: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// Who caused it.
    pub actor: String,
    /// Whom it concerns; the body is sealed under this person's key.
    pub person: Option<String>,
    /// What it says.
    pub body: Vec<u8>,
}

/// Where a stream ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// The sequence of the last fact.
    pub sequence: u64,
    /// The position of the last fact.
    pub position: u64,
}

/// The instant as the store keeps it: whole milliseconds.
pub(crate) fn whole_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond())
        .expect("an instant without its fraction is an instant")
}
