//! The parts of the access board: figures, charts with their tables, the breakdown, the method.

use maud::{Markup, html};

use super::super::{Cell, Dimension, Filters, cell};
use super::{Bin, Context, Measure, Slice, behind};
use crate::components::chart::{Bar, Caption, Line, Stroke, bars, lines, meter};
use crate::components::table::{Column, TableRow, scrolling_table};
use crate::pages::{Shell, urls};
use crate::say;
use crate::texts::Texts;

/// A count that opens its cases; a suppressed one opens nothing.
fn opening(label: &str, count: Cell, href: Option<String>, t: &Texts) -> Markup {
    let href = match count {
        Cell::Count(0) | Cell::Suppressed => None,
        Cell::Count(_) => href,
    };
    figure(label, &cell(t, count), href)
}

fn figure(label: &str, value: &str, href: Option<String>) -> Markup {
    html! {
        div .figure {
            dt { (label) }
            dd { @if let Some(href) = href { a href=(href) { (value) } } @else { (value) } }
        }
    }
}

fn group(title: &str, explanation: &str, figures: Option<Markup>, t: &Texts) -> Markup {
    html! {
        section .figures-group {
            h2 { (title) }
            p .quiet { (explanation) }
            @match figures {
                Some(figures) => dl { (figures) },
                None => p { (say!(t, "access-suppressed")) },
            }
        }
    }
}

fn days(t: &Texts, tenths: i64) -> String {
    say!(t, "days-short", days = t.tenths(tenths))
}

fn optional_days(t: &Texts, tenths: Option<i64>) -> String {
    tenths.map_or_else(|| "–".to_owned(), |tenths| t.tenths(tenths))
}

pub(super) fn realised(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let to = |measure| Some(behind(&context.filters, measure, shell));
    let figures = context.realised.map(|one| {
        html! {
            (figure(&say!(t, "access-inside"), &t.percent(one.inside_permille), to(Measure::Realised)))
            (opening(&say!(t, "access-late"), one.late, to(Measure::RealisedLate), t))
            (figure(&say!(t, "access-median"), &days(t, one.median_tenths), to(Measure::Realised)))
            (figure(&say!(t, "access-p90"), &days(t, one.p90_tenths), to(Measure::Realised)))
            (figure(&say!(t, "access-count"), &t.number(i64::from(one.count)), to(Measure::Realised)))
        }
    });
    group(&say!(t, "access-realised"), &say!(t, "access-realised-text"), figures, t)
}

pub(super) fn open(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let to = |measure| Some(behind(&context.filters, measure, shell));
    let figures = context.open.map(|one| {
        html! {
            (opening(&say!(t, "access-late"), one.late, to(Measure::OpenLate), t))
            (figure(&say!(t, "access-open-median"), &days(t, one.median_tenths), to(Measure::Open)))
            (figure(&say!(t, "access-longest"), &say!(t, "days-short", days = t.number(i64::from(one.longest_days))), to(Measure::Open)))
            (figure(&say!(t, "access-count"), &t.number(i64::from(one.count)), to(Measure::Open)))
        }
    });
    group(&say!(t, "access-open"), &say!(t, "access-open-text"), figures, t)
}

pub(super) fn contact(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let to = |measure| Some(behind(&context.filters, measure, shell));
    let figures = context.contact.map(|one| {
        html! {
            (figure(&say!(t, "access-assessed-in-time"), &t.percent(one.in_time_permille), to(Measure::Contact)))
            (opening(&say!(t, "access-late"), one.late, to(Measure::ContactLate), t))
            (figure(&say!(t, "access-waiting"), &cell(t, one.waiting), None))
            (figure(&say!(t, "access-count"), &t.number(i64::from(one.count)), to(Measure::Contact)))
        }
    });
    group(&say!(t, "access-contact"), &say!(t, "access-contact-text"), figures, t)
}

