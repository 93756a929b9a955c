//! Floods that are computed, through the program: the shipped drill, water alone, and what can be wrong with them.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read and write files of their own"
)]

mod common;

use std::fs;

use common::place::Place;
use common::{files, root, shipped, text};

/// A trough of 20 × 10 cells of 10 m that falls to the east, with a stream in its middle.
const SCENARIO: &str = r#"format = 1
[exercise]
name = "Water alone"
starts = 2026-03-12T09:00:00+01:00
lasts = "20 min"
sample_every = "1 min"

[hazard.water]
kind = "flood"
at = "0 s"
terrain = "terrain.asc"
levels_in = "metres"
fields = "ascii"

[hazard.water.inflow.stream]
line = [[5, 45], [5, 55]]
flow = "flow.csv"

[hazard.water.edge.east]
side = "east"

[works.levee]
kind = "levee"
crest = [[0, 70, 13], [200, 70, 13]]

[gauge.middle]
name = "Middle"
x_m = 105
y_m = 50

[place.house]
kind = "settlement"
name = "House"
x_m = 150
y_m = 45
"#;

fn terrain(of: impl Fn(usize, usize) -> String) -> String {
    let rows = (0..10).map(|row| {
        (0..20)
            .map(|column| of(column, row))
            .collect::<Vec<_>>()
            .join(" ")
    });
    let rows: Vec<String> = rows.collect();
    format!(
        "ncols 20\nnrows 10\nxllcorner 0\nyllcorner 0\ncellsize 10\nNODATA_value -9999\n{}\n",
        rows.join("\n")
    )
}

fn trough(column: usize, row: usize) -> String {
    let beside = (row as f64 - 4.5).abs() - 0.5;
    format!("{:.2}", 12.0 - 0.02 * column as f64 + 0.3 * beside)
}

/// The scenario with some of its words replaced, in a folder of its own.
fn with(edits: &[(&str, &str, &str)]) -> Place {
    let place = Place::empty();
    let mut all = vec![
        ("scenario.toml", SCENARIO.to_owned()),
        ("terrain.asc", terrain(trough)),
        ("flow.csv", "time,flow_m3_s\n0,2\n0.2,6\n1,1\n".to_owned()),
    ];
    for (name, from, to) in edits {
        let file = all.iter_mut().find(|(known, _)| known == name).expect("a file");
        assert!(file.1.contains(from), "{name} has no {from}");
        file.1 = file.1.replacen(from, to, 1);
    }
    fs::create_dir_all(place.path("water")).expect("a folder");
    for (name, content) in all {
        fs::write(place.path("water").join(name), content).expect("a file");
    }
    place
}

#[test]
fn water_alone_leaves_maps_series_and_a_closed_ledger() {
    let place = with(&[]);
    place.succeeds(&["run", "water", "--out", "run", "--quiet"]);
    let names = files(&place.path("run"));
    for map in [
        "depth_m",
        "depth_max_m",
        "speed_max_m_s",
        "hazard_rating_max",
        "arrival_s",
    ] {
        assert!(names.contains(&format!("maps/{map}.asc")), "{map}: {names:?}");
    }
    let map = text(&place.path("run").join("maps/depth_max_m.asc"));
    assert!(map.starts_with("ncols 20\nnrows 10\n"), "{map}");
    let metrics = text(&place.path("run").join("metrics.csv"));
    let value = |name: &str| -> f64 {
        let row = metrics
            .lines()
            .find(|row| row.contains(&format!(",{name},")))
            .expect(name);
        row.split(',').nth(5).expect("a value").parse().expect("a number")
    };
    assert!(
        value("flood_volume_error") <= 1e-5,
        "single precision closes to 1e-5"
    );
    assert!(
        value("flood_area_ha") > 0.2 && value("flood_area_ha") < 2.0,
        "the levee holds the north dry"
    );
    assert!(text(&place.path("run").join("series.csv")).contains("level_m,middle"));
}

