//! Variants that are worse than none in everything: among these the choice is one of values, not of statistics.

use super::error::{StatisticsError, check, check_lengths};
use super::verdict::Direction;

/// Indices of the points that no other point dominates, in the order given. A point dominates another if it is at least as good in
/// every objective and better in one. Equal points stay together.
///
/// `points` are rows of one value for each objective, in the objectives' units; `directions` say which way each is better.
///
/// # Source
/// K. Deb, *Multi-Objective Optimization using Evolutionary Algorithms*, Wiley 2001, §2.4, definition 2.5.
///
/// # Errors
/// No points, no objectives, a row of another length, or a value that is no number.
pub fn pareto_front<P: AsRef<[f64]>>(
    points: &[P],
    directions: &[Direction],
) -> Result<Vec<usize>, StatisticsError> {
    if points.is_empty() {
        return Err(StatisticsError::Empty);
    }
    for point in points {
        check_lengths(point.as_ref().len(), directions.len())?;
        check(point.as_ref())?;
    }
    let dominates = |one: &[f64], other: &[f64]| {
        let mut better_in_one = false;
        for ((one, other), direction) in one.iter().zip(other).zip(directions) {
            if direction.is_better(*other, *one) {
                return false;
            }
            better_in_one |= direction.is_better(*one, *other);
        }
        better_in_one
    };
    let is_in_front = |at: &usize| {
        !points
            .iter()
            .any(|other| dominates(other.as_ref(), points[*at].as_ref()))
    };
    Ok((0..points.len()).filter(is_in_front).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dominated_points_fall_out() {
        use Direction::{Higher, Lower};
        let points = [[1.0, 5.0], [2.0, 9.0], [2.0, 5.0], [1.0, 5.0], [3.0, 9.0]];
        assert_eq!(pareto_front(&points, &[Lower, Higher]), Ok(vec![0, 1, 3]));
        assert_eq!(pareto_front(&points, &[Lower, Lower]), Ok(vec![0, 3]));
        assert_eq!(pareto_front(&[[1.0], [1.0]], &[Lower]), Ok(vec![0, 1]));
    }

    #[test]
    fn what_cannot_be_ordered_is_refused() {
        let none: [[f64; 1]; 0] = [];
        assert_eq!(
            pareto_front(&none, &[Direction::Lower]),
            Err(StatisticsError::Empty)
        );
        assert!(pareto_front(&[[f64::NAN]], &[Direction::Lower]).is_err());
        assert!(pareto_front(&[[1.0]], &[]).is_err());
        let nothing: [[f64; 0]; 1] = [[]];
        assert_eq!(pareto_front(&nothing, &[]), Err(StatisticsError::Empty));
    }
}
