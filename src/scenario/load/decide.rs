//! `--decide leave-the-building=hold@10:31`: a decision taken from the command line.

use crate::diagnostic::Diagnostic;
use crate::scenario::document::canonical::{joined, quoted};
use crate::scenario::document::quantity::{Instant, Moment};
use crate::scenario::document::suggest::did_you_mean;
use crate::scenario::model::{Choice, DecisionSpec, Scenario, Spread, Timing};

const HELP: &str = "write it like `leave-the-building=hold@10:31`, `leave-the-building=hold@6 min` or \
                    `leave-the-building=nothing`";

/// Sets what is chosen at a decision and, after an `@`, when: then its conditions and its decision time no longer
/// count, but for the question since when they were true. `decision@subject=…` is one instance of a decision made by `for_each`.
///
/// # Errors
/// A decision, option or time that there is not. The diagnostic has no place: the text is the command line's.
pub fn decide(scenario: &mut Scenario, spec: &str) -> Result<(), Box<Diagnostic>> {
    let Some((name, rest)) = spec.split_once('=') else {
        return Err(wrong(format!("`{spec}` says no choice"), Some(HELP.to_owned())));
    };
    let (name, rest) = (name.trim(), rest.trim());
    let (choice, time) = parted(rest);
    let at_ms = time
        .map(|time| {
            let no_time = |help| wrong(format!("`{time}` is no time of this exercise"), Some(help));
            moment(scenario, time).map_err(no_time)
        })
        .transpose()?;
    let meant = meant(scenario, name)?;
    let chosen = meant.first().map(|index| &scenario.decisions[*index]);
    let choose = chosen.map_or(Ok(Choice::Nothing), |decision| chosen_of(decision, choice))?;
    for index in meant {
        let decision = &mut scenario.decisions[index];
        decision.choose = choose;
        if let Some(at_ms) = at_ms {
            decision.at_ms = Some(at_ms);
            decision.at_latest_ms = None;
            decision.decides_in = Spread::constant(0);
            decision.timing = Timing::Set;
        }
    }
    let line = format!("{} = {}\n", joined("decide", name), quoted(rest));
    scenario.resolved.push_str(&line);
    scenario.hash = super::resolved::sha256(scenario.resolved.as_bytes());
    Ok(())
}

fn wrong(message: String, help: Option<String>) -> Box<Diagnostic> {
    let mut problem = Diagnostic::error("bad-decide", None, message);
    problem.help = help;
    Box::new(problem)
}

/// What stands before and after an `@`.
fn parted(text: &str) -> (&str, Option<&str>) {
    match text.split_once('@') {
        Some((before, after)) => (before.trim(), Some(after.trim())),
        None => (text, None),
    }
}

/// The decisions of a name, by index; at least one.
fn meant(scenario: &Scenario, name: &str) -> Result<Vec<usize>, Box<Diagnostic>> {
    let (id, subject) = parted(name);
    let subjects = &scenario.subjects;
    let is_meant = |decision: &DecisionSpec| {
        decision.id == id
            && subject.is_none_or(|s| decision.for_subject.is_some_and(|ix| subjects.id(ix) == s))
    };
    let all = (0..).zip(&scenario.decisions);
    let found: Vec<usize> = all
        .filter(|(_, decision)| is_meant(decision))
        .map(|(index, _)| index)
        .collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let mut ids: Vec<&str> = scenario
        .decisions
        .iter()
        .map(|decision| decision.id.as_str())
        .collect();
    ids.dedup();
    let known = ids.contains(&id);
    let help = if known { None } else { did_you_mean(id, ids) };
    Err(wrong(format!("there is no decision `{name}`"), help))
}

/// The option of a name, or nothing.
fn chosen_of(decision: &DecisionSpec, choice: &str) -> Result<Choice, Box<Diagnostic>> {
    let option = decision.options.iter().position(|option| option.id == choice);
    match option {
        Some(option) => Ok(Choice::Option(option)),
        None if choice == "nothing" => Ok(Choice::Nothing),
        None => {
            let options = decision.options.iter().map(|option| option.id.as_str());
            Err(wrong(
                format!("`{}` has no option `{choice}`", decision.id),
                did_you_mean(choice, options.chain(["nothing"])),
            ))
        }
    }
}

/// A time in this exercise, ms after its start; else how to write one.
fn moment(scenario: &Scenario, text: &str) -> Result<i64, String> {
    let moment = Moment::parse(text).map_err(|misfit| misfit.help)?;
    let start = Instant::parse(&scenario.exercise.starts).map_err(|misfit| misfit.help)?;
    let anchor = |id: &str| {
        scenario
            .hazards
            .iter()
            .find(|hazard| hazard.id == id)
            .map(|hazard| hazard.at_ms)
    };
    let at_ms = moment.ms_after(start, anchor);
    let hazards = scenario.hazards.iter().map(|hazard| hazard.id.as_str());
    let at_ms = at_ms.ok_or_else(|| {
        did_you_mean(moment.anchor().unwrap_or(""), hazards).unwrap_or_else(|| HELP.to_owned())
    })?;
    let lasts_ms = scenario.exercise.lasts_ms;
    let (from, to) = (start.iso_after(0), start.iso_after(lasts_ms));
    if (0..=lasts_ms).contains(&at_ms) {
        Ok(at_ms)
    } else {
        Err(format!("it lasts from {from} to {to}"))
    }
}
