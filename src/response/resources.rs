//! What comes from outside: sent on request or by script, held up at a gate, let in; every change of status is kept.

use crate::hazard::flood::coupling::Waters;
use crate::hazard::flood::effect::roads;
use crate::hazard::flood::effect::vehicles::Vehicle;
use crate::places::Site;
use crate::scenario::model::Spread;
use crate::sim::{Agenda, Chance, Clock, Due, Given, HappeningId, Log, Phase, Truth, stable_id};
use crate::vocabulary::{Ms, Signal, SubjectIx, SubjectKind, Value};
use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

/// A resource leaves its base.
pub(super) const LEAVES: &str = "resource-leaves";
/// A resource comes to the school, or to the next gate of it: by the number of the gate.
pub(super) const ARRIVES: &str = "resource-arrives";
/// A resource that was held up at a gate gets in.
pub(super) const GETS_IN: &str = "resource-gets-in";

/// What waits before water on its road tries again after so long, ms. An assumption.
const ROAD_AGAIN_MS: Ms = 5 * 60_000;

/// Steps of the scale of [`Signal::Status`]: `available`, `assigned`, `en-route`, `on-scene`.
const AVAILABLE: u8 = 0;
const ASSIGNED: u8 = 1;
const EN_ROUTE: u8 = 2;
pub(crate) const ON_SCENE: u8 = 3;

/// The owner of a resource sends it.
#[derive(Message, Debug, Clone, Copy)]
pub struct Dispatch {
    /// Which resource.
    pub resource: SubjectIx,
    /// The delivery of the request.
    pub request: u32,
    /// The request that was granted.
    pub cause: HappeningId,
}

/// A resource comes to the gate by script, whether or not anybody has asked for it.
#[derive(Message, Debug, Clone, Copy)]
pub struct Arrive {
    /// Which resource.
    pub resource: SubjectIx,
    /// What lets it come.
    pub cause: Option<HappeningId>,
}

/// A change of a resource's status, for `resources.csv`.
#[derive(Debug, Clone, Copy)]
pub struct ResourceChanged {
    /// When, ms.
    pub at_ms: Ms,
    /// Which, by index.
    pub resource: usize,
    /// The step of the scale of [`Signal::Status`].
    pub state: u8,
    /// The delivery of the request it answers.
    pub request: Option<u32>,
}

/// All resources and what became of them.
#[derive(Resource, Debug, Default)]
pub struct Resources {
    subjects: Vec<SubjectIx>,
    state: Vec<u8>,
    cause: Vec<Option<HappeningId>>,
    request: Vec<Option<u32>>,
    /// Whether it has come to a gate, where it may still be kept from getting in.
    has_come: Vec<bool>,
    /// Whether it waits before water on its road.
    stopped: Vec<bool>,
    /// By which gate it has come: an index of openings.
    gate: Vec<Option<usize>>,
    /// Every change, in order of time.
    pub changes: Vec<ResourceChanged>,
}

impl Resources {
    /// Whether a resource can still be sent.
    pub fn is_available(&self, resource: SubjectIx) -> bool {
        self.index(resource).is_some_and(|i| self.state[i] == AVAILABLE)
    }

    /// Whether a resource has not come to any gate yet.
    pub fn is_awaited(&self, resource: SubjectIx) -> bool {
        self.index(resource).is_some_and(|i| !self.has_come[i])
    }

    /// The entry in the log of a resource's arrival; none before it is on the scene.
    pub fn arrival(&self, resource: usize) -> Option<HappeningId> {
        self.cause[resource].filter(|_| self.state[resource] == ON_SCENE)
    }

    /// The gate by which a resource has come, as an index of openings.
    pub fn came_by(&self, resource: usize) -> Option<usize> {
        self.gate[resource]
    }

    fn index(&self, resource: SubjectIx) -> Option<usize> {
        self.subjects.iter().position(|subject| *subject == resource)
    }
}

