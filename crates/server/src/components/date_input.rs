//! A known date as three text fields; no calendar, no jumping from field to field.

use jiff::civil::Date;
use maud::{Markup, html};

use super::field::{below_label, described_by};
use crate::say;
use crate::texts::Texts;

/// The three parts as they were written.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct DateParts {
    /// Day of the month.
    pub day: String,
    /// Month, as a number.
    pub month: String,
    /// Year, four digits.
    pub year: String,
}

impl DateParts {
    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        [&self.day, &self.month, &self.year].iter().all(|part| part.is_empty())
    }

    /// The date, if the parts are one.
    pub fn date(&self) -> Option<Date> {
        let year = self.year.trim().parse().ok()?;
        let month = self.month.trim().parse().ok()?;
        Date::new(year, month, self.day.trim().parse().ok()?).ok()
    }

    /// The parts of a date.
    pub fn of(date: Date) -> Self {
        Self {
            day: date.day().to_string(),
            month: date.month().to_string(),
            year: date.year().to_string(),
        }
    }
}

/// The date question; fields are named `name-day`, `name-month` and `name-year`.
pub fn date_input(
    t: &Texts,
    name: &str,
    legend: &str,
    parts: &DateParts,
    error: Option<&str>,
) -> Markup {
    let hint = say!(t, "date-hint");
    let fields = [
        ("day", say!(t, "date-day"), &parts.day, "2"),
        ("month", say!(t, "date-month"), &parts.month, "2"),
        ("year", say!(t, "date-year"), &parts.year, "4"),
    ];
    html! {
        fieldset .field.field--error[error.is_some()] id=(name)
            aria-describedby=[described_by(name, Some(&hint), error)] {
            legend .label { (legend) }
            (below_label(name, Some(&hint), error))
            div .date-parts {
                @for (part, label, value, letters) in fields {
                    div {
                        label .label.label--small for={ (name) "-" (part) } { (label) }
                        input .input.input--digits type="text" inputmode="numeric"
                            id={ (name) "-" (part) } name={ (name) "-" (part) }
                            value=(value) maxlength=(letters) autocomplete="off"
                            aria-invalid=[error.map(|_| "true")];
                    }
                }
            }
        }
    }
}
