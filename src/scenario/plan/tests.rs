//! The plan as a whole: the shipped ones, every mistake by name, walls, and a peer's room.

use super::wkt_import::plan_from_wkt;
use super::*;
use crate::diagnostic::{Diagnostics, SourceId, Sources};
use crate::geo::Point;

const FIRE_DRILL: &str = include_str!("../../../scenarios/fire-drill/plan.geojson");
const DURRES: &str = include_str!("../../../scenarios/durres-school/plan.geojson");

/// Reads a plan and lists what was said: `code line, what is underlined (at most 12 characters): message / help`.
fn read(text: &str) -> (Option<Plan>, Vec<String>) {
    let mut sources = Sources::default();
    let source = sources.add("", "", text);
    let mut problems = Diagnostics::default();
    let plan = Plan::read(text, source, &mut problems);
    let said = problems.sorted().into_iter().map(|d| {
        let line = d
            .span
            .map_or(0, |span| sources.get(span.source).line_column(span.start).0);
        let under: String = d
            .span
            .map_or("", |span| sources.excerpt(span))
            .chars()
            .take(12)
            .collect();
        let help = d.help.as_ref().map_or(String::new(), |help| format!(" / {help}"));
        format!("{} {line} {under}: {}{help}", d.code, d.message)
    });
    let said = said.collect();
    (plan, said)
}

fn shipped(text: &str) -> Plan {
    let (plan, said) = read(text);
    assert_eq!(said, Vec::<String>::new());
    plan.expect("a shipped plan")
}

#[test]
fn shipped_plans_are_clean() {
    let drill = shipped(FIRE_DRILL);
    assert_eq!(
        (drill.spaces.len(), drill.openings.len(), drill.assemblies.len()),
        (11, 12, 1)
    );
    let school = shipped(DURRES);
    let rooms = school.spaces.iter().filter(|space| space.id.starts_with("room-"));
    assert_eq!(
        rooms
            .filter(|room| (48.0..55.0).contains(&room.outline.area()))
            .count(),
        24
    );
    assert_eq!((school.flights.len(), school.assemblies.len()), (8, 2));
    for flight in &school.flights {
        assert_eq!((flight.risers(), flight.stair.len()), (10, "stair-a".len()));
        assert!((flight.width_m() - 1.6).abs() < 1e-9 && (flight.run_m() - 2.7).abs() < 1e-9);
    }
}

#[test]
fn tables_are_dense_and_sorted_whatever_the_order_of_the_file() {
    let school = shipped(DURRES);
    assert!(school.spaces.is_sorted_by_key(|space| &space.id));
    assert!(school.openings.is_sorted_by_key(|opening| &opening.id));
    let mut lines: Vec<&str> = DURRES.lines().collect();
    let features = lines.len() - 1;
    lines[1..features].reverse();
    let shuffled = lines
        .iter()
        .map(|line| line.trim_end_matches(','))
        .collect::<Vec<_>>();
    let shuffled = format!("{}\n{}\n]}}", shuffled[0], shuffled[1..features].join(",\n"));
    assert_eq!(shipped(&shuffled), school);
}

#[test]
fn openings_know_their_sides_and_points_their_space() {
    let drill = shipped(FIRE_DRILL);
    let level = drill.level_by_id("0").unwrap();
    let door = &drill[drill.opening_by_id("door-room-1").unwrap()];
    assert_eq!(
        (
            drill[door.inner].id.as_str(),
            door.outer.map(|space| drill[space].id.as_str())
        ),
        ("room-1", Some("corridor"))
    );
    let exit = &drill[drill.opening_by_id("exit-main").unwrap()];
    assert_eq!(
        (
            drill[exit.inner].id.as_str(),
            exit.outer.map(|space| drill[space].id.as_str())
        ),
        ("hall", Some("yard"))
    );
    assert!(
        (exit.effective_width_m() - 1.5).abs() < 1e-9,
        "1.8 m without 0.15 m at each jamb"
    );
    let gate = &drill[drill.opening_by_id("gate").unwrap()];
    assert_eq!(gate.outer, None, "the street is not drawn");
    let at = |x, y| {
        drill
            .space_at(level, Point::new(x, y))
            .map(|space| drill[space].id.as_str())
    };
    assert_eq!(at(4.0, 3.0), Some("room-1"));
    assert_eq!(
        at(9.0, 3.0),
        Some("room-1"),
        "a wall belongs to the first space by id"
    );
    assert_eq!(at(-5.0, 0.0), Some("yard"));
    assert_eq!(at(200.0, 0.0), None);
    let room = drill.space_by_id("room-1").unwrap();
    let corridor = drill.space_by_id("corridor").unwrap();
    let way = Way::Opening(drill.opening_by_id("door-room-1").unwrap());
    assert_eq!(
        drill.links(room),
        [Link {
            way,
            to: Some(corridor)
        }]
    );
}

