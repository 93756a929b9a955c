//! A class stays under cover until its leader has counted to the end.

use hotwash::record::Entry;
use hotwash::vocabulary::Ms;

use crate::common;
use crate::outcomes::{HOLD, Outcome, with_variant};

const COUNT_MS: Ms = 60_000;

/// Everybody is told to leave while they are still under cover.
const AT_ONCE: &str = "[variant]\nname = \"Counted\"\n[decision.leave-the-building]\nwhen = \"shaking@nene-tereza == over\"\n\
                       decides_in = \"1 s\"\n";

fn counting_for(how_long: &str, more: &str) -> Outcome {
    let counted = format!("[school.nene-tereza.procedure]\ncover_counted_aloud = \"{how_long}\"\n");
    with_variant("durres-school", &[AT_ONCE, &counted, more].concat(), 1)
}

fn times<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<Ms> {
    entries.map(|entry| entry.time_ms).collect()
}

/// The classes whose teacher is with them.
fn led(run: &Outcome) -> Vec<&str> {
    let classes = run.scenario.school.classes.iter();
    let led = classes.filter(|class| class.teacher.is_some());
    led.map(|class| class.id.as_str()).collect()
}

#[test]
fn a_class_stays_down_until_the_count_is_through() {
    let run = counting_for("60 s", "");
    let (begins, ends) = (run.first_ms("shaking-begins"), run.first_ms("shaking-ends"));
    let classes = led(&run);
    assert!(classes.len() > 20);
    for class in &classes {
        let (begun, through) = (
            times(run.events_of("counts-aloud", class)),
            times(run.events_of("count-ends", class)),
        );
        assert!(
            (begins..ends).contains(&begun[0]) && through[0] == begun[0] + COUNT_MS,
            "{class}: {begun:?} {through:?}"
        );
        let told = run.events_of("class-told-to-leave", class).next();
        let told_ms = told.expect("they leave").time_ms;
        assert!(told_ms >= through[0], "{class} is told at {told_ms}, {through:?}");
    }
    for entry in run.events("counts-aloud") {
        let class = entry.subject.as_deref().expect("a class");
        assert!(classes.contains(&class), "nobody is there to count for {class}");
    }
    // Who is in no class gets up as before.
    let first = times(run.events("class-told-to-leave")).into_iter().min();
    let without = run.records.people.iter().zip(&run.scenario.school.people);
    let without = without.filter(|(_, person)| person.class.is_none());
    assert!(without.filter_map(|(told, _)| told.departed_ms).min() < first);
}

#[test]
fn another_shock_begins_the_count_anew() {
    let shock = "[hazard.second-shock]\nkind = \"earthquake\"\nat = \"50 s after mainshock\"\nmagnitude_mw = 5.0\n\
                 intensity_ems98 = 5.0\nshakes_for = \"5 s\"\ndamage = \"none\"\n";
    let run = counting_for("60 s", shock);
    let shock_ms = times(run.events("shaking-begins"))[1];
    for class in led(&run) {
        let (begun, through) = (
            times(run.events_of("counts-aloud", class)),
            times(run.events_of("count-ends", class)),
        );
        assert_eq!(begun[1], shock_ms, "{class}: {begun:?}");
        assert_eq!(through[0], shock_ms + COUNT_MS, "{class}: {through:?}");
    }
}

#[test]
fn a_short_count_does_not_shorten_the_cover() {
    let [not, short] = ["0 s", "5 s"].map(|how_long| counting_for(how_long, ""));
    assert_eq!(not.events("counts-aloud").count(), 0);
    assert!(short.events("counts-aloud").count() > 20);
    for class in led(&not) {
        let told = |run: &Outcome| times(run.events_of("class-told-to-leave", class));
        assert_eq!(told(&not), told(&short), "{class}");
    }
}

#[test]
fn a_class_counted_in_its_room_is_counted_again_before_everybody_is_accounted_for() {
    let text = common::shipped("fire-drill").join("variants/standard-response-protocol.toml");
    let variant = common::text(&text);
    for seed in 1..=6 {
        let run = with_variant("fire-drill", &variant, seed);
        let accounted_ms = run.first_ms("all-accounted");
        for class in &run.scenario.school.classes {
            let told_ms = run
                .events_of("class-told-to-leave", &class.id)
                .next()
                .unwrap_or_else(|| panic!("{} leaves", class.id))
                .time_ms;
            let mut counted = run.events_of("roll-call-ends", &class.id);
            let again = counted.any(|entry| (told_ms..accounted_ms).contains(&entry.time_ms));
            assert!(again, "{}, seed {seed}: not counted since {told_ms} ms", class.id);
        }
    }
}

#[test]
fn nobody_misses_a_pupil_whom_the_register_has_as_absent() {
    // 7B-11 is in the toilets of the second floor; the register has the pupil as absent, or not.
    let run = |late: &str| {
        let place = common::place::Place::with(&["durres-school"]);
        let file = "scenarios/durres-school/people.csv";
        let more = |line: &str| match line.split(';').next() {
            Some("id") => format!("{line};came_late\n"),
            Some("7B-11") => format!("{line};{late}\n"),
            _ => format!("{line};no\n"),
        };
        let text: String = place.read(file).lines().map(more).collect();
        place.write(file, &text);
        Outcome::of(
            &common::load(&place.path("scenarios/durres-school"), None, &[]),
            1,
        )
    };
    let missed = |run: &Outcome| {
        let mut ends = run.events_of("roll-call-ends", "7B");
        ends.any(|entry| crate::outcomes::holds(entry.value.as_ref(), "7B-11"))
    };
    let (listed, late) = (run("no"), run("yes"));
    assert!(missed(&listed) && !missed(&late));
    // Somebody who looks for others comes upon the pupil: until then no list is right.
    let found_ms = late.person("7B-11").found_ms.expect("is found");
    let correct_s = late.metric("correct_missing_list_s").expect("at last");
    println!("found at {found_ms} ms, the list is correct at {correct_s} s");
    assert!(correct_s * 1_000.0 > found_ms as f64);
}

#[test]
fn nobody_counts_up_the_same_twice_running() {
    for run in HOLD.iter() {
        let mut last = std::collections::BTreeMap::new();
        for entry in run.events("tally") {
            let before = last.insert(entry.subject.as_deref(), &entry.value);
            assert_ne!(before, Some(&entry.value), "{}: {entry:?}", run.name);
        }
    }
}
