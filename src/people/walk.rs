//! Walking: the crowd in its kernel, what it passes, what it learns on the way.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::*;

use super::way_out::plan_way;
use super::{Activity, ClassState, Classes, Condition, Cover, Journey, Ordinal, Reached, Roster, Story};
use crate::geo::Point;
use crate::pedestrian::{self, Crowd, Notices, Place, Portal, Walker};
use crate::places::{Belief, GoalKey, Site, Ways, Whereabouts};
use crate::scenario::plan::{LevelIndex, OpeningKind};
use crate::sim::{Chance, Clock, Due, Given, Log, Truth};
use crate::vocabulary::{Ms, Signal, SubjectIx, Value};

/// People on the move look around.
pub(super) const LOOK: &str = "look";
/// How often they do, ms.
pub(super) const LOOK_EVERY_MS: Ms = 1_000;
/// The kernel wants new nudges so often, ms.
const NUDGE_EVERY_MS: Ms = 1_000;
/// Slower than this share of the desired speed, a person stands in a queue. The kernel counts congestion alike.
const QUEUE_SHARE: f32 = 0.25;

/// Everybody who is afoot, in the crowd kernel.
#[derive(Resource, Default)]
pub struct Afoot {
    /// The crowd.
    pub crowd: Crowd,
    /// What has been passed and reached since the last tick.
    pub notices: Notices,
    /// Somebody has got under cover or up, or a class is doing something else: count again.
    pub(super) stirred: bool,
    pub(super) looking: bool,
    pub(super) cues_looked_at: u32,
    nudges: Vec<f32>,
    nudged_ms: Option<Ms>,
    /// The goal behind each field in use.
    goals: BTreeMap<usize, GoalKey>,
}

impl Afoot {
    /// Where a walker is; none for whoever does not walk.
    pub fn whereabouts(&self, site: &Site, person: u32) -> Option<Whereabouts> {
        let position = self.crowd.position(&site.venue, person)?;
        let at = Point::new(f64::from(position.point[0]), f64::from(position.point[1]));
        let level = self.level(site, person)?;
        let space = match position.place {
            Place::Deck(_) => site.plan.space_at(level, at),
            Place::Flight(_) => None,
        };
        Some(Whereabouts { level, at, space })
    }

    /// Whether a walker on an errand stands where the own field does not reach.
    fn has_lost_the_way(&self, site: &Site, ways: &Ways, person: u32) -> bool {
        let (Some(field), Some(position)) = (ways.errand(person), self.crowd.position(&site.venue, person))
        else {
            return false;
        };
        matches!(self.goals.get(&field), Some(GoalKey::Space(_)))
            && ways.fields()[field]
                .cost_s(&site.venue, position.place, position.point)
                .is_none()
    }

    /// The flight a walker is on, if on one.
    fn flight(&self, site: &Site, person: u32) -> Option<u16> {
        match self.crowd.position(&site.venue, person)?.place {
            Place::Flight(flight) => Some(flight),
            Place::Deck(_) => None,
        }
    }

    /// The level a walker is on, or nearest to on a stair.
    pub(super) fn level(&self, site: &Site, person: u32) -> Option<LevelIndex> {
        let position = self.crowd.position(&site.venue, person)?;
        Some(match position.place {
            Place::Deck(deck) => LevelIndex(u32::from(deck)),
            Place::Flight(flight) => {
                let flight = &site.plan.flights[usize::from(flight)];
                let middle_m = f64::midpoint(
                    site.plan[flight.lower].elevation_m,
                    site.plan[flight.upper].elevation_m,
                );
                if f64::from(position.z_m) < middle_m {
                    flight.lower
                } else {
                    flight.upper
                }
            }
        })
    }

    /// Whether there is something to tell.
    pub fn has_notices(&self) -> bool {
        !(self.notices.crossings.is_empty()
            && self.notices.flights.is_empty()
            && self.notices.arrivals.is_empty())
    }

    /// Sets a person on the way to the next stage of a journey; adds the walker if not yet afoot.
    pub(super) fn follow(
        &mut self,
        site: &Site,
        ways: &mut Ways,
        journey: &mut Journey,
        belief: Belief,
        walker: Walker,
    ) {
        let Some(goal) = journey.stages.front().copied() else {
            return;
        };
        let from = match self.crowd.position(&site.venue, walker.ordinal) {
            Some(position) => (position.place, position.point),
            None => (walker.place, walker.position),
        };
        let field = match goal {
            GoalKey::Space(_) => ways.on_errand(site, goal, belief, walker.ordinal, from),
            _ => ways.to(site, goal, belief),
        };
        self.goals.insert(field, goal);
        let ordinal = walker.ordinal;
        if !self.crowd.contains(ordinal) {
            self.crowd.insert(&site.venue, walker);
        }
        self.crowd.set_field(ordinal, Some(field as u16));
    }

