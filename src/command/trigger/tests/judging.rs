//! What each form says, and when it wants to be asked again.

use std::collections::BTreeSet;

use super::{Board, topic};
use crate::command::trigger::{DecisionState, Edge, ForState, Rearm, Verdict, evaluate};
use crate::scenario::trigger::testing::{sound, subject};
use crate::scenario::trigger::{DecisionIx, Task, Trigger};
use crate::vocabulary::{Cue, Signal, Value};

const TRUE: Option<bool> = Some(true);
const FALSE: Option<bool> = Some(false);
const UNKNOWN: Option<bool> = None;

/// A trigger with its state, asked again and again.
struct Asked {
    trigger: Trigger,
    holds: ForState,
}

impl Asked {
    fn new(text: &str) -> Self {
        let trigger = sound(text);
        let holds = ForState::new(&trigger);
        Self { trigger, holds }
    }

    fn at(&mut self, now_ms: i64, board: &Board) -> (Option<bool>, Option<i64>) {
        let Verdict { value, revisit_at_ms } = evaluate(&self.trigger.expr, board, now_ms, &mut self.holds);
        (value, revisit_at_ms)
    }
}

fn once(text: &str, now_ms: i64, board: &Board) -> (Option<bool>, Option<i64>) {
    Asked::new(text).at(now_ms, board)
}

#[test]
fn kleene_truth_tables() {
    // In the order true, unknown, false; `and` is the least of both, `or` the greatest.
    let values = [TRUE, UNKNOWN, FALSE];
    let rank = |value: Option<bool>| value.map_or(1, |known| if known { 2 } else { 0 });
    for a in values {
        for b in values {
            let mut board = Board::default();
            for (signal, value) in [(Signal::Crack, a), (Signal::Smoke, b)] {
                if let Some(flag) = value {
                    board.hear(topic(signal, "stair-b"), Value::Flag(flag), 0, 0);
                }
            }
            let says = |text: &str| rank(once(text, 0, &board).0);
            println!(
                "{a:?} {b:?}: and {} or {}",
                says("crack@stair-b and smoke@stair-b"),
                says("crack@stair-b or smoke@stair-b")
            );
            assert_eq!(says("crack@stair-b and smoke@stair-b"), rank(a).min(rank(b)));
            assert_eq!(says("crack@stair-b or smoke@stair-b"), rank(a).max(rank(b)));
            assert_eq!(says("not crack@stair-b"), 2 - rank(a));
            assert_eq!(says("crack@stair-b == false"), 2 - rank(a));
            assert_eq!(
                says("crack@stair-b and smoke@stair-b and crack@stair-b"),
                rank(a).min(rank(b))
            );
        }
    }
}

#[test]
fn never_heard_is_unknown() {
    let nothing = Board::default();
    let unknown = [
        "crack@stair-b",
        "shaking@nene-tereza != over",
        "inside@floor-2 < 10",
        "inside@floor-2 < count(missing@7B)",
        "empty(missing@7B)",
        "7B-03 in missing@7B",
        "age(report@floor-2) > '0 s'",
        "age(report@floor-2) < '9 h'",
        "after(mainshock) > '0 s'",
        "decided(leave-the-building)",
        "decided(leave-the-building) != leave",
        "since(leave-the-building) < '1 h'",
        "acknowledged(leave-the-building)",
        "crack@stair-b for '1 s'",
    ];
    for text in unknown {
        assert_eq!(once(text, 5_000, &nothing), (UNKNOWN, None), "{text}");
        assert_eq!(
            once(&format!("not ({text})"), 5_000, &nothing),
            (UNKNOWN, None),
            "not ({text})"
        );
    }
    for text in [
        "known(crack@stair-b)",
        "ordered(evacuate)",
        "feels(shaking)",
        "done(roll-call)",
    ] {
        assert_eq!(once(text, 5_000, &nothing), (FALSE, None), "{text}");
    }
}

