//! Water in time: steps as long as they may be, what is added to it, the ledger.

mod scheme;

use serde::{Deserialize, Serialize};

use super::crest::{Crests, Face};
use super::edge::Edges;
use super::grid::Grid;
use super::maxima::{Maxima, Peak};
use super::porous::Porous;
use super::real::Real;
use super::tiles::Tiles;
use super::watch::{Cause, Rapid, Survey, Unstable};
use super::{G, Land, Step};

use scheme::Scheme;
pub use scheme::Solver;

/// What water there was and is, m³.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// At first.
    pub began_m3: f64,
    /// Added in cells, less what was taken away there.
    pub added_m3: f64,
    /// Came in through the edges, less what left.
    pub entered_m3: f64,
}

impl Ledger {
    /// What there should be, m³.
    pub fn expected_m3(&self) -> f64 {
        self.began_m3 + self.added_m3 + self.entered_m3
    }
}

/// Longest step, s: for times in which nothing flows.
const LONGEST_S: f64 = 10.0;
/// In which share of the time that the fastest wave takes to cross a cell a step may be made.
///
/// # Source
/// At most 0.5 for Godunov's scheme in two dimensions (Toro 2001); 0.2 to 0.7 for the inertial one (Bates and others 2010). Measured:
/// at 0.5 a deep river comes to rest with either, at 0.6 it swings by half a metre from step to step with either (the test of the
/// river).
const COURANT: f64 = 0.5;

/// Nothing slower counts, m/s: it is the wave on a film of a hundredth of a millimetre, which flows nowhere.
const SLOWEST_M_S: f64 = 0.01;

/// Of steps no longer than this, maxima take every second one, s.
const LONGEST_UNNOTED_S: f64 = 2.5;
/// All the water is looked at after every so many steps.
const WATCHED_EVERY: u64 = 16;

/// Water on a grid. A copy of it, or what was written of it in a format that keeps every bit of a number, goes on as the first
/// would have.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound = "T: Real")]
pub struct Water<T> {
    grid: Grid,
    bed: Vec<T>,
    /// g n², by cell.
    friction: Vec<T>,
    crests: Crests<T>,
    edges: Edges,
    tiles: Tiles,
    porous: Option<Porous<T>>,
    maxima: Option<Maxima<T>>,
    scheme: Scheme<T>,
    rapid: Option<Rapid>,
    steps: u64,
    time_s: f64,
    wave_m_s: f64,
    ledger: Ledger,
}

impl<T: Real> Water<T> {
    /// Water of this depth at rest, on this bed, with Manning's n of each cell: fields of the grid.
    pub fn new(grid: Grid, solver: Solver, bed: Vec<T>, manning: &[T], edges: Edges, depth: Vec<T>) -> Self {
        let friction = manning.iter().map(|n| T::of(G * n.f64() * n.f64())).collect();
        let deepest = depth.iter().map(|h| h.f64()).fold(0.0, f64::max);
        let scheme = Scheme::at_rest(solver, grid, depth);
        let mut water = Self {
            grid,
            bed,
            friction,
            crests: Crests::none(&grid),
            edges,
            tiles: Tiles::new(grid),
            porous: None,
            maxima: None,
            scheme,
            rapid: None,
            steps: 0,
            time_s: 0.0,
            wave_m_s: (G * deepest).sqrt(),
            ledger: Ledger::default(),
        };
        for row in 0..grid.rows {
            for column in 0..grid.columns {
                // What is not a number is looked at, too.
                if water.scheme.h()[grid.at(column, row)] != T::ZERO {
                    water.tiles.wake(column, row);
                }
            }
        }
        water.tiles.find();
        water.ledger.began_m3 = water.volume_m3();
        water
    }

    /// Sets what flows: unit discharge of each cell to the east and to the north, m²/s.
    pub fn set_flow(&mut self, of: impl Fn(usize, usize) -> [f64; 2]) {
        let grid = self.grid;
        let part = |part: usize| grid.field(|column, row| T::of(of(column, row)[part]));
        let (hu, hv) = (part(0), part(1));
        self.tiles.wake_all();
        match &mut self.scheme {
            Scheme::Godunov(flow, _) => (flow.hu, flow.hv) = (hu, hv),
            Scheme::Inertial(flow, _) => {
                let half = T::of(0.5);
                // Faces along the edges with them: the border repeats its neighbours.
                for row in 0..=grid.rows {
                    for column in 0..=grid.columns {
                        let (west, south) = (grid.at(column, row) - 1, grid.at(column, row) - grid.stride());
                        if row < grid.rows {
                            flow.east[west] = half * (hu[west] + hu[west + 1]);
                        }
                        if column < grid.columns {
                            flow.north[south] = half * (hv[south] + hv[south + grid.stride()]);
                        }
                    }
                }
            }
        }
    }

    /// Lets only this share of each cell be open, above zero, up to 1: buildings stand on the rest. It holds so much less water, and
    /// so much less passes between cells; depths and speeds are those of the water in the open. Before anything flows.
    ///
    /// # Panics
    /// With the full equations, which do not heed it.
    pub fn set_open(&mut self, share: impl Fn(usize, usize) -> f64) {
        assert!(
            matches!(self.scheme, Scheme::Inertial(..)),
            "the inertial scheme alone knows porous cells"
        );
        self.porous = Some(Porous::new(&self.grid, share));
        self.ledger.began_m3 = self.volume_m3();
    }

