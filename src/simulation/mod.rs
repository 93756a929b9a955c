//! A run: the world built from a scenario and seeds, stepped to its end.
//!
//! `install` is the table of contents of the simulation: the one place that lists phases and rooms.

mod case;
mod exposure;
mod gather;
mod loading;
mod metrics;
pub mod names;
mod pictures;
mod provenance;
mod run;
mod sample;
mod tracks;
mod water;

#[cfg(test)]
mod tests;

pub use crate::hazard::flood::recording::Recording;
pub use case::{DIGITS, case_name};
pub use loading::loaded;
pub use provenance::provenance;
pub use run::{Progress, run};

use std::sync::Arc;

use bevy_ecs::prelude::*;
use bevy_ecs::system::BoxedSystem;

use crate::command::{self, Actor, Decisions, Replay, Source, Submission, Submissions};
use crate::hazard::earthquake::{Ground, Struck, impact};
use crate::hazard::flood::coupling::{self, Flood};
use crate::hazard::flood::course::Land;
use crate::pedestrian::VenueError;
use crate::people::{self, Afoot};
use crate::places::{self, Site};
use crate::record::{self, Records};
use crate::response;
use crate::scenario::model::{ActionCall, Choice, Fidelity, PersonIx, PositionIx, Scenario};
use crate::sim::{
    Agenda, COARSE_GRID_MS, Chance, Clock, Due, GRID_MS, Given, Log, MIDDLE_GRID_MS, Seeds, Tick, Truth,
    carry_out, stable_id,
};
use crate::vocabulary::{Ms, Signal, SubjectIx, Value};
use crate::{hazard, release, second_shift, town, valley};

/// Changes when the same scenario and seeds give other results.
pub const MODEL_VERSION: &str = "14";

/// How a run is to be built; the default is what a trainer gets.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Follows this action log instead of the script.
    pub replay: Option<Replay>,
    /// [`Simulation::step`] returns at each decision that falls due.
    pub stop_at_decisions: bool,
    /// Films nothing for playback: a batch that writes no tracks saves the time.
    pub without_tracks: bool,
    /// Nothing but metrics is wanted: no rows are made of what happened.
    pub metrics_only: bool,
    /// Somebody of the school, by index, who sets out a step later than luck has it.
    pub late: Option<PersonIx>,
    /// Shares its water with other runs of the same hazard seed; not where it is filmed.
    pub recording: Option<Arc<Recording>>,
}

/// A scenario whose plan has been made walkable: what all its runs share.
#[derive(Clone)]
pub struct Prepared {
    given: Given,
    site: Site,
    /// The earthquakes that are computed, made ready.
    quakes: Option<Arc<impact::Prepared>>,
    /// The ground of a flood that is computed.
    land: Option<Arc<Land>>,
}

impl Prepared {
    /// Makes the plan of a scenario walkable.
    ///
    /// # Errors
    /// When the plan cannot be walked in.
    pub fn new(scenario: Arc<Scenario>) -> Result<Self, RunError> {
        Self::beside(scenario, None)
    }

    /// The same beside another scenario: where the ground of their floods is the same, there is one for both.
    ///
    /// # Errors
    /// When the plan cannot be walked in.
    pub fn beside(scenario: Arc<Scenario>, other: Option<&Self>) -> Result<Self, RunError> {
        let given = Given(scenario);
        let school = &given.school;
        let (doors, fidelity) = (school.procedure.doors, given.exercise.fidelity);
        let site = Site::new(&school.plan, &given.subjects, doors, fidelity)
            .map_err(|error: VenueError| RunError::Venue(error.to_string()))?;
        let quakes = impact::Prepared::new(&given).map_err(|error| RunError::Shaking(error.to_string()))?;
        let same = other.filter(|other| coupling::is_ground_of(&other.given, &given));
        let land = match same.and_then(|other| other.land.clone()) {
            Some(land) => Some(land),
            None => coupling::prepare(&given).map_err(RunError::Ground)?.map(Arc::new),
        };
        Ok(Self {
            given,
            site,
            quakes: quakes.map(Arc::new),
            land,
        })
    }
}

/// How much later [`Options::late`] sets out, ms: a step of the tier, since nothing finer can be told apart in it.
pub const fn late_by_ms(fidelity: Fidelity) -> Ms {
    match fidelity {
        Fidelity::Pedestrian => GRID_MS,
        Fidelity::Network => COARSE_GRID_MS,
    }
}

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A tick was run.
    Tick,
    /// A decision has fallen due; its index in the scenario.
    DecisionDue(usize),
    /// The run is over.
    Ended,
}

/// Why a run could not be carried through.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RunError {
    /// The plan cannot be walked in.
    #[error("the plan cannot be walked in: {0}")]
    Venue(String),
    /// The shaking of an earthquake cannot be computed.
    #[error("the shaking cannot be computed: {0}")]
    Shaking(String),
    /// The ground of a flood cannot be computed on.
    #[error("the flood cannot be computed: {0}")]
    Ground(String),
    /// The start is no time of any calendar.
    #[error("the start `{0}` is no time of any calendar")]
    Start(String),
}

