//! Making contact: one question a page, all answers in a draft at the server, nothing lost on the
//! way back.

pub mod check;
pub mod done;
pub mod matter;
pub mod matters;
pub mod reach;
pub mod urgent;
pub mod urgent_help;

use care::code::Topic;
use care::id::CaseId;

use crate::pages::samples::case_id;

/// One matter of the draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftMatter {
    /// The case that it becomes.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// In the resident's own words.
    pub words: String,
}

/// How the resident wants to be answered; the code stands in the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// A professional calls.
    Phone,
    /// A professional writes here.
    Message,
}

impl Reach {
    /// The value in the form field `reach`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Message => "message",
        }
    }

    /// The value of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Phone, Self::Message].into_iter().find(|reach| reach.code() == code)
    }
}

/// Draft matters for samples.
fn sample_matters() -> Vec<DraftMatter> {
    vec![
        DraftMatter {
            case: case_id(1),
            topic: Topic::Movement,
            words: "Oikea polvi on ollut kipeä kolme viikkoa. Portaissa se pettää.".into(),
        },
        DraftMatter {
            case: case_id(2),
            topic: Topic::Planned,
            words: "Verenpainelääkkeen resepti on loppunut.".into(),
        },
    ]
}
