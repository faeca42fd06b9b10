//! What works beside the requests and keeps its own folders: bulk jobs and notices to subscribers.

use std::path::Path;
use std::sync::Arc;

use crate::bulk::Desk;
use crate::door::Door;
use crate::notices::{Notices, Post};

/// The desks of one county.
pub struct Desks {
    /// Exports and imports.
    pub bulk: Arc<Desk>,
    /// Notices to subscribers.
    pub notices: Arc<Notices>,
}

impl Desks {
    /// Opens them below the data folder, and goes on with what was under way.
    pub fn open(door: &Arc<Door>, data: &Path, post: Post) -> anyhow::Result<Arc<Self>> {
        let bulk = Desk::open(Arc::clone(door), &data.join("bulk"))?;
        let notices = Notices::open(Arc::clone(door), &data.join("notices"), post)?;
        Ok(Arc::new(Self { bulk, notices }))
    }
}
