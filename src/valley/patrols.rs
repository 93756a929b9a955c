//! Patrols on levees: they walk from place to place, see what water does there, and tell it.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::hazard::flood::coupling::Waters;
use crate::hazard::flood::reading::{NOT_ON_FOOT, by_eye_m, danger};
use crate::scenario::model::{PatrolSpec, Scenario, WorksKind};
use crate::scenario::trigger::Topic;
use crate::sim::{Agenda, Clock, Detail, Due, Given, HappeningId, Log, Note, Phase, Truth, Wake};
use crate::vocabulary::{Ms, Signal, SubjectIx, Unit, Value};

/// A patrol comes to its next stop, or sets out.
pub(super) const PATROL: &str = "patrol-comes";

/// A patrol tells what it has seen.
#[derive(Message, Debug, Clone)]
pub struct PatrolTells {
    /// Which, by index.
    pub patrol: usize,
    /// What it says of what; the first is what it is about.
    pub facts: Vec<(Topic, Value)>,
    /// Its entry in the log.
    pub cause: HappeningId,
}

/// Where each patrol is, and what it has said.
#[derive(Resource, Debug)]
pub(super) struct Patrols(Vec<Round>);

#[derive(Debug, Clone, Default)]
struct Round {
    began_ms: Ms,
    /// The stop it comes to next.
    stop: usize,
    /// The depths by eye that it last told, m, by stop: dry, as long as it has told nothing.
    told_m: Vec<f64>,
    told_breach: bool,
    /// Whether it has told anything in this round.
    has_told: bool,
    /// Whether the road to the first stop was closed when it wanted to set out last.
    was_kept: bool,
}

impl Patrols {
    pub(super) fn new(given: &Scenario) -> Self {
        let rounds = given.patrols.iter().map(|patrol| Round {
            told_m: vec![0.0; patrol.stops.len()],
            ..Round::default()
        });
        Self(rounds.collect())
    }
}

/// Puts the first round of each on the agenda.
pub(super) fn begin(agenda: &mut Agenda, given: &Scenario) {
    for (id, patrol) in (0..).zip(&given.patrols) {
        agenda.at(patrol.from_ms, Phase::Observe, PATROL, id, 0);
    }
}

/// What walking along a levee needs.
#[derive(SystemParam)]
pub(super) struct Walking<'w> {
    given: Res<'w, Given>,
    clock: Res<'w, Clock>,
    waters: Res<'w, Waters>,
    truth: Res<'w, Truth>,
    agenda: ResMut<'w, Agenda>,
    log: ResMut<'w, Log>,
    tells: MessageWriter<'w, PatrolTells>,
}

/// Patrols come to their stops.
pub(super) fn walk(due: Res<Due>, mut patrols: ResMut<Patrols>, mut with: Walking) {
    for wake in due.of(PATROL) {
        let round = &mut patrols.0[wake.id as usize];
        let at_ms = with.come(wake.id as usize, round);
        if at_ms <= with.given.exercise.lasts_ms {
            let Wake { id, occurrence, .. } = *wake;
            with.agenda.at(at_ms, Phase::Observe, PATROL, id, occurrence + 1);
        }
    }
}

