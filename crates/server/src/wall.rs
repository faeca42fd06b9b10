//! The wall: the one place where the world's clock, randomness and fresh ids come in. Everything
//! else gets them as arguments, so a demo, a test or a simulation can move them.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// What tells the time.
pub trait Clock: Send + Sync {
    /// The instant now.
    fn now(&self) -> Timestamp;
}

/// The machine's own clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the wall that the ban points to")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The demo's clock: it runs like the machine's, from another beginning, and can be moved on.
pub struct DemoClock {
    ahead_ms: AtomicI64,
}

impl DemoClock {
    /// A clock that says `now` at this moment.
    pub fn starting_at(now: Timestamp) -> Self {
        let ahead = now.as_millisecond() - SystemClock.now().as_millisecond();
        Self { ahead_ms: AtomicI64::new(ahead) }
    }

    /// Moves the clock on; it never goes back, since facts would then come before their causes.
    pub fn move_on(&self, by: SignedDuration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(0).max(0);
        self.ahead_ms.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        let ahead = SignedDuration::from_millis(self.ahead_ms.load(Ordering::SeqCst));
        SystemClock.now().checked_add(ahead).unwrap_or(Timestamp::MAX)
    }
}

/// Fills a buffer with randomness of the operating system.
///
/// # Panics
/// When the operating system has none to give: nothing safe can be done without.
pub fn randomness(buffer: &mut [u8]) {
    getrandom::fill(buffer).expect("the operating system gives randomness");
}

/// A fresh id; those made later sort later, which keeps indexes compact.
pub fn fresh_id(now: Timestamp) -> Uuid {
    let mut random = [0; 10];
    randomness(&mut random);
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// A fresh secret of 32 bytes, for sessions, tokens and forms, in URL-safe letters.
pub fn fresh_secret() -> String {
    use base64::Engine as _;
    let mut bytes = [0; 32];
    randomness(&mut bytes);
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}
