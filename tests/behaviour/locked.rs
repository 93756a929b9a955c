//! A room whose door does not open: who is in it is missed, and comes out when somebody opens.

use hotwash::vocabulary::Signal;

use crate::outcomes::{Outcome, SCHOOL, with_variant};

/// The door of class 7B jams in the earthquake.
const JAMMED: &str =
    "[inject.jam]\nat = \"15 s after mainshock\"\ndo = [{ action = \"close\", place = \"door-room-24\" }]\n";

/// Pupils and teacher of the class who were in the room.
fn locked_in(run: &Outcome) -> usize {
    let room = run
        .scenario
        .school
        .people
        .iter()
        .map(|spec| &run.scenario.school.plan.spaces[spec.space].id);
    let people = run.records.people.iter().zip(room);
    people
        .filter(|(person, room)| *room == "room-24" && person.outcome.word() != "absent")
        .count()
}

#[test]
fn a_class_that_is_locked_in_is_missed_to_the_last() {
    let run = with_variant("durres-school", JAMMED, 1);
    assert_eq!(run.events_of("class-trapped", "7B").count(), 1);
    let unaccounted = run.numbers(Signal::Unaccounted, SCHOOL);
    let most = unaccounted.iter().map(|(_, people)| *people).fold(0.0, f64::max);
    assert!(most >= locked_in(&run) as f64, "{most} of {}", locked_in(&run));
    assert_eq!(run.metric("unaccounted_at_end"), Some(locked_in(&run) as f64));
}

#[test]
fn whoever_opens_the_door_of_a_room_comes_from_the_corridor() {
    let opened = format!(
        "{JAMMED}[decision.key]\nposition = \"school-incident-commander\"\nat = \"9 min\"\ndecides_in = \"1 s\"\n\
         choose = \"go\"\noptions.go = [{{ action = \"open\", place = \"door-room-24\", position = \"floor-warden-2\", via = [\"radio\"] }}]\n"
    );
    let run = with_variant("durres-school", &opened, 1);
    assert!(
        run.events("opens")
            .any(|entry| entry.place.as_deref() == Some("door-room-24"))
    );
    assert_eq!(run.metric("inside_at_end"), Some(0.0));
    assert_eq!(run.metric("unaccounted_at_end"), Some(0.0));
}

#[test]
fn whoever_is_trapped_leaves_when_the_door_opens() {
    let opened = format!(
        "{JAMMED}[inject.open]\nat = \"15 min\"\ndo = [{{ action = \"open\", place = \"door-room-24\" }}]\n"
    );
    let run = with_variant("durres-school", &opened, 1);
    let teacher = run.person("teacher-7b");
    let out = teacher
        .assembled_ms
        .expect("the teacher comes out with the class");
    assert!(out > 15 * 60_000);
    assert_eq!(run.metric("inside_at_end"), Some(0.0));
}
