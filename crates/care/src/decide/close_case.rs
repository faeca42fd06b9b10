//! A case ends: concluded by a professional, or withdrawn by the resident.

use super::book_visit::{given_up, standing};
use super::{Decision, World};
use crate::case::{CaseFact, Stage};
use crate::code::{Cancelling, Closing};
use crate::id::CaseId;
use crate::refusal::Refusal;
use crate::stream::DayKey;

/// Closes a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CloseCase {
    /// Which.
    pub case: CaseId,
    /// How it ended.
    pub closing: Closing,
    /// The day of the booking that is given up with it, when one stands.
    pub gives_up: Option<DayKey>,
}

impl CloseCase {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        if self.closing == Closing::NotReached && case.callback().is_some() {
            return Err(Refusal::CallPromised);
        }
        if case.safety_since().is_some() {
            return Err(Refusal::SafetyOpen);
        }
        // Whoever withdraws waits for no answer any more.
        if self.closing != Closing::Withdrawn && case.unanswered_since().is_some() {
            return Err(Refusal::MessagesOpen);
        }
        let decision = match (case.stage, self.closing) {
            (Stage::Booked(booking), Closing::Withdrawn | Closing::Emergency) => {
                let day = self.gives_up.ok_or(Refusal::StepOpen)?;
                given_up(case, standing(case, booking, day)?, Cancelling::ByClient)
            }
            (Stage::Booked(_), Closing::Advised | Closing::Treated | Closing::NotReached)
            | (Stage::AwaitingAssessment, Closing::Advised | Closing::Treated) => {
                return Err(Refusal::StepOpen);
            }
            (Stage::AwaitingAssessment | Stage::AwaitingBooking | Stage::Met, _) => {
                Decision::default()
            }
            (Stage::Closed, _) => return Err(Refusal::CaseClosed),
        };
        let fact = CaseFact::CaseClosed { closing: self.closing };
        Ok(decision.case(case.id, case.person, fact))
    }
}
