//! The water of a flood with all that drives it and holds it, in one precision.

use std::sync::Arc;

use super::channels::Channels;
use super::forcing::Forcing;
use super::ground::Land;
use super::levee::{BarrierWorks, LeveeWorks};
use super::luck::Luck;
use super::works::{self, DamWorks, LinkWorks};
use super::{Field, Happened, Lost, OutOfRange, Setting, Stand};
use crate::geo::Point;
use crate::geo::metric::{MetricGrid, MetricRaster};
use crate::hazard::flood::maxima::{ARRIVED_M, Peak};
use crate::hazard::flood::reading::Reading;
use crate::hazard::flood::real::Real;
use crate::hazard::flood::watch::Unstable;
use crate::hazard::flood::water::{Ledger, Solver, Water};
use crate::scenario::model::{SolverSpec, WaterSpec, WorksKind};
use crate::sim::Chance;

/// Works as they are now.
#[derive(Debug, Clone)]
enum Works {
    Levee(LeveeWorks),
    Barrier(BarrierWorks),
    Link(LinkWorks),
    Dam(Box<DamWorks>),
}

impl Works {
    fn new<T: Real>(kind: &WorksKind, water: &Water<T>, land: &Land, luck: &Luck) -> Option<Self> {
        Some(match kind {
            WorksKind::Levee { crest, breach } => {
                Self::Levee(LeveeWorks::new(crest, breach.as_ref(), land, luck))
            }
            WorksKind::Barrier {
                line,
                height_m,
                make,
                people,
                ..
            } => Self::Barrier(BarrierWorks::new(line, (*height_m, *make, *people), water, land)),
            WorksKind::Gate {
                ends,
                sill_m,
                width_m,
                open_m,
            } => Self::Link(LinkWorks::new(
                works::gate(*sill_m, *width_m, *open_m),
                false,
                *ends,
                land,
            )?),
            WorksKind::Culvert {
                ends,
                bottoms_m,
                width_m,
                height_m,
                manning,
                has_flap,
            } => {
                let device = works::culvert(*ends, *bottoms_m, (*width_m, *height_m), *manning);
                Self::Link(LinkWorks::new(device, *has_flap, *ends, land)?)
            }
            WorksKind::Pump {
                ends,
                flow_m3_s,
                levels_m,
                is_on,
            } => {
                let mut pump = LinkWorks::new(works::pump(*flow_m3_s, *levels_m), true, *ends, land)?;
                pump.is_off = !is_on;
                Self::Link(pump)
            }
            WorksKind::Dam {
                line,
                flow_m3_s,
                lake,
            } => Self::Dam(Box::new(DamWorks::new(
                *line,
                *flow_m3_s,
                lake.as_ref(),
                land,
                luck,
            ))),
        })
    }
}

/// A flood in one precision.
#[derive(Debug, Clone)]
pub(super) struct Running<T> {
    land: Arc<Land>,
    water: Water<T>,
    forcing: Forcing,
    channels: Channels,
    works: Vec<Option<Works>>,
    /// When the water began to move, s: the kernels count from there.
    begins_s: f64,
    is_inertial: bool,
}

impl<T: Real> Running<T> {
    pub(super) fn new(
        land: Arc<Land>,
        spec: &WaterSpec,
        works: &[&WorksKind],
        begins_s: f64,
        chance: &Chance,
    ) -> Self {
        let luck = &Luck::of_flood(spec, chance);
        let forcing = Forcing::new(spec, &land, luck, chance);
        let channels = Channels::new(spec, &land, luck);
        let solver = match spec.scheme.solver {
            SolverSpec::Inertial => Solver::Inertial,
            SolverSpec::Godunov => Solver::Godunov,
            SolverSpec::SecondOrder => Solver::Godunov2,
        };
        let edges = forcing.edges(&land, begins_s);
        let mut water = Water::new(
            land.grid,
            solver,
            land.bed(),
            &land.manning(luck.manning),
            edges,
            land.depth(),
        );
        if let Some(open) = &land.open {
            water.set_open(|column, row| open[row * land.grid.columns + column]);
        }
        water.keep_maxima(ARRIVED_M);
        // Levees first: barriers may stand on them.
        let is_levee = |kind: &WorksKind| matches!(kind, WorksKind::Levee { .. });
        let mut all: Vec<Option<Works>> = vec![None; works.len()];
        for (place, kind) in all.iter_mut().zip(works).filter(|(_, kind)| is_levee(kind)) {
            *place = Works::new(kind, &water, &land, luck);
            if let Some(Works::Levee(levee)) = place {
                levee.begin(&mut water);
            }
        }
        for (place, kind) in all.iter_mut().zip(works).filter(|(_, kind)| !is_levee(kind)) {
            *place = Works::new(kind, &water, &land, luck);
        }
        Self {
            land,
            water,
            forcing,
            channels,
            works: all,
            begins_s,
            is_inertial: solver == Solver::Inertial,
        }
    }

