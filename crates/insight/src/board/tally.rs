//! One pass over an indicator's cases: counts, people and days for the whole, for each group and
//! for each month. Invariant: a tally does not depend on the order of the rows.

mod grid;

use std::collections::BTreeMap;

use care::id::PersonId;

use self::grid::Grid;
use super::select::{Grouping, Select, at, is_inside};
use crate::day::Month;
use crate::figure::People;
use crate::indicator::definition::Split;

/// The bars of a distribution: the first day of each. The last has no end.
pub(crate) const BUCKETS: [u16; 9] = [0, 1, 4, 8, 15, 31, 61, 91, 181];

/// The number of the bar a wait belongs to.
pub(crate) fn bucket_of(days: u16) -> usize {
    BUCKETS.iter().take_while(|from| **from <= days).count().saturating_sub(1)
}

/// More shares and parts than this, no indicator has.
pub(crate) const SPLITS_MAX: usize = 4;

/// What was counted of one cell.
#[derive(Clone, Default, Debug)]
pub(crate) struct Tally {
    pub(crate) count: u32,
    /// How many waited nought days, one day, two days and so on.
    pub(crate) days: Vec<u32>,
    // By mark: see `Seen`. The people of the cell come first, then those of each mark.
    marked: [u32; MARKS],
    people: [People; MARKS + 1],
}

const MARKS: usize = SPLITS_MAX * 2;

/// What was counted of a share or part: the whole, and those in it.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct SplitTally {
    pub(crate) whole: u32,
    pub(crate) whole_people: People,
    pub(crate) inside: u32,
    pub(crate) inside_people: People,
}

/// What was counted of one indicator: the whole, and each group and month.
#[derive(Default, Debug)]
pub(crate) struct Counted {
    pub(crate) whole: Tally,
    pub(crate) groups: Cells,
    pub(crate) months: Cells,
    pub(crate) buckets: [People; BUCKETS.len()],
    /// How many may wait nought days by law, one day, and so on.
    pub(crate) limits: Vec<u32>,
}

/// Tallies by number.
pub(crate) type Cells = BTreeMap<usize, Tally>;

/// What is known of a row before it is put into its cell.
struct Seen {
    row: u32,
    wait: Option<u16>,
    // Two bits for each split: whether the row is in the whole, and whether it is inside.
    marks: u16,
}

impl Tally {
    /// The people of the cell.
    pub(crate) fn people(&self) -> People {
        self.people.first().copied().unwrap_or_default()
    }

    /// A share or part by its place in the definition.
    pub(crate) fn split(&self, place: usize) -> SplitTally {
        let marked = |mark: usize| self.marked.get(mark).copied().unwrap_or_default();
        let people = |mark: usize| self.people.get(mark + 1).copied().unwrap_or_default();
        let (whole, inside) = (place * 2, place * 2 + 1);
        SplitTally {
            whole: marked(whole),
            whole_people: people(whole),
            inside: marked(inside),
            inside_people: people(inside),
        }
    }

    /// The same counts as if enough people stood behind each: for worked examples only.
    pub(crate) fn unguarded(&self) -> Self {
        Self { people: [People::default(); MARKS + 1], ..self.clone() }
    }

    fn merge(&mut self, other: &Self, persons: &[PersonId]) {
        self.count += other.count;
        if self.days.len() < other.days.len() {
            self.days.resize(other.days.len(), 0);
        }
        for (all, days) in self.days.iter_mut().zip(&other.days) {
            *all += days;
        }
        for (all, marked) in self.marked.iter_mut().zip(&other.marked) {
            *all += marked;
        }
        for (all, people) in self.people.iter_mut().zip(&other.people) {
            all.merge(people, persons);
        }
    }
}

fn count_day(days: &mut Vec<u32>, day: u16) {
    let day = usize::from(day);
    if days.len() <= day {
        days.resize(day + 1, 0);
    }
    if let Some(count) = days.get_mut(day) {
        *count += 1;
    }
}

/// Counts an indicator, with each row put into its group.
pub(crate) fn count(select: &Select, grouping: &Grouping, span: (Month, Month)) -> Counted {
    let mut counted = Counted::default();
    let splits = select.definition.splits();
    let persons = &select.table.person;
    // Each row is put into one cell of its group and month; groups, months and the whole are
    // sums of those.
    let mut grid = Grid::over(span, splits.len());
    for row in select.rows() {
        let place = at(row);
        let seen = see(select, &splits, row, place);
        grid.add(grouping.of(place), select.month(place), &seen, persons);
        if let Some(wait) = seen.wait {
            if let Some(bucket) = counted.buckets.get_mut(bucket_of(wait)) {
                bucket.see(row, persons);
            }
            if let Some(limit) = select.limit(place) {
                count_day(&mut counted.limits, limit);
            }
        }
    }
    for (group, month, tally) in grid.into_cells() {
        counted.groups.entry(group).or_default().merge(&tally, persons);
        counted.months.entry(month).or_default().merge(&tally, persons);
    }
    for group in counted.groups.values() {
        counted.whole.merge(group, persons);
    }
    counted
}

fn see(select: &Select, splits: &[Split], row: u32, place: usize) -> Seen {
    let wait = select.wait(place);
    let mut marks = 0;
    if !splits.is_empty() {
        let now = select.now(place);
        for (n, split) in splits.iter().enumerate() {
            let whole = now.has_all(split.among);
            let inside = whole & is_inside(now, wait, split.of);
            marks |= (u16::from(whole) | u16::from(inside) << 1) << (n * 2);
        }
    }
    Seen { row, wait, marks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_has_one_bar() {
        for (days, bucket) in
            [(0, 0), (1, 1), (3, 1), (4, 2), (14, 3), (15, 4), (90, 6), (91, 7), (180, 7), (181, 8)]
        {
            assert_eq!(bucket_of(days), bucket, "{days}");
        }
        assert_eq!(bucket_of(u16::MAX), BUCKETS.len() - 1);
    }
}
