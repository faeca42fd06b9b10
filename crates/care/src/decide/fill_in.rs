//! Questionnaires: filling one in without a name, attaching answers to a case, and taking care of an
//! alarming answer.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Decision, World};
use crate::case::CaseFact;
use crate::id::{CaseId, FilledId, PersonId, ProfessionalId};
use crate::language::Language;
use crate::questionnaire::{Answers, Attached, Filled, FilledFact, Questionnaire};
use crate::refusal::Refusal;

/// Begins a questionnaire without a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BeginFilling {
    /// Which: it follows from the code.
    pub filled: FilledId,
    /// A person whom nobody knows, under whose key the answers are sealed.
    pub sealed_by: PersonId,
    /// Which questionnaire.
    pub questionnaire: Arc<Questionnaire>,
    /// In which language.
    pub language: Language,
    /// When the code ceases to open it.
    pub until_at: Timestamp,
}

/// Answers questions, or the last of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnswerQuestions {
    /// Which filling.
    pub filled: FilledId,
    /// The questionnaire that it fills in.
    pub questionnaire: Arc<Questionnaire>,
    /// The answers to some questions.
    pub answers: Answers,
    /// Whether all is answered now.
    pub ends: bool,
}

/// Attaches answers to a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttachAnswers {
    /// Which case.
    pub case: CaseId,
    /// What was filled in without a name; none when the professional asked.
    pub filled: Option<FilledId>,
    /// The questionnaire.
    pub questionnaire: Arc<Questionnaire>,
    /// The answers that the professional recorded; those without a name bring their own.
    pub answers: Answers,
    /// Who attaches.
    pub by: ProfessionalId,
}

/// Takes care of an alarming answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HandleSafety {
    /// Of which case.
    pub case: CaseId,
    /// Who.
    pub by: ProfessionalId,
    /// What was done.
    pub done: String,
}

impl BeginFilling {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        if world.filled.contains_key(&self.filled) {
            return Err(Refusal::CodeUnknown);
        }
        let begun = FilledFact::FillingBegun {
            sealed_by: self.sealed_by,
            questionnaire: self.questionnaire.name.clone(),
            version: self.questionnaire.version.clone(),
            language: self.language,
            until_at: self.until_at,
        };
        let decision = Decision::default().filled(self.filled, self.sealed_by, begun);
        let answers = self.questionnaire.initial();
        if answers.is_empty() {
            return Ok(decision);
        }
        Ok(decision.filled(self.filled, self.sealed_by, FilledFact::QuestionsAnswered { answers }))
    }
}

impl AnswerQuestions {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let filled = open(world, self.filled, now)?;
        let mut all = filled.answers.clone();
        all.extend(self.answers.clone());
        let fits = self.answers.iter().all(|(link, answers)| {
            let item = self.questionnaire.item(link);
            item.is_some_and(|item| item.fault(answers).is_none())
        });
        let all = self.questionnaire.only_asked(&all);
        if !fits || (self.ends && !self.questionnaire.problems(&all).is_empty()) {
            return Err(Refusal::AnswersDoNotFit);
        }
        let mut decision = Decision::default();
        if !self.answers.is_empty() {
            let answered = FilledFact::QuestionsAnswered { answers: self.answers.clone() };
            decision = decision.filled(filled.id, filled.sealed_by, answered);
        }
        if self.ends && filled.ended_at.is_none() {
            decision = decision.filled(filled.id, filled.sealed_by, FilledFact::FillingEnded);
        }
        Ok(decision)
    }
}

impl AttachAnswers {
    pub(super) fn decide(&self, world: &World, now: Timestamp) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        let filled = self.filled.map(|filled| open(world, filled, now)).transpose()?;
        let answers = filled.map_or(&self.answers, |filled| &filled.answers);
        let answers = self.questionnaire.only_asked(answers);
        // What was left unfinished may be gone through together; what was asked here is complete.
        if filled.is_none() && !self.questionnaire.problems(&answers).is_empty() {
            return Err(Refusal::AnswersDoNotFit);
        }
        let result = Attached {
            filled: self.filled,
            questionnaire: self.questionnaire.name.clone(),
            version: self.questionnaire.version.clone(),
            answered_at: filled.and_then(|filled| filled.ended_at).unwrap_or(now),
            by: self.by,
            readings: self.questionnaire.readings(&answers),
            alarms: self.questionnaire.alarms(&answers),
            answers,
        };
        let decision = Decision::default();
        let decision = decision.case(case.id, case.person, CaseFact::AnswersAttached(result));
        Ok(match filled {
            Some(filled) => {
                let attached = FilledFact::FillingAttached { case: case.id };
                decision.filled(filled.id, filled.sealed_by, attached)
            }
            None => decision,
        })
    }
}

impl HandleSafety {
    pub(super) fn decide(&self, world: &World) -> Result<Decision, Refusal> {
        let case = world.open_case(self.case)?;
        case.safety_since().ok_or(Refusal::SafetyDone)?;
        let done = self.done.trim();
        if done.is_empty() {
            return Err(Refusal::NoWords);
        }
        let handled = CaseFact::SafetyHandled { by: self.by, done: done.to_owned() };
        Ok(Decision::default().case(case.id, case.person, handled))
    }
}

/// A filling that its code still opens.
fn open(world: &World, id: FilledId, now: Timestamp) -> Result<&Filled, Refusal> {
    let filled = world.filled.get(&id).ok_or(Refusal::CodeUnknown)?;
    if now >= filled.until_at {
        return Err(Refusal::CodeUnknown);
    }
    if filled.case.is_some() { Err(Refusal::AttachedAlready) } else { Ok(filled) }
}
