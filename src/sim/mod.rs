//! The engine: clock, agenda, phases, chance. It knows no room.
//!
//! Time is integer milliseconds since the start of the scenario. Everything discrete waits in the
//! [`Agenda`] as plain data; a [`Phase`] says where in a tick it is handled; all luck is drawn from
//! [`Chance`] by key. What a room schedules for "now" is handled in the next tick.

mod agenda;
mod chance;
mod clock;
pub mod counts;
mod distribution;
mod given;
mod log;
mod phase;
mod tick;
mod truth;

pub use agenda::{Agenda, Due, Wake};
pub use chance::{Chance, DenseLuck, Draw, Seeds, stable_id};
pub use clock::{COARSE_GRID_MS, Clock, GRID_MS, MIDDLE_GRID_MS, on_grid};
pub use distribution::Distribution;
pub use given::Given;
pub use log::{Detail, Happening, HappeningId, Log, Note};
pub use phase::Phase;
pub use tick::{Call, Duties, Tick, carry_out, changed, due, told, when};
pub use truth::Truth;
