//! The third free time (*T3, kolmas vapaa aika, tredje lediga tiden*): how far away the third bookable
//! time in the book of each professional is. The first two may be left-overs; the third tells how
//! soon a client gets a time.

use jiff::civil::Date;
use serde::Deserialize;

use crate::day::days_between;

/// How it is counted.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Which free time of a book counts; the first one is 1.
    pub place: u16,
    /// The days of a book that has no such time, and the most that any other has.
    pub days_max: u16,
}

impl Rule {
    /// The median over the books of a unit and profession in tenths of calendar days; nothing without
    /// any book. Each book gives the day of its counted time, if it has one.
    pub fn tenths(
        &self,
        today: Date,
        books: impl IntoIterator<Item = Option<Date>>,
    ) -> Option<u32> {
        let days = |on: Date| u16::try_from(days_between(today, on)).unwrap_or(0);
        let book = |on: Option<Date>| on.map_or(self.days_max, days).min(self.days_max);
        let mut books: Vec<u32> = books.into_iter().map(|on| u32::from(book(on))).collect();
        books.sort_unstable();
        let upper = books.get(books.len() / 2)?;
        let lower = books.get((books.len() - 1) / 2)?;
        Some((lower + upper) * 5)
    }

    /// What is wrong with it, and what to do.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.place == 0 {
            faults.push("place has to be at least 1".to_owned());
        }
        if self.days_max == 0 {
            faults.push("days_max has to be at least 1".to_owned());
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn tenths(days: &[Option<i8>]) -> Option<u32> {
        let rule: Rule = toml::from_str(include_str!("../../../content/third-free.toml")).unwrap();
        assert_eq!(rule.faults(), Vec::<String>::new());
        let today = date(2026, 11, 2);
        rule.tenths(today, days.iter().map(|day| day.map(|day| date(2026, 11, 2 + day))))
    }

    #[test]
    fn it_is_the_median_over_books() {
        assert_eq!(tenths(&[]), None);
        assert_eq!(tenths(&[Some(4)]), Some(40));
        assert_eq!(tenths(&[Some(9), Some(0), Some(4)]), Some(40));
        assert_eq!(tenths(&[Some(4), Some(7)]), Some(55));
    }

    #[test]
    fn a_book_with_too_few_times_counts_as_the_most() {
        assert_eq!(tenths(&[None]), Some(1_820));
        assert_eq!(tenths(&[None, Some(3), Some(5)]), Some(50));
        assert_eq!(tenths(&[None, None, Some(5)]), Some(1_820));
    }

    #[test]
    fn a_rule_says_what_is_wrong_with_it() {
        assert_eq!(Rule::default().faults().len(), 2);
    }
}
