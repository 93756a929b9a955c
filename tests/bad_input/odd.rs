//! Scenarios that are odd but sound: whatever they say, the run comes to its end and its files are written.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use hotwash::scenario::load;
use hotwash::scenario::model::Scenario;
use hotwash::sim::Seeds;
use hotwash::simulation::Options;
use rayon::prelude::*;

use crate::common::place::Place;
use crate::common::{self, shipped, text};
use crate::{CLASSES, PEOPLE, PLAN, SCENARIO, TOML};

/// How many odd scenarios are run, of the small school and of the large one, and how long. The large school is
/// shaken early, so that all of its story fits.
const RUNS: [(&str, &[&str], usize); 2] = [
    ("fire-drill", &["exercise.lasts=4 min"], 160),
    (
        "durres-school",
        &["exercise.lasts=150 s", "hazard.mainshock.at=10 s"],
        40,
    ),
];
/// Damage is tried so often for each that is to be run.
const TRIES: usize = 50;

/// `SplitMix64` (Steele, Lea, Flood 2014): the same damage every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from.get(self.roll(from.len())).copied().unwrap_or_default()
    }

    /// Damage that has a chance to load: in a line that matters another number or another word of the file, the
    /// line gone, or the section gone.
    fn damage(&mut self, text: &str) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let matters = |line: &str| {
            const TOLD_ONLY: [&str; 5] = ["#", "name", "description", "title", "text"];
            !line.is_empty() && !TOLD_ONLY.iter().any(|word| line.starts_with(word))
        };
        let matter: Vec<usize> = (1..lines.len()).filter(|at| matters(&lines[*at])).collect();
        let Some(at) = matter.get(self.roll(matter.len())).copied() else {
            return text.to_owned();
        };
        match self.roll(8) {
            0..=3 => lines[at] = self.number(&lines[at]),
            4 | 5 => lines[at] = self.word(&lines[at], text),
            6 => drop(lines.remove(at)),
            _ => {
                let end = (at..lines.len())
                    .find(|line| lines[*line].is_empty())
                    .unwrap_or(at);
                let start = (0..at).rev().find(|line| lines[*line].is_empty()).unwrap_or(at);
                lines.drain(start..end);
            }
        }
        lines.join("\n") + "\n"
    }

    fn number(&mut self, line: &str) -> String {
        const NUMBERS: [&str; 11] = ["0", "1", "2", "0.5", "3.7", "5", "10", "33", "77", "600", "-1"];
        let is_number = |(at, c): &(usize, char)| {
            let before = line[..*at].chars().next_back();
            c.is_ascii_digit() && before.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '.' && c != '-')
        };
        let starts: Vec<usize> = line.char_indices().filter(is_number).map(|(at, _)| at).collect();
        let Some(start) = starts.get(self.roll(starts.len())).copied() else {
            return line.to_owned();
        };
        let rest = line[start..].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        format!("{}{}{rest}", &line[..start], self.pick(&NUMBERS))
    }

    fn word(&mut self, line: &str, text: &str) -> String {
        fn words(text: &str) -> Vec<&str> {
            let ends = |c: char| !c.is_alphanumeric() && c != '-' && c != '_';
            text.split(ends).filter(|word| word.len() > 1).collect()
        }
        line.replacen(self.pick(&words(line)), self.pick(&words(text)), 1)
    }
}

/// An odd scenario and how it came about.
struct Odd {
    scenario: Arc<Scenario>,
    damage: Vec<String>,
}

/// Damages a shipped scenario until enough of what comes out is sound and differs from all before.
fn odd_scenarios(id: &str, settings: &[&str], wanted: usize) -> Vec<Odd> {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |file: &str, text: &str| fs::write(folder.path().join(file), text).expect("written");
    let files = [TOML, CLASSES, PEOPLE, PLAN];
    let texts = files.map(|file| text(&shipped(id).join(file)));
    let settings: Vec<String> = settings.iter().map(|set| (*set).to_owned()).collect();
    let load = || load::load(folder.path(), None, &settings).scenario;
    files
        .iter()
        .zip(&texts)
        .for_each(|(file, text)| write(file, text));
    let mut seen = BTreeSet::from([load().expect("the shipped scenario loads").hash]);
    let (mut dice, mut odd) = (Dice(8), Vec::new());
    for _ in 0..TRIES * wanted {
        let mut damaged = texts.clone();
        for _ in 0..=dice.roll(4) {
            let at = [0, 0, 0, 1, 2, 3][dice.roll(6)];
            damaged[at] = dice.damage(&damaged[at]);
        }
        files
            .iter()
            .zip(&damaged)
            .for_each(|(file, text)| write(file, text));
        if let Some(scenario) = load()
            && seen.insert(scenario.hash.clone())
        {
            let changes = files.iter().zip(texts.iter().zip(&damaged));
            let damage = changes
                .filter_map(|(file, (old, new))| common::difference(file, old.as_bytes(), new.as_bytes()));
            odd.push(Odd {
                scenario: Arc::new(scenario),
                damage: damage.collect(),
            });
        }
        if odd.len() == wanted {
            return odd;
        }
    }
    panic!("only {} of {wanted} damaged scenarios of {id} load", odd.len());
}

fn run(odd: &Odd, seed: u64, target: &Path) {
    let seeds = Seeds::both(seed);
    let records = common::simulate(&odd.scenario, seeds, Options::default());
    common::write_run(&records, &odd.scenario, seeds, None, target);
}

#[test]
fn two_hundred_odd_scenarios_run_to_their_end() {
    let mut failed = Vec::new();
    for (id, settings, wanted) in RUNS {
        let odd = odd_scenarios(id, settings, wanted);
        let folder = tempfile::tempdir().expect("a folder");
        let failures = odd.par_iter().enumerate().filter_map(|(seed, odd)| {
            let target = folder.path().join(seed.to_string());
            let ended = catch_unwind(AssertUnwindSafe(|| run(odd, seed as u64, &target))).is_ok();
            (!ended).then(|| format!("{id} with seed {seed} and\n{}", odd.damage.join("\n")))
        });
        failed.extend(failures.collect::<Vec<_>>());
        println!("{id}: {wanted} odd scenarios run");
    }
    assert!(
        failed.is_empty(),
        "{} do not come to their end:\n{}",
        failed.len(),
        failed.join("\n")
    );
}

#[test]
fn an_exercise_may_last_three_days() {
    let place = Place::with_fire_drill();
    let name = format!("{SCENARIO}/{TOML}");
    let long = place
        .read(&name)
        .replace("lasts = \"20 min\"", "lasts = \"72 h\"")
        .replace("sample_every = \"5 s\"", "sample_every = \"1 h\"");
    let last =
        "\n[inject.last]\nat = \"71 h 59 min\"\ndo = [{ action = \"close\", place = \"exit-yard\" }]\n";
    place.write(&name, &(long + last));
    place.succeeds(&["run", "fire-drill", "--quiet", "--out", "run"]);
    let at_the_last = place
        .read("run/timeline.csv")
        .lines()
        .filter(|line| line.contains("exit-yard") && line.contains("259140.000"))
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .join("\n");
    assert!(at_the_last.contains("2026-03-15T08:59:00+01:00"), "{at_the_last}");
    assert!(at_the_last.contains("71:59:00"), "{at_the_last}");
    let samples = place.read("run/series.csv");
    assert!(
        samples
            .lines()
            .any(|line| line.starts_with("255600.000,71:00:00,"))
    );
}
