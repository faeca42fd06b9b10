//! How long answers took: not the mean, which hides the ones that people remember.

use std::time::Duration;

/// The times of many answers.
#[derive(Default)]
pub(super) struct Latencies {
    times: Vec<Duration>,
}

impl Latencies {
    /// More answers.
    pub(super) fn extend(&mut self, times: impl IntoIterator<Item = Duration>) {
        self.times.extend(times);
    }

    /// The time within which this share of the answers came, in thousandths.
    pub(super) fn within(&mut self, permille: usize) -> Duration {
        self.times.sort_unstable();
        let last = self.times.len().saturating_sub(1);
        let rank = (self.times.len() * permille).div_ceil(1_000).saturating_sub(1).min(last);
        self.times.get(rank).copied().unwrap_or_default()
    }
}

/// Milliseconds with one decimal.
pub(super) fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_answers_that_were_given() {
        let mut latencies = Latencies::default();
        assert_eq!(latencies.within(990), Duration::ZERO);
        latencies.extend((1..=200).rev().map(Duration::from_millis));
        assert_eq!(latencies.within(500), Duration::from_millis(100));
        assert_eq!(latencies.within(990), Duration::from_millis(198));
        assert_eq!(latencies.within(1_000), Duration::from_millis(200));
    }
}
