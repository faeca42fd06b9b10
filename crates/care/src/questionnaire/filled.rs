//! A questionnaire that somebody fills in without saying who they are, and what of it stays with a
//! case. Its facts are sealed under the key of a person whom nobody knows.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Answers, Reading};
use crate::id::{CaseId, FilledId, PersonId, ProfessionalId};
use crate::language::Language;

/// One fact of a questionnaire that is filled in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FilledFact {
    /// Somebody began.
    FillingBegun {
        /// Under whose key it is sealed; nobody knows who that is.
        sealed_by: PersonId,
        /// Which questionnaire.
        questionnaire: String,
        /// Which version of it.
        version: String,
        /// In which language.
        language: Language,
        /// When the code ceases to open it.
        until_at: Timestamp,
    },
    /// Questions were answered, or answered anew; no answer takes the earlier one away.
    QuestionsAnswered {
        /// The answers.
        answers: Answers,
    },
    /// All is answered.
    FillingEnded,
    /// It was attached to a case.
    FillingAttached {
        /// Which.
        case: CaseId,
    },
}

impl FilledFact {
    /// The stable name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::FillingBegun { .. } => "filling-begun",
            Self::QuestionsAnswered { .. } => "questions-answered",
            Self::FillingEnded => "filling-ended",
            Self::FillingAttached { .. } => "filling-attached",
        }
    }
}

/// A questionnaire that is filled in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filled {
    /// Which: it follows from the code, so the code alone finds it.
    pub id: FilledId,
    /// Under whose key it is sealed.
    pub sealed_by: PersonId,
    /// Which questionnaire.
    pub questionnaire: String,
    /// Which version of it.
    pub version: String,
    /// In which language it was begun.
    pub language: Language,
    /// When the code ceases to open it.
    pub until_at: Timestamp,
    /// The answers so far.
    pub answers: Answers,
    /// When all was answered.
    pub ended_at: Option<Timestamp>,
    /// The case that it was attached to.
    pub case: Option<CaseId>,
}

impl Filled {
    /// The state after some facts; none before the first.
    pub fn fold(
        id: FilledId,
        facts: impl IntoIterator<Item = (Timestamp, FilledFact)>,
    ) -> Option<Self> {
        let mut facts = facts.into_iter();
        let (_, FilledFact::FillingBegun { sealed_by, questionnaire, version, language, until_at }) =
            facts.next()?
        else {
            return None;
        };
        let (answers, ended_at, case) = (BTreeMap::new(), None, None);
        let mut filled = Self {
            id,
            sealed_by,
            questionnaire,
            version,
            language,
            until_at,
            answers,
            ended_at,
            case,
        };
        for (at, fact) in facts {
            match fact {
                // A stream begins once.
                FilledFact::FillingBegun { .. } => {}
                FilledFact::QuestionsAnswered { answers } => {
                    filled.answers.extend(answers);
                    filled.answers.retain(|_, given| !given.is_empty());
                }
                FilledFact::FillingEnded => filled.ended_at = Some(at),
                FilledFact::FillingAttached { case } => filled.case = Some(case),
            }
        }
        Some(filled)
    }
}

/// The answers to a questionnaire on a case, with what they meant when they were attached.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attached {
    /// The questionnaire that was filled in without a name; absent when a professional asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled: Option<FilledId>,
    /// Which questionnaire.
    pub questionnaire: String,
    /// Which version of it.
    pub version: String,
    /// When it was answered.
    pub answered_at: Timestamp,
    /// Who attached it, together with the client.
    pub by: ProfessionalId,
    /// The answers.
    pub answers: Answers,
    /// Its scores.
    pub readings: Vec<Reading>,
    /// The questions whose answers a professional must see the same day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alarms: Vec<String>,
}

/// The step that an alarming answer opened: somebody asks about safety the same day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SafetyStep {
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Who took care of it, when, and what was done.
    pub handled: Option<(Timestamp, ProfessionalId, String)>,
}