/// Why a choice cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSuchChoice {
    /// The scenario has no decision of this number.
    #[error("there is no decision number {0}")]
    Decision(usize),
    /// The decision has no option of this number.
    #[error("the decision `{0}` has no option number {1}")]
    Option(String, usize),
}

/// A run in progress.
pub struct Simulation {
    world: World,
    tick: Tick,
    walk: BoxedSystem,
    options: Options,
    fidelity: Fidelity,
    started: bool,
    /// Whether the last tick left something that is heard or seen only in the next.
    told: bool,
    happened: usize,
}

/// Lists the rooms, in the order in which they take their turns within a phase: the building is damaged before people are
/// hurt by it (`Expose`); places change before anybody answers to them, pupils of the second shift come before those at their
/// posts are relieved, and who is served at the gate has been brought there before (`Respond`).
fn install(
    world: &mut World,
    tick: &mut Tick,
    given: &Given,
    site: Site,
    land: Option<Arc<Land>>,
    recording: Option<&Arc<Recording>>,
) {
    places::install(world, tick, site);
    hazard::earthquake::install(world, tick, given);
    hazard::flood::coupling::install(world, tick, given, land, recording);
    valley::install(world, tick, given);
    town::install(world, tick, given);
    people::install(world, tick, given);
    second_shift::install(world, tick, given);
    response::install(world, tick, given);
    release::install(world, tick, given);
    command::install(world, tick, given);
    sample::install(world, tick);
    exposure::install(world, tick);
    pictures::install(world, tick, given);
}

impl Simulation {
    /// Builds a run.
    ///
    /// # Errors
    /// When the plan cannot be walked in.
    pub fn new(scenario: Arc<Scenario>, seeds: Seeds, options: Options) -> Result<Self, RunError> {
        Ok(Self::of(&Prepared::new(scenario)?, seeds, options))
    }

    /// Builds one of many runs of a scenario.
    pub fn of(prepared: &Prepared, seeds: Seeds, options: Options) -> Self {
        let Prepared {
            given,
            site,
            quakes,
            land,
        } = prepared.clone();
        let mut world = World::new();
        world.insert_resource(given.clone());
        world.insert_resource(Clock {
            now_ms: 0,
            ends_ms: given.exercise.lasts_ms,
        });
        let late = options.late.and_then(|person| given.school.people.get(person));
        let late = late.map(|person| (stable_id(&person.id), late_by_ms(given.exercise.fidelity)));
        world.insert_resource(Chance::new(seeds).with_late(late));
        world.init_resource::<Agenda>();
        world.init_resource::<Due>();
        world.init_resource::<Log>();
        world.init_resource::<Truth>();
        if let Some(replay) = options.replay.clone() {
            world.insert_resource(replay);
        }
        if let Some(quakes) = quakes {
            world.insert_resource(Struck::by(&quakes, seeds));
        }
        let mut tick = Tick::default();
        let recording = options.recording.as_ref().filter(|_| options.without_tracks);
        install(&mut world, &mut tick, &given, site, land, recording);
        if !options.without_tracks {
            water::install(&mut world, &mut tick);
        }
        if options.metrics_only {
            sample::take_none(&mut world);
        }
        tick.prepare(&mut world);
        let mut walk: BoxedSystem = Box::new(IntoSystem::into_system(people::walk));
        walk.initialize(&mut world);
        Self {
            world,
            tick,
            walk,
            options,
            fidelity: given.exercise.fidelity,
            started: false,
            told: false,
            happened: 0,
        }
    }

    /// Goes on until something has happened.
    pub fn step(&mut self) -> Step {
        loop {
            let ends_ms = self.world.resource::<Clock>().ends_ms;
            // Where nothing is left to happen, the exercise lasts all the same: who waits goes on waiting.
            let next_ms = self.next_ms().filter(|next_ms| *next_ms <= ends_ms);
            if self
                .world
                .get_resource::<Flood>()
                .is_some_and(|flood| flood.lost().is_some())
            {
                return self.end();
            }
            let Some(next_ms) = next_ms else {
                self.world.resource_mut::<Clock>().now_ms = ends_ms;
                return self.end();
            };
            self.walk_until(next_ms);
            let due = self.world.resource_mut::<Agenda>().take_due(next_ms);
            let waiting = self.world.resource::<Submissions>();
            if due.is_empty()
                && !self.told
                && waiting.is_empty()
                && !self.world.resource::<Afoot>().has_notices()
                && self.started
            {
                continue;
            }
            self.started = true;
            self.world.insert_resource(due);
            let told = self.tick.run(&mut self.world);
            let happened = self.world.resource::<Log>().happenings().len();
            let something_new =
                happened != self.happened || !self.world.resource::<Truth>().changed().is_empty();
            self.happened = happened;
            self.world.resource_mut::<Truth>().settle();
            self.told = told || something_new || self.world.resource::<Afoot>().is_about_to_look();
            if self.options.stop_at_decisions
                && let Some(decision) = self.world.resource::<Decisions>().newly_due.first()
            {
                return Step::DecisionDue(*decision);
            }
            return Step::Tick;
        }
    }

