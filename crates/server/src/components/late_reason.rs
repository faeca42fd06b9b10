//! The question why a time is booked after the lawful limit.

use care::code::LateReason;
use maud::Markup;

use super::choices::{Choice, Choices, Legend};
use crate::say;
use crate::texts::Texts;

/// Who is asked: the reasons are the same, the words are not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    /// The resident.
    Resident,
    /// A professional, who books for the client.
    Professional,
}

/// The question. Posts `late`.
pub fn late_reason(t: &Texts, asked: Asked, missing: bool) -> Markup {
    let (legend, hint) = match asked {
        Asked::Resident => (say!(t, "late-question"), None),
        Asked::Professional => (say!(t, "late-question-client"), Some(say!(t, "late-hint"))),
    };
    let error = missing.then(|| say!(t, "refusal-late-reason-missing"));
    let word = |reason: LateReason| match asked {
        Asked::Resident => t.late_reason_yours(reason),
        Asked::Professional => t.late_reason(reason),
    };
    Choices {
        name: "late",
        legend: &legend,
        look: Legend::Label,
        hint: hint.as_deref(),
        error: error.as_deref(),
        choices: LateReason::ALL
            .iter()
            .map(|reason| Choice::new(reason.code(), word(*reason), false))
            .collect(),
    }
    .radios()
}
