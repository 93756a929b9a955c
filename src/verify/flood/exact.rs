//! Exact solutions of the shallow-water equations, SI units.
//!
//! # Source
//! O. Delestre and others, "SWASHES: a compilation of shallow water analytic solutions for hydraulic and environmental
//! studies", International Journal for Numerical Methods in Fluids 72 (2013) 269–300, but where another is named.

use crate::hazard::flood::G;
use crate::maths;

/// Depth (m) and velocity (m/s) at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct State {
    /// Depth, m.
    pub(super) h: f64,
    /// Velocity to the east, m/s.
    pub(super) u: f64,
    /// Velocity to the north, m/s.
    pub(super) v: f64,
}

impl State {
    const fn along(h: f64, u: f64) -> Self {
        Self { h, u, v: 0.0 }
    }

    const DRY: Self = Self::along(0.0, 0.0);
}

/// A dam that breaks on a dry bed without friction (Ritter 1892), `x` from the dam, with this depth behind it.
pub(super) fn ritter(x: f64, t: f64, behind: f64) -> State {
    let (c, s) = ((G * behind).sqrt(), x / t);
    if s <= -c {
        State::along(behind, 0.0)
    } else if s < 2.0 * c {
        State::along((2.0 * c - s) * (2.0 * c - s) / (9.0 * G), 2.0 / 3.0 * (s + c))
    } else {
        State::DRY
    }
}

/// What lies between the wave that runs back and the shock of a dam break on a wet bed: depth, velocity, and the speed of
/// the shock.
pub(super) fn stoker_middle(behind: f64, before: f64) -> (f64, f64, f64) {
    let c = (G * behind).sqrt();
    let excess =
        |h: f64| 2.0 * (c - (G * h).sqrt()) - (h - before) * (G / 2.0 * (h + before) / (h * before)).sqrt();
    let h = bisect(before, behind, |h| excess(h) > 0.0);
    let u = 2.0 * (c - (G * h).sqrt());
    (h, u, h * u / (h - before))
}

/// A dam that breaks on a wet bed (Stoker 1957).
pub(super) fn stoker(x: f64, t: f64, behind: f64, before: f64) -> State {
    let (h, u, shock) = stoker_middle(behind, before);
    let (c, s) = ((G * behind).sqrt(), x / t);
    if s <= -c || s <= u - (G * h).sqrt() {
        ritter(x, t, behind)
    } else if s < shock {
        State::along(h, u)
    } else {
        State::along(before, 0.0)
    }
}

