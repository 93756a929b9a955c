//! How decisions, messages and actions end: superseded, unchanged, asked of nobody, set from the command line.

use std::sync::Arc;

use hotwash::record::{ActionResult, DecisionOutcome, MessageOutcome};
use hotwash::scenario::load::decide;
use hotwash::scenario::model::Scenario;
use hotwash::sim::GRID_MS;

use crate::common::{altered, load, shipped};
use crate::outcomes::Outcome;

#[test]
fn an_order_that_nobody_carries_out_before_a_contrary_one_is_superseded() {
    // By then the loudspeakers are silent: nobody hears that they are to stay.
    let stay = "[decision.stay]\nposition = \"school-incident-commander\"\nat = \"16 s after mainshock\"\n\
                decides_in = { median = \"1 s\", p90 = \"1 s\" }\nchoose = \"hold\"\n\
                options.hold = [{ action = \"hold\", school = \"nene-tereza\", via = [\"pa\"], ack_within = \"30 s\", \
                if_silent = \"ask-again\" }]\n";
    let run = Outcome::of(
        &altered("durres-school", &format!("[exercise]\nlasts = \"8 min\"\n{stay}")),
        1,
    );
    let outcome = |id: &str| {
        let mut decisions = run.records.decisions.iter();
        decisions
            .find(|life| &*life.decision == id)
            .expect("it is made")
            .outcome
    };
    assert_eq!(outcome("stay"), DecisionOutcome::Superseded);
    assert_eq!(outcome("leave-the-building"), DecisionOutcome::Effective);
    let holds = run
        .records
        .messages
        .iter()
        .filter(|m| m.about.as_deref() == Some("hold"));
    let open = holds.filter(|m| m.outcome != MessageOutcome::Superseded).count();
    assert_eq!(open, 0, "orders to stay that are still open");
}

#[test]
fn an_order_nobody_waited_on_is_lost_and_one_that_was_waited_on_unanswered() {
    let order = |id: &str, at: &str, more: &str| {
        format!(
            "[decision.{id}]\nposition = \"school-incident-commander\"\nat = \"{at}\"\n\
             decides_in = {{ median = \"1 s\", p90 = \"1 s\" }}\nchoose = \"hold\"\n\
             options.hold = [{{ action = \"hold\", school = \"small-school\", via = [\"telephone\"]{more} }}]\n"
        )
    };
    let changes = format!(
        "[exercise]\nlasts = \"1 min\"\n[channel.telephone]\nkind = \"telephone\"\nloss = \"100 %\"\n{}{}",
        order("thrown-out", "10 s", ""),
        order("waited-on", "30 s", ", ack_within = \"10 s\"")
    );
    let run = Outcome::of(&altered("fire-drill", &changes), 1);
    let holds = run.records.messages.iter();
    let holds = holds.filter(|m| m.about.as_deref() == Some("hold") && m.received_ms.is_none());
    let (early, late): (Vec<_>, Vec<_>) = holds.partition(|m| m.time_ms < 25_000);
    assert!(early.iter().any(|m| m.outcome == MessageOutcome::Lost));
    assert!(early.iter().all(|m| m.outcome != MessageOutcome::Unanswered));
    assert!(late.iter().any(|m| m.outcome == MessageOutcome::Unanswered));
}

#[test]
fn what_is_so_already_changes_nothing() {
    let again = "[exercise]\nlasts = \"7 min\"\n[inject.again]\nat = \"6 min\"\n\
                 do = [{ action = \"close\", place = \"stair-b\" }, { action = \"power-off\", school = \"nene-tereza\" }]\n";
    let run = Outcome::of(&altered("durres-school", again), 1);
    let of = |source: &'static str| run.records.actions.iter().filter(move |a| &*a.source == source);
    assert!(of("pin:stair-b-blocked").all(|action| action.result == ActionResult::Applied));
    assert_eq!(of("inject:again").count(), 2);
    assert!(of("inject:again").all(|action| action.result == ActionResult::Unchanged));
}

#[test]
fn nobody_to_ask_is_told_and_stops_nothing() {
    let must = "[post.head-teacher]\nmust_consult.sound-alarm = [\"prefect\"]\n";
    let run = Outcome::of(&altered("fire-drill", must), 1);
    assert_eq!(run.events("consultation-impossible").count(), 1);
    let alarm = &run.records.decisions[0];
    assert_eq!(alarm.outcome, DecisionOutcome::Effective);
}

#[test]
fn a_decision_set_from_the_command_line_is_still_judged_on_the_truth() {
    let scenario = load(&shipped("durres-school"), None, &["exercise.lasts=8 min"]);
    let mut scenario: Scenario = (*scenario).clone();
    decide(&mut scenario, "leave-the-building=leave@7 min").expect("sound");
    let run = Outcome::of(&Arc::new(scenario), 1);
    let mut lives = run.records.decisions.iter();
    let life = lives
        .find(|life| &*life.decision == "leave-the-building")
        .expect("made");
    // What a tick sets for now is done in the next one.
    let taken = (life.known_ms, life.decided_ms);
    assert_eq!(taken, (Some(420_000), Some(420_000 + GRID_MS)));
    assert!(
        life.true_since_ms.is_some_and(|ms| ms < 420_000),
        "{:?}",
        life.true_since_ms
    );
}

#[test]
fn a_bell_that_is_rung_again_reaches_those_who_are_in_no_class() {
    let missed = "[exercise]\nlasts = \"5 min\"\n[channel.bell]\nloss = \"60 %\"\n";
    let scenario = altered("fire-drill", missed);
    let (mut at_once, mut later) = (0, 0);
    for seed in 1..=10 {
        let run = Outcome::of(&scenario, seed);
        // The caretaker holds no position, and leads no class: nobody calls them by name.
        let word = run.records.messages.iter().find(|m| &*m.to == "caretaker");
        let word = word.expect("the bell rings for everybody");
        let Some(received_ms) = word.received_ms else {
            continue;
        };
        if received_ms < word.time_ms + 20_000 {
            at_once += 1;
        } else {
            later += 1;
            assert!(run.person("caretaker").exited_ms.is_some(), "{}", run.name);
        }
    }
    println!("{at_once} hear it at once, {later} when it is rung again");
    assert!(at_once > 0 && later > 0 && at_once + later >= 8);
}
