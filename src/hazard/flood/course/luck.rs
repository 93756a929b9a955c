//! What a hazard seed changes of a flood.

use super::conditioned::Conditioned;
use crate::hazard::flood::works::series::Series;
use crate::maths;
use crate::scenario::model::{UncertaintySpec, WaterSpec};
use crate::sim::Chance;

/// Factors and shifts, the same for a hazard seed whatever is decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Luck {
    /// By what inflows rise above their first value, times this.
    pub inflow: f64,
    /// Inflows come so much later, s.
    pub shift_s: f64,
    /// Manning's n times this.
    pub manning: f64,
    /// Rain times this.
    pub rain: f64,
    /// Rain comes so much later, s.
    pub rain_later_s: f64,
    /// Storms pass so much farther to the east and to the north, m.
    pub storm_shift_m: [f64; 2],
    /// Width of breaches times this.
    pub breach_width: f64,
    /// Time that breaches take, times this.
    pub breach_time: f64,
}

/// Shifts and logarithms of factors are no larger than this many standard deviations.
pub(super) const MOST_SIGMAS: f64 = 3.0;

impl Luck {
    /// None: everything as it is said.
    pub const NONE: Self = Self {
        inflow: 1.0,
        shift_s: 0.0,
        manning: 1.0,
        rain: 1.0,
        rain_later_s: 0.0,
        storm_shift_m: [0.0; 2],
        breach_width: 1.0,
        breach_time: 1.0,
    };

    /// That of a hazard seed; where somebody has read how much came in, what is drawn agrees with that.
    pub fn of_flood(spec: &WaterSpec, chance: &Chance) -> Self {
        let luck = Self::of(&spec.uncertainty, chance);
        let Some(conditioned) = Conditioned::of(spec) else {
            return luck;
        };
        let (inflow, shift_s) =
            conditioned.draw(normal(chance, "flood-inflow"), normal(chance, "flood-timing"));
        Self {
            inflow,
            shift_s,
            ..luck
        }
    }

    /// That of a hazard seed.
    pub fn of(spec: &UncertaintySpec, chance: &Chance) -> Self {
        let normal = |purpose| normal(chance, purpose);
        let factor = |sigma: f64, purpose| {
            if sigma > 0.0 {
                maths::exp(sigma * normal(purpose))
            } else {
                1.0
            }
        };
        Self {
            inflow: factor(spec.ln_inflow, "flood-inflow"),
            shift_s: spec.timing_ms as f64 / 1_000.0 * normal("flood-timing"),
            manning: factor(spec.ln_manning, "flood-manning"),
            rain: factor(spec.ln_rain, "flood-rain"),
            rain_later_s: spec.rain_timing_ms as f64 / 1_000.0 * normal("flood-rain-timing"),
            storm_shift_m: ["storm-east", "storm-north"].map(|purpose| spec.storm_shift_m * normal(purpose)),
            breach_width: factor(spec.ln_breach_width, "breach-width"),
            breach_time: factor(spec.ln_breach_time, "breach-time"),
        }
    }

    /// What comes in, by this luck.
    pub(super) fn of_inflow(&self, series: &Series) -> Series {
        let [first_s, _] = series.span();
        series
            .scaled(self.inflow, series.at(first_s))
            .shifted(self.shift_s)
    }
}

/// A normal deviate of a hazard seed, no farther out than [`MOST_SIGMAS`].
fn normal(chance: &Chance, purpose: &'static str) -> f64 {
    chance
        .hazard_draw(purpose, 0, 0)
        .standard_normal()
        .clamp(-MOST_SIGMAS, MOST_SIGMAS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::Seeds;

    #[test]
    fn half_of_the_seeds_bring_more_and_one_draw_moves_no_other() {
        let spec = UncertaintySpec {
            ln_inflow: 0.2,
            ..UncertaintySpec::default()
        };
        let of = |seed, spec: &UncertaintySpec| Luck::of(spec, &Chance::new(Seeds::both(seed)));
        let more = (0..400).filter(|seed| of(*seed, &spec).inflow > 1.0).count();
        assert!((150..250).contains(&more), "{more}");
        let rough = UncertaintySpec {
            ln_manning: 0.3,
            ..spec
        };
        assert_eq!(of(7, &spec).inflow, of(7, &rough).inflow);
        assert_eq!(of(7, &UncertaintySpec::default()), Luck::NONE);
    }
}