/// The last number, to rounding, between two for which `is_before` holds of all smaller ones.
fn bisect(mut low: f64, mut high: f64, is_before: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if is_before(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Water that swings in a basin (Thacker 1981): bed, state and period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Basin {
    /// A level surface in a parabola of one dimension.
    Swinging,
    /// A heap in the middle of a bowl that sinks and comes again.
    Breathing,
    /// A level surface that goes round in a bowl.
    Turning,
}

impl Basin {
    /// Side of the square around it, m; the middle lies in its middle.
    pub(super) const SIDE_M: f64 = 4.0;

    /// Depth in the middle, m.
    const fn depth_m(self) -> f64 {
        match self {
            Self::Swinging => 0.5,
            Self::Breathing | Self::Turning => 0.1,
        }
    }

    fn frequency(self) -> f64 {
        let factor = if self == Self::Breathing { 8.0 } else { 2.0 };
        (factor * G * self.depth_m()).sqrt()
    }

    /// After which all is as before, s.
    pub(super) fn period_s(self) -> f64 {
        2.0 * std::f64::consts::PI / self.frequency()
    }

    /// The bed above that of the shore, m.
    pub(super) fn bed(self, x: f64, y: f64) -> f64 {
        let across = if self == Self::Swinging { 0.0 } else { y };
        self.depth_m() * (x * x + across * across - 1.0)
    }

    /// What stands and flows there; the shore at rest lies 1 m from the middle.
    pub(super) fn state(self, x: f64, y: f64, t: f64) -> State {
        let (w, depth) = (self.frequency(), self.depth_m());
        let (sin, cos) = (maths::sin(w * t), maths::cos(w * t));
        let (surface, u, v) = match self {
            Self::Swinging => {
                let from = x + 0.5 * cos;
                (depth * (x * x - from * from), 0.5 * w * sin, 0.0)
            }
            Self::Breathing => {
                // At first water stands as far as 0.8 m from the middle.
                let spread = (1.0 - 0.64) / (1.0 + 0.64);
                let swing = 1.0 - spread * cos;
                let flat = 1.0 - spread * spread;
                let square = x * x + y * y;
                let surface = depth * (flat.sqrt() / swing - 1.0 - square * (flat / (swing * swing) - 1.0));
                let pull = 0.5 * w * spread * sin / swing;
                (surface, pull * x, pull * y)
            }
            Self::Turning => {
                let surface = 0.5 * depth * (2.0 * x * cos + 2.0 * y * sin - 0.5);
                (surface, -0.5 * w * sin, 0.5 * w * cos)
            }
        };
        let h = surface - self.bed(x, y);
        if h > 0.0 { State { h, u, v } } else { State::DRY }
    }
}

/// Steady flow over a bump 0.2 m high in the middle of 25 m.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Bump {
    /// Slower than its waves everywhere.
    Slow,
    /// Faster than its waves beyond the crest.
    Fast,
    /// The same, slowed again by a jump.
    Jump,
}

impl Bump {
    /// How long it is, m.
    pub(super) const LENGTH_M: f64 = 25.0;

    /// The bed, m.
    pub(super) fn bed(x: f64) -> f64 {
        (0.2 - 0.05 * (x - 10.0) * (x - 10.0)).max(0.0)
    }

    /// What flows, m²/s.
    pub(super) const fn discharge(self) -> f64 {
        match self {
            Self::Slow => 4.42,
            Self::Fast => 1.53,
            Self::Jump => 0.18,
        }
    }

    /// Depth at the end, m; none where it flows out faster than its waves.
    pub(super) const fn end_m(self) -> Option<f64> {
        match self {
            Self::Slow => Some(2.0),
            Self::Fast => None,
            Self::Jump => Some(0.33),
        }
    }

    /// Depth everywhere, m.
    pub(super) fn depth(self, x: f64) -> f64 {
        let q = self.discharge();
        let critical = maths::pow(q * q / G, 1.0 / 3.0);
        let over_the_crest = 1.5 * critical + 0.2;
        let of_end = |h: f64| h + q * q / (2.0 * G * h * h);
        let (slow, fast) = (
            |energy: f64, x: f64| depth_of(energy - Self::bed(x), q, critical, false),
            |energy: f64, x: f64| depth_of(energy - Self::bed(x), q, critical, true),
        );
        match self {
            Self::Slow => slow(of_end(2.0), x),
            Self::Fast if x < 10.0 => slow(over_the_crest, x),
            Self::Fast => fast(over_the_crest, x),
            Self::Jump => {
                let after = of_end(0.33);
                let thrust = |h: f64| q * q / h + G * h * h / 2.0;
                let is_before = |x: f64| thrust(fast(over_the_crest, x)) > thrust(slow(after, x));
                let jump = bisect(10.2, 11.99, is_before);
                if x < 10.0 {
                    slow(over_the_crest, x)
                } else if x < jump {
                    fast(over_the_crest, x)
                } else {
                    slow(after, x)
                }
            }
        }
    }
}

/// The depth at which q flows with a head above the bed, m: the one faster than its waves, or the slower one.
fn depth_of(head: f64, q: f64, critical: f64, is_fast: bool) -> f64 {
    let needs = |h: f64| h + q * q / (2.0 * G * h * h);
    if is_fast {
        bisect(1e-9, critical, |h| needs(h) > head)
    } else {
        bisect(critical, head.max(critical), |h| needs(h) < head)
    }
}

/// Steady flow with friction whose depth was chosen first and whose bed follows from it (`MacDonald` and others 1997).
#[derive(Debug, Clone, Copy)]
pub(super) struct MacDonald {
    /// How long, m.
    pub(super) length_m: f64,
    /// What flows, m²/s.
    pub(super) q: f64,
    /// Manning's n, s/m^(1/3).
    pub(super) n: f64,
    /// Depth and its slope.
    pub(super) depth: fn(f64) -> (f64, f64),
}

impl MacDonald {
    /// A kilometre, slower than its waves.
    pub(super) const LONG: Self = Self {
        length_m: 1_000.0,
        q: 2.0,
        n: 0.033,
        depth: |x| {
            let (scale, from) = (maths::pow(4.0 / G, 1.0 / 3.0), x / 1_000.0 - 0.5);
            let bulge = 0.5 * maths::exp(-16.0 * from * from);
            (scale * (1.0 + bulge), -scale * bulge * 32.0 * from / 1_000.0)
        },
    };

    /// Five kilometres of waves in the bed.
    pub(super) const WAVY: Self = Self {
        length_m: 5_000.0,
        q: 2.0,
        n: 0.03,
        depth: |x| {
            let k = 10.0 * std::f64::consts::PI / 5_000.0;
            (9.0 / 8.0 + 0.25 * maths::sin(k * x), 0.25 * k * maths::cos(k * x))
        },
    };

    /// A kilometre, slower than its waves in the first half and faster in the second.
    pub(super) const QUICKENING: Self = Self {
        length_m: 1_000.0,
        q: 2.0,
        n: 0.021_8,
        depth: |x| {
            let (scale, from) = (maths::pow(4.0 / G, 1.0 / 3.0), x / 1_000.0 - 0.5);
            let (drop, steep) = if from < 0.0 {
                (1.0 / 3.0, 3.0)
            } else {
                (1.0 / 6.0, 6.0)
            };
            let both = maths::exp(2.0 * steep * from);
            let tanh = (both - 1.0) / (both + 1.0);
            let rises = -scale * drop * steep * (1.0 - tanh * tanh) / 1_000.0;
            (scale * (1.0 - drop * tanh), rises)
        },
    };

    /// A kilometre, faster than its waves.
    pub(super) const RUSHING: Self = Self {
        length_m: 1_000.0,
        q: 2.5,
        n: 0.04,
        depth: |x| {
            let (scale, from) = (maths::pow(4.0 / G, 1.0 / 3.0), x / 1_000.0 - 0.5);
            let dent = 0.2 * maths::exp(-36.0 * from * from);
            (scale * (1.0 - dent), scale * dent * 72.0 * from / 1_000.0)
        },
    };

    /// A kilometre, faster than its waves in the first half; slowed by a jump in the middle.
    pub(super) const SLOWED: Self = Self {
        length_m: 1_000.0,
        q: 2.0,
        n: 0.021_8,
        depth: |x| {
            /// Chosen by its authors so that depth and thrust fit at the jump.
            const BEYOND: [f64; 3] = [-0.348_427, 0.552_264, -0.555_58];
            let (scale, from) = (maths::pow(4.0 / G, 1.0 / 3.0), x / 1_000.0 - 0.5);
            if from < 0.0 {
                let falls = maths::exp(-x / 250.0) / 6.0;
                return (scale * (0.9 - falls), scale * falls / 250.0);
            }
            let grows = 0.8 * maths::exp(x / 1_000.0 - 1.0);
            let (mut depth, mut rises) = (1.0 + grows, grows / 1_000.0);
            for (number, factor) in BEYOND.iter().enumerate() {
                let steep = 20.0 * (number + 1) as f64;
                let part = factor * maths::exp(-steep * from);
                depth += part;
                rises -= part * steep / 1_000.0;
            }
            (scale * depth, scale * rises)
        },
    };

    /// A hundred metres, ever faster until a jump two thirds of the way.
    pub(super) const SHORT_JUMP: Self = Self {
        length_m: 100.0,
        q: 2.0,
        n: 0.032_8,
        depth: |x| {
            /// Chosen by its authors so that depth and thrust fit at the jump: of the fourth power down.
            const BEYOND: [f64; 5] = [0.674_202, 0.674_202, -21.711_2, 14.492, 1.430_5];
            let (scale, from) = (maths::pow(4.0 / G, 1.0 / 3.0), x / 100.0 - 2.0 / 3.0);
            if from < 0.0 {
                let depth = scale * (4.0 / 3.0 - x / 100.0) - 0.009 * x * from;
                return (depth, -0.01 * scale - 0.009 * (from + x / 100.0));
            }
            let (mut depth, mut rises) = (0.0, 0.0);
            for factor in BEYOND {
                rises = rises * from + depth;
                depth = depth * from + factor;
            }
            (scale * depth, 0.01 * scale * rises)
        },
    };

    /// The bed in the middle of so many cells, 0 at the end, m: the slope integrated by Simpson's rule.
    pub(super) fn bed(&self, cells: usize) -> Vec<f64> {
        let step = self.length_m / cells as f64;
        let slope = |x: f64| {
            let (h, rises) = (self.depth)(x);
            let q = self.q;
            (q * q / (G * h * h * h) - 1.0) * rises - self.n * self.n * q * q / maths::pow(h, 10.0 / 3.0)
        };
        let between = |from: f64, to: f64| {
            const PARTS: usize = 16;
            let part = (to - from) / PARTS as f64;
            let of = |k: usize| {
                let a = from + part * k as f64;
                part / 6.0 * (slope(a) + 4.0 * slope(a + 0.5 * part) + slope(a + part))
            };
            (0..PARTS).map(of).sum::<f64>()
        };
        let middle = |cell: usize| (cell as f64 + 0.5) * step;
        let mut bed = vec![0.0; cells];
        let mut above = -between(middle(cells - 1), self.length_m);
        for cell in (0..cells).rev() {
            bed[cell] = above;
            if cell > 0 {
                above -= between(middle(cell - 1), middle(cell));
            }
        }
        bed
    }
}

/// Rain on a plane, as a kinematic wave: what flows off its lower end for each metre, m²/s.
///
/// # Source
/// The method of characteristics for q = α h^(5/3) with α = √S / n.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RainOnPlane {
    pub(super) length_m: f64,
    pub(super) slope: f64,
    pub(super) n: f64,
    pub(super) rain_m_s: f64,
    pub(super) lasts_s: f64,
}

