//! From what a trigger says to when it fires, and whether it may fire again.

/// Whether a trigger that has fired may fire again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rearm {
    /// Once is all: `repeats = false`.
    Never,
    /// Whenever it turns true after not having been: `repeats = true`.
    WhenNotTrue,
    /// Only after `rearm_when` has turned true since; then at once, if the trigger is true.
    WhenAsked,
}

impl Rearm {
    /// As a decision says it: `repeats`, and whether there is a `rearm_when`.
    pub const fn from_keys(repeats: bool, rearm_when: bool) -> Self {
        match (repeats, rearm_when) {
            (_, true) => Self::WhenAsked,
            (true, false) => Self::WhenNotTrue,
            (false, false) => Self::Never,
        }
    }
}

/// Turns what a trigger says into the moments at which it fires: when false or unknown becomes true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    rearm: Rearm,
    armed: bool,
    was_true: bool,
    rearm_was_true: bool,
}

impl Edge {
    /// Armed, and not true yet.
    pub const fn new(rearm: Rearm) -> Self {
        Self {
            rearm,
            armed: true,
            was_true: false,
            rearm_was_true: false,
        }
    }

    /// Whether it fires now. `value` is what the trigger says, `rearm_when` what the trigger of that name says
    /// (unknown if there is none).
    ///
    /// A `rearm_when` that stays true re-arms once: else a pair of conditions that are both true would fire for
    /// ever.
    pub fn fires(&mut self, value: Option<bool>, rearm_when: Option<bool>) -> bool {
        let rearm_is_true = rearm_when == Some(true);
        if self.rearm == Rearm::WhenAsked && rearm_is_true && !self.rearm_was_true && !self.armed {
            self.armed = true;
            self.was_true = false;
        }
        self.rearm_was_true = rearm_is_true;
        let is_true = value == Some(true);
        let fires = self.armed && is_true && !self.was_true;
        self.was_true = is_true;
        if fires && self.rearm != Rearm::WhenNotTrue {
            self.armed = false;
        }
        fires
    }

    /// Whether it may still fire; one that may not needs no evaluation.
    pub const fn is_spent(&self) -> bool {
        !self.armed && matches!(self.rearm, Rearm::Never)
    }
}
