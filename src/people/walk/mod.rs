//! Walking: the crowd in its kernel (here), what it passes (`notices`), where it queues (`queues`), what it learns on
//! the way (`blocked`), how classes keep together (`columns`), who chooses among the exits (`choice`).

mod blocked;
mod choice;
mod columns;
mod notices;
mod queues;
mod walkers;

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;

pub(super) use blocked::{learn_what_is_blocked, turn_round};
pub(super) use choice::{Tastes, weigh_exits};
pub(super) use columns::{Columns, keep_together};
pub(super) use notices::read_notices;
pub(super) use queues::count_queues;
pub use walkers::Walkers;

use super::body::Body;
use super::{Condition, Journey, Roster};
use crate::geo::Point;
use crate::pedestrian::{FlightPassage, Notices, Place, Position, Walker};
use crate::places::{Belief, GoalKey, Ground, Site, Ways, Whereabouts};
use crate::scenario::plan::LevelIndex;
use crate::sim::{Chance, Clock};
use crate::vocabulary::Ms;

/// People on the move look around.
pub(super) const LOOK: &str = "look";
/// How often they do, ms.
const LOOK_EVERY_MS: Ms = 1_000;
/// The kernel wants new nudges so often, ms.
const NUDGE_EVERY_MS: Ms = 1_000;

/// Everybody who is afoot.
#[derive(Resource)]
pub struct Afoot {
    /// Those who walk.
    pub crowd: Walkers,
    /// What has been passed and reached since the last tick.
    pub notices: Notices,
    /// The same, not told yet.
    untold: Notices,
    /// Somebody has got under cover or up, or a class is doing something else: count again.
    pub(super) stirred: bool,
    pub(super) looking: bool,
    pub(super) cues_looked_at: u32,
    nudges: Vec<f32>,
    nudged_ms: Option<Ms>,
    /// The goal behind each field in use.
    goals: BTreeMap<usize, GoalKey>,
}

impl Afoot {
    /// Nobody yet.
    pub(super) fn on(ground: &Ground) -> Self {
        Self {
            crowd: Walkers::on(ground),
            notices: Notices::default(),
            untold: Notices::default(),
            stirred: false,
            looking: false,
            cues_looked_at: 0,
            nudges: Vec::new(),
            nudged_ms: None,
            goals: BTreeMap::new(),
        }
    }

    /// Where a walker is; none for whoever does not walk.
    pub fn whereabouts(&self, site: &Site, person: u32) -> Option<Whereabouts> {
        let position = self.crowd.position(&site.ground, person)?;
        let (level, at) = (level_of(site, position), point_of(position));
        let space = match position.place {
            Place::Deck(_) => self
                .crowd
                .space(&site.ground, person)
                .or_else(|| site.space_at(level, at)),
            Place::Flight(_) => None,
        };
        Some(Whereabouts { level, at, space })
    }

    /// The point at which a walker is; none for whoever does not walk.
    fn point(&self, site: &Site, person: u32) -> Option<Point> {
        self.crowd.position(&site.ground, person).map(point_of)
    }

    /// Whether people push each other off their ways: bodies do.
    fn can_be_pushed_aside(&self) -> bool {
        matches!(self.crowd, Walkers::Crowd(_))
    }

    /// Whether a walker stands where a field does not reach.
    fn is_beyond_reach_of(&self, field: usize, site: &Site, ways: &Ways, person: u32) -> bool {
        self.crowd.position(&site.ground, person).is_some_and(|position| {
            ways.cost_along_s(site, field, position.place, position.point)
                .is_none()
        })
    }

    /// The flight a walker is on, if on one.
    fn flight(&self, site: &Site, person: u32) -> Option<u16> {
        match self.crowd.place(&site.ground, person)? {
            Place::Flight(flight) => Some(flight),
            Place::Deck(_) => None,
        }
    }

    /// The level a walker is on, or nearest to on a stair.
    pub(super) fn level(&self, site: &Site, person: u32) -> Option<LevelIndex> {
        match self.crowd.place(&site.ground, person)? {
            Place::Deck(deck) => Some(LevelIndex(u32::from(deck))),
            Place::Flight(_) => {
                let position = self.crowd.position(&site.ground, person)?;
                Some(level_of(site, position))
            }
        }
    }

    /// Whether somebody has moved whom nobody has looked at since, and nobody is going to look yet.
    pub fn is_about_to_look(&self) -> bool {
        self.stirred && !self.looking
    }

    /// Whether there is something to tell.
    pub fn has_notices(&self) -> bool {
        !(self.notices.crossings.is_empty()
            && self.notices.flights.is_empty()
            && self.notices.arrivals.is_empty())
    }

