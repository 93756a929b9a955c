//! From the word to the way: an instruction received, the teacher's word to the class, each pupil's own delay,
//! and setting out.

use bevy_ecs::prelude::*;

use super::pedestrian::Portal;
use super::walk::Afoot;
use super::{
    Activity, CarriedOut, ClassState, Classes, Condition, Cover, Instructed, Instruction, Journey, Ordinal,
    Posture, Roster, SendOff, Story, Whereabouts,
};
use crate::places::{Belief, GoalKey, Site, Ways};
use crate::scenario::model::{PersonIx, Procedure, Spread};
use crate::scenario::plan::{LevelIndex, SpaceKind};
use crate::sim::{Agenda, Chance, Clock, Due, Given, HappeningId, Log, Ms, Phase, stable_id};
use crate::vocabulary::PersonRole;

/// A person begins to do what the last instruction says.
const BEGIN: &str = "begin";
/// A person sets out.
const DEPART: &str = "depart";
/// Who is still under cover looks again after so long, ms.
const AGAIN_MS: Ms = 500;

/// The last instruction of each person that is not yet begun.
#[derive(Resource, Debug)]
pub(super) struct Pending(Vec<Slot>);

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// Which of the person's plans the agenda speaks of.
    plan: u32,
    /// Orders received so far: the occurrence of the next draw.
    orders: u32,
    /// What is not yet begun.
    order: Option<Instructed>,
}

impl Pending {
    pub(super) fn new(people: usize) -> Self {
        Self(vec![Slot::default(); people])
    }
}

/// Whoever is instructed needs a moment before doing it. A newer instruction replaces an older one.
pub(super) fn receive_instructions(
    mut instructed: MessageReader<Instructed>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    roster: Res<Roster>,
    mut pending: ResMut<Pending>,
    mut agenda: ResMut<Agenda>,
    mut stories: Query<&mut Story, With<Ordinal>>,
) {
    for order in instructed.read() {
        let slot = &mut pending.0[order.person as usize];
        slot.plan += 1;
        slot.orders += 1;
        slot.order = Some(*order);
        let who = stable_id(&given.school.people[order.person as usize].id);
        let after_ms = spread(
            given.school.procedure.teacher_reaction,
            chance.draw("reaction", who, slot.orders.into()),
        );
        agenda.at(
            clock.now_ms + after_ms,
            Phase::Move,
            BEGIN,
            order.person,
            slot.plan,
        );
        if let Ok(mut story) = stories.get_mut(roster.entities[order.person as usize]) {
            story.warned_ms.get_or_insert(clock.now_ms);
        }
    }
}

fn spread(spread: Spread, draw: crate::sim::Draw) -> Ms {
    draw.lognormal(spread.median_ms as f64, spread.p90_ms as f64) as Ms
}

type People<'w, 's> = Query<
    'w,
    's,
    (
        &'static mut Activity,
        &'static Whereabouts,
        &'static Cover,
        &'static Condition,
        &'static mut Story,
    ),
    With<Ordinal>,
>;

/// Begins to carry out an instruction: a teacher tells the class, everybody else gets ready alone.
pub(super) fn begin(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    roster: Res<Roster>,
    classes: Res<Classes>,
    mut pending: ResMut<Pending>,
    mut agenda: ResMut<Agenda>,
    mut people: People,
    mut states: Query<&mut ClassState>,
    mut carried_out: MessageWriter<CarriedOut>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    for wake in due.of(BEGIN) {
        let Slot { plan, order, .. } = pending.0[wake.id as usize];
        let Some(order) = order.filter(|_| plan == wake.occurrence) else {
            continue;
        };
        let Ok((_, _, cover, condition, _)) = people.get(roster.entities[wake.id as usize]) else {
            continue;
        };
        if condition.severity > 1 {
            continue;
        }
        if cover.since_ms.is_some() {
            agenda.at(now_ms + AGAIN_MS, Phase::Move, BEGIN, wake.id, wake.occurrence);
            continue;
        }
        pending.0[wake.id as usize].order = None;
        if let Some(delivery) = order.delivery {
            carried_out.write(CarriedOut { delivery });
        }
        let led: Vec<usize> = roster.led_by(wake.id).collect();
        for class in &led {
            let Ok(mut state) = states.get_mut(classes.0[*class]) else {
                continue;
            };
            instruct_class(
                *class,
                &mut state,
                &order,
                now_ms,
                &given,
                &chance,
                &roster,
                &mut people,
                &mut agenda,
                &mut log,
            );
        }
        instruct_alone(
            &order,
            led.is_empty(),
            now_ms,
            &given,
            &chance,
            &roster,
            &mut people,
            &mut agenda,
        );
    }
}