#[test]
fn a_flood_is_the_same_at_any_number_of_threads_and_another_with_another_seed() {
    let uncertain = "fields = \"ascii\"\nuncertainty = { inflow = 0.3, manning = 0.2 }";
    let place = with(&[("scenario.toml", "fields = \"ascii\"", uncertain)]);
    for (threads, out) in [("1", "one"), ("2", "two"), ("8", "eight")] {
        let run = ["run", "water", "--seed", "4", "--out", out, "--quiet"];
        let mut command = place.command();
        let output = command
            .args(run)
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .expect("it runs");
        assert!(output.status.success());
    }
    place.succeeds(&["run", "water", "--seed", "5", "--out", "other", "--quiet"]);
    let read = |folder: &str, file: &str| text(&place.path(folder).join(file));
    for file in [
        "series.csv",
        "timeline.csv",
        "metrics.csv",
        "maps/depth_max_m.asc",
        "maps/arrival_s.asc",
    ] {
        assert_eq!(read("one", file), read("two", file), "{file}");
        assert_eq!(read("one", file), read("eight", file), "{file}");
    }
    assert_ne!(
        read("one", "maps/depth_max_m.asc"),
        read("other", "maps/depth_max_m.asc")
    );
}

#[test]
fn what_is_wrong_is_told_by_name_and_nothing_is_written() {
    let cases: &[(&[(&str, &str, &str)], &str)] = &[
        (
            &[("terrain.asc", "cellsize 10", "cellsize 0")],
            "the side of a cell is 0",
        ),
        (
            &[("terrain.asc", "cellsize 10", "cellsize 0.0001")],
            "degrees, where metres are needed",
        ),
        (
            &[("terrain.asc", "ncols 20\nnrows 10", "ncols 100000\nnrows 10000")],
            "at most",
        ),
        (&[("terrain.asc", "12.00", "nan")], "is not from -500 to 9000 m"),
        (&[("terrain.asc", "12.00", "-9999")], "have no value"),
        (
            &[("scenario.toml", "levels_in = \"metres\"\n", "")],
            "nothing says in what this terrain counts its levels",
        ),
        (
            &[(
                "scenario.toml",
                "terrain = \"terrain.asc\"\nlevels_in = \"metres\"",
                "cell_m = 10",
            )],
            "the flood has no ground",
        ),
        (
            &[("scenario.toml", "fields =", "cell_m = 0.01\nfields =")],
            "at most",
        ),
        (
            &[("scenario.toml", "fields =", "manning = -0.03\nfields =")],
            "manning",
        ),
        (&[("flow.csv", "0.2,6", "2,6")], "the times do not rise"),
        (&[("flow.csv", "0.2,6", "noon,6")], "`noon` is no time"),
        (&[("flow.csv", "0.2,6", "0.2,-6")], "flow_m3_s"),
        (
            &[("scenario.toml", "[5, 55]", "[-50, 55]")],
            "lies outside the terrain",
        ),
        (
            &[(
                "scenario.toml",
                "200, 70, 13]]",
                "200, 70, 13]]\nbreach = { where = [100, 900], at = \"1 min\", bottom_m = 11, width_m = 20, takes = \"5 min\" }",
            )],
            "m from the levee",
        ),
        (
            &[(
                "scenario.toml",
                "200, 70, 13]]",
                "200, 70, 13]]\nbreach = { where = [100, 70], bottom_m = 11, width_m = 20, takes = \"5 min\" }",
            )],
            "nothing starts the breach",
        ),
        (
            &[("scenario.toml", "x_m = 150\ny_m = 45", "")],
            "nothing says where this lies",
        ),
        (
            &[("scenario.toml", "x_m = 105\n", "")],
            "a place has two coordinates",
        ),
        (
            &[(
                "scenario.toml",
                "flow = \"flow.csv\"",
                "flow = \"flow.csv\"\nflow_m3_s = 3",
            )],
            "say the same",
        ),
        (
            &[STREAM[0], ("scenario.toml", "width_m = 3", "width_m = 30")],
            "no narrower than a cell",
        ),
        (
            &[STREAM[0], ("scenario.toml", "[195, 45, 10.6]", "[195, 45, 11]")],
            "does not fall at its end",
        ),
        (
            &[STREAM[0], ("scenario.toml", "[5, 45, 11]", "[5, 45, 12.5]")],
            "is no lower than the ground in 7 cells: most at (5, 45)",
        ),
        (
            &[
                STREAM[0],
                ("scenario.toml", "[195, 45, 10.6]", "[1950, 45, 10.6]"),
            ],
            "the corner of the channel (1950, 45) lies outside the terrain",
        ),
        (
            &[(
                "scenario.toml",
                "fields = \"ascii\"",
                "rain.cell = { mm_h = 5, storm = { track = [[0, 0], [0, 0]], begins = \"1 min\", takes = \"5 min\", radius_m = 50 } }",
            )],
            "this storm goes nowhere",
        ),
        (
            &[(
                "scenario.toml",
                "fields = \"ascii\"",
                "rain.all = { mm_h = 5, between = \"nearest\" }",
            )],
            "this rain is not of gauges",
        ),
        (
            &[(
                "scenario.toml",
                "fields = \"ascii\"",
                "uncertainty = { rain_field = 0.3 }",
            )],
            "`rain_field_over_m` is not there",
        ),
        (
            &[(
                "scenario.toml",
                "fields = \"ascii\"",
                "soil = { texture = \"loam\" }",
            )],
            "this soil needs `full`, too",
        ),
        (
            &[(
                "scenario.toml",
                "fields = \"ascii\"",
                "soil = { texture = \"loam\", full = 0.5, deficit = 0.3 }",
            )],
            "`deficit` and `texture` say the same",
        ),
        (
            &[(
                "scenario.toml",
                "fields = \"ascii\"",
                "rain.all = { mm_h = 5, design = { a = 400, b_min = 10, c = 0.75, begins = \"1 min\", takes = \"10 min\" } }",
            )],
            "`mm_h` and `design` say the same",
        ),
        (
            &[(
                "scenario.toml",
                "flow = \"flow.csv\"",
                "wave = { base_m3_s = 5, peak_m3_s = 5, begins = \"1 min\", to_peak = \"10 min\" }",
            )],
            "the peak is no higher than the base",
        ),
        (
            &[(
                "scenario.toml",
                "fields = \"ascii\"",
                "buildings_are = \"porous\"",
            )],
            "the flood has no buildings",
        ),
    ];
    for (edits, said) in cases {
        let place = with(edits);
        let said_all = place.says(&["run", "water", "--out", "run"]);
        let told = said_all.err;
        assert_eq!(said_all.code, 2, "{edits:?}: {told}");
        assert!(told.contains(said), "{edits:?}: {told}");
        assert!(!told.contains("no town and no flood"), "{edits:?}: {told}");
        assert!(!place.path("run").exists(), "{edits:?} wrote something");
    }
}

