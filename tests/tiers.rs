//! The two tiers beside each other: every shipped school, every variant, with bodies and as a network. Prints what
//! `docs/validation.md` shows.

#![expect(
    clippy::disallowed_methods,
    reason = "what the tests share looks at the files that were written"
)]

mod common;

use std::path::{Path, PathBuf};

use common::place::Place;
use common::{load, shipped, simulate};
use hotwash::record::Records;
use hotwash::sim::Seeds;
use hotwash::simulation::Options;
use rayon::prelude::*;

/// The shipped schools, and the template from sheets.
const SCHOOLS: [&str; 3] = ["fire-drill", "durres-school", "sheets"];

/// A school, as it stands or under a variant.
struct Case {
    school: &'static str,
    folder: PathBuf,
    variant: Option<String>,
}

/// The seeds of each.
const SEEDS: [u64; 3] = [1, 2, 3];

/// How far the 95th percentile of the time out may lie apart, of the time from the first step to it.
const TOLERANCE: f64 = 0.15;

impl Case {
    /// The school in this folder as it stands, and under each of its variants.
    fn all_of(school: &'static str, folder: &Path) -> Vec<Self> {
        let case = |variant| Self {
            school,
            folder: folder.to_owned(),
            variant,
        };
        let files = std::fs::read_dir(folder.join("variants")).expect("a folder of variants");
        let mut variants: Vec<String> = files
            .map(|file| file.expect("a variant").path())
            .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
            .collect();
        variants.sort_unstable();
        let with_variant = variants.into_iter().map(|variant| case(Some(variant)));
        [case(None)].into_iter().chain(with_variant).collect()
    }

    fn name(&self) -> String {
        format!("{} {}", self.school, self.variant.as_deref().unwrap_or("base"))
    }

    fn run(&self, fidelity: &str, seed: u64) -> Outcome {
        let fidelity = format!("exercise.fidelity={fidelity}");
        let scenario = load(&self.folder, self.variant.as_deref(), &[&fidelity]);
        Outcome::of(&simulate(&scenario, Seeds::both(seed), Options::default()))
    }
}

/// What a run came to, s.
#[derive(Debug, Clone, Copy, Default)]
struct Outcome {
    first_step: f64,
    half_out: f64,
    out_95: f64,
    last_out: f64,
    inside_at_end: f64,
    queued_person_min: f64,
}

impl Outcome {
    fn of(records: &Records) -> Self {
        let metric = |name: &str| {
            let found = records.metrics.iter().find(|metric| &*metric.name == name);
            found.and_then(|metric| metric.value).unwrap_or(f64::NAN)
        };
        let pupils = records.people.iter().filter(|person| person.group.is_some());
        let first_step = pupils.filter_map(|person| person.departed_ms).min();
        let mut out_ms: Vec<i64> = records
            .people
            .iter()
            .filter_map(|person| person.exited_ms)
            .collect();
        out_ms.sort_unstable();
        Self {
            first_step: first_step.unwrap_or(0) as f64 / 1_000.0,
            half_out: out_ms[out_ms.len() / 2] as f64 / 1_000.0,
            out_95: metric("exit_95_s"),
            last_out: metric("last_out_s"),
            inside_at_end: metric("inside_at_end"),
            queued_person_min: metric("queued_person_min"),
        }
    }

    /// From the first step to 95 in 100 out, s.
    fn walked(&self) -> f64 {
        self.out_95 - self.first_step
    }
}

/// The folder of a case: shipped, or the template from sheets as `hotwash new` writes it.
fn folder(name: &str, place: &Place) -> PathBuf {
    if name == "sheets" {
        place.path("scenarios/sheets")
    } else {
        shipped(name)
    }
}

