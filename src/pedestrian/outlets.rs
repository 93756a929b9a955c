//! Which of several ways people take: the time by each, with the queue before it, what they know, and what others do.

use super::calibration::{FOLLOWED_SHARE, REVIEW_S, SEES_OTHERS_M, STAYS_SHARE, TASTE_SHARE};
use super::crowd::Crowd;
use super::field::Field;
use super::geometry::{Point, length, sub};
use super::venue::{Place, Venue};

/// A way out, to choose among others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlet {
    /// Index of the field that leads through it.
    pub field: u16,
    /// What people expect it to let through, persons per second.
    pub flow_per_s: f32,
}

/// What one person brings to the choice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chooser {
    /// The person.
    pub ordinal: u32,
    /// Outlets known: bit k for the k-th. Who knows none sees all alike.
    pub knows: u32,
    /// Luck in [−1, 1) for each of the first outlets, the same at every review: nobody weighs times exactly.
    pub taste: [f32; 4],
}

/// Somebody on the way to an outlet.
struct Walker {
    ordinal: u32,
    place: Place,
    point: Point,
    outlet: usize,
}

/// Sends those along another outlet who see that it takes them less time. To be called every second with its number;
/// everybody weighs anew every few seconds, and at once who has no way.
///
/// The time by an outlet is what the walk takes, or what those take who are nearer to it and go there too, whichever
/// is longer. It seems shorter by a share that grows with how many of those in sight go there. Who has a way already
/// changes only for a much better one, and who stands in a queue stays in it.
pub fn weigh_outlets(
    crowd: &mut Crowd,
    venue: &Venue,
    fields: &[Field],
    outlets: &[Outlet],
    choosers: &[Chooser],
    second: u32,
) {
    let cost_s = |outlet: &Outlet, place, point| {
        fields
            .get(usize::from(outlet.field))
            .and_then(|field| field.cost_s(venue, place, point))
    };
    let outlet_of = |field: u16| outlets.iter().position(|outlet| outlet.field == field);
    let (mut walkers, mut queues) = (Vec::new(), vec![Vec::new(); outlets.len()]);
    for ordinal in crowd.ordinals() {
        if let Some(at) = crowd.position(venue, ordinal)
            && let Some(outlet) = crowd.field(ordinal).and_then(outlet_of)
        {
            queues[outlet].extend(cost_s(&outlets[outlet], at.place, at.point));
            walkers.push(Walker {
                ordinal,
                place: at.place,
                point: at.point,
                outlet,
            });
        }
    }
    for queue in &mut queues {
        queue.sort_unstable_by(f32::total_cmp);
    }
    for chooser in choosers {
        let (Some(at), Some(now)) = (
            crowd.position(venue, chooser.ordinal),
            crowd.field(chooser.ordinal),
        ) else {
            continue;
        };
        let is_on_the_way = outlet_of(now).is_some_and(|k| cost_s(&outlets[k], at.place, at.point).is_some());
        let is_in_a_queue = crowd.is_congested(chooser.ordinal);
        if is_on_the_way && (is_in_a_queue || chooser.ordinal % REVIEW_S != second % REVIEW_S) {
            continue;
        }
        let followed = followed(&walkers, chooser.ordinal, (at.place, at.point), outlets.len());
        let flat_m_s = crowd.flat_m_s(chooser.ordinal);
        let seems_s = |(k, outlet): (usize, &Outlet)| {
            if chooser.knows != 0 && chooser.knows & (1 << k) == 0 {
                return None;
            }
            let walk_s = cost_s(outlet, at.place, at.point)?;
            let nearer = queues[k].partition_point(|other_s| *other_s < walk_s);
            let time_s = (walk_s / flat_m_s).max(nearer as f32 / outlet.flow_per_s);
            let taste = chooser.taste.get(k).copied().unwrap_or(0.0);
            let stays = if outlet.field == now { STAYS_SHARE } else { 1.0 };
            Some(time_s * stays * (1.0 + TASTE_SHARE * taste) * (1.0 - FOLLOWED_SHARE * followed[k]))
        };
        let best = outlets
            .iter()
            .enumerate()
            .filter_map(|pair| Some((seems_s(pair)?, pair.1.field)))
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        if let Some((_, field)) = best
            && field != now
        {
            crowd.set_field(chooser.ordinal, Some(field));
        }
    }
}

/// The share of those in sight who go to each outlet.
fn followed(walkers: &[Walker], who: u32, (place, point): (Place, Point), outlets: usize) -> Vec<f32> {
    let mut shares = vec![0.0; outlets];
    let in_sight = walkers
        .iter()
        .filter(|other| other.ordinal != who && other.place == place)
        .filter(|other| length(sub(other.point, point)) < SEES_OTHERS_M);
    let mut count = 0.0;
    for other in in_sight {
        shares[other.outlet] += 1.0;
        count += 1.0;
    }
    for share in &mut shares {
        *share /= f32::max(count, 1.0);
    }
    shares
}
