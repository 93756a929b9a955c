//! Which of several ways people take: the time by each, with the queue before it, what they know, and what others do.

use super::calibration::{FOLLOWED_SHARE, REVIEW_S, SEES_OTHERS_M, STAYS_SHARE, TASTE_SHARE};
use super::crowd::{Crowd, NO_FIELD, Position};
use super::field::Field;
use super::geometry::{length, sub};
use super::venue::Venue;

/// What people expect a door to let through, persons per second and metre of width. An assumption: what doors let through
/// here, 1.88 to 1.96 where they are 0.8 to 2.5 m wide (`verification::flow`).
pub const EXPECTED_PER_M_S: f32 = 1.9;

/// A way out, to choose among others.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlet {
    /// Indices of the fields that lead through it, one for each view of what is open.
    pub fields: Vec<u16>,
    /// What people expect it to let through, persons per second.
    pub flow_per_s: f32,
}

/// What one person brings to the choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Chooser {
    /// The person.
    pub ordinal: u32,
    /// Which view of what is open the person has: an index into [`Outlet::fields`].
    pub view: usize,
    /// Luck in [−1, 1) for each outlet, the same at every review: nobody weighs times exactly.
    pub taste: Vec<f32>,
}

/// The outlets and the ways to them.
struct Ways<'a> {
    venue: &'a Venue,
    fields: &'a [Field],
    outlets: &'a [Outlet],
}

impl Ways<'_> {
    /// Time along a field at 1 m/s, if there is a way.
    fn cost_s(&self, field: u16, at: &Position) -> Option<f32> {
        let field = self.fields.get(usize::from(field))?;
        field.cost_s(self.venue, at.place, at.point)
    }

    /// The outlet nearest from here under a view of what is open, and the time to it at 1 m/s.
    fn nearest(&self, view: usize, at: &Position) -> Option<(usize, f32)> {
        let walk_s = |k: usize| self.cost_s(*self.outlets[k].fields.get(view)?, at);
        let walks = (0..self.outlets.len()).filter_map(|k| Some((k, walk_s(k)?)));
        walks.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
    }

    /// The outlet that somebody who follows a field takes, and the time to it at 1 m/s: of a field that leads elsewhere,
    /// the nearest.
    fn taken(&self, field: u16, at: &Position) -> Option<(usize, f32)> {
        match self.outlet_of(field) {
            Some(k) => Some((k, self.cost_s(field, at)?)),
            None => self.nearest(0, at),
        }
    }

    fn outlet_of(&self, field: u16) -> Option<usize> {
        let mut outlets = self.outlets.iter();
        outlets.position(|outlet| outlet.fields.contains(&field))
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
                && let Some(field) = crowd.field(ordinal).filter(|field| *field != NO_FIELD)
                && let Some((k, walk_s)) = ways.taken(field, &at)
            {
                queues[k].push(walk_s);
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

    /// The outlet that seems to take a chooser the least time.
    fn best(
        &self,
        ways: &Ways,
        chooser: &Chooser,
        at: &Position,
        flat_m_s: f32,
        now: Option<usize>,
    ) -> Option<usize> {
        let followed = self.followed(chooser.ordinal, at);
        let seems_s = |k: usize| {
            let walk_s = ways.cost_s(*ways.outlets[k].fields.get(chooser.view)?, at)?;
            let nearer = self.queues[k].partition_point(|other_s| *other_s < walk_s);
            let time_s = (walk_s / flat_m_s).max(nearer as f32 / ways.outlets[k].flow_per_s);
            let taste = chooser.taste.get(k).copied().unwrap_or(0.0);
            let stays = if now == Some(k) { STAYS_SHARE } else { 1.0 };
            Some(time_s * stays * (1.0 + TASTE_SHARE * taste) * (1.0 - FOLLOWED_SHARE * followed[k]))
        };
        let times = (0..ways.outlets.len()).filter_map(|k| Some((seems_s(k)?, k)));
        times
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(_, k)| k)
    }
}

/// Sends those along another outlet who see that it takes them less time. To be called every second with its number;
/// everybody weighs anew every few seconds, and at once who has no way. Says who goes to which outlet from now on.
///
/// The time by an outlet is what the walk takes, or what those take who are nearer to it and go there too, whichever
/// is longer; who walks elsewhere counts for the outlet that is nearest to them. It seems shorter by a share that grows
/// with how many of those in sight go there. Who has a way already changes only for a much better one, and who stands in
/// the queue for the nearest stays in it; who is stuck in the queue for another, in whose way they stand, weighs anew.
pub fn weigh_outlets(
    crowd: &mut Crowd,
    venue: &Venue,
    fields: &[Field],
    outlets: &[Outlet],
    choosers: &[Chooser],
    second: u32,
) -> Vec<(u32, usize)> {
    let ways = Ways {
        venue,
        fields,
        outlets,
    };
    let throng = Throng::of(crowd, &ways);
    let mut chosen = Vec::new();
    for chooser in choosers {
        let (Some(at), Some(field)) = (
            crowd.position(venue, chooser.ordinal),
            crowd.field(chooser.ordinal),
        ) else {
            continue;
        };
        let now = ways.outlet_of(field);
        let is_on_the_way = now.is_some() && ways.cost_s(field, &at).is_some();
        let is_in_its_queue =
            crowd.is_congested(chooser.ordinal) && ways.nearest(chooser.view, &at).map(|(k, _)| k) == now;
        if is_on_the_way && (is_in_its_queue || chooser.ordinal % REVIEW_S != second % REVIEW_S) {
            continue;
        }
        let flat_m_s = crowd.flat_m_s(chooser.ordinal);
        if let Some(best) = throng.best(&ways, chooser, &at, flat_m_s, now)
            && now != Some(best)
        {
            crowd.set_field(chooser.ordinal, Some(outlets[best].fields[chooser.view]));
            chosen.push((chooser.ordinal, best));
        }
    }
    chosen
}