/// The inflow of the scenario as a stream narrower than a cell, and the gauge in it.
const STREAM: [(&str, &str, &str); 2] = [
    (
        "scenario.toml",
        "[hazard.water.inflow.stream]\nline = [[5, 45], [5, 55]]\nflow = \"flow.csv\"",
        "[hazard.water.channel.stream]\ncourse = [[5, 45, 11], [195, 45, 10.6]]\nwidth_m = 3\nflow = \"flow.csv\"",
    ),
    ("scenario.toml", "y_m = 50", "y_m = 45"),
];

/// A metric of a run.
fn metric(place: &Place, run: &str, name: &str) -> f64 {
    let metrics = text(&place.path(run).join("metrics.csv"));
    let row = metrics.lines().find(|row| row.contains(&format!(",{name},")));
    let value = row.expect(name).split(',').nth(5).expect("a value");
    value.parse().expect("a number")
}

/// The levels at the gauge in a run.
fn levels(place: &Place, run: &str) -> Vec<f64> {
    let series = text(&place.path(run).join("series.csv"));
    let rows = series.lines().filter(|row| row.contains(",level_m,middle,"));
    let level = |row: &str| row.rsplit(',').find_map(|cell| cell.parse().ok());
    rows.filter_map(level).collect()
}

#[test]
fn a_stream_narrower_than_a_cell_runs_in_its_bed_until_it_is_full() {
    let place = with(&STREAM);
    place.succeeds(&["run", "water", "--out", "run", "--quiet"]);
    assert!(metric(&place, "run", "flood_volume_error") <= 1e-5);
    let levels = levels(&place, "run");
    // The ground is at 11.8 m there.
    assert!(
        levels.iter().any(|level| (10.9..11.75).contains(level)),
        "{levels:?}"
    );
    assert!(levels.iter().any(|level| *level > 11.85), "{levels:?}");
    let area_ha = metric(&place, "run", "flood_area_ha");
    assert!(area_ha > 0.05 && area_ha < 2.0, "{area_ha}");
}

