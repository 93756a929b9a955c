//! Small children are helped by hand, and their class sets out when the last has been helped.

use std::sync::Arc;

use hotwash::record::Arg;
use hotwash::scenario::model::{PersonSpec, Presence};
use hotwash::vocabulary::Ms;

use crate::common::{self, load, shipped};
use crate::outcomes::Outcome;

/// The drill with a pre-school class in room 1, and as many assistants there besides its teacher.
fn with_small_children(assistants: usize, settings: &[&str]) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    common::copy(&shipped("fire-drill"), folder.path());
    let edit = |name: &str, change: &dyn Fn(String) -> String| {
        let path = folder.path().join(name);
        std::fs::write(&path, change(common::text(&path))).expect("written");
    };
    edit("classes.csv", &|text| {
        text.replace("1A,room-1,1,20", "1A,room-1,0,20")
    });
    edit("people.csv", &|mut text| {
        for number in 0..assistants {
            text.push_str(&["assistant-", &number.to_string(), ",staff,,room-1,30,no,no\n"].concat());
        }
        text
    });
    let scenario = load(folder.path(), None, settings);
    Outcome::of(&Arc::clone(&scenario), 1)
}

/// When the class was told to leave and when it set out, ms.
fn told_and_out(run: &Outcome) -> (Ms, Ms) {
    let first = |event| run.events_of(event, "1A").next().expect(event).time_ms;
    (first("class-told-to-leave"), first("class-sets-out"))
}

fn helped(run: &Outcome) -> Option<(i64, i64)> {
    let entry = run.events_of("children-helped", "1A").next()?;
    let count = |name: &str| match entry.args.iter().find(|(key, _)| *key == name) {
        Some((_, Arg::Count(count))) => *count,
        other => panic!("{name} is {other:?}"),
    };
    Some((count("people"), count("adults")))
}

#[test]
fn a_class_waits_until_the_last_has_been_helped_and_more_adults_are_faster() {
    let everybody = "school.small-school.procedure.helped_by_hand=1.0";
    let took = |run: &Outcome| {
        let (told_ms, out_ms) = told_and_out(run);
        out_ms - told_ms
    };
    let [alone, together] = [0, 3].map(|assistants| with_small_children(assistants, &[everybody]));
    assert_eq!(helped(&alone), Some((19, 1)));
    assert_eq!(helped(&together), Some((19, 4)));
    // 19 children at about 7 s each.
    assert!((60_000..300_000).contains(&took(&alone)), "{}", took(&alone));
    assert!(
        took(&together) < took(&alone) / 2,
        "{} {}",
        took(&together),
        took(&alone)
    );
}

#[test]
fn a_quarter_are_helped_and_nobody_in_higher_grades() {
    let run = with_small_children(0, &[]);
    let (children, _) = helped(&run).expect("somebody is helped");
    assert!((1..=10).contains(&children), "{children}");
    assert_eq!(run.events("children-helped").count(), 1);
}

#[test]
fn the_younger_ones_of_grade_1_are_helped_too() {
    let everybody = ["school.small-school.procedure.helped_by_hand=1.0"];
    let run = Outcome::of(&load(&shipped("fire-drill"), None, &everybody), 1);
    let of_class = |person: &&PersonSpec| {
        let class = person.class.map(|class| &*run.scenario.school.classes[class].id);
        class == Some("1A") && person.presence == Presence::Present
    };
    let pupils = run.scenario.school.people.iter().filter(of_class);
    let (small, older): (Vec<_>, Vec<_>) = pupils.partition(|pupil| pupil.age_years < 7.0);
    assert!(
        small.len() > 5 && older.len() > 5,
        "{} {}",
        small.len(),
        older.len()
    );
    assert_eq!(helped(&run), Some((small.len() as i64, 1)));
    assert_eq!(run.events("children-helped").count(), 1);
}

#[test]
fn nobody_is_helped_where_the_scenario_says_so() {
    let run = with_small_children(1, &["school.small-school.procedure.helped_by_hand=0.0"]);
    assert_eq!(helped(&run), None);
}
