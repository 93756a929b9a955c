//! A scenario as the simulation reads it: checked, resolved, in SI units and milliseconds. Data only.
//!
//! Everything that can be named is a [`Subject`] with a dense index; lists are sorted by id, so that nothing
//! depends on the order in a file.

mod action_text;
mod command;
mod flood;
mod hazard;
mod material;
mod release;
mod school;
mod script;
mod subject;
mod town;
mod water;
mod waterway;

use std::collections::BTreeMap;

pub use command::{
    ChannelKind, ChannelSpec, CommandSpec, Consultees, Holder, PositionIx, PositionSpec, PostIx, PostSpec,
};
pub use flood::{
    CallSpec, FloodSite, FloodSpec, ForecastSpec, GaugeSpec, PatrolSpec, PlaceKind, PlaceSpec, ReportsSpec,
    ResidentsSpec, StageQuantity, StageSpec, StationKind, WaterSource,
};
pub use hazard::{
    AftershockSpec, DamageState, Earthquake, HazardKind, HazardSpec, MeasureCorrelation, MotionMap,
    MotionSpec, PlaneSpec, RuptureSpec, SpatialCorrelation, StationSpec,
};
pub use material::{Material, ModuleSpec, QuestionSpec, ShowCasualties};
pub use release::{HandsOver, ParentsSpec, ReleaseSpec};
pub use school::{
    CarriedBy, ClassIx, ClassSpec, ClassesWalk, Doors, ExitChoice, Flow, OwnWay, PersonIx, PersonSpec,
    Presence, Procedure, RouteSpec, STAFF_LIST, School, SchoolBuilding, SecondShiftSpec, StaffList,
    WatchSpec,
};
pub use script::{
    ActionCall, ArgumentValue, Choice, DecisionSpec, Inject, InjectContent, ObjectiveSpec, OptionSpec, Pin,
    ResourceSpec, StandingHolder, StandingOrderSpec, Timing, When,
};
pub use subject::{Subject, Subjects};
pub use town::{
    BuildingGroup, FacilityKind, FacilitySpec, FragilityClass, FragilitySet, GroundSpec, Hour, Observation,
    SEVERITIES, STATES, StreetSpec, TownSpec, Usage,
};

pub use water::{
    BarrierMake, Between, BreachGrowth, BreachSpec, BreachStart, BuildingsAre, ComesSpec, Course, CrestPoint,
    DesignSpec, EdgeKind, EdgeSpec, EmbankmentSpec, FallsSpec, FieldFormat, GroundOf, InflowSpec,
    LakeBedSpec, LakeSpec, MoundSpec, RainSpec, ReadingSpec, RiverSpec, SchemeSpec, SideSpec, SoilSpec,
    SolverSpec, StandingSpec, StormSpec, UncertaintySpec, ValleySpec, WaterSpec, WaveSpec, WorksKind,
    WorksSpec,
};

pub use waterway::{WaterwayEnd, WaterwaySpec};

use crate::vocabulary::{ActionKind, Ms};

/// A text in the languages the author gave; `en` or the only one is the fallback.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct LocalText(pub BTreeMap<String, String>);

impl LocalText {
    /// The text in a language, or in English, or in whatever there is.
    pub fn get(&self, language: &str) -> &str {
        self.0
            .get(language)
            .or_else(|| self.0.get("en"))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// The same text whatever the language.
    pub fn plain(text: impl Into<String>) -> Self {
        Self(BTreeMap::from([("en".to_owned(), text.into())]))
    }
}

/// What a protocol calls a response.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ResponseWords {
    /// As it follows "orders the classes to …".
    pub name: LocalText,
    /// The words of the announcement.
    pub directive: Option<LocalText>,
}

/// A duration that differs from time to time: lognormal with this median and 90th percentile; constant when
/// both are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Spread {
    /// Half of the times it takes less, ms.
    pub median_ms: Ms,
    /// Nine times in ten it takes less, ms.
    pub p90_ms: Ms,
}

impl Spread {
    /// Always the same.
    pub const fn constant(ms: Ms) -> Self {
        Self {
            median_ms: ms,
            p90_ms: ms,
        }
    }
}

