//! People: who they are, how they move, what they do by themselves, and who of them is accounted for.
//!
//! One entity a person (`person`), one a class (`class`); the crowd that walks is one kernel
//! ([`crate::pedestrian`]). Other rooms ask with the messages of `asks`; what people do comes back as messages there.

mod account;
mod alone;
mod asks;
mod body;
mod carry;
mod class;
mod come_in;
mod counting;
mod cover;
mod follow;
mod harm;
mod helping;
mod home;
mod leave;
mod locate;
mod perceive;
mod person;
mod register;
mod rejoin;
mod signals;
mod succession;
mod turning;
mod walk;
mod water;
mod way_out;

use bevy_ecs::prelude::*;

pub use account::{RollCallDone, StillThere};
pub use asks::{
    CarriedOut, Carry, ClassFound, Collected, CountAgain, HandOver, Hurt, Instructed, Instruction, NoWay,
    Perceived, Reached, SendOff, TakeCover, WaterSeen,
};
pub use body::typical_body;
pub use class::{ClassState, Classes, Posture, RollCall};
pub use home::note_whereabouts;
pub use leave::pre_movement_by_age;
pub use locate::Locate;
pub use person::{Activity, Condition, Cover, Journey, Ordinal, Roster, StairUse, Story};
use walk::LOOK;
pub use walk::{Afoot, Walkers, walk};
pub use water::InWater;

use crate::hazard::earthquake::{Ground, ShakingBegins, ShakingEnds};
use crate::hazard::flood::coupling::FLOWS;
use crate::places::{Site, Ways, Whereabouts};
use crate::scenario::model::{ExitChoice, PersonIx};
use crate::scenario::plan::SpaceIndex;
use crate::sim::{Agenda, Chance, Clock, Given, Phase, Tick, Truth, due, told, when};
use crate::vocabulary::{PersonRole, Signal, Value};

/// Puts the room into the simulation: everybody where they are when the scenario starts.
pub fn install(world: &mut World, tick: &mut Tick, given: &Given) {
    asks::register(world, tick);
    tick.carries::<RollCallDone>(world);
    tick.carries::<follow::OthersLeave>(world);
    tick.carries::<turning::TurnRound>(world);
    let afoot = Afoot::on(&world.resource::<Site>().ground);
    world.insert_resource(afoot);
    world.insert_resource(perceive::Seen::new(given));
    world.insert_resource(leave::Pending::new(given.school.people.len()));
    world.insert_resource(counting::Counts::new(given.school.classes.len()));
    world.insert_resource(walk::Columns::new(given.school.classes.len()));
    world.insert_resource(register::StaffList::default());
    world.init_resource::<carry::Borne>();
    world.init_resource::<StillThere>();
    world.init_resource::<walk::Tastes>();
    spawn_people(world, given);
    spawn_classes(world, given);
    signals::first_values(world, given);

    tick.phase(Phase::Observe)
        .on([told::<ShakingBegins>()], perceive::feel_shaking)
        .always(perceive::start_looking)
        .on([due(LOOK)], perceive::look_around)
        .on([due(perceive::PUPIL_COMES)], perceive::hear_from_pupils)
        .on([told::<Perceived>()], carry::note_seen)
        .on([due(LOOK), when(is_first_tick)], signals::count_people);
    tick.phase(Phase::Expose)
        .on([told::<ShakingEnds>()], harm::hurt_by_shaking);
    tick.phase(Phase::Move)
        .on(
            [when(|world| world.resource::<Afoot>().has_notices())],
            walk::read_notices,
        )
        .on([due(cover::COVER), told::<TakeCover>()], cover::take_cover)
        .on(
            [due(cover::COVER), told::<ShakingBegins>()],
            counting::begin_counts,
        )
        .on([due(counting::COUNT_ENDS)], counting::end_counts)
        .on([due(cover::GET_UP), told::<ShakingEnds>()], cover::come_out)
        .on([told::<ShakingEnds>()], alone::wait_alone)
        .on([told::<Instructed>()], leave::receive_instructions)
        .on([due(leave::BEGIN), told::<ClassFound>()], leave::begin)
        .on([told::<turning::TurnRound>()], walk::turn_round)
        .on([told::<SendOff>()], way_out::send_off)
        .on([due(leave::DEPART)], way_out::depart)
        .on([due(alone::ALONE)], alone::set_out_alone)
        .on([told::<Carry>()], carry::bear)
        .on([due(LOOK)], carry::take_along)
        .on([told::<follow::OthersLeave>()], follow::follow_others)
        .on([due(LOOK)], walk::count_queues)
        .on([due(LOOK)], walk::learn_what_is_blocked);
    if given.school.procedure.exit_choice == ExitChoice::Weighed {
        tick.phase(Phase::Move).on([due(LOOK)], walk::weigh_exits);
    }
    tick.phase(Phase::Move).on([due(LOOK)], walk::keep_together);
    tick.phase(Phase::Care)
        .on([told::<Hurt>()], harm::hurt_people)
        .on([told::<Hurt>()], succession::tell_of_the_fallen)
        .on(
            [told::<Hurt>(), told::<HandOver>()],
            succession::take_over_classes,
        )
        .on([told::<CountAgain>()], account::count_again)
        .on([told::<Reached>()], rejoin::rejoin)
        .on([told::<Reached>()], account::expect_roll)
        .on([when(the_ground_shakes)], account::break_off_under_cover)
        .on([due(account::ROLL_DUE)], account::begin_roll)
        .on([due(account::ROLL_ENDS)], account::end_roll)
        .on([due(LOOK), due(account::ROLL_ENDS)], account::count_unaccounted)
        .on([told::<NoWay>()], rejoin::turn_back)
        .on([told::<Collected>()], home::go_home);
    install_water(world, tick, given);
}