    /// Takes a person out of the crowd and says where that was.
    pub(super) fn stop(&mut self, site: &Site, person: u32) -> Option<Whereabouts> {
        let mut here = self.whereabouts(site, person)?;
        if let Some(Place::Flight(flight)) = self.crowd.position(&site.venue, person).map(|p| p.place) {
            // Nobody is left lying on a flight: those around bring the person to its nearer end.
            here = site.end_of_flight(flight, here.level);
        }
        self.crowd.remove(person);
        Some(here)
    }
}

/// A person as the crowd kernel wants one: slower when hurt, at the pace of the bearers when carried.
pub(super) fn walker(person: u32, from: &Whereabouts, roster: &Roster, condition: Condition) -> Walker {
    let body = match condition.severity {
        0 => roster.bodies[person as usize],
        1 => roster.bodies[person as usize].hurt(),
        _ => roster.bodies[person as usize].carried(),
    };
    Walker {
        ordinal: person,
        place: Place::Deck(from.level.0 as u16),
        position: [from.at.x as f32, from.at.y as f32],
        radius_m: body.radius_m as f32,
        flat_m_s: body.flat_m_s as f32,
        up_m_s: body.up_m_s as f32,
        down_m_s: body.down_m_s as f32,
        field: None,
    }
}

/// One step of 50 ms for everybody afoot.
pub fn walk(
    clock: Res<Clock>,
    chance: Res<Chance>,
    roster: Res<Roster>,
    ways: Res<Ways>,
    mut site: ResMut<Site>,
    mut afoot: ResMut<Afoot>,
) {
    let afoot = &mut *afoot;
    let second = clock.now_ms.div_euclid(NUDGE_EVERY_MS);
    if afoot.nudged_ms != Some(second) {
        afoot.nudged_ms = Some(second);
        afoot.nudges.resize(roster.entities.len(), 0.0);
        chance.fill_symmetric("nudge", second as u64, &mut afoot.nudges);
    }
    pedestrian::step(
        &mut afoot.crowd,
        &mut site.venue,
        ways.fields(),
        &afoot.nudges,
        &mut afoot.notices,
    );
}

/// Turns what the crowd passed and reached into the stories of people, and sends them on.
pub(super) fn read_notices(
    clock: Res<Clock>,
    given: Res<Given>,
    roster: Res<Roster>,
    site: Res<Site>,
    mut ways: ResMut<Ways>,
    mut afoot: ResMut<Afoot>,
    mut people: Query<
        (
            &mut Activity,
            &mut Journey,
            &mut Story,
            &mut Whereabouts,
            &Condition,
        ),
        With<Ordinal>,
    >,
    mut reached: MessageWriter<Reached>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    let notices = std::mem::take(&mut afoot.notices);
    for passage in notices.flights.iter().filter(|passage| passage.entered) {
        if let Ok((_, _, mut story, _, _)) = people.get_mut(roster.entities[passage.ordinal as usize]) {
            story.stair = site.stair_of(passage.flight).map(|stair| stair.subject);
        }
    }
    for crossing in &notices.crossings {
        let Some(exit) = site.portal_subject(Portal::Opening(crossing.opening)) else {
            continue;
        };
        let Ok((activity, _, mut story, _, _)) = people.get_mut(roster.entities[crossing.ordinal as usize])
        else {
            continue;
        };
        let plan_opening = &site.plan.openings[usize::from(crossing.opening)];
        if plan_opening.kind != OpeningKind::Exit {
            continue;
        }
        if site.is_outward(crossing.opening, crossing.forward) {
            story.inside = false;
            if *activity == Activity::Walking && story.exited_ms.is_none() {
                story.exit = Some(exit);
                story.exited_ms = Some(now_ms);
                let person = &given.school.people[crossing.ordinal as usize];
                log.note(now_ms, "person-out")
                    .about(person.subject)
                    .at(Some(exit))
                    .done();
            }
        } else {
            story.inside = true;
            if *activity == Activity::Walking {
                // Pushed back in by the throng: not out yet.
                story.exit = None;
                story.exited_ms = None;
            }
        }
    }
    for arrival in &notices.arrivals {
        let person = arrival.ordinal;
        let Ok((mut activity, mut journey, mut story, mut whereabouts, condition)) =
            people.get_mut(roster.entities[person as usize])
        else {
            continue;
        };
        let goal = afoot.goals.get(&usize::from(arrival.field)).copied();
        if goal.is_none() || journey.stages.front() != goal.as_ref() {
            continue;
        }
        journey.stages.pop_front();
        if let Some(belief) = journey.belief
            && !journey.stages.is_empty()
        {
            let walker = walker(person, &whereabouts, &roster, *condition);
            afoot.follow(&site, &mut ways, &mut journey, belief, walker);
            continue;
        }
        if let Some(here) = afoot.stop(&site, person) {
            *whereabouts = here;
        }
        let Some(goal) = goal else { continue };
        if let (GoalKey::Assembly(assembly), Activity::Walking) = (goal, *activity) {
            *activity = Activity::Assembled;
            story.assembled_ms.get_or_insert(now_ms);
            story.assembly = Some(assembly);
            let subject = given.school.people[person as usize].subject;
            log.note(now_ms, "person-assembled")
                .about(subject)
                .at(Some(site.assembly_subject(assembly)))
                .done();
        }
        reached.write(Reached { person, goal });
    }
    afoot.notices = notices;
    afoot.notices.clear();
}