#[test]
fn walls_are_shared_and_cut_at_doors_and_stairs() {
    let (plan, said) = read(&two_rooms());
    let plan = plan.unwrap_or_else(|| panic!("{said:?}"));
    let walls: Vec<[f64; 4]> = plan
        .walls(LevelIndex(0))
        .iter()
        .map(|wall| [wall.a.x, wall.a.y, wall.b.x, wall.b.y])
        .collect();
    let expected = [
        [0.0, 0.0, 0.0, 4.0],
        [0.0, 0.0, 8.0, 0.0],
        [0.0, 4.0, 8.0, 4.0],
        [4.0, 0.0, 4.0, 1.0],
        [4.0, 2.0, 4.0, 4.0],
        [8.0, 0.0, 8.0, 1.0],
        [8.0, 2.0, 8.0, 4.0],
    ];
    assert_eq!(walls, expected);
    let school = shipped(DURRES);
    let first = school.level_by_id("1").unwrap();
    let on_stair_edge = |y: f64| {
        school
            .walls(first)
            .into_iter()
            .filter(|wall| wall.a.y == y && wall.b.y == y && wall.a.x > 14.0 && wall.b.x < 18.0)
            .map(|wall| (wall.b.x - wall.a.x) * 100.0)
            .map(f64::round)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        on_stair_edge(12.6),
        [20.0],
        "between the flight up and the flight down remain 20 cm"
    );
}

/// Two rooms side by side with a door between them and an exit to the street.
fn two_rooms() -> String {
    plan_of(&[
        LEVEL,
        r#""kind":"room","id":"a","level":"0" [[[0,0],[4,0],[4,4],[0,4],[0,0]]]"#,
        r#""kind":"room","id":"b","level":"0" [[[4,0],[8,0],[8,4],[4,4],[4,0]]]"#,
        r#""kind":"door","id":"d","level":"0" [[4,1],[4,2]]"#,
        r#""kind":"exit","id":"x","level":"0" [[8.03,1],[7.98,2]]"#,
    ])
}

const LEVEL: &str = r#""kind":"level","id":"0","elevation_m":0 null"#;

/// A plan from `properties coordinates` lines; how deep the brackets are tells the type.
fn plan_of(features: &[&str]) -> String {
    let lines: Vec<String> = features.iter().map(|line| feature(line)).collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{}]}}",
        lines.join(",\n")
    )
}

