//! What is dry is left alone, and that changes nothing.

use super::super::crest::Face;
use super::super::edge::{Edge, Edges, Side};
use super::super::grid::Grid;
use super::super::real::Real;
use super::super::water::{Solver, Water};
use super::bed;

const WIDE: Grid = Grid {
    columns: 150,
    rows: 140,
    cell_m: 2.0,
};

/// A heap on rough land that falls to the east, with a source, a level and an open stretch along the edges.
pub(super) fn heap<T: Real>(solver: Solver) -> Water<T> {
    let land = |column: usize, row: usize| {
        let (x, y) = (column as f64, row as f64);
        bed(x, y) + 0.03 * (150.0 - x)
    };
    let depth = |column: usize, row: usize| {
        let (x, y) = (column as f64 - 70.0, row as f64 - 60.0);
        if x * x + y * y < 150.0 { 2.0 } else { 0.0 }
    };
    let mut water = Water::new(
        WIDE,
        solver,
        WIDE.field(|column, row| T::of(land(column, row))),
        &WIDE.field(|_, _| T::of(0.03)),
        Edges::new(&WIDE, |side, number| match (side, number) {
            (Side::West, 100..104) => Edge::Inflow(0.5),
            (Side::North, 120..) => Edge::Level(1.5),
            (Side::East, _) => Edge::Open,
            _ => Edge::Wall,
        }),
        WIDE.field(|column, row| T::of(depth(column, row))),
    );
    for number in 55..75 {
        water.set_crest(Face::east(95, number), Some(land(95, number) + 0.3));
        water.set_crest(Face::north(number, 63), Some(land(number, 63) + 0.6));
    }
    water
}

/// Everything about the water, bit by bit.
pub(super) fn bits<T: Real>(water: &Water<T>) -> Vec<u64> {
    let ledger = water.ledger();
    let mut all = vec![water.time_s(), water.volume_m3(), ledger.expected_m3()];
    for row in 0..WIDE.rows {
        for column in 0..WIDE.columns {
            // A negative nothing is nothing.
            let [east, north] = water.discharge(column, row).map(|q| q + 0.0);
            all.extend([water.depth_m(column, row), east, north]);
            let peak = water.peak(column, row).expect("maxima are kept");
            let arrival_s = peak.arrival_s.unwrap_or(-1.0);
            all.extend([peak.depth_m, peak.speed_m_s, peak.rating, arrival_s]);
        }
    }
    all.into_iter().map(f64::to_bits).collect()
}

fn compare<T: Real>(solver: Solver, threads: usize) -> Vec<u64> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("threads");
    pool.install(|| {
        let (mut tiles, mut whole) = (heap::<T>(solver), heap::<T>(solver));
        tiles.keep_maxima(0.05);
        whole.keep_maxima(0.05);
        for step in 0..400 {
            // A spring that comes late, and one that takes away.
            if step == 200 {
                for water in [&mut tiles, &mut whole] {
                    water.add(20, 20, 0.7);
                    water.add(70, 60, -0.1);
                }
            }
            whole.wake_all();
            assert_eq!(tiles.step(f64::INFINITY), whole.step(f64::INFINITY));
        }
        let found = bits(&tiles);
        assert!(found == bits(&whole), "{}: other bits", solver.word());
        found
    })
}

#[test]
fn dry_land_left_alone_changes_no_bit() {
    for solver in Solver::ALL {
        let one = compare::<f64>(solver, 1);
        assert!(one == compare::<f64>(solver, 3));
        compare::<f32>(solver, 2);
    }
}
