//! The metrics of a run: reductions of stories, message lives and signals to single numbers.

use bevy_ecs::prelude::*;

use super::sample::Samples;
use crate::command::{Decisions, Mailbox, MessageKind, Tally};
use crate::pedestrian::Portal;
use crate::people::{Condition, Ordinal, Roster, Story};
use crate::places::Site;
use crate::record::{Basis, Metric, Objective};
use crate::scenario::model::{Presence, Scenario};
use crate::scenario::plan::OpeningKind;
use crate::sim::{Given, Log, Truth};
use crate::vocabulary::{Ms, Signal, Unit, Value, metric_spec};

/// The metric that is also given for each place.
const CONGESTION: &str = "congestion_person_min";

/// A door where people lost less than this together is not named, person-minutes.
const WORTH_NAMING_MIN: f64 = 0.1;

/// Every metric of a run, in the order of their declaration, then those of each place.
pub(super) fn of_run(world: &mut World) -> Vec<Metric> {
    let people = People::of(world);
    let given = world.resource::<Given>().clone();
    let samples = world.resource::<Samples>();
    let mailbox = world.resource::<Mailbox>();
    let person_min = |person_ms: i64| Some(person_ms as f64 / 60_000.0);
    let mut metrics = vec![
        metric("time_to_alarm_s", seconds(first_order_ms(world)), Basis::Assumed),
        metric(
            "first_out_s",
            seconds(people.out_ms.first().copied()),
            Basis::Sourced,
        ),
        metric(
            "exit_95_s",
            seconds(quantile(&people.out_ms, people.began_inside, 0.95)),
            Basis::Sourced,
        ),
        metric(
            "last_out_s",
            seconds(quantile(&people.out_ms, people.began_inside, 1.0)),
            Basis::Sourced,
        ),
        metric(
            "all_assembled_s",
            seconds(quantile(&people.assembled_ms, people.present, 1.0)),
            Basis::Sourced,
        ),
        metric(
            "full_account_s",
            seconds(world.resource::<Tally>().full_account_ms),
            Basis::Assumed,
        ),
        metric("inside_at_end", Some(people.inside.into()), Basis::Sourced),
        metric(
            "unaccounted_at_end",
            Some(unaccounted(world, &given)),
            Basis::Sourced,
        ),
        metric(
            "covered_when_shaking_begins",
            samples.covered_when_it_began.map(f64::from),
            Basis::Assumed,
        ),
        metric("injured", Some(people.injured.into()), Basis::Sourced),
        metric("found_s", seconds(people.missed_until_found_ms()), Basis::Assumed),
        metric("queued_person_min", person_min(people.queued_ms), Basis::Sourced),
        metric(
            "decision_delay_s",
            decision_delay(world.resource::<Decisions>()),
            Basis::Assumed,
        ),
        metric("message_delay_s", message_delay(mailbox), Basis::Assumed),
        metric(
            "knowledge_gap_person_min",
            person_min(samples.gap_person_ms),
            Basis::Assumed,
        ),
        metric(
            "not_heard_of_person_min",
            person_min(samples.not_heard_of_person_ms),
            Basis::Assumed,
        ),
    ];
    metrics.extend(congestion(world, &given));
    metrics
}

/// What the stories of people add up to.
#[derive(Default)]
struct People {
    present: usize,
    began_inside: usize,
    out_ms: Vec<Ms>,
    assembled_ms: Vec<Ms>,
    inside: u32,
    injured: u32,
    queued_ms: Ms,
    first_missed_ms: Option<Ms>,
    last_found_ms: Option<Ms>,
}

impl People {
    fn of(world: &mut World) -> Self {
        let mut query = world.query_filtered::<(&Story, &Condition), With<Ordinal>>();
        let given = world.resource::<Given>().clone();
        let mut all = Self::default();
        for (spec, entity) in given
            .school
            .people
            .iter()
            .zip(&world.resource::<Roster>().entities)
        {
            let Ok((story, condition)) = query.get(world, *entity) else {
                continue;
            };
            if spec.presence != Presence::Present {
                continue;
            }
            all.present += 1;
            all.began_inside += usize::from(!given.school.plan.spaces[spec.space].kind.is_outside());
            all.out_ms.extend(story.exited_ms);
            all.assembled_ms.extend(story.assembled_ms);
            all.inside += u32::from(story.inside);
            all.injured += u32::from(condition.severity > 0);
            all.queued_ms += story.queued_ms;
            all.count_missed(story);
        }
        all.out_ms.sort_unstable();
        all.assembled_ms.sort_unstable();
        all
    }

    fn count_missed(&mut self, story: &Story) {
        if let (Some(missed), Some(found)) = (story.missed_ms, story.found_ms) {
            self.first_missed_ms = Some(self.first_missed_ms.map_or(missed, |first| first.min(missed)));
            self.last_found_ms = self.last_found_ms.max(Some(found));
        }
    }

