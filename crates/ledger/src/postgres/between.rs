//! What servers on one database settle between them: who may write when, up to which position nothing
//! can come any more, and how each hears of what the others committed.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use ::postgres::fallible_iterator::FallibleIterator as _;

use super::{Address, doing};
use crate::database::readers::Source;
use crate::database::{Reader, Transaction};
use crate::error::{Error, Result};
use crate::fact::Hash;
use crate::writer::{Shared, State, Tally};
use crate::{meta, postgres};

/// The first half of the name of every lock of ours; the second half is one of [`Lock`].
const CLASS: i32 = 1_886_350_443;
/// The first half of the names of locks on streams that begin. Positions under way are locked by one
/// number alone, which is another kind of name.
const BEGINNING: i32 = CLASS + 1;
/// Where servers call to each other.
const CHANNEL: &str = "polku";
/// What is called when a key was destroyed.
const ERASED: &str = "erased";
/// How long a server waits for a call before it looks by itself.
const EVERY: Duration = Duration::from_millis(200);
/// How long it waits before it tries a database again that was gone.
const PAUSE: Duration = Duration::from_millis(500);

/// What is locked by name.
#[derive(Clone, Copy)]
pub(crate) enum Lock {
    /// Migrating, and making views that an opening finds wanting.
    Opening = 1,
    /// Held in common by everybody who appends, and alone by who must see no append under way.
    Standing = 2,
    /// Making a seal.
    Sealing = 3,
    /// The end of the log of looks.
    Looks = 4,
    /// A bulk load, as long as it goes on.
    Loading = 5,
}

/// What an append finds when it begins.
pub(super) struct Standing {
    /// Whose rows the views hold.
    views: String,
    /// How often a key was destroyed so far.
    pub(super) erasures: u64,
}

const STANDING: &str = "SELECT COALESCE((SELECT value FROM meta WHERE name = 'views'), ''), \
     COALESCE((SELECT value FROM meta WHERE name = 'erasures'), '0')";

impl Standing {
    fn read(rows: Vec<Vec<String>>) -> Result<Self> {
        let last = rows.into_iter().next_back().unwrap_or_default();
        match <[String; 2]>::try_from(last).map(|[views, count]| (views, count.parse())) {
            Ok((views, Ok(erasures))) => Ok(Self { views, erasures }),
            Ok((_, Err(_))) | Err(_) => Err(Error::damaged("the count of erasures is no number")),
        }
    }

    /// Why no facts may be appended now, if so.
    pub(super) fn refusal(&self, shared: &Shared) -> Option<Error> {
        if self.views == shared.fingerprint {
            None
        } else if self.views == meta::STALE {
            Some(Error::BulkRunning)
        } else {
            Some(Error::Superseded)
        }
    }
}

/// Joins those who append, in the first step of a transaction; more locks are taken on the way. What
/// is read comes after the locks, and so is as new as they are.
pub(super) fn join(server: &postgres::Reader, locks: &[i32]) -> Result<Standing> {
    let mut sql =
        format!("SELECT pg_advisory_xact_lock_shared({CLASS}, {});", Lock::Standing as i32);
    for lock in locks {
        // Writing to a string does not fail.
        let _ = write!(sql, "SELECT pg_advisory_xact_lock({BEGINNING}, {lock});");
    }
    sql.push_str(STANDING);
    Standing::read(server.texts(&sql)?)
}

/// Waits for a lock that ends with the transaction.
pub(crate) fn lock(server: &postgres::Reader, lock: Lock) -> Result<()> {
    let sql = format!("SELECT pg_advisory_xact_lock({CLASS}, {})", lock as i32);
    server.texts(&sql).map(|_| ())
}

/// Waits for a lock that is held until it is let go, or the connection ends.
pub(crate) fn hold(server: &postgres::Reader, lock: Lock) -> Result<()> {
    server.texts(&format!("SELECT pg_advisory_lock({CLASS}, {})", lock as i32)).map(|_| ())
}

/// Takes such a lock if nobody has it.
pub(crate) fn try_hold(server: &postgres::Reader, lock: Lock) -> Result<bool> {
    let rows = server.texts(&format!("SELECT pg_try_advisory_lock({CLASS}, {})", lock as i32))?;
    Ok(rows.iter().flatten().any(|taken| taken == "t"))
}

/// Lets such a lock go.
pub(crate) fn let_go(server: &postgres::Reader, lock: Lock) -> Result<()> {
    server.texts(&format!("SELECT pg_advisory_unlock({CLASS}, {})", lock as i32)).map(|_| ())
}

/// The position of the last fact before which nothing can come any more. The order of the questions
/// matters: first the last position taken, then which are under way, then what can be seen. A position
/// taken before the first question and not under way at the second is seen by the third, or never.
pub(crate) fn horizon(reader: &Reader) -> Result<u64> {
    let rows = reader.server()?.texts(UNDER_WAY)?;
    let mut numbers = rows.iter().flatten().map(|text| text.parse::<u64>().ok());
    let (Some(Some(taken)), Some(first)) = (numbers.next(), numbers.next()) else {
        return Err(Error::damaged("the last position taken is no number"));
    };
    let bound = first.map_or(taken, |first| taken.min(first.saturating_sub(1)));
    let sql = "SELECT COALESCE(MAX(position), 0) FROM fact WHERE position <= $1";
    let last = reader.row(sql, &[crate::value::number(bound)], |columns| columns.integer(0))?;
    Ok(last.and_then(|last| u64::try_from(last).ok()).unwrap_or_default())
}

