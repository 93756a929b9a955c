//! The flood in a run: water goes on from window to window, and every room reads the same values of it.

mod point;

use std::sync::Arc;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::ahead::Stream;
pub use super::ahead::WINDOW_MS;
use super::course::{Course, Happened, Land, Lost, Setting, Stand};
use super::reading::{Reading, WET_M};
use super::recording::Recording;
use super::stages;
use crate::geo::metric::MetricGrid;
use crate::scenario::model::{
    ActionCall, HazardKind, Scenario, StageSpec, WaterSource, WaterSpec, WorksKind,
};
use crate::sim::{
    Agenda, Chance, Clock, Detail, Given, HappeningId, Log, Phase, Tick, Truth, due, stable_id, told,
};
use crate::vocabulary::{ActionKind, Ms, Signal, SubjectIx, Unit, Value};
use point::Point;
pub(super) use point::looked_at;

/// A window begins.
pub const FLOWS: &str = "water-flows";

/// Water has come, gone, risen or fallen somewhere.
#[derive(Message, Debug, Clone, Copy)]
pub struct WaterMoved;

/// Asks for works to do something else from the next window on.
#[derive(Message, Debug, Clone, Copy)]
pub struct SetWorks {
    /// Which works, by subject.
    pub works: SubjectIx,
    /// What they are to do.
    pub ask: Ask,
    /// Why.
    pub cause: Option<HappeningId>,
}

/// What works can be asked to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ask {
    /// To let so much go, or pump so much, m³/s.
    Flow(f64),
    /// To be open so far, m.
    Opening(f64),
    /// To run or not.
    Switch(bool),
    /// To be built.
    Raise,
}

impl SetWorks {
    /// What an action asks of works, one after another.
    pub fn of(call: &ActionCall, cause: Option<HappeningId>) -> Vec<Self> {
        let Some(works) = call.subject("works") else {
            return Vec::new();
        };
        let asks = match call.spec.kind {
            ActionKind::RaiseBarrier => vec![Ask::Raise],
            _ => [
                call.number("flow_m3_s").map(Ask::Flow),
                call.number("open_m").map(Ask::Opening),
                call.word("switch").map(|word| Ask::Switch(word == "on")),
            ]
            .into_iter()
            .flatten()
            .collect(),
        };
        asks.into_iter().map(|ask| Self { works, ask, cause }).collect()
    }
}

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

/// Where the water comes from.
#[derive(Debug)]
enum Source {
    /// Its stages are stated.
    Stated(Vec<StageSpec>),
    /// It is computed.
    Computed(Box<Stream>),
}

/// The flood of a run.
#[derive(Resource, Debug)]
pub struct Flood {
    source: Source,
    points: Vec<Point>,
    /// Why it went no further, if it did not.
    lost: Option<Lost>,
}

impl Flood {
    /// The level that will stand at a gauge at a time, m above its zero, if nobody does anything about it until then.
    pub fn level_ahead_m(&mut self, gauge: SubjectIx, time_ms: Ms) -> Option<f64> {
        match &mut self.source {
            Source::Stated(stages) => stages::level_m(gauge, stages, time_ms as f64 / 1_000.0),
            Source::Computed(stream) => {
                let is_gauge = |point: &Point| matches!(point, Point::Gauge(of, ..) if *of == gauge);
                let index = self.points.iter().position(is_gauge)?;
                let reading = stream.reading_ahead(index, time_ms)?;
                self.points[index].read(reading).level_m
            }
        }
    }

    /// Has depths kept for playback, so often and in such steps; when the first are taken, where the cells lie and in which
    /// coordinate reference system. None where the water is stated, and where other runs share it.
    pub fn film(&mut self, every_ms: Ms, step_m: f64) -> Option<(Ms, MetricGrid, Option<u16>)> {
        match &mut self.source {
            Source::Stated(_) => None,
            Source::Computed(stream) => {
                let first_ms = stream.film(every_ms, step_m)?;
                let (grid, epsg) = stream.grid();
                Some((first_ms, grid, epsg))
            }
        }
    }

    /// Depths that are to be kept of this window, row by row from the south, in the steps that were asked for.
    pub fn take_frame(&mut self) -> Option<Vec<u16>> {
        match &mut self.source {
            Source::Stated(_) => None,
            Source::Computed(stream) => stream.take_frame(),
        }
    }