#[test]
fn rain_of_gauges_and_of_a_storm_falls_where_they_say_and_soaks_away() {
    let rain = |between: &str, soil: &str| {
        let with_rain = format!(
            "fields = \"ascii\"\n{soil}\n[hazard.water.rain.measured]\ngauges = \"rain.csv\"\nbetween = \"{between}\"\n\
             gauge.west = {{ at = [0, 50] }}\ngauge.east = {{ at = [200, 50] }}\n[hazard.water.rain.cell]\nmm_h = 200\n\
             storm = {{ track = [[0, 50], [200, 50]], begins = \"2 min\", takes = \"10 min\", radius_m = 20 }}\n"
        );
        let place = with(&[("scenario.toml", "fields = \"ascii\"", &with_rain)]);
        fs::write(
            place.path("water/rain.csv"),
            "gauge,time,rain_mm_h\nwest,0,100\nwest,1,100\neast,0,0\neast,10 min,20\n",
        )
        .expect("a file");
        place.succeeds(&["run", "water", "--out", "run", "--quiet"]);
        assert!(metric(&place, "run", "flood_volume_error") <= 1e-5);
        text(&place.path("run").join("maps/depth_max_m.asc"))
    };
    let spread = rain("inverse-distance", "");
    assert_ne!(spread, rain("nearest", ""));
    let sum = |map: &str| -> f64 {
        let rows = map.lines().skip(6).flat_map(str::split_whitespace);
        rows.filter_map(|cell| cell.parse::<f64>().ok())
            .filter(|depth| *depth >= 0.0)
            .sum()
    };
    let soaking = rain(
        "inverse-distance",
        "soil = { conductivity_mm_h = 100, suction_mm = 100, deficit = 0.3 }",
    );
    assert!(sum(&soaking) < sum(&spread), "{} {}", sum(&soaking), sum(&spread));
}

#[test]
fn a_wave_and_a_design_storm_stand_in_for_what_nobody_measured() {
    let place = with(&[
        (
            "scenario.toml",
            "flow = \"flow.csv\"",
            "wave = { base_m3_s = 1, peak_m3_s = 20, begins = \"2 min\", to_peak = \"5 min\" }",
        ),
        (
            "scenario.toml",
            "fields = \"ascii\"",
            "soil = { texture = \"silt-loam\", full = 0.8 }\nrain.storm = { design = { a = 400, b_min = 10, c = 0.75, begins = \"1 min\", takes = \"10 min\" } }",
        ),
    ]);
    place.succeeds(&["run", "water", "--out", "run", "--quiet"]);
    assert!(metric(&place, "run", "flood_volume_error") <= 1e-5);
    let levels = levels(&place, "run");
    let highest = levels.iter().copied().fold(f64::MIN, f64::max);
    let at = levels
        .iter()
        .position(|level| *level == highest)
        .expect("a level");
    // A sample a minute: the wave peaks 7 minutes after the start, and takes a minute or two to come down the trough.
    assert!((7..=10).contains(&at), "{at}: {levels:?}");
    assert!(levels.last().expect("a level") < &(highest - 0.1), "{levels:?}");
}

#[test]
fn houses_smaller_than_a_cell_hold_water_up_and_stand_in_it() {
    let houses = |are: &str| {
        let said = format!("fields = \"ascii\"\nbuildings = \"houses.geojson\"\nbuildings_are = \"{are}\"");
        let place = with(&[("scenario.toml", "fields = \"ascii\"", &said)]);
        // A row of houses across the trough, 6 m of each cell of 10 m.
        fs::write(
            place.path("water/houses.geojson"),
            r#"{ "type": "FeatureCollection", "features": [{ "type": "Feature", "properties": {}, "geometry": { "type": "Polygon", "coordinates": [[[142, 0], [148, 0], [148, 68], [142, 68], [142, 0]]] } }] }"#,
        )
        .expect("a file");
        place
    };
    let porous = houses("porous");
    porous.succeeds(&["run", "water", "--out", "run", "--quiet"]);
    assert!(metric(&porous, "run", "flood_volume_error") <= 1e-5);
    let free = with(&[]);
    free.succeeds(&["run", "water", "--out", "run", "--quiet"]);
    let highest = |place: &Place| levels(place, "run").into_iter().fold(f64::MIN, f64::max);
    assert!(
        highest(&porous) > highest(&free) + 0.02,
        "{} {}",
        highest(&porous),
        highest(&free)
    );
    let raised = houses("raised");
    raised.succeeds(&["run", "water", "--out", "run", "--quiet"]);
    assert!(highest(&raised) > highest(&porous), "a wall holds up more");
    let scenario = text(&porous.path("water/scenario.toml"));
    let rapid = scenario.replace("fields = \"ascii\"", "solver = \"godunov\"");
    fs::write(porous.path("water/scenario.toml"), rapid).expect("a file");
    let said = porous.says(&["check", "water"]);
    assert!(
        said.code == 2 && said.err.contains("with the solver `inertial` alone"),
        "{}",
        said.err
    );
}