fn feature(line: &str) -> String {
    let (properties, coordinates) = line.rsplit_once(' ').expect("properties and coordinates");
    let geometry = match coordinates {
        "null" => "null".to_owned(),
        c if c.starts_with("[[[") => format!(r#"{{"type":"Polygon","coordinates":{c}}}"#),
        c => format!(r#"{{"type":"LineString","coordinates":{c}}}"#),
    };
    format!(r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{geometry}}}"#)
}

/// What is said about the two rooms after one replacement.
fn said_after(from: &str, to: &str) -> Vec<String> {
    let text = two_rooms();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    read(&text.replacen(from, to, 1)).1
}

#[test]
fn every_mistake_has_its_name() {
    let door = r#""kind":"door","id":"d""#;
    for (from, to, expected) in [
        (
            door,
            r#""kind":"dor","id":"d""#,
            r#"unknown-kind 5 "dor": `d`: unknown kind `dor` / did you mean `door`?"#,
        ),
        (
            door,
            r#""kind":"door","id":"d","lokced":true"#,
            r#"unknown-property 5 "lokced": `d`: unknown property `lokced` of a door / did you mean `locked`?"#,
        ),
        (
            door,
            r#""kind":"door","id":"a""#,
            r#"duplicate-id 5 "a": the id `a` is used twice"#,
        ),
        (
            door,
            r#""kind":"door","id":"d e""#,
            r#"bad-id 5 "d e": `d e`: `id` is not an id / use the letters a to z, digits, `-` and `_`; at most 64 of them"#,
        ),
        (
            door,
            r#""kind":"door""#,
            r#"missing-property 5 "door": feature 4: the property `id` is missing / every feature needs an id of its own"#,
        ),
        (
            door,
            r#""kind":"door","id":"d","clear_width_m":-0.9"#,
            "negative-width 5 -0.9: `d`: `clear_width_m` must be above 0, found -0.9",
        ),
        (
            door,
            r#""kind":"door","id":"d","clear_width_m":0.4"#,
            "opening-too-narrow 5 0.4: `d`: an opening 0.40 m wide lets nobody pass / it must be at least 0.5 m wide",
        ),
        (
            door,
            r#""kind":"door","id":"d","clear_width_m":1.3"#,
            "opening-too-wide 5 1.3: `d`: the clear width is larger than the opening drawn, 1.00 m / widths are in metres",
        ),
        (
            door,
            r#""kind":"door","id":"d","clear_width_m":"90 cm""#,
            r#"wrong-type 5 "90 cm": `d`: `clear_width_m` must be a number"#,
        ),
        (
            door,
            r#""kind":"door","id":"d","leaf":"inn""#,
            r#"unknown-leaf 5 "inn": `d`: unknown leaf `inn` / did you mean `in`?"#,
        ),
        (
            "[[4,1],[4,2]]",
            "[[3.7,1],[3.7,2]]",
            r#"door-in-no-wall 5 {"type":"Lin: the door `d` lies in no wall / both ends must lie within 0.05 m of the boundary of a space"#,
        ),
        (
            "[[4,1],[4,2]]",
            "[[4,3],[4,5]]",
            r#"opening-too-wide 5 {"type":"Lin: the door `d` reaches past the end of its wall / move or shorten it so that it lies between two spaces"#,
        ),
        (
            "[[4,1],[4,2]]",
            "[[0,1],[0,2]]",
            r#"wrong-sides 5 {"type":"Lin: the door `d` leads from `a` to nowhere / it must lie on a boundary shared by two spaces; a door to the street is an `exit`"#,
        ),
        (
            "[[4,0],[8,0],[8,4],[4,4],[4,0]]",
            "[[3.5,0],[8,0],[8,4],[3.5,4],[3.5,0]]",
            r#"overlapping-spaces 4 {"type":"Pol: the spaces `a` and `b` overlap by 2.00 m²"#,
        ),
        (
            "[[4,0],[8,0],[8,4],[4,4],[4,0]]",
            "[[4,0],[8,4],[8,0],[4,4],[4,0]]",
            r#"self-intersection 4 {"type":"Pol: `b`: the outline crosses or touches itself at (6.00, 2.00) / edge 0 meets edge 2; edges count from 0"#,
        ),
        (
            "[[4,0],[8,0],[8,4],[4,4],[4,0]]",
            "[[4,0],[8,0],[8,4],[4,4],[4,1]]",
            "geojson-ring-open 4 [4,1]: `b`: the outline is not closed / repeat the first position of the ring at its end",
        ),
        (
            r#""id":"b","level":"0""#,
            r#""id":"b","level":"1""#,
            r#"unknown-level 4 "1": `b`: no level `1` / did you mean `0`?"#,
        ),
        (
            r#""kind":"exit""#,
            r#""kind":"gate""#,
            r#"wrong-sides 6 {"type":"Lin: the gate `x` lies on the boundary of `b`, which is inside / a gate lies in the fence of a `yard` or `path`"#,
        ),
    ] {
        let said = said_after(from, to);
        assert!(
            said.iter().any(|said| said == expected),
            "expected\n  {expected}\nobtained\n  {}",
            said.join("\n  ")
        );
    }
}

#[test]
fn people_gather_in_the_open_or_indoors_and_not_in_both() {
    let with_area = |from_m: f64, to_m: f64| {
        let area = format!(
            r#""kind":"assembly","id":"in-the-hall","level":"0","capacity":50 [[[19,{from_m}],[23,{from_m}],[23,{to_m}],[19,{to_m}],[19,{from_m}]]]"#
        );
        read(&FIRE_DRILL.replacen("\n] }", &format!(",\n{}\n] }}", feature(&area)), 1))
    };
    let (plan, said) = with_area(1.0, 5.0);
    assert_eq!(said, Vec::<String>::new());
    let plan = plan.expect("a sound plan");
    let area = &plan[plan.assembly_by_id("in-the-hall").expect("it is there")];
    assert_eq!(plan[area.space].id, "hall");
    let (_, said) = with_area(-2.0, 2.0);
    assert!(said[0].starts_with("assembly-not-outside"), "{said:?}");
}

#[test]
fn nobody_is_left_without_a_way_out() {
    let door = r#"{"type":"Feature","properties":{"kind":"door","id":"d","level":"0"},"geometry":{"type":"LineString","coordinates":[[4,1],[4,2]]}},
"#;
    assert_eq!(
        said_after(door, ""),
        [
            r#"no-way-out 3 "a": `a` has no way out to an assembly area or a gate / add a door, an exit or a stair"#
        ]
    );
    assert_eq!(
        said_after(r#""id":"d""#, r#""id":"d","locked":true"#),
        [r#"way-out-locked 3 "a": the only ways out of `a` lead through locked doors"#]
    );
    let twice = r#""kind":"exit","id":"y","level":"0" [[8,1.5],[8,2.5]]"#;
    let two_exits = two_rooms().replacen("]]}}]}", &format!("]]}}}},\n{}]}}", feature(twice)), 1);
    assert_eq!(
        read(&two_exits).1,
        [r#"overlapping-openings 7 {"type":"Lin: the openings `x` and `y` lie over each other"#]
    );
    let no_exit = two_rooms().replace(r#""kind":"exit""#, r#""kind":"door""#);
    assert!(
        read(&no_exit).1[0]
            .starts_with(r#"wrong-sides 6 {"type":"Lin: the door `x` leads from `b` to nowhere"#)
    );
}

#[test]
fn absurd_plans_are_refused() {
    let scaled = |factor: f64| {
        let corner = 4.0 * factor;
        let room = format!(
            r#""kind":"room","id":"a","level":"0" [[[0,0],[{corner},0],[{corner},{corner}],[0,{corner}],[0,0]]]"#
        );
        read(&plan_of(&[LEVEL, &room])).1
    };
    assert!(scaled(1e-5)[0].starts_with("degrees"), "{:?}", scaled(1e-5));
    assert!(scaled(1e9)[0].starts_with("far-coordinate"));
    assert!(
        scaled(500.0)
            .iter()
            .any(|said| said.starts_with("level-too-large"))
    );
    assert!(
        read(&plan_of(&[LEVEL]))
            .1
            .iter()
            .any(|said| said.starts_with("empty-plan"))
    );
    let many = vec![LEVEL; 200_001];
    assert!(read(&plan_of(&many)).1[0].starts_with("geojson-too-many"));
}

#[test]
fn stairs_must_join_two_levels_and_add_up() {
    let stair = |properties: &str, outline: &str| {
        read(&plan_of(&[
            LEVEL,
            r#""kind":"level","id":"1","elevation_m":1.7 null"#,
            r#""kind":"stairwell","id":"a","level":"0" [[[0,0],[2,0],[2,2],[0,2],[0,0]]]"#,
            r#""kind":"stairwell","id":"b","level":"1" [[[0,4.7],[2,4.7],[2,7],[0,7],[0,4.7]]]"#,
            r#""kind":"exit","id":"x","level":"0" [[0,0.5],[0,1.5]]"#,
            &format!(r#""kind":"stair","id":"s",{properties} {outline}"#),
        ]))
    };
    let outline = "[[[0,2],[2,2],[2,4.7],[0,4.7],[0,2]]]";
    let good = r#""from":"0","to":"1","tread_m":0.3,"riser_m":0.17,"lower_edge":0"#;
    let (plan, said) = stair(good, outline);
    let plan = plan.unwrap_or_else(|| panic!("{said:?}"));
    assert_eq!(said, Vec::<String>::new());
    let flight = &plan[plan.flight_by_id("s").unwrap()];
    assert_eq!(
        (flight.stair.as_str(), plan[flight.upper_space].id.as_str()),
        ("s", "b")
    );
    assert!((flight.slope_length_m() - 3.1906).abs() < 1e-4);
    assert_eq!(flight.sides()[0].a, flight.lower_edge.a);
    let code = |properties: &str, outline: &str| {
        let said = stair(properties, outline).1;
        said.iter()
            .map(|said| said.split(' ').next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        code(&good.replace("0.17", "0.15"), outline),
        ["steps-do-not-add-up"]
    );
    assert_eq!(
        code(&good.replace("0.3,", "0.4,"), outline),
        ["steps-do-not-add-up"]
    );
    assert!(
        code(&good.replace(r#""lower_edge":0"#, r#""lower_edge":1"#), outline)
            .contains(&"stair-joins-nothing".to_owned())
    );
    assert!(
        code(&good.replace(r#""lower_edge":0"#, r#""lower_edge":4"#), outline)
            .contains(&"out-of-range".to_owned())
    );
    assert!(
        code(
            &good.replace(r#""from":"0","to":"1""#, r#""from":"1","to":"0""#),
            outline
        )
        .contains(&"stair-not-up".to_owned())
    );
    assert!(code(good, "[[[0,1],[2,1],[2,4.7],[0,4.7],[0,1]]]").contains(&"stair-joins-nothing".to_owned()));
    assert!(code(good, "[[[0,2],[2,2],[2,0],[0,0],[0,2]]]").contains(&"stair-joins-nothing".to_owned()));
}

#[test]
fn a_peers_room_becomes_a_plan() {
    let area = "GEOMETRYCOLLECTION (POLYGON ((0 0, 10.25 0, 10.25 6, 0 6, 0 0, 0 0), (2 2, 3 2, 3 3, 2 3, 2 2)), POLYGON ((10.25 2, 14 2, 14 4, 10.25 4, 10.25 2)))";
    let text = plan_from_wkt(
        (area, SourceId(0)),
        ("POLYGON ((13 2, 14 2, 14 4, 13 4, 13 2))", SourceId(1)),
    )
    .unwrap();
    let (plan, said) = read(&text);
    assert_eq!(said, Vec::<String>::new());
    let plan = plan.unwrap();
    assert_eq!(
        (plan.spaces.len(), plan.openings.len(), plan.assemblies[0].space),
        (2, 1, SpaceIndex(1))
    );
    assert_eq!(plan.openings[0].clear_width_m, 2.0);
    assert_eq!(plan.spaces[0].outline.holes.len(), 1);
    let line = plan_from_wkt((area, SourceId(0)), ("LINESTRING (14 2.5, 14 3.5)", SourceId(1))).unwrap();
    assert_eq!(read(&line).0.unwrap().openings[0].kind, OpeningKind::Exit);
    let overlapping = "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)), ((1 0, 4 0, 4 4, 1 0)))";
    let problem = plan_from_wkt((overlapping, SourceId(0)), ("POLYGON EMPTY", SourceId(1))).unwrap_err();
    assert_eq!(problem.code, "overlapping-spaces");
}

#[test]
fn an_outline_of_too_many_corners_is_refused() {
    let bumps = (0..1_000).map(|k| format!("[{},{}]", 10.0 - f64::from(k) * 0.01, 6 + k % 2));
    let bumps = bumps.collect::<Vec<_>>().join(",");
    let room = format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"kind\":\"room\",\"id\":\"r\",\"level\":\"0\"}},\"geometry\":\
         {{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],{bumps},[0,0]]]}}}}"
    );
    let text = FIRE_DRILL.replacen("\"features\": [", &format!("\"features\": [{room},"), 1);
    let said = read(&text).1.concat();
    assert!(
        said.contains("too-many-corners") && said.contains("1002 corners"),
        "{said}"
    );
}

mod mutated {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Whatever is done to a plan, it loads or says why, and never panics.
        #[test]
        fn plans_load_or_say_why(at in 0.0f64..1.0, cut in 0usize..12, put in "[-0-9a-z\\[\\]{},:.\"ë]{0,4}") {
            let mut from = (FIRE_DRILL.len() as f64 * at) as usize;
            from = (0..=from).rev().find(|k| FIRE_DRILL.is_char_boundary(*k)).unwrap_or(0);
            let to = (from + cut).min(FIRE_DRILL.len());
            let text = format!("{}{put}{}", &FIRE_DRILL[..from], FIRE_DRILL.get(to..).unwrap_or_default());
            let (plan, said) = read(&text);
            prop_assert!(plan.is_some() || !said.is_empty());
        }
    }
}
