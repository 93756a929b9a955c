//! What water does to buildings and their value.

use super::{Flow, between};

/// What the flow does to a building of masonry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Structure {
    /// It gets wet: no damage to its structure.
    Wet,
    /// Partial damage: walls, openings.
    Partial,
    /// Total destruction.
    Destroyed,
}

impl Structure {
    /// Speed, m/s, below which buildings only get wet; products of depth and speed, m²/s, at which partial damage, and
    /// destruction, begin.
    ///
    /// # Source
    /// L. Clausen, P. B. Clark, "The development of criteria for predicting dambreak flood damages using modelling of
    /// historical dam failures" (1990): recalled. Destruction above 7 m²/s was seen (GFZ, README of `RiesgosFloodDamage`,
    /// of the literature); it also puts first damage at 1.5 to 3 m²/s, of which the upper end is used here.
    pub const BEGINS: (f64, [f64; 2]) = (2.0, [3.0, 7.0]);

    /// What the flow does.
    ///
    /// # Bounds
    /// Brick and stone houses of England before 1900, hit by a dam's wave. Weaker ones, of adobe or timber, go earlier;
    /// reinforced concrete stays. Scour, floating debris and long standing in water are not in it.
    pub fn of(flow: Flow) -> Self {
        let (speed, [partial, destroyed]) = Self::BEGINS;
        let product = flow.product_m2_s();
        if flow.speed_m_s < speed || product < partial {
            Self::Wet
        } else if product < destroyed {
            Self::Partial
        } else {
            Self::Destroyed
        }
    }
}

/// What is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asset {
    /// Residential buildings and what is in them.
    Residential,
    /// Commerce.
    Commerce,
    /// Industry.
    Industry,
    /// Transport.
    Transport,
    /// Roads and other infrastructure.
    Infrastructure,
    /// Agriculture.
    Agriculture,
}

/// Depths of the curves, m.
const DEPTHS_M: [f64; 9] = [0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0];

impl Asset {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Residential,
        Self::Commerce,
        Self::Industry,
        Self::Transport,
        Self::Infrastructure,
        Self::Agriculture,
    ];

    /// The share of the value that is lost at [`DEPTHS_M`], in Europe.
    const fn shares(self) -> [f64; 9] {
        match self {
            Self::Residential => [0.0, 0.25, 0.40, 0.50, 0.60, 0.75, 0.85, 0.95, 1.0],
            Self::Commerce => [0.0, 0.15, 0.30, 0.45, 0.55, 0.75, 0.90, 1.0, 1.0],
            Self::Industry => [0.0, 0.15, 0.27, 0.40, 0.52, 0.70, 0.85, 1.0, 1.0],
            Self::Transport => [0.0, 0.317, 0.542, 0.702, 0.832, 1.0, 1.0, 1.0, 1.0],
            Self::Infrastructure => [0.0, 0.25, 0.42, 0.55, 0.65, 0.80, 0.90, 1.0, 1.0],
            Self::Agriculture => [0.0, 0.30, 0.55, 0.65, 0.75, 0.85, 0.95, 1.0, 1.0],
        }
    }

    /// The share of its value that is lost at a depth, m, of water at it: straight lines between the published nodes.
    ///
    /// # Source
    /// J. Huizinga, H. de Moel, W. Szewczyk, Global flood depth-damage functions, JRC, EUR 28552 EN (2017), Europe. Seen in
    /// CLIMADA petals 6.2.0, which quotes it.
    ///
    /// # Bounds
    /// Means of countries of western Europe; a share of money for many buildings, not the state of one. Nothing of speed,
    /// duration, mud or salt is in it.
    pub fn share_lost(self, depth_m: f64) -> f64 {
        let shares = self.shares();
        between(
            &std::array::from_fn::<_, 9, _>(|i| [DEPTHS_M[i], shares[i]]),
            depth_m,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structures_go_as_recalled() {
        use Structure::{Destroyed, Partial, Wet};
        let of = |depth_m, speed_m_s| Structure::of(Flow { depth_m, speed_m_s });
        assert_eq!(
            [
                of(9.0, 1.9),
                of(1.0, 2.5),
                of(1.5, 2.0),
                of(2.0, 3.4),
                of(3.5, 2.0)
            ],
            [Wet, Wet, Partial, Partial, Destroyed]
        );
    }

    #[test]
    fn shares_are_those_of_the_report() {
        assert_eq!(
            [0.0, 0.5, 1.0, 6.0, 12.0].map(|d| Asset::Residential.share_lost(d)),
            [0.0, 0.25, 0.4, 1.0, 1.0]
        );
        assert_eq!(Asset::Residential.share_lost(0.25), 0.125);
        assert!((Asset::Agriculture.share_lost(2.5) - 0.8).abs() < 1e-12);
        for asset in Asset::ALL {
            for i in 0..70 {
                let depth_m = 0.1 * f64::from(i);
                assert!(asset.share_lost(depth_m) <= asset.share_lost(depth_m + 0.1));
            }
            assert_eq!(asset.share_lost(-1.0), 0.0);
        }
    }
}
