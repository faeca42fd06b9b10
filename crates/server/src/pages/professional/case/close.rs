//! Closing a case: how it ended, among the endings its stage allows.

use care::code::Closing;
use maud::{Markup, html};

use super::Context;
use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// The answer so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CloseForm {
    /// The endings that the stage allows.
    pub allowed: Vec<Closing>,
    /// The one chosen.
    pub closing: Option<Closing>,
    /// Whether none was chosen.
    pub unanswered: bool,
}

impl CloseForm {
    pub(super) fn faults(&self, t: &Texts) -> Vec<Fault> {
        self.unanswered
            .then(|| Fault::new("closing-1", say!(t, "close-fault")))
            .into_iter()
            .collect()
    }
}

/// The form. Posts `closing`.
pub(super) fn render(
    form: &CloseForm,
    context: &Context,
    shell: &Shell,
    faults: &[Fault],
) -> Markup {
    let t = shell.texts();
    html! {
        section .form-section aria-labelledby="close-title" {
            h2 id="close-title" { (say!(t, "close-title")) }
            form method="post" action=(urls::close(shell.language, context.case)) novalidate {
                (button::csrf_field(&shell.csrf))
                (Choices {
                    name: "closing",
                    legend: &say!(t, "close-how"),
                    look: Legend::Label,
                    hint: Some(&say!(t, "close-hint")),
                    error: at(faults, "closing-1"),
                    choices: form.allowed.iter().map(|one| {
                        Choice::new(one.code(), t.closing(*one), form.closing == Some(*one))
                    }).collect(),
                }.radios())
                (button::warning(&say!(t, "close-save")))
            }
        }
    }
}

pub(super) fn sample() -> CloseForm {
    CloseForm {
        allowed: vec![Closing::Treated, Closing::NotReached, Closing::Withdrawn],
        closing: None,
        unanswered: true,
    }
}
