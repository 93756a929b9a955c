//! How strongly the ground shakes: the intensity measures of engineering seismology, and the published models of them.

/// An intensity measure: what a record of strong motion is reduced to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum Measure {
    /// Peak ground acceleration, g.
    Pga,
    /// Spectral acceleration at 0.3 s, 5 % damping, g.
    Sa03,
    /// Spectral acceleration at 0.6 s, 5 % damping, g.
    Sa06,
    /// Spectral acceleration at 1.0 s, 5 % damping, g.
    Sa10,
    /// Peak ground velocity, cm/s.
    Pgv,
}

impl Measure {
    /// All of them, in the order of their discriminants.
    pub const ALL: [Self; 5] = [Self::Pga, Self::Sa03, Self::Sa06, Self::Sa10, Self::Pgv];
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Its name as seismologists and `OpenQuake` write it: `SA(0.3)`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pga => "PGA",
            Self::Sa03 => "SA(0.3)",
            Self::Sa06 => "SA(0.6)",
            Self::Sa10 => "SA(1.0)",
            Self::Pgv => "PGV",
        }
    }

    /// Its column in our tables, with the unit: `sa03_g`.
    pub const fn column(self) -> &'static str {
        match self {
            Self::Pga => "pga_g",
            Self::Sa03 => "sa03_g",
            Self::Sa06 => "sa06_g",
            Self::Sa10 => "sa10_g",
            Self::Pgv => "pgv_cm_s",
        }
    }

    /// Its place in an array of all measures.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The measure of a name, as [`Measure::name`] writes it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.name() == name)
    }

    /// Period of the oscillator, s; PGA counts as 0. None for PGV, which is no response of an oscillator.
    pub const fn period_s(self) -> Option<f64> {
        match self {
            Self::Pga => Some(0.0),
            Self::Sa03 => Some(0.3),
            Self::Sa06 => Some(0.6),
            Self::Sa10 => Some(1.0),
            Self::Pgv => None,
        }
    }
}

/// A published model of ground motion: median and spread of a measure, given rupture and site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub enum GroundMotionModel {
    /// Boore, Stewart, Seyhan and Atkinson 2014: active shallow crust, worldwide.
    Bssa14,
    /// Kotha, Weatherill, Bindi and Cotton 2020, with Vs30: shallow crust of Europe.
    Kotha2020,
    /// Akkar, Sandıkkaya and Bommer 2014: Europe and the Middle East.
    Asb14,
}

impl GroundMotionModel {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Bssa14, Self::Kotha2020, Self::Asb14];

    /// Its word in a scenario file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Bssa14 => "bssa14",
            Self::Kotha2020 => "kotha2020",
            Self::Asb14 => "asb14",
        }
    }
}
