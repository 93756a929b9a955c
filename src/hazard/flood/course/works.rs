//! Gates, culverts, pumps and dams of a flood.

use super::channels::Channels;
use super::forcing::{crossed, series, spread};
use super::ground::Land;
use super::luck::Luck;
use crate::geo::Point;
use crate::hazard::flood::real::Real;
use crate::hazard::flood::water::Water;
use crate::hazard::flood::works::link::culvert::{Culvert, Inlet, Section};
use crate::hazard::flood::works::link::{Device, Gate, Link, Pump, Weir};
use crate::hazard::flood::works::reservoir::{Release, Reservoir};
use crate::hazard::flood::works::series::Series;
use crate::scenario::model::LakeSpec;

/// A link between two cells.
#[derive(Debug, Clone)]
pub(super) struct LinkWorks {
    link: Link,
    cells: [[usize; 2]; 2],
    /// Whether somebody has switched it off: a pump.
    pub(super) is_off: bool,
    /// Moved in the last window, m³/s.
    flow_m3_s: f64,
    moved_m3: f64,
}

impl LinkWorks {
    /// A link whose ends lie in the grid; none otherwise, which has been reported.
    pub(super) fn new(device: Device, has_flap: bool, ends: [Point; 2], land: &Land) -> Option<Self> {
        let [Some(first), Some(second)] = ends.map(|end| land.frame.cell_of(end)) else {
            return None;
        };
        Some(Self {
            link: Link { device, has_flap },
            cells: [first, second],
            is_off: false,
            flow_m3_s: 0.0,
            moved_m3: 0.0,
        })
    }

    /// Moves what a step of this length moves.
    pub(super) fn pass<T: Real>(
        &mut self,
        water: &mut Water<T>,
        channels: &mut Channels,
        land: &Land,
        dt_s: f64,
    ) {
        if self.is_off {
            return;
        }
        let [first, second] = self.cells.map(|cell| channels.side(water, land, cell));
        let moved_m3 = self.link.moves_m3(first, second, dt_s);
        if moved_m3 == 0.0 {
            return;
        }
        channels.give(water, self.cells[0], -moved_m3);
        channels.give(water, self.cells[1], moved_m3);
        self.moved_m3 += moved_m3;
    }

    /// A window of this length is over.
    pub(super) fn end_window(&mut self, lasted_s: f64) {
        self.flow_m3_s = self.moved_m3 / lasted_s;
        self.moved_m3 = 0.0;
    }

    /// What it moves, m³/s.
    pub(super) fn flow_m3_s(&self) -> f64 {
        self.flow_m3_s
    }

    /// Opens a gate so far, m; whether it is one.
    pub(super) fn open(&mut self, to_m: f64) -> bool {
        match &mut self.link.device {
            Device::Gate(_, open_m) => {
                *open_m = to_m;
                true
            }
            Device::Weir(_) | Device::Culvert(_) | Device::Pump(_) => false,
        }
    }

    /// Switches a pump; whether it is one.
    pub(super) fn switch(&mut self, on: bool) -> bool {
        let is_pump = matches!(self.link.device, Device::Pump(_));
        if is_pump {
            self.is_off = !on;
        }
        is_pump
    }

    /// Has a pump pump so much, m³/s; whether it is one.
    pub(super) fn pump(&mut self, flow_m3_s: f64) -> bool {
        match &mut self.link.device {
            Device::Pump(pump) => {
                pump.capacity = Series::constant(flow_m3_s);
                true
            }
            Device::Weir(_) | Device::Culvert(_) | Device::Gate(..) => false,
        }
    }
}

/// A gate.
pub(super) fn gate(sill_m: f64, width_m: f64, open_m: f64) -> Device {
    let gate = Gate {
        sill_m,
        width_m,
        coefficient: Gate::SHARP,
    };
    Device::Gate(gate, open_m)
}

/// A pump.
pub(super) fn pump(flow_m3_s: f64, [starts_m, stops_m]: [f64; 2]) -> Device {
    Device::Pump(Pump {
        capacity: Series::constant(flow_m3_s),
        starts_m,
        stops_m,
        is_running: false,
    })
}

