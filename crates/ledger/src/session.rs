//! Who is signed in. Kept in the store, so that a restart signs nobody out and signing out holds.

use jiff::Timestamp;

use crate::database::Columns;
use crate::error::{Error, Result};
use crate::fact::Hash;
use crate::ledger::Ledger;
use crate::value::{Field, Value};
use crate::writer::State;

/// One session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// The digest of the token that the browser holds.
    pub token_hash: Hash,
    /// Whose session.
    pub login: String,
    /// What the server keeps with it, in its own form.
    pub data: Vec<u8>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Session {
    fn read(columns: &Columns<'_>) -> Result<Self> {
        Ok(Self {
            token_hash: Field::read(columns, 0)?,
            login: Field::read(columns, 1)?,
            data: columns.bytes(2)?.to_vec(),
            created_at: Field::read(columns, 3)?,
            expires_at: Field::read(columns, 4)?,
        })
    }
}

impl Ledger {
    /// Keeps a session, in place of one with the same token.
    pub fn put_session(&self, session: Session) -> Result<()> {
        self.change(move |execute| {
            execute(
                "INSERT INTO session (token_hash, login, data, created_at, expires_at) \
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (token_hash) DO UPDATE SET \
                 login = excluded.login, data = excluded.data, expires_at = excluded.expires_at",
                &[
                    session.token_hash.value(),
                    session.login.value(),
                    Value::Bytes(&session.data),
                    session.created_at.value(),
                    session.expires_at.value(),
                ],
            )
        })?;
        Ok(())
    }

    /// The session of a token, unless it has ended.
    pub fn session(&self, token_hash: &Hash, now: Timestamp) -> Result<Option<Session>> {
        let sql = "SELECT token_hash, login, data, created_at, expires_at FROM session \
             WHERE token_hash = $1 AND expires_at > $2";
        self.read(|reader| reader.row(sql, &[token_hash.value(), now.value()], Session::read))
    }

    /// Ends a session.
    pub fn remove_session(&self, token_hash: Hash) -> Result<()> {
        self.change(move |execute| {
            execute("DELETE FROM session WHERE token_hash = $1", &[token_hash.value()])
        })?;
        Ok(())
    }

    /// Ends all sessions of a login.
    pub fn remove_sessions_of(&self, login: &str) -> Result<()> {
        let login = login.to_owned();
        self.change(move |execute| {
            execute("DELETE FROM session WHERE login = $1", &[login.value()])
        })?;
        Ok(())
    }

    /// Sweeps the sessions that have ended.
    pub fn expire_sessions(&self, now: Timestamp) -> Result<()> {
        self.change(move |execute| {
            execute("DELETE FROM session WHERE expires_at <= $1", &[now.value()])
        })?;
        Ok(())
    }

    /// Changes rows that are no facts; says how many.
    pub(crate) fn change(
        &self,
        work: impl Fn(&mut dyn FnMut(&str, &[Value<'_>]) -> Result<usize>) -> Result<usize>
        + Send
        + 'static,
    ) -> Result<usize> {
        if self.is_shared() {
            return self.read(|reader| work(&mut |sql, values| reader.execute(sql, values)));
        }
        self.writer().alone(move |state| {
            let once = |state: &mut State| {
                state.transaction(|transaction, _, _| {
                    work(&mut |sql, values| transaction.execute(sql, values))
                })
            };
            match once(state) {
                // People must be able to sign in and read when facts find no room.
                Err(Error::Full) if state.give_room()? => once(state),
                done => done,
            }
        })
    }
}
