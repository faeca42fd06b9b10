//! The access board: every indicator for the whole, by month and by one dimension. Small cells are
//! hidden here, over each table as a whole. Each table is guarded on its own: who compares boards
//! under several filters can narrow a hidden figure, so only those who may open its cases see one.

pub(crate) mod behind;
pub(crate) mod csv;
pub(crate) mod reading;
pub(crate) mod select;
pub(crate) mod tally;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use self::reading::Reading;
use self::select::{Grouping, Select};
use self::tally::{Cells, Counted, Tally, count};
use crate::columns::Columns;
use crate::day::Month;
use crate::figure::{TableCell, hide};
use crate::filter::{Dimension, Filter, UNKNOWN};
use crate::indicator::definition::{Definition, Period};
use crate::indicator::{Indicator, Indicators};

/// One picture of access.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Board {
    /// The day it is made for.
    pub today: Date,
    /// The position of the last fact that it counts.
    pub position: u64,
    /// What the rows go by.
    pub breakdown: Dimension,
    /// The indicators of the whole, by id.
    pub readings: BTreeMap<String, Reading>,
    /// One row for each value of the dimension.
    pub rows: Vec<Row>,
    /// One row for each month, the oldest first, none left out. What stands as of today has none.
    pub trend: Vec<Row>,
}

/// One row of a board.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The value, by its code; [`UNKNOWN`] for cases of which it is not known.
    pub code: Arc<str>,
    /// The indicators, by id.
    pub readings: BTreeMap<String, Reading>,
}

impl Board {
    /// What an indicator says of the whole.
    pub fn reading(&self, indicator: &str) -> Option<&Reading> {
        self.readings.get(indicator)
    }
}

impl Row {
    /// What an indicator says of the row.
    pub fn reading(&self, indicator: &str) -> Option<&Reading> {
        self.readings.get(indicator)
    }
}

/// Makes a board.
pub fn board(
    columns: &Columns,
    indicators: &Indicators,
    filter: &Filter,
    today: Date,
    breakdown: Dimension,
) -> Board {
    let tallied: Vec<(&Indicator, Counted)> = indicators
        .iter()
        .map(|indicator| {
            let definition = &indicator.definition;
            let select = Select::new(columns, definition, filter, today);
            let grouping = Grouping::by(columns, definition, breakdown);
            (indicator, count(&select, &grouping, columns.span()))
        })
        .collect();
    let counted: Vec<(&Indicator, &Counted)> =
        tallied.iter().map(|(indicator, counted)| (*indicator, counted)).collect();
    let mut readings = BTreeMap::new();
    for (indicator, counted) in &counted {
        readings.insert(indicator.id.clone(), whole(&indicator.definition, counted));
    }
    Board {
        today,
        position: columns.position(),
        breakdown,
        readings,
        rows: rows(&counted, columns, breakdown),
        trend: trend(&counted),
    }
}

fn rows(counted: &[(&Indicator, &Counted)], columns: &Columns, breakdown: Dimension) -> Vec<Row> {
    let filled = numbers(counted.iter().map(|(_, counted)| &counted.groups));
    let mut named: Vec<(Arc<str>, usize)> =
        filled.into_iter().map(|number| (code(columns, breakdown, number), number)).collect();
    // In order before anything is hidden: numbers depend on which case came first, and of two
    // equal neighbours the first is hidden.
    named.sort_by(|(a, _), (b, _)| (breakdown.rank(a), a).cmp(&(breakdown.rank(b), b)));
    let (codes, groups): (Vec<Arc<str>>, Vec<usize>) = named.into_iter().unzip();
    let readings = table(counted, &groups, |counted| &counted.groups);
    codes.into_iter().zip(readings).map(|(code, readings)| Row { code, readings }).collect()
}

