//! The cases behind a figure: pseudonymous, so that a figure can be checked without knowing who.

use care::code::{Profession, Topic};
use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use super::access::{Measure, behind};
use super::{Dimension, Filters, narrowed_list};
use crate::components::notice::empty_state;
use crate::components::pagination::{Paging, pagination};
use crate::components::table::{Column, TableRow, scrolling_table};
use crate::components::tag::{Tone, tag};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::moment;
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::format::capital;
use crate::texts::{Language, Texts};

/// What is listed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The figure.
    pub measure: Measure,
    /// The filters it was counted with.
    pub filters: Filters,
    /// The filters in words, by [`super::narrowed`].
    pub narrowed: Vec<(Dimension, String)>,
    /// The cases on this page, the longest wait first.
    pub cases: Vec<BehindCase>,
    /// Where the list stands; its rows are the figure itself.
    pub paging: Paging,
}

/// One case without a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BehindCase {
    /// A name that is the same on every visit and leads to nobody: `7F3A-22`.
    pub pseudonym: String,
    /// What it is about.
    pub topic: Topic,
    /// Home municipality in the page's language; none for a protected person.
    pub municipality: Option<String>,
    /// The unit, in the page's language.
    pub unit: String,
    /// The profession.
    pub profession: Option<Profession>,
    /// The service language.
    pub language: Language,
    /// The age group: `7–22`.
    pub age: String,
    /// When the contact was made.
    pub contact_at: DateTime,
    /// When the wait began.
    pub started_on: Option<Date>,
    /// When it ended; it goes on when none.
    pub ended_on: Option<Date>,
    /// The last lawful day.
    pub due_on: Option<Date>,
    /// The wait so far, in days.
    pub waited_days: u32,
    /// Whether it is or was past the limit.
    pub late: bool,
}

/// The page, paged by `?page=`.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = measure_name(t, context.measure);
    let board = format!("{}{}", urls::access(shell.language), context.filters.query(&[]));
    page(
        shell,
        &Head::wide(title.as_str(), Place::Access).back(board),
        &html! {
            h1 { (title) }
            p {
                strong { (say!(t, "behind-count", count = t.number(i64::from(context.paging.rows)))) } " "
                (say!(t, "behind-pseudonymous"))
            }
            (narrowed_list(&context.narrowed, t))
            @if context.cases.is_empty() {
                (empty_state(&say!(t, "behind-empty"), &say!(t, "behind-empty-text"), None))
            } @else {
                (table(t, context, &title))
                (pagination(t, context.paging, |number| {
                    format!("{}&page={number}", behind(&context.filters, context.measure, shell))
                }))
            }
        },
    )
}

fn measure_name(t: &Texts, measure: Measure) -> String {
    match measure {
        Measure::Realised => say!(t, "measure-realised"),
        Measure::RealisedLate => say!(t, "measure-realised-late"),
        Measure::Open => say!(t, "measure-open"),
        Measure::OpenLate => say!(t, "measure-open-late"),
        Measure::Contact => say!(t, "measure-contact"),
        Measure::ContactLate => say!(t, "measure-contact-late"),
    }
}

fn table(t: &Texts, context: &Context, title: &str) -> Markup {
    let columns = [
        Column::words(say!(t, "behind-case")),
        Column::figures(say!(t, "behind-waited")),
        Column::words(say!(t, "behind-started")),
        Column::words(say!(t, "behind-ended")),
        Column::words(say!(t, "column-due")),
        Column::words(say!(t, "column-topic")),
        Column::words(say!(t, "filter-municipality")),
        Column::words(say!(t, "unit")),
        Column::words(say!(t, "filter-profession")),
        Column::words(say!(t, "filter-language")),
        Column::words(say!(t, "filter-age")),
    ];
    let rows: Vec<TableRow> = context.cases.iter().map(|one| row(t, one)).collect();
    scrolling_table("cases-table", title, &columns, &rows)
}

fn row(t: &Texts, one: &BehindCase) -> TableRow {
    let day = |day: Option<Date>| day.map_or_else(|| "–".to_owned(), |day| t.day(day));
    let cells = vec![
        html! { span .tabular { (one.pseudonym) } },
        html! { (say!(t, "days-short", days = t.number(i64::from(one.waited_days)))) },
        html! {
            @match one.started_on {
                Some(started) => (t.day(started)),
                None => (t.moment(one.contact_at)),
            }
        },
        html! { @if one.ended_on.is_some() { (day(one.ended_on)) } @else { (say!(t, "behind-goes-on")) } },
        html! { (day(one.due_on)) @if one.late { " " (tag(Tone::Late, &say!(t, "behind-late"))) } },
        html! { (t.topic(one.topic)) },
        html! { (one.municipality.as_deref().unwrap_or("–")) },
        html! { (one.unit) },
        html! { @match one.profession { Some(profession) => (capital(&t.profession(profession))), None => "–" } },
        html! { (t.language_name(one.language)) },
        html! { (one.age) },
    ];
    TableRow { cells, late: one.late }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let one = |number: u32, late: bool| BehindCase {
        pseudonym: format!("7F3A-{number:02}"),
        topic: Topic::Movement,
        municipality: (!late).then(|| "Porvoo".into()),
        unit: "Näsin terveysasema".into(),
        profession: (!late).then_some(Profession::Physiotherapist),
        language: Language::Sv,
        age: "23–64".into(),
        contact_at: moment(-100, 9, 30),
        started_on: (!late).then(|| moment(-99, 0, 0).date()),
        ended_on: (!late).then(|| moment(-3, 0, 0).date()),
        due_on: Some(moment(-8, 0, 0).date()),
        waited_days: 124 - number,
        late,
    };
    Measure::ALL
        .map(|measure| {
            let empty = measure == Measure::ContactLate;
            let context = Context {
                measure,
                filters: super::access::sample::filters(),
                narrowed: if empty {
                    vec![]
                } else {
                    vec![
                        (Dimension::Municipality, "Porvoo".into()),
                        (Dimension::Age, "23–64".into()),
                    ]
                },
                cases: if empty { vec![] } else { vec![one(1, true), one(2, false)] },
                paging: Paging {
                    page: 1,
                    pages: if empty { 1 } else { 27 },
                    rows: if empty { 0 } else { 1312 },
                },
            };
            (measure.code(), context)
        })
        .into()
}
