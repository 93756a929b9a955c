//! `hotwash check`, `hotwash list`, `hotwash schema`.

use serde_json::Value;

use crate::common::place::Place;

#[test]
fn a_scenario_and_its_variants_pass() {
    let place = Place::with_fire_drill();
    let said = place.succeeds(&["check", "fire-drill"]);
    assert_eq!(
        (said.out.as_str(), said.err.as_str()),
        ("Checked 4 scenarios and variants: nothing wrong.\n", "")
    );
    assert_eq!(
        place.succeeds(&["check", "fire-drill", "--variant", "base"]).out,
        "Checked 1 scenario or variant: nothing wrong.\n"
    );
}

#[test]
fn an_order_to_somebody_outside_to_lend_a_hand_is_pointed_at() {
    let place = Place::with(&["durres-school"]);
    let path = "scenarios/durres-school/scenario.toml";
    let wardens = "action = \"search\", school = \"nene-tereza\", positions = [\"floor-warden-1\"";
    let text = place.read(path);
    assert!(text.contains(wardens));
    place.write(
        path,
        &text.replace(wardens, &wardens.replace("floor-warden-1", "centre-112")),
    );
    let said = place.says(&["check", "durres-school", "--variant", "base"]).err;
    assert!(
        said.contains("`centre-112` is not at the school: nothing comes of `search`"),
        "{said}"
    );
}

#[test]
fn every_mistake_is_said_once_with_file_line_and_caret() {
    let place = Place::with_fire_drill();
    let text = place.read("scenarios/fire-drill/scenario.toml");
    place.write(
        "scenarios/fire-drill/scenario.toml",
        &text.replace("reach_m = 80", "reach_m = -80"),
    );
    place.write(
        "scenarios/fire-drill/variants/wrong.toml",
        "[variant]\nname = \"Wrong\"\n[decision.sound-the-alarm]\nchose = \"alarm\"\n",
    );
    let said = place.says(&["check", "fire-drill"]);
    said.refuses(
        2,
        &[
            "reach_m = -80",
            "scenario.toml:",
            "variants/wrong.toml:4:1",
            "^^^^^",
            "did you mean `choose`?",
        ],
    );
    assert_eq!(
        said.err.matches("reach_m = -80").count(),
        1,
        "once, not once a variant: {}",
        said.err
    );
    assert!(
        said.err
            .ends_with("Checked 5 scenarios and variants: 2 errors.\n"),
        "{}",
        said.err
    );
}

#[test]
fn editors_get_json() {
    let place = Place::with_fire_drill();
    let text = place.read("scenarios/fire-drill/scenario.toml");
    place.write(
        "scenarios/fire-drill/scenario.toml",
        &text.replace("reach_m = 80", "reach_m = -80"),
    );
    let said = place.says(&["check", "fire-drill", "--json"]);
    assert_eq!((said.code, said.err.as_str()), (2, ""));
    let json: Value = serde_json::from_str(&said.out).expect("one JSON object");
    assert_eq!(
        (&json["errors"], &json["checked"][0]["runs"]),
        (&1.into(), &false.into())
    );
    let problem = &json["diagnostics"][0];
    assert!(
        problem["place"]["line"].as_u64().is_some() && problem["code"].is_string(),
        "{problem}"
    );
}

#[test]
fn the_plan_is_drawn_where_asked() {
    let place = Place::with_fire_drill();
    let said = place.succeeds(&["check", "fire-drill", "--plan", "plan.svg"]);
    assert!(said.out.contains("plan.svg"), "{}", said.out);
    let svg = place.read("plan.svg");
    assert!(
        svg.starts_with("<svg") && svg.contains("Room 1"),
        "{}",
        &svg[..200.min(svg.len())]
    );
    place
        .says(&[
            "check",
            "fire-drill",
            "--plan",
            "scenarios/fire-drill/scenario.toml",
        ])
        .refuses(2, &[".svg"]);
    place
        .says(&["check", "fire-drill", "--plan", "no/such/folder/plan.svg"])
        .refuses(1, &["cannot write"]);
}

