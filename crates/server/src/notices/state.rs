//! How far a subscriber was told, and what could not be told. One file for each subscription, replaced
//! whole or not at all, and on the disk when `write` returns. It holds codes and ids only.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::door::resources::Resting;

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
    /// Those that a person has to look at.
    pub(super) dead: Vec<DeadLetter>,
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

fn path(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("{id}.json"))
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

/// Forgets the subscriptions that are no more.
pub(super) fn forget_all_but(folder: &Path, is: impl Fn(&str) -> bool) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder).context("the notices cannot be read")? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let id = name.as_deref().and_then(|name| name.strip_suffix(".json"));
        if id.is_some_and(|id| !is(id)) {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}

impl Told {
    pub(super) fn from(position: u64) -> Self {
        Self {
            position,
            reached: (0, 0),
            tries: 0,
            next_try_at: None,
            dead_in_a_row: 0,
            dead: Vec::new(),
        }
    }

    pub(super) fn read(folder: &Path, id: &str) -> anyhow::Result<Option<Self>> {
        match std::fs::read(path(folder, id)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).context("how far a subscriber was told cannot be read"),
        }
    }

    pub(super) fn write(&self, folder: &Path, id: &str) -> anyhow::Result<()> {
        let aside = folder.join(format!("{id}.new"));
        let bytes = serde_json::to_vec(self)?;
        let write = || {
            let mut file = std::fs::File::create(&aside)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            std::fs::rename(&aside, path(folder, id))?;
            // The name is durable only with its folder.
            std::fs::File::open(folder)?.sync_all()
        };
        write().context("how far a subscriber was told cannot be written")
    }
}
