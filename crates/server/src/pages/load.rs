//! How the units stand today, for whoever directs people and work: who waits, what is free, where there is room.

use care::code::Profession;
use jiff::civil::DateTime;
use maud::{Markup, html};

use super::layout::{Head, Place, page};
use super::samples::moment;
use super::{Shell, urls};
use crate::components::button;
use crate::components::notice::empty_state;
use crate::components::table::{Column, TableRow, stacking_table};
use crate::components::tag::{Tone, tag};
use crate::say;

/// What the page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The units, the strained ones first.
    pub units: Vec<UnitLoad>,
    /// When they were counted.
    pub now: DateTime,
}

/// How a unit stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitLoad {
    /// The unit, in the page's language.
    pub unit: String,
    /// How many contacts wait for an assessment.
    pub waiting: u64,
    /// How many of them are past their lawful day.
    pub late: u64,
    /// How many calls are promised today.
    pub calls: u64,
    /// The professions, and how many times of each are still free today.
    pub free: Vec<(Profession, u64)>,
    /// When the first of them begins.
    pub first_at: Option<DateTime>,
    /// Whether it is strained.
    pub strained: bool,
    /// Where there is room, and for how many.
    pub advised: Vec<(String, u64)>,
}

/// The page.
pub fn render(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let title = say!(t, "load-title");
    page(
        shell,
        &Head::wide(title.as_str(), Place::Load),
        &html! {
            h1 { (title) }
            p { (say!(t, "load-text")) }
            @if context.units.is_empty() {
                (empty_state(&say!(t, "load-none"), &say!(t, "load-none-text"), None))
            } @else {
                (table(context, shell))
            }
            p .quiet { (say!(t, "load-at", at = t.moment(context.now))) }
            p .no-print { (button::quiet_link(&urls::load(shell.language), &say!(t, "load-again"))) }
        },
    )
}

fn table(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let columns = [
        Column::words(say!(t, "unit")),
        Column::words(say!(t, "load-waiting")),
        Column::words(say!(t, "load-free")),
        Column::words(say!(t, "load-calls")),
        Column::words(say!(t, "load-advice")),
    ];
    let row = |one: &UnitLoad| TableRow {
        cells: vec![
            html! {
                (one.unit)
                @if one.strained { " " (tag(Tone::Soon, &say!(t, "load-strained"))) }
            },
            html! {
                (one.waiting)
                @if one.late > 0 { " " (tag(Tone::Late, &say!(t, "load-late", count = one.late))) }
            },
            free(one, shell),
            html! { (one.calls) },
            advice(one, shell),
        ],
        late: one.late > 0,
    };
    let rows: Vec<TableRow> = context.units.iter().map(row).collect();
    stacking_table(&say!(t, "load-title"), &columns, &rows)
}

fn free(one: &UnitLoad, shell: &Shell) -> Markup {
    let t = shell.texts();
    let all: u64 = one.free.iter().map(|(_, count)| count).sum();
    html! {
        (all)
        @if let Some(first) = one.first_at {
            " " span .quiet { (say!(t, "load-first", at = t.at_time(first.time()))) }
        }
        @for (profession, count) in one.free.iter().filter(|(_, count)| *count > 0) {
            span .quiet.block { (t.profession(*profession)) ": " (count) }
        }
    }
}

fn advice(one: &UnitLoad, shell: &Shell) -> Markup {
    let t = shell.texts();
    html! {
        @if !one.strained {
            span .quiet { "–" }
        } @else if one.advised.is_empty() {
            (say!(t, "load-nowhere"))
        } @else {
            (say!(t, "load-room"))
            @for (unit, room) in &one.advised {
                span .block { (say!(t, "load-room-at", unit = unit, count = *room)) }
            }
        }
    }
}

/// Samples for the tests and the gallery.
pub fn samples() -> Vec<(&'static str, Context)> {
    let calm = UnitLoad {
        unit: "Loviisan terveysasema".into(),
        waiting: 2,
        late: 0,
        calls: 1,
        free: vec![(Profession::Doctor, 3), (Profession::Nurse, 6)],
        first_at: Some(moment(0, 10, 20)),
        strained: false,
        advised: vec![],
    };
    let strained = UnitLoad {
        unit: "Näsin terveysasema".into(),
        waiting: 27,
        late: 2,
        calls: 9,
        strained: true,
        advised: vec![("Digiklinikka".into(), 12), ("Loviisan terveysasema".into(), 5)],
        ..calm.clone()
    };
    let full = UnitLoad {
        unit: "Sipoon hammashoitola".into(),
        free: vec![(Profession::Dentist, 0)],
        first_at: None,
        advised: vec![],
        late: 0,
        ..strained.clone()
    };
    let all = Context { units: vec![strained, full, calm], now: moment(0, 9, 12) };
    let empty = Context { units: vec![], ..all.clone() };
    vec![("full", all), ("empty", empty)]
}
