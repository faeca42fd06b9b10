//! Notices to subscribers (FHIR R4, rest-hook): the ledger is followed by position, each matching change
//! is told in order until the subscriber says yes, and what could not be told is kept for a person.
//! Invariant: how far a subscriber was told is on the disk before the next notice leaves.

mod desk;
mod send;
mod state;
mod subscription;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use fhir::ResourceType;
use fhir::resource::print;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

pub use self::desk::{Followed, LetGo};
pub(crate) use self::send::{Endpoint, endpoint};
pub use self::send::{Post, Reach};
pub use self::state::DeadLetter;
use self::state::{DEAD, NEW, NOTICES, Told};
use self::subscription::Wish;
use crate::bulk::LEASE;
use crate::door::resources::{Changed, Resting};
use crate::door::{Caller, Denied, Door, Errand, Holder};

/// How many facts are looked at together.
const FACTS: u32 = 200;
/// How many notices one subscriber gets in one tick.
const NOTICES_MAX: usize = 100;
/// How many subscribers are told at the same time.
const TOGETHER: usize = 8;
/// How often a notice is tried before it is kept for a person.
const TRIES_MAX: u32 = 8;
/// How many notices in a row may end that way before the subscription is turned off.
const DEAD_IN_A_ROW_MAX: u32 = 10;
/// How long a notice that a person sends again is theirs to send.
const SENDING: Duration = Duration::from_mins(1);
const FIRST_WAIT_SECONDS: i64 = 5;
const LAST_WAIT_SECONDS: i64 = 3600;

/// Who follows for the subscribers.
pub struct Notices {
    door: Arc<Door>,
    post: Post,
    caller: Caller,
    /// One tick at a time.
    turn: Mutex<()>,
    /// Under which name this server tells somebody now.
    holder: Mutex<Option<Holder>>,
    stopping: AtomicBool,
}

/// What came of a try.
enum Try {
    Delivered,
    Failed(String),
}

/// A subscription, and the position at which it was last written.
type Written = (Resting, u64);

impl Notices {
    /// Follows for the subscribers of a county; how far each was told stands in the store.
    pub fn open(door: Arc<Door>, post: Post) -> Arc<Self> {
        Arc::new(Self {
            door,
            post,
            caller: Caller::system("notices"),
            turn: Mutex::default(),
            holder: Mutex::default(),
            stopping: AtomicBool::new(false),
        })
    }

    /// Lets the notices that are on their way arrive, and sends no more: the process wants to end.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    /// Says that this server still tells whom it tells.
    pub fn keep(&self) -> anyhow::Result<()> {
        let holder = self.holder.lock().unwrap_or_else(PoisonError::into_inner).clone();
        holder.map_or(Ok(()), |holder| self.door.keep_errands(&holder))
    }

