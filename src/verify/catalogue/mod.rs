//! The table of cases.

mod sources;

use super::Built::{NotYet, Yes};
use super::Mode::{Code, Computed, Emergent, Kernel, Weighed};
use super::{Built, Case, Mode, Suite};
use super::{
    alone, choices, company, corners, density, doors, drill, earthquake, flood, meeting, ring, samples,
    school, smoke, ways,
};

use sources::{
    AFTERSHOCKS, AGENCY, AS_NIST, DAMAGE, ESRM20, FIELDS, GREEN_AMPT, HAZUS, HUNTER, IMO, KINEMATIC,
    LISFLOOD, MOTION, NIST, OWN, OWN_CLOSED, PRESCHOOLS, RADIAL, RIMEA, SFPE, STAIRS, SWASHES,
};

const fn case(
    suite: Suite,
    id: &'static str,
    title: &'static str,
    mode: Mode,
    source: &'static str,
    built: Built,
) -> Case {
    Case {
        suite,
        id,
        title,
        mode,
        source,
        built,
    }
}

const fn rimea(id: &'static str, title: &'static str, built: Built) -> Case {
    case(Suite::Rimea, id, title, Emergent, RIMEA, built)
}

const fn imo(id: &'static str, title: &'static str, mode: Mode, built: Built) -> Case {
    case(Suite::Imo, id, title, mode, IMO, built)
}

const fn nist(id: &'static str, title: &'static str, mode: Mode, built: Built) -> Case {
    case(Suite::Nist, id, title, mode, NIST, built)
}

const fn school(
    id: &'static str,
    title: &'static str,
    mode: Mode,
    source: &'static str,
    built: Built,
) -> Case {
    case(Suite::School, id, title, mode, source, built)
}

const fn earthquake(id: &'static str, title: &'static str, source: &'static str, built: Built) -> Case {
    case(Suite::Earthquake, id, title, Computed, source, built)
}

const fn flood(id: &'static str, title: &'static str, source: &'static str, built: Built) -> Case {
    case(Suite::Flood, id, title, Kernel, source, built)
}

