//! Version 1 of the stored fact: the body behind one byte that names its form, a digest of that, and
//! a hash that chains all parts, each with its length before it so that no two facts read alike.

use jiff::Timestamp;

use crate::envelope::PersonKey;
use crate::error::{Error, Result};
use crate::fact::Hash;

/// A body that concerns nobody, as it is.
const CLEAR: u8 = 0x10;
/// A body sealed under a person's key: nonce, ciphertext, tag.
const SEALED: u8 = 0x11;

const CHAIN: &[u8] = b"polku.fact.1";

/// What goes into the chain besides the hash before.
pub(crate) struct Link<'a> {
    pub(crate) stream: &'a str,
    pub(crate) sequence: u64,
    pub(crate) kind: &'a str,
    pub(crate) occurred_at: Timestamp,
    pub(crate) recorded_at: Timestamp,
    pub(crate) actor: &'a str,
    pub(crate) person: Option<&'a str>,
    pub(crate) digest: &'a Hash,
}

/// The stored body of a fact about nobody.
pub(crate) fn clear(body: &[u8]) -> Vec<u8> {
    let mut stored = Vec::with_capacity(body.len() + 1);
    stored.push(CLEAR);
    stored.extend_from_slice(body);
    stored
}

/// The stored body of a fact about a person.
pub(crate) fn sealed(key: &PersonKey, stream: &str, sequence: u64, body: &[u8]) -> Vec<u8> {
    let mut stored = Vec::with_capacity(body.len() + 41);
    stored.push(SEALED);
    key.seal(stream, sequence, body, &mut stored);
    stored
}

/// What a stored body needs before it can be read.
pub(crate) enum Form<'a> {
    /// Nothing: here it is.
    Clear(&'a [u8]),
    /// The person's key.
    Sealed(&'a [u8]),
}

/// Reads the form of a stored body.
pub(crate) fn form(stored: &[u8]) -> Result<Form<'_>> {
    match stored.split_first() {
        Some((&CLEAR, body)) => Ok(Form::Clear(body)),
        Some((&SEALED, envelope)) => Ok(Form::Sealed(envelope)),
        Some((other, _)) => Err(Error::damaged(format!("unknown form {other:#04x} of a body"))),
        None => Err(Error::damaged("an empty stored body")),
    }
}

/// The digest of a stored body.
pub(crate) fn digest(stored: &[u8]) -> Hash {
    Hash(*blake3::hash(stored).as_bytes())
}

/// The chain hash of a fact; the first fact of a stream follows 32 zero bytes.
pub(crate) fn chain(previous: &Hash, link: &Link<'_>) -> Hash {
    let mut bytes = Vec::with_capacity(384);
    bytes.extend_from_slice(CHAIN);
    bytes.extend_from_slice(&previous.0);
    put(&mut bytes, link.stream.as_bytes());
    bytes.extend_from_slice(&link.sequence.to_le_bytes());
    put(&mut bytes, link.kind.as_bytes());
    bytes.extend_from_slice(&link.occurred_at.as_millisecond().to_le_bytes());
    bytes.extend_from_slice(&link.recorded_at.as_millisecond().to_le_bytes());
    put(&mut bytes, link.actor.as_bytes());
    put_optional(&mut bytes, link.person);
    bytes.extend_from_slice(&link.digest.0);
    Hash(*blake3::hash(&bytes).as_bytes())
}

pub(crate) fn put(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
    bytes.extend_from_slice(part);
}

pub(crate) fn put_optional(bytes: &mut Vec<u8>, part: Option<&str>) {
    match part {
        Some(part) => {
            bytes.push(1);
            put(bytes, part.as_bytes());
        }
        None => bytes.push(0),
    }
}
