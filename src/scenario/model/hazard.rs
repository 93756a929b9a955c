//! What strikes the school and when; of an earthquake, its effects there as the author states them.

use super::FloodSpec;
use crate::diagnostic::Span;
use crate::geo::LonLat;
use crate::vocabulary::{GroundMotionModel, Measure, Ms, SubjectIx};

/// Structural damage of a building, as HAZUS names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DamageState {
    /// None.
    None,
    /// Hairline cracks.
    Slight,
    /// Cracks in most walls, some plaster down.
    Moderate,
    /// Large cracks, some elements have failed.
    Extensive,
    /// The building has failed, or may at any moment.
    Complete,
}

impl DamageState {
    /// Every state with its word.
    pub const ALL: [(&'static str, Self); 5] = [
        ("none", Self::None),
        ("slight", Self::Slight),
        ("moderate", Self::Moderate),
        ("extensive", Self::Extensive),
        ("complete", Self::Complete),
    ];
}

/// A hazard and when it strikes.
#[derive(Debug, Clone, serde::Serialize)]
pub struct HazardSpec {
    /// Its id.
    pub id: String,
    /// Its subject.
    pub subject: SubjectIx,
    /// When it begins at the school, ms.
    pub at_ms: Ms,
    /// What it is.
    pub kind: HazardKind,
    /// Where it is written, for messages.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// What kind of hazard.
#[derive(Debug, Clone, serde::Serialize)]
pub enum HazardKind {
    /// An earthquake or aftershock.
    Earthquake(Earthquake),
    /// An earthquake whose effects are computed from its rupture.
    Rupture(Box<RuptureSpec>),
    /// The aftershocks of an earthquake, by chance.
    Aftershocks(AftershockSpec),
    /// Water on land.
    Flood(Box<FloodSpec>),
    /// Fire or smoke announced by the alarm only (a drill): nothing physical happens.
    Drill,
}

/// An earthquake as the author of the exercise gives it: its effects at the school are stated, not computed.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Earthquake {
    /// Moment magnitude, for the texts.
    pub magnitude_mw: f64,
    /// Macroseismic intensity at the school (EMS-98), for the texts.
    pub intensity_ems98: f64,
    /// Strong shaking lasts so long, ms.
    pub shakes_for_ms: Ms,
    /// What it does to the school building.
    pub damage: DamageState,
}

/// An earthquake as a seismologist gives it: what ruptured. What it does is computed.
#[derive(Debug, Clone, serde::Serialize)]
pub struct RuptureSpec {
    /// Moment magnitude.
    pub magnitude_mw: f64,
    /// Where the rupture began.
    pub hypocentre: LonLat,
    /// How deep it began, km.
    pub depth_km: f64,
    /// Direction of slip in the plane, degrees: 0 left-lateral, 90 reverse, -90 normal.
    pub rake_deg: f64,
    /// The plane that ruptured; none: a point.
    pub plane: Option<PlaneSpec>,
    /// Where the shaking comes from.
    pub motion: MotionSpec,
}

/// A rectangle that ruptured.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct PlaneSpec {
    /// Direction of its upper edge, degrees from north; it dips to the right of that.
    pub strike_deg: f64,
    /// How steeply it dips, degrees.
    pub dip_deg: f64,
    /// Along strike, km; none: as magnitude and mechanism have it on average.
    pub length_km: Option<f64>,
    /// Down dip, km; none likewise.
    pub width_km: Option<f64>,
    /// Where along strike the hypocentre lies, 0 to 1.
    pub along_strike: f64,
    /// Where down dip the hypocentre lies, 0 to 1.
    pub down_dip: f64,
}

/// How strong the shaking is: by models with weights, or by a map; and what stations recorded.
#[derive(Debug, Clone, serde::Serialize)]
pub struct MotionSpec {
    /// Models with their weights, which add up to 1.
    pub models: Vec<(GroundMotionModel, f64)>,
    /// A map of the medians, which then takes the place of the models; they give the spread only.
    pub map: Option<MotionMap>,
    /// What was recorded where.
    pub stations: Vec<StationSpec>,
}

/// How alike the residuals at two places are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpatialCorrelation {
    /// Not at all.
    None,
    /// Jayaram and Baker 2009, where the ground differs from place to place.
    JayaramBaker,
    /// Jayaram and Baker 2009, where the ground is alike over a wide area.
    JayaramBakerClustered,
}

/// How alike the residuals of two measures at one place are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureCorrelation {
    /// Not at all.
    None,
    /// Baker and Jayaram 2008.
    BakerJayaram,
    /// Wholly: one chance for all.
    Perfect,
}

/// A strong-motion station and what it recorded.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StationSpec {
    /// Its code.
    pub id: String,
    /// Where it stands.
    pub at: LonLat,
    /// Ground under it, m/s.
    pub vs30_m_s: f64,
    /// Natural logarithm of what it recorded, by [`Measure::index`]; none where it is not known.
    pub ln_recorded: [Option<f64>; Measure::COUNT],
}

/// A map of shaking on a regular grid of longitude and latitude (`ShakeMap`).
#[derive(Debug, Clone, serde::Serialize)]
pub struct MotionMap {
    /// South-western corner.
    pub south_west: LonLat,
    /// Distance of its columns and of its rows, degrees.
    pub spacing_deg: [f64; 2],
    /// Columns, rows.
    pub size: [usize; 2],
    /// Natural logarithms of the medians by [`Measure::index`], row after row from the south; empty where the map lacks
    /// the measure.
    pub ln_medians: [Vec<f32>; Measure::COUNT],
    /// Standard deviations of the logarithm likewise; empty: those of the models.
    pub spreads: [Vec<f32>; Measure::COUNT],
    /// Ground for which the medians are, m/s; empty: as each place has it.
    pub vs30_m_s: Vec<f32>,
}

/// The aftershocks of an earthquake: how many, how strong, when, by chance.
#[derive(Debug, Clone, serde::Serialize)]
pub struct AftershockSpec {
    /// Index of the main shock in the scenario's hazards.
    pub of: usize,
    /// None comes later, ms after the main shock.
    pub until_ms: Ms,
    /// Weaker ones are left out, Mw.
    pub smallest_mw: f64,
    /// Productivity a of Reasenberg and Jones.
    pub a: f64,
    /// Slope b of Gutenberg and Richter.
    pub b: f64,
    /// Offset c of Omori's law, days.
    pub c_days: f64,
    /// Decay p of Omori's law.
    pub p: f64,
}
