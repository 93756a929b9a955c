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
    let wrong = |message: String, help: Option<String>| {
        let mut problem = Diagnostic::error("bad-decide", None, message);
        problem.help = help;
        Box::new(problem)
    };
    let Some((name, rest)) = spec.split_once('=') else {
        return Err(wrong(format!("`{spec}` says no choice"), Some(HELP.to_owned())));
    };
    let (choice, time) = match rest.split_once('@') {
        Some((choice, time)) => (choice.trim(), Some(time.trim())),
        None => (rest.trim(), None),
    };
    let (id, subject) = match name.trim().split_once('@') {
        Some((id, subject)) => (id, Some(subject)),
        None => (name.trim(), None),
    };
    let at_ms = time
        .map(|time| moment(scenario, time))
        .transpose()
        .map_err(|help| {
            wrong(
                format!("`{}` is no time of this exercise", time.unwrap_or("")),
                Some(help),
            )
        })?;
    let subjects = &scenario.subjects;
    let meant = |decision: &DecisionSpec| {
        decision.id == id
            && subject.is_none_or(|s| decision.for_subject.is_some_and(|ix| subjects.id(ix) == s))
    };
    let chosen: Vec<usize> = (0..)
        .zip(&scenario.decisions)
        .filter(|(_, decision)| meant(decision))
        .map(|(i, _)| i)
        .collect();
    let Some(first) = chosen.first().map(|index| &scenario.decisions[*index]) else {
        let mut ids: Vec<&str> = scenario
            .decisions
            .iter()
            .map(|decision| decision.id.as_str())
            .collect();
        ids.dedup();
        let known = ids.contains(&id);
        let help = if known { None } else { did_you_mean(id, ids) };
        return Err(wrong(format!("there is no decision `{}`", name.trim()), help));
    };
    let option = first.options.iter().position(|option| option.id == choice);
    let choose = match option {
        Some(option) => Choice::Option(option),
        None if choice == "nothing" => Choice::Nothing,
        None => {
            let options = first
                .options
                .iter()
                .map(|option| option.id.as_str())
                .chain(["nothing"]);
            return Err(wrong(
                format!("`{id}` has no option `{choice}`"),
                did_you_mean(choice, options),
            ));
        }
    };
    for index in chosen {
        let decision = &mut scenario.decisions[index];
        decision.choose = choose;
        if let Some(at_ms) = at_ms {
            decision.at_ms = Some(at_ms);
            decision.at_latest_ms = None;
            decision.decides_in = Spread::constant(0);
            decision.timing = Timing::Set;
        }
    }
    let line = format!("{} = {}\n", joined("decide", name.trim()), quoted(rest.trim()));
    scenario.resolved.push_str(&line);
    scenario.hash = super::resolved::sha256(&scenario.resolved);
    Ok(())
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
