//! What readings of an inflow say of how much comes and when: the uncertain factor and shift, given what was read.
//!
//! # How
//! What comes at t is `b + f (q(t − s) − b)`, `q` what the scenario says, `b` its first value; ln f and s are normal, with the
//! standard deviations of `uncertainty`. A reading is that with a normal error of its own, and errors of readings have nothing to do
//! with each other. For each of many shifts s the readings are a quadratic in f: where ln f is most likely, and how sharply, follows
//! (Laplace's approximation), and how likely s is. A run draws s, then ln f, with the same luck as without readings.

use super::forcing::comes;
use super::luck::MOST_SIGMAS;
use crate::hazard::flood::works::series::Series;
use crate::maths;
use crate::scenario::model::{ReadingSpec, WaterSpec};

/// So many shifts are tried at once.
const SHIFTS: usize = 201;
/// So many times those that matter are looked at more closely.
const CLOSER: usize = 4;
/// Shifts less likely than the most likely one by this power of e do not matter: a hundred-millionth.
const UNLIKELY: f64 = 18.0;
/// Halvings of the range in which the most likely factor lies: as many as double precision has digits.
const HALVINGS: usize = 60;

/// Readings of one inflow.
#[derive(Debug, Clone)]
struct Read {
    comes: Series,
    base_m3_s: f64,
    readings: Vec<ReadingSpec>,
}

/// The factor and the shift, given the readings.
#[derive(Debug, Clone)]
pub(super) struct Conditioned {
    /// Shifts, s, that rise, and the logarithm of how likely each is.
    shifts: Vec<(f64, f64)>,
    read: Vec<Read>,
    ln_sd: f64,
}

/// What the logarithm of the factor is with one shift: its most likely value, its standard deviation, and how likely the shift is
/// beside others, as a logarithm.
#[derive(Debug, Clone, Copy)]
struct Given {
    most_likely: f64,
    sd: f64,
    ln_evidence: f64,
}

impl Conditioned {
    /// Of a flood; none where nobody has read anything.
    pub(super) fn of(spec: &WaterSpec) -> Option<Self> {
        let read = spec.inflows.iter().filter(|inflow| !inflow.readings.is_empty());
        let read: Vec<Read> = read
            .map(|inflow| {
                let comes = comes(&inflow.comes);
                let [first_s, _] = comes.span();
                Read {
                    base_m3_s: comes.at(first_s),
                    comes,
                    readings: inflow.readings.clone(),
                }
            })
            .collect();
        if read.is_empty() {
            return None;
        }
        let mut conditioned = Self {
            shifts: Vec::new(),
            read,
            ln_sd: spec.uncertainty.ln_inflow,
        };
        conditioned.shifts = conditioned.likely_shifts(spec.uncertainty.timing_ms as f64 / 1_000.0);
        Some(conditioned)
    }

    /// A factor and a shift, s, by two normal deviates.
    pub(super) fn draw(&self, of_factor: f64, of_shift: f64) -> (f64, f64) {
        let shift_s = self.shift_below(maths::normal_share_below(of_shift));
        let given = self.given(shift_s);
        let most = MOST_SIGMAS * self.ln_sd;
        let ln_factor = (given.most_likely + given.sd * of_factor).clamp(-most, most);
        (maths::exp(ln_factor), shift_s)
    }

    /// Shifts that matter, with the logarithm of how likely each is, where they are normal with this deviation before any reading, s.
    fn likely_shifts(&self, sd_s: f64) -> Vec<(f64, f64)> {
        if sd_s <= 0.0 {
            return vec![(0.0, 0.0)];
        }
        let of = |shift_s: f64| {
            let sigmas = shift_s / sd_s;
            (shift_s, self.given(shift_s).ln_evidence - 0.5 * sigmas * sigmas)
        };
        let mut range = [-MOST_SIGMAS * sd_s, MOST_SIGMAS * sd_s];
        let mut shifts = Vec::new();
        for _ in 0..CLOSER {
            let step_s = (range[1] - range[0]) / (SHIFTS - 1) as f64;
            shifts = (0..SHIFTS)
                .map(|number| of(range[0] + number as f64 * step_s))
                .collect();
            let best = shifts
                .iter()
                .fold(f64::NEG_INFINITY, |best, (_, ln)| best.max(*ln));
            let matters = |(_, ln): &(f64, f64)| *ln >= best - UNLIKELY;
            let first = shifts.iter().position(matters).unwrap_or(0).saturating_sub(1);
            let last = shifts.iter().rposition(matters).unwrap_or(SHIFTS - 1) + 1;
            range = [shifts[first].0, shifts[last.min(SHIFTS - 1)].0];
        }
        shifts
    }

    /// The shift below which this share of all lies, s.
    fn shift_below(&self, share: f64) -> f64 {
        let best = self
            .shifts
            .iter()
            .fold(f64::NEG_INFINITY, |best, (_, ln)| best.max(*ln));
        let weight = |at: usize| maths::exp(self.shifts[at].1 - best);
        let parts: Vec<f64> = (1..self.shifts.len())
            .map(|at| 0.5 * (weight(at - 1) + weight(at)))
            .collect();
        let mut left = share * parts.iter().sum::<f64>();
        for (at, part) in parts.iter().enumerate() {
            if left <= *part && *part > 0.0 {
                let (from_s, to_s) = (self.shifts[at].0, self.shifts[at + 1].0);
                return from_s + (to_s - from_s) * (left / part);
            }
            left -= part;
        }
        self.shifts.last().map_or(0.0, |(shift_s, _)| *shift_s)
    }

    /// What the readings say of the factor where everything comes so much later, s.
    fn given(&self, shift_s: f64) -> Given {
        // Half of the squared errors is (a f² − 2 b f + c) / 2.
        let (mut a, mut b, mut c) = (0.0, 0.0, 0.0);
        for read in &self.read {
            for reading in &read.readings {
                let said = read.comes.at(reading.at_s - shift_s);
                // Only what lies above the first value grows with the factor.
                let rise = (said - read.base_m3_s).max(0.0);
                let (off, variance) = (
                    reading.flow_m3_s - (said - rise),
                    reading.sd_m3_s * reading.sd_m3_s,
                );
                a += rise * rise / variance;
                b += rise * off / variance;
                c += off * off / variance;
            }
        }
        let half_square = |ln: f64| {
            let factor = maths::exp(ln);
            0.5 * (a * factor * factor - 2.0 * b * factor + c)
        };
        if self.ln_sd <= 0.0 {
            return Given {
                most_likely: 0.0,
                sd: 0.0,
                ln_evidence: -half_square(0.0),
            };
        }
        let prior = 1.0 / (self.ln_sd * self.ln_sd);
        let slope = |ln: f64| {
            let factor = maths::exp(ln);
            prior * ln + factor * (a * factor - b)
        };
        let [mut low, mut high] = [-MOST_SIGMAS * self.ln_sd, MOST_SIGMAS * self.ln_sd];
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if slope(middle) < 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        let most_likely = 0.5 * (low + high);
        let factor = maths::exp(most_likely);
        let curvature = (prior + factor * (2.0 * a * factor - b)).max(prior);
        Given {
            most_likely,
            sd: 1.0 / curvature.sqrt(),
            ln_evidence: -half_square(most_likely)
                - 0.5 * prior * most_likely * most_likely
                - 0.5 * maths::ln(curvature),
        }
    }
}
