//! Rates of casualties against published ones, and deaths against the formula that they come from.

use super::{Group, near, stock, suffer};
use crate::hazard::earthquake::impact::{Tally, Way};
use crate::maths;
use crate::pedestrian::scene::Trial;
use crate::scenario::load::fragility_set;
use crate::scenario::model::{FragilityClass, Hour, SEVERITIES, STATES};
use crate::verify::Finding;

/// Casualty severities 1 to 4 of the occupants of completely damaged buildings, collapse among them, %; none where the
/// table was not seen.
///
/// # Source
/// HAZUS 2.1, Technical Manual, tables 13.3 to 13.6, as transcribed in public code.
const HAZUS: [(&str, [Option<f64>; 4]); 8] = [
    ("W1-LC", [Some(6.05), Some(1.57), Some(0.10), Some(0.16)]),
    ("S1L-LC", [Some(7.80), Some(2.52), Some(0.41), Some(0.81)]),
    ("C1L-LC", [Some(9.55), Some(3.47), Some(0.66), Some(1.31)]),
    ("C3L-LC", [Some(10.25), Some(3.85), Some(0.76), Some(1.51)]),
    ("C3M-LC", [Some(9.55), None, None, None]),
    ("PC1-LC", [Some(10.25), None, None, None]),
    ("PC2L-LC", [Some(10.25), None, None, None]),
    ("URML-LC", [Some(14.50), Some(4.70), Some(0.77), Some(1.52)]),
];
/// They are given with two digits after the point.
const ROUNDED: f64 = 0.005;

/// What the shipped set, which has collapse apart, comes to when every building is completely damaged.
pub(in super::super) fn hazus_rates(_: Trial) -> Vec<Finding> {
    let set = fragility_set("hazus").expect("shipped sets are sound");
    let mut findings = Vec::new();
    for (name, published) in HAZUS {
        let Some(class) = set.find(name).map(|index| &set.classes[index]) else {
            findings.push(Finding::new(format!("{name}: classes"), "", 0.0).exactly(1));
            continue;
        };
        for ((severity, obtained), published) in (1..).zip(all_complete(class)).zip(published) {
            if let Some(published) = published {
                let what = format!("{name}: severity {severity}");
                findings.push(near(what, "%", obtained, published, ROUNDED));
            }
        }
    }
    findings
}

/// Casualty severities of the occupants when every building is completely damaged, %. Who is freed alive is as badly hurt as
/// the class says, else in danger of life.
fn all_complete(class: &FragilityClass) -> [f64; SEVERITIES] {
    let groups = [Group {
        class: 0,
        buildings: 1_000.0,
        people: PEOPLE,
    }];
    let beyond = class.ln_medians[STATES - 1] + 20.0 * class.beta;
    let tallies = suffer(
        &stock(std::slice::from_ref(class), &groups),
        &[vec![beyond]],
        1,
        Way::Expected,
    );
    let tally = &tallies[0][0];
    let [first, second, third] = tally.injured;
    let mut people = [first, second, third, tally.deaths()];
    let freed = usize::from(class.severity_of_entrapped.unwrap_or(3)) - 1;
    people[freed] += tally.entrapped_alive - tally.die_with_usual_rescue;
    people.map(|people| 100.0 * people / PEOPLE)
}

/// Shaking of every place, g.
const SHAKING_G: f64 = 0.3;
const PEOPLE: f64 = 10_000.0;

/// Deaths by the formula of the model of fatalities: occupants × complete × collapse × entrapped × killed, class by class.
pub(in super::super) fn stated_deaths(_: Trial) -> Vec<Finding> {
    let set = fragility_set("esrm20-albania").expect("shipped sets are sound");
    let mut classes = set.classes;
    for rates in classes.iter_mut().flat_map(|class| &mut class.injured) {
        // Killed without collapse: what the formula leaves out.
        rates[3] = 0.0;
    }
    let groups: Vec<Group> = (0..classes.len())
        .map(|class| Group {
            class,
            buildings: 1_000.0,
            people: PEOPLE,
        })
        .collect();
    let ln_shaking = maths::ln(SHAKING_G);
    let tallies = suffer(
        &stock(&classes, &groups),
        &[vec![ln_shaking; groups.len()]],
        1,
        Way::Expected,
    );
    let by_formula = |class: &FragilityClass| {
        let complete = maths::normal_share_below((ln_shaking - class.ln_medians[STATES - 1]) / class.beta);
        let killed = class.entrapped[Hour::Night as usize] * class.killed_of_entrapped;
        PEOPLE * complete * class.collapse_of_complete * killed
    };
    let expected: Vec<f64> = classes.iter().map(by_formula).collect();
    let obtained: Vec<f64> = tallies
        .iter()
        .map(|of_class| of_class.iter().map(Tally::deaths).sum())
        .collect();
    let off = expected
        .iter()
        .zip(&obtained)
        .map(|(expected, obtained)| (expected - obtained).abs());
    let total: f64 = expected.iter().sum();
    let worst_millionths = 1e6 * off.fold(0.0, f64::max) / total;
    let what = format!(
        "deaths in {} classes of {PEOPLE} people each at {SHAKING_G} g",
        classes.len()
    );
    vec![
        near(what, "persons", obtained.iter().sum(), total, 1e-6 * total),
        Finding::new(
            "a class off by, of all deaths",
            "millionths",
            worst_millionths as f32,
        )
        .at_most(1.0),
    ]
}
