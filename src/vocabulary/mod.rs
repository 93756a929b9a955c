//! The words everything else is written in: signals, actions, cues, events, units. Data only, below everything.
//!
//! A thing that can be measured, done, perceived or told exists here first, once. Rooms provide and handle what
//! is declared here; a test binds every declaration to exactly one provider or handler.

mod action;
mod cue;
pub mod event;
mod metric;
mod role;
mod shaking;
mod signal;
mod unit;
mod value;

pub use action::{ACTIONS, ActionKind, ActionSpec, Argument, ArgumentKind, Nature, action as action_spec};
pub use cue::{CUES, Cue, CueSet, Sense};
pub use event::{EVENTS, EventSpec};
pub use metric::{Better, Harm, METRICS, MetricSpec, metric as metric_spec, metric_order};
pub use role::PersonRole;
pub use shaking::{GroundMotionModel, Measure};
pub use signal::{
    ALERT, DANGER, POSTURE, SHAKING, SIGNALS, STATUS, Signal, SignalSpec, SignalType, SubjectKind, USABILITY,
};
pub use unit::Unit;
pub use value::{Ms, SubjectIx, Value};
