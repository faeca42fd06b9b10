//! How a resident is reached beside the service: by e-mail, by SMS, or not at all.

use care::message::Way;
use maud::{Markup, html};

use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at, error_summary};
use crate::components::field::{Field, Kind, Width};
use crate::components::notice::{Notice, NoticeKind, notice};
use crate::pages::layout::{Head, Place, page};
use crate::pages::{Shell, urls};
use crate::say;

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// What was just done.
    pub notice: Option<Notice>,
    /// The ways that messages go here.
    pub ways: Vec<Way>,
    /// The answer so far.
    pub chosen: Chosen,
    /// The address so far.
    pub email: String,
    /// The number so far.
    pub phone: String,
    /// What is wrong with the answer.
    pub fault: Option<ReachFault>,
}

/// How a resident wishes to be reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Chosen {
    /// In the service only.
    Site,
    /// By this way.
    By(Way),
}

/// What can be wrong with the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReachFault {
    /// Nothing that is offered is chosen.
    NoWay,
    /// The address can't be one.
    Email,
    /// The number can't be one.
    Phone,
}

impl Chosen {
    /// What is sent for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::By(way) => way.code(),
        }
    }
}

/// The page. Posts `way`, `email` and `phone`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "reach-title");
    let fault = context.fault.map(|fault| match fault {
        ReachFault::NoWay => Fault::new("way-1", say!(t, "reach-fault-way")),
        ReachFault::Email => Fault::new("email", say!(t, "refusal-address-faulty")),
        ReachFault::Phone => Fault::new("phone", say!(t, "contact-fault-phone-form")),
    });
    let faults: Vec<Fault> = fault.into_iter().collect();
    page(
        shell,
        &Head::column(title.as_str(), Place::Reach).faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            (notice(t, context.notice.as_ref()))
            h1 { (title) }
            p .lead { (say!(t, "reach-lead")) }
            @if context.ways.is_empty() {
                p .boxed { (say!(t, "reach-nobody")) }
            } @else {
                p { (say!(t, "reach-says")) }
                (form(context, &faults, shell))
            }
            h2 { (say!(t, "calendar-title")) }
            p { a href=(urls::calendar(shell.language)) { (say!(t, "calendar-link")) } }
        },
    )
}

fn form(context: &Context, faults: &[Fault], shell: &Shell) -> Markup {
    let t = shell.texts();
    let on = |chosen| chosen == context.chosen;
    let mut choices = vec![Choice::new("site", say!(t, "reach-site"), on(Chosen::Site))];
    for way in &context.ways {
        let choice = |label| Choice::new(way.code(), label, on(Chosen::By(*way)));
        choices.push(match way {
            Way::Email => choice(say!(t, "reach-email")).reveals(
                Field {
                    error: at(faults, "email"),
                    value: &context.email,
                    kind: Kind::Email,
                    autocomplete: "email",
                    ..Field::new("email", &say!(t, "reach-email-address"))
                }
                .render(),
            ),
            Way::Sms => choice(say!(t, "reach-sms")).reveals(
                Field {
                    error: at(faults, "phone"),
                    value: &context.phone,
                    kind: Kind::Phone,
                    width: Width::Medium,
                    autocomplete: "tel",
                    ..Field::new("phone", &say!(t, "contact-phone"))
                }
                .render(),
            ),
        });
    }
    html! {
        form method="post" action=(urls::reach(shell.language)) novalidate {
            (button::csrf_field(&shell.csrf))
            (Choices {
                name: "way",
                legend: &say!(t, "reach-way"),
                look: Legend::Label,
                hint: None,
                error: at(faults, "way-1"),
                choices,
            }.radios())
            (button::primary(&say!(t, "call-save")))
        }
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let site = Context {
        notice: None,
        ways: vec![Way::Email, Way::Sms],
        chosen: Chosen::Site,
        email: String::new(),
        phone: "040 123 4567".into(),
        fault: None,
    };
    let email = Context {
        notice: Some(Notice { kind: NoticeKind::Done, text: "Valinta on tallennettu.".into() }),
        chosen: Chosen::By(Way::Email),
        email: "nimi@example.fi".into(),
        ..site.clone()
    };
    let faulty = |fault, chosen| Context { fault: Some(fault), chosen, ..site.clone() };
    vec![
        ("email", email),
        ("faulty-email", faulty(ReachFault::Email, Chosen::By(Way::Email))),
        ("faulty-phone", faulty(ReachFault::Phone, Chosen::By(Way::Sms))),
        ("faulty-way", faulty(ReachFault::NoWay, Chosen::Site)),
        ("nobody", Context { ways: Vec::new(), ..site.clone() }),
        ("site", site),
    ]
}
