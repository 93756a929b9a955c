//! The same school as a hydraulic network: rooms joined by doors and flights, and queues at them.
//!
//! The second tier beside the crowd kernel ([`crate::pedestrian`]): for batches of thousands of runs. Nobody has a body
//! here. Each person walks from door to door at their own speed, more slowly where it is crowded, waits in the queue of
//! each door and flight, and tells of what was passed and reached with the same [`Notices`](crate::pedestrian::Notices).
//! Nothing is stepped: everything happens at events, and a person's place between two of them is found when asked for.
//!
//! # How the parts fit
//! [`NetSpec`] → [`Network`] (the ways within each room; what is open, what has passed) → [`Routes::solve`] (the way to
//! a [`Goal`] from everywhere) → [`Traffic`] (the people) → [`advance`] (to a moment).
//!
//! # Model
//! - **Speed.** The own speed, at most S = k (1 − 0.266 D) among D persons/m² of the room or flight (SFPE), as it is
//!   when the way through it begins.
//! - **Doors and flights** let one person through after the other. How long each takes is the inverse of a flow: of a
//!   capacity, or of what the crowd kernel was measured to let through ([`Limit`](crate::pedestrian::Limit)).
//!   Of two queues at one door goes first who came first.
//! - **Room.** A flight or landing that is full (3.76 persons/m²) takes nobody more; who would follow waits, on the
//!   flight or in the queue, and so the queue reaches back upstairs. The two directions do not hinder each other.
//!
//! Numbers and their sources are in `hydraulics.rs`.
//!
//! # Determinism
//! Times are whole milliseconds; events have a total order; nothing depends on the order in which people were put in.

mod flow;
mod hydraulics;
mod net;
mod paths;
mod person;
mod queues;
mod routes;
mod traffic;

#[cfg(test)]
mod verification;

pub use flow::advance;
pub use net::{AreaSpec, DoorSpec, FlightSpec, NetSpec, Network, RoomSpec};
pub use routes::{Goal, Routes};
pub use traffic::Traffic;
