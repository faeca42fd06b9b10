//! A time that is offered from the waiting list: what it is, and until when it is held.

use care::code::Mode;
use jiff::civil::DateTime;
use maud::{Markup, html};

use super::choices::{Choice, Choices, Legend};
use super::summary_list::{Row, summary_list};
use super::tag::{Tone, tag};
use crate::say;
use crate::texts::Texts;

/// The time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfferedTime {
    /// When it begins.
    pub at: DateTime,
    /// How long it is.
    pub minutes: u16,
    /// How one can meet.
    pub modes: Vec<Mode>,
    /// Who is met.
    pub professional: String,
    /// At which unit, in the page's language.
    pub unit: String,
    /// Whether it is inside the lawful limit; nothing when no limit runs.
    pub inside: Option<bool>,
    /// Until when it is held.
    pub until: DateTime,
}

/// The time as a list.
pub fn offered_list(t: &Texts, time: &OfferedTime) -> Markup {
    let when = html! {
        strong { (t.moment(time.at)) } ", " (say!(t, "minutes", count = u32::from(time.minutes)))
        @match time.inside {
            Some(true) => { " " (tag(Tone::Good, &say!(t, "offer-inside"))) },
            Some(false) => { " " (tag(Tone::Late, &say!(t, "times-outside"))) },
            None => {},
        }
    };
    let modes: Vec<String> = time.modes.iter().map(|mode| t.mode(*mode)).collect();
    summary_list(&[
        Row::rich(say!(t, "booked-when"), when),
        Row::new(say!(t, "booked-how"), modes.join(" / ")),
        Row::new(say!(t, "booked-who"), time.professional.as_str()),
        Row::new(say!(t, "booked-where"), time.unit.as_str()),
    ])
}

/// How to meet, where there is a choice; sent as `offer-mode`.
pub fn offered_modes(t: &Texts, time: &OfferedTime) -> Markup {
    html! {
        @match time.modes.as_slice() {
            [mode] => { input type="hidden" name="offer-mode" value=(mode.code()); },
            modes => (Choices {
                name: "offer-mode",
                legend: &say!(t, "confirm-mode"),
                look: Legend::Label,
                hint: None,
                error: None,
                choices: (0..).zip(modes)
                    .map(|(place, mode)| Choice::new(mode.code(), t.mode(*mode), place == 0))
                    .collect(),
            }.radios()),
        }
    }
}

/// An offered time for samples.
pub(crate) fn sample() -> OfferedTime {
    use crate::pages::samples::moment;
    OfferedTime {
        at: moment(2, 10, 20),
        minutes: 30,
        modes: vec![Mode::OnSite, Mode::Video],
        professional: "Timo Heikkilä".into(),
        unit: "Näsin terveysasema".into(),
        inside: Some(true),
        until: moment(0, 14, 30),
    }
}
