//! The metrics of a run: reductions of stories, message lives and signals to single numbers.

mod flood;

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;

use super::exposure::{Aftershock, Exposure};
use super::sample::Samples;
use crate::command::{Decisions, Mailbox, Tally};
use crate::hazard::earthquake::Shocks;
use crate::pedestrian::Portal;
use crate::people::{Condition, InWater, Ordinal, Roster, Story};
use crate::places::Site;
use crate::record::{Basis, Metric, Objective};
use crate::release::Gate;
use crate::response::Resources;
use crate::scenario::model::{HazardKind, HazardSpec, Scenario};
use crate::scenario::plan::{Opening, OpeningKind, SpaceIndex, SpaceKind};
use crate::second_shift::SecondShift;
use crate::sim::{Clock, Given, Log, Truth};
use crate::town::Town;
use crate::valley::Settlements;
use crate::vocabulary::{Ms, PersonRole, Signal, Unit, Value, metric_spec};

/// The metric that is also given for each kind of resource.
const SENT: &str = "resources_sent";
/// The metric that is also given for each place.
const CONGESTION: &str = "congestion_person_min";
/// The metrics that are also given for each aftershock.
const ON_THE_WAY: &str = "on_the_way_when_aftershock_comes";
const ON_STAIRS: &str = "on_stairs_when_aftershock_comes";

/// A door where people lost less than this together is not named, person-minutes.
const WORTH_NAMING_MIN: f64 = 0.1;

/// Every metric of a run, in the order of their declaration, then those of each aftershock and of each place.
pub(super) fn of_run(world: &mut World) -> Vec<Metric> {
    let given = world.resource::<Given>().clone();
    if given.school.plan.spaces.is_empty() {
        let flood = flood::of_flood(world, &given);
        return [of_town(world, &given), of_settlements(world), flood].concat();
    }
    let people = People::of(world);
    let mut metrics = moments(world, &people);
    metrics.extend(outcomes(world, &given, &people));
    metrics.extend(of_water(world, &given));
    metrics.extend(delays(world));
    let by_place = congestion(world, &given);
    let in_all = by_place.iter().map(|(_, lost_min)| lost_min).sum();
    metrics.push(metric(CONGESTION, Some(in_all)));
    let sent = Sent::of(world, &given);
    metrics.extend(sent.in_all());
    metrics.extend(of_town(world, &given));
    metrics.extend(of_settlements(world));
    metrics.extend(flood::of_flood(world, &given));
    metrics.extend(by_aftershock(world));
    let named = by_place
        .into_iter()
        .filter(|(place, lost_min)| place.always_named || *lost_min >= WORTH_NAMING_MIN);
    metrics.extend(named.map(|(place, lost_min)| metric_of(CONGESTION, place.id, lost_min)));
    metrics.extend(sent.by_kind());
    metrics
}

/// How many resources of each kind were sent; of each kind that there is.
struct Sent(BTreeMap<String, usize>);

impl Sent {
    fn of(world: &World, given: &Scenario) -> Self {
        let changes = &world.resource::<Resources>().changes;
        let is_sent = |resource: usize| {
            let mut of_it = changes.iter().filter(|change| change.resource == resource);
            of_it.any(|change| change.state > 0)
        };
        let mut by_kind = BTreeMap::new();
        for (index, spec) in given.resources.iter().enumerate() {
            *by_kind.entry(spec.kind.clone()).or_default() += usize::from(is_sent(index));
        }
        Self(by_kind)
    }

    /// All of them; nothing where there are no resources.
    fn in_all(&self) -> Option<Metric> {
        let count: usize = self.0.values().sum();
        (!self.0.is_empty()).then(|| metric(SENT, Some(count as f64)))
    }

    fn by_kind(self) -> impl Iterator<Item = Metric> {
        self.0
            .into_iter()
            .map(|(kind, count)| metric_of(SENT, &kind, count as f64))
    }
}

