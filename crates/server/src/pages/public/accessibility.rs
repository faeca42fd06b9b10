//! The accessibility statement that act 306/2019 asks for.

use maud::{Markup, html};

use crate::pages::Shell;
use crate::pages::layout::{Head, Place, page};
use crate::say;

/// What the statement needs to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Where feedback goes.
    pub feedback: String,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "nav-accessibility");
    page(
        shell,
        &Head::column(title.as_str(), Place::Elsewhere),
        &html! {
            h1 { (title) }
            p { (say!(t, "accessibility-goal")) }
            h2 { (say!(t, "accessibility-how")) }
            p { (say!(t, "accessibility-how-text")) }
            h2 { (say!(t, "accessibility-gaps")) }
            p { (say!(t, "accessibility-gaps-text")) }
            h2 { (say!(t, "accessibility-feedback")) }
            p { (say!(t, "accessibility-feedback-text")) " " strong { (context.feedback) } }
            p { (say!(t, "accessibility-supervisor")) }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    vec![("plain", Context { feedback: "saavutettavuus@example.fi".into() })]
}
