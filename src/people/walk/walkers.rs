//! Those who walk, whatever they walk on: the crowd of the kernel, or the traffic of the network.

use crate::network::{self, Traffic};
use crate::pedestrian::{self, Crowd, Notices, Place, Portal, Position, Walker};
use crate::people::body::Body;
use crate::places::{Belief, GoalKey, Ground, Site, Ways};
use crate::scenario::plan::{LevelIndex, SpaceIndex};
use crate::sim::COARSE_GRID_MS;
use crate::vocabulary::Ms;

/// Those who walk.
#[derive(Debug, Clone)]
pub enum Walkers {
    /// In the crowd kernel.
    Crowd(Box<Crowd>),
    /// In the network.
    Traffic(Box<Traffic>),
}

/// The same question to either.
macro_rules! either {
    ($walkers:expr, $method:ident($($argument:expr),*)) => {
        match $walkers {
            Walkers::Crowd(crowd) => crowd.$method($($argument),*),
            Walkers::Traffic(traffic) => traffic.$method($($argument),*),
        }
    };
}

impl Walkers {
    /// Nobody yet, on this ground.
    pub(in crate::people) fn on(ground: &Ground) -> Self {
        match ground {
            Ground::Floors(_) => Self::Crowd(Box::default()),
            Ground::Net(_) => Self::Traffic(Box::default()),
        }
    }

    /// Whether nobody walks.
    pub fn is_empty(&self) -> bool {
        either!(self, is_empty())
    }

    /// How often people on the move look around, ms.
    pub(in crate::people) fn look_every_ms(&self) -> Ms {
        match self {
            Self::Crowd(_) => super::LOOK_EVERY_MS,
            Self::Traffic(_) => COARSE_GRID_MS,
        }
    }

    /// Whether what has happened by now is told now: in the network in a rhythm that does not depend on what else goes on.
    pub(super) fn tells_at(&self, now_ms: Ms) -> bool {
        match self {
            Self::Crowd(_) => true,
            Self::Traffic(_) => now_ms % COARSE_GRID_MS == 0,
        }
    }

    /// Whether a person walks.
    pub(in crate::people) fn contains(&self, person: u32) -> bool {
        either!(self, contains(person))
    }

    /// Who walks, in the order of ordinals if no one was added since the last step.
    pub(in crate::people) fn ordinals(&self) -> Vec<u32> {
        match self {
            Self::Crowd(crowd) => crowd.ordinals().collect(),
            Self::Traffic(traffic) => traffic.ordinals().collect(),
        }
    }

    /// Adds a person.
    pub(super) fn insert(&mut self, site: &Site, walker: Walker) {
        match (self, &site.ground) {
            (Self::Crowd(crowd), Ground::Floors(venue)) => {
                crowd.insert(venue, walker);
            }
            (Self::Traffic(traffic), Ground::Net(network)) => {
                let Place::Deck(deck) = walker.place else {
                    return;
                };
                let [x, y] = walker.position.map(f64::from);
                let room = site.space_near(LevelIndex(u32::from(deck)), crate::geo::Point::new(x, y));
                traffic.insert(network, walker, room.get());
            }
            _ => {}
        }
    }

    /// Takes a person out.
    pub(super) fn remove(&mut self, site: &Site, person: u32) {
        match (self, &site.ground) {
            (Self::Crowd(crowd), _) => {
                crowd.remove(person);
            }
            (Self::Traffic(traffic), Ground::Net(network)) => {
                traffic.remove(network, person);
            }
            (Self::Traffic(_), Ground::Floors(_)) => {}
        }
    }

    /// Sends a person along another field.
    pub(super) fn set_field(&mut self, person: u32, field: u16) {
        either!(self, set_field(person, Some(field)));
    }

    /// Halts a person, or lets the person walk on.
    pub(in crate::people) fn set_halted(&mut self, person: u32, halted: bool) {
        either!(self, set_halted(person, halted));
    }

    /// Caps a person's speed, m/s.
    pub(in crate::people) fn set_speed_cap(&mut self, person: u32, cap_m_s: f32) {
        either!(self, set_speed_cap(person, Some(cap_m_s)));
    }

    /// Gives a person who walks the speeds of a body.
    pub(in crate::people) fn set_speeds(&mut self, person: u32, body: &Body) {
        let speeds_m_s = [body.flat_m_s, body.up_m_s, body.down_m_s].map(|speed| speed as f32);
        either!(self, set_speeds(person, speeds_m_s));
    }

    /// The speed of a person on the flat, m/s; nothing for whoever does not walk.
    pub(in crate::people) fn flat_m_s(&self, person: u32) -> f32 {
        either!(self, flat_m_s(person))
    }

    /// Whether a person hardly gets on.
    pub(super) fn is_congested(&self, person: u32) -> bool {
        either!(self, is_congested(person))
    }

    /// The deck or flight a person is on; none for whoever does not walk.
    pub(super) fn place(&self, ground: &Ground, person: u32) -> Option<Place> {
        match (self, ground) {
            (Self::Crowd(crowd), Ground::Floors(venue)) => crowd.place(venue, person),
            (Self::Traffic(traffic), Ground::Net(network)) => traffic.place(network, person),
            _ => None,
        }
    }

    /// Where a person is; none for whoever does not walk.
    pub fn position(&self, ground: &Ground, person: u32) -> Option<Position> {
        match (self, ground) {
            (Self::Crowd(crowd), Ground::Floors(venue)) => crowd.position(venue, person),
            (Self::Traffic(traffic), Ground::Net(network)) => traffic.position(network, person),
            _ => None,
        }
    }

    /// The space a person is in at that position, where that is known without looking at the plan.
    pub(super) fn space(&self, ground: &Ground, person: u32) -> Option<SpaceIndex> {
        match (self, ground) {
            (Self::Traffic(traffic), Ground::Net(network)) => {
                traffic.room(network, person).map(|room| SpaceIndex(room as u32))
            }
            _ => None,
        }
    }

    /// The door or flight that comes next on the way to a goal; the flight a person is on.
    pub(super) fn next_portal(
        &self,
        site: &Site,
        ways: &mut Ways,
        person: u32,
        goal: GoalKey,
        belief: Belief,
    ) -> Option<Portal> {
        match (self, &site.ground) {
            (Self::Crowd(crowd), Ground::Floors(venue)) => {
                let own = ways.errand(person).filter(|_| goal.is_of_an_errand());
                let field = own.unwrap_or_else(|| ways.to(site, goal, belief));
                let position = crowd.position(venue, person)?;
                ways.fields()[field].next_portal(venue, position.place, position.point)
            }
            (Self::Traffic(traffic), Ground::Net(network)) => traffic.next_portal(network, person),
            _ => None,
        }
    }

    /// Walks on until `now_ms`.
    pub(super) fn go_on(
        &mut self,
        ground: &mut Ground,
        ways: &Ways,
        nudges: &[f32],
        now_ms: Ms,
        notices: &mut Notices,
    ) {
        match (self, ground) {
            (Self::Crowd(crowd), Ground::Floors(venue)) => {
                pedestrian::step(crowd, venue, ways.fields(), nudges, notices);
            }
            (Self::Traffic(traffic), Ground::Net(network)) => {
                network::advance(traffic, network, ways.routes(), now_ms, notices);
            }
            _ => {}
        }
    }
}
