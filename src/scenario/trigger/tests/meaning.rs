//! What a checked trigger holds and depends on.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostics;
use crate::scenario::trigger::testing::{TestSchool, sound, subject, whole};
use crate::scenario::trigger::{
    Comparison, DecisionIx, Each, Expr, Judge, Names, Quantity, Scope, Task, Topic, check, for_each_kind,
    parse,
};
use crate::vocabulary::{Cue, Signal, SubjectKind};

fn topic(signal: Signal, id: &str) -> Topic {
    Topic {
        signal,
        subject: subject(id),
    }
}

#[test]
fn names_become_indices_and_words_become_numbers() {
    let expr = |text: &str| sound(text).expr;
    let shaking = topic(Signal::Shaking, "nene-tereza");
    assert_eq!(
        expr("shaking@nene-tereza >= now"),
        Expr::Step {
            topic: shaking,
            comparison: Comparison::AtLeast,
            step: 1
        }
    );
    let missing = topic(Signal::Missing, "7B");
    let three = Quantity::Literal(3.0);
    assert_eq!(
        expr("3 < count(missing@7B)"),
        Expr::Number {
            left: Quantity::SizeOf(missing),
            comparison: Comparison::More,
            right: three
        }
    );
    assert_eq!(
        expr("7B-03 in missing@7B"),
        Expr::Member {
            member: subject("7B-03"),
            set: missing
        }
    );
    let blocked = Expr::Flag(topic(Signal::Blocked, "stair-b"));
    assert_eq!(expr("blocked@stair-b == true"), blocked);
    assert_eq!(expr("blocked@stair-b != true"), Expr::Not(Box::new(blocked)));
    let leave = DecisionIx(0);
    assert_eq!(expr("decided(leave-the-building)"), Expr::Decided(leave));
    assert_eq!(
        expr("decided(leave-the-building) == leave"),
        Expr::Chosen {
            decision: leave,
            option: Some(1)
        }
    );
    assert_eq!(
        expr("decided(leave-the-building) == nothing"),
        Expr::Chosen {
            decision: leave,
            option: None
        }
    );
}

#[test]
fn silence_for_a_while_is_one_condition() {
    let report = topic(Signal::Report, "floor-2");
    let trigger = sound("unheard(report@floor-2) for '3 min'");
    assert_eq!(
        trigger.expr,
        Expr::Unheard {
            topic: report,
            at_least_ms: 180_000
        }
    );
    assert_eq!(trigger.slots, 0);
    let around = sound("(unheard(report@floor-2) and crack@stair-b) for '3 min' or crack@stair-a for '1 s'");
    assert_eq!(around.slots, 2);
}

#[test]
fn the_variable_stands_for_each_in_turn() {
    let text = "head_count@class < 20 and not (class in missing@class)";
    let syntax = parse(text, whole(text), &mut Diagnostics::default());
    for id in ["7A", "7B"] {
        let each = Each {
            kind: SubjectKind::Class,
            subject: subject(id),
            id,
        };
        let scope = Scope {
            names: &TestSchool,
            judge: Judge::Position,
            each: Some(each),
        };
        let mut diagnostics = Diagnostics::default();
        let trigger = check(&syntax, &scope, &mut diagnostics).expect("sound");
        assert_eq!(trigger, sound(&text.replace("class", id)));
        assert_eq!(
            trigger.text,
            format!("head_count@{id} < 20 and not {id} in missing@{id}")
        );
    }
    assert_eq!(for_each_kind("class"), Ok(SubjectKind::Class));
    assert!(for_each_kind("zone").is_err_and(|allowed| allowed.contains(&"stair")));
}

#[test]
fn a_trigger_names_everything_it_depends_on() {
    let text = "(crack@stair-b or inside@floor-2 > count(missing@7B)) for '1 s' and not empty(injured@nene-tereza) \
                and age(report@floor-2) > '1 s' and unheard(report@floor-0) and known(smoke@stair-a) \
                and after(mainshock) > '1 s' and since(search) > '1 s' and decided(leave-the-building) == leave \
                and acknowledged(search) and ordered(evacuate) and feels(shaking) and done(sweep) and elapsed > '1 s' \
                and 7B-03 in unaccounted@nene-tereza and posture@nene-tereza == hold";
    let all = sound(text).subscriptions();
    let topics = [
        (Signal::Crack, "stair-b"),
        (Signal::Inside, "floor-2"),
        (Signal::Missing, "7B"),
        (Signal::Injured, "nene-tereza"),
        (Signal::Report, "floor-2"),
        (Signal::Report, "floor-0"),
        (Signal::Smoke, "stair-a"),
        (Signal::Unaccounted, "nene-tereza"),
        (Signal::Posture, "nene-tereza"),
    ];
    assert_eq!(all.topics, topics.map(|(signal, id)| topic(signal, id)).into());
    assert_eq!(all.hazards, BTreeSet::from([subject("mainshock")]));
    let decision = |id| TestSchool.decision(id).expect("declared");
    assert_eq!(
        all.decisions,
        BTreeSet::from([decision("leave-the-building"), decision("search")])
    );
    assert_eq!(all.acknowledgements, BTreeSet::from([decision("search")]));
    assert_eq!(all.orders, BTreeSet::from(["evacuate"]));
    assert_eq!(all.cues, BTreeSet::from([Cue::Shaking]));
    assert_eq!(all.tasks, BTreeSet::from([Task::Sweep]));
}

/// Every trigger on the page is read; those marked as errors fail with the text they promise.
#[test]
fn the_page_is_true() {
    let page = include_str!("../../../../docs/triggers.md");
    let (mut sound_ones, mut wrong_ones, mut each, mut in_block) = (0, 0, None, None);
    for line in page.lines() {
        if let Some(fence) = line.strip_prefix("```") {
            in_block = (fence.starts_with("toml")).then(|| fence == "toml error");
            each = None;
        }
        let Some(must_fail) = in_block else { continue };
        if let Some(word) = line
            .strip_prefix("for_each = ")
            .and_then(|value| value.split('"').nth(1))
        {
            each = for_each_kind(word).ok();
        }
        let Some(value) = ["when = ", "rearm_when = "]
            .iter()
            .find_map(|key| line.strip_prefix(key))
        else {
            continue;
        };
        let (value, promised) = value
            .split_once("# error: ")
            .map_or((value, None), |(v, text)| (v, Some(text)));
        let text = value.trim().trim_matches('"');
        let first = each.and_then(|kind| TestSchool.subjects().into_iter().find(|(_, k)| *k == kind));
        let each = first.map(|(id, kind)| Each {
            kind,
            subject: subject(id),
            id,
        });
        let scope = Scope {
            names: &TestSchool,
            judge: Judge::Position,
            each,
        };
        let mut diagnostics = Diagnostics::default();
        let trigger = crate::scenario::trigger::read(text, whole(text), &scope, &mut diagnostics);
        assert_eq!(trigger.is_none(), must_fail, "{line}: {:?}", diagnostics.sorted());
        if must_fail {
            let promised = promised.unwrap_or_else(|| panic!("{line}: says no error"));
            assert!(
                diagnostics.iter().any(|d| d.message.contains(promised)),
                "{line}: {:?}",
                diagnostics.sorted()
            );
            wrong_ones += 1;
        } else {
            sound_ones += 1;
        }
    }
    assert!(
        sound_ones > 15 && wrong_ones > 3,
        "{sound_ones} sound, {wrong_ones} wrong"
    );
}
