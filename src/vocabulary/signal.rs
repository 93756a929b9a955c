//! Everything that can be measured or reported: what it is about, its values, its unit.

use super::Unit;

/// What kind of thing a signal, a fact or an action is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// A school.
    School,
    /// A storey of a building: `floor-0`, `floor-1`, … or the id the plan gives.
    Level,
    /// A room, corridor, yard: any space of the plan.
    Space,
    /// A door, exit or gate.
    Opening,
    /// A stair (all its flights).
    Stair,
    /// An assembly area.
    Assembly,
    /// A class.
    Class,
    /// An ICS position.
    Position,
    /// A hazard.
    Hazard,
    /// A resource.
    Resource,
    /// A person.
    Person,
    /// A town or region.
    Town,
    /// A municipality of it.
    Municipality,
    /// A building that others depend on.
    Facility,
    /// A gauge of a river or lake.
    Gauge,
    /// A settlement, road or station that water can reach.
    Place,
    /// A dam, levee, gate, pump or barrier.
    Works,
}

impl SubjectKind {
    /// What a message calls it.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::School => "a school",
            Self::Level => "a floor",
            Self::Space => "a space",
            Self::Opening => "a door, exit or gate",
            Self::Stair => "a stair",
            Self::Assembly => "an assembly area",
            Self::Class => "a class",
            Self::Position => "a position",
            Self::Hazard => "a hazard",
            Self::Resource => "a resource",
            Self::Person => "a person",
            Self::Town => "a town",
            Self::Municipality => "a municipality",
            Self::Facility => "a facility",
            Self::Gauge => "a gauge",
            Self::Place => "a place",
            Self::Works => "a dam, levee or other works",
        }
    }
}

/// What values a signal takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum SignalType {
    /// True or false.
    Flag,
    /// A whole number of things or people.
    Count,
    /// A real number.
    Number,
    /// A step of a scale, from first to last.
    Ordinal(&'static [&'static str]),
    /// A set of ids (people, classes).
    Set,
}

/// A named, typed, dated quantity of the simulated world, written `quantity@subject`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// Whether the ground shakes, and whether it has.
    Shaking,
    /// Mains power at the site.
    Power,
    /// The alarm sounds.
    Alarm,
    /// What the school is doing.
    Posture,
    /// People inside the building or on a floor.
    Inside,
    /// People at an assembly area, or at all of them.
    Assembled,
    /// People left behind when their class, or the staff, has set out, and not found.
    Unaccounted,
    /// Who should be with a class, or stand with the staff and visitors, and does not.
    Missing,
    /// Those of them whose whereabouts are known although they are not there.
    Elsewhere,
    /// How many of a class, or of the staff and visitors, are there.
    HeadCount,
    /// People hurt.
    Injured,
    /// A way that cannot be passed.
    Blocked,
    /// Somebody stands there to hold or watch it.
    Attended,
    /// A visible crack.
    Crack,
    /// Fallen plaster.
    FallenPlaster,
    /// A wall that leans.
    LeaningWall,
    /// Gas can be smelt.
    GasSmell,
    /// Smoke.
    Smoke,
    /// Water on the floor.
    Water,
    /// Nobody is left on this floor or in this space.
    Clear,
    /// Somebody was sent to look into this room, and nobody has done so since.
    Unsearched,
    /// People who have passed a door, exit or stair.
    Passed,
    /// People held up at a door, exit or stair.
    Queue,
    /// Where a resource stands.
    Status,
    /// What an inspector would find of the building.
    Usability,
    /// The building may be entered again.
    Cleared,
    /// Pupils handed over.
    Released,
    /// Parents who wait.
    ParentsWaiting,
    /// Pupils of the second shift in the yard.
    SecondShiftInside,
    /// Pupils of the second shift who are kept out.
    SecondShiftWaiting,
    /// A word from this floor or position, whatever it says.
    Report,
    /// Buildings that have collapsed.
    Collapsed,
    /// People of a town who are hurt and not under rubble.
    Hurt,
    /// People killed by a shock itself.
    Killed,
    /// People whom rubble holds alive.
    Entrapped,
    /// People who died under rubble.
    DiedWaiting,
    /// Fires that have broken out.
    Fires,
    /// Streets that rubble blocks.
    StreetsBlocked,
    /// Beds that can be used.
    Beds,
    /// Whether a facility works: it stands and has power.
    InService,
    /// Depth of the water.
    Depth,
    /// Speed of the water.
    Current,
    /// How dangerous the water is to people.
    Danger,
    /// Level of the water at a gauge.
    Level,
    /// Level that is forecast for a gauge.
    ForecastLevel,
    /// What the level at a gauge means to the agency.
    Alert,
    /// How much water comes from a dam, through a gate or a pump.
    Discharge,
    /// How high a levee or barrier stands.
    Crest,
    /// Whether a levee has given way.
    Breached,
    /// People of a settlement who are at home.
    AtHome,
    /// Of these, people who cannot get away for the water.
    CutOff,
    /// People of a settlement who have left.
    Left,
}

