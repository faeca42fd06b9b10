//! The matters so far, and whether there is another one.

use maud::{Markup, html};

use super::{DraftMatter, sample_matters};
use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at, error_summary};
use crate::pages::layout::{Head, Place, page};
use crate::pages::{Shell, urls};
use crate::say;

/// What the page shows and asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The matters so far; at least one.
    pub matters: Vec<DraftMatter>,
    /// Whether the question was left without an answer.
    pub unanswered: bool,
}

/// The page. Posts `another`: `yes` or `no`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "contact-matters-title", count = context.matters.len());
    let faults: Vec<Fault> = context
        .unanswered
        .then(|| Fault::new("another-1", say!(t, "contact-fault-another")))
        .into_iter()
        .collect();
    page(
        shell,
        &Head::column(title.as_str(), Place::Contact)
            .back(urls::contact_matter_at(language, context.matters.len()))
            .faulty(context.unanswered),
        &html! {
            (error_summary(t, &faults))
            h1 { (title) }
            ul .cards {
                @for (place, matter) in (1..).zip(&context.matters) {
                    li .card {
                        h2 { (t.topic(matter.topic)) }
                        p .prewrap { (matter.words) }
                        div .card__links {
                            a href=(urls::contact_matter_at(language, place)) {
                                (say!(t, "change")) span .unseen { " " (t.topic(matter.topic)) }
                            }
                            @if context.matters.len() > 1 {
                                " "
                                (button::form(
                                    &urls::contact_matter_remove(language, place),
                                    &shell.csrf,
                                    &[],
                                    &html! {
                                        button .link-button type="submit" {
                                            (say!(t, "remove")) span .unseen { " " (t.topic(matter.topic)) }
                                        }
                                    },
                                ))
                            }
                        }
                    }
                }
            }
            form method="post" action=(urls::contact_matters(language)) novalidate {
                (button::csrf_field(&shell.csrf))
                (Choices {
                    name: "another",
                    legend: &say!(t, "contact-another"),
                    look: Legend::Label,
                    hint: Some(&say!(t, "contact-another-hint")),
                    error: at(&faults, "another-1"),
                    choices: vec![
                        Choice::new("yes", say!(t, "contact-another-yes"), false),
                        Choice::new("no", say!(t, "contact-another-no"), false),
                    ],
                }.radios())
                (button::primary(&say!(t, "continue")))
            }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let several = Context { matters: sample_matters(), unanswered: true };
    let one =
        Context { matters: sample_matters().into_iter().take(1).collect(), unanswered: false };
    vec![("one", one), ("several", several)]
}
