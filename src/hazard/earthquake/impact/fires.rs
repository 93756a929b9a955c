//! Fires that follow shaking.

use crate::maths;

/// Square metres of a million square feet.
const M2: f64 = 92_903.04;

/// Fires to be expected for each square metre of floor at a peak ground acceleration, of which the natural logarithm in g
/// is given.
///
/// # Source
/// C. Scawthorn 2009 for HAZUS: 0.581895 PGA² − 0.029444 PGA for a million square feet [S, a transcription]; from
/// twentieth-century California and later, mostly timber houses. Below 0.05 g, where the fit turns negative, none.
pub(super) fn per_m2(ln_pga: f64) -> f64 {
    let pga = maths::exp(ln_pga);
    (0.581_895 * pga * pga - 0.029_444 * pga).max(0.0) / M2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_a_value_by_hand() {
        let expected = (0.581_895 * 0.16 - 0.029_444 * 0.4) / 92_903.04;
        let obtained = per_m2(maths::ln(0.4));
        println!("expected {expected:e}, obtained {obtained:e}, tolerance 1e-12 relative");
        assert!((obtained / expected - 1.0).abs() < 1e-12);
        assert_eq!(per_m2(maths::ln(0.05)), 0.0);
    }
}