#[test]
fn list_shows_what_there_is() {
    let place = Place::with_fire_drill();
    place.write("scenarios/broken/scenario.toml", "format = 1\nnonsense\n");
    let said = place.succeeds(&["list"]);
    for words in [
        "fire-drill  Fire drill",
        "6 classes",
        "one-exit",
        "One exit only",
        "hotwash check scenarios/broken",
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    let json: Value =
        serde_json::from_str(&place.succeeds(&["list", "--json"]).out).expect("one JSON object");
    let drill = &json["scenarios"][1];
    assert_eq!(
        (&drill["id"], &drill["runs"], &drill["classes"]),
        (&"fire-drill".into(), &true.into(), &6.into())
    );
    assert_eq!(drill["variants"][0]["id"], "one-exit");
    Place::empty()
        .says(&["list"])
        .refuses(2, &["there is no folder `scenarios`", "hotwash new"]);
    place
        .says(&["list", "scenarios/fire-drill/scenario.toml"])
        .refuses(2, &["is a file"]);
}

#[test]
fn schemas_are_json() {
    for which in [&["schema"][..], &["schema", "scenario"], &["schema", "variant"]] {
        let said = Place::empty().succeeds(which);
        let schema: Value = serde_json::from_str(&said.out).expect("JSON");
        assert!(schema["$schema"].is_string() && schema["properties"]["decision"].is_object());
    }
    Place::empty().says(&["schema", "plan"]).refuses(2, &["plan"]);
}

#[test]
fn a_flood_of_warnings_does_not_bury_the_error() {
    let place = Place::with_fire_drill();
    let classes = place.read("scenarios/fire-drill/classes.csv");
    let header = classes.lines().next().expect("a header");
    let separator = if header.contains(';') { ';' } else { ',' };
    let columns = header.split(separator);
    let row = |number: usize| {
        let cell = |column: &str| match column {
            "class" => format!("C{number}"),
            "room" => "room-1".to_owned(),
            "grade" | "on_register" => "1".to_owned(),
            _ => String::new(),
        };
        let cells: Vec<String> = columns.clone().map(cell).collect();
        cells.join(&separator.to_string())
    };
    let rows: Vec<String> = (0..1_500).map(row).collect();
    place.write(
        "scenarios/fire-drill/classes.csv",
        &format!("{header}\n{}\n", rows.join("\n")),
    );
    let said = place.says(&["check", "fire-drill"]);
    said.refuses(2, &["more warnings [shared-room]"]);
    let first = said.err.lines().next().expect("something is said");
    assert!(first.starts_with("error"), "{first}");
    assert!(
        said.err.matches("warning[shared-room]").count() < 10,
        "{}",
        said.err
    );
    assert_eq!(
        said.err.matches("… and").count(),
        said.err.matches("more warnings [").count() + 1
    );
    assert!(said.err.lines().count() < 200, "{}", said.err.lines().count());
}

#[test]
fn a_folder_of_scenarios_is_told_from_a_scenario() {
    let place = Place::with_fire_drill();
    for command in ["check", "run"] {
        place
            .says(&[command, "scenarios"])
            .refuses(2, &["folder of scenarios", "scenarios/fire-drill", "scenarios/*"]);
    }
}

#[test]
fn a_school_without_pupils_is_worth_a_warning() {
    let place = Place::with_fire_drill();
    let classes = place.read("scenarios/fire-drill/classes.csv");
    let header = classes.lines().next().expect("a header");
    place.write("scenarios/fire-drill/classes.csv", &format!("{header}\n"));
    let said = place.says(&["check", "fire-drill"]);
    assert!(said.err.contains("the school has no pupils"), "{said:#?}");
}

#[test]
fn a_plan_on_one_line_is_told_by_its_features() {
    let place = Place::with_fire_drill();
    let text = place.read("scenarios/fire-drill/plan.geojson");
    let mut plan: Value = serde_json::from_str(&text).expect("JSON");
    let features = plan["features"].as_array_mut().expect("a list");
    let door = features.iter_mut().find(|f| f["properties"]["kind"] == "door");
    let door = door.expect("a door");
    let id = door["properties"]["id"].as_str().expect("an id").to_owned();
    door["properties"]["clear_width_m"] = (-1).into();
    place.write("scenarios/fire-drill/plan.geojson", &plan.to_string());
    place
        .says(&["check", "fire-drill"])
        .refuses(2, &[&format!("`{id}`: `clear_width_m` must be above 0")]);
}
