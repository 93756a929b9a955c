//! How much shaking a building takes: lognormal fragility as thresholds of one standard normal per building.
//!
//! A building's *weakness* z is a standard normal that it keeps through the whole scenario. Under shaking of natural
//! logarithm s it is in damage state k or worse when s + β z ≥ ln θ(k), with the medians θ and the spread β of its class:
//! when its weakness reaches the threshold (ln θ(k) − s) / β.

use super::normal::share_above;
use crate::scenario::model::{FragilityClass, STATES};

/// By how much the medians of a building fall once it is in a state, none to complete: ln of the factor.
///
/// # Source
/// An assumption. Studies of reinforced concrete frames find that a main shock which leaves moderate damage hardly
/// lowers, and one which leaves extensive damage lowers by a quarter to two fifths, the shaking that brings the building
/// down afterwards (M. Raghunandan, A. B. Liel and N. Luco, Earthquake Spectra 31 (2015), as recalled).
/// Factors 1, 1, 0.9, 0.7, 0.7.
pub const LN_WEAKENED: [f64; STATES + 1] = [
    0.0,
    0.0,
    -0.105_360_515_657_826_3,
    -0.356_674_943_938_732_4,
    -0.356_674_943_938_732_4,
];

/// The weakness from which on buildings of a group are in each state: thresholds that only fall, shock after shock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds(pub [f64; STATES]);

impl Thresholds {
    /// Before anything has shaken.
    pub const UNSHAKEN: Self = Self([f64::INFINITY; STATES]);

    /// The state of a building of weakness z: how many thresholds it reaches.
    pub fn state(&self, z: f64) -> usize {
        self.0.iter().filter(|threshold| z >= **threshold).count()
    }

    /// Shares of buildings in states none to complete.
    pub fn fractions(&self) -> [f64; STATES + 1] {
        let reached = self.0.map(share_above);
        std::array::from_fn(|state| {
            let at_least = if state == 0 { 1.0 } else { reached[state - 1] };
            at_least - reached.get(state).copied().unwrap_or(0.0)
        })
    }
}

/// The weakness at which shaking of natural logarithm `ln_shaking` brings a building of this class, which stands in
/// `state`, into states slight to complete.
pub fn reached_at(class: &FragilityClass, state: usize, ln_shaking: f64) -> Thresholds {
    let weakened = LN_WEAKENED[state];
    Thresholds(
        class
            .ln_medians
            .map(|ln_median| (ln_median + weakened - ln_shaking) / class.beta),
    )
}

/// The weakness at which shaking brings a building that stands unhurt into any state of damage.
pub(super) fn first_threshold(class: &FragilityClass, ln_shaking: f64) -> f64 {
    (class.ln_medians[0] - ln_shaking) / class.beta
}

/// What one shock does to those of a group that stand in `state`: their shares that come to be in each state, and the
/// thresholds that hold for them afterwards.
///
/// They are those whose weakness lies between the thresholds of their state and of the next one; those among them move on
/// whose weakness reaches what the shock asks for.
pub fn transition(before: &Thresholds, shock: &Thresholds, state: usize) -> [f64; STATES + 1] {
    let mut shares = [0.0; STATES + 1];
    if state == STATES || shock.0[state] >= before.0[state] {
        shares[state] = 1.0;
        return shares;
    }

    let from = if state == 0 {
        f64::NEG_INFINITY
    } else {
        before.0[state - 1]
    };
    let above = share_above(before.0[state]);
    let here = share_above(from) - above;
    let mut stay = 1.0;
    for next in (state..STATES).rev() {
        // The share of those that come to be in the state after `next`, or worse.
        let reaches = share_above(shock.0[next].max(from)) - above;
        let share = if here > 0.0 {
            (reaches / here).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let worse: f64 = shares[next + 2..].iter().sum();
        shares[next + 1] = (share - worse).max(0.0);
        stay = 1.0 - share;
    }
    shares[state] = stay;
    shares
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::maths;
    use crate::vocabulary::Measure;

    /// A class with these medians.
    pub(crate) fn class(medians_g: [f64; STATES], beta: f64) -> FragilityClass {
        FragilityClass {
            name: "test".to_owned(),
            measure: Measure::Pga,
            ln_medians: medians_g.map(maths::ln),
            beta,
            collapse_of_complete: 0.1,
            entrapped: [0.5; 3],
            killed_of_entrapped: 0.4,
            injured: [
                [0.0; 4],
                [0.01, 0.0, 0.0, 0.0],
                [0.05, 0.01, 0.0, 0.0],
                [0.1, 0.02, 0.001, 0.001],
            ],
            injured_in_collapse: [0.5, 0.1, 0.02, 0.0],
        }
    }

    #[test]
    fn at_the_median_half_are_in_the_state_or_worse() {
        let class = class([0.1, 0.2, 0.4, 0.8], 0.5);
        let fractions = reached_at(&class, 0, maths::ln(0.4)).fractions();
        let extensive: f64 = fractions[3..].iter().sum();
        println!("expected 0.5, obtained {extensive}, tolerance 1e-12");
        assert!((extensive - 0.5).abs() < 1e-12);
        assert!((fractions.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_first_shock_moves_as_many_as_the_fragility_says() {
        let class = class([0.1, 0.2, 0.4, 0.8], 0.5);
        let shock = reached_at(&class, 0, maths::ln(0.3));
        let moved = transition(&Thresholds::UNSHAKEN, &shock, 0);
        for (moved, fraction) in moved.iter().zip(shock.fractions()) {
            assert!((moved - fraction).abs() < 1e-12);
        }
    }

    #[test]
    fn a_weaker_shock_leaves_who_is_unhurt_alone_and_wears_down_who_is_cracked() {
        let class = class([0.1, 0.2, 0.4, 0.8], 0.5);
        let first = reached_at(&class, 0, maths::ln(0.3));
        assert_eq!(
            transition(&first, &reached_at(&class, 0, maths::ln(0.25)), 0)[0],
            1.0
        );
        let worn = transition(&first, &reached_at(&class, 3, maths::ln(0.25)), 3);
        assert!(worn[4] > 0.0 && worn[3] > 0.0 && worn[..3].iter().all(|share| *share == 0.0));
        assert!((worn.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn shares_agree_with_the_states_of_many_single_buildings() {
        let class = class([0.1, 0.2, 0.4, 0.8], 0.5);
        let first = reached_at(&class, 0, maths::ln(0.3));
        let n = 100_000;
        let (mut of_two, mut moved) = (0.0, [0.0; STATES + 1]);
        let second = reached_at(&class, 2, maths::ln(0.32));
        for i in 0..n {
            let z = maths::normal_quantile((f64::from(i) + 0.5) / f64::from(n));
            if first.state(z) == 2 {
                of_two += 1.0;
                moved[second.state(z).max(2)] += 1.0;
            }
        }
        for (moved, share) in moved.iter().zip(transition(&first, &second, 2)) {
            println!("expected {}, obtained {share}, tolerance 1e-3", moved / of_two);
            assert!((moved / of_two - share).abs() < 1e-3);
        }
    }
}