/// The declaration of a signal: what it is about, its values, its unit.
#[derive(Debug, Clone, Copy)]
pub struct SignalSpec {
    /// Which.
    pub signal: Signal,
    /// Its name in files.
    pub name: &'static str,
    /// What it may be about.
    pub subjects: &'static [SubjectKind],
    /// Its values.
    pub values: SignalType,
    /// Their unit.
    pub unit: Unit,
    /// Whether the world has a truth to it. `report` exists only in pictures: it is somebody having spoken.
    pub in_world: bool,
    /// Sampled into `series.csv` unless the scenario says otherwise.
    pub sampled: bool,
    /// One sentence for the reference.
    pub doc: &'static str,
}

/// Steps of [`Signal::Shaking`].
pub const SHAKING: &[&str] = &["none", "now", "over"];
/// Steps of [`Signal::Posture`].
pub const POSTURE: &[&str] = &["lessons", "cover", "hold", "shelter", "evacuate", "assembled"];
/// Steps of [`Signal::Status`]: ICS resource status with the finer state of a unit under way.
pub const STATUS: &[&str] = &["available", "assigned", "en-route", "on-scene", "out-of-service"];

/// Steps of [`Signal::Usability`], after the three placards of ATC-20: inspected, restricted use, unsafe.
pub const USABILITY: &[&str] = &["usable", "restricted", "unsafe"];

/// Steps of [`Signal::Danger`]: the classes of the hazard to people of FD2320.
pub const DANGER: &[&str] = &["none", "low", "for-some", "for-most", "for-all"];
/// Steps of [`Signal::Alert`].
pub const ALERT: &[&str] = &["normal", "watch", "warning", "flood"];

use SubjectKind::{
    Assembly, Class, Facility, Gauge, Level, Municipality, Opening, Place, Position, Resource, School, Space,
    Stair, Town, Works,
};

const fn world(
    signal: Signal,
    name: &'static str,
    subjects: &'static [SubjectKind],
    values: SignalType,
    unit: Unit,
    sampled: bool,
    doc: &'static str,
) -> SignalSpec {
    SignalSpec {
        signal,
        name,
        subjects,
        values,
        unit,
        in_world: true,
        sampled,
        doc,
    }
}

