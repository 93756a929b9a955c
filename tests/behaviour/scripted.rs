//! Who comes to the gate by script: it happens to them what happens to whoever was sent.

use hotwash::record::{ActionResult, Arg, Entry};
use hotwash::vocabulary::Ms;

use crate::common;
use crate::outcomes::{COMMANDER, Outcome, with_variant};

const MINUTE_MS: Ms = 60_000;

fn shipped() -> Outcome {
    let scenario = common::load(
        &common::shipped("durres-school"),
        Some("help-comes-by-script"),
        &[],
    );
    Outcome::of(&scenario, 1)
}

#[track_caller]
fn only<'r>(run: &'r Outcome, event: &'static str, subject: &str) -> &'r Entry {
    let found: Vec<&Entry> = run.events_of(event, subject).collect();
    match found[..] {
        [only] => only,
        _ => panic!("{event} of {subject}: {found:?}"),
    }
}

#[test]
fn whoever_comes_by_script_comes_on_time_and_unasked() {
    let run = shipped();
    for (resource, after) in [("patrol-1", 8), ("engine-1", 12), ("ambulance-1", 15)] {
        let comes = only(&run, "resource-comes-by-script", resource);
        assert_eq!(comes.time_ms, (5 + after) * MINUTE_MS, "{resource}");
        let cause = comes.cause.map(|cause| run.entries()[&cause].event);
        assert_eq!(cause, Some("inject"), "{resource}");
        assert_eq!(run.events_of("resource-assigned", resource).count(), 0);
        let there = only(&run, "resource-on-scene", resource);
        let gates = run.events_of("resource-turns-round", resource).count();
        assert_eq!(there.time_ms == comes.time_ms, gates == 0, "{resource}");
    }
    assert_eq!(
        run.events_of("resource-turns-round", "engine-1").count(),
        1,
        "the back gate is locked for them as well"
    );
}

#[test]
fn the_officer_of_a_patrol_is_briefed_and_leads_nothing() {
    let run = shipped();
    let there = only(&run, "officer-on-scene", "police-officer");
    let with_officer = |event: &'static str| {
        run.events(event).find(|entry| {
            let mut args = entry.args.iter();
            args.any(|arg| matches!(arg, ("to", Arg::Id(to)) if &**to == "police-officer"))
                && entry.subject.as_deref() != Some("security-officer")
        })
    };
    let begins = with_officer("briefing-begins").expect("the commander goes to them");
    assert_eq!(begins.subject.as_deref(), Some(COMMANDER));
    assert!(begins.time_ms > there.time_ms);
    let learns = run.events_of("picture-changes", "police-officer");
    assert!(learns.count() > 0, "they hear what the school knows");
    let commands = run
        .events("command-unified")
        .chain(run.events("command-transferred"));
    for change in commands {
        assert_eq!(change.subject.as_deref(), Some("fire-officer"));
    }
}

/// The fire engine of the scenario as it stands is under way from 9:43 on and reaches the back gate after 15 min.
const COMES: &str = "[inject.comes]\nat = \"11 min\"\ndo = [{ action = \"arrive\", resource = \"engine-1\" }]\n\
                     [inject.comes-again]\nat = \"12 min\"\ndo = [{ action = \"arrive\", resource = \"engine-1\" }]\n";

#[test]
fn what_is_on_its_way_comes_sooner_and_once() {
    let run = with_variant("durres-school", COMES, 1);
    let leaves = only(&run, "resource-leaves", "engine-1");
    let comes = only(&run, "resource-comes-by-script", "engine-1");
    assert!(leaves.time_ms < comes.time_ms);
    let gate = only(&run, "resource-turns-round", "engine-1");
    assert_eq!(gate.time_ms, comes.time_ms);
    let there = only(&run, "resource-on-scene", "engine-1");
    assert!((12 * MINUTE_MS..25 * MINUTE_MS).contains(&there.time_ms));
    let results = run
        .records
        .actions
        .iter()
        .filter(|action| &*action.action == "arrive");
    let results: Vec<ActionResult> = results.map(|action| action.result).collect();
    assert_eq!(results, [ActionResult::Applied, ActionResult::Unchanged]);
}

/// Counted again four minutes after the last time, by the clock alone.
#[test]
fn what_is_rearmed_by_time_fires_when_the_time_has_come() {
    let again = "[decision.count]\nposition = \"school-incident-commander\"\nwhen = \"known(head_count@1A)\"\n\
        rearm_when = \"since(count) > '4 min'\"\nrepeats = true\ndecides_in = \"1 s\"\nchoose = \"again\"\n\
        options.again = [{ action = \"count-again\", school = \"small-school\", via = [\"voice\"] }]\n";
    let run = with_variant("fire-drill", again, 1);
    let is_count = |entry: &&Entry| {
        let mut args = entry.args.iter();
        args.any(|(name, value)| {
            *name == "decision" && matches!(value, Arg::Of(_, id) | Arg::Text(id) if &**id == "count")
        })
    };
    let due: Vec<Ms> = run
        .events("decision-due")
        .filter(is_count)
        .map(|entry| entry.time_ms)
        .collect();
    assert!(due.len() >= 3, "{due:?}");
    assert!(
        due.windows(2)
            .all(|pair| (240_000..260_000).contains(&(pair[1] - pair[0]))),
        "{due:?}"
    );
}
