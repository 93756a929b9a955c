//! People who keep together: whoever is ahead of a company slows down, and waits for the last.

use super::calibration::{CLEAR_OF_PORTAL_M, GIVEN_UP_S, LEAST_LENGTH_M, LENGTH_EACH_M, STANDS_STILL_M_S};
use super::crowd::Crowd;
use super::geometry::Point;
use super::venue::{Layout, Place, Venue};

/// How often a company looks round, s.
pub const LOOK_ROUND_S: f32 = 1.0;

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
    /// Who is ahead of the last by half the length of the company walks slower, by the whole length not at all. Nobody
    /// is slowed on a flight or close to a door, where others could not come past; and a last one who does not get on
    /// is not waited for after a while: two companies that wait for each other would stand for ever.
    pub fn look_round(
        &mut self,
        crowd: &mut Crowd,
        venue: &Venue,
        left: &[(u32, f32)],
        behind_m: Option<f32>,
    ) {
        let afoot_m = left.iter().map(|(_, left_m)| *left_m).fold(0.0, f32::max);
        let last_m = behind_m.unwrap_or_default().max(afoot_m);
        let is_waited_for = self.waits_for_a_last_at(last_m, afoot_m);
        let length_m = (LENGTH_EACH_M * self.people as f32).max(LEAST_LENGTH_M);
        for &(person, left_m) in left {
            let Some(position) = crowd.position(venue, person) else {
                continue;
            };
            let is_in_the_way = match position.place {
                Place::Flight(_) => true,
                Place::Deck(deck) => {
                    is_near_portal(&venue.layout, deck, venue.layout.inwards(position.point))
                }
            };
            let lead_m = last_m - left_m;
            let ease = if is_waited_for && !is_in_the_way {
                ((length_m - lead_m) / (0.5 * length_m)).clamp(0.0, 1.0)
            } else {
                1.0
            };
            crowd.set_ease(person, ease);
        }
    }

    /// Whether the last, with so much way left, is still waited for. Who has not set out yet always is.
    fn waits_for_a_last_at(&mut self, last_m: f32, afoot_m: f32) -> bool {
        let before_m = self.last_left_m.replace(last_m);
        let gained_m = before_m.map_or(f32::INFINITY, |before_m| before_m - last_m);
        if last_m > afoot_m || gained_m >= STANDS_STILL_M_S * LOOK_ROUND_S {
            self.stalled_s = 0.0;
        } else {
            self.stalled_s += LOOK_ROUND_S;
        }
        self.stalled_s < GIVEN_UP_S
    }
}

fn is_near_portal(layout: &Layout, deck: u16, p: Point) -> bool {
    let openings = layout.openings.iter().filter(|opening| opening.deck == deck);
    let edges = layout.flights.iter().flat_map(|flight| {
        [
            (flight.lower_deck, flight.lower_edge),
            (flight.upper_deck, flight.upper_edge),
        ]
    });
    let edges = edges.filter(|(on, _)| *on == deck).map(|(_, edge)| edge);
    openings
        .map(|opening| opening.line)
        .chain(edges)
        .any(|line| line.distance_m(p) < CLEAR_OF_PORTAL_M)
}