    /// The run is over: the water stands as it does now.
    pub fn end(&mut self) {
        if let Source::Computed(stream) = &mut self.source {
            stream.end();
        }
    }

    /// The water that is computed, at the end of a run; none where it is stated.
    pub fn course(&self) -> Option<&Course> {
        match &self.source {
            Source::Stated(_) => None,
            Source::Computed(stream) => stream.course(),
        }
    }

    /// Works do something else from the next window on; says whether they can.
    pub fn set(&mut self, works: usize, setting: Setting) -> bool {
        match &mut self.source {
            Source::Stated(_) => false,
            Source::Computed(stream) => stream.set(works, setting),
        }
    }

    /// Why the water went no further, if it did not.
    pub fn lost(&self) -> Option<&Lost> {
        self.lost.as_ref()
    }

    fn reading(&self, index: usize, subject: SubjectIx, time_s: f64) -> Reading {
        let point = &self.points[index];
        match (&self.source, point) {
            (Source::Stated(stages), Point::Gauge(..)) => Reading {
                level_m: stages::level_m(subject, stages, time_s),
                ..Reading::default()
            },
            (Source::Stated(stages), Point::Place(site, gauge)) => {
                stages::reading(subject, site, *gauge, stages, time_s)
            }
            (Source::Computed(stream), point) => point.read(stream.reading(index).unwrap_or_default()),
        }
    }
}

/// Puts the flood into the simulation, if there is one; its water is that of a recording where there is one of its luck.
pub fn install(
    world: &mut World,
    tick: &mut Tick,
    given: &Given,
    land: Option<Arc<Land>>,
    recording: Option<&Arc<Recording>>,
) {
    world.init_resource::<Waters>();
    tick.carries::<WaterMoved>(world);
    tick.carries::<SetWorks>(world);
    let flood = given.hazards.iter().find_map(|hazard| match &hazard.kind {
        HazardKind::Flood(flood) => Some((hazard.at_ms, flood)),
        _ => None,
    });
    let Some((at_ms, spec)) = flood else { return };
    let (subjects, points): (Vec<_>, Vec<_>) = point::points(given).into_iter().unzip();
    let first_ms = (at_ms + WINDOW_MS - 1).div_euclid(WINDOW_MS) * WINDOW_MS;
    let source = match (&spec.water, land) {
        (WaterSource::Prescribed(stages), _) => Source::Stated(stages.clone()),
        (WaterSource::Computed(spec), Some(land)) => {
            let chance = world.resource::<Chance>();
            let begins_s = at_ms as f64 / 1_000.0;
            let begin = || Course::new(land, spec, &given.works, begins_s, chance);
            Source::Computed(Box::new(match recording.filter(|it| it.is_of(chance)) {
                Some(recording) => recording.stream(&given.0, first_ms, begin),
                None => Stream::new(begin(), &looked_at(given), given.works.len(), first_ms),
            }))
        }
        (WaterSource::Computed(_), None) => return,
    };
    world.insert_resource(Flood {
        source,
        points,
        lost: None,
    });
    world.insert_resource(Waters {
        at: subjects.into_iter().map(nothing_yet).collect(),
    });
    world
        .resource_mut::<Agenda>()
        .at(first_ms, Phase::Hazard, FLOWS, 0, 0);
    tick.phase(Phase::Hazard).on([due(FLOWS)], flow);
    tick.phase(Phase::Respond).on([told::<SetWorks>()], set_works);
}

/// The flood of a scenario that is computed, and when it begins, ms; none where there is none.
pub(super) fn computed(scenario: &Scenario) -> Option<(Ms, &WaterSpec)> {
    scenario.hazards.iter().find_map(|hazard| match &hazard.kind {
        HazardKind::Flood(flood) => match &flood.water {
            WaterSource::Computed(spec) => Some((hazard.at_ms, &**spec)),
            WaterSource::Prescribed(_) => None,
        },
        _ => None,
    })
}

/// The ground of the flood of a scenario, which all its runs share; none where none is computed.
///
/// # Errors
/// Ground that cannot be computed on, in words.
pub fn prepare(scenario: &Scenario) -> Result<Option<Land>, String> {
    computed(scenario).map(|(_, spec)| Land::new(spec)).transpose()
}