    /// The run is over.
    fn end(&mut self) -> Step {
        if let Some(mut flood) = self.world.get_resource_mut::<Flood>() {
            flood.end();
        }
        Step::Ended
    }

    /// Time goes on, and with it those who walk; frames are taken on the way. A network goes on also while it is empty:
    /// whoever comes into it sets out at its time.
    fn walk_until(&mut self, next_ms: Ms) {
        let from_ms = self.world.resource::<Clock>().now_ms;
        let walk = |run: &mut Self, now_ms| {
            run.world.resource_mut::<Clock>().now_ms = now_ms;
            let is_empty = run.world.resource::<Afoot>().crowd.is_empty();
            if !is_empty || run.fidelity == Fidelity::Network {
                carry_out(&mut run.walk, &mut run.world);
            }
            if !is_empty && !run.options.without_tracks {
                tracks::push_frame(&mut run.world, now_ms);
            }
        };
        if !self.options.without_tracks {
            for frame_ms in tracks::frames_between(from_ms, next_ms) {
                walk(self, frame_ms);
            }
        }
        walk(self, next_ms);
    }

    /// The next grid point at which anything happens; none when nothing is left to happen.
    fn next_ms(&self) -> Option<Ms> {
        let now_ms = self.world.resource::<Clock>().now_ms;
        if !self.started {
            return Some(0);
        }
        let soonest = now_ms + GRID_MS;
        let agenda = self.world.resource::<Agenda>();
        let walking = !self.world.resource::<Afoot>().crowd.is_empty();
        let at_once = walking || self.told || !self.world.resource::<Submissions>().is_empty();
        let next_ms = if at_once {
            Some(soonest)
        } else {
            agenda.next_ms().map(|at_ms| at_ms.max(soonest))
        };
        let grid_ms = self.grid_ms(walking);
        next_ms.map(|at_ms| (at_ms + grid_ms - 1).div_euclid(grid_ms) * grid_ms)
    }

    /// The grid of the next tick, ms: coarse while people walk on a network, unless the ground shakes.
    fn grid_ms(&self, walking: bool) -> Ms {
        let is_still = self.world.resource::<Ground>().shaking_since_ms.is_none();
        match self.fidelity {
            Fidelity::Pedestrian => GRID_MS,
            Fidelity::Network if walking && is_still => COARSE_GRID_MS,
            Fidelity::Network => MIDDLE_GRID_MS,
        }
    }

    /// The decisions that fell due in the last tick, by instance.
    pub fn newly_due(&self) -> &[usize] {
        &self.world.resource::<Decisions>().newly_due
    }

    /// What a position knows now, and waits to hear.
    pub fn picture(&self, position: PositionIx) -> Vec<record::Picture> {
        gather::picture(&self.world, position)
    }

    /// Hands in an action from outside: it is applied in the next tick and logged like any other.
    pub fn submit(&mut self, call: ActionCall, actor: Actor) {
        self.world.resource_mut::<Submissions>().push(Submission {
            source: Source::Console,
            actor,
            call,
            people: Vec::new(),
            facts: Vec::new(),
            decision: None,
            cause: None,
        });
    }

    /// Chooses for a decision that has fallen due.
    ///
    /// # Errors
    /// When the scenario has no such decision, or the decision no such option.
    pub fn choose(&mut self, decision: usize, choice: Choice) -> Result<(), NoSuchChoice> {
        let spec = self.world.resource::<Given>().decisions.get(decision);
        let spec = spec.ok_or(NoSuchChoice::Decision(decision))?;
        if let Choice::Option(option) = choice
            && option >= spec.options.len()
        {
            return Err(NoSuchChoice::Option(spec.id.clone(), option));
        }
        self.world.resource_mut::<Decisions>().choose(decision, choice);
        Ok(())
    }

    /// What time it is in the scenario, ms since the start.
    pub fn now_ms(&self) -> Ms {
        self.world.resource::<Clock>().now_ms
    }

    /// The present value of a signal of the world.
    pub fn signal(&self, signal: Signal, subject: SubjectIx) -> Option<&Value> {
        self.world
            .resource::<Truth>()
            .get(signal, subject)
            .map(|(value, _)| value)
    }

    /// How many people are inside the building now.
    pub fn people_inside(&self) -> u32 {
        let school = self.world.resource::<Given>().school.subject;
        match self.signal(Signal::Inside, school) {
            Some(Value::Count(count)) => *count,
            _ => 0,
        }
    }

    /// Where everybody of the town is now; nobody where there is none.
    pub fn ledger(&mut self) -> town::Ledger {
        town::ledger(&mut self.world)
    }

    /// Runs to the end.
    pub fn run(&mut self, mut on_tick: impl FnMut(&Self)) {
        while self.step() != Step::Ended {
            on_tick(self);
        }
    }

    /// Everything the run leaves behind.
    pub fn finish(mut self) -> Records {
        self.end();
        if self.options.metrics_only {
            return gather::metrics_only(&mut self.world);
        }
        pictures::end(&mut self.world);
        gather::records(&mut self.world)
    }
}
