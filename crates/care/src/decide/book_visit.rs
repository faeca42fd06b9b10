//! Booking, moving and giving up a time. A booking touches the calendar and the case in one
//! decision, so neither can know of it without the other.

use jiff::Timestamp;

use super::{Decision, World};
use crate::calendar::{Day, DayFact, Slot};
use crate::case::{Booking, Case, CaseFact, Owner, Stage};
use crate::code::{Cancelling, LateReason, Mode};
use crate::day::day_of;
use crate::id::{BookingId, CaseId};
use crate::refusal::{Offer, Refusal};
use crate::stream::DayKey;

const OFFERS_MAX: usize = 3;

/// One time in one calendar, and how to meet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Whose day.
    pub day: DayKey,
    /// When it begins.
    pub start_at: Timestamp,
    /// How to meet.
    pub mode: Mode,
}

/// Books a time for a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BookVisit {
    /// Which case.
    pub case: CaseId,
    /// The new booking's id.
    pub booking: BookingId,
    /// Which time.
    pub place: Place,
    /// Why it is after the lawful limit, if it is.
    pub late: Option<LateReason>,
}

/// Moves a booking to another time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MoveBooking {
    /// Which case.
    pub case: CaseId,
    /// The booking that is given up.
    pub booking: BookingId,
    /// The day it stands on.
    pub from: DayKey,
    /// The new booking's id.
    pub next: BookingId,
    /// The new time.
    pub to: Place,
    /// Why it is after the lawful limit, if it is.
    pub late: Option<LateReason>,
}

/// Gives up a booking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CancelBooking {
    /// Which case.
    pub case: CaseId,
    /// Which booking.
    pub booking: BookingId,
    /// The day it stands on.
    pub day: DayKey,
    /// Why.
    pub why: Cancelling,
}

/// The client confirms that they come to a booked time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfirmVisit {
    /// Which case.
    pub case: CaseId,
    /// Which booking.
    pub booking: BookingId,
}

impl ConfirmVisit {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        let standing = case.booking().filter(|booking| booking.id == self.booking);
        let standing = standing.ok_or(Refusal::BookingGone)?;
        if standing.confirmed_at.is_some() {
            return Ok(Decision::default());
        }
        let fact = CaseFact::VisitConfirmed { booking: self.booking };
        Ok(Decision::default().case(case.id, case.person, fact))
    }
}

impl BookVisit {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        match case.stage {
            Stage::AwaitingAssessment => return Err(Refusal::NotAssessed),
            Stage::Booked(_) => return Err(Refusal::AlreadyBooked),
            Stage::Met | Stage::Closed => return Err(Refusal::StepOpen),
            Stage::AwaitingBooking => {}
        }
        let slot = free_slot(world, case, &self.place, now)?;
        let late = late(world, case, slot, self.late)?;
        Ok(booked(Decision::default(), case, self.booking, &self.place, slot, late))
    }
}

impl MoveBooking {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        let standing = standing(case, self.booking, self.from)?;
        let slot = free_slot(world, case, &self.to, now)?;
        let given_up = given_up(case, standing, Cancelling::Moved);
        let late = late(world, case, slot, self.late)?;
        Ok(booked(given_up, case, self.next, &self.to, slot, late))
    }
}

impl CancelBooking {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        Ok(given_up(case, standing(case, self.booking, self.day)?, self.why))
    }
}

/// The booking that stands on a case, if it is the one that the command means.
pub(super) fn standing(case: &Case, id: BookingId, day: DayKey) -> Result<&Booking, Refusal> {
    case.booking()
        .filter(|booking| booking.id == id && booking.day == day)
        .ok_or(Refusal::BookingGone)
}

/// Gives up a standing booking: the time is free again, and the unit's team answers for the case.
pub(super) fn given_up(case: &Case, booking: &Booking, why: Cancelling) -> Decision {
    let owner = Owner::Team(booking.unit.clone());
    let freed = DayFact::SlotFreed { start_at: booking.start_at, booking: booking.id };
    Decision::default()
        .case(case.id, case.person, CaseFact::BookingCancelled { booking: booking.id, why, owner })
        .day(booking.day, freed)
}

/// Books a time of a calendar for a case.
pub(super) fn booked(
    decision: Decision,
    case: &Case,
    booking: BookingId,
    place: &Place,
    slot: &Slot,
    late: Option<LateReason>,
) -> Decision {
    let fact = CaseFact::VisitBooked {
        booking,
        day: place.day,
        unit: slot.unit.clone(),
        profession: slot.profession,
        start_at: slot.start_at,
        minutes: slot.minutes,
        mode: place.mode,
        late,
    };
    decision
        .case(case.id, case.person, fact)
        .day(place.day, DayFact::SlotBooked { start_at: slot.start_at, booking, case: case.id })
}

/// Why a time is after the lawful limit of a case; nothing when it is not.
pub(super) fn late(
    world: &World,
    case: &Case,
    slot: &Slot,
    reason: Option<LateReason>,
) -> Result<Option<LateReason>, Refusal> {
    match world.limits.get(&case.id) {
        Some(limit) if *limit < day_of(slot.start_at) => {
            reason.map(Some).ok_or(Refusal::LateReasonMissing)
        }
        Some(_) => Ok(None),
        None => Ok(reason),
    }
}

/// The time of a place, if it is free and meets the need of a case.
pub(super) fn free_slot<'a>(
    world: &'a World,
    case: &Case,
    place: &Place,
    now: Timestamp,
) -> Result<&'a Slot, Refusal> {
    let day = world.days.get(&place.day).ok_or(Refusal::SlotUnknown)?;
    let slot = day.slot(place.start_at).ok_or(Refusal::SlotUnknown)?;
    if !slot.is_free() {
        return Err(Refusal::SlotTaken { offers: offers(day, place.start_at.max(now)) });
    }
    if slot.start_at <= now {
        return Err(Refusal::SlotPast);
    }
    if !slot.modes.contains(&place.mode) {
        return Err(Refusal::ModeNotOffered);
    }
    if case.need.as_ref().is_some_and(|need| need.profession != slot.profession) {
        return Err(Refusal::OtherProfession);
    }
    Ok(slot)
}

fn offers(day: &Day, from: Timestamp) -> Vec<Offer> {
    let offer = |slot: &Slot| Offer {
        professional: day.key.professional,
        unit: slot.unit.clone(),
        start_at: slot.start_at,
        modes: slot.modes.clone(),
    };
    day.free_from(from).take(OFFERS_MAX).map(offer).collect()
}
