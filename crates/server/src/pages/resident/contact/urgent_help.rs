//! Where help is got at once; the draft waits, and the way back is open.

use maud::{Markup, html};

use crate::components::button;
use crate::pages::layout::{Head, Place, page};
use crate::pages::resident::start::urgent_numbers;
use crate::pages::{Shell, urls};
use crate::say;

/// The page shows nothing of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Context;

/// The page.
pub fn render(_: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "contact-help-title");
    page(
        shell,
        &Head::column(title.as_str(), Place::Contact).back(urls::contact_urgent(language)),
        &html! {
            h1 { (title) }
            p .lead { (say!(t, "contact-help-lead")) }
            p { a .button.button--warning.button--call href="tel:112" { (say!(t, "contact-help-call")) } }
            (urgent_numbers(shell))
            h2 { (say!(t, "contact-help-after")) }
            p { (say!(t, "contact-help-after-text")) }
            p { (button::quiet_link(&urls::contact_reach(language), &say!(t, "contact-help-continue"))) }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    vec![("plain", Context)]
}
