//! Notices to subscribers (FHIR R4, rest-hook): the ledger is followed by position, each matching change
//! is told in order until the subscriber says yes, and what could not be told is kept for a person.
//! Invariant: how far a subscriber was told is on the disk before the next notice leaves.

mod send;
mod state;
mod subscription;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use fhir::ResourceType;
use fhir::resource::print;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

pub use self::send::{Post, Reach};
pub use self::state::DeadLetter;
use self::state::Told;
use self::subscription::Wish;
use crate::door::resources::{Changed, Resting};
use crate::door::{Caller, Denied, Door};

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
const FIRST_WAIT_SECONDS: i64 = 5;
const LAST_WAIT_SECONDS: i64 = 3600;

/// Who follows for the subscribers.
pub struct Notices {
    door: Arc<Door>,
    folder: PathBuf,
    post: Post,
    caller: Caller,
    /// One tick, or one person who sends again, at a time.
    turn: Mutex<()>,
    stopping: AtomicBool,
}

/// What came of a try.
enum Try {
    Delivered,
    Failed(String),
}

impl Notices {
    /// Follows for the subscribers of a county; how far each was told stands in the folder.
    pub fn open(door: Arc<Door>, folder: &Path, post: Post) -> anyhow::Result<Arc<Self>> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
        let (folder, caller) = (folder.to_path_buf(), Caller::system("notices"));
        Ok(Arc::new(Self {
            door,
            folder,
            post,
            caller,
            turn: Mutex::new(()),
            stopping: AtomicBool::new(false),
        }))
    }

    /// Lets the notices that are on their way arrive, and sends no more: the process wants to end.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    /// Tells every subscriber what is new and due.
    pub fn tick(&self, now: Timestamp) -> anyhow::Result<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let all = self.door.subscriptions(&self.caller).map_err(Denied::plain)?;
        state::forget_all_but(&self.folder, |id| all.iter().any(|(one, _)| one.id == id))?;
        for some in all.chunks(TOGETHER) {
            std::thread::scope(|scope| {
                for (resting, written_at) in some {
                    scope.spawn(move || {
                        // One subscriber's fault is not another's.
                        if let Err(error) = self.serve(resting, *written_at, now) {
                            let error = format!("{error:#}");
                            tracing::error!(id = resting.id, error, "a subscription failed");
                        }
                    });
                }
            });
        }
        Ok(())
    }

    /// The notices that a person has to look at, of all subscriptions.
    pub fn dead_letters(&self, caller: &Caller) -> Result<Vec<(String, DeadLetter)>, Denied> {
        let mut found = Vec::new();
        for (one, _) in self.door.subscriptions(caller)? {
            let told = Told::read(&self.folder, &one.id).map_err(Denied::from)?;
            let dead = told.map(|told| told.dead).unwrap_or_default();
            found.extend(dead.into_iter().map(|letter| (one.id.clone(), letter)));
        }
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
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let all = self.door.subscriptions(caller)?;
        let Some((one, _)) = all.iter().find(|(one, _)| one.id == subscription) else {
            return Ok(None);
        };
        let Some(mut told) = Told::read(&self.folder, subscription)? else { return Ok(None) };
        let Some(at) = told.dead.iter().position(|letter| letter.notice == notice) else {
            return Ok(None);
        };
        let Some(letter) = told.dead.get(at).cloned() else { return Ok(None) };
        let (Ok(wish), Some(rtype)) =
            (subscription::read(&value(one)?), ResourceType::parse(&letter.rtype))
        else {
            return Ok(Some(false));
        };
        let version = self.door.version_for_notice(caller, rtype, &letter.id, letter.version)?;
        let Some(version) = version else {
            // Erased since: there is nothing left to tell.
            told.dead.remove(at);
            told.write(&self.folder, subscription)?;
            return Ok(Some(true));
        };
        self.door.write_notice(caller, subscription, &version)?;
        match self.deliver(&wish, notice, &version) {
            Try::Delivered => {
                told.dead.remove(at);
                told.dead_in_a_row = 0;
                told.write(&self.folder, subscription)?;
                Ok(Some(true))
            }
            Try::Failed(reason) => {
                if let Some(letter) = told.dead.get_mut(at) {
                    letter.reason = reason;
                    letter.tries += 1;
                }
                told.write(&self.folder, subscription)?;
                Ok(Some(false))
            }
        }
    }

    fn serve(&self, one: &Resting, written_at: u64, now: Timestamp) -> anyhow::Result<()> {
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
        let known = Told::read(&self.folder, &one.id)?;
        let is_new = known.is_none();
        // It hears of everything after it was written, also of what came before this tick.
        let mut told = known.unwrap_or_else(|| Told::from(written_at));
        if is_new {
            told.write(&self.folder, &one.id)?;
        }
        if status == "requested" {
            // A person says that it should be tried again.
            (told.next_try_at, told.dead_in_a_row) = (None, 0);
            told.write(&self.folder, &one.id)?;
            return self.mark(one, "active", None);
        }
        if told.next_try_at.is_some_and(|at| at > now) {
            return Ok(());
        }
        let dead_before = told.dead_in_a_row;
        self.follow(&wish, &one.id, &mut told, now)?;
        if told.dead_in_a_row >= DEAD_IN_A_ROW_MAX {
            return self.mark(one, "off", told.dead.last().map(|letter| letter.reason.as_str()));
        }
        if told.dead_in_a_row > dead_before {
            return self.mark(one, "error", told.dead.last().map(|letter| letter.reason.as_str()));
        }
        if status == "error" && told.dead_in_a_row == 0 && told.tries == 0 {
            return self.mark(one, "active", None);
        }
        Ok(())
    }

    /// Tells what is new, in order, until there is no more or the subscriber does not take it.
    fn follow(&self, wish: &Wish, id: &str, told: &mut Told, now: Timestamp) -> anyhow::Result<()> {
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
                let goes_on = self.tell(wish, id, told, change, now)?;
                if !goes_on || self.stopping.load(Ordering::Acquire) {
                    return Ok(());
                }
                delivered += 1;
            }
            told.position = followed.up_to;
            told.write(&self.folder, id)?;
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
        now: Timestamp,
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
                    told.write(&self.folder, id)?;
                    return Ok(false);
                }
                told.dead.push(DeadLetter {
                    notice,
                    rtype: resting.rtype.as_str().to_owned(),
                    id: resting.id.clone(),
                    version: resting.version,
                    at: now,
                    tries: told.tries,
                    reason,
                });
                (told.tries, told.next_try_at) = (0, None);
                told.dead_in_a_row += 1;
            }
        }
        told.position = change.position - 1;
        told.reached = (change.position, change.within + 1);
        told.write(&self.folder, id)?;
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
