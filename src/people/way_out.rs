//! Setting out: which way, to which assembly area, and when.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::carry::{foot_of_stair, needs_two, refuge};
use super::follow::OthersLeave;
use super::leave::{AGAIN_MS, DEPART};
use super::walk::Afoot;
use super::{
    Activity, ClassState, Classes, Condition, Cover, Journey, NoWay, Ordinal, Roster, SendOff, Story,
};
use crate::pedestrian::Portal;
use crate::places::{Belief, GoalKey, Site, Ways, Whereabouts};
use crate::scenario::model::{ClassIx, ExitChoice, PersonIx, PersonSpec};
use crate::scenario::plan::SpaceIndex;
use crate::sim::{Agenda, Clock, Due, Given, HappeningId, Log, Phase};
use crate::vocabulary::Ms;

/// What sending people off needs.
#[derive(SystemParam)]
pub(super) struct SettingOff<'w, 's> {
    pub(super) clock: Res<'w, Clock>,
    pub(super) roster: Res<'w, Roster>,
    pub(super) site: Res<'w, Site>,
    afoot: ResMut<'w, Afoot>,
    ways: ResMut<'w, Ways>,
    pub(super) people: Query<
        'w,
        's,
        (
            &'static mut Activity,
            &'static mut Journey,
            &'static Whereabouts,
            &'static mut Story,
            &'static Condition,
            &'static Cover,
        ),
        With<Ordinal>,
    >,
    no_way: MessageWriter<'w, NoWay>,
}

impl SettingOff<'_, '_> {
    /// Sets somebody off on an errand.
    pub(super) fn on_errand(&mut self, person: u32, stages: &[GoalKey]) {
        let entity = self.roster.entities[person as usize];
        let Ok((mut activity, mut journey, whereabouts, mut story, condition, _)) =
            self.people.get_mut(entity)
        else {
            return;
        };
        let (site, ways) = (&self.site, &mut self.ways);
        *activity = Activity::Errand;
        let belief = *journey.belief.get_or_insert_with(|| first_belief(site, ways));
        journey.stages = stages.iter().copied().collect();
        story.departed_ms.get_or_insert(self.clock.now_ms);
        let walker = super::walk::walker(person, whereabouts, &self.roster, *condition);
        let lost = self.afoot.follow(site, ways, &mut journey, belief, walker);
        self.no_way.write_batch(lost.map(|goal| NoWay { person, goal }));
    }
}

/// Sends people off whom other rooms ask to go somewhere.
pub(super) fn send_off(
    mut asked: MessageReader<SendOff>,
    mut agenda: ResMut<Agenda>,
    mut setting_off: SettingOff,
) {
    let now_ms = setting_off.clock.now_ms;
    for SendOff {
        person,
        stages,
        errand,
        carried,
    } in asked.read()
    {
        let entity = setting_off.roster.entities[*person as usize];
        let Ok((mut activity, mut journey, _, mut story, ..)) = setting_off.people.get_mut(entity) else {
            continue;
        };
        if *activity == Activity::Away || (*activity == Activity::Down && !carried) {
            continue;
        }
        journey.carried = *carried;
        if !errand {
            *activity = Activity::Preparing { departs_ms: now_ms };
            agenda.at(now_ms, Phase::Move, DEPART, *person, 0);
            continue;
        }
        story.sent = true;
        setting_off.on_errand(*person, stages);
    }
}

fn first_belief(site: &Site, ways: &mut Ways) -> Belief {
    let locked = (0..)
        .zip(&site.plan.openings)
        .filter(|(_, o)| o.locked && o.outer.is_some())
        .map(|(i, _)| Portal::Opening(i))
        .collect();
    ways.believing(&locked)
}

/// Who knows no way out looks again after so long, ms. An assumption.
const NO_WAY_AGAIN_MS: Ms = 10_000;

/// What setting out needs.
#[derive(SystemParam)]
pub(super) struct Departing<'w, 's> {
    clock: Res<'w, Clock>,
    given: Res<'w, Given>,
    roster: Res<'w, Roster>,
    classes: Res<'w, Classes>,
    site: Res<'w, Site>,
    ways: ResMut<'w, Ways>,
    afoot: ResMut<'w, Afoot>,
    agenda: ResMut<'w, Agenda>,
    people: Query<
        'w,
        's,
        (
            &'static mut Activity,
            &'static mut Journey,
            &'static mut Story,
            &'static Whereabouts,
            &'static Cover,
            &'static Condition,
        ),
        With<Ordinal>,
    >,
    states: Query<'w, 's, &'static mut ClassState>,
    others: MessageWriter<'w, OthersLeave>,
    log: ResMut<'w, Log>,
}

/// Whose delay is over sets out, unless under cover.
pub(super) fn depart(due: Res<Due>, mut departing: Departing) {
    for wake in due.of(DEPART) {
        if let Err(again_ms) = departing.set_out(wake.id) {
            let at_ms = departing.clock.now_ms + again_ms;
            departing
                .agenda
                .at(at_ms, Phase::Move, DEPART, wake.id, wake.occurrence);
        }
    }
}

