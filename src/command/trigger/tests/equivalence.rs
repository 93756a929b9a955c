//! Asking only when something happened, or when the last answer said so, is as good as asking all the time.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Board, topic};
use crate::command::trigger::{DecisionState, Edge, ForState, Rearm, evaluate};
use crate::scenario::trigger::testing::{sound, subject};
use crate::scenario::trigger::{DecisionIx, Subscriptions, Task, Topic, Trigger};
use crate::vocabulary::{Cue, Signal, Value};

/// Conditions; `#` is a number of time steps.
const LEAVES: [&str; 24] = [
    "crack@stair-b",
    "crack@stair-b == false",
    "known(crack@stair-b)",
    "shaking@nene-tereza == over",
    "shaking@nene-tereza < over",
    "inside@floor-2 > 3",
    "empty(missing@7B)",
    "7B-03 in missing@7B",
    "age(crack@stair-b) > '#'",
    "age(crack@stair-b) < '#'",
    "age(inside@floor-2) > '#'",
    "unheard(crack@stair-b)",
    "unheard(crack@stair-b) for '#'",
    "unheard(inside@floor-2) for '#'",
    "after(mainshock) > '#'",
    "after(mainshock) < '#'",
    "elapsed > '#'",
    "elapsed < '#'",
    "decided(leave-the-building) == leave",
    "since(leave-the-building) > '#'",
    "acknowledged(leave-the-building)",
    "ordered(evacuate)",
    "feels(shaking)",
    "done(roll-call)",
];
/// Time steps of one history.
const STEPS: i64 = 120;

/// Something that happens.
#[derive(Debug, Clone)]
enum Happening {
    Heard { topic: Topic, value: Value, ago: i64 },
    Shrugged(Topic),
    Asked(Topic),
    Began,
    Decided(Option<usize>),
    Acknowledged(bool),
    Ordered,
    Perceived(bool),
    Done,
}

impl Happening {
    fn befall(&self, board: &mut Board, now_ms: i64) {
        match self {
            Self::Heard { topic, value, ago } => {
                board.hear(*topic, value.clone(), (now_ms - ago).max(0), now_ms);
            }
            Self::Shrugged(topic) => {
                board.heard.insert(*topic, now_ms);
            }
            Self::Asked(topic) => {
                board.asked.insert(*topic, now_ms);
            }
            Self::Began => {
                board.began.insert(subject("mainshock"), now_ms);
            }
            Self::Decided(option) => {
                let taken = DecisionState::Taken {
                    option: *option,
                    at_ms: now_ms,
                };
                board.decisions.insert(DecisionIx(0), taken);
            }
            Self::Acknowledged(all) => {
                board.acknowledged.insert(DecisionIx(0), *all);
            }
            Self::Ordered => {
                board.ordered.insert("evacuate");
            }
            Self::Perceived(true) => {
                board.cues.insert(Cue::Shaking);
            }
            Self::Perceived(false) => board.cues.clear(),
            Self::Done => {
                board.done.insert(Task::RollCall);
            }
        }
    }

    fn concerns(&self, all: &Subscriptions) -> bool {
        match self {
            Self::Heard { topic, .. } | Self::Shrugged(topic) | Self::Asked(topic) => {
                all.topics.contains(topic)
            }
            Self::Began => all.hazards.contains(&subject("mainshock")),
            Self::Decided(_) => all.decisions.contains(&DecisionIx(0)),
            Self::Acknowledged(_) => all.acknowledgements.contains(&DecisionIx(0)),
            Self::Ordered => all.orders.contains("evacuate"),
            Self::Perceived(_) => all.cues.contains(&Cue::Shaking),
            Self::Done => all.tasks.contains(&Task::RollCall),
        }
    }
}

fn conditions(step_ms: i64) -> impl Strategy<Value = String> {
    let leaf = (prop::sample::select(LEAVES.to_vec()), 0..60_i64)
        .prop_map(move |(text, steps)| text.replace('#', &format!("{} ms", steps * step_ms)));
    leaf.prop_recursive(4, 16, 3, move |inner| {
        let list = || prop::collection::vec(inner.clone(), 2..4);
        let grouped = |parts: Vec<String>, by: &str| format!("({})", parts.join(by));
        prop_oneof![
            list().prop_map(move |parts| grouped(parts, " or ")),
            list().prop_map(move |parts| grouped(parts, " and ")),
            inner.clone().prop_map(|part| format!("(not ({part}))")),
            (inner.clone(), 0..30_i64)
                .prop_map(move |(part, steps)| format!("(({part}) for '{} ms')", steps * step_ms)),
        ]
    })
}