fn bin_label(bin: &Bin) -> String {
    match bin.to_days {
        Some(to) if to == bin.from_days => to.to_string(),
        Some(to) => format!("{}–{to}", bin.from_days),
        None => format!("{}+", bin.from_days),
    }
}

fn plain(cell: Cell) -> i64 {
    match cell {
        Cell::Count(count) => i64::from(count),
        Cell::Suppressed => 0,
    }
}

fn nothing(t: &Texts) -> Markup {
    html! { p .quiet { (say!(t, "access-nothing")) } }
}

pub(super) fn distribution(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    let Some(realised) = context.realised else { return nothing(t) };
    let all = t.number(i64::from(realised.count));
    let summary = match realised.late {
        Cell::Count(_) => {
            say!(t, "access-distribution-summary", all = all, past = cell(t, realised.late))
        }
        Cell::Suppressed => say!(t, "access-distribution-all", all = all),
    };
    let drawn: Vec<Bar> = context
        .distribution
        .iter()
        .map(|bin| Bar {
            label: bin_label(bin),
            value: plain(bin.count),
            text: cell(t, bin.count),
            late: bin.late,
        })
        .collect();
    let columns = [Column::words(say!(t, "access-days")), Column::figures(say!(t, "access-count"))];
    let rows: Vec<TableRow> = context
        .distribution
        .iter()
        .map(|bin| TableRow {
            cells: vec![html! { (bin_label(bin)) }, html! { (cell(t, bin.count)) }],
            late: bin.late,
        })
        .collect();
    let title = say!(t, "access-distribution-title");
    let across = say!(t, "access-days");
    let caption = Caption { id: "distribution", title: &title, summary: &summary, across: &across };
    html! {
        p { (summary) }
        div .chart-and-table {
            (bars(&caption, &drawn, |value| t.number(value)))
            div { (scrolling_table("distribution-table", &title, &columns, &rows)) }
        }
        @if context.distribution.iter().any(|bin| bin.late && plain(bin.count) > 0) {
            p .quiet { (say!(t, "access-distribution-mark")) }
        }
    }
}

pub(super) fn trend(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    if context.trend.iter().all(|one| one.median_tenths.is_none()) {
        return nothing(t);
    }
    let labels: Vec<String> = context.trend.iter().map(|one| t.month_short(one.month)).collect();
    let series = [
        Line {
            name: say!(t, "access-median"),
            values: context.trend.iter().map(|one| one.median_tenths).collect(),
            stroke: Stroke::Full,
        },
        Line {
            name: say!(t, "access-p90"),
            values: context.trend.iter().map(|one| one.p90_tenths).collect(),
            stroke: Stroke::Dashed,
        },
    ];
    let columns = [
        Column::words(say!(t, "filter-month")),
        Column::figures(say!(t, "access-count")),
        Column::figures(say!(t, "access-median-days")),
        Column::figures(say!(t, "access-p90-days")),
        Column::figures(say!(t, "access-inside")),
    ];
    let rows: Vec<TableRow> = context
        .trend
        .iter()
        .map(|one| TableRow {
            cells: vec![
                html! { span .tabular { (t.month(one.month)) } },
                of_month(one.month, one.count, &context.filters, shell),
                html! { (optional_days(t, one.median_tenths)) },
                html! { (optional_days(t, one.p90_tenths)) },
                html! { (one.inside_permille.map_or_else(|| "–".to_owned(), |share| t.percent(share))) },
            ],
            late: false,
        })
        .collect();
    let title = say!(t, "access-trend-title");
    let summary = say!(t, "access-trend-summary");
    let across = say!(t, "filter-month");
    let caption = Caption { id: "trend", title: &title, summary: &summary, across: &across };
    html! {
        div .chart-and-table {
            (lines(&caption, &labels, &series, |value| t.tenths(value)))
            div { (scrolling_table("trend-table", &title, &columns, &rows)) }
        }
    }
}

