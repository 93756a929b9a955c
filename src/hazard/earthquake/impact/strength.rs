//! How much shaking a building takes: lognormal fragility as thresholds of one standard normal per building.
//!
//! A building's *weakness* z is a standard normal that it keeps through the whole scenario. Under shaking of natural
//! logarithm s it is in damage state k or worse when s + β z ≥ ln `θ_k`, with the medians θ and the spread β of its class:
//! when its weakness reaches the threshold (ln `θ_k` − s) / β.

use super::normal::shares_above;
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

/// The fragility of a class made ready: thresholds are linear in the logarithm of shaking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strength {
    /// Thresholds of a building that stands unhurt, at shaking of logarithm 0.
    unhurt: [f64; STATES],
    /// By how much a threshold falls for each unit of the logarithm: 1 / β.
    slope: f64,
}

impl Strength {
    /// Of a class.
    pub fn of(class: &FragilityClass) -> Self {
        Self {
            unhurt: class.ln_medians.map(|ln_median| ln_median / class.beta),
            slope: 1.0 / class.beta,
        }
    }

    /// The weakness at which shaking of natural logarithm `ln_shaking` brings a building that stands in `state` into states
    /// slight to complete.
    pub fn reached(&self, state: usize, ln_shaking: f64) -> Thresholds {
        let fall = (ln_shaking - LN_WEAKENED[state]) * self.slope;
        Thresholds(self.unhurt.map(|unhurt| unhurt - fall))
    }

    /// The weakness at which shaking brings a building that stands unhurt into any state of damage.
    pub(super) fn first(&self, ln_shaking: f64) -> f64 {
        self.unhurt[0] - ln_shaking * self.slope
    }
}

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

    /// Share of the buildings that are in each state of damage or worse.
    pub fn shares(&self) -> [f64; STATES] {
        shares_above(self.0)
    }

    /// Shares of buildings in states none to complete.
    pub fn fractions(&self) -> [f64; STATES + 1] {
        let reached = self.shares();
        std::array::from_fn(|state| {
            let at_least = if state == 0 { 1.0 } else { reached[state - 1] };
            at_least - reached.get(state).copied().unwrap_or(0.0)
        })
    }

    /// The weakness from which on buildings are in a state.
    pub(super) fn from(&self, state: usize) -> f64 {
        state
            .checked_sub(1)
            .map_or(f64::NEG_INFINITY, |below| self.0[below])
    }

    /// What holds after one more shock.
    ///
    /// The weaker a building, the worse its state, and the worse its state, the lower what a shock has to reach: so the order
    /// of the buildings stays, and four thresholds say all. Each falls to the least weakness that moves past it, from the
    /// best state in which anybody of that weakness stands.
    #[must_use]
    pub fn after(&self, strength: &Strength, ln_shaking: f64) -> Self {
        let asked: [Self; STATES] = std::array::from_fn(|state| strength.reached(state, ln_shaking));
        let lowered = |past: usize| {
            let of = |state: usize| asked[state].0[past].max(self.from(state));
            let mut moved = (0..=past).map(|state| (state, of(state)));
            moved.find(|(state, z)| *z < self.0[*state])
        };
        Self(std::array::from_fn(|past| {
            lowered(past).map_or(self.0[past], |(_, z)| z)
        }))
    }

    /// Whether a shock moves nobody.
    pub(super) fn hold(&self, strength: &Strength, ln_shaking: f64) -> bool {
        let fall = ln_shaking * strength.slope;
        let hardly = |state: usize| strength.unhurt[state] + LN_WEAKENED[state] * strength.slope - fall;
        (0..STATES).all(|state| hardly(state) >= self.0[state])
    }
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
            in_voids: 1.0,
            injured: [
                [0.0; 4],
                [0.01, 0.0, 0.0, 0.0],
                [0.05, 0.01, 0.0, 0.0],
                [0.1, 0.02, 0.001, 0.001],
            ],
            injured_in_collapse: [[0.5, 0.1, 0.02, 0.0]; 3],
            severity_of_entrapped: None,
        }
    }

    #[test]
    fn at_the_median_half_are_in_the_state_or_worse() {
        let strength = Strength::of(&class([0.1, 0.2, 0.4, 0.8], 0.5));
        let fractions = strength.reached(0, maths::ln(0.4)).fractions();
        let extensive: f64 = fractions[3..].iter().sum();
        println!("expected 0.5, obtained {extensive}, tolerance 1e-12");
        assert!((extensive - 0.5).abs() < 1e-12);
        assert!((fractions.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_first_shock_moves_as_many_as_the_fragility_says() {
        let strength = Strength::of(&class([0.1, 0.2, 0.4, 0.8], 0.5));
        let after = Thresholds::UNSHAKEN.after(&strength, maths::ln(0.3));
        assert_eq!(after, strength.reached(0, maths::ln(0.3)));
        assert!(!Thresholds::UNSHAKEN.hold(&strength, maths::ln(0.3)));
    }

    #[test]
    fn a_weaker_shock_leaves_who_is_unhurt_alone_and_wears_down_who_is_cracked() {
        let strength = Strength::of(&class([0.1, 0.2, 0.4, 0.8], 0.5));
        let first = strength.reached(0, maths::ln(0.3));
        let second = first.after(&strength, maths::ln(0.25));
        assert!(!first.hold(&strength, maths::ln(0.25)));
        assert_eq!(first.0[..2], second.0[..2]);
        assert!(second.0[3] < first.0[3]);
        assert!(first.hold(&strength, maths::ln(0.1)));
        assert_eq!(first.after(&strength, maths::ln(0.1)), first);
    }

    #[test]
    fn thresholds_say_the_states_of_single_buildings_through_many_shocks() {
        let class = class([0.1, 0.2, 0.4, 0.8], 0.5);
        let strength = Strength::of(&class);
        let n = 20_000;
        for shocks in [
            [0.3, 0.25, 0.32],
            [0.1, 0.9, 0.8],
            [0.5, 0.5, 0.45],
            [0.05, 0.06, 0.2],
        ] {
            let mut thresholds = Thresholds::UNSHAKEN;
            let mut states = vec![0; n];
            for shaking in shocks.map(maths::ln) {
                thresholds = thresholds.after(&strength, shaking);
                for (i, state) in states.iter_mut().enumerate() {
                    let z = maths::normal_quantile((i as f64 + 0.5) / n as f64);
                    *state = strength.reached(*state, shaking).state(z).max(*state);
                    assert_eq!(thresholds.state(z), *state, "{shocks:?}, weakness {z}");
                }
            }
        }
    }
}