impl Departing<'_, '_> {
    /// Sets out, if that is still to be done; or says after how long to try again, ms.
    fn set_out(&mut self, person: u32) -> Result<(), Ms> {
        let now_ms = self.clock.now_ms;
        let entity = self.roster.entities[person as usize];
        let Ok((mut activity, mut journey, mut story, whereabouts, cover, condition)) =
            self.people.get_mut(entity)
        else {
            return Ok(());
        };
        let is_due = matches!(*activity, Activity::Preparing { departs_ms } if departs_ms <= now_ms);
        if !is_due || (condition.severity > 1 && !journey.carried) {
            return Ok(());
        }
        if cover.since_ms.is_some() {
            return Err(AGAIN_MS);
        }
        let (site, ways) = (&self.site, &mut self.ways);
        let class = self.given.school.people[person as usize].class;
        let mut state = class.and_then(|class| self.states.get_mut(self.classes.0[class]).ok());
        let belief = state.as_ref().map(|s| s.belief).or(journey.belief);
        let belief = belief.unwrap_or_else(|| first_belief(site, ways));
        let mut plan = |belief: Belief, ways: &mut Ways| {
            let who = Goer {
                person: person as usize,
                is_carried: journey.carried,
                sent_to: journey.sent_to,
            };
            plan_way(
                who,
                state.as_deref_mut(),
                belief,
                whereabouts,
                &self.given,
                site,
                ways,
            )
        };
        let mut planned = plan(belief, ways).map(|stages| (stages, belief));
        if planned.is_none() {
            // Whoever knows no way tries the doors, and hears of what has been opened.
            let truth = ways.believing(&site.closed);
            planned = plan(truth, ways).map(|stages| (stages, truth));
        }
        let Some((stages, belief)) = planned else {
            if !std::mem::replace(&mut story.stuck, true) {
                let whereabouts = *whereabouts;
                self.note_stuck(person, &whereabouts);
            }
            return Err(NO_WAY_AGAIN_MS);
        };
        if let Some(state) = &mut state {
            state.belief = belief;
        }
        journey.stages = stages.into();
        journey.belief = Some(belief);
        story.stuck = false;
        *activity = Activity::Walking;
        story.departed_ms.get_or_insert(now_ms);
        let walker = super::walk::walker(person, whereabouts, &self.roster, *condition);
        self.afoot.follow(site, ways, &mut journey, belief, walker);
        if let (Some(class), false) = (class, journey.carried) {
            let pace_m_s = self.roster.pace_m_s(class, person, &self.given);
            self.afoot.crowd.set_speed_cap(person, pace_m_s as f32);
        }
        // Who is found elsewhere and sent out, or carried out, does not set the class going.
        let room = class.map(|class| SpaceIndex(self.given.school.classes[class].room as u32));
        let is_in_room = room.is_some() && whereabouts.space == room;
        let leaves_with_class = state.filter(|state| !journey.carried && (state.leaves() || is_in_room));
        if let (Some(mut state), Some(class)) = (leaves_with_class, class)
            && let Some(cause) = note_first_departure(&mut state, class, now_ms, &self.given, &mut self.log)
        {
            let level = whereabouts.level;
            let route = state.route;
            self.others.write(OthersLeave { level, route, cause });
        }
        Ok(())
    }
}

impl Departing<'_, '_> {
    /// Somebody finds no way out, or several of a class in one place, who are told of once.
    fn note_stuck(&mut self, person: u32, here: &Whereabouts) {
        let school = &self.given.school;
        let spec = &school.people[person as usize];
        let with_class = spec.class.filter(|class| self.stands_with(*class, person, here));
        let state = with_class.and_then(|class| self.states.get_mut(self.classes.0[class]).ok());
        let (event, who) = match (with_class, state) {
            (Some(class), Some(mut state)) => {
                if std::mem::replace(&mut state.trapped_in, here.space) == here.space {
                    return;
                }
                ("class-trapped", school.classes[class].subject)
            }
            _ => ("person-trapped", spec.subject),
        };
        self.log
            .note(self.clock.now_ms, event)
            .about(who)
            .at(here.space.map(|space| self.site.space_subject(space)))
            .done();
    }

