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
    // Each narrowed dimension's column, and the code that has to stand in it.
    narrowed: Vec<(&'a [u16], Option<u16>)>,
    months: &'a [Month],
    from: Month,
    to: Month,
}

/// What is true of a case only on some days.
const CHANGING: [Condition; 2] = [Condition::SameDayKnown, Condition::PastLimit];

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
        Self {
            table: columns.table(),
            definition,
            today: Day::of(today),
            needs: definition.conditions(),
            needs_always: definition
                .among
                .iter()
                .copied()
                .filter(|condition| !CHANGING.contains(condition))
                .collect(),
            narrowed: narrowed.collect(),
            months: columns.month(definition.month),
            from,
            to,
        }
    }

    /// The rows of the cases counted.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u32> {
        let always = (0..).zip(&self.table.conditions);
        always.filter(|(_, is)| is.has_all(self.needs_always)).filter_map(|(row, _)| {
            let at = usize::try_from(row).ok()?;
            self.admits(at).then_some(row)
        })
    }

    fn admits(&self, row: usize) -> bool {
        let month = self.month(row);
        (self.from..=self.to).contains(&month)
            && self
                .narrowed
                .iter()
                .all(|(column, code)| code.is_some() && column.get(row).copied() == *code)
            && (self.needs == self.needs_always
                || self.table.conditions_on(row, self.today).has_all(self.needs))
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

    /// Whether a row belongs to a part.
    pub(crate) fn is_in(&self, row: usize, part: Part) -> bool {
        match part {
            Part::Having(condition) => self.table.conditions_on(row, self.today).has(condition),
            Part::Within { days } => self.wait(row).is_some_and(|wait| wait <= days),
        }
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

/// The column by which a breakdown groups, or the months.
pub(crate) fn group_of(
    columns: &Columns,
    select: &Select,
    dimension: Dimension,
    row: usize,
) -> usize {
    match dimension {
        Dimension::Month => select.month(row).number(),
        Dimension::Municipality
        | Dimension::Unit
        | Dimension::Profession
        | Dimension::Language
        | Dimension::Age
        | Dimension::Kind => {
            let column = columns.group(dimension, select.definition.unit);
            column.get(row).copied().map_or(usize::from(Codes::UNKNOWN), usize::from)
        }
    }
}