impl Walking<'_> {
    /// A patrol comes to its next stop; when it comes to the one after that, ms.
    fn come(&mut self, patrol: usize, round: &mut Round) -> Ms {
        let (given, now_ms) = (self.given.clone(), self.clock.now_ms);
        let spec = &given.patrols[patrol];
        if round.stop == 0 {
            round.began_ms = now_ms;
            round.has_told = false;
            let is_kept = self.is_kept(spec, round.was_kept);
            round.was_kept = is_kept;
            if is_kept {
                return now_ms + spec.every_ms;
            }
        }
        let turns_back = self.look(patrol, spec, round);
        round.stop += 1;
        if !turns_back && round.stop < spec.stops.len() {
            return now_ms + spec.leg_ms;
        }
        if !round.has_told {
            self.tell_that_all_is_quiet(patrol, spec, round);
        }
        round.stop = 0;
        (round.began_ms + spec.every_ms).max(now_ms + spec.leg_ms)
    }

    fn note(&mut self, spec: &PatrolSpec, event: &'static str) -> Note<'_> {
        let note = self.log.note(self.clock.now_ms, event);
        note.with("patrol", Detail::Of("patrol", spec.id.as_str().into()))
    }

    /// Whether water on the road keeps a patrol from setting out; said once.
    fn is_kept(&mut self, spec: &PatrolSpec, is_said: bool) -> bool {
        let Some(way) = spec.way.map(|way| self.given.places[way].subject) else {
            return false;
        };
        let is_kept = matches!(self.truth.get(Signal::Blocked, way), Some((Value::Flag(true), _)));
        if is_kept && !is_said {
            self.note(spec, "patrol-stays").about(way).done();
        }
        is_kept
    }

    /// A patrol looks round at a stop, and tells what is new. Says whether it turns back there.
    fn look(&mut self, patrol: usize, spec: &PatrolSpec, round: &mut Round) -> bool {
        let place = &self.given.places[spec.stops[round.stop]];
        let subject = place.subject;
        let flow = self.waters.at(subject).map(|water| water.now.flow());
        let depth_m = flow.map_or(0.0, |flow| by_eye_m(flow.depth_m));
        let turns_back = flow.is_some_and(|flow| danger(flow) >= NOT_ON_FOOT);
        let mut facts = Vec::new();
        let mut cause = None;
        if depth_m.to_bits() != round.told_m[round.stop].to_bits() {
            round.told_m[round.stop] = depth_m;
            let event = if turns_back {
                "patrol-turns-back"
            } else {
                "patrol-sees-water"
            };
            let note = self.note(spec, event).about(subject);
            let note = note.with("depth_m", Detail::Quantity(depth_m, Unit::Metre));
            cause = Some(note.done());
            facts.push((depth_at(subject), Value::Number(depth_m)));
        }
        if let Some(works) = self.sees_breach(spec, round.stop).filter(|_| !round.told_breach) {
            round.told_breach = true;
            cause = Some(self.note(spec, "patrol-sees-breach").about(works).done());
            let breached = Topic {
                signal: Signal::Breached,
                subject: works,
            };
            facts.insert(0, (breached, Value::Flag(true)));
        }
        if let Some(cause) = cause {
            round.has_told = true;
            self.tells.write(PatrolTells { patrol, facts, cause });
        }
        turns_back
    }

    /// The works, if they are broken in sight of a stop. Where nobody says where either lies, they are in sight.
    fn sees_breach(&self, spec: &PatrolSpec, stop: usize) -> Option<SubjectIx> {
        let works = &self.given.works[spec.works?];
        let is_broken = matches!(
            self.truth.get(Signal::Breached, works.subject),
            Some((Value::Flag(true), _))
        );
        let breach = match &works.kind {
            WorksKind::Levee {
                breach: Some(breach), ..
            } => Some(breach.at),
            _ => None,
        };
        let here = self.given.places[spec.stops[stop]].site.at;
        let distance_m = here
            .zip(breach)
            .map_or(0.0, |(here, breach)| here.distance(breach));
        (is_broken && distance_m <= spec.sees_m).then_some(works.subject)
    }

    /// A round is over in which nothing was new: where it came to all is as it was told last.
    fn tell_that_all_is_quiet(&mut self, patrol: usize, spec: &PatrolSpec, round: &Round) {
        let first = self.given.places[spec.stops[0]].subject;
        let cause = self.note(spec, "patrol-sees-nothing-new").about(first).done();
        let seen = spec.stops.iter().zip(&round.told_m).take(round.stop);
        let facts = seen.map(|(stop, depth_m)| {
            let subject = self.given.places[*stop].subject;
            (depth_at(subject), Value::Number(*depth_m))
        });
        let facts = facts.collect();
        self.tells.write(PatrolTells { patrol, facts, cause });
    }
}

fn depth_at(subject: SubjectIx) -> Topic {
    Topic {
        signal: Signal::Depth,
        subject,
    }
}
