//! One question, or all of them at once.

use maud::{Markup, html};

use super::{Number, numbers, sample_numbers};
use crate::components::button;
use crate::components::error_summary::{Fault, error_summary};
use crate::components::questions::{self, Question};
use crate::pages::layout::{Head, Place, page};
use crate::pages::{Shell, urls};
use crate::say;

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// What the questionnaire is called.
    pub title: String,
    /// Where the answers are posted.
    pub action: String,
    /// Where the page before is.
    pub back: String,
    /// The number of the question and of all, when one is asked at a time.
    pub place: Option<(usize, usize)>,
    /// The questions.
    pub questions: Vec<Question>,
    /// Whose the questionnaire is.
    pub credit: String,
    /// Whether the wording is checked in every language.
    pub verified: bool,
    /// Where help is got, when an answer is alarming while others are still wrong or missing.
    pub help: Vec<Number>,
}

/// The page. What is answered is kept with each question.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let faults: Vec<Fault> = context.questions.iter().filter_map(Question::told).collect();
    let title = match context.place {
        Some((place, all)) => {
            let place = say!(t, "questionnaire-place", place = count(place), all = count(all));
            format!("{}: {place}", context.title)
        }
        None => context.title.clone(),
    };
    page(
        shell,
        &Head::column(title.as_str(), Place::Elsewhere)
            .back(context.back.clone())
            .faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            h1 { (title) }
            @if !context.help.is_empty() {
                p .lead { (say!(t, "questionnaire-help-lead")) }
                (numbers(shell, &context.help))
            }
            form method="post" action=(context.action) novalidate {
                (button::csrf_field(&shell.csrf))
                @for question in &context.questions { (question.render(t)) }
                (button::primary(&if context.place.is_some() {
                    say!(t, "continue")
                } else {
                    say!(t, "questionnaire-end")
                }))
            }
            p { a href=(urls::questionnaire_code(language)) { (say!(t, "questionnaire-pause")) } }
            p .quiet { (context.credit) }
            @if !context.verified { p .quiet { (say!(t, "questions-unverified")) } }
        },
    )
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let context = |place, questions: Vec<Question>| Context {
        title: "Kysely ennen käyntiä".to_owned(),
        action: "/fi/questionnaire/all".to_owned(),
        back: "/fi/questionnaire/code".to_owned(),
        place,
        questions,
        credit: "Oma teksti.".to_owned(),
        verified: false,
        help: Vec::new(),
    };
    let one = questions::samples(None).into_iter().take(1).collect();
    let faulty = questions::samples(Some("Vastaa kysymykseen."));
    let alarming = Context { help: sample_numbers(), ..context(None, faulty) };
    vec![("one", context(Some((5, 24)), one)), ("all-faulty", alarming)]
}
