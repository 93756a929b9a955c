//! People and water: who sees it outside, who wades, who loses their feet, and how long they are in it.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::body::Body;
use super::walk::{Afoot, moving_body};
use super::{Activity, Condition, Cover, Hurt, Ordinal, Roster, WaterSeen};
use crate::hazard::flood::around::Around;
use crate::hazard::flood::coupling::{WINDOW_MS, Waters};
use crate::hazard::flood::effect::Flow;
use crate::hazard::flood::effect::body::Body as Build;
use crate::hazard::flood::effect::cold;
use crate::hazard::flood::effect::drowning::{OUT_OF_DEPTH_DROWNS, share_drowned};
use crate::hazard::flood::effect::stability;
use crate::hazard::flood::effect::wading::{self, Pace};
use crate::hazard::flood::reading::{WET_M, by_eye_m, danger};
use crate::places::{Cues, Site, Whereabouts};
use crate::scenario::model::School;
use crate::sim::{Chance, Clock, Detail, Given, Log, stable_id};
use crate::vocabulary::{Cue, Ms, Unit};

/// Nobody is exhausted by cold in less than this, min: the shortest of a row may be nothing.
const AT_ONCE_MIN: f64 = 1.0;

/// What water has done to people so far.
#[derive(Resource, Debug, Default)]
pub struct InWater {
    /// Who has lost their feet.
    pub swept_away: BTreeSet<u32>,
    /// Who of these, or of the exhausted, has drowned.
    pub drowned: BTreeSet<u32>,
    /// Who has stood so long in cold water that they are exhausted.
    pub exposed: BTreeSet<u32>,
    /// How long people were in water, person-milliseconds, until they lost their feet or were exhausted.
    pub person_ms: Ms,
    /// The worst danger that anybody was in: a step of [`crate::vocabulary::DANGER`].
    pub worst_danger: u8,
    /// Adults who have gone in, with those in their charge, from an assembly area that water came to.
    pub(super) came_in: BTreeSet<u32>,
    /// Whom water slows down now.
    slowed: BTreeSet<u32>,
    /// How near each is to being exhausted by cold, from 0 to 1: nobody warms up again in a run (an assumption).
    chilled: Vec<f64>,
    /// What each adult of the school has seen of the water outside: its depth by eye, m, and its danger.
    seen: Vec<Option<(f64, u8)>>,
}

impl InWater {
    pub(super) fn of(people: usize) -> Self {
        Self {
            chilled: vec![0.0; people],
            seen: vec![None; people],
            ..Self::default()
        }
    }
}

impl InWater {
    /// Whether somebody has lost their feet, or is exhausted: what the water could do to them it has done.
    fn is_lost(&self, person: u32) -> bool {
        self.swept_away.contains(&person) || self.exposed.contains(&person)
    }

    /// Somebody stands in cold water for another window: whether that exhausts them.
    fn is_exhausted(&mut self, person: u32, flow: Flow, school: &School, chance: &Chance) -> bool {
        let spec = &school.people[person as usize];
        let luck = chance.draw("exhausted-by-cold", stable_id(&spec.id), 0).uniform();
        let lasts_min = cold::lasts_min(school.water_c, spec.age_years, luck);
        let share = cold::share_chilled(flow.depth_m, Build::of_age(spec.age_years));
        let chilled = &mut self.chilled[person as usize];
        if let Some(lasts_min) = lasts_min {
            *chilled += share * WINDOW_MS as f64 / (60_000.0 * lasts_min.max(AT_ONCE_MIN));
        }
        *chilled >= 1.0
    }
}

