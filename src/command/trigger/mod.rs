//! What a trigger says now, and when time alone could make it say something else.
//!
//! The same tree is judged on a position's picture (it fires), on a person's senses (a standing order applies)
//! and on the truth (since when it was really so): each is a [`View`]. Nothing is polled: a trigger is evaluated
//! when something it subscribes to changes ([`Subscriptions`](crate::scenario::trigger::Subscriptions)) and at
//! the instant that the last evaluation named ([`Verdict::revisit_at_ms`]).

mod edge;
mod evaluate;
#[cfg(test)]
mod tests;
mod view;

pub use edge::{Edge, Rearm};
pub use evaluate::{ForState, Verdict, evaluate};
pub use view::{DecisionState, Observation, View};
