//! The questions about a wish: which of the times that others give up would suit.

use care::code::Mode;
use maud::{Markup, html};

use super::choices::{Choice, Choices, Legend};
use super::date_input::{DateParts, date_input};
use super::error_summary::{Fault, at};
use super::field::{Item, select};
use crate::say;
use crate::texts::{Language, Texts};

/// The questions, with the answers so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WishQuestions {
    /// The ways of meeting that suit; any when there are none.
    pub modes: Vec<Mode>,
    /// The units to choose from: slug and name in the page's language.
    pub units: Vec<Item>,
    /// The units that suit; any when there are none.
    pub chosen_units: Vec<String>,
    /// The language to be served in; any when there is none.
    pub language: Option<Language>,
    /// The hours of notice to choose from.
    pub notices: Vec<u16>,
    /// The hours of notice that are needed.
    pub notice: u16,
    /// The first day that suits, as written.
    pub from: DateParts,
    /// The last day that suits, as written.
    pub until: DateParts,
    /// What is wrong with the answers.
    pub faults: Vec<WishFault>,
}

/// What can be wrong with the answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WishFault {
    /// The first day is not a date.
    BadFrom,
    /// The last day is not a date.
    BadUntil,
    /// The last day is past, comes before the first one or is too far ahead.
    NoDays,
}

impl WishQuestions {
    /// What is wrong, with the field it is about.
    pub fn faults(&self, t: &Texts) -> Vec<Fault> {
        self.faults
            .iter()
            .map(|fault| match fault {
                WishFault::BadFrom => Fault::new("from-day", say!(t, "date-fault")),
                WishFault::BadUntil => Fault::new("until-day", say!(t, "date-fault")),
                WishFault::NoDays => Fault::new("until-day", say!(t, "wish-fault-days")),
            })
            .collect()
    }

    /// The fields. Post `modes` and `units` as often as chosen, `language`, `notice-hours`, and the parts of
    /// `from` and `until`.
    pub fn render(&self, t: &Texts) -> Markup {
        let faults = self.faults(t);
        let notices = self.notices.iter().map(|hours| {
            Item::new(hours.to_string(), say!(t, "wish-notice-hours", count = u32::from(*hours)))
        });
        let notices: Vec<_> = notices.collect();
        html! {
            (self.ask_modes(t))
            (select("notice-hours", &say!(t, "wish-notice"), &notices, &self.notice.to_string()))
            details .details open[self.narrows() || !faults.is_empty()] {
                summary { (say!(t, "wish-narrow")) }
                div .details__inside {
                    (self.ask_units(t))
                    (self.ask_language(t))
                    (date_input(t, "from", &say!(t, "wish-from"), &self.from, at(&faults, "from-day")))
                    (date_input(t, "until", &say!(t, "wish-until"), &self.until, at(&faults, "until-day")))
                }
            }
        }
    }

    fn narrows(&self) -> bool {
        let dates = [&self.from, &self.until].iter().any(|parts| !parts.is_empty());
        dates || !self.chosen_units.is_empty() || self.language.is_some()
    }

    fn ask_modes(&self, t: &Texts) -> Markup {
        let chosen = |mode| self.modes.is_empty() || self.modes.contains(mode);
        Choices {
            name: "modes",
            legend: &say!(t, "wish-modes"),
            look: Legend::Label,
            hint: None,
            error: None,
            choices: Mode::ALL
                .iter()
                .map(|mode| Choice::new(mode.code(), t.mode(*mode), chosen(mode)))
                .collect(),
        }
        .checkboxes()
    }

    fn ask_units(&self, t: &Texts) -> Markup {
        Choices {
            name: "units",
            legend: &say!(t, "wish-units"),
            look: Legend::Label,
            hint: Some(&say!(t, "wish-units-hint")),
            error: None,
            choices: self
                .units
                .iter()
                .map(|unit| {
                    let chosen = self.chosen_units.contains(&unit.value);
                    Choice::new(unit.value.as_str(), unit.label.as_str(), chosen)
                })
                .collect(),
        }
        .checkboxes()
    }

    fn ask_language(&self, t: &Texts) -> Markup {
        let mut languages = vec![Item::new("", say!(t, "filter-any"))];
        languages.extend(Language::ALL.map(|one| Item::new(one.code(), t.language_name(one))));
        select(
            "language",
            &say!(t, "filter-language"),
            &languages,
            self.language.map_or("", Language::code),
        )
    }
}

/// Questions for the samples of pages.
pub(crate) fn sample(faults: Vec<WishFault>) -> WishQuestions {
    let bad = !faults.is_empty();
    WishQuestions {
        modes: vec![Mode::OnSite, Mode::Video],
        units: vec![
            Item::new("nasi", "Näsin terveysasema"),
            Item::new("loviisa", "Loviisan terveysasema"),
        ],
        chosen_units: if bad { vec!["loviisa".into()] } else { vec![] },
        language: None,
        notices: vec![24, 48, 4, 2],
        notice: 24,
        from: DateParts::default(),
        until: if bad {
            DateParts { day: "31".into(), month: "2".into(), year: "2026".into() }
        } else {
            DateParts::default()
        },
        faults,
    }
}
