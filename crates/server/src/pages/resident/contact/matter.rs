//! What one matter is about: a topic and the resident's own words.

use care::code::Topic;
use maud::{Markup, html};

use crate::components::button;
use crate::components::choices::{Choice, Choices, Legend};
use crate::components::error_summary::{Fault, at, error_summary};
use crate::components::field::TextArea;
use crate::pages::layout::{Head, Place, page};
use crate::pages::{Shell, urls};
use crate::say;

/// How long a matter may be, in characters.
pub const WORDS_MAX: usize = 4000;

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// Which matter of the draft is changed, counted from one; a new one when none.
    pub place: Option<usize>,
    /// How many matters the draft has already.
    pub earlier: usize,
    /// The topic chosen.
    pub topic: Option<Topic>,
    /// The words written.
    pub words: String,
    /// What is wrong.
    pub faults: Vec<MatterFault>,
}

/// What can be wrong with the answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MatterFault {
    /// No topic was chosen.
    NoTopic,
    /// Nothing was written.
    NoWords,
    /// More than [`WORDS_MAX`] characters were written.
    TooLong,
}

/// The page. Posts `topic` (a code of `Topic`) and `words`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = if context.place.is_none() && context.earlier > 0 {
        say!(t, "contact-matter-another")
    } else {
        say!(t, "contact-matter-title")
    };
    let faults: Vec<Fault> = context
        .faults
        .iter()
        .map(|fault| match fault {
            MatterFault::NoTopic => Fault::new("topic-1", say!(t, "contact-fault-topic")),
            MatterFault::NoWords => Fault::new("words", say!(t, "contact-fault-words")),
            MatterFault::TooLong => Fault::new(
                "words",
                say!(
                    t,
                    "contact-fault-long",
                    most = t.number(i64::try_from(WORDS_MAX).unwrap_or(0))
                ),
            ),
        })
        .collect();
    let (action, back) = match context.place {
        Some(place) => (urls::contact_matter_at(language, place), urls::contact_matters(language)),
        None if context.earlier > 0 => {
            (urls::contact_matter(language), urls::contact_matters(language))
        }
        None => (urls::contact_matter(language), urls::start(language)),
    };
    page(
        shell,
        &Head::column(title.as_str(), Place::Contact).back(back).faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            h1 { (title) }
            @if context.earlier == 0 { p { (say!(t, "contact-matter-lead")) } }
            form method="post" action=(action) novalidate {
                (button::csrf_field(&shell.csrf))
                (Choices {
                    name: "topic",
                    legend: &say!(t, "contact-topic"),
                    look: Legend::Label,
                    hint: None,
                    error: at(&faults, "topic-1"),
                    choices: Topic::ALL.iter().map(|topic| {
                        Choice::new(topic.code(), t.topic(*topic), context.topic == Some(*topic))
                            .hint(t.topic_hint(*topic))
                    }).collect(),
                }.radios())
                (TextArea {
                    name: "words",
                    label: &say!(t, "contact-words"),
                    hint: Some(&say!(t, "contact-words-hint")),
                    error: at(&faults, "words"),
                    value: &context.words,
                    rows: 6,
                }.render())
                (button::primary(&say!(t, "continue")))
            }
        },
    )
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let empty =
        Context { place: None, earlier: 0, topic: None, words: String::new(), faults: vec![] };
    let faulty =
        Context { faults: vec![MatterFault::NoTopic, MatterFault::NoWords], ..empty.clone() };
    let second = Context { earlier: 1, ..empty.clone() };
    let change = Context {
        place: Some(1),
        earlier: 1,
        topic: Some(Topic::Movement),
        words: "Polvi on kipeä.".into(),
        faults: vec![MatterFault::TooLong],
    };
    vec![("empty", empty), ("faulty", faulty), ("second", second), ("change", change)]
}
