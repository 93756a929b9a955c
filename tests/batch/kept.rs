//! Runs that are kept whole: the folders that `hotwash run` leaves.

use std::fs;

use crate::common::place::Place;
use crate::common::{assert_same_folders, differences};
use crate::{FAST, batch, json, rows};

#[test]
fn a_kept_run_is_what_the_same_run_alone_leaves() {
    let place = Place::with_fire_drill();
    let ask = [
        "--variants",
        "one-exit",
        "--seeds",
        "1..2",
        "--hazard-seeds",
        "2,5",
        "--decide",
        "sound-the-alarm=alarm@09:02",
        "--keep",
        "all",
    ];
    place.succeeds(&batch("b", &ask));
    let case = "sound-the-alarm=alarm@09.02+exercise.fidelity=network";
    for variant in ["base", "one-exit"] {
        for (seed, hazard) in [("1", "2"), ("1", "5"), ("2", "2"), ("2", "5")] {
            let case = if seed == hazard {
                case.to_owned()
            } else {
                folder_below(&place, &format!("b/runs/{variant}"), hazard)
            };
            let run = format!("run-{variant}-{seed}-{hazard}");
            let plain = [
                "run",
                "fire-drill",
                "--decide",
                "sound-the-alarm=alarm@09:02",
                "--set",
                FAST,
            ];
            let luck = ["--seed", seed, "--hazard-seed", hazard, "--out", &run, "--quiet"];
            let variant_of = match variant {
                "base" => vec![],
                variant => vec!["--variant", variant],
            };
            place.succeeds(&[&plain[..], &luck, &variant_of].concat());
            let kept = format!("b/runs/{variant}/{case}/seed-{seed}");
            assert_same_folders(&place.path(&run), &place.path(&kept));
        }
    }
}

/// The folder below another that is of a hazard seed.
fn folder_below(place: &Place, folder: &str, hazard: &str) -> String {
    let files = place.files(folder);
    let cases = files.iter().filter_map(|file| Some(file.split_once('/')?.0));
    let mut of_hazard = cases.filter(|case| {
        let manifest = json(place, &format!("{folder}/{case}/seed-1/manifest.json"));
        manifest["seeds"]["hazard"].as_u64() == hazard.parse().ok()
    });
    of_hazard.next().expect("a case of this hazard seed").to_owned()
}

#[test]
fn a_kept_run_that_is_half_deleted_is_done_again() {
    let place = Place::with_fire_drill();
    let ask = ["--seeds", "1..4", "--keep", "all"];
    place.succeeds(&batch("b", &ask));
    let case = format!("b/runs/base/{FAST}");
    place.succeeds(&batch("whole", &ask));
    fs::remove_file(place.path(&format!("{case}/seed-2/manifest.json"))).expect("it was there");
    fs::remove_dir_all(place.path(&format!("{case}/seed-3"))).expect("it was there");
    let said = place.succeeds(&batch("b", &ask)).out;
    assert!(
        said.contains("2 runs done") && said.contains("2 done before"),
        "{said}"
    );
    for seed in 1..=4 {
        let run = format!("runs/base/{FAST}/seed-{seed}");
        assert_same_folders(&place.path("whole").join(&run), &place.path("b").join(&run));
    }
}

#[test]
fn who_wants_folders_later_gets_them() {
    let place = Place::with_fire_drill();
    place.succeeds(&batch("b", &["--seeds", "1..3"]));
    assert!(!place.path("b/runs").exists());
    let said = place
        .succeeds(&batch("b", &["--seeds", "1..3", "--keep", "all"]))
        .out;
    assert!(said.contains("3 runs done"), "{said}");
    assert_eq!(json(&place, "b/batch.json")["keep"], "all");
    for seed in 1..=3 {
        assert!(
            place
                .path(&format!("b/runs/base/{FAST}/seed-{seed}/manifest.json"))
                .is_file()
        );
    }
}

