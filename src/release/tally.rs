//! What the gate comes to: how many wait, who waited longest, and how far each grade is.

use std::collections::BTreeMap;

use bevy_ecs::prelude::Resource;

use super::families::Family;
use crate::scenario::model::School;
use crate::vocabulary::Ms;

/// How many wait at the gate, and the worst of it.
#[derive(Resource, Debug, Default)]
pub struct Gate {
    /// Families that have come and wait now.
    pub waiting: u32,
    /// The most that waited at once; none if nobody came.
    pub longest_queue: Option<u32>,
    /// Families whom a pupil has called.
    pub called: u32,
    longest_wait_ms: Option<Ms>,
    /// Since when those wait who still do, ms.
    since_ms: Vec<Ms>,
}

impl Gate {
    /// Somebody comes.
    pub(super) fn come(&mut self, now_ms: Ms) {
        self.waiting += 1;
        self.longest_queue = self.longest_queue.max(Some(self.waiting));
        self.since_ms.push(now_ms);
    }

    /// Somebody leaves with all their pupils.
    pub(super) fn go(&mut self, came_ms: Ms, now_ms: Ms) {
        self.waiting -= 1;
        self.longest_wait_ms = self.longest_wait_ms.max(Some(now_ms - came_ms));
        if let Some(at) = self.since_ms.iter().position(|since_ms| *since_ms == came_ms) {
            self.since_ms.remove(at);
        }
    }

    /// The longest wait, of those too who still wait; none if nobody came.
    pub fn longest_wait_ms(&self, now_ms: Ms) -> Option<Ms> {
        let still = self.since_ms.iter().min().map(|since_ms| now_ms - since_ms);
        self.longest_wait_ms.max(still)
    }
}

/// How far a grade is: what stands in the timeline, so that not every pupil has a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The first of it has been handed over.
    First,
    /// Half of it has.
    Half,
    /// All of it has.
    Last,
}

impl Mark {
    /// The word that the text chooses by.
    pub fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Half => "half",
            Self::Last => "last",
        }
    }
}

/// Pupils of each grade: how many there are at school, and how many have been handed over.
#[derive(Debug, Default)]
pub(super) struct Grades(BTreeMap<u32, (usize, usize)>);

impl Grades {
    pub(super) fn of(school: &School, families: &[Family]) -> Self {
        let mut grades = Self::default();
        for pupil in families.iter().flat_map(|family| &family.pupils) {
            grades.0.entry(grade_of(school, *pupil)).or_default().0 += 1;
        }
        grades
    }

    /// The grades in the order of their turn.
    pub(super) fn in_turn(&self, oldest_first: bool) -> Vec<u32> {
        let mut grades: Vec<u32> = self.0.keys().copied().collect();
        if oldest_first {
            grades.reverse();
        }
        grades
    }

    /// One more of a grade has been handed over: how far the grade is now, if that is worth a row; of a grade of one
    /// the last counts.
    pub(super) fn hand_over(&mut self, grade: u32) -> Option<Mark> {
        let (of, released) = self.0.get_mut(&grade)?;
        *released += 1;
        match *released {
            n if n == *of => Some(Mark::Last),
            1 => Some(Mark::First),
            n if n == of.div_ceil(2) => Some(Mark::Half),
            _ => None,
        }
    }

    /// One of a grade will not be handed over any more.
    pub(super) fn lose(&mut self, grade: u32) {
        if let Some((of, _)) = self.0.get_mut(&grade) {
            *of -= 1;
        }
    }

    /// How many have been handed over in all, and of how many.
    pub(super) fn in_all(&self) -> (usize, usize) {
        let sum = |(of, released): (usize, usize), (a, b): &(usize, usize)| (of + a, released + b);
        let (of, released) = self.0.values().fold((0, 0), sum);
        (released, of)
    }
}

/// The grade of a pupil; 0 for one who is on no register.
pub(super) fn grade_of(school: &School, pupil: u32) -> u32 {
    let class = school.people[pupil as usize].class;
    class.map_or(0, |class| school.classes[class].grade)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_has_three_rows_however_many_pupils() {
        let mut grades = Grades(BTreeMap::from([(3, (5, 0)), (4, (1, 0))]));
        let marks: Vec<Option<Mark>> = (0..5).map(|_| grades.hand_over(3)).collect();
        assert_eq!(
            marks,
            [Some(Mark::First), None, Some(Mark::Half), None, Some(Mark::Last)]
        );
        assert_eq!(grades.hand_over(4), Some(Mark::Last));
        assert_eq!(grades.in_all(), (6, 6));
    }

    #[test]
    fn who_still_waits_counts_with_the_longest_wait() {
        let mut gate = Gate::default();
        assert_eq!(gate.longest_wait_ms(9), None);
        gate.come(10);
        gate.come(20);
        gate.go(20, 50);
        assert_eq!(gate.longest_wait_ms(60), Some(50));
        gate.go(10, 60);
        assert_eq!(
            (gate.longest_wait_ms(900), gate.longest_queue),
            (Some(50), Some(2))
        );
    }
}
