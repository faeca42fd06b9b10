//! Seals: every few seconds a Merkle root over the new facts, chained to the seal before and to the
//! log of looks. Whoever keeps a seal elsewhere can prove what the store held.

use jiff::Timestamp;

use crate::database::{Columns, Reader, Transaction};
use crate::error::Result;
use crate::fact::{Hash, whole_millisecond};
use crate::ledger::Ledger;
use crate::postgres::between::{self, Lock};
use crate::value::{Field, number};
use crate::writer::State;

/// One seal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seal {
    /// 1, 2, 3 without gaps.
    pub number: u64,
    /// The first position it covers.
    pub first_position: u64,
    /// The last position it covers.
    pub last_position: u64,
    /// The Merkle root over the hashes of the facts it covers.
    pub root: Hash,
    /// The number of the last look it covers, 0 when there was none.
    pub access_number: u64,
    /// The chain hash of that look.
    pub access_hash: Hash,
    /// The hash over the seal before and everything here.
    pub hash: Hash,
    /// When it was made.
    pub sealed_at: Timestamp,
}

pub(crate) const SEAL: &str = "SELECT number, first_position, last_position, root, access_number, \
     access_hash, hash, sealed_at FROM seal";

impl Seal {
    pub(crate) fn read(columns: &Columns<'_>) -> Result<Self> {
        Ok(Self {
            number: Field::read(columns, 0)?,
            first_position: Field::read(columns, 1)?,
            last_position: Field::read(columns, 2)?,
            root: Field::read(columns, 3)?,
            access_number: Field::read(columns, 4)?,
            access_hash: Field::read(columns, 5)?,
            hash: Field::read(columns, 6)?,
            sealed_at: Field::read(columns, 7)?,
        })
    }

    /// What the hash of this seal has to be.
    pub(crate) fn chained(&self, previous: &Hash) -> Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"polku.seal.1").update(&previous.0);
        for part in [self.number, self.first_position, self.last_position, self.access_number] {
            hasher.update(&part.to_le_bytes());
        }
        hasher.update(&self.root.0).update(&self.access_hash.0);
        hasher.update(&self.sealed_at.as_millisecond().to_le_bytes());
        Hash(*hasher.finalize().as_bytes())
    }
}

/// The Merkle root over hashes. Leaves and nodes are marked apart, so that neither passes for the
/// other; an odd node goes up as it is.
pub(crate) fn root(leaves: &[Hash]) -> Hash {
    let mark = |mark: u8, parts: &[&Hash]| {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[mark]);
        for part in parts {
            hasher.update(&part.0);
        }
        Hash(*hasher.finalize().as_bytes())
    };
    let mut level: Vec<_> = leaves.iter().map(|leaf| mark(0, &[leaf])).collect();
    while level.len() > 1 {
        let pairs = level.chunks(2).map(|pair| match pair {
            [left, right] => mark(1, &[left, right]),
            [] | [_] | [_, _, ..] => pair.first().copied().unwrap_or_default(),
        });
        level = pairs.collect();
    }
    level.first().copied().unwrap_or_default()
}

/// The last seal, if there is one.
pub(crate) fn last(reader: &Reader) -> Result<Option<Seal>> {
    reader.row(&format!("{SEAL} ORDER BY number DESC LIMIT 1"), &[], Seal::read)
}

/// What a seal is to cover: the hashes of facts up to a position, and the log up to a look.
pub(crate) struct Covered<'a> {
    pub(crate) hashes: &'a [Hash],
    pub(crate) last_position: u64,
    pub(crate) look: (u64, Hash),
}

/// Seals what no seal covers yet, within a transaction that will be the last word on it.
pub(crate) fn write(
    transaction: &mut Transaction<'_>,
    covered: &Covered<'_>,
    now: Timestamp,
) -> Result<Option<Seal>> {
    if covered.hashes.is_empty() {
        return Ok(None);
    }
    let before = last(transaction)?;
    let mut seal = Seal {
        number: before.as_ref().map_or(0, |seal| seal.number) + 1,
        first_position: before.as_ref().map_or(0, |seal| seal.last_position) + 1,
        last_position: covered.last_position,
        root: root(covered.hashes),
        access_number: covered.look.0,
        access_hash: covered.look.1,
        hash: Hash::default(),
        sealed_at: whole_millisecond(now),
    };
    seal.hash = seal.chained(&before.map_or(Hash::default(), |seal| seal.hash));
    transaction.execute(
        "INSERT INTO seal (number, first_position, last_position, root, access_number, \
         access_hash, hash, sealed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            number(seal.number),
            number(seal.first_position),
            number(seal.last_position),
            seal.root.value(),
            number(seal.access_number),
            seal.access_hash.value(),
            seal.hash.value(),
            seal.sealed_at.value(),
        ],
    )?;
    Ok(Some(seal))
}

/// Seals while others append: one server at a time, and only what nothing can come before any more.
fn beside_others(connection: &mut Reader, now: Timestamp) -> Result<Option<Seal>> {
    connection.transaction(|transaction| {
        between::lock(transaction.server()?, Lock::Sealing)?;
        let sealed = last(transaction)?.map_or(0, |seal| seal.last_position);
        let last_position = between::horizon(transaction)?;
        let look = between::last_look(transaction)?;
        let sql = "SELECT hash FROM fact WHERE position > $1 AND position <= $2 ORDER BY position";
        let positions = [number(sealed), number(last_position)];
        let hashes = transaction.rows(sql, &positions, |columns| Hash::read(columns, 0))?;
        write(transaction, &Covered { hashes: &hashes, last_position, look }, now)
    })
}

impl State {
    /// Seals what no seal covers yet.
    pub(crate) fn seal(&mut self, now: Timestamp) -> Result<Option<Seal>> {
        if self.connection.is_shared() {
            self.renew()?;
            return beside_others(&mut self.connection, now);
        }
        let sealed = self.transaction(|transaction, tally, hashes| {
            let (last_position, look) = (tally.last_position, (tally.last_look, tally.look_hash));
            write(transaction, &Covered { hashes, last_position, look }, now)
        })?;
        if sealed.is_some() {
            self.unsealed.clear();
            self.tally.unsealed = 0;
        }
        Ok(sealed)
    }
}

impl Ledger {
    /// Seals the facts that no seal covers yet; none when there are no new facts.
    pub fn seal(&self, now: Timestamp) -> Result<Option<Seal>> {
        self.writer().alone(move |state| state.seal(now))
    }

    /// The last seal, for keeping elsewhere.
    pub fn last_seal(&self) -> Result<Option<Seal>> {
        self.read(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leaf_and_its_place_count() {
        let leaves: Vec<_> = (0..7).map(|n| Hash([n; 32])).collect();
        let whole = root(&leaves);
        for at in 0..leaves.len() {
            let mut other = leaves.clone();
            other[at].0[31] ^= 1;
            assert_ne!(root(&other), whole, "leaf {at}");
            assert_ne!(root(&leaves[..at]), whole, "{at} leaves");
        }
        let mut swapped = leaves.clone();
        swapped.swap(0, 1);
        assert_ne!(root(&swapped), whole);
        let [left, right] = [root(&leaves[..4]), root(&leaves[4..])];
        assert_ne!(root(&[left, right]), whole, "a node does not pass for a leaf");
    }
}
