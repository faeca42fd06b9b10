//! Accounts, sessions and tokens at the door.

use std::collections::HashMap;
use std::hash::Hash as StdHash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use care::access::{Action, Relation};
use jiff::Timestamp;
use ledger::{Batch, Hash, NewFact, Session, StreamAppend};

use super::{Caller, Denied, Door};
use crate::account::{self, Account, AccountFact, Held, PROGRAM, hash_secret};
use crate::codec;

/// How many accounts are kept at hand.
const KNOWN_MAX: usize = 10_000;

/// Accounts as they stand, so that not every request reads them again. Only where no other server can
/// close one.
#[derive(Default)]
pub(super) struct Known(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// How often an account changed: what was read before a change is not kept after it.
    changes: u64,
    by_login: HashMap<String, Held>,
    by_token: HashMap<Hash, Account>,
}

impl Known {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks one up, or reads it and keeps it unless something changed meanwhile.
    fn get<K: Eq + StdHash + Clone, V: Clone>(
        &self,
        key: &K,
        map: impl Fn(&mut Kept) -> &mut HashMap<K, V>,
        read: impl FnOnce() -> Result<Option<V>, Denied>,
    ) -> Result<Option<V>, Denied> {
        let changes = {
            let mut kept = self.kept();
            if let Some(known) = map(&mut kept).get(key) {
                return Ok(Some(known.clone()));
            }
            kept.changes
        };
        let found = read()?;
        let mut kept = self.kept();
        if let Some(found) = found.clone().filter(|_| kept.changes == changes) {
            let map = map(&mut kept);
            if map.len() >= KNOWN_MAX {
                map.clear();
            }
            map.insert(key.clone(), found);
        }
        Ok(found)
    }

    fn forget(&self) {
        let mut kept = self.kept();
        *kept = Kept { changes: kept.changes + 1, ..Kept::default() };
    }
}

/// The stream of an account.
fn stream(login: &str) -> String {
    format!("account/{login}")
}

impl Door {
    /// An account, as far as it can be used.
    pub fn account(&self, login: &str) -> Result<Option<Held>, Denied> {
        if self.ledger.is_shared() {
            return self.read_account(login);
        }
        let read = || self.read_account(login);
        self.accounts.get(&login.to_owned(), |kept| &mut kept.by_login, read)
    }

    fn read_account(&self, login: &str) -> Result<Option<Held>, Denied> {
        let facts = self.ledger.load(&stream(login))?;
        let held = account::fold(codec::decode::<AccountFact>(&facts)?);
        Ok(held.filter(|held| held.open))
    }

    /// Whether nobody can sign in yet.
    pub fn has_no_accounts(&self) -> Result<bool, Denied> {
        Ok(self.ledger.accounts()?.is_empty())
    }

    /// The account that a login and password open.
    pub fn sign_in(&self, login: &str, password: &str) -> Result<Option<Account>, Denied> {
        // A login that does not exist takes as long as one that does: nobody learns which exist.
        const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$\
                              MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA";
        let held = self.account(login)?;
        let hash = held.as_ref().and_then(|held| held.password.as_deref()).unwrap_or(NOBODY);
        let fits = account::password_fits(password, hash);
        Ok(held.filter(|held| fits && held.password.is_some()).map(|held| held.account))
    }

    /// The account that a program's token opens.
    pub fn by_token(&self, token: &str) -> Result<Option<Account>, Denied> {
        let hash = hash_secret(token);
        let read = || {
            let Some(row) = self.ledger.token(&hash)? else { return Ok(None) };
            if row.scope != PROGRAM {
                return Ok(None);
            }
            Ok(self.account(&row.login)?.map(|held| held.account))
        };
        if self.ledger.is_shared() {
            return read();
        }
        self.accounts.get(&hash, |kept| &mut kept.by_token, read)
    }

    /// Opens an account with its first secrets.
    pub fn open_account(&self, caller: &Caller, facts: &[AccountFact]) -> Result<(), Denied> {
        let Some(AccountFact::AccountOpened(account)) = facts.first() else {
            return Err(Denied::NotFound);
        };
        if self.account(&account.login)?.is_some() {
            return Err(Denied::Fault(anyhow::anyhow!(
                "the login {} is in use; choose another or close that account first",
                account.login
            )));
        }
        self.append_account(caller, &account.login, facts)
    }

    /// Adds facts to an account's stream.
    pub fn append_account(
        &self,
        caller: &Caller,
        login: &str,
        facts: &[AccountFact],
    ) -> Result<(), Denied> {
        self.ground(caller, Action::KeepAccounts, &[Relation::Task])?;
        self.write_account(caller, login, facts)
    }

    pub(super) fn write_account(
        &self,
        caller: &Caller,
        login: &str,
        facts: &[AccountFact],
    ) -> Result<(), Denied> {
        let stream = stream(login);
        let history = self.ledger.load(&stream)?;
        let now = self.now();
        let new = facts
            .iter()
            .map(|fact| {
                Ok(NewFact {
                    kind: fact.kind().to_owned(),
                    occurred_at: now,
                    actor: caller.actor(),
                    person: None,
                    body: serde_json::to_vec(fact).map_err(anyhow::Error::from)?,
                })
            })
            .collect::<Result<Vec<_>, Denied>>()?;
        let streams = vec![StreamAppend { stream: stream.into(), history, new }];
        let appended = self.ledger.append(Batch { streams, ..Batch::default() }, now);
        self.accounts.forget();
        Ok(appended.map(drop)?)
    }

    /// Opens a session.
    pub fn open_session(&self, session: Session) -> Result<(), Denied> {
        Ok(self.ledger.put_session(session)?)
    }

    /// A session and whose it is, while it stands at this instant and the account is open.
    pub fn session(
        &self,
        secret: &Hash,
        now: Timestamp,
    ) -> Result<Option<(Session, Account)>, Denied> {
        let Some(session) = self.ledger.session(secret, now)? else { return Ok(None) };
        Ok(self.account(&session.login)?.map(|held| (session, held.account)))
    }

    /// Ends a session.
    pub fn end_session(&self, secret: Hash) -> Result<(), Denied> {
        Ok(self.ledger.remove_session(secret)?)
    }

    /// Ends every session whose time is over at this instant.
    pub fn expire_sessions(&self, now: Timestamp) -> anyhow::Result<()> {
        Ok(self.ledger.expire_sessions(now)?)
    }

    /// Seals the facts that no seal covers yet.
    pub fn seal(&self) -> anyhow::Result<()> {
        self.ledger.seal(self.now())?;
        Ok(())
    }
}