/// What people see and suffer of water, where it can come to the school.
fn install_water(world: &mut World, tick: &mut Tick, given: &Given) {
    world.insert_resource(water::InWater::of(given.school.people.len()));
    if given.school.flood_site.is_none() {
        return;
    }
    tick.phase(Phase::Expose).on([due(FLOWS)], water::expose);
    tick.phase(Phase::Observe)
        .on([due(FLOWS), due(LOOK)], water::look_at_water)
        .on([due(FLOWS)], come_in::come_in);
    tick.phase(Phase::Move).on([due(FLOWS), due(LOOK)], water::wade);
}

fn is_first_tick(world: &World) -> bool {
    world.resource::<Clock>().now_ms == 0
}

fn the_ground_shakes(world: &World) -> bool {
    world.resource::<Ground>().shaking_since_ms.is_some()
}

fn spawn_people(world: &mut World, given: &Given) {
    let chance = *world.resource::<Chance>();
    let mut roster = Roster {
        list_keepers: register::keepers_of_list(given),
        ..Roster::default()
    };
    for (ordinal, person) in (0..).zip(&given.school.people) {
        let space = &given.school.plan.spaces[person.space];
        let entity = world
            .spawn((
                Ordinal(ordinal),
                person::first_activity(person),
                Whereabouts {
                    level: space.level,
                    at: person.at,
                    space: Some(SpaceIndex(person.space as u32)),
                },
                Cover::default(),
                Condition::default(),
                Journey::default(),
                Story {
                    inside: !space.kind.is_outside() && person.presence.at_school(),
                    ..Story::default()
                },
            ))
            .id();
        if let Some(departs_ms) = person.own_way.sets_out_ms {
            let mut agenda = world.resource_mut::<Agenda>();
            agenda.at(departs_ms, Phase::Move, leave::DEPART, ordinal, 0);
        }
        roster.entities.push(entity);
        roster.bodies.push(body::body(person, &chance));
    }
    for class in &given.school.classes {
        let is_with_them = |teacher: usize| given.school.people[teacher].space == class.room;
        roster
            .led_by_own_teacher
            .push(class.teacher.is_some_and(is_with_them));
        roster.leaders.push(
            class
                .teacher
                .or_else(|| nearest_teacher(given, class.room, |_| true))
                .map(|p| p as u32),
        );
    }
    world.insert_resource(roster);
}

/// Who takes along a class without a teacher: of the teachers on the same floor (else of all) the nearest by room who can;
/// where there is none, the nearest adult of the school but for its head.
fn nearest_teacher(given: &Given, room: usize, can: impl Fn(PersonIx) -> bool) -> Option<PersonIx> {
    let plan = &given.school.plan;
    let here = &plan.spaces[room];
    let centre = here.outline.interior_point();
    let teachers = given.school.classes.iter();
    let teachers = teachers.filter_map(|class| Some((class.teacher?, class.room)));
    let staff = given.school.people.iter().enumerate();
    let staff = staff.filter(|(_, person)| {
        let is_free = person.role.is_adult_of_the_school() && person.role != PersonRole::Head;
        is_free && person.presence.at_school()
    });
    let nearest = |adults: &mut dyn Iterator<Item = (PersonIx, usize)>| {
        let able = adults.filter(|(adult, _)| can(*adult));
        let by_distance = able.map(|(adult, room)| {
            let space = &plan.spaces[room];
            let distance_m = space.outline.interior_point().distance(centre);
            (space.level != here.level, distance_m, adult)
        });
        by_distance
            .min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)))
            .map(|(_, _, adult)| adult)
    };
    nearest(&mut teachers.into_iter())
        .or_else(|| nearest(&mut staff.map(|(adult, person)| (adult, person.space))))
}

fn spawn_classes(world: &mut World, given: &Given) {
    let locked = world.resource::<Site>().closed.clone();
    let belief = world.resource_mut::<Ways>().believing(&locked);
    let mut classes = Classes::default();
    for (index, class) in given.school.classes.iter().enumerate() {
        let usual = given.school.usual_route.map(|route| &given.school.routes[route]);
        let by_route = usual.and_then(|route| route.assemblies[index]);
        let state = ClassState {
            posture: Posture::Lessons,
            belief,
            assembly: by_route.or(class.assembly).map(|a| a as u32),
            route: given.school.usual_route,
            cause: None,
            told_to_leave_ms: None,
            first_departure_ms: None,
            leaves_for_good: false,
            trapped_in: None,
            roll: RollCall::default(),
        };
        classes.0.push(world.spawn(state).id());
    }
    world.insert_resource(classes);
    let present = given
        .school
        .people
        .iter()
        .filter(|p| p.presence.at_school())
        .count();
    let inside = Value::Count(present as u32);
    world
        .resource_mut::<Truth>()
        .set(0, Signal::Inside, given.school.subject, inside);
}
