//! Rivers narrower than a cell, under the cells of the grid.

use std::collections::BTreeMap;

use super::forcing::series;
use super::ground::Land;
use super::luck::Luck;
use crate::geo::metric::{MetricRaster, Stretch};
use crate::hazard::flood::real::Real;
use crate::hazard::flood::water::{Ledger, Water};
use crate::hazard::flood::works::channel::{Channel, End, Reach};
use crate::hazard::flood::works::link::Side;
use crate::hazard::flood::works::series::Series;
use crate::scenario::model::{WaterSpec, WaterwayEnd, WaterwaySpec};

/// Column and row of a cell.
type Cell = [usize; 2];

/// What lies behind the last reach.
#[derive(Debug, Clone)]
enum Beyond {
    Nothing,
    /// The same bed on and on.
    Slope(f64),
    Level(Series),
    /// The water in a cell, or in the channel under it.
    Cell(Cell),
}

/// A channel and what comes in at its head.
#[derive(Debug, Clone)]
struct River {
    channel: Channel,
    cells: Vec<Cell>,
    comes_m3_s: Option<Series>,
    beyond: Beyond,
    /// Depth of the water on the cell above each reach, m.
    over_m: Vec<f64>,
}

/// All of them.
#[derive(Debug, Clone)]
pub(super) struct Channels {
    rivers: Vec<River>,
    /// Which reach of which lies under a cell; the first, where there are several.
    under: BTreeMap<Cell, (usize, usize)>,
    cell_m2: f64,
    /// Water in channels alone: what goes onto the grid is taken from what was added.
    ledger: Ledger,
}

/// The channels of a flood have to lie in its ground.
///
/// # Errors
/// One that has no reach, or whose bed is no lower than the ground, in words.
pub(super) fn check(specs: &[WaterwaySpec], ground_m: &MetricRaster) -> Result<(), String> {
    for spec in specs {
        let (stretches, _) = spec.reaches(&ground_m.grid);
        if stretches.is_empty() {
            return Err(format!("the channel `{}` lies in no cell of its own", spec.id));
        }
        for stretch in stretches {
            let [column, row] = stretch.cell;
            let (bed_m, bank_m) = (
                spec.bed_m(stretch.middle_m()),
                f64::from(ground_m.at(column, row)),
            );
            if bank_m.is_nan() || bed_m >= bank_m {
                let at = ground_m.grid.centre(column, row);
                return Err(format!(
                    "the bed of the channel `{}` ({bed_m:.2} m) is no lower than the ground at ({:.0}, {:.0}), {bank_m:.2} m",
                    spec.id, at.x, at.y
                ));
            }
        }
    }
    Ok(())
}

impl River {
    fn new(spec: &WaterwaySpec, land: &Land, luck: &Luck) -> Self {
        let (stretches, into) = spec.reaches(&land.frame);
        let reach = |stretch: &Stretch| {
            let [column, row] = stretch.cell;
            let bed_m = spec.bed_m(stretch.middle_m());
            Reach {
                cell: row * land.grid.columns + column,
                length_m: stretch.length_m(),
                width_m: spec.width_m,
                bed_m,
                bankfull_m: f64::from(land.bed_m.at(column, row)) - bed_m,
                manning: spec.manning * luck.manning,
            }
        };
        let reaches: Vec<Reach> = stretches.iter().map(reach).collect();
        let comes = spec
            .comes_m3_s
            .as_ref()
            .map(|comes| luck.of_inflow(&series(comes)));
        let beyond = match (&spec.ends, into) {
            (WaterwayEnd::Open, _) => Beyond::Slope(last_slope(spec)),
            (WaterwayEnd::Level(levels_m), _) => Beyond::Level(series(levels_m)),
            (WaterwayEnd::Water, Some(cell)) => Beyond::Cell(cell),
            (WaterwayEnd::Closed | WaterwayEnd::Water, _) => Beyond::Nothing,
        };
        Self {
            over_m: vec![0.0; reaches.len()],
            channel: Channel::new(reaches, |_| spec.holds_m),
            cells: stretches.iter().map(|stretch| stretch.cell).collect(),
            comes_m3_s: comes,
            beyond,
        }
    }

