//! How much the service takes: every limit is an option with a default, and whoever meets one hears
//! which it was. A limit protects those who wait behind; it never loses what was acknowledged.

mod unpacked;

use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(crate) use self::unpacked::Counted;
pub use self::unpacked::{Unpacked, Unpacking};

/// How many connections to the store read at once.
pub(crate) const READERS: usize = 8;

const KIBIBYTE: usize = 1024;
const MEBIBYTE: usize = 1024 * KIBIBYTE;

/// How much is taken.
#[derive(Args, Clone, PartialEq, Eq, Debug)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// Connections at the same time; one more is answered 503.
    #[arg(long, env = "POLKU_MAX_CONNECTIONS", value_name = "N", default_value_t = Limits::DEFAULT.max_connections)]
    pub max_connections: usize,
    /// Connections of one address at the same time; one more is answered 429. 0 is no limit: behind a
    /// proxy all come from one address.
    #[arg(long, env = "POLKU_MAX_CONNECTIONS_PER_ADDRESS", value_name = "N", default_value_t = Limits::DEFAULT.max_connections_per_address)]
    pub max_connections_per_address: usize,
    /// Seconds until the head of a request must be there (408).
    #[arg(long, env = "POLKU_HEAD_TIMEOUT", value_name = "SECONDS", default_value_t = Limits::DEFAULT.head_timeout)]
    pub head_timeout: u64,
    /// Seconds that a connection is kept for the next request.
    #[arg(long, env = "POLKU_IDLE_TIMEOUT", value_name = "SECONDS", default_value_t = Limits::DEFAULT.idle_timeout)]
    pub idle_timeout: u64,
    /// Seconds that may be spent waiting for a body (408), or for a reader who does not read.
    #[arg(long, env = "POLKU_TRANSFER_TIMEOUT", value_name = "SECONDS", default_value_t = Limits::DEFAULT.transfer_timeout)]
    pub transfer_timeout: u64,
    /// Bytes that must move for each second of that waiting.
    #[arg(long, env = "POLKU_MIN_RATE", value_name = "BYTES", default_value_t = Limits::DEFAULT.min_rate)]
    pub min_rate: u64,
    /// Bytes of an address with its query (414).
    #[arg(long, env = "POLKU_MAX_ADDRESS", value_name = "BYTES", default_value_t = Limits::DEFAULT.max_address)]
    pub max_address: usize,
    /// Headers of a request (431).
    #[arg(long, env = "POLKU_MAX_HEADERS", value_name = "N", default_value_t = Limits::DEFAULT.max_headers)]
    pub max_headers: usize,
    /// KiB of all headers of a request together (431).
    #[arg(long, env = "POLKU_MAX_HEAD", value_name = "KIB", default_value_t = Limits::DEFAULT.max_head)]
    pub max_head: usize,
    /// KiB of the form of a page (413).
    #[arg(long, env = "POLKU_MAX_FORM", value_name = "KIB", default_value_t = Limits::DEFAULT.max_form)]
    pub max_form: usize,
    /// MiB of a body of the FHIR interface, before and after it is unpacked (413).
    #[arg(long, env = "POLKU_MAX_BODY", value_name = "MIB", default_value_t = Limits::DEFAULT.max_body)]
    pub max_body: usize,
    /// MiB of the body of an $import, as it is sent (413).
    #[arg(long, env = "POLKU_MAX_IMPORT", value_name = "MIB", default_value_t = Limits::DEFAULT.max_import)]
    pub max_import: usize,
    /// How far the packed may unpack.
    #[command(flatten)]
    pub unpacking: Unpacking,
    /// Levels of nested JSON (400); never more than 120.
    #[arg(long, env = "POLKU_MAX_DEPTH", value_name = "N", default_value_t = Limits::DEFAULT.max_depth)]
    pub max_depth: usize,
    /// Entries of a Bundle (413).
    #[arg(long, env = "POLKU_MAX_ENTRIES", value_name = "N", default_value_t = Limits::DEFAULT.max_entries)]
    pub max_entries: usize,
    /// Resources on one page of a search or a history; a larger _count gives this many.
    #[arg(long, env = "POLKU_MAX_COUNT", value_name = "N", default_value_t = Limits::DEFAULT.max_count)]
    pub max_count: u32,
    /// Heavy requests at the same time: Bundles, large bodies, views, $everything, files of exports.
    #[arg(long, env = "POLKU_MAX_HEAVY", value_name = "N", default_value_t = Limits::DEFAULT.max_heavy)]
    pub max_heavy: usize,
    /// Seconds that a heavy request waits for its turn (503).
    #[arg(long, env = "POLKU_HEAVY_WAIT", value_name = "SECONDS", default_value_t = Limits::DEFAULT.heavy_wait)]
    pub heavy_wait: u64,
    /// Pages that wait for news at the same time; one more is answered 503 and shows news when it is
    /// loaded again.
    #[arg(long, env = "POLKU_MAX_EVENT_STREAMS", value_name = "N", default_value_t = Limits::DEFAULT.max_event_streams)]
    pub max_event_streams: usize,
    /// Seconds after which a page that waits for news has to ask anew, which it does by itself.
    #[arg(long, env = "POLKU_EVENT_STREAM_AGE", value_name = "SECONDS", default_value_t = Limits::DEFAULT.event_stream_age)]
    pub event_stream_age: u64,
}

