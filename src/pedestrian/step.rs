//! One step of 50 ms: everybody looks, chooses and moves at once.

use std::sync::Arc;

use super::barriers::{BIN_REACH_M, Kind, Near};
use super::calibration::{
    CONGESTED_SHARE, CONGESTION_REACH_M, DOWN_TIME_GAP_S, FILE_TIME_GAP_S, HELD_UP_SHARE, PACE_S, TIME_GAP_S,
    UP_TIME_GAP_S,
};
use super::cells::{Cells, Standing};
use super::crowd::{Crowd, People};
use super::field::{Field, NO_PORTAL};
use super::geometry::{Point, dot, length, sub};
use super::motion::{Stride, stride};
use super::neighbours::{Neighbours, Seeker};
use super::steering::{Wish, is_in_single_file, steer};
use super::stepping_aside::step_aside;
use super::surface::Surface;
use super::venue::{Layout, Place, Portal, Tally, Venue, holds_s};

/// A person walked through an opening. In a throng people step back and through again: each crossing is told, and
/// the last one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crossing {
    /// Who.
    pub ordinal: u32,
    /// Which opening.
    pub opening: u16,
    /// From right to left of the opening's line, looking from a to b.
    pub forward: bool,
}

/// A person stepped onto a flight or off it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlightPassage {
    /// Who.
    pub ordinal: u32,
    /// Which flight.
    pub flight: u16,
    /// Stepped onto it (`true`) or off it.
    pub entered: bool,
    /// At its head (`true`) or at its foot.
    pub at_head: bool,
}

/// A person reached the goal of the field followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// Who.
    pub ordinal: u32,
    /// Index of the field.
    pub field: u16,
}

/// What happened, in the order of steps and then of ordinals, until the caller drains it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notices {
    /// Openings crossed.
    pub crossings: Vec<Crossing>,
    /// Flights entered and left.
    pub flights: Vec<FlightPassage>,
    /// Goals reached, once per person and goal.
    pub arrivals: Vec<Arrival>,
}

impl Notices {
    /// Adds what `later` holds, and empties it.
    pub fn append(&mut self, later: &mut Self) {
        self.crossings.append(&mut later.crossings);
        self.flights.append(&mut later.flights);
        self.arrivals.append(&mut later.arrivals);
    }

    /// Forgets everything, keeps the memory.
    pub fn clear(&mut self) {
        self.crossings.clear();
        self.flights.clear();
        self.arrivals.clear();
    }
}

/// Buffers of a step, kept from one to the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Scratch {
    near: Vec<Near>,
    neighbours: Neighbours,
    strides: Vec<Stride>,
    ways: Vec<Point>,
    speeds: Vec<f32>,
    claims: Vec<Claim>,
    passages: Vec<Passage>,
}

/// Somebody's wish to pass limited portals in this step.
#[derive(Debug, Clone, Copy)]
struct Claim {
    /// Distance to the first of the portals, m: the nearest goes first.
    distance_m: f32,
    slot: u32,
}

/// Moves the crowd by [`STEP_S`](super::STEP_S).
///
/// `fields` are those the walkers' field numbers refer to; whoever follows one that is not there stands. `nudges`
/// holds one number in [−1, 1] per ordinal (0 where it ends), drawn anew by the caller every second: it decides
/// which of two equals gives way.
pub fn step(crowd: &mut Crowd, venue: &mut Venue, fields: &[Field], nudges: &[f32], notices: &mut Notices) {
    crowd.settle();
    venue.stand_free();
    let Crowd {
        people,
        cells,
        scratch,
        ..
    } = crowd;
    let standing = Standing {
        surface: &people.surface,
        position: &people.position,
        radius_m: &people.radius_m,
        ease: &people.ease,
        way: &people.way,
        field: &people.field,
    };
    cells.sort(&venue.layout.surfaces, &standing);
    scratch.stand_still(people);
    for k in 0..people.ordinal.len() {
        let slot = cells.slot[k] as usize;
        let field = fields
            .get(usize::from(people.field[slot]))
            .filter(|_| !people.halted[slot]);
        let Some(field) = field else {
            stand(people, slot);
            continue;
        };
        if people.ease[slot] <= 0.0 {
            stand(people, slot);
            if let Some(stride) = step_aside(people, venue, cells, &mut scratch.near, field.goal(), k) {
                scratch.strides[slot] = stride;
            }
            continue;
        }
        let nudge = nudges.get(people.ordinal[slot] as usize).copied().unwrap_or(0.0);
        if let Some(choice) = choose(people, venue, cells, scratch, field, nudge, k) {
            note_progress(people, venue, slot, &choice);
            scratch.strides[slot] = choice.stride;
            scratch.ways[slot] = choice.wish.way;
            scratch.speeds[slot] = choice.speed_m_s;
        } else {
            stand(people, slot);
        }
    }
    admit(people, venue, scratch);
    commit(people, venue, fields, scratch, notices);
}

