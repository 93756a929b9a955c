//! Who is sent to look into rooms: what becomes of the order, and of rooms that somebody does not get to.

use hotwash::record::{Arg, Message, MessageOutcome, Value};
use hotwash::sim::Seeds;
use hotwash::simulation::{Options, Simulation};
use hotwash::vocabulary::{Signal, SubjectIx, SubjectKind, Value as Truth};

use crate::common;
use crate::outcomes::{COMMANDER, Outcome, SWEEP_FIRST, all, with_variant};

fn search_orders(run: &Outcome) -> impl Iterator<Item = &Message> {
    let messages = run.records.messages.iter();
    messages.filter(|m| m.about.as_deref() == Some("search") && m.received_ms.is_some())
}

/// The text of a shipped variant and more.
fn sweep_first_and(more: &str) -> String {
    let shipped = common::shipped("durres-school").join("variants/wardens-sweep-first.toml");
    format!("{}\n{more}", common::text(&shipped))
}

#[test]
fn every_search_order_that_is_heard_is_carried_out() {
    for run in all() {
        for order in search_orders(run) {
            assert_eq!(
                order.outcome,
                MessageOutcome::CarriedOut,
                "{}: {order:?}",
                run.name
            );
        }
    }
}

#[test]
fn who_is_sweeping_searches_afterwards() {
    // Seven searches of ten are ordered after the sweep: here they all come while it lasts.
    let slow = sweep_first_and("[school.nene-tereza.procedure]\nlook_into_room = \"90 s\"\n");
    let run = with_variant("durres-school", &slow, 1);
    let waits = run.events("task-waits").next().expect("a warden is sweeping");
    let warden = waits.subject.as_deref().expect("who");
    let swept = run
        .events_of("sweep-ends", warden)
        .next()
        .expect("the sweep ends")
        .time_ms;
    let ends = run.events_of("search-ends", warden).next();
    let ends = ends
        .unwrap_or_else(|| panic!("{warden} does not search after the sweep"))
        .time_ms;
    assert!(waits.time_ms < swept && swept <= ends, "{warden}: {swept} {ends}");
    assert!(search_orders(&run).all(|m| m.outcome == MessageOutcome::CarriedOut));
}

#[test]
fn a_room_behind_a_jammed_door_is_reported_and_the_floor_is_not_clear() {
    let jammed = "[inject.door-jams]\nat = \"40 s after mainshock\"\ndo = [{ action = \"close\", place = \"door-archive\" }]\n";
    let run = with_variant("durres-school", &sweep_first_and(jammed), 1);
    let left_out = run.events("room-not-reached").next().expect("nobody gets in");
    assert_eq!(left_out.place.as_deref(), Some("archive"));
    assert!(
        run.events("sweep-ends-short")
            .any(|e| e.place.as_deref() == Some("floor-0"))
    );
    assert!(
        run.events("sweep-ends")
            .all(|e| e.place.as_deref() != Some("floor-0"))
    );
    let known = run
        .events_of("picture-changes", COMMANDER)
        .find(|e| e.signal == Some(Signal::Unsearched) && e.place.as_deref() == Some("archive"));
    let known = known.expect("the commander is told");
    assert_eq!(known.value, Some(Value::Flag(true)));
    assert!(known.time_ms >= left_out.time_ms);
    let told_clear = run
        .events_of("picture-changes", COMMANDER)
        .any(|e| e.signal == Some(Signal::Clear) && e.place.as_deref() == Some("floor-0"));
    assert!(!told_clear, "a floor with a room left out is not clear");
}

