//! What stands in the tables of a batch, and that nothing but the scenario, settings and seeds decides of it.

use hotwash::record::sha256;
use serde_json::Value;

use crate::common::bytes;
use crate::common::place::Place;
use crate::{FAST, assert_same_tables, batch, columns, json, rows};

#[test]
fn tables_are_the_same_at_any_number_of_jobs() {
    let place = Place::with_fire_drill();
    for jobs in ["1", "2", "8"] {
        let more = ["--variants", "all", "--seeds", "1..6", "--jobs", jobs];
        place.succeeds(&batch(jobs, &more));
    }
    assert_same_tables(&place, "1", "2");
    assert_same_tables(&place, "1", "8");
}

#[test]
fn another_seed_comes_to_something_else() {
    let place = Place::with_fire_drill();
    place.succeeds(&batch("b", &["--seeds", "1..8"]));
    let wide = rows(&place, "b/runs_wide.csv");
    let mut out: Vec<&str> = wide.iter().map(|row| &*row["last_out_s"]).collect();
    out.sort_unstable();
    out.dedup();
    assert!(out.len() > 4, "{out:?}");
}

#[test]
fn a_run_of_the_table_is_what_the_same_run_alone_comes_to() {
    let place = Place::with_fire_drill();
    let decide = ["--decide", "sound-the-alarm=alarm@09:02"];
    let of_batch = [&["--variants", "one-exit", "--seeds", "2..4"], &decide[..]].concat();
    place.succeeds(&batch("b", &of_batch));
    let run = [
        "run",
        "fire-drill",
        "--set",
        FAST,
        "--variant",
        "one-exit",
        "--seed",
        "3",
    ];
    place.succeeds(&[&run[..], &decide, &["--out", "run", "--quiet"]].concat());
    let own = rows(&place, "run/metrics.csv");
    assert!(own.len() > 5, "{own:?}");
    let mut found = rows(&place, "b/runs.csv");
    found.retain(|row| row["variant"] == "one-exit" && row["seed"] == "3");
    for row in &mut found {
        assert_eq!(row.remove("hazard_seed").as_deref(), Some("3"));
    }
    assert_eq!(found, own);
}

#[test]
fn both_tables_say_the_same() {
    let place = Place::with_fire_drill();
    place.succeeds(&batch("b", &["--variants", "all", "--seeds", "1..3"]));
    let (tidy, wide) = (rows(&place, "b/runs.csv"), rows(&place, "b/runs_wide.csv"));
    let who = ["scenario", "variant", "case", "seed", "hazard_seed"];
    assert_eq!(columns(&tidy, &who), columns(&wide, &who));
    assert_eq!(wide.len(), 4 * 3);
    let mut cells = 0;
    for row in &tidy {
        let run = wide
            .iter()
            .find(|run| who.iter().all(|name| run[*name] == row[*name]));
        assert_eq!(run.expect("a run")[&row["metric"]], row["value"], "{row:?}");
        cells += usize::from(!row["value"].is_empty());
    }
    let metrics = |row: &crate::Row| -> usize {
        let own = row
            .iter()
            .filter(|(name, value)| !who.contains(&name.as_str()) && !value.is_empty());
        own.count()
    };
    let filled: usize = wide.iter().map(metrics).sum();
    assert_eq!(cells, filled, "no cell of the wide table is made up");
}

#[test]
fn every_column_is_described_and_every_file_has_its_checksum() {
    let place = Place::with_fire_drill();
    let vary = ["--set", "channel.bell.reach_m=60,80"];
    place.succeeds(&batch("b", &[&["--seeds", "1..2"], &vary[..]].concat()));
    let package = json(&place, "b/datapackage.json");
    let record = json(&place, "b/batch.json");
    let resources = package["resources"].as_array().expect("a list");
    let names: Vec<&Value> = resources.iter().map(|resource| &resource["path"]).collect();
    assert_eq!(names, ["runs.csv", "runs_wide.csv", "failures.csv"]);
    for resource in resources {
        let name = resource["path"].as_str().expect("a path");
        let content = bytes(&place.path("b").join(name));
        let header = String::from_utf8_lossy(&content);
        let rows = header.lines().count() - 1;
        let header: Vec<&str> = header.lines().next().expect("a header").split(',').collect();
        let fields = resource["schema"]["fields"].as_array().expect("a list");
        let fields: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
        assert_eq!(fields, header, "{name}");
        for key in resource["schema"]["primaryKey"].as_array().expect("a key") {
            assert!(header.contains(&key.as_str().expect("a name")), "{name}: {key}");
        }
        assert_eq!(resource["bytes"], content.len());
        let written = &record["files"][name];
        assert_eq!(written["sha256"], sha256(&content), "{name}");
        assert_eq!(written["rows"], rows, "{name}");
    }
    let described = bytes(&place.path("b/datapackage.json"));
    assert_eq!(record["files"]["datapackage.json"]["sha256"], sha256(&described));
}

