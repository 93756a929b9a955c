//! Who is hurt, and what that does to what they can do.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::walk::Afoot;
use super::{Activity, Condition, Cover, Hurt, Ordinal, Roster, Story};
use crate::hazard::earthquake::{ShakingEnds, Shocks, casualty};
use crate::places::{Site, Whereabouts};
use crate::sim::{Chance, Clock, Detail, Given, Log, Truth, stable_id};
use crate::vocabulary::{Ms, Signal, Value};

/// The share of the injury rate that a person bears: all of it for the time in the open, `under_cover` of it for the
/// time under cover.
fn remaining_risk(cover: &Cover, began_ms: Ms, ended_ms: Ms, under_cover: f64) -> f64 {
    let lasted_ms = (ended_ms - began_ms).max(1);
    let covered_ms = cover
        .since_ms
        .map_or(0, |since_ms| ended_ms - since_ms.max(began_ms));
    let covered = (covered_ms as f64 / lasted_ms as f64).clamp(0.0, 1.0);
    1.0 - covered * (1.0 - under_cover)
}

/// When the shaking ends, some of those inside a damaged building are hurt: HAZUS rates, fewer under cover. One
/// draw a person and earthquake, so that cover can only help.
pub(super) fn hurt_by_shaking(
    mut ended: MessageReader<ShakingEnds>,
    given: Res<Given>,
    shocks: Res<Shocks>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    roster: Res<Roster>,
    people: Query<(&Activity, &Cover, &Story), With<Ordinal>>,
    mut hurt: MessageWriter<Hurt>,
) {
    for ended in ended.read() {
        for shock in ended.shocks.iter().map(|shock| &shocks.0[*shock]) {
            for (person, entity) in (0..).zip(&roster.entities) {
                let Ok((activity, cover, story)) = people.get(*entity) else {
                    continue;
                };
                if matches!(activity, Activity::Away | Activity::Assembled) || !story.inside {
                    continue;
                }
                let under_cover = given.school.procedure.cover_factor;
                let factor = remaining_risk(cover, ended.began_ms, clock.now_ms, under_cover);
                let who = &given.school.people[person as usize].id;
                let key = stable_id(&format!("{}/{who}", shock.key));
                let draw = chance.draw("hurt-by-shaking", key, 0).uniform();
                if let Some(severity) = casualty::severity(shock.damage, factor, draw) {
                    hurt.write(Hurt {
                        person,
                        severity,
                        cause: Some(ended.cause),
                    });
                }
            }
        }
    }
}

/// What hurting people needs.
#[derive(SystemParam)]
pub(super) struct Harm<'w, 's> {
    clock: Res<'w, Clock>,
    given: Res<'w, Given>,
    roster: Res<'w, Roster>,
    site: Res<'w, Site>,
    afoot: ResMut<'w, Afoot>,
    people: Query<
        'w,
        's,
        (
            &'static mut Activity,
            &'static mut Condition,
            &'static mut Whereabouts,
        ),
        With<Ordinal>,
    >,
    truth: ResMut<'w, Truth>,
    log: ResMut<'w, Log>,
}

/// Hurts people: what shaking, a pin or an inject says of this tick.
pub(super) fn hurt_people(mut asked: MessageReader<Hurt>, mut harm: Harm) {
    for hurt in asked.read() {
        harm.hurt(hurt);
    }
    harm.count_injured();
}

impl Harm<'_, '_> {
    /// Whoever is hurt worse than before goes on more slowly, or stays where they are.
    fn hurt(&mut self, hurt: &Hurt) {
        let entity = self.roster.entities[hurt.person as usize];
        let Ok((mut activity, mut condition, mut whereabouts)) = self.people.get_mut(entity) else {
            return;
        };
        if hurt.severity <= condition.severity {
            return;
        }
        condition.severity = hurt.severity;
        // Who is with them sees it, even where nobody moves.
        self.afoot.stirred = true;
        condition.hurt_ms.get_or_insert(self.clock.now_ms);
        if hurt.severity > 1 {
            condition.down_ms.get_or_insert(self.clock.now_ms);
        }
        let spec = &self.given.school.people[hurt.person as usize];
        if hurt.severity > 1 {
            if let Some(here) = self.afoot.stop(&self.site, hurt.person) {
                *whereabouts = here;
            }
            *activity = Activity::Down;
        } else {
            let body = self.roster.bodies[hurt.person as usize].hurt();
            self.afoot.crowd.set_speeds(hurt.person, &body);
            let own_m_s = body.flat_m_s;
            let class = spec.class.filter(|_| *activity == Activity::Walking);
            let pace_m_s = class.map(|class| self.roster.pace_m_s(class, hurt.person, &self.given));
            let cap_m_s = pace_m_s.map_or(own_m_s, |pace_m_s| pace_m_s.min(own_m_s));
            self.afoot.crowd.set_speed_cap(hurt.person, cap_m_s as f32);
        }
        let place = whereabouts.space.map(|space| self.site.space_subject(space));
        let note = self
            .log
            .note(self.clock.now_ms, "person-hurt")
            .because(hurt.cause)
            .about(spec.subject)
            .at(place);
        let severity = Detail::Count(hurt.severity.into());
        condition.cause = Some(note.with("severity", severity).done());
    }

    fn count_injured(&mut self) {
        let school = &self.given.school;
        let is_hurt = |entity: &Entity| self.people.get(*entity).is_ok_and(|p| p.1.severity > 0);
        let injured = self.roster.entities.iter().zip(&school.people);
        let injured = injured
            .filter(|(entity, _)| is_hurt(entity))
            .map(|(_, spec)| spec.subject)
            .collect();
        self.truth.set(
            self.clock.now_ms,
            Signal::Injured,
            school.subject,
            Value::Set(injured),
        );
    }
}
