//! What became of the booked time: the visit took place, or the client did not come.

use care::clock::CareKind;
use care::code::Profession;
use maud::{Markup, html};

use super::Context;
use super::assess::CARE_KINDS;
use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at};
use crate::components::field::{Field, TextArea, Width};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;
use crate::texts::format::capital;

/// The answers so far. The day is the booking's; times are as written, `9.30` or `9:30`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisitForm {
    /// When it began.
    pub started: String,
    /// When it ended.
    pub ended: String,
    /// The professional's note.
    pub note: String,
    /// Whether a further need was found.
    pub further: Option<bool>,
    /// The kind of care needed next.
    pub care: Option<CareKind>,
    /// Who should meet the client next.
    pub profession: Option<Profession>,
    /// What is wrong.
    pub faults: Vec<VisitFault>,
}

/// What can be wrong with the answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VisitFault {
    /// The beginning is not a time.
    BadStart,
    /// The end is not a time after the beginning.
    BadEnd,
    /// It was not said whether there is a further need.
    NoFurther,
    /// A further need needs a kind of care.
    NoCare,
    /// A further need needs a profession.
    NoProfession,
}

impl VisitForm {
    pub(super) fn faults(&self, t: &Texts) -> Vec<Fault> {
        self.faults
            .iter()
            .map(|fault| match fault {
                VisitFault::BadStart => Fault::new("started", say!(t, "visit-fault-start")),
                VisitFault::BadEnd => Fault::new("ended", say!(t, "visit-fault-end")),
                VisitFault::NoFurther => Fault::new("further-1", say!(t, "visit-fault-further")),
                VisitFault::NoCare => Fault::new("care-1", say!(t, "assess-fault-care")),
                VisitFault::NoProfession => {
                    Fault::new("profession-1", say!(t, "assess-fault-profession"))
                }
            })
            .collect()
    }
}

/// The form. Posts `started`, `ended`, `note`, `further` (`yes` or `no`), `care`, `profession`; the
/// small form beside it records that the client did not come.
pub(super) fn render(
    form: &VisitForm,
    context: &Context,
    shell: &Shell,
    faults: &[Fault],
) -> Markup {
    let t = shell.texts();
    html! {
        section .form-section aria-labelledby="visit-title" {
            h2 id="visit-title" { (say!(t, "visit-title")) }
            form method="post" action=(urls::visit(shell.language, context.case)) novalidate {
                (button::csrf_field(&shell.csrf))
                div .side-by-side {
                    (Field {
                        value: &form.started,
                        error: at(faults, "started"),
                        width: Width::Short,
                        ..Field::new("started", &say!(t, "visit-started"))
                    }.render())
                    (Field {
                        value: &form.ended,
                        error: at(faults, "ended"),
                        width: Width::Short,
                        ..Field::new("ended", &say!(t, "visit-ended"))
                    }.render())
                }
                (TextArea {
                    name: "note",
                    label: &say!(t, "visit-note"),
                    hint: None,
                    error: None,
                    value: &form.note,
                    rows: 4,
                }.render())
                (further(t, form, faults))
                (button::primary(&say!(t, "visit-save")))
            }
            details .details {
                summary { (say!(t, "no-show-title")) }
                div .details__inside {
                    p { (say!(t, "no-show-text")) }
                    (button::form(
                        &urls::no_show(shell.language, context.case),
                        &shell.csrf,
                        &[],
                        &button::warning(&say!(t, "no-show-save")),
                    ))
                }
            }
        }
    }
}

fn further(t: &Texts, form: &VisitForm, faults: &[Fault]) -> Markup {
    let next = html! {
        (Choices {
            name: "care",
            legend: &say!(t, "assess-care"),
            look: Legend::Label,
            hint: None,
            error: at(faults, "care-1"),
            choices: CARE_KINDS
                .map(|one| Choice::new(one.code(), t.care_kind(one), form.care == Some(one)))
                .into(),
        }.radios())
        (Choices {
            name: "profession",
            legend: &say!(t, "assess-profession"),
            look: Legend::Label,
            hint: None,
            error: at(faults, "profession-1"),
            choices: Profession::ALL.iter().map(|one| {
                Choice::new(one.code(), capital(&t.profession(*one)), form.profession == Some(*one))
            }).collect(),
        }.radios())
    };
    Choices {
        name: "further",
        legend: &say!(t, "visit-further"),
        look: Legend::Label,
        hint: None,
        error: at(faults, "further-1"),
        choices: vec![
            Choice::new("no", say!(t, "visit-further-no"), form.further == Some(false)),
            Choice::new("yes", say!(t, "visit-further-yes"), form.further == Some(true))
                .reveals(next),
        ],
    }
    .radios()
}

pub(super) fn sample() -> VisitForm {
    VisitForm {
        started: "9.00".into(),
        ended: "8.30".into(),
        note: "Polvi tutkittu, harjoitteet annettu.".into(),
        further: Some(true),
        care: None,
        profession: None,
        faults: vec![
            VisitFault::BadStart,
            VisitFault::BadEnd,
            VisitFault::NoFurther,
            VisitFault::NoCare,
            VisitFault::NoProfession,
        ],
    }
}
