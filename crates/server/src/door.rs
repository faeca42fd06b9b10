//! The door: the only way to the ledger for pages, routes and jobs. Invariant: nothing is read or
//! written about a person without a ground, and every look and every act is written down.

mod accounts;
mod act;
mod acting;
mod board;
mod calendar;
mod calls;
mod credit;
mod errands;
mod filling;
mod links;
mod load;
mod look;
mod messages;
mod phone;
mod recent;
pub mod resources;
mod shared;
mod third_free;
mod times;
mod waiting;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use care::access::{Action, Relation, Role};
use care::actor::Actor;
use care::id::{CaseId, PersonId, UnitId};
use care::refusal::Refusal;
use jiff::Timestamp;
use ledger::{AccessEntry, Ledger};
// What others ask with and are answered in; the store itself stays behind the door.
pub use ledger::{
    Cursor, Errand, Handle, Hash, Holder, Look, Mark, PersonSearch, PhoneCount, QueueMark, Session,
    SortValue, WorkList,
};

pub use self::acting::{ActedFor, Right};
pub use self::calendar::{Times, standing};
pub use self::calls::PromisedCall;
pub use self::credit::Payment;
pub use self::filling::Code;
pub use self::links::{LINK, Linked};
pub use self::load::UnitLoad;
pub(crate) use self::look::Said;
pub use self::look::{AskedCase, CaseView, DayView, PersonView};
pub use self::messages::{Sendable, Undelivered};
pub use self::phone::{MissedCalls, Told};
pub use self::third_free::ThirdFree;
pub use self::times::TimesWanted;
pub use self::waiting::WaitingClient;
use crate::account::Account;
use crate::content::Content;
use crate::staff::Staff;
use crate::wall::Clock;

/// The door to one county's ledger.
pub struct Door {
    ledger: Arc<Ledger>,
    content: Arc<Content>,
    clock: Arc<dyn Clock>,
    staff: Staff,
    pseudonym_key: [u8; 32],
    columns: board::Follower,
    accounts: accounts::Known,
    /// What the cases say that stand in the queues, by unit.
    queue_words: Mutex<HashMap<UnitId, Arc<look::Words>>>,
    shared: shared::Shared,
    /// The looks at queues that were written down lately.
    recent: Arc<recent::Recent>,
    /// Held by whoever writes what a search has decided.
    alone: Mutex<()>,
}

/// Whoever stands at the door: a signed-in account.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The account.
    pub account: Account,
    credit: Option<Arc<credit::Credit>>,
    /// The case whose time they hold a signed link to.
    link: Option<CaseId>,
    /// Who acts, when it is for another: then the account's person is the other.
    behalf: Option<PersonId>,
}

/// Why the door stays shut.
#[derive(Debug, thiserror::Error)]
pub enum Denied {
    /// A rule says no; the person can do something about it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Nobody is signed in yet.
    #[error("sign in first")]
    SignInFirst,
    /// A professional without a tie to the person has to say why first.
    #[error("state the reason first")]
    StateReason,
    /// What was asked for does not exist, or not for this caller: the two look alike on purpose.
    #[error("not found")]
    NotFound,
    /// The store is full: nothing was written, reads go on.
    #[error("the store is full")]
    StoreFull,
    /// The shared database cannot be reached: what was under way may or may not have been kept.
    #[error("the store cannot be reached: {0}")]
    StoreAway(String),
    /// The world failed; logged once, at the boundary.
    #[error(transparent)]
    Fault(anyhow::Error),
}

impl Denied {
    /// The same as an error, for whoever has no page to show it on: a job, a command line.
    pub fn plain(self) -> anyhow::Error {
        match self {
            Self::Fault(error) => error,
            denied @ (Self::Refused(_)
            | Self::SignInFirst
            | Self::StateReason
            | Self::NotFound
            | Self::StoreFull) => anyhow::anyhow!("{denied}"),
            Self::StoreAway(message) => ledger::Error::Away { message }.into(),
        }
    }

    /// Whether work failed only because the store could not be reached: it is done again later.
    pub fn is_away(error: &anyhow::Error) -> bool {
        matches!(error.downcast_ref(), Some(ledger::Error::Away { .. }))
    }
}