/// Every signal there is.
pub const SIGNALS: &[SignalSpec] = &[
    world(
        Signal::Shaking,
        "shaking",
        &[School, Town],
        SignalType::Ordinal(SHAKING),
        Unit::Word,
        true,
        "whether the ground shakes: none yet, now, or over",
    ),
    world(
        Signal::Power,
        "power",
        &[School],
        SignalType::Flag,
        Unit::Flag,
        true,
        "mains power at the school",
    ),
    world(
        Signal::Alarm,
        "alarm",
        &[School],
        SignalType::Flag,
        Unit::Flag,
        true,
        "the school's alarm has been given",
    ),
    world(
        Signal::Posture,
        "posture",
        &[School],
        SignalType::Ordinal(POSTURE),
        Unit::Word,
        true,
        "what most of the school is doing",
    ),
    world(
        Signal::Inside,
        "inside",
        &[School, Level],
        SignalType::Count,
        Unit::Person,
        true,
        "people inside the building, or on one floor",
    ),
    world(
        Signal::Assembled,
        "assembled",
        &[School, Assembly],
        SignalType::Count,
        Unit::Person,
        true,
        "people who have reached an assembly area",
    ),
    world(
        Signal::Unaccounted,
        "unaccounted",
        &[School],
        SignalType::Set,
        Unit::Ids,
        true,
        "people at school whose class (of staff and visitors: the first of whom) has set out, who are neither on the way nor at an assembly area, and whom nobody has found",
    ),
    world(
        Signal::Missing,
        "missing",
        &[Class],
        SignalType::Set,
        Unit::Ids,
        false,
        "pupils who are on the class register as present and are not with the class, and its teacher if not there; `missing@staff-and-visitors`: staff and visitors who are at no assembly area and on no errand",
    ),
    world(
        Signal::Elsewhere,
        "elsewhere",
        &[Class],
        SignalType::Set,
        Unit::Ids,
        false,
        "those of the class (or of `staff-and-visitors`) who are not with it and of whom somebody knows where they are: absent today, gone home, found, in care",
    ),
    world(
        Signal::HeadCount,
        "head_count",
        &[Class],
        SignalType::Count,
        Unit::Person,
        false,
        "pupils of the class who stand with it at the assembly area; `head_count@staff-and-visitors`: staff and visitors at the assembly areas",
    ),
    world(
        Signal::Injured,
        "injured",
        &[School],
        SignalType::Set,
        Unit::Ids,
        true,
        "people hurt, any severity",
    ),
    world(
        Signal::Blocked,
        "blocked",
        &[Opening, Stair, Place],
        SignalType::Flag,
        Unit::Flag,
        true,
        "a door, exit, stair or road that cannot be passed",
    ),
    world(
        Signal::Attended,
        "attended",
        &[Opening],
        SignalType::Flag,
        Unit::Flag,
        true,
        "somebody stands at this door, exit or gate to hold it or watch it",
    ),
    world(
        Signal::Crack,
        "crack",
        &[Space, Stair],
        SignalType::Flag,
        Unit::Flag,
        false,
        "a visible crack in a wall or ceiling",
    ),
    world(
        Signal::FallenPlaster,
        "fallen_plaster",
        &[Space, Stair],
        SignalType::Flag,
        Unit::Flag,
        false,
        "plaster or tiles on the floor",
    ),
    world(
        Signal::LeaningWall,
        "leaning_wall",
        &[Space],
        SignalType::Flag,
        Unit::Flag,
        false,
        "a wall that leans, seen from there",
    ),
    world(
        Signal::GasSmell,
        "gas_smell",
        &[Space],
        SignalType::Flag,
        Unit::Flag,
        false,
        "gas can be smelt",
    ),
    world(
        Signal::Smoke,
        "smoke",
        &[Space, Stair],
        SignalType::Flag,
        Unit::Flag,
        false,
        "smoke",
    ),
    world(
        Signal::Water,
        "water",
        &[Space, Stair],
        SignalType::Flag,
        Unit::Flag,
        false,
        "water of a flood stands there, ankle-deep or more",
    ),
    world(
        Signal::Clear,
        "clear",
        &[Level, Space],
        SignalType::Flag,
        Unit::Flag,
        false,
        "nobody is left on this floor or in this space",
    ),
    world(
        Signal::Unsearched,
        "unsearched",
        &[Space],
        SignalType::Flag,
        Unit::Flag,
        false,
        "somebody was sent to look for people in this room, and nobody has looked into it since",
    ),
    world(
        Signal::Passed,
        "passed",
        &[Opening, Stair],
        SignalType::Count,
        Unit::Person,
        true,
        "people who have passed a door, exit or stair on their way out",
    ),
    world(
        Signal::Queue,
        "queue",
        &[Opening, Stair],
        SignalType::Count,
        Unit::Person,
        true,
        "people held up at a door, exit or stair",
    ),
    world(
        Signal::Status,
        "status",
        &[Resource],
        SignalType::Ordinal(STATUS),
        Unit::Word,
        true,
        "where a resource stands",
    ),
    world(
        Signal::Usability,
        "usability",
        &[School],
        SignalType::Ordinal(USABILITY),
        Unit::Word,
        false,
        "what an inspection of the building finds, or would find: whether it may be used as before, only in part, or not at all",
    ),
    world(
        Signal::Cleared,
        "cleared",
        &[School],
        SignalType::Flag,
        Unit::Flag,
        true,
        "the building has been cleared for re-entry by somebody who may",
    ),
    world(
        Signal::Released,
        "released",
        &[School],
        SignalType::Count,
        Unit::Person,
        true,
        "pupils who have been handed over to those who came for them",
    ),
    world(
        Signal::ParentsWaiting,
        "parents_waiting",
        &[School],
        SignalType::Count,
        Unit::Person,
        true,
        "families who have come for their pupils and do not have all of them yet",
    ),
    world(
        Signal::SecondShiftInside,
        "second_shift_inside",
        &[School],
        SignalType::Count,
        Unit::Person,
        true,
        "pupils of the second shift who have come in by the gate and stand among the classes",
    ),
    world(
        Signal::SecondShiftWaiting,
        "second_shift_waiting",
        &[School],
        SignalType::Count,
        Unit::Person,
        true,
        "pupils of the second shift whom somebody at the gate has kept out",
    ),
    SignalSpec {
        signal: Signal::Report,
        name: "report",
        subjects: &[Level, Position, Class],
        values: SignalType::Flag,
        unit: Unit::Flag,
        in_world: false,
        sampled: false,
        doc: "somebody on this floor, in this position or of this class has been heard from; use it with age() and unheard()",
    },
    world(
        Signal::Collapsed,
        "collapsed",
        &[Town, Municipality],
        SignalType::Count,
        Unit::Count,
        true,
        "buildings that have collapsed",
    ),
    world(
        Signal::Hurt,
        "hurt",
        &[Town, Municipality],
        SignalType::Count,
        Unit::Person,
        true,
        "people hurt who are not under rubble",
    ),
    world(
        Signal::Killed,
        "killed",
        &[Town, Municipality],
        SignalType::Count,
        Unit::Person,
        true,
        "people killed by a shock itself",
    ),
    world(
        Signal::Entrapped,
        "entrapped",
        &[Town, Municipality],
        SignalType::Count,
        Unit::Person,
        true,
        "people whom rubble holds alive",
    ),
    world(
        Signal::DiedWaiting,
        "died_waiting",
        &[Town, Municipality],
        SignalType::Count,
        Unit::Person,
        true,
        "people who died under rubble",
    ),
    world(
        Signal::Fires,
        "fires",
        &[Town, Municipality],
        SignalType::Count,
        Unit::Count,
        true,
        "fires that have broken out",
    ),
    world(
        Signal::StreetsBlocked,
        "streets_blocked",
        &[Town],
        SignalType::Count,
        Unit::Count,
        true,
        "streets that rubble blocks",
    ),
    world(
        Signal::Beds,
        "beds",
        &[Facility],
        SignalType::Count,
        Unit::Count,
        true,
        "beds that can be used",
    ),
    world(
        Signal::InService,
        "in_service",
        &[Facility, Place],
        SignalType::Flag,
        Unit::Flag,
        true,
        "whether a facility works: it stands and has power; whether a station or shelter works: water has not reached what it needs",
    ),
    world(
        Signal::Depth,
        "depth_m",
        &[Place, School, Level],
        SignalType::Number,
        Unit::Metre,
        true,
        "depth of the water on the ground there, of a floor on the floor",
    ),
    world(
        Signal::Current,
        "speed_m_s",
        &[Place, School],
        SignalType::Number,
        Unit::MetrePerSecond,
        true,
        "speed of the water there",
    ),
    world(
        Signal::Danger,
        "danger",
        &[Place, School],
        SignalType::Ordinal(DANGER),
        Unit::Word,
        true,
        "how dangerous the water is to people on foot there, by depth and speed (FD2320)",
    ),
    world(
        Signal::Level,
        "level_m",
        &[Gauge],
        SignalType::Number,
        Unit::Metre,
        true,
        "level of the water above the zero of the gauge",
    ),
    SignalSpec {
        signal: Signal::ForecastLevel,
        name: "forecast_m",
        subjects: &[Gauge],
        values: SignalType::Number,
        unit: Unit::Metre,
        in_world: false,
        sampled: false,
        doc: "the level that a forecast expects at the gauge when its lead time is over",
    },
    world(
        Signal::Alert,
        "alert",
        &[Gauge],
        SignalType::Ordinal(ALERT),
        Unit::Word,
        true,
        "which of the agency's thresholds the level at the gauge has passed",
    ),
    world(
        Signal::Discharge,
        "discharge_m3_s",
        &[Works],
        SignalType::Number,
        Unit::CubicMetrePerSecond,
        true,
        "how much water comes from the dam, through the gate, the pump or the breach",
    ),
    world(
        Signal::Crest,
        "crest_m",
        &[Works],
        SignalType::Number,
        Unit::Metre,
        true,
        "how high the levee or barrier stands at its lowest place, as a level",
    ),
    world(
        Signal::Breached,
        "breached",
        &[Works],
        SignalType::Flag,
        Unit::Flag,
        true,
        "whether the levee or barrier has given way",
    ),
    world(
        Signal::AtHome,
        "at_home",
        &[Place],
        SignalType::Count,
        Unit::Person,
        true,
        "people of a settlement who are at home and alive, where its people are counted",
    ),
    world(
        Signal::CutOff,
        "cut_off",
        &[Place],
        SignalType::Count,
        Unit::Person,
        true,
        "of those at home, people who cannot get away: the water there is dangerous for most, or their road is under water and the water is at their doors",
    ),
    world(
        Signal::Left,
        "left",
        &[Place],
        SignalType::Count,
        Unit::Person,
        true,
        "people of a settlement who have set out, and are safe",
    ),
];

