//! Who and what is at the school: classes, people, registers, routes, a second shift, and how things are done there.

use std::collections::BTreeMap;

use super::{FloodSite, FragilityClass, LocalText, Spread};
use crate::geo::{LonLat, Point};
use crate::scenario::plan::Plan;
use crate::vocabulary::{Ms, PersonRole, SubjectIx};

/// Index of a class in [`School::classes`].
pub type ClassIx = usize;
/// Index of a person in [`School::people`]: the person's ordinal.
pub type PersonIx = usize;

/// A school: its plan, who is in it, and how it does things.
#[derive(Debug, Clone)]
pub struct School {
    /// Its id.
    pub id: String,
    /// Its subject.
    pub subject: SubjectIx,
    /// Its name.
    pub name: LocalText,
    /// Storeys, rooms, doors, stairs, exits, yards.
    pub plan: Plan,
    /// Classes, by id.
    pub classes: Vec<ClassSpec>,
    /// Everybody: who is listed by name, then the pupils of each class in order; sorted by id.
    pub people: Vec<PersonSpec>,
    /// The list of staff and visitors.
    pub staff_list: StaffList,
    /// Named route plans: which exit, stair and assembly area each class uses.
    pub routes: Vec<RouteSpec>,
    /// The route plan in force when an order names none; `None`: the nearest way.
    pub usual_route: Option<usize>,
    /// How the school does things.
    pub procedure: Procedure,
    /// What comes of nobody standing at a door, exit or gate, in the order of openings.
    pub watch: Vec<WatchSpec>,
    /// The pupils of the second shift, where the school works in two.
    pub second_shift: Option<SecondShiftSpec>,
    /// Where water can reach it.
    pub flood_site: Option<FloodSite>,
    /// How cold the water of a flood is there, °C.
    pub water_c: f64,
    /// How and where it is built, for earthquakes whose effects are computed.
    pub building: Option<SchoolBuilding>,
}

/// How and where a school is built.
#[derive(Debug, Clone, PartialEq)]
pub struct SchoolBuilding {
    /// Where it stands.
    pub at: LonLat,
    /// How it breaks.
    pub fragility: FragilityClass,
    /// Ground under it, m/s; none: that of the scenario's ground.
    pub vs30_m_s: Option<f64>,
}

/// A class on its register.
#[derive(Debug, Clone)]
pub struct ClassSpec {
    /// Its id: `7B`.
    pub id: String,
    /// Its subject.
    pub subject: SubjectIx,
    /// School grade; pupils of grade g are about g + 5.5 years old.
    pub grade: u32,
    /// Index of its room in the plan's spaces.
    pub room: usize,
    /// Who is in charge now; none when the teacher is absent.
    pub teacher: Option<PersonIx>,
    /// Pupils on the register, as indices of people, by id.
    pub members: Vec<PersonIx>,
    /// Index of its assembly area in the plan's assemblies; `None`: the nearest.
    pub assembly: Option<usize>,
}

/// The id of the list of staff and visitors: in messages and files it is one more class.
pub const STAFF_LIST: &str = "staff-and-visitors";

/// Those at the school whom no class register knows and no class has in charge of it: the staff list and the
/// visitors' book.
#[derive(Debug, Clone)]
pub struct StaffList {
    /// Its subject, after those of all classes.
    pub subject: SubjectIx,
    /// Who stands on it, as indices of people, by id.
    pub members: Vec<PersonIx>,
}

impl School {
    /// The register on which a person is looked for: of the class they learn in or are in charge of, else the list
    /// of staff and visitors.
    pub fn register_of(&self, person: PersonIx) -> SubjectIx {
        self.people[person]
            .class
            .map_or(self.staff_list.subject, |class| self.classes[class].subject)
    }

    /// Which classes sit in each room, by the id of the room.
    pub fn classes_by_room(&self) -> BTreeMap<String, String> {
        let mut labels: BTreeMap<String, String> = BTreeMap::new();
        for class in &self.classes {
            let label = labels.entry(self.plan.spaces[class.room].id.clone()).or_default();
            if !label.is_empty() {
                label.push_str(", ");
            }
            label.push_str(&class.id);
        }
        labels
    }

