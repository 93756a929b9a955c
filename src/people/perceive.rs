use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use super::walk::{Afoot, LOOK, LOOK_EVERY_MS};
use super::{Activity, Condition, Ordinal, Perceived, Roster};
use crate::geo::Point;
use crate::hazard::earthquake::{Ground, ShakingBegins};
use crate::places::{Cues, Site, VisibleCue, Whereabouts};
use crate::scenario::model::Presence;
use crate::scenario::plan::{LevelIndex, SpaceIndex};
use crate::sim::{Agenda, Clock, Due, Given, Phase};
use crate::vocabulary::{Cue, Sense, SubjectIx};

/// Who has perceived what already: a cue strikes a person once.
#[derive(Resource, Debug, Default)]
pub(super) struct Seen(BTreeSet<(u32, SubjectIx, Cue)>);

/// Everybody at the school feels the ground shake.
pub(super) fn feel_shaking(
    mut begins: MessageReader<ShakingBegins>,
    given: Res<Given>,
    mut perceived: MessageWriter<Perceived>,
) {
    for ShakingBegins { cause, .. } in begins.read() {
        for (person, spec) in (0..).zip(&given.school.people) {
            if spec.presence == Presence::Present {
                perceived.write(Perceived {
                    person,
                    cue: Cue::Shaking,
                    place: None,
                    cause: Some(*cause),
                });
            }
        }
    }
}

/// Starts looking when somebody sets out, the ground shakes, or something new can be seen; idle schools cost nothing.
pub(super) fn start_looking(
    clock: Res<Clock>,
    cues: Res<Cues>,
    ground: Res<Ground>,
    mut afoot: ResMut<Afoot>,
    mut agenda: ResMut<Agenda>,
) {
    let something_new = !afoot.crowd.is_empty()
        || cues.version() != afoot.cues_looked_at
        || ground.shaking_since_ms.is_some()
        || afoot.stirred;
    if something_new && !afoot.looking {
        afoot.looking = true;
        agenda.at(clock.now_ms + 1, Phase::Observe, LOOK, 0, 0);
    }
}

/// Once a second, while there is something to see, the adults of the school see what is near them. Who is hurt is
/// seen by the adults in the same space.
pub(super) fn look_around(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    site: Res<Site>,
    cues: Res<Cues>,
    ground: Res<Ground>,
    roster: Res<Roster>,
    mut afoot: ResMut<Afoot>,
    mut seen: ResMut<Seen>,
    mut agenda: ResMut<Agenda>,
    people: Query<(&Activity, &Whereabouts, &Condition), With<Ordinal>>,
    mut perceived: MessageWriter<Perceived>,
) {
    if due.of(LOOK).is_empty() {
        return;
    }
    afoot.stirred = false;
    afoot.cues_looked_at = cues.version();
    afoot.looking = !afoot.crowd.is_empty() || ground.shaking_since_ms.is_some();
    if afoot.looking {
        agenda.at(clock.now_ms + LOOK_EVERY_MS, Phase::Observe, LOOK, 0, 0);
    }
    let mut hurt: Vec<(u32, SpaceIndex)> = Vec::new();
    for (person, entity) in (0..).zip(&roster.entities) {
        if let Ok((_, whereabouts, condition)) = people.get(*entity)
            && condition.severity > 0
            && let Some(space) = whereabouts.space
        {
            hurt.push((person, space));
        }
    }
    if cues.is_empty() && hurt.is_empty() {
        return;
    }
    let places: Vec<(&VisibleCue, Vec<(LevelIndex, Point)>)> =
        cues.iter().map(|cue| (cue, site.where_is(cue.place))).collect();
    for (person, entity) in (0..).zip(&roster.entities) {
        if !given.school.people[person as usize].role.is_adult_of_the_school() {
            continue;
        }
        let Ok((activity, whereabouts, condition)) = people.get(*entity) else {
            continue;
        };
        if matches!(activity, Activity::Away) || condition.severity > 1 {
            continue;
        }
        let here = afoot.whereabouts(&site, person).unwrap_or(*whereabouts);
        for (cue, points) in &places {
            if !seen.0.contains(&(person, cue.place, cue.cue))
                && perceives(&site, here, cue, points, given.school.procedure.sight_m)
            {
                seen.0.insert((person, cue.place, cue.cue));
                perceived.write(Perceived {
                    person,
                    cue: cue.cue,
                    place: Some(cue.place),
                    cause: cue.cause,
                });
            }
        }
        for (victim, space) in &hurt {
            let subject = given.school.people[*victim as usize].subject;
            if here.space == Some(*space)
                && *victim != person
                && seen.0.insert((person, subject, Cue::Injured))
            {
                perceived.write(Perceived {
                    person,
                    cue: Cue::Injured,
                    place: Some(subject),
                    cause: None,
                });
            }
        }
    }
}

/// Whether somebody here perceives a cue there. One sees what is in the same space, and as far as the sight distance
/// what no wall hides. Smell fills a space.
fn perceives(
    site: &Site,
    here: Whereabouts,
    cue: &VisibleCue,
    points: &[(LevelIndex, Point)],
    sight_m: f64,
) -> bool {
    let same_space = here
        .space
        .is_some_and(|space| site.space_subject(space) == cue.place);
    match cue.cue.sense() {
        Sense::Smelt => same_space,
        Sense::Seen => {
            same_space
                || points.iter().any(|(level, at)| {
                    *level == here.level
                        && here.at.distance(*at) <= sight_m
                        && site.sees(here.level, here.at, *at)
                })
        }
        Sense::Felt | Sense::Heard => true,
    }
}
