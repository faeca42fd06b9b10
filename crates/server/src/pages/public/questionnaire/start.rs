//! The beginning: what the questionnaire is for, and going on with a code.

use maud::{Markup, html};

use crate::components::button;
use crate::components::error_summary::{Fault, error_summary};
use crate::components::field::{Field, Width};
use crate::pages::layout::{Head, Place, page};
use crate::pages::{Shell, urls};
use crate::say;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// What can be filled in: its name and what it is called.
    pub open: Vec<(String, String)>,
    /// How many days the code opens it.
    pub days: u16,
    /// The code as it was written.
    pub code: String,
    /// What is wrong with it.
    pub fault: Option<String>,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "questionnaire-title");
    let label = say!(t, "questionnaire-code");
    let fault = context.fault.as_deref();
    let faults: Vec<Fault> = fault.map(|fault| Fault::new("code", fault)).into_iter().collect();
    page(
        shell,
        &Head::column(title.as_str(), Place::Elsewhere)
            .back(urls::start(language))
            .faulty(fault.is_some()),
        &html! {
            (error_summary(t, &faults))
            h1 { (title) }
            p .lead { (say!(t, "questionnaire-lead")) }
            p { (say!(t, "questionnaire-nameless", days = i64::from(context.days))) }
            p { (say!(t, "questionnaire-not-urgent")) }
            @for (name, called) in &context.open {
                form method="post" action=(urls::questionnaire(language)) {
                    (button::csrf_field(&shell.csrf))
                    input type="hidden" name="questionnaire" value=(name);
                    div .actions {
                        button .button type="submit" name="pace" value="one" {
                            (say!(t, "questionnaire-begin", title = called.as_str()))
                        }
                        button .button.button--quiet type="submit" name="pace" value="all" {
                            (say!(t, "questionnaire-begin-all", title = called.as_str()))
                        }
                    }
                }
            }
            h2 { (say!(t, "questionnaire-go-on-title")) }
            form method="post" action=(urls::questionnaire_resume(language)) novalidate {
                (button::csrf_field(&shell.csrf))
                (Field {
                    hint: Some(&say!(t, "questionnaire-code-hint")),
                    error: fault,
                    value: &context.code,
                    width: Width::Medium,
                    ..Field::new("code", &label)
                }.render())
                (button::secondary(&say!(t, "questionnaire-go-on")))
            }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let open = vec![("pre-visit".to_owned(), "Kysely ennen käyntiä".to_owned())];
    let plain = Context { open, days: 30, code: String::new(), fault: None };
    let fault = Some("Tarkista koodi.".to_owned());
    vec![("plain", plain.clone()), ("faulty", Context { code: "AB".into(), fault, ..plain })]
}