    /// From the first found missing to the last of those missed found; 0 when found before anybody missed them.
    fn missed_until_found_ms(&self) -> Option<Ms> {
        let (missed, found) = self.first_missed_ms.zip(self.last_found_ms)?;
        Some((found - missed).max(0))
    }
}

fn metric(name: &str, value: Option<f64>, basis: Basis) -> Metric {
    // A test finds every name declared; what is not would stand there as a plain count.
    let unit = metric_spec(name).map_or(Unit::Count, |spec| spec.unit);
    Metric {
        name: name.into(),
        value,
        unit,
        basis,
    }
}

/// How many people the world's own signal says are unaccounted for.
fn unaccounted(world: &World, given: &Scenario) -> f64 {
    match world
        .resource::<Truth>()
        .get(Signal::Unaccounted, given.school.subject)
    {
        Some((Value::Set(set), _)) => set.len() as f64,
        _ => 0.0,
    }
}

fn seconds(ms: Option<Ms>) -> Option<f64> {
    ms.map(|ms| ms as f64 / 1_000.0)
}

/// When the first order was given or class told.
fn first_order_ms(world: &World) -> Option<Ms> {
    let messages = &world.resource::<Mailbox>().messages;
    let order = messages
        .iter()
        .find(|m| m.kind == MessageKind::Order)
        .map(|m| m.sent_ms);
    let told = ["class-told-to-leave", "class-holds", "class-shelters"];
    let happenings = world.resource::<Log>().happenings();
    order.or_else(|| {
        happenings
            .iter()
            .find(|h| told.contains(&h.event))
            .map(|h| h.at_ms)
    })
}

/// When this share of `of` people had done it (nearest rank); none if so many never did.
fn quantile(sorted_ms: &[Ms], of: usize, share: f64) -> Option<Ms> {
    let rank = (share * of as f64).ceil() as usize;
    sorted_ms.get(rank.max(1) - 1).copied()
}

fn mean_s(delays_ms: impl Iterator<Item = Ms>) -> Option<f64> {
    let (mut sum, mut count) = (0, 0);
    for delay in delays_ms {
        sum += delay;
        count += 1;
    }
    (count > 0).then(|| sum as f64 / f64::from(count) / 1_000.0)
}

/// Mean time from true in the world (or known, where truth has no say) to decided, s.
fn decision_delay(decisions: &Decisions) -> Option<f64> {
    mean_s(
        decisions
            .lives
            .iter()
            .filter_map(|l| Some(l.decided_ms? - l.true_since_ms.or(l.known_ms)?)),
    )
}

/// Mean time from sending to receiving, over what was sent to somebody and received, s.
fn message_delay(mailbox: &Mailbox) -> Option<f64> {
    let meant = mailbox.deliveries.iter().filter(|d| !d.bystander);
    mean_s(meant.filter_map(|d| Some(d.received_ms? - mailbox.messages[d.message].sent_ms)))
}

/// Time lost in queues: in all, at each exit and stair, and at every other door where some was lost.
fn congestion(world: &World, given: &Scenario) -> Vec<Metric> {
    let site = world.resource::<Site>();
    let minutes = |portal| site.venue.tally(portal).congestion_person_s / 60.0;
    let mut each: Vec<(String, f64, Basis)> = Vec::new();
    for (i, opening) in (0..).zip(&given.school.plan.openings) {
        let lost = minutes(Portal::Opening(i));
        if opening.kind == OpeningKind::Exit || lost >= WORTH_NAMING_MIN {
            each.push((opening.id.clone(), lost, Basis::Verified));
        }
    }
    for stair in &site.stairs {
        // The flow down a stair emerges and is not verified against a published case yet.
        let lost = stair.flights.iter().map(|f| minutes(Portal::Flight(*f))).sum();
        each.push((stair.id.clone(), lost, Basis::Assumed));
    }
    let doors = (0..given.school.plan.openings.len() as u16).map(|i| minutes(Portal::Opening(i)));
    let flights = (0..given.school.plan.flights.len() as u16).map(|i| minutes(Portal::Flight(i)));
    let in_all = metric(CONGESTION, Some(doors.chain(flights).sum()), Basis::Assumed);
    let by_place = each.into_iter().map(|(id, value, basis)| Metric {
        name: format!("{CONGESTION}@{id}").into(),
        ..metric(CONGESTION, Some(value), basis)
    });
    std::iter::once(in_all).chain(by_place).collect()
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
            let id = objective.id.as_str().into();
            let mut held = Objective::new(
                id,
                capability,
                metric.name.clone(),
                target,
                metric.value,
                metric.unit,
            );
            held.never_reached = metric_spec(&metric.name).is_some_and(|spec| spec.is_moment);
            Some(held)
        })
        .collect()
}
