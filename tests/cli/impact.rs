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

#[test]
fn a_run_of_a_town_alone_points_to_what_it_has_written() {
    let place = Place::empty();
    place.succeeds(&["new", "my-town", "--from", "town"]);
    let said = place.succeeds(&["run", "my-town"]);
    for words in ["casualties.csv", "series.csv", "hotwash impact my-town"] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    assert!(!said.out.contains("decisions.csv"), "{}", said.out);
}

#[test]
fn a_street_is_said_as_people_say_it() {
    let place = Place::empty();
    place.succeeds(&["new", "my-town", "--from", "town"]);
    let set = [
        "--set",
        "hazard.mainshock.magnitude_mw=7.2",
        "--set",
        "hazard.mainshock.depth_km=18",
    ];
    place.succeeds(&[&["run", "my-town", "--out", "o"], &set[..]].concat());
    let timeline = place.read("o/timeline.csv");
    assert!(timeline.contains("Rubble blocks main street."), "{timeline}");
}

#[test]
fn what_nothing_can_shake_is_refused_at_its_place() {
    let place = Place::empty();
    place.succeeds(&["new", "my-town", "--from", "town"]);
    let file = "scenarios/my-town/scenario.toml";
    let sound = place.read(file);
    for (from, to, words) in [
        ("depth_km = 15", "depth_km = 1", "comes out of the ground"),
        (
            "of = \"mainshock\"",
            "of = \"mainshock\"\na = 1.0\nb = 2.0\nsmallest_mw = 4.0",
            "aftershocks are to be expected",
        ),
    ] {
        place.write(file, &sound.replace(from, to));
        for command in ["check", "run", "impact"] {
            place
                .says(&[command, "my-town"])
                .refuses(2, &[words, "scenario.toml:"]);
        }
    }
    assert_eq!(place.files("outputs"), Vec::<String>::new());
}

#[test]
fn shares_at_their_limits_give_numbers() {
    let place = Place::empty();
    place.succeeds(&["new", "my-town", "--from", "town"]);
    let file = "scenarios/my-town/scenario.toml";
    place.write(
        file,
        &place.read(file).replace("\"esrm20-albania\"", "\"own.csv\""),
    );
    let table = "scenarios/my-town/buildings.csv";
    let buildings = place.read(table);
    let rows = buildings.lines().skip(1).map(|row| row.split(',').nth(5));
    let classes: std::collections::BTreeSet<&str> = rows.flatten().collect();
    let mut fragility = "class,measure,slight,moderate,extensive,complete,beta,collapse_of_complete,entrapped_day,\
                         entrapped_night,killed_of_entrapped,in_voids,sev1_collapse,sev3_collapse,severity_of_entrapped\n"
        .to_owned();
    for class in classes {
        fragility += class;
        fragility += ",PGA,0.05,0.08,0.1,0.12,0.4,1,0.2,1,1,0,0.2,0.2,3\n";
    }
    place.write("scenarios/my-town/own.csv", &fragility);
    for more in [
        &[] as &[&str],
        &["--expected"],
        &["--expected", "--variant", "by-day"],
    ] {
        let command = ["impact", "my-town", "--seeds", "1..5", "--force", "--out", "o"];
        place.succeeds(&[&command, more].concat());
        let table = place.read("o/impact_by_seed.csv");
        let dead = table.lines().filter(|row| row.contains(",everywhere,deaths,"));
        for row in dead {
            let value: f64 = row
                .rsplit(',')
                .next()
                .and_then(|value| value.parse().ok())
                .expect(row);
            assert!((0.0..=3_500.0).contains(&value), "{row}");
        }
    }
}
