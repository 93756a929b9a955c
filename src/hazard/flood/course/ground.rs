//! The ground of a flood as fields of its grid: bed, roughness, standing water.

use std::collections::BTreeMap;

use super::channels;
use crate::geo::metric::{MetricGrid, MetricRaster};
use crate::geo::{Polygon, Segment};
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::real::Real;
use crate::hazard::flood::terrain::areas::{cells_within, covered, raise_buildings};
use crate::hazard::flood::terrain::generator::{
    Embankment, Lake, Meander, Mound, Relief, River, Valley, ValleyError,
};
use crate::hazard::flood::terrain::holes::{Holes, settle};
use crate::hazard::flood::terrain::roughness::by_class;
use crate::scenario::model::{
    BuildingsAre, EmbankmentSpec, GroundOf, LakeBedSpec, MoundSpec, RiverSpec, StandingSpec, ValleySpec,
    WaterSpec,
};

/// Buildings stand so high above the ground, m: above any flood.
const BUILDING_M: f64 = 20.0;

/// The ground of a flood: what all its runs share.
#[derive(Debug, Clone)]
pub struct Land {
    /// Where its cells lie.
    pub(super) frame: MetricGrid,
    /// The same as the kernels count.
    pub(super) grid: Grid,
    /// Levels of the bed, m, row after row from the south.
    pub(super) bed_m: MetricRaster,
    /// Manning's n, s/m^(1/3), likewise.
    manning: MetricRaster,
    /// Depth of the water that stands there at first, m, likewise.
    depth_m: Vec<f64>,
    /// Cells outside of the terrain, likewise.
    pub(super) is_outside: Vec<bool>,
    /// Share of each cell that no building covers, likewise; none where buildings are raised cells.
    pub(super) open: Option<Vec<f64>>,
}

impl Land {
    /// The ground that a scenario says.
    ///
    /// # Errors
    /// Classes of land cover without roughness; terrain without a value; channels that do not lie in it.
    pub fn new(spec: &WaterSpec) -> Result<Self, String> {
        let (mut bed_m, rivers) = match &spec.ground {
            GroundOf::Terrain(terrain) => (terrain.clone(), Vec::new()),
            GroundOf::Valley(spec) => valley(spec)?,
        };
        let is_outside = settle(&mut bed_m, Holes::Outside).map_err(|problem| problem.to_string())?;
        let open = if spec.buildings_are == BuildingsAre::Porous {
            Some(stand_in(&mut bed_m, &spec.buildings))
        } else {
            raise_buildings(&mut bed_m, &spec.buildings, BUILDING_M);
            None
        };
        channels::check(&spec.channels, &bed_m)?;
        let frame = bed_m.grid;
        let manning = roughness(spec, frame)?;
        let mut depth_m = standing(&spec.standing, &bed_m, &is_outside);
        for (river, holds_m) in &rivers {
            fill(river, *holds_m, frame, &mut depth_m);
        }
        Ok(Self {
            frame,
            grid: Grid {
                columns: frame.size[0],
                rows: frame.size[1],
                cell_m: frame.cell_m,
            },
            bed_m,
            manning,
            depth_m,
            is_outside,
            open,
        })
    }

    /// A field of the kernels of values row after row.
    fn field<T: Real>(&self, of: impl Fn(usize) -> f64) -> Vec<T> {
        let columns = self.grid.columns;
        self.grid.field(|column, row| T::of(of(row * columns + column)))
    }

    /// The bed.
    pub(super) fn bed<T: Real>(&self) -> Vec<T> {
        self.field(|at| f64::from(self.bed_m.values[at]))
    }

    /// Manning's n, times a factor.
    pub(super) fn manning<T: Real>(&self, factor: f64) -> Vec<T> {
        self.field(|at| factor * f64::from(self.manning.values[at]))
    }

    /// The depth at first.
    pub(super) fn depth<T: Real>(&self) -> Vec<T> {
        self.field(|at| self.depth_m[at])
    }
}

/// Cells that are covered to more than this stand above the water: what is left between walls is no way for it. An assumption.
const SHUT: f64 = 0.95;

/// Lets buildings stand in porous cells; the open share of each. Cells that are all but covered are raised.
fn stand_in(bed_m: &mut MetricRaster, buildings: &[Polygon]) -> Vec<f64> {
    let covered = covered(&bed_m.grid, buildings);
    let share = |(covered, level_m): (f64, &mut f32)| {
        if covered > SHUT {
            *level_m += BUILDING_M as f32;
            1.0
        } else {
            1.0 - covered
        }
    };
    covered.into_iter().zip(&mut bed_m.values).map(share).collect()
}

