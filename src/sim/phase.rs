//! The order of work within a tick.

/// The phases of a tick, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// The hazard moves on.
    Hazard,
    /// What it does to people and places.
    Expose,
    /// People perceive cues; signals are brought up to date.
    Observe,
    /// The exercise controller's injects fall due.
    Inject,
    /// Messages arrive, pictures change, triggers are judged, decisions are made.
    Command,
    /// The only phase that applies actions, whatever their source.
    Act,
    /// Resources and search teams work.
    Respond,
    /// People set out and arrive.
    Move,
    /// Roll calls, first aid.
    Care,
    /// What is to be remembered is written down.
    Record,
}
