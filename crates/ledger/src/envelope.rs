//! Sealing: a person's facts are encrypted under the person's own key, and that key is wrapped by
//! the master key. The nonce is derived from what is sealed, so this room needs no randomness for it.

use std::fmt;

use chacha20poly1305::aead::{Aead, AeadInOut, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use crate::error::{Error, Result};
use crate::stored::v1::put;

const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;

/// Where fresh random bytes come from.
pub type Randomness = dyn Fn(&mut [u8]) + Send + Sync;

/// The key that wraps every person's key. It lives in a file beside the store, never in it.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl MasterKey {
    /// The key of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What the store keeps in order to notice a wrong master key.
    pub(crate) fn mark(&self) -> String {
        blake3::Hash::from(blake3::derive_key("polku ledger v1 mark of the master key", &self.0))
            .to_hex()
            .to_string()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        cipher(&blake3::derive_key("polku ledger v1 wrapping of person keys", &self.0))
    }

    /// Makes a person's key, and its wrapped form for the store.
    pub(crate) fn make(&self, person: &str, randomness: &Randomness) -> (PersonKey, Vec<u8>) {
        let mut key = [0; 32];
        let mut nonce = [0; NONCE_BYTES];
        randomness(&mut key);
        randomness(&mut nonce);
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), Payload { msg: &key, aad: person.as_bytes() })
            .expect("32 bytes are not too many to encrypt");
        let mut wrapped = nonce.to_vec();
        wrapped.extend_from_slice(&sealed);
        (PersonKey::new(&key), wrapped)
    }

    /// Unwraps a person's key.
    pub(crate) fn unwrap(&self, person: &str, wrapped: &[u8]) -> Result<PersonKey> {
        let damaged = || Error::damaged(format!("the wrapped key of {person} does not open"));
        let (nonce, sealed) = wrapped.split_first_chunk::<NONCE_BYTES>().ok_or_else(damaged)?;
        let key = self
            .cipher()
            .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: person.as_bytes() })
            .map_err(|_| damaged())?;
        let key: [u8; 32] = key.try_into().map_err(|_| damaged())?;
        Ok(PersonKey::new(&key))
    }
}

/// The key under which the facts about one person are sealed.
#[derive(Clone)]
pub(crate) struct PersonKey {
    cipher: XChaCha20Poly1305,
    nonce_key: [u8; 32],
}

impl PersonKey {
    fn new(key: &[u8; 32]) -> Self {
        Self {
            cipher: cipher(&blake3::derive_key("polku ledger v1 sealing of bodies", key)),
            nonce_key: blake3::derive_key("polku ledger v1 nonces of bodies", key),
        }
    }

    /// Appends nonce, ciphertext and tag. Equal bodies at different places seal differently.
    pub(crate) fn seal(&self, stream: &str, sequence: u64, body: &[u8], into: &mut Vec<u8>) {
        let place = place(stream, sequence);
        let mut hasher = blake3::Hasher::new_keyed(&self.nonce_key);
        hasher.update(&place).update(body);
        let mut nonce = [0; NONCE_BYTES];
        hasher.finalize_xof().fill(&mut nonce);
        into.extend_from_slice(&nonce);
        let start = into.len();
        into.extend_from_slice(body);
        let text = into.get_mut(start..).expect("the body was just put there");
        let tag = self
            .cipher
            .encrypt_inout_detached(&XNonce::from(nonce), &place, text.into())
            .expect("a body is shorter than the cipher's limit of 256 GiB");
        into.extend_from_slice(&tag);
    }

    /// Opens what [`Self::seal`] made at the same place.
    pub(crate) fn open(&self, stream: &str, sequence: u64, envelope: &[u8]) -> Result<Vec<u8>> {
        let damaged = || {
            Error::damaged(format!("the sealed body of fact {sequence} of {stream} does not open"))
        };
        let (nonce, sealed) = envelope.split_first_chunk::<NONCE_BYTES>().ok_or_else(damaged)?;
        let (text, tag) = sealed.split_last_chunk::<TAG_BYTES>().ok_or_else(damaged)?;
        let mut body = text.to_vec();
        self.cipher
            .decrypt_inout_detached(
                &XNonce::from(*nonce),
                &place(stream, sequence),
                body.as_mut_slice().into(),
                &(*tag).into(),
            )
            .map_err(|_| damaged())?;
        Ok(body)
    }
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

fn place(stream: &str, sequence: u64) -> Vec<u8> {
    let mut place = Vec::with_capacity(stream.len() + 16);
    put(&mut place, stream.as_bytes());
    place.extend_from_slice(&sequence.to_le_bytes());
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counting(bytes: &mut [u8]) {
        bytes.iter_mut().zip(0..).for_each(|(byte, count)| *byte = count);
    }

    #[test]
    fn a_body_opens_only_with_its_key_at_its_place() {
        let master = MasterKey::new([7; 32]);
        let (key, wrapped) = master.make("anna", &counting);
        let mut envelope = Vec::new();
        key.seal("case/1", 3, b"what was said", &mut envelope);

        let again = master.unwrap("anna", &wrapped).unwrap();
        assert_eq!(again.open("case/1", 3, &envelope).unwrap(), b"what was said");
        assert!(again.open("case/1", 4, &envelope).is_err());
        assert!(again.open("case/2", 3, &envelope).is_err());
        assert!(master.unwrap("berit", &wrapped).is_err());
        assert!(MasterKey::new([8; 32]).unwrap("anna", &wrapped).is_err());
        for at in 0..envelope.len() {
            let mut damaged = envelope.clone();
            damaged[at] ^= 1;
            assert!(again.open("case/1", 3, &damaged).is_err(), "byte {at}");
        }
    }
}
