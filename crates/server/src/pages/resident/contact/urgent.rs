//! Signs that need help at once. The page lists them and asks; it weighs nothing.

use maud::{Markup, html};

use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at, error_summary};
use crate::pages::layout::{Head, Place, page};
use crate::pages::{Shell, urls};
use crate::say;

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Whether the question was left without an answer.
    pub unanswered: bool,
}

/// The page. Posts `signs`: `some` leads to help at once, `none` goes on.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "contact-urgent-title");
    let faults: Vec<Fault> = context
        .unanswered
        .then(|| Fault::new("signs-1", say!(t, "contact-fault-signs")))
        .into_iter()
        .collect();
    let signs = [
        say!(t, "sign-chest"),
        say!(t, "sign-breath"),
        say!(t, "sign-stroke"),
        say!(t, "sign-consciousness"),
        say!(t, "sign-bleeding"),
        say!(t, "sign-allergy"),
        say!(t, "sign-pain"),
        say!(t, "sign-self-harm"),
    ];
    page(
        shell,
        &Head::column(title.as_str(), Place::Contact)
            .back(urls::contact_matters(language))
            .faulty(context.unanswered),
        &html! {
            (error_summary(t, &faults))
            h1 { (title) }
            p { (say!(t, "contact-urgent-lead")) }
            ul .signs { @for sign in &signs { li { (sign) } } }
            form method="post" action=(urls::contact_urgent(language)) novalidate {
                (button::csrf_field(&shell.csrf))
                (Choices {
                    name: "signs",
                    legend: &say!(t, "contact-urgent-question"),
                    look: Legend::Label,
                    hint: None,
                    error: at(&faults, "signs-1"),
                    choices: vec![
                        Choice::new("none", say!(t, "contact-urgent-none"), false),
                        Choice::new("some", say!(t, "contact-urgent-some"), false),
                    ],
                }.radios())
                (button::primary(&say!(t, "continue")))
            }
            p .quiet { (say!(t, "contact-urgent-unsure")) " " a href="tel:116117" { "116\u{a0}117" } "." }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    vec![("plain", Context { unanswered: false }), ("faulty", Context { unanswered: true })]
}
