//! What people feel and see around them: the shaking, cues, and those who are hurt or wait to be carried.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::walk::{Afoot, LOOK};
use super::{Activity, Condition, Cover, Ordinal, Perceived, Roster, Story};
use crate::geo::Point;
use crate::hazard::earthquake::{Ground, ShakingBegins};
use crate::places::{Cues, Site, VisibleCue, Whereabouts};
use crate::scenario::model::{ClassIx, PersonIx};
use crate::scenario::plan::{DETOUR, LevelIndex, SpaceIndex};
use crate::sim::{Agenda, Clock, Due, Given, HappeningId, Phase};
use crate::vocabulary::{Cue, Ms, Sense, SubjectIx};

/// Who has perceived what already: a cue strikes a person once.
#[derive(Resource, Debug, Default)]
pub(super) struct Seen {
    glimpses: BTreeSet<(u32, SubjectIx, Cue)>,
    /// From where each person looked last, and for which cues: whoever stands still sees nothing new in the old ones.
    looked: Vec<Option<(Whereabouts, u32)>>,
    /// All cues with the points from which each is perceived, as they were when there were so many of this version.
    cues: Vec<(VisibleCue, Vec<(LevelIndex, Point)>)>,
    as_of: (u32, usize),
    /// Adults of the school, by ordinal: who looks around.
    adults: Vec<u32>,
    /// What pupils without an adult have gone to tell whoever leads them.
    told: Vec<(ClassIx, VisibleCue)>,
}

/// A pupil has come to whoever leads the class.
pub(super) const PUPIL_COMES: &str = "pupil-comes";

/// How fast a pupil runs to tell, m/s: the mean of children in corridors in drills (Najmanova and Ronchi 2023 [S]).
const RUNS_M_S: f64 = 1.9;

impl Seen {
    pub(super) fn new(given: &Given) -> Self {
        let people = (0..).zip(&given.school.people);
        let adults = people.filter(|(_, person)| person.role.is_adult_of_the_school());
        Self {
            looked: vec![None; given.school.people.len()],
            adults: adults.map(|(person, _)| person).collect(),
            ..Self::default()
        }
    }
}

