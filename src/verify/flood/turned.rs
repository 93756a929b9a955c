//! The same flow on plans that are turned and mirrored.
//!
//! What holds on one of them holds on all: the depths of the cases, the ends and the sides with them, are those of the first.

use super::exact::{Basin, Bump, MacDonald, RainOnPlane};
use super::{middle, still};
use crate::hazard::flood::G;
use crate::hazard::flood::edge::{Edge, Edges, Side};
use crate::hazard::flood::grid::Grid;
use crate::hazard::flood::real::Real;
use crate::hazard::flood::water::{Solver, Water};
use crate::pedestrian::scene::Trial;
use crate::verify::Finding;

/// The sides, each one after a quarter turn against the clock from the one before.
const SIDES: [Side; 4] = [Side::West, Side::South, Side::East, Side::North];

/// A flow: what lies there at first, by column and row, and what happens along its sides, in their order above.
struct Plan<'a> {
    grid: Grid,
    n: f64,
    bed: &'a dyn Fn(usize, usize) -> f64,
    depth: &'a dyn Fn(usize, usize) -> f64,
    /// Unit discharge to the east and to the north, m²/s.
    flow: &'a dyn Fn(usize, usize) -> [f64; 2],
    sides: [Edge; 4],
    /// Everywhere, m/s.
    rain_m_s: f64,
    after_s: f64,
}

/// A plan that is mirrored from west to east, and then turned against the clock so often by a quarter.
#[derive(Clone, Copy)]
struct Way {
    is_mirrored: bool,
    turns: usize,
}

impl Way {
    const FIRST: Self = Self {
        is_mirrored: false,
        turns: 0,
    };

    fn others() -> impl Iterator<Item = Self> {
        (1..8).map(|number| Self {
            is_mirrored: number % 2 == 1,
            turns: number / 2,
        })
    }

    fn grid(self, plan: &Grid) -> Grid {
        let (columns, rows) = if self.turns % 2 == 1 {
            (plan.rows, plan.columns)
        } else {
            (plan.columns, plan.rows)
        };
        Grid {
            columns,
            rows,
            cell_m: plan.cell_m,
        }
    }

    /// Where a cell of the turned plan lies in the first one.
    fn back(self, plan: &Grid, mut cell: [usize; 2]) -> [usize; 2] {
        for turn in (0..self.turns).rev() {
            let rows = if turn % 2 == 1 { plan.columns } else { plan.rows };
            cell = [cell[1], rows - 1 - cell[0]];
        }
        if self.is_mirrored {
            cell[0] = plan.columns - 1 - cell[0];
        }
        cell
    }

    /// A flow of the first plan on the turned one.
    fn flow(self, [mut east, mut north]: [f64; 2]) -> [f64; 2] {
        if self.is_mirrored {
            east = -east;
        }
        for _ in 0..self.turns {
            (east, north) = (-north, east);
        }
        [east, north]
    }

    /// What happens along a side of the turned plan.
    fn edge(self, plan: &Plan<'_>, side: Side) -> Edge {
        let number = SIDES.iter().position(|known| *known == side).unwrap_or(0);
        let number = (number + 4 - self.turns) % 4;
        // West and east change places.
        let is_changed = self.is_mirrored && number.is_multiple_of(2);
        plan.sides[if is_changed { 2 - number } else { number }]
    }
}

impl Plan<'_> {
    fn run<T: Real>(&self, solver: Solver, way: Way) -> Water<T> {
        let grid = way.grid(&self.grid);
        let back = |column, row| way.back(&self.grid, [column, row]);
        let field = |of: &dyn Fn(usize, usize) -> f64| {
            grid.field(|column, row| {
                let [x, y] = back(column, row);
                T::of(of(x, y))
            })
        };
        let mut water = Water::new(
            grid,
            solver,
            field(self.bed),
            &field(&|_, _| self.n),
            Edges::new(&grid, |side, _| way.edge(self, side)),
            field(self.depth),
        );
        water.set_flow(|column, row| {
            let [x, y] = back(column, row);
            way.flow((self.flow)(x, y))
        });
        while water.time_s() < self.after_s {
            let dt_s = water.step(self.after_s).expect("the case is stable");
            if self.rain_m_s > 0.0 {
                for row in 0..grid.rows {
                    for column in 0..grid.columns {
                        water.add(column, row, self.rain_m_s * dt_s);
                    }
                }
            }
        }
        water
    }

    /// By how much depths of the turned and mirrored plans are off those of the first at most, m.
    fn off_m<T: Real>(&self, solver: Solver) -> f64 {
        let first = self.run::<T>(solver, Way::FIRST);
        let mut most = 0.0_f64;
        for way in Way::others() {
            let turned = self.run::<T>(solver, way);
            let grid = way.grid(&self.grid);
            for row in 0..grid.rows {
                for column in 0..grid.columns {
                    let [x, y] = way.back(&self.grid, [column, row]);
                    most = most.max((turned.depth_m(column, row) - first.depth_m(x, y)).abs());
                }
            }
        }
        most
    }

    /// Lays the gates of the lake at rest on it, in both precisions.
    fn judge(&self, what: &str, findings: &mut Vec<Finding>) {
        for solver in Solver::ALL {
            let what = |precision: &str| {
                let word = solver.word();
                format!("{word}, {what}: mirrored or turned, depth off at most, in {precision} precision")
            };
            let (double, single) = (self.off_m::<f64>(solver), self.off_m::<f32>(solver));
            let double = Finding::new(what("double"), "10⁻¹² m", (double * 1e12) as f32);
            let single = Finding::new(what("single"), "10⁻⁶ m", (single * 1e6) as f32);
            // The inertial scheme is not for what is faster than its waves.
            if self.is_fast() && solver == Solver::Inertial {
                findings.extend([double, single].map(|finding| finding.against("out of its range")));
            } else {
                findings.extend([double.at_most(100.0), single.at_most(10.0)]);
            }
        }
    }

    /// Whether water comes in faster than its waves.
    fn is_fast(&self) -> bool {
        self.sides.iter().any(|edge| matches!(edge, Edge::Torrent { .. }))
    }
}

