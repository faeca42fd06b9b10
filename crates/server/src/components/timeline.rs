//! What has happened in a matter, newest first, with who did it and when.

use jiff::civil::DateTime;
use maud::{Markup, html};

use crate::texts::Texts;

/// Whether an event has happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// It has happened.
    Past,
    /// It is agreed and to come.
    Coming,
}

/// One event, in the page's language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// When it happens or happened.
    pub at: DateTime,
    /// Past or coming.
    pub when: When,
    /// What, in one short sentence without a full stop.
    pub title: String,
    /// Who: name and role, or the unit.
    pub who: Option<String>,
    /// More, such as the note written for the client.
    pub text: Option<String>,
}

/// The line of events.
pub fn timeline(t: &Texts, events: &[Event]) -> Markup {
    html! {
        ol .timeline {
            @for event in events {
                li .timeline__coming[event.when == When::Coming] {
                    p .timeline__time {
                        time datetime=(event.at.strftime("%Y-%m-%dT%H:%M")) { (t.moment(event.at)) }
                    }
                    p .timeline__title { (event.title) }
                    @if let Some(who) = &event.who { p .timeline__who { (who) } }
                    @if let Some(text) = &event.text { p .prewrap { (text) } }
                }
            }
        }
    }
}
