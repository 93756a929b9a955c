//! Who knows what, from whom, since when.

use std::collections::BTreeSet;

use hotwash::record::{Arg, Entry, MessageKind, MessageOutcome, PersonOutcome, Value};
use hotwash::scenario::model::Presence;
use hotwash::vocabulary::{Ms, Signal};

use crate::outcomes::{COMMANDER, IN_THE_TOILETS, Outcome, all, base, holds};

#[test]
fn the_two_in_the_toilets_are_missed_and_found_by_a_warden() {
    let mut missed_first = 0;
    for run in base() {
        for id in IN_THE_TOILETS {
            let told = run.person(id);
            let name = &run.name;
            let found = told
                .found_ms
                .unwrap_or_else(|| panic!("{name}: {id} is not found"));
            // A search for somebody else may find them before their class has been counted.
            missed_first += usize::from(told.missed_ms.is_some_and(|missed_ms| missed_ms < found));
            let finder = told
                .found_by
                .as_deref()
                .unwrap_or_else(|| panic!("{name}: who found {id}?"));
            let went = run.events("search-begins").chain(run.events("sweep-begins"));
            let went: Vec<Ms> = went
                .filter(|e| e.subject.as_deref() == Some(finder))
                .map(|e| e.time_ms)
                .collect();
            assert!(
                went.iter().any(|at_ms| *at_ms < found),
                "{name}: {finder} found {id} without going to look"
            );
            let entry = run
                .events_of("person-found", id)
                .next()
                .expect("it stands in the timeline");
            assert_eq!(
                (entry.time_ms, entry.place.is_some()),
                (found, true),
                "{name}: {id}"
            );
            assert!(
                told.exited_ms > Some(found) && told.assembled_ms > told.exited_ms,
                "{name}: {id} stays inside"
            );
            assert!(
                told.accounted_ms.is_some_and(|at_ms| at_ms >= found),
                "{name}: {id}"
            );
            let knew = learns(run, COMMANDER, Signal::Elsewhere, id)
                .chain(learns_safe(run, id))
                .min();
            assert!(
                knew.is_some_and(|at_ms| at_ms > found),
                "{name}: the commander never hears that {id} is found"
            );
        }
    }
    assert!(
        missed_first >= base().len(),
        "only {missed_first} are missed first"
    );
}

/// When a position came to believe that somebody is in a set.
fn learns<'r>(
    run: &'r Outcome,
    position: &'r str,
    signal: Signal,
    id: &'r str,
) -> impl Iterator<Item = Ms> + 'r {
    let changes = run.events_of("picture-changes", position);
    changes
        .filter(move |e| e.signal == Some(signal) && holds(e.value.as_ref(), id))
        .map(|e| e.time_ms)
}

/// When the commander came to believe that the class of somebody who had been missing misses nobody.
fn learns_safe<'r>(run: &'r Outcome, id: &'r str) -> impl Iterator<Item = Ms> + 'r {
    let missed = learns(run, COMMANDER, Signal::Missing, id)
        .min()
        .unwrap_or(Ms::MAX);
    let class = run.person(id).class.clone();
    let changes = run.events_of("picture-changes", COMMANDER);
    let of_class =
        changes.filter(move |e| e.signal == Some(Signal::Missing) && e.place == class && e.time_ms > missed);
    of_class
        .filter(move |e| !holds(e.value.as_ref(), id))
        .map(|e| e.time_ms)
}

