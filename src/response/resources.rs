use crate::sim::{Agenda, Chance, Clock, Due, Given, HappeningId, Log, Phase, Truth, stable_id};
use crate::vocabulary::{Ms, Signal, SubjectIx, SubjectKind, Value};
use bevy_ecs::prelude::*;

/// A resource leaves its base.
const LEAVES: &str = "resource-leaves";
/// A resource arrives at the school.
const ARRIVES: &str = "resource-arrives";

/// Steps of the scale of [`Signal::Status`]: `available`, `assigned`, `en-route`, `on-scene`.
const AVAILABLE: u8 = 0;
const ASSIGNED: u8 = 1;
const EN_ROUTE: u8 = 2;
const ON_SCENE: u8 = 3;

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
    /// Every change, in order of time.
    pub changes: Vec<ResourceChanged>,
}

impl Resources {
    /// Whether a resource can still be sent.
    pub fn is_available(&self, resource: SubjectIx) -> bool {
        self.index(resource).is_some_and(|i| self.state[i] == AVAILABLE)
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
        subjects,
        changes,
    });
}

/// Sends what is dispatched: turnout, drive, arrival.
pub(super) fn dispatch(
    mut dispatched: MessageReader<Dispatch>,
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    mut agenda: ResMut<Agenda>,
    mut resources: ResMut<Resources>,
    mut truth: ResMut<Truth>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    let mut changed: Vec<(usize, u8)> = Vec::new();
    for Dispatch {
        resource,
        request,
        cause,
    } in dispatched.read()
    {
        let Some(i) = resources
            .index(*resource)
            .filter(|i| resources.state[*i] == AVAILABLE)
        else {
            continue;
        };
        resources.cause[i] = Some(*cause);
        resources.request[i] = Some(*request);
        let turnout = given.resources[i].turnout;
        let draw = chance.draw("turnout", stable_id(&given.resources[i].id), 0);
        let after_ms = draw.duration_ms(turnout);
        agenda.at(now_ms + after_ms, Phase::Respond, LEAVES, i as u32, 0);
        changed.push((i, ASSIGNED));
    }
    for wake in due.of(LEAVES) {
        let i = wake.id as usize;
        let travel = given.resources[i].travel;
        let draw = chance.draw("travel", stable_id(&given.resources[i].id), 0);
        let after_ms = draw.duration_ms(travel);
        agenda.at(now_ms + after_ms, Phase::Respond, ARRIVES, wake.id, 0);
        changed.push((i, EN_ROUTE));
    }
    for wake in due.of(ARRIVES) {
        changed.push((wake.id as usize, ON_SCENE));
    }
    for (i, state) in changed {
        resources.state[i] = state;
        let request = resources.request[i];
        resources.changes.push(ResourceChanged {
            at_ms: now_ms,
            resource: i,
            state,
            request,
        });
        truth.set(
            now_ms,
            Signal::Status,
            resources.subjects[i],
            Value::Ordinal(state),
        );
        let event = match state {
            ASSIGNED => "resource-assigned",
            EN_ROUTE => "resource-leaves",
            _ => "resource-on-scene",
        };
        let note = log
            .note(now_ms, event)
            .because(resources.cause[i])
            .about(resources.subjects[i]);
        let cause = note
            .text("kind", given.resources[i].kind.as_str())
            .value(Signal::Status, Value::Ordinal(state))
            .done();
        resources.cause[i] = Some(cause);
    }
}
