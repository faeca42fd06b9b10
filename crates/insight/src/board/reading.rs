//! What an indicator says of a cell, as it may leave.

use super::tally::{BUCKETS, SplitTally, Tally};
use crate::figure::Figure;
use crate::indicator::definition::{Definition, Part};

/// What one indicator says of one cell of a board.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// How many cases.
    pub count: Figure<u32>,
    /// The waits, where the indicator counts them.
    pub days: Option<DaysReading>,
    /// Shares, in thousandths.
    pub shares: Vec<(Part, Figure<u32>)>,
    /// Counts of parts.
    pub parts: Vec<(Part, Figure<u32>)>,
}

/// Waits in calendar days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DaysReading {
    /// The middle wait, or the mean of the two in the middle, in tenths of days.
    pub median_tenths: Figure<u32>,
    /// Nine of ten waited at most this.
    pub p90_days: Figure<u32>,
    /// The longest.
    pub longest_days: Figure<u32>,
    /// How many waited how long; of the whole board only.
    pub buckets: Vec<Bucket>,
    /// The limit that most of these waits have by law: the middle one; of the whole board only.
    pub usual_limit_days: Option<u32>,
}

/// One bar of a distribution.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bucket {
    /// From this many days.
    pub from_days: u32,
    /// To this many; no end for the last one.
    pub to_days: Option<u32>,
    /// How many waits.
    pub count: Figure<u32>,
}

impl Reading {
    /// The share of a part, in thousandths.
    pub fn share(&self, of: impl Into<Part>) -> Figure<u32> {
        find(&self.shares, of.into())
    }

    /// The share that waited at most so many days, in thousandths.
    pub fn share_within_days(&self, days: u16) -> Figure<u32> {
        find(&self.shares, Part::Within { days })
    }

    /// The count of a part.
    pub fn part(&self, of: impl Into<Part>) -> Figure<u32> {
        find(&self.parts, of.into())
    }

    /// A cell's reading. The parts that are hidden are decided over the whole table.
    pub(crate) fn of(
        definition: &Definition,
        tally: &Tally,
        hidden: bool,
        hidden_parts: impl Fn(usize) -> bool,
    ) -> Self {
        let shares = definition.share.iter().enumerate();
        let parts = (definition.share.len()..).zip(&definition.part);
        Self {
            count: Figure::unless(hidden, Some(tally.count)),
            days: definition.wait.map(|_| DaysReading {
                median_tenths: Figure::unless(hidden, median_tenths(&tally.days)),
                p90_days: Figure::unless(hidden, p90(&tally.days)),
                longest_days: Figure::unless(hidden, longest(&tally.days)),
                buckets: Vec::new(),
                usual_limit_days: None,
            }),
            shares: shares
                .map(|(n, share)| (share.of, published(&tally.split(n), hidden)))
                .collect(),
            parts: parts
                .map(|(n, of)| {
                    let hidden = hidden || hidden_parts(n);
                    (*of, Figure::unless(hidden, Some(tally.split(n).inside)))
                })
                .collect(),
        }
    }
}

fn find(figures: &[(Part, Figure<u32>)], of: Part) -> Figure<u32> {
    let found = figures.iter().find(|(part, _)| *part == of);
    found.map_or(Figure::Nothing, |(_, figure)| *figure)
}

// A share tells of the whole it is of, so it is the whole that must not be small.
fn published(split: &SplitTally, hidden: bool) -> Figure<u32> {
    Figure::unless(hidden || split.whole_people.are_few(), permille(split.inside, split.whole))
}

/// A share in thousandths, rounded; but all is said only of all, and none only of none.
fn permille(inside: u32, whole: u32) -> Option<u32> {
    let (part, all) = (u64::from(inside), u64::from(whole));
    let rounded = (part * 2000 + all).checked_div(all * 2)?;
    let rounded = match inside {
        0 => 0,
        _ if inside == whole => 1000,
        _ => rounded.clamp(1, 999),
    };
    u32::try_from(rounded).ok()
}

