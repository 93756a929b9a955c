//! What only the whole scenario can show.

mod hearing;
mod orders;
mod waiting;
mod watch;

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Span};
use crate::scenario::document::quantity::written_duration;
use crate::scenario::document::view::View;
use crate::scenario::format::context::Context;
use crate::scenario::model::{
    ActionCall, ExitChoice, Fidelity, Holder, PersonIx, PersonSpec, PositionIx, Scenario, StandingHolder,
    When,
};
use crate::scenario::plan::{LevelIndex, OpeningKind};
use crate::vocabulary::{ActionKind, PersonRole};

/// Reports it. Lists with gaps, of which the missing entries have been reported, are not judged.
pub(super) fn check(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    if scenario.command.positions.len() == context.positions.len() {
        owners(scenario, root, context);
    }
    if scenario.decisions.len() == context.names.decisions.len() {
        waiting::circles(&scenario.decisions, context);
    }
    outside_their_module(scenario, root, context);
    assemblies(scenario, root, context);
    nobody_to_teach(scenario, root, context);
    weighing_in_a_network(scenario, root, context);
    watch::effects(scenario, root, context);
    // Whoever lacks a position or a post lacks authority too: no news.
    if !context.diagnostics.has_errors() {
        nobody_teaches(scenario, root, context);
        nobody_carries(scenario, root, context);
        orders::authority(scenario, context);
        orders::briefs_itself(scenario, context);
        orders::hands_outside(scenario, context);
        orders::nobody_lives_there(scenario, context);
        orders::consultations(scenario, root, context);
        orders::words(scenario, root, context);
        hearing::alarms(scenario, context);
    }
}

/// An inject that is meant for a module and comes at another time.
fn outside_their_module(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    let views = root.tables("inject");
    for inject in &scenario.injects {
        let (When::At(at_ms), Some(meant_for)) = (&inject.when, &inject.module) else {
            continue;
        };
        let modules = &scenario.material.modules;
        let Some(module) = modules.iter().find(|module| module.id == *meant_for) else {
            continue;
        };
        if *at_ms < module.from_ms || *at_ms > module.to_ms {
            let view = views.iter().find(|view| view.id() == inject.id);
            let message = format!(
                "`{}` is meant for module `{meant_for}` and comes at another time",
                inject.id
            );
            let problem =
                Diagnostic::error("outside-module", view.map(|view| view.span_of("module")), message);
            let (from, to) = (module.from_ms, module.to_ms);
            context.diagnostics.push(problem.help(format!(
                "that module lasts from {} to {} after the start, this comes {} after it",
                written_duration(from),
                written_duration(to),
                written_duration(*at_ms)
            )));
        }
    }
}

/// More people than an assembly area takes: they will stand outside it.
fn assemblies(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    for (index, area) in scenario.school.plan.assemblies.iter().enumerate() {
        let sent = scenario
            .school
            .classes
            .iter()
            .filter(|class| class.assembly == Some(index));
        let pupils: usize = sent.map(|class| class.members.len()).sum();
        if pupils > area.capacity as usize {
            let message = format!(
                "{pupils} pupils are to gather at `{}`, which takes {}",
                area.id, area.capacity
            );
            let span = span_of_classes(root);
            context
                .diagnostics
                .push(Diagnostic::warning("assembly-too-small", span, message));
        }
    }
}

/// Registers without a pupil: whatever is asked of pupils is met by nobody. People who are alone in an area need none.
fn nobody_to_teach(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    let mut people = scenario.school.people.iter();
    let schools = root.tables("school");
    let has_registers = schools.iter().any(|school| school.has("classes"));
    if !has_registers || people.any(|person| person.role == PersonRole::Pupil) {
        return;
    }
    let span = schools.first().map(|school| school.span_of("classes"));
    let message = "the school has no pupils: no class has anybody on its register";
    let problem = Diagnostic::warning("no-pupils", span, message);
    let help = "write a row for each class, with the number of pupils in `on_register`";
    context.diagnostics.push(problem.help(help));
}

/// Where the registers are named.
fn span_of_classes(root: View<'_>) -> Option<Span> {
    let schools = root.tables("school");
    schools.first().map(|school| school.span_of("classes"))
}

