//! The store as one thing: a folder with one database in it, held by one process.

use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::database::Reader;
use crate::database::readers::{Readers, Source};
use crate::envelope::{MasterKey, Randomness};
use crate::error::{Error, Result};
use crate::fact::Hash;
use crate::keyring::Keyring;
use crate::postgres::Address;
use crate::postgres::between::{self, Ears, Lock};
use crate::reserve::Reserve;
use crate::sqlite::folder::Folder;
use crate::terms::Terms;
use crate::value::Field;
use crate::view::rows::Projector;
use crate::watch::Watch;
use crate::writer::{Shared, State, Tally, Writer};
use crate::{errand, meta, postgres, rebuild, seal, sqlite};

/// Told how much is done, and of how much.
pub type Progress = dyn Fn(u64, u64) + Send + Sync;

/// How to open a store.
pub struct Options {
    /// The folder that holds it, or what belongs to it; made when it doesn't exist.
    pub folder: PathBuf,
    /// The address of the database that several servers share, `postgres://user@host:port/database`;
    /// none for a database in the folder.
    pub store: Option<String>,
    /// The key that wraps people's keys.
    pub master_key: MasterKey,
    /// Says what the rows of a stream are.
    pub projector: Arc<dyn Projector>,
    /// Where fresh random bytes come from.
    pub randomness: Arc<Randomness>,
    /// How many connections may read at once.
    pub readers: usize,
    /// How many bytes the database may take; none for as many as the disk holds.
    pub bytes_max: Option<u64>,
    /// Told about a refold that opening turns out to need.
    pub progress: Option<Arc<Progress>>,
}

/// The store.
pub struct Ledger {
    // Dropped first: the writer finishes what waits in line.
    writer: Writer,
    shared: Arc<Shared>,
    // Held as long as the store is open, when it is in the folder.
    _lock: Option<File>,
    // Open as long as the store is, when it is shared.
    _ears: Option<Ears>,
}

impl Ledger {
    /// Opens the store in a folder, or makes one there. Views that were made by another projector,
    /// or not finished, are made anew before this returns.
    pub fn open(options: Options) -> Result<Self> {
        if let Some(address) = &options.store {
            let address = Address::read(address)?;
            return open_shared(options, address);
        }
        let lock = lock(&options.folder)?;
        let file = options.folder.join(sqlite::FILE);
        let connection = sqlite::Reader::open_writer(&file)?;
        sqlite::migrations::migrate(&connection)?;
        errand::free_all(&connection)?;
        connection.limit_bytes(options.bytes_max)?;
        let (mark, progress) = (options.master_key.mark(), options.progress.clone());
        let fingerprint = meta::fingerprint(&*options.projector);
        let reserve = Reserve::keep(&options.folder, options.bytes_max);
        let folded = file.clone();
        let mut state = state(options, Reader::Sqlite(connection), Source::Sqlite(file))?;
        state.reserve = Some(reserve);
        state.folder = Some(Folder::start(&folded)?);
        meta::check_master_key(&mut state, &mark)?;
        if meta::views(&state.connection)? != Some(fingerprint) {
            let silent: Arc<Progress> = Arc::new(|_, _| ());
            rebuild::refold(&mut state, &*progress.unwrap_or(silent))?;
        }
        let shared = state.shared.clone();
        Ok(Self { writer: Writer::start(state)?, shared, _lock: Some(lock), _ears: None })
    }

    /// Bounds the database to so many bytes from now on, or lifts the bound.
    pub fn limit_bytes(&self, bytes_max: Option<u64>) -> Result<()> {
        self.writer.alone(move |state| state.limit(bytes_max))
    }

    /// Whether other servers may have the store open, too.
    pub fn is_shared(&self) -> bool {
        self.readers().is_shared()
    }

    pub(crate) fn read<T>(&self, read: impl FnOnce(&Reader) -> Result<T>) -> Result<T> {
        self.shared.readers.with(read)
    }

    pub(crate) fn writer(&self) -> &Writer {
        &self.writer
    }

    pub(crate) fn readers(&self) -> &Readers {
        &self.shared.readers
    }

    pub(crate) fn keyring(&self) -> &Keyring {
        &self.shared.keyring
    }