fn total(days: &[u32]) -> u64 {
    days.iter().copied().map(u64::from).sum()
}

/// The day of the wait with this rank, counted from one.
fn ranked(days: &[u32], rank: u64) -> Option<u32> {
    let mut reached = 0;
    let day = days.iter().position(|count| {
        reached += u64::from(*count);
        reached >= rank
    });
    day.and_then(|day| u32::try_from(day).ok())
}

fn median_tenths(days: &[u32]) -> Option<u32> {
    let all = total(days);
    let (low, high) = (ranked(days, all.div_ceil(2).max(1))?, ranked(days, all / 2 + 1)?);
    Some((low + high) * 5)
}

fn p90(days: &[u32]) -> Option<u32> {
    ranked(days, (total(days) * 9).div_ceil(10).max(1))
}

fn longest(days: &[u32]) -> Option<u32> {
    days.iter().rposition(|count| *count > 0).and_then(|day| u32::try_from(day).ok())
}

/// The middle limit of those that have one.
pub(crate) fn usual_limit(limits: &[u32]) -> Option<u32> {
    ranked(limits, total(limits).div_ceil(2).max(1))
}

/// The counts of the bars, with the people of each.
pub(crate) fn bucket_counts(days: &[u32]) -> [u32; BUCKETS.len()] {
    let mut counts = [0; BUCKETS.len()];
    for (day, count) in (0..=u16::MAX).zip(days) {
        if let Some(bucket) = counts.get_mut(super::tally::bucket_of(day)) {
            *bucket += count;
        }
    }
    counts
}

/// The bars as they may leave.
pub(crate) fn buckets(
    counts: &[u32; BUCKETS.len()],
    hidden: impl Fn(usize) -> bool,
) -> Vec<Bucket> {
    let ends = BUCKETS.iter().skip(1).map(|next| Some(u32::from(*next) - 1)).chain([None]);
    let bars = BUCKETS.iter().zip(ends).zip(counts).enumerate();
    bars.map(|(n, ((from, to_days), count))| Bucket {
        from_days: u32::from(*from),
        to_days,
        count: Figure::unless(hidden(n), Some(*count)),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // The counts by day of a list of waits.
    fn days(waits: &[usize]) -> Vec<u32> {
        let mut days = vec![0; waits.iter().max().map_or(0, |last| last + 1)];
        for wait in waits {
            days[*wait] += 1;
        }
        days
    }

    #[test]
    fn medians_and_ninth_tenths_are_those_of_the_sorted_list() {
        type Row = (&'static [usize], Option<u32>, Option<u32>, Option<u32>);
        let table: [Row; 6] = [
            (&[], None, None, None),
            (&[0], Some(0), Some(0), Some(0)),
            (&[3, 4], Some(35), Some(4), Some(4)),
            (&[1, 1, 9], Some(10), Some(9), Some(9)),
            (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Some(55), Some(9), Some(10)),
            (&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 40], Some(0), Some(0), Some(40)),
        ];
        for (waits, median, ninth, last) in table {
            let days = days(waits);
            assert_eq!(median_tenths(&days), median, "{waits:?}");
            assert_eq!(p90(&days), ninth, "{waits:?}");
            assert_eq!(longest(&days), last, "{waits:?}");
        }
    }

    #[test]
    fn shares_round_but_never_to_all_or_none() {
        for (inside, whole, share) in [
            (0, 0, None),
            (0, 7, Some(0)),
            (7, 7, Some(1000)),
            (2, 3, Some(667)),
            (1, 8, Some(125)),
            (1, 16, Some(63)),
            (1, 100_000, Some(1)),
            (99_999, 100_000, Some(999)),
        ] {
            assert_eq!(permille(inside, whole), share, "{inside}/{whole}");
        }
    }
}
