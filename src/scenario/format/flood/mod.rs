//! `[hazard.ID]` of floods, and `[works.ID]`: what people have built that water has to do with.
//!
//! ```text
//! stage     a flood whose stages are stated
//! computed  a flood that is computed: its ground, its scheme
//! forcing   what drives it: edges, inflows, what soaks away, how uncertain all that is
//! rain      rain in space and time
//! readings  what somebody has read of an inflow
//! channel   rivers narrower than a cell
//! works     levees, barriers, gates, culverts, pumps, dams
//! valley    terrain that is made by rule
//! shapes    places, lines and series in files
//! ```

mod channel;
pub mod computed;
mod forcing;
mod rain;
mod readings;
mod shapes;
mod stage;
mod valley;
pub mod works;

pub use computed::COMPUTED;
pub use rain::{Networks, RAIN_GAUGES, network_names};
pub use shapes::{COURSE, Courses, course_names};
pub use stage::{PRESCRIBED, STAGE};
