//! Messages to residents by e-mail and SMS. What has to be sent is a view row, written in the transaction
//! of the facts it follows from, and gone in that of the fact that it was sent.
//! Invariant: no message is lost; one goes twice only when this process dies between the carrier's yes
//! and the disk, and then under the same id.

mod carrier;
mod letter;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use care::decide::{Command, HandleMessage};
use care::message::{About, GivenUp, Handled, Way};
use care::refusal::Refusal;
use care::view::MessageRow;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use self::carrier::Carried;
pub use self::carrier::{Carriers, Gateway, Mail};
use crate::door::{Caller, Denied, Door, Errand, Holder, Sendable};
use crate::pages::urls;

/// Under which kind is kept how often a message was tried.
const MESSAGES: &str = "message";
/// How many due messages are looked at together.
const TOGETHER: u32 = 200;
/// How long a message is one server's to send; longer than any carrier may take.
const SENDING: Duration = Duration::from_mins(5);

/// Who sends messages.
pub struct Messages {
    door: Arc<Door>,
    carriers: Carriers,
    caller: Caller,
    /// One tick at a time.
    turn: Mutex<()>,
    stopping: AtomicBool,
}

/// How often a message was tried in vain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Tried {
    tries: usize,
    next_try_at: Timestamp,
}

impl Messages {
    /// Whoever sends the messages of a county.
    pub fn open(door: Arc<Door>, carriers: Carriers) -> Arc<Self> {
        let (caller, stopping) = (Caller::system("messages"), AtomicBool::new(false));
        Arc::new(Self { door, carriers, caller, turn: Mutex::default(), stopping })
    }

    /// The ways that messages go here.
    pub fn ways(&self) -> Vec<Way> {
        self.carriers.ways()
    }

    /// Where residents find the service; empty when nobody says so.
    pub fn address(&self) -> &str {
        &self.carriers.address
    }

