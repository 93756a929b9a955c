//! Readings, forecasts, calls and what patrols see of water, on their way to whoever gets them: reports like any other, late, lost or wrong.

use bevy_ecs::prelude::*;

use super::mail::{Content, Draft, IfSilent, Mailbox, MessageKind};
use super::{Fact, Party};
use crate::scenario::model::{GaugeSpec, PlaceKind};
use crate::scenario::trigger::Topic;
use crate::sim::{Clock, Given, HappeningId};
use crate::valley::{GaugeRead, PatrolTells, ResidentCalls, alert_at};
use crate::vocabulary::{Ms, Signal, SubjectIx, Value};

/// Sends what gauges, residents and patrols say.
pub(super) fn pass_on(
    mut readings: MessageReader<GaugeRead>,
    mut calls: MessageReader<ResidentCalls>,
    mut patrols: MessageReader<PatrolTells>,
    given: Res<Given>,
    clock: Res<Clock>,
    mut mailbox: ResMut<Mailbox>,
) {
    for reading in readings.read() {
        let gauge = &given.gauges[reading.gauge];
        let (to, via) = match (&gauge.reports, &gauge.forecast) {
            (_, Some(forecast)) if reading.is_forecast => (&forecast.to, forecast.via),
            (Some(reports), _) => (&reports.to, reports.via),
            _ => continue,
        };
        let to = to
            .iter()
            .map(|position| (Party::Position(*position), false))
            .collect();
        let facts = claims(gauge, reading);
        let word = word(
            gauge.subject,
            gauge.id.as_str(),
            facts,
            clock.now_ms,
            reading.cause,
        );
        mailbox.outbox.push(word.draft(to, via));
    }
    for call in calls.read() {
        let place = &given.places[call.place];
        let PlaceKind::Settlement {
            calls: Some(spec), ..
        } = place.kind
        else {
            continue;
        };
        let facts = vec![(Signal::Depth, Value::Number(call.depth_m))];
        let word = word(place.subject, place.id.as_str(), facts, clock.now_ms, call.cause);
        mailbox
            .outbox
            .push(word.draft(vec![(Party::Position(spec.to), false)], spec.via));
    }
    for PatrolTells { patrol, facts, cause } in patrols.read() {
        let patrol = &given.patrols[*patrol];
        let to = patrol.to.iter();
        let to = to.map(|position| (Party::Position(*position), false)).collect();
        let about = facts
            .first()
            .map_or("", |(topic, _)| given.subjects.id(topic.subject));
        let word = said_by(&patrol.id, about, facts.clone(), clock.now_ms, *cause);
        mailbox.outbox.push(word.draft(to, patrol.via));
    }
}

/// What a reading says: the level and what the agency makes of it, or the level that is forecast.
fn claims(gauge: &GaugeSpec, reading: &GaugeRead) -> Vec<(Signal, Value)> {
    let level = Value::Number(reading.level_m);
    if reading.is_forecast {
        return vec![(Signal::ForecastLevel, level)];
    }
    let alert = Value::Ordinal(alert_at(gauge, reading.level_m));
    vec![(Signal::Level, level), (Signal::Alert, alert)]
}

/// What is said of a gauge or a place, by somebody there.
struct Word {
    from: Party,
    facts: Vec<Fact>,
    about: std::sync::Arc<str>,
    cause: HappeningId,
}

fn word(subject: SubjectIx, id: &str, claims: Vec<(Signal, Value)>, now_ms: Ms, cause: HappeningId) -> Word {
    let of = |(signal, value)| (Topic { signal, subject }, value);
    let claims = claims.into_iter().map(of).collect();
    said_by(id, id, claims, now_ms, cause)
}

/// What somebody says of something.
fn said_by(from: &str, about: &str, claims: Vec<(Topic, Value)>, now_ms: Ms, cause: HappeningId) -> Word {
    let from = Party::Played(from.into());
    let fact = |(topic, value)| Fact {
        topic,
        value: Some(value),
        observed_at_ms: now_ms,
        observer: from.clone(),
        cause: Some(cause),
    };
    let facts: Vec<Fact> = claims.into_iter().map(fact).collect();
    let name = facts.first().map_or("", |fact| fact.topic.signal.spec().name);
    Word {
        about: format!("{name}@{about}").into(),
        from,
        facts,
        cause,
    }
}

impl Word {
    fn draft(self, to: Vec<(Party, bool)>, via: usize) -> Draft {
        Draft {
            kind: MessageKind::Inform,
            cause: Some(self.cause),
            from: self.from,
            to,
            content: Content::Facts(self.facts),
            about: self.about,
            via: vec![via],
            ack_within_ms: None,
            if_silent: IfSilent::Nothing,
            decision: None,
        }
    }
}