/// Once a second: who stands in a queue, and at which exit or stair.
pub(super) fn count_queues(
    due: Res<Due>,
    clock: Res<Clock>,
    roster: Res<Roster>,
    site: Res<Site>,
    afoot: Res<Afoot>,
    mut ways: ResMut<Ways>,
    mut people: Query<(&Activity, &Journey, &Cover, &mut Story), With<Ordinal>>,
    mut truth: ResMut<Truth>,
) {
    if due.of(LOOK).is_empty() {
        return;
    }
    let mut queues: BTreeMap<SubjectIx, u32> = site.stairs.iter().map(|stair| (stair.subject, 0)).collect();
    for (i, opening) in (0..).zip(&site.plan.openings) {
        if let (OpeningKind::Exit, Some(subject)) = (opening.kind, site.portal_subject(Portal::Opening(i))) {
            queues.insert(subject, 0);
        }
    }
    for person in afoot.crowd.ordinals() {
        let Ok((activity, journey, cover, mut story)) = people.get_mut(roster.entities[person as usize])
        else {
            continue;
        };
        let slow_m_s = f64::from(QUEUE_SHARE) * roster.bodies[person as usize].flat_m_s;
        let is_slow = afoot
            .crowd
            .speed_m_s(person)
            .is_some_and(|v| f64::from(v) < slow_m_s);
        if *activity != Activity::Walking || !is_slow || cover.since_ms.is_some() {
            continue;
        }
        story.queued_ms += LOOK_EVERY_MS;
        let (Some(goal), Some(belief)) = (journey.stages.front(), journey.belief) else {
            continue;
        };
        let field = ways.to(&site, *goal, belief);
        let Some(position) = afoot.crowd.position(&site.venue, person) else {
            continue;
        };
        let portal = ways.fields()[field].next_portal(&site.venue, position.place, position.point);
        if let Some(count) = portal
            .and_then(|p| site.portal_subject(p))
            .and_then(|subject| queues.get_mut(&subject))
        {
            *count += 1;
        }
    }
    for (subject, count) in queues {
        truth.set(clock.now_ms, Signal::Queue, subject, Value::Count(count));
    }
}