    /// The route plan of an id, by index.
    pub fn route_by_id(&self, id: &str) -> Option<usize> {
        self.routes.iter().position(|route| route.id == id)
    }

    /// What comes of nobody standing at an opening, if the scenario says anything of it.
    pub fn watch_of(&self, opening: usize) -> Option<&WatchSpec> {
        self.watch.iter().find(|watch| watch.opening == opening)
    }

    /// Every register of which account has to be given: those of the classes, and the list if anybody stands on it.
    pub fn registers(&self) -> Vec<SubjectIx> {
        let list = Some(self.staff_list.subject).filter(|_| !self.staff_list.members.is_empty());
        self.classes
            .iter()
            .map(|class| class.subject)
            .chain(list)
            .collect()
    }
}

/// Whether a pupil on the register is there, and what the register says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// At school.
    Present,
    /// Absent, and marked so.
    Absent,
    /// Absent, but the register says present: a wrong register.
    AbsentUnmarked,
    /// Went home early: the register says present, the gate log knows better.
    LeftEarly,
    /// Came late: at school, but the register says absent. Nobody misses whom no list names.
    CameLate,
}

impl Presence {
    /// Whether the class register expects this pupil.
    pub fn expected(self) -> bool {
        !matches!(self, Self::Absent | Self::CameLate)
    }

    /// Whether the pupil is at school.
    pub fn at_school(self) -> bool {
        matches!(self, Self::Present | Self::CameLate)
    }
}

/// A person.
#[derive(Debug, Clone)]
pub struct PersonSpec {
    /// Stable id: `7B-04`, `head-teacher`.
    pub id: String,
    /// Its subject.
    pub subject: SubjectIx,
    /// What the person is at the school.
    pub role: PersonRole,
    /// The class whose register the pupil is on, or which the teacher is in charge of now.
    pub class: Option<ClassIx>,
    /// Age, years.
    pub age_years: f64,
    /// Whether at school.
    pub presence: Presence,
    /// Index of the space where the person is when the scenario starts.
    pub space: usize,
    /// Where in it, m.
    pub at: Point,
    /// Walks only with help.
    pub needs_help: bool,
    /// Uses a wheelchair.
    pub wheelchair: bool,
    /// Stays where they are until somebody comes for them.
    pub hides: bool,
    /// The family of a pupil, where the data name one.
    pub family: Option<String>,
    /// What is stated of the way out of this one person.
    pub own_way: OwnWay,
}

/// What a scenario states of the way of one person, whatever their class does.
#[derive(Debug, Clone, Copy, Default)]
pub struct OwnWay {
    /// Speed on open floor, m/s.
    pub speed_m_s: Option<f64>,
    /// Sets out without being told, ms from the start.
    pub sets_out_ms: Option<Ms>,
    /// Index of the exit.
    pub exit: Option<usize>,
    /// Index of the assembly area.
    pub assembly: Option<usize>,
}

/// A route plan.
#[derive(Debug, Clone)]
pub struct RouteSpec {
    /// Its id: `plan-a`.
    pub id: String,
    /// Per class: index of the exit opening to use, if the plan says.
    pub exits: Vec<Option<usize>>,
    /// Per class: name of the stair to use, if the plan says.
    pub stairs: Vec<Option<String>>,
    /// Per class: index of the assembly area to gather at, if the plan says.
    pub assemblies: Vec<Option<usize>>,
    /// Where everybody else gathers who is told to go by it: index of the assembly area.
    pub assembly: Option<usize>,
}

/// How much of the flow through an opening is left.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub enum Flow {
    /// This share of it.
    Share(f64),
    /// So many persons per second.
    PerSecond(f64),
}

/// What comes of nobody standing at a door, exit or gate.
#[derive(Debug, Clone, serde::Serialize)]
pub struct WatchSpec {
    /// Which, as an index of openings.
    pub opening: usize,
    /// Its subject.
    pub subject: SubjectIx,
    /// How much of the flow is left.
    pub flow: Option<Flow>,
    /// What comes to help is held up so long by the cars of parents.
    pub delay: Option<Spread>,
    /// The officer of a crew takes so long to find who leads the school.
    pub finds_command: Option<Spread>,
    /// Share of the families who come uninvited that walk in and take their children home unnoticed.
    pub walk_ins: Option<f64>,
}