#[test]
fn what_was_read_at_an_inflow_narrows_what_comes() {
    let highest = |edits: &[(&str, &str, &str)]| -> Vec<f64> {
        let place = with(edits);
        fs::write(
            place.path("water/read.csv"),
            "time,flow_m3_s\n0.05,3.6\n0.1,5.2\n0.15,6.8\n",
        )
        .expect("a file");
        let of = |seed: &str| {
            place.succeeds(&["run", "water", "--seed", seed, "--out", seed, "--quiet"]);
            levels(&place, seed).into_iter().fold(f64::MIN, f64::max)
        };
        ["1", "2", "3", "4", "5", "6"].map(of).to_vec()
    };
    let uncertain = (
        "scenario.toml",
        "fields = \"ascii\"",
        "uncertainty = { inflow = 0.7, timing = \"1 min\" }",
    );
    let read = (
        "scenario.toml",
        "flow = \"flow.csv\"",
        "flow = \"flow.csv\"\nobserved = { readings = \"read.csv\", error = 0.03, until = \"10 min\" }",
    );
    let range = |levels: &[f64]| {
        let ends = levels.iter().fold([f64::MAX, f64::MIN], |[low, high], level| {
            [low.min(*level), high.max(*level)]
        });
        ends[1] - ends[0]
    };
    let (free, bound) = (highest(&[uncertain]), highest(&[uncertain, read]));
    assert!(range(&bound) < 0.25 * range(&free), "{free:?} {bound:?}");
    let said = with(&[read]).says(&["check", "water"]).err;
    assert!(said.contains("read.csv"), "there is no such file yet: {said}");
}

#[test]
fn a_valley_of_too_many_cells_is_refused_where_their_side_stands() {
    let place = Place::empty();
    let drill = text(&shipped("dam-break-drill").join("scenario.toml"));
    fs::create_dir(place.path("drill")).expect("a folder");
    fs::write(
        place.path("drill/scenario.toml"),
        drill.replace("cell_m = 20", "cell_m = 0.05"),
    )
    .expect("a file");
    let said = place.says(&["check", "drill"]);
    let told = said.err;
    assert_eq!(said.code, 2, "{told}");
    assert!(
        told.contains("60000 by 24000 cells: at most") && told.contains("cell_m = 0.05"),
        "{told}"
    );
}