/// Once a second: who sees that the way is blocked. A class learns it from whoever of it sees it first, and turns
/// round.
pub(super) fn learn_what_is_blocked(
    due: Res<Due>,
    clock: Res<Clock>,
    given: Res<Given>,
    roster: Res<Roster>,
    classes: Res<Classes>,
    site: Res<Site>,
    mut ways: ResMut<Ways>,
    mut afoot: ResMut<Afoot>,
    mut people: Query<(&mut Activity, &mut Journey, &mut Whereabouts, &Condition), With<Ordinal>>,
    mut states: Query<&mut ClassState>,
    mut log: ResMut<Log>,
) {
    if due.of(LOOK).is_empty() {
        return;
    }
    let ordinals: Vec<u32> = {
        let mut all: Vec<u32> = afoot.crowd.ordinals().collect();
        all.sort_unstable();
        all
    };
    let mut turned: Vec<(u32, Belief)> = Vec::new();
    for person in &ordinals {
        let Ok((_, mut journey, whereabouts, condition)) = people.get_mut(roster.entities[*person as usize])
        else {
            continue;
        };
        let Some(belief) = journey.belief else { continue };
        if afoot.has_lost_the_way(&site, &ways, *person) {
            // Pushed farther aside than the field of the errand reaches: find the way anew from here.
            let walker = walker(*person, &whereabouts, &roster, *condition);
            afoot.follow(&site, &mut ways, &mut journey, belief, walker);
        }
        let mistaken: Vec<Portal> = site
            .closed
            .symmetric_difference(ways.closed(belief))
            .copied()
            .collect();
        if mistaken.is_empty() {
            continue;
        }
        let Some(here) = afoot.whereabouts(&site, *person) else {
            continue;
        };
        let news = portals_in_sight(&site, here, &mistaken, given.school.procedure.sight_m);
        if news.is_empty() {
            continue;
        }
        let learnt = ways.correcting(belief, &news, &site.closed);
        let goal = journey.stages.front().copied();
        let longer = goal.is_some_and(|goal| {
            let cost = |belief, ways: &mut Ways| ways.cost_s(&site, goal, belief, here.level, here.at);
            let is_errand = matches!(goal, GoalKey::Space(_));
            !is_errand && cost(belief, &mut ways) != cost(learnt, &mut ways)
        });
        let spec = &given.school.people[*person as usize];
        let told_already = spec.class.is_some_and(|class| {
            turned
                .iter()
                .any(|(p, b)| *b == learnt && given.school.people[*p as usize].class == Some(class))
        });
        if longer && !told_already {
            let who = spec
                .class
                .map_or(spec.subject, |class| given.school.classes[class].subject);
            let event = if site.closed.contains(&news[0]) {
                "way-found-blocked"
            } else {
                "way-found-open"
            };
            log.note(clock.now_ms, event)
                .about(who)
                .at(site.portal_subject(news[0]))
                .done();
        }
        turned.push((*person, learnt));
    }
    for (person, learnt) in turned {
        let class = given.school.people[person as usize].class;
        let group: Vec<u32> = match class {
            Some(class) => {
                if let Ok(mut state) = states.get_mut(classes.0[class]) {
                    state.belief = learnt;
                }
                let members = given.school.classes[class].members.iter().map(|m| *m as u32);
                members
                    .chain(given.school.classes[class].teacher.map(|t| t as u32))
                    .collect()
            }
            None => vec![person],
        };
        for member in group {
            let entity = roster.entities[member as usize];
            let Ok((mut activity, mut journey, mut whereabouts, condition)) = people.get_mut(entity) else {
                continue;
            };
            journey.belief = Some(learnt);
            if !matches!(*activity, Activity::Walking | Activity::Errand) {
                continue;
            }
            let mut here = afoot.whereabouts(&site, member).unwrap_or(*whereabouts);
            if *activity == Activity::Walking {
                let mut state = class.and_then(|c| states.get_mut(classes.0[c]).ok());
                let flight = afoot
                    .flight(&site, member)
                    .filter(|f| site.closed.contains(&Portal::Flight(*f)));
                let from = std::iter::once(here)
                    .filter(|_| flight.is_none())
                    .chain(site.ways_off(&here, flight));
                let way = from.into_iter().find_map(|from| {
                    let person = member as usize;
                    let stages = plan_way(
                        person,
                        state.as_deref_mut(),
                        learnt,
                        &from,
                        &given,
                        &site,
                        &mut ways,
                    )?;
                    Some((from, stages))
                });
                let Some((from, stages)) = way else {
                    *whereabouts = afoot.stop(&site, member).unwrap_or(here);
                    *activity = Activity::Settled;
                    let place = whereabouts.space.map(|space| site.space_subject(space));
                    let subject = given.school.people[member as usize].subject;
                    log.note(clock.now_ms, "person-trapped")
                        .about(subject)
                        .at(place)
                        .done();
                    continue;
                };
                if from != here {
                    // Whoever was on a stair when it was blocked climbs off it.
                    afoot.stop(&site, member);
                    here = from;
                }
                journey.stages = stages.into();
            }
            let walker = walker(member, &here, &roster, *condition);
            afoot.follow(&site, &mut ways, &mut journey, learnt, walker);
        }
    }
}

/// Of what a person believes wrongly to be open or closed, that which is in sight from here.
fn portals_in_sight(site: &Site, here: Whereabouts, mistaken: &[Portal], sight_m: f64) -> Vec<Portal> {
    let in_sight = |portal: &Portal| {
        site.ends_of(*portal).iter().any(|(level, at)| {
            *level == here.level && here.at.distance(*at) <= sight_m && site.sees(here.level, here.at, *at)
        })
    };
    let seen = mistaken.iter().filter(|portal| in_sight(portal));
    // Of a stair one sees a flight and judges the whole.
    let places: BTreeSet<SubjectIx> = seen.filter_map(|portal| site.portal_subject(*portal)).collect();
    places
        .into_iter()
        .flat_map(|place| site.portals_of(place))
        .collect()
}
