//! After signing out.

use maud::{Markup, html};

use crate::components::button;
use crate::pages::layout::{Head, Place, page};
use crate::pages::{Shell, urls};
use crate::say;

/// The page shows nothing of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Context;

/// The page.
pub fn render(_: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "signed-out-title");
    page(
        shell,
        &Head::column(title.as_str(), Place::Elsewhere),
        &html! {
            h1 { (title) }
            p { (say!(t, "signed-out-text")) }
            div .actions {
                (button::link(&urls::start(language), &say!(t, "to-start")))
                (button::quiet_link(&urls::sign_in(language), &say!(t, "sign-in-again")))
            }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    vec![("plain", Context)]
}