impl Signal {
    /// Its declaration.
    ///
    /// # Panics
    /// Never: a test finds every signal in [`SIGNALS`].
    pub fn spec(self) -> &'static SignalSpec {
        SIGNALS
            .iter()
            .find(|spec| spec.signal == self)
            .expect("every signal is declared in SIGNALS")
    }

    /// The signal of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        SIGNALS
            .iter()
            .find(|spec| spec.name == name)
            .map(|spec| spec.signal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signal_is_declared() {
        let all = [
            Signal::Shaking,
            Signal::Power,
            Signal::Alarm,
            Signal::Posture,
            Signal::Inside,
            Signal::Assembled,
            Signal::Unaccounted,
            Signal::Missing,
            Signal::Elsewhere,
            Signal::HeadCount,
            Signal::Injured,
            Signal::Blocked,
            Signal::Attended,
            Signal::Crack,
            Signal::FallenPlaster,
            Signal::LeaningWall,
            Signal::GasSmell,
            Signal::Smoke,
            Signal::Water,
            Signal::Clear,
            Signal::Unsearched,
            Signal::Passed,
            Signal::Queue,
            Signal::Status,
            Signal::Usability,
            Signal::Cleared,
            Signal::Released,
            Signal::ParentsWaiting,
            Signal::SecondShiftInside,
            Signal::SecondShiftWaiting,
            Signal::Report,
            Signal::Collapsed,
            Signal::Hurt,
            Signal::Killed,
            Signal::Entrapped,
            Signal::DiedWaiting,
            Signal::Fires,
            Signal::StreetsBlocked,
            Signal::Beds,
            Signal::InService,
            Signal::Depth,
            Signal::Current,
            Signal::Danger,
            Signal::Level,
            Signal::ForecastLevel,
            Signal::Alert,
            Signal::Discharge,
            Signal::Crest,
            Signal::Breached,
            Signal::AtHome,
            Signal::CutOff,
            Signal::Left,
        ];
        assert_eq!(all.len(), SIGNALS.len());
        for signal in all {
            assert_eq!(signal.spec().signal, signal);
        }
    }

    #[test]
    fn names_are_unique_and_lower_case() {
        for (i, spec) in SIGNALS.iter().enumerate() {
            assert!(
                spec.name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'),
                "{}",
                spec.name
            );
            assert!(
                SIGNALS[..i]
                    .iter()
                    .all(|s| s.name != spec.name && s.signal != spec.signal),
                "{}",
                spec.name
            );
        }
    }
}
