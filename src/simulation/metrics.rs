//! The metrics of a run: reductions of signals, stories and message lives to single numbers.

use bevy_ecs::prelude::*;

use super::sample::Samples;
use crate::command::{Decisions, Mailbox, MessageKind, Tally};
use crate::people::pedestrian::Portal;
use crate::people::{Activity, Condition, Ordinal, Roster, Story};
use crate::places::Site;
use crate::record::{Basis, Metric, Objective};
use crate::scenario::model::{Presence, Scenario};
use crate::scenario::plan::OpeningKind;
use crate::sim::{Given, Log, Ms};
use crate::vocabulary::{PersonRole, Unit};

/// Every metric of a run, in a fixed order.
pub(super) fn of_run(world: &mut World) -> Vec<Metric> {
    let mut query = world.query_filtered::<(&Activity, &Story, &Condition), With<Ordinal>>();
    let given = world.resource::<Given>().clone();
    let entities = world.resource::<Roster>().entities.clone();
    let mut out_ms = Vec::new();
    let mut assembled_ms = Vec::new();
    let (mut inside, mut injured, mut unaccounted) = (0, 0, 0);
    let (mut missed_ms, mut found_ms) = (None::<Ms>, None::<Ms>);
    let mut queued_ms = 0;
    for (i, entity) in entities.into_iter().enumerate() {
        let spec = &given.school.people[i];
        let Ok((activity, story, condition)) = query.get(world, entity) else {
            continue;
        };
        if spec.presence != Presence::Present {
            continue;
        }
        injured += u32::from(condition.severity > 0);
        out_ms.extend(story.exited_ms);
        assembled_ms.extend(story.assembled_ms);
        inside += u32::from(story.inside);
        queued_ms += story.queued_ms;
        if spec.role == PersonRole::Pupil {
            unaccounted += u32::from(*activity != Activity::Assembled && story.found_ms.is_none());
            if let (Some(missed), Some(found)) = (story.missed_ms, story.found_ms) {
                missed_ms = Some(missed_ms.map_or(missed, |m: Ms| m.min(missed)));
                found_ms = Some(found_ms.map_or(found, |m: Ms| m.max(found)));
            }
        }
    }
    out_ms.sort_unstable();
    let first_event = |key: &str| {
        world
            .resource::<Log>()
            .happenings()
            .iter()
            .find(|h| h.event == key)
            .map(|h| h.at_ms)
    };
    let decisions = world.resource::<Decisions>();
    let alarm_ms = ["class-told-to-leave", "class-holds", "class-shelters"]
        .into_iter()
        .filter_map(first_event)
        .min();
    let first_order_ms = world
        .resource::<Mailbox>()
        .messages
        .iter()
        .find(|m| m.kind == MessageKind::Order)
        .map(|m| m.sent_ms);
    let seconds = |ms: Option<Ms>| ms.map(|ms| ms as f64 / 1_000.0);
    let mut metrics = vec![
        metric(
            "time_to_alarm_s",
            seconds(first_order_ms.or(alarm_ms)),
            Unit::Second,
            Basis::Assumed,
        ),
        metric(
            "first_out_s",
            seconds(out_ms.first().copied()),
            Unit::Second,
            Basis::Sourced,
        ),
        metric(
            "exit_95_s",
            seconds(quantile(&out_ms, 0.95)),
            Unit::Second,
            Basis::Sourced,
        ),
        metric(
            "last_out_s",
            seconds(out_ms.last().copied()),
            Unit::Second,
            Basis::Sourced,
        ),
        metric(
            "all_assembled_s",
            seconds(assembled_ms.iter().max().copied()),
            Unit::Second,
            Basis::Sourced,
        ),
        metric(
            "full_account_s",
            seconds(world.resource::<Tally>().full_account_ms),
            Unit::Second,
            Basis::Assumed,
        ),
        metric(
            "inside_at_end",
            Some(f64::from(inside)),
            Unit::Person,
            Basis::Sourced,
        ),
        metric(
            "unaccounted_at_end",
            Some(f64::from(unaccounted)),
            Unit::Person,
            Basis::Sourced,
        ),
        metric("injured", Some(f64::from(injured)), Unit::Person, Basis::Sourced),
        metric(
            "found_s",
            seconds(missed_ms.zip(found_ms).map(|(m, f)| (f - m).max(0))),
            Unit::Second,
            Basis::Assumed,
        ),
        metric(
            "queued_person_min",
            Some(queued_ms as f64 / 60_000.0),
            Unit::PersonMinute,
            Basis::Sourced,
        ),
        metric(
            "decision_delay_s",
            mean(
                decisions
                    .lives
                    .iter()
                    .filter_map(|l| Some(l.decided_ms? - l.true_since_ms.or(l.known_ms)?)),
            ),
            Unit::Second,
            Basis::Assumed,
        ),
        metric(
            "message_delay_s",
            message_delay(world.resource::<Mailbox>()),
            Unit::Second,
            Basis::Assumed,
        ),
        metric(
            "knowledge_gap_person_min",
            Some(world.resource::<Samples>().gap_person_ms as f64 / 60_000.0),
            Unit::PersonMinute,
            Basis::Assumed,
        ),
    ];
    metrics.extend(congestion(world, &given));
    metrics
}

