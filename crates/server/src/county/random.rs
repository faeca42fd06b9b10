//! Chance, all of it from one seed: the same seed makes the same county on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use uuid::Uuid;

/// A source of chance with its own seed.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of a seed for one purpose: what one purpose draws never moves another.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&seed.to_le_bytes()).update(purpose.as_bytes());
        Self(ChaCha8Rng::from_seed(*hasher.finalize().as_bytes()))
    }

    /// A number from 0 up to 1, which is left out.
    pub(super) fn unit(&mut self) -> f64 {
        let high = u32::try_from(self.0.next_u64() >> 32).unwrap_or_default();
        f64::from(high) / 4_294_967_296.0
    }

    /// A number between two.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number of seconds between two.
    pub(crate) fn seconds(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).unwrap_or_default().saturating_add(1);
        low + i64::try_from(self.0.next_u64() % span).unwrap_or_default()
    }

    /// Whether something with this probability happens.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A place in a list of so many; 0 for an empty one.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(1).max(1);
        usize::try_from(self.0.next_u64() % count).unwrap_or_default()
    }

    /// One of a list.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    /// One of a list whose first entries are the common ones.
    pub(super) fn pick_common<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let at = self.unit() * self.unit().max(0.15);
        list.get(share_of(list.len(), at))
    }

    /// One of a list, each with its weight.
    pub(crate) fn weighted<T: Copy>(&mut self, list: &[(T, f64)]) -> Option<T> {
        let mut left = self.unit() * list.iter().map(|(_, weight)| weight).sum::<f64>();
        for (each, weight) in list {
            left -= weight;
            if left < 0.0 {
                return Some(*each);
            }
        }
        list.last().map(|(each, _)| *each)
    }

    /// How often something happens that happens so often on average.
    pub(super) fn often(&mut self, mean: f64) -> u32 {
        if mean > 40.0 {
            let spread: f64 = (0..12).map(|_| self.unit()).sum::<f64>() - 6.0;
            return whole(mean + spread * mean.sqrt());
        }
        let limit = (-mean).exp();
        let mut product = self.unit();
        let mut count = 0;
        while product > limit {
            product *= self.unit();
            count += 1;
        }
        count
    }

    /// A whole number near a mean: the fraction is the chance of one more.
    pub(super) fn about(&mut self, mean: f64) -> u32 {
        let floor = mean.max(0.0).floor();
        whole(floor) + u32::from(self.chance(mean - floor))
    }

    /// A fresh id.
    pub(super) fn id(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// Puts a list into an order by chance.
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// The nearest whole number that is not negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the number is rounded and clamped to the range first"
)]
pub(super) fn whole(number: f64) -> u32 {
    number.round().clamp(0.0, f64::from(u32::MAX)) as u32
}

/// The place that is this share of the way through a list.
pub(super) fn share_of(count: usize, share: f64) -> usize {
    let count_f = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let at = usize::try_from(whole((count_f * share).floor())).unwrap_or_default();
    at.min(count.saturating_sub(1))
}

/// Deals a whole out in proportion to weights, so that the parts sum to it exactly.
pub(super) fn apportion(whole_count: u32, weights: &[f64]) -> Vec<u32> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<f64> =
        weights.iter().map(|weight| f64::from(whole_count) * weight / sum).collect();
    let mut parts: Vec<u32> = exact.iter().map(|part| whole(part.floor())).collect();
    let missing = whole_count.saturating_sub(parts.iter().sum());
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let rest = |at: usize| exact.get(at).map_or(0.0, |part| part - part.floor());
    order.sort_by(|a, b| rest(*b).total_cmp(&rest(*a)).then(a.cmp(b)));
    for at in order.into_iter().take(usize::try_from(missing).unwrap_or_default()) {
        if let Some(part) = parts.get_mut(at) {
            *part += 1;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_sum_to_the_whole() {
        assert_eq!(apportion(10, &[1.0, 1.0, 1.0]), [4, 3, 3]);
        assert_eq!(apportion(98_972, &[0.5, 0.3, 0.2]).iter().sum::<u32>(), 98_972);
        assert_eq!(apportion(5, &[0.0, 0.0]), [0, 0]);
    }

    #[test]
    fn the_same_seed_and_purpose_draw_the_same() {
        let draws = |seed, purpose| {
            let mut dice = Dice::new(seed, purpose);
            (0..5).map(|_| dice.below(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(draws(1, "a"), draws(1, "a"));
        assert_ne!(draws(1, "a"), draws(2, "a"));
        assert_ne!(draws(1, "a"), draws(1, "b"));
    }

    #[test]
    fn counts_gather_around_their_mean() {
        let mut dice = Dice::new(3, "often");
        for mean in [0.4, 5.0, 300.0] {
            let sum: u32 = (0..2_000).map(|_| dice.often(mean)).sum();
            let average = f64::from(sum) / 2_000.0;
            assert!((average - mean).abs() < mean.mul_add(0.02, 0.05), "{mean}: {average}");
        }
    }

    #[test]
    fn weights_decide_how_often_each_comes() {
        let mut dice = Dice::new(3, "weights");
        let first =
            (0..4_000).filter(|_| dice.weighted(&[("a", 3.0), ("b", 1.0)]) == Some("a")).count();
        assert!((2_850..3_150).contains(&first), "{first}");
    }
}