impl From<ledger::Error> for Denied {
    fn from(error: ledger::Error) -> Self {
        match error {
            ledger::Error::Full => Self::StoreFull,
            ledger::Error::Away { message } => Self::StoreAway(message),
            error @ (ledger::Error::Stale { .. }
            | ledger::Error::InUse { .. }
            | ledger::Error::Failed { .. }
            | ledger::Error::Damaged { .. }
            | ledger::Error::WrongMasterKey
            | ledger::Error::TooNew { .. }
            | ledger::Error::Erased { .. }
            | ledger::Error::BulkRunning
            | ledger::Error::Superseded
            | ledger::Error::Misuse { .. }
            | ledger::Error::Stopped) => Self::Fault(error.into()),
        }
    }
}

impl From<anyhow::Error> for Denied {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<ledger::Error>() {
            Ok(error) => error.into(),
            Err(error) => Self::Fault(error),
        }
    }
}

impl From<crate::codec::Unreadable> for Denied {
    fn from(error: crate::codec::Unreadable) -> Self {
        Self::Fault(error.into())
    }
}

impl Caller {
    /// Whoever holds this account; each of their looks is on the disk before it is answered.
    pub fn new(account: Account) -> Self {
        Self { account, credit: None, link: None, behalf: None }
    }

    /// The role.
    pub fn role(&self) -> Role {
        self.account.role
    }

    /// The holder of an account as they act for another: whatever is the other's own is open to them, on
    /// the ground that they act for them.
    fn acting(account: Account, actor: PersonId, person: PersonId) -> Self {
        let account = Account { person: Some(person), ..account };
        Self { behalf: Some(actor), ..Self::new(account) }
    }

    /// Who acts, when it is for another.
    pub fn behalf(&self) -> Option<PersonId> {
        self.behalf
    }

    /// How somebody who works stands to what belongs to a unit.
    fn at(&self, unit: &UnitId) -> Relation {
        if self.account.unit.as_ref() == Some(unit) { Relation::Unit } else { Relation::Task }
    }

    /// How a resident stands to what is the account's person's own.
    fn own(&self) -> Relation {
        if self.behalf.is_some() { Relation::Mandate } else { Relation::Own }
    }

    /// The actor as it stands in facts and in the access log.
    pub fn actor(&self) -> String {
        match self.behalf {
            Some(actor) => Actor::Resident(actor).to_string(),
            None => self.account.actor().to_string(),
        }
    }

    /// Polku itself, for a job or an import.
    pub fn system(name: &str) -> Self {
        Self::new(Account::nobody(name, Role::System))
    }
}

impl Door {
    /// A door to a ledger; the key makes pseudonyms that nobody can compute without it.
    pub fn new(
        ledger: Arc<Ledger>,
        content: Arc<Content>,
        clock: Arc<dyn Clock>,
        pseudonym_key: [u8; 32],
    ) -> anyhow::Result<Self> {
        let staff = Staff::read(&ledger)?;
        let columns = board::Follower::new();
        let (accounts, alone) = (accounts::Known::default(), Mutex::new(()));
        let (queue_words, recent) = (Mutex::default(), Arc::default());
        let shared = shared::Shared::default();
        Ok(Self {
            ledger,
            content,
            clock,
            staff,
            pseudonym_key,
            columns,
            accounts,
            queue_words,
            shared,
            recent,
            alone,
        })
    }

    /// The content in force.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The people who work.
    pub fn staff(&self) -> &Staff {
        &self.staff
    }

    /// Has a function called after each commit that added facts; it must be quick.
    pub fn on_commit(&self, tell: Box<dyn Fn(u64) + Send + Sync>) {
        self.ledger.on_commit(tell);
    }

    /// The instant now, by the clock of this service.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The position of the last fact: what live pages wait on.
    pub fn position(&self) -> u64 {
        self.ledger.position()
    }

    /// Lets those that decide by a search in one after the other, until the guard is dropped.
    pub fn alone(&self) -> MutexGuard<'_, ()> {
        self.alone.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ground(
        &self,
        caller: &Caller,
        action: Action,
        relations: &[Relation],
    ) -> Result<Relation, Denied> {
        self.content
            .rules
            .ground(caller.role(), action, relations)
            .ok_or(Denied::Refused(Refusal::NotAllowed))
    }

    fn entry(
        &self,
        caller: &Caller,
        person: Option<PersonId>,
        action: &str,
        ground: Relation,
    ) -> AccessEntry {
        AccessEntry {
            at: self.now(),
            actor: caller.actor(),
            role: caller.role().code().to_owned(),
            unit: caller.account.unit.as_ref().map(UnitId::to_string),
            person: person.map(|person| person.to_string()),
            action: action.to_owned(),
            ground: ground.code().to_owned(),
            detail: String::new(),
        }
    }
}
