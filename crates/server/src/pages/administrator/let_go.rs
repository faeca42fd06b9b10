//! Letting a notice go: it will not be sent any more, and the reason is written down.

use maud::{Markup, html};

use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at, error_summary};
use crate::notices::LetGo;
use crate::pages::layout::{Head, Place, page};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// What is let go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The id of the subscription.
    pub subscription: String,
    /// The id of the notice.
    pub notice: String,
    /// The address of the resource and its version.
    pub about: String,
    /// Whether the form came back without a reason.
    pub faulty: bool,
}

/// The page. Posts `subscription`, `notice` and `why`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "let-go-title");
    let mut faults = Vec::new();
    if context.faulty {
        faults.push(Fault::new("why-1", say!(t, "let-go-missing")));
    }
    let choices = LetGo::ALL.map(|why| Choice::new(why.code(), words(why, t), false));
    let head = Head::column(title.as_str(), Place::Notices).faulty(context.faulty);
    page(
        shell,
        &head.back(urls::notices(language)),
        &html! {
            (error_summary(t, &faults))
            h1 { (title) }
            p .boxed { code { (context.about) } }
            p { (say!(t, "let-go-text")) }
            form method="post" action=(urls::notices_let_go(language)) novalidate {
                (button::csrf_field(&shell.csrf))
                input type="hidden" name="subscription" value=(context.subscription);
                input type="hidden" name="notice" value=(context.notice);
                (Choices {
                    name: "why",
                    legend: &say!(t, "let-go-why"),
                    look: Legend::Label,
                    hint: None,
                    error: at(&faults, "why-1"),
                    choices: choices.into(),
                }.radios())
                div .actions {
                    (button::warning(&say!(t, "let-go-confirm")))
                    a href=(urls::notices(language)) { (say!(t, "let-go-keep")) }
                }
            }
        },
    )
}

fn words(why: LetGo, t: &Texts) -> String {
    match why {
        LetGo::ToldOtherwise => say!(t, "let-go-told-otherwise"),
        LetGo::Outdated => say!(t, "let-go-outdated"),
        LetGo::NotWanted => say!(t, "let-go-not-wanted"),
        LetGo::ReceiverGone => say!(t, "let-go-receiver-gone"),
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let plain = Context {
        subscription: "visits".into(),
        notice: "5e0f1".into(),
        about: "Observation/blood-pressure-1, 2".into(),
        faulty: false,
    };
    let faulty = Context { faulty: true, ..plain.clone() };
    vec![("plain", plain), ("faulty", faulty)]
}
