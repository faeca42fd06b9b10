//! What can go wrong in the store. These are faults of the world or of the caller, never refusals of
//! the service; each message says what to do when there is something to do.

use std::path::PathBuf;
use std::sync::Arc;

/// Why the store could not do what was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else appended to the stream first: load it again and decide again.
    #[error("{stream} has moved on: load it again and decide again")]
    Stale {
        /// The stream whose expected sequence was wrong.
        stream: Arc<str>,
    },
    /// Another process has this folder open.
    #[error("{} is in use by another process", folder.display())]
    InUse {
        /// The data folder.
        folder: PathBuf,
    },
    /// There is no room for the write; nothing of it was kept, and reads go on.
    #[error("the store is full: free disk space and try again; reads go on")]
    Full,
    /// The shared database cannot be reached just now. Whether a write that was under way was kept is
    /// not known.
    #[error("the database cannot be reached: {message}")]
    Away {
        /// What the connection said.
        message: String,
    },
    /// The disk or the database engine failed.
    #[error("the store failed while {doing}: {message}")]
    Failed {
        /// What was being done.
        doing: &'static str,
        /// What the engine said.
        message: String,
    },
    /// Stored bytes are not what was written.
    #[error("the store is damaged: {what}")]
    Damaged {
        /// Where, and what is wrong.
        what: String,
    },
    /// The master key is not the one this store was made with.
    #[error("the master key does not belong to this store")]
    WrongMasterKey,
    /// The store was written by a later version of the program.
    #[error("the store is of version {found}, this program knows {known}: use a newer program")]
    TooNew {
        /// The version of the store.
        found: u32,
        /// The last version this program knows.
        known: u32,
    },
    /// The person's key was destroyed, so nothing more can be recorded about them.
    #[error("the records of {person} were erased")]
    Erased {
        /// The person.
        person: String,
    },
    /// A bulk load is running, so views can't be kept up to date.
    #[error("a bulk load is running: try again when it has finished")]
    BulkRunning,
    /// Another server, with another program or other content, has made the views its own.
    #[error("the views belong to another version of program or content: use that one")]
    Superseded,
    /// The caller broke the contract of the call.
    #[error("misuse of the store: {what}")]
    Misuse {
        /// What was wrong.
        what: String,
    },
    /// The writer has stopped after a bug; reads go on.
    #[error("the store has stopped writing; reads go on")]
    Stopped,
}

impl Error {
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }

    pub(crate) fn misuse(what: impl Into<String>) -> Self {
        Self::Misuse { what: what.into() }
    }
}

/// What the store answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;
