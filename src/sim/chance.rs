//! Luck that depends on seed, purpose, who and occurrence alone, so that variants share it.

use bevy_ecs::prelude::Resource;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::Distribution;
use crate::maths;
use crate::scenario::model::Spread;
use crate::vocabulary::Ms;

/// The two seeds of a run: the hazard's luck and the people's luck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Seeds {
    /// What nature does.
    pub hazard: u64,
    /// What people do.
    pub people: u64,
}

impl Seeds {
    /// The same seed for both.
    pub const fn both(seed: u64) -> Self {
        Self {
            hazard: seed,
            people: seed,
        }
    }
}

/// A number for a stable id that is the same on every machine and in every version (FNV-1a, 64 bits; public
/// domain, Fowler, Noll and Vo).
pub const fn stable_id(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    hash
}

/// All luck of a run, drawn by key.
///
/// A draw depends on (seed, purpose, who, occurrence) and nothing else: not on the variant, not on what was
/// drawn before. So variants share their luck, and one more draw in one place moves no other.
#[derive(Resource, Debug, Clone, Copy)]
pub struct Chance {
    seeds: Seeds,
    /// Who takes longer to set out than luck has it, by stable id, and how much longer, ms.
    late: Option<(u64, Ms)>,
}

/// Dense luck of nature: one draw for each ordinal, in their order.
#[derive(Debug, Clone)]
pub struct DenseLuck(ChaCha8Rng);

/// One draw: 64 random bits, read in the way that is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw(u64);

impl Chance {
    /// The luck of a run.
    pub const fn new(seeds: Seeds) -> Self {
        Self { seeds, late: None }
    }

    /// The same luck, but for one person, by stable id, who takes so much longer to set out, ms: whatever differs then between two
    /// runs is what no decision can be told apart from.
    #[must_use]
    pub const fn with_late(self, late: Option<(u64, Ms)>) -> Self {
        Self { late, ..self }
    }

    /// How much longer somebody takes to set out than luck has it, ms.
    pub fn lateness_ms(&self, who: u64) -> Ms {
        self.late.filter(|(late, _)| *late == who).map_or(0, |(_, ms)| ms)
    }

    /// The seed of nature's luck.
    pub const fn hazard_seed(&self) -> u64 {
        self.seeds.hazard
    }

    /// A draw of people's luck: for a purpose (a fixed word in the code), somebody's [`stable_id`], and the
    /// occurrence counted by its owner (k-th attempt, k-th report).
    pub fn draw(&self, purpose: &'static str, who: u64, occurrence: u64) -> Draw {
        Draw(generator(self.seeds.people, purpose, who, occurrence).next_u64())
    }

    /// A draw of nature's luck.
    pub fn hazard_draw(&self, purpose: &'static str, what: u64, occurrence: u64) -> Draw {
        Draw(generator(self.seeds.hazard, purpose, what, occurrence).next_u64())
    }

    /// Draws of nature's luck for one thing, one after another, at a tenth of the cost of keyed draws: for what needs
    /// many at once, in an order that never changes.
    pub fn hazard_draws<const N: usize>(
        &self,
        purpose: &'static str,
        what: u64,
        occurrence: u64,
    ) -> [Draw; N] {
        let mut generator = generator(self.seeds.hazard, purpose, what, occurrence);
        std::array::from_fn(|_| Draw(generator.next_u64()))
    }

    /// Draws of people's luck for the members of a group that is counted, by their number in it, at a tenth of the cost of
    /// keyed draws. The luck of a member does not depend on how many there are.
    pub fn group_draws(&self, purpose: &'static str, group: u64, members: usize) -> Vec<Draw> {
        let mut generator = generator(self.seeds.people, purpose, group, 0);
        (0..members).map(|_| Draw(generator.next_u64())).collect()
    }

    /// A number in [-1, 1] for each person by ordinal: dense luck at a fiftieth of the cost of keyed draws.
    pub fn fill_symmetric(&self, purpose: &'static str, occurrence: u64, out: &mut [f32]) {
        let mut generator = generator(self.seeds.people, purpose, 0, occurrence);
        for value in out {
            *value = (Draw(generator.next_u64()).uniform() * 2.0 - 1.0) as f32;
        }
    }

    /// Nature's luck for many places: the draw of an ordinal stands at word 2 × ordinal of one stream, so that what one
    /// place gets does not depend on how many there are, nor on how many are asked for at once.
    pub fn hazard_field(&self, purpose: &'static str, occurrence: u64) -> DenseLuck {
        DenseLuck(generator(self.seeds.hazard, purpose, 0, occurrence))
    }
}

impl DenseLuck {
    /// Uniform in (0, 1) for the next ordinals.
    pub fn fill_uniform(&mut self, out: &mut [f64]) {
        for value in out {
            *value = Draw(self.0.next_u64()).uniform();
        }
    }

