//! Water that goes on from a copy of itself.

use super::super::maxima::ARRIVED_M;
use super::super::real::Real;
use super::super::water::{Solver, Water};
use super::tiles::{bits, heap};

fn continued<T: Real>(solver: Solver) {
    const HALF_S: f64 = 20.0;
    let mut water = heap::<T>(solver);
    water.keep_maxima(ARRIVED_M);
    water.run(HALF_S).expect("stable");
    let mut copy = water.clone();
    let written = serde_json::to_value(&water).expect("it can be written");
    let mut read: Water<T> = serde_json::from_value(written).expect("it can be read");
    for water in [&mut water, &mut copy, &mut read] {
        water.add(70, 60, 0.2);
        water.run(2.0 * HALF_S).expect("stable");
    }
    let first = bits(&water);
    assert!(first == bits(&copy), "{}: the copy is another", solver.word());
    assert!(
        first == bits(&read),
        "{}: what was written is another",
        solver.word()
    );
    assert_eq!(
        [water.ledger(), copy.ledger(), read.ledger()],
        [water.ledger(); 3]
    );
    assert_eq!(water.rapid(), read.rapid());
}

#[test]
fn continued_water_is_that_from_the_beginning() {
    for solver in Solver::ALL {
        continued::<f64>(solver);
        continued::<f32>(solver);
    }
}
