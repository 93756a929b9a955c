//! Several variants, and questions of one's own.

use serde_json::Value;

use crate::common::place::Place;
use crate::{FEW, HEAD, answer, assert_says, compared, from_one, of, rows, with_table};

fn luck(n: u32) -> f64 {
    f64::from(n * n % 7)
}

/// Three variants of which none is the best in everything.
fn three() -> Place {
    let values = |more: f64| (0..12).map(move |n| 40.0 + luck(n) + more + 0.1 * f64::from(n % 3));
    let mut rows = Vec::new();
    for (variant, out, hurt) in [
        ("base", 0.0, 0.0),
        ("run", -20.0, 9.0),
        ("walk", 20.0, -9.0),
        ("stay", 21.0, 1.0),
    ] {
        rows.push(of(variant, "last_out_s", from_one(values(out))));
        rows.push(of(variant, "injured", from_one(values(hurt))));
        rows.push(of(variant, "injured@stair-a", from_one(values(hurt))));
    }
    with_table(&rows)
}

#[test]
fn which_is_the_best_and_what_it_costs() {
    let place = three();
    let said = compared(&place, &["--metric", "last_out_s,injured"]).out;
    assert_says(
        &said,
        &[
            "Best mean, in so many of 100 other sets of seeds:",
            "Last out (each the first time): run (100 of 100)",
            "Hurt: walk (100 of 100)",
            "Surpassed by none in Last out (each the first time) and Hurt together: base, run, walk",
        ],
    );
    assert!(
        !said.contains("walk, stay"),
        "stay is slower and more dangerous than walk: {said}"
    );
    let page = place.read("c/comparison.html");
    assert_says(
        &page,
        &["Surpassed by none: base, run, walk", "Which is the best"],
    );
    // Two variants need no front, until somebody asks.
    let said = compared(&place, &["--pareto", "injured,last_out_s"]).out;
    assert_says(&said, &["Surpassed by none in Hurt and Last out"]);
}

#[test]
fn figures_that_are_asked_for_and_no_others() {
    let place = three();
    let metrics = |place: &Place| {
        let mut names: Vec<String> = rows(place, "c/comparison.csv")
            .into_iter()
            .map(|row| row["metric"].clone())
            .collect();
        names.sort();
        names.dedup();
        names
    };
    compared(&place, &[]);
    assert_eq!(
        metrics(&place),
        ["injured", "last_out_s"],
        "single places only where somebody asks"
    );
    compared(&place, &["--metric", "all"]);
    assert_eq!(metrics(&place), ["injured", "injured@stair-a", "last_out_s"]);
    let said = compared(&place, &["--metric", "injured@stair-a"]).out;
    assert_eq!(metrics(&place), ["injured@stair-a"]);
    assert_says(&said, &["Hurt at stair-a"]);
    compared(&place, &["--metric", "injured"]);
    let once = place.read("c/comparison.csv");
    compared(&place, &["--metric", "injured, injured", "--metric", "injured"]);
    assert_eq!(place.read("c/comparison.csv"), once, "asked twice, answered once");
    place.refuses(
        &["compare", "runs.csv", "--out", "d", "--metric", "hurt"],
        2,
        &["these runs have no metric `hurt`"],
    );
    place.refuses(
        &["compare", "runs.csv", "--out", "d", "--metric", "injurd"],
        2,
        &["no metric `injurd`", "did you mean `injured`"],
    );
    for pareto in ["injured", "injured,injured"] {
        place.refuses(
            &["compare", "runs.csv", "--out", "d", "--pareto", pareto],
            2,
            &[
                "a front needs two metrics or more",
                "--pareto injured,full_account_s",
            ],
        );
    }
}

#[test]
fn another_base() {
    let place = three();
    let said = compared(&place, &["--base", "walk"]).out;
    assert_says(&said, &["compared with walk"]);
    let row = answer(&place, "base", "injured", "value");
    assert_eq!((&*row["base_variant"], &*row["verdict"]), ("walk", "worse"));
    place.refuses(
        &["compare", "runs.csv", "--out", "d", "--base", "crawl"],
        2,
        &["nothing here is called `crawl`; there is `base`, `run`, `walk`, `stay`"],
    );
}

#[test]
fn without_a_base_the_first_one_is_it() {
    let place = with_table(&[
        of("b", "injured", from_one([1.0, 2.0, 4.0])),
        of("a", "injured", from_one([5.0, 9.0, 6.0])),
    ]);
    assert_says(&compared(&place, &[]).out, &["compared with b"]);
}

