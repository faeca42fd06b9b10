//! Refilling: a time that was given up is offered to whoever on the waiting list comes first by law,
//! and goes on to the next when it is declined or nobody answers. Each step is an ordinary command,
//! so several servers may do this at once.

use std::sync::{Mutex, PoisonError};

use care::day::day_of;
use care::decide::{Command, EndOffer, OfferTime};
use care::id::OfferId;
use care::refusal::Refusal;
use care::stream::DayKey;
use care::view::{SlotRow, WaitingRow};
use jiff::{SignedDuration, Timestamp};

use crate::door::{Caller, Denied, Door};
use crate::wall::fresh_id;

/// Facts of other servers may come in so much later than their time tells.
const OVERLAP: SignedDuration = SignedDuration::from_secs(60);
/// So often all times that were given up are looked at, for those who joined since.
const WHOLE: SignedDuration = SignedDuration::from_mins(5);

/// What has been looked at.
#[derive(Default)]
pub struct Refill {
    looked: Mutex<Looked>,
}

#[derive(Clone, Copy, Default)]
struct Looked {
    at: Option<Timestamp>,
    at_all: Option<Timestamp>,
}

impl Refill {
    /// Ends the offers that are over, and offers what was given up since the last time.
    pub fn tick(&self, door: &Door) -> anyhow::Result<()> {
        let caller = Caller::system("waiting-list");
        refill(door, &caller, self.since(door.now())).map_err(Denied::plain)
    }

    // Before the first look, and now and then, everything is looked at.
    fn since(&self, now: Timestamp) -> Timestamp {
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        let lately = |at: Timestamp| at.duration_until(now) < WHOLE;
        let since = looked.at.and_then(|at| at.checked_sub(OVERLAP).ok());
        let whole = !looked.at_all.is_some_and(lately);
        *looked = Looked { at: Some(now), at_all: if whole { Some(now) } else { looked.at_all } };
        since.filter(|_| !whole).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

fn refill(door: &Door, caller: &Caller, since: Timestamp) -> Result<(), Denied> {
    for row in door.offers_over(caller)? {
        let Some(offer) = row.offer else { continue };
        let command = EndOffer { case: row.case, offer: offer.id, day: offer.day, answered: false };
        attempt(door, caller, &Command::EndOffer(command))?;
    }
    let (now, policy) = (door.now(), &door.content().waiting);
    if !policy.is_open(now) {
        return Ok(());
    }
    for slot in door.given_up(caller, since, now)? {
        if let Some(left) = policy.notice_left(now, slot.start_at) {
            offer(door, caller, &slot, left)?;
        }
    }
    Ok(())
}

/// Offers a time to the first whom it suits and who was not offered it before.
fn offer(door: &Door, caller: &Caller, slot: &SlotRow, left: u16) -> Result<(), Denied> {
    let day = DayKey { professional: slot.professional, date: day_of(slot.start_at) };
    let mut last: Option<WaitingRow> = None;
    loop {
        let line = door.in_line(caller, slot, left, last.as_ref())?;
        let Some(end) = line.last().cloned() else { return Ok(()) };
        for row in line {
            let now = door.now();
            let until = row.until(slot, &door.content().waiting, now);
            let Some(until_at) = until else { continue };
            let command = Command::OfferTime(OfferTime {
                case: row.case,
                offer: OfferId(fresh_id(now)),
                day,
                start_at: slot.start_at,
                until_at,
            });
            match attempt(door, caller, &command)? {
                None | Some(Refusal::SlotTaken { .. } | Refusal::SlotPast) => return Ok(()),
                // Offered before, or changed since the line was read: the next one.
                Some(_) => {}
            }
        }
        last = Some(end);
    }
}

/// Carries out a command; a refusal only says that somebody else was faster.
fn attempt(door: &Door, caller: &Caller, command: &Command) -> Result<Option<Refusal>, Denied> {
    match door.act(caller, command) {
        Ok(()) => Ok(None),
        Err(Denied::Refused(refusal)) => Ok(Some(refusal)),
        // The case was erased since.
        Err(Denied::NotFound) => Ok(Some(Refusal::CaseUnknown)),
        Err(denied) => Err(denied),
    }
}