/// Nothing holds up who stands.
fn stand(people: &mut People, slot: usize) {
    people.held_up_s[slot] = 0.0;
    people.pace[slot] = 1.0;
}

impl Scratch {
    /// The step of nobody moving, from which those who walk depart.
    fn stand_still(&mut self, people: &People) {
        self.strides.clear();
        let places = people.position.iter().zip(&people.surface);
        self.strides.extend(places.map(|(&to, &surface)| Stride {
            to,
            surface,
            crosses: false,
        }));
        self.ways.clear();
        self.ways.resize(people.ordinal.len(), [0.0; 2]);
        self.speeds.clear();
        self.speeds.resize(people.ordinal.len(), 0.0);
    }
}

/// What a person who walks does in this step.
#[derive(Debug, Clone, Copy)]
struct Choice {
    wish: Wish,
    portal: u16,
    stride: Stride,
    /// Along the slope on flights.
    speed_m_s: f32,
}

/// Chooses the stride of the person at sorted index `k`; nothing for who has no way or no speed.
#[inline]
fn choose(
    people: &People,
    venue: &Venue,
    cells: &Cells,
    scratch: &mut Scratch,
    field: &Field,
    nudge: f32,
    k: usize,
) -> Option<Choice> {
    let slot = cells.slot[k] as usize;
    let (number, p, radius_m) = (people.surface[slot], people.position[slot], people.radius_m[slot]);
    let surface = &venue.layout.surfaces[usize::from(number)];
    let Scratch { near, neighbours, .. } = scratch;
    venue
        .layout
        .barriers
        .near(surface, p, BIN_REACH_M, &venue.access, near);
    let guide = field.guide(surface, p, near);
    let in_file = surface.climb.is_none() && is_in_single_file(p, radius_m, guide.way, near);
    let (plan_share, time_gap_s) = match &surface.climb {
        None if in_file => (1.0, FILE_TIME_GAP_S),
        None => (1.0, TIME_GAP_S),
        Some(climb) if climb.is_up(guide.way) => (climb.plan_share, UP_TIME_GAP_S),
        Some(climb) => (climb.plan_share, DOWN_TIME_GAP_S),
    };
    let wish = Wish {
        way: guide.way,
        speed_m_s: desired_m_s(people, slot, surface, guide.way) * plan_share,
        time_gap_s,
        in_file,
        held_up_s: people.held_up_s[slot],
        nudge,
    };
    if wish.way == [0.0; 2] || wish.speed_m_s <= 0.0 {
        return None;
    }
    let seeker = Seeker {
        venue,
        cells,
        surface,
        k,
        p,
        radius_m,
    };
    let velocity = steer(&seeker, &wish, near, neighbours);
    let q = [
        p[0] + velocity[0] * venue.step_s,
        p[1] + velocity[1] * venue.step_s,
    ];
    let stride = stride(venue, number, surface, p, q, radius_m, near);
    let speed_m_s = length(sub(stride.to, p)) / (venue.step_s * plan_share);
    Some(Choice {
        wish,
        portal: guide.portal,
        stride,
        speed_m_s,
    })
}