/// The last position taken, and the first one of those under way, by the locks that show them.
const UNDER_WAY: &str = "SELECT last_value FROM fact_position; \
     SELECT MIN((CAST(classid AS BIGINT) << 32) + CAST(objid AS BIGINT)) FROM pg_locks \
     WHERE locktype = 'advisory' AND objsubid = 1 AND database = \
     (SELECT oid FROM pg_database WHERE datname = current_database())";

/// The last look: its number and its hash.
pub(crate) fn last_look(reader: &Reader) -> Result<(u64, Hash)> {
    use crate::value::Field;
    let sql = "SELECT number, hash FROM access ORDER BY number DESC LIMIT 1";
    let last =
        reader.row(sql, &[], |columns| Ok((Field::read(columns, 0)?, Field::read(columns, 1)?)))?;
    Ok(last.unwrap_or_default())
}

/// Runs `work` as one transaction while nobody appends; counters are those of the database.
pub(crate) fn alone<T>(
    state: &mut State,
    work: impl FnOnce(&mut Transaction<'_>, &mut Tally) -> Result<T>,
) -> Result<T> {
    state.renew()?;
    let shared = state.shared.clone();
    let (tally, answer) = state.connection.transaction(|transaction| {
        let server = transaction.server()?;
        let sql = format!("SELECT pg_advisory_xact_lock({CLASS}, {});", Lock::Standing as i32);
        let standing = Standing::read(server.texts(&[&sql, STANDING].concat())?)?;
        shared.catch_up(standing.erasures);
        let before = Tally {
            last_stream: last(transaction, "SELECT COALESCE(MAX(id), 0) FROM stream")?,
            last_position: crate::verify::count(
                transaction,
                "SELECT COALESCE(MAX(position), 0) FROM fact",
            )?,
            ..Tally::default()
        };
        let mut tally = before;
        let answer = work(transaction, &mut tally)?;
        if tally.last_position > before.last_position {
            let sql = "SELECT setval('fact_position', $1)";
            transaction.execute(sql, &[crate::value::number(tally.last_position)])?;
        }
        if tally.last_stream > before.last_stream {
            transaction.execute("SELECT setval('stream_id', $1)", &[tally.last_stream.into()])?;
        }
        Ok((tally, answer))
    })?;
    state.tally = tally;
    told(&state.connection, &shared);
    tell(&state.connection, "");
    Ok(answer)
}

fn last(reader: &Reader, sql: &str) -> Result<i64> {
    Ok(reader.row(sql, &[], |columns| columns.integer(0))?.unwrap_or_default())
}

/// Moves this server's own followers on after a commit.
pub(crate) fn told(connection: &Reader, shared: &Shared) {
    // What is committed is committed; if this fails, the followers hear of it a little later.
    if let Ok(position) = horizon(connection) {
        shared.watch.move_to(position);
    }
}

/// Calls the other servers.
pub(crate) fn tell(connection: &Reader, what: &str) {
    if let Reader::Postgres(server) = connection {
        // A call that is not heard only makes the others a little late.
        drop(server.batch(&format!("NOTIFY {CHANNEL}, '{what}'")));
    }
}

/// Tells the other servers that a key was destroyed.
pub(crate) fn tell_erased(connection: &Reader) {
    tell(connection, ERASED);
}

/// The thread that hears the other servers.
pub(crate) struct Ears {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Ears {
    pub(crate) fn open(address: Address, shared: Arc<Shared>) -> Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = std::thread::Builder::new()
            .name("ledger-ears".to_owned())
            .spawn(move || {
                while !stopped.load(Ordering::Acquire) {
                    if hear(&address, &shared, &stopped).is_err() {
                        // What is said meanwhile is not heard, so nothing kept can be trusted.
                        shared.keyring.forget();
                        std::thread::park_timeout(PAUSE);
                    }
                }
            })
            .map_err(|error| Error::Failed { doing: "starting", message: error.to_string() })?;
        Ok(Self { stop, thread: Some(thread) })
    }
}

impl Drop for Ears {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // It holds nothing that a panic could have spoilt.
            drop(thread.join());
        }
    }
}

fn hear(address: &Address, shared: &Shared, stopped: &AtomicBool) -> Result<()> {
    let reader = Source::Postgres(Box::new(address.clone())).open()?;
    let mut client = address.client()?;
    client.batch_execute(&format!("LISTEN {CHANNEL}")).map_err(doing("listening"))?;
    let mut erased = true;
    while !stopped.load(Ordering::Acquire) {
        if erased && let Reader::Postgres(server) = &reader {
            shared.catch_up(Standing::read(server.texts(STANDING)?)?.erasures);
        }
        shared.watch.move_to(horizon(&reader)?);
        let mut calls = client.notifications();
        let call = calls.timeout_iter(EVERY).next().map_err(doing("listening"))?;
        erased = call.is_some_and(|call| call.payload() == ERASED);
        // Whatever has come meanwhile is answered by the same look.
        while let Some(call) = calls.iter().next().map_err(doing("listening"))? {
            erased |= call.payload() == ERASED;
        }
    }
    Ok(())
}
