//! Where somebody is, whether they can act, and how far a voice or a step has to go between two people.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::{Activity, Afoot, Condition, Ordinal, Roster};
use crate::places::{Site, Whereabouts};

/// Finds people: where they are, and whether they can act.
#[derive(SystemParam)]
pub struct Locate<'w, 's> {
    roster: Res<'w, Roster>,
    site: Res<'w, Site>,
    afoot: Res<'w, Afoot>,
    people: Query<
        'w,
        's,
        (
            &'static Ordinal,
            &'static Activity,
            &'static Whereabouts,
            &'static Condition,
        ),
    >,
}

impl Locate<'_, '_> {
    /// Where a person is; none for whoever is not at school.
    pub fn whereabouts(&self, person: u32) -> Option<Whereabouts> {
        let (_, activity, whereabouts, _) = self.people.get(self.roster.entities[person as usize]).ok()?;
        if *activity == Activity::Away {
            return None;
        }
        Some(self.afoot.whereabouts(&self.site, person).unwrap_or(*whereabouts))
    }

    /// Whether a person is at school and well enough to speak and act.
    pub fn can_act(&self, person: u32) -> bool {
        let entity = self.roster.entities[person as usize];
        self.people.get(entity).is_ok_and(|(_, activity, _, condition)| {
            !matches!(activity, Activity::Away | Activity::Down) && condition.severity < 2
        })
    }

    /// Whether somebody is so badly hurt that it cannot wait: severity 3 of HAZUS is a danger to life.
    pub fn is_in_danger_of_life(&self, person: u32) -> bool {
        let entity = self.roster.entities[person as usize];
        let of_person = self.people.get(entity);
        of_person.is_ok_and(|(_, _, _, condition)| condition.severity >= 3)
    }

    /// What a person is doing.
    pub fn activity(&self, person: u32) -> Option<Activity> {
        self.people
            .get(self.roster.entities[person as usize])
            .ok()
            .map(|(_, activity, ..)| *activity)
    }

    /// How far a voice or a step has to go between two people, m: the straight line, storeys counted as distance.
    pub fn distance_m(&self, a: u32, b: u32) -> Option<f64> {
        let (a, b) = (self.whereabouts(a)?, self.whereabouts(b)?);
        Some(self.site.plan.earshot_m((a.level, a.at), (b.level, b.at)))
    }

    /// Whether somebody lies or waits on the same level who cannot go alone, so near to a person.
    pub fn is_somebody_helpless_near(&self, person: u32, within_m: f64) -> bool {
        let Some(here) = self.whereabouts(person) else {
            return false;
        };
        let is_near =
            |there: Whereabouts| there.level == here.level && there.at.distance(here.at) <= within_m;
        // Whether there is one does not depend on the order: no roster is needed.
        self.people
            .iter()
            .any(|(Ordinal(other), activity, whereabouts, _)| {
                let is_helpless = *other != person && matches!(activity, Activity::Down | Activity::Waiting);
                is_helpless && is_near(self.afoot.whereabouts(&self.site, *other).unwrap_or(*whereabouts))
            })
    }

    /// Whether two people are in the same space.
    pub fn are_together(&self, a: u32, b: u32) -> bool {
        let space = |person| self.whereabouts(person).and_then(|here| here.space);
        space(a).is_some() && space(a) == space(b)
    }

    /// Whether two people are in one assembly area.
    pub fn share_an_assembly_area(&self, a: u32, b: u32) -> bool {
        let (Some(a), Some(b)) = (self.whereabouts(a), self.whereabouts(b)) else {
            return false;
        };
        self.site.plan.assemblies.iter().any(|area| {
            [a, b]
                .iter()
                .all(|here| here.level == area.level && area.outline.contains(here.at))
        })
    }

    /// Whether there is mains power.
    pub fn has_power(&self) -> bool {
        self.site.power
    }

    /// Whether the telephone network works.
    pub fn has_telephones(&self) -> bool {
        self.site.telephones
    }

    /// The roster.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }
}
