//! Waiting for a time that somebody gives up: which times suit, and the place in line.

use care::code::{Profession, Topic};
use care::id::CaseId;
use jiff::civil::Date;
use maud::{Markup, html};

use super::Booked;
use super::matters::sample_booked;
use crate::components::button;
use crate::components::error_summary::error_summary;
use crate::components::notice::{Notice, NoticeKind, notice};
use crate::components::wish_questions::{self, WishFault, WishQuestions};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{case_id, day};
use crate::pages::{Shell, urls};
use crate::say;

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// For which matter.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// Whom the assessment asks for.
    pub profession: Profession,
    /// The last lawful day.
    pub due_on: Option<Date>,
    /// The booked time, which only an earlier one betters.
    pub booked: Option<Booked>,
    /// The wish.
    pub wish: WishQuestions,
    /// Whether the resident is on the list already.
    pub waits: bool,
    /// How long an offer stands at most, in minutes.
    pub answer_minutes: u16,
    /// Why it was not done.
    pub notice: Option<Notice>,
}

/// The page. Posts the wish; leaving the list posts to `urls::end_waiting`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = if context.waits { say!(t, "wait-change-title") } else { say!(t, "wait-title") };
    let faults = context.wish.faults(t);
    page(
        shell,
        &Head::column(title.as_str(), Place::Matters)
            .back(urls::matter(language, context.case))
            .faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            (notice(t, context.notice.as_ref()))
            h1 { (title) }
            p { (say!(t, "times-for", topic = t.topic(context.topic), profession = t.profession(context.profession))) }
            @if let Some(booked) = &context.booked {
                p .boxed { (say!(t, "wait-booked", at = t.moment(booked.at), unit = &booked.unit)) }
            }
            @if let Some(due) = context.due_on {
                p { (say!(t, "times-due", day = t.full_day(due))) }
            }
            p { (say!(t, "wait-text", span = t.span(u32::from(context.answer_minutes)))) }
            form method="post" action=(urls::waiting(language, context.case)) novalidate {
                (button::csrf_field(&shell.csrf))
                (context.wish.render(t))
                div .actions {
                    @if context.waits {
                        (button::primary(&say!(t, "wait-save")))
                    } @else {
                        (button::primary(&say!(t, "wait-join")))
                    }
                    a href=(urls::matter(language, context.case)) { (say!(t, "call-keep")) }
                }
            }
            @if context.waits {
                h2 { (say!(t, "wait-leave-title")) }
                p { (say!(t, "wait-leave-text")) }
                (button::form(
                    &urls::end_waiting(language, context.case),
                    &shell.csrf,
                    &[],
                    &button::secondary(&say!(t, "wait-leave")),
                ))
            }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let join = Context {
        case: case_id(2),
        topic: Topic::Movement,
        profession: Profession::Physiotherapist,
        due_on: Some(day(7)),
        booked: None,
        wish: wish_questions::sample(vec![]),
        waits: false,
        answer_minutes: 120,
        notice: None,
    };
    let change = Context {
        booked: Some(sample_booked()),
        waits: true,
        notice: Some(Notice {
            kind: NoticeKind::Refused,
            text: "Toiveessa ei ole enää tulevia päiviä.".into(),
        }),
        ..join.clone()
    };
    let faulty = Context {
        wish: wish_questions::sample(vec![WishFault::BadUntil, WishFault::NoDays]),
        ..join.clone()
    };
    vec![("join", join), ("change", change), ("faulty", faulty)]
}
