//! `hotwash impact`: what an earthquake does to a region, by many seeds.

use crate::common::place::Place;

#[test]
fn it_says_how_many_and_what_was_observed() {
    let place = Place::with(&["durres-2019"]);
    let said = place.succeeds(&["impact", "durres-2019", "--seeds", "1..20"]);
    assert_eq!(said.err, "");
    for words in [
        "Durrës, 26 November 2019",
        "seeds 1 to 20",
        "deaths",
        "alive under rubble after the shock",
        "Durrës",
        "51",
        "913–3000",
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    assert!(
        said.out.lines().all(|line| line.chars().count() <= 80),
        "{}",
        said.out
    );
    assert_eq!(
        place
            .succeeds(&["impact", "durres-2019", "--seeds", "1..2", "--quiet"])
            .out,
        ""
    );
}

#[test]
fn tables_are_the_same_every_time() {
    let place = Place::with(&["durres-2019"]);
    let with = |folder, threads| {
        let mut command = place.command();
        command.env("RAYON_NUM_THREADS", threads);
        let run = command
            .args(["impact", "durres-2019", "--seeds", "1..6", "--out", folder])
            .output();
        assert!(run.expect("it runs").status.success());
        [
            "impact.csv",
            "impact_by_seed.csv",
            "datapackage.json",
            "manifest.json",
        ]
        .map(|name| place.read(&format!("{folder}/{name}")))
    };
    let one = with("a", "1");
    assert_eq!(one, with("b", "2"));
    place
        .says(&["impact", "durres-2019", "--out", "a"])
        .refuses(2, &["`a` exists", "--force"]);
    let [sums, by_seed, package, manifest] = one;
    assert!(sums.starts_with("scenario,variant,municipality,quantity,unit,mean,sd,p5,median,p95,seeds\n"));
    assert!(sums.contains("durres-2019,base,everywhere,deaths,persons,"));
    assert!(package.contains("\"name\": \"impact_by_seed\""));
    assert!(manifest.contains("\"buildings_and_people\": \"drawn\""));
    assert_eq!(
        by_seed
            .lines()
            .filter(|line| line.contains(",everywhere,deaths,"))
            .count(),
        6
    );
}

#[test]
fn what_cannot_be_computed_says_why() {
    let place = Place::with(&["durres-2019", "fire-drill"]);
    place
        .says(&["impact", "fire-drill"])
        .refuses(2, &["the scenario has no town"]);
    place
        .says(&["impact", "durres-2019", "--seeds", "9..2"])
        .refuses(2, &["no seeds from 9 to 2"]);
    place
        .says(&["impact", "durres-2019", "--seeds", "1..99999999"])
        .refuses(2, &["at most 100000 seeds"]);
    let set = [
        "impact",
        "durres-2019",
        "--set",
        "hazard.mainshock.magnitude_mw=12",
    ];
    place.says(&set).refuses(2, &["at most 9.5"]);
}
