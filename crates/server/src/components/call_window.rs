//! The window of time within which a call is promised: told, and chosen from those that are offered.

use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use super::field::{Item, below_label, described_by};
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

/// A window that is offered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offered {
    /// What is sent for it.
    pub code: String,
    /// When it is.
    pub window: CallWindow,
}

/// `Tänään klo 12.00–14.00`, `pe 27.11. klo 8.00–10.00`.
pub fn window(t: &Texts, today: Date, window: CallWindow) -> String {
    let CallWindow { from, until } = window;
    let day = if from.date() == today { say!(t, "call-today") } else { t.near_day(from.date()) };
    format!("{day} {}–{}", t.at_time(from.time()), t.time(until.time()))
}

/// The question for a window. Posts `window`.
pub fn choose(
    t: &Texts,
    today: Date,
    offered: &[Offered],
    chosen: &str,
    error: Option<&str>,
) -> Markup {
    let hint = say!(t, "call-window-hint");
    let items = offered.iter().map(|one| Item::new(&one.code, window(t, today, one.window)));
    html! {
        div .field.field--error[error.is_some()] {
            label .label for="window" { (say!(t, "call-window")) }
            (below_label("window", Some(&hint), error))
            select .input.select id="window" name="window"
                aria-describedby=[described_by("window", Some(&hint), error)]
                aria-invalid=[error.map(|_| "true")] {
                @for item in items {
                    option value=(item.value) selected[item.value == chosen] { (item.label) }
                }
            }
        }
    }
}

/// Windows for the samples of pages.
pub(crate) fn sample() -> Vec<Offered> {
    use crate::pages::samples::moment;
    let one = |code: &str, days, hour| Offered {
        code: code.to_owned(),
        window: CallWindow { from: moment(days, hour, 0), until: moment(days, hour + 2, 0) },
    };
    vec![one("1", 0, 12), one("2", 0, 14), one("3", 1, 8)]
}
