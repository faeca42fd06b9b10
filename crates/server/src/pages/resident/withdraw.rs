//! Withdrawing a matter: it ends, and the resident can always make contact again.

use care::code::Topic;
use care::id::CaseId;
use maud::{Markup, html};

use super::Booked;
use super::matters::sample_booked;
use crate::components::button;
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::case_id;
use crate::pages::{Shell, urls};
use crate::say;

/// What is withdrawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Which matter.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// The time that is given up with it.
    pub booked: Option<Booked>,
}

/// The page. Posts nothing but the token.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "withdraw-title");
    page(
        shell,
        &Head::column(title.as_str(), Place::Matters).back(urls::matter(language, context.case)),
        &html! {
            h1 { (title) }
            p .lead { (t.topic(context.topic)) }
            p { (say!(t, "withdraw-text")) }
            @if let Some(booked) = &context.booked {
                p .boxed { (say!(t, "withdraw-gives-up", at = t.moment(booked.at))) }
            }
            div .actions {
                (button::form(
                    &urls::withdraw(language, context.case),
                    &shell.csrf,
                    &[],
                    &button::warning(&say!(t, "withdraw-confirm")),
                ))
                a href=(urls::matter(language, context.case)) { (say!(t, "withdraw-keep")) }
            }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let plain = Context { case: case_id(2), topic: Topic::Movement, booked: None };
    let booked = Context { booked: Some(sample_booked()), ..plain.clone() };
    vec![("plain", plain), ("booked", booked)]
}