/// Keeps account of how a person gets on, and lays congestion at the door of a portal.
fn note_progress(people: &mut People, venue: &mut Venue, slot: usize, choice: &Choice) {
    let (p, wish, step_s) = (people.position[slot], &choice.wish, venue.step_s);
    let progress_m_s = dot(sub(choice.stride.to, p), wish.way) / step_s;
    let pace = &mut people.pace[slot];
    *pace += (progress_m_s / wish.speed_m_s - *pace) * (step_s / PACE_S);
    let held_up_s = &mut people.held_up_s[slot];
    *held_up_s = if *pace < HELD_UP_SHARE {
        *held_up_s + step_s
    } else {
        (*held_up_s - 2.0 * step_s).max(0.0)
    };
    if *pace < CONGESTED_SHARE
        && let Some(portal) = blamed_portal(&venue.layout, people.surface[slot], p, choice.portal)
    {
        venue.tallies[portal].congestion_person_s += f64::from(step_s);
    }
}

/// Desired speed along the surface, m/s.
fn desired_m_s(people: &People, slot: usize, surface: &Surface, way: Point) -> f32 {
    let free_m_s = match &surface.climb {
        None => people.flat_m_s[slot],
        Some(climb) if climb.is_up(way) => people.up_m_s[slot],
        Some(_) => people.down_m_s[slot],
    };
    free_m_s.min(people.speed_cap_m_s[slot]) * people.ease[slot]
}

/// The portal a person slow at `p` queues for: the next one if it is near, or the flight underfoot.
fn blamed_portal(layout: &Layout, surface: u16, p: Point, next: u16) -> Option<usize> {
    let index = usize::from(next);
    if next != NO_PORTAL && layout.distance_to_portal_m(index, p) <= CONGESTION_REACH_M {
        return Some(index);
    }
    match layout.surfaces[usize::from(surface)].place {
        Place::Flight(flight) => Some(layout.portal_index(Portal::Flight(flight))),
        Place::Deck(_) => None,
    }
}

/// A portal a stride passes.
#[derive(Debug, Clone, Copy)]
struct Passage {
    portal: Portal,
    /// Whether it uses capacity: openings always, flights when one steps onto them.
    enters: bool,
    /// Whether it leads over the head of a flight.
    at_head: bool,
}

/// Collects the portals a stride from `p` on surface `from` passes.
fn passages(layout: &Layout, from: u16, p: Point, stride: &Stride, into: &mut Vec<Passage>) {
    into.clear();
    let mut openings_of = |number: u16, at: Point| {
        let surface = &layout.surfaces[usize::from(number)];
        for barrier in layout.barriers.in_bin(surface.bins.cell(at)) {
            if let Kind::Opening(opening) = barrier.kind
                && barrier.line.crossed_by(p, stride.to)
            {
                into.push(Passage {
                    portal: Portal::Opening(opening),
                    enters: true,
                    at_head: false,
                });
            }
        }
    };
    openings_of(from, p);
    if stride.surface != from {
        openings_of(stride.surface, stride.to);
        for (surface, enters) in [(from, false), (stride.surface, true)] {
            if let Place::Flight(flight) = layout.surfaces[usize::from(surface)].place {
                let spec = &layout.flights[usize::from(flight)];
                into.push(Passage {
                    portal: Portal::Flight(flight),
                    enters,
                    at_head: spec.upper_edge.distance_m(p) < spec.lower_edge.distance_m(p),
                });
            }
        }
    }
}

