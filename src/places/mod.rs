//! Places: the school as a thing people walk in, what is open, what can be perceived where, and the ways.
//!
//! [`Site`] holds the walkable venue and its closures, [`Ways`] the floor fields people follow under what they
//! believe to be passable, [`Cues`] what can be perceived. Others ask for changes with [`ChangePlace`].

mod cues;
mod ground;
mod site;
mod ways;
mod whereabouts;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::scenario::model::Flow;
use crate::sim::{Clock, HappeningId, Log, Phase, Tick, Truth, told};
use crate::vocabulary::{Cue, Signal, SubjectIx, Value};
pub use cues::{Cues, VisibleCue};
pub use ground::Ground;
pub use site::{Site, Stair};
pub use ways::{Belief, GoalKey, Spot, Ways};
pub use whereabouts::Whereabouts;

/// Asks for a change of a place; carried out in the same tick.
#[derive(Message, Debug, Clone)]
pub struct ChangePlace {
    /// Which place: an opening, a stair, a space, or the school.
    pub place: SubjectIx,
    /// What is to change.
    pub change: Change,
    /// Why.
    pub cause: Option<HappeningId>,
}

/// What can change at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// It can no longer be passed.
    Close,
    /// It can be passed again.
    Open,
    /// Something can be perceived there.
    Show(Cue),
    /// The same of something that the timeline has spoken of: it is not said of every room.
    Spread(Cue),
    /// It can no longer be perceived.
    Hide(Cue),
    /// Mains power of the whole site.
    Power(bool),
    /// The telephone network, whether it can be reached from the site.
    Telephones(bool),
    /// So much of the flow is left; all of it with none.
    Flow(Option<Flow>),
}

/// Puts the room into the simulation.
pub fn install(world: &mut World, tick: &mut Tick, site: Site) {
    world.insert_resource(site);
    world.init_resource::<Ways>();
    world.init_resource::<Cues>();
    tick.carries::<ChangePlace>(world);
    tick.phase(Phase::Respond)
        .on([told::<ChangePlace>()], change_places);
}

/// Carries out what actions, pins and the hazard have asked for.
pub fn change_places(mut asked: MessageReader<ChangePlace>, mut changing: Changing) {
    for ChangePlace { place, change, cause } in asked.read() {
        match *change {
            Change::Close => changing.set_open(*place, false, *cause),
            Change::Open => changing.set_open(*place, true, *cause),
            Change::Show(cue) => changing.show(*place, cue, *cause),
            Change::Spread(cue) => changing.make_true(*place, cue, *cause),
            Change::Hide(cue) => changing.hide(*place, cue),
            Change::Power(on) => changing.set_power(*place, on, *cause),
            Change::Telephones(on) => changing.set_telephones(*place, on, *cause),
            Change::Flow(flow) => changing.set_flow(*place, flow),
        }
    }
}

/// What changing a place needs.
#[derive(SystemParam)]
pub struct Changing<'w> {
    clock: Res<'w, Clock>,
    site: ResMut<'w, Site>,
    cues: ResMut<'w, Cues>,
    truth: ResMut<'w, Truth>,
    log: ResMut<'w, Log>,
}

impl Changing<'_> {
    fn set_open(&mut self, place: SubjectIx, open: bool, cause: Option<HappeningId>) {
        if !self.site.set_open(place, open) {
            return;
        }
        let now_ms = self.clock.now_ms;
        let why = self
            .log
            .note(now_ms, if open { "place-opened" } else { "place-closed" })
            .because(cause)
            .about(place)
            .value(Signal::Blocked, Value::Flag(!open))
            .done();
        self.truth.set(now_ms, Signal::Blocked, place, Value::Flag(!open));
        if open {
            self.cues.hide(place, Cue::Blocked);
        } else {
            self.make_visible(place, Cue::Blocked, Some(why));
        }
    }

    fn show(&mut self, place: SubjectIx, cue: Cue, cause: Option<HappeningId>) {
        let now_ms = self.clock.now_ms;
        let why = self
            .log
            .note(now_ms, "cue-appears")
            .because(cause)
            .about(place)
            .text("cue", cue.word())
            .done();
        self.make_true(place, cue, Some(why));
    }

    fn make_true(&mut self, place: SubjectIx, cue: Cue, cause: Option<HappeningId>) {
        self.make_visible(place, cue, cause);
        if let Some(signal) = signal_of(cue) {
            self.truth
                .set(self.clock.now_ms, signal, place, Value::Flag(true));
        }
    }

    fn hide(&mut self, place: SubjectIx, cue: Cue) {
        self.cues.hide(place, cue);
        if let Some(signal) = signal_of(cue) {
            self.truth
                .set(self.clock.now_ms, signal, place, Value::Flag(false));
        }
    }

    fn make_visible(&mut self, place: SubjectIx, cue: Cue, cause: Option<HappeningId>) {
        self.cues.show(VisibleCue {
            place,
            cue,
            since_ms: self.clock.now_ms,
            cause,
        });
    }

    fn set_flow(&mut self, place: SubjectIx, flow: Option<Flow>) {
        if let Some(opening) = self.site.opening_of(place) {
            self.site.set_flow(opening, flow);
        }
    }

    fn set_telephones(&mut self, place: SubjectIx, on: bool, cause: Option<HappeningId>) {
        if self.site.telephones == on {
            return;
        }
        self.site.telephones = on;
        let event = if on { "telephones-back" } else { "telephones-fail" };
        self.log
            .note(self.clock.now_ms, event)
            .because(cause)
            .about(place)
            .done();
    }

    fn set_power(&mut self, place: SubjectIx, on: bool, cause: Option<HappeningId>) {
        if self.site.power == on {
            return;
        }
        self.site.power = on;
        let now_ms = self.clock.now_ms;
        self.log
            .note(now_ms, if on { "power-back" } else { "power-fails" })
            .because(cause)
            .about(place)
            .value(Signal::Power, Value::Flag(on))
            .done();
        self.truth.set(now_ms, Signal::Power, place, Value::Flag(on));
    }
}

/// The signal that a cue lets a person claim; `None` for what is not a property of a place.
pub fn signal_of(cue: Cue) -> Option<Signal> {
    match cue {
        Cue::Crack => Some(Signal::Crack),
        Cue::FallenPlaster => Some(Signal::FallenPlaster),
        Cue::LeaningWall => Some(Signal::LeaningWall),
        Cue::Blocked => Some(Signal::Blocked),
        Cue::GasSmell => Some(Signal::GasSmell),
        Cue::Smoke => Some(Signal::Smoke),
        Cue::Water => Some(Signal::Water),
        Cue::Shaking | Cue::EarlyWarning | Cue::Alarm | Cue::Injured | Cue::Straggler | Cue::NeedsHelp => {
            None
        }
    }
}
