//! Over a crest.

use crate::maths;

/// A weir, or a stretch of road or levee over which water flows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weir {
    /// Level of its crest, m.
    pub crest_m: f64,
    /// Length across the flow, m.
    pub length_m: f64,
    /// Discharge of a metre of length at a head of 1 m, m^0.5/s.
    pub coefficient: f64,
}

impl Weir {
    /// Coefficient of a broad crest: critical flow over it, (2/3)^1.5 √g = 1.70.
    pub const BROAD: f64 = 1.70;
    /// Coefficient of roads and levees: 1.4 to 1.55 (recalled).
    pub const ROAD: f64 = 1.45;
    /// Power of Villemonte's law.
    ///
    /// # Source
    /// J. R. Villemonte, Submerged-weir discharge studies, Engineering News-Record 139 (1947) 866–869:
    /// Q/Q₀ = (1 − (h₂/h₁)^1.5)^0.385; seen in two programs that quote it (ANUGA, SWMM).
    const VILLEMONTE: f64 = 0.385;

    /// Discharge from the higher water to the lower, m³/s.
    pub fn discharge_m3_s(&self, up_m: f64, down_m: f64) -> f64 {
        let flows = |level: f64| {
            let head = (level - self.crest_m).max(0.0);
            head * head.sqrt()
        };
        let free = flows(up_m);
        if free == 0.0 || down_m >= up_m {
            return 0.0;
        }
        let drowned = maths::pow(1.0 - flows(down_m) / free, Self::VILLEMONTE);
        self.coefficient * self.length_m * free * drowned
    }
}