    /// Sets a person on the way to the next stage of a journey; adds the walker if not yet afoot. Returns the goal
    /// if the person knows no way to it.
    pub(super) fn follow(
        &mut self,
        site: &Site,
        ways: &mut Ways,
        journey: &mut Journey,
        belief: Belief,
        walker: Walker,
    ) -> Option<GoalKey> {
        let goal = journey.stages.front().copied()?;
        let from = match self.crowd.position(&site.ground, walker.ordinal) {
            Some(position) => (position.place, position.point),
            None => (walker.place, walker.position),
        };
        let field = match goal {
            GoalKey::Space(_) | GoalKey::Beside(_) | GoalKey::Spot(_) => {
                ways.on_errand(site, goal, belief, walker.ordinal, from)
            }
            _ => {
                ways.end_errand(walker.ordinal);
                ways.to(site, goal, belief)
            }
        };
        self.goals.insert(field, goal);
        let ordinal = walker.ordinal;
        if !self.crowd.contains(ordinal) {
            self.crowd.insert(site, walker);
        }
        self.crowd.set_field(ordinal, field as u16);
        ways.cost_along_s(site, field, from.0, from.1)
            .is_none()
            .then_some(goal)
    }

    /// Takes a person out of the crowd and says where that was.
    pub(super) fn stop(&mut self, site: &Site, person: u32) -> Option<Whereabouts> {
        let mut here = self.whereabouts(site, person)?;
        self.untold.arrivals.retain(|arrival| arrival.ordinal != person);
        self.notices.append(&mut self.untold);
        if let Some(flight) = self.flight(site, person) {
            // Nobody is left lying on a flight: those around bring the person to its nearer end.
            here = site.end_of_flight(flight, here.level);
            self.notices.flights.push(FlightPassage {
                ordinal: person,
                flight,
                entered: false,
                at_head: here.level == site.plan.flights[usize::from(flight)].upper,
            });
        }
        self.crowd.remove(site, person);
        Some(here)
    }
}

fn point_of(position: Position) -> Point {
    Point::new(f64::from(position.point[0]), f64::from(position.point[1]))
}

/// The level of a position, or nearest to it on a stair.
fn level_of(site: &Site, position: Position) -> LevelIndex {
    match position.place {
        Place::Deck(deck) => LevelIndex(u32::from(deck)),
        Place::Flight(flight) => {
            let flight = &site.plan.flights[usize::from(flight)];
            let middle_m = f64::midpoint(
                site.plan[flight.lower].elevation_m,
                site.plan[flight.upper].elevation_m,
            );
            if f64::from(position.z_m) < middle_m {
                flight.lower
            } else {
                flight.upper
            }
        }
    }
}

/// A person as the crowd kernel wants one: slower with a first-aid injury, at the pace of the bearers with a worse one,
/// since nobody with that walks. Who is carried unhurt keeps the speed of who needs help.
pub(super) fn walker(person: u32, from: &Whereabouts, roster: &Roster, condition: Condition) -> Walker {
    let body = moving_body(person, roster, condition);
    Walker {
        ordinal: person,
        place: Place::Deck(from.level.0 as u16),
        position: [from.at.x as f32, from.at.y as f32],
        radius_m: body.radius_m as f32,
        flat_m_s: body.flat_m_s as f32,
        up_m_s: body.up_m_s as f32,
        down_m_s: body.down_m_s as f32,
        field: None,
    }
}

/// The body of a person as they are now: on dry ground.
pub(super) fn moving_body(person: u32, roster: &Roster, condition: Condition) -> Body {
    let body = roster.bodies[person as usize];
    match condition.severity {
        _ if roster.in_chairs.contains(&person) => body.in_a_chair(),
        0 => body,
        1 => body.hurt(),
        _ => body.carried(),
    }
}

/// Everybody afoot walks on until now: by one step of 50 ms in the crowd kernel.
pub fn walk(
    clock: Res<Clock>,
    chance: Res<Chance>,
    roster: Res<Roster>,
    ways: Res<Ways>,
    mut site: ResMut<Site>,
    mut afoot: ResMut<Afoot>,
) {
    let afoot = &mut *afoot;
    let second = clock.now_ms.div_euclid(NUDGE_EVERY_MS);
    if matches!(afoot.crowd, Walkers::Crowd(_)) && afoot.nudged_ms != Some(second) {
        afoot.nudged_ms = Some(second);
        afoot.nudges.resize(roster.entities.len(), 0.0);
        chance.fill_symmetric("nudge", second as u64, &mut afoot.nudges);
    }
    afoot.crowd.go_on(
        &mut site.ground,
        &ways,
        &afoot.nudges,
        clock.now_ms,
        &mut afoot.untold,
    );
    if afoot.crowd.tells_at(clock.now_ms) {
        afoot.notices.append(&mut afoot.untold);
    }
}