/// A pipe or box between two places.
pub(super) fn culvert(
    ends: [Point; 2],
    bottoms_m: [f64; 2],
    (width_m, height_m): (f64, Option<f64>),
    manning: f64,
) -> Device {
    let (section, inlet) = match height_m {
        None => (Section::Pipe(width_m), Inlet::PIPE_SQUARE),
        Some(height_m) => (Section::Box(width_m, height_m), Inlet::BOX_CHAMFERED),
    };
    Device::Culvert(Culvert {
        section,
        barrels: 1.0,
        floor_m: bottoms_m[0],
        other_floor_m: bottoms_m[1],
        length_m: ends[0].distance(ends[1]),
        manning,
        inlet,
    })
}

/// A dam far upstream.
#[derive(Debug, Clone)]
pub(super) struct DamWorks {
    cells: Vec<[usize; 2]>,
    release_m3_s: f64,
    lake: Option<(Reservoir, Series)>,
    /// What comes from it in this window, m³/s.
    flow_m3_s: f64,
}

impl DamWorks {
    pub(super) fn new(
        line: [Point; 2],
        release_m3_s: f64,
        lake: Option<&LakeSpec>,
        land: &Land,
        luck: &Luck,
    ) -> Self {
        let lake = lake.map(|spec| {
            let comes = luck.of_inflow(&series(&spec.comes_m3_s));
            (reservoir(spec, release_m3_s), comes)
        });
        Self {
            cells: crossed(land.frame, line),
            release_m3_s,
            lake,
            flow_m3_s: release_m3_s,
        }
    }

    /// What leaves it in a window between two times, s.
    pub(super) fn begin_window(&mut self, [from_s, to_s]: [f64; 2]) {
        self.flow_m3_s = match &mut self.lake {
            None => self.release_m3_s,
            Some((lake, comes)) => {
                let passed = lake.step(from_s, to_s, comes.mean(from_s, to_s));
                (passed.spilled_m3 + passed.released_m3) / (to_s - from_s)
            }
        };
    }

    /// Lets come what leaves it in a step of this length.
    pub(super) fn pass<T: Real>(&self, water: &mut Water<T>, land: &Land, dt_s: f64) {
        spread(water, &self.cells, self.flow_m3_s * dt_s, land.grid.area_m2());
    }

    /// What leaves it, m³/s.
    pub(super) fn flow_m3_s(&self) -> f64 {
        self.flow_m3_s
    }

    /// It lets so much go from now on, m³/s.
    pub(super) fn release(&mut self, flow_m3_s: f64) {
        self.release_m3_s = flow_m3_s;
        if let Some((lake, _)) = &mut self.lake {
            lake.release = Release::Planned(Series::constant(flow_m3_s));
        }
    }
}

/// The lake behind a dam. Its tables end this far above the spillway, m: higher it never stands.
const HIGHEST_M: f64 = 30.0;

fn reservoir(spec: &LakeSpec, release_m3_s: f64) -> Reservoir {
    let top_m = spec.spillway_m.max(spec.level_m) + HIGHEST_M;
    let points = |of: &dyn Fn(f64) -> f64, steps: u32| {
        let at = |step| spec.bottom_m + (top_m - spec.bottom_m) * f64::from(step) / f64::from(steps);
        let points: Vec<(f64, f64)> = (0..=steps)
            .map(at)
            .map(|level_m| (level_m, of(level_m)))
            .collect();
        Series::new(&points).unwrap_or_else(|_| Series::constant(0.0))
    };
    let spillway = Weir {
        crest_m: spec.spillway_m,
        length_m: spec.spillway_length_m,
        coefficient: Weir::BROAD,
    };
    // Nothing at the bottom, all of it from a metre above.
    let outlets = |level_m: f64| spec.most_m3_s * (level_m - spec.bottom_m).clamp(0.0, 1.0);
    Reservoir::new(
        points(&|level_m| spec.area_m2 * (level_m - spec.bottom_m), 1),
        points(
            &|level_m| spillway.discharge_m3_s(level_m, spec.bottom_m.min(level_m)),
            400,
        ),
        points(&outlets, 400),
        Release::Planned(Series::constant(release_m3_s)),
        spec.level_m,
    )
}
