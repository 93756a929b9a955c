//! A town or a whole region: its buildings in groups, how they break, and the people in them.

use super::{LocalText, MeasureCorrelation, SpatialCorrelation};
use crate::geo::LonLat;
use crate::geo::raster::Raster;
use crate::vocabulary::{Measure, SubjectIx};

/// How many damage states a fragility tells apart, besides none: slight, moderate, extensive, complete.
pub const STATES: usize = 4;
/// Casualty severities that a fragility set gives rates for.
pub const SEVERITIES: usize = 4;

/// When in the day: how many people are in which building.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hour {
    /// Most are at work or at school.
    Day,
    /// Most are at home.
    Night,
    /// Many are on their way.
    Transit,
}

impl Hour {
    /// All of them, in the order of [`BuildingGroup::occupants`].
    pub const ALL: [Self; 3] = [Self::Day, Self::Night, Self::Transit];

    /// Its word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Night => "night",
            Self::Transit => "transit",
        }
    }

    /// The part of the day that an hour of the clock (0 to 23) belongs to.
    ///
    /// # Source
    /// European Exposure Model (H. Crowley and others 2020) as recalled: day 10 to 18, night 22 to 6, transit the rest.
    pub const fn of_clock(hour: u32) -> Self {
        match hour {
            10..18 => Self::Day,
            6..10 | 18..22 => Self::Transit,
            _ => Self::Night,
        }
    }
}

/// How soft the ground is, and how alike it shakes at places near each other.
#[derive(Debug, Clone, PartialEq)]
pub struct GroundSpec {
    /// How alike the chances of shaking are at places near each other.
    pub correlation: SpatialCorrelation,
    /// How alike the chances of different measures are.
    pub between_measures: MeasureCorrelation,
    /// Mean velocity of shear waves in the upper 30 m where nothing else says so, m/s.
    pub vs30_m_s: f64,
    /// A raster of it.
    pub raster: Option<Raster>,
}

impl GroundSpec {
    /// Mean velocity of shear waves in the upper 30 m at a place, m/s.
    pub fn vs30_at(&self, place: LonLat) -> f64 {
        let mapped = self.raster.as_ref().and_then(|raster| raster.at(place));
        mapped.unwrap_or(self.vs30_m_s)
    }
}

/// A town or region.
#[derive(Debug, Clone)]
pub struct TownSpec {
    /// Its id.
    pub id: String,
    /// Its subject.
    pub subject: SubjectIx,
    /// Its name.
    pub name: LocalText,
    /// How many are where.
    pub hour: Hour,
    /// Share of the people who are indoors again when a later earthquake comes.
    pub indoors_later: f64,
    /// How its buildings break and whom that hurts.
    pub fragility: FragilitySet,
    /// Its municipalities, by name.
    pub municipalities: Vec<String>,
    /// Its buildings, in the order of the file.
    pub groups: Vec<BuildingGroup>,
    /// Hospitals, schools and stations that have to go on working, by id.
    pub facilities: Vec<FacilitySpec>,
    /// Streets along which help would come, by id.
    pub streets: Vec<StreetSpec>,
    /// What is on record of the real event, in the order of the file.
    pub observed: Vec<Observation>,
}

/// A figure that is on record of the real event.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Index in [`TownSpec::municipalities`]; none for a larger region.
    pub municipality: Option<usize>,
    /// What was counted: a name of `hotwash impact` where it means the same.
    pub quantity: String,
    /// How many.
    pub value: f64,
}

impl TownSpec {
    /// The middle of the buildings of a municipality.
    pub fn middle(&self, municipality: usize) -> Option<LonLat> {
        let (mut buildings, mut lon_deg, mut lat_deg) = (0.0, 0.0, 0.0);
        for group in self
            .groups
            .iter()
            .filter(|group| group.municipality as usize == municipality)
        {
            buildings += group.buildings;
            lon_deg += group.buildings * group.at.lon_deg;
            lat_deg += group.buildings * group.at.lat_deg;
        }
        (buildings > 0.0).then(|| LonLat::new(lon_deg / buildings, lat_deg / buildings))
    }

    /// No town: a school alone.
    pub fn nowhere(subject: SubjectIx) -> Self {
        Self {
            id: String::new(),
            subject,
            name: LocalText::default(),
            hour: Hour::Day,
            indoors_later: 0.0,
            fragility: FragilitySet {
                name: String::new(),
                classes: Vec::new(),
            },
            municipalities: Vec::new(),
            groups: Vec::new(),
            facilities: Vec::new(),
            streets: Vec::new(),
            observed: Vec::new(),
        }
    }
}

