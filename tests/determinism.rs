//! The same run, always: what `docs/determinism.md` promises.

#![expect(
    clippy::disallowed_methods,
    reason = "tests look at the files that were written"
)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use common::place::Place;
use common::{
    MARKS_OF_A_REPLAY, assert_same_folders, bytes, difference, differences, load, shipped, simulate, text,
    write_run,
};
use hotwash::record::{Records, Tracks};
use hotwash::sim::Seeds;
use hotwash::simulation::Options;
use serde_json::Value;

// ---------------------------------------------------------------------------------------------------------------
// The same bytes
// ---------------------------------------------------------------------------------------------------------------

/// Runs the program with the environment given and leaves its results in `folder`.
fn run(place: &Place, scenario: &str, arguments: &[&str], environment: &[(&str, &str)], folder: &str) {
    let scenario = shipped(scenario).display().to_string();
    let output = place
        .command()
        .args(["run", &scenario, "--quiet", "--out", folder])
        .args(arguments)
        .envs(environment.iter().copied())
        .output()
        .expect("the program starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// What a run is repeated under: a name, and the environment of the program.
const REPEATED: [(&str, &[(&str, &str)]); 5] = [
    ("rerun", &[]),
    ("one-thread", &[("RAYON_NUM_THREADS", "1")]),
    ("two-threads", &[("RAYON_NUM_THREADS", "2")]),
    ("eight-threads", &[("RAYON_NUM_THREADS", "8")]),
    (MASKED, &[("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX2,-FMA")]),
];
/// Only glibc on x86-64 can hide what the processor knows.
const MASKED: &str = "without-avx2-and-fma";

#[test]
fn reruns_threads_and_processors_give_the_same_bytes() {
    let can_mask = cfg!(all(target_env = "gnu", target_arch = "x86_64"));
    for scenario in ["fire-drill", "durres-school"] {
        let place = Place::empty();
        run(&place, scenario, &[], &[], "first");
        for (name, environment) in REPEATED {
            if name == MASKED && !can_mask {
                println!("skipped: {MASKED}");
                continue;
            }
            run(&place, scenario, &[], environment, name);
            assert_same_folders(&place.path("first"), &place.path(name));
            println!("{scenario}: {name} gives the same bytes");
        }
    }
}

#[test]
fn another_seed_is_another_run() {
    for scenario in ["fire-drill", "durres-school"] {
        let place = Place::empty();
        let short = "exercise.lasts=10 min";
        run(&place, scenario, &["--seed", "1", "--set", short], &[], "one");
        run(&place, scenario, &["--seed", "2", "--set", short], &[], "two");
        for file in [
            "timeline.csv",
            "people.csv",
            "messages.csv",
            "decisions.csv",
            "metrics.csv",
            "tracks.hwt",
        ] {
            let same = bytes(&place.path("one").join(file)) == bytes(&place.path("two").join(file));
            assert!(!same, "{scenario}: {file} does not depend on the seed");
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------
// A variant that changes nothing
// ---------------------------------------------------------------------------------------------------------------

/// The files in which a variant is named.
const NAMED: [&str; 4] = ["manifest.json", "datapackage.json", "metrics.csv", "tracks.hwt"];
/// The variant itself, among the inputs of its run.
const ITSELF: &str = "inputs/files/variants/nothing.toml";

#[test]
fn a_variant_that_changes_nothing_changes_no_byte_but_its_name() {
    let place = Place::with_fire_drill();
    place.write(
        "scenarios/fire-drill/variants/nothing.toml",
        "[variant]\nname = \"Nothing\"\n",
    );
    place.succeeds(&["run", "fire-drill", "--quiet", "--out", "base"]);
    place.succeeds(&[
        "run",
        "fire-drill",
        "--variant",
        "nothing",
        "--quiet",
        "--out",
        "nothing",
    ]);
    let (base, nothing) = (place.path("base"), place.path("nothing"));

    let but: Vec<&str> = NAMED.into_iter().chain([ITSELF]).collect();
    assert_eq!(differences(&base, &nothing, &but), Vec::<String>::new());

    let renamed = text(&nothing.join("metrics.csv")).replace("fire-drill,nothing,", "fire-drill,base,");
    assert_eq!(
        difference(
            "metrics.csv",
            &bytes(&base.join("metrics.csv")),
            renamed.as_bytes()
        ),
        None
    );
    let tracks = |folder: &Path| Tracks::decode(&bytes(&folder.join("tracks.hwt"))).expect("a playback file");
    assert!(tracks(&base) == tracks(&nothing), "somebody walks otherwise");
    for file in ["manifest.json", "datapackage.json"] {
        let nameless = |folder: &Path| {
            let mut json: Value = serde_json::from_str(&text(&folder.join(file))).expect("JSON");
            forget_the_name(&mut json);
            json
        };
        assert_eq!(nameless(&base), nameless(&nothing), "{file}");
    }
}

/// Takes out of a manifest or a data package what names the variant: its id, its file, and the sizes and checksums
/// of the files in which it is named.
fn forget_the_name(json: &mut Value) {
    match json {
        Value::String(text) => *text = text.replace("nothing", "base"),
        Value::Array(items) => items.iter_mut().for_each(forget_the_name),
        Value::Object(members) => {
            members.retain(|key, _| key != ITSELF && !ITSELF.ends_with(&format!("/files/{key}")));
            let path = members
                .get("path")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            if NAMED.contains(&path.as_str()) {
                members.retain(|key, _| key != "hash" && key != "bytes");
            }
            for (key, member) in members.iter_mut() {
                if NAMED.contains(&key.as_str()) {
                    *member = Value::Null;
                }
                forget_the_name(member);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

// ---------------------------------------------------------------------------------------------------------------
// A variant that changes a decision, and two seeds
// ---------------------------------------------------------------------------------------------------------------

/// Enough damage that some are hurt.
const HEAVY: [&str; 2] = [
    "hazard.mainshock.damage=extensive",
    // Who waits for others shows another speed than the own.
    "school.nene-tereza.procedure.classes_walk=at-one-pace",
];

fn heavy(variant: Option<&str>, seeds: Seeds) -> Records {
    let scenario = load(&shipped("durres-school"), variant, &HEAVY);
    simulate(&scenario, seeds, Options::default())
}

static LEAVE: LazyLock<Records> = LazyLock::new(|| heavy(None, Seeds::both(1)));
static HOLD: LazyLock<Records> = LazyLock::new(|| heavy(Some("hold-for-inspection"), Seeds::both(1)));
static OTHER_HAZARD: LazyLock<Records> = LazyLock::new(|| heavy(None, Seeds { hazard: 2, people: 1 }));
static OTHER_PEOPLE: LazyLock<Records> = LazyLock::new(|| heavy(None, Seeds { hazard: 1, people: 2 }));

/// Events of a kind: when, about whom or what.
fn events<'r>(records: &'r Records, event: &'r str) -> impl Iterator<Item = (i64, &'r str)> {
    let entries = records.timeline.iter().map(|(_, entry)| entry);
    let found = entries.filter(move |entry| entry.event == event);
    found.filter_map(|entry| Some((entry.time_ms, entry.subject.as_deref()?)))
}

/// How long each pupil of a class took from the teacher's word to the first step, ms. Left out: who was hurt, was
/// not with the class, or had to take cover meanwhile.
fn pre_movement_ms(records: &Records) -> BTreeMap<&str, i64> {
    /// From the beginning of a shock until all who took cover are up again.
    const UNDER_COVER_MS: i64 = 60_000;
    let told_ms: BTreeMap<&str, i64> = events(records, "class-told-to-leave")
        .map(|(told_ms, class)| (class, told_ms))
        .collect();
    let shocks_ms: Vec<i64> = events(records, "shaking-begins")
        .map(|(at_ms, _)| at_ms)
        .collect();
    let hurt = hurt_by_mainshock(records);
    let mut delays = BTreeMap::new();
    for pupil in records
        .people
        .iter()
        .filter(|person| person.kind == "pupil" && person.missed_ms.is_none())
    {
        let told_ms = pupil.class.as_deref().and_then(|class| told_ms.get(class));
        let (Some(told_ms), Some(departed_ms)) = (told_ms, pupil.departed_ms) else {
            continue;
        };
        let shaken = |shock_ms: &i64| *told_ms < shock_ms + UNDER_COVER_MS && *shock_ms < departed_ms;
        if !hurt.contains_key(&*pupil.id) && !shocks_ms.iter().any(shaken) {
            delays.insert(&*pupil.id, departed_ms - told_ms);
        }
    }
    delays
}

/// Who was hurt when the first shaking ended: how badly, and where.
fn hurt_by_mainshock(records: &Records) -> BTreeMap<&str, (u8, &str)> {
    let end_ms = events(records, "shaking-ends")
        .map(|(at_ms, _)| at_ms)
        .next()
        .expect("an earthquake");
    let hurt = records
        .casualties
        .iter()
        .filter(|casualty| casualty.injured_ms == end_ms);
    hurt.map(|casualty| {
        (
            &*casualty.id,
            (casualty.severity, casualty.place.as_deref().unwrap_or("")),
        )
    })
    .collect()
}

/// The cues that appear in the building, and where. Those that the scenario imposes are among them.
fn cues(records: &Records) -> Vec<String> {
    let entries = records.timeline.iter().map(|(_, entry)| entry);
    let cues = entries.filter(|entry| entry.event == "cue-appears");
    cues.map(|entry| format!("{} {:?}", entry.time_ms, entry.args))
        .collect()
}

/// The fastest five seconds of each pupil, m/s: near the walking speed of whoever once has free way.
fn best_speed_m_s(records: &Records) -> BTreeMap<&str, f64> {
    const FRAMES: usize = 10;
    const SECONDS: f64 = 5.0;
    let tracks = records.tracks.as_ref().expect("somebody walks");
    let mut best = BTreeMap::new();
    for (person, id) in tracks.layout().people.iter().enumerate() {
        let at = |frame| tracks.position_m(frame, person).expect("a frame");
        let speeds = (FRAMES..tracks.frames()).map(|frame| {
            let ([x0, y0], [x1, y1]) = (at(frame - FRAMES), at(frame));
            ((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)).sqrt() / SECONDS
        });
        best.insert(&**id, speeds.fold(0.0, f64::max));
    }
    best
}

/// The median of how much two such tables differ, over those in both.
fn median_difference(a: &BTreeMap<&str, f64>, b: &BTreeMap<&str, f64>) -> f64 {
    let mut differences: Vec<f64> = a
        .iter()
        .filter_map(|(id, x)| Some((x - b.get(id)?).abs()))
        .collect();
    differences.sort_by(f64::total_cmp);
    differences[differences.len() / 2]
}

/// Of those in both tables: how many, and how many are alike.
fn alike<T: PartialEq>(a: &BTreeMap<&str, T>, b: &BTreeMap<&str, T>) -> (usize, usize) {
    let both = a.iter().filter_map(|(id, x)| Some((x, b.get(id)?)));
    both.fold((0, 0), |(all, alike), (x, y)| {
        (all + 1, alike + usize::from(x == y))
    })
}

#[test]
fn another_decision_moves_no_draw_of_anybody() {
    let (leave, hold) = (&*LEAVE, &*HOLD);
    let (pupils, same) = alike(&pre_movement_ms(leave), &pre_movement_ms(hold));
    println!("pre-movement: expected {pupils} pupils alike, obtained {same}");
    assert!(pupils > 300 && same == pupils);

    assert!(
        !hurt_by_mainshock(leave).is_empty(),
        "nobody is hurt: the test shows nothing"
    );
    assert_eq!(
        hurt_by_mainshock(leave),
        hurt_by_mainshock(hold),
        "as much cover, as much bad luck"
    );
    assert_eq!(
        cues(leave),
        cues(hold),
        "the building does not hear what is decided"
    );

    // Who once walks five seconds undisturbed in both runs shows the same speed in both, as far as tracks are exact:
    // two ends of 5 s, each rounded to 5 cm.
    let tolerance_m_s = 0.02;
    let (speeds, of_hold) = (best_speed_m_s(leave), best_speed_m_s(hold));
    let obtained_m_s = median_difference(&speeds, &of_hold);
    println!(
        "walking speed: expected 0 m/s between the medians, obtained {obtained_m_s:.3}, tolerance {tolerance_m_s}"
    );
    assert!(obtained_m_s <= tolerance_m_s);
    let others_m_s = median_difference(&speeds, &best_speed_m_s(&OTHER_PEOPLE));
    assert!(
        others_m_s > 5.0 * tolerance_m_s,
        "other people would look the same: {others_m_s:.3} m/s"
    );
}

#[test]
fn a_decision_about_others_moves_nobody() {
    let scenario = load(&shipped("durres-school"), None, &[]);
    let mut silent = (*scenario).clone();
    hotwash::scenario::load::decide(&mut silent, "call-112=nothing").expect("a decision of the scenario");
    let run = |scenario| simulate(&scenario, Seeds::both(1), Options::default());
    let (called, silent) = (run(scenario), run(silent.into()));
    let option = |records: &Records| {
        let decision = records
            .decisions
            .iter()
            .find(|decision| &*decision.decision == "call-112");
        decision.and_then(|decision| decision.option.clone())
    };
    assert_eq!(
        (option(&called).as_deref(), option(&silent).as_deref()),
        (Some("call"), Some("nothing"))
    );
    assert_eq!(called.people, silent.people);
    assert_eq!(called.casualties, silent.casualties);
    assert!(
        called.tracks == silent.tracks,
        "somebody walks otherwise because nobody called 112"
    );
}

#[test]
fn the_luck_of_the_hazard_and_of_people_have_a_seed_each() {
    let (base, hazard, people) = (&*LEAVE, &*OTHER_HAZARD, &*OTHER_PEOPLE);
    assert_ne!(
        cues(base),
        cues(hazard),
        "another hazard seed leaves the building as it was"
    );
    assert_eq!(cues(base), cues(people), "the building knows who walks in it");

    let delays = pre_movement_ms(base);
    let (pupils, same) = alike(&delays, &pre_movement_ms(hazard));
    println!("another hazard seed: expected {pupils} pupils alike, obtained {same}");
    assert!(pupils > 300 && same == pupils);
    let (pupils, same) = alike(&delays, &pre_movement_ms(people));
    println!("another people seed: {same} of {pupils} pupils alike by chance");
    assert!(pupils > 300 && same * 20 < pupils);
    assert_eq!(hurt_by_mainshock(base), hurt_by_mainshock(hazard));
    assert_ne!(hurt_by_mainshock(base), hurt_by_mainshock(people));
}

// ---------------------------------------------------------------------------------------------------------------
// An action log
// ---------------------------------------------------------------------------------------------------------------

#[test]
fn a_replayed_action_log_gives_the_same_run() {
    for (scenario, variant) in [
        ("fire-drill", None),
        ("durres-school", None),
        ("durres-school", Some("hold-for-inspection")),
    ] {
        let seeds = Seeds::both(1);
        let place = Place::empty();
        let (first, again) = (place.path("first"), place.path("again"));
        let scenario = load(&shipped(scenario), variant, &[]);
        write_run(
            &simulate(&scenario, seeds, Options::default()),
            &scenario,
            seeds,
            None,
            &first,
        );

        let log = common::replay(&first, &scenario, seeds, &again);
        assert_eq!(
            differences(&first, &again, &MARKS_OF_A_REPLAY),
            Vec::<String>::new(),
            "{variant:?}"
        );
        assert_eq!(text(&again.join("inputs/replayed.csv")), log);
        let manifest = |folder: &Path| {
            let mut json: Value = serde_json::from_str(&text(&folder.join("manifest.json"))).expect("JSON");
            let mark = json["replayed_log_sha256"].take();
            json["files"]
                .as_object_mut()
                .expect("an object")
                .remove("inputs/replayed.csv");
            (mark, json)
        };
        let ((none, first), (mark, again)) = (manifest(&first), manifest(&again));
        assert_eq!(
            (none, mark),
            (Value::Null, hotwash::record::sha256(log.as_bytes()).into())
        );
        assert_eq!(first, again);
    }
}
