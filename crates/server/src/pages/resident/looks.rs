//! Who has looked at the resident's data: every look, who, when, where and on what ground.

use jiff::civil::DateTime;
use maud::{Markup, html};

use crate::components::notice::empty_state;
use crate::components::pagination::{Paging, pagination};
use crate::components::table::{Column, TableRow, stacking_table};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::moment;
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// What the page lists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The looks on this page, the newest first.
    pub looks: Vec<Look>,
    /// Where the list stands.
    pub paging: Paging,
    /// Whom to ask about a look that seems wrong, in the page's language.
    pub asks: String,
}

/// One look, with its words in the page's language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Look {
    /// When.
    pub at: DateTime,
    /// Who: a name, or the name of a program.
    pub who: String,
    /// In which role.
    pub role: String,
    /// At which unit.
    pub unit: String,
    /// On what ground.
    pub ground: String,
    /// What was seen or done.
    pub what: String,
    /// How many times in a row: the same again on the same day is told in one row.
    pub times: u32,
}

/// Puts the same look again, on the same day and with nothing else between, into one row with the
/// time of the latest: else one's own visits hide those of others.
pub fn folded(looks: impl IntoIterator<Item = Look>) -> Vec<Look> {
    let mut rows: Vec<Look> = Vec::new();
    for look in looks {
        match rows.last_mut() {
            Some(row) if row.is_again(&look) => row.times += look.times,
            _ => rows.push(look),
        }
    }
    rows
}

impl Look {
    fn is_again(&self, other: &Self) -> bool {
        self.at.date() == other.at.date()
            && self.who == other.who
            && self.role == other.role
            && self.unit == other.unit
            && self.ground == other.ground
            && self.what == other.what
    }
}

/// The page, paged by `?page=`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let (t, language) = (shell.texts(), shell.language);
    let title = say!(t, "looks-title");
    page(
        shell,
        &Head::wide(title.as_str(), Place::Looks),
        &html! {
            h1 { (title) }
            p .readable { (say!(t, "looks-lead")) }
            @if context.looks.is_empty() {
                (empty_state(&say!(t, "looks-empty"), &say!(t, "looks-empty-text"), None))
            } @else {
                (looks_table(t, &context.looks))
                (pagination(t, context.paging, |number| {
                    format!("{}?page={number}", urls::looks(language))
                }))
            }
            section .readable {
                h2 { (say!(t, "looks-wrong")) }
                p { (say!(t, "looks-wrong-text", asks = &context.asks)) }
            }
        },
    )
}

/// The looks as a table; the professional's person page shows it too.
pub(crate) fn looks_table(t: &Texts, looks: &[Look]) -> Markup {
    let columns = [
        Column::words(say!(t, "looks-when")),
        Column::words(say!(t, "looks-who")),
        Column::words(say!(t, "unit")),
        Column::words(say!(t, "looks-what")),
        Column::words(say!(t, "looks-ground")),
    ];
    let rows: Vec<TableRow> = looks
        .iter()
        .map(|look| TableRow {
            cells: vec![
                html! { (t.moment(look.at)) },
                html! { (look.who) @if !look.role.is_empty() { ", " (look.role) } },
                html! { (look.unit) },
                html! {
                    (look.what)
                    @if look.times > 1 {
                        " " span .quiet { "(" (say!(t, "looks-times", count = look.times)) ")" }
                    }
                },
                html! { (look.ground) },
            ],
            late: false,
        })
        .collect();
    stacking_table(&say!(t, "looks-title"), &columns, &rows)
}

/// Looks for samples.
pub(crate) fn sample_looks() -> Vec<Look> {
    [("Luki asian", 0, 10), ("Arvioi hoidon tarpeen", 0, 11), ("Haki henkilöä", -1, 15)]
        .map(|(what, days, hour)| Look {
            at: moment(days, hour, 4),
            who: "Maria Koskinen".into(),
            role: "sairaanhoitaja".into(),
            unit: "Näsin terveysasema".into(),
            ground: "Hoitosuhde".into(),
            what: what.into(),
            times: if days == 0 { 1 } else { 3 },
        })
        .into()
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let asks = "tietosuojavastaava, tietosuoja@example.fi".to_owned();
    let full = Context {
        looks: sample_looks(),
        paging: Paging { page: 2, pages: 4, rows: 170 },
        asks: asks.clone(),
    };
    let empty = Context { looks: vec![], paging: Paging { page: 1, pages: 1, rows: 0 }, asks };
    vec![("full", full), ("empty", empty)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_look_again_is_one_row_and_another_between_keeps_them_apart() {
        let look = |what: &str, days, hour| Look {
            at: moment(days, hour, 0),
            who: "Maria".into(),
            role: String::new(),
            unit: String::new(),
            ground: "Hoitosuhde".into(),
            what: what.into(),
            times: 1,
        };
        let rows = folded([
            look("Luki", 0, 12),
            look("Luki", 0, 11),
            look("Haki", 0, 10),
            look("Luki", 0, 9),
            look("Luki", -1, 9),
        ]);
        let told: Vec<_> =
            rows.iter().map(|row| (row.what.as_str(), row.at.hour(), row.times)).collect();
        assert_eq!(told, [("Luki", 12, 2), ("Haki", 10, 1), ("Luki", 9, 1), ("Luki", 9, 1)]);
    }
}
