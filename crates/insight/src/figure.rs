//! Figures that may leave, and the rule of small cells: a cell that rests on one to four people is
//! hidden, and enough of its neighbours with it that no total gives it away. Invariant: the hidden
//! cells of a table are none, or at least two, and together rest on at least five.

use care::id::PersonId;

/// A cell that rests on fewer people is hidden.
const PEOPLE_MIN: u32 = 5;

/// A figure as it may leave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Figure<T> {
    /// It may be seen.
    Shown(T),
    /// It rests on one to four people, or would give away a figure that does.
    Suppressed,
    /// There is nothing to count it from: the median of no wait.
    Nothing,
}

impl<T> Figure<T> {
    /// The figure, if it may be seen and there is one.
    pub fn shown(self) -> Option<T> {
        match self {
            Self::Shown(value) => Some(value),
            Self::Suppressed | Self::Nothing => None,
        }
    }

    /// Whether it is hidden.
    pub fn is_suppressed(&self) -> bool {
        match self {
            Self::Suppressed => true,
            Self::Shown(_) | Self::Nothing => false,
        }
    }

    pub(crate) fn unless(hidden: bool, value: Option<T>) -> Self {
        match value {
            _ if hidden => Self::Suppressed,
            Some(value) => Self::Shown(value),
            None => Self::Nothing,
        }
    }
}

/// How many different people a cell rests on, counted up to five.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct People {
    count: u32,
    // The rows in which the first four of them were seen.
    rows: [u32; 4],
}

impl People {
    /// Counts the person of a row.
    #[inline]
    pub(crate) fn see(&mut self, row: u32, persons: &[PersonId]) -> Self {
        if self.count < PEOPLE_MIN {
            self.look_closer(row, persons);
        }
        *self
    }

    /// Whether they are five, so that counting on says nothing more.
    pub(crate) fn are_enough(self) -> bool {
        self.count >= PEOPLE_MIN
    }

    fn look_closer(&mut self, row: u32, persons: &[PersonId]) {
        let person = |row: u32| usize::try_from(row).ok().and_then(|row| persons.get(row));
        let known = usize::try_from(self.count).unwrap_or(usize::MAX);
        if self.rows.iter().take(known).any(|seen| person(*seen) == person(row)) {
            return;
        }
        if let Some(free) = self.rows.get_mut(known) {
            *free = row;
        }
        self.count += 1;
    }

    /// Counts the people of another cell too.
    pub(crate) fn merge(&mut self, other: &Self, persons: &[PersonId]) {
        if other.count >= PEOPLE_MIN {
            self.count = PEOPLE_MIN;
        }
        let known = usize::try_from(other.count).unwrap_or(usize::MAX);
        for row in other.rows.iter().take(known) {
            self.see(*row, persons);
        }
    }

    /// Whether it is one to four.
    pub(crate) fn are_few(self) -> bool {
        self.count > 0 && self.count < PEOPLE_MIN
    }

    pub(crate) fn count_to_five(self) -> u32 {
        self.count
    }
}

/// One cell of a table whose cells add up to a total that is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TableCell {
    /// Its count.
    pub(crate) count: u32,
    /// The people it rests on.
    pub(crate) people: People,
    /// Whether it is hidden already for another reason.
    pub(crate) hidden: bool,
}

/// Which cells of a table to hide: the small ones, and while their sum could be told from the
/// total, the smallest of the others.
pub(crate) fn hide(cells: &[TableCell]) -> Vec<bool> {
    let mut hidden: Vec<bool> =
        cells.iter().map(|cell| cell.hidden || cell.people.are_few()).collect();
    while is_open_to_subtraction(cells, &hidden) {
        let rest =
            cells.iter().zip(&mut hidden).filter(|(cell, hidden)| cell.count > 0 && !**hidden);
        match rest.min_by_key(|(cell, _)| cell.count) {
            Some((_, smallest)) => *smallest = true,
            None => break,
        }
    }
    hidden
}

fn is_open_to_subtraction(cells: &[TableCell], hidden: &[bool]) -> bool {
    let (mut filled, mut people) = (0, 0);
    for (cell, _) in cells.iter().zip(hidden).filter(|(cell, hidden)| **hidden && cell.count > 0) {
        filled += 1;
        people += cell.people.count_to_five();
    }
    filled == 1 || (filled > 0 && people < PEOPLE_MIN)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    // A cell of so many cases of so many people.
    fn cell(count: u32, people: u32) -> TableCell {
        let persons: Vec<PersonId> =
            (0..people).map(|n| PersonId(Uuid::from_u128(n.into()))).collect();
        let mut seen = People::default();
        for row in (0..people).chain(0..people) {
            seen.see(row, &persons);
        }
        TableCell { count, people: seen, hidden: false }
    }

    #[test]
    fn people_are_counted_once() {
        for (people, counted) in [(0, 0), (1, 1), (4, 4), (5, 5), (9, 5)] {
            let cell = cell(people, people);
            assert_eq!(cell.people.count_to_five(), counted);
            assert_eq!(cell.people.are_few(), (1..5).contains(&people));
        }
    }

    #[test]
    fn small_cells_take_a_neighbour_with_them() {
        // Each cell with its cases and its people, and whether it has to be hidden.
        type Table = (&'static [(u32, u32)], &'static [bool]);
        let tables: [Table; 8] = [
            // Nothing small, nothing hidden.
            (&[(10, 10), (0, 0), (7, 7)], &[false, false, false]),
            // One small cell: the smallest other one that is not empty goes too.
            (&[(10, 10), (3, 3), (0, 0), (7, 7)], &[false, true, false, true]),
            // Many cases of few people are small all the same.
            (&[(30, 2), (40, 9), (50, 9)], &[true, true, false]),
            // Two small cells hide each other when five people stand behind them.
            (&[(3, 3), (2, 2), (9, 9)], &[true, true, false]),
            // Two single people do not.
            (&[(1, 1), (1, 1), (9, 9), (8, 8)], &[true, true, false, true]),
            // A small cell alone: its total is hidden by the same rule.
            (&[(4, 4), (0, 0)], &[true, false]),
            (&[], &[]),
            (&[(0, 0)], &[false]),
        ];
        for (table, expected) in tables {
            let cells: Vec<TableCell> = table.iter().map(|(n, people)| cell(*n, *people)).collect();
            assert_eq!(hide(&cells), expected, "{table:?}");
        }
    }

    #[test]
    fn what_is_hidden_already_counts_as_hidden() {
        let cells = [TableCell { hidden: true, ..cell(6, 6) }, cell(8, 8), cell(9, 9)];
        assert_eq!(hide(&cells), [true, true, false]);
    }
}
