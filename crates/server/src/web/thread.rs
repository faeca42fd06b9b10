//! What client and professionals write to each other, read from the form and shown on both their pages.

use care::case::Case;
use care::day::local;
use care::decide::{Command, WriteMessage};
use care::id::SecureMessageId;
use care::refusal::Refusal;
use care::thread::{SecureMessage, Writer};

use super::App;
use super::names::Names;
use super::visit::Visit;
use crate::components::thread::{Message, Thread, WriteFault, WriteForm};
use crate::door::Denied;
use crate::say;
use crate::wall::fresh_id;

/// Who reads the messages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// The client, or who acts for them.
    Client,
    /// A professional.
    Professional,
}

/// The messages of a case, with what is being written; an empty field where nothing is.
pub(super) fn thread(
    app: &App,
    case: &Case,
    names: &Names<'_>,
    reader: Reader,
    form: Option<WriteForm>,
) -> Result<Thread, Denied> {
    let t = names.texts();
    let client = case.person;
    let mut messages = Vec::with_capacity(case.thread.len());
    for (at, message) in &case.thread {
        let (side, who) = match (message.by, reader) {
            (Writer::Client, Reader::Client) => (Reader::Client, say!(t, "who-you")),
            (Writer::Client, Reader::Professional) => (Reader::Client, app.door.name_of(client)?),
            (Writer::For(person), _) => (Reader::Client, app.door.name_of(person)?),
            (Writer::Professional(by), _) => (Reader::Professional, names.who(by)),
        };
        let (at, words) = (local(*at), message.words.clone());
        messages.push(Message { at, who, own: side == reader, words });
    }
    let content = app.door.content();
    let (policy, eves) = (content.writing.promise, content.law.eves());
    let empty = || WriteForm {
        id: SecureMessageId(fresh_id(app.door.now())),
        words: String::new(),
        fault: None,
    };
    Ok(Thread {
        messages,
        language: case.contact.language,
        answer_by: case.unanswered_since().map(|since| policy.answer_by(since, eves)),
        write: case.is_open().then(|| form.unwrap_or_else(empty)),
    })
}

/// The message that a form brings. The same form sent twice writes it once.
pub(super) fn written(app: &App, visit: &Visit, case: &Case, by: Writer) -> Command {
    let id = visit.text("id").parse();
    let id = id.unwrap_or_else(|_| SecureMessageId(fresh_id(app.door.now())));
    let message = SecureMessage { id, by, words: visit.text("message").to_owned() };
    Command::WriteMessage(WriteMessage { case: case.id, message })
}

/// The form as it came, when it brought a message whose words were refused.
pub(super) fn back(app: &App, visit: &Visit, refusal: &Refusal) -> Option<WriteForm> {
    let words = visit.field("message")?.to_owned();
    let fault = WriteFault::of(refusal)?;
    let id = visit.text("id").parse();
    Some(WriteForm {
        id: id.unwrap_or_else(|_| SecureMessageId(fresh_id(app.door.now()))),
        words,
        fault: Some(fault),
    })
}
