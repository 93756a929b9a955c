//! How strongly the ground shakes at a place: median and spread of an intensity measure, by published models.
//!
//! # How the parts fit
//! The three models here have one form. On reference rock, ln Y is a straight line in ln R and in R, where R is the
//! distance with a pseudo-depth; what magnitude, mechanism and depth decide is in its numbers, so it is made once a
//! rupture ([`Prepared`]). The ground adds a linear part, and in two models a part that answers to how strongly the rock below it
//! shakes ([`Ground`]); what Vs30 decides of that is made once a site. Each model has a file with its coefficients and
//! its own words; here they are put together.
//!
//! # Speed
//! [`motion`] and [`Prepared::at`] are for single places. For many sites make a [`Ground`] for each, ask
//! [`Prepared::responses`] once a model (it is the same for all measures) and [`Prepared::over`] once a measure.

mod asb14;
mod bssa14;
mod kotha2020;
pub mod reference;
#[cfg(test)]
mod tests;

use crate::maths;
use crate::vocabulary::{GroundMotionModel, Measure};

/// What the models ask of an earthquake.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Source {
    /// Moment magnitude.
    pub magnitude_mw: f64,
    /// Direction of slip on the plane, degrees from the strike, −180 to 180: 90 thrust, −90 normal, 0 or 180 strike-slip.
    pub rake_deg: f64,
    /// Depth of the hypocentre, km.
    pub hypocentre_depth_km: f64,
}

/// What the models ask of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SiteTerm {
    /// Joyner–Boore distance: to the surface projection of the rupture, km.
    pub rjb_km: f64,
    /// Mean velocity of shear waves in the upper 30 m, m/s.
    pub vs30_m_s: f64,
}

/// What a model says of a measure at a place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Motion {
    /// Natural logarithm of the median: of g, for PGV of cm/s.
    pub ln_median: f64,
    /// Standard deviation between earthquakes, in natural logarithms.
    pub tau: f64,
    /// Standard deviation within an earthquake, in natural logarithms.
    pub phi: f64,
}

impl Motion {
    /// Standard deviation of both together, in natural logarithms.
    pub fn sigma(&self) -> f64 {
        (self.tau * self.tau + self.phi * self.phi).sqrt()
    }
}

/// What a model says of a measure at one place.
pub fn motion(model: GroundMotionModel, measure: Measure, source: &Source, site: &SiteTerm) -> Motion {
    Prepared::of(model, measure, source).at(site)
}

/// How a measure falls off on reference rock: ln Y = `constant` + `per_ln_r` · ln R + `per_km` · R, in km, where R² is the
/// square of the Joyner–Boore distance and of the pseudo-depth together.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Attenuation {
    constant: f64,
    per_ln_r: f64,
    per_km: f64,
    h_square: f64,
}

impl Attenuation {
    fn at(&self, rjb_km: f64) -> f64 {
        let r_square = rjb_km * rjb_km + self.h_square;
        self.constant + 0.5 * self.per_ln_r * maths::ln(r_square) + self.per_km * r_square.sqrt()
    }
}

/// How soil answers when the rock below it shakes; the number is what [`Ground::per_response`] multiplies.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Soil {
    /// As strongly as the rock, whatever that does.
    Linear,
    /// Boore et al. 2014, with the attenuation of PGA on rock.
    Bssa14(Attenuation),
    /// Akkar et al. 2014, with the attenuation of PGA on rock.
    Asb14(Attenuation),
}

/// More spread within an earthquake far from it: `more` times how far the logarithm of the distance lies on
/// the way between two distances.
#[derive(Debug, Clone, Copy, PartialEq)]
struct FarSpread {
    from_km: f64,
    to_km: f64,
    more: f64,
}

impl FarSpread {
    fn at(&self, rjb_km: f64) -> f64 {
        if rjb_km <= self.from_km {
            0.0
        } else if rjb_km >= self.to_km {
            self.more
        } else {
            self.more * maths::ln(rjb_km / self.from_km) / maths::ln(self.to_km / self.from_km)
        }
    }
}

