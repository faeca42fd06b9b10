//! A time that is offered from the waiting list: taking it, or letting it go to the next.

use care::code::Topic;
use care::id::CaseId;
use maud::{Markup, html};

use super::Booked;
use super::matters::sample_booked;
use crate::components::button;
use crate::components::notice::{Notice, NoticeKind, notice};
use crate::components::offered_time::{self, OfferedTime, offered_list, offered_modes};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::case_id;
use crate::pages::{Shell, urls};
use crate::say;

/// What is offered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// For which matter.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// The time.
    pub time: OfferedTime,
    /// The booked time that is given up for it.
    pub booked: Option<Booked>,
    /// Why it was not done.
    pub notice: Option<Notice>,
}

/// The page. Taking posts `offer-mode`; letting go posts to `urls::decline_offer`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "offer-title");
    page(
        shell,
        &Head::column(title.as_str(), Place::Matters).back(urls::matter(language, context.case)),
        &html! {
            (notice(t, context.notice.as_ref()))
            h1 { (title) }
            p .lead { (t.topic(context.topic)) }
            p .boxed { (say!(t, "offer-until", at = t.near_moment(context.time.until))) }
            (offered_list(t, &context.time))
            @if let Some(booked) = &context.booked {
                p { (say!(t, "confirm-gives-up", at = t.moment(booked.at))) }
            }
            form method="post" action=(urls::offer(language, context.case)) {
                (button::csrf_field(&shell.csrf))
                (offered_modes(t, &context.time))
                div .actions { (button::primary(&say!(t, "offer-take"))) }
            }
            h2 { (say!(t, "offer-decline-title")) }
            p { (say!(t, "offer-decline-text")) }
            (button::form(
                &urls::decline_offer(language, context.case),
                &shell.csrf,
                &[],
                &button::secondary(&say!(t, "offer-decline")),
            ))
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let time = offered_time::sample();
    let first = Context {
        case: case_id(2),
        topic: Topic::Movement,
        time: time.clone(),
        booked: None,
        notice: None,
    };
    let better = Context {
        time: OfferedTime { modes: vec![care::code::Mode::Phone], inside: Some(false), ..time },
        booked: Some(sample_booked()),
        notice: Some(Notice {
            kind: NoticeKind::Refused,
            text: "Valitse, miten haluat tavata.".into(),
        }),
        ..first.clone()
    };
    vec![("first", first), ("better", better)]
}
