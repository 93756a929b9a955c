//! Rivers narrower than a cell: chains of one-dimensional cells under those of the grid.
//!
//! # Source
//! J. Neal, G. Schumann, P. Bates, A subgrid channel model for simulating river hydraulics and floodplain inundation over large
//! and data sparse areas, Water Resources Research 48 (2012) W11506 (recalled): the local inertial equation with area and hydraulic
//! radius of the channel. Friction is taken at the end of the step, as on the grid.
//!
//! # Bounds
//! Rectangular channels, flow slower than its waves. Above the banks the channel carries water to the level of the cell above it;
//! the grid moves that water too, in the whole width of the cell, so that a share of the order of the width of the channel in
//! that of the cell is carried twice.

use crate::hazard::flood::G;
use crate::maths;

/// A stretch of a channel under one cell of the grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// The cell of the grid it lies under.
    pub cell: usize,
    /// Length of the channel in it, m.
    pub length_m: f64,
    /// Width, m.
    pub width_m: f64,
    /// Level of its bed, m.
    pub bed_m: f64,
    /// Depth up to its banks, m; these are as high as the bed of the cell above.
    pub bankfull_m: f64,
    /// Manning's n, s/m^(1/3).
    pub manning: f64,
}

impl Reach {
    /// Area of its water, m².
    pub fn area_m2(&self) -> f64 {
        self.length_m * self.width_m
    }

    /// What it holds up to its banks, m³.
    pub fn holds_m3(&self) -> f64 {
        self.area_m2() * self.bankfull_m
    }
}

/// What happens at an end of a channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum End {
    /// Nothing passes.
    Closed,
    /// So much comes, m³/s; below zero it is taken as far as there is any.
    Inflow(f64),
    /// The water beyond stands at this level, m.
    Level(f64),
    /// Water leaves as if the channel went on with this slope.
    Normal(f64),
}

/// A chain of reaches from upstream to downstream, and the water in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    reaches: Vec<Reach>,
    /// Water in each reach below its banks, m³.
    volume_m3: Vec<f64>,
    /// Discharge downstream through the face before each reach and behind the last, m³/s.
    discharge_m3_s: Vec<f64>,
}

/// What passed the ends of a channel in a step, m³.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Passed {
    /// Into the first reach.
    pub first_m3: f64,
    /// Out of the last.
    pub last_m3: f64,
}

/// Water shallower than this does not flow, m.
const DRY_M: f64 = 1e-4;
/// Weight of a face's own discharge beside that of its neighbours, as on the grid.
const THETA: f64 = 0.9;
/// Share of the time a wave takes through a reach in which a step may be made.
///
/// # Source
/// Bates and others 2010: 0.2 to 0.7.
const COURANT: f64 = 0.5;

/// Water at a face: its depth, the width, how its level falls downstream and over which distance, and Manning's n.
struct Face {
    depth_m: f64,
    width_m: f64,
    slope: f64,
    manning: f64,
}

impl Face {
    /// Area and hydraulic radius.
    fn section(&self) -> (f64, f64) {
        let area = self.width_m * self.depth_m;
        (area, area / (self.width_m + 2.0 * self.depth_m))
    }

    /// Discharge after a step, m³/s, where `pushed` flowed before.
    fn discharge(&self, pushed: f64, dt_s: f64) -> f64 {
        if self.depth_m <= DRY_M {
            return 0.0;
        }
        let (area, radius) = self.section();
        let pushed = pushed + G * area * dt_s * self.slope;
        // Q (1 + drag |Q|) = pushed.
        let drag = dt_s * G * self.manning * self.manning / (area * maths::pow(radius, 4.0 / 3.0));
        let flows = 2.0 * pushed / (1.0 + (1.0 + 4.0 * drag * pushed.abs()).sqrt());
        // Where it falls into lower water nothing else holds it back, as on the grid: no faster than its waves.
        let most = area * (G * self.depth_m).sqrt();
        flows.clamp(-most, most)
    }

    /// Discharge of uniform flow, m³/s.
    fn uniform(&self) -> f64 {
        let (area, radius) = self.section();
        area * maths::pow(radius, 2.0 / 3.0) * self.slope.max(0.0).sqrt() / self.manning
    }
}

impl Channel {
    /// A channel with water of this depth in each reach, m, at most up to its banks.
    pub fn new(reaches: Vec<Reach>, depth_m: impl Fn(usize) -> f64) -> Self {
        let holds = |(i, reach): (usize, &Reach)| reach.area_m2() * depth_m(i).clamp(0.0, reach.bankfull_m);
        Self {
            volume_m3: reaches.iter().enumerate().map(holds).collect(),
            discharge_m3_s: vec![0.0; reaches.len() + 1],
            reaches,
        }
    }

    /// Its reaches, from upstream to downstream.
    pub fn reaches(&self) -> &[Reach] {
        &self.reaches
    }

    /// Discharge downstream through the face before a reach, or behind the last, m³/s.
    pub fn discharge_m3_s(&self, face: usize) -> f64 {
        self.discharge_m3_s[face]
    }

    /// Water in the channel below its banks, m³.
    pub fn volume_m3(&self) -> f64 {
        self.volume_m3.iter().sum()
    }

    /// Water in a reach below its banks, m³.
    pub fn volume_in_m3(&self, reach: usize) -> f64 {
        self.volume_m3[reach]
    }

