//! What works beside the requests: bulk jobs, notices to subscribers and
//! messages to residents. Servers on one store share this
//! work out between them; each part of it is done by one of them at a time.

use std::path::Path;
use std::sync::Arc;

use crate::bulk::Desk;
use crate::door::Door;
use crate::messages::{Carriers, Messages};
use crate::notices::{Notices, Post};

/// The desks of one county.
pub struct Desks {
    /// Exports and imports.
    pub bulk: Arc<Desk>,
    /// Notices to subscribers.
    pub notices: Arc<Notices>,
    /// Messages to residents.
    pub messages: Arc<Messages>,
}

impl Desks {
    /// Opens them, with the folder for the files of bulk jobs, and goes on with what was under way.
    pub fn open(
        door: &Arc<Door>,
        bulk: &Path,
        post: Post,
        carriers: Carriers,
    ) -> anyhow::Result<Arc<Self>> {
        let bulk = Desk::open(Arc::clone(door), bulk)?;
        let notices = Notices::open(Arc::clone(door), post);
        let messages = Messages::open(Arc::clone(door), carriers);
        Ok(Arc::new(Self { bulk, notices, messages }))
    }

    /// Says that this server is still at its work, and goes on with what another one left.
    pub fn keep(&self) -> anyhow::Result<()> {
        let told = self.notices.keep();
        self.bulk.work().and(told)
    }
}
