//! Counting what passed: each test of a test run by itself, any other step as one.

/// Checks that passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl Tally {
    /// One check.
    pub(super) fn one(good: bool) -> Self {
        Self { passed: u64::from(good), failed: u64::from(!good) }
    }

    /// Both together.
    pub(super) fn plus(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }

    /// Reads a summary line of a Rust test binary or of a foreign session, such as
    /// `test result: ok. 12 passed; 0 failed; 0 ignored; …`.
    pub(super) fn of_test_summary(line: &str) -> Option<Self> {
        let counts = line.strip_prefix("test result: ")?;
        let count = |word: &str| {
            let before = counts.split(word).next()?;
            before.trim_end().rsplit([' ', ';']).next()?.parse().ok()
        };
        Some(Self { passed: count("passed")?, failed: count("failed")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_are_counted() {
        let good = "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; finished in 0.01s";
        assert_eq!(Tally::of_test_summary(good), Some(Tally { passed: 12, failed: 0 }));
        let bad = "test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured";
        assert_eq!(Tally::of_test_summary(bad), Some(Tally { passed: 3, failed: 2 }));
    }

    #[test]
    fn other_lines_are_not() {
        assert_eq!(Tally::of_test_summary("test day::tests::leap ... ok"), None);
        assert_eq!(Tally::of_test_summary("test result: none"), None);
    }
}
