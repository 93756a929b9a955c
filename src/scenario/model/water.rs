//! Water that is computed: on which ground, by which scheme, what drives it.

use super::waterway::WaterwaySpec;
use crate::geo::metric::{GridError, MetricGrid, MetricRaster};
use crate::geo::{Point, Polygon};
use crate::vocabulary::{Ms, SubjectIx};

use super::{LocalText, Spread};

/// Values at times, s after the start of the exercise: straight between them.
pub type Course = Vec<(f64, f64)>;

/// Water that is computed.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct WaterSpec {
    /// The ground.
    pub ground: GroundOf,
    /// How it is computed.
    pub scheme: SchemeSpec,
    /// Manning's n where nothing else says so, s/m^(1/3).
    pub manning: f64,
    /// Classes of land cover, for Manning's n by class.
    pub cover: Option<MetricRaster>,
    /// Manning's n of each of these classes.
    pub classes: Vec<(i64, f64)>,
    /// Outlines of buildings.
    pub buildings: Vec<Polygon>,
    /// What they are to the water.
    pub buildings_are: BuildingsAre,
    /// Water that stands there at first.
    pub standing: Vec<StandingSpec>,
    /// What happens at stretches of the edges; everywhere else they are walls.
    pub edges: Vec<EdgeSpec>,
    /// Water that comes in.
    pub inflows: Vec<InflowSpec>,
    /// Rain.
    pub rain: Vec<RainSpec>,
    /// Rivers narrower than a cell.
    pub channels: Vec<WaterwaySpec>,
    /// What soaks away.
    pub soil: Option<SoilSpec>,
    /// How uncertain it is.
    pub uncertainty: UncertaintySpec,
    /// In which form the fields at the end are written.
    pub fields: FieldFormat,
}

/// What buildings are to the water.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BuildingsAre {
    /// Cells that stand above it.
    Raised,
    /// Cells that hold less of it, and let less pass.
    Porous,
}

/// Where the levels of the ground come from.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub enum GroundOf {
    /// A model of the terrain; cells without a value lie outside.
    Terrain(MetricRaster),
    /// A valley that is made by rule.
    Valley(ValleySpec),
}

/// A valley that is made by rule.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ValleySpec {
    /// How far it goes to the east and to the north, m.
    pub size_m: [f64; 2],
    /// Side of its cells, m.
    pub cell_m: f64,
    /// Where its axis begins, and a place farther down.
    pub axis: [Point; 2],
    /// Level of the plain where the axis begins, m.
    pub level_m: f64,
    /// Fall of the plain along the axis.
    pub slope: f64,
    /// Width of the plain, m.
    pub floodplain_width_m: f64,
    /// Rise of the plain from the axis to the sides.
    pub cross_slope: f64,
    /// Rise of the sides.
    pub side_slope: f64,
    /// Standard deviation of the unevenness, m.
    pub uneven_m: f64,
    /// How far from a rise to a hollow, m.
    pub uneven_over_m: f64,
    /// Luck of the unevenness.
    pub seed: u64,
    /// Its rivers.
    pub rivers: Vec<RiverSpec>,
    /// Beds of its lakes.
    pub lakes: Vec<LakeBedSpec>,
    /// Roads and railways on dams.
    pub embankments: Vec<EmbankmentSpec>,
    /// Raised ground.
    pub mounds: Vec<MoundSpec>,
}

impl ValleySpec {
    /// Its cells, from its south-western corner; what is left over at the other sides is cut off.
    ///
    /// # Errors
    /// With more cells than memory should be taken for.
    pub fn grid(&self) -> Result<MetricGrid, GridError> {
        let size = self.size_m.map(|m| (m / self.cell_m).floor() as usize);
        MetricGrid::new(Point::default(), self.cell_m, size)
    }
}

/// A river of a valley.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct RiverSpec {
    /// Its line downstream.
    pub course: Vec<Point>,
    /// Whole waves that it winds between the first and the last place; none: straight from place to place.
    pub waves: u32,
    /// The largest angle between river and valley, degrees.
    pub angle_deg: f64,
    /// Width between the tops of its banks, m.
    pub width_m: f64,
    /// Depth of its bed below the plain, m.
    pub depth_m: f64,
    /// Height of its natural levees, m.
    pub levee_height_m: f64,
    /// How far they run out, m.
    pub levee_width_m: f64,
    /// How deep water stands in its bed at first, m.
    pub holds_m: f64,
}

/// The bed of a lake.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LakeBedSpec {
    /// Its shore.
    pub shore: Polygon,
    /// Level of its bottom, m.
    pub bottom_m: f64,
    /// How far from the shore the bottom is reached, m.
    pub shore_m: f64,
}

/// A road or railway on a dam.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct EmbankmentSpec {
    /// Its line.
    pub line: Vec<Point>,
    /// Height of its top over the ground, m.
    pub height_m: f64,
    /// Width of its top, m.
    pub width_m: f64,
}