    /// The water goes on until a time, s.
    pub(super) fn advance(&mut self, until_s: f64) -> Result<Vec<Happened>, Lost> {
        let span_s = [self.begins_s + self.water.time_s(), until_s];
        if span_s[1] <= span_s[0] {
            return Ok(Vec::new());
        }
        let happened = self.begin_window(span_s);
        let area_m2 = self.land.grid.area_m2();
        let mut now_s = span_s[0];
        while now_s < until_s {
            let stepped = self.water.step(until_s - self.begins_s);
            let dt_s = stepped.map_err(|unstable| self.lost(&unstable))?;
            let next_s = if self.water.time_s() >= until_s - self.begins_s {
                until_s
            } else {
                now_s + dt_s
            };
            self.forcing.come(&mut self.water, [now_s, next_s], area_m2);
            for works in self.works.iter_mut().flatten() {
                match works {
                    Works::Link(link) => {
                        link.pass(&mut self.water, &mut self.channels, &self.land, next_s - now_s);
                    }
                    Works::Dam(dam) => dam.pass(&mut self.water, &self.land, next_s - now_s),
                    Works::Levee(_) | Works::Barrier(_) => {}
                }
            }
            self.channels
                .advance(&mut self.water, &self.land, [now_s, next_s]);
            now_s = next_s;
        }
        for works in self.works.iter_mut().flatten() {
            if let Works::Link(link) = works {
                link.end_window(span_s[1] - span_s[0]);
            }
        }
        Ok(happened)
    }

    fn lost(&self, unstable: &Unstable) -> Lost {
        Lost {
            at: self.land.frame.centre(unstable.column, unstable.row),
            time_s: self.begins_s + unstable.time_s,
            water: [unstable.depth_m, unstable.speed_m_s],
            cause: unstable.cause.to_string(),
        }
    }

    pub(super) fn out_of_range(&self) -> Option<OutOfRange> {
        let rapid = self.water.rapid().filter(|_| self.is_inertial)?;
        Some(OutOfRange {
            at: self.land.frame.centre(rapid.column, rapid.row),
            time_s: self.begins_s + rapid.time_s,
            share: rapid.share,
            froude: rapid.froude,
        })
    }

    /// What is done once for a window between two times, s.
    fn begin_window(&mut self, span_s: [f64; 2]) -> Vec<Happened> {
        if self.forcing.has_tides() {
            self.water
                .set_edges(self.forcing.edges(&self.land, 0.5 * (span_s[0] + span_s[1])));
        }
        self.forcing.fall(&mut self.water, self.land.frame.size, span_s);
        let mut happened = Vec::new();
        for (index, works) in self.works.iter_mut().enumerate() {
            match works {
                Some(Works::Levee(levee)) => {
                    let begins = levee.pass(&mut self.water, &self.land, span_s);
                    happened.extend(begins.then_some(Happened::Breach(index)));
                }
                Some(Works::Barrier(barrier)) => {
                    let is_built = barrier.pass(&mut self.water, span_s[1]);
                    happened.extend(is_built.then_some(Happened::Built(index)));
                }
                Some(Works::Dam(dam)) => dam.begin_window(span_s),
                Some(Works::Link(_)) | None => {}
            }
        }
        happened
    }

    pub(super) fn set(&mut self, works: usize, setting: Setting) -> bool {
        match (self.works.get_mut(works), setting) {
            (Some(Some(Works::Dam(dam))), Setting::Flow(flow_m3_s)) => {
                dam.release(flow_m3_s);
                true
            }
            (Some(Some(Works::Link(pump))), Setting::Flow(flow_m3_s)) => pump.pump(flow_m3_s),
            (Some(Some(Works::Link(gate))), Setting::Opening(open_m)) => gate.open(open_m),
            (Some(Some(Works::Link(pump))), Setting::Switch(on)) => pump.switch(on),
            (Some(Some(Works::Barrier(barrier))), Setting::Raise(begins_s)) => barrier.raise(begins_s),
            _ => false,
        }
    }

