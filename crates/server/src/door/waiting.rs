//! The waiting list at the door: the line of a unit, somebody's place in it, and what the job that
//! offers times has to know.

use care::access::{Action, Relation};
use care::id::{CaseId, UnitId};
use care::view::{PersonRow, SlotRow, WaitingRow};
use jiff::Timestamp;

use super::{Caller, Denied, Door};

/// More times than these are never given up and free at once; the rest waits for the next look.
const GIVEN_UP_MAX: u32 = 10_000;
const OVER_MAX: u32 = 1_000;
const IN_LINE_MAX: u32 = 8;

/// One client on the waiting list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingClient {
    /// The place in line.
    pub row: WaitingRow,
    /// Who; none when they were erased.
    pub person: Option<PersonRow>,
}

impl Door {
    /// Those who wait for a time and whose case a unit answers for, in lawful order; a page begins
    /// after the case that ended the page before.
    pub fn waiting_line(
        &self,
        caller: &Caller,
        unit: &UnitId,
        after: Option<CaseId>,
        limit: u32,
    ) -> Result<Vec<WaitingClient>, Denied> {
        let ground = self.ground(caller, Action::SeeWork, &[caller.at(unit)])?;
        let after = after.map(|case| self.ledger.waiting(case)).transpose()?.flatten();
        let mut line = Vec::new();
        for row in self.ledger.waiting_at(unit, after.as_ref(), limit)? {
            let person = self.ledger.person(row.person)?;
            line.push(WaitingClient { row, person });
        }
        let people = line.iter().map(|client| Some(client.row.person));
        self.write_down(caller, people, Action::SeeWork, ground)?;
        Ok(line)
    }

    /// How many come before a case in line for the same profession; its page was written down.
    pub(crate) fn waiting_before(&self, case: CaseId) -> Result<u64, Denied> {
        let row = self.ledger.waiting(case)?;
        Ok(row.map(|row| self.ledger.waiting_before(&row)).transpose()?.unwrap_or_default())
    }

    /// The offers that nobody answered in time.
    pub(crate) fn offers_over(&self, caller: &Caller) -> Result<Vec<WaitingRow>, Denied> {
        self.ground(caller, Action::OfferTime, &[Relation::Task])?;
        Ok(self.ledger.offers_over(self.now(), OVER_MAX)?)
    }

    /// The times that were given up since an instant, are free, and begin at another or later.
    pub(crate) fn given_up(
        &self,
        caller: &Caller,
        since: Timestamp,
        from: Timestamp,
    ) -> Result<Vec<SlotRow>, Denied> {
        self.ground(caller, Action::OfferTime, &[Relation::Task])?;
        Ok(self.ledger.freed_slots(since, from, GIVEN_UP_MAX)?)
    }

    /// The next few whom a time suits, in the order in which it is offered to them.
    pub(crate) fn in_line(
        &self,
        caller: &Caller,
        slot: &SlotRow,
        notice_hours_left: u16,
        after: Option<&WaitingRow>,
    ) -> Result<Vec<WaitingRow>, Denied> {
        self.ground(caller, Action::OfferTime, &[Relation::Task])?;
        Ok(self.ledger.waiting_for(slot, notice_hours_left, after, IN_LINE_MAX)?)
    }
}