/// Everybody at the school feels the ground shake.
pub(super) fn feel_shaking(
    mut begins: MessageReader<ShakingBegins>,
    given: Res<Given>,
    mut perceived: MessageWriter<Perceived>,
) {
    for ShakingBegins { cause, .. } in begins.read() {
        for (person, spec) in (0..).zip(&given.school.people) {
            if spec.presence.at_school() {
                perceived.write(Perceived {
                    by_word: false,
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

/// People whom others see, in the order of ordinals.
#[derive(Default)]
struct InNeed {
    /// Who is hurt, in which space, and the entry in the log that says so.
    hurt: Vec<(u32, SpaceIndex, Option<HappeningId>)>,
    /// Who waits to be carried, where, and the entry in the log that says so.
    helpless: Vec<(u32, Whereabouts, HappeningId)>,
}

/// What looking around needs.
#[derive(SystemParam)]
pub(super) struct Eyes<'w, 's> {
    given: Res<'w, Given>,
    site: Res<'w, Site>,
    cues: Res<'w, Cues>,
    roster: Res<'w, Roster>,
    afoot: ResMut<'w, Afoot>,
    seen: ResMut<'w, Seen>,
    people: Query<
        'w,
        's,
        (
            &'static Ordinal,
            &'static Activity,
            &'static Whereabouts,
            &'static Condition,
            &'static Cover,
            &'static Story,
        ),
    >,
    perceived: MessageWriter<'w, Perceived>,
}

/// Once a second, while there is something to see, the adults of the school who are not under cover see what is near them. Who is hurt is
/// seen by the adults in the same space.
pub(super) fn look_around(
    clock: Res<Clock>,
    ground: Res<Ground>,
    mut agenda: ResMut<Agenda>,
    mut eyes: Eyes,
) {
    let afoot = &mut *eyes.afoot;
    afoot.stirred = false;
    afoot.cues_looked_at = eyes.cues.version();
    afoot.looking = !afoot.crowd.is_empty() || ground.shaking_since_ms.is_some();
    if afoot.looking {
        agenda.at(
            clock.now_ms + afoot.crowd.look_every_ms(),
            Phase::Observe,
            LOOK,
            0,
            0,
        );
    }
    eyes.look(clock.now_ms, &mut agenda);
}

/// Whoever leads a class hears from a pupil what there is to see in its room.
pub(super) fn hear_from_pupils(
    due: Res<Due>,
    roster: Res<Roster>,
    mut seen: ResMut<Seen>,
    mut perceived: MessageWriter<Perceived>,
) {
    for wake in due.of(PUPIL_COMES) {
        let (class, cue) = seen.told[wake.id as usize];
        let Some(leader) = roster.leaders[class] else {
            continue;
        };
        if seen.glimpses.insert((leader, cue.place, cue.cue)) {
            perceived.write(Perceived {
                by_word: true,
                person: leader,
                cue: cue.cue,
                place: Some(cue.place),
                cause: cue.cause,
            });
        }
    }
}

impl Eyes<'_, '_> {
    fn look(&mut self, now_ms: Ms, agenda: &mut Agenda) {
        let InNeed { hurt, helpless } = self.in_need();
        if self.cues.is_empty() && hurt.is_empty() && helpless.is_empty() {
            return;
        }
        let as_of = (self.cues.version(), self.cues.iter().len());
        if self.seen.as_of != as_of {
            let cues = self.cues.iter();
            self.seen.cues = cues.map(|cue| (*cue, self.site.where_is(cue.place))).collect();
            self.seen.as_of = as_of;
        }
        let cues = std::mem::take(&mut self.seen.cues);
        self.pupils_tell(now_ms, &cues, agenda);
        let adults = std::mem::take(&mut self.seen.adults);
        for person in adults.iter().copied() {
            if let Some(here) = self.post_of(person) {
                let look = Some((here, as_of.0));
                if std::mem::replace(&mut self.seen.looked[person as usize], look) != look {
                    self.see_cues(person, here, &cues);
                }
                self.see_hurt(person, here, &hurt);
                self.see_helpless(person, here, &helpless);
            }
        }
        self.seen.cues = cues;
        self.seen.adults = adults;
    }

    /// Of a class that sits in its room without whoever leads it, a pupil runs to them when there is something to see.
    fn pupils_tell(
        &mut self,
        now_ms: Ms,
        cues: &[(VisibleCue, Vec<(LevelIndex, Point)>)],
        agenda: &mut Agenda,
    ) {
        let given = self.given.clone();
        for (class, spec) in given.school.classes.iter().enumerate() {
            let room = SpaceIndex(spec.room as u32);
            let subject = self.site.space_subject(room);
            for (cue, _) in cues.iter().filter(|(cue, _)| cue.place == subject) {
                let is_told = self
                    .seen
                    .told
                    .iter()
                    .any(|(of, told)| (*of, told.place, told.cue) == (class, cue.place, cue.cue));
                let sits = |member: &&PersonIx| {
                    let here = self.people.get(self.roster.entities[**member]);
                    here.is_ok_and(|(_, activity, here, ..)| {
                        *activity == Activity::Settled && here.space == Some(room)
                    })
                };
                let leader = self.roster.leaders[class];
                let is_led = leader
                    .is_some_and(|leader| self.post_of(leader).is_some_and(|here| here.space == Some(room)));
                let Some(pupil) = spec.members.iter().find(sits).filter(|_| !is_told && !is_led) else {
                    continue;
                };
                let place = |person: u32| self.post_of(person).map(|here| (here.level, here.at));
                let ends = leader.and_then(|leader| place(*pupil as u32).zip(place(leader)));
                let Some((from, to)) = ends else { continue };
                let way_s = given.school.plan.earshot_m(from, to) * DETOUR / RUNS_M_S;
                let number = self.seen.told.len() as u32;
                self.seen.told.push((class, *cue));
                agenda.at(
                    now_ms + (way_s * 1_000.0) as Ms,
                    Phase::Observe,
                    PUPIL_COMES,
                    number,
                    0,
                );
            }
        }
    }

    /// Who is hurt, and who waits to be carried at the head of a stair or where they were found.
    fn in_need(&self) -> InNeed {
        let mut found = InNeed::default();
        for (Ordinal(person), activity, here, condition, _, story) in &self.people {
            if condition.severity > 0
                && let Some(space) = here.space
            {
                found.hurt.push((*person, space, condition.cause));
            }
            if matches!(activity, Activity::Waiting | Activity::Down)
                && let Some((_, cause)) = story.helpless
            {
                found.helpless.push((*person, *here, cause));
            }
        }
        found.hurt.sort_unstable_by_key(|(person, ..)| *person);
        found.helpless.sort_unstable_by_key(|(person, ..)| *person);
        found
    }

    /// From where somebody who is at school and well enough looks around.
    fn post_of(&self, person: u32) -> Option<Whereabouts> {
        let entity = self.roster.entities[person as usize];
        let (_, activity, whereabouts, condition, cover, _) = self.people.get(entity).ok()?;
        let can_look = *activity != Activity::Away && condition.severity <= 1 && cover.since_ms.is_none();
        let here = || self.afoot.whereabouts(&self.site, person);
        can_look.then(|| here().unwrap_or(*whereabouts))
    }

    fn see_cues(&mut self, person: u32, here: Whereabouts, cues: &[(VisibleCue, Vec<(LevelIndex, Point)>)]) {
        let sight_m = self.given.school.procedure.sight_m;
        for (cue, points) in cues {
            let glimpse = (person, cue.place, cue.cue);
            let is_new = || !self.seen.glimpses.contains(&glimpse);
            if !perceives(&self.site, here, cue, points, sight_m, is_new) {
                continue;
            }
            self.seen.glimpses.insert(glimpse);
            self.perceived.write(Perceived {
                by_word: false,
                person,
                cue: cue.cue,
                place: Some(cue.place),
                cause: cue.cause,
            });
        }
    }

    /// Somebody who waits to be carried is seen from the same space, or as far as one sees.
    fn see_helpless(&mut self, person: u32, here: Whereabouts, helpless: &[(u32, Whereabouts, HappeningId)]) {
        let sight_m = self.given.school.procedure.sight_m;
        for (waits, there, cause) in helpless {
            let subject = self.given.school.people[*waits as usize].subject;
            let glimpse = (person, subject, Cue::NeedsHelp);
            let is_new = *waits != person && !self.seen.glimpses.contains(&glimpse);
            if is_new && sees_person(&self.site, &here, there, sight_m) {
                self.seen.glimpses.insert(glimpse);
                self.perceived.write(Perceived {
                    by_word: false,
                    person,
                    cue: Cue::NeedsHelp,
                    place: Some(subject),
                    cause: Some(*cause),
                });
            }
        }
    }

    fn see_hurt(&mut self, person: u32, here: Whereabouts, hurt: &[(u32, SpaceIndex, Option<HappeningId>)]) {
        for (victim, space, cause) in hurt {
            let subject = self.given.school.people[*victim as usize].subject;
            let is_near = here.space == Some(*space) && *victim != person;
            if is_near && self.seen.glimpses.insert((person, subject, Cue::Injured)) {
                self.perceived.write(Perceived {
                    by_word: false,
                    person,
                    cue: Cue::Injured,
                    place: Some(subject),
                    cause: *cause,
                });
            }
        }
    }
}

/// Whether somebody here sees a person there.
fn sees_person(site: &Site, here: &Whereabouts, there: &Whereabouts, sight_m: f64) -> bool {
    let same_space = here.space.is_some() && here.space == there.space;
    let is_near = here.level == there.level && here.at.distance(there.at) <= sight_m;
    same_space || (is_near && site.sees(here.level, here.at, there.at))
}

/// Whether somebody here perceives a cue there that is new to them. One sees what is in the same space, and as far as the
/// sight distance what no wall hides; water in the yard by any window of the ground floor. Smell fills a space. Walls are looked
/// at last: that takes longest.
fn perceives(
    site: &Site,
    here: Whereabouts,
    cue: &VisibleCue,
    points: &[(LevelIndex, Point)],
    sight_m: f64,
    is_new: impl Fn() -> bool,
) -> bool {
    let same_space = here
        .space
        .is_some_and(|space| site.space_subject(space) == cue.place);
    match cue.cue.sense() {
        Sense::Smelt => same_space && is_new(),
        Sense::Seen
            if cue.cue == Cue::Water && site.sees_outside(&here) && is_new() && site.is_yard(cue.place) =>
        {
            true
        }
        Sense::Seen => {
            let near =
                |(level, at): &&(LevelIndex, Point)| *level == here.level && here.at.distance(*at) <= sight_m;
            let mut near = points.iter().filter(near).peekable();
            (same_space || near.peek().is_some())
                && is_new()
                && (same_space || near.any(|(_, at)| site.sees(here.level, here.at, *at)))
        }
        Sense::Felt | Sense::Heard => is_new(),
    }
}
