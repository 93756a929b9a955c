//! Hazards: what nature does, and what that does to the building. Physics is pure; a thin plugin ties it in.

pub mod earthquake;
pub mod flood;
pub mod smoke;