impl Limits {
    /// What holds when nobody says otherwise.
    pub const DEFAULT: Self = Self {
        max_connections: 12_000,
        max_connections_per_address: 0,
        head_timeout: 20,
        idle_timeout: 75,
        transfer_timeout: 30,
        min_rate: 512,
        max_address: 8 * KIBIBYTE,
        max_headers: 100,
        max_head: 32,
        max_form: 256,
        max_body: 64,
        max_import: 8 * 1024,
        unpacking: Unpacking::DEFAULT,
        max_depth: 100,
        max_entries: 20_000,
        max_count: 500,
        max_heavy: 32,
        heavy_wait: 5,
        max_event_streams: 4_000,
        event_stream_age: 3_600,
    };

    /// What documents are read with.
    pub(crate) fn documents(&self) -> fhir::Limits {
        fhir::Limits {
            document_bytes: self.body_bytes(),
            depth: self.max_depth,
            entries: self.max_entries,
            ..fhir::Limits::default()
        }
    }

    pub(crate) fn head_bytes(&self) -> usize {
        self.max_head.saturating_mul(KIBIBYTE)
    }

    pub(crate) fn form_bytes(&self) -> usize {
        self.max_form.saturating_mul(KIBIBYTE)
    }

    pub(crate) fn body_bytes(&self) -> usize {
        self.max_body.saturating_mul(MEBIBYTE)
    }

    pub(crate) fn import_bytes(&self) -> u64 {
        self.max_import.saturating_mul(MEBIBYTE) as u64
    }

    pub(crate) fn patience(&self) -> Duration {
        Duration::from_secs(self.transfer_timeout)
    }

    /// How much must move in the time that waiting may take.
    pub(crate) fn least_bytes(&self) -> u64 {
        self.min_rate.saturating_mul(self.transfer_timeout).max(1)
    }
}

/// A limit that was met before anybody looked at what was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Excess {
    /// Head or body came too slowly.
    Slow,
    /// The body is larger than is read here.
    Body,
    /// The address is longer than is read.
    Address,
    /// A form of another kind than pages have.
    Media,
    /// More headers, or longer ones, than are read.
    Head,
    /// One address, or one account, has as much as it may.
    Quota,
    /// The service has as much to do as it can.
    Busy,
}

impl Excess {
    /// The HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Self::Slow => 408,
            Self::Body => 413,
            Self::Address => 414,
            Self::Media => 415,
            Self::Quota => 429,
            Self::Head => 431,
            Self::Busy => 503,
        }
    }

    /// In how many seconds it is worth trying again, where waiting helps.
    pub fn again_in(self) -> Option<u64> {
        match self {
            Self::Quota => Some(30),
            Self::Busy => Some(5),
            Self::Slow | Self::Body | Self::Address | Self::Media | Self::Head => None,
        }
    }
}

/// The limits of a process, and what is left of those that are shared.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// The limits.
    pub limits: Arc<Limits>,
    heavy: Arc<Semaphore>,
    events: Arc<Semaphore>,
    reading: Arc<Semaphore>,
}

/// A place among the heavy requests, or the pages that wait; dropping it gives it back.
#[derive(Debug)]
pub struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl Bounds {
    /// Nothing is taken yet.
    pub fn new(limits: Limits) -> Self {
        let most = |count: usize| Arc::new(Semaphore::new(count.min(Semaphore::MAX_PERMITS)));
        let (heavy, events) = (most(limits.max_heavy), most(limits.max_event_streams));
        Self { limits: Arc::new(limits), heavy, events, reading: most(READERS) }
    }

    /// A turn for a heavy request; none when it did not come in time.
    pub(crate) async fn heavy(&self) -> Result<Turn, Excess> {
        if let Ok(permit) = Arc::clone(&self.heavy).try_acquire_owned() {
            return Ok(Turn { _permit: permit });
        }
        let turn = Arc::clone(&self.heavy).acquire_owned();
        let wait = Duration::from_secs(self.limits.heavy_wait);
        match tokio::time::timeout(wait, turn).await {
            Ok(Ok(permit)) => Ok(Turn { _permit: permit }),
            Ok(Err(_)) | Err(_) => Err(Excess::Busy),
        }
    }

    /// A turn for a page that only reads. They are drawn in the order in which they were asked for, as many at
    /// once as connections can read: more would only wait for each other in the midst of their work.
    pub(crate) async fn reading(&self) -> Option<Turn> {
        let permit = Arc::clone(&self.reading).acquire_owned().await.ok()?;
        Some(Turn { _permit: permit })
    }

    /// A place for a page that waits for news.
    pub(crate) fn event_stream(&self) -> Result<Turn, Excess> {
        let permit = Arc::clone(&self.events).try_acquire_owned().map_err(|_| Excess::Busy)?;
        Ok(Turn { _permit: permit })
    }
}

impl Default for Bounds {
    fn default() -> Self {
        Self::new(Limits::DEFAULT)
    }
}
