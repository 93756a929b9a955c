//! How long somebody lives under rubble, by what the rubble leaves of the room they were in.
//!
//! Published models of loss give one number: the share of the entrapped who died, with rescue as it went in past
//! earthquakes. An exercise is about rescue, so that the number is split. Whoever lives on at first dies by one of two curves:
//! a slow one in a void, as slabs and frames leave them, a fast one where earth and loose stones have filled every hollow.
//! What the curves leave of the published share, when rescue goes as it usually has, is killed at once.

use crate::maths;

/// How people die who live on at first: a Weibull curve.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Curve {
    shape: f64,
    /// h.
    scale_h: f64,
}

/// In a void.
///
/// # Source
/// Fitted to the shares of the rescued who lived: 81 % of those of the first day, 34 % of the second, 7 % by the fifth
/// (Toronto Heavy Urban Search and Rescue, as reported by the CBC), taken at 12, 36 and 108 h; this curve gives 79, 43
/// and 5 %.
const IN_A_VOID: Curve = Curve {
    shape: 1.15,
    scale_h: 42.0,
};

/// Without one: half are dead after 4 h. One figure gives one parameter, so that the rate of death is constant.
///
/// # Source
/// Under earthen buildings in Turkey and China fewer than half of the buried were alive within 2 to 6 h (E. Noji,
/// Supercourse lecture 13051).
const PACKED: Curve = Curve {
    shape: 1.0,
    scale_h: 5.771,
};

/// Mean time after which the entrapped were usually freed, h, if exponential.
///
/// # Source
/// Campania-Irpinia 1980: 93 % of the trapped who survived were freed within 24 h (E. Noji): 24 h / −ln 0.07.
const USUAL_RESCUE_MEAN_H: f64 = 9.025;

impl Curve {
    fn alive_after_h(self, hours: f64) -> f64 {
        maths::exp(-maths::pow(hours / self.scale_h, self.shape))
    }

    fn lives_h(self, u: f64) -> f64 {
        self.scale_h * maths::pow(-maths::ln(1.0 - u), 1.0 / self.shape)
    }
}

/// How people live on under the rubble of a class of buildings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Survival {
    /// Share of the entrapped who are killed by the collapse.
    pub killed_at_once: f64,
    /// Share of the others who lie in a void.
    pub in_voids: f64,
    /// By how much both curves are longer than the published ones.
    pub stretch: f64,
}

impl Survival {
    /// The curve of a class: `killed_of_entrapped` is the share of the entrapped who die with rescue as usual, `in_voids` the
    /// share of those alive at first who lie in a void. Where fewer die than the curves have dead before they are freed,
    /// nobody is killed at once and the curves are stretched.
    pub fn new(killed_of_entrapped: f64, in_voids: f64) -> Self {
        let mut survival = Self {
            killed_at_once: 0.0,
            in_voids,
            stretch: 1.0,
        };
        let die_waiting = survival.dead_before_usual_rescue();
        if killed_of_entrapped >= die_waiting {
            survival.killed_at_once = (killed_of_entrapped - die_waiting) / (1.0 - die_waiting);
            return survival;
        }
        // Longer curves mean fewer deaths: halve the interval of the logarithm.
        let (mut low, mut high) = (0.0, maths::ln(1e9));
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            survival.stretch = maths::exp(middle);
            if survival.dead_before_usual_rescue() > killed_of_entrapped {
                low = middle;
            } else {
                high = middle;
            }
        }
        survival
    }

    /// Share of those not killed at once who are alive after so many hours if nobody comes.
    pub fn alive_after_h(&self, hours: f64) -> f64 {
        let hours = hours.max(0.0) / self.stretch;
        self.in_voids * IN_A_VOID.alive_after_h(hours) + (1.0 - self.in_voids) * PACKED.alive_after_h(hours)
    }

    /// How long somebody lives on, h, by a draw in (0, 1): which part of it says whether they lie in a void.
    pub fn lives_h(&self, u: f64) -> f64 {
        let hours = if u < self.in_voids {
            IN_A_VOID.lives_h(u / self.in_voids)
        } else {
            PACKED.lives_h((u - self.in_voids) / (1.0 - self.in_voids))
        };
        self.stretch * hours
    }

    /// Share of those who live on at first who die before they are freed, if rescue goes as usual.
    fn dead_before_usual_rescue(&self) -> f64 {
        const STEPS: u32 = 400;
        let alive: f64 = (0..STEPS)
            .map(|i| self.alive_after_h(usual_rescue_h((f64::from(i) + 0.5) / f64::from(STEPS))))
            .sum();
        1.0 - alive / f64::from(STEPS)
    }
}

/// When somebody is usually freed, h, by a draw in (0, 1).
pub fn usual_rescue_h(u: f64) -> f64 {
    -USUAL_RESCUE_MEAN_H * maths::ln(1.0 - u)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shares of a fine grid of draws.
    const N: u32 = 400;

    fn draws() -> impl Iterator<Item = f64> + Clone {
        (0..N).map(|k| (f64::from(k) + 0.5) / f64::from(N))
    }

    #[test]
    fn with_rescue_as_usual_the_published_share_dies() {
        for (published, in_voids) in [
            (0.1, 1.0),
            (0.4, 1.0),
            (0.7, 1.0),
            (0.4, 0.5),
            (0.7, 0.0),
            (0.2, 0.0),
        ] {
            let survival = Survival::new(published, in_voids);
            let pairs = draws().flat_map(|u| draws().map(move |v| (u, v)));
            let die = |(u, v): &(f64, f64)| survival.lives_h(*u) < usual_rescue_h(*v);
            let dead = pairs.filter(die).count() as f64 / f64::from(N * N);
            let obtained = survival.killed_at_once + (1.0 - survival.killed_at_once) * dead;
            println!(
                "expected {published}, obtained {obtained:.4}, tolerance 0.005; killed at once {:.3}, stretch {:.2}",
                survival.killed_at_once, survival.stretch
            );
            assert!((obtained - published).abs() < 0.005);
        }
    }

    #[test]
    fn luck_and_curve_are_one() {
        for in_voids in [0.0, 0.5, 1.0] {
            let survival = Survival::new(0.4, in_voids);
            for hours in [1.0, 4.0, 24.0, 72.0] {
                let expected = survival.alive_after_h(hours);
                let obtained = draws().filter(|u| survival.lives_h(*u) > hours).count() as f64 / f64::from(N);
                println!("after {hours} h: expected {expected:.4}, obtained {obtained:.4}, tolerance 0.005");
                assert!((obtained - expected).abs() < 0.005);
            }
        }
    }

    #[test]
    fn rubble_kills_as_published() {
        let packed = Survival::new(0.7, 0.0);
        let half = packed.alive_after_h(4.0);
        println!("buried under earth, alive after 4 h: expected 0.5, obtained {half:.4}, tolerance 0.001");
        assert!((half - 0.5).abs() < 0.001);
        let void = Survival::new(0.4, 1.0);
        for (hours, published) in [(12.0, 0.81), (36.0, 0.34), (108.0, 0.07)] {
            let obtained = void.alive_after_h(hours);
            println!(
                "in a void after {hours} h: expected {published}, obtained {obtained:.3}, tolerance 0.1"
            );
            assert!((obtained - published).abs() < 0.1);
        }
    }
}
