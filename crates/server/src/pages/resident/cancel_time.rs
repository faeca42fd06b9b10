//! Giving up a booked time: what is lost and what stays, before it is done.

use care::code::Topic;
use care::id::CaseId;
use jiff::civil::Date;
use maud::{Markup, html};

use super::matters::sample_booked;
use super::{Booked, booked_list};
use crate::components::button;
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{case_id, day};
use crate::pages::{Shell, urls};
use crate::say;

/// What is given up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// For which matter.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// The time.
    pub booked: Booked,
    /// The last lawful day for a new one.
    pub due_on: Option<Date>,
}

/// The page. Posts nothing but the token.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "cancel-title");
    page(
        shell,
        &Head::column(title.as_str(), Place::Matters).back(urls::matter(language, context.case)),
        &html! {
            h1 { (title) }
            p { (t.topic(context.topic)) }
            (booked_list(t, &context.booked))
            p { (say!(t, "cancel-text")) }
            @if let Some(due) = context.due_on {
                p { (say!(t, "times-due", day = t.full_day(due))) }
            }
            div .actions {
                (button::form(
                    &urls::cancel_time(language, context.case),
                    &shell.csrf,
                    &[],
                    &button::warning(&say!(t, "cancel-confirm")),
                ))
                (button::quiet_link(&urls::times(language, context.case), &say!(t, "cancel-move-instead")))
                a href=(urls::matter(language, context.case)) { (say!(t, "cancel-keep")) }
            }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let context = Context {
        case: case_id(2),
        topic: Topic::Movement,
        booked: sample_booked(),
        due_on: Some(day(80)),
    };
    vec![("plain", context)]
}
