//! A coarse look at the purses: what every group has at most, in 16 bits. A
//! million of them fit in the fastest memory of a processor, so most projects
//! that are not next can be put off without looking at the purses themselves.
//!
//! Every answer is a lower bound on a price, never a decision.

#![expect(clippy::indexing_slicing, reason = "every index is a ballot group numbered by `Problem`, and there is one purse for each")]

use super::super::super::float;

/// The steps in which a purse is measured.
const STEPS: f64 = 65_000.0;

/// What every group has at most.
pub(super) struct Sieve {
    /// In steps, rounded up by one step at least; 0 for an empty purse.
    most: Vec<u16>,
    /// What a step is.
    step: f64,
}

/// What a coarse look at the supporters of a project says.
pub(super) enum Coarse {
    /// They do not have the money together.
    TooPoor,
    /// The price is at least this.
    AtLeast(f64),
}

impl Sieve {
    /// Purses that all have no more than `most`.
    pub(super) fn fill(left: &[f64], most: f64) -> Self {
        let mut sieve = Sieve { most: Vec::new(), step: most / STEPS };
        sieve.most = left.iter().map(|left| sieve.measure(*left)).collect();
        sieve
    }

    /// A purse in steps. It is rounded up by more than any rounding of floats
    /// can amount to.
    fn measure(&self, left: f64) -> u16 {
        if left == 0.0 || self.step == 0.0 {
            return 0;
        }
        float::small(left / self.step).saturating_add(2)
    }

    /// A purse changed.
    pub(super) fn set(&mut self, group: u32, left: f64) {
        self.most[group as usize] = self.measure(left);
    }

    /// A lower bound on the price of a project with these supporters, knowing
    /// that it is at least `from`.
    pub(super) fn price(&self, supporters: &[u32], cost: f64, from: f64) -> Coarse {
        // A hair lower than worked out, so that rounding cannot make it too high.
        let lower = |price: f64| price * (1.0 - 1e-9);
        let mut price = from;
        loop {
            let asked = u32::from(float::small(price / self.step));
            let pass = self.pass(supporters, asked);
            if pass.total as f64 * self.step < lower(cost) {
                return Coarse::TooPoor;
            }
            if pass.rich == 0 {
                return Coarse::AtLeast(price);
            }
            // Whoever is called rich here pays the price at most, so this
            // price is too low, or just right.
            let next = lower((cost - pass.poor as f64 * self.step) / pass.rich as f64);
            if next <= price || next < price + self.step {
                return Coarse::AtLeast(price.max(next));
            }
            price = next;
        }
    }

    fn pass(&self, supporters: &[u32], asked: u32) -> Pass {
        let mut pass = Pass::default();
        // First fetch, then look: fetching takes most of the time.
        let mut fetched = [0_u32; 256];
        for part in supporters.chunks(fetched.len()) {
            part.iter().zip(&mut fetched).for_each(|(group, most)| *most = u32::from(self.most[*group as usize]));
            let (mut total, mut poor, mut rich) = (0_u32, 0_u32, 0_u32);
            // At most 256 times 65 535: this fits, and without a check on every sum
            // the processor adds many at a time.
            for &most in fetched.iter().take(part.len()) {
                let is_poor = most < asked;
                total = total.wrapping_add(most);
                poor = poor.wrapping_add(if is_poor { most } else { 0 });
                rich = rich.wrapping_add(u32::from(!is_poor));
            }
            pass.total += u64::from(total);
            pass.poor += u64::from(poor);
            pass.rich += u64::from(rich);
        }
        pass
    }
}

/// What one coarse pass adds up, in steps.
#[derive(Default)]
struct Pass {
    total: u64,
    poor: u64,
    rich: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The price of a project, worked out from the smallest purse to the largest.
    fn price(purses: &[f64], cost: f64) -> Option<f64> {
        let mut sorted = purses.to_vec();
        sorted.sort_by(f64::total_cmp);
        let mut before = 0.0;
        for (at, purse) in sorted.iter().enumerate() {
            let rich = (sorted.len() - at) as f64;
            if before + rich * purse >= cost {
                return Some((cost - before) / rich);
            }
            before += purse;
        }
        None
    }

    #[test]
    fn a_coarse_look_never_asks_too_much_and_is_nearly_right() {
        let mut seed = 7_u64;
        let mut random = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 40) as f64 / f64::from(1 << 24)
        };
        let all: Vec<u32> = (0..500).collect();
        for _ in 0..500 {
            let purses: Vec<f64> = all.iter().map(|_| if random() < 0.2 { 0.0 } else { 1_000.0 * random() }).collect();
            let part = 0.02 + 1.1 * random();
            let cost = purses.iter().sum::<f64>() * part;
            match (Sieve::fill(&purses, 1_000.0).price(&all, cost, 0.0), price(&purses, cost)) {
                (Coarse::TooPoor, exact) => assert_eq!(exact, None),
                (Coarse::AtLeast(low), Some(exact)) => {
                    assert!(low <= exact, "{low} {exact}");
                    assert!(part > 0.9 || low > exact - 1.0, "{low} {exact}");
                }
                (Coarse::AtLeast(_), None) => assert!(part < 1.01, "too coarse to see that they are too poor"),
            }
        }
    }
}
