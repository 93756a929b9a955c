//! Decisions: when they fall due, how long they take, what is chosen, and what they set going.

use std::collections::BTreeSet;

use bevy_ecs::prelude::*;

use super::act::{Actor, Source, Submission, Submissions};
use super::mail::{Content, Draft, IfSilent, Mailbox, MessageKind};
use super::trigger::{DecisionState, Rearm};
use super::watch::{PositionView, TruthView, Watch};
use super::{Organisation, Party, Pictures};
use crate::people::Locate;
use crate::scenario::model::{Choice, DecisionSpec, Holder, Scenario, Timing};
use crate::scenario::trigger::DecisionIx;
use crate::sim::{Agenda, Chance, Clock, Due, Given, HappeningId, Log, Ms, Phase, Truth, stable_id};

/// A decision falls due by the clock.
const DUE: &str = "decision-due";
/// A decision is made.
const MADE: &str = "decision-made";
/// A trigger has to be looked at again, because time alone could change it.
pub(super) const REVISIT: &str = "trigger-revisit";
/// Those who must be consulted have had their time.
const CONSULTED: &str = "consultation-over";

/// Why a decision that is due is not taken: its position is vacant.
const NOBODY_THERE: &str = "nobody-there";

/// A decision of a vacant position is looked at again after so long, ms.
const VACANT_MS: Ms = 10_000;

/// Nobody waits longer than this for those who must be consulted, ms. An assumption.
const CONSULTATION_MS: Ms = 5 * 60_000;

/// Where a decision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Consulting { unanswered: usize },
    Deciding,
    Spent,
}

/// The life of one occurrence of a decision, for `decisions.csv`.
#[derive(Debug, Clone)]
pub struct DecisionLife {
    /// Which decision, by instance.
    pub decision: usize,
    /// The how-many-th time it fell due, from 1.
    pub occurrence: u32,
    /// What was chosen.
    pub choice: Option<Choice>,
    /// Since when its condition was true in the world, ms.
    pub true_since_ms: Option<Ms>,
    /// When the position's picture said so, ms.
    pub known_ms: Option<Ms>,
    /// When it was decided, ms.
    pub decided_ms: Option<Ms>,
    /// When the first order or request went out, ms.
    pub ordered_ms: Option<Ms>,
    /// When the first and the last acknowledgement came, ms.
    pub first_ack_ms: Option<Ms>,
    /// When everybody had acknowledged, ms.
    pub last_ack_ms: Option<Ms>,
    /// When the first recipient began to do it, ms.
    pub effective_ms: Option<Ms>,
    /// Why nothing came of it.
    pub reason: Option<&'static str>,
    /// Its entry in the log.
    pub cause: Option<HappeningId>,
}

impl DecisionLife {
    fn due(decision: usize, running: &Running, now_ms: Ms, cause: HappeningId) -> Self {
        Self {
            decision,
            occurrence: running.occurrence,
            choice: None,
            true_since_ms: running.true_since_ms,
            known_ms: Some(now_ms),
            decided_ms: None,
            ordered_ms: None,
            first_ack_ms: None,
            last_ack_ms: None,
            effective_ms: None,
            reason: None,
            cause: Some(cause),
        }
    }
}

#[derive(Debug)]
struct Running {
    stage: Stage,
    occurrence: u32,
    on_picture: Option<Watch>,
    on_truth: Option<Watch>,
    rearm: Option<Watch>,
    true_since_ms: Option<Ms>,
    life: Option<usize>,
    choice: Choice,
}

/// All decisions and what became of them.
#[derive(Resource, Debug, Default)]
pub struct Decisions {
    running: Vec<Running>,
    /// The life of every occurrence, in order of falling due.
    pub lives: Vec<DecisionLife>,
    /// Names of actions that have been ordered.
    pub ordered: BTreeSet<&'static str>,
    /// Decisions that have fallen due in the last tick: a console stops here.
    pub newly_due: Vec<usize>,
    /// Grows with every decision taken.
    pub version: u32,
}

