//! Deciding: which decisions fall due on whose picture, who must be asked first, and when they are made.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::action::{Actor, Source, Submission, Submissions};
use super::decisions::{DUE, DecisionLife, Decisions, NOBODY_THERE, REVISIT, Stage};
use super::mail::{Content, Draft, IfSilent, Mailbox, MessageKind};
use super::watch::{PositionView, TruthView, Watch};
use super::{Organisation, Party, Pictures};
use crate::people::Locate;
use crate::scenario::model::{Choice, DecisionSpec, PositionIx, Timing};
use crate::sim::{Agenda, Chance, Clock, Due, Given, HappeningId, Log, Phase, Truth, stable_id};
use crate::vocabulary::Ms;

/// A decision is made.
pub(super) const MADE: &str = "decision-made";

/// Those who must be consulted have had their time.
const CONSULTED: &str = "consultation-over";

/// A decision of a vacant position is looked at again after so long, ms.
const VACANT_MS: Ms = 10_000;

/// Nobody waits longer than this for those who must be consulted, ms. An assumption.
const CONSULTATION_MS: Ms = 5 * 60_000;

/// What deciding needs.
#[derive(SystemParam)]
pub(super) struct Deciding<'w, 's> {
    given: Res<'w, Given>,
    clock: Res<'w, Clock>,
    chance: Res<'w, Chance>,
    organisation: Res<'w, Organisation>,
    locate: Locate<'w, 's>,
    pictures: Res<'w, Pictures>,
    truth: Res<'w, Truth>,
    mailbox: ResMut<'w, Mailbox>,
    decisions: ResMut<'w, Decisions>,
    agenda: ResMut<'w, Agenda>,
    log: ResMut<'w, Log>,
}

/// Judges every waiting decision on its position's picture, and beside it on the truth.
pub(super) fn judge(due: Res<Due>, mut with: Deciding) {
    let now_ms = with.clock.now_ms;
    with.decisions.newly_due.clear();
    let by_now = due.of(DUE);
    for i in 0..with.decisions.running.len() {
        let occurrence = with.decisions.running[i].occurrence;
        let by_clock = by_now
            .iter()
            .any(|wake| wake.id as usize == i && wake.occurrence == occurrence);
        let fires = with.decisions.running[i].stage != Stage::Spent && with.watch_one(i);
        let running = &mut with.decisions.running[i];
        match running.on_truth.as_ref().map(|watch| watch.value == Some(true)) {
            Some(true) => {
                running.true_since_ms.get_or_insert(now_ms);
            }
            Some(false) => running.true_since_ms = None,
            None => {}
        }
        if (fires || by_clock) && running.stage == Stage::Waiting {
            let why = with.reason(i).filter(|_| fires);
            with.fall_due(i, why);
        }
    }
    for wake in due.of(CONSULTED) {
        if let Stage::Consulting { unanswered } = &mut with.decisions.running[wake.id as usize].stage {
            *unanswered = 0;
        }
    }
    for i in 0..with.decisions.running.len() {
        if with.decisions.running[i].stage == (Stage::Consulting { unanswered: 0 }) {
            with.start_deciding(i);
        }
    }
}

impl Deciding<'_, '_> {
    /// Judges the conditions of one decision that something has changed for; says whether it fires now.
    fn watch_one(&mut self, i: usize) -> bool {
        let spec = &self.given.decisions[i];
        let now_ms = self.clock.now_ms;
        let (picture, truth) = (
            self.view_of(spec.position).version(),
            self.view_of_truth().version(),
        );
        let running = &mut self.decisions.running[i];
        let is_due = |watch: &Option<Watch>, version| {
            let watch = watch.as_ref();
            watch.is_some_and(|watch| watch.is_due(version, now_ms))
        };
        let rearm_is_due = is_due(&running.rearm, picture);
        let picture_is_due = rearm_is_due || is_due(&running.on_picture, picture);
        let truth_is_due = is_due(&running.on_truth, truth);
        if !(rearm_is_due || picture_is_due || truth_is_due) {
            return false;
        }
        // Out of the decisions while they are judged: a condition may ask about decisions.
        let (mut on_picture, mut on_truth, mut rearm) = (
            running.on_picture.take(),
            running.on_truth.take(),
            running.rearm.take(),
        );
        let (position_view, truth_view) = (self.view_of(spec.position), self.view_of_truth());
        if let Some(watch) = rearm.as_mut().filter(|_| rearm_is_due) {
            watch.judge(&position_view, picture, now_ms, None);
        }
        let rearm_value = rearm.as_ref().and_then(|watch| watch.value);
        let mut fires = false;
        if let Some(watch) = on_picture.as_mut().filter(|_| picture_is_due) {
            let fired = watch.judge(&position_view, picture, now_ms, rearm_value);
            // Whoever would know everything at once knows also what only people can tell.
            fires = fired && matches!(spec.timing, Timing::Scripted | Timing::Ideal);
        }
        if let Some(watch) = on_truth.as_mut().filter(|_| truth_is_due) {
            let fired = watch.judge(&truth_view, truth, now_ms, None);
            fires |= fired && spec.timing == Timing::Ideal;
        }
        for watch in [&mut on_picture, &mut on_truth, &mut rearm].into_iter().flatten() {
            if let Some(at_ms) = watch.take_revisit(now_ms) {
                self.agenda.at(at_ms, Phase::Command, REVISIT, i as u32, 0);
            }
        }
        let running = &mut self.decisions.running[i];
        (running.on_picture, running.on_truth, running.rearm) = (on_picture, on_truth, rearm);
        fires
    }

