//! Water that falls outwards from a round dam, as an equation of the distance from its middle alone.
//!
//! # Source
//! The shallow-water equations in polar coordinates: (r h)' + (r q)ᵣ = 0, (r q)' + (r (q²/h + g h²/2))ᵣ = g h²/2. Nothing of the
//! kernels is used: fluxes are Rusanov's, slopes of minmod, steps of Heun, on cells a tenth as wide as the finest held against it.

use crate::hazard::flood::G;

/// Shallower is dry, m.
const DRY_M: f64 = 1e-9;

/// Depth and unit discharge outwards.
type State = [f64; 2];

/// Depths by distance from the middle.
pub(super) struct Radial {
    step_m: f64,
    cells: Vec<State>,
}

impl Radial {
    /// A dam of this radius, m, that stood until 0 s, at a time, with depths inside and outside; as far as `reach_m`, beyond which
    /// nothing comes in that time.
    pub(super) fn dam(radius_m: f64, inside_m: f64, outside_m: f64, reach_m: f64, until_s: f64) -> Self {
        const CELLS: usize = 2_000;
        let step_m = reach_m / CELLS as f64;
        let depth = |cell: usize| {
            if (cell as f64 + 0.5) * step_m < radius_m {
                inside_m
            } else {
                outside_m
            }
        };
        let mut radial = Self {
            step_m,
            cells: (0..CELLS).map(|cell| [depth(cell), 0.0]).collect(),
        };
        let mut time_s = 0.0;
        while time_s < until_s {
            let fastest = radial.cells.iter().map(|state| speed(*state)).fold(0.0, f64::max);
            let dt_s = (0.4 * step_m / fastest).min(until_s - time_s);
            radial.advance(dt_s);
            time_s += dt_s;
        }
        radial
    }

    /// Depth at a distance from the middle, m.
    pub(super) fn depth_m(&self, r: f64) -> f64 {
        let from = (r / self.step_m - 0.5).clamp(0.0, (self.cells.len() - 2) as f64);
        let (cell, share) = (from as usize, from.fract());
        (1.0 - share) * self.cells[cell][0] + share * self.cells[cell + 1][0]
    }

    fn advance(&mut self, dt_s: f64) {
        let once = self.moved(&self.cells, dt_s);
        let twice = self.moved(&once, dt_s);
        for (cell, after) in self.cells.iter_mut().zip(twice) {
            *cell = [0, 1].map(|part| 0.5 * (cell[part] + after[part]));
            if cell[0] < DRY_M {
                *cell = [cell[0].max(0.0), 0.0];
            }
        }
    }

    /// States after a step of first order in time.
    fn moved(&self, cells: &[State], dt_s: f64) -> Vec<State> {
        let last = cells.len() - 1;
        let slope = |cell: usize| -> State {
            if cell == 0 || cell == last {
                return [0.0; 2];
            }
            [0, 1].map(|part| {
                let (before, after) = (
                    cells[cell][part] - cells[cell - 1][part],
                    cells[cell + 1][part] - cells[cell][part],
                );
                if before * after > 0.0 {
                    before.signum() * before.abs().min(after.abs())
                } else {
                    0.0
                }
            })
        };
        let side = |cell: usize, share: f64| -> State {
            let slope = slope(cell);
            [0, 1].map(|part| cells[cell][part] + share * slope[part])
        };
        // Between a cell and the next; nothing flows through the middle, and at the far end nothing happens.
        let faces: Vec<State> = (0..last)
            .map(|cell| rusanov(side(cell, 0.5), side(cell + 1, -0.5)))
            .collect();
        let face = |number: usize| match number {
            0 => [0.0; 2],
            _ if number > last => flux(cells[last]),
            _ => faces[number - 1],
        };
        let moved = (0..=last).map(|cell| {
            let (inner, outer) = (cell as f64 * self.step_m, (cell + 1) as f64 * self.step_m);
            let r = 0.5 * (inner + outer);
            let (enters, leaves) = (face(cell), face(cell + 1));
            let h = cells[cell][0];
            let push = [0.0, 0.5 * G * h * h];
            [0, 1].map(|part| {
                let net = (inner * enters[part] - outer * leaves[part]) / self.step_m + push[part];
                cells[cell][part] + dt_s / r * net
            })
        });
        moved.collect()
    }
}

fn flux([h, q]: State) -> State {
    let u = if h > DRY_M { q / h } else { 0.0 };
    [q, q * u + 0.5 * G * h * h]
}

fn speed([h, q]: State) -> f64 {
    if h > DRY_M {
        (q / h).abs() + (G * h).sqrt()
    } else {
        0.0
    }
}

fn rusanov(left: State, right: State) -> State {
    let fastest = speed(left).max(speed(right));
    let (from_left, from_right) = (flux(left), flux(right));
    [0, 1].map(|part| 0.5 * (from_left[part] + from_right[part] - fastest * (right[part] - left[part])))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reference profiles of ANUGA's validation tests, by a program of finite volumes of theirs (Roberts and Wilson 2011).
    #[test]
    fn verify_against_reference_profiles_of_anuga() {
        let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
        let data = std::env::var_os("HOTWASH_DATA").map_or(beside, Into::into);
        for (folder, outside_m) in [("radial_dam_break_wet", 1.0), ("radial_dam_break_dry", 0.0)] {
            let path = data.join(format!("flood/radial/{folder}/Ver_numerical_2.000000.csv"));
            #[expect(
                clippy::disallowed_methods,
                reason = "the profiles lie beside the project, not in it"
            )]
            let Ok(text) = std::fs::read_to_string(&path) else {
                println!("skipped: there is no {}", path.display());
                return;
            };
            let radial = Radial::dam(50.0, 10.0, outside_m, 100.0, 2.0);
            let (mut off, mut all) = (0.0, 0.0);
            for line in text.lines() {
                let mut numbers = line
                    .split(',')
                    .map(|word| word.trim().parse::<f64>().expect("a number"));
                let (r, h) = (numbers.next().expect("r"), numbers.next().expect("h"));
                if r < 99.0 {
                    off += (radial.depth_m(r) - h).abs();
                    all += h;
                }
            }
            println!("{folder}: expected 0, obtained {}, tolerance 0.01", off / all);
            assert!(off / all < 0.01, "{folder}: {}", off / all);
        }
    }

    #[test]
    fn water_is_kept_and_rests_where_nothing_breaks() {
        let volume = |radial: &Radial| -> f64 {
            let of = |(cell, state): (usize, &State)| (cell as f64 + 0.5) * radial.step_m * state[0];
            radial.cells.iter().enumerate().map(of).sum()
        };
        let [before, after] = [0.0, 2.0].map(|until_s| volume(&Radial::dam(50.0, 10.0, 1.0, 110.0, until_s)));
        assert!((after / before - 1.0).abs() < 1e-12, "{before} {after}");
        let still = Radial::dam(50.0, 3.0, 3.0, 100.0, 1.0);
        assert!(
            still
                .cells
                .iter()
                .all(|[h, q]| (h - 3.0).abs() < 1e-12 && q.abs() < 1e-12)
        );
    }
}
