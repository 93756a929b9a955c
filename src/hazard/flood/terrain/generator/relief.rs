//! Unevenness by luck: a smooth random field.

use crate::geo::metric::MetricGrid;
use crate::sim::{Chance, DenseLuck, Seeds};

/// How uneven the ground is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relief {
    /// Standard deviation of heights from those of the even ground, m, the same everywhere.
    pub sd_m: f64,
    /// From crest to hollow, about, m: places farther apart than four times this have nothing to do with each other.
    pub length_m: f64,
}

/// What four nodes in a row weigh between the second and the third: cubic B-splines.
fn weights(t: f64) -> [f64; 4] {
    let u = 1.0 - t;
    [
        u * u * u / 6.0,
        (3.0 * t * t * t - 6.0 * t * t + 4.0) / 6.0,
        (3.0 * u * u * u - 6.0 * u * u + 4.0) / 6.0,
        t * t * t / 6.0,
    ]
}

/// The first of the four nodes beside a cell, and their weights, scaled so that the variance of their sum is 1.
fn scaled(number: usize, cells_between_nodes: f64) -> (usize, [f64; 4]) {
    let along = (number as f64 + 0.5) / cells_between_nodes;
    let weights = weights(along.fract());
    let norm = weights.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
    (along as usize, weights.map(|weight| weight / norm))
}

impl Relief {
    /// Differences from the even ground by cell, m: normal deviates at the nodes of a square lattice, joined smoothly. The
    /// nodes hang on the extent of the grid, so that other cells over the same land meet the same ground.
    pub(super) fn field(&self, grid: &MetricGrid, seed: u64) -> Vec<f64> {
        let chance = Chance::new(Seeds::both(seed));
        self.of_luck(grid, chance.hazard_field("terrain-relief", 0))
    }

    /// The same of any luck, and in any unit: a field of normal deviates is a field of anything.
    pub(in crate::hazard::flood) fn of_luck(&self, grid: &MetricGrid, mut luck: DenseLuck) -> Vec<f64> {
        if self.sd_m == 0.0 {
            return vec![0.0; grid.cells()];
        }
        let between = self.length_m / grid.cell_m;
        let [across, up] = grid.size.map(|count| {
            (0..count)
                .map(|number| scaled(number, between))
                .collect::<Vec<_>>()
        });
        let [columns, rows] = grid.size.map(|count| (count as f64 / between) as usize + 4);
        let mut deviates = vec![0.0; columns * rows];
        luck.fill_standard_normal(&mut deviates);
        let mut field = Vec::with_capacity(grid.cells());
        for (first_row, by_row) in &up {
            for (first_column, by_column) in &across {
                let mut sum = 0.0;
                for (j, weight) in by_row.iter().enumerate() {
                    let four = &deviates[(first_row + j) * columns + first_column..][..4];
                    let along: f64 = four
                        .iter()
                        .zip(by_column)
                        .map(|(deviate, weight)| deviate * weight)
                        .sum();
                    sum += weight * along;
                }
                field.push(self.sd_m * sum);
            }
        }
        field
    }
}