    /// Depth in a reach, m, with water so deep on the cell above it.
    pub fn depth_m(&self, reach: usize, over_m: f64) -> f64 {
        self.volume_m3[reach] / self.reaches[reach].area_m2() + over_m
    }

    /// Level in a reach, m, with water so deep on the cell above it.
    pub fn level_m(&self, reach: usize, over_m: f64) -> f64 {
        self.reaches[reach].bed_m + self.depth_m(reach, over_m)
    }

    /// Adds water to a reach, or takes it away as far as there is any below the banks, m³: a tributary, a pump; what was added.
    pub fn add(&mut self, reach: usize, volume_m3: f64) -> f64 {
        let added = volume_m3.max(-self.volume_m3[reach]);
        self.volume_m3[reach] += added;
        added
    }

    /// How long a step may be, s, with water so deep on the cell above each reach, m.
    pub fn longest_step_s(&self, over_m: &[f64]) -> f64 {
        let of = |(i, reach): (usize, &Reach)| {
            let depth = self.depth_m(i, over_m[i]);
            COURANT * reach.length_m / (G * depth.max(DRY_M)).sqrt()
        };
        self.reaches
            .iter()
            .enumerate()
            .map(of)
            .fold(f64::INFINITY, f64::min)
    }

    /// The face before a reach that is not the first.
    fn face(&self, reach: usize, over_m: &[f64]) -> Face {
        let (a, b) = (&self.reaches[reach - 1], &self.reaches[reach]);
        let (up, down) = (
            self.level_m(reach - 1, over_m[reach - 1]),
            self.level_m(reach, over_m[reach]),
        );
        Face {
            depth_m: up.max(down) - a.bed_m.max(b.bed_m),
            width_m: a.width_m.min(b.width_m),
            slope: (up - down) / (0.5 * (a.length_m + b.length_m)),
            manning: 0.5 * (a.manning + b.manning),
        }
    }

    /// What flows inwards through an end after a step, m³/s, where `flowed` did before.
    fn at_end(&self, reach: usize, end: End, over_m: &[f64], flowed: f64, dt_s: f64) -> f64 {
        let of = &self.reaches[reach];
        let inside = self.level_m(reach, over_m[reach]);
        let face = |depth_m: f64, slope: f64| Face {
            depth_m,
            width_m: of.width_m,
            slope,
            manning: of.manning,
        };
        match end {
            End::Closed => 0.0,
            End::Inflow(comes) => comes,
            End::Level(level) => {
                face(level.max(inside) - of.bed_m, (level - inside) / of.length_m).discharge(flowed, dt_s)
            }
            End::Normal(slope) => -face(inside - of.bed_m, slope).uniform(),
        }
    }

    /// One step with water so deep on the cell above each reach, m, and what happens at both ends; afterwards
    /// [`exchange`](Self::exchange).
    pub fn step(&mut self, dt_s: f64, over_m: &[f64], ends: [End; 2]) -> Passed {
        let n = self.reaches.len();
        if n == 0 || dt_s <= 0.0 {
            return Passed {
                first_m3: 0.0,
                last_m3: 0.0,
            };
        }
        let before = &self.discharge_m3_s;
        let mut flows = vec![0.0; n + 1];
        flows[0] = self.at_end(0, ends[0], over_m, before[0], dt_s);
        flows[n] = -self.at_end(n - 1, ends[1], over_m, -before[n], dt_s);
        for i in 1..n {
            let pushed = THETA * before[i] + 0.5 * (1.0 - THETA) * (before[i - 1] + before[i + 1]);
            flows[i] = self.face(i, over_m).discharge(pushed, dt_s);
        }
        // No more leaves a reach than is in it.
        let share = |i: usize| {
            let leaves = dt_s * ((-flows[i]).max(0.0) + flows[i + 1].max(0.0));
            if leaves > self.volume_m3[i] {
                self.volume_m3[i] / leaves
            } else {
                1.0
            }
        };
        let shares: Vec<f64> = (0..n).map(share).collect();
        for (i, flow) in flows.iter_mut().enumerate() {
            let from = if *flow > 0.0 {
                i.checked_sub(1)
            } else {
                (i < n).then_some(i)
            };
            *flow *= from.map_or(1.0, |from| shares[from]);
        }
        for (i, volume) in self.volume_m3.iter_mut().enumerate() {
            *volume = (*volume + dt_s * (flows[i] - flows[i + 1])).max(0.0);
        }
        self.discharge_m3_s = flows;
        Passed {
            first_m3: dt_s * self.discharge_m3_s[0],
            last_m3: dt_s * self.discharge_m3_s[n],
        }
    }

    /// Lets water over the banks, or back: what is more than a reach holds goes onto the cell above, what is less comes from
    /// there as far as there is any. `add` is told a cell and the depth to add, m, below zero to take, and answers what it added;
    /// the whole volume that went onto the grid, m³.
    pub fn exchange(&mut self, cell_m2: f64, mut add: impl FnMut(usize, f64) -> f64) -> f64 {
        let mut out = 0.0;
        for (reach, volume) in self.reaches.iter().zip(&mut self.volume_m3) {
            let more = *volume - reach.holds_m3();
            if more != 0.0 {
                let goes = add(reach.cell, more / cell_m2) * cell_m2;
                *volume -= goes;
                out += goes;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests;
