//! Everything that can be measured or reported: what it is about, its values, its unit.

mod table;

pub use table::SIGNALS;

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
    /// A road that fire engines and other trucks cannot pass either.
    ClosedToTrucks,
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
            Signal::ClosedToTrucks,
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
