//! Whole scenarios: the shipped schools, from the first minute to the roll call.

use std::sync::Arc;

use super::finding::Finding;
use super::laid_out::LaidOut;
use crate::pedestrian::scene::Trial;
use crate::people::pre_movement_by_age;
use crate::record::{Person, PersonOutcome, Records};
use crate::scenario::model::{Procedure, Scenario};
use crate::scenario::{load, templates};
use crate::sim::{Chance, Seeds};
use crate::simulation::{self, Options};
use crate::vocabulary::Ms;

/// A shipped scenario; none if the machine would not let it be laid out.
fn scenario(template: &str) -> Option<Scenario> {
    let files = templates::files(template, template).expect("the scenario is shipped");
    let folder = LaidOut::new(files.iter().map(|file| (file.name, file.text.as_str()))).ok()?;
    let scenario = load::load(folder.path(), None, &[]).scenario;
    Some(scenario.expect("shipped scenarios are sound"))
}

/// The records of its run.
fn records(template: &str, seed: u64) -> Option<Records> {
    let scenario = Arc::new(scenario(template)?);
    let run = simulation::run(scenario, Seeds::both(seed), Options::default(), |_| {});
    Some(run.expect("shipped plans can be walked in"))
}

/// Children whose times of leaving are drawn for each age.
const CHILDREN: u64 = 1_000;

/// The mean time of leaving of children of this age, s, and the share within what drills have shown.
fn times_of_leaving(age_years: f64, procedure: &Procedure, chance: &Chance) -> (f32, f32) {
    const SEEN_MS: std::ops::RangeInclusive<Ms> = 3_000..=59_000;
    let spread = pre_movement_by_age(Some(0), age_years, procedure);
    let draw = |child| chance.draw("pre-movement", child, 0).duration_ms(spread);
    let times: Vec<Ms> = (0..CHILDREN).map(draw).collect();
    let mean_s = times.iter().sum::<Ms>() as f32 / 1_000.0 / CHILDREN as f32;
    let seen = times.iter().filter(|time| SEEN_MS.contains(time)).count();
    (mean_s, seen as f32 / CHILDREN as f32)
}

/// By the defaults of the scenario file. The drills give no spread: tolerance and share are assumed.
pub(super) fn school_c(trial: Trial) -> Vec<Finding> {
    let chance = Chance::new(Seeds::both(trial.seed));
    let Some(scenario) = scenario("fire-drill") else {
        return vec![Finding::new("times of leaving", "s", f32::INFINITY).below(f32::INFINITY)];
    };
    let ages = [("3 to 4", 3.5, 46.0), ("5 to 6", 5.5, 20.0)];
    let findings = ages.into_iter().flat_map(|(name, age_years, mean_s)| {
        let (mean, seen) = times_of_leaving(age_years, &scenario.school.procedure, &chance);
        [
            Finding::new(format!("mean time of leaving at {name} years"), "s", mean).within(
                mean_s,
                mean_s - 2.0,
                mean_s + 2.0,
            ),
            Finding::new(format!("share within 3 to 59 s at {name} years"), "", seen).at_least(0.95),
        ]
    });
    findings.collect()
}

/// When the commander first believed everybody accounted for, s; infinite if that never came.
fn roll_closed_s(records: &Records) -> f32 {
    let metric = records
        .metrics
        .iter()
        .find(|metric| &*metric.name == "full_account_s");
    metric
        .and_then(|metric| metric.value)
        .map_or(f32::INFINITY, |value| value as f32)
}

/// How many of those who were there were not accounted for when the roll closed.
fn left_out(records: &Records) -> usize {
    let closed_ms = (roll_closed_s(records) * 1_000.0) as Ms;
    // The word of the family accounts for whoever was never there or has been taken home.
    let gone = [PersonOutcome::Absent, PersonOutcome::TakenHome];
    let was_there = |person: &&Person| !gone.contains(&person.outcome);
    let people = records.people.iter().filter(was_there);
    let left_out = people.filter(|person| person.accounted_ms.is_none_or(|at_ms| at_ms > closed_ms));
    left_out.count()
}

pub(super) fn school_e(trial: Trial) -> Vec<Finding> {
    let mut findings = Vec::new();
    for template in ["fire-drill", "durres-school"] {
        let Some(records) = records(template, trial.seed) else {
            findings.push(Finding::new(format!("{template}: run"), "", f32::INFINITY).exactly(1));
            continue;
        };
        let missed = records
            .people
            .iter()
            .filter(|person| person.missed_ms.is_some())
            .count();
        let searches = records
            .actions
            .iter()
            .filter(|action| &*action.action == "search")
            .count();
        findings.push(Finding::new(
            format!("{template}: the roll closes"),
            "s",
            roll_closed_s(&records),
        ));
        findings.push(
            Finding::new(
                format!("{template}: not accounted for by then"),
                "persons",
                left_out(&records) as f32,
            )
            .exactly(0),
        );
        let sent = Finding::new(
            format!("{template}: searches sent, {missed} missing at first"),
            "searches",
            searches as f32,
        );
        findings.push(if missed > 0 {
            sent.at_least(1.0)
        } else {
            sent.exactly(0)
        });
    }
    findings
}

/// What a run leaves behind, as text.
fn as_text(seed: u64) -> Option<String> {
    records("fire-drill", seed).map(|records| format!("{records:?}"))
}

pub(super) fn school_h(trial: Trial) -> Vec<Finding> {
    let [first, again, other] = [0, 0, 1].map(|more| as_text(trial.seed.wrapping_add(more)));
    let same = first.is_some() && first == again;
    let differs = first != other;
    vec![
        Finding::new(
            "runs of one seed that leave the same",
            "",
            f32::from(u8::from(same)),
        )
        .exactly(1),
        Finding::new(
            "another seed leaves something else",
            "",
            f32::from(u8::from(differs)),
        )
        .exactly(1),
    ]
}
