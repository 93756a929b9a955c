//! Staff and visitors are missed, looked for and accounted for like pupils.

use std::sync::LazyLock;

use hotwash::record::Entry;
use hotwash::vocabulary::{Ms, Signal};

use crate::outcomes::{BASE, COMMANDER, FLOOR_BY_FLOOR, HOLD, Outcome, all, holds, with_variant};

/// The register of staff and visitors.
const LIST: &str = "staff-and-visitors";

/// Somebody is hurt and lies inside when the others leave the small school.
fn drill_with_hurt(person: &str) -> Outcome {
    let variant = format!(
        "[variant]\nname = \"Hurt\"\n[inject.hurt]\nat = \"62 s\"\n\
         do = [{{ action = \"incapacitate\", person = \"{person}\", severity = \"2\" }}]\n"
    );
    with_variant("fire-drill", &variant, 1)
}

/// A cleaner is hurt in the store of the large school.
static HURT_CLEANER: LazyLock<Outcome> = LazyLock::new(|| {
    let variant = "[variant]\nname = \"Hurt\"\n[inject.hurt]\nat = \"310 s\"\n\
                   do = [{ action = \"incapacitate\", person = \"cleaner-4\", severity = \"2\" }]\n";
    with_variant("durres-school", variant, 1)
});

/// Roll calls of a register, those first that ended first.
fn rolls<'r>(run: &'r Outcome, register: &'r str) -> impl Iterator<Item = &'r Entry> {
    run.events_of("roll-call-ends", register)
}

#[test]
fn everybody_at_school_is_accounted_for_before_the_commander_says_so() {
    let run = with_variant("fire-drill", "[variant]\nname = \"As it is\"\n", 1);
    let full_ms = run.first_ms("all-accounted");
    assert!(run.metric("full_account_s").is_some());
    for person in run.records.people.iter().filter(|p| p.start_place.is_some()) {
        let accounted = person.accounted_ms;
        assert!(accounted.is_some_and(|at_ms| at_ms <= full_ms), "{person:?}");
    }
    assert!(rolls(&run, LIST).next().is_some(), "nobody checks the list");
}

#[test]
fn somebody_of_the_staff_who_lies_inside_is_missed() {
    let run = drill_with_hurt("caretaker");
    let last = rolls(&run, LIST).last().expect("the list is checked");
    assert!(holds(last.value.as_ref(), "caretaker"), "{last:?}");
    let knows = run
        .events_of("picture-changes", COMMANDER)
        .find(|e| e.signal == Some(Signal::Missing) && holds(e.value.as_ref(), "caretaker"));
    assert!(knows.is_some_and(|e| e.time_ms >= last.time_ms), "{knows:?}");
    assert_eq!(run.metric("full_account_s"), None, "the caretaker lies inside");
    assert_eq!(run.metric("unaccounted_at_end"), Some(1.0));
    let told = run.person("caretaker");
    assert!(
        told.missed_ms.is_some() && told.accounted_ms.is_none(),
        "{told:?}"
    );
}

#[test]
fn a_teacher_who_lies_inside_is_missed_by_whoever_takes_the_class_along() {
    let run = drill_with_hurt("teacher-3a");
    assert!(run.events_of("class-taken-over", "3A").next().is_some());
    let last = rolls(&run, "3A").last().expect("the roll is called");
    assert!(holds(last.value.as_ref(), "teacher-3a"), "{last:?}");
    assert_eq!(run.metric("full_account_s"), None, "the teacher lies inside");
    assert!(run.person("teacher-3a").missed_ms.is_some());
}

#[test]
fn somebody_of_the_staff_is_searched_for_and_found() {
    let run = &*HURT_CLEANER;
    let told = run.person("cleaner-4");
    let missed = told.missed_ms.expect("the list misses the cleaner");
    let found = told.found_ms.expect("a search finds the cleaner");
    assert!(missed < found, "{told:?}");
    let tallies: Vec<&Entry> = run.events_of("tally", COMMANDER).collect();
    let believed = |e: &&&Entry| holds(e.value.as_ref(), "cleaner-4");
    let first: Ms = tallies
        .iter()
        .find(believed)
        .expect("the commander knows")
        .time_ms;
    assert!(missed <= first && first < found);
    assert!(!holds(
        tallies.last().expect("a tally").value.as_ref(),
        "cleaner-4"
    ));
}

#[test]
fn no_full_account_without_the_list() {
    for run in all() {
        let Some(full) = run.events("all-accounted").next() else {
            continue;
        };
        let checked = rolls(run, LIST).next();
        assert!(checked.is_some_and(|e| e.time_ms <= full.time_ms), "{}", run.name);
    }
}

/// The sports teacher is in the yard without a class, too far for some to hear the megaphone.
#[test]
fn who_stands_in_the_yard_follows_the_classes_that_come_out() {
    for run in BASE.iter().chain(HOLD.iter()) {
        let teacher = run.person("teacher-sport");
        // Whoever hears the order sets out while the classes still count under cover.
        let first_ms = run.first_ms("order-given");
        assert!(
            teacher
                .departed_ms
                .is_some_and(|set_out_ms| set_out_ms > first_ms),
            "{}: {:?}",
            run.name,
            teacher.departed_ms
        );
        assert!(teacher.assembled_ms.is_some(), "{}", run.name);
    }
}

/// Floors leave one after the other, and the head teacher commands from the last: who is not to be out yet is missed by
/// nobody, and nobody searches for themselves.
#[test]
fn who_is_not_to_be_out_yet_is_not_missed() {
    for run in FLOOR_BY_FLOOR.iter() {
        let told_ms = |class: &str| {
            run.events_of("class-told-to-leave", class)
                .map(|entry| entry.time_ms)
                .min()
        };
        let ground_ms = ["1A", "1B", "1C", "2A", "2B", "2C", "3A", "3B"]
            .into_iter()
            .filter_map(told_ms)
            .min();
        let ground_ms = ground_ms.expect("the ground floor leaves in the end");
        let mut before = 0;
        for roll in rolls(run, "staff-and-visitors").filter(|roll| roll.time_ms < ground_ms) {
            for person in ["head-teacher", "caretaker", "teacher-english"] {
                assert!(
                    !holds(roll.value.as_ref(), person),
                    "{}: {person} at {}",
                    run.name,
                    roll.time_ms
                );
            }
            before += 1;
        }
        assert!(before > 0, "{}: the list is read before", run.name);
    }
}