#[test]
fn no_two_rows_have_the_same_key() {
    let place = Place::with_fire_drill();
    // Names of cases are cut; these differ only far behind.
    let long = "exercise.description={ en = \"a very long description that is the same for a long way: 1\" },\
                { en = \"a very long description that is the same for a long way: 2\" }";
    place.succeeds(&batch("b", &["--seeds", "1..2", "--set", long]));
    let rows = rows(&place, "b/runs_wide.csv");
    let who = |row: &crate::Row| ["variant", "case", "seed", "hazard_seed"].map(|name| row[name].clone());
    let mut keys: Vec<[String; 4]> = rows.iter().map(who).collect();
    assert_eq!(keys.len(), 3 * 2);
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 3 * 2, "{keys:?}");
}

#[test]
fn a_batch_says_what_it_did_and_how_to_go_on() {
    let place = Place::with_fire_drill();
    let said = place.succeeds(&batch("b", &["--variants", "one-exit", "--seeds", "1..5"]));
    assert_eq!(said.err, "", "no progress in a pipe, no warnings");
    for words in [
        "Fire drill · 2 variants × 5 seeds = 10 runs",
        "10 runs done in",
        "In b: runs.csv (a row for each run and metric), runs_wide.csv (a row for each run)",
        "Next: hotwash compare b",
    ] {
        assert!(said.out.contains(words), "`{words}` is not said:\n{}", said.out);
    }
    assert!(
        !said.out.contains("before") && !said.out.contains("failed"),
        "{}",
        said.out
    );
    let quiet = place.succeeds(&batch("c", &["--seeds", "1..2", "--quiet"]));
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
    let one = place.succeeds(&batch("d", &["--seeds", "7"])).out;
    assert!(one.contains("1 variant × 1 seed = 1 run\n1 run done"), "{one}");
}

#[test]
fn json_says_what_the_folder_says() {
    let place = Place::with_fire_drill();
    let said = place.succeeds(&batch("b", &["--seeds", "1..2", "--json", "--quiet"]));
    let said: Value = serde_json::from_str(&said.out).expect("one JSON object");
    assert_eq!(said, json(&place, "b/batch.json"));
    assert_eq!((&said["finished"], &said["runs"]), (&true.into(), &2.into()));
    assert_eq!(said["cells"][0]["set"][0], FAST);
}

#[test]
fn without_a_place_it_lies_below_outputs_and_the_same_question_finds_it_again() {
    let place = Place::with_fire_drill();
    let ask = |seeds| ["batch", "fire-drill", "--set", FAST, "--seeds", seeds, "--json"];
    let first = place.succeeds(&ask("1..2"));
    let folders = |place: &Place| -> Vec<String> {
        let files = place.files("outputs/fire-drill");
        let mut folders: Vec<String> = files
            .iter()
            .filter_map(|file| Some(file.split_once('/')?.0.to_owned()))
            .collect();
        folders.dedup();
        folders
    };
    let one = folders(&place);
    assert!(one.len() == 1 && one[0].starts_with("batch-"), "{one:?}");
    let again = place.succeeds(&ask("1..4"));
    assert_ne!(first.out, again.out);
    assert_eq!(folders(&place), one, "more seeds go into the same folder");
    place.succeeds(&[&ask("1..2")[..], &["--variants", "one-exit"]].concat());
    assert_eq!(folders(&place).len(), 2, "another question has another folder");
}

#[test]
fn everything_the_batch_was_made_of_lies_in_it() {
    let place = Place::with_fire_drill();
    place.succeeds(&batch("b", &["--variants", "one-exit", "--seeds", "1"]));
    let record = json(&place, "b/batch.json");
    let inputs = record["inputs_sha256"].as_object().expect("an object");
    assert!(inputs.contains_key("scenario.toml") && inputs.contains_key("variants/one-exit.toml"));
    for (name, sum) in inputs {
        let content = bytes(&place.path("b/inputs").join(name));
        assert_eq!(*sum, sha256(&content), "{name}");
        let own = place.path("scenarios/fire-drill").join(name);
        // Others are shipped.
        assert!(!own.exists() || content == bytes(&own), "{name}");
    }
}
