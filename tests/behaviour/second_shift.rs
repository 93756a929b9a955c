//! The second shift: who comes by a gate where nobody stands is among the classes, and lengthens their roll calls.

use hotwash::record::{Arg, Entry};
use hotwash::vocabulary::{Ms, Signal};

use crate::common;
use crate::outcomes::{BASE, COMMANDER, Outcome, with_variant};

/// 420 pupils of a second shift come by a gate.
fn shift(gate: &str) -> String {
    format!(
        "[variant]\nname = \"Second shift\"\n[school.nene-tereza.second_shift]\npupils = 420\n\
         lessons_begin = \"25 min\"\n{gate}"
    )
}

fn count_of(entry: &Entry, name: &str) -> i64 {
    let found = entry.args.iter().find(|(arg, _)| *arg == name);
    match found {
        Some((_, Arg::Count(count))) => *count,
        other => panic!("{name}: {other:?}"),
    }
}

fn roll_call_ms(run: &Outcome, class: &str) -> Ms {
    let ends = run
        .events_of("roll-call-ends", class)
        .next()
        .expect("it ends")
        .time_ms;
    let begins = run
        .events_of("roll-call-begins", class)
        .map(|entry| entry.time_ms);
    // One that broke off under cover was begun anew.
    let begins = begins.filter(|begins| *begins < ends).max().expect("it begins");
    ends - begins
}

#[test]
fn nobody_comes_to_a_school_that_works_in_one_shift() {
    for run in BASE.iter() {
        assert_eq!(run.events("second-shift-comes").count(), 0);
        assert_eq!(run.metric("second_shift_mixed_in"), None);
    }
}

#[test]
fn who_comes_while_somebody_stands_at_the_gate_is_kept_out() {
    let run = with_variant("durres-school", &shift("gate = \"gate-main\"\n"), 1);
    let attended = run.flags(Signal::Attended, "gate-main");
    let is_attended = |at_ms: Ms| {
        let before = attended.iter().rfind(|(time_ms, _)| *time_ms < at_ms);
        before.is_some_and(|(_, value)| *value)
    };
    let marks: Vec<&Entry> = run.events("second-shift-comes").collect();
    assert!(marks.len() >= 4, "the first, the first kept out, half, the last");
    for pair in marks.windows(2) {
        let more = count_of(pair[1], "waiting") - count_of(pair[0], "waiting");
        assert!(
            (0..=25).contains(&more),
            "whoever stands there looks from time to time"
        );
    }
    let last = marks[marks.len() - 1];
    let (inside, waiting) = (count_of(last, "inside"), count_of(last, "waiting"));
    assert_eq!(inside + waiting, 420);
    assert!(inside > 0 && waiting > 0, "{inside} {waiting}");
    assert_eq!(run.metric("second_shift_mixed_in"), Some(inside as f64));
    assert!(is_attended(last.time_ms), "the last is kept out");
    let known = run.events_of("picture-changes", "security-officer");
    let known = known.filter(|entry| entry.signal == Some(Signal::SecondShiftWaiting));
    assert!(known.count() > 0, "whoever stands there sees them");
}

#[test]
fn without_a_gate_nobody_can_keep_them_out() {
    let run = with_variant("durres-school", &shift(""), 1);
    assert_eq!(run.metric("second_shift_mixed_in"), Some(420.0));
}

/// 420 pupils among 24 classes are 17 more to look at in each, 1.5 s each.
#[test]
fn verify_a_roll_call_takes_longer_by_each_classs_share() {
    let all_there = shift("comes_before = \"20 min\"\n");
    let run = with_variant("durres-school", &all_there, 1);
    let classes = run.scenario.school.classes.len() as i64;
    let per_pupil_ms = run.scenario.school.procedure.roll_call_per_pupil_ms;
    for class in ["1A", "2B", "4C"] {
        let base_ms = roll_call_ms(&BASE[0], class);
        assert_eq!(
            roll_call_ms(&run, class) - base_ms,
            420 / classes * per_pupil_ms,
            "{class}"
        );
    }
}

#[test]
fn the_shipped_variant_tells_the_commander() {
    let folder = common::shipped("durres-school");
    let run = Outcome::of(&common::load(&folder, Some("second-shift-at-the-gate"), &[]), 1);
    let known = run.events_of("picture-changes", COMMANDER);
    let known = known.filter(|entry| entry.signal == Some(Signal::SecondShiftWaiting));
    assert!(known.count() > 0);
}

#[test]
fn nobody_comes_in_by_a_gate_that_is_shut() {
    let shut = "gate = \"gate-main\"\n[pin.shut]\nat = \"0 s\"\ndo = { action = \"close\", place = \"gate-main\" }\nwhy = { en = \"Shut.\" }\n";
    let run = with_variant("durres-school", &shift(shut), 1);
    let last = run.events("second-shift-comes").last().expect("they come");
    assert_eq!(count_of(last, "inside"), 0);
    assert!(count_of(last, "waiting") > 0);
}
