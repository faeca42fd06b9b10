//! Looks on credit: who answers over the network may go on with what was read, as long as no answer
//! leaves before the looks at it are on the disk. It costs no thread that only waits for the disk.

use std::sync::{Arc, Mutex, PoisonError};

use ledger::AccessEntry;
use tokio::sync::oneshot;

use super::{Caller, Denied, Door, recent};

/// The looks that a caller still owes.
#[derive(Debug, Default)]
pub(super) struct Credit {
    owed: Mutex<Vec<AccessEntry>>,
}

/// That looks will be on the disk.
#[must_use = "nothing may leave before it is paid"]
pub struct Payment(Option<oneshot::Receiver<ledger::Result<()>>>);

impl Caller {
    /// The same caller, whose looks are gathered until [`Door::pay`].
    #[must_use]
    pub fn on_credit(self) -> Self {
        Self { credit: Some(Arc::default()), ..self }
    }
}

impl Door {
    /// Writes looks down before this returns, or adds them to what the caller owes.
    pub(super) fn write(&self, caller: &Caller, looks: Vec<AccessEntry>) -> Result<(), Denied> {
        match &caller.credit {
            _ if looks.is_empty() => Ok(()),
            Some(credit) => {
                credit.owed.lock().unwrap_or_else(PoisonError::into_inner).extend(looks);
                Ok(())
            }
            None => {
                let looks = self.recent.fresh(looks);
                let keys = recent::keys(&looks);
                if !looks.is_empty() {
                    self.ledger.record_looks(looks)?;
                }
                self.recent.remember(keys);
                Ok(())
            }
        }
    }

    /// Puts in line what a caller owes; it is paid when the payment says so.
    pub fn pay(&self, caller: &Caller) -> Result<Payment, Denied> {
        let owed = caller.credit.as_ref().map(|credit| {
            std::mem::take(&mut *credit.owed.lock().unwrap_or_else(PoisonError::into_inner))
        });
        let owed = self.recent.fresh(owed.unwrap_or_default());
        if owed.is_empty() {
            return Ok(Payment(None));
        }
        let (tell, told) = oneshot::channel();
        let keys = recent::keys(&owed);
        let recent = Arc::clone(&self.recent);
        let then = move |done: ledger::Result<()>| {
            if done.is_ok() {
                recent.remember(keys);
            }
            // Whoever went away meanwhile needs no answer; the looks stand.
            drop(tell.send(done));
        };
        self.ledger.record_looks_then(owed, then)?;
        Ok(Payment(Some(told)))
    }
}

impl Payment {
    /// Waits until it is paid.
    pub async fn settle(self) -> Result<(), Denied> {
        let Some(told) = self.0 else { return Ok(()) };
        let paid = told.await.map_err(|_| anyhow::anyhow!("the store closed before a look"))?;
        Ok(paid?)
    }
}
