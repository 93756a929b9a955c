//! Which way people take out of places with courtyards and galleries.

use crate::common::place::Place;

const SCENARIO: &str = r#"format = 1
[exercise]
name = "Ways"
starts = 2026-03-12T09:00:00+01:00
lasts = "10 min"
[school.area]
name = "Area"
plan = "plan.geojson"
people = "people.csv"
"#;

fn feature(properties: &str, kind: &str, coordinates: &str) -> String {
    format!(
        r#"{{ "type": "Feature", "properties": {{ {properties} }}, "geometry": {{ "type": "{kind}", "coordinates": {coordinates} }} }}"#
    )
}

fn area(properties: &str, [x0, y0, x1, y1]: [f64; 4]) -> String {
    let ring = format!("[[[{x0}, {y0}], [{x1}, {y0}], [{x1}, {y1}], [{x0}, {y1}], [{x0}, {y0}]]]");
    feature(properties, "Polygon", &ring)
}

fn line(properties: &str, [x0, y0, x1, y1]: [f64; 4]) -> String {
    feature(properties, "LineString", &format!("[[{x0}, {y0}], [{x1}, {y1}]]"))
}

fn level(id: u8, elevation_m: f64) -> String {
    format!(
        r#"{{ "type": "Feature", "properties": {{ "kind": "level", "id": "{id}", "elevation_m": {elevation_m} }}, "geometry": null }}"#
    )
}

