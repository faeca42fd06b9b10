//! One pass over an indicator's cases: counts, people and days for the whole, for each group and
//! for each month. Invariant: a tally does not depend on the order of the rows.

use super::select::Select;
use crate::figure::People;
use crate::indicator::definition::Split;

/// The bars of a distribution: the first day of each. The last has no end.
pub(crate) const BUCKETS: [u16; 9] = [0, 1, 4, 8, 15, 31, 61, 91, 181];

/// The number of the bar a wait belongs to.
pub(crate) fn bucket_of(days: u16) -> usize {
    BUCKETS.iter().take_while(|from| **from <= days).count().saturating_sub(1)
}

/// What was counted of one cell.
#[derive(Clone, Default, Debug)]
pub(crate) struct Tally {
    pub(crate) count: u32,
    pub(crate) people: People,
    /// How many waited nought days, one day, two days and so on.
    pub(crate) days: Vec<u32>,
    /// For each share and part: the whole, and those in it.
    pub(crate) splits: Vec<SplitTally>,
}

#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct SplitTally {
    pub(crate) whole: u32,
    pub(crate) whole_people: People,
    pub(crate) inside: u32,
    pub(crate) inside_people: People,
}

/// What was counted of one indicator: the whole, and each group and month by number.
#[derive(Default, Debug)]
pub(crate) struct Counted {
    pub(crate) whole: Tally,
    pub(crate) groups: Vec<Tally>,
    pub(crate) months: Vec<Tally>,
    pub(crate) buckets: [People; BUCKETS.len()],
    /// How many may wait nought days by law, one day, and so on.
    pub(crate) limits: Vec<u32>,
}

/// What is known of a row before it is put into its cells.
struct Seen {
    row: u32,
    wait: Option<u16>,
    // For each split: not in the whole, in it, or inside.
    places: [Place; SPLITS_MAX],
}

#[derive(Clone, Copy)]
enum Place {
    Elsewhere,
    Whole,
    Inside,
}

/// More shares and parts than this, no indicator has.
pub(crate) const SPLITS_MAX: usize = 8;

impl Tally {
    /// The same counts as if enough people stood behind each: for worked examples only.
    pub(crate) fn unguarded(&self) -> Self {
        let mut open = self.clone();
        open.people = People::default();
        for split in &mut open.splits {
            split.whole_people = People::default();
            split.inside_people = People::default();
        }
        open
    }

    fn add(&mut self, seen: &Seen, splits: usize, select: &Select) {
        let persons = &select.table.person;
        self.count += 1;
        self.people.see(seen.row, persons);
        if let Some(wait) = seen.wait {
            count_day(&mut self.days, wait);
        }
        if self.splits.len() < splits {
            self.splits.resize_with(splits, SplitTally::default);
        }
        for (split, place) in self.splits.iter_mut().zip(seen.places) {
            match place {
                Place::Elsewhere => continue,
                Place::Whole => {}
                Place::Inside => {
                    split.inside += 1;
                    split.inside_people.see(seen.row, persons);
                }
            }
            split.whole += 1;
            split.whole_people.see(seen.row, persons);
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

/// Counts an indicator, with each row put into the group that is told.
pub(crate) fn count(select: &Select, group_of: impl Fn(usize) -> usize) -> Counted {
    let mut counted = Counted::default();
    let splits = select.definition.splits();
    for row in select.rows() {
        let Ok(at) = usize::try_from(row) else { continue };
        let seen = see(select, &splits, row, at);
        counted.whole.add(&seen, splits.len(), select);
        cell(&mut counted.groups, group_of(at)).add(&seen, splits.len(), select);
        cell(&mut counted.months, select.month(at).number()).add(&seen, splits.len(), select);
        if let Some(bucket) = seen.wait.and_then(|wait| counted.buckets.get_mut(bucket_of(wait))) {
            bucket.see(row, &select.table.person);
        }
        if let Some(limit) = select.limit(at) {
            count_day(&mut counted.limits, limit);
        }
    }
    counted
}

fn see(select: &Select, splits: &[Split], row: u32, at: usize) -> Seen {
    let mut places = [Place::Elsewhere; SPLITS_MAX];
    if !splits.is_empty() {
        let now = select.table.conditions_on(at, select.today);
        for (place, split) in places.iter_mut().zip(splits) {
            if now.has_all(split.among) {
                let inside = select.is_in(at, split.of);
                *place = if inside { Place::Inside } else { Place::Whole };
            }
        }
    }
    Seen { row, wait: select.wait(at), places }
}

fn cell(cells: &mut Vec<Tally>, number: usize) -> &mut Tally {
    if cells.len() <= number {
        cells.resize_with(number + 1, Tally::default);
    }
    // The line above made room for it.
    cells.get_mut(number).expect("the cells reach the number")
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
