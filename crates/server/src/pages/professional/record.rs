//! The answers to an instrument, recorded by a professional together with the client.

use care::id::CaseId;
use maud::{Markup, html};

use crate::components::button;
use crate::components::error_summary::{Fault, error_summary};
use crate::components::questions::{self, Question};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::case_id;
use crate::pages::{Shell, urls};
use crate::say;

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Of which case.
    pub case: CaseId,
    /// The name of the instrument.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// The questions.
    pub questions: Vec<Question>,
    /// Whose it is.
    pub credit: String,
    /// Whether the wording is checked in every language.
    pub verified: bool,
}

/// The page. Posts the answers to `urls::record_questionnaire`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let faults: Vec<Fault> = context.questions.iter().filter_map(Question::told).collect();
    let action = urls::record_questionnaire(language, context.case, &context.name);
    page(
        shell,
        &Head::column(context.title.as_str(), Place::Work)
            .back(urls::case(language, context.case))
            .faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            h1 { (context.title) }
            form method="post" action=(action) novalidate {
                (button::csrf_field(&shell.csrf))
                @for question in &context.questions { (question.render(t)) }
                (button::primary(&say!(t, "record-attach")))
            }
            p .quiet { (context.credit) }
            @if !context.verified { p .quiet { (say!(t, "questions-unverified")) } }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let plain = Context {
        case: case_id(1),
        name: "phq-9".into(),
        title: "PHQ-9, masennusoireet".into(),
        questions: questions::samples(None),
        credit: "PHQ-9".into(),
        verified: false,
    };
    let questions = questions::samples(Some("Valitse vastaus."));
    vec![("plain", plain.clone()), ("faulty", Context { questions, verified: true, ..plain })]
}
