//! An earthquake at the school, as the author of the exercise states it: when the ground shakes, for how long,
//! and how badly the building is damaged. What people can perceive of the damage are cues; the damage state
//! itself is known to nobody.

pub mod aftershock;
pub mod arrival;
pub mod casualty;
mod damage;
pub mod duration;
pub mod field;
pub mod ground_motion;
pub mod impact;
pub mod rupture;
pub mod shaking;

use bevy_ecs::prelude::*;

use crate::places::{ChangePlace, Site};
use crate::scenario::model::{Earthquake, HazardKind};
use crate::sim::{
    Agenda, Chance, Clock, Detail, Due, Given, HappeningId, Log, Phase, Tick, Truth, due, told,
};
use crate::vocabulary::{Ms, Signal, SubjectIx, Value};

const BEGINS: &str = "earthquake-begins";
const ENDS: &str = "earthquake-ends";

/// Steps of the scale of [`Signal::Shaking`]: `none`, `now`, `over`.
const NOW: u8 = 1;
const OVER: u8 = 2;

/// The ground has begun to shake.
#[derive(Message, Debug, Clone, Copy)]
pub struct ShakingBegins {
    /// Which earthquake, by index.
    pub hazard: usize,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// The ground has stopped shaking.
#[derive(Message, Debug, Clone)]
pub struct ShakingEnds {
    /// By which earthquakes it shook without a pause, by index, in the order of their ends.
    pub hazards: Vec<usize>,
    /// When it began, ms.
    pub began_ms: Ms,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// How the ground is now.
#[derive(Resource, Debug, Default)]
pub struct Ground {
    /// Since when it shakes; none while it is still.
    pub shaking_since_ms: Option<Ms>,
    /// When the last shaking ended, ms.
    pub ended_ms: Option<Ms>,
    /// When strong shaking first reached the school.
    pub first_hit_ms: Option<Ms>,
    began: Vec<(usize, HappeningId)>,
    /// Earthquakes that are over while the ground still shakes by another.
    overlapped: Vec<usize>,
}

/// Puts the room into the simulation.
pub fn install(world: &mut World, tick: &mut Tick, given: &Given) {
    world.init_resource::<Ground>();
    tick.carries::<ShakingBegins>(world);
    tick.carries::<ShakingEnds>(world);
    let mut agenda = world.resource_mut::<Agenda>();
    for (i, hazard) in given.hazards.iter().enumerate() {
        if let HazardKind::Earthquake(quake) = &hazard.kind {
            agenda.at(hazard.at_ms, Phase::Hazard, BEGINS, i as u32, 0);
            agenda.at(
                hazard.at_ms + quake.shakes_for_ms,
                Phase::Hazard,
                ENDS,
                i as u32,
                0,
            );
        }
    }
    let school = given.school.subject;
    let mut truth = world.resource_mut::<Truth>();
    truth.set(0, Signal::Shaking, school, Value::Ordinal(0));
    truth.set(0, Signal::Usability, school, Value::Ordinal(0));
    tick.phase(Phase::Hazard).on([due(BEGINS), due(ENDS)], shake);
    tick.phase(Phase::Expose)
        .on([told::<ShakingEnds>()], damage_building);
}

/// Starts and stops the shaking.
fn shake(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    mut ground: ResMut<Ground>,
    mut truth: ResMut<Truth>,
    mut log: ResMut<Log>,
    mut begins: MessageWriter<ShakingBegins>,
    mut ends: MessageWriter<ShakingEnds>,
) {
    let (now_ms, school) = (clock.now_ms, given.school.subject);
    for wake in due.of(ENDS) {
        let hazard = wake.id as usize;
        let Some(at) = ground.began.iter().position(|(h, _)| *h == hazard) else {
            continue;
        };
        let (_, began) = ground.began.remove(at);
        ground.overlapped.push(hazard);
        if !ground.began.is_empty() {
            continue;
        }
        let began_ms = ground.shaking_since_ms.take().unwrap_or(now_ms);
        ground.ended_ms = Some(now_ms);
        truth.set(now_ms, Signal::Shaking, school, Value::Ordinal(OVER));
        let note = log
            .note(now_ms, "shaking-ends")
            .because(Some(began))
            .about(given.hazards[hazard].subject);
        let cause = note
            .at(Some(school))
            .value(Signal::Shaking, Value::Ordinal(OVER))
            .done();
        ends.write(ShakingEnds {
            hazards: std::mem::take(&mut ground.overlapped),
            began_ms,
            cause,
        });
    }
    for wake in due.of(BEGINS) {
        let hazard = wake.id as usize;
        let Some(quake) = quake(&given, hazard) else {
            continue;
        };
        ground.shaking_since_ms.get_or_insert(now_ms);
        ground.first_hit_ms.get_or_insert(now_ms);
        truth.set(now_ms, Signal::Shaking, school, Value::Ordinal(NOW));
        let cause = log
            .note(now_ms, "shaking-begins")
            .about(given.hazards[hazard].subject)
            .at(Some(school))
            .value(Signal::Shaking, Value::Ordinal(NOW))
            .with("magnitude", Detail::Number(quake.magnitude_mw))
            .with("intensity", Detail::Number(quake.intensity_ems98))
            .with("duration_s", Detail::Duration(quake.shakes_for_ms))
            .done();
        ground.began.push((hazard, cause));
        begins.write(ShakingBegins { hazard, cause });
    }
}

fn quake(given: &Given, hazard: usize) -> Option<&Earthquake> {
    match &given.hazards.get(hazard)?.kind {
        HazardKind::Earthquake(quake) => Some(quake),
        _ => None,
    }
}

/// When the shaking ends, its damage shows as cracks and plaster, and an inspection would find the building so much
/// the worse.
pub fn damage_building(
    mut ended: MessageReader<ShakingEnds>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    site: Res<Site>,
    mut truth: ResMut<Truth>,
    mut changes: MessageWriter<ChangePlace>,
) {
    let school = given.school.subject;
    for ended in ended.read() {
        for hazard in ended.hazards.iter().copied() {
            let Some(quake) = quake(&given, hazard) else {
                continue;
            };
            let now = damage::usability(quake.damage);
            let before = truth.get(Signal::Usability, school).map(|(value, _)| value);
            if before.is_none_or(|before| matches!(before, Value::Ordinal(step) if *step < now)) {
                truth.set(clock.now_ms, Signal::Usability, school, Value::Ordinal(now));
            }
            let inside = inside_spaces(&site);
            let id = &given.hazards[hazard].id;
            let cues = damage::cues(quake.damage, id, &inside, &given.subjects, &chance);
            changes.write_batch(cues.into_iter().map(|(place, cue)| ChangePlace {
                place,
                change: crate::places::Change::Show(cue),
                cause: Some(ended.cause),
            }));
        }
    }
}

fn inside_spaces(site: &Site) -> Vec<SubjectIx> {
    (0..site.plan.spaces.len() as u32)
        .map(crate::scenario::plan::SpaceIndex)
        .filter(|space| site.is_inside(*space))
        .map(|space| site.space_subject(space))
        .collect()
}
