//! What soaks away.

use crate::maths;

/// Soil that takes up water behind a sharp front (Green and Ampt 1911).
///
/// # Source
/// V. T. Chow, D. R. Maidment, L. W. Mays, Applied Hydrology (1988), section 4.3 (recalled): f = K (1 + ψ Δθ / F).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Soil {
    /// Hydraulic conductivity when it is full, m/s.
    pub conductivity_m_s: f64,
    /// Suction at the front, m.
    pub suction_m: f64,
    /// Share of the soil that water can still fill.
    pub deficit: f64,
}

impl Soil {
    /// How fast water soaks away where so much has already, m/s; endless where nothing has.
    pub fn pace_m_s(&self, soaked_m: f64) -> f64 {
        self.conductivity_m_s * (1.0 + self.suction_m * self.deficit / soaked_m)
    }

    /// What has soaked away after a time under standing water, m, where `before_m` had before it.
    ///
    /// # Bounds
    /// Where the water stands less deep than it could soak away, as much as there is soaks away: that is for the caller.
    pub fn soaked_m(&self, before_m: f64, dt_s: f64) -> f64 {
        let store = self.suction_m * self.deficit;
        let more = self.conductivity_m_s * dt_s;
        if store <= 0.0 || more <= 0.0 {
            return before_m + more.max(0.0);
        }
        // F − S ln(1 + F / S) grows by K dt: convex in F, so that Newton from above comes down to it.
        let of = |soaked: f64| soaked - store * maths::ln(1.0 + soaked / store);
        let target = of(before_m) + more;
        // Its pace at first would take too much, and so does this.
        let at_most = before_m + more + (2.0 * store * more).sqrt();
        let at_first = before_m + self.pace_m_s(before_m) * dt_s;
        let mut soaked = if at_first < at_most { at_first } else { at_most };
        for _ in 0..50 {
            let slope = soaked / (store + soaked);
            let next = soaked - (of(soaked) - target) / slope;
            if (next - soaked).abs() <= 1e-12 * soaked {
                return next;
            }
            soaked = next;
        }
        soaked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_against_a_textbook() {
        // Silt loam of the textbook: 3.17 cm in an hour; by a program in another language 3.1648 cm.
        let loam = Soil {
            conductivity_m_s: 0.0065 / 3_600.0,
            suction_m: 0.1668,
            deficit: 0.34,
        };
        let whole = loam.soaked_m(0.0, 3_600.0);
        println!("expected 0.031648 m, obtained {whole:.6} m, tolerance 1e-6 m");
        assert!((whole - 0.031_648).abs() < 1e-6);
        let mut by_parts = 0.0;
        for _ in 0..360 {
            by_parts = loam.soaked_m(by_parts, 10.0);
        }
        println!("in 360 parts: expected {whole:.9} m, obtained {by_parts:.9} m, tolerance 1e-9 m");
        assert!((by_parts - whole).abs() < 1e-9);
    }

    #[test]
    fn soil_without_suction_takes_its_conductivity() {
        let sand = Soil {
            conductivity_m_s: 1e-5,
            suction_m: 0.0,
            deficit: 0.3,
        };
        assert_eq!(sand.soaked_m(0.5, 100.0), 0.5 + 1e-3);
    }
}
