//! Opening a data folder: content, master key, ledger and door, in this order.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use ledger::{Ledger, MasterKey, Options};

use super::progress;
use crate::content::{self, Content};
use crate::door::Door;
use crate::limits::READERS;
use crate::projector::CountyProjector;
use crate::wall::{self, Clock};

/// Where things are.
pub(crate) struct Place {
    /// The data folder.
    pub(crate) data: PathBuf,
    /// The database that several servers share, if it is one.
    pub(crate) store: Option<String>,
    /// A content folder for trial.
    pub(crate) content: Option<PathBuf>,
}

impl Place {
    /// The content, which must be without fault.
    pub(crate) fn content(&self) -> anyhow::Result<Arc<Content>> {
        let (content, problems) = content::read(&self.files()?);
        if let Some(first) = problems.first() {
            bail!(
                "content has {} faults; the first: {first}. `polku content check` shows all",
                problems.len()
            );
        }
        Ok(Arc::new(content))
    }

    /// The content files, embedded or of the folder given.
    pub(crate) fn files(&self) -> anyhow::Result<Vec<content::File>> {
        match &self.content {
            None => Ok(content::embedded()),
            Some(folder) => content::in_folder(folder)
                .with_context(|| format!("content folder {} cannot be read", folder.display())),
        }
    }

    /// The ledger, with views that fit the content.
    pub(crate) fn ledger(&self, content: &Arc<Content>) -> anyhow::Result<Arc<Ledger>> {
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("data folder {} cannot be made", self.data.display()))?;
        let key = MasterKey::new(master_key(&self.data)?);
        let options = Self::options(&self.data, self.store.clone(), key, Arc::clone(content));
        match Ledger::open(options) {
            Ok(ledger) => Ok(Arc::new(ledger)),
            Err(ledger::Error::InUse { .. }) => bail!(
                "{} is in use by another polku. Stop that one first, or give another --data",
                self.data.display()
            ),
            Err(error) => Err(error).with_context(|| match &self.store {
                // The address may hold a password.
                Some(_) => "the shared store cannot be opened".to_owned(),
                None => format!("the store in {} cannot be opened", self.data.display()),
            }),
        }
    }

    /// How to open a store in a folder, or at an address.
    pub(crate) fn options(
        folder: &Path,
        store: Option<String>,
        master_key: MasterKey,
        content: Arc<Content>,
    ) -> Options {
        Options {
            folder: folder.to_owned(),
            store,
            master_key,
            projector: Arc::new(CountyProjector::new(content)),
            randomness: Arc::new(wall::randomness),
            progress: Some(Arc::new(progress::bar("refolding views"))),
            readers: READERS,
            bytes_max: None,
        }
    }

    /// The master key, which must be there: whoever copies a store has one.
    pub(crate) fn kept_key(&self) -> anyhow::Result<[u8; 32]> {
        let path = self.data.join("master.key");
        if !path.exists() {
            bail!("{} is missing: put the key of the store there first", path.display());
        }
        master_key(&self.data)
    }

    /// The door to the ledger.
    pub(crate) fn door(&self, clock: Arc<dyn Clock>) -> anyhow::Result<Arc<Door>> {
        let content = self.content()?;
        let ledger = self.ledger(&content)?;
        let key = blake3::derive_key("polku 2026 pseudonyms", &master_key(&self.data)?);
        Ok(Arc::new(Door::new(ledger, content, clock, key)?))
    }
}

// The key is made once, readable by its owner only, and never written over.
fn master_key(data: &Path) -> anyhow::Result<[u8; 32]> {
    let path = data.join("master.key");
    let mut bytes = [0; 32];
    match std::fs::read(&path) {
        Ok(kept) => match <[u8; 32]>::try_from(kept.as_slice()) {
            Ok(kept) => bytes = kept,
            Err(_) => {
                bail!("{} is not a key of 32 bytes; restore it from its copy", path.display())
            }
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if data.join("polku.sqlite").exists() {
                bail!(
                    "{} is missing but the store is there: without the key its facts cannot be \
                     read. Restore the key from its copy",
                    path.display()
                );
            }
            wall::randomness(&mut bytes);
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            {
                use std::os::unix::fs::OpenOptionsExt as _;
                options.mode(0o600);
            }
            let mut file = options
                .open(&path)
                .with_context(|| format!("{} cannot be made", path.display()))?;
            file.write_all(&bytes)?;
            file.sync_all()?;
        }
        Err(error) => {
            return Err(error).with_context(|| format!("{} cannot be read", path.display()));
        }
    }
    Ok(bytes)
}