/// Somebody who cannot go down a stair alone, and fewer than two who are told to carry and can be spared, or do so when they
/// see them.
fn nobody_carries(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    let school = &scenario.school;
    let level_of = |space: usize| school.plan.spaces[space].level;
    let exits = school
        .plan
        .openings
        .iter()
        .filter(|o| o.kind == OpeningKind::Exit);
    let has_exit: BTreeSet<LevelIndex> = exits.map(|exit| exit.level).collect();
    let waits = |person: &&PersonSpec| person.wheelchair || person.needs_help;
    let waiting = school
        .people
        .iter()
        .filter(waits)
        .map(|person| level_of(person.space));
    let waiting: Vec<LevelIndex> = waiting.filter(|level| !has_exit.contains(level)).collect();
    if waiting.is_empty() || school.plan.flights.is_empty() || !school.procedure.carried_by.takes_two() {
        return;
    }
    let leads = |person: PersonIx| school.classes.iter().any(|class| class.teacher == Some(person));
    let is_free = |person: &PersonIx| {
        let role = school.people[*person].role;
        role.is_adult_of_the_school() && role != PersonRole::Head && !leads(*person)
    };
    let holder = |position: PositionIx| match scenario.command.positions.get(position)?.holder {
        Holder::Person(person) => Some(person),
        Holder::Outside(_) | Holder::Crew(_) => None,
    };
    let carries = |call: &&ActionCall| call.spec.kind == ActionKind::Carry;
    let decided = scenario.decisions.iter().flat_map(|decision| &decision.options);
    let ordered: Vec<&ActionCall> = decided
        .flat_map(|option| &option.actions)
        .filter(carries)
        .collect();
    let named = ordered.iter().flat_map(|call| call.subjects("positions"));
    let named = named.filter_map(|position| holder(scenario.subjects.get(*position).index));
    let sent: BTreeSet<PersonIx> = named.filter(is_free).collect();
    let orders = scenario.standing_orders.iter();
    let willing: BTreeSet<PersonIx> = orders
        .filter(|order| order.actions.iter().any(|call| carries(&call)))
        .flat_map(|order| match order.held_by {
            StandingHolder::EveryAdult | StandingHolder::Everyone => (0..school.people.len()).collect(),
            StandingHolder::EveryTeacher => Vec::new(),
            StandingHolder::EveryPosition => {
                (0..scenario.command.positions.len()).filter_map(holder).collect()
            }
            StandingHolder::Position(position) => holder(position).into_iter().collect(),
        })
        .filter(is_free)
        .collect();
    let come_to = |level: LevelIndex| {
        let near = willing
            .iter()
            .filter(|person| level_of(school.people[**person].space) == level);
        sent.iter().chain(near).collect::<BTreeSet<_>>().len()
    };
    let Some(level) = waiting.iter().find(|level| come_to(**level) < 2) else {
        return;
    };
    let count = waiting.len();
    let message = if ordered.is_empty() && willing.is_empty() {
        format!("people upstairs who cannot go down a stair alone: {count}, and nobody is told to carry them")
    } else {
        format!(
            "people upstairs who cannot go down a stair alone: {count}; of those who lead no class fewer than two are ordered to \
             carry, or begin on `{}`, where they would see them wait",
            school.plan[*level].name
        )
    };
    let problem = Diagnostic::warning("no-carrier", span_of_classes(root), message);
    let help = "add a decision with `carry` that names two positions whose holders lead no class";
    context.diagnostics.push(problem.help(help));
}

/// Classes without a single teacher at school: the nearest adult takes them along.
fn nobody_teaches(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    let classes = &scenario.school.classes;
    if classes.is_empty() || classes.iter().any(|class| class.teacher.is_some()) {
        return;
    }
    let span = span_of_classes(root);
    let message = "no class has a teacher who is at school";
    let problem = Diagnostic::warning("no-teacher", span, message);
    let help = "name teachers in `teacher`; without one, each class is taken along by the nearest adult of the school";
    context.diagnostics.push(problem.help(help));
}

/// Exits that are weighed on a network, where nobody sees a queue before they stand in it.
fn weighing_in_a_network(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    let is_network = scenario.exercise.fidelity == Fidelity::Network;
    if !is_network || scenario.school.procedure.exit_choice != ExitChoice::Weighed {
        return;
    }
    let schools = root.tables("school");
    let procedure = schools.first().and_then(|school| school.table("procedure"));
    let span = procedure.map(|procedure| procedure.span_of("exit_choice"));
    let message = "people weigh the exits, but in a network everybody takes the nearest, whatever the queue";
    let problem = Diagnostic::warning("no-weighing", span, message);
    let help = "leave out `fidelity = \"network\"` to see people turn to another exit";
    context.diagnostics.push(problem.help(help));
}

/// Only somebody outside the school dispatches what comes to it.
fn owners(scenario: &Scenario, root: View<'_>, context: &mut Context<'_>) {
    for view in root.tables("resource") {
        let Some(owner) = context.position(view.text("owner")) else {
            continue;
        };
        let position = scenario.command.positions.get(owner);
        if position.is_some_and(|position| !matches!(position.holder, Holder::Outside(_))) {
            let message = format!("`{}` is at the school: it sends no resources", view.text("owner"));
            let problem = Diagnostic::error("inside-owner", view.span_of("owner"), message);
            context
                .diagnostics
                .push(problem.help("name a position with `held_by = \"outside\"`"));
        }
    }
}