impl RainOnPlane {
    /// 50 mm in an hour on 100 m with 1 %.
    pub(super) const HOUR: Self = Self {
        length_m: 100.0,
        slope: 0.01,
        n: 0.03,
        rain_m_s: 0.05 / 3_600.0,
        lasts_s: 3_600.0,
    };

    fn alpha(&self) -> f64 {
        self.slope.sqrt() / self.n
    }

    /// When the whole plane flows into its end, s.
    pub(super) fn concentration_s(&self) -> f64 {
        maths::pow(
            self.length_m / (self.alpha() * maths::pow(self.rain_m_s, 2.0 / 3.0)),
            0.6,
        )
    }

    pub(super) fn outflow(&self, t: f64) -> f64 {
        let flow = |h: f64| self.alpha() * maths::pow(h, 5.0 / 3.0);
        if t <= self.concentration_s() {
            return flow(self.rain_m_s * t);
        }
        let steady = self.rain_m_s * self.length_m;
        if t <= self.lasts_s {
            return steady;
        }
        let reaches = |h: f64| {
            flow(h) / self.rain_m_s + self.alpha() * 5.0 / 3.0 * maths::pow(h, 2.0 / 3.0) * (t - self.lasts_s)
        };
        let deepest = maths::pow(steady / self.alpha(), 0.6);
        flow(bisect(0.0, deepest, |h| reaches(h) < self.length_m))
    }
}

