//! Which of several ways people take: the time by each, with the queue before it, what they know, and what others do.

use super::calibration::{FOLLOWED_SHARE, REVIEW_S, SEES_OTHERS_M, STAYS_SHARE, TASTE_SHARE};
use super::crowd::{Crowd, Position};
use super::field::Field;
use super::geometry::{length, sub};
use super::venue::Venue;

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

/// The outlets and the ways to them.
struct Ways<'a> {
    venue: &'a Venue,
    fields: &'a [Field],
    outlets: &'a [Outlet],
}

impl Ways<'_> {
    /// Time by the k-th outlet at 1 m/s, if there is a way to it.
    fn cost_s(&self, k: usize, at: &Position) -> Option<f32> {
        let field = self.fields.get(usize::from(self.outlets[k].field))?;
        field.cost_s(self.venue, at.place, at.point)
    }

    fn outlet_of(&self, field: u16) -> Option<usize> {
        self.outlets.iter().position(|outlet| outlet.field == field)
    }
}

/// Those on the way to the outlets: who, where, to which; and their times to each outlet, sorted.
struct Throng {
    walkers: Vec<(u32, Position, usize)>,
    queues: Vec<Vec<f32>>,
}

impl Throng {
    fn of(crowd: &Crowd, ways: &Ways) -> Self {
        let (mut walkers, mut queues) = (Vec::new(), vec![Vec::new(); ways.outlets.len()]);
        for ordinal in crowd.ordinals() {
            if let Some(at) = crowd.position(ways.venue, ordinal)
                && let Some(k) = crowd.field(ordinal).and_then(|field| ways.outlet_of(field))
            {
                queues[k].extend(ways.cost_s(k, &at));
                walkers.push((ordinal, at, k));
            }
        }
        for queue in &mut queues {
            queue.sort_unstable_by(f32::total_cmp);
        }
        Self { walkers, queues }
    }

    /// The share of those in sight who go to each outlet.
    fn followed(&self, who: u32, at: &Position) -> Vec<f32> {
        let (mut shares, mut count) = (vec![0.0; self.queues.len()], 0.0);
        for (ordinal, other, k) in &self.walkers {
            let is_seen = other.place == at.place && length(sub(other.point, at.point)) < SEES_OTHERS_M;
            if is_seen && *ordinal != who {
                shares[*k] += 1.0;
                count += 1.0;
            }
        }
        for share in &mut shares {
            *share /= f32::max(count, 1.0);
        }
        shares
    }

    /// The field of the outlet that seems to take a chooser the least time.
    fn best(
        &self,
        ways: &Ways,
        chooser: &Chooser,
        at: &Position,
        flat_m_s: f32,
        now: Option<usize>,
    ) -> Option<u16> {
        let followed = self.followed(chooser.ordinal, at);
        let seems_s = |k: usize| {
            if chooser.knows != 0 && chooser.knows & (1 << k) == 0 {
                return None;
            }
            let walk_s = ways.cost_s(k, at)?;
            let nearer = self.queues[k].partition_point(|other_s| *other_s < walk_s);
            let time_s = (walk_s / flat_m_s).max(nearer as f32 / ways.outlets[k].flow_per_s);
            let taste = chooser.taste.get(k).copied().unwrap_or(0.0);
            let stays = if now == Some(k) { STAYS_SHARE } else { 1.0 };
            Some(time_s * stays * (1.0 + TASTE_SHARE * taste) * (1.0 - FOLLOWED_SHARE * followed[k]))
        };
        let times = (0..ways.outlets.len()).filter_map(|k| Some((seems_s(k)?, ways.outlets[k].field)));
        times
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(_, field)| field)
    }
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
    let ways = Ways {
        venue,
        fields,
        outlets,
    };
    let throng = Throng::of(crowd, &ways);
    for chooser in choosers {
        let (Some(at), Some(field)) = (
            crowd.position(venue, chooser.ordinal),
            crowd.field(chooser.ordinal),
        ) else {
            continue;
        };
        let now = ways.outlet_of(field);
        let is_on_the_way = now.is_some_and(|k| ways.cost_s(k, &at).is_some());
        let is_in_a_queue = crowd.is_congested(chooser.ordinal);
        if is_on_the_way && (is_in_a_queue || chooser.ordinal % REVIEW_S != second % REVIEW_S) {
            continue;
        }
        let flat_m_s = crowd.flat_m_s(chooser.ordinal);
        if let Some(best) = throng.best(&ways, chooser, &at, flat_m_s, now)
            && best != field
        {
            crowd.set_field(chooser.ordinal, Some(best));
        }
    }
}
