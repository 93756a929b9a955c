//! Small children whom adults help by hand: a class of them sets out together when the last has been helped.

use super::Activity;
use super::leave::Leaving;
use crate::scenario::model::{ClassIx, PersonIx};
use crate::sim::{Detail, stable_id};
use crate::vocabulary::{Ms, PersonRole};

/// Who is younger may be helped by hand, years: the children of Najmanova & Ronchi 2023 were 3 to 7.
const HELPED_BELOW_YEARS: f64 = 7.0;

impl Leaving<'_, '_> {
    /// Helps those of a class who are helped by hand, each adult in the room one after the other. When the last has
    /// been helped, ms, and who helps besides the one in charge; none where nobody is helped.
    pub(super) fn help_by_hand(
        &mut self,
        class: ClassIx,
        ready: &[PersonIx],
        told_ms: Ms,
    ) -> Option<(Ms, Vec<PersonIx>)> {
        let given = self.given.clone();
        let (school, spec) = (&given.school, &given.school.classes[class]);
        let procedure = &school.procedure;
        let luck =
            |purpose, child: PersonIx| self.chance.draw(purpose, stable_id(&school.people[child].id), 0);
        let is_small = |child: &PersonIx| school.people[*child].age_years < HELPED_BELOW_YEARS;
        let small = ready.iter().copied().filter(is_small);
        let helped: Vec<PersonIx> = small
            .filter(|child| luck("helped-by-hand", *child).happens(procedure.helped_by_hand))
            .collect();
        if helped.is_empty() {
            return None;
        }
        let others = self.other_adults_in(spec.room, spec.teacher);
        let adults = others.len() + usize::from(spec.teacher.is_some());
        // A class without an adult in its room is helped by whoever takes it along.
        let mut free_ms = vec![told_ms; adults.max(1)];
        for (turn, child) in helped.iter().enumerate() {
            let adult = turn % free_ms.len();
            free_ms[adult] += luck("help-by-hand", *child).duration_ms(procedure.help_by_hand);
        }
        let cause = self.states.get(self.classes.0[class]).ok();
        let cause = cause.and_then(|state| state.cause);
        let note = self.log.note(self.clock.now_ms, "children-helped");
        note.because(cause)
            .about(spec.subject)
            .with("people", Detail::Count(helped.len() as i64))
            .with("adults", Detail::Count(free_ms.len() as i64))
            .done();
        let last_ms = free_ms.into_iter().max()?;
        Some((last_ms, others))
    }

    /// Adults of the school who are in a room, but for the one in charge there, in their order.
    fn other_adults_in(&self, room: usize, in_charge: Option<PersonIx>) -> Vec<PersonIx> {
        let people = self.given.school.people.iter().enumerate();
        let adults =
            people.filter(|(_, person)| !matches!(person.role, PersonRole::Pupil | PersonRole::Visitor));
        adults
            .map(|(adult, _)| adult)
            .filter(|adult| Some(*adult) != in_charge && self.can_help_in(*adult, room))
            .collect()
    }

    /// Whether somebody is in a room, has not set out from there, and is not badly hurt.
    fn can_help_in(&self, adult: PersonIx, room: usize) -> bool {
        let adult = self.people.get(self.roster.entities[adult]);
        adult.is_ok_and(|(activity, whereabouts, _, condition, _)| {
            let is_here = whereabouts.space.is_some_and(|space| space.get() == room);
            let has_time = matches!(activity, Activity::Settled | Activity::Preparing { .. });
            is_here && has_time && condition.severity <= 1
        })
    }
}
