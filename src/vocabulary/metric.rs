//! Every number that a run comes to: its name in files, its unit, what it means.

use super::Unit;

/// The declaration of a metric: one number that a run comes to.
#[derive(Debug, Clone, Copy)]
pub struct MetricSpec {
    /// Its name in files. Some are also given for each place, as `name@place`.
    pub name: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// A moment that everybody or everything has to reach: no value means that it never came.
    pub is_moment: bool,
    /// Which way is better, for whoever compares runs.
    pub better: Better,
    /// Which harm it counts: an exercise may keep that from its table.
    pub harm: Harm,
    /// What it is, for the reference.
    pub doc: &'static str,
}

/// Which of two values of a metric is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// The lower: fewer hurt, sooner out.
    Lower,
    /// The higher: more under cover, more who left in time.
    Higher,
    /// Neither by itself: what it means depends on the rest.
    Neither,
}

/// Which harm a metric counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Harm {
    /// None.
    None,
    /// People who are hurt or in need of rescue.
    Injury,
    /// People who die.
    Death,
}

impl MetricSpec {
    const fn better(self, better: Better) -> Self {
        Self { better, ..self }
    }

    const fn harm(self, harm: Harm) -> Self {
        Self { harm, ..self }
    }
}

const fn moment(name: &'static str, doc: &'static str) -> MetricSpec {
    MetricSpec {
        name,
        unit: Unit::Second,
        is_moment: true,
        better: Better::Lower,
        harm: Harm::None,
        doc,
    }
}

const fn figure(name: &'static str, unit: Unit, doc: &'static str) -> MetricSpec {
    MetricSpec {
        name,
        unit,
        is_moment: false,
        better: Better::Lower,
        harm: Harm::None,
        doc,
    }
}