    pub(crate) fn terms(&self) -> &Terms {
        &self.shared.terms
    }

    pub(crate) fn projector(&self) -> &dyn Projector {
        &*self.shared.projector
    }

    pub(crate) fn watch(&self) -> &Watch {
        &self.shared.watch
    }
}

/// Opens a store that other servers may have open too.
fn open_shared(options: Options, address: Address) -> Result<Ledger> {
    if options.bytes_max.is_some() {
        return Err(Error::misuse("the size of a shared database is bounded where it is"));
    }
    let source = Source::Postgres(Box::new(address.clone()));
    // Whoever opens migrates, marks and mends; two of them would get in each other's way.
    let opening = source.open()?;
    between::hold(opening.server()?, Lock::Opening)?;
    let mut connection = source.open()?;
    postgres::migrations::migrate(&mut connection)?;
    let (mark, progress) = (options.master_key.mark(), options.progress.clone());
    let mut state = state(options, connection, source)?;
    meta::check_master_key(&mut state, &mark)?;
    if meta::views(&state.connection)?.as_ref() != Some(&state.shared.fingerprint) {
        // Stale views may be those of a load that is going on at another server.
        if !between::try_hold(opening.server()?, Lock::Loading)? {
            return Err(Error::BulkRunning);
        }
        let silent: Arc<Progress> = Arc::new(|_, _| ());
        rebuild::refold(&mut state, &*progress.unwrap_or(silent))?;
        between::let_go(opening.server()?, Lock::Loading)?;
    }
    between::let_go(opening.server()?, Lock::Opening)?;
    let shared = state.shared.clone();
    shared.watch.move_to(between::horizon(&state.connection)?);
    let ears = Ears::open(address, shared.clone())?;
    Ok(Ledger { writer: Writer::start(state)?, shared, _lock: None, _ears: Some(ears) })
}

fn lock(folder: &PathBuf) -> Result<File> {
    let failed = |error: std::io::Error| Error::Failed {
        doing: "opening the data folder",
        message: format!("{}: {error}", folder.display()),
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("lock"))
        .map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(Error::InUse { folder: folder.clone() }),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// What a writer has to know at the beginning. A shared store is asked again each time.
fn state(options: Options, connection: Reader, source: Source) -> Result<State> {
    let (tally, unsealed) =
        if connection.is_shared() { Default::default() } else { counted(&connection)? };
    let last_key = last(&connection, "SELECT COALESCE(MAX(id), 0) FROM person_key")?;
    let watch = Watch::default();
    watch.move_to(tally.last_position);
    let shared = Shared {
        keyring: Keyring::new(options.master_key, options.randomness, last_key),
        terms: Terms::load(&connection, &source)?,
        readers: Readers::new(source, options.readers),
        fingerprint: meta::fingerprint(&*options.projector),
        projector: options.projector,
        watch,
        erasures: Arc::new(AtomicU64::new(0)),
    };
    Ok(State {
        shared: Arc::new(shared),
        connection,
        tally,
        unsealed,
        erased: std::collections::HashMap::new(),
        bulk: false,
        folder: None,
        reserve: None,
    })
}

fn last(connection: &Reader, sql: &str) -> Result<i64> {
    connection.row(sql, &[], |columns| columns.integer(0)).map(Option::unwrap_or_default)
}

/// The counters of a store that is ours alone, and the hashes that no seal covers.
fn counted(connection: &Reader) -> Result<(Tally, Vec<Hash>)> {
    let last_stream = last(connection, "SELECT COALESCE(MAX(id), 0) FROM stream")?;
    let position = last(connection, "SELECT COALESCE(MAX(position), 0) FROM fact")?;
    let last_position = u64::try_from(position).unwrap_or_default();
    let (last_look, look_hash) = between::last_look(connection)?;
    let sealed = seal::last(connection)?.map_or(0, |seal| seal.last_position);
    let unsealed = connection.rows(
        "SELECT hash FROM fact WHERE position > $1 ORDER BY position",
        &[crate::value::number(sealed)],
        |columns| Hash::read(columns, 0),
    )?;
    let tally =
        Tally { last_stream, last_position, last_look, look_hash, unsealed: unsealed.len() };
    Ok((tally, unsealed))
}
