//! The cells of one pass, by group and month. What each row touches lies close together, and what
//! it seldom touches apart: a pass is as fast as its memory is near.

use care::id::PersonId;

use super::{MARKS, Seen, Tally, at, count_day};
use crate::day::Month;
use crate::figure::People;

/// The cells, only those that were needed.
pub(super) struct Grid {
    first: usize,
    months: usize,
    marks: usize,
    // By group and month: the place of a cell, counted from one.
    places: Vec<u32>,
    keys: Vec<(usize, usize)>,
    counts: Vec<Counts>,
    days: Vec<Vec<u32>>,
    people: Vec<[People; MARKS + 1]>,
}

/// What each row touches.
#[derive(Clone, Copy)]
struct Counts {
    count: u32,
    marked: [u32; MARKS],
    // A bit for the people of the cell and of each mark while they are fewer than five.
    few: u16,
}

impl Grid {
    /// No cell yet, for months between two; what has no month goes to the end.
    pub(super) fn over((first, last): (Month, Month), splits: usize) -> Self {
        let first = first.number();
        Self {
            first,
            months: last.number().saturating_sub(first) + 2,
            marks: splits * 2,
            places: Vec::new(),
            keys: Vec::new(),
            counts: Vec::new(),
            days: Vec::new(),
            people: Vec::new(),
        }
    }

    /// Counts a row in its cell.
    pub(super) fn add(&mut self, group: usize, month: Month, seen: &Seen, persons: &[PersonId]) {
        let cell = self.cell(group, month.number());
        let Some(counts) = self.counts.get_mut(cell) else { return };
        counts.count += 1;
        for (mark, count) in (0..).zip(counts.marked.iter_mut().take(self.marks)) {
            *count += u32::from(seen.marks >> mark & 1);
        }
        // Soon five people stand behind most figures, and nobody has to be told apart any more.
        let asked = counts.few & (seen.marks << 1 | 1);
        if let (true, Some(people)) = (asked != 0, self.people.get_mut(cell)) {
            counts.few &= !see(people, asked, seen.row, persons);
        }
        if let (Some(wait), Some(days)) = (seen.wait, self.days.get_mut(cell)) {
            count_day(days, wait);
        }
    }

    /// Every cell with its group and month.
    pub(super) fn into_cells(self) -> impl Iterator<Item = (usize, usize, Tally)> {
        let cells = self.keys.into_iter().zip(self.counts).zip(self.days).zip(self.people);
        cells.map(|((((group, month), counts), days), people)| {
            (group, month, Tally { count: counts.count, days, marked: counts.marked, people })
        })
    }

    fn cell(&mut self, group: usize, month: usize) -> usize {
        let column = month.saturating_sub(self.first).min(self.months - 1);
        let place = group * self.months + column;
        if self.places.len() <= place {
            self.places.resize(place + 1, 0);
        }
        let known = self.places.get(place).copied().unwrap_or_default();
        if known == 0 { self.open(group, month, place) } else { at(known) - 1 }
    }

    fn open(&mut self, group: usize, month: usize, place: usize) -> usize {
        let cell = self.keys.len();
        self.keys.push((group, month));
        self.counts.push(Counts { count: 0, marked: [0; MARKS], few: u16::MAX });
        self.days.push(Vec::new());
        self.people.push([People::default(); MARKS + 1]);
        if let (Some(place), Ok(number)) = (self.places.get_mut(place), u32::try_from(cell + 1)) {
            *place = number;
        }
        cell
    }
}

/// Returns the bits of those that now are five.
fn see(people: &mut [People], asked: u16, row: u32, persons: &[PersonId]) -> u16 {
    let mut enough = 0;
    for (bit, people) in (0..).map(|place| 1 << place).zip(people) {
        if asked & bit != 0 && people.see(row, persons).are_enough() {
            enough |= bit;
        }
    }
    enough
}
