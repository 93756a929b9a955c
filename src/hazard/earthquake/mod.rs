//! An earthquake where the exercise takes place: when the ground shakes, for how long, and how badly the building is
//! damaged, as the author of the exercise states it or as it is computed from a rupture. What people can perceive of the
//! damage are cues; the damage state itself is known to nobody.
//!
//! # How the parts fit
//! ```text
//! rupture, ground_motion, field   pure kernels: distances, medians and spread, residuals by chance
//! shaking                         these together: the shaking of one earthquake at many places
//! arrival, duration, aftershock   when, for how long, what follows
//! impact                          what that does to a town, as a pure function of scenario and seed
//! shocks                          the shocks of a run as they are felt at its place
//! damage, casualty                what can be seen of the state of the school; who is hurt in it
//! ```

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
mod shocks;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::places::{Change, ChangePlace, Site};
use crate::scenario::plan::OpeningKind;
use crate::sim::{
    Agenda, Chance, Clock, Detail, Due, Given, HappeningId, Log, Phase, Tick, Truth, due, told,
};
use crate::vocabulary::{Cue, Ms, Signal, SubjectIx, SubjectKind, Value};

pub use shocks::{Shock, Shocks, Struck, arrivals, intensity};

const BEGINS: &str = "earthquake-begins";
const ENDS: &str = "earthquake-ends";
/// Shaking weaker than this drives nobody under a desk: intensity IV begins there, felt indoors by many.
const LEAST_FELT: f64 = 3.5;

const GAS: &str = "gas-spreads";

/// Steps of the scale of [`Signal::Shaking`]: `none`, `now`, `over`.
const NOW: u8 = 1;
const OVER: u8 = 2;

/// The ground has begun to shake.
#[derive(Message, Debug, Clone, Copy)]
pub struct ShakingBegins {
    /// Which of the [`Shocks`].
    pub shock: usize,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// A shock is over, though another may still shake the ground.
#[derive(Message, Debug, Clone, Copy)]
pub struct ShockOver {
    /// Which of the [`Shocks`].
    pub shock: usize,
    /// The entry of the log with which that is said, or with which it began.
    pub cause: HappeningId,
}

/// The ground has stopped shaking.
#[derive(Message, Debug, Clone)]
pub struct ShakingEnds {
    /// By which of the [`Shocks`] it shook without a pause, in the order of their ends.
    pub shocks: Vec<usize>,
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
    /// Shocks that are over while the ground still shakes by another.
    overlapped: Vec<usize>,
}

/// Puts the room into the simulation; what computed earthquakes do ([`Struck`]) has been worked out before.
pub fn install(world: &mut World, tick: &mut Tick, given: &Given) {
    world.init_resource::<Ground>();
    tick.carries::<ShakingBegins>(world);
    tick.carries::<ShockOver>(world);
    tick.carries::<ShakingEnds>(world);
    world.init_resource::<Struck>();
    let impact = &world.resource::<Struck>().impact;
    let shocks = Shocks::of(given, impact, world.resource::<Chance>());
    let passes_unnoticed = |shock: &Shock| {
        shock.intensity.is_some_and(|intensity| intensity < LEAST_FELT)
            && shock.computed.is_none_or(|computed| impact.is_harmless(computed))
    };
    let unnoticed: Vec<bool> = shocks.0.iter().map(passes_unnoticed).collect();
    let mut agenda = world.resource_mut::<Agenda>();
    for ((i, shock), unnoticed) in (0..).zip(&shocks.0).zip(unnoticed) {
        if unnoticed {
            continue;
        }
        agenda.at(shock.begins_ms, Phase::Hazard, BEGINS, i, 0);
        agenda.at(shock.ends_ms, Phase::Hazard, ENDS, i, 0);
    }
    world.insert_resource(shocks);
    let school = given.school.subject;
    let mut truth = world.resource_mut::<Truth>();
    truth.set(0, Signal::Shaking, school, Value::Ordinal(0));
    if !given.school.plan.spaces.is_empty() {
        truth.set(0, Signal::Usability, school, Value::Ordinal(0));
    }
    tick.phase(Phase::Hazard).on([due(BEGINS), due(ENDS)], shake);
    tick.phase(Phase::Expose)
        .on([told::<ShakingEnds>()], damage_building)
        .on([due(GAS)], smell_gas);
}

/// What starting and stopping the shaking needs.
#[derive(SystemParam)]
struct Shaking<'w> {
    given: Res<'w, Given>,
    shocks: Res<'w, Shocks>,
    clock: Res<'w, Clock>,
    ground: ResMut<'w, Ground>,
    truth: ResMut<'w, Truth>,
    log: ResMut<'w, Log>,
    begins: MessageWriter<'w, ShakingBegins>,
    overs: MessageWriter<'w, ShockOver>,
    ends: MessageWriter<'w, ShakingEnds>,
}

/// Starts and stops the shaking.
fn shake(due: Res<Due>, mut shaking: Shaking) {
    for wake in due.of(ENDS) {
        shaking.end(wake.id as usize);
    }
    for wake in due.of(BEGINS) {
        shaking.begin(wake.id as usize);
    }
}