/// Lets water stand in the bed of a river, at least so deep, m.
fn fill(river: &River, holds_m: f64, frame: MetricGrid, depth_m: &mut [f64]) {
    let columns = frame.size[0];
    let stretches = river.course.windows(2).map(|pair| Segment {
        a: pair[0],
        b: pair[1],
    });
    let stretches: Vec<Segment> = stretches.collect();
    for (at, depth_m) in depth_m.iter_mut().enumerate() {
        let middle = frame.centre(at % columns, at / columns);
        if stretches
            .iter()
            .any(|stretch| stretch.distance(middle) <= 0.5 * river.width_m)
        {
            *depth_m = depth_m.max(holds_m);
        }
    }
}

/// A valley that is made by rule, and its rivers with how deep water stands in them at first, m.
fn valley(spec: &ValleySpec) -> Result<(MetricRaster, Vec<(River, f64)>), String> {
    let grid = spec.grid().map_err(|error| error.to_string())?;
    let river = |river: &RiverSpec| {
        let ends = river.course.first().zip(river.course.last());
        let course = match ends {
            Some((from, to)) if river.waves > 0 => Meander {
                from: *from,
                to: *to,
                waves: river.waves,
                angle_deg: river.angle_deg,
            }
            .course()?,
            _ => river.course.clone(),
        };
        Ok(River {
            course,
            width_m: river.width_m,
            depth_m: river.depth_m,
            levee_height_m: river.levee_height_m,
            levee_width_m: river.levee_width_m,
        })
    };
    let rivers: Result<Vec<River>, ValleyError> = spec.rivers.iter().map(river).collect();
    let valley = Valley {
        grid,
        head: spec.axis[0],
        mouth: spec.axis[1],
        level_m: spec.level_m,
        slope: spec.slope,
        floodplain_width_m: spec.floodplain_width_m,
        cross_slope: spec.cross_slope,
        side_slope: spec.side_slope,
        relief: Relief {
            sd_m: spec.uneven_m,
            length_m: spec.uneven_over_m,
        },
        rivers: rivers.map_err(|error| error.to_string())?,
        lakes: spec.lakes.iter().map(lake).collect(),
        embankments: spec.embankments.iter().map(embankment).collect(),
        mounds: spec.mounds.iter().map(mound).collect(),
    };
    let terrain = valley.terrain(spec.seed).map_err(|error| error.to_string())?;
    let holds = spec.rivers.iter().map(|river| river.holds_m);
    Ok((terrain, valley.rivers.into_iter().zip(holds).collect()))
}

fn lake(spec: &LakeBedSpec) -> Lake {
    Lake {
        shore: spec.shore.clone(),
        bottom_m: spec.bottom_m,
        shore_m: spec.shore_m,
    }
}

fn embankment(spec: &EmbankmentSpec) -> Embankment {
    Embankment {
        line: spec.line.clone(),
        height_m: spec.height_m,
        width_m: spec.width_m,
    }
}

fn mound(spec: &MoundSpec) -> Mound {
    Mound {
        place: spec.at,
        radius_m: spec.radius_m,
        height_m: spec.height_m,
    }
}

/// Manning's n by cell.
fn roughness(spec: &WaterSpec, frame: MetricGrid) -> Result<MetricRaster, String> {
    let alike = MetricRaster::from_fn(frame, None, |_, _| spec.manning as f32);
    let Some(cover) = &spec.cover else {
        return Ok(alike);
    };
    let table: BTreeMap<u16, f64> = spec
        .classes
        .iter()
        .map(|(class, n)| (*class as u16, *n))
        .collect();
    let mut by_class = by_class(cover, &table, frame).map_err(|error| error.to_string())?;
    for (n, otherwise) in by_class.values.iter_mut().zip(alike.values) {
        if n.is_nan() {
            *n = otherwise;
        }
    }
    Ok(by_class)
}

/// Depth of the water that stands there at first.
fn standing(specs: &[StandingSpec], bed_m: &MetricRaster, is_outside: &[bool]) -> Vec<f64> {
    let mut depth_m = vec![0.0_f64; bed_m.values.len()];
    for spec in specs {
        for at in cells(spec.within.as_ref(), bed_m.grid) {
            if !is_outside[at] {
                depth_m[at] = depth_m[at].max(spec.level_m - f64::from(bed_m.values[at]));
            }
        }
    }
    depth_m
}

/// The cells of an area, row after row; all of them with none.
pub(super) fn cells(area: Option<&Polygon>, frame: MetricGrid) -> Vec<usize> {
    match area {
        None => (0..frame.cells()).collect(),
        Some(area) => {
            let columns = frame.size[0];
            let of = |[column, row]: [usize; 2]| row * columns + column;
            cells_within(&frame, area).into_iter().map(of).collect()
        }
    }
}