impl Decisions {
    /// As the scenario starts; sets the clock for decisions that fall due by it.
    pub(super) fn new(scenario: &Scenario, agenda: &mut Agenda) -> Self {
        let mut all = Self::default();
        for (i, spec) in scenario.decisions.iter().enumerate() {
            let rearm = match (&spec.rearm_when, spec.repeats) {
                (Some(_), _) => Rearm::WhenAsked,
                (None, true) => Rearm::WhenNotTrue,
                (None, false) => Rearm::Never,
            };
            if spec.timing != Timing::Never {
                for at_ms in [spec.at_ms, spec.at_latest_ms].into_iter().flatten() {
                    agenda.at(at_ms, Phase::Command, DUE, i as u32, 0);
                }
            }
            all.running.push(Running {
                stage: if spec.timing == Timing::Never {
                    Stage::Spent
                } else {
                    Stage::Waiting
                },
                occurrence: 0,
                on_picture: spec.when.as_ref().map(|trigger| Watch::new(trigger, rearm)),
                on_truth: spec
                    .when
                    .as_ref()
                    .map(|trigger| Watch::new(trigger, Rearm::WhenNotTrue)),
                rearm: spec
                    .rearm_when
                    .as_ref()
                    .map(|trigger| Watch::new(trigger, Rearm::WhenNotTrue)),
                true_since_ms: None,
                life: None,
                choice: spec.choose,
            });
        }
        all
    }

    /// The state of a decision as triggers see it; of one expanded by `for_each`, the first instance taken.
    pub(super) fn state(&self, scenario: &Scenario, decision: DecisionIx) -> DecisionState {
        let id = &scenario.decisions[decision.0 as usize].id;
        let taken = self
            .lives
            .iter()
            .find(|life| scenario.decisions[life.decision].id == *id && life.decided_ms.is_some());
        match taken {
            Some(life) => DecisionState::Taken {
                option: match life.choice {
                    Some(Choice::Option(option)) => Some(option),
                    _ => None,
                },
                at_ms: life.decided_ms.unwrap_or(0),
            },
            None => DecisionState::Open,
        }
    }

    /// Chooses for a decision that is due or will be: what a console does.
    pub fn choose(&mut self, decision: usize, choice: Choice) {
        self.running[decision].choice = choice;
    }

    /// An acknowledgement of one of a decision's messages has come.
    pub(super) fn acknowledged(&mut self, decision: usize, now_ms: Ms, all: bool) {
        if let Some(life) = self.running[decision].life.map(|life| &mut self.lives[life]) {
            life.first_ack_ms.get_or_insert(now_ms);
            if all {
                life.last_ack_ms.get_or_insert(now_ms);
            }
        }
    }

    /// Somebody has begun to do what a decision ordered.
    pub(super) fn effective(&mut self, decision: usize, now_ms: Ms) {
        if let Some(life) = self.running[decision].life.map(|life| &mut self.lives[life]) {
            life.effective_ms.get_or_insert(now_ms);
        }
    }

    /// Nothing came of a decision's action.
    pub(super) fn refused(&mut self, decision: usize, reason: &'static str) {
        if let Some(life) = self.running[decision].life.map(|life| &mut self.lives[life]) {
            life.reason.get_or_insert(reason);
        }
    }

    /// Something was ordered by a decision.
    pub(super) fn has_ordered(&mut self, decision: usize, now_ms: Ms) {
        if let Some(life) = self.running[decision].life.map(|life| &mut self.lives[life]) {
            life.ordered_ms.get_or_insert(now_ms);
        }
    }

    /// Somebody who must be consulted has answered.
    pub(super) fn consulted(&mut self, decision: usize, _now_ms: Ms) {
        if let Stage::Consulting { unanswered } = &mut self.running[decision].stage {
            *unanswered = unanswered.saturating_sub(1);
        }
    }
}