/// Where people are, and how the water stands there.
#[derive(SystemParam)]
pub(super) struct Wet<'w, 's> {
    pub(super) given: Res<'w, Given>,
    pub(super) clock: Res<'w, Clock>,
    pub(super) waters: Res<'w, Waters>,
    pub(super) site: Res<'w, Site>,
    pub(super) roster: Res<'w, Roster>,
    afoot: ResMut<'w, Afoot>,
    pub(super) in_water: ResMut<'w, InWater>,
    pub(super) people: Query<
        'w,
        's,
        (
            &'static Activity,
            &'static Whereabouts,
            &'static Condition,
            &'static Cover,
        ),
        With<Ordinal>,
    >,
}

/// Those who are level with the yard see how the water stands there, and when it has changed so that one notices.
pub(super) fn look_at_water(mut wet: Wet, cues: Res<Cues>, mut says: MessageWriter<WaterSeen>) {
    let Some(around) = Around::school(&wet.waters, &wet.given.school) else {
        return;
    };
    let outside = around.outdoors(0.0);
    let now = (by_eye_m(outside.depth_m), danger(outside));
    let cause = cues.iter().find(|cue| cue.cue == Cue::Water);
    let cause = cause.and_then(|cue| cue.cause);
    let given = wet.given.clone();
    let adults = (0..).zip(&given.school.people);
    for (person, _) in adults.filter(|(_, person)| person.role.is_adult_of_the_school()) {
        let seen = wet.in_water.seen[person as usize];
        // Who has not seen any water does not notice that there is none.
        let is_new = seen != Some(now) && (seen.is_some() || outside.depth_m >= WET_M);
        if is_new && wet.can_look_out(person) {
            wet.in_water.seen[person as usize] = Some(now);
            let (depth_m, danger) = now;
            says.write(WaterSeen {
                person,
                depth_m,
                danger,
                cause,
            });
        }
    }
}

/// A window of the flood begins: who is in water, who loses their feet in it, and whom its cold exhausts.
pub(super) fn expose(mut wet: Wet, chance: Res<Chance>, mut log: ResMut<Log>, mut hurt: MessageWriter<Hurt>) {
    let around = Around::school(&wet.waters, &wet.given.school);
    let Some(around) = around.filter(|around| !around.is_dry()) else {
        return;
    };
    for person in 0..wet.roster.entities.len() as u32 {
        let Some((here, flow)) = wet.flow_at(person, &around) else {
            continue;
        };
        let in_water = &mut *wet.in_water;
        if flow.depth_m < WET_M || in_water.is_lost(person) {
            continue;
        }
        in_water.person_ms += WINDOW_MS;
        in_water.worst_danger = in_water.worst_danger.max(danger(flow));
        let spec = &wet.given.school.people[person as usize];
        let who = stable_id(&spec.id);
        let depth = Detail::Quantity(flow.depth_m, Unit::Metre);
        let place = here.space.map(|space| wet.site.space_subject(space));
        let now_ms = wet.clock.now_ms;
        let (cause, share) = if !stability::stands(flow, Build::of_age(spec.age_years)) {
            in_water.swept_away.insert(person);
            let note = log.note(now_ms, "swept-away").about(spec.subject).at(place);
            let speed = Detail::Quantity(flow.speed_m_s, Unit::MetrePerSecond);
            let note = note.with("depth_m", depth).with("speed_m_s", speed);
            (note.done(), share_drowned(flow))
        } else if in_water.is_exhausted(person, flow, &wet.given.school, &chance) {
            in_water.exposed.insert(person);
            let note = log
                .note(now_ms, "exhausted-by-cold")
                .about(spec.subject)
                .at(place);
            (note.with("depth_m", depth).done(), OUT_OF_DEPTH_DROWNS)
        } else {
            continue;
        };
        // One draw a person, whenever it happens: in worse water nobody fares better.
        let drowns = chance.draw("swept-away", who, 0).uniform() < share;
        if drowns {
            in_water.drowned.insert(person);
        }
        hurt.write(Hurt {
            person,
            severity: if drowns { DROWNED } else { PULLED_OUT },
            cause: Some(cause),
        });
    }
}

