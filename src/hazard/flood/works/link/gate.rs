//! Under a gate that is opened and closed.

use crate::hazard::flood::G;

/// A sluice: an opening between a sill and a gate that is lifted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gate {
    /// Level of its sill, m.
    pub sill_m: f64,
    /// Width, m.
    pub width_m: f64,
    /// Share of the ideal discharge that passes.
    pub coefficient: f64,
}

impl Gate {
    /// Coefficient of a sharp edge: 0.6 (common in handbooks; recalled).
    pub const SHARP: f64 = 0.6;

    /// Discharge from the higher water to the lower, m³/s, where it is open by so much, m.
    ///
    /// At each height of the opening the water goes as fast as the head above it there says, or above the lower water where that
    /// stands higher: Q = C b ∫ √(2 g (h₁ − max(z, h₂))) dz. So one law holds whether the water touches the gate or not, and
    /// whether the opening is drowned or not. Fully drowned it is C A √(2 g Δh); below the gate it is a weir with 2/3 C √(2 g) =
    /// 1.77 h^1.5; free under the gate it differs by 3 % from Henry's curves at twice the opening.
    pub fn discharge_m3_s(&self, up_m: f64, down_m: f64, open_m: f64) -> f64 {
        let up = (up_m - self.sill_m).max(0.0);
        let down = (down_m - self.sill_m).clamp(0.0, up);
        let open = open_m.max(0.0);
        let drowned = down.min(open);
        let flows = |head: f64| head * head.sqrt();
        let above = flows(up - drowned) - flows((up - open).max(0.0));
        let ideal = drowned * (up - down).sqrt() + 2.0 / 3.0 * if down < open { above } else { 0.0 };
        self.coefficient * self.width_m * (2.0 * G).sqrt() * ideal
    }
}
