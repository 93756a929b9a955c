//! A run stepped from outside, as a console does it: actions handed in, decisions chosen.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read and write files of their own"
)]

mod common;

use std::sync::Arc;

use common::place::Place;
use common::{MARKS_OF_A_REPLAY, differences, load, shipped, simulate, write_run};
use hotwash::command::{Actor, Party};
use hotwash::record::{ActionResult, Records};
use hotwash::scenario::model::{ActionCall, Choice, Scenario};
use hotwash::sim::Seeds;
use hotwash::simulation::{NoSuchChoice, Options, Simulation, Step};
use hotwash::vocabulary::Ms;

const SEEDS: Seeds = Seeds::both(1);

fn school() -> Arc<Scenario> {
    load(&shipped("durres-school"), None, &["exercise.lasts=10 min"])
}

fn call(action: &str, arguments: &str, scenario: &Scenario) -> ActionCall {
    ActionCall::parse(action, arguments, scenario).expect("an action of the vocabulary")
}

fn position(id: &str, scenario: &Scenario) -> Actor {
    let found = scenario
        .command
        .positions
        .iter()
        .position(|position| position.id == id);
    Actor::Party(Party::Position(found.expect("a position of the scenario")))
}

/// Steps a run to its end and hands in each action once its time has come.
fn stepped(scenario: &Arc<Scenario>, mut actions: Vec<(Ms, ActionCall, Actor)>) -> Records {
    let mut run =
        Simulation::new(Arc::clone(scenario), SEEDS, Options::default()).expect("it can be walked in");
    while run.step() != Step::Ended {
        let now_ms = run.now_ms();
        for (_, call, actor) in actions.extract_if(.., |(at_ms, ..)| *at_ms <= now_ms) {
            run.submit(call, actor);
        }
    }
    assert!(
        actions.is_empty(),
        "the run ended before they were handed in: {actions:?}"
    );
    run.finish()
}

/// What became of the actions that a console handed in: name, arguments, result.
fn from_console(records: &Records) -> Vec<(&str, &str, ActionResult)> {
    let rows = records
        .actions
        .iter()
        .filter(|action| &*action.source == "console");
    rows.map(|action| (&*action.action, &*action.arguments, action.result))
        .collect()
}

#[test]
fn nothing_handed_in_is_the_run_as_scripted() {
    let scenario = school();
    assert_eq!(
        stepped(&scenario, Vec::new()).actions,
        simulate(&scenario, SEEDS, Options::default()).actions
    );
}

#[test]
fn what_is_handed_in_is_logged_and_replayed_to_the_same_bytes() {
    let scenario = school();
    let actions = vec![
        (
            100_000,
            call("close", "place=stair-a", &scenario),
            Actor::Controller,
        ),
        (
            200_000,
            call("hold", "school=nene-tereza", &scenario),
            position("school-incident-commander", &scenario),
        ),
    ];
    let records = stepped(&scenario, actions);
    let expected = [(
        "close",
        "by=exercise-control; place=stair-a",
        ActionResult::Applied,
    )];
    assert_eq!(from_console(&records)[..1], expected);
    let place = Place::empty();
    let (first, again) = (place.path("first"), place.path("again"));
    write_run(&records, &scenario, SEEDS, None, &first);
    common::replay(&first, &scenario, SEEDS, &again);
    assert_eq!(
        differences(&first, &again, &MARKS_OF_A_REPLAY),
        Vec::<String>::new()
    );
}

#[test]
fn what_may_not_be_done_is_refused_and_the_timeline_says_why() {
    let scenario = school();
    let close = call("close", "place=stair-a", &scenario);
    let records = stepped(
        &scenario,
        vec![(100_000, close, position("school-incident-commander", &scenario))],
    );
    let console = from_console(&records);
    assert!(
        matches!(console[..], [("close", _, ActionResult::Refused)]),
        "{console:?}"
    );
    let refused = records.timeline.iter().any(|(_, entry)| {
        entry.event == "action-refused" && format!("{:?}", entry.args).contains("not-in-human-hands")
    });
    assert!(refused, "the timeline is silent");
    assert!(ActionCall::parse("close", "place=nowhere", &scenario).is_err());
    assert!(ActionCall::parse("clsoe", "place=stair-a", &scenario).is_err());
}

/// Steps a run that stops at decisions, and chooses for one of them.
fn chosen(scenario: &Arc<Scenario>, decision: &str, choice: Choice) -> Records {
    let options = Options {
        stop_at_decisions: true,
        ..Options::default()
    };
    let mut run = Simulation::new(Arc::clone(scenario), SEEDS, options).expect("it can be walked in");
    let mut asked = 0;
    loop {
        match run.step() {
            Step::Ended => break,
            Step::DecisionDue(due) if scenario.decisions[due].id == decision => {
                asked += 1;
                run.choose(due, choice).expect("an option of the decision");
            }
            Step::DecisionDue(_) | Step::Tick => {}
        }
    }
    assert!(asked > 0, "{decision} never fell due");
    run.finish()
}

#[test]
fn what_a_console_chooses_is_what_decide_chooses() {
    let scenario = school();
    let mut decided = (*scenario).clone();
    hotwash::scenario::load::decide(&mut decided, "leave-the-building=hold")
        .expect("a decision of the scenario");
    let expected = simulate(&Arc::new(decided), SEEDS, Options::default());
    let spec = scenario
        .decisions
        .iter()
        .find(|spec| spec.id == "leave-the-building");
    let hold = spec.and_then(|spec| spec.options.iter().position(|option| &*option.id == "hold"));
    let hold = Choice::Option(hold.expect("an option of the decision"));
    let found = chosen(&scenario, "leave-the-building", hold);
    assert_eq!(found.actions, expected.actions);
    assert_ne!(
        found.actions,
        simulate(&scenario, SEEDS, Options::default()).actions
    );
}

#[test]
fn a_choice_that_there_is_not_says_so() {
    let scenario = school();
    let mut run =
        Simulation::new(Arc::clone(&scenario), SEEDS, Options::default()).expect("it can be walked in");
    assert_eq!(run.choose(99, Choice::Nothing), Err(NoSuchChoice::Decision(99)));
    let said = run
        .choose(0, Choice::Option(99))
        .expect_err("no option number 99");
    assert!(said.to_string().contains(&scenario.decisions[0].id), "{said}");
}