/// Judges every waiting decision on its position's picture, and beside it on the truth.
pub(super) fn judge(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    chance: Res<Chance>,
    organisation: Res<Organisation>,
    locate: Locate,
    pictures: Res<Pictures>,
    truth: Res<Truth>,
    mut mailbox: ResMut<Mailbox>,
    mut decisions: ResMut<Decisions>,
    mut agenda: ResMut<Agenda>,
    mut log: ResMut<Log>,
) {
    let now_ms = clock.now_ms;
    decisions.newly_due.clear();
    for i in 0..decisions.running.len() {
        let spec = &given.decisions[i];
        let by_clock = due
            .of(DUE)
            .iter()
            .any(|wake| wake.id as usize == i && wake.occurrence == decisions.running[i].occurrence);
        let (fires, truly) = watch_one(
            i,
            spec,
            now_ms,
            &given,
            &pictures,
            &truth,
            &mailbox,
            &mut decisions,
            &mut agenda,
        );
        if truly && decisions.running[i].true_since_ms.is_none() {
            decisions.running[i].true_since_ms = Some(now_ms);
        }
        if !truly
            && decisions.running[i]
                .on_truth
                .as_ref()
                .is_some_and(|w| w.value != Some(true))
        {
            decisions.running[i].true_since_ms = None;
        }
        let fires = fires || by_clock;
        if !fires || decisions.running[i].stage != Stage::Waiting {
            continue;
        }
        fall_due(
            i,
            spec,
            now_ms,
            &given,
            &organisation,
            &locate,
            &mut mailbox,
            &mut decisions,
            &mut agenda,
            &chance,
            &mut log,
        );
    }
    for wake in due.of(CONSULTED) {
        if let Stage::Consulting { unanswered } = &mut decisions.running[wake.id as usize].stage {
            *unanswered = 0;
        }
    }
    for i in 0..decisions.running.len() {
        if decisions.running[i].stage == (Stage::Consulting { unanswered: 0 }) {
            start_deciding(
                i,
                &given.decisions[i],
                now_ms,
                &mut decisions,
                &mut agenda,
                &chance,
            );
        }
    }
}

fn watch_one(
    i: usize,
    spec: &DecisionSpec,
    now_ms: Ms,
    given: &Given,
    pictures: &Pictures,
    truth: &Truth,
    mailbox: &Mailbox,
    decisions: &mut Decisions,
    agenda: &mut Agenda,
) -> (bool, bool) {
    let picture = &pictures.0[spec.position];
    let version = picture.version.wrapping_add(decisions.version);
    let (mut on_picture, mut on_truth, mut rearm) = {
        let running = &mut decisions.running[i];
        (
            running.on_picture.take(),
            running.on_truth.take(),
            running.rearm.take(),
        )
    };
    let position_view = PositionView {
        picture,
        position: spec.position,
        decisions,
        mailbox,
        scenario: given,
    };
    let truth_view = TruthView {
        truth,
        decisions,
        mailbox,
        scenario: given,
        now_ms,
    };
    let mut fires = false;
    if let Some(watch) = &mut rearm
        && watch.is_due(version, now_ms)
    {
        watch.judge(&position_view, version, now_ms, None);
    }
    let rearm_value = rearm.as_ref().and_then(|w| w.value);
    if let Some(watch) = &mut on_picture
        && watch.is_due(version, now_ms)
    {
        let fired = watch.judge(&position_view, version, now_ms, rearm_value);
        fires = fired && spec.timing == Timing::Scripted;
    }
    if let Some(watch) = &mut on_truth {
        let fired = watch.judge(&truth_view, version, now_ms, None);
        fires |= fired && spec.timing == Timing::Ideal;
    }
    for watch in [&mut on_picture, &mut on_truth, &mut rearm].into_iter().flatten() {
        if let Some(at_ms) = watch.take_revisit(now_ms) {
            agenda.at(at_ms, Phase::Command, REVISIT, i as u32, 0);
        }
    }
    let truly = on_truth.as_ref().is_some_and(|w| w.value == Some(true));
    let running = &mut decisions.running[i];
    (running.on_picture, running.on_truth, running.rearm) = (on_picture, on_truth, rearm);
    (fires, truly)
}

