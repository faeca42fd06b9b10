//! The window of time within which a call is promised.

use jiff::civil::{Date, DateTime};

use crate::say;
use crate::texts::Texts;

/// A window, by the clock on the wall.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CallWindow {
    /// Its beginning.
    pub from: DateTime,
    /// Its end.
    pub until: DateTime,
}

/// `Tänään klo 12.00–14.00`, `pe 27.11. klo 8.00–10.00`.
pub fn window(t: &Texts, today: Date, window: CallWindow) -> String {
    if window.from.date() == today {
        format!("{} {}", say!(t, "call-today"), hours(t, window))
    } else {
        dated(t, window)
    }
}

/// The same with its day, whichever it is.
pub fn dated(t: &Texts, window: CallWindow) -> String {
    format!("{} {}", t.near_day(window.from.date()), hours(t, window))
}

fn hours(t: &Texts, window: CallWindow) -> String {
    format!("{}–{}", t.at_time(window.from.time()), t.time(window.until.time()))
}
