//! Hazard classes H1 to H6: one scale for people, vehicles and buildings.

use super::{Flow, Limit};

/// The class of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HazardClass {
    /// Generally safe for people, vehicles and buildings.
    H1,
    /// Unsafe for small vehicles.
    H2,
    /// Unsafe for vehicles, children and the elderly.
    H3,
    /// Unsafe for vehicles and people.
    H4,
    /// Unsafe for vehicles and people; all buildings may be damaged, the less robust may fail.
    H5,
    /// Unsafe for vehicles and people; all kinds of buildings may fail.
    H6,
}

impl HazardClass {
    /// The limits of H1 to H5; what keeps none of them is H6.
    ///
    /// # Source
    /// AIDR, Guideline 7-3, Flood Hazard (2017), table 2; the same as table 5-2 of WRL Technical Report 2014/07 (Smith,
    /// Davey and Cox). Seen in several public programs that quote either.
    pub const LIMITS: [(Self, Limit); 5] = [
        (Self::H1, limit(0.3, 2.0, 0.3)),
        (Self::H2, limit(0.5, 2.0, 0.6)),
        (Self::H3, limit(1.2, 2.0, 0.6)),
        (Self::H4, limit(2.0, 2.0, 1.0)),
        (Self::H5, limit(4.0, 4.0, 4.0)),
    ];

    /// The first class whose limits the flow keeps.
    pub fn of(flow: Flow) -> Self {
        let kept = Self::LIMITS.iter().find(|(_, limit)| limit.holds(flow));
        kept.map_or(Self::H6, |(class, _)| *class)
    }
}

const fn limit(depth_m: f64, speed_m_s: f64, product_m2_s: f64) -> Limit {
    Limit {
        depth_m,
        speed_m_s,
        product_m2_s,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_those_of_the_table() {
        use HazardClass::{H1, H2, H3, H4, H5, H6};
        let of = |depth_m, speed_m_s| HazardClass::of(Flow { depth_m, speed_m_s });
        // Still water: the depths of the table. Shallow water: its speeds. Then its products.
        assert_eq!(
            [0.3, 0.5, 1.2, 2.0, 4.0, 4.1].map(|d| of(d, 0.0)),
            [H1, H2, H3, H4, H5, H6]
        );
        assert_eq!([2.0, 4.0, 4.1].map(|v| of(0.1, v)), [H1, H5, H6]);
        assert_eq!(
            [
                of(0.25, 1.2),
                of(0.4, 1.4),
                of(0.6, 1.0),
                of(0.6, 1.5),
                of(2.0, 2.0)
            ],
            [H1, H2, H3, H4, H5]
        );
        assert_eq!(of(2.0, 2.1), H6);
    }
}
