//! Agreeing on a call: the number and the window, now or anew; or doing without.

use care::code::Topic;
use care::id::CaseId;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::components::button;
use crate::components::call_window::{self, Offered};
use crate::components::error_summary::{Fault, at, error_summary};
use crate::components::field::{Field, Kind, Width};
use crate::components::notice::{Notice, NoticeKind, notice};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{case_id, moment};
use crate::pages::{Shell, urls};
use crate::say;

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// For which matter.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// The number so far.
    pub phone: String,
    /// The code of the window so far.
    pub window: String,
    /// The windows that are offered.
    pub windows: Vec<Offered>,
    /// The day it is.
    pub today: Date,
    /// Whether a call is promised already.
    pub promised: bool,
    /// What is wrong.
    pub faults: Vec<CallFault>,
    /// Why it was not done.
    pub notice: Option<Notice>,
}

/// What can be wrong with the answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallFault {
    /// There is no number.
    NoPhone,
    /// The number can't be called.
    BadPhone,
    /// The window is not offered, or not any more.
    NoWindow,
}

/// The page. Posts `phone` and `window`; doing without posts to `urls::end_callback`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title =
        if context.promised { say!(t, "call-move-title") } else { say!(t, "call-ask-title") };
    let faults: Vec<Fault> = context
        .faults
        .iter()
        .map(|fault| match fault {
            CallFault::NoPhone => Fault::new("phone", say!(t, "contact-fault-phone")),
            CallFault::BadPhone => Fault::new("phone", say!(t, "contact-fault-phone-form")),
            CallFault::NoWindow => Fault::new("window", say!(t, "call-fault-window")),
        })
        .collect();
    let (label, hint) = (say!(t, "contact-phone"), say!(t, "contact-phone-hint"));
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
                (Field {
                    hint: Some(&hint),
                    error: at(&faults, "phone"),
                    value: &context.phone,
                    kind: Kind::Phone,
                    width: Width::Medium,
                    autocomplete: "tel",
                    ..Field::new("phone", &label)
                }.render())
                (call_window::choose(t, context.today, &context.windows, &context.window, at(&faults, "window")))
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
    let ask = Context {
        case: case_id(2),
        topic: Topic::Movement,
        phone: "040 123 4567".into(),
        window: "1".into(),
        windows: call_window::sample(),
        today: moment(0, 9, 0).date(),
        promised: false,
        faults: vec![],
        notice: None,
    };
    let moving = Context {
        promised: true,
        window: "3".into(),
        notice: Some(Notice {
            kind: NoticeKind::Refused,
            text: "Aika, jolle soitto luvattiin, on ohi. Valitse toinen.".into(),
        }),
        ..ask.clone()
    };
    let faulty = Context {
        phone: String::new(),
        faults: vec![CallFault::NoPhone, CallFault::NoWindow],
        ..ask.clone()
    };
    let letters =
        Context { phone: "soita".into(), faults: vec![CallFault::BadPhone], ..ask.clone() };
    vec![("ask", ask), ("moving", moving), ("faulty", faulty), ("letters", letters)]
}
