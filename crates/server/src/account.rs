//! Accounts and tokens: who may come in at which door. They are facts like everything else, so
//! the ledger tells who could see what on any day. Secrets are kept only as hashes.

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Argon2, PasswordHash};
use care::access::Role;
use care::actor::Actor;
use care::code::Profession;
use care::id::{PersonId, ProfessionalId, UnitId};
use care::language::Language;
use jiff::Timestamp;
use ledger::Hash;
use serde::{Deserialize, Serialize};

/// What a token may do that is for programs at the FHIR interface.
pub const PROGRAM: &str = "fhir";
/// What a token may do that is the secret of a calendar's private address.
pub const FEED: &str = "calendar";

/// What can happen to an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountFact {
    /// The account exists from now on.
    AccountOpened(Account),
    /// The password was set anew.
    PasswordSet {
        /// Its argon2id hash.
        hash: String,
    },
    /// A token for programs was given out.
    TokenGiven {
        /// Its BLAKE3 hash, in hexadecimal.
        hash: String,
    },
    /// The holder's calendar has a private address; one it had before is no more.
    FeedOpened {
        /// The BLAKE3 hash of its secret, in hexadecimal.
        hash: String,
    },
    /// The holder's calendar has no private address any more.
    FeedClosed,
    /// The account can no longer be used.
    AccountClosed,
}

impl AccountFact {
    /// The stable name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::AccountOpened(_) => "account-opened",
            Self::PasswordSet { .. } => "password-set",
            Self::TokenGiven { .. } => "token-given",
            Self::FeedOpened { .. } => "feed-opened",
            Self::FeedClosed => "feed-closed",
            Self::AccountClosed => "account-closed",
        }
    }
}

/// One account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Account {
    /// The name used for signing in.
    pub login: String,
    /// The name that is shown.
    pub name: String,
    /// What its holder is.
    pub role: Role,
    /// A resident's own person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// A professional's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub professional: Option<ProfessionalId>,
    /// A professional's profession.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profession: Option<Profession>,
    /// The unit where the holder works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// The language in which pages begin.
    pub language: Language,
}

impl Account {
    /// The account of a program or of Polku's own job: no person, no unit.
    pub fn nobody(login: &str, role: Role) -> Self {
        Self {
            login: login.to_owned(),
            name: login.to_owned(),
            role,
            person: None,
            professional: None,
            profession: None,
            unit: None,
            language: Language::En,
        }
    }

    /// The actor that the holder is in facts and in the access log.
    pub fn actor(&self) -> Actor {
        match (self.role, self.person, self.professional) {
            (Role::Resident, Some(person), _) => Actor::Resident(person),
            (Role::Professional, _, Some(professional)) => Actor::Professional(professional),
            (Role::Client, _, _) => Actor::Client(self.login.clone()),
            (Role::System, _, _) => Actor::System(self.login.clone()),
            (Role::Resident | Role::Professional | Role::Leader | Role::Administrator, _, _) => {
                Actor::Account(self.login.clone())
            }
        }
    }
}

/// An account as the facts so far tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// The account.
    pub account: Account,
    /// The argon2id hash of its password, once set.
    pub password: Option<String>,
    /// The hashes of its tokens.
    pub tokens: Vec<String>,
    /// The hash of the secret of its calendar's private address.
    pub feed: Option<String>,
    /// Whether it can be used.
    pub open: bool,
}

/// Folds the facts of one account's stream.
pub fn fold(facts: impl IntoIterator<Item = (Timestamp, AccountFact)>) -> Option<Held> {
    let mut held: Option<Held> = None;
    for (_, fact) in facts {
        match (fact, &mut held) {
            (AccountFact::AccountOpened(account), _) => {
                let (password, tokens, feed) = (None, Vec::new(), None);
                held = Some(Held { account, password, tokens, feed, open: true });
            }
            (AccountFact::PasswordSet { hash }, Some(held)) => held.password = Some(hash),
            (AccountFact::TokenGiven { hash }, Some(held)) => held.tokens.push(hash),
            (AccountFact::FeedOpened { hash }, Some(held)) => held.feed = Some(hash),
            (AccountFact::FeedClosed, Some(held)) => held.feed = None,
            (AccountFact::AccountClosed, Some(held)) => held.open = false,
            (
                AccountFact::PasswordSet { .. }
                | AccountFact::TokenGiven { .. }
                | AccountFact::FeedOpened { .. }
                | AccountFact::FeedClosed
                | AccountFact::AccountClosed,
                None,
            ) => {}
        }
    }
    held
}

/// The argon2id hash of a password, with a salt of its own.
pub fn hash_password(password: &str) -> anyhow::Result<String> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| anyhow::anyhow!("password cannot be hashed: {error}"))?;
    Ok(hash.to_string())
}

/// Whether a password fits its hash.
pub fn password_fits(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// The hash under which a token or a session is kept: they are random, so a fast hash is enough.
pub fn hash_secret(secret: &str) -> Hash {
    Hash(*blake3::hash(secret.as_bytes()).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_only_its_own_hash() {
        let hash = hash_password("kevät Porvoossa").unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(password_fits("kevät Porvoossa", &hash));
        assert!(!password_fits("kevät Loviisassa", &hash));
        assert!(!password_fits("kevät Porvoossa", "not a hash"));
    }
}
