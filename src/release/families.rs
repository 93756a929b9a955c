//! Families: whose pupils are at the school, who comes for them, and when.

use std::collections::BTreeMap;

use crate::scenario::model::{ParentsSpec, Presence, School};
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
    /// Whether somebody comes without being called.
    pub(super) uninvited: bool,
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
        if spec.role == PersonRole::Pupil && spec.presence == Presence::Present {
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

impl Family {
    /// From the event, or from the order, to the gate, ms.
    pub(super) fn comes_after_ms(&self, invited: bool, parents: &ParentsSpec, chance: &Chance) -> Ms {
        let hears = if invited {
            parents.told_after
        } else {
            parents.hear_after
        };
        let hears = chance.draw("family-hears", self.key, 0).duration_ms(hears);
        hears
            + chance
                .draw("family-comes", self.key, 0)
                .duration_ms(parents.come_after)
    }
}
