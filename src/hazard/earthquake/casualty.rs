//! Who is hurt in a building of a given damage state.

use crate::scenario::model::DamageState;

/// Shares of the occupants who suffer casualty severity 1, 2 and 3 (HAZUS: 1 first aid, 2 hospital, 3 life
/// threatening) in a concrete or masonry building, by damage state. Severity 4 (killed) belongs to collapse,
/// which this statement of a hazard does not know.
///
/// # Units
/// Fractions of the people inside.
///
/// # Source
/// HAZUS 2.1 Technical Manual, Tables 13.3–13.6, indoor rates of C1/C3 buildings [S, transcribed in public code]:
/// slight 0.05/0/0 %, moderate 0.25/0.03/0 %, extensive 1.0/0.10/0.001 % (severity 3 of extensive: ESRM20), complete
/// without collapse 5/1/0.01 %.
pub const fn indoor_rates(damage: DamageState) -> [f64; 3] {
    match damage {
        DamageState::None => [0.0, 0.0, 0.0],
        DamageState::Slight => [0.000_5, 0.0, 0.0],
        DamageState::Moderate => [0.002_5, 0.000_3, 0.0],
        DamageState::Extensive => [0.010, 0.001_0, 0.000_01],
        DamageState::Complete => [0.05, 0.01, 0.000_1],
    }
}

/// The severity of one person from one draw in (0, 1): the worst severity whose share covers it; none if unhurt.
/// `factor` scales the rates for those who have taken cover.
pub fn severity(damage: DamageState, factor: f64, draw: f64) -> Option<u8> {
    let mut upper = 0.0;
    for (severity, rate) in (1..=3_u8).rev().zip(indoor_rates(damage).into_iter().rev()) {
        upper += rate * factor;
        if draw < upper {
            return Some(severity);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_a_fine_grid_of_draws_are_the_rates() {
        let n = 1_000_000;
        let mut counts = [0_u32; 4];
        for i in 0..n {
            let draw = (f64::from(i) + 0.5) / f64::from(n);
            counts[severity(DamageState::Extensive, 1.0, draw).map_or(0, usize::from)] += 1;
        }
        println!(
            "expected 10000 / 1000 / 10 of a million, obtained {:?}, tolerance 1",
            &counts[1..]
        );
        assert_eq!(&counts[1..], [10_000, 1_000, 10]);
    }

    #[test]
    fn cover_only_ever_helps() {
        for i in 0..10_000 {
            let draw = f64::from(i) / 10_000.0;
            assert!(
                severity(DamageState::Extensive, 0.5, draw) <= severity(DamageState::Extensive, 1.0, draw)
            );
        }
    }
}
