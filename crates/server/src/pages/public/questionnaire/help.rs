//! Where help is got today, shown at once when an answer is alarming. The page weighs nothing.

use maud::{Markup, html};

use super::{Number, numbers, sample_numbers};
use crate::components::button;
use crate::pages::Shell;
use crate::pages::layout::{Head, Place, page};
use crate::say;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Where help is got.
    pub numbers: Vec<Number>,
    /// Where the questionnaire goes on.
    pub next: String,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "questionnaire-help-title");
    page(
        shell,
        &Head::column(title.as_str(), Place::Elsewhere),
        &html! {
            h1 { (title) }
            p .lead { (say!(t, "questionnaire-help-lead")) }
            (numbers(shell, &context.numbers))
            p { (say!(t, "questionnaire-help-nobody-reads")) }
            p { (button::quiet_link(&context.next, &say!(t, "questionnaire-help-continue"))) }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let next = "/fi/questionnaire/code".to_owned();
    vec![("plain", Context { numbers: sample_numbers(), next })]
}
