//! The contact is received: what happens next, by when at the latest, and who answers for it.

use care::code::Topic;
use care::id::CaseId;
use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use super::Reach;
use crate::components::button;
use crate::components::call_window::{self, CallWindow};
use crate::components::phone::{phone_link, unbroken};
use crate::components::summary_list::{Row, summary_list};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{case_id, moment};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Language;

/// What is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The short reference the resident can quote.
    pub reference: String,
    /// When the contact was received.
    pub received_at: DateTime,
    /// The last lawful day for the assessment.
    pub answer_on: Date,
    /// The matters it became.
    pub matters: Vec<Sent>,
    /// The telephone of the units.
    pub unit_phone: String,
    /// How the resident is answered.
    pub reach: Reach,
    /// The number that is called.
    pub phone: String,
    /// When it is called.
    pub window: Option<CallWindow>,
    /// In which language.
    pub service_language: Language,
}

/// One matter that was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// Which.
    pub case: CaseId,
    /// What it is about.
    pub topic: Topic,
    /// The unit that answers for it, in the page's language.
    pub unit: String,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "contact-done-title", count = context.matters.len());
    let by = if context.answer_on == context.received_at.date() {
        say!(t, "contact-done-today")
    } else {
        say!(t, "contact-done-by", day = t.on_day(context.answer_on))
    };
    let how = match (context.reach, context.window) {
        (Reach::Phone, Some(window)) => say!(
            t,
            "contact-done-call",
            window = call_window::window(t, context.received_at.date(), window),
            phone = unbroken(&context.phone)
        ),
        (Reach::Phone, None) => say!(t, "contact-done-phone", phone = unbroken(&context.phone)),
        (Reach::Message, _) => say!(t, "contact-done-message"),
    };
    page(
        shell,
        &Head::column(title.as_str(), Place::Contact),
        &html! {
            div .panel role="status" {
                h1 { (title) }
                p { (say!(t, "contact-done-reference")) " " strong .reference { (context.reference) } }
            }
            h2 { (say!(t, "what-next")) }
            ol .steps {
                li { strong { (by) } p { (say!(t, "contact-done-assess")) } }
                li { strong { (how) } p { (say!(t, "contact-done-how", language = t.language_name(context.service_language))) } }
                li { strong { (say!(t, "contact-done-then")) } p { (say!(t, "contact-done-then-text")) } }
            }
            h2 { (say!(t, "contact-done-matters", count = context.matters.len())) }
            ul .cards {
                @for sent in &context.matters {
                    li .card {
                        h3 { a href=(urls::matter(language, sent.case)) { (t.topic(sent.topic)) } }
                        p .quiet { (say!(t, "matters-owner", owner = &sent.unit)) }
                    }
                }
            }
            (summary_list(&[
                Row::rich(say!(t, "phone"), html! {
                    (phone_link(&context.unit_phone))
                }),
                Row::new(say!(t, "received"), t.moment(context.received_at)),
            ]))
            p .boxed {
                strong { (say!(t, "contact-done-worse")) } " "
                (say!(t, "contact-done-worse-text"))
            }
            p { (button::link(&urls::matters(language), &say!(t, "to-my-matters"))) }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let sent = |number, topic, unit: &str| Sent { case: case_id(number), topic, unit: unit.into() };
    let today = Context {
        reference: "K7Q-2MD".into(),
        received_at: moment(0, 9, 12),
        answer_on: moment(0, 9, 12).date(),
        matters: vec![
            sent(1, Topic::Movement, "Näsin terveysasema"),
            sent(2, Topic::Oral, "Näsin hammashoitola"),
        ],
        unit_phone: "019 123 4567".into(),
        reach: Reach::Phone,
        phone: "040 123 4567".into(),
        window: Some(CallWindow { from: moment(0, 12, 0), until: moment(0, 14, 0) }),
        service_language: Language::Fi,
    };
    let unplanned = Context { window: None, ..today.clone() };
    let monday = Context {
        answer_on: moment(4, 9, 0).date(),
        reach: Reach::Message,
        matters: vec![sent(1, Topic::Mind, "Näsin terveysasema")],
        ..today.clone()
    };
    vec![("today", today), ("monday", monday), ("unplanned", unplanned)]
}
