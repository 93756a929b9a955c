//! Who leads a class when its teacher no longer can, and what pupils tell whoever leads them of those who fall among them.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::walk::Afoot;
use super::{
    Activity, ClassState, Classes, Condition, HandOver, Hurt, Instructed, Instruction, Ordinal, Perceived,
    Roster, nearest_teacher,
};
use crate::places::{Site, Whereabouts};
use crate::scenario::model::{ClassIx, PersonIx};
use crate::scenario::plan::SpaceIndex;
use crate::sim::{Clock, Detail, Given, HappeningId, Log};
use crate::vocabulary::Cue;

/// Sees who of a class, and who leads it, is where.
#[derive(SystemParam)]
pub(super) struct Among<'w, 's> {
    given: Res<'w, Given>,
    clock: Res<'w, Clock>,
    afoot: Res<'w, Afoot>,
    site: Res<'w, Site>,
    people: Query<'w, 's, (&'static Activity, &'static Condition, &'static Whereabouts), With<Ordinal>>,
}

impl Among<'_, '_> {
    /// The space somebody is in, and whether they lie there.
    fn space_of(&self, roster: &Roster, person: u32) -> Option<(bool, SpaceIndex)> {
        let (activity, _, here) = self.people.get(roster.entities[person as usize]).ok()?;
        let here = self.afoot.whereabouts(&self.site, person).unwrap_or(*here);
        Some((*activity == Activity::Down, here.space?))
    }

    /// Whether somebody lies hurt among pupils of a class who can say so: the entry in the log that says how they came to.
    fn lies_among(&self, roster: &Roster, person: u32, class: ClassIx) -> Option<HappeningId> {
        let (is_down, lies_in) = self.space_of(roster, person)?;
        let mut members = self.given.school.classes[class].members.iter();
        let is_seen = is_down && members.any(|m| self.space_of(roster, *m as u32) == Some((false, lies_in)));
        let (_, condition, _) = self.people.get(roster.entities[person as usize]).ok()?;
        condition.cause.filter(|_| is_seen)
    }

    fn cannot_lead(&self, roster: &Roster, person: PersonIx) -> bool {
        let is_down = |activity: &Activity| *activity == Activity::Down;
        let of_person = self.people.get(roster.entities[person]);
        of_person.is_ok_and(|(activity, ..)| is_down(activity))
            || roster.handed_over.contains(&(person as u32))
    }
}

/// What pupils say to whoever leads them: heard, not seen.
fn told(leader: u32, victim: u32, cause: HappeningId, given: &Given) -> Perceived {
    Perceived {
        by_word: true,
        person: leader,
        cue: Cue::Injured,
        place: Some(given.school.people[victim as usize].subject),
        cause: Some(cause),
    }
}

/// Pupils tell whoever leads them of a classmate who falls among them out of their leader's sight: an aftershock meets a
/// class whose teacher is out of the door already.
pub(super) fn tell_of_the_fallen(
    mut hurt: MessageReader<Hurt>,
    roster: Res<Roster>,
    among: Among,
    mut perceived: MessageWriter<Perceived>,
) {
    for Hurt { person, .. } in hurt.read() {
        let class = among.given.school.people[*person as usize].class;
        let Some((class, leader)) = class.and_then(|class| Some((class, roster.leaders[class]?))) else {
            continue;
        };
        let fell = among.people.get(roster.entities[*person as usize]);
        let has_just_fallen =
            fell.is_ok_and(|(_, condition, _)| condition.down_ms == Some(among.clock.now_ms));
        let space = |person| among.space_of(&roster, person).map(|(_, space)| space);
        if !has_just_fallen || leader == *person || space(leader) == space(*person) {
            continue;
        }
        if let Some(cause) = among.lies_among(&roster, *person, class) {
            perceived.write(told(leader, *person, cause, &among.given));
        }
    }
}

/// What taking classes over needs.
#[derive(SystemParam)]
pub(super) struct Succession<'w, 's> {
    among: Among<'w, 's>,
    roster: ResMut<'w, Roster>,
    classes: Res<'w, Classes>,
    states: Query<'w, 's, &'static ClassState>,
    instructed: MessageWriter<'w, Instructed>,
    perceived: MessageWriter<'w, Perceived>,
    log: ResMut<'w, Log>,
}

/// A class whose leader can no longer act, or stays with somebody, is taken over by the nearest teacher who can. Pupils of
/// it who are with a leader who falls say so.
pub(super) fn take_over_classes(mut handed_over: MessageReader<HandOver>, mut on: Succession) {
    for HandOver { person, stays } in handed_over.read() {
        if *stays {
            on.roster.handed_over.insert(*person);
        } else {
            on.roster.handed_over.remove(person);
        }
    }
    for class in 0..on.roster.leaders.len() {
        let leader = on.roster.leaders[class];
        if leader.is_none_or(|leader| on.among.cannot_lead(&on.roster, leader as usize)) {
            on.succeed(class, leader);
        }
    }
}

impl Succession<'_, '_> {
    /// The next teacher leads a class from now on, if there is one.
    fn succeed(&mut self, class: ClassIx, before: Option<u32>) {
        let given = self.among.given.clone();
        let spec = &given.school.classes[class];
        let can = |teacher| !self.among.cannot_lead(&self.roster, teacher);
        let next = nearest_teacher(&given, spec.room, can);
        self.roster.leaders[class] = next.map(|teacher| teacher as u32);
        self.roster.led_by_own_teacher[class] = false;
        let Some(teacher) = next else { return };
        let holder = Detail::Subject(given.school.people[teacher].subject);
        let note = self.log.note(self.among.clock.now_ms, "class-taken-over");
        let cause = note.about(spec.subject).with("holder", holder).done();
        if let Some(fallen) = before
            && let Some(hurt) = self.among.lies_among(&self.roster, fallen, class)
        {
            self.perceived.write(told(teacher as u32, fallen, hurt, &given));
        }
        // Who is leaving with the own class takes the other along.
        let is_leaving = given.school.people[teacher]
            .class
            .is_some_and(|own| self.is(own, ClassState::leaves));
        if is_leaving && !self.is(class, ClassState::leaves) && !self.is(class, ClassState::stays) {
            self.instructed.write(Instructed {
                person: teacher as u32,
                instruction: Instruction::Evacuate { route: None },
                delivery: None,
                cause,
            });
        }
    }

    fn is(&self, class: ClassIx, so: impl Fn(&ClassState) -> bool) -> bool {
        self.states.get(self.classes.0[class]).is_ok_and(so)
    }
}
