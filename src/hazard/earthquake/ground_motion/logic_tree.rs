//! Which model to believe: several, each with a weight.

use thiserror::Error;

use crate::vocabulary::GroundMotionModel;

/// Models and their weights. A run draws one of them, so that many runs show how much the choice matters.
#[derive(Debug, Clone, PartialEq)]
pub struct LogicTree {
    /// Models in the order given, each with the sum of the shares up to and with its own; the last sum is 1.
    branches: Vec<(GroundMotionModel, f64)>,
}

/// Why weights are no logic tree.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum LogicTreeError {
    /// There is no model to draw.
    #[error("no model has a weight above 0")]
    Empty,
    /// A weight that is none.
    #[error("the weight of `{}` is {weight}: a weight is a finite number, 0 or more", model.word())]
    Weight {
        /// Of which model.
        model: GroundMotionModel,
        /// What was given.
        weight: f64,
    },
}

impl LogicTree {
    /// A tree of models with weights; only the ratios of the weights count.
    ///
    /// # Errors
    /// A weight that is negative or no number, or no weight above 0.
    pub fn new(branches: &[(GroundMotionModel, f64)]) -> Result<Self, LogicTreeError> {
        let wrong = branches
            .iter()
            .find(|(_, weight)| !weight.is_finite() || *weight < 0.0);
        if let Some(&(model, weight)) = wrong {
            return Err(LogicTreeError::Weight { model, weight });
        }
        // Whoever has no weight is never drawn, also not by a draw that rounding leaves over.
        let branches = branches.iter().copied().filter(|(_, weight)| *weight > 0.0);
        let total: f64 = branches.clone().map(|(_, weight)| weight).sum();
        let mut sum = 0.0;
        let branches: Vec<_> = branches
            .map(|(model, weight)| {
                sum += weight / total;
                (model, sum)
            })
            .collect();
        if branches.is_empty() {
            return Err(LogicTreeError::Empty);
        }
        Ok(Self { branches })
    }

    /// The model of one draw in (0, 1): the first, in the order given, whose sum of shares lies above it.
    pub fn pick(&self, draw: f64) -> GroundMotionModel {
        let last = self.branches.len() - 1;
        let picked = self.branches[..last].iter().find(|(_, sum)| draw < *sum);
        picked.unwrap_or(&self.branches[last]).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_a_fine_grid_of_draws_are_the_weights() {
        let tree = LogicTree::new(&[
            (GroundMotionModel::Kotha2020, 5.0),
            (GroundMotionModel::Bssa14, 3.0),
            (GroundMotionModel::Asb14, 2.0),
        ])
        .expect("sound weights");
        let mut counts = [0_u32; GroundMotionModel::ALL.len()];
        for i in 0..100_000 {
            let draw = (f64::from(i) + 0.5) / 100_000.0;
            counts[tree.pick(draw) as usize] += 1;
        }
        println!("expected 30000 / 50000 / 20000, obtained {counts:?}, tolerance 0");
        assert_eq!(counts, [30_000, 50_000, 20_000]);
        assert_eq!(tree.pick(0.0), GroundMotionModel::Kotha2020);
        assert_eq!(tree.pick(1.0), GroundMotionModel::Asb14);
    }

    #[test]
    fn who_has_no_weight_is_never_drawn() {
        let tree = LogicTree::new(&[
            (GroundMotionModel::Kotha2020, 1.0),
            (GroundMotionModel::Asb14, 0.0),
        ]);
        let tree = tree.expect("one model has a weight");
        assert_eq!(tree.pick(1.0), GroundMotionModel::Kotha2020);
    }

    #[test]
    fn what_is_no_weight_is_told() {
        assert_eq!(LogicTree::new(&[]), Err(LogicTreeError::Empty));
        assert_eq!(
            LogicTree::new(&[(GroundMotionModel::Asb14, 0.0)]),
            Err(LogicTreeError::Empty)
        );
        for weight in [-1.0, f64::NAN, f64::INFINITY] {
            let wrong = LogicTree::new(&[(GroundMotionModel::Asb14, weight)]).expect_err("no weight");
            println!("{wrong}");
            assert!(matches!(wrong, LogicTreeError::Weight { .. }));
        }
    }
}