/// All cases, suite by suite, in the order in which they are shown.
pub const CASES: &[Case] = &[
    rimea(
        "rimea-1",
        "one person along a corridor of 40 m",
        Yes(alone::rimea_1),
    ),
    rimea("rimea-2", "one person up a stair of 10 m", Yes(alone::rimea_2)),
    rimea("rimea-3", "one person down a stair of 10 m", Yes(alone::rimea_3)),
    rimea(
        "rimea-4",
        "speed by density in a corridor of 1,000 m by 10 m",
        Yes(density::rimea_4),
    ),
    rimea(
        "rimea-5",
        "ten people start at their own times",
        Yes(samples::ten_starts),
    ),
    rimea("rimea-6", "20 people round a corner", Yes(corners::rimea_6)),
    rimea("rimea-7", "walking speeds by age", Yes(samples::rimea_7)),
    rimea(
        "rimea-8",
        "a house of three storeys, faster and faster people",
        Yes(ways::rimea_8),
    ),
    rimea(
        "rimea-9",
        "1,000 people, four exits against two",
        Yes(doors::rimea_9),
    ),
    rimea(
        "rimea-10",
        "12 rooms, 23 people with assigned exits",
        Yes(ways::cabins_by_assigned_exits),
    ),
    Case {
        mode: Weighed,
        ..rimea(
            "rimea-11",
            "1,000 people choose between two exits",
            Yes(choices::rimea_11),
        )
    },
    rimea(
        "rimea-12a",
        "a bottleneck, the goal farther and farther behind it",
        Yes(doors::rimea_12a),
    ),
    rimea(
        "rimea-12b",
        "a long bottleneck against a short one",
        Yes(doors::rimea_12b),
    ),
    rimea(
        "rimea-12c",
        "two equal bottlenecks in a row",
        Yes(doors::rimea_12c),
    ),
    rimea("rimea-12d", "wider and wider bottlenecks", Yes(doors::rimea_12d)),
    rimea("rimea-13", "speed by density on stairs", Yes(density::rimea_13)),
    rimea(
        "rimea-14",
        "a short way by a stair and a long one",
        Yes(ways::rimea_14),
    ),
    rimea(
        "rimea-15",
        "500 people: straight, round a corner, by a detour",
        Yes(corners::rimea_15),
    ),
    rimea("rimea-16", "speed by density in a ring", Yes(ring::rimea_16)),
    imo(
        "imo-1",
        "one person along a corridor of 40 m",
        Emergent,
        Yes(alone::imo_1),
    ),
    imo(
        "imo-2",
        "one person up a stair of 10 m",
        Emergent,
        Yes(alone::imo_2),
    ),
    imo(
        "imo-3",
        "one person down a stair of 10 m",
        Emergent,
        Yes(alone::imo_3),
    ),
    imo("imo-4", "100 people by an exit of 1 m", Code, Yes(doors::imo_4)),
    imo(
        "imo-5",
        "ten people start at their own times",
        Emergent,
        Yes(samples::ten_starts),
    ),
    imo("imo-6", "20 people round a corner", Emergent, Yes(corners::imo_6)),
    imo(
        "imo-7",
        "the speeds of 50 people follow their distribution",
        Emergent,
        Yes(samples::imo_7),
    ),
    imo(
        "imo-8",
        "100 people against 0, 10, 50 and 100",
        Emergent,
        Yes(meeting::imo_8),
    ),
    imo(
        "imo-9",
        "1,000 people, four exits against two",
        Emergent,
        Yes(doors::imo_9),
    ),
    imo(
        "imo-10",
        "12 cabins, 23 people with assigned exits",
        Emergent,
        Yes(ways::cabins_by_assigned_exits),
    ),
    imo(
        "imo-11",
        "150 people from a room by a corridor up a stair",
        Emergent,
        Yes(doors::imo_11),
    ),
    nist(
        "nist-1.1",
        "times of leaving follow their distribution",
        Emergent,
        Yes(samples::nist_1_1),
    ),
    nist(
        "nist-2.1",
        "one person's speed in a corridor",
        Emergent,
        Yes(alone::nist_2_1),
    ),
    nist(
        "nist-2.2",
        "one person's speed on a stair of 100 m",
        Emergent,
        Yes(alone::nist_2_2),
    ),
    nist(
        "nist-2.3",
        "20 people round a corner",
        Emergent,
        Yes(corners::nist_2_3),
    ),
    nist(
        "nist-2.4",
        "the speeds of 100 people follow their distribution",
        Emergent,
        Yes(samples::nist_2_4),
    ),
    nist("nist-2.5", "walking through smoke", Kernel, Yes(smoke::nist_2_5)),
    nist(
        "nist-2.6",
        "being overcome by gases",
        Kernel,
        Yes(smoke::nist_2_6),
    ),
    nist(
        "nist-2.7",
        "lifts",
        Emergent,
        NotYet("there are no lifts in this program"),
    ),
    nist(
        "nist-2.8",
        "100 people against 0, 10, 50 and 100",
        Emergent,
        Yes(meeting::nist_2_8),
    ),
    nist(
        "nist-2.9",
        "a group waits for its slowest",
        Emergent,
        Yes(company::nist_2_9),
    ),
    nist(
        "nist-2.10",
        "24 people behind a slow and large one",
        Emergent,
        Yes(meeting::nist_2_10),
    ),
    nist(
        "nist-3.1",
        "12 rooms, assigned exits",
        Emergent,
        Yes(ways::cabins_by_assigned_exits),
    ),
    nist(
        "nist-3.2",
        "people follow others to an exit",
        Weighed,
        Yes(choices::nist_3_2),
    ),
    nist(
        "nist-3.3",
        "people prefer the exit they know",
        Emergent,
        Yes(choices::nist_3_3),
    ),
    nist(
        "nist-4.1",
        "an exit closes on the way",
        Emergent,
        Yes(ways::nist_4_1),
    ),
    nist(
        "nist-5.1",
        "the throng is densest at the room's exit",
        Emergent,
        Yes(doors::nist_5_1),
    ),
    nist(
        "nist-5.2",
        "the flow by an exit of 1 m",
        Code,
        Yes(doors::nist_5_2),
    ),
    school(
        "school-a",
        "a class of 26 by a door of 0.9 m",
        Code,
        SFPE,
        Yes(school::school_a),
    ),
    school(
        "school-b",
        "a class arrives together, within 10 s",
        Emergent,
        AS_NIST,
        Yes(company::school_b),
    ),
    school(
        "school-c",
        "times of leaving in preschools",
        Emergent,
        PRESCHOOLS,
        Yes(drill::school_c),
    ),
    school(
        "school-d",
        "children alone down a stair",
        Emergent,
        STAIRS,
        Yes(school::school_d),
    ),
    school(
        "school-e",
        "the roll call closes when all are accounted for",
        Emergent,
        OWN,
        Yes(drill::school_e),
    ),
    school(
        "school-f",
        "an exit closes with 80 people on the way",
        Emergent,
        AS_NIST,
        Yes(ways::school_f),
    ),
    school(
        "school-g",
        "100 people against 100 come through",
        Emergent,
        AS_NIST,
        Yes(meeting::school_g),
    ),
    school(
        "school-h",
        "the same seed gives the same files",
        Emergent,
        OWN,
        Yes(drill::school_h),
    ),
    earthquake(
        "earthquake-motion",
        "three models of ground motion against 78 reference values",
        MOTION,
        Yes(earthquake::reference_motion),
    ),
    earthquake(
        "earthquake-field",
        "correlation recovered from 1,000 random fields",
        FIELDS,
        Yes(earthquake::recovered_range),
    ),
    earthquake(
        "earthquake-damage",
        "6,000 buildings under ten given fields",
        DAMAGE,
        Yes(earthquake::given_fields),
    ),
    earthquake(
        "earthquake-shocks",
        "buildings through three shocks",
        OWN_CLOSED,
        Yes(earthquake::worn_down),
    ),
    earthquake(
        "earthquake-casualties",
        "casualties where every building is completely damaged",
        HAZUS,
        Yes(earthquake::hazus_rates),
    ),
    earthquake(
        "earthquake-deaths",
        "deaths under shaking that is the same everywhere",
        ESRM20,
        Yes(earthquake::stated_deaths),
    ),
    earthquake(
        "earthquake-aftershocks",
        "numbers of aftershocks in 2,000 sequences",
        AFTERSHOCKS,
        Yes(earthquake::counts_of_aftershocks),
    ),
    earthquake(
        "earthquake-mean",
        "durres-2019: 2,000 outcomes under one shaking",
        OWN_CLOSED,
        Yes(earthquake::mean_of_draws),
    ),
    flood(
        "flood-still",
        "a lake at rest over a bumpy bed with islands",
        OWN_CLOSED,
        Yes(flood::lake_at_rest),
    ),
    flood(
        "flood-turned",
        "the same flow on plans that are turned and mirrored",
        OWN,
        Yes(flood::turned),
    ),
    flood(
        "flood-dams",
        "dams that break on a dry and on a wet bed",
        SWASHES,
        Yes(flood::breaking_dams),
    ),
    flood(
        "flood-round",
        "a round dam that breaks on a wet and on a dry bed",
        RADIAL,
        Yes(flood::round_dams),
    ),
    flood(
        "flood-basins",
        "water that swings in three basins",
        SWASHES,
        Yes(flood::swinging_basins),
    ),
    flood(
        "flood-bumps",
        "steady flow over a bump",
        SWASHES,
        Yes(flood::bumps),
    ),
    flood(
        "flood-chosen",
        "steady flow with friction of a chosen depth",
        SWASHES,
        Yes(flood::chosen_depths),
    ),
    flood(
        "flood-kept",
        "water is kept over a day and in a heap",
        LISFLOOD,
        Yes(flood::water_is_kept),
    ),
    flood(
        "flood-rain",
        "an hour of rain on a plane",
        KINEMATIC,
        Yes(flood::rain_on_a_plane),
    ),
    flood(
        "flood-soil",
        "water that soaks away",
        GREEN_AMPT,
        Yes(flood::soaked_away),
    ),
    flood(
        "flood-wave",
        "a wave that advances over level ground",
        HUNTER,
        Yes(flood::advancing_wave),
    ),
    flood(
        "flood-hollows",
        "a flood fills sixteen hollows in two days",
        AGENCY,
        Yes(flood::depressions),
    ),
    flood(
        "flood-momentum",
        "water carried over a ridge by its momentum",
        AGENCY,
        Yes(flood::momentum),
    ),
    flood(
        "flood-plain",
        "a flood goes over a level plain",
        AGENCY,
        Yes(flood::plain),
    ),
];

#[cfg(test)]
mod tests;
