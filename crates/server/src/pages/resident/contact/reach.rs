//! How the resident is reached, and in which language.

use maud::{Markup, html};

use super::Reach;
use crate::components::button;
use crate::components::call_questions::{self, CallFault, CallQuestions};
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at, error_summary};
use crate::pages::layout::{Head, Place, page};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::{Language, Texts};

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// How to answer.
    pub reach: Option<Reach>,
    /// The number and the window for a call; what is known is filled in.
    pub call: CallQuestions,
    /// The service language.
    pub service_language: Option<Language>,
    /// What is wrong.
    pub faults: Vec<ReachFault>,
}

/// What can be wrong with the answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReachFault {
    /// No way was chosen.
    NoReach,
    /// No language was chosen.
    NoLanguage,
}

/// The page. Posts `reach` (`phone` or `message`), `phone`, `window` and `service-language`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "contact-reach-title");
    let own = context.faults.iter().map(|fault| match fault {
        ReachFault::NoReach => Fault::new("reach-1", say!(t, "contact-fault-reach")),
        ReachFault::NoLanguage => {
            Fault::new("service-language-1", say!(t, "contact-fault-language"))
        }
    });
    let faults: Vec<Fault> = context.call.faults(t).into_iter().chain(own).collect();
    page(
        shell,
        &Head::column(title.as_str(), Place::Contact)
            .back(urls::contact_urgent(language))
            .faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            h1 { (title) }
            form method="post" action=(urls::contact_reach(language)) novalidate {
                (button::csrf_field(&shell.csrf))
                (ways(t, context, &faults))
                (Choices {
                    name: "service-language",
                    legend: &say!(t, "contact-language"),
                    look: Legend::Label,
                    hint: Some(&say!(t, "contact-language-hint")),
                    error: at(&faults, "service-language-1"),
                    choices: Language::ALL.into_iter().map(|one| {
                        Choice::new(one.code(), t.language_name(one), context.service_language == Some(one))
                    }).collect(),
                }.radios())
                (button::primary(&say!(t, "continue")))
            }
        },
    )
}

fn ways(t: &Texts, context: &Context, faults: &[Fault]) -> Markup {
    Choices {
        name: "reach",
        legend: &say!(t, "contact-reach"),
        look: Legend::Label,
        hint: None,
        error: at(faults, "reach-1"),
        choices: vec![
            Choice::new("phone", say!(t, "reach-phone"), context.reach == Some(Reach::Phone))
                .reveals(context.call.render(t)),
            Choice::new("message", say!(t, "reach-message"), context.reach == Some(Reach::Message))
                .hint(say!(t, "reach-message-hint")),
        ],
    }
    .radios()
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let empty = Context {
        reach: None,
        call: call_questions::sample("", vec![]),
        service_language: None,
        faults: vec![ReachFault::NoReach, ReachFault::NoLanguage],
    };
    let asked = |phone, faults| Context {
        reach: Some(Reach::Phone),
        call: call_questions::sample(phone, faults),
        service_language: Some(Language::Sv),
        faults: vec![],
    };
    let phone = asked("040", vec![CallFault::BadPhone, CallFault::NoWindow]);
    let missing = asked("", vec![CallFault::NoPhone]);
    vec![("empty", empty), ("phone", phone), ("missing", missing)]
}