/// Moments that everybody or everything has to reach.
fn moments(world: &World, people: &People) -> Vec<Metric> {
    let out = |share| seconds(quantile(&people.out_ms, people.began_inside, share));
    let released = |share| seconds(quantile(&people.released_ms, people.pupils, share));
    vec![
        metric("time_to_alarm_s", seconds(first_order_ms(world))),
        metric("first_out_s", seconds(people.out_ms.first().copied())),
        metric("exit_95_s", out(0.95)),
        metric("last_out_s", out(1.0)),
        metric("building_empty_s", seconds(empty_since_ms(world))),
        metric(
            "all_assembled_s",
            seconds(quantile(&people.gathered_ms, people.present, 1.0)),
        ),
        metric(
            "full_account_s",
            seconds(world.resource::<Tally>().full_account_ms),
        ),
        metric(
            "correct_missing_list_s",
            seconds(world.resource::<Samples>().correct_list_ms),
        ),
        metric("cleared_s", seconds(cleared_ms(world))),
        metric("released_50_s", released(0.5)),
        metric("released_90_s", released(0.9)),
        metric("released_100_s", released(1.0)),
    ]
}

/// What became of people.
fn outcomes(world: &World, given: &Scenario, people: &People) -> Vec<Metric> {
    let exposure = world.resource::<Exposure>();
    let (gate, now_ms) = (world.resource::<Gate>(), world.resource::<Clock>().now_ms);
    let has_telephones = given.release.is_some_and(|release| release.parents.phones > 0.0);
    let telephoned = has_telephones.then_some(f64::from(gate.called));
    let shift = world.resource::<SecondShift>();
    let mixed_in = given.school.second_shift.map(|_| shift.mixed_in.into());
    let most = |of: fn(&Aftershock) -> u32| exposure.aftershocks.iter().map(of).max().map(f64::from);
    vec![
        metric("inside_at_end", Some(people.inside.into())),
        metric("unaccounted_at_end", Some(unaccounted(world, given))),
        metric(
            "covered_when_shaking_begins",
            exposure.covered_when_it_began.map(f64::from),
        ),
        metric(ON_THE_WAY, most(|shock| shock.on_the_way)),
        metric(ON_STAIRS, most(|shock| shock.on_stairs)),
        metric("injured", Some(people.injured.into())),
        metric("found_s", seconds(people.missed_until_found_ms())),
        metric("carried_wait_longest_s", seconds(people.longest_helpless_ms)),
        metric("waited_alone_longest_s", seconds(people.longest_alone_ms)),
        metric("families_called_by_pupils", telephoned),
        metric("release_wait_longest_s", seconds(gate.longest_wait_ms(now_ms))),
        metric("release_queue_longest", gate.longest_queue.map(f64::from)),
        metric("second_shift_mixed_in", mixed_in),
        metric("queued_person_min", Some(minutes(people.queued_ms))),
    ]
}

/// What water has done to people, where it can come to the school.
fn of_water(world: &World, given: &Scenario) -> Vec<Metric> {
    let floods = |hazard: &HazardSpec| matches!(hazard.kind, HazardKind::Flood(_));
    if given.school.flood_site.is_none() || !given.hazards.iter().any(floods) {
        return Vec::new();
    }
    let in_water = world.resource::<InWater>();
    let count = |name, people: usize| metric(name, Some(people as f64));
    vec![
        metric("in_water_person_min", Some(minutes(in_water.person_ms))),
        count("swept_away", in_water.swept_away.len()),
        count("exposed", in_water.exposed.len()),
        count("drowned", in_water.drowned.len()),
        metric("worst_water_danger", Some(in_water.worst_danger.into())),
    ]
}

/// How command worked.
fn delays(world: &World) -> Vec<Metric> {
    let end_ms = world.resource::<Clock>().now_ms;
    let (gap_person_ms, not_heard_of_person_ms) = world.resource::<Samples>().added_up_until(end_ms);
    vec![
        metric("decision_delay_s", decision_delay(world.resource::<Decisions>())),
        metric("message_delay_s", message_delay(world.resource::<Mailbox>())),
        metric("knowledge_gap_person_min", Some(minutes(gap_person_ms))),
        metric("not_heard_of_person_min", Some(minutes(not_heard_of_person_ms))),
    ]
}

