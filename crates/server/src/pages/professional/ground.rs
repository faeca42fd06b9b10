//! A person's data is opened without a relationship: the professional says why, and it is
//! written down where the person sees it.

use care::id::{CallId, PersonId};
use maud::{Markup, html};

use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at, error_summary};
use crate::components::field::TextArea;
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::person_id;
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Whose data.
    pub person: PersonId,
    /// The call that a contact is recorded of, when one is.
    pub call: Option<CallId>,
    /// The person's name.
    pub name: String,
    /// The ground chosen.
    pub ground: Option<Ground>,
    /// The reason in words.
    pub note: String,
    /// What is wrong.
    pub faults: Vec<GroundFault>,
}

/// Why data may be opened although no relationship is known yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ground {
    /// The client is in contact right now.
    ClientInContact,
    /// A colleague asked for help with the client's care.
    Consultation,
    /// An emergency.
    Emergency,
    /// Another lawful right, said in words.
    OtherRight,
}

impl Ground {
    /// Every ground, in the order in which they are offered.
    pub const ALL: [Self; 4] =
        [Self::ClientInContact, Self::Consultation, Self::Emergency, Self::OtherRight];

    /// The value in the form.
    pub fn code(self) -> &'static str {
        match self {
            Self::ClientInContact => "client-in-contact",
            Self::Consultation => "consultation",
            Self::Emergency => "emergency",
            Self::OtherRight => "other-right",
        }
    }

    /// The value of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.code() == code)
    }

    /// The ground in words; the list of looks shows the same.
    pub fn name(self, t: &Texts) -> String {
        match self {
            Self::ClientInContact => say!(t, "ground-contact"),
            Self::Consultation => say!(t, "ground-consultation"),
            Self::Emergency => say!(t, "ground-emergency"),
            Self::OtherRight => say!(t, "ground-other"),
        }
    }
}

/// What can be wrong with the answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GroundFault {
    /// No ground was chosen.
    NoGround,
    /// The ground needs words.
    NoNote,
}

/// The page. Posts `ground` and `note`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "ground-title");
    let faults: Vec<Fault> = context
        .faults
        .iter()
        .map(|fault| match fault {
            GroundFault::NoGround => Fault::new("ground-1", say!(t, "ground-fault-none")),
            GroundFault::NoNote => Fault::new("note", say!(t, "ground-fault-note")),
        })
        .collect();
    page(
        shell,
        &Head::column(title.as_str(), Place::People)
            .back(urls::people(shell.language))
            .faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            h1 { (title) }
            p .lead { (context.name) }
            p { (say!(t, "ground-text")) }
            form method="post" action=(urls::ground(shell.language, context.person)) novalidate {
                (button::csrf_field(&shell.csrf))
                @if let Some(call) = context.call { input type="hidden" name="call" value=(call); }
                (Choices {
                    name: "ground",
                    legend: &say!(t, "ground-question"),
                    look: Legend::Label,
                    hint: None,
                    error: at(&faults, "ground-1"),
                    choices: Ground::ALL.map(|one| {
                        Choice::new(one.code(), one.name(t), context.ground == Some(one))
                    }).into(),
                }.radios())
                (TextArea {
                    name: "note",
                    label: &say!(t, "ground-note"),
                    hint: Some(&say!(t, "ground-note-hint")),
                    error: at(&faults, "note"),
                    value: &context.note,
                    rows: 2,
                }.render())
                (button::primary(&say!(t, "ground-open")))
            }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let empty = Context {
        person: person_id(1),
        call: None,
        name: "Virtanen, Aino Maria".into(),
        ground: None,
        note: String::new(),
        faults: vec![GroundFault::NoGround],
    };
    let other = Context {
        ground: Some(Ground::OtherRight),
        faults: vec![GroundFault::NoNote],
        ..empty.clone()
    };
    vec![("empty", empty), ("other", other)]
}
