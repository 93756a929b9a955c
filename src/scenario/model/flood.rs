//! A flood: where its water comes from, and what stands in its way: gauges, settlements, roads, stations.

use super::{LocalText, Spread, WaterSpec};
use crate::geo::Point;
use crate::vocabulary::{Ms, SubjectIx};

/// A flood.
#[derive(Debug, Clone, serde::Serialize)]
pub struct FloodSpec {
    /// Where its water comes from.
    pub water: WaterSource,
}

/// Where the water of a flood comes from.
#[derive(Debug, Clone, serde::Serialize)]
pub enum WaterSource {
    /// Its stages are stated.
    Prescribed(Vec<StageSpec>),
    /// It is computed.
    Computed(Box<WaterSpec>),
}

/// What is stated of the water at a place.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StageSpec {
    /// The gauge, place or school.
    pub subject: SubjectIx,
    /// What.
    pub quantity: StageQuantity,
    /// When, s after the start, and how much, m or m/s; straight between, the same before the first and after the last.
    pub at: Vec<(f64, f64)>,
}

/// What can be stated of water.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StageQuantity {
    /// Its depth on the ground, m.
    Depth,
    /// Its level, m.
    Level,
    /// Its speed, m/s.
    Speed,
}

/// A gauge of a river or lake.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct GaugeSpec {
    /// Its id.
    pub id: String,
    /// Its subject.
    pub subject: SubjectIx,
    /// Its name.
    pub name: LocalText,
    /// Where it stands, for water that is computed, m.
    pub at: Option<Point>,
    /// The level of its zero, m.
    pub zero_m: f64,
    /// Levels above its zero from which on the agency says watch, warning and flood, m; none where it has no such threshold.
    pub thresholds_m: [Option<f64>; 3],
    /// What it reports.
    pub reports: Option<ReportsSpec>,
    /// What is forecast for it.
    pub forecast: Option<ForecastSpec>,
}

/// How the readings of a gauge come to people.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ReportsSpec {
    /// How often, ms.
    pub every_ms: Ms,
    /// To which positions.
    pub to: Vec<usize>,
    /// By which channel.
    pub via: usize,
    /// Standard deviation of a reading, m.
    pub error_m: f64,
    /// From when to when it is silent, ms.
    pub outages: Vec<(Ms, Ms)>,
}

/// A forecast of the level at a gauge: a report about the future that may be wrong.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ForecastSpec {
    /// How often, ms.
    pub every_ms: Ms,
    /// How far ahead it looks, ms.
    pub lead_ms: Ms,
    /// By how much it is wrong on average, m: above zero where it expects too much.
    pub bias_m: f64,
    /// Standard deviation besides, m.
    pub error_m: f64,
    /// To which positions.
    pub to: Vec<usize>,
    /// By which channel.
    pub via: usize,
}

/// Somebody who walks along a levee and tells what they see.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct PatrolSpec {
    /// Its id.
    pub id: String,
    /// What people call it; empty where they do not.
    pub name: LocalText,
    /// The places they pass, by index.
    pub stops: Vec<usize>,
    /// The works they watch, by index.
    pub works: Option<usize>,
    /// From how far they see a breach, m.
    pub sees_m: f64,
    /// From one setting out to the next, ms.
    pub every_ms: Ms,
    /// When the first round begins, ms.
    pub from_ms: Ms,
    /// From one stop to the next, ms.
    pub leg_ms: Ms,
    /// The road by which they come: the index of its place.
    pub way: Option<usize>,
    /// To which positions.
    pub to: Vec<usize>,
    /// By which channel.
    pub via: usize,
}

/// Something that water can reach.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct PlaceSpec {
    /// Its id.
    pub id: String,
    /// Its subject.
    pub subject: SubjectIx,
    /// Its name.
    pub name: LocalText,
    /// Where it lies.
    pub site: FloodSite,
    /// What it is.
    pub kind: PlaceKind,
}

/// Where water can reach something, and how high that lies.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct FloodSite {
    /// Where it lies, for water that is computed, m.
    pub at: Option<Point>,
    /// The level of the ground, m; of water that is computed that of the terrain.
    pub ground_m: Option<f64>,
    /// The gauge whose level stands here, too, for water that is stated: its index.
    pub gauge: Option<usize>,
    /// The lowest floor above the ground, m.
    pub floor_m: f64,
}

/// What water can reach.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceKind {
    /// People live there.
    Settlement {
        /// When somebody rings up about the water.
        calls: Option<CallSpec>,
        /// How many they are, and what they do when they are told.
        residents: ResidentsSpec,
        /// How many houses stand there.
        houses: u32,
    },
    /// Vehicles pass there.
    Road,
    /// It stops working under water.
    Station {
        /// What it is.
        kind: StationKind,
        /// At which depth above its floor, m.
        fails_m: f64,
        /// Whether the school hangs on it.
        serves_school: bool,
    },
    /// Something else at which the water is looked at.
    Spot,
}

/// The people of a settlement, as counts.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct ResidentsSpec {
    /// How many; 0 where nobody is counted.
    pub people: u32,
    /// The share who do not leave though ordered to.
    pub stay: f64,
    /// The share who leave on a warning alone.
    pub leave_when_warned: f64,
    /// How long after hearing of it the others set out.
    pub sets_out: Spread,
    /// The road by which vehicles leave: the index of its place.
    pub way: Option<usize>,
}

/// When somebody rings up about the water, and whom.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct CallSpec {
    /// From this depth on, m.
    pub depth_m: f64,
    /// How long after that.
    pub after: Spread,
    /// Which position.
    pub to: usize,
    /// By which channel.
    pub via: usize,
}

/// What stops working under water.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StationKind {
    /// A substation: power.
    Power,
    /// A telephone exchange or mast.
    Telephone,
    /// A building in which people find shelter.
    Shelter,
}