fn instruct_class(
    class: usize,
    state: &mut ClassState,
    order: &Instructed,
    now_ms: Ms,
    given: &Given,
    chance: &Chance,
    roster: &Roster,
    people: &mut People,
    agenda: &mut Agenda,
    log: &mut Log,
) {
    let leaves = matches!(order.instruction, Instruction::Evacuate { .. });
    if state.posture == Posture::Assembled || (leaves && state.posture == Posture::Evacuate) {
        return;
    }
    let subject = given.school.classes[class].subject;
    let (posture, event) = match order.instruction {
        Instruction::Evacuate { .. } => (Posture::Evacuate, "class-told-to-leave"),
        Instruction::Hold => (Posture::Hold, "class-holds"),
        Instruction::Shelter => (Posture::Shelter, "class-shelters"),
    };
    state.posture = posture;
    state.cause = Some(
        log.note(now_ms, event)
            .because(Some(order.cause))
            .about(subject)
            .done(),
    );
    let Instruction::Evacuate { route } = order.instruction else {
        call_back(class, given, roster, people);
        return;
    };
    if route.is_some() {
        state.route = route;
    }
    let spec = &given.school.classes[class];
    let led_by_stranger = !roster.led_by_own_teacher[class];
    let extra_ms = if led_by_stranger {
        spread(
            given.school.procedure.unled_delay,
            chance.draw("unled", stable_id(&spec.id), 0),
        )
    } else {
        0
    };
    let mut first_ms = None;
    for member in &spec.members {
        let Ok((mut activity, whereabouts, _, condition, mut story)) =
            people.get_mut(roster.entities[*member])
        else {
            continue;
        };
        let in_room = whereabouts.space.is_some_and(|space| space.get() == spec.room);
        if *activity != Activity::Settled || !in_room || condition.severity > 1 {
            continue;
        }
        let departs_ms = now_ms + extra_ms + pre_movement(*member, given, chance);
        *activity = Activity::Preparing { departs_ms };
        story.warned_ms.get_or_insert(now_ms + extra_ms);
        agenda.at(departs_ms, Phase::Move, DEPART, *member as u32, 0);
        first_ms = Some(first_ms.map_or(departs_ms, |first: Ms| first.min(departs_ms)));
    }
    // The teacher goes ahead of the first pupil.
    if let Some(teacher) = spec.teacher
        && let Ok((mut activity, _, _, _, _)) = people.get_mut(roster.entities[teacher])
        && *activity == Activity::Settled
    {
        let departs_ms = first_ms.unwrap_or(now_ms);
        *activity = Activity::Preparing { departs_ms };
        agenda.at(departs_ms, Phase::Move, DEPART, teacher as u32, 0);
    }
}

/// Whoever of a class has not set out yet stays; who is on the way goes on.
fn call_back(class: usize, given: &Given, roster: &Roster, people: &mut People) {
    let spec = &given.school.classes[class];
    for member in spec.members.iter().copied().chain(spec.teacher) {
        if let Ok((mut activity, _, _, _, _)) = people.get_mut(roster.entities[member])
            && matches!(*activity, Activity::Preparing { .. })
        {
            *activity = Activity::Settled;
        }
    }
}

/// Somebody who leads no class.
fn instruct_alone(
    order: &Instructed,
    alone: bool,
    now_ms: Ms,
    given: &Given,
    chance: &Chance,
    roster: &Roster,
    people: &mut People,
    agenda: &mut Agenda,
) {
    if !alone || !matches!(order.instruction, Instruction::Evacuate { .. }) {
        return;
    }
    let person = order.person as usize;
    if let Ok((mut activity, _, _, _, _)) = people.get_mut(roster.entities[person])
        && *activity == Activity::Settled
    {
        let departs_ms = now_ms + pre_movement(person, given, chance);
        *activity = Activity::Preparing { departs_ms };
        agenda.at(departs_ms, Phase::Move, DEPART, order.person, 0);
    }
}

/// How long a person takes from the word to the first step, by age.
fn pre_movement(person: PersonIx, given: &Given, chance: &Chance) -> Ms {
    let spec = &given.school.people[person];
    let procedure: &Procedure = &given.school.procedure;
    let grade = spec
        .class
        .filter(|_| spec.role == PersonRole::Pupil)
        .map(|class| given.school.classes[class].grade);
    let by_age = match grade {
        Some(0) => procedure.pre_movement_preschool,
        Some(1..=4) => procedure.pre_movement_young,
        _ => procedure.pre_movement,
    };
    spread(by_age, chance.draw("pre-movement", stable_id(&spec.id), 0))
}

/// A class has set out on a floor: who is alone there will notice.
#[derive(Message, Debug, Clone, Copy)]
pub(super) struct OthersLeave {
    level: LevelIndex,
    cause: HappeningId,
}

