//! People who keep together: whoever is ahead of a company slows down, and waits for the last.

use super::calibration::{
    CLEAR_OF_PORTAL_M, GATHERS_CLEAR_OF_PORTAL_M, GATHERS_M, GIVEN_UP_S, LEAST_EASE, LEAST_LENGTH_M,
    LENGTH_EACH_M, NOT_GATHERED_S, STANDS_STILL_M_S,
};
use super::crowd::Crowd;
use super::geometry::Point;
use super::venue::{Layout, Place, Venue};

/// How often a company looks round, s.
pub const LOOK_ROUND_S: f32 = 1.0;

/// Who walks with a company, and how far it still is.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// The ordinal.
    pub person: u32,
    /// What is left of the way, m.
    pub left_m: f32,
    /// Whether the next goal is the last.
    pub is_on_last_stage: bool,
    /// Whether the others wait. Whoever needs longer comes after, but does not go ahead.
    pub is_waited_for: bool,
}

/// People who keep together.
#[derive(Debug, Clone, Default)]
pub struct Company {
    /// How many they are.
    people: usize,
    /// Way that was left for the last when they looked round before, m.
    last_left_m: Option<f32>,
    /// How long the last has not got on, s.
    stalled_s: f32,
}

impl Company {
    /// So many people.
    pub fn of(people: usize) -> Self {
        Self {
            people,
            ..Self::default()
        }
    }

    /// The company looks round: to be called every [`LOOK_ROUND_S`]. `left` says of those who walk how much of the way
    /// is left, m; `behind_m` the same of whoever is farthest behind of those who have not set out yet.
    ///
    /// Who is ahead of the last by half the length of the company walks slower; who is ahead by the whole length at
    /// three quarters of the speed, and near the goal not at all: there the company gathers, and steps aside for whoever
    /// comes through. Nobody is slowed on a flight or close to a door, where others could not come past; and a last one
    /// who does not get on is not waited for after a while: two companies that wait for each other would stand for ever.
    pub fn look_round(&mut self, crowd: &mut Crowd, venue: &Venue, left: &[Member], behind_m: Option<f32>) {
        let waited_for = left.iter().filter(|member| member.is_waited_for);
        let afoot_m = waited_for.map(|member| member.left_m).fold(0.0, f32::max);
        let last_m = behind_m.unwrap_or_default().max(afoot_m);
        self.note_last_at(last_m, afoot_m);
        let length_m = (LENGTH_EACH_M * self.people as f32).max(LEAST_LENGTH_M);
        for &Member {
            person,
            left_m,
            is_on_last_stage,
            ..
        } in left
        {
            let lead_m = last_m - left_m;
            let share = (length_m - lead_m) / (0.5 * length_m);
            let ease = if share >= 1.0 {
                1.0
            } else {
                let goal_m = is_on_last_stage.then_some(left_m);
                self.least_ease(crowd, venue, person, goal_m).max(share)
            };
            crowd.set_ease(person, ease);
        }
    }

    /// The least share of the own speed to which somebody ahead is slowed where they are, so far from the goal if that is
    /// the next; 1 where nobody is.
    fn least_ease(&self, crowd: &Crowd, venue: &Venue, person: u32, goal_m: Option<f32>) -> f32 {
        let Some(position) = crowd.position(venue, person) else {
            return 1.0;
        };
        let clear_m = match position.place {
            Place::Flight(_) => 0.0,
            Place::Deck(deck) => {
                clear_of_portals_m(&venue.layout, deck, venue.layout.inwards(position.point))
            }
        };
        let is_near = goal_m.is_some_and(|goal_m| goal_m <= GATHERS_M);
        if is_near && clear_m >= GATHERS_CLEAR_OF_PORTAL_M {
            return if self.stalled_s < NOT_GATHERED_S { 0.0 } else { 1.0 };
        }
        if clear_m >= CLEAR_OF_PORTAL_M && self.stalled_s < GIVEN_UP_S {
            LEAST_EASE
        } else {
            1.0
        }
    }

    /// Notes whether the last, with so much way left, gets on. Who has not set out yet is always waited for.
    fn note_last_at(&mut self, last_m: f32, afoot_m: f32) {
        let before_m = self.last_left_m.replace(last_m);
        let gained_m = before_m.map_or(f32::INFINITY, |before_m| before_m - last_m);
        if last_m > afoot_m || gained_m >= STANDS_STILL_M_S * LOOK_ROUND_S {
            self.stalled_s = 0.0;
        } else {
            self.stalled_s += LOOK_ROUND_S;
        }
    }
}

/// How far a point is from the nearest door or end of a flight, m.
fn clear_of_portals_m(layout: &Layout, deck: u16, p: Point) -> f32 {
    let openings = layout.openings.iter().filter(|opening| opening.deck == deck);
    let edges = layout.flights.iter().flat_map(|flight| {
        [
            (flight.lower_deck, flight.lower_edge),
            (flight.upper_deck, flight.upper_edge),
        ]
    });
    let edges = edges.filter(|(on, _)| *on == deck).map(|(_, edge)| edge);
    let lines = openings.map(|opening| opening.line).chain(edges);
    lines.map(|line| line.distance_m(p)).fold(f32::INFINITY, f32::min)
}
