//! A class under cover in its room stays there while its leader counts aloud, where the school has it so.

use bevy_ecs::prelude::*;

use super::cover::COVER;
use super::{Activity, Cover, Ordinal, Roster};
use crate::hazard::earthquake::ShakingBegins;
use crate::places::Whereabouts;
use crate::scenario::model::ClassIx;
use crate::sim::{Agenda, Clock, Detail, Due, Given, HappeningId, Log, Phase};
use crate::vocabulary::Ms;

/// The count of a class comes to its end.
pub(super) const COUNT_ENDS: &str = "count-ends";

/// Which classes are counted for, by index.
#[derive(Resource, Debug)]
pub(super) struct Counts {
    running: Vec<Option<Count>>,
    /// The last shaking, from which they took cover.
    shaking: Option<HappeningId>,
}

#[derive(Debug, Clone, Copy)]
struct Count {
    until_ms: Ms,
    cause: HappeningId,
}

impl Counts {
    pub(super) fn new(classes: usize) -> Self {
        Self {
            running: vec![None; classes],
            shaking: None,
        }
    }

    /// How long somebody who is in a place and does this stays down for a count, ms: in the room, with the class.
    pub(super) fn keeps_down_until_ms(
        &self,
        person: u32,
        (activity, whereabouts): (Activity, &Whereabouts),
        (given, roster): (&Given, &Roster),
    ) -> Option<Ms> {
        let own = given.school.people[person as usize].class;
        let counted = own.into_iter().chain(roster.led_by(person));
        counted
            .filter(|class| is_in_room(*class, activity, whereabouts, given))
            .filter_map(|class| Some(self.running[class]?.until_ms))
            .max()
    }
}

/// Whether somebody is in the room of a class, and neither on the way nor unable to get up.
fn is_in_room(class: ClassIx, activity: Activity, whereabouts: &Whereabouts, given: &Given) -> bool {
    let stays = matches!(activity, Activity::Settled | Activity::Preparing { .. });
    let room = given.school.classes[class].room;
    stays && whereabouts.space.is_some_and(|space| space.get() == room)
}

/// Whoever leads a class counts aloud from when they are under cover in its room, and anew when it shakes again.
pub(super) fn begin_counts(
    mut shaking: MessageReader<ShakingBegins>,
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    roster: Res<Roster>,
    people: Query<(&Activity, &Whereabouts, &Cover), With<Ordinal>>,
    mut counts: ResMut<Counts>,
    mut agenda: ResMut<Agenda>,
    mut log: ResMut<Log>,
) {
    let (now_ms, counts_ms) = (clock.now_ms, given.school.procedure.cover_counted_aloud_ms);
    let shakes_anew = shaking.read().last().map(|begins| begins.cause);
    counts.shaking = shakes_anew.or(counts.shaking);
    if counts_ms == 0 {
        return;
    }
    let is_anew = |class: ClassIx| {
        let (leader, spec) = (roster.leaders[class]?, &given.school.classes[class]);
        let (activity, whereabouts, cover) = people.get(roster.entities[leader as usize]).ok()?;
        let got_down = due.of(COVER).iter().any(|wake| wake.id == leader) && cover.since_ms == Some(now_ms);
        let shaken = shakes_anew.is_some() && cover.since_ms.is_some();
        let counts = (got_down || shaken) && is_in_room(class, *activity, whereabouts, &given);
        counts.then_some((given.school.people[leader as usize].subject, spec.subject))
    };
    let until_ms = now_ms + counts_ms;
    for (id, class) in (0..).zip(0..given.school.classes.len()) {
        let Some((leader, subject)) = is_anew(class) else {
            continue;
        };
        let cause = log
            .note(now_ms, "counts-aloud")
            .because(counts.shaking)
            .about(subject)
            .with("holder", Detail::Subject(leader))
            .with("duration_s", Detail::Duration(counts_ms))
            .done();
        counts.running[class] = Some(Count { until_ms, cause });
        agenda.at(until_ms, Phase::Move, COUNT_ENDS, id, 0);
    }
}

/// A count that has not been begun anew is through.
pub(super) fn end_counts(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    mut counts: ResMut<Counts>,
    mut log: ResMut<Log>,
) {
    for wake in due.of(COUNT_ENDS) {
        let class = wake.id as usize;
        let Some(count) = counts.running[class].filter(|count| count.until_ms <= clock.now_ms) else {
            continue;
        };
        counts.running[class] = None;
        log.note(clock.now_ms, "count-ends")
            .because(Some(count.cause))
            .about(given.school.classes[class].subject)
            .done();
    }
}
