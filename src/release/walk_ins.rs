//! The classical error: a family walks in where nobody stands at the gate, takes its children home, and nobody notes it.

use super::desks::Handing;
use super::tally::grade_of;
use crate::people::Collected;
use crate::vocabulary::{Signal, Value};

impl Handing<'_, '_> {
    /// Whether a family that comes uninvited walks in by the gate, where it is open and nobody stands, and takes its children home:
    /// if all of them have gathered.
    pub(super) fn walks_in(&mut self, family: usize) -> bool {
        let given = self.given.clone();
        let watch = given.school.watch.iter().find(|watch| watch.walk_ins.is_some());
        let Some((gate, share)) = watch.and_then(|watch| Some((watch.subject, watch.walk_ins?))) else {
            return false;
        };
        let of = &self.desks.families[family];
        let is_attended = matches!(
            self.truth.get(Signal::Attended, gate),
            Some((Value::Flag(true), _))
        );
        let draw = self.chance.draw("family-walks-in", of.key, 0);
        let all_gathered = of.pupils.iter().all(|pupil| self.is_at_hand(*pupil));
        if is_attended || self.site.is_shut(gate) || !of.uninvited || !all_gathered || !draw.happens(share) {
            return false;
        }
        for pupil in std::mem::take(&mut self.desks.families[family].pupils) {
            self.collected.write(Collected {
                person: pupil,
                noted: false,
            });
            let note = self.log.note(self.clock.now_ms, "taken-home-unnoticed");
            note.about(given.school.people[pupil as usize].subject)
                .at(Some(gate))
                .done();
            self.desks.grades.lose(grade_of(&given.school, pupil));
        }
        self.note_the_end();
        true
    }
}
