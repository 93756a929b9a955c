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
use common::{assert_same_folders, bytes, difference, differences, load, shipped, simulate, text, write_run};
use hotwash::command::Replay;
use hotwash::record::{Person, Records, Tracks};
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

#[test]
fn a_rerun_gives_the_same_bytes() {
    for scenario in ["fire-drill", "durres-school"] {
        let place = Place::empty();
        run(&place, scenario, &[], &[], "first");
        run(&place, scenario, &[], &[], "again");
        assert_same_folders(&place.path("first"), &place.path("again"));
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    for scenario in ["fire-drill", "durres-school"] {
        let place = Place::empty();
        for threads in ["1", "2", "8"] {
            run(&place, scenario, &[], &[("RAYON_NUM_THREADS", threads)], threads);
            assert_same_folders(&place.path("1"), &place.path(threads));
        }
    }
}

#[test]
fn a_processor_without_fma_and_avx2_gives_the_same_bytes() {
    if !cfg!(all(target_env = "gnu", target_arch = "x86_64")) {
        println!("skipped: only glibc on x86-64 can hide what the processor knows");
        return;
    }
    for scenario in ["fire-drill", "durres-school"] {
        let place = Place::empty();
        run(&place, scenario, &[], &[], "new");
        run(
            &place,
            scenario,
            &[],
            &[("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX2,-FMA")],
            "old",
        );
        assert_same_folders(&place.path("new"), &place.path("old"));
    }
}

#[test]
fn another_seed_is_another_run() {
    for scenario in ["fire-drill", "durres-school"] {
        let place = Place::empty();
        run(&place, scenario, &["--seed", "1"], &[], "one");
        run(&place, scenario, &["--seed", "2"], &[], "two");
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

    const NAMED: [&str; 4] = ["manifest.json", "datapackage.json", "metrics.csv", "tracks.hwt"];
    const ITSELF: &str = "inputs/files/variants/nothing.toml";
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
            forget_the_name(&mut json, &NAMED, ITSELF);
            json
        };
        assert_eq!(nameless(&base), nameless(&nothing), "{file}");
    }
}

/// Takes out of a manifest or a data package what names the variant: its id, its file, and the sizes and checksums
/// of the files in which it is named.
fn forget_the_name(json: &mut Value, named: &[&str], itself: &str) {
    match json {
        Value::String(text) => *text = text.replace("nothing", "base"),
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| forget_the_name(item, named, itself)),
        Value::Object(members) => {
            members.retain(|key, _| key != itself && !itself.ends_with(&format!("/files/{key}")));
            let path = members
                .get("path")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            if named.contains(&path.as_str()) {
                members.retain(|key, _| key != "hash" && key != "bytes");
            }
            for (key, member) in members.iter_mut() {
                if named.contains(&key.as_str()) {
                    *member = Value::Null;
                }
                forget_the_name(member, named, itself);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

// ---------------------------------------------------------------------------------------------------------------
// A variant that changes a decision, and two seeds
// ---------------------------------------------------------------------------------------------------------------

/// Enough damage that some are hurt.
const HEAVY: [&str; 1] = ["hazard.mainshock.damage=extensive"];

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

/// Of those in both, the share for whom the two differ by no more than the tolerance.
fn share_alike(a: &BTreeMap<&str, f64>, b: &BTreeMap<&str, f64>, tolerance: f64) -> f64 {
    let pairs: Vec<(f64, f64)> = a.iter().filter_map(|(id, x)| Some((*x, *b.get(id)?))).collect();
    let alike = pairs.iter().filter(|(x, y)| (x - y).abs() <= tolerance).count();
    alike as f64 / pairs.len() as f64
}

#[test]
fn explore() {
    let (leave, hold) = (pre_movement_ms(&LEAVE), pre_movement_ms(&HOLD));
    println!("{} {}", leave.len(), hold.len());
    let both: Vec<_> = leave
        .iter()
        .filter_map(|(id, ms)| Some((id, *ms, *hold.get(id)?)))
        .collect();
    println!(
        "both {} differ {:?}",
        both.len(),
        both.iter().filter(|(_, a, b)| a != b).collect::<Vec<_>>()
    );
    println!("{:?}\n{:?}", hurt_by_mainshock(&LEAVE), hurt_by_mainshock(&HOLD));
    println!(
        "{:?}\n{:?}",
        hurt_by_mainshock(&OTHER_HAZARD),
        hurt_by_mainshock(&OTHER_PEOPLE)
    );
    for t in [0.02, 0.03, 0.05, 0.1] {
        println!(
            "{t} {} {}",
            share_alike(&best_speed_m_s(&LEAVE), &best_speed_m_s(&HOLD), t),
            share_alike(&best_speed_m_s(&LEAVE), &best_speed_m_s(&OTHER_PEOPLE), t)
        );
    }
    println!(
        "{} {} {} {}",
        cues(&LEAVE).len(),
        cues(&LEAVE) == cues(&HOLD),
        cues(&LEAVE) == cues(&OTHER_HAZARD),
        cues(&LEAVE) == cues(&OTHER_PEOPLE)
    );
    let other = pre_movement_ms(&OTHER_HAZARD);
    println!(
        "{:?}",
        leave
            .iter()
            .filter(|(id, ms)| other.get(*id).is_some_and(|o| o != *ms))
            .count()
    );
    let other = pre_movement_ms(&OTHER_PEOPLE);
    println!(
        "{:?}",
        leave
            .iter()
            .filter(|(id, ms)| other.get(*id).is_some_and(|o| o == *ms))
            .count()
    );
    for r in [&LEAVE, &HOLD] {
        for d in &r.decisions {
            println!("{} {:?} {:?}", d.decision, d.known_ms, d.decided_ms);
        }
    }
}
