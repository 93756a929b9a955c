//! The shape of a flood wave where nobody measured one.

use super::series::{Flaw, Series};
use crate::maths;

/// How a wave rises and falls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// (x e^(1−x))^m, where x is the time in times to the peak.
    ///
    /// # Source
    /// NRCS National Engineering Handbook 630, chapter 16: the dimensionless unit hydrograph as a gamma function. The same
    /// curve comes out of m + 1 equal linear reservoirs in a row (Nash 1957, recalled).
    Gamma {
        /// How steep: the larger, the shorter the wave.
        m: f64,
    },
    /// Straight up and straight down.
    Triangle {
        /// How long it falls, in times to the peak.
        falls: f64,
    },
}

impl Shape {
    /// The curvilinear unit hydrograph of the Soil Conservation Service.
    ///
    /// # Source
    /// m = 3.7 goes with the peak rate factor of 484: seen in a program that quotes chapter 16 of the handbook.
    pub const SCS: Self = Self::Gamma { m: 3.7 };
    /// The triangle that the Soil Conservation Service puts in its place: it falls 1.67 times as long as it rises.
    ///
    /// # Source
    /// NRCS National Engineering Handbook 630, chapter 16 (recalled).
    pub const SCS_TRIANGLE: Self = Self::Triangle { falls: 1.67 };

    /// Share of the peak after so many times to the peak.
    pub fn at(self, x: f64) -> f64 {
        match self {
            _ if x <= 0.0 => 0.0,
            Self::Gamma { m } => maths::exp(m * (maths::ln(x) + 1.0 - x)),
            Self::Triangle { falls } => x.min((1.0 + falls - x) / falls).max(0.0),
        }
    }

    /// Volume of the wave, in peaks times times to the peak.
    pub fn volume(self) -> f64 {
        match self {
            Self::Gamma { m } => maths::exp(m + maths::ln_gamma(m + 1.0) - (m + 1.0) * maths::ln(m)),
            Self::Triangle { falls } => 0.5 * (1.0 + falls),
        }
    }

    /// After how many times to the peak less than a thousandth of the peak flows.
    fn length(self) -> f64 {
        match self {
            Self::Gamma { .. } => {
                let mut x = 1.0;
                while self.at(x) > 1e-3 {
                    x += 0.1;
                }
                x
            }
            Self::Triangle { falls } => 1.0 + falls,
        }
    }
}

/// A synthetic flood: a wave on a base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hydrograph {
    /// What flows without the wave, m³/s.
    pub base_m3_s: f64,
    /// What flows at the peak, base and wave together, m³/s.
    pub peak_m3_s: f64,
    /// When the wave begins, s.
    pub begins_s: f64,
    /// How long after that it peaks, s.
    pub to_peak_s: f64,
    /// How it rises and falls.
    pub shape: Shape,
}

/// Points of a series for each time to the peak.
const POINTS: usize = 20;

impl Hydrograph {
    /// Discharge at a time, m³/s.
    pub fn at(&self, time_s: f64) -> f64 {
        let x = (time_s - self.begins_s) / self.to_peak_s;
        self.base_m3_s + (self.peak_m3_s - self.base_m3_s) * self.shape.at(x)
    }

    /// Volume of the wave without its base, m³.
    pub fn volume_m3(&self) -> f64 {
        (self.peak_m3_s - self.base_m3_s) * self.to_peak_s * self.shape.volume()
    }

    /// As a series from the beginning of the wave until less than a thousandth of it flows.
    ///
    /// # Errors
    /// [`Flaw::NotLater`] where the time to the peak is not above zero, [`Flaw::NotFinite`] where a number is not finite.
    pub fn series(&self) -> Result<Series, Flaw> {
        let count = (self.shape.length() * POINTS as f64).ceil() as usize;
        let time_s = |i: usize| self.begins_s + self.to_peak_s * (i as f64 / POINTS as f64);
        let points: Vec<_> = (0..=count).map(|i| (time_s(i), self.at(time_s(i)))).collect();
        Series::new(&points)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verify_peak_rate_factors() {
        // The peak rate factor is 645.33 (square miles, inches and hours in feet and seconds) over the volume. Table of the
        // handbook, as programs quote it: m + 1 and factor.
        let table = [
            (2.0, 237.0),
            (3.0, 349.0),
            (4.0, 433.0),
            (4.7, 484.0),
            (5.0, 504.0),
            (6.0, 566.0),
        ];
        for (reservoirs, factor) in table {
            let shape = Shape::Gamma { m: reservoirs - 1.0 };
            let obtained = 645.33 / shape.volume();
            println!("expected {factor}, obtained {obtained:.1}, tolerance 1");
            assert!((obtained - factor).abs() < 1.0);
        }
    }

    #[test]
    fn a_wave_peaks_when_it_should() {
        for shape in [Shape::SCS, Shape::SCS_TRIANGLE] {
            let flood = Hydrograph {
                base_m3_s: 100.0,
                peak_m3_s: 900.0,
                begins_s: 3_600.0,
                to_peak_s: 7_200.0,
                shape,
            };
            assert_eq!((flood.at(0.0), flood.at(10_800.0)), (100.0, 900.0));
            let series = flood.series().unwrap();
            let (time_s, peak) = series.highest();
            assert!((time_s - 10_800.0).abs() < 1e-6 && (peak - 900.0).abs() < 1e-9);
            let [from, to] = series.span();
            let volume = series.integral(from, to) - 100.0 * (to - from);
            assert!((volume / flood.volume_m3() - 1.0).abs() < 2e-3, "{volume}");
        }
    }
}