/// Lets people through limited portals that have stood free for long enough; the rest stay where they are.
fn admit(people: &People, venue: &mut Venue, scratch: &mut Scratch) {
    let Scratch {
        strides,
        speeds,
        claims,
        passages: passed,
        ..
    } = scratch;
    let Venue {
        layout,
        limits,
        free_s,
        ..
    } = venue;
    let layout = &**layout;
    let limited = |passage: &Passage, slot: usize| {
        let index = layout.portal_index(passage.portal);
        let held_s = holds_s(layout, limits, index, passage.at_head, people.radius_m[slot]);
        Some((index, held_s.filter(|_| passage.enters)?))
    };
    claims.clear();
    for (slot, stride) in strides.iter().enumerate().filter(|(_, stride)| stride.crosses) {
        let p = people.position[slot];
        passages(layout, people.surface[slot], p, stride, passed);
        let distances = passed
            .iter()
            .filter_map(|passage| limited(passage, slot))
            .map(|(index, _)| layout.distance_to_portal_m(index, p));
        if let Some(distance_m) = distances.min_by(f32::total_cmp) {
            claims.push(Claim {
                distance_m,
                slot: slot as u32,
            });
        }
    }
    claims.sort_unstable_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.slot.cmp(&b.slot)));
    for claim in claims.iter() {
        let slot = claim.slot as usize;
        let (surface, p) = (people.surface[slot], people.position[slot]);
        passages(layout, surface, p, &strides[slot], passed);
        let of_limited = || passed.iter().filter_map(|passage| limited(passage, slot));
        if of_limited().all(|(index, held_s)| free_s[index] >= held_s) {
            for (index, held_s) in of_limited() {
                free_s[index] -= held_s;
            }
        } else {
            strides[slot] = Stride {
                to: p,
                surface,
                crosses: false,
            };
            speeds[slot] = 0.0;
        }
    }
}

/// Moves everybody, counts and tells.
fn commit(
    people: &mut People,
    venue: &mut Venue,
    fields: &[Field],
    scratch: &mut Scratch,
    notices: &mut Notices,
) {
    let layout = Arc::clone(&venue.layout);
    for slot in 0..people.ordinal.len() {
        let stride = scratch.strides[slot];
        let (ordinal, p) = (people.ordinal[slot], people.position[slot]);
        people.way[slot] = scratch.ways[slot];
        people.speed_m_s[slot] = scratch.speeds[slot];
        if stride.crosses {
            passages(&layout, people.surface[slot], p, &stride, &mut scratch.passages);
            for passage in &scratch.passages {
                let from_head = &mut people.from_head[slot];
                tell(
                    &layout,
                    ordinal,
                    stride.to,
                    *passage,
                    from_head,
                    &mut venue.tallies,
                    notices,
                );
            }
        }
        let places = [people.surface[slot], stride.surface].map(|n| layout.surfaces[usize::from(n)].place);
        people.position[slot] = stride.to;
        people.surface[slot] = stride.surface;
        let number = people.field[slot];
        if people.arrived[slot] {
            continue;
        }
        if let Some(field) = fields.get(usize::from(number))
            && field.goal().reached(places, p, stride.to)
        {
            people.arrived[slot] = true;
            notices.arrivals.push(Arrival {
                ordinal,
                field: number,
            });
        }
    }
}

/// Counts a passage on the way to a point, and tells of it. A flight counts whoever leaves it at
/// the other end than they came from: people step back and on again in a throng.
fn tell(
    layout: &Layout,
    ordinal: u32,
    to: Point,
    passage: Passage,
    from_head: &mut Option<bool>,
    tallies: &mut [Tally],
    notices: &mut Notices,
) {
    let tally = &mut tallies[layout.portal_index(passage.portal)];
    let Passage {
        enters: entered,
        at_head,
        ..
    } = passage;
    let forward = match passage.portal {
        Portal::Opening(opening) => {
            let forward = layout.openings[usize::from(opening)].line.left_of(to);
            notices.crossings.push(Crossing {
                ordinal,
                opening,
                forward,
            });
            forward
        }
        Portal::Flight(flight) => {
            notices.flights.push(FlightPassage {
                ordinal,
                flight,
                entered,
                at_head,
            });
            if entered {
                *from_head = Some(at_head);
                return;
            }
            if from_head.take() == Some(at_head) {
                return;
            }
            at_head
        }
    };
    if forward {
        tally.forward += 1;
    } else {
        tally.backward += 1;
    }
}
