//! What an earthquake has done, added up.

use std::ops::AddAssign;

use crate::scenario::model::STATES;

/// Buildings by damage state and people by what befell them: whole numbers where they were drawn, fractions where they are
/// expected.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Buildings in states none, slight, moderate, extensive, complete.
    pub buildings: [f64; STATES + 1],
    /// Of the completely damaged those that collapsed.
    pub collapsed: f64,
    /// People with casualty severity 1, 2, 3 who are not under rubble.
    pub injured: [f64; 3],
    /// People killed by the shock itself.
    pub killed_at_once: f64,
    /// People whom the rubble holds alive after the shock.
    pub entrapped_alive: f64,
    /// Of these the ones who die waiting if rescue goes as it usually has.
    pub die_with_usual_rescue: f64,
    /// Of these the ones who die before the exercise ends if nobody comes.
    pub die_without_rescue: f64,
    /// Fires that the shock started.
    pub fires: f64,
}

impl Tally {
    /// Deaths if rescue goes as it usually has: what published figures of loss count.
    pub fn deaths(&self) -> f64 {
        self.killed_at_once + self.die_with_usual_rescue
    }

    /// Everybody hurt and alive in the end, if rescue goes as it usually has: who is freed was hurt, too.
    pub fn injured_in_all(&self) -> f64 {
        self.injured.iter().sum::<f64>() + self.entrapped_alive - self.die_with_usual_rescue
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        for (mine, more) in self.buildings.iter_mut().zip(other.buildings) {
            *mine += more;
        }
        for (mine, more) in self.injured.iter_mut().zip(other.injured) {
            *mine += more;
        }
        self.collapsed += other.collapsed;
        self.killed_at_once += other.killed_at_once;
        self.entrapped_alive += other.entrapped_alive;
        self.die_with_usual_rescue += other.die_with_usual_rescue;
        self.die_without_rescue += other.die_without_rescue;
        self.fires += other.fires;
    }
}
