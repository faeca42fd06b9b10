//! Room kept back for bad days. When the disk is full, facts are refused; but a look has to be
//! written down before its answer leaves, so looks and sessions get this room, and reads go on.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::sqlite::Reader;

/// Room for some thousand looks.
const RESERVE_BYTES: u64 = 16 * 1024 * 1024;

/// The room that is kept back, or has been given away.
pub(crate) struct Reserve {
    file: PathBuf,
    bytes_max: Option<u64>,
    kept: bool,
}

impl Reserve {
    /// Keeps room back in a folder; on a disk that is full already there is none to keep.
    pub(crate) fn keep(folder: &Path, bytes_max: Option<u64>) -> Self {
        let file = folder.join("reserve");
        let kept = fill(&file).is_ok();
        Self { file, bytes_max, kept }
    }

    /// Bounds the database to so many bytes from now on, or lifts the bound.
    pub(crate) fn limit(&mut self, connection: &Reader, bytes_max: Option<u64>) -> Result<()> {
        self.bytes_max = bytes_max;
        connection.limit_bytes(bytes_max)
    }

    /// Gives the room away to looks and sessions; answers whether there was any.
    pub(crate) fn give(&mut self, connection: &Reader) -> Result<bool> {
        if !self.kept {
            return Ok(false);
        }
        self.kept = false;
        // What cannot be removed is simply not there to give.
        let removed = std::fs::remove_file(&self.file).is_ok();
        if let Some(bytes_max) = self.bytes_max {
            let taken = connection.bytes()?.max(bytes_max);
            connection.limit_bytes(Some(taken + RESERVE_BYTES))?;
        }
        Ok(removed)
    }

    /// Whether facts may be written: the room is kept, or could be kept again just now.
    pub(crate) fn is_kept(&mut self, connection: &Reader) -> Result<bool> {
        if self.kept {
            return Ok(true);
        }
        let fits = match self.bytes_max {
            Some(bytes_max) => connection.bytes()? < bytes_max,
            None => true,
        };
        if fits && fill(&self.file).is_ok() {
            connection.limit_bytes(self.bytes_max)?;
            self.kept = true;
        }
        Ok(self.kept)
    }
}

// Zeros that are really written: a file that is only said to be long keeps no room.
fn fill(path: &Path) -> std::io::Result<()> {
    if std::fs::metadata(path).is_ok_and(|known| known.len() == RESERVE_BYTES) {
        return Ok(());
    }
    let written = (|| {
        let mut file = File::create(path)?;
        let zeros = vec![0; 1024 * 1024];
        for _ in 0..RESERVE_BYTES / 1024 / 1024 {
            file.write_all(&zeros)?;
        }
        file.sync_all()
    })();
    if written.is_err() {
        // Half a reserve would only make the full disk fuller.
        drop(std::fs::remove_file(path));
    }
    written
}
