//! Test 2: how a flood fills sixteen hollows.

use super::{Inflow, dry, within_1_percent};
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::water::{Solver, Water};
use crate::maths;
use crate::pedestrian::scene::Trial;
use crate::verify::Finding;
use crate::verify::flood::middle;

/// 2,000 m by 2,000 m.
const SQUARE: Grid = Grid {
    columns: 100,
    rows: 100,
    cell_m: 20.0,
};
/// Recalled, not seen.
const MANNING: f64 = 0.03;
const TWO_DAYS_S: f64 = 172_800.0;

/// Hollows along a side, and the cells of each.
const ALONG: usize = 4;
const CELLS: usize = 25;

/// The ground: it falls by 1 in 1,500 to the south and by 1 in 3,000 to the east, with 4 by 4 equal hollows, half a metre deep, which
/// are products of sinusoids.
///
/// # Assumed
/// The sinusoids are squared, so that the hollows touch and nothing stands above the slope.
fn bed(column: usize, row: usize) -> f64 {
    let (x, y) = (middle(&SQUARE, column), middle(&SQUARE, row));
    let wave = |place: f64| {
        let sine = maths::sin(std::f64::consts::PI * place / 500.0);
        sine * sine
    };
    y / 1_500.0 + (2_000.0 - x) / 3_000.0 - 0.5 * wave(x) * wave(y)
}

/// Along 100 m from the north-western corner, at most 20 m³/s, for 85 minutes.
///
/// # Assumed
/// The shape, a triangle.
const INFLOW: Inflow = Inflow {
    cells: [95, 100],
    peak_m3_s: 20.0,
    rises_s: 2_550.0,
    ends_s: 5_100.0,
};

/// Water deeper than this has arrived, m; a hollow in which it never was as deep is dry.
const ARRIVED_M: f64 = 0.01;

/// A hollow, counted from the north-western one to the east and to the south.
#[derive(Clone, Copy)]
struct Hollow {
    east: usize,
    south: usize,
}

impl Hollow {
    fn all() -> impl Iterator<Item = Self> {
        (0..ALONG).flat_map(|south| (0..ALONG).map(move |east| Self { east, south }))
    }

    fn cells(self) -> impl Iterator<Item = [usize; 2]> {
        let (first, below) = (self.east * CELLS, (ALONG - 1 - self.south) * CELLS);
        (below..below + CELLS).flat_map(move |row| (first..first + CELLS).map(move |column| [column, row]))
    }

    /// Its lowest cell.
    fn lowest(self) -> [usize; 2] {
        let height = |[column, row]: &[usize; 2]| bed(*column, *row);
        let lowest = self.cells().min_by(|a, b| height(a).total_cmp(&height(b)));
        lowest.expect("a hollow has cells")
    }

    fn holds(self, [column, row]: [usize; 2]) -> bool {
        column / CELLS == self.east && ALONG - 1 - row / CELLS == self.south
    }

    /// The level at which it runs over into another, m: standing water is let rise from its lowest cell until it finds a way out.
    fn rim_m(self) -> f64 {
        let first = self.lowest();
        let mut is_met = vec![false; SQUARE.columns * SQUARE.rows];
        is_met[first[1] * SQUARE.columns + first[0]] = true;
        let mut shore = vec![first];
        let mut level_m = f64::NEG_INFINITY;
        while let Some(next) = (0..shore.len()).min_by(|a, b| {
            let height = |number: &usize| bed(shore[*number][0], shore[*number][1]);
            height(a).total_cmp(&height(b))
        }) {
            let [column, row] = shore.swap_remove(next);
            level_m = level_m.max(bed(column, row));
            if !self.holds([column, row]) {
                return level_m;
            }
            for [x, y] in [
                [column + 1, row],
                [column, row + 1],
                [column.wrapping_sub(1), row],
                [column, row.wrapping_sub(1)],
            ] {
                if x < SQUARE.columns && y < SQUARE.rows && !is_met[y * SQUARE.columns + x] {
                    is_met[y * SQUARE.columns + x] = true;
                    shore.push([x, y]);
                }
            }
        }
        level_m
    }
}

/// What a run came to, by hollow.
struct Filled {
    arrivals_s: Vec<Option<f64>>,
    levels_m: Vec<f64>,
    depths_m: Vec<f64>,
    /// By how much a pond is not level, m.
    uneven_m: f64,
    volume_m3: f64,
}