#[test]
fn a_swept_floor_with_somebody_waiting_on_it_is_not_clear_and_the_report_says_so() {
    let mut seen = 0;
    for run in SWEEP_FIRST.iter() {
        for swept in run.events("sweep-ends") {
            let waits = swept
                .args
                .iter()
                .any(|(name, arg)| *name == "waiting" && *arg != Arg::Count(0));
            let floor = swept.place.as_deref().expect("a floor");
            let who = swept.subject.as_deref().expect("who");
            let note = run.events("picture-changes").find(|entry| {
                entry.signal == Some(Signal::Clear)
                    && entry.place.as_deref() == Some(floor)
                    && entry.time_ms >= swept.time_ms
            });
            let note = note.unwrap_or_else(|| panic!("{}: {who} knows nothing of {floor}", run.name));
            assert_eq!(note.value, Some(Value::Flag(!waits)), "{}: {floor}", run.name);
            let clear = format!("clear@{floor}");
            let says_no = |entry: &hotwash::record::Entry| {
                entry
                    .args
                    .iter()
                    .any(|(_, arg)| matches!(arg, Arg::Of("denied", about) if **about == *clear))
            };
            if waits {
                assert!(run.events("report-sent").any(says_no), "{}: {floor}", run.name);
                seen += 1;
            }
        }
    }
    assert!(seen > 0, "nobody waits on a floor that is swept");
}

#[test]
fn rooms_of_a_searcher_who_is_hurt_are_searched_by_another_when_the_order_comes_again() {
    // The first search looks into room 17, that of 5C-34; the second comes four minutes later.
    let hurt = "[variant]\nname = \"A searcher falls\"\n[inject.falls]\nwhen = \"unsearched@room-17 == true for '20 s'\"\n\
                do = [{ action = \"incapacitate\", person = \"lab-assistant\" }]\n";
    let scenario = common::altered("durres-school", hurt);
    let mut run =
        Simulation::new(scenario.clone(), Seeds::both(5), Options::default()).expect("it can be walked in");
    run.run(|_| {});
    let subjects = scenario.subjects.of_kind(SubjectKind::Space);
    let still = |room: &SubjectIx| run.signal(Signal::Unsearched, *room) == Some(&Truth::Flag(true));
    let unsearched: Vec<&str> = subjects
        .iter()
        .filter(|room| still(room))
        .map(|room| scenario.subjects.id(*room))
        .collect();
    let records = run.finish();
    let breaks = records
        .timeline
        .iter()
        .find(|(_, entry)| entry.event == "task-breaks-off");
    let (_, breaks) = breaks.expect("the search breaks off");
    assert_eq!(breaks.subject.as_deref(), Some("lab-assistant"));
    let Some((_, Arg::Ids(rooms))) = breaks.args.iter().find(|(name, _)| *name == "rooms") else {
        panic!("{breaks:?} says no rooms");
    };
    assert!(rooms.len() > 3, "{rooms:?}");
    for room in rooms {
        assert!(
            !unsearched.contains(&&**room),
            "nobody has looked into {room}: {unsearched:?}"
        );
    }
}

#[test]
fn a_shipped_sweep_gets_to_every_room() {
    for run in SWEEP_FIRST.iter() {
        assert_eq!(run.events("room-not-reached").count(), 0, "{}", run.name);
    }
}

/// In this run two searchers divide the rooms, and one breaks off to carry somebody. A search that was planned anew
/// afterwards would divide the rooms anew, and leave out those that neither has then.
#[test]
fn a_search_that_rests_goes_on_with_the_rooms_that_were_left() {
    let hold = common::shipped("durres-school").join("variants/hold-for-inspection.toml");
    let run = with_variant("durres-school", &common::text(&hold), 15);
    assert!(run.events("search-rests").next().is_some(), "a search rests");
    assert_eq!(run.metric("inside_at_end"), Some(0.0));
    assert!(run.person("7B-11").found_ms.is_some());
}

#[test]
fn a_class_that_nobody_has_told_to_leave_is_found_as_a_class() {
    for run in SWEEP_FIRST.iter() {
        let found = run
            .events_of("class-found", "6B")
            .next()
            .expect("it has no teacher");
        let told = run
            .events_of("class-told-to-leave", "6B")
            .next()
            .expect("it is told");
        assert_eq!(found.time_ms, told.time_ms, "{}: by whoever finds it", run.name);
        let is_of_it = |entry: &&hotwash::record::Entry| {
            entry.subject.as_deref().is_some_and(|who| who.starts_with("6B-"))
        };
        let alone = run.events("person-found").filter(is_of_it).count();
        assert_eq!(alone, 0, "{}: nobody of it is found as a straggler", run.name);
    }
}