    fn view_of(&self, position: PositionIx) -> PositionView<'_> {
        PositionView {
            picture: &self.pictures.0[position],
            position,
            decisions: &self.decisions,
            mailbox: &self.mailbox,
            scenario: &self.given,
        }
    }

    fn view_of_truth(&self) -> TruthView<'_> {
        TruthView {
            truth: &self.truth,
            decisions: &self.decisions,
            mailbox: &self.mailbox,
            scenario: &self.given,
            now_ms: self.clock.now_ms,
        }
    }

    /// What has made a decision fall due: the entry that changed its position's picture.
    fn reason(&self, i: usize) -> Option<HappeningId> {
        let spec = &self.given.decisions[i];
        let when = spec.when.as_ref().filter(|_| spec.timing == Timing::Scripted)?;
        self.pictures.0[spec.position].reason(when)
    }

    /// A decision falls due: who must be asked is asked, or it is begun at once; unless nobody is there to decide.
    fn fall_due(&mut self, i: usize, why: Option<HappeningId>) {
        let now_ms = self.clock.now_ms;
        let able = self.somebody_is_there(i);
        let life = self.life_on_the_desk(i, why);
        self.decisions.running[i].life = Some(life);
        self.decisions.lives[life].reason = (!able).then_some(NOBODY_THERE);
        if !able {
            self.leave_on_the_desk(i);
            return;
        }
        let occurrence = self.decisions.running[i].occurrence;
        let cause = self.decisions.lives[life].cause;
        let choice = self.decisions.running[i].choice;
        let spec = &self.given.decisions[i];
        let (to, held_by_nobody) = to_be_consulted(spec, &choice, &self.given);
        for post in held_by_nobody {
            let position = &self.given.command.positions[spec.position];
            self.log
                .note(now_ms, "consultation-impossible")
                .because(cause)
                .about(position.subject)
                .text("decision", spec.id.as_str())
                .text("post", post)
                .done();
        }
        if to.is_empty() || spec.timing == Timing::Ideal {
            self.start_deciding(i);
            return;
        }
        self.decisions.running[i].stage = Stage::Consulting { unanswered: to.len() };
        let at_ms = now_ms + CONSULTATION_MS;
        self.agenda
            .at(at_ms, Phase::Command, CONSULTED, i as u32, occurrence);
        self.mailbox.outbox.push(consultation(i, to, cause, &self.given));
    }

    /// Whether the position whose decision it is has somebody who can decide.
    fn somebody_is_there(&self, i: usize) -> bool {
        let position = self.given.decisions[i].position;
        self.organisation
            .can_act(&Party::Position(position), &self.locate)
    }

    /// Nobody is there to decide: it is looked at again after a while.
    fn leave_on_the_desk(&mut self, i: usize) {
        let running = &mut self.decisions.running[i];
        running.stage = Stage::Waiting;
        let (occurrence, life) = (running.occurrence, running.life);
        if let Some(life) = life {
            self.decisions.lives[life].reason = Some(NOBODY_THERE);
        }
        let again_ms = self.clock.now_ms + VACANT_MS;
        self.agenda
            .at(again_ms, Phase::Command, DUE, i as u32, occurrence);
    }

    /// The life of what falls due: what has waited for somebody to be there is still on the desk.
    fn life_on_the_desk(&mut self, i: usize, why: Option<HappeningId>) -> usize {
        let spec = &self.given.decisions[i];
        let decisions = &mut *self.decisions;
        let waiting = decisions.running[i]
            .life
            .filter(|life| decisions.lives[*life].reason == Some(NOBODY_THERE));
        if let Some(life) = waiting {
            return life;
        }
        decisions.newly_due.push(i);
        decisions.running[i].occurrence += 1;
        let now_ms = self.clock.now_ms;
        let note = self
            .log
            .note(now_ms, "decision-due")
            .because(why)
            .about(self.given.command.positions[spec.position].subject)
            .text("decision", spec.id.as_str());
        let cause = note.at(spec.for_subject).done();
        let life = DecisionLife::due(i, &decisions.running[i], now_ms, cause);
        decisions.lives.push(life);
        decisions.lives.len() - 1
    }

    fn start_deciding(&mut self, i: usize) {
        let spec = &self.given.decisions[i];
        let running = &mut self.decisions.running[i];
        running.stage = Stage::Deciding;
        let after_ms = if spec.timing == Timing::Ideal {
            0
        } else {
            let subject = spec.for_subject.map_or(0, |subject| u64::from(subject.0) + 1);
            let key = stable_id(&spec.id).rotate_left(17) ^ subject;
            let draw = self.chance.draw("decides", key, running.occurrence.into());
            draw.duration_ms(spec.decides_in)
        };
        let at_ms = self.clock.now_ms + after_ms;
        self.agenda
            .at(at_ms, Phase::Command, MADE, i as u32, running.occurrence);
    }
}

