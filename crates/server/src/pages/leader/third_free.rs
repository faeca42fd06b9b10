//! The third free time: a table of units by profession.

use care::code::Profession;
use jiff::civil::DateTime;
use maud::{Markup, html};

use crate::components::notice::empty_state;
use crate::components::table::{Column, TableRow, scrolling_table};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::moment;
use crate::pages::{Shell, urls};
use crate::say;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The figures, those of a unit together.
    pub figures: Vec<Figure>,
    /// The most that a figure can be.
    pub days_max: u16,
    /// When they were counted.
    pub now: DateTime,
}

/// How soon one gets a time with a profession at a unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    /// The unit, in the page's language.
    pub unit: String,
    /// The profession.
    pub profession: Profession,
    /// How many work there.
    pub professionals: usize,
    /// The median over their books, in tenths of days.
    pub tenths: u32,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "third-title");
    page(
        shell,
        &Head::wide(title.as_str(), Place::ThirdFree),
        &html! {
            h1 { (title) }
            p { (say!(t, "third-text")) }
            p .quiet { (say!(t, "third-most", days = u32::from(context.days_max))) " " (say!(t, "third-held")) }
            @if context.figures.is_empty() {
                (empty_state(&say!(t, "third-none"), &say!(t, "third-none-text"), None))
            } @else {
                (table(context, shell))
                p .quiet { (say!(t, "third-at", at = t.moment(context.now))) }
                p .no-print { a href=(urls::third_free_csv(shell.language)) download { (say!(t, "access-csv")) } }
            }
        },
    )
}

fn table(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let works = |one: &&Profession| context.figures.iter().any(|figure| figure.profession == **one);
    let professions: Vec<Profession> = Profession::ALL.iter().filter(works).copied().collect();
    let mut columns = vec![Column::words(say!(t, "unit"))];
    columns.extend(professions.iter().map(|one| Column::figures(t.profession(*one))));
    let rows: Vec<TableRow> = context
        .figures
        .chunk_by(|one, next| one.unit == next.unit)
        .map(|unit| {
            let name = unit.first().map(|figure| figure.unit.as_str()).unwrap_or_default();
            let cell = |profession: &Profession| {
                let figure = unit.iter().find(|figure| figure.profession == *profession);
                let days = figure.map(|figure| t.tenths(i64::from(figure.tenths)));
                html! {
                    @if let Some(days) = days { (say!(t, "third-days", days = days)) }
                    @else { span .quiet { "–" } }
                }
            };
            let cells = std::iter::once(html! { (name) }).chain(professions.iter().map(cell));
            let late = unit.iter().any(|figure| figure.tenths >= u32::from(context.days_max) * 10);
            TableRow { cells: cells.collect(), late }
        })
        .collect();
    scrolling_table("third-table", &say!(t, "third-title"), &columns, &rows)
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let figure = |unit: &str, profession, tenths| Figure {
        unit: unit.into(),
        profession,
        professionals: 3,
        tenths,
    };
    let full = Context {
        figures: vec![
            figure("Näsin terveysasema", Profession::Doctor, 125),
            figure("Näsin terveysasema", Profession::Nurse, 20),
            figure("Loviisan terveysasema", Profession::Doctor, 1_820),
        ],
        days_max: 182,
        now: moment(0, 9, 12),
    };
    let empty = Context { figures: vec![], ..full.clone() };
    vec![("full", full), ("empty", empty)]
}