    /// The share of a cell that is open.
    pub fn open_share(&self, column: usize, row: usize) -> f64 {
        self.open_at(self.grid.at(column, row))
    }

    fn open_at(&self, at: usize) -> f64 {
        self.porous
            .as_ref()
            .map_or(1.0, |porous| porous.of_cell(at).f64())
    }

    /// Sets what lies beyond the edges from now on.
    pub fn set_edges(&mut self, edges: Edges) {
        self.edges = edges;
    }

    /// Sets the height of a levee, a wall or sandbags on a face from now on, m, or takes them away: water passes above it
    /// alone, as over a weir. A breach lowers it step by step. What is no higher than the bed beside it is nothing.
    ///
    /// # Bounds
    /// No more passes than over a broad-crested weir, 1.7 h^1.5, less what the water behind holds back (Villemonte); h is the depth
    /// above the crest in the cell before it. Without that bound the full equations let over 1.3 to 1.4 times as much, the
    /// inertial scheme 6 to 7 times; with it both let over what the law says, where the fall is free (measured: 1.00 to 1.01).
    /// Drowned to two thirds the full equations let over a quarter less. A crest deep under a river holds that up more than
    /// a sill would.
    ///
    /// # Panics
    /// Where the face does not lie between two cells of the grid.
    pub fn set_crest(&mut self, face: Face, level_m: Option<f64>) {
        let is_north = usize::from(face.is_north);
        let (columns, rows) = (self.grid.columns - (1 - is_north), self.grid.rows - is_north);
        assert!(
            face.column < columns && face.row < rows,
            "{face:?} lies between two cells"
        );
        let at = self.grid.at(face.column, face.row);
        let beyond = if face.is_north {
            at + self.grid.stride()
        } else {
            at + 1
        };
        let bed = self.bed[at].larger(self.bed[beyond]);
        self.crests
            .set(face, level_m.map(T::of).filter(|level| *level > bed));
    }

    /// The height of what stands on a face, m.
    pub fn crest_m(&self, face: Face) -> Option<f64> {
        self.crests.level(face).map(T::f64)
    }

    /// Keeps the highest water of each cell from now on; water arrives where it is deeper than `arrived_m`, m (usually
    /// [`maxima::ARRIVED_M`](super::maxima::ARRIVED_M)).
    ///
    /// # Bounds
    /// They are brought up to date before every second step, and at least every 5 s (10 s where nothing flows): in between the
    /// fastest wave crosses one cell at most. Arrival is as late as that. In a dam break over dry land 0.01 % of depths, 0.3 % of
    /// speeds and 0.1 % of ratings are lost by the full equations; by the inertial scheme, out of its range there, 2 % of depths,
    /// 3 % of ratings and up to a quarter of speeds, where its front races for one step.
    ///
    /// # Cost
    /// Four numbers a cell beside the five of the water and the land: 36 bytes a cell in single precision.
    pub fn keep_maxima(&mut self, arrived_m: f64) {
        self.maxima = Some(Maxima::new(&self.grid, arrived_m));
    }

    /// The highest water of a cell since maxima are kept, that of this moment with it.
    pub fn peak(&self, column: usize, row: usize) -> Option<Peak> {
        let at = self.grid.at(column, row);
        let (h, q) = (self.scheme.h()[at], self.discharge(column, row));
        let maxima = self.maxima.as_ref()?;
        Some(maxima.peak(at, h, q, self.time_s))
    }

    /// Time since the beginning, s.
    pub fn time_s(&self) -> f64 {
        self.time_s
    }

    /// The ledger so far.
    pub fn ledger(&self) -> Ledger {
        self.ledger
    }

    /// Memory that its fields take, bytes.
    pub fn bytes(&self) -> usize {
        let bed_and_friction = 2;
        let maxima = self.maxima.as_ref().map_or(0, |_| 4);
        let porous = self.porous.as_ref().map_or(0, |_| 3);
        (bed_and_friction + self.scheme.fields() + maxima + porous) * self.grid.len() * size_of::<T>()
    }

    /// Depth of a cell, m.
    pub fn depth_m(&self, column: usize, row: usize) -> f64 {
        self.scheme.h()[self.grid.at(column, row)].f64()
    }

    /// Unit discharge in the middle of a cell, to the east and to the north, m²/s.
    pub fn discharge(&self, column: usize, row: usize) -> [f64; 2] {
        let at = self.grid.at(column, row);
        let mean = |faces: &[T], before: usize| 0.5 * (faces[before].f64() + faces[at].f64());
        match &self.scheme {
            Scheme::Godunov(flow, _) => [flow.hu[at].f64(), flow.hv[at].f64()],
            Scheme::Inertial(flow, _) => [
                mean(&flow.east, at - 1),
                mean(&flow.north, at - self.grid.stride()),
            ],
        }
    }

