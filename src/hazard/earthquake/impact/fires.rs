//! Fires that follow shaking.

use super::prepared::Prepared;
use super::{Shock, Way};
use crate::maths;
use crate::sim::{Chance, counts};

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

impl Prepared {
    /// Fires by municipality and shock.
    pub(super) fn burn(&self, chance: &Chance, way: Way, shocks: &mut [Shock], shaking: &[Vec<Vec<f64>>]) {
        let Some(pga) = self.pga() else { return };
        for (shock, fields) in shocks.iter_mut().zip(shaking) {
            let mut means = vec![0.0; self.stock.municipalities];
            let mut rates: Vec<Option<f64>> = vec![None; self.places.len()];
            for group in self.stock.groups.iter().filter(|group| group.floor_area_m2 > 0.0) {
                let site = group.site as usize;
                let rate = *rates[site].get_or_insert_with(|| per_m2(fields[pga][site]));
                means[group.municipality as usize] += group.floor_area_m2 * rate;
            }
            let key = shock.key;
            for ((tally, mean), luck) in shock
                .tallies
                .iter_mut()
                .zip(means)
                .zip(&self.luck_of_municipalities)
            {
                tally.fires = match way {
                    Way::Expected => mean,
                    Way::Sampled if mean <= 0.0 => 0.0,
                    Way::Sampled => f64::from(counts::poisson(
                        mean,
                        chance.hazard_draw("fires", *luck, key).uniform(),
                    )),
                };
            }
        }
    }
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
