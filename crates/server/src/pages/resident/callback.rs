//! Agreeing on a call: the number and the window, now or anew; or doing without.

use care::code::Topic;
use care::id::CaseId;
use maud::{Markup, html};

use crate::components::button;
use crate::components::call_questions::{self, CallFault, CallQuestions};
use crate::components::error_summary::error_summary;
use crate::components::notice::{Notice, NoticeKind, notice};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::case_id;
use crate::pages::{Shell, urls};
use crate::say;

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// For which matter.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// The number and the window.
    pub call: CallQuestions,
    /// Whether a call is promised already.
    pub promised: bool,
    /// Why it was not done.
    pub notice: Option<Notice>,
}

/// The page. Posts `phone` and `window`; doing without posts to `urls::end_callback`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title =
        if context.promised { say!(t, "call-move-title") } else { say!(t, "call-ask-title") };
    let faults = context.call.faults(t);
    page(
        shell,
        &Head::column(title.as_str(), Place::Matters)
            .back(urls::matter(language, context.case))
            .faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            (notice(t, context.notice.as_ref()))
            h1 { (title) }
            p .lead { (t.topic(context.topic)) }
            @if context.promised { p { (say!(t, "call-move-text")) } }
            form method="post" action=(urls::callback(language, context.case)) novalidate {
                (button::csrf_field(&shell.csrf))
                (context.call.render(t))
                div .actions {
                    (button::primary(&say!(t, "call-save")))
                    a href=(urls::matter(language, context.case)) { (say!(t, "call-keep")) }
                }
            }
            @if context.promised {
                h2 { (say!(t, "call-end-title")) }
                p { (say!(t, "call-end-text")) }
                (button::form(
                    &urls::end_callback(language, context.case),
                    &shell.csrf,
                    &[],
                    &button::secondary(&say!(t, "call-end")),
                ))
            }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let asked = |phone, faults| Context {
        case: case_id(2),
        topic: Topic::Movement,
        call: call_questions::sample(phone, faults),
        promised: false,
        notice: None,
    };
    let moving = Context {
        promised: true,
        notice: Some(Notice {
            kind: NoticeKind::Refused,
            text: "Aika, jolle soitto luvattiin, on ohi. Valitse toinen.".into(),
        }),
        ..asked("040 123 4567", vec![])
    };
    let faulty = asked("", vec![CallFault::NoPhone, CallFault::NoWindow]);
    let letters = asked("soita", vec![CallFault::BadPhone]);
    vec![
        ("ask", asked("040 123 4567", vec![])),
        ("moving", moving),
        ("faulty", faulty),
        ("letters", letters),
    ]
}