/// The casualty severity of who drowns: killed or mortally hurt.
const DROWNED: u8 = 4;
/// That of who loses their feet or is exhausted and does not drown: hospital, for water in the lungs, cold and blows. An
/// assumption.
const PULLED_OUT: u8 = 2;

/// Who walks in water gets on as fast as one wades; who has come out of it walks as before.
pub(super) fn wade(mut wet: Wet) {
    let around = Around::school(&wet.waters, &wet.given.school).filter(|around| !around.is_dry());
    if around.is_none() && wet.in_water.slowed.is_empty() {
        return;
    }
    for person in wet.afoot.crowd.ordinals() {
        let Ok((_, _, condition, _)) = wet.people.get(wet.roster.entities[person as usize]) else {
            continue;
        };
        let dry = moving_body(person, &wet.roster, *condition);
        let flow = around.and_then(|around| wet.flow_at(person, &around));
        let years = wet.given.school.people[person as usize].age_years;
        let wades = flow.map_or(dry, |(_, flow)| wading_body(dry, flow, years));
        let is_slowed = wades != dry;
        let was_slowed = wet.in_water.slowed.contains(&person);
        if !is_slowed && !was_slowed {
            continue;
        }
        if is_slowed {
            wet.in_water.slowed.insert(person);
        } else {
            wet.in_water.slowed.remove(&person);
        }
        // In a network a new speed is a new plan: only what changes is said.
        if wet.afoot.crowd.flat_m_s(person).to_bits() != (wades.flat_m_s as f32).to_bits() {
            wet.afoot.crowd.set_speeds(person, &wades);
        }
    }
    if around.is_none() {
        wet.in_water.slowed.clear();
    }
}

/// How somebody of this age gets on in this water.
fn wading_body(dry: Body, flow: Flow, years: f64) -> Body {
    let limit_m_s = wading::speed_m_s(flow, years, Build::of_age(years), Pace::Walk, dry.flat_m_s);
    if limit_m_s < dry.flat_m_s {
        dry.no_faster_than(limit_m_s)
    } else {
        dry
    }
}

impl Wet<'_, '_> {
    /// Where somebody is who is at school, and the water there. On a flight of stairs one stands above the water.
    pub(super) fn flow_at(&self, person: u32, around: &Around) -> Option<(Whereabouts, Flow)> {
        let (activity, whereabouts, ..) = self.people.get(self.roster.entities[person as usize]).ok()?;
        if *activity == Activity::Away {
            return None;
        }
        let here = self.afoot.whereabouts(&self.site, person);
        let here = here.or((!self.afoot.crowd.contains(person)).then_some(*whereabouts))?;
        Some((here, around.in_space(&self.site.plan, here.space?)))
    }

    /// Whether somebody is at school, well, not under cover, and level with the yard.
    fn can_look_out(&self, person: u32) -> bool {
        let found = self.people.get(self.roster.entities[person as usize]);
        found.is_ok_and(|(activity, whereabouts, condition, cover)| {
            let here = self.afoot.whereabouts(&self.site, person).unwrap_or(*whereabouts);
            let can_look = *activity != Activity::Away && condition.severity <= 1;
            can_look && cover.since_ms.is_none() && self.site.sees_outside(&here)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::typical_body;

    #[test]
    fn deep_water_slows_and_shallow_water_does_not() {
        let dry = typical_body(8.0);
        let at = |depth_m| {
            let flow = Flow {
                depth_m,
                speed_m_s: 0.0,
            };
            wading_body(dry, flow, 8.0)
        };
        assert_eq!(at(0.1), dry);
        // Half a metre of still water is 0.125 m²: 0.54 × 0.125^-0.07 m/s by the published fit.
        assert!((at(0.5).flat_m_s - 0.6246).abs() < 1e-4);
        assert!(at(0.5).down_m_s <= at(0.5).flat_m_s && at(0.5).radius_m == dry.radius_m);
        // Above the chin nobody walks.
        assert_eq!(at(1.3).flat_m_s, 0.0);
    }
}
