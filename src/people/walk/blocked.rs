//! Who sees that the way is blocked, or open again, and turns round.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::{Afoot, walker};
use crate::geo::Point;
use crate::pedestrian::Portal;
use crate::people::leave::DEPART;
use crate::people::turning::TurnRound;
use crate::people::way_out::{Goer, plan_way};
use crate::people::{Activity, ClassState, Classes, Condition, Journey, NoWay, Ordinal, Roster};
use crate::places::{Belief, GoalKey, Site, Ways, Whereabouts};
use crate::scenario::plan::LevelIndex;
use crate::sim::{Agenda, Clock, Given, Log, Phase};
use crate::vocabulary::SubjectIx;

/// What seeing a closure and turning round needs.
#[derive(SystemParam)]
pub(in crate::people) struct Looking<'w, 's> {
    clock: Res<'w, Clock>,
    given: Res<'w, Given>,
    roster: Res<'w, Roster>,
    classes: Res<'w, Classes>,
    site: Res<'w, Site>,
    ways: ResMut<'w, Ways>,
    afoot: ResMut<'w, Afoot>,
    people: Query<
        'w,
        's,
        (
            &'static mut Activity,
            &'static mut Journey,
            &'static mut Whereabouts,
            &'static Condition,
        ),
        With<Ordinal>,
    >,
    states: Query<'w, 's, &'static mut ClassState>,
    no_way: MessageWriter<'w, NoWay>,
    log: ResMut<'w, Log>,
    agenda: ResMut<'w, Agenda>,
}

/// What those who hold a belief are mistaken about, at one moment: many hold the same.
#[derive(Default)]
struct Mistakes(BTreeMap<Belief, Vec<Mistake>>);

/// A door, or an end of a flight, that somebody wrongly believes open or closed; and where it is seen.
struct Mistake {
    portal: Portal,
    level: LevelIndex,
    at: Point,
}

impl Mistakes {
    fn of(&mut self, belief: Belief, site: &Site, ways: &Ways) -> &[Mistake] {
        self.0.entry(belief).or_insert_with(|| {
            let mistaken = site.closed.symmetric_difference(ways.closed(belief)).copied();
            let ends = mistaken.flat_map(|portal| site.ends_of(portal).map(move |end| (portal, end)));
            ends.map(|(portal, (level, at))| Mistake { portal, level, at })
                .collect()
        })
    }
}

/// Somebody who walks, what they believe, and on which level they are.
struct Believer {
    person: u32,
    belief: Belief,
    level: LevelIndex,
}

/// What somebody has learnt about closures.
struct Lesson {
    person: u32,
    /// What the person believes now.
    belief: Belief,
    /// Of what was seen, the first.
    seen: Portal,
    /// Whether it changes the cost of the way.
    matters: bool,
}

/// Once a second: who sees that the way is blocked. A class learns it from whoever of it sees it first, and turns
/// round.
pub(in crate::people) fn learn_what_is_blocked(mut looking: Looking) {
    if looking.afoot.can_be_pushed_aside() {
        let mut walkers: Vec<u32> = looking.afoot.crowd.ordinals();
        walkers.sort_unstable();
        for person in walkers {
            looking.find_lost_way(person);
        }
    }
    let mut mistakes = Mistakes::default();
    let mut lessons: Vec<Lesson> = Vec::new();
    for believer in looking.believers() {
        let mistaken = mistakes.of(believer.belief, &looking.site, &looking.ways);
        let mistaken = mistaken.iter().filter(|mistake| mistake.level == believer.level);
        if let Some(lesson) = looking.lesson(&believer, mistaken) {
            looking.tell(&lesson, &lessons);
            lessons.push(lesson);
        }
    }
    for lesson in lessons {
        for member in looking.group_of(lesson.person, lesson.belief) {
            looking.plan_anew(member, lesson.belief);
        }
    }
}

/// Who is sent elsewhere turns round, or leaves the assembly area. Who is carried goes where the bearers go.
pub(in crate::people) fn turn_round(mut told: MessageReader<TurnRound>, mut looking: Looking) {
    for person in told.read().flat_map(|turn| &turn.people).copied() {
        let found = looking.people.get(looking.roster.entities[person as usize]);
        let Ok((activity, journey, whereabouts, _)) = found else {
            continue;
        };
        match (*activity, journey.belief) {
            _ if journey.carried => {}
            (Activity::Walking, Some(belief)) => looking.plan_anew(person, belief),
            (Activity::Assembled, _) => {
                let here = *whereabouts;
                looking.set_out_again(person, here);
            }
            _ => {}
        }
    }
}

