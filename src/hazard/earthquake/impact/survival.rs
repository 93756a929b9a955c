//! How long somebody lives under rubble.
//!
//! Published models of loss give one number: the share of the entrapped who died, with rescue as it went in past
//! earthquakes. An exercise is about rescue, so that the number is split: whoever lives on at first dies by a Weibull curve
//! that was fitted to rescues; what that leaves of the published share, when rescue goes as it usually has, is killed at once.

use crate::maths;

/// Shape and scale (h) of the curve.
///
/// # Source
/// Fitted to the shares of the rescued who lived: 81 % of those of the first day, 34 % of the second, 7 % by the fifth
/// (Toronto Heavy Urban Search and Rescue, as reported by the CBC), taken at 12, 36 and 108 h; this Weibull curve gives 79, 43
/// and 5 %.
const SHAPE: f64 = 1.15;
const SCALE_H: f64 = 42.0;

/// Mean time after which the entrapped were usually freed, h, if exponential.
///
/// # Source
/// Campania-Irpinia 1980: 93 % of the trapped who survived were freed within 24 h (E. Noji): 24 h / −ln 0.07.
const USUAL_RESCUE_MEAN_H: f64 = 9.025;

/// How people live on under the rubble of a class of buildings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Survival {
    /// Share of the entrapped who are killed by the collapse.
    pub killed_at_once: f64,
    /// Scale of the Weibull curve of the others, h.
    pub scale_h: f64,
}

impl Survival {
    /// The curve of a class: `killed_of_entrapped` is the share of the entrapped who die with rescue as usual. Where fewer die
    /// than the curve has dead before they are freed, nobody is killed at once and the curve is stretched.
    pub fn new(killed_of_entrapped: f64) -> Self {
        let die_waiting = dead_before_usual_rescue(SCALE_H);
        if killed_of_entrapped >= die_waiting {
            return Self {
                killed_at_once: (killed_of_entrapped - die_waiting) / (1.0 - die_waiting),
                scale_h: SCALE_H,
            };
        }
        // A longer scale means fewer deaths: halve the interval of its logarithm.
        let (mut low, mut high) = (maths::ln(SCALE_H), maths::ln(1e9));
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if dead_before_usual_rescue(maths::exp(middle)) > killed_of_entrapped {
                low = middle;
            } else {
                high = middle;
            }
        }
        Self {
            killed_at_once: 0.0,
            scale_h: maths::exp(0.5 * (low + high)),
        }
    }

    /// Share of those not killed at once who are alive after so many hours if nobody comes.
    pub fn alive_after_h(&self, hours: f64) -> f64 {
        maths::exp(-maths::pow(hours.max(0.0) / self.scale_h, SHAPE))
    }

    /// How long somebody lives on, h, by a draw in (0, 1).
    pub fn lives_h(&self, u: f64) -> f64 {
        self.scale_h * maths::pow(-maths::ln(1.0 - u), 1.0 / SHAPE)
    }
}

/// When somebody is usually freed, h, by a draw in (0, 1).
pub fn usual_rescue_h(u: f64) -> f64 {
    -USUAL_RESCUE_MEAN_H * maths::ln(1.0 - u)
}

/// Share of those who live on at first who die before they are freed, if rescue goes as usual.
fn dead_before_usual_rescue(scale_h: f64) -> f64 {
    const STEPS: u32 = 400;
    let mut alive = 0.0;
    for i in 0..STEPS {
        let freed_h = usual_rescue_h((f64::from(i) + 0.5) / f64::from(STEPS));
        alive += maths::exp(-maths::pow(freed_h / scale_h, SHAPE));
    }
    1.0 - alive / f64::from(STEPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_rescue_as_usual_the_published_share_dies() {
        for published in [0.1, 0.4, 0.7] {
            let survival = Survival::new(published);
            let n = 400;
            let (mut dead, mut all) = (0.0, 0.0);
            for i in 0..n {
                for j in 0..n {
                    let [u, v] = [i, j].map(|k| (f64::from(k) + 0.5) / f64::from(n));
                    all += 1.0;
                    dead += f64::from(u8::from(survival.lives_h(u) < usual_rescue_h(v)));
                }
            }
            let obtained = survival.killed_at_once + (1.0 - survival.killed_at_once) * dead / all;
            println!(
                "expected {published}, obtained {obtained:.4}, tolerance 0.005; scale {:.1} h",
                survival.scale_h
            );
            assert!((obtained - published).abs() < 0.005);
        }
    }

    #[test]
    fn luck_and_curve_are_one() {
        let survival = Survival::new(0.4);
        for u in [0.1, 0.5, 0.9] {
            assert!((1.0 - survival.alive_after_h(survival.lives_h(u)) - u).abs() < 1e-12);
        }
    }
}