fn place(features: &[String], people: &str, settings: &[&str]) -> Place {
    let place = Place::empty();
    let plan = features.join(",\n");
    place.write("scenarios/ways/scenario.toml", SCENARIO);
    place.write(
        "scenarios/ways/plan.geojson",
        &format!(r#"{{ "type": "FeatureCollection", "features": [{plan}] }}"#),
    );
    place.write("scenarios/ways/people.csv", people);
    place.succeeds(&[&["run", "ways", "--out", "run"], settings].concat());
    place
}

/// The rows of the timeline of this event.
fn rows(place: &Place, event: &str) -> Vec<String> {
    let timeline = place.read("run/timeline.csv");
    let of_event = timeline.lines().filter(|row| row.contains(event));
    of_event.map(str::to_owned).collect()
}

#[test]
fn an_exit_into_a_courtyard_is_no_way_out_to_choose() {
    let features = [
        level(0, 0.0),
        area(
            r#""kind": "hall", "id": "hall", "level": "0""#,
            [0.0, 0.0, 20.0, 10.0],
        ),
        area(
            r#""kind": "yard", "id": "court", "level": "0""#,
            [0.0, 10.0, 20.0, 15.0],
        ),
        area(
            r#""kind": "yard", "id": "yard", "level": "0""#,
            [0.0, -10.0, 20.0, 0.0],
        ),
        line(
            r#""kind": "exit", "id": "south", "level": "0", "clear_width_m": 1.2"#,
            [9.4, 0.0, 10.6, 0.0],
        ),
        line(
            r#""kind": "exit", "id": "north", "level": "0", "clear_width_m": 1.2"#,
            [9.4, 10.0, 10.6, 10.0],
        ),
        area(
            r#""kind": "assembly", "id": "field", "level": "0", "capacity": 100"#,
            [5.0, -9.0, 15.0, -6.0],
        ),
    ];
    let people = "id,role,room,x_m,y_m,sets_out\na,visitor,hall,5,8,0 s\nb,visitor,hall,9,9,0 s\n";
    let place = place(
        &features,
        people,
        &["--set", "school.area.procedure.exit_choice=weighed"],
    );
    let out = rows(&place, "person-out");
    assert_eq!(out.len(), 2, "{out:?}");
    assert!(out.iter().all(|row| row.contains("south")), "{out:?}");
}

#[test]
fn who_cannot_use_stairs_waits_also_where_a_gallery_leads_to_them() {
    let features = [
        level(0, 0.0),
        level(1, 3.4),
        area(
            r#""kind": "room", "id": "below", "level": "0""#,
            [0.0, 0.0, 10.0, 8.0],
        ),
        area(
            r#""kind": "room", "id": "above", "level": "1""#,
            [0.0, 0.0, 10.0, 8.0],
        ),
        area(
            r#""kind": "path", "id": "gallery", "level": "1""#,
            [0.0, -2.0, 14.0, 0.0],
        ),
        area(
            r#""kind": "yard", "id": "side", "level": "0""#,
            [0.0, -12.0, 10.0, 0.0],
        ),
        area(
            r#""kind": "yard", "id": "yard", "level": "0""#,
            [20.0, -20.0, 40.0, 0.0],
        ),
        area(
            r#""kind": "stair", "id": "flight", "stair": "outdoor-stair", "from": "0", "to": "1", "tread_m": 0.3, "riser_m": 0.17, "lower_edge": 1"#,
            [14.0, -2.0, 20.0, 0.0],
        ),
        line(
            r#""kind": "exit", "id": "ground-exit", "level": "0", "clear_width_m": 1.2"#,
            [4.4, 0.0, 5.6, 0.0],
        ),
        line(
            r#""kind": "exit", "id": "upper-exit", "level": "1", "clear_width_m": 1.2"#,
            [4.4, 0.0, 5.6, 0.0],
        ),
        area(
            r#""kind": "assembly", "id": "field", "level": "0", "capacity": 100"#,
            [25.0, -15.0, 35.0, -10.0],
        ),
        area(
            r#""kind": "assembly", "id": "aside", "level": "0", "capacity": 100"#,
            [1.0, -11.0, 9.0, -6.0],
        ),
    ];
    let people = "id,role,room,x_m,y_m,sets_out,wheelchair\nwheels,visitor,above,5,6,0 s,yes\nfeet,visitor,above,5,4,0 s,no\n";
    let place = place(&features, people, &[]);
    assert_eq!(rows(&place, "waits-to-be-carried").len(), 1);
    let arrived = rows(&place, "person-assembled");
    assert_eq!(arrived.len(), 1, "{arrived:?}");
    assert!(arrived[0].contains("feet"));
}

/// A street lies between the school and the park where it gathers: half a person a second comes over it between the cars,
/// until somebody stops the traffic.
#[test]
fn traffic_on_the_way_to_the_assembly_area_is_stopped_by_whoever_stands_there() {
    let gathered_s = |stops: bool| {
        let place = Place::with_fire_drill();
        let path = "scenarios/fire-drill/plan.geojson";
        let drawn = place.read(path);
        let feature_of_assembly = drawn.lines().find(|line| line.contains("\"id\": \"assembly\""));
        let feature_of_assembly = feature_of_assembly
            .expect("the assembly area")
            .trim_end_matches(',');
        let beyond = [
            area(
                r#""kind": "assembly", "id": "assembly", "level": "0", "capacity": 250"#,
                [10.0, -50.0, 40.0, -36.0],
            ),
            area(
                r#""kind": "path", "id": "street", "level": "0""#,
                [0.0, -31.0, 50.0, -25.0],
            ),
            area(
                r#""kind": "yard", "id": "park", "level": "0""#,
                [0.0, -55.0, 50.0, -31.0],
            ),
            line(
                r#""kind": "opening", "id": "crossing", "level": "0""#,
                [19.0, -31.0, 23.0, -31.0],
            ),
        ];
        place.write(path, &drawn.replace(feature_of_assembly, &beyond.join(",\n")));
        let path = "scenarios/fire-drill/scenario.toml";
        let text = place.read(path);
        let orders = if stops {
            "[position.officer]\ntitle = \"Officer\"\nheld_by = \"caretaker\"\nreports_to = \"school-incident-commander\"\n\
             [standing_order.stop-the-traffic]\nheld_by = \"officer\"\nwhen = \"hears(alarm)\"\n\
             do = [{ action = \"stand-at\", place = \"crossing\", position = \"officer\" }]\n"
        } else {
            ""
        };
        let watch = "[school.small-school.watch.crossing]\nunattended_persons_s = 0.5\n";
        place.write(path, &format!("{text}\n{watch}{orders}"));
        place.succeeds(&["run", "fire-drill", "--out", "out"]);
        let metrics = place.read("out/metrics.csv");
        let row = metrics.lines().find(|row| row.contains(",all_assembled_s,"));
        let gathered_s = row.and_then(|row| row.split(',').nth(5)?.parse::<f64>().ok());
        gathered_s.expect("everybody gathers")
    };
    let (alone, stopped) = (gathered_s(false), gathered_s(true));
    assert!(
        alone > stopped + 60.0,
        "nobody there {alone} s, somebody there {stopped} s"
    );
}
