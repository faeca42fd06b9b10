//! Who may sign in: people by password, programs by token.

use jiff::Timestamp;

use crate::error::Result;
use crate::fact::Hash;
use crate::ledger::Ledger;
use crate::record::{Readable, columns, record};
use crate::value::Field;

/// One account that may sign in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountRow {
    /// The name that signs in.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// The role's code.
    pub role: String,
    /// The unit the role is held in.
    pub unit: Option<String>,
    /// The professional it belongs to.
    pub professional: Option<String>,
    /// The resident it belongs to.
    pub person: Option<String>,
    /// The hash of the password, in the form that names its algorithm.
    pub password_hash: Option<String>,
    /// Whether it may not sign in.
    pub locked: bool,
}

/// One token by which a program signs in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenRow {
    /// The digest of the token.
    pub token_hash: Hash,
    /// The account it signs in as.
    pub login: String,
    /// The name it was given.
    pub name: String,
    /// What it may do, as codes.
    pub scope: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
}

record!(
    AccountRow,
    "account_row",
    key { login: login },
    rest {
        name: name,
        role: role,
        unit: unit,
        professional: professional,
        person: person,
        password_hash: password_hash,
        locked: locked,
    }
);

record!(
    TokenRow,
    "token_row",
    key { token_hash: token_hash },
    rest { login: login, name: name, scope: scope, created_at: created_at, expires_at: expires_at }
);

impl Ledger {
    /// The account of a login.
    pub fn account(&self, login: &str) -> Result<Option<AccountRow>> {
        let sql = format!("SELECT {} FROM account_row WHERE login = $1", columns::<AccountRow>());
        self.read(|reader| reader.row(&sql, &[login.into()], AccountRow::read))
    }

    /// All accounts, in order of login.
    pub fn accounts(&self) -> Result<Vec<AccountRow>> {
        let sql = format!("SELECT {} FROM account_row ORDER BY login", columns::<AccountRow>());
        self.read(|reader| reader.rows(&sql, &[], AccountRow::read))
    }

    /// The token of a digest.
    pub fn token(&self, token_hash: &Hash) -> Result<Option<TokenRow>> {
        let sql = format!("SELECT {} FROM token_row WHERE token_hash = $1", columns::<TokenRow>());
        self.read(|reader| reader.row(&sql, &[token_hash.value()], TokenRow::read))
    }

    /// The tokens of an account, the oldest first.
    pub fn tokens(&self, login: &str) -> Result<Vec<TokenRow>> {
        let sql = format!(
            "SELECT {} FROM token_row WHERE login = $1 ORDER BY created_at, token_hash",
            columns::<TokenRow>()
        );
        self.read(|reader| reader.rows(&sql, &[login.into()], TokenRow::read))
    }
}