    /// Standard normals for the next ordinals, by the inverse CDF.
    pub fn fill_standard_normal(&mut self, out: &mut [f64]) {
        self.fill_uniform(out);
        maths::normal_quantiles(out);
    }
}

fn generator(seed: u64, purpose: &str, who: u64, stream: u64) -> ChaCha8Rng {
    let mut key = [0_u8; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&stable_id(purpose).to_le_bytes());
    key[16..24].copy_from_slice(&who.to_le_bytes());
    let mut generator = ChaCha8Rng::from_seed(key);
    generator.set_stream(stream);
    generator
}

impl Draw {
    /// Uniform in (0, 1), 53 bits, never 0 or 1, so that every quantile of it is finite.
    pub fn uniform(self) -> f64 {
        ((self.0 >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0
    }

    /// Whether a thing of this probability happens.
    pub fn happens(self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// Uniform between two numbers.
    pub fn between(self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// A value of a distribution.
    pub fn of(self, distribution: &Distribution) -> f64 {
        distribution.quantile(self.uniform())
    }

    /// Standard normal, by the inverse CDF (one draw, no rejection).
    pub fn standard_normal(self) -> f64 {
        maths::normal_quantile(self.uniform())
    }

    /// Normal, cut off at `limit` standard deviations on both sides.
    pub fn normal_within(self, mean: f64, sd: f64, limit: f64) -> f64 {
        mean + sd * self.standard_normal().clamp(-limit, limit)
    }

    /// A duration that differs from time to time, ms.
    pub fn duration_ms(self, spread: Spread) -> Ms {
        self.lognormal(spread.median_ms as f64, spread.p90_ms as f64) as Ms
    }

    /// Lognormal of a median and a 90th percentile: how people give a duration ("usually 40 s, one in ten
    /// takes more than 2 min"). Equal values give a constant.
    pub fn lognormal(self, median: f64, p90: f64) -> f64 {
        /// 90th percentile of the standard normal distribution.
        const Z90: f64 = 1.281_551_565_544_600_5;
        if median <= 0.0 || p90 <= median {
            return median.max(0.0);
        }
        let sigma = maths::ln(p90 / median) / Z90;
        median * maths::exp(sigma * self.standard_normal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_its_key_alone() {
        let chance = Chance::new(Seeds::both(7));
        let first = chance.draw("decides", stable_id("leave"), 0);
        let _ = chance.draw("anything", 1, 2);
        assert_eq!(first, chance.draw("decides", stable_id("leave"), 0));
        assert_ne!(first, chance.draw("decides", stable_id("leave"), 1));
        assert_ne!(first, chance.draw("decides", stable_id("hold"), 0));
        assert_ne!(
            first,
            Chance::new(Seeds::both(8)).draw("decides", stable_id("leave"), 0)
        );
        assert_eq!(
            first,
            Chance::new(Seeds { hazard: 1, people: 7 }).draw("decides", stable_id("leave"), 0)
        );
    }

    #[test]
    fn dense_luck_of_one_does_not_depend_on_how_many_there_are() {
        let chance = Chance::new(Seeds::both(1));
        let (mut few, mut many) = ([0.0; 3], [0.0; 30]);
        chance.fill_symmetric("nudge", 4, &mut few);
        chance.fill_symmetric("nudge", 4, &mut many);
        assert_eq!(few, many[..3]);
    }

    #[test]
    fn luck_of_a_field_depends_on_ordinals_alone() {
        let chance = Chance::new(Seeds { hazard: 1, people: 7 });
        let [mut whole, mut parts, mut other] = [[0.0; 30]; 3];
        chance.hazard_field("ground", 4).fill_standard_normal(&mut whole);
        let mut luck = chance.hazard_field("ground", 4);
        let (first, rest) = parts.split_at_mut(7);
        luck.fill_standard_normal(first);
        luck.fill_standard_normal(rest);
        assert_eq!(whole, parts);
        let mut at = generator(1, "ground", 0, 4);
        at.set_word_pos(2 * 11);
        assert_eq!(Draw(at.next_u64()).standard_normal(), whole[11]);
        chance.hazard_field("ground", 5).fill_standard_normal(&mut other);
        assert_ne!(whole, other);
    }

    #[test]
    fn verify_lognormal_has_the_median_and_90th_percentile_it_was_given() {
        let chance = Chance::new(Seeds::both(3));
        let n = 20_000_u64;
        let mut values: Vec<f64> = (0..n)
            .map(|i| chance.draw("x", i, 0).lognormal(40.0, 120.0))
            .collect();
        values.sort_by(f64::total_cmp);
        for (share, expected, tolerance) in [(0.5, 40.0, 1.0), (0.9, 120.0, 4.0)] {
            let obtained = values[(share * n as f64) as usize];
            println!(
                "quantile {share}: expected {expected} s, obtained {obtained:.2} s, tolerance {tolerance} s"
            );
            assert!((obtained - expected).abs() < tolerance);
        }
    }
}