    /// Tells every subscriber what is new and due, unless another server does.
    pub fn tick(&self, now: Timestamp) -> anyhow::Result<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        // In this order: what is known is of a subscription that was there before.
        let known = self.door.errands(NOTICES)?;
        let all = self.door.subscriptions(&self.caller).map_err(Denied::plain)?;
        self.forget_all_but(&known, &all)?;
        let due = self.due(&known, &all, now)?;
        if due.is_empty() {
            return Ok(());
        }
        let holder = self.door.new_holder(LEASE);
        *self.holder.lock().unwrap_or_else(PoisonError::into_inner) = Some(holder.clone());
        let told = self.tell_all(&all, &due, &holder, now);
        *self.holder.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let let_go = self.door.let_errands_go(&holder);
        told.and(let_go)
    }

    fn tell_all(
        &self,
        all: &[Written],
        due: &[String],
        holder: &Holder,
        now: Timestamp,
    ) -> anyhow::Result<()> {
        let taken = self.door.take_errands(NOTICES, due, holder)?;
        for some in taken.chunks(TOGETHER) {
            std::thread::scope(|scope| {
                for errand in some {
                    let Some(written) = all.iter().find(|(one, _)| one.id == errand.name) else {
                        continue;
                    };
                    scope.spawn(move || {
                        // One subscriber's fault is not another's.
                        if let Err(error) = self.serve(written, &errand.body, holder, now) {
                            let error = format!("{error:#}");
                            tracing::error!(id = errand.name, error, "a subscription failed");
                        }
                    });
                }
            });
        }
        Ok(())
    }

    /// Forgets the subscriptions that are no more.
    fn forget_all_but(&self, known: &[Errand], all: &[Written]) -> anyhow::Result<()> {
        let is = |id: &str| all.iter().any(|(one, _)| one.id == id);
        for errand in known.iter().filter(|errand| !is(&errand.name)) {
            self.door.end_errand(NOTICES, &errand.name)?;
            for dead in self.door.errands(DEAD)? {
                if dead.name.split_once('/').is_some_and(|(id, _)| id == errand.name) {
                    self.door.end_errand(DEAD, &dead.name)?;
                }
            }
        }
        Ok(())
    }

    /// The subscriptions for which there may be something to do.
    fn due(
        &self,
        known: &[Errand],
        all: &[Written],
        now: Timestamp,
    ) -> anyhow::Result<Vec<String>> {
        let end = self.door.position();
        let mut due = Vec::new();
        for (one, _) in all {
            let value = value(one)?;
            let status = value.get("status").and_then(Value::as_str).unwrap_or_default();
            if status == "off" {
                continue;
            }
            let told = if let Some(errand) = known.iter().find(|errand| errand.name == one.id) {
                Told::read(&errand.body)?
            } else {
                self.door.give_errand(NOTICES, &one.id, NEW, None)?;
                None
            };
            let waits = |told: Told| match told.next_try_at {
                Some(at) => at <= now,
                None => told.position < end || (status == "error" && told.dead_in_a_row == 0),
            };
            if status == "requested"
                || subscription::has_ended(&value, now)
                || told.is_none_or(waits)
            {
                due.push(one.id.clone());
            }
        }
        Ok(due)
    }

    /// The notices that a person has to look at, of all subscriptions.
    pub fn dead_letters(&self, caller: &Caller) -> Result<Vec<(String, DeadLetter)>, Denied> {
        let all = self.door.subscriptions(caller)?;
        let mut found = Vec::new();
        for errand in self.door.errands(DEAD)? {
            let (subscription, letter) = DeadLetter::read(&errand)?;
            if all.iter().any(|(one, _)| one.id == subscription) {
                found.push((subscription, letter));
            }
        }
        found.sort_by(|(a, one), (b, other)| (a, one.at).cmp(&(b, other.at)));
        Ok(found)
    }

    /// Sends a kept notice once more, under its own id. Answers whether it was delivered; none when
    /// there is no such notice.
    pub fn send_again(
        &self,
        caller: &Caller,
        subscription: &str,
        notice: &str,
    ) -> Result<Option<bool>, Denied> {
        let all = self.door.subscriptions(caller)?;
        let Some((one, _)) = all.iter().find(|(one, _)| one.id == subscription) else {
            return Ok(None);
        };
        let name = DeadLetter::name(subscription, notice);
        if self.door.errand(DEAD, &name)?.is_none() {
            return Ok(None);
        }
        // Whoever sends it at another server now is left alone with it.
        let holder = self.door.new_holder(SENDING);
        let taken = self.door.take_errands(DEAD, std::slice::from_ref(&name), &holder)?;
        let Some(errand) = taken.first() else { return Ok(Some(false)) };
        let sent = self.send_kept(caller, one, errand, &holder);
        self.door.let_errands_go(&holder)?;
        sent.map(Some)
    }

    fn send_kept(
        &self,
        caller: &Caller,
        one: &Resting,
        errand: &Errand,
        holder: &Holder,
    ) -> Result<bool, Denied> {
        let (_, mut letter) = DeadLetter::read(errand)?;
        let value = value(one)?;
        let (Ok(wish), Some(rtype)) =
            (subscription::read(&value), ResourceType::parse(&letter.rtype))
        else {
            return Ok(false);
        };
        let version = self.door.version_for_notice(caller, rtype, &letter.id, letter.version)?;
        let Some(version) = version else {
            // Erased since: there is nothing left to tell.
            self.door.end_errand(DEAD, &errand.name)?;
            return Ok(true);
        };
        self.door.write_notice(caller, &one.id, &version)?;
        match self.deliver(&wish, &letter.notice, &version) {
            Try::Delivered => {
                self.door.end_errand(DEAD, &errand.name)?;
                if value.get("status").and_then(Value::as_str) == Some("error") {
                    // It takes notices again: what waits is tried at once.
                    self.mark(one, "requested", None)?;
                }
                Ok(true)
            }
            Try::Failed(reason) => {
                (letter.reason, letter.tries) = (reason, letter.tries + 1);
                let body = serde_json::to_vec(&letter).map_err(anyhow::Error::from)?;
                self.door.write_errand(DEAD, &errand.name, &body, holder)?;
                Ok(false)
            }
        }
    }

    fn serve(
        &self,
        (one, written_at): &Written,
        body: &[u8],
        holder: &Holder,
        now: Timestamp,
    ) -> anyhow::Result<()> {
        let value = value(one)?;
        let status = value.get("status").and_then(Value::as_str).unwrap_or_default();
        if status == "off" {
            return Ok(());
        }
        if subscription::has_ended(&value, now) {
            return self.mark(one, "off", None);
        }
        let wish = match subscription::read(&value).and_then(|wish| {
            self.post.reach.check(&wish.endpoint)?;
            Ok(wish)
        }) {
            Ok(wish) => wish,
            Err(why) => return self.mark(one, "error", Some(&why)),
        };
        let known = Told::read(body)?;
        let is_new = known.is_none();
        // It hears of everything after it was written, also of what came before this tick.
        let mut told = known.unwrap_or_else(|| Told::from(*written_at));
        if is_new {
            told.write(&self.door, &one.id, holder)?;
        }
        if status == "requested" {
            // A person says that it should be tried again.
            (told.next_try_at, told.dead_in_a_row) = (None, 0);
            told.write(&self.door, &one.id, holder)?;
            return self.mark(one, "active", None);
        }
        if told.next_try_at.is_some_and(|at| at > now) {
            return Ok(());
        }
        let dead_before = told.dead_in_a_row;
        self.follow(&wish, &one.id, &mut told, holder, now)?;
        if told.dead_in_a_row >= DEAD_IN_A_ROW_MAX {
            return self.mark(one, "off", told.last_reason.as_deref());
        }
        if told.dead_in_a_row > dead_before {
            return self.mark(one, "error", told.last_reason.as_deref());
        }
        if status == "error" && told.dead_in_a_row == 0 && told.tries == 0 {
            return self.mark(one, "active", None);
        }
        Ok(())
    }

    /// Tells what is new, in order, until there is no more or the subscriber does not take it.
    fn follow(
        &self,
        wish: &Wish,
        id: &str,
        told: &mut Told,
        holder: &Holder,
        now: Timestamp,
    ) -> anyhow::Result<()> {
        let mut delivered = 0;
        while delivered < NOTICES_MAX && !self.stopping.load(Ordering::Acquire) {
            let followed = self
                .door
                .changes_after(&self.caller, told.position, FACTS)
                .map_err(Denied::plain)?;
            if followed.up_to == told.position {
                break;
            }
            for change in &followed.changes {
                let done = change.position == told.reached.0 && change.within < told.reached.1;
                if done || !wish.wants(&change.resting) {
                    continue;
                }
                let goes_on = self.tell(wish, id, told, change, (holder, now))?;
                if !goes_on || self.stopping.load(Ordering::Acquire) {
                    return Ok(());
                }
                delivered += 1;
            }
            told.position = followed.up_to;
            told.write(&self.door, id, holder)?;
        }
        Ok(())
    }

    /// Tells one change; answers whether to go on to the next.
    fn tell(
        &self,
        wish: &Wish,
        id: &str,
        told: &mut Told,
        change: &Changed,
        (holder, now): (&Holder, Timestamp),
    ) -> anyhow::Result<bool> {
        let resting = &change.resting;
        let notice = state::notice_id(id, resting);
        if told.tries == 0 {
            self.door.write_notice(&self.caller, id, resting).map_err(Denied::plain)?;
        }
        match self.deliver(wish, &notice, resting) {
            Try::Delivered => (told.tries, told.next_try_at, told.dead_in_a_row) = (0, None, 0),
            Try::Failed(reason) => {
                told.tries += 1;
                tracing::warn!(id, tries = told.tries, reason, "a notice was not taken");
                if told.tries < TRIES_MAX {
                    told.next_try_at = Some(later(now, told.tries));
                    told.write(&self.door, id, holder)?;
                    return Ok(false);
                }
                let letter = DeadLetter {
                    notice,
                    rtype: resting.rtype.as_str().to_owned(),
                    id: resting.id.clone(),
                    version: resting.version,
                    at: now,
                    tries: told.tries,
                    reason,
                };
                letter.keep(&self.door, id)?;
                told.last_reason = Some(letter.reason);
                (told.tries, told.next_try_at) = (0, None);
                told.dead_in_a_row += 1;
            }
        }
        told.position = change.position - 1;
        told.reached = (change.position, change.within + 1);
        told.write(&self.door, id, holder)?;
        // After a notice that was given up the next one waits for the next tick.
        Ok(told.dead_in_a_row == 0)
    }

    fn deliver(&self, wish: &Wish, notice: &str, resting: &Resting) -> Try {
        let text = resting.text.as_deref().unwrap_or_default();
        let body = wish.payload.then(|| print(text, resting.version, resting.updated_at));
        let address = format!("{}/{}", resting.rtype, resting.id);
        match self.post.send(&wish.endpoint, &wish.headers, notice, &address, body.as_deref()) {
            Ok(()) => Try::Delivered,
            Err(reason) => Try::Failed(reason),
        }
    }

    /// Writes what became of a subscription into it, unless it says so already.
    fn mark(&self, one: &Resting, status: &str, error: Option<&str>) -> anyhow::Result<()> {
        let mut value = value(one)?;
        let is = |name: &str| value.get(name).and_then(Value::as_str);
        if is("status") == Some(status) && is("error") == error {
            return Ok(());
        }
        if let Some(members) = value.as_object_mut() {
            members.insert("status".to_owned(), status.into());
            match error {
                Some(error) => members.insert("error".to_owned(), error.into()),
                None => members.shift_remove("error"),
            };
        }
        self.door.write_subscription(&self.caller, one, &value.to_string()).map_err(Denied::plain)
    }
}

fn value(one: &Resting) -> anyhow::Result<Value> {
    Ok(serde_json::from_str(one.text.as_deref().unwrap_or_default())?)
}

/// When to try again after so many tries: four times as long each time.
fn later(now: Timestamp, tries: u32) -> Timestamp {
    let wait = 4_i64
        .checked_pow(tries.saturating_sub(1))
        .and_then(|times| times.checked_mul(FIRST_WAIT_SECONDS));
    let wait = wait.unwrap_or(LAST_WAIT_SECONDS).min(LAST_WAIT_SECONDS);
    now.checked_add(SignedDuration::from_secs(wait)).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_try_waits_longer_up_to_an_hour() {
        let now = Timestamp::UNIX_EPOCH;
        let waits: Vec<i64> = (1..=TRIES_MAX).map(|tries| later(now, tries).as_second()).collect();
        assert_eq!(waits, [5, 20, 80, 320, 1280, 3600, 3600, 3600]);
    }
}
