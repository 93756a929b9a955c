//! `hotwash new`: what it writes loads, passes and runs as it is.

use std::fs;

use crate::common::place::Place;

#[test]
fn every_template_can_be_checked_and_the_small_ones_run() {
    let place = Place::empty();
    for template in [
        "school",
        "sheets",
        "fire-drill",
        "durres-school",
        "dam-break-drill",
        "shkodra-flood",
    ] {
        let name = format!("my-{template}");
        let said = place.succeeds(&["new", &name, "--from", template]);
        assert!(
            said.out.contains(&format!("scenarios/{name}")) && said.out.contains("Next:"),
            "{}",
            said.out
        );
        let said = place.succeeds(&["check", &name]);
        assert!(
            said.out.contains("nothing wrong") || said.out.contains("warning"),
            "{}",
            said.out
        );
    }
    assert!(
        place.succeeds(&["run", "my-school"]).out.contains("my-school"),
        "the title is the new name"
    );
    place.succeeds(&["run", "my-fire-drill"]);
    place.succeeds(&["run", "my-dam-break-drill"]);
    place.succeeds(&["run", "my-school", "--variant", "hold-first"]);
    let actions = place.read("outputs/my-school/base/seed-1/actions.csv");
    assert!(
        actions.contains("standing-order:cover,drop-cover-hold,by=everyone"),
        "who covers by themselves: {actions}"
    );
    for name in ["my-school/base", "my-school/hold-first", "my-fire-drill/base"] {
        let metrics = place.read(&format!("outputs/{name}/seed-1/metrics.csv"));
        assert!(
            metrics.contains("inside_at_end,0,"),
            "{name}: everybody gets out\n{metrics}"
        );
    }
    assert!(
        place.files("scenarios").iter().all(|file| !file.starts_with('.')),
        "no draft is left"
    );
}

#[test]
fn the_geometry_of_a_pedestrian_simulator_runs_as_it_is() {
    let place = Place::empty();
    place.write(
        "area.wkt",
        "POLYGON ((0 0, 12 0, 12 8, 0 8, 0 0), (5 3, 6 3, 6 4, 5 4, 5 3))",
    );
    place.write("exits.wkt", "POLYGON ((11 3, 12 3, 12 5, 11 5, 11 3))");
    place.succeeds(&["new", "bottleneck", "--wkt", "area.wkt", "--exits", "exits.wkt"]);
    place.succeeds(&["check", "bottleneck"]);
    let said = place.succeeds(&["run", "bottleneck"]);
    assert!(said.out.contains("Last at the assembly area"), "{}", said.out);
    assert!(
        said.out.starts_with("bottleneck\n") && !said.out.contains("Small school"),
        "{}",
        said.out
    );
    let objectives = place.read("outputs/bottleneck/base/seed-1/objectives.csv");
    assert!(objectives.contains("all_assembled_s"), "{objectives}");
    place.write("street.wkt", "LINESTRING (12 3, 12 5)");
    place.succeeds(&["new", "street", "--wkt", "area.wkt", "--exits", "street.wkt"]);
    place.succeeds(&["run", "street"]);
    let objectives = place.read("outputs/street/base/seed-1/objectives.csv");
    assert!(objectives.contains("last_out_s"), "{objectives}");
    place.write("broken.wkt", "POLYGON ((0 0, 12 0");
    let said = place.says(&["new", "other", "--wkt", "broken.wkt", "--exits", "exits.wkt"]);
    said.refuses(2, &["broken.wkt:1"]);
    let said = place.says(&["new", "other", "--wkt", "nowhere.wkt", "--exits", "exits.wkt"]);
    said.refuses(2, &["there is no `nowhere.wkt`"]);
    place
        .says(&["new", "other", "--wkt", "area.wkt"])
        .refuses(2, &["--exits"]);
    assert!(!place.path("scenarios/other").exists());
}

#[test]
fn a_name_or_template_that_will_not_do() {
    let place = Place::with_fire_drill();
    place
        .says(&["new", "My school"])
        .refuses(2, &["My school", "write `my-school`"]);
    place
        .says(&["new", "mine", "--from", "schol"])
        .refuses(2, &["there is no template `schol`", "did you mean `school`?"]);
    place
        .says(&["new", "fire-drill"])
        .refuses(2, &["scenarios/fire-drill", "exists"]);
    fs::write(place.path("file"), "").expect("a file");
    place
        .says(&["new", "file/below"])
        .refuses(1, &["cannot write `file/below`"]);
    assert_eq!(
        place.files("scenarios").len(),
        7,
        "{:?}",
        place.files("scenarios")
    );
}
