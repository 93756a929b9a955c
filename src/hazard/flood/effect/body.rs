//! Height and mass of people by age.

use super::between;

/// A body, as far as water is concerned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Body {
    /// Height, m.
    pub height_m: f64,
    /// Mass, kg.
    pub mass_kg: f64,
}

/// Age in years and the mean of the medians of girls and boys: height, cm.
const HEIGHT_CM: [[f64; 2]; 18] = [
    [3.0, 94.44],
    [4.0, 101.49],
    [5.0, 108.28],
    [6.0, 115.05],
    [7.0, 121.63],
    [8.0, 127.73],
    [9.0, 133.22],
    [10.0, 138.30],
    [11.0, 143.75],
    [12.0, 150.12],
    [13.0, 156.62],
    [14.0, 162.11],
    [15.0, 165.90],
    [16.0, 168.03],
    [17.0, 169.10],
    [18.0, 169.64],
    [19.0, 169.93],
    [20.0, 170.09],
];

/// Age in years and the mean of the medians of girls and boys: mass, kg.
const MASS_KG: [[f64; 2]; 18] = [
    [3.0, 14.10],
    [4.0, 16.01],
    [5.0, 18.16],
    [6.0, 20.46],
    [7.0, 22.91],
    [8.0, 25.63],
    [9.0, 28.77],
    [10.0, 32.41],
    [11.0, 36.55],
    [12.0, 41.06],
    [13.0, 45.71],
    [14.0, 50.18],
    [15.0, 54.16],
    [16.0, 57.40],
    [17.0, 59.85],
    [18.0, 61.69],
    [19.0, 63.21],
    [20.0, 64.41],
];

impl Body {
    /// The middle body of an age, years: of girls and boys alike, in between on straight lines; younger than 3 as 3,
    /// older than 20 as 20 (an assumption: adults gain mass, the old lose height).
    ///
    /// # Source
    /// CDC growth charts 2000, medians of stature and weight for age, seen in the tables of `rcpchgrowth` 4.6.5 and
    /// interpolated to whole years. The heights of WHO 2007 in the same package lie within 1 cm of them. Nobody
    /// measured the children of Albania for this table.
    pub fn of_age(years: f64) -> Self {
        Self {
            height_m: 0.01 * between(&HEIGHT_CM, years),
            mass_kg: between(&MASS_KG, years),
        }
    }

    /// Height by mass, m·kg: the measure of Cox et al. of how well somebody stands.
    pub fn height_by_mass(self) -> f64 {
        self.height_m * self.mass_kg
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_grow_and_lie_near_the_other_reference() {
        // WHO 2007, median height for age, girls and boys, cm.
        let who = [
            (6.0, 115.12, 115.95),
            (10.0, 138.64, 137.78),
            (14.0, 159.79, 163.18),
            (18.0, 163.06, 176.14),
        ];
        for (age, girls, boys) in who {
            let (ours, expected) = (Body::of_age(age).height_m, 0.005 * (girls + boys));
            println!("{age} years: expected {expected:.3} m, obtained {ours:.3} m, tolerance 0.01 m");
            assert!((ours - expected).abs() < 0.01);
        }
        let mut before = Body::of_age(3.0);
        for age in 4..=20 {
            let body = Body::of_age(f64::from(age));
            assert!(body.height_m > before.height_m && body.mass_kg > before.mass_kg);
            before = body;
        }
        assert_eq!(Body::of_age(1.0), Body::of_age(3.0));
        assert_eq!(Body::of_age(70.0), Body::of_age(20.0));
    }
}
