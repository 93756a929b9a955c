//! Through a pipe or box under a road or levee.

use std::f64::consts::PI;

use crate::hazard::flood::G;
use crate::maths;

/// Its section.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Section {
    /// A round pipe of this diameter, m.
    Pipe(f64),
    /// A box of this width and height, m.
    Box(f64, f64),
}

impl Section {
    /// Height, m.
    fn height_m(self) -> f64 {
        match self {
            Self::Pipe(diameter) => diameter,
            Self::Box(_, height) => height,
        }
    }

    /// Area, m².
    fn area_m2(self) -> f64 {
        match self {
            Self::Pipe(diameter) => 0.25 * PI * diameter * diameter,
            Self::Box(width, height) => width * height,
        }
    }

    /// Hydraulic radius when full, m.
    fn radius_m(self) -> f64 {
        match self {
            Self::Pipe(diameter) => 0.25 * diameter,
            Self::Box(width, height) => 0.5 * width * height / (width + height),
        }
    }

    /// Area and width of the surface at a depth.
    fn wet(self, depth: f64) -> (f64, f64) {
        match self {
            Self::Box(width, _) => (width * depth, width),
            Self::Pipe(diameter) => {
                let half = PI / 2.0 - maths::asin((1.0 - 2.0 * depth / diameter).clamp(-1.0, 1.0));
                let area = 0.25 * diameter * diameter * (half - maths::sin(half) * maths::cos(half));
                (area, diameter * maths::sin(half))
            }
        }
    }

    /// Discharge that is critical at a depth, m³/s, and its head, depth and velocity head together, m.
    fn critical(self, depth: f64) -> [f64; 2] {
        let (area, top) = self.wet(depth);
        if area <= 0.0 {
            return [0.0, 0.0];
        }
        // Q² T = g A³.
        [
            area * (G * area / top.max(1e-9)).sqrt(),
            depth + 0.5 * area / top.max(1e-9),
        ]
    }
}

/// Share of the height up to which critical depth is looked for: the dimensionless discharge is above [`UNSUBMERGED`] there.
const HIGHEST: f64 = 0.98;

/// At which share of the height something that grows with it from 0 comes to a value: by false position (Illinois).
fn where_is(value: f64, of: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, HIGHEST);
    let (mut below, mut above) = (-value, of(HIGHEST) - value);
    let mut was_below = None;
    for _ in 0..60 {
        let next = (low * above - high * below) / (above - below);
        let off = of(next) - value;
        if off.abs() <= 1e-12 * value {
            return next;
        }
        let is_below = off < 0.0;
        // The end that stays twice counts half, so that it moves too.
        if is_below {
            (low, below) = (next, off);
            above *= if was_below == Some(true) { 0.5 } else { 1.0 };
        } else {
            (high, above) = (next, off);
            below *= if was_below == Some(false) { 0.5 } else { 1.0 };
        }
        was_below = Some(is_below);
    }
    low
}

/// What the inlet lets in.
///
/// # Source
/// J. D. Schall and others, Hydraulic Design of Highway Culverts, FHWA HDS-5, third edition (2012), table A.1 (constants seen in the
/// handbook of a program that quotes it).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inlet {
    /// Whether the first form of the unsubmerged equation holds, with the critical head, instead of the second.
    pub has_critical_head: bool,
    /// K of the unsubmerged equation.
    pub k: f64,
    /// M of the unsubmerged equation.
    pub m: f64,
    /// c of the submerged equation.
    pub c: f64,
    /// Y of the submerged equation.
    pub y: f64,
    /// Head lost at the inlet of a full barrel, in velocity heads (HDS-5, table C.2: 0.5 for square edges, 0.9 for
    /// projecting metal; seen in a program).
    pub loss: f64,
}

impl Inlet {
    /// Concrete pipe with a square edge in a headwall.
    pub const PIPE_SQUARE: Self = Self {
        has_critical_head: true,
        k: 0.0098,
        m: 2.0,
        c: 0.0398,
        y: 0.67,
        loss: 0.5,
    };
    /// Pipe of corrugated metal that projects from the fill.
    pub const METAL_PROJECTING: Self = Self {
        has_critical_head: true,
        k: 0.0340,
        m: 1.5,
        c: 0.0553,
        y: 0.54,
        loss: 0.9,
    };
    /// Concrete box, headwall of 90° with chamfers of 3/4 inch.
    pub const BOX_CHAMFERED: Self = Self {
        has_critical_head: false,
        k: 0.515,
        m: 0.667,
        c: 0.0375,
        y: 0.79,
        loss: 0.5,
    };
}

