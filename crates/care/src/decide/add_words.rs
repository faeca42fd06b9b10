//! Words come to a matter later: a message about it, or answers to questions.

use super::{Decision, World};
use crate::case::{Addition, CaseFact};
use crate::code::AddedAs;
use crate::id::CaseId;
use crate::refusal::Refusal;

/// Adds words to a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AddWords {
    /// To which.
    pub case: CaseId,
    /// What they are.
    pub added_as: AddedAs,
    /// The words.
    pub words: String,
    /// Where the whole of it is kept, as type and id.
    pub kept_as: String,
}

impl AddWords {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        let words = self.words.trim();
        if words.is_empty() {
            return Err(Refusal::NoWords);
        }
        let mut earlier = case.additions.iter().rev();
        let last = earlier.find(|(_, addition)| addition.kept_as == self.kept_as);
        if last.is_some_and(|(_, addition)| addition.words == words) {
            // It came again, and says what it said.
            return Ok(Decision::default());
        }
        let addition = Addition {
            added_as: self.added_as,
            words: words.to_owned(),
            kept_as: self.kept_as.clone(),
        };
        Ok(Decision::default().case(case.id, case.person, CaseFact::WordsAdded(addition)))
    }
}
