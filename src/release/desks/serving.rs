//! Standing in line and being served: step by step to the pupil.

use super::{AGAIN, Handing, SERVED, Step};
use crate::release::line::Line;
use crate::scenario::model::{HandsOver, ReleaseSpec};
use crate::scenario::plan::DETOUR;
use crate::sim::Phase;
use crate::vocabulary::Ms;

/// Whoever finds the pupil not at hand asks again after so long, ms. An assumption.
const AGAIN_MS: Ms = 5 * 60_000;
/// A runner with a pupil by the hand walks so fast, m/s: below the 1.34 m/s of Weidmann. An assumption.
const RUNNER_M_S: f64 = 1.2;

impl Handing<'_, '_> {
    /// A case joins the line of its step.
    pub(super) fn stand_in_line(&mut self, case: usize, spec: &ReleaseSpec) {
        let (step, pupil) = (self.desks.cases[case].step, self.desks.cases[case].pupils[0]);
        if step == Step::Clarify {
            self.note_pupil("custody-question", case);
        }
        let class = self.given.school.people[pupil as usize].class;
        let (lane, servers) = match step {
            Step::Greet => (0, Some(spec.greeters)),
            Step::Card => (0, None),
            Step::Check => (0, Some(spec.checkers)),
            Step::Clarify => (0, Some(1)),
            Step::Fetch => (0, Some(spec.runners)),
            Step::HandOver => (class.unwrap_or(usize::MAX), Some(1)),
        };
        let line = self.desks.lines.entry((step, lane));
        if line.or_insert_with(|| Line::new(servers)).join(case) {
            self.serve(case, spec);
        }
    }

    /// A case is served: it takes a while.
    fn serve(&mut self, case: usize, spec: &ReleaseSpec) {
        let of = &self.desks.cases[case];
        let (step, served, pupils) = (of.step, of.served, of.pupils.len() as Ms);
        let takes = match step {
            Step::Greet => spec.greet,
            Step::Card => spec.card,
            Step::Check => spec.check,
            Step::Clarify => spec.clarify,
            Step::Fetch | Step::HandOver => spec.hand_over,
        };
        let key = self.desks.families[of.family].key;
        let draw = self.chance.draw(step.purpose(), key, served.into());
        let drawn_ms = draw.duration_ms(takes);
        let takes_ms = match step {
            Step::Fetch => drawn_ms * pupils + self.way_ms(case, spec),
            Step::HandOver => drawn_ms * pupils,
            Step::Greet | Step::Card | Step::Check | Step::Clarify => drawn_ms,
        };
        self.desks.cases[case].served += 1;
        let at_ms = self.clock.now_ms + takes_ms;
        self.agenda.at(at_ms, Phase::Respond, SERVED, case as u32, served);
    }

    /// A runner's way to the farthest pupil and back, ms.
    fn way_ms(&self, case: usize, spec: &ReleaseSpec) -> Ms {
        let plan = &self.given.school.plan;
        let gate = spec.gate.map(|gate| plan.openings[gate].segment.midpoint());
        let from_gate_m = |pupil: &u32| {
            let entity = self.roster.entities[*pupil as usize];
            let (_, _, story) = self.people.get(entity).ok()?;
            let area = plan.assemblies.get(story.assembly? as usize)?;
            Some(gate?.distance(area.outline.interior_point()) * DETOUR)
        };
        let ways = self.desks.cases[case].pupils.iter();
        let farthest_m = ways.map(|pupil| from_gate_m(pupil).unwrap_or(spec.gate_m));
        let there_m = farthest_m.fold(0.0, f64::max);
        (2.0 * there_m / RUNNER_M_S * 1_000.0) as Ms
    }

    /// A case has been served at its step: the next in the line is, and it goes on.
    pub(super) fn end_service(&mut self, case: usize, spec: &ReleaseSpec) {
        let (step, pupil) = (self.desks.cases[case].step, self.desks.cases[case].pupils[0]);
        let class = self.given.school.people[pupil as usize].class;
        let lane = match step {
            Step::HandOver => class.unwrap_or(usize::MAX),
            _ => 0,
        };
        let next = self.desks.lines.get_mut(&(step, lane)).and_then(Line::leave);
        if let Some(next) = next {
            self.serve(next, spec);
        }
        let custody = self.desks.families[self.desks.cases[case].family].custody;
        let then = match step {
            Step::Greet => Step::Card,
            Step::Card => Step::Check,
            Step::Check if custody => Step::Clarify,
            Step::Check => Step::Fetch,
            Step::Clarify => {
                self.note_pupil("custody-cleared", case);
                match spec.hands_over {
                    HandsOver::AtTheGate => Step::Fetch,
                    HandsOver::ByGrade => Step::HandOver,
                }
            }
            Step::Fetch | Step::HandOver => {
                self.give(case);
                self.desks.turn.retain(|open| *open != case);
                if spec.hands_over == HandsOver::ByGrade {
                    self.call_next_grades(spec);
                }
                return;
            }
        };
        self.desks.cases[case].step = then;
        self.stand_in_line(case, spec);
    }

    /// Those pupils of a case who are at hand go home; for the others the parent asks again.
    fn give(&mut self, case: usize) {
        let pupils = std::mem::take(&mut self.desks.cases[case].pupils);
        let (at_hand, not): (Vec<u32>, Vec<u32>) = pupils.into_iter().partition(|p| self.is_at_hand(*p));
        for pupil in at_hand {
            self.release(pupil, self.desks.cases[case].family);
        }
        if not.is_empty() {
            return;
        }
        self.desks.cases[case].pupils = not;
        if !std::mem::replace(&mut self.desks.cases[case].was_put_off, true) {
            self.note_pupil("pupil-not-at-hand", case);
        }
        let at_ms = self.clock.now_ms + AGAIN_MS;
        let served = self.desks.cases[case].served;
        self.agenda.at(at_ms, Phase::Respond, AGAIN, case as u32, served);
    }
}
