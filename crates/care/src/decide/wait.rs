//! The waiting list: joining and leaving it, and offering a time to who is on it. An offer holds its
//! time in the calendar until it is taken, declined or expired, in the same decision as the case.

use jiff::Timestamp;

use super::book_visit::{booked, given_up, standing};
use super::{Decision, Place, World};
use crate::calendar::{DayFact, Slot, SlotState};
use crate::case::{Case, CaseFact, Stage};
use crate::code::{Cancelling, LateReason, Mode};
use crate::day::day_of;
use crate::id::{BookingId, CaseId, OfferId};
use crate::refusal::Refusal;
use crate::stream::DayKey;
use crate::view::slot_row;
use crate::waiting::{Offer, OfferEnding, OfferedTime, Wish};

/// Waits for a time that somebody gives up, or states another wish.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JoinWaitingList {
    /// For which matter.
    pub case: CaseId,
    /// Which times suit.
    pub wish: Wish,
}

/// Waits no longer. An offer that stands ends with it, at the next tick.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeaveWaitingList {
    /// For which matter.
    pub case: CaseId,
}

/// Offers a free time to a client on the waiting list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfferTime {
    /// For which matter.
    pub case: CaseId,
    /// The new offer's id.
    pub offer: OfferId,
    /// In whose calendar.
    pub day: DayKey,
    /// When the time begins.
    pub start_at: Timestamp,
    /// Until when it is held.
    pub until_at: Timestamp,
}

/// Takes an offered time; a booking that stands is given up for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakeOffer {
    /// For which matter.
    pub case: CaseId,
    /// Which offer.
    pub offer: OfferId,
    /// In whose calendar the time is.
    pub day: DayKey,
    /// How to meet.
    pub mode: Mode,
    /// The new booking's id.
    pub booking: BookingId,
    /// The day of the booking that is given up, when one stands.
    pub gives_up: Option<DayKey>,
}

/// Lets an offered time go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndOffer {
    /// For which matter.
    pub case: CaseId,
    /// Which offer.
    pub offer: OfferId,
    /// In whose calendar the time is.
    pub day: DayKey,
    /// Whether the client answered.
    pub answered: bool,
}

impl JoinWaitingList {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        match case.stage {
            Stage::AwaitingAssessment => return Err(Refusal::NotAssessed),
            Stage::Met | Stage::Closed => return Err(Refusal::StepOpen),
            Stage::AwaitingBooking | Stage::Booked(_) => {}
        }
        let first = self.wish.from_on.unwrap_or(day_of(now)).max(day_of(now));
        if self.wish.until_on.is_some_and(|until| until < first) {
            return Err(Refusal::WishPast);
        }
        if case.waiting().is_some_and(|waiting| waiting.wish == self.wish) {
            return Ok(Decision::default());
        }
        let fact = CaseFact::WaitingListJoined { wish: self.wish.clone() };
        Ok(Decision::default().case(case.id, case.person, fact))
    }
}

impl LeaveWaitingList {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        case.waiting().ok_or(Refusal::NotWaiting)?;
        Ok(Decision::default().case(case.id, case.person, CaseFact::WaitingListLeft))
    }
}

impl OfferTime {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        let waiting = case.waiting().ok_or(Refusal::NotWaiting)?;
        let before = |offer: &Offer| {
            offer.ended.is_none()
                || (offer.time.day, offer.time.start_at) == (self.day, self.start_at)
        };
        if case.offers.iter().any(before) {
            return Err(Refusal::AlreadyOffered);
        }
        let slot = world.days.get(&self.day).and_then(|day| day.slot(self.start_at));
        let slot = slot.ok_or(Refusal::SlotUnknown)?;
        if !slot.is_free() {
            return Err(Refusal::SlotTaken { offers: Vec::new() });
        }
        if slot.start_at < self.until_at || self.until_at <= now {
            return Err(Refusal::SlotPast);
        }
        if case.need.as_ref().is_some_and(|need| need.profession != slot.profession) {
            return Err(Refusal::OtherProfession);
        }
        let modes = waiting.wish.modes_at(&slot_row(self.day.professional, slot));
        let later = case.booking().is_some_and(|booking| booking.start_at <= slot.start_at);
        let known_at = self.until_at.checked_add(waiting.wish.notice());
        if modes.is_empty() || later || known_at.is_ok_and(|known| slot.start_at < known) {
            return Err(Refusal::NotSuited);
        }
        let time = OfferedTime {
            day: self.day,
            unit: slot.unit.clone(),
            start_at: slot.start_at,
            minutes: slot.minutes,
            modes,
        };
        let (offer, start_at) = (self.offer, self.start_at);
        let fact = CaseFact::TimeOffered { offer, time, until_at: self.until_at };
        Ok(Decision::default()
            .case(case.id, case.person, fact)
            .day(self.day, DayFact::SlotHeld { start_at, offer, case: case.id }))
    }
}

impl TakeOffer {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        let (offer, slot) = held(world, case, self.offer, self.day)?;
        if offer.until_at <= now || case.waiting().is_none() {
            return Err(Refusal::OfferGone);
        }
        if !offer.time.modes.contains(&self.mode) {
            return Err(Refusal::ModeNotOffered);
        }
        let before = match case.booking() {
            Some(booking) => {
                let day = self.gives_up.ok_or(Refusal::AlreadyBooked)?;
                given_up(case, standing(case, booking.id, day)?, Cancelling::Moved)
            }
            None => Decision::default(),
        };
        let taken = CaseFact::OfferEnded { offer: offer.id, ending: OfferEnding::Taken };
        let place = Place { day: self.day, start_at: slot.start_at, mode: self.mode };
        let before = before.case(case.id, case.person, taken);
        // Nobody was offered an earlier one.
        let limit = world.limits.get(&case.id);
        let late = limit.is_some_and(|limit| *limit < day_of(slot.start_at));
        let late = late.then_some(LateReason::NoneEarlier);
        Ok(booked(before, case, self.booking, &place, slot, late))
    }
}

impl EndOffer {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let case = world.cases.get(&self.case).ok_or(Refusal::CaseUnknown)?;
        let (offer, slot) = held(world, case, self.offer, self.day)?;
        let ending = if self.answered { OfferEnding::Declined } else { OfferEnding::Expired };
        if !self.answered && now < offer.until_at && case.waiting().is_some() {
            return Err(Refusal::OfferStands);
        }
        let released = DayFact::SlotReleased { start_at: slot.start_at, offer: offer.id };
        Ok(Decision::default()
            .case(case.id, case.person, CaseFact::OfferEnded { offer: offer.id, ending })
            .day(self.day, released))
    }
}

/// The offer that stands on a case, with the time that it holds.
fn held<'w>(
    world: &'w World,
    case: &'w Case,
    id: OfferId,
    day: DayKey,
) -> Result<(&'w Offer, &'w Slot), Refusal> {
    let is_meant = |offer: &&Offer| offer.id == id && offer.time.day == day;
    let offer = case.offer().filter(is_meant).ok_or(Refusal::OfferGone)?;
    let slot = world.days.get(&day).and_then(|day| day.slot(offer.time.start_at));
    let holds = |slot: &&Slot| slot.state == SlotState::Held(id, case.id);
    Ok((offer, slot.filter(holds).ok_or(Refusal::OfferGone)?))
}
