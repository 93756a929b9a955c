//! What water reaches: settlements and spots become wet and dangerous, roads close, stations fail, people ring up.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::ResidentCalls;
use crate::hazard::flood::coupling::{WaterAt, Waters};
use crate::hazard::flood::effect::roads;
use crate::hazard::flood::effect::vehicles::Vehicle;
use crate::hazard::flood::reading::{DRY_M, WET_M, by_eye_m, danger};
use crate::places::{Change, ChangePlace};
use crate::scenario::model::{PlaceKind, PlaceSpec, StationKind};
use crate::sim::{Agenda, Chance, Clock, Detail, Due, Given, HappeningId, Log, Phase, Truth, stable_id};
use crate::vocabulary::{DANGER, Signal, SubjectIx, Unit, Value};

pub(super) const CALL: &str = "resident-calls";

/// What has been noticed of a place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Noticed {
    wet: bool,
    /// The worst danger so far, a step of [`DANGER`].
    worst: u8,
    /// A road that is closed, or a station that does not work.
    lost: bool,
    /// Whether somebody has rung up from there.
    called: bool,
}

/// What has been noticed of the places, in their order.
#[derive(Resource, Debug)]
pub(super) struct Sites {
    places: Vec<Noticed>,
}

impl Sites {
    pub(super) fn new(given: &Given) -> Self {
        Self {
            places: vec![Noticed::default(); given.places.len()],
        }
    }
}

/// Before the water comes roads are open and stations work.
pub(super) fn begin(world: &mut World, given: &Given) {
    let mut truth = world.resource_mut::<Truth>();
    for place in &given.places {
        match place.kind {
            PlaceKind::Road => {
                truth.set(0, Signal::ClosedToTrucks, place.subject, Value::Flag(false));
                truth.set(0, Signal::Blocked, place.subject, Value::Flag(false))
            }
            PlaceKind::Station { .. } => truth.set(0, Signal::InService, place.subject, Value::Flag(true)),
            PlaceKind::Settlement { .. } | PlaceKind::Spot => false,
        };
    }
}

/// What noticing needs.
#[derive(SystemParam)]
pub(super) struct Noticing<'w> {
    pub(super) given: Res<'w, Given>,
    pub(super) clock: Res<'w, Clock>,
    chance: Res<'w, Chance>,
    pub(super) waters: Res<'w, Waters>,
    pub(super) truth: ResMut<'w, Truth>,
    agenda: ResMut<'w, Agenda>,
    pub(super) log: ResMut<'w, Log>,
    pub(super) changes: MessageWriter<'w, ChangePlace>,
}

/// Water has moved: whatever it reaches, or leaves, becomes so.
pub(super) fn reach(mut sites: ResMut<Sites>, mut with: Noticing) {
    let given = with.given.clone();
    for (index, (place, noticed)) in (0..).zip(given.places.iter().zip(&mut sites.places)) {
        let Some(water) = with.waters.at(place.subject).cloned() else {
            continue;
        };
        let cause = with.get_wet(place.subject, &water, noticed);
        match place.kind {
            PlaceKind::Road => {
                with.close_or_open(place, &water, noticed, cause);
                with.close_or_open_to_trucks(place, &water);
            }
            PlaceKind::Station {
                kind,
                fails_m,
                serves_school,
            } => with.fail(place, (kind, fails_m, serves_school), &water, noticed, cause),
            PlaceKind::Settlement {
                calls: Some(calls), ..
            } if !noticed.called => {
                if water.now.depth_m >= calls.depth_m {
                    noticed.called = true;
                    let luck = with.chance.draw("resident-calls", stable_id(&place.id), 0);
                    let at_ms = with.clock.now_ms + luck.duration_ms(calls.after);
                    with.agenda.at(at_ms, Phase::Observe, CALL, index, 0);
                }
            }
            PlaceKind::Settlement { .. } | PlaceKind::Spot => {}
        }
    }
}

