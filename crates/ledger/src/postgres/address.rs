//! Where a shared database is: `postgres://user@host:port/database`.

use std::time::Duration;

use ::postgres::config::SslMode;
use ::postgres::{Client, Config, NoTls};

use super::{Reader, doing};
use crate::error::{Error, Result};

/// How long a server may take to be reached.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where a shared database is, and as whom to go there.
#[derive(Clone)]
pub(crate) struct Address(Config);

impl Address {
    /// Reads an address, and refuses one that asks for what there is not.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let refused = |why: String| Error::misuse(format!("the address of the store: {why}"));
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            let why = "it has to begin with postgres://, as postgres://polku@db.example:5432/polku";
            return Err(refused(why.to_owned()));
        }
        // What the reader of addresses says may hold the password.
        let unread = |_| "it cannot be read: give postgres://user@host:port/database".to_owned();
        let mut config: Config = text.parse().map_err(unread).map_err(refused)?;
        if config.get_dbname().is_none() {
            return Err(refused("it names no database".to_owned()));
        }
        if config.get_ssl_mode() == SslMode::Require {
            let why = "sslmode=require is asked for, but this program speaks no TLS to databases: \
                 use a socket, a private network or a tunnel, and leave sslmode out";
            return Err(refused(why.to_owned()));
        }
        config.ssl_mode(SslMode::Disable).application_name("polku").connect_timeout(PATIENCE);
        Ok(Self(config))
    }

    /// Opens a connection.
    pub(crate) fn open(&self) -> Result<Reader> {
        let client = self.client()?;
        Ok(Reader::new(client))
    }

    /// Opens a connection for its own sake.
    pub(super) fn client(&self) -> Result<Client> {
        let opening = doing("opening the database");
        let mut client = self.0.connect(NoTls).map_err(&opening)?;
        // Durability is ours to decide, whatever the server was told.
        let settings = "SET synchronous_commit = on; SET default_transaction_isolation = \
             'read committed'; SET standard_conforming_strings = on; SET bytea_output = 'hex'; \
             SET client_min_messages = warning; SET idle_in_transaction_session_timeout = 0";
        client.batch_execute(settings).map_err(&opening)?;
        Ok(client)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_asks_for_too_much_is_refused() {
        let why = |text: &str| match Address::read(text) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        };
        assert_eq!(why("postgres://polku@localhost/polku"), "");
        assert_eq!(why("postgresql://polku@localhost/polku?sslmode=prefer"), "");
        assert!(why("postgres://polku@localhost/polku?sslmode=require").contains("no TLS"));
        assert!(why("mysql://polku@localhost/polku").contains("postgres://"));
        assert!(why("postgres://polku@localhost").contains("names no database"));
        assert!(!why("postgres://polku:secret@local host:x/polku").contains("secret"));
    }
}