#[test]
fn what_was_heard_is_compared() {
    let mut board = Board::default();
    board.hear(topic(Signal::Shaking, "nene-tereza"), Value::Ordinal(2), 0, 0);
    board.hear(topic(Signal::Inside, "floor-2"), Value::Count(9), 0, 0);
    board.hear(
        topic(Signal::Missing, "7B"),
        Value::Set(BTreeSet::from([subject("7B-03")])),
        0,
        0,
    );
    board.decisions.insert(
        DecisionIx(0),
        DecisionState::Taken {
            option: Some(1),
            at_ms: 0,
        },
    );
    board.decisions.insert(
        DecisionIx(1),
        DecisionState::Taken {
            option: None,
            at_ms: 0,
        },
    );
    board.acknowledged.insert(DecisionIx(0), true);
    board.ordered.insert("evacuate");
    board.cues.insert(Cue::Alarm);
    board.done.insert(Task::Sweep);
    let says = [
        ("shaking@nene-tereza == over", true),
        ("shaking@nene-tereza < over", false),
        ("shaking@nene-tereza >= now", true),
        ("inside@floor-2 < 10", true),
        ("inside@floor-2 == 9", true),
        ("inside@floor-2 <= count(missing@7B)", false),
        ("empty(missing@7B)", false),
        ("count(missing@7B) == 1", true),
        ("7B-03 in missing@7B", true),
        ("known(missing@7B)", true),
        ("decided(leave-the-building)", true),
        ("decided(leave-the-building) == leave", true),
        ("decided(leave-the-building) != leave", false),
        ("decided(leave-the-building) == hold", false),
        ("decided(search) == nothing", true),
        ("acknowledged(leave-the-building)", true),
        ("ordered(evacuate)", true),
        ("hears(alarm)", true),
        ("done(sweep)", true),
    ];
    for (text, expected) in says {
        assert_eq!(once(text, 0, &board), (Some(expected), None), "{text}");
    }
}

#[test]
fn for_runs_on_between_reports() {
    let crack = topic(Signal::Crack, "stair-b");
    let mut board = Board::default();
    let mut asked = Asked::new("crack@stair-b for '10 s'");
    assert_eq!(asked.at(0, &board), (UNKNOWN, None));
    board.hear(crack, Value::Flag(true), 500, 1_000);
    assert_eq!(asked.at(1_000, &board), (FALSE, Some(11_000)));
    board.hear(crack, Value::Flag(true), 4_000, 4_000);
    assert_eq!(
        asked.at(4_000, &board),
        (FALSE, Some(11_000)),
        "the same again changes nothing"
    );
    board.hear(crack, Value::Flag(false), 6_000, 6_000);
    assert_eq!(asked.at(6_000, &board), (FALSE, None));
    board.hear(crack, Value::Flag(true), 7_000, 7_000);
    assert_eq!(asked.at(7_000, &board), (FALSE, Some(17_000)), "counted anew");
    assert_eq!(asked.at(16_999, &board), (FALSE, Some(17_000)));
    assert_eq!(asked.at(17_000, &board), (TRUE, None));
}

#[test]
fn clocks_turn_at_the_full_duration() {
    let mut board = Board::default();
    board.began.insert(subject("mainshock"), 300_000);
    for sign in [">", ">="] {
        let text = format!("after(mainshock) {sign} '4 min'");
        assert_eq!(once(&text, 300_000, &board), (FALSE, Some(540_000)));
        assert_eq!(once(&text, 539_999, &board), (FALSE, Some(540_000)));
        assert_eq!(once(&text, 540_000, &board), (TRUE, None));
    }
    for sign in ["<", "<="] {
        let text = format!("after(mainshock) {sign} '4 min'");
        assert_eq!(once(&text, 539_999, &board), (TRUE, Some(540_000)));
        assert_eq!(once(&text, 540_000, &board), (FALSE, None));
    }
    let report = topic(Signal::Report, "floor-2");
    board.hear(report, Value::Flag(true), 310_000, 330_000);
    assert_eq!(
        once("age(report@floor-2) > '2 min'", 330_000, &board),
        (FALSE, Some(430_000)),
        "from when it was observed"
    );
    board.hear(report, Value::Flag(true), 305_000, 340_000);
    assert_eq!(
        once("age(report@floor-2) > '2 min'", 340_000, &board),
        (FALSE, Some(430_000)),
        "older news are no news"
    );
    board.decisions.insert(
        DecisionIx(0),
        DecisionState::Taken {
            option: None,
            at_ms: 350_000,
        },
    );
    assert_eq!(
        once("since(leave-the-building) > '10 s'", 350_000, &board),
        (FALSE, Some(360_000))
    );
    assert_eq!(once("elapsed > '10 min'", 0, &board), (FALSE, Some(600_000)));
}

#[test]
fn silence_counts_from_the_start_or_the_asking() {
    let report = topic(Signal::Report, "floor-2");
    let mut board = Board::default();
    assert_eq!(once("unheard(report@floor-2)", 0, &board), (TRUE, None));
    let text = "unheard(report@floor-2) for '3 min'";
    assert_eq!(once(text, 0, &board), (FALSE, Some(180_000)));
    assert_eq!(once(text, 180_000, &board), (TRUE, None));
    board.asked.insert(report, 100_000);
    assert_eq!(
        once(text, 180_000, &board),
        (FALSE, Some(280_000)),
        "asked: wait for the answer"
    );
    board.heard.insert(report, 200_000);
    assert_eq!(
        once(text, 200_000, &board),
        (FALSE, None),
        "`I do not know` is a word too"
    );
    assert_eq!(once("known(report@floor-2)", 200_000, &board), (FALSE, None));
    board.asked.insert(report, 200_000);
    assert_eq!(
        once(text, 200_000, &board),
        (FALSE, None),
        "a word in the instant of asking is an answer"
    );
    board.asked.insert(report, 300_000);
    assert_eq!(once(text, 300_000, &board), (FALSE, Some(480_000)), "asked again");
}