    /// All water there is, m³.
    pub fn volume_m3(&self) -> f64 {
        let h = self.scheme.h();
        let of_row = |row: usize| {
            let first = self.grid.at(0, row);
            let cells = self.tiles.held(row).flatten();
            cells
                .map(|column| h[first + column].f64() * self.open_at(first + column))
                .sum::<f64>()
        };
        (0..self.grid.rows).map(of_row).sum::<f64>() * self.grid.area_m2()
    }

    /// Adds water to a cell, or takes it away as far as there is any, m spread over the whole cell; what was added.
    pub fn add(&mut self, column: usize, row: usize, depth_m: f64) -> f64 {
        let at = self.grid.at(column, row);
        let open = self.open_at(at);
        let h = &mut self.scheme.h_mut()[at];
        let before = h.f64();
        *h = (*h + T::of(depth_m / open)).larger(T::ZERO);
        let added_m = (h.f64() - before) * open;
        self.ledger.added_m3 += added_m * self.grid.area_m2();
        self.wave_m_s = self.wave_m_s.max((G * h.f64()).sqrt());
        self.tiles.wake(column, row);
        added_m
    }

    /// When most water was faster than its waves so far, if any was: every sixteenth step is looked at. The inertial scheme is
    /// out of its range there.
    pub fn rapid(&self) -> Option<Rapid> {
        self.rapid
    }

    /// One step that ends no later than `until_s`; how long it was, s.
    ///
    /// # Errors
    /// Where the bed or the roughness is not a number, before the first step; where a depth is none after the step; where one is
    /// deeper than any ocean, or water deeper than 0.1 m faster than 50 m/s, which is looked at after every sixteenth step. The
    /// water is worth nothing then.
    pub fn step(&mut self, until_s: f64) -> Result<f64, Unstable> {
        if self.steps == 0 {
            self.check_land()?;
        }
        let left_s = until_s - self.time_s;
        self.edges.wake(&mut self.tiles, &self.bed);
        self.tiles.find();
        let beyond = self.scheme.meet(&self.edges, &self.tiles, &self.bed);
        let wave_m_s = self.wave_m_s.max(beyond).max(SLOWEST_M_S);
        let dt_s = (COURANT * self.grid.cell_m / wave_m_s).min(LONGEST_S).min(left_s);
        let is_noted = self.steps.is_multiple_of(2) || dt_s > LONGEST_UNNOTED_S;
        let stepped = self.scheme.step(Step {
            land: Land {
                bed: &self.bed,
                friction: &self.friction,
                crests: &self.crests,
                porous: self.porous.as_ref(),
            },
            edges: &self.edges,
            tiles: &mut self.tiles,
            maxima: self.maxima.as_mut().filter(|_| is_noted),
            now_s: self.time_s,
            dt_s,
        });
        self.wave_m_s = stepped.wave_m_s;
        self.ledger.entered_m3 += stepped.entered_m3;
        self.time_s = if dt_s < left_s {
            self.time_s + dt_s
        } else {
            until_s
        };
        self.steps += 1;
        if !stepped.is_finite || self.steps.is_multiple_of(WATCHED_EVERY) {
            self.watch()?;
        }
        Ok(dt_s)
    }

    /// Steps until a time, s.
    ///
    /// # Errors
    /// As [`step`](Self::step).
    pub fn run(&mut self, until_s: f64) -> Result<(), Unstable> {
        while self.time_s < until_s {
            self.step(until_s)?;
        }
        Ok(())
    }

    /// Looks at all the water.
    fn watch(&mut self) -> Result<(), Unstable> {
        let survey = Survey::of(&self.tiles, |row, columns| self.scheme.stretch(row, &columns));
        self.rapid = survey.rapid(self.rapid, self.time_s);
        let Some([column, row]) = survey.unsound else {
            return Ok(());
        };
        Err(self.unstable(column, row, self.cause(column, row)))
    }

    fn unstable(&self, column: usize, row: usize, cause: Cause) -> Unstable {
        let (h, square) = self.scheme.stretch(row, &(column..column + 1)).at(0);
        Unstable {
            column,
            row,
            time_s: self.time_s,
            depth_m: h.f64(),
            speed_m_s: square.f64().sqrt(),
            cause,
        }
    }

    /// The land has to be known everywhere.
    fn check_land(&self) -> Result<(), Unstable> {
        for row in 0..self.grid.rows {
            for column in 0..self.grid.columns {
                let at = self.grid.at(column, row);
                if !self.bed[at].is_finite() || !self.friction[at].is_finite() {
                    return Err(self.unstable(column, row, Cause::Land));
                }
            }
        }
        Ok(())
    }

    /// Why the numbers of a cell have probably run away.
    fn cause(&self, column: usize, row: usize) -> Cause {
        if self.edges.is_source(self.grid.at(column, row)) {
            Cause::Edge
        } else if matches!(self.scheme, Scheme::Inertial(..)) && self.rapid.is_some() {
            Cause::Rapid
        } else {
            Cause::Unknown
        }
    }

    /// Works on every cell in the next step.
    #[cfg(test)]
    pub(super) fn wake_all(&mut self) {
        self.tiles.wake_all();
    }
}
