//! A professional takes a case to themself, so that two people never work on the same contact.

use super::{Decision, World};
use crate::case::{CaseFact, Owner, Stage};
use crate::id::{CaseId, ProfessionalId, UnitId};
use crate::refusal::Refusal;

/// Takes a case from the team's queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakeCase {
    /// Which.
    pub case: CaseId,
    /// Who takes it.
    pub professional: ProfessionalId,
    /// For which unit.
    pub unit: UnitId,
}

impl TakeCase {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        match (case.stage, case.owner.professional()) {
            (Stage::AwaitingAssessment | Stage::AwaitingBooking, None) => {
                let owner = Owner::Professional(self.professional, self.unit.clone());
                let fact = CaseFact::CaseTaken { owner };
                Ok(Decision::default().case(self.case, case.person, fact))
            }
            // Taking what is one's own already changes nothing and is no error.
            (_, Some(owner)) if owner == self.professional => Ok(Decision::default()),
            _ => Err(Refusal::TakenByOther),
        }
    }
}