/// Pupils whose lessons begin when those of the pupils at school end.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct SecondShiftSpec {
    /// How many come.
    pub pupils: u32,
    /// When their lessons begin, ms from the start of the exercise.
    pub lessons_begin_ms: Ms,
    /// How long before that they come.
    pub comes_before: Spread,
    /// By which gate; none: by one where nobody can keep them out.
    pub gate: Option<SubjectIx>,
}

/// How doors and stairs limit the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doors {
    /// The flow emerges from how people walk.
    Emergent,
    /// Limited to the code capacity of the effective width (SFPE 1.3 persons/s/m).
    Code,
}

/// How classes keep together on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassesWalk {
    /// By their pace alone.
    AtOnePace,
    /// Whoever is ahead waits for the last.
    InColumns,
}

/// By which exit people leave who have none of their own and none by a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExitChoice {
    /// By the one on the shortest way to the assembly area.
    Shortest,
    /// Whoever is in no class weighs the exits against each other.
    Weighed,
}

/// By whom those are carried who cannot go down a flight, or at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CarriedBy {
    /// By two adults who have to come for it.
    TwoAdults,
    /// By two adults who have to come for it, on an evacuation chair.
    TwoAdultsWithAChair,
    /// By nobody in particular, at once.
    NobodyInParticular,
}

impl CarriedBy {
    /// Whether two adults have to come for it.
    pub fn takes_two(self) -> bool {
        self != Self::NobodyInParticular
    }
}

/// How the school does things: every number a parameter with a documented default.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Procedure {
    /// Doors and stairs: emergent flow or code capacity.
    pub doors: Doors,
    /// How classes keep together.
    pub classes_walk: ClassesWalk,
    /// By which exit those leave who have none of their own and none by a route.
    pub exit_choice: ExitChoice,
    /// What people do who hear the alarm: leave, or wait for the order.
    pub alarm_means_evacuate: bool,
    /// From feeling the shaking to being under a desk.
    pub cover_reaction: Spread,
    /// People stay covered so long after the shaking ends, ms.
    pub cover_after_ms: Ms,
    /// The leader of a class under cover counts aloud so long, ms; 0: nobody counts.
    pub cover_counted_aloud_ms: Ms,
    /// From the teacher's word to a pupil of grade 5 or above standing up and going.
    pub pre_movement: Spread,
    /// The same for pupils of grade 1 to 4 (about 6 to 10 years old).
    pub pre_movement_young: Spread,
    /// The same for pre-school children (grade 0).
    pub pre_movement_preschool: Spread,
    /// The same for those of them under 5 years.
    pub pre_movement_nursery: Spread,
    /// Share of the children under 7 years who are helped by hand.
    pub helped_by_hand: f64,
    /// Helping one of them takes so long.
    pub help_by_hand: Spread,
    /// A pupil who is by themselves when the ground shakes sets out so long after coming out of cover.
    pub alone_after_shaking: Spread,
    /// From hearing the order to the teacher giving it to the class.
    pub teacher_reaction: Spread,
    /// A class without a teacher sets out so much later.
    pub unled_delay: Spread,
    /// How far a person sees along a corridor, m.
    pub sight_m: f64,
    /// The roll call starts when the last of those who set out is there, or nobody has arrived for so long, ms.
    pub roll_call_after_ms: Ms,
    /// Seconds a name in the roll call, ms.
    pub roll_call_per_pupil_ms: Ms,
    /// Whether a class that is told to stay in its room is counted there.
    pub roll_call_in_rooms: bool,
    /// Looking into a room takes a searcher or warden so long.
    pub look_into_room: Spread,
    /// Briefing somebody face to face takes so long.
    pub briefing: Spread,
    /// Inspecting the building takes so long.
    pub inspection: Spread,
    /// Share of the injury rate that remains for those who have taken cover.
    pub cover_factor: f64,
    /// By whom those are carried who cannot go down a flight, or at all.
    pub carried_by: CarriedBy,
    /// From the second of the two to the first step with an evacuation chair, ms.
    pub chair_ready_ms: Ms,
}