impl Looking<'_, '_> {
    /// Who was pushed farther aside than the field of the errand reaches finds the way anew from there; who was pushed
    /// out by another exit goes on from outside.
    fn find_lost_way(&mut self, person: u32) {
        let entity = self.roster.entities[person as usize];
        let Ok((_, mut journey, whereabouts, condition)) = self.people.get_mut(entity) else {
            return;
        };
        let Some(belief) = journey.belief else { return };
        let mut is_lost = false;
        while let Some(goal) = journey.stages.front().copied() {
            let field = match goal {
                GoalKey::Space(_) | GoalKey::Beside(_) | GoalKey::Spot(_) => self.ways.errand(person),
                GoalKey::Stair(_) | GoalKey::Exit(_) => Some(self.ways.to(&self.site, goal, belief)),
                GoalKey::Assembly(_) => None,
            };
            let is_beyond = |field| {
                self.afoot
                    .is_beyond_reach_of(field, &self.site, &self.ways, person)
            };
            if !field.is_some_and(is_beyond) {
                break;
            }
            is_lost = true;
            if goal.is_of_an_errand() {
                break;
            }
            journey.stages.pop_front();
        }
        if is_lost {
            let walker = walker(person, &whereabouts, &self.roster, *condition);
            let lost = self
                .afoot
                .follow(&self.site, &mut self.ways, &mut journey, belief, walker);
            let of_errand = lost.filter(|goal| goal.is_of_an_errand());
            self.no_way
                .write_batch(of_errand.map(|goal| NoWay { person, goal }));
        }
    }

    /// Who walks and believes something, in the order of ordinals.
    fn believers(&self) -> Vec<Believer> {
        let of_one = |person: u32| {
            let (_, journey, ..) = self.people.get(self.roster.entities[person as usize]).ok()?;
            Some(Believer {
                person,
                belief: journey.belief?,
                level: self.afoot.level(&self.site, person)?,
            })
        };
        let walkers = self.afoot.crowd.ordinals().into_iter();
        let mut believers: Vec<Believer> = walkers.filter_map(of_one).collect();
        believers.sort_unstable_by_key(|believer| believer.person);
        believers
    }