/// A wave that advances at constant speed over a level bed with friction, driven by its depth at the origin.
///
/// # Source
/// N. M. Hunter and others, Advances in Water Resources 28 (2005) 975–991: h = (7/3 n² u² (u t − x))^(3/7).
pub(super) fn advancing(x: f64, t: f64, u: f64, n: f64) -> State {
    let behind = u * t - x;
    if behind > 0.0 {
        State::along(maths::pow(7.0 / 3.0 * n * n * u * u * behind, 3.0 / 7.0), u)
    } else {
        State::DRY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(what: &str, obtained: f64, expected: f64, tolerance: f64) {
        println!("{what}: expected {expected}, obtained {obtained}, tolerance {tolerance}");
        assert!((obtained - expected).abs() <= tolerance);
    }

    /// Place, depth and bed of SWASHES 1.5.0 (1 2 1 6, 100,000 cells: its bed is integrated by a rule of first order).
    const QUICKENING_BY_SWASHES: [(f64, f64, f64); 3] = [
        (150.005, 0.934_776_3, 5.297_347),
        (500.005, 0.741_529, 4.182_901),
        (850.005, 0.621_595_5, 1.407_903),
    ];

    /// The same of the kilometre that rushes, of the one that is slowed, and of the short jump (1 2 1 4, 1 2 1 8 and 1 2 2 2, 500 cells):
    /// place and depth.
    const FAST_BY_SWASHES: [(MacDonald, [(f64, f64); 3]); 3] = [
        (
            MacDonald::RUSHING,
            [(1.0, 0.741_513_8), (301.0, 0.705_886_4), (901.0, 0.741_078_7)],
        ),
        (
            MacDonald::SLOWED,
            [(1.0, 0.544_284), (501.0, 0.853_924), (951.0, 1.306_36)],
        ),
        (
            MacDonald::SHORT_JUMP,
            [(0.1, 0.988_567_9), (66.7, 1.064_343), (95.1, 2.829_475)],
        ),
    ];

    /// Depths by SWASHES; and each slope of the depth is that of the depth.
    #[test]
    fn verify_depths_of_fast_flow() {
        for (case, depths) in FAST_BY_SWASHES {
            for (x, depth) in depths {
                near("depth", (case.depth)(x).0, depth, 1e-6);
                let by = 1e-4;
                let rises = ((case.depth)(x + by).0 - (case.depth)(x - by).0) / (2.0 * by);
                near("slope of the depth", (case.depth)(x).1, rises, 1e-7);
            }
        }
    }

    /// Values of SWASHES 1.5.0 and of a program in another language.
    #[test]
    fn verify_against_published_values() {
        let (h, u, shock) = stoker_middle(0.005, 0.001);
        near("Stoker depth", h, 0.002_539_36, 1e-8);
        near("Stoker velocity", u, 0.127_279_7, 1e-7);
        near("Stoker shock", shock, 0.209_963_4, 1e-7);
        near("Ritter at the dam", ritter(0.0, 10.0, 10.0).h, 4.444_44, 1e-5);
        near("Ritter at 50 m", ritter(50.0, 10.0, 10.0).h, 2.483_96, 1e-5);
        near("swinging", Basin::Swinging.period_s(), 2.006_066_7, 1e-7);
        near("breathing", Basin::Breathing.period_s(), 2.242_850_7, 1e-7);
        near("turning", Basin::Turning.period_s(), 4.485_701_5, 1e-7);
        near(
            "concentration",
            RainOnPlane::HOUR.concentration_s(),
            674.848,
            1e-3,
        );
        for (t, q) in [
            (300.0, 3.596_33e-4),
            (600.0, 1.141_765e-3),
            (3_600.0, 1.388_889e-3),
            (3_900.0, 6.359_8e-4),
            (5_400.0, 3.147_671e-5),
        ] {
            near("rain on a plane", RainOnPlane::HOUR.outflow(t), q, 1e-9);
        }
        for (x, depth, bed) in QUICKENING_BY_SWASHES {
            let case = MacDonald::QUICKENING;
            near("quickening depth", (case.depth)(x).0, depth, 1e-6);
            let cells = case.bed(500);
            let at = x / 2.0 - 0.5;
            let (cell, share) = (at as usize, at.fract());
            let between = (1.0 - share) * cells[cell] + share * cells[cell + 1];
            near("quickening bed", between, bed, 2e-4);
        }
        near("advancing", advancing(0.0, 3_600.0, 1.0, 0.03).h, 2.379_629, 1e-6);
        near(
            "advancing",
            advancing(1_000.0, 3_600.0, 1.0, 0.03).h,
            2.069_854,
            1e-6,
        );
    }
}
