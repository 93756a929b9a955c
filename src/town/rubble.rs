//! People under rubble: how long they live if nobody comes.

use bevy_ecs::prelude::*;

use super::Town;
use crate::hazard::earthquake::Shock;
use crate::hazard::earthquake::impact::Entrapped;
use crate::sim::{Clock, Detail, Due, Given, HappeningId, Log, Truth};
use crate::vocabulary::Ms;

/// Somebody under rubble dies.
pub(super) const DIES: &str = "dies-under-rubble";

/// Milliseconds of an hour.
const MS_OF_HOUR: f64 = 3_600_000.0;

/// Where somebody under rubble stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Alive under it.
    Alive,
    /// Died there.
    Died(Ms),
}

/// Somebody whom rubble holds.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct UnderRubble {
    /// Who: of which group, which number among its entrapped, how badly hurt, how long they live.
    pub person: Entrapped,
    /// Since when, ms.
    pub since_ms: Ms,
    /// When they die if nobody comes, ms; none where that lies beyond what a run can hold.
    pub dies_ms: Option<Ms>,
    /// What became of them.
    pub fate: Fate,
    /// The entry of the log in which it happened.
    pub cause: HappeningId,
}

impl UnderRubble {
    pub(super) fn new(
        person: Entrapped,
        shocks: &[Shock],
        shock: usize,
        now_ms: Ms,
        cause: HappeningId,
    ) -> Self {
        let begins_ms = shocks
            .iter()
            .find(|known| known.computed == Some(shock))
            .map_or(now_ms, |known| known.begins_ms);
        let lives_ms = person.lives_h * MS_OF_HOUR;
        Self {
            person,
            since_ms: begins_ms,
            dies_ms: (lives_ms < 1e12).then(|| (begins_ms + lives_ms as Ms).max(now_ms)),
            fate: Fate::Alive,
            cause,
        }
    }

    /// What a table calls them.
    pub fn id(&self, group: &str) -> String {
        format!("{group}/{}", self.person.number + 1)
    }
}

/// Those whose time is over die where they are.
pub(super) fn die(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    mut town: ResMut<Town>,
    mut people: Query<&mut UnderRubble>,
    mut truth: ResMut<Truth>,
    mut log: ResMut<Log>,
) {
    let Some(spec) = &given.town else { return };
    for wake in due.of(DIES) {
        let Ok(mut person) = people.get_mut(town.entrapped[wake.id as usize]) else {
            continue;
        };
        if person.fate != Fate::Alive {
            continue;
        }
        person.fate = Fate::Died(clock.now_ms);
        let group = &spec.groups[person.person.group as usize];
        let municipality = group.municipality as usize;
        town.lose(municipality);
        log.note(clock.now_ms, "dies-under-rubble")
            .because(Some(person.cause))
            .about(town.municipalities[municipality])
            .text("person", person.id(&group.id))
            .with("alive", Detail::Count(town.entrapped_in(municipality).into()))
            .done();
    }
    town.tell(spec, clock.now_ms, &mut truth);
}
