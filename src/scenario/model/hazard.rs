//! What strikes the school and when; of an earthquake, its effects there as the author states them.

use crate::vocabulary::{Ms, SubjectIx};

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
}

impl DamageState {
    /// Every state with its word.
    pub const ALL: [(&'static str, Self); 4] = [
        ("none", Self::None),
        ("slight", Self::Slight),
        ("moderate", Self::Moderate),
        ("extensive", Self::Extensive),
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
}

/// What kind of hazard.
#[derive(Debug, Clone, serde::Serialize)]
pub enum HazardKind {
    /// An earthquake or aftershock.
    Earthquake(Earthquake),
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
