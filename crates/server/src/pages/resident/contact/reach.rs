//! How the resident is reached, and in which language.

use jiff::civil::Date;
use maud::{Markup, html};

use super::Reach;
use crate::components::button;
use crate::components::call_window::{self, Offered};
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at, error_summary};
use crate::components::field::{Field, Kind, Width};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::moment;
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::{Language, Texts};

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// How to answer.
    pub reach: Option<Reach>,
    /// The telephone number; known ones are filled in.
    pub phone: String,
    /// The code of the window for a call so far.
    pub window: String,
    /// The windows that are offered.
    pub windows: Vec<Offered>,
    /// The day it is.
    pub today: Date,
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
    /// A call was chosen without a number.
    NoPhone,
    /// The number can't be called.
    BadPhone,
    /// The window is not offered, or not any more.
    NoWindow,
    /// No language was chosen.
    NoLanguage,
}

/// The page. Posts `reach` (`phone` or `message`), `phone`, `window` and `service-language`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "contact-reach-title");
    let faults: Vec<Fault> = context
        .faults
        .iter()
        .map(|fault| match fault {
            ReachFault::NoReach => Fault::new("reach-1", say!(t, "contact-fault-reach")),
            ReachFault::NoPhone => Fault::new("phone", say!(t, "contact-fault-phone")),
            ReachFault::BadPhone => Fault::new("phone", say!(t, "contact-fault-phone-form")),
            ReachFault::NoWindow => Fault::new("window", say!(t, "call-fault-window")),
            ReachFault::NoLanguage => {
                Fault::new("service-language-1", say!(t, "contact-fault-language"))
            }
        })
        .collect();
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
    let (phone_label, phone_hint) = (say!(t, "contact-phone"), say!(t, "contact-phone-hint"));
    let call = html! {
        (Field {
            hint: Some(&phone_hint),
            error: at(faults, "phone"),
            value: &context.phone,
            kind: Kind::Phone,
            width: Width::Medium,
            autocomplete: "tel",
            ..Field::new("phone", &phone_label)
        }.render())
        (call_window::choose(t, context.today, &context.windows, &context.window, at(faults, "window")))
    };
    Choices {
        name: "reach",
        legend: &say!(t, "contact-reach"),
        look: Legend::Label,
        hint: None,
        error: at(faults, "reach-1"),
        choices: vec![
            Choice::new("phone", say!(t, "reach-phone"), context.reach == Some(Reach::Phone))
                .reveals(call),
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
        phone: String::new(),
        window: String::new(),
        windows: call_window::sample(),
        today: moment(0, 9, 0).date(),
        service_language: None,
        faults: vec![ReachFault::NoReach, ReachFault::NoLanguage],
    };
    let phone = Context {
        reach: Some(Reach::Phone),
        phone: "040".into(),
        window: "2".into(),
        windows: call_window::sample(),
        today: moment(0, 9, 0).date(),
        service_language: Some(Language::Sv),
        faults: vec![ReachFault::BadPhone, ReachFault::NoWindow],
    };
    let missing =
        Context { phone: String::new(), faults: vec![ReachFault::NoPhone], ..phone.clone() };
    vec![("empty", empty), ("phone", phone), ("missing", missing)]
}
