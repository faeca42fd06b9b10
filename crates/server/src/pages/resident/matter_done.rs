//! What came of booking, moving, cancelling or withdrawing, and what happens next.

use care::code::Topic;
use care::id::CaseId;
use maud::{Markup, html};

use super::matters::sample_booked;
use super::{Booked, booked_list};
use crate::components::button;
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::case_id;
use crate::pages::{Shell, urls};
use crate::say;

/// What was done; the code stands in the address as `?what=`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Done {
    /// A time was booked.
    Booked(Booked),
    /// The time was moved to this one.
    Moved(Booked),
    /// The time was given up.
    Cancelled,
    /// The matter was withdrawn.
    Withdrawn,
}

impl Done {
    /// The value of `?what=`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Booked(_) => "booked",
            Self::Moved(_) => "moved",
            Self::Cancelled => "cancelled",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What the page tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Which matter.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// What was done.
    pub done: Done,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let (title, next) = match &context.done {
        Done::Booked(_) => (say!(t, "done-booked"), say!(t, "done-booked-next")),
        Done::Moved(_) => (say!(t, "done-moved"), say!(t, "done-moved-next")),
        Done::Cancelled => (say!(t, "done-cancelled"), say!(t, "done-cancelled-next")),
        Done::Withdrawn => (say!(t, "done-withdrawn"), say!(t, "done-withdrawn-next")),
    };
    page(
        shell,
        &Head::column(title.as_str(), Place::Matters),
        &html! {
            div .panel role="status" {
                h1 { (title) }
                p { (t.topic(context.topic)) }
            }
            @if let Done::Booked(booked) | Done::Moved(booked) = &context.done {
                (booked_list(t, booked))
            }
            h2 { (say!(t, "what-next")) }
            p { (next) }
            div .actions {
                @if context.done == Done::Cancelled {
                    (button::link(&urls::times(language, context.case), &say!(t, "choose-time")))
                }
                (button::quiet_link(&urls::matters(language), &say!(t, "to-my-matters")))
            }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    [Done::Booked(sample_booked()), Done::Moved(sample_booked()), Done::Cancelled, Done::Withdrawn]
        .map(|done| (done.code(), Context { case: case_id(2), topic: Topic::Movement, done }))
        .into()
}
