//! Errands at the door: work beside the requests that servers share out between them. They hold codes
//! and ids, no data of people, so no look is written down here; what they read and send goes through
//! the door as everything does.

use std::time::Duration;

use ledger::{Errand, Holder};

use super::Door;
use crate::wall;

impl Door {
    /// Whether other servers may work on the same store.
    pub fn is_shared(&self) -> bool {
        self.ledger.is_shared()
    }

    /// A holder whom nobody was before, for whoever is about to take errands.
    pub fn new_holder(&self, lease: Duration) -> Holder {
        Holder { name: wall::fresh_id(self.now()).to_string(), lease }
    }

    /// All errands of a kind, by name.
    pub fn errands(&self, kind: &str) -> anyhow::Result<Vec<Errand>> {
        Ok(self.ledger.errands(kind)?)
    }

    /// One errand.
    pub fn errand(&self, kind: &str, name: &str) -> anyhow::Result<Option<Errand>> {
        Ok(self.ledger.errand(kind, name)?)
    }

    /// Gives an errand, free or taken at once; answers whether it is new.
    pub fn give_errand(
        &self,
        kind: &str,
        name: &str,
        body: &[u8],
        holder: Option<&Holder>,
    ) -> anyhow::Result<bool> {
        Ok(self.ledger.give_errand(kind, name, body, holder)?)
    }

    /// Takes those of these errands that nobody holds.
    pub fn take_errands(
        &self,
        kind: &str,
        names: &[String],
        holder: &Holder,
    ) -> anyhow::Result<Vec<Errand>> {
        Ok(self.ledger.take_errands(kind, names, holder)?)
    }

    /// Says that a holder is still at what they took.
    pub fn keep_errands(&self, holder: &Holder) -> anyhow::Result<()> {
        Ok(self.ledger.keep_errands(holder)?)
    }

    /// Writes how far an errand is; answers whether it was still this holder's.
    pub fn write_errand(
        &self,
        kind: &str,
        name: &str,
        body: &[u8],
        holder: &Holder,
    ) -> anyhow::Result<bool> {
        Ok(self.ledger.write_errand(kind, name, body, holder)?)
    }

    /// Lets go of everything a holder took.
    pub fn let_errands_go(&self, holder: &Holder) -> anyhow::Result<()> {
        Ok(self.ledger.let_errands_go(holder)?)
    }

    /// Ends an errand, whoever holds it.
    pub fn end_errand(&self, kind: &str, name: &str) -> anyhow::Result<bool> {
        Ok(self.ledger.end_errand(kind, name)?)
    }
}
