//! A professional assesses the need. The program orders and explains; it never decides this.

use jiff::Timestamp;

use super::{Decision, World};
use crate::case::{Assessment, AssessmentResult, CaseFact, Need, Owner, Stage};
use crate::clock::CareKind;
use crate::code::{Closing, Profession, Urgency};
use crate::id::{CaseId, ProfessionalId, UnitId};
use crate::refusal::Refusal;

/// Records an assessment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AssessNeed {
    /// Of which case.
    pub case: CaseId,
    /// The assessor.
    pub by: ProfessionalId,
    /// The assessor's profession.
    pub profession: Profession,
    /// How soon.
    pub urgency: Urgency,
    /// What follows.
    pub result: Result,
    /// The unit that answers from now on.
    pub unit: UnitId,
    /// The professional's note.
    pub note: String,
    /// What the client was told.
    pub told: String,
}

/// What the assessor decided should follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Result {
    /// Advice was enough.
    Advice,
    /// Directed to emergency care.
    Emergency,
    /// A time has to be booked.
    Appointment {
        /// The kind of care.
        care: CareKind,
        /// Who should meet the client.
        profession: Profession,
    },
}

impl AssessNeed {
    pub(super) fn decide(
        &self,
        world: &World,
        now: Timestamp,
    ) -> std::result::Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        if case.stage != Stage::AwaitingAssessment {
            return Err(Refusal::AlreadyAssessed);
        }
        if case.owner.professional().is_some_and(|owner| owner != self.by) {
            return Err(Refusal::TakenByOther);
        }
        let (result, owner, closing) = match self.result {
            Result::Advice => (AssessmentResult::Advice, self.as_owner(), Some(Closing::Advised)),
            Result::Emergency => {
                (AssessmentResult::Emergency, self.as_owner(), Some(Closing::Emergency))
            }
            Result::Appointment { care, profession } => {
                let need = Need { care, profession, found_at: now };
                (AssessmentResult::Appointment(need), Owner::Team(self.unit.clone()), None)
            }
        };
        let assessment = Assessment {
            at: now,
            by: self.by,
            profession: self.profession,
            urgency: self.urgency,
            result,
            note: self.note.trim().to_owned(),
            told: self.told.trim().to_owned(),
        };
        let decision = Decision::default().case(
            self.case,
            case.person,
            CaseFact::NeedAssessed { assessment, owner },
        );
        Ok(match closing {
            Some(closing) => {
                decision.case(self.case, case.person, CaseFact::CaseClosed { closing })
            }
            None => decision,
        })
    }

    fn as_owner(&self) -> Owner {
        Owner::Professional(self.by, self.unit.clone())
    }
}