    pub(super) fn stand(&self, works: usize) -> Option<Stand> {
        match self.works.get(works)?.as_ref()? {
            Works::Levee(levee) => {
                let (crest_m, broken) = levee.stand(&self.water, &self.land);
                Some(Stand::Crest(crest_m, broken))
            }
            Works::Barrier(barrier) => Some(Stand::Crest(barrier.stand(&self.water, &self.land), false)),
            Works::Link(link) => Some(Stand::Discharge(link.flow_m3_s())),
            Works::Dam(dam) => Some(Stand::Discharge(dam.flow_m3_s())),
        }
    }

    pub(super) fn reading(&self, at: Point) -> Option<Reading> {
        let [column, row] = self.land.frame.cell_of(at)?;
        let depth_m = self.water.depth_m(column, row);
        let on_land_m = f64::from(self.land.bed_m.at(column, row)) + depth_m;
        let in_channel_m = self.channels.level_m(&self.water, [column, row]);
        Some(Reading {
            level_m: Some(in_channel_m.unwrap_or(on_land_m)),
            depth_m,
            speed_m_s: self.speed_m_s(column, row),
        })
    }

    /// Speed of the water in a cell, m/s; none of a film.
    fn speed_m_s(&self, column: usize, row: usize) -> f64 {
        /// Water shallower than this is no flow that anybody feels, m.
        const FILM_M: f64 = 0.01;
        let depth_m = self.water.depth_m(column, row);
        let [east, north] = self.water.discharge(column, row);
        if depth_m < FILM_M {
            0.0
        } else {
            (east * east + north * north).sqrt() / depth_m
        }
    }

    pub(super) fn ledger(&self) -> (Ledger, f64) {
        let volume_m3 = self.water.volume_m3() + self.channels.volume_m3();
        (self.channels.with(self.water.ledger()), volume_m3)
    }

    pub(super) fn bytes(&self) -> usize {
        self.water.bytes() + self.forcing.bytes()
    }

    pub(super) fn flooded_m2(&self, depth_m: f64) -> f64 {
        let [columns, rows] = self.land.frame.size;
        let is_flooded = |(column, row)| self.peak(column, row).depth_m >= depth_m;
        let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
        cells.filter(|cell| is_flooded(*cell)).count() as f64 * self.land.grid.area_m2()
    }

    fn peak(&self, column: usize, row: usize) -> Peak {
        const NOTHING: Peak = Peak {
            depth_m: 0.0,
            speed_m_s: 0.0,
            rating: 0.0,
            arrival_s: None,
        };
        self.water.peak(column, row).unwrap_or(NOTHING)
    }

    pub(super) fn grid(&self) -> (MetricGrid, Option<u16>) {
        (self.land.frame, self.land.bed_m.epsg)
    }

    pub(super) fn depths(&self, step_m: f64) -> Vec<u16> {
        let [columns, rows] = self.land.frame.size;
        let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| [column, row]));
        let steps = |[column, row]: [usize; 2]| {
            if self.land.is_outside[row * columns + column] {
                return u16::MAX;
            }
            // No water is so deep, 1,310 m; a number that is has run away.
            ((self.water.depth_m(column, row) / step_m).round() as u16).min(u16::MAX - 1)
        };
        cells.map(steps).collect()
    }

    pub(super) fn fields(&self) -> Vec<Field> {
        let field = |name, of: &dyn Fn(usize, usize) -> f64| Field {
            name,
            raster: self.map(of),
        };
        vec![
            field("depth_m", &|column, row| self.water.depth_m(column, row)),
            field("speed_m_s", &|column, row| self.speed_m_s(column, row)),
            field("depth_max_m", &|column, row| self.peak(column, row).depth_m),
            field("speed_max_m_s", &|column, row| self.peak(column, row).speed_m_s),
            field("hazard_rating_max", &|column, row| self.peak(column, row).rating),
            field("arrival_s", &|column, row| {
                self.peak(column, row)
                    .arrival_s
                    .map_or(f64::NAN, |at_s| self.begins_s + at_s)
            }),
        ]
    }

    /// A map of what a function says of each cell, with a hole where the terrain has one.
    fn map(&self, of: &dyn Fn(usize, usize) -> f64) -> MetricRaster {
        let columns = self.land.grid.columns;
        MetricRaster::from_fn(self.land.frame, self.land.bed_m.epsg, |column, row| {
            if self.land.is_outside[row * columns + column] {
                f32::NAN
            } else {
                of(column, row) as f32
            }
        })
    }
}