/// What stands under `[exercise]`.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Exercise {
    /// The scenario's id: the name of its folder.
    pub id: String,
    /// Its title.
    pub name: LocalText,
    /// What it is about, in a sentence or two.
    pub description: LocalText,
    /// Clock time of 0:00:00, ISO 8601 with offset.
    pub starts: String,
    /// Seconds since 1970-01-01T00:00:00Z of the start.
    pub starts_unix_s: i64,
    /// Offset of the local clock from UTC, s.
    pub utc_offset_s: i32,
    /// The run ends then at the latest, ms.
    pub lasts_ms: Ms,
    /// Signals are sampled this often, ms.
    pub sample_every_ms: Ms,
    /// How closely walking is simulated.
    pub fidelity: Fidelity,
}

/// How closely walking is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Fidelity {
    /// Every person with a body, in steps.
    Pedestrian,
    /// Rooms, doors and stairs as a network of queues.
    Network,
}

/// The variant that was laid over the scenario.
#[derive(Debug, Clone, serde::Serialize)]
pub struct VariantInfo {
    /// Its id: the name of its file without `.toml`; `base` when there is none.
    pub id: String,
    /// Its title.
    pub name: LocalText,
    /// What it is meant to show.
    pub description: LocalText,
}

/// One file or command-line setting that went into the scenario.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Input {
    /// Name relative to the scenario folder.
    pub name: String,
    /// SHA-256 of its content, hexadecimal.
    pub sha256: String,
    /// The content itself, so that a run folder needs nothing else.
    #[serde(skip)]
    pub content: std::sync::Arc<[u8]>,
}

/// Everything a run needs besides its seeds.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Title, start, length.
    pub exercise: Exercise,
    /// The variant laid over it.
    pub variant: VariantInfo,
    /// Everything that has a name.
    pub subjects: Subjects,
    /// What happens to the world by nature, by id.
    pub hazards: Vec<HazardSpec>,
    /// The school; in a scenario of a town alone, a site without a room or a person.
    pub school: School,
    /// The town around, or the region.
    pub town: Option<TownSpec>,
    /// How soft the ground is.
    pub ground: GroundSpec,
    /// Gauges of rivers and lakes, by id.
    pub gauges: Vec<GaugeSpec>,
    /// What water can reach, by id.
    pub places: Vec<PlaceSpec>,
    /// What people have built that water has to do with, by id.
    pub works: Vec<WorksSpec>,
    /// Who walks along levees, by id.
    pub patrols: Vec<PatrolSpec>,
    /// How pupils are handed over; none where nobody orders it and nothing is said of it.
    pub release: Option<ReleaseSpec>,
    /// What the school's protocol calls its responses, by the name of the action.
    pub responses: BTreeMap<&'static str, ResponseWords>,
    /// Who may decide what, and how they talk.
    pub command: CommandSpec,
    /// What can be asked for, by id.
    pub resources: Vec<ResourceSpec>,
    /// Effects imposed whatever the physics says, by id.
    pub pins: Vec<Pin>,
    /// Scripted events of the exercise controller, by id.
    pub injects: Vec<Inject>,
    /// Decisions, by id, then by the subject they were expanded for.
    pub decisions: Vec<DecisionSpec>,
    /// Standing orders, by id.
    pub standing_orders: Vec<StandingOrderSpec>,
    /// What the exercise is judged by, by id.
    pub objectives: Vec<ObjectiveSpec>,
    /// What the exercise is held with at the table.
    pub material: Material,
    /// Every input with its hash, in reading order.
    pub inputs: Vec<Input>,
    /// The resolved scenario as canonical text (what `scenario_hash` is the SHA-256 of).
    pub resolved: String,
    /// SHA-256 of the resolved scenario, hexadecimal.
    pub hash: String,
}

impl Scenario {
    /// Every action of the options of decisions, and of standing orders.
    pub fn calls(&self) -> impl Iterator<Item = &ActionCall> {
        let decided = self.decisions.iter().flat_map(|decision| &decision.options);
        let decided = decided.flat_map(|option| &option.actions);
        decided.chain(self.standing_orders.iter().flat_map(|order| &order.actions))
    }

    /// Whether any of them is of this kind.
    pub fn orders(&self, kind: ActionKind) -> bool {
        self.calls().any(|call| call.spec.kind == kind)
    }
}