    /// Whether somebody is in the room of the class, or in one place with another of it.
    fn stands_with(&self, class: ClassIx, person: u32, here: &Whereabouts) -> bool {
        let school = &self.given.school;
        let is_another = |other: usize| {
            let found = self.people.get(self.roster.entities[other]);
            other != person as usize && found.is_ok_and(|(.., place, _, _)| place.space == here.space)
        };
        let of_class = (0..)
            .zip(&school.people)
            .filter(|(_, spec)| spec.class == Some(class));
        let room = SpaceIndex(school.classes[class].room as u32);
        here.space == Some(room) || of_class.map(|(other, _)| other).any(is_another)
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

/// Somebody who looks for the way out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Goer {
    /// Who.
    pub(super) person: PersonIx,
    /// Whether others carry them.
    pub(super) is_carried: bool,
    /// The assembly area that the order they follow names, of who is with no class.
    pub(super) sent_to: Option<u32>,
}

/// The goals on a person's way out: the stair and exit of the route plan where they can be passed as far as the
/// person knows, then the assembly area; of somebody who cannot go down a flight alone, the place where one waits to be
/// carried. None when no way is known.
pub(super) fn plan_way(
    Goer {
        person,
        is_carried,
        sent_to,
    }: Goer,
    state: Option<&mut ClassState>,
    belief: Belief,
    from: &Whereabouts,
    given: &Given,
    site: &Site,
    ways: &mut Ways,
) -> Option<Vec<GoalKey>> {
    let class = given.school.people[person].class;
    let own_way = given.school.people[person].own_way;
    let assembly = own_way
        .assembly
        .map(|assembly| assembly as u32)
        .or_else(|| state.as_ref().and_then(|s| s.assembly))
        .or(sent_to)
        .or_else(|| nearest_assembly(belief, from, site, ways))?;
    // Who gathers indoors does not go out to come in again.
    let stays_in = from.space.is_none_or(|space| site.is_inside(space)) && site.gathers_inside(assembly);
    // Who is in the yard already does not go in again to come out by the exit of the route.
    let is_outside = from.space.is_some_and(|space| site.plan[space].kind.is_outside());
    let route = state
        .as_ref()
        .and_then(|s| s.route)
        .map(|route| &given.school.routes[route])
        .filter(|_| !is_outside);
    let mut stages = Vec::new();
    if let (Some(route), Some(class)) = (route, class) {
        let stair = route.stairs[class]
            .as_ref()
            .and_then(|id| site.stairs.iter().position(|s| s.id == *id));
        if let Some(stair) = stair {
            // Who is on a flight already has no stair to look for.
            let upstairs =
                from.space.is_some() && site.plan[from.level].elevation_m > site.lowest_exit_m() + 0.5;
            let goal = GoalKey::Stair(stair as u16);
            let known_closed = site.stairs[stair]
                .flights
                .iter()
                .any(|f| ways.closed(belief).contains(&Portal::Flight(*f)));
            if upstairs && !stays_in && !known_closed && ways.cost_s(site, goal, belief, from).is_some() {
                stages.push(goal);
            }
        }
    }
    let by_route = route.zip(class).and_then(|(route, class)| route.exits[class]);
    let own_exit = own_way
        .exit
        .filter(|exit| !(is_outside && site.is_exit(*exit as u16)));
    let chooses = !is_outside && !is_carried && weighs_exits(&given.school.people[person], given);
    let by_choice = || nearest_exit(belief, from, site, ways).filter(|_| chooses);
    if let Some(exit) = own_exit.or(by_route).or_else(by_choice) {
        let goal = GoalKey::Exit(exit as u16);
        let known_closed = ways.closed(belief).contains(&Portal::Opening(exit as u16));
        if !known_closed && !stays_in && ways.cost_s(site, goal, belief, from).is_some() {
            stages.push(goal);
        }
    }
    let last = GoalKey::Assembly(assembly);
    ways.cost_s(site, last, belief, from)?;
    stages.push(last);
    if let (Some(state), None) = (state, own_way.assembly) {
        state.assembly = Some(assembly);
    }
    let school = &given.school;
    if !is_carried && needs_two(&school.people[person], &school.procedure) {
        // Who comes in from the yard waits at the foot of the stair, too.
        let refuge = if site.gathers_inside(assembly) {
            foot_of_stair(assembly, belief, from, site, ways)
        } else {
            refuge(&stages, belief, from, site, ways)
        };
        return Some(refuge.map_or(stages, |refuge| vec![refuge]));
    }
    Some(stages)
}

/// Whether somebody chooses among the exits: whoever goes out by themselves, where the school says so.
pub(super) fn weighs_exits(person: &PersonSpec, given: &Given) -> bool {
    let procedure = &given.school.procedure;
    let is_free = person.class.is_none() && person.own_way.exit.is_none();
    procedure.exit_choice == ExitChoice::Weighed && is_free && !needs_two(person, procedure)
}

/// The exit that is nearest by walking time, of those not believed closed: the first choice of who weighs exits.
fn nearest_exit(belief: Belief, from: &Whereabouts, site: &Site, ways: &mut Ways) -> Option<usize> {
    let costs = site.ways_out().iter().filter_map(|exit| {
        let cost_s = ways.cost_s(site, GoalKey::Exit(*exit), belief, from)?;
        Some((cost_s, usize::from(*exit)))
    });
    let nearest = costs.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    nearest.map(|(_, exit)| exit)
}

/// The assembly area that is nearest by walking time, of those in the open where there are any; of equals the first by id.
pub(super) fn nearest_assembly(
    belief: Belief,
    from: &Whereabouts,
    site: &Site,
    ways: &mut Ways,
) -> Option<u32> {
    let costs = site
        .usual_assemblies()
        .filter_map(|a| Some((ways.cost_s(site, GoalKey::Assembly(a), belief, from)?, a)));
    costs
        .collect::<Vec<_>>()
        .into_iter()
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        .map(|(_, a)| a)
}
