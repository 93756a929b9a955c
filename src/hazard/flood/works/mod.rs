//! What drives water and what holds it: rain, inflows, levees that break, gates, pumps, dams, small rivers, sandbags.
//!
//! # How the parts fit
//! ```text
//! series      values at times, and volumes from them that do not depend on the step
//! hydrograph  the shape of a flood wave where nobody measured one
//! rain        rain in space and time, and what the ground takes of it
//! breach      how a levee or dam opens: how wide, how fast, since when
//! link        from one place to another: weirs, gates, culverts, pumps
//! reservoir   a lake behind a dam, and what its operator lets go
//! channel     rivers narrower than a cell, under the cells of the grid
//! barrier     sandbag walls and other barriers that rise while people work
//! ```
//!
//! Everything here is a plain function of numbers, in SI units and double precision. The grid is asked for levels and told
//! volumes; nothing here knows how it moves its water.
//!
//! # Status of the numbers
//! Each constant says where it comes from. *Seen in a program* means: not read in its paper, but in the source or handbook of
//! a public program that quotes it. *Recalled* means: known to the authors and read nowhere.

pub mod barrier;
pub mod breach;
pub mod channel;
pub mod hydrograph;
pub mod link;
pub mod rain;
pub mod reservoir;
pub mod series;
