//! Families: whose pupils are at the school, who comes for them, and when.

use std::collections::BTreeMap;

use super::tally::grade_of;
use crate::scenario::model::{ParentsSpec, School};
use crate::sim::{Chance, stable_id};
use crate::vocabulary::{Ms, PersonRole};

/// Those pupils who are fetched together, and whoever fetches them.
#[derive(Debug)]
pub(super) struct Family {
    /// The pupils, by ordinal.
    pub(super) pupils: Vec<u32>,
    /// The key of its luck.
    pub(super) key: u64,
    /// Whether somebody comes within the exercise and has not set out yet.
    pub(super) is_awaited: bool,
    /// Whether somebody comes without being called by the school.
    pub(super) uninvited: bool,
    /// The first of the pupils who has a telephone.
    pub(super) telephones: Option<u32>,
    /// When the call of that pupil gets through, ms.
    pub(super) call_ms: Option<Ms>,
    /// Whether custody has to be cleared up first.
    pub(super) custody: bool,
    /// When somebody came to the gate, ms.
    pub(super) came_ms: Option<Ms>,
    /// How many of the pupils have not been handed over.
    pub(super) open: usize,
}

/// Every family with pupils at the school, by its first pupil. Pupils without a family of their own in the data are one
/// each.
pub(super) fn of(school: &School, parents: &ParentsSpec, custody: f64, chance: &Chance) -> Vec<Family> {
    let mut by_name: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (person, spec) in (0..).zip(&school.people) {
        if spec.role == PersonRole::Pupil && spec.presence.at_school() {
            let name = spec.family.as_deref().unwrap_or(&spec.id);
            by_name.entry(name).or_default().push(person);
        }
    }
    let mut families: Vec<Family> = by_name
        .into_values()
        .map(|pupils| {
            let key = stable_id(&school.people[pupils[0] as usize].id);
            let draw = |purpose| chance.draw(purpose, key, 0);
            Family {
                key,
                is_awaited: !draw("family-absent").happens(parents.absent),
                uninvited: draw("family-uninvited").happens(parents.uninvited),
                telephones: pupils
                    .iter()
                    .copied()
                    .find(|pupil| has_telephone(school, *pupil, parents, chance)),
                call_ms: None,
                custody: draw("custody-question").happens(custody),
                came_ms: None,
                open: pupils.len(),
                pupils,
            }
        })
        .collect();
    families.sort_by_key(|family| family.pupils[0]);
    families
}

fn has_telephone(school: &School, pupil: u32, parents: &ParentsSpec, chance: &Chance) -> bool {
    let key = stable_id(&school.people[pupil as usize].id);
    grade_of(school, pupil) >= parents.phones_from_grade
        && chance.draw("pupil-has-telephone", key, 0).happens(parents.phones)
}

impl Family {
    /// From the event, or from the order, to hearing of it, ms.
    pub(super) fn hears_after_ms(&self, invited: bool, parents: &ParentsSpec, chance: &Chance) -> Ms {
        let hears = if invited {
            parents.told_after
        } else {
            parents.hear_after
        };
        chance.draw("family-hears", self.key, 0).duration_ms(hears)
    }

    /// From hearing of it to the gate, ms.
    pub(super) fn comes_after_ms(&self, parents: &ParentsSpec, chance: &Chance) -> Ms {
        let draw = chance.draw("family-comes", self.key, 0);
        draw.duration_ms(parents.come_after)
    }

    /// From the event to a call of a pupil that gets through, ms; none where no pupil of the family calls, or no line
    /// ever gets through.
    pub(super) fn is_called_after_ms(&self, loss: f64, parents: &ParentsSpec, chance: &Chance) -> Option<Ms> {
        self.telephones?;
        let first = chance.draw("pupil-telephones", self.key, 0);
        let fails = |attempt: &u64| {
            let line = chance.draw("line-of-a-pupil", self.key, *attempt);
            line.happens(loss)
        };
        let attempts = (0..MOST_ATTEMPTS).find(|attempt| !fails(attempt))?;
        Some(first.duration_ms(parents.calls_after) + attempts as Ms * parents.calls_again_ms)
    }
}

/// Nobody calls more often than this: a line that is blocked nine times in ten is got through all but surely.
const MOST_ATTEMPTS: u64 = 100;
