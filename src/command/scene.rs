//! Crews that arrive: somebody meets them at the gate, or they look for whoever leads the school; then their officer makes
//! known that they are there.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::briefing::worth_telling;
use super::mail::{Content, Draft, IfSilent, Mailbox, MessageKind};
use super::receive::report;
use super::{Fact, Organisation, Party, Pictures};
use crate::people::Locate;
use crate::response::{ON_SCENE, Posts, Resources};
use crate::scenario::model::{PositionIx, WatchSpec};
use crate::scenario::trigger::Topic;
use crate::sim::{Agenda, Chance, Clock, Given, HappeningId, Log, Phase, stable_id};
use crate::vocabulary::{Ms, Signal, Value};

/// The officer of a crew has found whoever leads the school.
const FINDS_COMMAND: &str = "finds-command";

/// Until when officers of crews that nobody has met look for whoever leads the school, ms.
#[derive(Resource, Debug, Default)]
pub(super) struct Seeking(BTreeMap<PositionIx, Ms>);

/// What arriving needs.
#[derive(SystemParam)]
pub(super) struct Arriving<'w, 's> {
    given: Res<'w, Given>,
    clock: Res<'w, Clock>,
    chance: Res<'w, Chance>,
    locate: Locate<'w, 's>,
    resources: Res<'w, Resources>,
    posts: Res<'w, Posts>,
    seeking: ResMut<'w, Seeking>,
    organisation: ResMut<'w, Organisation>,
    pictures: ResMut<'w, Pictures>,
    mailbox: ResMut<'w, Mailbox>,
    agenda: ResMut<'w, Agenda>,
    log: ResMut<'w, Log>,
}

/// Crews that have arrived and whose officers are not in their positions yet: position, crew, and the entry in the log.
fn arrived<'a>(
    organisation: &'a Organisation,
    resources: &'a Resources,
) -> impl Iterator<Item = (PositionIx, usize, HappeningId)> + 'a {
    let crews = organisation.crews.iter().enumerate();
    let awaited = crews.filter(|(position, _)| !organisation.on_scene[*position]);
    awaited.filter_map(|(position, crew)| Some((position, (*crew)?, resources.arrival((*crew)?)?)))
}

/// Whether there is such a crew.
pub(super) fn somebody_has_come(world: &World) -> bool {
    arrived(world.resource(), world.resource()).next().is_some()
}

/// Puts the officers of crews that have arrived into their positions.
pub(super) fn come_on_scene(mut with: Arriving) {
    let arrived: Vec<_> = arrived(&with.organisation, &with.resources).collect();
    for (position, crew, arrival) in arrived {
        with.arrive(position, crew, arrival);
    }
}

impl Arriving<'_, '_> {
    fn arrive(&mut self, position: PositionIx, crew: usize, arrival: HappeningId) {
        let given = self.given.clone();
        let gate = self.resources.came_by(crew);
        let watch = gate.and_then(|gate| given.school.watch_of(gate));
        let watch = watch.filter(|watch| watch.finds_command.is_some());
        let host = watch.and_then(|watch| self.host_at(watch));
        if let (Some(watch), None) = (watch, host)
            && self.is_seeking(position, watch, arrival)
        {
            return;
        }
        let cause = self.check_in(position, crew, arrival);
        if let Some(host) = host {
            self.tell_on_the_way(host, position, cause);
        }
    }

    /// Who stands at a gate and can meet a crew.
    fn host_at(&self, watch: &WatchSpec) -> Option<u32> {
        let mut there = self.posts.standing_at(watch.subject);
        there.find(|person| self.locate.can_act(*person))
    }

    /// Whether the officer of a crew that nobody has met still looks for whoever leads the school.
    fn is_seeking(&mut self, position: PositionIx, watch: &WatchSpec, arrival: HappeningId) -> bool {
        let (now_ms, spec) = (self.clock.now_ms, &self.given.command.positions[position]);
        if let Some(until_ms) = self.seeking.0.get(&position) {
            return now_ms < *until_ms;
        }
        let Some(takes) = watch.finds_command else {
            return false;
        };
        let draw = self.chance.draw("finds-command", stable_id(&spec.id), 0);
        let until_ms = now_ms + draw.duration_ms(takes);
        self.seeking.0.insert(position, until_ms);
        self.agenda
            .at(until_ms, Phase::Command, FINDS_COMMAND, position as u32, 0);
        let note = self.log.note(now_ms, "looks-for-command").because(Some(arrival));
        note.about(spec.subject).at(Some(watch.subject)).done();
        true
    }

    /// The officer makes known to whoever leads the school that the crew is there.
    fn check_in(&mut self, position: PositionIx, crew: usize, arrival: HappeningId) -> HappeningId {
        self.organisation.on_scene[position] = true;
        let resource = &self.given.resources[crew];
        let note = self.log.note(self.clock.now_ms, "officer-on-scene");
        let cause = note
            .because(Some(arrival))
            .about(self.given.command.positions[position].subject)
            .text("resource", resource.id.as_str())
            .done();
        let topic = Topic {
            signal: Signal::Status,
            subject: resource.subject,
        };
        // The officer knows it too, and nothing else.
        let officer = Party::Position(position);
        let checks_in = Fact {
            topic,
            value: Some(Value::Ordinal(ON_SCENE)),
            observed_at_ms: self.clock.now_ms,
            observer: officer.clone(),
            cause: Some(cause),
        };
        let picture = &mut self.pictures.0[position];
        picture.receive(checks_in.clone(), self.clock.now_ms);
        picture.note_change(topic, cause);
        let commander = self.organisation.commander.map(Party::Position);
        self.mailbox.outbox.push(report(
            officer,
            commander.into_iter().collect(),
            vec![checks_in],
            topic.name(&self.given.subjects).into(),
            Vec::new(),
            Some(cause),
        ));
        cause
    }

    /// Whoever meets a crew brings its officer to whoever leads the school, and tells on the way what they know.
    fn tell_on_the_way(&mut self, host: u32, officer: PositionIx, cause: HappeningId) {
        let Some(position) = self.organisation.held_by(host).next() else {
            return;
        };
        let facts = worth_telling(&self.pictures.0[position]);
        if facts.is_empty() {
            return;
        }
        self.mailbox.outbox.push(Draft {
            kind: MessageKind::Report,
            cause: Some(cause),
            from: Party::Position(position),
            to: vec![(Party::Position(officer), false)],
            content: Content::Briefing { facts, then: None },
            about: "brief".into(),
            via: Vec::new(),
            ack_within_ms: None,
            if_silent: IfSilent::Nothing,
            decision: None,
        });
    }
}
