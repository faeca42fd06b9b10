//! What client and professionals wrote to each other, and the field for the next message.

use care::id::SecureMessageId;
use care::refusal::Refusal;
use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use super::button::{csrf_field, primary};
use super::error_summary::{Fault, at};
use super::field::TextArea;
use crate::pages::Shell;
use crate::pages::samples::{day, moment};
use crate::say;
use crate::texts::{Language, Texts};

/// The messages of a matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Thread {
    /// In order of time.
    pub messages: Vec<Message>,
    /// The language in which they are written.
    pub language: Language,
    /// The day on which the client has an answer at the latest, while they wait for one.
    pub answer_by: Option<Date>,
    /// The field, where something can be written.
    pub write: Option<WriteForm>,
}

/// One message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// When it was written.
    pub at: DateTime,
    /// By whom, in the page's language.
    pub who: String,
    /// Whether it is of the same side as whoever reads.
    pub own: bool,
    /// The words.
    pub words: String,
}

/// What is being written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WriteForm {
    /// The message that it becomes: sent twice, it is written once.
    pub id: SecureMessageId,
    /// The words so far.
    pub words: String,
    /// What is wrong with them.
    pub fault: Option<WriteFault>,
}

/// What can be wrong with what is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WriteFault {
    /// There are no words.
    NoWords,
    /// There are too many.
    TooLong,
}

impl WriteFault {
    /// The fault that a refusal tells of, when it is one of words.
    pub fn of(refusal: &Refusal) -> Option<Self> {
        if *refusal == Refusal::NoWords {
            Some(Self::NoWords)
        } else if *refusal == Refusal::WordsTooLong {
            Some(Self::TooLong)
        } else {
            None
        }
    }
}

impl WriteForm {
    /// What is wrong, with the field it is about.
    pub fn faults(&self, t: &Texts) -> Vec<Fault> {
        let fault = self.fault.map(|fault| match fault {
            WriteFault::NoWords => say!(t, "thread-fault-none"),
            WriteFault::TooLong => say!(t, "refusal-words-too-long"),
        });
        fault.map(|text| Fault::new("message", text)).into_iter().collect()
    }
}

/// The messages so far.
pub fn messages(t: &Texts, thread: &Thread) -> Markup {
    html! {
        @if !thread.messages.is_empty() {
            ol .thread {
                @for message in &thread.messages {
                    li .thread__own[message.own] {
                        p .quiet {
                            strong { (message.who) } " "
                            time datetime=(message.at.strftime("%Y-%m-%dT%H:%M")) { (t.near_moment(message.at)) }
                        }
                        p .prewrap lang=(thread.language.code()) { (message.words) }
                    }
                }
            }
        }
    }
}

/// The field for the next message. It posts `message` and `id`.
pub fn field(shell: &Shell, action: &str, form: &WriteForm, (label, hint): (&str, &str)) -> Markup {
    let t = shell.texts();
    let faults = form.faults(t);
    html! {
        form method="post" action=(action) {
            (csrf_field(&shell.csrf))
            input type="hidden" name="id" value=(form.id);
            (TextArea {
                name: "message",
                label,
                hint: Some(hint),
                error: at(&faults, "message"),
                value: &form.words,
                rows: 4,
            }.render())
            (primary(&say!(t, "thread-send")))
        }
    }
}

/// A sample: a question that waits for its answer.
pub fn sample(own_is_client: bool) -> Thread {
    let message = |at, who: &str, client: bool, words: &str| Message {
        at,
        who: who.into(),
        own: client == own_is_client,
        words: words.into(),
    };
    Thread {
        messages: vec![
            message(
                moment(-1, 9, 30),
                "Maria Koskinen, sairaanhoitaja",
                false,
                "Onko polvi turvonnut?",
            ),
            message(moment(0, 8, 5), "Aino Virtanen", true, "On, vähän.\nIltaisin enemmän."),
        ],
        language: Language::Fi,
        answer_by: Some(day(2)),
        write: Some(WriteForm {
            id: SecureMessageId(uuid::Uuid::from_u128(1)),
            words: String::new(),
            fault: None,
        }),
    }
}

/// The same with a fault.
pub fn sample_faulty(own_is_client: bool) -> Thread {
    let thread = sample(own_is_client);
    let fault = Some(WriteFault::NoWords);
    Thread { write: thread.write.clone().map(|form| WriteForm { fault, ..form }), ..thread }
}
