//! What drives the water: inflows, rain, levels beyond the edges, what soaks away.

use super::ground::Land;
use super::luck::Luck;
use super::rainfall::Rainfall;
use crate::geo::Point;
use crate::geo::metric::MetricGrid;
use crate::hazard::flood::edge::{Edge, Edges, Side};
use crate::hazard::flood::real::Real;
use crate::hazard::flood::soil::Soil;
use crate::hazard::flood::water::Water;
use crate::hazard::flood::works::hydrograph::{Hydrograph, Shape};
use crate::hazard::flood::works::rain::{Ground, Texture};
use crate::hazard::flood::works::series::Series;
use crate::scenario::model::{
    ComesSpec, Course, EdgeKind, EdgeSpec, InflowSpec, SideSpec, SoilSpec, WaterSpec,
};
use crate::sim::Chance;

/// Metres a second of a millimetre an hour.
pub(super) const OF_MM_H: f64 = 1e-3 / 3_600.0;

/// A series of a scenario, which has been checked.
pub(super) fn series(course: &Course) -> Series {
    Series::new(course).unwrap_or_else(|_| Series::constant(0.0))
}

/// What comes in at an inflow, m³/s, as the scenario says it.
pub(super) fn comes(spec: &ComesSpec) -> Series {
    let wave = match spec {
        ComesSpec::Course(course) => return series(course),
        ComesSpec::Wave(wave) => wave,
    };
    let hydrograph = Hydrograph {
        base_m3_s: wave.base_m3_s,
        peak_m3_s: wave.peak_m3_s,
        begins_s: wave.begins_s,
        to_peak_s: wave.to_peak_s,
        shape: if wave.is_triangle {
            Shape::SCS_TRIANGLE
        } else {
            Shape::SCS
        },
    };
    hydrograph
        .series()
        .unwrap_or_else(|_| Series::constant(wave.base_m3_s))
}

/// Column and row of the cells that a line crosses, each once, from one end to the other.
pub(super) fn crossed(frame: MetricGrid, [from, to]: [Point; 2]) -> Vec<[usize; 2]> {
    /// Looked at so often in each cell.
    const OFTEN: f64 = 4.0;
    let steps = (from.distance(to) / frame.cell_m * OFTEN).ceil().max(1.0) as usize;
    let mut cells: Vec<[usize; 2]> = Vec::new();
    for step in 0..=steps {
        let at = from + (to - from) * (step as f64 / steps as f64);
        if let Some(cell) = frame.cell_of(at)
            && !cells.contains(&cell)
        {
            cells.push(cell);
        }
    }
    cells
}

/// Water that comes in at some cells.
#[derive(Debug, Clone)]
pub(super) struct Inflow {
    cells: Vec<[usize; 2]>,
    flow_m3_s: Series,
}

impl Inflow {
    fn new(spec: &InflowSpec, land: &Land, luck: &Luck) -> Self {
        Self {
            cells: crossed(land.frame, spec.line),
            flow_m3_s: luck.of_inflow(&comes(&spec.comes)),
        }
    }

    /// Lets come what comes between two times, s.
    fn come<T: Real>(&self, water: &mut Water<T>, [from_s, to_s]: [f64; 2], cell_m2: f64) {
        spread(water, &self.cells, self.flow_m3_s.integral(from_s, to_s), cell_m2);
    }
}

/// Spreads a volume over some cells, m³.
pub(super) fn spread<T: Real>(water: &mut Water<T>, cells: &[[usize; 2]], volume_m3: f64, cell_m2: f64) {
    let depth_m = volume_m3 / (cells.len().max(1) as f64 * cell_m2);
    for [column, row] in cells {
        water.add(*column, *row, depth_m);
    }
}

/// A stretch of an edge.
#[derive(Debug, Clone)]
struct Stretch {
    side: Side,
    /// Cells along the side, from the one to before the other.
    cells: [usize; 2],
    /// The level beyond; none of open land.
    level_m: Option<Series>,
}

