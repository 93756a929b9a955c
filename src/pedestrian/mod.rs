//! People who walk: the crowd kernel.
//!
//! A school empties through doors and down stairs; who waits where, and for how long, is decided by bodies that
//! need room. This kernel moves those bodies. It knows decks, walls, openings, flights of stairs and goals, and
//! nothing of pupils, teachers or orders: the rooms above tell it who walks where, and read back who passed what.
//!
//! # How the parts fit
//! [`VenueSpec`] (geometry) → [`Venue`] (geometry prepared, doors that open and close, what passed them)
//! → [`Field::solve`] (the way to a [`Goal`] from everywhere) → [`Crowd`] (the people) → [`step`] (50 ms)
//! → [`Notices`] (who crossed what).
//!
//! # Model
//! The collision-free speed model (A. Tordeux, M. Chraibi, A. Seyfried, "Collision-free speed model for
//! pedestrian dynamics", 2016, arXiv:1512.05597): a person chooses a direction (the way to the goal bent by
//! neighbours and walls) and a speed (the free distance ahead divided by a time gap, longer on a flight), all
//! persons at once.
//! Three things are added, because the model alone fails the standard tests: people turn their shoulders when
//! they have waited at a wall or jamb (arches break), step aside for whoever comes against them or stands still,
//! and never come through a wall whatever the pressure. Numbers and their sources are in `calibration.rs`.
//!
//! # Determinism
//! The result depends on ordinals, positions and the nudges handed in; never on the order of insertion, on
//! threads or on the processor: no platform transcendental is called, and every sum has a fixed order.
//!
//! # Units
//! Metres, seconds, f32, in one plan frame shared by all decks. Where the building lies farther than 1 km from the
//! origin of the plan the kernel counts from an origin of its own (an f32 resolves 0.03 mm within a few hundred
//! metres); what is handed in and out is as exact as an f32 is there, 1 mm at 10 km. Farther than 20 km a venue is refused.
//!
//! # Example
//! One person crosses a room of 6 m by 4 m to the line at its far end.
//! ```
//! use hotwash::pedestrian::*;
//!
//! let corners = [[0.0, 0.0], [6.0, 0.0], [6.0, 4.0], [0.0, 4.0]];
//! let walls = (0..4).map(|i| Segment::new(corners[i], corners[(i + 1) % 4])).collect();
//! let walkable = vec![Polygon::rectangle([0.0, 0.0], [6.0, 4.0])];
//! let deck = DeckSpec { elevation_m: 0.0, walkable, walls };
//! let mut venue = Venue::new(&VenueSpec { decks: vec![deck], ..VenueSpec::default() })?;
//!
//! let goal = Goal::line(0, Segment::new([5.0, 0.0], [5.0, 4.0]));
//! let fields = [Field::solve(&venue, goal)];
//! let mut crowd = Crowd::new();
//! crowd.insert(&venue, Walker {
//!     ordinal: 0,
//!     place: Place::Deck(0),
//!     position: [1.0, 2.0],
//!     radius_m: 0.18,
//!     flat_m_s: 1.25,
//!     up_m_s: 0.6,
//!     down_m_s: 0.7,
//!     field: Some(0),
//! });
//! let mut notices = Notices::default();
//! let mut steps = 0;
//! while notices.arrivals.is_empty() {
//!     step(&mut crowd, &mut venue, &fields, &[0.0], &mut notices);
//!     steps += 1;
//! }
//! assert_eq!(steps, 64); // 4 m at 1.25 m/s: 3.2 s
//! # Ok::<(), VenueError>(())
//! ```

mod barriers;
mod calibration;
mod cells;
mod company;
mod crowd;
mod exponential;
mod field;
mod front;
mod geometry;
mod goal;
mod lattice;
mod limit;
mod motion;
mod neighbours;
mod outlets;
pub mod scene;
mod solver;
mod spec;
mod steering;
mod step;
mod stepping_aside;
mod surface;
mod venue;

#[cfg(test)]
mod verification;

pub use calibration::STEP_S;
pub use company::{Company, LOOK_ROUND_S, Member};
pub use crowd::{Crowd, Position, Walker};
pub use field::Field;
pub use geometry::{Point, Polygon, Segment};
pub use goal::{Goal, GoalLine};
pub use limit::{ADULT_M, Limit, door_share};
pub use outlets::{Chooser, EXPECTED_PER_M_S, Outlet, weigh_outlets};
pub use solver::Solver;
pub use spec::{ClimbCapacity, DeckSpec, FlightSpec, OpeningSpec, VenueError, VenueSpec};
pub use step::{Arrival, Crossing, FlightPassage, Notices, step};
pub use venue::{Place, Portal, Tally, Venue};