/// What has become of a town, where there is one.
fn of_town(world: &World, given: &Scenario) -> Vec<Metric> {
    let Some(spec) = &given.town else {
        return Vec::new();
    };
    let town = world.resource::<Town>();
    let truth = world.resource::<Truth>();
    let beds =
        spec.facilities
            .iter()
            .filter_map(|facility| match truth.get(Signal::Beds, facility.subject) {
                Some((Value::Count(beds), _)) => Some(*beds),
                _ => None,
            });
    let beds: Vec<u32> = beds.collect();
    let has_hospital = !beds.is_empty();
    let has_streets = !spec.streets.is_empty();
    let count = |name, value: u32| metric(name, Some(value.into()));
    vec![
        count("town_killed", town.killed()),
        count("town_entrapped", town.entrapped().len() as u32),
        count("town_died_waiting", town.died_waiting()),
        count("town_entrapped_at_end", town.entrapped_now()),
        count("town_hurt", town.hurt()),
        count("town_collapsed", town.collapsed()),
        count("town_complete", town.complete()),
        count("town_fires", town.fires()),
        metric(
            "town_streets_blocked",
            has_streets.then(|| town.streets_blocked().into()),
        ),
        metric("town_beds", has_hospital.then(|| beds.iter().sum::<u32>().into())),
    ]
}

/// What has become of the people of settlements, where any are counted.
fn of_settlements(world: &World) -> Vec<Metric> {
    let Some(outcome) = world.resource::<Settlements>().outcome() else {
        return Vec::new();
    };
    let count = |name, people: u32| metric(name, Some(people.into()));
    vec![
        count("residents_left_before_water", outcome.left_before_water),
        count("residents_left_after_water", outcome.left_after_water),
        count("residents_cut_off_most", outcome.most_cut_off),
        count("residents_drowned", outcome.drowned),
        count("residents_stayed", outcome.stayed),
    ]
}

/// Whom each aftershock met on the way.
fn by_aftershock(world: &World) -> Vec<Metric> {
    let aftershocks = world.resource::<Exposure>().aftershocks.iter();
    aftershocks
        .flat_map(|shock| {
            let id = &world.resource::<Shocks>().0[shock.shock].key;
            [
                metric_of(ON_THE_WAY, id, shock.on_the_way.into()),
                metric_of(ON_STAIRS, id, shock.on_stairs.into()),
            ]
        })
        .collect()
}

/// What the stories of people add up to.
#[derive(Default)]
struct People {
    present: usize,
    began_inside: usize,
    out_ms: Vec<Ms>,
    gathered_ms: Vec<Ms>,
    pupils: usize,
    released_ms: Vec<Ms>,
    inside: u32,
    injured: u32,
    queued_ms: Ms,
    longest_helpless_ms: Option<Ms>,
    longest_alone_ms: Option<Ms>,
    first_missed_ms: Option<Ms>,
    last_found_ms: Option<Ms>,
}

