//! The answers once more before they are sent.

use jiff::civil::Date;
use maud::{Markup, html};

use super::{DraftMatter, Reach, sample_matters};
use crate::components::button;
use crate::components::call_window::{self, CallWindow};
use crate::components::notice::{Notice, NoticeKind, notice};
use crate::components::summary_list::{Change, Row, summary_list};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::moment;
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Language;

/// What is checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The matters.
    pub matters: Vec<DraftMatter>,
    /// How to answer.
    pub reach: Reach,
    /// The number to call.
    pub phone: String,
    /// When the call is made.
    pub window: Option<CallWindow>,
    /// The day it is.
    pub today: Date,
    /// The service language.
    pub service_language: Language,
    /// Why sending did not succeed.
    pub notice: Option<Notice>,
}

/// The page. Posts nothing but the token; signing in comes between when it is needed.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "contact-check-title");
    page(
        shell,
        &Head::column(title.as_str(), Place::Contact).back(urls::contact_reach(language)),
        &html! {
            (notice(t, context.notice.as_ref()))
            h1 { (title) }
            h2 { (say!(t, "contact-check-matters", count = context.matters.len())) }
            (summary_list(&matters(context, shell)))
            h2 { (say!(t, "contact-check-reach")) }
            (summary_list(&reach(context, shell)))
            @if shell.signed_in.is_none() { p { (say!(t, "contact-check-sign-in")) } }
            form method="post" action=(urls::contact_check(language)) {
                (button::csrf_field(&shell.csrf))
                @if shell.signed_in.is_none() {
                    (button::primary(&say!(t, "contact-check-sign-in-send")))
                } @else {
                    (button::primary(&say!(t, "contact-check-send")))
                }
            }
        },
    )
}

fn matters(context: &Context, shell: &Shell) -> Vec<Row> {
    let t = shell.texts();
    (1..)
        .zip(&context.matters)
        .map(|(place, matter)| Row {
            name: t.topic(matter.topic),
            value: html! { span .prewrap { (matter.words) } },
            change: Some(Change {
                href: urls::contact_matter_at(shell.language, place),
                label: say!(t, "change"),
                of: t.topic(matter.topic),
            }),
        })
        .collect()
}

fn reach(context: &Context, shell: &Shell) -> Vec<Row> {
    let t = shell.texts();
    let row = |name: String, value: String| Row {
        change: Some(Change {
            href: urls::contact_reach(shell.language),
            label: say!(t, "change"),
            of: name.clone(),
        }),
        ..Row::new(name, value)
    };
    let mut rows = Vec::new();
    match context.reach {
        Reach::Phone => {
            rows.push(row(say!(t, "contact-reach"), say!(t, "reach-phone")));
            rows.push(row(say!(t, "contact-phone"), context.phone.clone()));
            if let Some(window) = context.window {
                rows.push(row(
                    say!(t, "call-window"),
                    call_window::window(t, context.today, window),
                ));
            }
        }
        Reach::Message => rows.push(row(say!(t, "contact-reach"), say!(t, "reach-message"))),
    }
    rows.push(row(say!(t, "contact-language"), t.language_name(context.service_language)));
    rows
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let phone = Context {
        matters: sample_matters(),
        reach: Reach::Phone,
        phone: "040 123 4567".into(),
        window: Some(CallWindow { from: moment(0, 12, 0), until: moment(0, 14, 0) }),
        today: moment(0, 9, 0).date(),
        service_language: Language::Fi,
        notice: None,
    };
    let message = Context {
        reach: Reach::Message,
        matters: sample_matters().into_iter().take(1).collect(),
        notice: Some(Notice {
            kind: NoticeKind::Refused,
            text: "Asiassa ei ole sanoja. Palaa ja kerro asiasi.".into(),
        }),
        ..phone.clone()
    };
    vec![("phone", phone), ("message", message)]
}