impl Stretch {
    fn new(spec: &EdgeSpec, frame: MetricGrid) -> Self {
        let (side, along) = match spec.side {
            SideSpec::West => (Side::West, 1),
            SideSpec::East => (Side::East, 1),
            SideSpec::South => (Side::South, 0),
            SideSpec::North => (Side::North, 0),
        };
        let (origin_m, count) = ([frame.west_m, frame.south_m][along], frame.size[along]);
        let cell = |m: f64| ((m - origin_m) / frame.cell_m).round().clamp(0.0, count as f64) as usize;
        Self {
            side,
            cells: spec.stretch_m.map(cell),
            level_m: match &spec.kind {
                EdgeKind::Open => None,
                EdgeKind::Level(levels_m) => Some(series(levels_m)),
            },
        }
    }
}

/// All that drives the water.
#[derive(Debug, Clone)]
pub(super) struct Forcing {
    inflows: Vec<Inflow>,
    rain: Rainfall,
    stretches: Vec<Stretch>,
    soil: Option<Ground>,
}

impl Forcing {
    pub(super) fn new(spec: &WaterSpec, land: &Land, luck: &Luck, chance: &Chance) -> Self {
        Self {
            inflows: spec
                .inflows
                .iter()
                .map(|inflow| Inflow::new(inflow, land, luck))
                .collect(),
            rain: Rainfall::new(spec, land, luck, chance),
            stretches: spec
                .edges
                .iter()
                .map(|edge| Stretch::new(edge, land.frame))
                .collect(),
            soil: spec.soil.as_ref().map(|soil| ground(soil, land)),
        }
    }

    /// What lies beyond the edges at a time, s.
    pub(super) fn edges(&self, land: &Land, time_s: f64) -> Edges {
        Edges::new(&land.grid, |side, number| {
            let on_it = |stretch: &&Stretch| {
                stretch.side == side && (stretch.cells[0]..stretch.cells[1]).contains(&number)
            };
            match self.stretches.iter().find(on_it) {
                None => Edge::Wall,
                Some(Stretch { level_m: None, .. }) => Edge::Open,
                Some(Stretch {
                    level_m: Some(levels_m),
                    ..
                }) => Edge::Level(levels_m.at(time_s)),
            }
        })
    }

    /// Whether what lies beyond the edges changes with time.
    pub(super) fn has_tides(&self) -> bool {
        self.stretches.iter().any(|stretch| stretch.level_m.is_some())
    }

    /// Rain that falls between two times, s, and what soaks away of all that stands there after it.
    pub(super) fn fall<T: Real>(
        &mut self,
        water: &mut Water<T>,
        [columns, rows]: [usize; 2],
        [from_s, to_s]: [f64; 2],
    ) {
        self.rain.fall(water, [from_s, to_s]);
        let Some(soil) = &mut self.soil else { return };
        for at in 0..columns * rows {
            let (column, row) = (at % columns, at / columns);
            let standing_m = water.depth_m(column, row) * water.open_share(column, row);
            if standing_m > 0.0 {
                water.add(column, row, -soil.take(at, standing_m, to_s - from_s));
            }
        }
    }

    /// Memory that it takes, bytes: its fields.
    pub(super) fn bytes(&self) -> usize {
        self.rain.bytes() + self.soil.as_ref().map_or(0, Ground::bytes)
    }

    /// Lets come what comes in between two times, s.
    pub(super) fn come<T: Real>(&self, water: &mut Water<T>, span_s: [f64; 2], cell_m2: f64) {
        for inflow in &self.inflows {
            inflow.come(water, span_s, cell_m2);
        }
    }
}

/// Soil under the whole of the land.
fn ground(spec: &SoilSpec, land: &Land) -> Ground {
    let soil = match spec {
        SoilSpec::Measured {
            conductivity_mm_h,
            suction_mm,
            deficit,
        } => Soil {
            conductivity_m_s: conductivity_mm_h * OF_MM_H,
            suction_m: suction_mm * 1e-3,
            deficit: *deficit,
        },
        SoilSpec::Texture { word, full } => Texture::of_word(word).soil(*full),
    };
    Ground::new(vec![soil], vec![0; land.frame.cells()])
}