fn fall_due(
    i: usize,
    spec: &DecisionSpec,
    now_ms: Ms,
    given: &Given,
    organisation: &Organisation,
    locate: &Locate,
    mailbox: &mut Mailbox,
    decisions: &mut Decisions,
    agenda: &mut Agenda,
    chance: &Chance,
    log: &mut Log,
) {
    let decider = organisation.holders[spec.position];
    let position = &given.command.positions[spec.position];
    let able = matches!(position.holder, Holder::Outside(_)) || decider.is_some_and(|p| locate.can_act(p));
    // What has waited for somebody to be there is still on the desk.
    let waiting = decisions.running[i]
        .life
        .filter(|life| decisions.lives[*life].reason == Some(NOBODY_THERE));
    let life = waiting.unwrap_or_else(|| {
        decisions.newly_due.push(i);
        decisions.running[i].occurrence += 1;
        let note = log
            .note(now_ms, "decision-due")
            .about(position.subject)
            .text("decision", spec.id.as_str());
        let cause = note.at(spec.for_subject).done();
        decisions
            .lives
            .push(DecisionLife::due(i, &decisions.running[i], now_ms, cause));
        decisions.lives.len() - 1
    });
    decisions.running[i].life = Some(life);
    decisions.lives[life].reason = (!able).then_some(NOBODY_THERE);
    if !able {
        let occurrence = decisions.running[i].occurrence;
        agenda.at(now_ms + VACANT_MS, Phase::Command, DUE, i as u32, occurrence);
        return;
    }
    let cause = decisions.lives[life].cause;
    let to = to_be_consulted(spec, &decisions.running[i].choice, given);
    if to.is_empty() || spec.timing == Timing::Ideal {
        start_deciding(i, spec, now_ms, decisions, agenda, chance);
        return;
    }
    decisions.running[i].stage = Stage::Consulting { unanswered: to.len() };
    agenda.at(
        now_ms + CONSULTATION_MS,
        Phase::Command,
        CONSULTED,
        i as u32,
        decisions.running[i].occurrence,
    );
    mailbox.outbox.push(Draft {
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
    });
}

/// Who must be asked before this choice is carried out.
fn to_be_consulted(spec: &DecisionSpec, choice: &Choice, given: &Given) -> Vec<usize> {
    let (Choice::Option(option), Some(post)) = (choice, given.command.positions[spec.position].post) else {
        return Vec::new();
    };
    let must = &given.command.posts[post].must_consult;
    let mut all: Vec<usize> = spec.options[*option]
        .actions
        .iter()
        .filter_map(|call| must.get(call.spec.name))
        .flatten()
        .copied()
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn start_deciding(
    i: usize,
    spec: &DecisionSpec,
    now_ms: Ms,
    decisions: &mut Decisions,
    agenda: &mut Agenda,
    chance: &Chance,
) {
    let running = &mut decisions.running[i];
    running.stage = Stage::Deciding;
    let after_ms = if spec.timing == Timing::Ideal {
        0
    } else {
        let subject = spec.for_subject.map_or(0, |subject| u64::from(subject.0) + 1);
        let key = stable_id(&spec.id).rotate_left(17) ^ subject;
        let draw = chance.draw("decides", key, running.occurrence.into());
        draw.lognormal(spec.decides_in.median_ms as f64, spec.decides_in.p90_ms as f64) as Ms
    };
    agenda.at(
        now_ms + after_ms,
        Phase::Command,
        MADE,
        i as u32,
        running.occurrence,
    );
}

/// Makes decisions whose time is over: their actions go to the next phase.
pub(super) fn make(
    due: Res<Due>,
    given: Res<Given>,
    clock: Res<Clock>,
    mut decisions: ResMut<Decisions>,
    mut submissions: ResMut<Submissions>,
    mut log: ResMut<Log>,
) {
    for wake in due.of(MADE) {
        let i = wake.id as usize;
        let spec = &given.decisions[i];
        let running = &mut decisions.running[i];
        if running.stage != Stage::Deciding || running.occurrence != wake.occurrence {
            continue;
        }
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