/// Asks those who must be asked before a decision.
fn consultation(i: usize, to: BTreeSet<usize>, cause: Option<HappeningId>, given: &Given) -> Draft {
    let spec = &given.decisions[i];
    Draft {
        kind: MessageKind::Question,
        cause,
        from: Party::Position(spec.position),
        to: to.into_iter().map(|p| (Party::Position(p), false)).collect(),
        content: Content::Consultation(i),
        about: spec.id.as_str().into(),
        via: (0..given.command.channels.len()).collect(),
        ack_within_ms: None,
        if_silent: IfSilent::Nothing,
        decision: None,
    }
}

/// Who must be asked before this choice is carried out: positions, and posts that nobody holds.
fn to_be_consulted<'a>(
    spec: &DecisionSpec,
    choice: &Choice,
    given: &'a Given,
) -> (BTreeSet<usize>, BTreeSet<&'a str>) {
    let (Choice::Option(option), Some(post)) = (choice, given.command.positions[spec.position].post) else {
        return Default::default();
    };
    let must = &given.command.posts[post].must_consult;
    let (mut positions, mut held_by_nobody) = (BTreeSet::new(), BTreeSet::new());
    for call in &spec.options[*option].actions {
        let Some(consultees) = must.get(call.spec.name) else {
            continue;
        };
        positions.extend(consultees.positions.iter().copied());
        held_by_nobody.extend(consultees.held_by_nobody.iter().map(String::as_str));
    }
    (positions, held_by_nobody)
}

/// Makes decisions whose time is over: their actions go to the next phase. What somebody was about to decide who has come
/// to grief meanwhile stays on the desk for whoever takes over.
pub(super) fn make(due: Res<Due>, mut with: Deciding, mut submissions: ResMut<Submissions>) {
    for wake in due.of(MADE) {
        let i = wake.id as usize;
        let running = &with.decisions.running[i];
        if running.stage != Stage::Deciding || running.occurrence != wake.occurrence {
            continue;
        }
        if !with.somebody_is_there(i) {
            with.leave_on_the_desk(i);
            continue;
        }
        let Deciding {
            given,
            clock,
            decisions,
            log,
            ..
        } = &mut with;
        let spec = &given.decisions[i];
        let running = &mut decisions.running[i];
        running.stage = if spec.repeats || spec.rearm_when.is_some() {
            Stage::Waiting
        } else {
            Stage::Spent
        };
        let (choice, life) = (running.choice, running.life);
        let option = match choice {
            Choice::Option(option) => Some(&spec.options[option]),
            Choice::Nothing => None,
        };
        let earlier = life.and_then(|life| decisions.lives[life].cause);
        let note = log.note(clock.now_ms, "decision-taken").because(earlier);
        let note = note
            .about(given.command.positions[spec.position].subject)
            .at(spec.for_subject);
        let name = option.map_or("nothing", |o| o.id.as_str());
        let cause = note
            .text("decision", spec.id.as_str())
            .text("option", name)
            .done();
        if let Some(life) = life {
            let life = &mut decisions.lives[life];
            life.choice = Some(choice);
            life.decided_ms = Some(clock.now_ms);
            life.cause = Some(cause);
        }
        decisions.version = decisions.version.wrapping_add(1);
        for call in option.map_or(&[][..], |o| &o.actions) {
            submissions.push(Submission {
                source: Source::Decision {
                    decision: i,
                    option: name.into(),
                },
                actor: Actor::Party(Party::Position(spec.position)),
                call: call.clone(),
                people: Vec::new(),
                facts: Vec::new(),
                decision: Some(i),
                cause: Some(cause),
            });
        }
    }
}