/// Raised ground.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct MoundSpec {
    /// Its middle.
    pub at: Point,
    /// Radius of its flat top, m.
    pub radius_m: f64,
    /// Height over the ground, m.
    pub height_m: f64,
}

/// How water is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct SchemeSpec {
    /// Which scheme.
    pub solver: SolverSpec,
    /// In double precision.
    pub is_double: bool,
}

/// A scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SolverSpec {
    /// Without convective acceleration.
    Inertial,
    /// The full equations, first order.
    Godunov,
    /// The full equations, second order.
    SecondOrder,
}

/// Water that stands somewhere at first.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StandingSpec {
    /// Its level, m.
    pub level_m: f64,
    /// Within this area; everywhere with none.
    pub within: Option<Polygon>,
}

/// A side of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SideSpec {
    /// Where x is least.
    West,
    /// Where x is greatest.
    East,
    /// Where y is least.
    South,
    /// Where y is greatest.
    North,
}

/// What happens at a stretch of an edge.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct EdgeSpec {
    /// Which edge.
    pub side: SideSpec,
    /// From where to where along it, m: x or y.
    pub stretch_m: [f64; 2],
    /// What.
    pub kind: EdgeKind,
}

/// What happens at an edge.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EdgeKind {
    /// Water leaves as if the land went on alike.
    Open,
    /// The water beyond stands at these levels, m.
    Level(Course),
}

/// What comes in at an inflow.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComesSpec {
    /// Discharge in time, m³/s.
    Course(Course),
    /// A wave of a given shape.
    Wave(WaveSpec),
}

/// A flood wave of which only the base and the peak are known.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct WaveSpec {
    /// What flows without it, m³/s.
    pub base_m3_s: f64,
    /// The most that flows, m³/s.
    pub peak_m3_s: f64,
    /// When it begins, s.
    pub begins_s: f64,
    /// How long it rises, s.
    pub to_peak_s: f64,
    /// Whether it goes straight up and down, else like a unit hydrograph.
    pub is_triangle: bool,
}

/// Water that comes in along a line.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct InflowSpec {
    /// Its id.
    pub id: String,
    /// From one end to the other; a point twice the same.
    pub line: [Point; 2],
    /// What comes.
    pub comes: ComesSpec,
    /// What somebody has read there.
    pub readings: Vec<ReadingSpec>,
}

/// A reading of an inflow.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct ReadingSpec {
    /// When, s after the start of the exercise.
    pub at_s: f64,
    /// Discharge, m³/s.
    pub flow_m3_s: f64,
    /// Standard deviation of its error, m³/s.
    pub sd_m3_s: f64,
}

/// Rain.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct RainSpec {
    /// Its id.
    pub id: String,
    /// Within this area; everywhere with none.
    pub within: Option<Polygon>,
    /// What falls.
    pub falls: FallsSpec,
}

/// How it rains between gauges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Between {
    /// Nearer ones count more: weights by the inverse square of the distance (Shepard 1968, recalled).
    InverseSquare,
    /// As at the nearest; at the first of several: Thiessen's polygons.
    Nearest,
}

/// Rain in space and time.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FallsSpec {
    /// The same everywhere, mm/h.
    Alike(Course),
    /// At gauges, mm/h, and how it rains between them.
    Gauges(Vec<(Point, Course)>, Between),
    /// A storm that moves.
    Storm(StormSpec),
    /// A design storm.
    Design(DesignSpec),
}

/// A design storm, of a formula of intensity: a / (t + b)^c, in mm/h and minutes.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct DesignSpec {
    /// a, mm/h × min^c.
    pub a: f64,
    /// b, min.
    pub b_min: f64,
    /// c.
    pub c: f64,
    /// Share of it that is over at the peak.
    pub before_peak: f64,
    /// When it begins, s.
    pub begins_s: f64,
    /// How long it takes, s.
    pub takes_s: f64,
}

/// A storm that moves.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StormSpec {
    /// The way of its middle, evenly fast.
    pub track: Vec<Point>,
    /// From when to when, s.
    pub span_s: [f64; 2],
    /// From its middle to where it rains half as hard, m.
    pub radius_m: f64,
    /// How hard it rains in its middle, mm/h.
    pub mm_h: Course,
}

/// What soaks away.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SoilSpec {
    /// By its own numbers.
    Measured {
        /// Hydraulic conductivity, mm/h.
        conductivity_mm_h: f64,
        /// Suction at the wetting front, mm.
        suction_mm: f64,
        /// Share of the volume that can still be filled.
        deficit: f64,
    },
    /// By its class.
    Texture {
        /// The word for it.
        word: String,
        /// Share of its pores that is full at first.
        full: f64,
    },
}