impl Noticing<'_> {
    /// A place becomes wet, more dangerous, or dry again; the last entry about it.
    pub(super) fn get_wet(
        &mut self,
        subject: SubjectIx,
        water: &WaterAt,
        noticed: &mut Noticed,
    ) -> Option<HappeningId> {
        let now_ms = self.clock.now_ms;
        let step = danger(water.now.flow());
        self.truth
            .set(now_ms, Signal::Danger, subject, Value::Ordinal(step));
        let depth_m = water.now.depth_m;
        let mut cause = None;
        let becomes_wet = !noticed.wet && depth_m >= WET_M;
        if becomes_wet || (noticed.wet && depth_m < DRY_M) {
            noticed.wet = becomes_wet;
            let event = if becomes_wet { "water-comes" } else { "water-goes" };
            let note = self.log.note(now_ms, event).about(subject);
            let note = note.value(Signal::Depth, Value::Number(depth_m));
            cause = Some(
                note.with("depth_m", Detail::Quantity(depth_m, Unit::Metre))
                    .done(),
            );
        }
        if step > noticed.worst {
            noticed.worst = step;
            // That somewhere is wet has just been said.
            if step > 1 {
                let note = self
                    .log
                    .note(now_ms, "water-dangerous")
                    .because(cause)
                    .about(subject);
                let note = note.value(Signal::Danger, Value::Ordinal(step));
                let note = note.with("depth_m", Detail::Quantity(depth_m, Unit::Metre)).with(
                    "speed_m_s",
                    Detail::Quantity(water.now.speed_m_s, Unit::MetrePerSecond),
                );
                cause = Some(note.text("danger", DANGER[usize::from(step)]).done());
            }
        }
        cause
    }

    /// A road is closed while no small car keeps control in the water on it.
    fn close_or_open(
        &mut self,
        place: &PlaceSpec,
        water: &WaterAt,
        noticed: &mut Noticed,
        cause: Option<HappeningId>,
    ) {
        let closed = !roads::can_pass(water.now.flow(), Vehicle::SmallCar);
        if closed == noticed.lost {
            return;
        }
        noticed.lost = closed;
        let now_ms = self.clock.now_ms;
        self.truth
            .set(now_ms, Signal::Blocked, place.subject, Value::Flag(closed));
        let event = if closed { "road-under-water" } else { "road-free" };
        let note = self.log.note(now_ms, event).because(cause).about(place.subject);
        note.value(Signal::Blocked, Value::Flag(closed))
            .with("depth_m", Detail::Quantity(water.now.depth_m, Unit::Metre))
            .done();
    }

    /// A road is closed to trucks while none keeps control in the water on it.
    fn close_or_open_to_trucks(&mut self, place: &PlaceSpec, water: &WaterAt) {
        let closed = !roads::can_pass(water.now.flow(), Vehicle::Truck);
        let before = self.truth.get(Signal::ClosedToTrucks, place.subject);
        if matches!(before, Some((Value::Flag(before), _)) if *before == closed) {
            return;
        }
        let now_ms = self.clock.now_ms;
        self.truth
            .set(now_ms, Signal::ClosedToTrucks, place.subject, Value::Flag(closed));
        let event = if closed {
            "road-closed-to-trucks"
        } else {
            "road-free-for-trucks"
        };
        let note = self.log.note(now_ms, event).about(place.subject);
        note.value(Signal::ClosedToTrucks, Value::Flag(closed))
            .with("depth_m", Detail::Quantity(water.now.depth_m, Unit::Metre))
            .done();
    }

    /// A station stops working; it does not begin again by itself when the water has gone.
    fn fail(
        &mut self,
        place: &PlaceSpec,
        (kind, fails_m, serves_school): (StationKind, f64, bool),
        water: &WaterAt,
        noticed: &mut Noticed,
        cause: Option<HappeningId>,
    ) {
        let above_floor_m = water.now.depth_m - place.site.floor_m;
        if noticed.lost || above_floor_m < fails_m.max(WET_M) {
            return;
        }
        noticed.lost = true;
        let now_ms = self.clock.now_ms;
        self.truth
            .set(now_ms, Signal::InService, place.subject, Value::Flag(false));
        let note = self
            .log
            .note(now_ms, "station-fails")
            .because(cause)
            .about(place.subject);
        let cause = note
            .value(Signal::InService, Value::Flag(false))
            .with("depth_m", Detail::Quantity(above_floor_m, Unit::Metre))
            .done();
        let change = match kind {
            StationKind::Power => Change::Power(false),
            StationKind::Telephone => Change::Telephones(false),
            StationKind::Shelter => return,
        };
        if serves_school {
            self.changes.write(ChangePlace {
                place: self.given.school.subject,
                change,
                cause: Some(cause),
            });
        }
    }
}

/// Somebody rings up and says how deep the water stands: by eye.
pub(super) fn call(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    waters: Res<Waters>,
    mut log: ResMut<Log>,
    mut calls: MessageWriter<ResidentCalls>,
) {
    for wake in due.of(CALL) {
        let place = &given.places[wake.id as usize];
        let Some(water) = waters.at(place.subject) else {
            continue;
        };
        let depth_m = by_eye_m(water.now.depth_m);
        let note = log.note(clock.now_ms, "resident-calls").about(place.subject);
        let cause = note
            .value(Signal::Depth, Value::Number(depth_m))
            .with("depth_m", Detail::Quantity(depth_m, Unit::Metre))
            .done();
        calls.write(ResidentCalls {
            place: wake.id as usize,
            depth_m,
            cause,
        });
    }
}