#[test]
fn time_that_cannot_matter_is_not_waited_for() {
    let mut board = Board::default();
    board.hear(topic(Signal::Crack, "stair-b"), Value::Flag(false), 0, 0);
    assert_eq!(
        once("crack@stair-b and elapsed > '10 min'", 0, &board),
        (FALSE, None)
    );
    assert_eq!(
        once("not crack@stair-b or elapsed > '10 min'", 0, &board),
        (TRUE, None)
    );
    assert_eq!(
        once("elapsed > '5 min' and elapsed > '10 min'", 0, &board),
        (FALSE, Some(600_000))
    );
    assert_eq!(
        once("elapsed < '5 min' and elapsed < '10 min'", 0, &board),
        (TRUE, Some(300_000))
    );
    assert_eq!(
        once("smoke@stair-b and elapsed > '10 min'", 0, &board),
        (FALSE, Some(600_000)),
        "false, later unknown"
    );
    // A `for` that does not matter now has to know later since when it has been true.
    let text = "crack@stair-b and (elapsed > '5 min') for '1 min'";
    assert_eq!(once(text, 0, &board), (FALSE, Some(300_000)));
}

#[test]
fn the_same_tree_on_the_truth() {
    let picture = Board::default();
    let mut truth = Board {
        truth: true,
        ..Board::default()
    };
    let crack = topic(Signal::Crack, "stair-b");
    let text = "known(crack@stair-b) or age(report@floor-2) > '2 min'";
    assert_eq!(once(text, 0, &picture).0, UNKNOWN);
    truth.hear(crack, Value::Flag(false), 0, 0);
    assert_eq!(
        once("known(crack@stair-b)", 0, &truth).0,
        FALSE,
        "nothing there to know"
    );
    assert_eq!(once(text, 0, &truth).0, UNKNOWN, "nobody has spoken in the truth");
    truth.hear(crack, Value::Flag(true), 60_000, 60_000);
    assert_eq!(once(text, 60_000, &truth), (TRUE, None));
    assert_eq!(
        once("age(crack@stair-b) < '1 s'", 900_000, &truth),
        (TRUE, None),
        "the truth is never old"
    );
    assert_eq!(once("unheard(crack@stair-b)", 900_000, &truth), (FALSE, None));
    assert_eq!(once("unheard(report@floor-2)", 900_000, &truth), (UNKNOWN, None));
}

#[test]
fn edges() {
    let fire = |rearm: Rearm, says: &[(Option<bool>, Option<bool>)]| {
        let mut edge = Edge::new(rearm);
        says.iter()
            .map(|(value, rearm_when)| edge.fires(*value, *rearm_when))
            .collect::<Vec<_>>()
    };
    let values = |values: &[Option<bool>]| values.iter().map(|value| (*value, UNKNOWN)).collect::<Vec<_>>();
    let turns = values(&[FALSE, TRUE, TRUE, UNKNOWN, TRUE, FALSE, TRUE]);
    assert_eq!(
        fire(Rearm::Never, &turns),
        [false, true, false, false, false, false, false]
    );
    assert_eq!(
        fire(Rearm::WhenNotTrue, &turns),
        [false, true, false, false, true, false, true]
    );
    assert_eq!(
        fire(Rearm::WhenNotTrue, &values(&[TRUE, TRUE])),
        [true, false],
        "true from the start"
    );
    // A crowd above 40, again only after it was below 10.
    let crowd = [
        (TRUE, FALSE),
        (FALSE, FALSE),
        (TRUE, FALSE),
        (FALSE, TRUE),
        (TRUE, FALSE),
        (TRUE, TRUE),
        (TRUE, TRUE),
    ];
    assert_eq!(
        fire(Rearm::WhenAsked, &crowd),
        [true, false, false, false, true, true, false]
    );
    let mut once_only = Edge::new(Rearm::from_keys(false, false));
    assert!(!once_only.is_spent());
    assert!(once_only.fires(TRUE, UNKNOWN));
    assert!(once_only.is_spent());
    assert_eq!(Rearm::from_keys(true, false), Rearm::WhenNotTrue);
    assert_eq!(Rearm::from_keys(true, true), Rearm::WhenAsked);
}
