//! The store as one thing: a folder with one database in it, held by one process.

use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::envelope::{MasterKey, Randomness};
use crate::error::{Error, Result};
use crate::fact::Hash;
use crate::keyring::Keyring;
use crate::reserve::Reserve;
use crate::sqlite::readers::Readers;
use crate::sqlite::{Reader, migrations};
use crate::terms::Terms;
use crate::value::Field;
use crate::view::rows::Projector;
use crate::watch::Watch;
use crate::writer::{Shared, State, Tally, Writer};
use crate::{meta, rebuild, seal};

/// Told how much is done, and of how much.
pub type Progress = dyn Fn(u64, u64) + Send + Sync;

/// How to open a store.
pub struct Options {
    /// The folder that holds it; made when it doesn't exist.
    pub folder: PathBuf,
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
    // Held as long as the store is open.
    _lock: File,
}

impl Ledger {
    /// Opens the store in a folder, or makes one there. Views that were made by another projector,
    /// or not finished, are made anew before this returns.
    pub fn open(options: Options) -> Result<Self> {
        let lock = lock(&options.folder)?;
        let file = options.folder.join("polku.sqlite");
        let mut connection = Reader::open_writer(&file)?;
        migrations::migrate(&mut connection)?;
        connection.limit_bytes(options.bytes_max)?;
        let (mark, progress) = (options.master_key.mark(), options.progress.clone());
        let fingerprint = meta::fingerprint(&*options.projector);
        let mut state = state(options, connection)?;
        meta::check_master_key(&mut state, &mark)?;
        if meta::views(&state.connection)? != Some(fingerprint) {
            let silent: Arc<Progress> = Arc::new(|_, _| ());
            rebuild::refold(&mut state, &*progress.unwrap_or(silent))?;
        }
        let shared = state.shared.clone();
        Ok(Self { writer: Writer::start(state)?, shared, _lock: lock })
    }

    /// Bounds the database to so many bytes from now on, or lifts the bound.
    pub fn limit_bytes(&self, bytes_max: Option<u64>) -> Result<()> {
        self.writer.alone(move |state| state.reserve.limit(&state.connection, bytes_max))
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

fn state(options: Options, connection: Reader) -> Result<State> {
    let last =
        |sql| connection.row(sql, &[], |columns| columns.integer(0)).map(Option::unwrap_or_default);
    let last_key = last("SELECT COALESCE(MAX(id), 0) FROM person_key")?;
    let last_stream = last("SELECT COALESCE(MAX(id), 0) FROM stream")?;
    let position = last("SELECT COALESCE(MAX(position), 0) FROM fact")?;
    let last_position = u64::try_from(position).unwrap_or_default();
    let look = connection.row(
        "SELECT number, hash FROM access ORDER BY number DESC LIMIT 1",
        &[],
        |columns| Ok((u64::read(columns, 0)?, Hash::read(columns, 1)?)),
    )?;
    let (last_look, look_hash) = look.unwrap_or_default();
    let sealed = seal::last(&connection)?.map_or(0, |seal| seal.last_position);
    let unsealed = connection.rows(
        "SELECT hash FROM fact WHERE position > $1 ORDER BY position",
        &[crate::value::number(sealed)],
        |columns| Hash::read(columns, 0),
    )?;
    let watch = Watch::default();
    watch.move_to(last_position);
    let shared = Shared {
        keyring: Keyring::new(options.master_key, options.randomness, last_key),
        terms: Terms::load(&connection)?,
        readers: Readers::new(options.folder.join("polku.sqlite"), options.readers),
        projector: options.projector,
        watch,
        erasures: Arc::new(AtomicU64::new(0)),
    };
    let tally =
        Tally { last_stream, last_position, last_look, look_hash, unsealed: unsealed.len() };
    Ok(State {
        shared: Arc::new(shared),
        connection,
        tally,
        unsealed,
        erased: std::collections::HashMap::new(),
        bulk: false,
        reserve: Reserve::keep(&options.folder, options.bytes_max),
    })
}
