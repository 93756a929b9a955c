//! Everybody once, and always somewhere.

use std::collections::{BTreeMap, BTreeSet};

use hotwash::record::{Person, PersonOutcome};
use hotwash::scenario::model::Presence;
use hotwash::vocabulary::{Ms, Signal, SubjectKind};

use crate::outcomes::{Outcome, SCHOOL, all};

#[test]
fn everybody_stands_once_in_people() {
    for run in all() {
        let people = &run.records.people;
        let told: BTreeSet<&str> = people.iter().map(|person| &*person.id).collect();
        let scenario: BTreeSet<&str> = run
            .scenario
            .school
            .people
            .iter()
            .map(|person| person.id.as_str())
            .collect();
        assert_eq!(told.len(), people.len(), "{}: somebody stands twice", run.name);
        assert_eq!(told, scenario, "{}", run.name);
        for (told, person) in people.iter().zip(&run.scenario.school.people) {
            let absent = told.outcome == PersonOutcome::Absent;
            assert_eq!(
                absent,
                person.presence != Presence::Present,
                "{}: {}",
                run.name,
                told.id
            );
        }
    }
}

/// Who is at school. A person counts as outside who began there or has come out.
fn present(run: &Outcome) -> impl Iterator<Item = (&Person, bool)> {
    let plan = &run.scenario.school.plan;
    let people = run.records.people.iter().zip(&run.scenario.school.people);
    let present = people.filter(|(_, person)| person.presence == Presence::Present);
    present.map(|(told, person)| (told, plan.spaces[person.space].kind.is_outside()))
}

#[test]
fn whoever_is_at_school_is_inside_or_outside() {
    /// Signals are counted once a second.
    const COUNTED_EVERY_MS: Ms = 1_000;
    for run in all() {
        let everybody = present(run).count() as f64;
        let outside = |at_ms: Ms| {
            let out = present(run).filter(|(told, began_outside)| {
                *began_outside || told.exited_ms.is_some_and(|out| out <= at_ms)
            });
            out.count() as f64
        };
        // Who goes back in is sent: to search, to sweep, to open a door, to carry.
        let sent = ["search-begins", "sweep-begins", "goes-to-open", "goes-to-carry"].map(|event| {
            let times = run.events(event).map(|entry| entry.time_ms);
            times.min().unwrap_or(Ms::MAX)
        });
        let first_sent = sent.into_iter().min().unwrap_or(Ms::MAX);
        let senders: BTreeSet<_> = run
            .events("search-begins")
            .chain(run.events("sweep-begins"))
            .chain(run.events("goes-to-open"))
            .chain(run.events("goes-to-carry"))
            .map(|e| e.subject.clone())
            .collect();
        let samples = run.numbers(Signal::Inside, SCHOOL);
        for (at_ms, inside) in &samples {
            let (least, most) = (outside(*at_ms - COUNTED_EVERY_MS), outside(*at_ms));
            let back_in = if *at_ms < first_sent {
                0.0
            } else {
                senders.len() as f64
            };
            let out = everybody - inside;
            assert!(
                least - back_in <= out && out <= most,
                "{}: at {at_ms} ms {inside} inside and {most} outside are not {everybody}",
                run.name
            );
        }
        assert_eq!(samples[0].1 + outside(0), everybody, "{}", run.name);
        let at_end = run.metric("inside_at_end").expect("always");
        let never_out = present(run)
            .filter(|(told, outside)| !outside && told.exited_ms.is_none())
            .count() as f64;
        assert!(
            never_out <= at_end && at_end <= never_out + senders.len() as f64,
            "{}: {at_end} inside",
            run.name
        );
    }
}

#[test]
fn the_floors_add_up_to_the_school() {
    for run in all() {
        let mut floors: BTreeMap<Ms, f64> = BTreeMap::new();
        for level in run.scenario.subjects.of_kind(SubjectKind::Level) {
            let id = &run.scenario.subjects.get(level).id;
            for (at_ms, count) in run.numbers(Signal::Inside, id) {
                *floors.entry(at_ms).or_default() += count;
            }
        }
        let school: BTreeMap<Ms, f64> = run.numbers(Signal::Inside, SCHOOL).into_iter().collect();
        assert_eq!(floors, school, "{}", run.name);
    }
}

#[test]
fn a_persons_story_runs_forward() {
    for run in all() {
        for (told, began_outside) in present(run) {
            let stages = [told.departed_ms, told.exited_ms, told.assembled_ms];
            let there: Vec<Ms> = stages.into_iter().flatten().collect();
            assert!(there.is_sorted(), "{}: {told:?}", run.name);
            assert_eq!(
                told.found_ms.is_some(),
                told.found_by.is_some(),
                "{}: {told:?}",
                run.name
            );
            assert_eq!(
                told.exit.is_some(),
                told.exited_ms.is_some(),
                "{}: {told:?}",
                run.name
            );
            let out = told.exited_ms.is_some() || began_outside;
            let settled = matches!(told.outcome, PersonOutcome::Accounted | PersonOutcome::Assembled);
            assert!(
                !settled || (out && told.assembled_ms.is_some()),
                "{}: {told:?}",
                run.name
            );
        }
    }
}