/// Buildings of one class at one place: one building, or many that are counted.
#[derive(Debug, Clone, PartialEq)]
pub struct BuildingGroup {
    /// Its id.
    pub id: String,
    /// Where it stands, or the middle of where its buildings stand.
    pub at: LonLat,
    /// Index in [`TownSpec::municipalities`].
    pub municipality: u32,
    /// Index in [`FragilitySet::classes`].
    pub class: u32,
    /// What it is used for.
    pub usage: Usage,
    /// Storeys of each building.
    pub storeys: f32,
    /// How many buildings; statistical tables give fractions.
    pub buildings: f64,
    /// People in all of them together by [`Hour::ALL`]; statistical tables give fractions.
    pub occupants: [f64; 3],
    /// Floor area of all of them together, m²; none where nobody says.
    pub floor_area_m2: Option<f64>,
    /// Mean velocity of shear waves in the upper 30 m of the ground, m/s; none: that of the scenario's ground.
    pub vs30_m_s: Option<f64>,
}

/// What a building is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Usage {
    /// Dwellings.
    Residential,
    /// Shops, offices, hotels.
    Commercial,
    /// Workshops and factories.
    Industrial,
    /// A school.
    School,
    /// A hospital.
    Hospital,
    /// Anything else.
    Other,
}

impl Usage {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Residential,
        Self::Commercial,
        Self::Industrial,
        Self::School,
        Self::Hospital,
        Self::Other,
    ];

    /// Its word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Residential => "residential",
            Self::Commercial => "commercial",
            Self::Industrial => "industrial",
            Self::School => "school",
            Self::Hospital => "hospital",
            Self::Other => "other",
        }
    }
}

/// A named set of lognormal fragilities with the casualty rates that belong to them.
#[derive(Debug, Clone, PartialEq)]
pub struct FragilitySet {
    /// Its name: that of a set that comes with hotwash, or of a file of the scenario.
    pub name: String,
    /// Its classes, by name.
    pub classes: Vec<FragilityClass>,
}

impl FragilitySet {
    /// Index of a class.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.classes
            .binary_search_by(|class| class.name.as_str().cmp(name))
            .ok()
    }
}

/// How buildings of a class break, and whom that hurts.
#[derive(Debug, Clone, PartialEq)]
pub struct FragilityClass {
    /// The class, as exposure tables write it.
    pub name: String,
    /// The intensity measure that the medians are in.
    pub measure: Measure,
    /// Natural logarithms of the medians of slight, moderate, extensive and complete damage, of g.
    pub ln_medians: [f64; STATES],
    /// Standard deviation of the logarithm, of record and building together; the same for all states.
    pub beta: f64,
    /// Share of completely damaged buildings that collapse on their occupants.
    pub collapse_of_complete: f64,
    /// Share of the occupants of a collapsed building that the rubble holds, by [`Hour::ALL`].
    pub entrapped: [f64; 3],
    /// Share of those who die, as rescue has gone in past earthquakes.
    pub killed_of_entrapped: f64,
    /// Share of those whom rubble holds alive who lie in a void of it.
    pub in_voids: f64,
    /// Share of the occupants with casualty severity 1, 2, 3 and 4, by damage state.
    pub injured: [[f64; SEVERITIES]; STATES],
    /// The same for those in a collapsed building whom the rubble does not hold, by [`Hour::ALL`].
    pub injured_in_collapse: [[f64; SEVERITIES]; 3],
    /// Casualty severity of those whom rubble holds alive; none: by the rates of a collapse.
    pub severity_of_entrapped: Option<u8>,
}

/// A building that others depend on.
#[derive(Debug, Clone, PartialEq)]
pub struct FacilitySpec {
    /// Its id.
    pub id: String,
    /// Its subject.
    pub subject: SubjectIx,
    /// What it is.
    pub kind: FacilityKind,
    /// Where it stands.
    pub at: LonLat,
    /// How it breaks.
    pub fragility: FragilityClass,
    /// Ground under it, m/s; none: that of the scenario's ground.
    pub vs30_m_s: Option<f64>,
    /// Beds of a hospital.
    pub beds: u32,
    /// Whether it has power of its own.
    pub generator: bool,
}

/// What a facility is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FacilityKind {
    /// Beds and operating theatres.
    Hospital,
    /// Power for everything around.
    Substation,
    /// A telephone exchange or mast.
    Telephone,
    /// Engines and crews.
    FireStation,
    /// Lessons, and a roof over many heads afterwards.
    School,
}

/// A stretch of street between buildings that may fall into it.
#[derive(Debug, Clone, PartialEq)]
pub struct StreetSpec {
    /// Its id.
    pub id: String,
    /// Its ends.
    pub ends: [LonLat; 2],
    /// From front to front, m.
    pub width_m: f64,
    /// What a vehicle needs, m.
    pub needs_m: f64,
}