#[test]
fn a_wrong_register_is_missed_and_the_families_explain_it() {
    let mut explained = 0;
    for run in base() {
        let school = &run.scenario.school;
        let wrong = school
            .people
            .iter()
            .filter(|p| matches!(p.presence, Presence::AbsentUnmarked | Presence::LeftEarly));
        let wrong: Vec<&str> = wrong.map(|person| person.id.as_str()).collect();
        assert_eq!(wrong.len(), 2, "one marked present, one gone home");
        let call = run
            .records
            .messages
            .iter()
            .find(|m| &*m.to == "families" && &*m.about.clone().unwrap_or_default() == "call-families");
        for id in wrong {
            let name = &run.name;
            let told = run.person(id);
            assert_eq!(told.outcome, PersonOutcome::Absent, "{name}: {id}");
            assert!(
                told.missed_ms.is_some(),
                "{name}: the roll call does not miss {id}"
            );
            let missing = learns(run, COMMANDER, Signal::Missing, id).min();
            let missing = missing.unwrap_or_else(|| panic!("{name}: {id} is missing in nobody's picture"));
            assert!(
                missing >= told.missed_ms.unwrap_or_default(),
                "{name}: {id} is missing before the roll call"
            );
            let call = call.unwrap_or_else(|| panic!("{name}: nobody calls the families"));
            let known = learns(run, COMMANDER, Signal::Elsewhere, id).min();
            if call.outcome != MessageOutcome::CarriedOut {
                assert_eq!(
                    known, None,
                    "{name}: who told that {id} is at home, if the families did not?"
                );
                continue;
            }
            let known =
                known.unwrap_or_else(|| panic!("{name}: the families answer, and {id} stays missing"));
            assert!(call.received_ms < Some(known) && missing < known, "{name}: {id}");
            let answered = run.records.messages.iter().any(|m| {
                &*m.from == "families" && m.received_ms == Some(known) && holds(m.value.as_ref(), id)
            });
            assert!(answered, "{name}: what the families say of {id} is no message");
            let tallies = run.events_of("tally", COMMANDER).filter(|e| e.time_ms >= known);
            let last = tallies
                .last()
                .unwrap_or_else(|| panic!("{name}: nobody adds up after {id} is explained"));
            assert!(
                !holds(last.value.as_ref(), id),
                "{name}: {id} is still counted as missing"
            );
            explained += 1;
        }
    }
    println!("{explained} of {} wrong entries are explained", 2 * base().len());
    assert!(explained > 0, "no family ever answers");
}

/// What a person perceives without being told: an entry of one of these kinds may stand behind a fact.
const PERCEIVED: [&str; 12] = [
    "roll-call-ends",
    "cue-appears",
    "place-closed",
    "room-not-reached",
    "person-found",
    "search-ends",
    "sweep-ends",
    "shaking-begins",
    "person-hurt",
    "waits-to-be-carried",
    "stands-at",
    "leaves-post",
];

#[test]
fn every_fact_in_a_picture_was_received_or_perceived_before() {
    for run in all() {
        let entries = run.entries();
        let (mut told, mut seen) = (0, 0);
        for fact in run.events("picture-changes") {
            let position = fact.subject.as_deref().expect("whose picture");
            let cause = fact.cause.map(|cause| entries[&cause]);
            let cause = cause.unwrap_or_else(|| panic!("{}: {fact:?} comes from nowhere", run.name));
            assert!(
                cause.time_ms <= fact.time_ms,
                "{}: {fact:?} is known before {cause:?}",
                run.name
            );
            if cause.event != "message-received" {
                assert!(
                    PERCEIVED.contains(&cause.event),
                    "{}: {fact:?} comes from {cause:?}",
                    run.name
                );
                seen += 1;
                continue;
            }
            // Either the position was told, or somebody whom it had asked answers.
            let arrived = was_told(run, position, cause) || was_answered(run, position, fact.time_ms);
            assert!(
                arrived,
                "{}: nobody told {position} at {}: {fact:?}",
                run.name, fact.time_ms
            );
            told += 1;
        }
        assert!(told > 50, "{}: {told} facts told, {seen} seen", run.name);
    }
}

#[test]
fn what_a_position_does_about_a_fact_comes_from_the_fact() {
    let run = &base()[0];
    let entries = run.entries();
    let cause_of = |entry: &Entry| entry.cause.map(|cause| entries[&cause]);
    let relays: Vec<&Entry> = run
        .events("standing-order")
        .filter(|entry| {
            entry
                .args
                .iter()
                .any(|(_, arg)| matches!(arg, Arg::Of(_, id) if &**id == "relay-head-count"))
        })
        .collect();
    assert!(relays.len() > 20, "{} relays", relays.len());
    for relay in relays {
        let learnt = cause_of(relay).expect("it comes from something");
        assert_eq!(
            (learnt.event, &learnt.place),
            ("picture-changes", &relay.place),
            "{relay:?}"
        );
    }
    let due = |decision: &str| {
        let mut all = run.events("decision-due");
        let found = all.find(|entry| {
            entry
                .args
                .iter()
                .any(|(_, arg)| matches!(arg, Arg::Of(_, id) if &**id == decision))
        });
        cause_of(found.expect("it falls due"))
            .expect("from something")
            .event
    };
    assert_eq!(due("leave-the-building"), "picture-changes");
    assert_eq!(due("search"), "tally");
}