fn happenings(step_ms: i64) -> impl Strategy<Value = Vec<(i64, Happening)>> {
    let crack = topic(Signal::Crack, "stair-b");
    let shaking = topic(Signal::Shaking, "nene-tereza");
    let inside = topic(Signal::Inside, "floor-2");
    let missing = topic(Signal::Missing, "7B");
    let heard = move |topic: Topic, value: Value, ago: i64| Happening::Heard {
        topic,
        value,
        ago: ago * step_ms,
    };
    let one = prop_oneof![
        (any::<bool>(), 0..20_i64).prop_map(move |(flag, ago)| heard(crack, Value::Flag(flag), ago)),
        (0..3_u8, 0..20_i64).prop_map(move |(step, ago)| heard(shaking, Value::Ordinal(step), ago)),
        (0..6_u32, 0..20_i64).prop_map(move |(count, ago)| heard(inside, Value::Count(count), ago)),
        any::<bool>().prop_map(move |there| {
            let ids: BTreeSet<_> = there.then(|| subject("7B-03")).into_iter().collect();
            heard(missing, Value::Set(ids), 0)
        }),
        prop::sample::select(vec![crack, inside]).prop_map(Happening::Shrugged),
        prop::sample::select(vec![crack, inside]).prop_map(Happening::Asked),
        Just(Happening::Began),
        prop::option::of(0..2_usize).prop_map(Happening::Decided),
        any::<bool>().prop_map(Happening::Acknowledged),
        Just(Happening::Ordered),
        any::<bool>().prop_map(Happening::Perceived),
        Just(Happening::Done),
    ];
    prop::collection::vec((0..STEPS, one), 0..12)
}

/// What one way of asking found: what the trigger says at each step, when it fires, how often it was asked.
#[derive(Debug, Default)]
struct Found {
    says: Vec<Option<bool>>,
    fires_at_ms: Vec<i64>,
    asked: usize,
}

/// Runs a history on the grid of `step_ms`; with `always`, the trigger is asked at every step.
fn run(trigger: &Trigger, history: &[(i64, Happening)], step_ms: i64, always: bool) -> Found {
    let subscriptions = trigger.subscriptions();
    let (mut board, mut holds, mut edge) = (
        Board::default(),
        ForState::new(trigger),
        Edge::new(Rearm::WhenNotTrue),
    );
    let mut found = Found::default();
    let (mut says, mut revisit_at_ms) = (None, Some(0));
    for now_ms in (0..STEPS).map(|step| step * step_ms) {
        let mut concerned = false;
        for (_, happening) in history.iter().filter(|(step, _)| step * step_ms == now_ms) {
            happening.befall(&mut board, now_ms);
            concerned |= happening.concerns(&subscriptions);
        }
        assert!(
            revisit_at_ms.is_none_or(|at_ms| always || at_ms >= now_ms),
            "a revisit between two steps was missed"
        );
        if always || concerned || revisit_at_ms == Some(now_ms) {
            let verdict = evaluate(&trigger.expr, &board, now_ms, &mut holds);
            assert!(
                verdict.revisit_at_ms.is_none_or(|at_ms| at_ms > now_ms),
                "a revisit lies in the future"
            );
            (says, revisit_at_ms) = (verdict.value, verdict.revisit_at_ms);
            found.asked += 1;
            if edge.fires(says, None) {
                found.fires_at_ms.push(now_ms);
            }
        }
        found.says.push(says);
    }
    found
}

fn compare(text: &str, history: &[(i64, Happening)], step_ms: i64) -> Result<(usize, usize), TestCaseError> {
    let trigger = sound(text);
    let polled = run(&trigger, history, step_ms, true);
    let told = run(&trigger, history, step_ms, false);
    prop_assert_eq!(&told.fires_at_ms, &polled.fires_at_ms, "{}", text);
    prop_assert_eq!(&told.says, &polled.says, "{}", text);
    Ok((told.asked, polled.asked))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Every millisecond: nothing is missed between two grid points either.
    #[test]
    fn subscriptions_and_revisits_are_enough_at_1_ms(text in conditions(1), history in happenings(1)) {
        compare(&text, &history, 1)?;
    }

    /// On the grid on which the simulation runs.
    #[test]
    fn subscriptions_and_revisits_are_enough_at_50_ms(text in conditions(50), history in happenings(50)) {
        compare(&text, &history, 50)?;
    }
}
