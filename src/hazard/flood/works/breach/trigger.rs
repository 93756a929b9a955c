//! Since when a levee breaks.

use crate::hazard::flood::G;
use crate::maths;

/// What grass on a levee withstands.
///
/// # Source
/// H. W. M. Hewlett, L. A. Boorman, M. E. Bramley, Design of reinforced grass waterways, CIRIA report 116 (1987): good grass holds
/// 2 m/s for about 50 h and 3 m/s for about 10 h (seen in a program that quotes it; the curves themselves were not found). The
/// power between the two points is ours. For worse grass give fewer hours: no source was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grass {
    /// How long it holds water of 2 m/s, h.
    pub holds_h: f64,
    /// Slope of the landward side, m fallen for each metre.
    pub slope: f64,
}

impl Grass {
    /// How long good grass holds water of 2 m/s, h.
    pub const GOOD_H: f64 = 50.0;
    /// With which power of the speed its time falls: ln 5 / ln 1.5.
    const POWER: f64 = 3.97;
    /// Manning's n of grass under fast water on a steep slope (recalled).
    const MANNING: f64 = 0.025;

    /// Speed of water on the slope when it stands so high above the crest, m/s: uniform flow of what a broad-crested weir lets over.
    fn speed_m_s(&self, over_m: f64) -> f64 {
        // (2/3)^1.5 √g = 1.70: critical flow over the crest.
        let q = (8.0 / 27.0 * G).sqrt() * over_m * over_m.sqrt();
        maths::pow(q, 0.4) * maths::pow(self.slope.sqrt() / Self::MANNING, 0.6)
    }

    /// Share of its strength that such water takes in a second.
    fn worn(&self, over_m: f64) -> f64 {
        maths::pow(self.speed_m_s(over_m) / 2.0, Self::POWER) / (self.holds_h * 3_600.0)
    }
}

/// What starts a breach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trigger {
    /// A time, s.
    At(f64),
    /// Water this high at a place, m.
    Level(f64),
    /// Water at least so deep over the crest, for so long altogether.
    Overtopped {
        /// Depth above the crest, m.
        depth_m: f64,
        /// How long, s.
        time_s: f64,
    },
    /// Water over the crest until the grass is worn through.
    Grass(Grass),
}

/// A trigger that is watched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Watch {
    trigger: Trigger,
    /// How near it has come: 1 starts the breach.
    near: f64,
    began_s: Option<f64>,
}

impl Watch {
    /// Nothing has happened yet.
    pub fn new(trigger: Trigger) -> Self {
        Self {
            trigger,
            near: 0.0,
            began_s: None,
        }
    }

    /// When the breach began, s, if it has.
    pub fn began_s(&self) -> Option<f64> {
        self.began_s
    }

    /// Share of what the levee withstands that is used up, up to 1.
    pub fn near(&self) -> f64 {
        self.near.min(1.0)
    }

    /// Looks at a step from one time to another, s, in which the water stood at `water_m` before the levee with this crest;
    /// when the breach began, if it has.
    pub fn look(&mut self, from_s: f64, to_s: f64, water_m: f64, crest_m: f64) -> Option<f64> {
        if self.began_s.is_some() {
            return self.began_s;
        }
        let over = water_m - crest_m;
        let rate = match self.trigger {
            Trigger::At(time_s) => {
                if time_s <= to_s {
                    self.near = 1.0;
                    self.began_s = Some(time_s.max(from_s));
                }
                return self.began_s;
            }
            Trigger::Level(level_m) if water_m >= level_m => f64::INFINITY,
            Trigger::Overtopped { depth_m, time_s } if over > 0.0 && over >= depth_m => 1.0 / time_s,
            Trigger::Grass(grass) if over > 0.0 => grass.worn(over),
            _ => 0.0,
        };
        if rate > 0.0 {
            let needs_s = (1.0 - self.near) / rate;
            if needs_s <= to_s - from_s {
                self.near = 1.0;
                self.began_s = Some(from_s + needs_s);
            } else {
                self.near += rate * (to_s - from_s);
            }
        }
        self.began_s
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_and_a_level() {
        let mut watch = Watch::new(Trigger::At(95.0));
        assert_eq!(watch.look(0.0, 90.0, 9.0, 5.0), None);
        assert_eq!(watch.look(90.0, 100.0, 0.0, 5.0), Some(95.0));
        let mut watch = Watch::new(Trigger::Level(4.0));
        assert_eq!(watch.look(0.0, 10.0, 3.9, 5.0), None);
        assert_eq!(watch.look(10.0, 20.0, 4.0, 5.0), Some(10.0));
        assert_eq!(watch.look(20.0, 30.0, 0.0, 5.0), Some(10.0));
    }

    #[test]
    fn overtopping_adds_up() {
        let mut watch = Watch::new(Trigger::Overtopped {
            depth_m: 0.1,
            time_s: 100.0,
        });
        assert_eq!(watch.look(0.0, 60.0, 5.2, 5.0), None);
        assert_eq!(watch.look(60.0, 600.0, 5.05, 5.0), None);
        let began = watch.look(600.0, 660.0, 5.2, 5.0).unwrap();
        assert!((began - 640.0).abs() < 1e-9, "{began}");
    }

    #[test]
    fn grass_holds_as_long_as_it_is_said_to() {
        let grass = Grass {
            holds_h: Grass::GOOD_H,
            slope: 1.0 / 3.0,
        };
        // The depth over the crest at which the water runs at a speed, found by halving.
        let depth_of = |speed: f64| {
            let (mut low, mut high) = (0.0, 5.0);
            for _ in 0..60 {
                let middle = 0.5 * (low + high);
                if grass.speed_m_s(middle) < speed {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            low
        };
        for (speed, hours) in [(2.0, 50.0), (3.0, 10.0)] {
            let mut watch = Watch::new(Trigger::Grass(grass));
            let began = watch.look(0.0, 1e6, 5.0 + depth_of(speed), 5.0).unwrap() / 3_600.0;
            println!("expected {hours} h, obtained {began:.2} h, tolerance 1 %");
            assert!((began / hours - 1.0).abs() < 0.01);
        }
    }
}
