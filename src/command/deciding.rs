//! Deciding: which decisions fall due on whose picture, who must be asked first, and when they are made.

use bevy_ecs::prelude::*;

use super::action::{Actor, Source, Submission, Submissions};
use super::decisions::{DUE, DecisionLife, Decisions, NOBODY_THERE, REVISIT, Stage};
use super::mail::{Content, Draft, IfSilent, Mailbox, MessageKind};
use super::watch::{PositionView, TruthView};
use super::{Organisation, Party, Pictures};
use crate::people::Locate;
use crate::scenario::model::{Choice, DecisionSpec, Holder, Timing};
use crate::sim::{Agenda, Chance, Clock, Due, Given, Log, Phase, Truth, stable_id};
use crate::vocabulary::Ms;

/// A decision is made.
const MADE: &str = "decision-made";

/// Those who must be consulted have had their time.
const CONSULTED: &str = "consultation-over";

/// A decision of a vacant position is looked at again after so long, ms.
const VACANT_MS: Ms = 10_000;

/// Nobody waits longer than this for those who must be consulted, ms. An assumption.
const CONSULTATION_MS: Ms = 5 * 60_000;

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
        draw.duration_ms(spec.decides_in)
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