fn trend(counted: &[(&Indicator, &Counted)]) -> Vec<Row> {
    let mut of_months = counted.to_vec();
    of_months.retain(|(indicator, _)| indicator.definition.period == Period::Within);
    let filled = numbers(of_months.iter().map(|(_, counted)| &counted.months));
    let known = filled.iter().copied().filter(|month| *month < Month::NONE.number());
    let (Some(first), Some(last)) = (known.clone().min(), known.max()) else { return Vec::new() };
    let months: Vec<usize> = (first..=last).collect();
    let rows = table(&of_months, &months, |counted| &counted.months);
    let named = months.iter().zip(rows);
    named.map(|(month, readings)| Row { code: month_code(*month), readings }).collect()
}

/// The numbers of the cells in which any indicator counted anything.
fn numbers<'a>(tables: impl Iterator<Item = &'a Cells>) -> Vec<usize> {
    let mut numbers: Vec<usize> = tables.flat_map(Cells::keys).copied().collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn code(columns: &Columns, dimension: Dimension, number: usize) -> Arc<str> {
    match dimension {
        Dimension::Month => month_code(number),
        Dimension::Municipality
        | Dimension::Unit
        | Dimension::Profession
        | Dimension::Language
        | Dimension::Age
        | Dimension::Kind => {
            u16::try_from(number).map_or_else(|_| UNKNOWN.into(), |code| columns.codes().text(code))
        }
    }
}

fn month_code(number: usize) -> Arc<str> {
    match u16::try_from(number).map(Month::numbered) {
        Ok(month) if month != Month::NONE => month.to_string().into(),
        _ => UNKNOWN.into(),
    }
}

fn whole(definition: &Definition, counted: &Counted) -> Reading {
    let tally = &counted.whole;
    let hidden = tally.people().are_few();
    let few = |n: usize| tally.split(n).inside_people.are_few();
    let mut reading = Reading::of(definition, tally, hidden, few);
    if let Some(days) = &mut reading.days {
        let counts = reading::bucket_counts(&tally.days);
        let cells: Vec<TableCell> = counts
            .iter()
            .zip(counted.buckets)
            .map(|(count, people)| TableCell { count: *count, people, hidden })
            .collect();
        let hidden_buckets = hide(&cells);
        days.buckets =
            reading::buckets(&counts, |n| hidden_buckets.get(n).copied().unwrap_or(true));
        days.usual_limit_days = reading::usual_limit(&counted.limits).filter(|_| !hidden);
    }
    reading
}

/// The readings of each cell of a table, with the small cells and their neighbours hidden.
fn table(
    counted: &[(&Indicator, &Counted)],
    numbers: &[usize],
    cells: impl Fn(&Counted) -> &Cells,
) -> Vec<BTreeMap<String, Reading>> {
    let mut rows = vec![BTreeMap::new(); numbers.len()];
    let empty = Tally::default();
    for (indicator, counted) in counted {
        let cells = cells(counted);
        let tallies: Vec<&Tally> =
            numbers.iter().map(|number| cells.get(number).unwrap_or(&empty)).collect();
        let readings = published(&indicator.definition, &counted.whole, &tallies);
        for (row, reading) in rows.iter_mut().zip(readings) {
            row.insert(indicator.id.clone(), reading);
        }
    }
    rows
}

fn published(definition: &Definition, whole: &Tally, tallies: &[&Tally]) -> Vec<Reading> {
    let all = whole.people().are_few();
    let hidden = hide(
        &tallies
            .iter()
            .map(|tally| TableCell { count: tally.count, people: tally.people(), hidden: all })
            .collect::<Vec<_>>(),
    );
    let parts: Vec<Vec<bool>> = (0..definition.splits().len())
        .map(|n| {
            let cells = tallies.iter().zip(&hidden).map(|(tally, hidden)| {
                let split = tally.split(n);
                TableCell { count: split.inside, people: split.inside_people, hidden: *hidden }
            });
            hide(&cells.collect::<Vec<_>>())
        })
        .collect();
    let rows = tallies.iter().zip(&hidden).enumerate();
    rows.map(|(row, (tally, hidden))| {
        let part = |n: usize| parts.get(n).and_then(|part| part.get(row)).copied().unwrap_or(true);
        Reading::of(definition, tally, *hidden, part)
    })
    .collect()
}

#[cfg(test)]
mod tests;
