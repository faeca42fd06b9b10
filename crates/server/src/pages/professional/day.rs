//! One professional's day: booked and free times in order, and the way to other days.

use care::code::{Mode, Topic};
use care::id::CaseId;
use jiff::civil::{Date, DateTime};
use maud::{Markup, html};

use crate::components::button;
use crate::components::date_input::{DateParts, date_input};
use crate::components::error_summary::{Fault, error_summary};
use crate::components::notice::empty_state;
use crate::components::table::{Column, TableRow, stacking_table};
use crate::components::tag::{Tone, tag};
use crate::pages::layout::{Head, Place, page};
use crate::pages::samples::{TODAY, case_id, day, moment};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::format::capital;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The day, from `?on=2026-11-03`, or from `?on-day=&on-month=&on-year=`.
    pub on: Date,
    /// Today, to which there is a link.
    pub today: Date,
    /// The day before that has hours, or yesterday.
    pub earlier: Date,
    /// The day after that has hours, or tomorrow.
    pub later: Date,
    /// Whose day.
    pub professional: String,
    /// The times in order.
    pub entries: Vec<Entry>,
    /// The date as written, when it was not one.
    pub bad_date: Option<DateParts>,
}

/// One time of the day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// When it begins.
    pub at: DateTime,
    /// How long it is.
    pub minutes: u16,
    /// At which unit, in the page's language.
    pub unit: String,
    /// What it holds.
    pub holds: Holds,
}

/// What a time holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Holds {
    /// Nobody yet; the ways in which it can be booked.
    Free(Vec<Mode>),
    /// Nobody yet: it is offered to a client on the waiting list.
    Offered,
    /// A client.
    Client {
        /// The case.
        case: CaseId,
        /// The client's name.
        client: String,
        /// Whether the client is protected.
        protected: bool,
        /// What it is about.
        topic: Topic,
        /// How to meet.
        mode: Mode,
        /// Whether the visit is recorded.
        recorded: bool,
    },
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "day-title", day = capital(&t.long_day(context.on)));
    let href = |day: Date| format!("{}?on={day}", urls::day(shell.language));
    let count =
        |is: fn(&Holds) -> bool| context.entries.iter().filter(|one| is(&one.holds)).count();
    let free = count(|holds| matches!(holds, Holds::Free(_)));
    let booked = count(|holds| matches!(holds, Holds::Client { .. }));
    let faults: Vec<Fault> =
        context.bad_date.iter().map(|_| Fault::new("on-day", say!(t, "date-fault"))).collect();
    page(
        shell,
        &Head::wide(title.as_str(), Place::Day).faulty(!faults.is_empty()),
        &html! {
            (error_summary(t, &faults))
            h1 { (title) }
            p {
                (context.professional) " · "
                (say!(t, "day-booked", count = booked)) " · "
                (say!(t, "day-free", count = free))
            }
            nav .pagination aria-label=(say!(t, "day-others")) {
                a rel="prev" href=(href(context.earlier)) { "← " (t.near_day(context.earlier)) }
                @if context.on != context.today { a href=(href(context.today)) { (say!(t, "day-today")) } }
                a rel="next" href=(href(context.later)) { (t.near_day(context.later)) " →" }
            }
            @if context.entries.is_empty() {
                (empty_state(&say!(t, "day-empty"), &say!(t, "day-empty-text"), None))
            } @else { (table(context, shell)) }
            (go_to(context, shell, &faults))
            p .no-print { a href=(urls::calendar(shell.language)) { (say!(t, "calendar-link")) } }
        },
    )
}

fn go_to(context: &Context, shell: &Shell, faults: &[Fault]) -> Markup {
    let t = shell.texts();
    let parts = context.bad_date.clone().unwrap_or_else(|| DateParts::of(context.on));
    let error = faults.first().map(|fault| fault.message.as_str());
    html! {
        form .no-print method="get" action=(urls::day(shell.language)) novalidate {
            (date_input(t, "on", &say!(t, "day-go"), &parts, error))
            (button::secondary(&say!(t, "filter-show")))
        }
    }
}

fn table(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let columns = [
        Column::words(say!(t, "day-time")),
        Column::words(say!(t, "column-client")),
        Column::words(say!(t, "column-topic")),
        Column::words(say!(t, "booked-how")),
        Column::words(say!(t, "unit")),
    ];
    let rows: Vec<TableRow> = context.entries.iter().map(|one| row(one, shell)).collect();
    stacking_table(&say!(t, "nav-day"), &columns, &rows)
}

fn row(one: &Entry, shell: &Shell) -> TableRow {
    let t = shell.texts();
    let time = html! {
        strong { (t.time(one.at.time())) } " "
        span .quiet { (say!(t, "minutes", count = u32::from(one.minutes))) }
    };
    let cells = match &one.holds {
        Holds::Free(modes) => {
            let modes: Vec<String> = modes.iter().map(|mode| t.mode(*mode)).collect();
            vec![
                time,
                html! { span .quiet { (say!(t, "day-is-free")) } },
                html! { "–" },
                html! { (modes.join(" / ")) },
                html! { (one.unit) },
            ]
        }
        Holds::Offered => vec![
            time,
            html! { span .quiet { (say!(t, "day-is-offered")) } },
            html! { "–" },
            html! { "–" },
            html! { (one.unit) },
        ],
        Holds::Client { case, client, protected, topic, mode, recorded } => vec![
            time,
            html! {
                a href=(urls::case(shell.language, *case)) { (client) }
                @if *protected { " " (tag(Tone::Guard, &say!(t, "protected"))) }
                @if *recorded { " " (tag(Tone::Good, &say!(t, "fate-held"))) }
            },
            html! { (t.topic(*topic)) },
            html! { (t.mode(*mode)) },
            html! { (one.unit) },
        ],
    };
    TableRow { cells, late: false }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let entry = |hour, minute, holds| Entry {
        at: moment(0, hour, minute),
        minutes: 30,
        unit: "Näsin terveysasema".into(),
        holds,
    };
    let client = |recorded, protected| Holds::Client {
        case: case_id(1),
        client: "Virtanen, Aino".into(),
        protected,
        topic: Topic::Movement,
        mode: Mode::OnSite,
        recorded,
    };
    let full = Context {
        on: TODAY,
        today: TODAY,
        earlier: day(-1),
        later: day(1),
        professional: "Timo Heikkilä".into(),
        entries: vec![
            entry(8, 30, client(true, false)),
            entry(9, 0, client(false, true)),
            entry(9, 30, Holds::Free(vec![Mode::OnSite, Mode::Video])),
            entry(10, 0, Holds::Offered),
        ],
        bad_date: None,
    };
    let empty = Context {
        on: day(4),
        entries: vec![],
        bad_date: Some(DateParts { day: "31".into(), month: "2".into(), year: "2026".into() }),
        ..full.clone()
    };
    vec![("full", full), ("empty", empty)]
}