    /// What happens at its head and at its end in a step between two times, s; `beyond_m` is the level in the cell behind it.
    fn ends(&self, [from_s, to_s]: [f64; 2], beyond_m: Option<f64>) -> [End; 2] {
        let head = match &self.comes_m3_s {
            None => End::Closed,
            Some(comes) => End::Inflow(comes.mean(from_s, to_s)),
        };
        let end = match (&self.beyond, beyond_m) {
            (Beyond::Slope(slope), _) => End::Normal(*slope),
            (Beyond::Level(levels_m), _) => End::Level(levels_m.mean(from_s, to_s)),
            (Beyond::Cell(_), Some(level_m)) => End::Level(level_m),
            (Beyond::Cell(_), None) | (Beyond::Nothing, _) => End::Closed,
        };
        [head, end]
    }
}

/// How the bed falls between the last two corners.
fn last_slope(spec: &WaterwaySpec) -> f64 {
    let last = spec.course.windows(2).last();
    last.map_or(0.0, |pair| {
        let [(from, from_bed_m), (to, to_bed_m)] = [pair[0], pair[1]];
        (from_bed_m - to_bed_m) / from.distance(to).max(f64::MIN_POSITIVE)
    })
}

impl Channels {
    /// Those of a flood on its ground.
    pub(super) fn new(spec: &WaterSpec, land: &Land, luck: &Luck) -> Self {
        let rivers: Vec<River> = spec
            .channels
            .iter()
            .map(|channel| River::new(channel, land, luck))
            .collect();
        let mut under = BTreeMap::new();
        for (number, river) in rivers.iter().enumerate() {
            for (reach, cell) in river.cells.iter().enumerate() {
                under.entry(*cell).or_insert((number, reach));
            }
        }
        let mut all = Self {
            rivers,
            under,
            cell_m2: land.grid.area_m2(),
            ledger: Ledger::default(),
        };
        all.ledger.began_m3 = all.volume_m3();
        all
    }

    /// Water in them below their banks, m³.
    pub(super) fn volume_m3(&self) -> f64 {
        self.rivers.iter().map(|river| river.channel.volume_m3()).sum()
    }

    /// Their ledger together with that of the grid.
    pub(super) fn with(&self, grid: Ledger) -> Ledger {
        Ledger {
            began_m3: grid.began_m3 + self.ledger.began_m3,
            added_m3: grid.added_m3 + self.ledger.added_m3,
            entered_m3: grid.entered_m3 + self.ledger.entered_m3,
        }
    }

    /// The level of the water in the channel under a cell, m; none where there is none.
    pub(super) fn level_m<T: Real>(&self, water: &Water<T>, cell: Cell) -> Option<f64> {
        let (river, reach) = *self.under.get(&cell)?;
        let over_m = water.depth_m(cell[0], cell[1]);
        Some(self.rivers[river].channel.level_m(reach, over_m))
    }

    /// The water of a cell as a link meets it: that of the channel under it, if there is one.
    pub(super) fn side<T: Real>(&self, water: &Water<T>, land: &Land, cell: Cell) -> Side {
        let [column, row] = cell;
        let depth_m = water.depth_m(column, row);
        let bed_m = f64::from(land.bed_m.at(column, row));
        let on_cell = Side::cell(bed_m, depth_m, self.cell_m2 * water.open_share(column, row));
        let Some((river, reach)) = self.under.get(&cell) else {
            return on_cell;
        };
        let channel = &self.rivers[*river].channel;
        let level_m = channel.level_m(*reach, depth_m);
        Side {
            level_m,
            available_m3: on_cell.available_m3 + channel.volume_in_m3(*reach),
            // Below its banks its level moves with its own area.
            area_m2: if depth_m > 0.0 {
                on_cell.area_m2
            } else {
                channel.reaches()[*reach].area_m2()
            },
        }
    }