/// How uncertain what is computed is: standard deviations.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct UncertaintySpec {
    /// Of the natural logarithm of the inflows above their first value, all alike.
    pub ln_inflow: f64,
    /// Of the time of the inflows, ms.
    pub timing_ms: Ms,
    /// Of the natural logarithm of Manning's n, everywhere alike.
    pub ln_manning: f64,
    /// Of the natural logarithm of rain, everywhere alike.
    pub ln_rain: f64,
    /// Of when rain comes, ms.
    pub rain_timing_ms: Ms,
    /// Of where storms pass, m, to the east and to the north.
    pub storm_shift_m: f64,
    /// Of the natural logarithm of rain from place to place, and how far from a rise to a hollow, m.
    pub rain_field: Option<(f64, f64)>,
    /// Of the natural logarithm of how wide breaches become.
    pub ln_breach_width: f64,
    /// Of the natural logarithm of how long they take.
    pub ln_breach_time: f64,
}

/// In which form fields are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldFormat {
    /// Not at all.
    None,
    /// ESRI ASCII grids.
    Ascii,
    /// `GeoTIFF`.
    Geotiff,
}

/// Something that people have built, and that water has to do with.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct WorksSpec {
    /// Its id.
    pub id: String,
    /// Its subject.
    pub subject: SubjectIx,
    /// Its name; its id says it where there is none.
    pub name: LocalText,
    /// How often whoever runs it grants what others request.
    pub grants: f64,
    /// What it is.
    pub kind: WorksKind,
}

/// A corner of a line, m, and the level of the crest there, m.
pub type CrestPoint = (Point, f64);

/// What people have built.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorksKind {
    /// A levee or wall.
    Levee {
        /// Its crest.
        crest: Vec<CrestPoint>,
        /// How it may break.
        breach: Option<BreachSpec>,
    },
    /// A wall that is built when somebody says so.
    Barrier {
        /// Where, on the ground.
        line: Vec<Point>,
        /// How high it is to become above the ground, m.
        height_m: f64,
        /// What it is made of.
        make: BarrierMake,
        /// How many people build it.
        people: f64,
        /// How long until they are there and begin.
        begins: Spread,
    },
    /// A gate between two places.
    Gate {
        /// From where to where.
        ends: [Point; 2],
        /// Level of its sill, m.
        sill_m: f64,
        /// Its width, m.
        width_m: f64,
        /// How far it is open at first, m.
        open_m: f64,
    },
    /// A pipe or box under a road or levee.
    Culvert {
        /// From where to where.
        ends: [Point; 2],
        /// Levels of its bottom at either end, m.
        bottoms_m: [f64; 2],
        /// Its width, or its diameter where it has no height, m.
        width_m: f64,
        /// Its height; none of a pipe, m.
        height_m: Option<f64>,
        /// Manning's n of it, s/m^(1/3).
        manning: f64,
        /// Whether a flap keeps water from coming back.
        has_flap: bool,
    },
    /// A pump.
    Pump {
        /// From where to where.
        ends: [Point; 2],
        /// What it pumps, m³/s.
        flow_m3_s: f64,
        /// The levels from which on it runs, and below which it stops, m.
        levels_m: [f64; 2],
        /// Whether it is switched on at first.
        is_on: bool,
    },
    /// A dam far upstream: what it lets go comes in along a line.
    Dam {
        /// Where its water comes in.
        line: [Point; 2],
        /// What it lets go at first, m³/s.
        flow_m3_s: f64,
        /// The lake behind it; none where only what it lets go is of interest.
        lake: Option<LakeSpec>,
    },
}

/// A lake behind a dam.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LakeSpec {
    /// Its level at first, m.
    pub level_m: f64,
    /// Its area, m², the same at every level.
    pub area_m2: f64,
    /// Level of its bottom, below which nothing is let go, m.
    pub bottom_m: f64,
    /// Crest of the spillway, m.
    pub spillway_m: f64,
    /// Its length, m.
    pub spillway_length_m: f64,
    /// The most that gates and turbines let through, m³/s.
    pub most_m3_s: f64,
    /// What comes into it, m³/s.
    pub comes_m3_s: Course,
}

/// What a barrier is made of.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BarrierMake {
    /// Sandbags: so many can be had.
    Sandbags(f64),
    /// Units that are set up.
    Demountable,
}

/// How a levee may break.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct BreachSpec {
    /// Where, on the levee.
    pub at: Point,
    /// Since when.
    pub starts: BreachStart,
    /// How it grows.
    pub grows: BreachGrowth,
    /// Level of its bottom at the end, m.
    pub bottom_m: f64,
}

/// What starts a breach.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BreachStart {
    /// A time, s.
    At(f64),
    /// Water at this level before it, m.
    Level(f64),
    /// Water over its crest for so long altogether, s.
    Overtopped(f64),
}

/// How a breach grows.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BreachGrowth {
    /// To a width, m, in a time, s.
    Scripted(f64, f64),
    /// Froehlich 2008, of so much water behind it, m³.
    Froehlich(f64),
    /// Verheij and van der Knaap 2003: whether it is of clay, else of sand, and the widest it can become, m.
    Levee {
        /// Of clay.
        is_clay: bool,
        /// The widest it can become, m.
        widest_m: f64,
    },
}