/// What the ground of a place does to a measure by a model, whatever the earthquake: made once a site.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ground {
    /// Added to ln Y.
    linear: f64,
    /// Added to ln Y for each unit of response of the soil.
    per_response: f64,
    /// How soft the ground is: (Vs30/750)^3.2, below 1 where soil answers non-linearly (Akkar et al. 2014 alone).
    softness: f64,
    /// Taken from phi.
    less_phi: f64,
}

impl Ground {
    /// The ground of a Vs30 in m/s.
    pub fn of(model: GroundMotionModel, measure: Measure, vs30_m_s: f64) -> Self {
        match model {
            GroundMotionModel::Bssa14 => bssa14::ground(measure, vs30_m_s),
            GroundMotionModel::Kotha2020 => kotha2020::ground(measure, vs30_m_s),
            GroundMotionModel::Asb14 => asb14::ground(measure, vs30_m_s),
        }
    }
}

/// A model and a measure, made ready for one earthquake.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prepared {
    model: GroundMotionModel,
    measure: Measure,
    rock: Attenuation,
    soil: Soil,
    tau: f64,
    phi: f64,
    far: Option<FarSpread>,
}

impl Prepared {
    /// A model and a measure, made ready for an earthquake.
    pub fn of(model: GroundMotionModel, measure: Measure, source: &Source) -> Self {
        match model {
            GroundMotionModel::Bssa14 => bssa14::prepared(measure, source),
            GroundMotionModel::Kotha2020 => kotha2020::prepared(measure, source),
            GroundMotionModel::Asb14 => asb14::prepared(measure, source),
        }
    }

    /// What the model says at one place.
    pub fn at(&self, site: &SiteTerm) -> Motion {
        let ground = Ground::of(self.model, self.measure, site.vs30_m_s);
        self.on(site.rjb_km, &ground, self.response(site.rjb_km, &ground))
    }

    /// How the soil at many places answers to the shaking of the rock below: the same for all measures of a model and
    /// an earthquake, so made once for them.
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn responses(&self, rjb_km: &[f64], grounds: &[Ground], responses: &mut [f64]) {
        assert!(rjb_km.len() == grounds.len() && rjb_km.len() == responses.len());
        for ((rjb_km, ground), response) in rjb_km.iter().zip(grounds).zip(responses) {
            *response = self.response(*rjb_km, ground);
        }
    }

    /// What the model says at many places, given their grounds for this model and measure, and the answers of the soil
    /// there ([`Prepared::responses`]).
    ///
    /// # Panics
    /// If the slices differ in length.
    pub fn over(&self, rjb_km: &[f64], grounds: &[Ground], responses: &[f64], motions: &mut [Motion]) {
        assert!(rjb_km.len() == grounds.len() && rjb_km.len() == responses.len());
        assert!(rjb_km.len() == motions.len());
        let places = rjb_km.iter().zip(grounds).zip(responses);
        for (((rjb_km, ground), response), motion) in places.zip(motions) {
            *motion = self.on(*rjb_km, ground, *response);
        }
    }

    fn response(&self, rjb_km: f64, ground: &Ground) -> f64 {
        match &self.soil {
            Soil::Linear => 0.0,
            Soil::Bssa14(pga) => bssa14::response(pga.at(rjb_km)),
            Soil::Asb14(pga) => asb14::response(pga.at(rjb_km), ground.softness),
        }
    }

    fn on(&self, rjb_km: f64, ground: &Ground, response: f64) -> Motion {
        let far = self.far.map_or(0.0, |far| far.at(rjb_km));
        Motion {
            ln_median: self.rock.at(rjb_km) + ground.linear + ground.per_response * response,
            tau: self.tau,
            phi: self.phi + far - ground.less_phi,
        }
    }
}

/// A value that goes from `low` to `high` in a straight line while `x` goes from `from` to `to`, and is level outside.
pub(super) fn ramp(x: f64, [from, to]: [f64; 2], [low, high]: [f64; 2]) -> f64 {
    low + (high - low) * ((x - from) / (to - from)).clamp(0.0, 1.0)
}
