//! How far a subscriber was told, and what could not be told. An errand in the store for each, on the
//! disk when `write` returns; who does not hold it cannot write it. They hold codes and ids only.

use anyhow::bail;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::door::resources::Resting;
use crate::door::{Door, Errand, Holder};

/// Under which kind is kept how far each subscriber was told.
pub(super) const NOTICES: &str = "notices";
/// Under which kind is kept what was given up: under the subscription and the id of the notice.
pub(super) const DEAD: &str = "dead-letter";
/// What a new subscription's errand says: nothing was told yet.
pub(super) const NEW: &[u8] = b"null";

/// How far a subscriber was told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Told {
    /// Everything up to this position was told.
    pub(super) position: u64,
    /// Of the fact at the first number, as many versions as the second were told.
    pub(super) reached: (u64, u32),
    /// How often the next notice was tried in vain.
    pub(super) tries: u32,
    /// When it is tried again.
    pub(super) next_try_at: Option<Timestamp>,
    /// How many notices in a row were given up.
    pub(super) dead_in_a_row: u32,
    /// Why the last one was.
    pub(super) last_reason: Option<String>,
}

/// A notice that was given up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeadLetter {
    /// The id of the notice, the same whenever it is sent.
    pub notice: String,
    /// The type of the resource.
    pub rtype: String,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u64,
    /// When it was given up.
    pub at: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// What happened at the last try.
    pub reason: String,
}

/// The id of the notice of one version to one subscriber: it follows from both, and so never changes.
pub(super) fn notice_id(subscription: &str, told: &Resting) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("polku notice id v1");
    let name = format!("{subscription} {}/{} {}", told.rtype, told.id, told.version);
    hasher.update(name.as_bytes());
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

impl DeadLetter {
    /// The name of the errand of a notice to a subscription.
    pub(super) fn name(subscription: &str, notice: &str) -> String {
        format!("{subscription}/{notice}")
    }

    /// Of which subscription an errand is, and what was given up.
    pub(super) fn read(errand: &Errand) -> anyhow::Result<(String, Self)> {
        let (subscription, _) = errand.name.split_once('/').unwrap_or_default();
        Ok((subscription.to_owned(), serde_json::from_slice(&errand.body)?))
    }

    /// Keeps what was given up; what is kept already stays.
    pub(super) fn keep(&self, door: &Door, subscription: &str) -> anyhow::Result<()> {
        let name = Self::name(subscription, &self.notice);
        door.give_errand(DEAD, &name, &serde_json::to_vec(self)?, None)?;
        Ok(())
    }
}

impl Told {
    pub(super) fn from(position: u64) -> Self {
        Self {
            position,
            reached: (0, 0),
            tries: 0,
            next_try_at: None,
            dead_in_a_row: 0,
            last_reason: None,
        }
    }

    /// None when nothing was told yet.
    pub(super) fn read(body: &[u8]) -> anyhow::Result<Option<Self>> {
        Ok(serde_json::from_slice(body)?)
    }

    pub(super) fn write(&self, door: &Door, id: &str, holder: &Holder) -> anyhow::Result<()> {
        if door.write_errand(NOTICES, id, &serde_json::to_vec(self)?, holder)? {
            return Ok(());
        }
        bail!("another server tells this subscriber now")
    }
}
