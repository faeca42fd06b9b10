//! A part of a page that fetches itself when what it lists has changed.

use maud::{Markup, html};

use crate::pages::{Shell, urls};
use crate::say;

/// Which list a part shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum List {
    /// The queue.
    Queue,
    /// Any open cases of the unit.
    Open,
}

impl List {
    /// The code in the address of the events.
    pub fn code(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Open => "open",
        }
    }
}

/// The status line of the region of this id; `mark` is what the list looked like when it was read.
pub fn live(shell: &Shell, region: &str, list: List, mark: u64) -> Markup {
    let t = shell.texts();
    let query = urls::query(&[("of", list.code()), ("since", &mark.to_string())]);
    html! {
        p .live id="live-status" role="status"
            data-live={ (urls::queue_events(shell.language)) (query) } data-region=(region)
            data-on=(say!(t, "live-on")) data-off=(say!(t, "live-off"))
            data-changed=(say!(t, "live-changed")) { }
    }
}