    /// What somebody sees of closures on their level that differs from what they believe.
    fn lesson<'a>(
        &mut self,
        believer: &Believer,
        mistaken: impl Iterator<Item = &'a Mistake>,
    ) -> Option<Lesson> {
        let Believer {
            person,
            belief: before,
            level,
        } = *believer;
        let mut mistaken = mistaken.peekable();
        mistaken.peek()?;
        let at = self.afoot.point(&self.site, person)?;
        let sight_m = self.given.school.procedure.sight_m;
        let news = portals_in_sight(&self.site, level, at, mistaken, sight_m);
        let seen = *news.first()?;
        let here = self.afoot.whereabouts(&self.site, person)?;
        let belief = self.ways.correcting(before, &news, &self.site.closed);
        let (_, journey, ..) = self.people.get(self.roster.entities[person as usize]).ok()?;
        let goal = journey.stages.front().copied();
        let on_way_out = goal.filter(|goal| !goal.is_of_an_errand());
        let matters = on_way_out.is_some_and(|goal| {
            let mut cost_s = |belief| self.ways.cost_s(&self.site, goal, belief, &here);
            cost_s(before) != cost_s(belief)
        });
        Some(Lesson {
            person,
            belief,
            seen,
            matters,
        })
    }

    /// The timeline hears of what changes the cost of a way, once a class.
    fn tell(&mut self, lesson: &Lesson, earlier: &[Lesson]) {
        let people = &self.given.school.people;
        let spec = &people[lesson.person as usize];
        let class_knows = spec.class.is_some_and(|class| {
            earlier
                .iter()
                .any(|l| l.belief == lesson.belief && people[l.person as usize].class == Some(class))
        });
        if !lesson.matters || class_knows {
            return;
        }
        let who = spec
            .class
            .map_or(spec.subject, |class| self.given.school.classes[class].subject);
        let event = if self.site.closed.contains(&lesson.seen) {
            "way-found-blocked"
        } else {
            "way-found-open"
        };
        self.log
            .note(self.clock.now_ms, event)
            .about(who)
            .at(self.site.portal_subject(lesson.seen))
            .done();
    }

    /// Who learns it with a person: all of the class and its teacher; the class believes it from now on. Whoever is on an
    /// errand is not with the class.
    fn group_of(&mut self, person: u32, belief: Belief) -> Vec<u32> {
        let found = self.people.get(self.roster.entities[person as usize]);
        let is_with_class = !found.is_ok_and(|(activity, ..)| *activity == Activity::Errand);
        let class = self.given.school.people[person as usize].class;
        let Some(class) = class.filter(|_| is_with_class) else {
            return vec![person];
        };
        if let Ok(mut state) = self.states.get_mut(self.classes.0[class]) {
            state.belief = belief;
        }
        let spec = &self.given.school.classes[class];
        let all = spec.members.iter().copied().chain(spec.teacher);
        all.map(|member| member as u32).collect()
    }

    /// Somebody believes something else from now on; who walks plans the way anew.
    fn plan_anew(&mut self, person: u32, belief: Belief) {
        let entity = self.roster.entities[person as usize];
        let Ok((activity, mut journey, whereabouts, condition)) = self.people.get_mut(entity) else {
            return;
        };
        journey.belief = Some(belief);
        let (activity, condition) = (*activity, *condition);
        let here = self.afoot.whereabouts(&self.site, person);
        let here = here.unwrap_or(*whereabouts);
        let (from, stages) = match activity {
            Activity::Errand => (here, None),
            Activity::Walking => {
                let Some((from, stages)) = self.way_out_from(person, here, belief) else {
                    self.set_out_again(person, here);
                    return;
                };
                (from, Some(stages))
            }
            _ => return,
        };
        if from != here {
            // Whoever was on a stair when it was blocked climbs off it.
            self.afoot.stop(&self.site, person);
        }
        let Ok((_, mut journey, _, _)) = self.people.get_mut(entity) else {
            return;
        };
        if let Some(stages) = stages {
            journey.stages = stages.into();
        }
        let walker = walker(person, &from, &self.roster, condition);
        let lost = self
            .afoot
            .follow(&self.site, &mut self.ways, &mut journey, belief, walker);
        if activity == Activity::Errand {
            self.no_way.write_batch(lost.map(|goal| NoWay { person, goal }));
        }
    }

    /// The way out from here, or from the end of the closed flight somebody stands on; and where it begins.
    fn way_out_from(
        &mut self,
        person: u32,
        here: Whereabouts,
        belief: Belief,
    ) -> Option<(Whereabouts, Vec<GoalKey>)> {
        let class = self.given.school.people[person as usize].class;
        let journey = self.people.get(self.roster.entities[person as usize]);
        let (is_carried, sent_to) = journey.map_or((false, None), |(_, journey, ..)| {
            (journey.carried, journey.sent_to)
        });
        let mut state = class.and_then(|c| self.states.get_mut(self.classes.0[c]).ok());
        let closed_flight = self
            .afoot
            .flight(&self.site, person)
            .filter(|flight| self.site.closed.contains(&Portal::Flight(*flight)));
        let on_the_spot = std::iter::once(here).filter(|_| closed_flight.is_none());
        let mut places = on_the_spot.chain(self.site.ways_off(&here, closed_flight));
        places.find_map(|from| {
            let stages = plan_way(
                Goer {
                    person: person as usize,
                    is_carried,
                    sent_to,
                },
                state.as_deref_mut(),
                belief,
                &from,
                &self.given,
                &self.site,
                &mut self.ways,
            )?;
            Some((from, stages))
        })
    }

    /// Somebody stops, and sets out again from there: also who finds no way out, and tries again.
    fn set_out_again(&mut self, person: u32, here: Whereabouts) {
        let stopped = self.afoot.stop(&self.site, person).unwrap_or(here);
        let entity = self.roster.entities[person as usize];
        if let Ok((mut activity, _, mut whereabouts, _)) = self.people.get_mut(entity) {
            *whereabouts = stopped;
            let departs_ms = self.clock.now_ms;
            *activity = Activity::Preparing { departs_ms };
            self.agenda.at(departs_ms, Phase::Move, DEPART, person, 0);
        }
    }
}

/// Of what a person believes wrongly to be open or closed, that which is in sight from here.
fn portals_in_sight<'a>(
    site: &Site,
    level: LevelIndex,
    at: Point,
    mistaken: impl Iterator<Item = &'a Mistake>,
    sight_m: f64,
) -> Vec<Portal> {
    let in_sight =
        |mistake: &&Mistake| at.distance(mistake.at) <= sight_m && site.sees(level, at, mistake.at);
    let seen = mistaken.filter(in_sight);
    // Of a stair one sees a flight and judges the whole.
    let places: BTreeSet<SubjectIx> = seen
        .filter_map(|mistake| site.portal_subject(mistake.portal))
        .collect();
    places
        .into_iter()
        .flat_map(|place| site.portals_of(place))
        .collect()
}