/// Everything stands ready at the start.
pub(super) fn first_values(world: &mut World, given: &Given) {
    let subjects = given.subjects.of_kind(SubjectKind::Resource);
    let mut truth = world.resource_mut::<Truth>();
    for subject in &subjects {
        truth.set(0, Signal::Status, *subject, Value::Ordinal(AVAILABLE));
    }
    let changes = (0..subjects.len())
        .map(|resource| ResourceChanged {
            at_ms: 0,
            resource,
            state: AVAILABLE,
            request: None,
        })
        .collect();
    world.insert_resource(Resources {
        state: vec![AVAILABLE; subjects.len()],
        cause: vec![None; subjects.len()],
        request: vec![None; subjects.len()],
        has_come: vec![false; subjects.len()],
        stopped: vec![false; subjects.len()],
        gate: vec![None; subjects.len()],
        subjects,
        changes,
    });
}

/// What a resource of a kind comes with. Engineers and the police come in a car: an assumption.
fn vehicle(kind: &str) -> Vehicle {
    match kind {
        "ambulance" => Vehicle::Ambulance,
        "fire-engine" => Vehicle::Truck,
        _ => Vehicle::LargeCar,
    }
}

/// What moving resources needs.
#[derive(SystemParam)]
pub(super) struct Moving<'w> {
    given: Res<'w, Given>,
    clock: Res<'w, Clock>,
    chance: Res<'w, Chance>,
    site: Res<'w, Site>,
    waters: Res<'w, Waters>,
    agenda: ResMut<'w, Agenda>,
    resources: ResMut<'w, Resources>,
    truth: ResMut<'w, Truth>,
    log: ResMut<'w, Log>,
}

/// Lets come what comes by script, and sends what is dispatched: turnout, drive, arrival.
pub(super) fn dispatch(
    mut scripted: MessageReader<Arrive>,
    mut dispatched: MessageReader<Dispatch>,
    due: Res<Due>,
    mut moving: Moving,
) {
    let mut changed: Vec<(usize, u8)> = Vec::new();
    for arrival in scripted.read() {
        changed.extend(moving.let_come(arrival).map(|i| (i, ON_SCENE)));
    }
    for granted in dispatched.read() {
        changed.extend(moving.alert(granted).map(|i| (i, ASSIGNED)));
    }
    for wake in due.of(LEAVES) {
        let i = wake.id as usize;
        if moving.resources.has_come[i] {
            continue;
        }
        let travel = moving.given.resources[i].travel;
        moving.later(i, ("travel", 0), travel, ARRIVES, 0);
        changed.push((i, EN_ROUTE));
    }
    for wake in due.of(ARRIVES) {
        let i = wake.id as usize;
        let comes_first = wake.occurrence == 0;
        if comes_first && moving.resources.has_come[i] {
            continue;
        }
        if comes_first && moving.waits_for_road(i) {
            continue;
        }
        changed.extend(moving.come_to_gate(i, wake.occurrence).then_some((i, ON_SCENE)));
    }
    for wake in due.of(GETS_IN) {
        changed.push((wake.id as usize, ON_SCENE));
    }
    for (i, state) in changed {
        moving.note_change(i, state);
    }
}