fn metric(name: &str, value: Option<f64>, unit: Unit, basis: Basis) -> Metric {
    Metric {
        name: name.into(),
        value,
        unit,
        basis,
    }
}

/// The value below which this share of the sorted values lies (nearest rank).
fn quantile(sorted: &[Ms], share: f64) -> Option<Ms> {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied()
}

fn mean(delays_ms: impl Iterator<Item = Ms>) -> Option<f64> {
    let (mut sum, mut count) = (0, 0);
    for delay in delays_ms {
        sum += delay;
        count += 1;
    }
    (count > 0).then(|| sum as f64 / f64::from(count) / 1_000.0)
}

/// Mean time from sending to receiving, over what was received and is not heard by many at once.
fn message_delay(mailbox: &Mailbox) -> Option<f64> {
    mean(
        mailbox
            .deliveries
            .iter()
            .filter(|d| !d.bystander)
            .filter_map(|d| Some(d.received_ms? - mailbox.messages[d.message].sent_ms)),
    )
}

/// Time lost in queues at each exit and stair, where any was lost, and in all.
fn congestion(world: &World, given: &Scenario) -> Vec<Metric> {
    let site = world.resource::<Site>();
    let minutes = |portal| site.venue.tally(portal).congestion_person_s / 60.0;
    let mut each: Vec<(String, f64)> = Vec::new();
    for (i, opening) in (0..).zip(&given.school.plan.openings) {
        if opening.kind == OpeningKind::Exit {
            each.push((opening.id.clone(), minutes(Portal::Opening(i))));
        }
    }
    for stair in &site.stairs {
        each.push((
            stair.id.clone(),
            stair.flights.iter().map(|f| minutes(Portal::Flight(*f))).sum(),
        ));
    }
    let all: f64 = (0..given.school.plan.openings.len() as u16)
        .map(|i| minutes(Portal::Opening(i)))
        .chain((0..given.school.plan.flights.len() as u16).map(|i| minutes(Portal::Flight(i))))
        .sum();
    let total = metric(
        "congestion_person_min",
        Some(all),
        Unit::PersonMinute,
        Basis::Verified,
    );
    let of_each = each.into_iter().map(|(id, value)| {
        metric(
            &format!("congestion_person_min@{id}"),
            Some(value),
            Unit::PersonMinute,
            Basis::Verified,
        )
    });
    std::iter::once(total).chain(of_each).collect()
}

/// The objectives of the scenario, tested on the metrics.
pub(super) fn objectives(scenario: &Scenario, metrics: &[Metric]) -> Vec<Objective> {
    scenario
        .objectives
        .iter()
        .filter_map(|objective| {
            let metric = metrics.iter().find(|m| *m.name == *objective.metric)?;
            let target = format!("{} {}", objective.comparison, objective.target)
                .parse()
                .ok()?;
            let capability = Some(objective.capability.as_str().into());
            Some(Objective::new(
                objective.id.as_str().into(),
                capability,
                metric.name.clone(),
                target,
                metric.value,
                metric.unit,
            ))
        })
        .collect()
}
