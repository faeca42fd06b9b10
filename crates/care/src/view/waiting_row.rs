//! The waiting list as rows, in the order in which the law and the need ask for times.

use jiff::Timestamp;
use jiff::civil::Date;

use super::SlotRow;
use crate::case::Case;
use crate::clock;
use crate::code::{Profession, Urgency};
use crate::day::day_of;
use crate::id::{CaseId, OfferId, PersonId, UnitId};
use crate::law::Law;
use crate::stream::DayKey;
use crate::waiting::{Policy, Wish};

/// One client who waits for a time, or who has still an offer to answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingRow {
    /// For which case.
    pub case: CaseId,
    /// Whose.
    pub person: PersonId,
    /// The unit that answers for the case.
    pub unit: UnitId,
    /// Whom the client needs to meet.
    pub profession: Profession,
    /// Whether a time is booked inside the lawful limit, so that the law does not press.
    pub secured: bool,
    /// The last lawful day; nothing when no limit runs.
    pub due_on: Option<Date>,
    /// How soon, by the assessment.
    pub urgency: Option<Urgency>,
    /// Since when the client waits.
    pub since: Timestamp,
    /// Which times suit.
    pub wish: Wish,
    /// The booked time, which only an earlier one betters.
    pub booked_for: Option<Timestamp>,
    /// The offer to be answered.
    pub offer: Option<HeldOffer>,
}

/// An offer that stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeldOffer {
    /// Which.
    pub id: OfferId,
    /// In whose calendar the time is.
    pub day: DayKey,
    /// When it begins.
    pub start_at: Timestamp,
    /// Until when it is held.
    pub until_at: Timestamp,
}

/// The place of a case on the waiting list.
pub fn waiting_row(case: &Case, law: &Law) -> Option<WaitingRow> {
    let offer = case.offer();
    if case.waiting().is_none() && offer.is_none() {
        return None;
    }
    let clocks = case.clocks(law);
    let due_on = clock::next_due(&clocks).map(|clock| clock.due.on);
    let booked_for = case.booking().map(|booking| booking.start_at);
    // Whoever left the list has at most an offer, which ends as soon as somebody looks.
    let left_at = case.waiting().is_none().then_some(case.changed_at);
    Some(WaitingRow {
        case: case.id,
        person: case.person,
        unit: case.owner.unit().clone(),
        profession: case.need.as_ref()?.profession,
        secured: booked_for.is_some_and(|at| due_on.is_none_or(|due| day_of(at) <= due)),
        due_on,
        urgency: case.assessment.as_ref().map(|assessment| assessment.urgency),
        since: case.waiting().map_or(case.changed_at, |waiting| waiting.since),
        wish: case.waiting().map(|waiting| waiting.wish.clone()).unwrap_or_default(),
        booked_for,
        offer: offer.map(|offer| HeldOffer {
            id: offer.id,
            day: offer.time.day,
            start_at: offer.time.start_at,
            until_at: left_at.unwrap_or(offer.until_at),
        }),
    })
}

/// A place in the order in which times are offered: who has no lawful time before who has one, then the
/// least lawful time left, then the more urgent, then the longest wait.
pub type Turn = (bool, Date, u8, Timestamp, CaseId);

impl WaitingRow {
    /// When it is this client's turn.
    pub fn turn(&self) -> Turn {
        let urgency = match self.urgency {
            Some(Urgency::Emergency) => 0,
            Some(Urgency::Urgent) => 1,
            Some(Urgency::NonUrgent) => 2,
            None => 3,
        };
        (self.secured, self.due_on.unwrap_or(Date::MAX), urgency, self.since, self.case)
    }

    /// Until when a time can be held for this client; nothing when it does not suit.
    pub fn until(&self, slot: &SlotRow, policy: &Policy, now: Timestamp) -> Option<Timestamp> {
        let suits = self.offer.is_none()
            && self.profession == slot.profession
            && self.booked_for.is_none_or(|booked| slot.start_at < booked)
            && !self.wish.modes_at(slot).is_empty();
        policy.until(now, slot.start_at, self.wish.notice_hours).filter(|_| suits)
    }
}