#[test]
fn the_example_of_the_page_for_ones_own_river_runs_as_it_stands_there() {
    let page = text(&root().join("docs/your-river.md"));
    let example = page
        .split("```text\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let rows = page
        .lines()
        .skip_while(|line| !line.starts_with("| place | time"));
    let rows = rows
        .take_while(|line| line.starts_with('|'))
        .filter(|line| !line.contains("---"));
    let cells = |row: &str| -> String {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        cells.join(",")
    };
    let table: Vec<String> = rows.map(cells).collect();
    let place = Place::empty();
    fs::create_dir(place.path("river")).expect("a folder");
    let head =
        "format = 1\n[exercise]\nname = \"River\"\nstarts = 2026-11-03T06:00:00+01:00\nlasts = \"8 h\"\n";
    let road = "[place.road-north]\nkind = \"road\"\nname = \"Road\"\n";
    let scenario = format!("{head}{}{road}", example.expect("an example"));
    fs::write(place.path("river/scenario.toml"), scenario).expect("a file");
    fs::write(place.path("river/stage.csv"), table.join("\n") + "\n").expect("a file");
    let said = place.succeeds(&["run", "river", "--out", "run"]);
    assert!(said.out.starts_with("River\nstarts 2026-11-03"), "{}", said.out);
    let places = place.read("run/places.csv");
    assert!(places.contains("village,settlement"), "{places}");
}

/// A flat plain of 90 × 80 cells of 30 m about the river of the page, its river from west to east in it.
const PLAIN: [usize; 2] = [90, 80];

#[test]
fn what_the_page_for_ones_own_river_shows_of_a_terrain_model_is_accepted() {
    let page = text(&root().join("docs/your-river.md"));
    let part = page.split("## 2.").nth(1).expect("the second part");
    let part = part.split("## 3.").next().expect("its end");
    let blocks = part.split("```text\n").skip(1);
    let blocks: Vec<&str> = blocks
        .map(|block| block.split("```").next().expect("its end"))
        .collect();
    assert!(blocks.len() >= 4, "{}", blocks.len());
    let place = Place::empty();
    fs::create_dir(place.path("river")).expect("a folder");
    let scenario = format!(
        "format = 1\n[exercise]\nname = \"River\"\nstarts = 2026-11-03T06:00:00+01:00\nlasts = \"8 h\"\n{}",
        blocks.concat().replace("terrain.tif", "terrain.asc")
    );
    let [columns, rows] = PLAIN;
    let row = vec!["10"; columns].join(" ");
    let terrain = format!(
        "ncols {columns}\nnrows {rows}\nxllcorner 412000\nyllcorner 4652300\ncellsize 30\nNODATA_value -9999\n{}",
        format!("{row}\n").repeat(rows)
    );
    let course = "time,flow_m3_s\n0,10\n12,20\n";
    let files = [
        ("scenario.toml", scenario.as_str()),
        ("terrain.asc", &terrain),
        ("flow.csv", course),
        ("brook.csv", course),
        (
            "rain.csv",
            "gauge,time,rain_mm_h\nkoplik,0,5\nkoplik,8,5\nbridge,0,2\n",
        ),
        ("read.csv", "time,level_m\n1,6.1\n3,6.4\n"),
    ];
    for (name, content) in files {
        fs::write(place.path("river").join(name), content).expect("a file");
    }
    let said = place.says(&["check", "river"]);
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn a_patrol_sees_a_breach_and_who_is_told_knows() {
    let patrol = "[works.levee.breach]\nwhere = [100, 70]\nat = \"4 min\"\nbottom_m = 11.5\nwidth_m = 20\ntakes = \"2 min\"\n\
                  [place.crest]\nkind = \"spot\"\nname = \"Crest\"\nx_m = 105\ny_m = 85\n\
                  [patrol.watch]\nstops = [\"crest\"]\nworks = \"levee\"\nevery = \"3 min\"\nleg = \"1 min\"\nto = [\"civil-protection\"]\nvia = \"telephone\"\n\
                  [position.civil-protection]\ntitle = \"Civil protection\"\npost = \"municipality\"\nheld_by = \"outside\"\n\
                  [channel.telephone]\nkind = \"telephone\"\nloss = 0.0\n[command]\nauthority = \"albania\"\n[gauge.middle]";
    let place = with(&[("scenario.toml", "[gauge.middle]", patrol)]);
    place.succeeds(&["run", "water", "--out", "run", "--quiet"]);
    let timeline = place.read("run/timeline.csv");
    let at = |words: &[&str]| -> f64 {
        let mut rows = timeline.lines();
        let row = rows.find(|row| words.iter().all(|word| row.contains(word)));
        let row = row.unwrap_or_else(|| panic!("{words:?}: {timeline}"));
        row.split(',').nth(2).expect("a time").parse().expect("a number")
    };
    let (breaks_s, sees_s) = (at(&[",levee-breaks,"]), at(&[",patrol-sees-breach,"]));
    let known_s = at(&[",picture-changes,", "breached"]);
    assert!(
        breaks_s >= 240.0 && sees_s >= breaks_s && sees_s <= breaks_s + 180.0,
        "{breaks_s} {sees_s}"
    );
    assert!(known_s > sees_s, "{known_s}");
    assert!(
        timeline.contains("Patrol watch sees that Levee has broken."),
        "{timeline}"
    );
}

#[test]
fn a_hydrograph_that_ends_early_is_only_warned_of() {
    let place = with(&[("flow.csv", "1,1\n", "0.25,1\n")]);
    let said = place.says(&["check", "water"]);
    let told = said.err;
    assert!(
        said.code == 0 && told.contains("ends before the exercise does"),
        "{told}"
    );
}

#[test]
fn water_that_loses_stability_says_where_and_keeps_what_there_was() {
    let steep = |column: usize, _: usize| format!("{:.2}", 4_000.0 - 150.0 * column as f64);
    let place = with(&[(
        "scenario.toml",
        "crest = [[0, 70, 13], [200, 70, 13]]",
        "crest = [[0, 70, 5000], [200, 70, 5000]]",
    )]);
    fs::write(place.path("water/terrain.asc"), terrain(steep)).expect("a file");
    fs::write(place.path("water/flow.csv"), "time,flow_m3_s\n0,90000\n1,90000\n").expect("a file");
    let said = place.says(&["run", "water", "--out", "run", "--quiet"]);
    let told = said.err;
    assert_eq!(said.code, 2, "{told}");
    assert!(
        told.contains("the water lost stability") && told.contains("probably"),
        "{told}"
    );
    assert!(
        text(&place.path("run").join("manifest.json")).contains("\"incomplete\": \"the water lost stability")
    );
}

#[test]
fn the_drill_is_quick_and_its_hamlet_is_reached() {
    let place = Place::empty();
    let folder = shipped("dam-break-drill").display().to_string();
    place.succeeds(&["run", &folder, "--out", "run", "--quiet"]);
    let timeline = text(&place.path("run").join("timeline.csv"));
    let at = |event: &str, subject: &str| -> f64 {
        let row = timeline
            .lines()
            .find(|row| row.contains(&format!(",{event},{subject},")))
            .expect(event);
        row.split(',').nth(2).expect("a time").parse().expect("a number")
    };
    let (breaks_s, hamlet_s) = (at("levee-breaks", "dam"), at("water-comes", "hamlet"));
    assert!(
        hamlet_s > breaks_s + 120.0 && hamlet_s < breaks_s + 1_800.0,
        "{breaks_s} {hamlet_s}"
    );
}

/// Depths of an ESRI ASCII grid, cell by cell.
fn depths(map: &str) -> Vec<f64> {
    let is_row = |line: &&str| line.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    let rows = map.lines().filter(is_row);
    rows.flat_map(|row| {
        row.split_whitespace()
            .map(|depth| depth.parse().expect("a number"))
    })
    .collect()
}

#[test]
fn a_map_of_the_water_at_any_time_comes_from_its_run() {
    let place = Place::empty();
    let folder = shipped("dam-break-drill").display().to_string();
    let said = place.succeeds(&["run", &folder, "--out", "run"]);
    assert!(
        said.out.contains("`hotwash water run --at \"1 h\"`"),
        "{}",
        said.out
    );
    let said = place.succeeds(&["water", "run", "--at", "40 min", "--to", "end.asc"]);
    assert!(
        said.out.starts_with("Depth 0:40:00 after the start"),
        "{}",
        said.out
    );
    let (kept, written) = (
        depths(&place.read("end.asc")),
        depths(&place.read("run/maps/depth_m.asc")),
    );
    assert_eq!(kept.len(), 150 * 60);
    // Half a step of 2 cm, and what the map rounds.
    let off = |(kept, written): (&f64, &f64)| (kept - written).abs() > 0.0106;
    assert_eq!(kept.iter().zip(&written).filter(|pair| off(*pair)).count(), 0);
    place.succeeds(&["water", "run", "--at", "90 s"]);
    let before = depths(&place.read("depth.asc"));
    assert!(before.iter().sum::<f64>() > 100.0, "the reservoir");
    let dry = |map: &[f64]| map.iter().filter(|depth| **depth == 0.0).count();
    assert!(dry(&before) > dry(&kept), "the water spreads");
    place
        .says(&["water", "run", "--at", "soon"])
        .refuses(2, &["`--at`"]);
    place
        .says(&["water", ".", "--at", "1 h"])
        .refuses(2, &["only runs whose water is computed"]);
}