impl People {
    fn of(world: &mut World) -> Self {
        let mut query = world.query_filtered::<(&Story, &Condition), With<Ordinal>>();
        let given = world.resource::<Given>().clone();
        let now_ms = world.resource::<Clock>().now_ms;
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
            if !spec.presence.at_school() {
                continue;
            }
            all.present += 1;
            all.began_inside += usize::from(!given.school.plan.spaces[spec.space].kind.is_outside());
            all.out_ms.extend(story.exited_ms);
            all.gathered_ms.extend(story.gathered_ms());
            all.pupils += usize::from(spec.role == PersonRole::Pupil && story.taken_ms.is_none());
            all.released_ms.extend(story.released_ms);
            all.inside += u32::from(story.inside);
            all.injured += u32::from(condition.severity > 0);
            all.queued_ms += story.queued_ms;
            let lasts = |begins_ms: Ms, ends_ms: Option<Ms>| (ends_ms.unwrap_or(now_ms) - begins_ms).max(0);
            let waits_ms = story.helpless.map(|(since_ms, _)| since_ms);
            let waited_ms = waits_ms.map(|since_ms| lasts(since_ms, story.taken_up_ms));
            all.longest_helpless_ms = all.longest_helpless_ms.max(waited_ms);
            // Whoever lies hurt is alone before anybody knows of them.
            let alone_ms = condition.down_ms.into_iter().chain(waits_ms).min();
            let alone_for_ms = alone_ms.map(|since_ms| lasts(since_ms, story.joined_ms));
            all.longest_alone_ms = all.longest_alone_ms.max(alone_for_ms);
            all.count_missed(story);
        }
        all.out_ms.sort_unstable();
        all.gathered_ms.sort_unstable();
        all.released_ms.sort_unstable();
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

/// Every metric rests on at least one assumption, and the weakest link counts: how long people and positions need
/// (`pre_movement`, `teacher_reaction`, `decides_in`, messages), from when on somebody counts as held up, how much
/// cover helps. `docs/models.md`, section 8, has them one by one.
const BASIS: Basis = Basis::Assumed;

fn metric(name: &str, value: Option<f64>) -> Metric {
    // A test finds every name declared; what is not would stand there as a plain count.
    let unit = metric_spec(name).map_or(Unit::Count, |spec| spec.unit);
    Metric {
        name: name.into(),
        value,
        unit,
        basis: BASIS,
    }
}

/// A metric of one place or hazard.
fn metric_of(name: &str, subject: &str, value: f64) -> Metric {
    Metric {
        name: format!("{name}@{subject}").into(),
        ..metric(name, Some(value))
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

/// Person-milliseconds in person-minutes.
fn minutes(person_ms: i64) -> f64 {
    person_ms as f64 / 60_000.0
}

fn seconds(ms: Option<Ms>) -> Option<f64> {
    ms.map(|ms| ms as f64 / 1_000.0)
}

/// Since when nobody is inside any more; counted once a second.
fn empty_since_ms(world: &World) -> Option<Ms> {
    let school = world.resource::<Given>().school.subject;
    match world.resource::<Truth>().get(Signal::Inside, school)? {
        (Value::Count(0), since_ms) => Some(since_ms),
        _ => None,
    }
}

/// When the building was cleared for re-entry.
fn cleared_ms(world: &World) -> Option<Ms> {
    let school = world.resource::<Given>().school.subject;
    match world.resource::<Truth>().get(Signal::Cleared, school)? {
        (Value::Flag(true), since_ms) => Some(since_ms),
        _ => None,
    }
}

/// When the first order was given or class told.
fn first_order_ms(world: &World) -> Option<Ms> {
    let messages = &world.resource::<Mailbox>().messages;
    let order = messages.iter().find(|m| m.protects()).map(|m| m.sent_ms);
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

/// Where people are held up.
struct Jam<'a> {
    id: &'a str,
    /// Exits and stairs are named even if nobody lost time there.
    always_named: bool,
}

/// Time lost in jams, person-minutes: at each door that is no part of a stair, then at each stair.
fn congestion<'a>(world: &'a World, given: &'a Scenario) -> Vec<(Jam<'a>, f64)> {
    let site = world.resource::<Site>();
    let lost_min = |portal| site.ground.tally(portal).congestion_person_s / 60.0;
    let mut stairs: Vec<f64> = site
        .stairs
        .iter()
        .map(|stair| {
            stair
                .flights
                .iter()
                .map(|flight| lost_min(Portal::Flight(*flight)))
                .sum()
        })
        .collect();
    let mut jams = Vec::new();
    for (i, opening) in (0..).zip(&given.school.plan.openings) {
        let lost_min = lost_min(Portal::Opening(i));
        match stair_behind(opening, site) {
            Some(stair) => stairs[stair] += lost_min,
            None => jams.push((
                Jam {
                    id: &opening.id,
                    always_named: opening.kind == OpeningKind::Exit,
                },
                lost_min,
            )),
        }
    }
    let stairs = site.stairs.iter().zip(stairs).map(|(stair, lost_min)| {
        let jam = Jam {
            id: &stair.id,
            always_named: true,
        };
        (jam, lost_min)
    });
    jams.extend(stairs);
    jams
}

/// The stair to which an opening leads and nowhere else: it joins a stairwell at the foot or head of one of its
/// flights. Who waits there waits for the stair. An exit of a stairwell is named for itself.
fn stair_behind(opening: &Opening, site: &Site) -> Option<usize> {
    let plan = &site.plan;
    let wells = std::iter::once(opening.inner).chain(opening.outer);
    let wells: Vec<SpaceIndex> = wells
        .filter(|space| plan.spaces[space.get()].kind == SpaceKind::Stairwell)
        .collect();
    let joins = |flight: &u16| {
        let flight = &plan.flights[usize::from(*flight)];
        wells.contains(&flight.lower_space) || wells.contains(&flight.upper_space)
    };
    let found = site
        .stairs
        .iter()
        .position(|stair| stair.flights.iter().any(joins));
    found.filter(|_| opening.kind != OpeningKind::Exit)
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
