//! The two questions about a call: which number, and in which of the windows that are offered.

use jiff::civil::Date;
use maud::{Markup, html};

use super::call_window::{CallWindow, window};
use super::error_summary::{Fault, at};
use super::field::{Field, Kind, Width, below_label, described_by};
use crate::say;
use crate::texts::Texts;

/// The questions, with the answers so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallQuestions {
    /// The number so far.
    pub phone: String,
    /// The code of the window so far.
    pub window: String,
    /// The windows that are offered.
    pub windows: Vec<Offered>,
    /// The day it is.
    pub today: Date,
    /// What is wrong with the answers.
    pub faults: Vec<CallFault>,
}

/// A window that is offered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offered {
    /// What is sent for it.
    pub code: String,
    /// When it is.
    pub window: CallWindow,
}

/// What can be wrong with the answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallFault {
    /// There is no number.
    NoPhone,
    /// The number can't be called.
    BadPhone,
    /// The window is not offered, or not any more.
    NoWindow,
}

impl CallQuestions {
    /// What is wrong, with the field it is about.
    pub fn faults(&self, t: &Texts) -> Vec<Fault> {
        self.faults
            .iter()
            .map(|fault| match fault {
                CallFault::NoPhone => Fault::new("phone", say!(t, "contact-fault-phone")),
                CallFault::BadPhone => Fault::new("phone", say!(t, "contact-fault-phone-form")),
                CallFault::NoWindow => Fault::new("window", say!(t, "call-fault-window")),
            })
            .collect()
    }

    /// The fields. Post `phone` and `window`.
    pub fn render(&self, t: &Texts) -> Markup {
        let faults = self.faults(t);
        let (label, hint) = (say!(t, "contact-phone"), say!(t, "contact-phone-hint"));
        html! {
            (Field {
                hint: Some(&hint),
                error: at(&faults, "phone"),
                value: &self.phone,
                kind: Kind::Phone,
                width: Width::Medium,
                autocomplete: "tel",
                ..Field::new("phone", &label)
            }.render())
            (self.choose(t, at(&faults, "window")))
        }
    }

    fn choose(&self, t: &Texts, error: Option<&str>) -> Markup {
        let hint = say!(t, "call-window-hint");
        html! {
            div .field.field--error[error.is_some()] {
                label .label for="window" { (say!(t, "call-window")) }
                (below_label("window", Some(&hint), error))
                select .input.select id="window" name="window"
                    aria-describedby=[described_by("window", Some(&hint), error)]
                    aria-invalid=[error.map(|_| "true")] {
                    @for one in &self.windows {
                        option value=(one.code) selected[one.code == self.window] {
                            (window(t, self.today, one.window))
                        }
                    }
                }
            }
        }
    }
}

/// Questions for the samples of pages.
pub(crate) fn sample(phone: &str, faults: Vec<CallFault>) -> CallQuestions {
    use crate::pages::samples::{day, moment};
    let one = |code: &str, days, hour| Offered {
        code: code.to_owned(),
        window: CallWindow { from: moment(days, hour, 0), until: moment(days, hour + 2, 0) },
    };
    CallQuestions {
        phone: phone.to_owned(),
        window: "2".to_owned(),
        windows: vec![one("1", 0, 12), one("2", 0, 14), one("3", 1, 8)],
        today: day(0),
        faults,
    }
}
