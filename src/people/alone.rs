//! Pupils who are by themselves when the ground shakes: after a while they go back to their class, on their own.

use bevy_ecs::prelude::*;

use super::carry::needs_two;
use super::leave::{AGAIN_MS, Pending};
use super::way_out::SettingOff;
use super::{Activity, Roster};
use crate::hazard::earthquake::{ShakingEnds, Shocks};
use crate::places::{GoalKey, Site};
use crate::scenario::model::{ClassIx, PersonSpec};
use crate::scenario::plan::SpaceIndex;
use crate::sim::{Agenda, Chance, Clock, Due, Given, Log, Phase, stable_id};
use crate::vocabulary::PersonRole;

/// A pupil who is still alone sets out.
pub(super) const ALONE: &str = "alone";

/// Whoever is alone when the shaking has ended will set out some time after coming out of cover.
pub(super) fn wait_alone(
    mut ended: MessageReader<ShakingEnds>,
    given: Res<Given>,
    shocks: Res<Shocks>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    setting_off: SettingOff,
    mut agenda: ResMut<Agenda>,
) {
    let procedure = &given.school.procedure;
    for ended in ended.read() {
        for (person, spec) in (0..).zip(&given.school.people) {
            if setting_off.alone_at(person, &given).is_none() {
                continue;
            }
            let last = ended.shocks.last().map_or(0, |shock| shocks.0[*shock].number);
            let draw = chance.draw("alone", stable_id(&spec.id), last);
            let after_ms = procedure.cover_after_ms + draw.duration_ms(procedure.alone_after_shaking);
            agenda.at(clock.now_ms + after_ms, Phase::Move, ALONE, person, 0);
        }
    }
}

/// Whoever is still alone, and follows nobody, sets out for the room of their class.
pub(super) fn set_out_alone(
    due: Res<Due>,
    given: Res<Given>,
    pending: Res<Pending>,
    mut setting_off: SettingOff,
    mut agenda: ResMut<Agenda>,
    mut log: ResMut<Log>,
) {
    for wake in due.of(ALONE) {
        let follows = pending.0[wake.id as usize].order.is_some();
        let Some((class, here)) = setting_off.alone_at(wake.id, &given).filter(|_| !follows) else {
            continue;
        };
        let now_ms = setting_off.clock.now_ms;
        if setting_off.is_under_cover(wake.id) {
            agenda.at(now_ms + AGAIN_MS, Phase::Move, ALONE, wake.id, wake.occurrence);
            continue;
        }
        log.note(now_ms, "sets-out-alone")
            .about(given.school.people[wake.id as usize].subject)
            .at(Some(setting_off.site.space_subject(here)))
            .done();
        let room = given.school.classes[class].room as u32;
        setting_off.on_errand(wake.id, &[GoalKey::Space(room)]);
    }
}

impl SettingOff<'_, '_> {
    /// The class of a pupil who is indoors away from it with no adult of the school, and would go back to it by
    /// themselves, and where they are.
    fn alone_at(&self, person: u32, given: &Given) -> Option<(ClassIx, SpaceIndex)> {
        let spec = &given.school.people[person as usize];
        let class = spec
            .class
            .filter(|_| spec.role == PersonRole::Pupil && !spec.hides)?;
        let here = self.rests_in(person)?;
        let room = given.school.classes[class].room;
        let is_elsewhere = here.get() != room && self.site.is_inside(here);
        let can_go = is_elsewhere && goes_alone(spec, here, SpaceIndex(room as u32), given, &self.site);
        (can_go && !self.has_adult(here, given, &self.roster)).then_some((class, here))
    }

    fn has_adult(&self, space: SpaceIndex, given: &Given, roster: &Roster) -> bool {
        let people = (0..roster.entities.len() as u32).zip(&given.school.people);
        let mut adults = people.filter(|(_, spec)| spec.role.is_adult_of_the_school());
        adults.any(|(adult, _)| self.rests_in(adult) == Some(space))
    }

    /// Where somebody is who is neither on the way nor badly hurt.
    fn rests_in(&self, person: u32) -> Option<SpaceIndex> {
        let found = self.people.get(self.roster.entities[person as usize]);
        let (activity, _, whereabouts, _, condition, _) = found.ok()?;
        let rests = matches!(*activity, Activity::Settled) && condition.severity <= 1;
        whereabouts.space.filter(|_| rests)
    }

    fn is_under_cover(&self, person: u32) -> bool {
        let found = self.people.get(self.roster.entities[person as usize]);
        found.is_ok_and(|(.., cover)| cover.since_ms.is_some())
    }
}

/// Whether somebody gets from one space to another without two adults who carry them.
fn goes_alone(spec: &PersonSpec, from: SpaceIndex, to: SpaceIndex, given: &Given, site: &Site) -> bool {
    site.plan[from].level == site.plan[to].level || !needs_two(spec, &given.school.procedure)
}