/// Every metric of a run, in the order in which they are written.
pub const METRICS: &[MetricSpec] = &[
    moment("time_to_alarm_s", "when the alarm or first order is given;"),
    moment("first_out_s", "when the first person is out;"),
    moment(
        "exit_95_s",
        "when nineteen in twenty of those who were inside are out;",
    ),
    moment(
        "last_out_s",
        "when the last of those inside at the start is out for the first time;",
    ),
    moment(
        "building_empty_s",
        "when the last comes out for good, searchers too; none while anybody is inside;",
    ),
    moment(
        "all_assembled_s",
        "when everybody has reached an assembly area or, on duty, a post outdoors;",
    ),
    moment(
        "full_account_s",
        "when the commander first believes everybody accounted for, pupils, staff and visitors;",
    ),
    moment(
        "correct_missing_list_s",
        "when what a responder believes of who is missing is first what is true: the crew of a resource, or whoever dispatches one;",
    ),
    moment(
        "cleared_s",
        "when the building is cleared for re-entry by somebody who may;",
    ),
    moment("released_50_s", "when half of the pupils have been handed over;"),
    moment(
        "released_90_s",
        "when nine in ten of the pupils have been handed over;",
    ),
    moment("released_100_s", "when every pupil has been handed over;"),
    figure(
        "inside_at_end",
        Unit::Person,
        "people inside the building at the end;",
    ),
    figure(
        "unaccounted_at_end",
        Unit::Person,
        "people still left behind and not found at the end;",
    ),
    figure(
        "covered_when_shaking_begins",
        Unit::Person,
        "people under cover when the ground first shakes;",
    )
    .better(Better::Higher),
    figure(
        "on_the_way_when_aftershock_comes",
        Unit::Person,
        "people on their way inside the building when the ground shakes again, the most of all aftershocks and for each;",
    ),
    figure(
        "on_stairs_when_aftershock_comes",
        Unit::Person,
        "of these, people on a flight of stairs;",
    ),
    figure("injured", Unit::Person, "people hurt, any severity;").harm(Harm::Injury),
    figure(
        "found_s",
        Unit::Second,
        "from the first found missing to the last of those missed found;",
    ),
    figure(
        "carried_wait_longest_s",
        Unit::Second,
        "the longest that anybody waits for two adults to carry them, to the end of the run at most;",
    ),
    figure(
        "waited_alone_longest_s",
        Unit::Second,
        "the longest that anybody lies hurt or waits so until the first adult is with them, to the end of the run at most;",
    ),
    figure(
        "families_called_by_pupils",
        Unit::Count,
        "families whom a pupil reached by telephone before they had heard of it otherwise;",
    )
    .better(Better::Neither),
    figure(
        "release_wait_longest_s",
        Unit::Second,
        "the longest that anybody at the gate waits for all pupils of the family, to the end of the run at most;",
    ),
    figure(
        "release_queue_longest",
        Unit::Person,
        "the most families that wait at once;",
    ),
    figure(
        "second_shift_mixed_in",
        Unit::Person,
        "pupils of the second shift who come in by the gate and stand among the classes;",
    ),
    figure(
        "queued_person_min",
        Unit::PersonMinute,
        "time that people stood in queues;",
    ),
    figure(
        "in_water_person_min",
        Unit::PersonMinute,
        "time that people were in water, from ankle-deep on;",
    ),
    figure("swept_away", Unit::Person, "people who lost their feet in water;").harm(Harm::Injury),
    figure(
        "exposed",
        Unit::Person,
        "people exhausted by standing in cold water;",
    )
    .harm(Harm::Injury),
    figure("drowned", Unit::Person, "of these and those, people who drowned;").harm(Harm::Death),
    figure(
        "worst_water_danger",
        Unit::Count,
        "the worst danger of the water that anybody was in: 0 none, 1 low, 2 for some, 3 for most, 4 for all;",
    ),
    figure(
        "decision_delay_s",
        Unit::Second,
        "mean time from true in the world to decided;",
    ),
    figure(
        "message_delay_s",
        Unit::Second,
        "mean time from sent to received;",
    ),
    figure(
        "knowledge_gap_person_min",
        Unit::PersonMinute,
        "how long how many were wrongly believed missing or safe;",
    ),
    figure(
        "not_heard_of_person_min",
        Unit::PersonMinute,
        "pupils of classes of which the commander has no count, from the first class setting out;",
    ),
    figure(
        "congestion_person_min",
        Unit::PersonMinute,
        "time lost in jams, in all and by place;",
    ),
    figure(
        "resources_sent",
        Unit::Count,
        "resources that are sent, in all and by kind;",
    ),
    figure(
        "town_killed",
        Unit::Person,
        "people of the town whom the shocks themselves kill;",
    )
    .harm(Harm::Death),
    figure(
        "town_entrapped",
        Unit::Person,
        "people of the town whom rubble holds alive after the shocks, in all;",
    )
    .harm(Harm::Injury),
    figure(
        "town_died_waiting",
        Unit::Person,
        "of these, dead under the rubble by the end of the run;",
    )
    .harm(Harm::Death),
    figure(
        "town_entrapped_at_end",
        Unit::Person,
        "of these, alive under the rubble at the end of the run;",
    )
    .harm(Harm::Injury),
    figure(
        "town_hurt",
        Unit::Person,
        "people of the town who are hurt and not under rubble;",
    )
    .harm(Harm::Injury),
    figure(
        "town_collapsed",
        Unit::Count,
        "buildings of the town that collapse;",
    ),
    figure(
        "town_complete",
        Unit::Count,
        "completely damaged buildings of the town, the collapsed with them;",
    ),
    figure("town_fires", Unit::Count, "fires that the shocks start;"),
    figure(
        "town_streets_blocked",
        Unit::Count,
        "streets of the town that rubble blocks;",
    ),
    figure(
        "town_beds",
        Unit::Count,
        "beds of hospitals that can be used at the end of the run;",
    )
    .better(Better::Higher),
    figure(
        "residents_left_before_water",
        Unit::Person,
        "people of settlements who leave before water comes there;",
    )
    .better(Better::Higher),
    figure(
        "residents_left_after_water",
        Unit::Person,
        "people of settlements who leave through water, or when it has gone;",
    ),
    figure(
        "residents_cut_off_most",
        Unit::Person,
        "the most people of settlements whom water cuts off at once;",
    ),
    figure(
        "residents_drowned",
        Unit::Person,
        "people of settlements who drown at home;",
    )
    .harm(Harm::Death),
    figure(
        "residents_stayed",
        Unit::Person,
        "people of settlements who are told to leave, do not want to, and are at home at the end;",
    ),
    figure(
        "houses_flooded",
        Unit::Count,
        "houses of settlements with water on their floor;",
    ),
    figure(
        "houses_damaged",
        Unit::Count,
        "houses whose walls and openings the water damages, and which stand;",
    ),
    figure("houses_destroyed", Unit::Count, "houses that the water destroys;"),
    figure(
        "house_loss_share",
        Unit::Fraction,
        "the share of the value of all houses that is lost, and of each settlement;",
    ),
    figure(
        "flood_places_reached",
        Unit::Count,
        "places that water reaches, 5 cm deep at least;",
    ),
    moment("flood_first_water_s", "when water first reaches one of them;").better(Better::Higher),
    figure(
        "flood_depth_max_m",
        Unit::Metre,
        "the deepest water at any of them, and for each;",
    ),
    figure(
        "flood_level_max_m",
        Unit::Metre,
        "the highest level at a gauge, for each;",
    ),
    figure(
        "flood_area_ha",
        Unit::Hectare,
        "land that is under at least 5 cm of water at some time, rivers and lakes with it, where the flood is computed;",
    ),
    figure(
        "flood_volume_error",
        Unit::Fraction,
        "water that the ledger of a computed flood misses, of all that there was and came.",
    )
    .better(Better::Neither),
];

/// The declaration of a metric by its name.
pub fn metric(name: &str) -> Option<&'static MetricSpec> {
    METRICS.iter().find(|spec| spec.name == name)
}

/// Where a metric stands among all: by its declaration, those that nobody declared last; then by what it is about.
pub fn metric_order(name: &str) -> (usize, &str) {
    let (declared, about) = name.split_once('@').unwrap_or((name, ""));
    match METRICS.iter().position(|spec| spec.name == declared) {
        Some(place) => (place, about),
        None => (METRICS.len(), name),
    }
}
