//! A questionnaire that was opened with its code, before it is attached to the case.

use care::id::CaseId;
use maud::{Markup, html};

use super::case::results::{Answered, answered, sample_answered};
use crate::components::button;
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::case_id;
use crate::pages::{Shell, urls};
use crate::say;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// To which case it would be attached.
    pub case: CaseId,
    /// The code.
    pub code: String,
    /// Whether all was answered.
    pub complete: bool,
    /// What was answered.
    pub answered: Answered,
}

/// The page. Posts the code to `urls::attach_questionnaire`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "opened-title");
    page(
        shell,
        &Head::column(title.as_str(), Place::Work).back(urls::case(language, context.case)),
        &html! {
            h1 { (title) }
            p { (say!(t, "opened-text")) }
            @if !context.complete { p .boxed { (say!(t, "opened-incomplete")) } }
            h2 { (say!(t, "opened-answers")) }
            (answered(t, &context.answered))
            (button::form(
                &urls::attach_questionnaire(language, context.case),
                &shell.csrf,
                &[("code", &context.code)],
                &button::primary(&say!(t, "opened-attach")),
            ))
            p { (button::quiet_link(&urls::case(language, context.case), &say!(t, "opened-leave"))) }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let complete = Context {
        case: case_id(1),
        code: "K7QX-3MDT-9FHA".into(),
        complete: true,
        answered: sample_answered(),
    };
    let calm = Answered { alarms: vec![], scores: vec![], ..sample_answered() };
    let half = Context { complete: false, answered: calm, ..complete.clone() };
    vec![("complete", complete), ("incomplete", half)]
}