#[test]
fn verify_the_network_empties_the_shipped_schools_as_the_crowd_does() {
    let place = Place::empty();
    place.succeeds(&["new", "sheets", "--from", "sheets"]);
    let cases: Vec<Case> = SCHOOLS
        .into_iter()
        .flat_map(|school| Case::all_of(school, &folder(school, &place)))
        .collect();
    let jobs: Vec<(&Case, u64)> = cases
        .iter()
        .flat_map(|case| SEEDS.iter().map(move |seed| (case, *seed)))
        .collect();
    let pairs: Vec<(&Case, u64, [Outcome; 2])> = jobs
        .into_par_iter()
        .map(|(case, seed)| {
            (
                case,
                seed,
                ["pedestrian", "network"].map(|fidelity| case.run(fidelity, seed)),
            )
        })
        .collect();
    println!(
        "case, seed: first step to half out, to 95 in 100 out, to last out, s; person-minutes queued; inside at end"
    );
    let mut wrong = Vec::new();
    for (case, seed, [bodies, network]) in pairs {
        let name = case.name();
        let apart = network.walked() / bodies.walked() - 1.0;
        println!(
            "{name}, {seed}: {:.0} | {:.0}, {:.0} | {:.0} ({:+.1} %), {:.0} | {:.0}; {:.0} | {:.0}; {} | {}",
            bodies.half_out - bodies.first_step,
            network.half_out - network.first_step,
            bodies.walked(),
            network.walked(),
            apart * 100.0,
            bodies.last_out - bodies.first_step,
            network.last_out - network.first_step,
            bodies.queued_person_min,
            network.queued_person_min,
            bodies.inside_at_end,
            network.inside_at_end,
        );
        // A time that is missing (too few out) must be missing in both.
        let same = apart.abs() <= TOLERANCE || (bodies.walked().is_nan() && network.walked().is_nan());
        if !same {
            wrong.push(format!("{name}, seed {seed}: {:+.1} %", apart * 100.0));
        }
    }
    assert!(wrong.is_empty(), "farther apart than {TOLERANCE}: {wrong:?}");
}

/// One run of the school as a network.
fn network_run(variant: Option<&str>, without_tracks: bool, settings: &[&str]) -> Records {
    let settings = [&["exercise.fidelity=network"], settings].concat();
    let scenario = load(&shipped("durres-school"), variant, &settings);
    let options = Options {
        without_tracks,
        ..Options::default()
    };
    simulate(&scenario, Seeds::both(1), options)
}

/// Farthest that anybody gets between two frames, m: 2 s of waiting for the tick at which the next goal is given, made up
/// for at once, and the half second of the frame, at 2.2 m/s, which the speeds that are drawn do not exceed.
const LONGEST_JUMP_M: f64 = 2.5 * 2.2;

/// All that a run leaves but its tracks.
fn story(records: &Records) -> String {
    format!(
        "{:?} {:?} {:?} {:?} {:?}",
        records.timeline, records.messages, records.decisions, records.people, records.metrics
    )
}

#[test]
fn a_network_run_tells_what_any_run_tells() {
    let run = network_run(Some("wardens-sweep-first"), false, &[]);
    let count = |event: &str| {
        run.timeline
            .iter()
            .filter(|(_, entry)| entry.event == event)
            .count()
    };
    for event in [
        "way-found-blocked",
        "sweep-ends",
        "person-found",
        "person-assembled",
        "roll-call-ends",
    ] {
        println!("{event}: {}", count(event));
        assert!(count(event) > 0, "nothing is told of {event}");
    }
    let walked: Vec<_> = run
        .people
        .iter()
        .filter(|person| person.stair.is_some())
        .collect();
    assert!(walked.len() > 300, "{} use a stair", walked.len());
    for person in walked {
        let (entered, left) = (person.stair_entered_ms, person.stair_left_ms);
        assert!(
            entered.is_some() && entered <= left,
            "{}: {entered:?} to {left:?}",
            person.id
        );
        assert!(
            left <= person.exited_ms,
            "{}: out before the stair is left",
            person.id
        );
    }
    let queued = run
        .people
        .iter()
        .filter(|person| person.stair_queued_ms > Some(10_000))
        .count();
    assert!(queued > 100, "{queued} queue at a stair");
    let tracks = run.tracks.as_ref().expect("somebody walks");
    let longest_m = (1..tracks.frames())
        .flat_map(|frame| (0..tracks.layout().people.len()).map(move |person| (frame, person)))
        .filter_map(|(frame, person)| {
            let ([x0, y0], [x1, y1]) = (
                tracks.position_m(frame - 1, person)?,
                tracks.position_m(frame, person)?,
            );
            Some((x1 - x0).hypot(y1 - y0))
        })
        .fold(0.0, f64::max);
    println!("longest way between two frames: {longest_m:.2} m");
    assert!(longest_m < LONGEST_JUMP_M);
}

#[test]
fn a_network_run_does_not_depend_on_who_watches() {
    let plain = story(&network_run(None, false, &[]));
    assert!(
        plain == story(&network_run(None, false, &[])),
        "the same run differs"
    );
    assert!(
        plain == story(&network_run(None, true, &[])),
        "filming changes the run"
    );
    assert!(
        plain == story(&network_run(None, true, &["exercise.sample_every=1 s"])),
        "sampling changes the run"
    );
}
