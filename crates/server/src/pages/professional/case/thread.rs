//! Writing with the client: the messages so far, the answer, and words to begin it with.

use maud::{Markup, html};

use super::Context;
use crate::components::button;
use crate::components::field::{Item, select};
use crate::components::thread::{Thread, field, messages, sample as sample_thread};
use crate::pages::{Shell, urls};
use crate::say;

/// What the section shows and asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Writing {
    /// The messages, and the answer so far.
    pub thread: Thread,
    /// Words to begin with, to choose from.
    pub templates: Vec<Item>,
    /// The ones that were chosen.
    pub chosen: String,
}

/// The section; nothing where nothing was written and nothing can be.
pub(super) fn render(writing: &Writing, context: &Context, shell: &Shell) -> Markup {
    let (t, thread) = (shell.texts(), &writing.thread);
    let language = shell.language;
    html! {
        @if thread.write.is_some() || !thread.messages.is_empty() {
            section id="messages" .form-section aria-labelledby="messages-title" {
                h2 id="messages-title" { (say!(t, "thread-title")) }
                @if let Some(day) = thread.answer_by {
                    p .boxed { strong { (say!(t, "thread-waits", day = t.near_day(day))) } }
                }
                (messages(t, thread))
                @if let Some(form) = &thread.write {
                    div .no-print {
                        @if !writing.templates.is_empty() {
                            form .filters method="get" action={ (urls::case(language, context.case)) "#messages" } {
                                (select("template", &say!(t, "thread-template"), &writing.templates, &writing.chosen))
                                (button::secondary(&say!(t, "thread-template-use")))
                            }
                        }
                        (field(shell, &urls::answer(language, context.case), form, (
                            &say!(t, "thread-to-client"),
                            &say!(t, "thread-to-client-hint", language = t.language_name(context.language)),
                        )))
                        @if thread.answer_by.is_some() {
                            (button::form(
                                &urls::settle_messages(language, context.case),
                                &shell.csrf,
                                &[],
                                &button::secondary(&say!(t, "thread-settle")),
                            ))
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn sample() -> Writing {
    let templates = vec![Item::new("", "–"), Item::new("0", "Kysymme lisää")];
    Writing { thread: sample_thread(false), templates, chosen: String::new() }
}