impl Shaking<'_> {
    fn begin(&mut self, index: usize) {
        let (now_ms, school) = (self.clock.now_ms, self.given.school.subject);
        let shock = &self.shocks.0[index];
        self.ground.shaking_since_ms.get_or_insert(now_ms);
        self.ground.first_hit_ms.get_or_insert(now_ms);
        self.truth
            .set(now_ms, Signal::Shaking, school, Value::Ordinal(NOW));
        let mut note = match shock.municipality {
            None => self.log.note(now_ms, "shaking-begins"),
            Some(municipality) => {
                let municipalities = self.given.subjects.of_kind(SubjectKind::Municipality);
                let strongest_in = Detail::Subject(municipalities[municipality as usize]);
                self.log
                    .note(now_ms, "region-shakes")
                    .with("strongest_in", strongest_in)
            }
        };
        note = note
            .about(shock.subject)
            .at(Some(school))
            .value(Signal::Shaking, Value::Ordinal(NOW))
            .with("magnitude", Detail::Number(shock.magnitude_mw));
        if let Some(intensity) = shock.intensity {
            note = note.with("intensity", Detail::Number(intensity));
        }
        let cause = note
            .with("duration_s", Detail::Duration(shock.ends_ms - shock.begins_ms))
            .done();
        self.ground.began.push((index, cause));
        self.begins.write(ShakingBegins { shock: index, cause });
    }

    fn end(&mut self, shock: usize) {
        let (now_ms, school) = (self.clock.now_ms, self.given.school.subject);
        let Some(at) = self.ground.began.iter().position(|(s, _)| *s == shock) else {
            return;
        };
        let (_, began) = self.ground.began.remove(at);
        self.ground.overlapped.push(shock);
        if !self.ground.began.is_empty() {
            self.overs.write(ShockOver { shock, cause: began });
            return;
        }
        let began_ms = self.ground.shaking_since_ms.take().unwrap_or(now_ms);
        self.ground.ended_ms = Some(now_ms);
        self.truth
            .set(now_ms, Signal::Shaking, school, Value::Ordinal(OVER));
        let cause = self
            .log
            .note(now_ms, "shaking-ends")
            .because(Some(began))
            .about(self.shocks.0[shock].subject)
            .at(Some(school))
            .value(Signal::Shaking, Value::Ordinal(OVER))
            .done();
        self.overs.write(ShockOver { shock, cause });
        self.ends.write(ShakingEnds {
            shocks: std::mem::take(&mut self.ground.overlapped),
            began_ms,
            cause,
        });
    }
}

/// When the shaking ends, its damage shows as cracks and plaster, and an inspection would find the building so much
/// the worse. Damage that is computed bars stairs and exits, too; who states it says so with pins.
pub fn damage_building(
    mut ended: MessageReader<ShakingEnds>,
    given: Res<Given>,
    shocks: Res<Shocks>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    site: Res<Site>,
    mut agenda: ResMut<Agenda>,
    mut truth: ResMut<Truth>,
    mut changes: MessageWriter<ChangePlace>,
) {
    let (school, subjects) = (given.school.subject, &given.subjects);
    for ended in ended.read() {
        for (index, shock) in ended.shocks.iter().map(|shock| (*shock, &shocks.0[*shock])) {
            let now = damage::usability(shock.damage);
            let before = truth.get(Signal::Usability, school).map(|(value, _)| value);
            if before.is_some_and(|before| matches!(before, Value::Ordinal(step) if *step < now)) {
                truth.set(clock.now_ms, Signal::Usability, school, Value::Ordinal(now));
            }
            let [inside, outside] = [true, false].map(|inside| spaces(&site, inside));
            let mut change = |place, change| {
                let cause = Some(ended.cause);
                changes.write(ChangePlace { place, change, cause });
            };
            for (place, cue) in damage::cues(shock.damage, &shock.key, &inside, subjects, &chance) {
                change(place, Change::Show(cue));
            }
            if shock.computed.is_none() {
                continue;
            }
            for way in damage::blocked(shock.damage, &shock.key, &ways(&given), subjects, &chance) {
                change(way, Change::Close);
            }
            let (wall, gas) = damage::of_the_building(shock.damage, &shock.key, [&outside, &inside], &chance);
            if let Some(place) = wall {
                change(place, Change::Show(Cue::LeaningWall));
            }
            if let Some((place, after_ms)) = gas {
                let at_ms = clock.now_ms + after_ms;
                agenda.at(at_ms, Phase::Expose, GAS, place.0, index as u32);
            }
        }
    }
}

/// Gas that escapes since the shaking can be smelt.
fn smell_gas(due: Res<Due>, mut changes: MessageWriter<ChangePlace>) {
    for wake in due.of(GAS) {
        changes.write(ChangePlace {
            place: SubjectIx(wake.id),
            change: Change::Show(Cue::GasSmell),
            cause: None,
        });
    }
}

/// The spaces inside the building, or those outside it.
fn spaces(site: &Site, inside: bool) -> Vec<SubjectIx> {
    (0..site.plan.spaces.len() as u32)
        .map(crate::scenario::plan::SpaceIndex)
        .filter(|space| site.is_inside(*space) == inside)
        .map(|space| site.space_subject(space))
        .collect()
}

/// Stairs and exits, and which of the two each is.
fn ways(given: &Given) -> Vec<(SubjectIx, bool)> {
    let subjects = &given.subjects;
    let stairs = subjects
        .of_kind(SubjectKind::Stair)
        .into_iter()
        .map(|stair| (stair, true));
    let openings = &given.school.plan.openings;
    let is_exit = |exit: &SubjectIx| openings[subjects.get(*exit).index].kind == OpeningKind::Exit;
    let exits = subjects.of_kind(SubjectKind::Opening).into_iter().filter(is_exit);
    stairs.chain(exits.map(|exit| (exit, false))).collect()
}
