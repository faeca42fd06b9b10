//! Letting a message to a resident go: it will not be sent any more, and the reason is written down.

use care::message::{About, LetGo};
use maud::{Markup, html};

use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at, error_summary};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::booking_id;
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;
use crate::texts::format::capital;

/// What is let go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The id of its case.
    pub case: String,
    /// What it tells of.
    pub about: About,
    /// Whether the form came back without a reason.
    pub faulty: bool,
}

/// The page. Posts `case`, `message` and `why`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "message-let-go-title");
    let mut faults = Vec::new();
    if context.faulty {
        faults.push(Fault::new("why-1", say!(t, "let-go-missing")));
    }
    let choices = LetGo::ALL.iter().map(|why| Choice::new(why.code(), words(*why, t), false));
    let head = Head::column(title.as_str(), Place::Messages).faulty(context.faulty);
    page(
        shell,
        &head.back(urls::messages(language)),
        &html! {
            (error_summary(t, &faults))
            h1 { (title) }
            p .boxed { (capital(&t.message(context.about))) }
            p { (say!(t, "message-let-go-text")) }
            form method="post" action=(urls::messages_let_go(language)) novalidate {
                (button::csrf_field(&shell.csrf))
                input type="hidden" name="case" value=(context.case);
                input type="hidden" name="message" value=(context.about.to_string());
                (Choices {
                    name: "why",
                    legend: &say!(t, "message-let-go-why"),
                    look: Legend::Label,
                    hint: None,
                    error: at(&faults, "why-1"),
                    choices: choices.collect(),
                }.radios())
                div .actions {
                    (button::warning(&say!(t, "let-go-confirm")))
                    a href=(urls::messages(language)) { (say!(t, "message-let-go-keep")) }
                }
            }
        },
    )
}

fn words(why: LetGo, t: &Texts) -> String {
    match why {
        LetGo::ToldOtherwise => say!(t, "message-let-go-told"),
        LetGo::Outdated => say!(t, "message-let-go-outdated"),
        LetGo::WrongAddress => say!(t, "message-let-go-wrong-address"),
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let plain =
        Context { case: "0b6a".into(), about: About::Reminder(booking_id(2)), faulty: false };
    let faulty = Context { faulty: true, ..plain.clone() };
    vec![("plain", plain), ("faulty", faulty)]
}
