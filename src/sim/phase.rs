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

impl Phase {
    /// All of them, in order.
    pub const ALL: [Self; 10] = [
        Self::Hazard,
        Self::Expose,
        Self::Observe,
        Self::Inject,
        Self::Command,
        Self::Act,
        Self::Respond,
        Self::Move,
        Self::Care,
        Self::Record,
    ];

    /// Its name on the progress line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hazard => "hazard",
            Self::Expose => "expose",
            Self::Observe => "observe",
            Self::Inject => "inject",
            Self::Command => "command",
            Self::Act => "act",
            Self::Respond => "respond",
            Self::Move => "move",
            Self::Care => "care",
            Self::Record => "record",
        }
    }
}