#[test]
fn a_typical_run_and_the_worst_are_kept_and_say_that_they_were_picked() {
    let place = Place::with_fire_drill();
    let ask = ["--variants", "one-exit", "--seeds", "1..9", "--keep", "chosen"];
    let said = place.succeeds(&batch("b", &ask)).out;
    assert!(said.contains("Runs to look at, chosen by last_out_s:"), "{said}");
    let record = json(&place, "b/batch.json");
    let chosen = record["chosen"].as_array().expect("a list");
    assert_eq!(chosen.len(), 4);
    let wide = rows(&place, "b/runs_wide.csv");
    for variant in ["base", "one-exit"] {
        let mut out: Vec<(f64, &str)> = wide
            .iter()
            .filter(|row| row["variant"] == variant)
            .map(|row| (row["last_out_s"].parse().expect("they all leave"), &*row["seed"]))
            .collect();
        out.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (is, (value, _)) in [("typical", out[4]), ("worst", out[8])] {
            let of_variant = format!("runs/{variant}/");
            let mut found = chosen.iter().filter(|run| {
                run["is"] == is && run["folder"].as_str().expect("a path").starts_with(&of_variant)
            });
            let run = found.next().expect(is);
            assert_eq!(run["metric"], "last_out_s");
            let folder = run["folder"].as_str().expect("a path");
            assert!(said.contains(&format!("  b/{folder} ({is})")), "{said}");
            let manifest = json(&place, &format!("b/{folder}/manifest.json"));
            assert_eq!(manifest["seeds"]["choice"], "picked");
            let metrics = rows(&place, &format!("b/{folder}/metrics.csv"));
            let own = metrics
                .iter()
                .find(|row| row["metric"] == "last_out_s")
                .expect("it is there");
            assert_eq!(own["value"].parse::<f64>(), Ok(value), "{variant} {is}");
        }
    }
    // But for that word they are what the same run alone leaves.
    let folder = chosen[0]["folder"].as_str().expect("a path");
    let seed = folder.rsplit('-').next().expect("a seed");
    place.succeeds(&[
        "run",
        "fire-drill",
        "--set",
        FAST,
        "--seed",
        seed,
        "--out",
        "run",
        "--quiet",
    ]);
    assert_eq!(
        differences(
            &place.path("run"),
            &place.path("b").join(folder),
            &["manifest.json"]
        ),
        Vec::<String>::new()
    );
}

#[test]
fn they_can_be_chosen_by_another_metric() {
    let place = Place::with_fire_drill();
    let ask = [
        "--seeds",
        "1..5",
        "--keep",
        "chosen",
        "--chosen-by",
        "time_to_alarm_s",
    ];
    let said = place.succeeds(&batch("b", &ask)).out;
    assert!(said.contains("chosen by time_to_alarm_s"), "{said}");
    let wide = rows(&place, "b/runs_wide.csv");
    let latest = wide
        .iter()
        .max_by(|a, b| {
            a["time_to_alarm_s"]
                .parse::<f64>()
                .ok()
                .partial_cmp(&b["time_to_alarm_s"].parse().ok())
                .expect("numbers")
        })
        .expect("runs");
    let record = json(&place, "b/batch.json");
    let chosen = record["chosen"].as_array().expect("a list");
    let worst = chosen.iter().find(|run| run["is"] == "worst").expect("one");
    let folder = worst["folder"].as_str().expect("a path");
    assert!(folder.ends_with(&format!("/seed-{}", latest["seed"])), "{folder}");
}

#[test]
fn a_run_that_was_picked_does_not_stand_in_for_one_that_was_asked_for() {
    let place = Place::with_fire_drill();
    place.succeeds(&batch("b", &["--seeds", "1..5", "--keep", "chosen"]));
    let all = ["--seeds", "1..5", "--keep", "all"];
    place.succeeds(&batch("b", &all));
    place.succeeds(&batch("calm", &all));
    let runs = |out: &str| place.path(&format!("{out}/runs"));
    let performance: Vec<String> = place
        .files("calm/runs")
        .into_iter()
        .filter(|name| name.ends_with("performance.json"))
        .collect();
    let but: Vec<&str> = performance.iter().map(String::as_str).collect();
    assert_eq!(differences(&runs("calm"), &runs("b"), &but), Vec::<String>::new());
    // And what was asked for is not taken away by being picked.
    place.succeeds(&batch("b", &["--seeds", "1..5", "--keep", "chosen"]));
    assert_eq!(differences(&runs("calm"), &runs("b"), &but), Vec::<String>::new());
    assert_eq!(
        json(&place, "b/batch.json")["chosen"].as_array().map(Vec::len),
        Some(2)
    );
}

#[test]
fn a_value_that_is_the_scenarios_own_is_kept_under_its_own_name_too() {
    let place = Place::with_fire_drill();
    // The bell of the scenario reaches 80 m.
    let ask = [
        "--seeds",
        "1..2",
        "--set",
        "channel.bell.reach_m=60,80",
        "--keep",
        "all",
    ];
    place.succeeds(&batch("b", &ask));
    let set = ["--set", FAST, "--set", "channel.bell.reach_m=80"];
    let luck = ["--seed", "2", "--out", "run", "--quiet"];
    place.succeeds(&[&["run", "fire-drill"], &set[..], &luck].concat());
    let kept = format!("b/runs/base/{FAST}+channel.bell.reach_m=80/seed-2");
    assert_same_folders(&place.path("run"), &place.path(&kept));
    let again = place.succeeds(&batch("b", &ask)).out;
    assert!(again.contains("0 runs done"), "{again}");
}