/// How long somebody alone takes to notice that others on the floor are leaving, ms (median, 90th percentile). An
/// assumption; that people follow others is what evacuation studies agree on.
const NOTICES_MS: (f64, f64) = (30_000.0, 90_000.0);

/// Who is alone on a floor and has heard nothing follows when others leave. Behind the door of a toilet one
/// notices nothing.
pub(super) fn follow_others(
    mut others: MessageReader<OthersLeave>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    site: Res<Site>,
    roster: Res<Roster>,
    mut pending: ResMut<Pending>,
    mut agenda: ResMut<Agenda>,
    people: Query<(&Activity, &Whereabouts), With<Ordinal>>,
) {
    for OthersLeave { level, cause } in others.read() {
        for (person, entity) in (0..).zip(&roster.entities) {
            let spec = &given.school.people[person as usize];
            let Ok((activity, whereabouts)) = people.get(*entity) else {
                continue;
            };
            let in_class = spec.class.is_some_and(|class| {
                whereabouts
                    .space
                    .is_some_and(|s| s.get() == given.school.classes[class].room)
            });
            let hidden = whereabouts
                .space
                .is_none_or(|space| site.plan[space].kind == SpaceKind::Toilet || !site.is_inside(space));
            let slot = &mut pending.0[person as usize];
            let concerned =
                *activity == Activity::Settled && whereabouts.level == *level && !in_class && !hidden;
            if !concerned || roster.leads(person) || slot.order.is_some() {
                continue;
            }
            slot.plan += 1;
            let instruction = Instruction::Evacuate { route: None };
            slot.order = Some(Instructed {
                person,
                instruction,
                delivery: None,
                cause: *cause,
            });
            let draw = chance.draw("notices-others", stable_id(&spec.id), 0);
            let after_ms = draw.lognormal(NOTICES_MS.0, NOTICES_MS.1) as Ms;
            agenda.at(clock.now_ms + after_ms, Phase::Move, BEGIN, person, slot.plan);
        }
    }
}

/// Sends people off whom other rooms ask to go somewhere.
pub(super) fn send_off(
    mut asked: MessageReader<SendOff>,
    clock: Res<Clock>,
    roster: Res<Roster>,
    mut agenda: ResMut<Agenda>,
    mut afoot: ResMut<Afoot>,
    mut people: Query<(&mut Activity, &mut Journey, &Whereabouts, &mut Story, &Condition), With<Ordinal>>,
    site: Res<Site>,
    mut ways: ResMut<Ways>,
) {
    for SendOff {
        person,
        stages,
        errand,
        carried,
    } in asked.read()
    {
        let Ok((mut activity, mut journey, whereabouts, mut story, condition)) =
            people.get_mut(roster.entities[*person as usize])
        else {
            continue;
        };
        if *activity == Activity::Away || (*activity == Activity::Down && !carried) {
            continue;
        }
        journey.carried = *carried;
        if !errand {
            *activity = Activity::Preparing {
                departs_ms: clock.now_ms,
            };
            agenda.at(clock.now_ms, Phase::Move, DEPART, *person, 0);
            continue;
        }
        *activity = Activity::Errand;
        let belief = *journey
            .belief
            .get_or_insert_with(|| first_belief(&site, &mut ways));
        journey.stages = stages.iter().copied().collect();
        story.departed_ms.get_or_insert(clock.now_ms);
        let walker = super::walk::walker(*person, whereabouts, &roster, *condition);
        afoot.follow(&site, &mut ways, &mut journey, belief, walker);
    }
}

fn first_belief(site: &Site, ways: &mut Ways) -> Belief {
    let locked = (0..)
        .zip(&site.plan.openings)
        .filter(|(_, o)| o.locked)
        .map(|(i, _)| Portal::Opening(i))
        .collect();
    ways.believing(&locked)
}