    /// Lets the message that is on its way arrive, and sends no more: the process wants to end.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
    }

    /// Sends what is due, unless it is a quiet time or another server does.
    pub fn tick(&self, now: Timestamp) -> anyhow::Result<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let policy = &self.door.content().messages;
        let ways = self.ways();
        if ways.is_empty() || policy.is_quiet(now) {
            return Ok(());
        }
        let known = self.door.errands(MESSAGES)?;
        // What was of use until lately is still looked at, to be given up where a person sees it.
        let since = now.checked_sub(policy.of_use() * 2).unwrap_or(Timestamp::UNIX_EPOCH);
        for way in ways {
            self.go(way, (since, now), &known)?;
        }
        self.forget(&known, since)
    }

    fn go(
        &self,
        way: Way,
        (since, now): (Timestamp, Timestamp),
        known: &[Errand],
    ) -> anyhow::Result<()> {
        let mut after = None;
        loop {
            let rows = self.door.due_messages(way, (since, now), after.as_ref(), TOGETHER)?;
            for row in &rows {
                if self.stopping.load(Ordering::Acquire) {
                    return Ok(());
                }
                let name = name(row);
                let errand = known.iter().find(|errand| errand.name == name);
                if errand.map(tried).transpose()?.flatten().is_none_or(|it| it.next_try_at <= now) {
                    self.try_one(row, &name, way, now)?;
                }
            }
            match rows.last() {
                Some(last) if rows.len() == TOGETHER as usize => {
                    after = Some((last.from_at, last.case, last.message.clone()));
                }
                Some(_) | None => return Ok(()),
            }
        }
    }

    /// Tries one message, unless another server is at it.
    fn try_one(
        &self,
        row: &MessageRow,
        name: &str,
        way: Way,
        now: Timestamp,
    ) -> anyhow::Result<()> {
        let Ok(about) = row.message.parse::<About>() else { return Ok(()) };
        self.door.give_errand(MESSAGES, name, b"null", None)?;
        let holder = self.door.new_holder(SENDING);
        let taken = self.door.take_errands(MESSAGES, &[name.to_owned()], &holder)?;
        let Some(errand) = taken.first() else { return Ok(()) };
        // Only now it is certain that nobody else sends it: what another server sent is no longer open.
        let open = self.door.sendable(&self.caller, row.case, about).map_err(Denied::plain)?;
        let tried = tried(errand)?;
        match open.filter(|open| open.reach.way() == Some(way)) {
            None => drop(self.door.end_errand(MESSAGES, name)?),
            Some(_) if tried.as_ref().is_some_and(|tried| tried.next_try_at > now) => {}
            Some(open) => self.send(&open, (name, way), tried, &holder, now)?,
        }
        self.door.let_errands_go(&holder)
    }

    fn send(
        &self,
        open: &Sendable,
        (name, way): (&str, Way),
        tried: Option<Tried>,
        holder: &Holder,
        now: Timestamp,
    ) -> anyhow::Result<()> {
        if open.until_at <= now {
            return self.settle(open, name, Handled::GivenUp(way, GivenUp::TooLate));
        }
        let Some(case) = open.cases.first() else { return Ok(()) };
        let path = match (open.about, open.start_at) {
            (About::Offered(_), _) => urls::offer(open.language, *case),
            (
                About::Booked(booking) | About::Moved(booking) | About::Reminder(booking),
                Some(start_at),
            ) => urls::link(open.language, &self.door.link(*case, booking, start_at)),
            (
                About::Booked(_)
                | About::Moved(_)
                | About::Reminder(_)
                | About::Cancelled(_)
                | About::MissedCalls(_)
                | About::Written(_),
                _,
            ) => urls::matter(open.language, *case),
        };
        let address = self.carriers.address.clone() + &path;
        let letter = letter::write(open.about, open.start_at, open.language, &address);
        let id = id(name);
        match self.carriers.carry(&open.reach, &letter, &id, now) {
            Carried::Taken => self.settle(open, name, Handled::Sent(way)),
            Carried::Refused(reason) => {
                tracing::warn!(id, reason, "a message was refused");
                self.settle(open, name, Handled::GivenUp(way, GivenUp::Refused))
            }
            Carried::NotNow(reason) => {
                let tries = tried.map_or(0, |tried| tried.tries) + 1;
                tracing::warn!(id, tries, reason, "a message was not taken");
                let Some(next_try_at) = self.door.content().messages.next_try(now, tries) else {
                    return self.settle(open, name, Handled::GivenUp(way, GivenUp::NotReached));
                };
                let body = serde_json::to_vec(&Tried { tries, next_try_at })?;
                self.door.write_errand(MESSAGES, name, &body, holder)?;
                Ok(())
            }
        }
    }

    /// Writes down what became of a message; only then its errand ends.
    fn settle(&self, open: &Sendable, name: &str, handled: Handled) -> anyhow::Result<()> {
        let (cases, about) = (open.cases.clone(), open.about);
        let command = Command::HandleMessage(HandleMessage { cases, about, handled });
        match self.door.act(&self.caller, &command) {
            Ok(()) | Err(Denied::Refused(Refusal::MessageGone)) => {}
            Err(denied) => return Err(denied.plain()),
        }
        self.door.end_errand(MESSAGES, name)?;
        Ok(())
    }

    /// Forgets the tries of messages that nobody needs any more.
    fn forget(&self, known: &[Errand], since: Timestamp) -> anyhow::Result<()> {
        for errand in known {
            if tried(errand)?.is_some_and(|tried| tried.next_try_at < since) {
                self.door.end_errand(MESSAGES, &errand.name)?;
            }
        }
        Ok(())
    }
}

/// Under which name a message is tried: one for all cases that it serves.
fn name(row: &MessageRow) -> String {
    format!("{}/{}", row.person, row.message)
}

/// None when it was never tried.
fn tried(errand: &Errand) -> anyhow::Result<Option<Tried>> {
    Ok(serde_json::from_slice(&errand.body)?)
}

/// The id of a message, the same whenever it is sent.
fn id(name: &str) -> String {
    let hash = blake3::derive_key("polku message id v1", name.as_bytes());
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash).for_each(|(byte, from)| *byte = from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}
