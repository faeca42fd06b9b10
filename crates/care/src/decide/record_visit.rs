//! What became of a booked time: the visit took place, or the client did not come.

use jiff::Timestamp;

use super::{Decision, World};
use crate::case::{Booking, Case, CaseFact, Need, Owner, Visit};
use crate::clock::CareKind;
use crate::code::Profession;
use crate::id::{BookingId, CaseId};
use crate::refusal::Refusal;

/// Records a visit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordVisit {
    /// Of which case.
    pub case: CaseId,
    /// Which booking it was.
    pub booking: BookingId,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Timestamp,
    /// The professional's note.
    pub note: String,
    /// A further need that was found: the kind of care and who should meet the client.
    pub next: Option<(CareKind, Profession)>,
}

/// Records that the client did not come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordNoShow {
    /// Of which case.
    pub case: CaseId,
    /// Which booking it was.
    pub booking: BookingId,
}

impl RecordVisit {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        let booking = begun(case, self.booking, now)?;
        let next =
            self.next.map(|(care, profession)| Need { care, profession, found_at: self.ended_at });
        let owner = if next.is_some() {
            Owner::Team(booking.unit.clone())
        } else {
            Owner::Professional(booking.day.professional, booking.unit.clone())
        };
        let visit = Visit {
            booking: booking.id,
            started_at: self.started_at,
            ended_at: self.ended_at,
            professional: booking.day.professional,
            profession: booking.profession,
            unit: booking.unit.clone(),
            mode: booking.mode,
            note: self.note.trim().to_owned(),
            next,
            owner,
        };
        Ok(Decision::default().case(case.id, case.person, CaseFact::VisitHeld(visit)))
    }
}

impl RecordNoShow {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        let booking = begun(case, self.booking, now)?;
        let owner = Owner::Team(booking.unit.clone());
        let fact = CaseFact::NoShowRecorded { booking: booking.id, owner };
        Ok(Decision::default().case(case.id, case.person, fact))
    }
}

// A remote visit may begin a little early; nothing can be recorded of a later day.
fn begun(case: &Case, id: BookingId, now: Timestamp) -> Result<&Booking, Refusal> {
    let booking = case.booking().filter(|booking| booking.id == id).ok_or(Refusal::BookingGone)?;
    let early = jiff::SignedDuration::from_mins(30);
    if booking.start_at.checked_sub(early).is_ok_and(|opens| opens > now) {
        return Err(Refusal::VisitAhead);
    }
    Ok(booking)
}
