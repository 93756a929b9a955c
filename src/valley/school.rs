//! Water at the school: which floors and yards are wet, what is seen of it there, which exits lead into danger.

use bevy_ecs::prelude::*;

use super::places::{Noticed, Noticing};
use crate::hazard::flood::around::Around;
use crate::hazard::flood::effect::services::LOST_FROM_M;
use crate::hazard::flood::reading::{DRY_M, NOT_ON_FOOT, WET_M, danger};
use crate::places::{Change, ChangePlace, Site};
use crate::scenario::plan::{LevelIndex, OpeningKind, SpaceIndex};
use crate::sim::{Detail, HappeningId};
use crate::vocabulary::{Cue, Signal, SubjectIx, Unit, Value};

/// The spaces of a level that get wet together: those indoors, or those outdoors.
#[derive(Debug)]
struct Part {
    level: LevelIndex,
    outdoors: bool,
    spaces: Vec<SpaceIndex>,
    wet: bool,
}

/// The school in parts that get wet together, and what has been noticed there.
#[derive(Resource, Debug)]
pub(super) struct Floors {
    parts: Vec<Part>,
    outside: Noticed,
    /// Exits that the water has closed.
    closed: Vec<u16>,
}

impl Floors {
    pub(super) fn of(site: &Site) -> Self {
        let mut parts = Vec::new();
        for level in (0..site.plan.levels.len() as u32).map(LevelIndex) {
            for outdoors in [true, false] {
                let spaces = site.plan.spaces_on(level);
                let spaces = spaces.filter(|(_, space)| space.kind.is_outside() == outdoors);
                let spaces: Vec<SpaceIndex> = spaces.map(|(space, _)| space).collect();
                if !spaces.is_empty() {
                    parts.push(Part {
                        level,
                        outdoors,
                        spaces,
                        wet: false,
                    });
                }
            }
        }
        Self {
            parts,
            outside: Noticed::default(),
            closed: Vec::new(),
        }
    }
}

/// Water has moved: floors and yards become wet, or dry again; exits lead into danger, or no longer.
pub(super) fn reach(mut floors: ResMut<Floors>, site: Res<Site>, mut with: Noticing) {
    let given = with.given.clone();
    let subject = given.school.subject;
    let Some(around) = Around::school(&with.waters, &given.school) else {
        return;
    };
    let Some(water) = with.waters.at(subject).cloned() else {
        return;
    };
    let Floors {
        parts,
        outside,
        closed,
    } = &mut *floors;
    let cause = with.get_wet(subject, &water, outside);
    for part in parts {
        with.wet_or_dry(part, &around, &site, cause);
    }
    with.close_or_open_exits(closed, &around, &site, cause);
}

impl Noticing<'_> {
    /// A part of the school becomes wet or dry; who is there sees it.
    fn wet_or_dry(&mut self, part: &mut Part, around: &Around, site: &Site, outside: Option<HappeningId>) {
        let elevation_m = site.plan[part.level].elevation_m;
        let floor = Some(site.level_subject(part.level)).filter(|_| !part.outdoors);
        let floor = floor.filter(|_| !site.is_landing(part.level));
        let depth_m = if part.outdoors {
            around.outdoors(elevation_m).depth_m
        } else {
            around.indoors(elevation_m).depth_m
        };
        let now_ms = self.clock.now_ms;
        if let Some(floor) = floor {
            self.truth
                .set(now_ms, Signal::Depth, floor, Value::Number(depth_m));
        }
        let from_m = if part.outdoors { WET_M } else { LOST_FROM_M };
        let becomes_wet = !part.wet && depth_m >= from_m;
        let becomes_dry = part.wet && depth_m < DRY_M;
        if !(becomes_wet || becomes_dry) {
            return;
        }
        part.wet = becomes_wet;
        let cause = match floor {
            Some(floor) => Some(self.say_of_floor(floor, depth_m, becomes_wet, outside)),
            None => outside,
        };
        let change = if becomes_wet {
            Change::Spread(Cue::Water)
        } else {
            Change::Hide(Cue::Water)
        };
        self.changes
            .write_batch(part.spaces.iter().map(|space| ChangePlace {
                place: site.space_subject(*space),
                change,
                cause,
            }));
    }

    /// The rooms of a floor are lost, or there is no water in them any more.
    fn say_of_floor(
        &mut self,
        floor: SubjectIx,
        depth_m: f64,
        becomes_wet: bool,
        outside: Option<HappeningId>,
    ) -> HappeningId {
        let event = if becomes_wet {
            "floor-under-water"
        } else {
            "floor-free-of-water"
        };
        let note = self
            .log
            .note(self.clock.now_ms, event)
            .because(outside)
            .about(floor);
        let note = note.value(Signal::Depth, Value::Number(depth_m));
        note.with("depth_m", Detail::Quantity(depth_m, Unit::Metre))
            .done()
    }

    /// Nobody goes out by an exit behind which the water is dangerous for most people; what others have barred stays so.
    fn close_or_open_exits(
        &mut self,
        closed: &mut Vec<u16>,
        around: &Around,
        site: &Site,
        cause: Option<HappeningId>,
    ) {
        for (number, opening) in (0..).zip(&site.plan.openings) {
            let (OpeningKind::Exit, Some(outer)) = (opening.kind, opening.outer) else {
                continue;
            };
            let is_dangerous = danger(around.in_space(&site.plan, outer)) >= NOT_ON_FOOT;
            let is_ours = closed.contains(&number);
            let change = match (is_dangerous, is_ours) {
                (true, false) if !site.is_barred(number) => {
                    closed.push(number);
                    Change::Close
                }
                (false, true) => {
                    closed.retain(|ours| *ours != number);
                    Change::Open
                }
                _ => continue,
            };
            self.changes.write(ChangePlace {
                place: site.opening_subject(number),
                change,
                cause,
            });
        }
    }
}
