//! When the waves of an earthquake come: P, which warns, and S, with which the strong shaking begins.

/// A crust of level layers, in which waves travel straight from the hypocentre to the place.
///
/// # Bounds
/// The straight ray takes a few per cent longer than the ray that bends, since it does not seek the fast layers, and
/// beyond some 100–150 km waves that travel below the crust come first: then both arrivals are earlier than said here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crust {
    /// Depth of the top of each layer, km, from 0 down, and the velocity of P in it, km/s.
    layers: &'static [(f64, f64)],
    /// Velocity of P by velocity of S.
    vp_by_vs: f64,
}

impl Crust {
    /// The crust of Albania.
    ///
    /// # Source
    /// E. D. Dushi, J. Havskov, "1D crustal structure of Albania region", Annals of Geophysics 66 (2023) SE103,
    /// doi 10.4401/ag-8805, the model of the abstract.
    pub const ALBANIA: Self = Self {
        layers: &[(0.0, 5.5), (12.0, 6.0), (23.0, 6.3), (41.0, 7.7)],
        vp_by_vs: 1.81,
    };

    /// How long P takes for a kilometre on a straight way up from a depth, s/km.
    fn slowness_s_km(&self, depth_km: f64) -> f64 {
        let velocity_at_top = self.layers[0].1;
        if depth_km <= 0.0 {
            return 1.0 / velocity_at_top;
        }
        let bottoms = self.layers.iter().skip(1).map(|(top_km, _)| *top_km);
        let seconds_up: f64 = self
            .layers
            .iter()
            .zip(bottoms.chain([f64::INFINITY]))
            .map(|((top_km, velocity_km_s), bottom_km)| {
                (bottom_km.min(depth_km) - top_km).max(0.0) / velocity_km_s
            })
            .sum();
        seconds_up / depth_km
    }

    /// When the waves come to a place so far from the hypocentre.
    ///
    /// # Units
    /// Both distances in km.
    pub fn arrivals(&self, hypocentral_km: f64, hypocentre_depth_km: f64) -> Arrivals {
        let p_s = hypocentral_km * self.slowness_s_km(hypocentre_depth_km);
        Arrivals {
            p_s,
            s_s: p_s * self.vp_by_vs,
        }
    }
}

/// When the waves come, seconds after the earth began to break.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arrivals {
    /// P: felt as a jolt, if at all.
    pub p_s: f64,
    /// S: the strong shaking begins.
    pub s_s: f64,
}

impl Arrivals {
    /// Seconds from the moment in which somebody, or a machine, at the place itself could have made a warning of P until
    /// S comes; negative if it comes first.
    ///
    /// # Units
    /// `processing_s`: what the warning takes after P, seconds.
    pub fn warning_s(&self, processing_s: f64) -> f64 {
        self.s_s - self.p_s - processing_s
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_arrivals_against_a_hand_calculation() {
        // From 30 km deep straight up: 12/5.5 + 11/6.0 + 7/6.3 = 5.1263 s.
        let above = Crust::ALBANIA.arrivals(30.0, 30.0);
        let expected = 12.0 / 5.5 + 11.0 / 6.0 + 7.0 / 6.3;
        println!(
            "expected P {expected:.4} s, obtained {:.4} s, tolerance 1e-12 s",
            above.p_s
        );
        assert!((above.p_s - expected).abs() < 1e-12);
        assert!((above.s_s - 1.81 * expected).abs() < 1e-12);
        let shallow = Crust::ALBANIA.arrivals(55.0, 0.0);
        assert!((shallow.p_s - 10.0).abs() < 1e-12);
        println!(
            "55 km away at the surface: a warning 1.5 s after P leaves {:.2} s",
            shallow.warning_s(1.5)
        );
        assert!((shallow.warning_s(1.5) - 6.6).abs() < 1e-12);
        assert!(Crust::ALBANIA.arrivals(5.0, 5.0).warning_s(1.5) < 0.0);
    }

    /// Time of the ray that bends by Snell's law from a depth to a distance at the surface, by bisection on its parameter.
    fn bent_s(depth_km: f64, epicentral_km: f64) -> f64 {
        let layers = [(12.0, 5.5), (11.0, 6.0), (18.0, 6.3)];
        let mut left_km = depth_km;
        let thick = layers.map(|(km, velocity)| {
            let here = left_km.min(km);
            left_km -= here;
            (here, velocity)
        });
        let thick: Vec<(f64, f64)> = thick.into_iter().filter(|(km, _)| *km > 0.0).collect();
        let fastest = thick
            .iter()
            .fold(0.0_f64, |fastest, (_, velocity)| fastest.max(*velocity));
        let along = |p: f64| -> (f64, f64) {
            thick.iter().fold((0.0, 0.0), |(x, t), (km, v)| {
                let cos = (1.0 - (p * v) * (p * v)).sqrt();
                (x + km * p * v / cos, t + km / (v * cos))
            })
        };
        let (mut low, mut high) = (0.0, 1.0 / fastest);
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if along(middle).0 < epicentral_km {
                low = middle;
            } else {
                high = middle;
            }
        }
        along(low).1
    }

    #[test]
    fn verify_the_straight_ray_against_the_one_that_bends() {
        for (depth_km, epicentral_km) in [
            (10.0, 30.0_f64),
            (22.0, 15.0),
            (22.0, 33.0),
            (22.0, 60.0),
            (38.0, 33.0),
            (38.0, 100.0),
        ] {
            let expected = bent_s(depth_km, epicentral_km);
            let hypocentral_km = (epicentral_km * epicentral_km + depth_km * depth_km).sqrt();
            let obtained = Crust::ALBANIA.arrivals(hypocentral_km, depth_km).p_s;
            println!(
                "{depth_km} km deep, {epicentral_km} km away: expected {expected:.3} s, obtained {obtained:.3} s, tolerance 3 %"
            );
            assert!(obtained >= expected - 1e-6 && obtained < 1.03 * expected);
        }
    }
}
