//! Which cases an indicator counts under a filter. The board, its file and the cases behind a
//! figure all go through here. Invariant: there is no second way to choose the cases of a figure.

use jiff::civil::Date;

use crate::columns::Columns;
use crate::columns::codes::Codes;
use crate::columns::condition::{Condition, Conditions};
use crate::columns::table::Table;
use crate::day::{Day, Month};
use crate::filter::{Dimension, Filter, UNKNOWN};
use crate::indicator::definition::{Definition, Part, Period};

/// One indicator's question to the columns.
pub(crate) struct Select<'a> {
    pub(crate) table: &'a Table,
    pub(crate) definition: &'a Definition,
    pub(crate) today: Day,
    needs: Conditions,
    needs_always: Conditions,
    // Whether anything that is asked for changes from day to day.
    changes: bool,
    // Each narrowed dimension's column, and the code that has to stand in it.
    narrowed: Vec<(&'a [u16], Option<u16>)>,
    months: &'a [Month],
    from: Month,
    to: Month,
}

/// What is true of a case only on some days.
const CHANGING: [Condition; 2] = [Condition::AssessmentKnown, Condition::PastLimit];

impl<'a> Select<'a> {
    pub(crate) fn new(
        columns: &'a Columns,
        definition: &'a Definition,
        filter: &Filter,
        today: Date,
    ) -> Self {
        let narrowed = filter.values().filter(|(dimension, _)| *dimension != Dimension::Month);
        let narrowed = narrowed.map(|(dimension, code)| {
            (columns.group(dimension, definition.unit), columns.codes().find(code))
        });
        let (from, to) = months(filter, definition);
        let parts = definition.share.iter().map(|share| share.of).chain(definition.part.clone());
        let asked = parts.filter_map(|part| match part {
            Part::Having(condition) => Some(condition),
            Part::Within { .. } => None,
        });
        let asked = asked.chain(definition.share.iter().filter_map(|share| share.among));
        let changing = |condition: &Condition| CHANGING.contains(condition);
        Self {
            table: columns.table(),
            definition,
            today: Day::of(today),
            needs: definition.conditions(),
            needs_always: definition
                .among
                .iter()
                .copied()
                .filter(|condition| !changing(condition))
                .collect(),
            changes: asked.chain(definition.among.iter().copied()).any(|one| changing(&one)),
            narrowed: narrowed.collect(),
            months: columns.month(definition.month),
            from,
            to,
        }
    }

    /// The rows of the cases counted. Which rows they are can't be foreseen, so the loops keep
    /// or drop each without a jump: a machine that guesses wrong half the time is slow.
    pub(crate) fn rows(&self) -> Vec<u32> {
        let mut rows = vec![0; self.table.len()];
        let mut kept = 0;
        let all = (0..).zip(&self.table.conditions).zip(self.months);
        for ((row, always), month) in all {
            if let Some(place) = rows.get_mut(kept) {
                *place = row;
            }
            let is_in_time = usize::from((self.from..=self.to).contains(month));
            kept += usize::from(always.has_all(self.needs_always)) & is_in_time;
        }
        rows.truncate(kept);
        for (column, code) in &self.narrowed {
            let holds = |row: usize| code.is_some() && column.get(row).copied() == *code;
            keep(&mut rows, holds);
        }
        if self.needs != self.needs_always {
            keep(&mut rows, |row| self.now(row).has_all(self.needs));
        }
        rows
    }

    /// What is true of a row today.
    pub(crate) fn now(&self, row: usize) -> Conditions {
        if self.changes {
            self.table.conditions_on(row, self.today)
        } else {
            self.table.conditions.get(row).copied().unwrap_or_default()
        }
    }

    pub(crate) fn month(&self, row: usize) -> Month {
        self.months.get(row).copied().unwrap_or(Month::NONE)
    }

    /// The wait of a row in days, if the indicator counts one.
    pub(crate) fn wait(&self, row: usize) -> Option<u16> {
        let wait = self.definition.wait?;
        let from = self.table.moment(row, wait.from, self.today);
        self.table.moment(row, wait.to, self.today).since(from)
    }

    /// How long the wait may last by law, in days.
    pub(crate) fn limit(&self, row: usize) -> Option<u16> {
        let from = self.table.moment(row, self.definition.wait?.from, self.today);
        self.table.treat_by.get(row)?.since(from)
    }
}

fn keep(rows: &mut Vec<u32>, holds: impl Fn(usize) -> bool) {
    let mut kept = 0;
    for place in 0..rows.len() {
        let row = rows.get(place).copied().unwrap_or_default();
        if let Some(place) = rows.get_mut(kept) {
            *place = row;
        }
        kept += usize::from(holds(at(row)));
    }
    rows.truncate(kept);
}

/// A row's number, to look up columns with.
pub(crate) fn at(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}

/// Whether a case belongs to a part.
pub(crate) fn is_inside(now: Conditions, wait: Option<u16>, part: Part) -> bool {
    match part {
        Part::Having(condition) => now.has(condition),
        Part::Within { days } => wait.is_some_and(|wait| wait <= days),
    }
}

// The first and the last month a filter lets through; an unreadable one lets nothing through.
fn months(filter: &Filter, definition: &Definition) -> (Month, Month) {
    let all = (Month::FIRST, Month::NONE);
    let (from, to) = match (definition.period, filter.months()) {
        (Period::Within, (from, to)) => (from.unwrap_or(all.0), to.unwrap_or(all.1)),
        (Period::Today, _) => all,
    };
    match filter.value(Dimension::Month) {
        None => (from, to),
        Some(UNKNOWN) => (from.max(Month::NONE), to),
        Some(code) => match code.parse::<Month>() {
            Ok(month) => (from.max(month), to.min(month)),
            Err(_) => (Month::NONE, Month::FIRST),
        },
    }
}

/// What the rows of a breakdown go by.
pub(crate) enum Grouping<'a> {
    /// A column of codes.
    Codes(&'a [u16]),
    /// The month the indicator counts a case in.
    Months(&'a [Month]),
}

impl<'a> Grouping<'a> {
    pub(crate) fn by(columns: &'a Columns, definition: &Definition, dimension: Dimension) -> Self {
        match dimension {
            Dimension::Month => Self::Months(columns.month(definition.month)),
            Dimension::Municipality
            | Dimension::Unit
            | Dimension::Profession
            | Dimension::Language
            | Dimension::Age
            | Dimension::Kind => Self::Codes(columns.group(dimension, definition.unit)),
        }
    }

    /// The number of the group of a row.
    pub(crate) fn of(&self, row: usize) -> usize {
        match self {
            Self::Codes(codes) => codes.get(row).copied().unwrap_or(Codes::UNKNOWN).into(),
            Self::Months(months) => months.get(row).copied().unwrap_or(Month::NONE).number(),
        }
    }
}
