//! The public front page: what Polku is for, where to begin, and where help is got at once.

use maud::{Markup, html};

use crate::components::button;
use crate::components::phone::phone_link;
use crate::pages::layout::{Head, Place, page};
use crate::pages::{Shell, urls};
use crate::say;

/// What the front page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The organisation's telephone for those who rather call.
    pub phone: String,
    /// When the telephone is answered, in the page's language: "arkisin klo 8–16".
    pub hours: String,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    page(
        shell,
        &Head::wide(say!(t, "start-title"), Place::Elsewhere),
        &html! {
            div .start {
                div {
                    h1 { (say!(t, "start-title")) }
                    p .lead { (say!(t, "start-lead")) }
                    div .actions {
                        (button::link(&urls::contact(shell.language), &say!(t, "start-contact")))
                        @if shell.signed_in.is_none() {
                            (button::quiet_link(&urls::sign_in(shell.language), &say!(t, "start-sign-in")))
                        }
                    }
                }
                (urgent_numbers(shell))
            }
            (how(context, shell))
        },
    )
}

fn how(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let steps = [
        (say!(t, "start-step-1"), say!(t, "start-step-1-text")),
        (say!(t, "start-step-2"), say!(t, "start-step-2-text")),
        (say!(t, "start-step-3"), say!(t, "start-step-3-text")),
    ];
    html! {
        div .readable {
            h2 { (say!(t, "start-steps")) }
            ol .steps {
                @for (title, text) in &steps { li { strong { (title) } p { (text) } } }
            }
            h2 { (say!(t, "start-call")) }
            p { a href=(urls::questionnaire(shell.language)) { (say!(t, "start-questionnaire")) } }
            p { (say!(t, "start-call-text")) " " (phone_link(&context.phone)) ", " (context.hours) "." }
        }
    }
}

/// The two numbers for help at once.
pub(crate) fn urgent_numbers(shell: &Shell) -> Markup {
    let t = shell.texts();
    html! {
        section .urgent aria-labelledby="urgent-title" {
            h2 id="urgent-title" { (say!(t, "urgent-title")) }
            dl {
                div .urgent__number {
                    dt { a href="tel:112" { "112" } }
                    dd { (say!(t, "urgent-112")) }
                }
                div .urgent__number {
                    dt { a href="tel:116117" { "116\u{a0}117" } }
                    dd { (say!(t, "urgent-116117")) }
                }
            }
        }
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    vec![("plain", Context { phone: "019 123 4567".into(), hours: "8–16".into() })]
}
