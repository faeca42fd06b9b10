//! The promised call of a case: whom to call when, what came of it, and agreeing on another window.

use care::callback::CallOutcome;
use jiff::civil::DateTime;
use maud::{Markup, html};

use super::Context;
use crate::components::button;
use crate::components::call_questions::{self, CallFault, CallQuestions};
use crate::components::call_window::{self, CallWindow};
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at};
use crate::components::phone::phone_link;
use crate::components::summary_list::{Row, summary_list};
use crate::pages::samples::moment;
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// The promised call, and the forms beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallForm {
    /// What is promised; none when no call is.
    pub promised: Option<Promised>,
    /// The number and the window to agree on.
    pub call: CallQuestions,
    /// Whether it was left out what came of the call.
    pub unanswered: bool,
}

/// A promised call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promised {
    /// The number to call.
    pub phone: String,
    /// When.
    pub window: CallWindow,
    /// How many matters of the contact it serves.
    pub matters: usize,
    /// How many calls nobody answered.
    pub missed: usize,
    /// When the resident was told of them.
    pub told_at: Option<DateTime>,
}

impl CallForm {
    pub(super) fn faults(&self, t: &Texts) -> Vec<Fault> {
        let mut faults = self.call.faults(t);
        if self.unanswered {
            faults.push(Fault::new("answered-1", say!(t, "call-fault-outcome")));
        }
        faults
    }
}

/// The forms. Post `answered` to `urls::call`, and `phone` and `window` to `urls::agree_call`.
pub(super) fn render(
    form: &CallForm,
    context: &Context,
    shell: &Shell,
    faults: &[Fault],
) -> Markup {
    let t = shell.texts();
    html! {
        section .form-section aria-labelledby="call-title" {
            h2 id="call-title" { (say!(t, "call-title")) }
            @match &form.promised {
                Some(promised) => {
                    (promise(promised, form, t))
                    (outcome(context, shell, faults))
                    details .details open[!form.call.faults.is_empty()] {
                        summary { (say!(t, "call-agree-other")) }
                        (agree(form, context, shell))
                    }
                }
                None => {
                    p { (say!(t, "call-none")) }
                    details .details open[!form.call.faults.is_empty()] {
                        summary { (say!(t, "call-agree")) }
                        (agree(form, context, shell))
                    }
                }
            }
        }
    }
}

fn promise(promised: &Promised, form: &CallForm, t: &Texts) -> Markup {
    let mut rows = vec![
        Row::new(say!(t, "call-when"), call_window::window(t, form.call.today, promised.window)),
        Row::rich(say!(t, "contact-phone"), phone_link(&promised.phone)),
    ];
    if promised.missed > 0 {
        rows.push(Row::new(
            say!(t, "call-missed"),
            say!(t, "call-missed-count", count = promised.missed),
        ));
    }
    if let Some(at) = promised.told_at {
        rows.push(Row::new(say!(t, "call-told"), t.moment(at)));
    }
    html! {
        (summary_list(&rows))
        @if promised.matters > 1 {
            p .quiet { (say!(t, "call-serves", count = promised.matters)) }
        }
    }
}

fn outcome(context: &Context, shell: &Shell, faults: &[Fault]) -> Markup {
    let t = shell.texts();
    html! {
        form method="post" action=(urls::call(shell.language, context.case)) novalidate {
            (button::csrf_field(&shell.csrf))
            (Choices {
                name: "answered",
                legend: &say!(t, "call-outcome"),
                look: Legend::Label,
                hint: Some(&say!(t, "call-outcome-hint")),
                error: at(faults, "answered-1"),
                choices: CallOutcome::ALL.iter().map(|one| {
                    Choice::new(one.code(), t.call_outcome(*one), false)
                }).collect(),
            }.radios())
            div .actions { (button::primary(&say!(t, "call-record"))) }
        }
    }
}

fn agree(form: &CallForm, context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    html! {
        form .details__inside method="post" action=(urls::agree_call(shell.language, context.case)) novalidate {
            (button::csrf_field(&shell.csrf))
            (form.call.render(t))
            (button::secondary(&say!(t, "call-agree-save")))
        }
    }
}

pub(super) fn sample() -> CallForm {
    let phone = "040 123 4567";
    CallForm {
        promised: Some(Promised {
            phone: phone.into(),
            window: CallWindow { from: moment(0, 10, 0), until: moment(0, 12, 0) },
            matters: 2,
            missed: 2,
            told_at: Some(moment(0, 11, 40)),
        }),
        call: call_questions::sample(phone, vec![]),
        unanswered: true,
    }
}

pub(super) fn sample_none() -> CallForm {
    CallForm {
        promised: None,
        call: call_questions::sample("soita", vec![CallFault::BadPhone, CallFault::NoWindow]),
        unanswered: false,
    }
}
