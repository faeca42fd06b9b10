//! The promised call of a case: whom to call when, what came of it, and agreeing on another window.

use care::callback::CallOutcome;
use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use super::Context;
use crate::components::button;
use crate::components::call_window::{self, CallWindow, Offered};
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at};
use crate::components::field::{Field, Kind, Width};
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
    /// The number to call, or the one so far.
    pub phone: String,
    /// The windows that are offered.
    pub windows: Vec<Offered>,
    /// The day it is.
    pub today: Date,
    /// What is wrong.
    pub faults: Vec<CallFormFault>,
}

/// A promised call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promised {
    /// When.
    pub window: CallWindow,
    /// How many matters of the contact it serves.
    pub matters: usize,
    /// How many calls nobody answered.
    pub missed: usize,
    /// When the resident was told of them.
    pub told_at: Option<DateTime>,
}

/// What can be wrong with the forms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallFormFault {
    /// What came of the call was not chosen.
    NoOutcome,
    /// The number can't be called.
    BadPhone,
    /// The window is not offered, or not any more.
    NoWindow,
}

impl CallForm {
    pub(super) fn faults(&self, t: &Texts) -> Vec<Fault> {
        self.faults
            .iter()
            .map(|fault| match fault {
                CallFormFault::NoOutcome => Fault::new("answered-1", say!(t, "call-fault-outcome")),
                CallFormFault::BadPhone => Fault::new("phone", say!(t, "contact-fault-phone-form")),
                CallFormFault::NoWindow => Fault::new("window", say!(t, "call-fault-window")),
            })
            .collect()
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
                    details open[at(faults, "phone").or(at(faults, "window")).is_some()] {
                        summary { (say!(t, "call-agree-other")) }
                        (agree(form, context, shell, faults))
                    }
                }
                None => {
                    p { (say!(t, "call-none")) }
                    details open[!faults.is_empty()] {
                        summary { (say!(t, "call-agree")) }
                        (agree(form, context, shell, faults))
                    }
                }
            }
        }
    }
}

fn promise(promised: &Promised, form: &CallForm, t: &Texts) -> Markup {
    let mut rows = vec![
        Row::new(say!(t, "call-when"), call_window::window(t, form.today, promised.window)),
        Row::rich(say!(t, "contact-phone"), phone_link(&form.phone)),
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
            (button::primary(&say!(t, "call-record")))
        }
    }
}

fn agree(form: &CallForm, context: &Context, shell: &Shell, faults: &[Fault]) -> Markup {
    let t = shell.texts();
    let label = say!(t, "contact-phone");
    html! {
        form method="post" action=(urls::agree_call(shell.language, context.case)) novalidate {
            (button::csrf_field(&shell.csrf))
            (Field {
                error: at(faults, "phone"),
                value: &form.phone,
                kind: Kind::Phone,
                width: Width::Medium,
                ..Field::new("phone", &label)
            }.render())
            (call_window::choose(t, form.today, &form.windows, "", at(faults, "window")))
            (button::secondary(&say!(t, "call-agree-save")))
        }
    }
}

pub(super) fn sample() -> CallForm {
    CallForm {
        promised: Some(Promised {
            window: CallWindow { from: moment(0, 10, 0), until: moment(0, 12, 0) },
            matters: 2,
            missed: 2,
            told_at: Some(moment(0, 11, 40)),
        }),
        phone: "040 123 4567".into(),
        windows: call_window::sample(),
        today: moment(0, 9, 0).date(),
        faults: vec![CallFormFault::NoOutcome],
    }
}

pub(super) fn sample_none() -> CallForm {
    CallForm {
        promised: None,
        phone: "soita".into(),
        faults: vec![CallFormFault::BadPhone, CallFormFault::NoWindow],
        ..sample()
    }
}