#[test]
fn the_base_is_the_one_with_the_least_that_is_set_whatever_the_order() {
    let row = |case: &str, seed: u32, value: u32| {
        format!("drill,base,{case},{seed},{seed},injured,{value},persons,sourced\n")
    };
    let (mut plain, mut more) = (String::new(), String::new());
    for seed in 1..11 {
        plain += &row("x=1", seed, seed % 3);
        more += &row("x=1+y=2", seed, seed % 3 + 5);
    }
    for rows in [[&plain, &more], [&more, &plain]] {
        let place = with_table(&rows.map(String::clone));
        assert_says(
            &compared(&place, &[]).out,
            &[
                "compared with base, x=1, 10 runs of each",
                "base, x=1+y=2 worse Hurt",
            ],
        );
    }
}

#[test]
fn what_all_have_set_needs_no_word() {
    let text = [
        of("base", "injured", from_one([5.0, 9.0, 6.0])),
        of("other", "injured", from_one([1.0, 2.0, 4.0])),
    ];
    let text = text.concat().replace(",,", ",exercise.fidelity=network,");
    let place = with_table(&[text]);
    let said = compared(&place, &[]).out;
    assert!(!said.contains("fidelity"), "{said}");
    assert_eq!(
        answer(&place, "other", "injured", "value")["case"],
        "exercise.fidelity=network"
    );
}

#[test]
fn json_says_the_same_as_one_object() {
    let place = three();
    let said = compared(&place, &["--json", "--quiet"]);
    assert_eq!(said.err, "");
    let json: Value = serde_json::from_str(&said.out).expect("one JSON object");
    assert_eq!(json["base"], "base");
    let all = json["comparisons"].as_array().expect("a list");
    let table = rows(&place, "c/comparison.csv");
    assert_eq!(all.len(), table.len());
    for (one, row) in all.iter().zip(&table) {
        for name in ["variant", "metric", "aspect", "verdict", "text", "unit"] {
            assert_eq!(one[name], row[name].as_str(), "{name}");
        }
        let difference = one["difference"].as_f64().expect("a number");
        assert!((difference - row["difference"].parse::<f64>().expect("a number")).abs() < 1e-3);
    }
}

#[test]
fn the_tables_are_described() {
    let place = three();
    compared(&place, &[]);
    let package: Value = serde_json::from_str(&place.read("c/datapackage.json")).expect("JSON");
    let manifest: Value = serde_json::from_str(&place.read("c/manifest.json")).expect("JSON");
    assert_eq!(
        (&manifest["kind"], &manifest["base"]),
        (&"comparison".into(), &"base".into())
    );
    let resources = package["resources"].as_array().expect("a list");
    assert_eq!(resources.len(), 2);
    for resource in resources {
        let name = resource["path"].as_str().expect("a path");
        let text = place.read(&format!("c/{name}"));
        let header: Vec<&str> = text.lines().next().expect("a header").split(',').collect();
        let fields = resource["schema"]["fields"].as_array().expect("a list");
        let fields: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
        assert_eq!(fields, header);
        assert_eq!(manifest["files"][name]["rows"], text.lines().count() - 1);
        let sum = hotwash::record::sha256(text.as_bytes());
        assert_eq!(manifest["files"][name]["sha256"], sum);
    }
    // Nobody's key stands there twice.
    let key = ["variant", "case", "metric", "aspect"];
    let mut keys: Vec<Vec<String>> = rows(&place, "c/comparison.csv")
        .iter()
        .map(|row| key.iter().map(|name| row[*name].clone()).collect())
        .collect();
    let count = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), count);
}

#[test]
fn columns_of_factors_tell_cases_apart_where_nothing_else_does() {
    let place = with_table(&[]);
    let mut text = "variant,seed,speed,injured\n".to_owned();
    for seed in 1..11 {
        for (speed, value) in [("1.0", 10 + seed % 3), ("2.0", 20 + seed % 2)] {
            let row = ["base", &*seed.to_string(), speed, &value.to_string()].join(",");
            text += &row;
            text.push('\n');
        }
    }
    place.write("runs.csv", &text);
    let said = compared(&place, &["--base", "base, speed=1.0"]);
    assert_says(
        &said.err,
        &["has no column `case`: what stands in `speed` is taken for what the runs were set to"],
    );
    assert_says(
        &said.out,
        &[
            "Runs: compared with base, speed=1.0",
            "base, speed=2.0 worse Hurt",
        ],
    );
    // With the column, another one is only a note.
    let own = [
        of("base", "injured", from_one([5.0, 9.0, 6.0])),
        of("other", "injured", from_one([1.0, 2.0, 4.0])),
    ];
    let mut noted = HEAD.replace("basis\n", "basis,note\n");
    for (n, line) in own.concat().lines().enumerate() {
        noted += &[line, ",note ", &n.to_string(), "\n"].concat();
    }
    place.write("runs.csv", &noted);
    assert_eq!(compared(&place, &[]).err, FEW);
}