/// Whether the ground of two scenarios' floods is the same.
pub fn is_ground_of(one: &Scenario, other: &Scenario) -> bool {
    computed(one).map(|(_, spec)| spec) == computed(other).map(|(_, spec)| spec)
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

/// What the water going on needs.
#[derive(SystemParam)]
struct Flowing<'w> {
    given: Res<'w, Given>,
    clock: Res<'w, Clock>,
    flood: ResMut<'w, Flood>,
    waters: ResMut<'w, Waters>,
    truth: ResMut<'w, Truth>,
    agenda: ResMut<'w, Agenda>,
    log: ResMut<'w, Log>,
    moved: MessageWriter<'w, WaterMoved>,
}

/// The water goes on by a window.
fn flow(mut with: Flowing) {
    let now_ms = with.clock.now_ms;
    let time_s = now_ms as f64 / 1_000.0;
    if let Source::Computed(stream) = &mut with.flood.source {
        match stream.go_on() {
            Ok(happened) => happened.into_iter().for_each(|happened| with.note(happened)),
            Err(lost) => {
                with.flood.lost = Some(lost);
                return;
            }
        }
    }
    let mut is_new = false;
    for index in 0..with.flood.points.len() {
        let reading = with.flood.reading(index, with.waters.at[index].subject, time_s);
        is_new |= with.waters.take(index, reading, now_ms);
        tell(
            &with.waters.at[index],
            &with.flood.points[index],
            now_ms,
            &mut with.truth,
        );
    }
    with.tell_works();
    if is_new {
        with.moved.write(WaterMoved);
    }
    if now_ms + WINDOW_MS <= with.given.exercise.lasts_ms {
        with.agenda.at(now_ms + WINDOW_MS, Phase::Hazard, FLOWS, 0, 0);
    }
}

impl Flowing<'_> {
    /// Notes what has happened to works.
    fn note(&mut self, happened: Happened) {
        let (event, works) = match happened {
            Happened::Breach(works) => ("levee-breaks", works),
            Happened::Built(works) => ("barrier-stands", works),
        };
        self.log
            .note(self.clock.now_ms, event)
            .about(self.given.works[works].subject)
            .done();
    }

    /// Sets the signals of works.
    fn tell_works(&mut self) {
        let Source::Computed(stream) = &self.flood.source else {
            return;
        };
        let now_ms = self.clock.now_ms;
        for (index, works) in self.given.works.iter().enumerate() {
            let mut set = |signal, value| self.truth.set(now_ms, signal, works.subject, value);
            match stream.stand(index) {
                Some(Stand::Crest(crest_m, broken)) => {
                    set(Signal::Crest, Value::Number((crest_m * 100.0).round() / 100.0));
                    set(Signal::Breached, Value::Flag(broken));
                }
                Some(Stand::Discharge(flow_m3_s)) => {
                    set(
                        Signal::Discharge,
                        Value::Number((flow_m3_s * 10.0).round() / 10.0),
                    );
                }
                None => {}
            }
        }
    }
}

/// Works do something else from the next window on.
fn set_works(
    mut asked: MessageReader<SetWorks>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    mut flood: ResMut<Flood>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    for SetWorks { works, ask, cause } in asked.read().copied() {
        let index = given.subjects.get(works).index;
        let setting = match ask {
            Ask::Flow(m3_s) => Setting::Flow(m3_s),
            Ask::Opening(m) => Setting::Opening(m),
            Ask::Switch(on) => Setting::Switch(on),
            Ask::Raise => {
                let WorksKind::Barrier { begins, .. } = given.works[index].kind else {
                    continue;
                };
                let luck = chance.draw("barrier-begins", stable_id(&given.works[index].id), 0);
                Setting::Raise((now_ms + luck.duration_ms(begins)) as f64 / 1_000.0)
            }
        };
        if !flood.set(index, setting) {
            continue;
        }
        let note = match ask {
            Ask::Flow(m3_s) => {
                let note = log.note(now_ms, "works-flow");
                note.with("flow_m3_s", Detail::Quantity(m3_s, Unit::CubicMetrePerSecond))
            }
            Ask::Opening(m) => log
                .note(now_ms, "works-open")
                .with("open_m", Detail::Quantity(m, Unit::Metre)),
            Ask::Switch(true) => log.note(now_ms, "works-on"),
            Ask::Switch(false) => log.note(now_ms, "works-off"),
            Ask::Raise => log.note(now_ms, "barrier-ordered"),
        };
        note.because(cause).about(works).done();
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
        Point::Gauge(..) => {
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