/// A culvert.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Culvert {
    /// Its section.
    pub section: Section,
    /// Barrels beside each other.
    pub barrels: f64,
    /// Level of its floor at the first place, m.
    pub floor_m: f64,
    /// Level of its floor at the second place, m.
    pub other_floor_m: f64,
    /// Length, m.
    pub length_m: f64,
    /// Manning's n, s/m^(1/3).
    pub manning: f64,
    /// What its inlet lets in.
    pub inlet: Inlet,
}

/// Metres and feet in the dimensionless discharge of HDS-5, (m/s²)^−½.
const SI: f64 = 1.811;
/// Up to which dimensionless discharge the unsubmerged equation holds, and from which the submerged.
const UNSUBMERGED: f64 = 3.5;
const SUBMERGED: f64 = 4.0;

impl Culvert {
    /// The same culvert seen from its other end.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self {
            floor_m: self.other_floor_m,
            other_floor_m: self.floor_m,
            ..*self
        }
    }

    /// Discharge from the higher water at the first place to the lower at the second, m³/s: the less of what the inlet
    /// lets in and what the barrel carries away (HDS-5).
    pub fn discharge_m3_s(&self, up_m: f64, down_m: f64) -> f64 {
        let head = up_m - self.floor_m;
        if head <= 0.0 || down_m >= up_m {
            return 0.0;
        }
        self.barrels * self.inlet_m3_s(head).min(self.along_m3_s(up_m, down_m))
    }

    /// Half the slope of the barrel: what HDS-5 takes off the headwater.
    fn relief(&self) -> f64 {
        if self.length_m > 0.0 {
            0.5 * ((self.floor_m - self.other_floor_m) / self.length_m).max(0.0)
        } else {
            0.0
        }
    }

    /// Dimensionless discharge that is critical at a share of the height, and the depth before the inlet that it needs while that
    /// is not submerged, in heights. The relief of a slope grows with the discharge, so that a trickle needs no negative depth.
    fn at_critical(&self, share: f64) -> [f64; 2] {
        let height = self.section.height_m();
        let [discharge, head] = self.section.critical(share * height);
        let x = SI * discharge / (self.section.area_m2() * height.sqrt());
        let relief = self.relief() * (x / UNSUBMERGED).min(1.0);
        let power = self.inlet.k * maths::pow(x, self.inlet.m);
        [x, (head / height + power - relief).max(0.0)]
    }

    /// What the inlet of one barrel lets in where water stands so deep before it, m³/s: the curves of HDS-5 read backwards,
    /// and a straight line between them.
    fn inlet_m3_s(&self, head_m: f64) -> f64 {
        let (height, inlet) = (self.section.height_m(), self.inlet);
        let wanted = head_m / height;
        let submerged = inlet.c * SUBMERGED * SUBMERGED + inlet.y - self.relief();
        let unsubmerged = if inlet.has_critical_head {
            let share = where_is(UNSUBMERGED, |share| self.at_critical(share)[0]);
            self.at_critical(share)[1]
        } else {
            inlet.k * maths::pow(UNSUBMERGED, inlet.m)
        };
        let x = if wanted >= submerged {
            ((wanted - inlet.y + self.relief()) / inlet.c).sqrt()
        } else if wanted >= unsubmerged {
            let share = (wanted - unsubmerged) / (submerged - unsubmerged);
            UNSUBMERGED + share * (SUBMERGED - UNSUBMERGED)
        } else if inlet.has_critical_head {
            let share = where_is(wanted, |share| self.at_critical(share)[1]);
            self.at_critical(share)[0]
        } else {
            maths::pow(wanted / inlet.k, 1.0 / inlet.m)
        };
        x * self.section.area_m2() * height.sqrt() / SI
    }

    /// What one barrel carries away, m³/s: inlet loss, Manning's friction and the velocity head at the outlet take up the fall
    /// from the one water to the other, or to the middle between critical depth and soffit where that stands higher (HDS-5).
    ///
    /// HDS-5 has full barrels only. One that is not full at its inlet counts here with the share of its area that is, at the
    /// hydraulic radius of the full one, and with a critical depth of two thirds: ours, so that nothing jumps.
    fn along_m3_s(&self, up_m: f64, down_m: f64) -> f64 {
        let height = self.section.height_m();
        let depth = (up_m - self.floor_m).clamp(0.0, height);
        let leaves = self.other_floor_m + 5.0 / 6.0 * depth;
        let fall = (up_m - down_m.max(leaves)).max(0.0);
        let radius = self.section.radius_m();
        let friction = 2.0 * G * self.manning * self.manning * self.length_m / maths::pow(radius, 4.0 / 3.0);
        let losses = 1.0 + self.inlet.loss + friction;
        self.section.area_m2() * (depth / height) * (2.0 * G * fall / losses).sqrt()
    }
}