    /// Gives water to a cell, or to the channel under it; below zero takes it there, from the channel first, m³. What was given.
    pub(super) fn give<T: Real>(&mut self, water: &mut Water<T>, cell: Cell, volume_m3: f64) -> f64 {
        let below_m3 = match self.under.get(&cell) {
            None => 0.0,
            Some((river, reach)) => self.rivers[*river].channel.add(*reach, volume_m3),
        };
        self.ledger.added_m3 += below_m3;
        let left_m3 = volume_m3 - below_m3;
        if left_m3 == 0.0 {
            return below_m3;
        }
        below_m3 + water.add(cell[0], cell[1], left_m3 / self.cell_m2) * self.cell_m2
    }

    /// The water in them goes on between two times, s, in steps as short as they need.
    pub(super) fn advance<T: Real>(&mut self, water: &mut Water<T>, land: &Land, [from_s, to_s]: [f64; 2]) {
        if self.rivers.is_empty() {
            return;
        }
        let mut now_s = from_s;
        while now_s < to_s {
            let longest_s = self.look(water);
            let next_s = if longest_s < to_s - now_s {
                now_s + longest_s
            } else {
                to_s
            };
            for number in 0..self.rivers.len() {
                self.step(number, water, land, [now_s, next_s]);
            }
            now_s = next_s;
        }
    }

    /// Looks at the water above every reach; how long a step may be, s.
    fn look<T: Real>(&mut self, water: &Water<T>) -> f64 {
        /// Never shorter, s: no channel of any use asks for it.
        const SHORTEST_S: f64 = 1e-3;
        let mut longest_s = f64::INFINITY;
        for river in &mut self.rivers {
            for (over_m, [column, row]) in river.over_m.iter_mut().zip(&river.cells) {
                *over_m = water.depth_m(*column, *row);
            }
            longest_s = longest_s.min(river.channel.longest_step_s(&river.over_m));
        }
        longest_s.max(SHORTEST_S)
    }

    /// One step of one of them.
    fn step<T: Real>(&mut self, number: usize, water: &mut Water<T>, land: &Land, span_s: [f64; 2]) {
        let into = match &self.rivers[number].beyond {
            Beyond::Cell(cell) => Some(*cell),
            Beyond::Nothing | Beyond::Slope(_) | Beyond::Level(_) => None,
        };
        let beyond_m = into.map(|cell| self.side(water, land, cell).level_m);
        // Dry land behind is no water: what stands below it stays.
        let is_dry = into
            .is_some_and(|cell| !self.under.contains_key(&cell) && water.depth_m(cell[0], cell[1]) == 0.0);
        let last = self.rivers[number].cells.len() - 1;
        let level_m = self.rivers[number]
            .channel
            .level_m(last, self.rivers[number].over_m[last]);
        let beyond_m = beyond_m.filter(|beyond_m| !is_dry || level_m > *beyond_m);
        let cell_m2 = self.cell_m2;
        let river = &mut self.rivers[number];
        let ends = river.ends(span_s, beyond_m);
        let passed = river.channel.step(span_s[1] - span_s[0], &river.over_m, ends);
        self.ledger.added_m3 += passed.first_m3;
        if let Some(cell) = into {
            self.hand_over(number, water, cell, passed.last_m3);
        } else {
            self.ledger.entered_m3 -= passed.last_m3;
        }
        let columns = land.grid.columns;
        let went_out_m3 = self.rivers[number].channel.exchange(cell_m2, |cell, depth_m| {
            let (column, row) = (cell % columns, cell / columns);
            // Dry land has nothing to give: it is left alone.
            if depth_m < 0.0 && water.depth_m(column, row) == 0.0 {
                return 0.0;
            }
            water.add(column, row, depth_m)
        });
        self.ledger.added_m3 -= went_out_m3;
    }

    /// What has left a channel goes to the cell behind it; what has come from there is taken from it, as far as there is any, m³.
    fn hand_over<T: Real>(&mut self, number: usize, water: &mut Water<T>, cell: Cell, volume_m3: f64) {
        let given_m3 = self.give(water, cell, volume_m3);
        let river = &mut self.rivers[number];
        let last = river.cells.len() - 1;
        let back_m3 = river.channel.add(last, volume_m3 - given_m3);
        self.ledger.added_m3 += back_m3 - volume_m3;
    }
}