/// A plan on which nothing flows at first, behind walls.
fn at_rest<'a>(
    grid: Grid,
    bed: &'a dyn Fn(usize, usize) -> f64,
    depth: &'a dyn Fn(usize, usize) -> f64,
    after_s: f64,
) -> Plan<'a> {
    Plan {
        grid,
        n: 0.0,
        bed,
        depth,
        flow: &|_, _| [0.0, 0.0],
        sides: [Edge::Wall; 4],
        rain_m_s: 0.0,
        after_s,
    }
}

const fn row_of(columns: usize, cell_m: f64) -> Grid {
    Grid {
        columns,
        rows: 1,
        cell_m,
    }
}

/// A lake, a dam on a dry and on a wet bed, two basins, a bump with a jump, two chosen depths, rain on a
/// plane.
pub(in super::super) fn turned(_: Trial) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lake = Plan {
        n: 0.03,
        ..at_rest(still::GRID, &still::bed, &still::depth, 30.0)
    };
    lake.judge("a lake", &mut findings);
    let level = |_, _| 0.0;
    for (what, before_m) in [("a dam on a dry bed", 0.0), ("a dam on a wet bed", 0.2)] {
        let depth = |column: usize, _| if column < 25 { 1.0 } else { before_m };
        at_rest(row_of(50, 1.0), &level, &depth, 5.0).judge(what, &mut findings);
    }
    basins(&mut findings);
    steady(&mut findings);
    findings
}

fn basins(findings: &mut Vec<Finding>) {
    const CELLS: usize = 24;
    let grid = Grid {
        rows: CELLS,
        ..row_of(CELLS, Basin::SIDE_M / CELLS as f64)
    };
    let at = |number: usize| middle(&grid, number) - 0.5 * Basin::SIDE_M;
    for (what, basin) in [
        ("water that breathes", Basin::Breathing),
        ("water that turns", Basin::Turning),
    ] {
        let state = |column, row| basin.state(at(column), at(row), 0.0);
        let flow = |column, row| {
            let state = state(column, row);
            [state.h * state.u, state.h * state.v]
        };
        let bed = |column, row| basin.bed(at(column), at(row));
        let depth = |column, row| state(column, row).h;
        let plan = Plan {
            flow: &flow,
            ..at_rest(grid, &bed, &depth, 0.5 * basin.period_s())
        };
        plan.judge(what, findings);
    }
}

fn steady(findings: &mut Vec<Finding>) {
    const CELLS: usize = 50;
    let grid = row_of(CELLS, Bump::LENGTH_M / CELLS as f64);
    let case = Bump::Jump;
    let end_m = case.end_m().unwrap_or(0.0);
    let bed = |column, _| Bump::bed(middle(&grid, column));
    let depth = |column, row| (end_m - bed(column, row)).max(0.0);
    let plan = Plan {
        sides: [
            Edge::Inflow(case.discharge()),
            Edge::Wall,
            Edge::Level(end_m),
            Edge::Wall,
        ],
        ..at_rest(grid, &bed, &depth, 30.0)
    };
    plan.judge("a bump with a jump", findings);

    for (what, case) in [
        ("a kilometre", MacDonald::LONG),
        ("faster than its waves all along", MacDonald::RUSHING),
    ] {
        let [begin_m, end_m] = [0.0, case.length_m].map(|x| (case.depth)(x).0);
        let is_fast = case.q * case.q > G * begin_m * begin_m * begin_m;
        let [before, beyond] = if is_fast {
            let depth_m = begin_m;
            [Edge::Torrent { depth_m, q: case.q }, Edge::Open]
        } else {
            [Edge::Inflow(case.q), Edge::Level(end_m)]
        };
        let grid = row_of(CELLS, case.length_m / CELLS as f64);
        let beds = case.bed(CELLS);
        let bed = |column: usize, _| beds[column];
        let depth = |column: usize, _| (case.depth)(middle(&grid, column)).0;
        let flow = |_, _| [case.q, 0.0];
        let plan = Plan {
            n: case.n,
            flow: &flow,
            sides: [before, Edge::Wall, beyond, Edge::Wall],
            ..at_rest(grid, &bed, &depth, 300.0)
        };
        plan.judge(what, findings);
    }

    let case = RainOnPlane::HOUR;
    let grid = row_of(CELLS, case.length_m / CELLS as f64);
    let bed = |column: usize, _| case.slope * (case.length_m - middle(&grid, column));
    let plan = Plan {
        n: case.n,
        sides: [Edge::Wall, Edge::Wall, Edge::Open, Edge::Wall],
        rain_m_s: case.rain_m_s,
        ..at_rest(grid, &bed, &|_, _| 0.0, 600.0)
    };
    plan.judge("rain on a plane", findings);
}
