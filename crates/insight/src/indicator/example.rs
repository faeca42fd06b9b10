//! The example of an indicator: a few cases made by hand, and what a person counted from them.
//! Invariant: every figure that the definition names is in the example.

mod fixture;

use std::collections::BTreeSet;

use care::law::Problem;
use jiff::civil::Date;

use super::{Indicator, problem};
use crate::board::reading::{Reading, bucket_counts, buckets};
use crate::board::select::{Grouping, Select};
use crate::board::tally::{Counted, Tally, count};
use crate::columns::Columns;
use crate::day::Month;
use crate::figure::Figure;
use crate::filter::Filter;
use crate::indicator::definition::Period;

const ROWS_MAX: usize = 20;

/// One line of `expected.csv`.
struct Expected<'t> {
    line: usize,
    /// Of one month; of the whole when empty.
    month: &'t str,
    figure: &'t str,
    value: &'t str,
}

/// What comes out otherwise than a person counted, or can't be read.
pub(super) fn check(
    indicator: &Indicator,
    (fixture_path, fixture): (&str, &str),
    (expected_path, expected): (&str, &str),
) -> Vec<Problem> {
    let wrong = |path: &str, line: Option<usize>, place: &str, says: &str| Problem {
        line,
        ..problem(path, place, says, "see content/indicators/README.md")
    };
    let (cases, faults) = fixture::read(fixture);
    let mut problems: Vec<Problem> =
        faults.into_iter().map(|(line, says)| wrong(fixture_path, Some(line), "", &says)).collect();
    if cases.is_empty() || cases.len() > ROWS_MAX {
        let says = format!("has {} cases, and should have 1 to {ROWS_MAX}", cases.len());
        problems.push(wrong(fixture_path, None, "", &says));
    }
    let lines = lines(expected);
    let Some(today) = lines.iter().find(|line| line.figure == "today") else {
        problems.push(wrong(expected_path, None, "today", "is missing"));
        return problems;
    };
    let Ok(day) = today.value.parse::<Date>() else {
        problems.push(wrong(expected_path, Some(today.line), "today", "is not a date"));
        return problems;
    };
    let mut columns = Columns::new();
    for (position, case) in (1..).zip(&cases) {
        columns.upsert(case, position);
    }
    let select = Select::new(&columns, &indicator.definition, &Filter::default(), day);
    let counted = count(&select, &Grouping::Codes(&[]), columns.span());
    for line in lines.iter().filter(|line| line.figure != "today") {
        if let Some(says) = difference(indicator, &counted, line) {
            problems.push(wrong(expected_path, Some(line.line), line.figure, &says));
        }
    }
    let given: BTreeSet<&str> =
        lines.iter().filter(|line| line.month.is_empty()).map(|line| line.figure).collect();
    let missing = figures(&reading(indicator, &counted.whole)).into_iter().map(|(name, _)| name);
    problems.extend(
        missing
            .filter(|name| !given.contains(name.as_str()))
            .map(|name| wrong(expected_path, None, &name, "is missing")),
    );
    let has_month = lines.iter().any(|line| !line.month.is_empty());
    if indicator.definition.period == Period::Within && !has_month {
        problems.push(wrong(expected_path, None, "month", "has no figure of a month"));
    }
    problems
}

fn lines(text: &str) -> Vec<Expected<'_>> {
    let lines = (1..).zip(text.lines()).skip(1);
    let filled = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    filled
        .map(|(line, text)| {
            let mut cells = text.splitn(3, ',').map(str::trim);
            let mut cell = || cells.next().unwrap_or_default();
            Expected { line, month: cell(), figure: cell(), value: cell() }
        })
        .collect()
}

fn difference(indicator: &Indicator, counted: &Counted, line: &Expected) -> Option<String> {
    let tally = if line.month.is_empty() {
        Some(&counted.whole)
    } else {
        let Ok(month) = line.month.parse::<Month>() else {
            return Some(format!("{} is not a month", line.month));
        };
        counted.months.get(&month.number())
    };
    let empty = Tally::default();
    let figures = figures(&reading(indicator, tally.unwrap_or(&empty)));
    match figures.iter().find(|(name, _)| name == line.figure) {
        None => Some("is no figure of this indicator".to_owned()),
        Some((_, value)) if value == line.value => None,
        Some((_, value)) => Some(format!("comes out as {value}, not as {}", line.value)),
    }
}

fn reading(indicator: &Indicator, tally: &Tally) -> Reading {
    let mut reading = Reading::of(&indicator.definition, &tally.unguarded(), false, |_| false);
    if let Some(days) = &mut reading.days {
        days.buckets = buckets(&bucket_counts(&tally.days), |_| false);
    }
    reading
}

/// Every figure by its name in `expected.csv`, written as it stands there.
fn figures(reading: &Reading) -> Vec<(String, String)> {
    let whole = |figure: Figure<u32>| figure.shown().map_or("-".to_owned(), |n| n.to_string());
    let tenths = |figure: Figure<u32>| {
        figure.shown().map_or("-".to_owned(), |n| format!("{}.{}", n / 10, n % 10))
    };
    let mut figures = vec![("count".to_owned(), whole(reading.count))];
    if let Some(days) = &reading.days {
        figures.push(("median".to_owned(), tenths(days.median_tenths)));
        figures.push(("p90".to_owned(), whole(days.p90_days)));
        figures.push(("longest".to_owned(), whole(days.longest_days)));
        figures.extend(days.buckets.iter().map(|bucket| {
            let name = match bucket.to_days {
                Some(to) if to == bucket.from_days => format!("days {to}"),
                Some(to) => format!("days {}-{to}", bucket.from_days),
                None => format!("days {}+", bucket.from_days),
            };
            (name, whole(bucket.count))
        }));
    }
    let shares = reading.shares.iter();
    figures.extend(shares.map(|(of, share)| (format!("share {}", of.name()), tenths(*share))));
    let parts = reading.parts.iter();
    figures.extend(parts.map(|(of, part)| (format!("part {}", of.name()), whole(*part))));
    figures
}