impl Moving<'_> {
    /// A resource comes to its first gate by script. Says which, if it gets in at once; none too if it has come before.
    fn let_come(&mut self, arrival: &Arrive) -> Option<usize> {
        let i = self.resources.index(arrival.resource)?;
        if self.resources.has_come[i] {
            return None;
        }
        self.resources.cause[i] = arrival.cause;
        if self.resources.state[i] != EN_ROUTE {
            self.set_state(i, EN_ROUTE);
        }
        self.note_state(i, EN_ROUTE, "resource-comes-by-script");
        self.come_to_gate(i, 0).then_some(i)
    }

    /// The crew is called: it turns out. None if the resource is not available any more.
    fn alert(&mut self, granted: &Dispatch) -> Option<usize> {
        let i = self.resources.index(granted.resource)?;
        if self.resources.state[i] != AVAILABLE {
            return None;
        }
        self.resources.cause[i] = Some(granted.cause);
        self.resources.request[i] = Some(granted.request);
        let turnout = self.given.resources[i].turnout;
        self.later(i, ("turnout", 0), turnout, LEAVES, 0);
        Some(i)
    }

    /// Whether a resource stands before water on a road that it cannot drive through; then it tries again later.
    fn waits_for_road(&mut self, resource: usize) -> bool {
        let given = self.given.clone();
        let spec = &given.resources[resource];
        let roads = spec.by.iter().map(|road| given.places[*road].subject);
        let is_closed = |road: &SubjectIx| {
            let water = self.waters.at(*road);
            water.is_some_and(|water| !roads::can_pass(water.now.flow(), vehicle(&spec.kind)))
        };
        let closed = roads.into_iter().find(is_closed);
        if let Some(road) = closed {
            if !self.resources.stopped[resource] {
                let note = self.log.note(self.clock.now_ms, "resource-stopped-by-water");
                let note = note.because(self.resources.cause[resource]);
                let note = note.about(self.resources.subjects[resource]);
                self.resources.cause[resource] = Some(note.at(Some(road)).done());
            }
            let at_ms = self.clock.now_ms + ROAD_AGAIN_MS;
            self.agenda.at(at_ms, Phase::Respond, ARRIVES, resource as u32, 0);
        }
        self.resources.stopped[resource] = closed.is_some();
        closed.is_some()
    }

    /// A resource has come to a gate: the how-many-th of those by which it may come. Says whether it gets in at once.
    fn come_to_gate(&mut self, resource: usize, tried: u32) -> bool {
        self.resources.has_come[resource] = true;
        let given = self.given.clone();
        let spec = &given.resources[resource];
        let Some(gate) = spec.gates.get(tried as usize).copied() else {
            return true;
        };
        let has_another = spec.gates.len() > tried as usize + 1;
        if has_another && self.site.is_barred(gate as u16) {
            self.note_at("resource-turns-round", resource, gate);
            let round = ("way-round", tried.into());
            self.later(resource, round, spec.way_round, ARRIVES, tried + 1);
            return false;
        }
        self.resources.gate[resource] = Some(gate);
        let Some(delay) = given.school.watch_of(gate).and_then(|watch| watch.delay) else {
            return true;
        };
        let school = given.school.subject;
        let is_kept_free = self
            .truth
            .get(Signal::Attended, self.site.opening_subject(gate as u16));
        let is_kept_free = matches!(is_kept_free, Some((Value::Flag(true), _)));
        let parents = self.truth.get(Signal::ParentsWaiting, school);
        let wait = matches!(parents, Some((Value::Count(families), _)) if *families > 0);
        if is_kept_free || !wait {
            return true;
        }
        self.note_at("resource-held-up", resource, gate);
        self.later(resource, ("held-up", 0), delay, GETS_IN, 0);
        false
    }

    fn note_at(&mut self, event: &'static str, resource: usize, gate: usize) {
        let note = self.log.note(self.clock.now_ms, event);
        let note = note.because(self.resources.cause[resource]);
        let note = note.about(self.resources.subjects[resource]);
        let at = self.site.opening_subject(gate as u16);
        self.resources.cause[resource] = Some(note.at(Some(at)).done());
    }

    /// Puts what comes next on the agenda, after a time drawn for a purpose.
    fn later(
        &mut self,
        resource: usize,
        (purpose, draws): (&'static str, u64),
        takes: Spread,
        next: &'static str,
        occurrence: u32,
    ) {
        let who = stable_id(&self.given.resources[resource].id);
        let after_ms = self.chance.draw(purpose, who, draws).duration_ms(takes);
        let at_ms = self.clock.now_ms + after_ms;
        self.agenda
            .at(at_ms, Phase::Respond, next, resource as u32, occurrence);
    }

    fn note_change(&mut self, resource: usize, state: u8) {
        self.set_state(resource, state);
        let event = match state {
            ASSIGNED => "resource-assigned",
            EN_ROUTE => "resource-leaves",
            _ => "resource-on-scene",
        };
        self.note_state(resource, state, event);
    }

    fn set_state(&mut self, resource: usize, state: u8) {
        let now_ms = self.clock.now_ms;
        let subject = self.resources.subjects[resource];
        self.resources.state[resource] = state;
        let request = self.resources.request[resource];
        self.resources.changes.push(ResourceChanged {
            at_ms: now_ms,
            resource,
            state,
            request,
        });
        self.truth
            .set(now_ms, Signal::Status, subject, Value::Ordinal(state));
    }

    fn note_state(&mut self, resource: usize, state: u8, event: &'static str) {
        let note = self
            .log
            .note(self.clock.now_ms, event)
            .because(self.resources.cause[resource])
            .about(self.resources.subjects[resource])
            .text("kind", self.given.resources[resource].kind.as_str())
            .value(Signal::Status, Value::Ordinal(state));
        self.resources.cause[resource] = Some(note.done());
    }
}
