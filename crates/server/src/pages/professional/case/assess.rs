//! The assessment form. The program explains and reminds; the professional decides.

use care::clock::CareKind;
use care::code::{Profession, Urgency};
use maud::{Markup, html};

use super::Context;
use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at};
use crate::components::field::{Item, TextArea, select};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;
use crate::texts::format::capital;

/// The answers so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AssessForm {
    /// How soon.
    pub urgency: Option<Urgency>,
    /// What follows.
    pub outcome: Option<Outcome>,
    /// The kind of care, for an appointment.
    pub care: Option<CareKind>,
    /// Who should meet the client, for an appointment.
    pub profession: Option<Profession>,
    /// Slug of the unit that answers from now on.
    pub unit: String,
    /// Units to choose from.
    pub units: Vec<Item>,
    /// The professional's note.
    pub note: String,
    /// What the client was told, in their language.
    pub told: String,
    /// What is wrong.
    pub faults: Vec<AssessFault>,
}

/// What follows from an assessment; the code stands in the field `outcome`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// A time has to be booked.
    Appointment,
    /// Advice was enough.
    Advice,
    /// Directed to emergency care.
    Emergency,
}

impl Outcome {
    /// Every outcome, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Appointment, Self::Advice, Self::Emergency];

    /// The value in the form.
    pub fn code(self) -> &'static str {
        match self {
            Self::Appointment => "appointment",
            Self::Advice => "advice",
            Self::Emergency => "emergency",
        }
    }

    /// The value of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    fn label(self, t: &Texts) -> String {
        match self {
            Self::Appointment => say!(t, "outcome-appointment"),
            Self::Advice => say!(t, "outcome-advice"),
            Self::Emergency => say!(t, "outcome-emergency"),
        }
    }
}

/// The kinds of care an assessment in primary care can find.
pub const CARE_KINDS: [CareKind; 7] = [
    CareKind::Primary,
    CareKind::PrimaryOther,
    CareKind::FollowOnDoctor,
    CareKind::Oral,
    CareKind::OralFollowOn,
    CareKind::Therapy,
    CareKind::Urgent,
];

/// What can be wrong with the answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AssessFault {
    /// No urgency was chosen.
    NoUrgency,
    /// No outcome was chosen.
    NoOutcome,
    /// An appointment needs a kind of care.
    NoCare,
    /// An appointment needs a profession.
    NoProfession,
    /// The client must be told something.
    NoTold,
}

impl AssessForm {
    /// An empty form with the unit that has the case.
    pub fn empty(unit: &str, units: Vec<Item>) -> Self {
        Self {
            urgency: None,
            outcome: None,
            care: None,
            profession: None,
            unit: unit.to_owned(),
            units,
            note: String::new(),
            told: String::new(),
            faults: vec![],
        }
    }

    pub(super) fn faults(&self, t: &Texts) -> Vec<Fault> {
        self.faults
            .iter()
            .map(|fault| match fault {
                AssessFault::NoUrgency => Fault::new("urgency-1", say!(t, "assess-fault-urgency")),
                AssessFault::NoOutcome => Fault::new("outcome-1", say!(t, "assess-fault-outcome")),
                AssessFault::NoCare => Fault::new("care-1", say!(t, "assess-fault-care")),
                AssessFault::NoProfession => {
                    Fault::new("profession-1", say!(t, "assess-fault-profession"))
                }
                AssessFault::NoTold => Fault::new("told", say!(t, "assess-fault-told")),
            })
            .collect()
    }
}

/// The form. Posts `urgency`, `outcome`, `care`, `profession`, `unit`, `note`, `told`.
pub(super) fn render(
    form: &AssessForm,
    context: &Context,
    shell: &Shell,
    faults: &[Fault],
) -> Markup {
    let t = shell.texts();
    let told_hint = say!(t, "assess-told-hint", language = t.language_inline(context.language));
    html! {
        section .form-section aria-labelledby="assess-title" {
            h2 id="assess-title" { (say!(t, "assess-title")) }
            form method="post" action=(urls::assess(shell.language, context.case)) novalidate {
                (button::csrf_field(&shell.csrf))
                (Choices {
                    name: "urgency",
                    legend: &say!(t, "assess-urgency"),
                    look: Legend::Label,
                    hint: None,
                    error: at(faults, "urgency-1"),
                    choices: Urgency::ALL.iter().map(|one| {
                        Choice::new(one.code(), t.urgency(*one), form.urgency == Some(*one))
                            .hint(t.urgency_hint(*one))
                    }).collect(),
                }.radios())
                (outcome(t, form, faults))
                (TextArea {
                    name: "note",
                    label: &say!(t, "assess-note"),
                    hint: Some(&say!(t, "assess-note-hint")),
                    error: None,
                    value: &form.note,
                    rows: 4,
                }.render())
                (TextArea {
                    name: "told",
                    label: &say!(t, "assess-told"),
                    hint: Some(&told_hint),
                    error: at(faults, "told"),
                    value: &form.told,
                    rows: 3,
                }.render())
                (button::primary(&say!(t, "assess-save")))
            }
        }
    }
}

fn outcome(t: &Texts, form: &AssessForm, faults: &[Fault]) -> Markup {
    let appointment = html! {
        (Choices {
            name: "care",
            legend: &say!(t, "assess-care"),
            look: Legend::Label,
            hint: Some(&say!(t, "assess-care-hint")),
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
        (select("unit", &say!(t, "assess-unit"), &form.units, &form.unit))
    };
    Choices {
        name: "outcome",
        legend: &say!(t, "assess-outcome"),
        look: Legend::Label,
        hint: None,
        error: at(faults, "outcome-1"),
        choices: Outcome::ALL
            .map(|one| {
                let choice = Choice::new(one.code(), one.label(t), form.outcome == Some(one));
                match one {
                    Outcome::Appointment => choice.reveals(appointment.clone()),
                    Outcome::Advice | Outcome::Emergency => choice,
                }
            })
            .into(),
    }
    .radios()
}

pub(super) fn sample_units() -> Vec<Item> {
    vec![Item::new("nasi", "Näsin terveysasema"), Item::new("loviisa", "Loviisan terveysasema")]
}

pub(super) fn sample_faulty() -> AssessForm {
    AssessForm {
        outcome: Some(Outcome::Appointment),
        note: "Polvessa ei turvotusta.".into(),
        faults: vec![
            AssessFault::NoUrgency,
            AssessFault::NoOutcome,
            AssessFault::NoCare,
            AssessFault::NoProfession,
            AssessFault::NoTold,
        ],
        ..AssessForm::empty("nasi", sample_units())
    }
}
