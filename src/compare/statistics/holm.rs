//! Many metrics are tested at once: some would come out by luck alone.

use super::error::StatisticsError;

/// p-values of a family of tests, adjusted so that the probability of any false claim among them stays below the level each is held
/// to. In the order given; never below what was given, never above 1.
///
/// # Source
/// S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979) 65–70.
///
/// # Errors
/// A p-value that is not from 0 to 1.
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    if let Some(at) = p_values.iter().position(|p| !(0.0..=1.0).contains(p)) {
        return Err(StatisticsError::NotAProbability { at });
    }
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|one, other| p_values[*one].total_cmp(&p_values[*other]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut so_far: f64 = 0.0;
    for (rank, &at) in order.iter().enumerate() {
        let left = (p_values.len() - rank) as f64;
        so_far = so_far.max((left * p_values[at]).min(1.0));
        adjusted[at] = so_far;
    }
    Ok(adjusted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_down() {
        assert_eq!(holm(&[0.25, 0.015_625, 0.125]), Ok(vec![0.25, 0.046_875, 0.25]));
        assert_eq!(holm(&[]), Ok(vec![]));
        assert_eq!(holm(&[0.5, 0.75]), Ok(vec![1.0, 1.0]));
        for bad in [f64::NAN, -0.1, 1.1] {
            assert_eq!(holm(&[0.5, bad]), Err(StatisticsError::NotAProbability { at: 1 }));
        }
    }
}