/// Whose delay is over sets out, unless under cover.
pub(super) fn depart(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    roster: Res<Roster>,
    classes: Res<Classes>,
    site: Res<Site>,
    mut ways: ResMut<Ways>,
    mut afoot: ResMut<Afoot>,
    mut agenda: ResMut<Agenda>,
    mut people: Query<
        (
            &mut Activity,
            &mut Journey,
            &mut Story,
            &Whereabouts,
            &Cover,
            &Condition,
        ),
        With<Ordinal>,
    >,
    mut states: Query<&mut ClassState>,
    mut others: MessageWriter<OthersLeave>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    for wake in due.of(DEPART) {
        let person = wake.id as usize;
        let Ok((mut activity, mut journey, mut story, whereabouts, cover, condition)) =
            people.get_mut(roster.entities[person])
        else {
            continue;
        };
        if !matches!(*activity, Activity::Preparing { .. }) || (condition.severity > 1 && !journey.carried) {
            continue;
        }
        if cover.since_ms.is_some() {
            agenda.at(now_ms + AGAIN_MS, Phase::Move, DEPART, wake.id, wake.occurrence);
            continue;
        }
        let class = given.school.people[person].class;
        let mut state = class.and_then(|class| states.get_mut(classes.0[class]).ok());
        let belief = state.as_ref().map(|s| s.belief).or(journey.belief);
        let belief = belief.unwrap_or_else(|| first_belief(&site, &mut ways));
        let Some(stages) = plan_way(
            person,
            state.as_deref_mut(),
            belief,
            whereabouts,
            &given,
            &site,
            &mut ways,
        ) else {
            agenda.at(now_ms + 10_000, Phase::Move, DEPART, wake.id, wake.occurrence);
            continue;
        };
        journey.stages = stages.into();
        journey.belief = Some(belief);
        *activity = Activity::Walking;
        story.departed_ms.get_or_insert(now_ms);
        let walker = super::walk::walker(wake.id, whereabouts, &roster, *condition);
        afoot.follow(&site, &mut ways, &mut journey, belief, walker);
        if let (Some(class), false) = (class, journey.carried) {
            afoot
                .crowd
                .set_speed_cap(wake.id, Some(roster.pace_m_s(class, wake.id, &given) as f32));
        }
        if let (Some(mut state), Some(class)) = (state, class)
            && let Some(cause) = note_first_departure(&mut state, class, now_ms, &given, &mut log)
        {
            others.write(OthersLeave {
                level: whereabouts.level,
                cause,
            });
        }
    }
}

fn note_first_departure(
    state: &mut ClassState,
    class: usize,
    now_ms: Ms,
    given: &Given,
    log: &mut Log,
) -> Option<HappeningId> {
    if state.first_departure_ms.is_some() {
        return None;
    }
    state.first_departure_ms = Some(now_ms);
    let note = log
        .note(now_ms, "class-sets-out")
        .because(state.cause)
        .about(given.school.classes[class].subject);
    Some(note.done())
}

/// The goals on a person's way out: the stair and exit of the route plan where they can be passed as far as the
/// person knows, then the assembly area. None when no way is known.
pub(super) fn plan_way(
    person: PersonIx,
    state: Option<&mut ClassState>,
    belief: Belief,
    from: &Whereabouts,
    given: &Given,
    site: &Site,
    ways: &mut Ways,
) -> Option<Vec<GoalKey>> {
    let class = given.school.people[person].class;
    let assembly = state
        .as_ref()
        .and_then(|s| s.assembly)
        .or_else(|| nearest_assembly(belief, from, site, ways))?;
    let route = state
        .as_ref()
        .and_then(|s| s.route)
        .map(|route| &given.school.routes[route]);
    let mut stages = Vec::new();
    if let (Some(route), Some(class)) = (route, class) {
        let stair = route.stairs[class]
            .as_ref()
            .and_then(|id| site.stairs.iter().position(|s| s.id == *id));
        if let Some(stair) = stair {
            let upstairs = site.plan[from.level].elevation_m > lowest_exit_m(site) + 0.5;
            let goal = GoalKey::Stair(stair as u16);
            let known_closed = site.stairs[stair]
                .flights
                .iter()
                .any(|f| ways.closed(belief).contains(&Portal::Flight(*f)));
            if upstairs && !known_closed && ways.cost_s(site, goal, belief, from.level, from.at).is_some() {
                stages.push(goal);
            }
        }
        if let Some(exit) = route.exits[class] {
            let goal = GoalKey::Exit(exit as u16);
            let known_closed = ways.closed(belief).contains(&Portal::Opening(exit as u16));
            if !known_closed && ways.cost_s(site, goal, belief, from.level, from.at).is_some() {
                stages.push(goal);
            }
        }
    }
    let last = GoalKey::Assembly(assembly);
    ways.cost_s(site, last, belief, from.level, from.at)?;
    stages.push(last);
    if let Some(state) = state {
        state.assembly = Some(assembly);
    }
    Some(stages)
}

fn lowest_exit_m(site: &Site) -> f64 {
    let exits = site
        .plan
        .openings
        .iter()
        .filter(|o| o.kind == crate::scenario::plan::OpeningKind::Exit);
    exits
        .map(|o| site.plan[o.level].elevation_m)
        .fold(f64::INFINITY, f64::min)
}

/// The assembly area that is nearest by walking time; of equals the first by id.
pub(super) fn nearest_assembly(
    belief: Belief,
    from: &Whereabouts,
    site: &Site,
    ways: &mut Ways,
) -> Option<u32> {
    let costs = (0..site.plan.assemblies.len() as u32).filter_map(|a| {
        Some((
            ways.cost_s(site, GoalKey::Assembly(a), belief, from.level, from.at)?,
            a,
        ))
    });
    costs
        .collect::<Vec<_>>()
        .into_iter()
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        .map(|(_, a)| a)
}