/// Whether a message to the position arrived with this entry.
fn was_told(run: &Outcome, position: &str, arrival: &Entry) -> bool {
    let to = arrival
        .args
        .iter()
        .any(|(name, arg)| *name == "to" && matches!(arg, Arg::Id(id) | Arg::Text(id) if &**id == position));
    let received = run
        .records
        .messages
        .iter()
        .filter(|m| &*m.to == position && m.received_ms == Some(arrival.time_ms));
    to && arrival.subject.as_deref() == Some(position) && received.count() > 0
}

fn was_answered(run: &Outcome, position: &str, at_ms: Ms) -> bool {
    let asked = run.records.messages.iter().filter(|m| &*m.from == position);
    let mut asked = asked.filter(|m| matches!(m.kind, MessageKind::Request | MessageKind::Question));
    asked.any(|m| m.acknowledged_ms == Some(at_ms))
}

#[test]
fn nobody_is_missing_in_a_picture_who_was_missed_by_nobody() {
    for run in all() {
        let mut missed = BTreeSet::new();
        for (_, entry) in run.records.timeline.iter() {
            let Some(Value::Ids(ids)) = &entry.value else {
                continue;
            };
            match (entry.event, entry.signal) {
                ("roll-call-ends", _) => missed.extend(ids.iter().cloned()),
                ("picture-changes", Some(Signal::Missing)) | ("tally", _) => {
                    let invented: Vec<_> = ids.iter().filter(|id| !missed.contains(*id)).collect();
                    assert!(
                        invented.is_empty(),
                        "{}: {invented:?} at {}",
                        run.name,
                        entry.time_ms
                    );
                }
                _ => {}
            }
        }
    }
}

#[test]
fn a_decision_is_true_then_known_then_decided_then_ordered() {
    for run in all() {
        for life in &run.records.decisions {
            let stages = [
                ("known", life.known_ms),
                ("decided", life.decided_ms),
                ("ordered", life.ordered_ms),
                ("first acknowledged", life.first_ack_ms),
                ("last acknowledged", life.last_ack_ms),
            ];
            in_order(
                &run.name,
                &life.decision,
                &[&[("true", life.true_since_ms)], &stages[..]].concat(),
            );
            in_order(
                &run.name,
                &life.decision,
                &[stages[1], ("in effect", life.effective_ms)],
            );
            for pair in stages.windows(2) {
                let skipped = pair[0].1.is_none() && pair[1].1.is_some();
                assert!(
                    !skipped,
                    "{}: {} is {} and not {}",
                    run.name, life.decision, pair[1].0, pair[0].0
                );
            }
        }
        let made = run
            .records
            .decisions
            .iter()
            .filter(|life| life.decided_ms.is_some())
            .count();
        assert!(made >= 4, "{}: only {made} decisions", run.name);
    }
}

#[test]
fn a_message_is_sent_then_received_then_acknowledged() {
    for run in all() {
        for message in &run.records.messages {
            let what = format!("{} ({} to {})", message.id, message.from, message.to);
            let stages = [
                ("sent", Some(message.time_ms)),
                ("received", message.received_ms),
                ("acknowledged", message.acknowledged_ms),
            ];
            in_order(&run.name, &what, &stages);
            let heard = matches!(
                message.outcome,
                MessageOutcome::Received | MessageOutcome::Acknowledged | MessageOutcome::CarriedOut
            );
            assert!(
                !heard || message.received_ms.is_some(),
                "{}: {what} is {:?} and never arrived",
                run.name,
                message.outcome
            );
        }
    }
}

/// Moments that are there lie in the order given.
fn in_order(run: &str, what: &str, stages: &[(&str, Option<Ms>)]) {
    let there: Vec<(&str, Ms)> = stages
        .iter()
        .filter_map(|(name, at_ms)| Some((*name, (*at_ms)?)))
        .collect();
    for pair in there.windows(2) {
        assert!(
            pair[0].1 <= pair[1].1,
            "{run}: {what} is {} at {} and {} at {} ms",
            pair[0].0,
            pair[0].1,
            pair[1].0,
            pair[1].1
        );
    }
}
