//! The code: what leads back to the answers, and what a professional opens them with.

use jiff::civil::DateTime;
use maud::{Markup, html};

use super::{Number, numbers, sample_numbers};
use crate::components::button;
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::moment;
use crate::pages::{Shell, urls};
use crate::say;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The code in groups, as it is read aloud.
    pub code: String,
    /// When it ceases to open the questionnaire.
    pub until: DateTime,
    /// Where the next question is; none when all is answered.
    pub next: Option<String>,
    /// Where help is got, when an answer is alarming.
    pub help: Vec<Number>,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = match context.next {
        Some(_) => say!(t, "questionnaire-your-code"),
        None => say!(t, "questionnaire-done"),
    };
    page(
        shell,
        &Head::column(title.as_str(), Place::Elsewhere),
        &html! {
            h1 { (title) }
            @if !context.help.is_empty() {
                p .lead { (say!(t, "questionnaire-help-lead")) }
                (numbers(shell, &context.help))
            }
            p { (say!(t, "questionnaire-write-down")) }
            p .boxed { strong { (context.code) } }
            p { (say!(t, "questionnaire-until", at = t.moment(context.until))) }
            @match &context.next {
                Some(next) => {
                    p { (button::link(next, &say!(t, "continue"))) }
                    p { (say!(t, "questionnaire-code-why")) }
                },
                None => {
                    h2 { (say!(t, "questionnaire-then")) }
                    p { (say!(t, "questionnaire-then-text")) }
                    p { (button::quiet_link(&urls::questionnaire_all(language), &say!(t, "questionnaire-look-again"))) }
                },
            }
            (button::form(
                &urls::questionnaire_leave(language),
                &shell.csrf,
                &[],
                &button::secondary(&say!(t, "questionnaire-leave")),
            ))
            p .quiet { (say!(t, "questionnaire-leave-text")) }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let begun = Context {
        code: "K7QX-3MDT-9FHA".to_owned(),
        until: moment(30, 12, 0),
        next: Some("/fi/questionnaire/all".to_owned()),
        help: Vec::new(),
    };
    let done = Context { next: None, help: sample_numbers(), ..begun.clone() };
    vec![("begun", begun), ("done", done)]
}