/// The count of a month, which opens the month's cases.
fn of_month(month: jiff::civil::Date, count: Cell, filters: &Filters, shell: &Shell) -> Markup {
    let filters = Filters { month: Some(month), ..filters.clone() };
    linked(count, &behind(&filters, Measure::Realised, shell), shell.texts())
}

fn linked(count: Cell, href: &str, t: &Texts) -> Markup {
    html! {
        @match count {
            Cell::Count(0) | Cell::Suppressed => (cell(t, count)),
            Cell::Count(_) => a href=(href) { (cell(t, count)) },
        }
    }
}

pub(super) fn breakdown(context: &Context, shell: &Shell) -> Markup {
    let t = shell.texts();
    if context.breakdown.is_empty() {
        return nothing(t);
    }
    let by = context.filters.by;
    let columns = [
        Column::words(by.name(t)),
        Column::figures(say!(t, "access-realised")),
        Column::figures(say!(t, "access-median-days")),
        Column::figures(say!(t, "access-p90-days")),
        Column::figures(say!(t, "access-inside")),
        Column::figures(say!(t, "access-open")),
        Column::figures(say!(t, "access-late")),
    ];
    let rows: Vec<TableRow> =
        context.breakdown.iter().map(|slice| row(slice, &context.filters, shell)).collect();
    scrolling_table("breakdown-table", &say!(t, "access-breakdown-caption"), &columns, &rows)
}

fn row(slice: &Slice, filters: &Filters, shell: &Shell) -> TableRow {
    let t = shell.texts();
    let narrowed = narrowed(filters, &slice.code);
    let to = |measure| behind(&narrowed, measure, shell);
    let board = format!("{}{}", urls::access(shell.language), narrowed.query(&[]));
    let linked = |count: Cell, measure| linked(count, &to(measure), t);
    TableRow {
        cells: vec![
            html! { a href=(board) { (slice.label) } },
            linked(slice.realised, Measure::Realised),
            html! { (optional_days(t, slice.median_tenths)) },
            html! { (optional_days(t, slice.p90_tenths)) },
            html! {
                @match slice.inside_permille {
                    Some(share) => { (meter(share)) span .share { (t.percent(share)) } },
                    None => "–",
                }
            },
            linked(slice.open, Measure::Open),
            linked(slice.late, Measure::OpenLate),
        ],
        late: false,
    }
}

/// The filters narrowed to one row of the breakdown; a code that says nothing narrows nothing.
fn narrowed(filters: &Filters, code: &str) -> Filters {
    let mut narrowed = filters.clone();
    match filters.by {
        Dimension::Municipality => code.clone_into(&mut narrowed.municipality),
        Dimension::Unit => code.clone_into(&mut narrowed.unit),
        Dimension::Profession => {
            narrowed.profession = care::code::Profession::from_code(code);
        }
        Dimension::Language => narrowed.language = crate::texts::Language::parse(code),
        Dimension::Age => code.clone_into(&mut narrowed.age),
        Dimension::Month => narrowed.month = format!("{code}-01").parse().ok(),
        Dimension::Kind => narrowed.kind = care::clock::CareKind::from_code(code),
    }
    narrowed
}

pub(super) fn method(t: &Texts) -> Markup {
    let notes = [
        (say!(t, "method-realised"), say!(t, "method-realised-text")),
        (say!(t, "method-open"), say!(t, "method-open-text")),
        (say!(t, "method-inside"), say!(t, "method-inside-text")),
        (say!(t, "method-contact"), say!(t, "method-contact-text")),
        (say!(t, "method-small"), say!(t, "method-small-text")),
        (say!(t, "method-source"), say!(t, "method-source-text")),
    ];
    html! {
        section .readable.method id="method" aria-labelledby="method-heading" {
            h2 id="method-heading" { (say!(t, "method-title")) }
            dl {
                @for (name, text) in &notes { dt { strong { (name) } } dd { (text) } }
            }
        }
    }
}