impl Filled {
    fn by(solver: Solver) -> Self {
        let mut water = dry(solver, SQUARE, MANNING, bed);
        water.keep_maxima(ARRIVED_M);
        INFLOW.run(&mut water, &SQUARE, 60.0, INFLOW.ends_s);
        INFLOW.run(&mut water, &SQUARE, TWO_DAYS_S, TWO_DAYS_S);
        let lowest: Vec<[usize; 2]> = Hollow::all().map(Hollow::lowest).collect();
        let arrival = |cell: &[usize; 2]| water.peak(cell[0], cell[1]).and_then(|peak| peak.arrival_s);
        let depth = |cell: &[usize; 2]| water.depth_m(cell[0], cell[1]);
        Self {
            arrivals_s: lowest.iter().map(arrival).collect(),
            levels_m: lowest
                .iter()
                .map(|cell| depth(cell) + bed(cell[0], cell[1]))
                .collect(),
            depths_m: lowest.iter().map(depth).collect(),
            uneven_m: Hollow::all()
                .map(|hollow| uneven_m(&water, hollow))
                .fold(0.0, f64::max),
            volume_m3: water.volume_m3(),
        }
    }

    /// Hollows that the water reached before each of those to the north and to the west of it.
    fn out_of_order(&self) -> usize {
        let arrival = |hollow: Hollow| self.arrivals_s[hollow.south * ALONG + hollow.east];
        let is_early = |hollow: &Hollow| {
            let Some(here) = arrival(*hollow) else {
                return false;
            };
            let north = (hollow.south > 0).then(|| Hollow {
                south: hollow.south - 1,
                ..*hollow
            });
            let west = (hollow.east > 0).then(|| Hollow {
                east: hollow.east - 1,
                ..*hollow
            });
            let mut before = north.into_iter().chain(west).peekable();
            before.peek().is_some() && before.all(|other| arrival(other).is_none_or(|there| there > here))
        };
        Hollow::all().filter(is_early).count()
    }

    /// How far the level of a pond lies above its rim at most, m.
    fn above_rim_m(&self) -> f64 {
        let above = Hollow::all()
            .zip(&self.levels_m)
            .map(|(hollow, level)| level - hollow.rim_m());
        above.fold(f64::NEG_INFINITY, f64::max)
    }

    fn reached(&self) -> usize {
        self.arrivals_s.iter().flatten().count()
    }
}

/// Highest less lowest surface of the water that stands deeper than 5 cm in a hollow, m.
fn uneven_m(water: &Water<f64>, hollow: Hollow) -> f64 {
    let deep = hollow
        .cells()
        .filter(|[column, row]| water.depth_m(*column, *row) > 0.05);
    let [mut least, mut most] = [f64::INFINITY, f64::NEG_INFINITY];
    for [column, row] in deep {
        let level = water.depth_m(column, row) + bed(column, row);
        (least, most) = (least.min(level), most.max(level));
    }
    (most - least).max(0.0)
}

/// The order in which the hollows are reached, that ponds are level and no higher than their rims, the volume, and what the schemes
/// differ by.
pub(in crate::verify) fn depressions(_: Trial) -> Vec<Finding> {
    /// How far a surface may be off after two days, m: the film that still runs off.
    const LEVEL_M: f32 = 0.01;
    let all = [Solver::Godunov, Solver::Inertial].map(|solver| (solver.word(), Filled::by(solver)));
    let mut findings = Vec::new();
    for (word, filled) in &all {
        let volume = INFLOW.volume_m3(TWO_DAYS_S);
        let what = format!("{word}: volume after two days");
        let finding = Finding::new(what, "m³", filled.volume_m3 as f32);
        findings.push(within_1_percent(finding, volume));
        let what = format!("{word}: hollows reached, of 16");
        findings.push(Finding::new(what, "", filled.reached() as f32));
        let what = format!("{word}: hollows reached before those to the north and west of them");
        findings.push(Finding::new(what, "", filled.out_of_order() as f32).exactly(0));
        let what = format!("{word}: ponds not level by");
        findings.push(Finding::new(what, "m", filled.uneven_m as f32).at_most(LEVEL_M));
        let what = format!("{word}: a pond above its rim by");
        findings.push(Finding::new(what, "m", filled.above_rim_m() as f32).at_most(LEVEL_M));
    }
    let [(_, full), (word, other)] = &all;
    for (number, hollow) in Hollow::all().enumerate() {
        if full.arrivals_s[number].is_none() && other.arrivals_s[number].is_none() {
            continue;
        }
        let what = format!(
            "{word}: depth in the hollow {} from the west, {} from the north",
            hollow.east + 1,
            hollow.south + 1
        );
        let held = format!("{:.3} by godunov", full.depths_m[number]);
        findings.push(Finding::new(what, "m", other.depths_m[number] as f32).against(held));
    }
    findings
}
