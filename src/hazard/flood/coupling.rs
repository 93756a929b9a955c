//! The flood in a run: water goes on from window to window, and every room reads the same values of it.

use bevy_ecs::prelude::*;

use super::reading::{Reading, WET_M};
use super::stages;
use crate::scenario::model::{FloodSite, HazardKind, Scenario, StageSpec, WaterSource};
use crate::sim::{Agenda, Clock, Given, Phase, Tick, Truth, due};
use crate::vocabulary::{Ms, Signal, SubjectIx, Value};

/// Water goes on in windows of this length, ms: what is decided within one changes the water from the next on.
pub const WINDOW_MS: Ms = 10_000;

/// A window begins.
pub const FLOWS: &str = "water-flows";

/// Water has come, gone, risen or fallen somewhere.
#[derive(Message, Debug, Clone, Copy)]
pub struct WaterMoved;

/// The water at every place at which anybody looks at it.
#[derive(Resource, Debug, Default)]
pub struct Waters {
    at: Vec<WaterAt>,
}

/// The water at one place, and the worst of it so far.
#[derive(Debug, Clone, PartialEq)]
pub struct WaterAt {
    /// The gauge, place or school.
    pub subject: SubjectIx,
    /// As it is now.
    pub now: Reading,
    /// The deepest and fastest so far, each by itself.
    pub worst: Reading,
    /// When it first came, ms.
    pub came_ms: Option<Ms>,
}

impl Waters {
    /// The water at a place; none where nobody looks at it.
    pub fn at(&self, subject: SubjectIx) -> Option<&WaterAt> {
        self.at.iter().find(|water| water.subject == subject)
    }

    /// The water everywhere, in the order of subjects.
    pub fn iter(&self) -> impl Iterator<Item = &WaterAt> {
        self.at.iter()
    }

    /// Takes a reading in; says whether it is another than before.
    fn take(&mut self, index: usize, reading: Reading, now_ms: Ms) -> bool {
        let water = &mut self.at[index];
        let reading = reading.quantised();
        let is_new = water.now != reading;
        water.now = reading;
        let worst = &mut water.worst;
        worst.level_m = match (worst.level_m, reading.level_m) {
            (Some(before), Some(now)) => Some(before.max(now)),
            (before, now) => now.or(before),
        };
        worst.depth_m = worst.depth_m.max(reading.depth_m);
        worst.speed_m_s = worst.speed_m_s.max(reading.speed_m_s);
        if reading.depth_m >= WET_M {
            water.came_ms.get_or_insert(now_ms);
        }
        is_new
    }
}

/// Where the water is looked at.
#[derive(Debug, Clone)]
enum Point {
    /// The level at a gauge.
    Gauge,
    /// The depth at a place, which may lie by a gauge.
    Place(FloodSite, Option<SubjectIx>),
}

/// The flood of a run.
#[derive(Resource, Debug)]
pub struct Flood {
    stages: Vec<StageSpec>,
    points: Vec<Point>,
}

impl Flood {
    /// The level that will stand at a gauge at a time, m above its zero, if nobody does anything about it until then.
    pub fn level_ahead_m(&self, gauge: SubjectIx, time_ms: Ms) -> Option<f64> {
        stages::level_m(gauge, &self.stages, time_ms as f64 / 1_000.0)
    }
}

/// Puts the flood into the simulation, if there is one.
pub fn install(world: &mut World, tick: &mut Tick, given: &Given) {
    world.init_resource::<Waters>();
    tick.carries::<WaterMoved>(world);
    let flood = given.hazards.iter().find_map(|hazard| match &hazard.kind {
        HazardKind::Flood(flood) => Some((hazard.at_ms, flood)),
        _ => None,
    });
    let Some((at_ms, spec)) = flood else { return };
    let (subjects, points): (Vec<_>, Vec<_>) = points(given).into_iter().unzip();
    let WaterSource::Prescribed(stages) = &spec.water;
    world.insert_resource(Flood {
        stages: stages.clone(),
        points,
    });
    world.insert_resource(Waters {
        at: subjects.into_iter().map(nothing_yet).collect(),
    });
    let first_ms = (at_ms + WINDOW_MS - 1).div_euclid(WINDOW_MS) * WINDOW_MS;
    world
        .resource_mut::<Agenda>()
        .at(first_ms, Phase::Hazard, FLOWS, 0, 0);
    tick.phase(Phase::Hazard).on([due(FLOWS)], flow);
}

const fn nothing_yet(subject: SubjectIx) -> WaterAt {
    let nothing = Reading {
        level_m: None,
        depth_m: 0.0,
        speed_m_s: 0.0,
    };
    WaterAt {
        subject,
        now: nothing,
        worst: nothing,
        came_ms: None,
    }
}

/// Everything at which the water is looked at, in the order of subjects.
fn points(scenario: &Scenario) -> Vec<(SubjectIx, Point)> {
    let gauges = scenario.gauges.iter().map(|gauge| (gauge.subject, Point::Gauge));
    let by_gauge = |site: &FloodSite| site.gauge.map(|gauge| scenario.gauges[gauge].subject);
    let place = |subject, site: &FloodSite| (subject, Point::Place(site.clone(), by_gauge(site)));
    let places = scenario.places.iter().map(|spec| place(spec.subject, &spec.site));
    let school = &scenario.school;
    let school = school.flood_site.iter().map(|site| place(school.subject, site));
    let mut all: Vec<_> = gauges.chain(places).chain(school).collect();
    all.sort_by_key(|(subject, _)| *subject);
    all
}

/// The water goes on by a window.
fn flow(
    given: Res<Given>,
    clock: Res<Clock>,
    flood: Res<Flood>,
    mut waters: ResMut<Waters>,
    mut truth: ResMut<Truth>,
    mut agenda: ResMut<Agenda>,
    mut moved: MessageWriter<WaterMoved>,
) {
    let now_ms = clock.now_ms;
    let time_s = now_ms as f64 / 1_000.0;
    let mut is_new = false;
    for (index, point) in flood.points.iter().enumerate() {
        let subject = waters.at[index].subject;
        let reading = match point {
            Point::Gauge => Reading {
                level_m: stages::level_m(subject, &flood.stages, time_s),
                ..Reading::default()
            },
            Point::Place(site, gauge) => stages::reading(subject, site, *gauge, &flood.stages, time_s),
        };
        is_new |= waters.take(index, reading, now_ms);
        tell(&waters.at[index], point, now_ms, &mut truth);
    }
    if is_new {
        moved.write(WaterMoved);
    }
    if now_ms + WINDOW_MS <= given.exercise.lasts_ms {
        agenda.at(now_ms + WINDOW_MS, Phase::Hazard, FLOWS, 0, 0);
    }
}

/// Sets the signals of the water at a place.
fn tell(water: &WaterAt, point: &Point, now_ms: Ms, truth: &mut Truth) {
    let Reading {
        level_m,
        depth_m,
        speed_m_s,
    } = water.now;
    let mut set = |signal, value| truth.set(now_ms, signal, water.subject, Value::Number(value));
    match point {
        Point::Gauge => {
            if let Some(level_m) = level_m {
                set(Signal::Level, level_m);
            }
        }
        Point::Place(..) => {
            set(Signal::Depth, depth_m);
            set(Signal::Current, speed_m_s);
        }
    }
}
