//! `[hazard.ID]` of floods, and `[works.ID]`: what people have built that water has to do with.
//!
//! ```text
//! stage     a flood whose stages are stated
//! computed  a flood that is computed: its ground, its scheme
//! forcing   what drives it: edges, inflows, rain, what soaks away
//! works     levees, barriers, gates, culverts, pumps, dams
//! shapes    places, lines and series in files
//! ```

pub mod computed;
mod forcing;
mod shapes;
mod stage;
pub mod works;

pub use computed::COMPUTED;
pub use shapes::{COURSE, Courses, course_names};
pub use stage::{PRESCRIBED, STAGE};
