//! Slips in the files of a town: the place that each is told at, and that nothing else is told with it.

use super::town::{BY_EXPOSURE, BY_FOOTPRINTS, small_town};
use super::{Copy, Edit};

const TOML: &str = "scenario.toml";

/// Expects one problem: `place ‹excerpt›` and the beginning of `code: message`.
#[track_caller]
fn expect_one(copy: &Copy, place: &str, message: &str) {
    let said = copy.said(None, &[]);
    let expected = format!("{place}\n    {message}");
    assert!(said.contains(&expected), "expected {expected}\nsaid {said}");
    let problems = said.lines().filter(|line| !line.starts_with(' ')).count();
    assert_eq!(problems, 1, "{said}");
}

#[track_caller]
fn expect(edits: &[Edit<'_>], place: &str, message: &str) {
    expect_one(&small_town().edited(edits), place, message);
}

/// The place of a text behind another one in the scenario.
fn in_toml(copy: &Copy, before: &str, text: &str) -> String {
    let toml = super::text_of(&copy.path().join(TOML));
    let start = toml.find(&format!("{before}{text}")).expect(before) + before.len();
    let line = toml[..start].matches('\n').count() + 1;
    let column = toml[..start].chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("{TOML}:{line}:{column} ‹{text}›")
}

/// Writes something else in the scenario, and expects one problem at a text behind another one.
#[track_caller]
fn expect_in_toml(from: &str, to: &str, (before, text): (&str, &str), message: &str) {
    let copy = small_town().edited(&[(TOML, from, to)]);
    expect_one(&copy, &in_toml(&copy, before, text), message);
}

#[test]
fn values_of_a_grid_are_where_shaking_can_be() {
    let grid = |to, place: &str, message| expect(&[("grid.xml", "19 41 14 24 10", to)], place, message);
    grid(
        "19 41 -14 24 10",
        "grid.xml:9:7 ‹-14›",
        "not-a-shakemap: PGA: -14 is not from 0 to 500 pctg",
    );
    grid("19 41 1e30 24 10", "grid.xml:9:7 ‹1e30›", "not-a-shakemap: PGA: ");
    grid(
        "19 41 14 501 10",
        "grid.xml:9:10 ‹501›",
        "not-a-shakemap: PSA03: 501 is not from 0 to 500 pctg",
    );
    grid(
        "20 42 14 24 10",
        "grid.xml:9:1 ‹20 42 14 24 10›",
        "not-a-shakemap: the node (20, 42) stands twice",
    );
    let spread: Edit<'_> = (
        "grid.xml",
        "name=\"PSA10\" units=\"pctg\"",
        "name=\"STDPGA\" units=\"ln(pctg)\"",
    );
    let in_pga: Edit<'_> = (
        TOML,
        "fragility = \"own.csv\"\nhour",
        "fragility = \"esrm20-albania-pga\"\nhour",
    );
    for (value, sigma) in [("-0.5", "-0.5"), ("50", "50")] {
        let row = format!("19 42 10 20 {value}");
        let others = [
            ("12 22 9", "12 22 0.5"),
            ("14 24 10", "14 24 0.5"),
            ("16 26 11", "16 26 0.5"),
        ];
        let mut edits = vec![spread, ("grid.xml", "19 42 10 20 8", row.as_str())];
        edits.extend(others.map(|(from, to)| ("grid.xml", from, to)));
        let said = small_town().edited(&edits).said(None, &[]);
        let message = format!("STDPGA: {sigma} is not from 0 to 3");
        assert!(said.starts_with("grid.xml:7:13 ‹"), "{said}");
        assert!(said.contains(&message), "{said}");
    }
    let ground: Edit<'_> = (
        "grid.xml",
        "name=\"PSA03\" units=\"pctg\"",
        "name=\"SVEL\" units=\"ms\"",
    );
    let said = small_town().edited(&[ground, in_pga]).said(None, &[]);
    assert!(said.contains("SVEL: 20 is not from 100 to 3000 m/s"), "{said}");
}

#[test]
fn a_grid_may_be_in_other_units_and_hold_nothing_far_away() {
    for (from, to) in [
        ("19 41 14 24 10", "19 41 0 0 0"),
        ("19 41 14 24 10", "19 41 <!-- far --> 14 24 10"),
    ] {
        assert_eq!(small_town().edited(&[("grid.xml", from, to)]).said(None, &[]), "");
    }
}

#[test]
fn nodes_of_a_table_stand_once() {
    let map = |from, to, place: &str, message| expect(&[("map.csv", from, to)], place, message);
    map(
        "20,42,0.1",
        "19,42,0.1",
        "map.csv:5:1 ‹19,42,0.1,0.2,0.12,0.08,10,800›",
        "not-a-shakemap: the node (19, 42) stands twice",
    );
    map(
        "20,42,0.1,0.2,0.12,0.08,10,800\n",
        "",
        "map.csv:1:1 ‹l›",
        "not-a-shakemap: 1 of 2 by 2 nodes are missing, the first at (20, 42)",
    );
    map(
        "20,42,0.1",
        "20,42,-0.1",
        "map.csv:5:7 ‹-0.1›",
        "negative: `20.pga_g` cannot be negative",
    );
    map(
        "20,42,0.1",
        "20,42,6",
        "map.csv:5:7 ‹6›",
        "out-of-range: `20.pga_g` is at most 5 g",
    );
    map(
        "20,42,0.1,0.2",
        "20,42,0.1,",
        "map.csv:5:1 ‹20,42,0.1,,0.12,0.08,10,800›",
        "missing-value: this node has no `sa03_g`, which others have",
    );
}

#[test]
fn cells_of_a_raster_are_ground() {
    for word in ["0", "1", "1e6", "nan", "inf", "-500"] {
        let copy = small_town().edited(&[("vs30.asc", "300 400", &format!("300 {word}"))]);
        expect_one(&copy, &format!("vs30.asc:7:5 ‹{word}›"), "out-of-range: ");
    }
}

#[test]
fn exposure_tables_say_where_buildings_are_and_who_is_in_them() {
    let exposure = |from, to, place: &str, message| {
        expect(&[BY_EXPOSURE, ("exposure.csv", from, to)], place, message);
    };
    exposure(
        "19.46,41.33,",
        ",41.33,",
        "exposure.csv:3:1 ‹›",
        "missing-value: this building has no longitude",
    );
    exposure(
        "19.46,41.33,",
        "19.46,,",
        "exposure.csv:3:7 ‹›",
        "missing-value: this building has no latitude",
    );
    exposure(
        "OCCUPANTS_PER_ASSET_NIGHT",
        "PEOPLE_AT_NIGHT",
        "exposure.csv:1:1 ‹LONGITUDE›",
        "missing-column: there is no column of the people at night: nobody is in the buildings then",
    );
    let swapped = [
        BY_EXPOSURE,
        ("exposure.csv", "19.45,41.32,", "41.32,19.45,"),
        ("exposure.csv", "19.46,41.33,", "41.33,19.46,"),
    ];
    let said = small_town().edited(&swapped).said(None, &[]);
    assert!(
        said.contains("exposure.csv:2:1 ‹41.32›\n    far-away: "),
        "{said}"
    );
    assert!(said.contains("of one of the two are exchanged"), "{said}");
}

#[test]
fn tables_of_one_name_would_give_their_buildings_the_same_ids() {
    let table = super::text_of(&small_town().path().join("exposure.csv"));
    let both: Edit<'_> = (
        TOML,
        "buildings = \"buildings.csv\"",
        "exposure = [\"a/e.csv\", \"b/e.csv\"]",
    );
    let copy = small_town().edited(&[both]);
    copy.write("a/e.csv", &table);
    copy.write("b/e.csv", &table);
    expect_one(
        &copy,
        &in_toml(&copy, "exposure = [\"a/e.csv\", ", "\"b/e.csv\""),
        "duplicate-id: `b/e.csv` is called like `a/e.csv`",
    );
    let with_ids = table.replacen("LONGITUDE", "ID,LONGITUDE", 1);
    let rows = |first: &str, second: &str| {
        with_ids
            .replace("\n19.45", &format!("\n{first},19.45"))
            .replace("\n19.46", &format!("\n{second},19.46"))
    };
    let both: Edit<'_> = (
        TOML,
        "buildings = \"buildings.csv\"",
        "exposure = [\"e.csv\", \"e-1.csv\"]",
    );
    let copy = small_town().edited(&[both]);
    copy.write("e.csv", &rows("1-1", "2"));
    copy.write("e-1.csv", &rows("1", "2"));
    expect_one(
        &copy,
        "e-1.csv:2:1 ‹1›",
        "duplicate-id: the group of buildings `e-1-1` stands twice",
    );
}

#[test]
fn a_broken_town_or_school_is_not_called_none() {
    expect(
        &[("own.csv", "0.4,0.01", "0,0.01")],
        "own.csv:2:31 ‹0›",
        "out-of-range: `frame.beta`",
    );
    expect(
        &[("own.csv", "masonry,PGA", "frame,PGA")],
        "own.csv:3:1 ‹frame›",
        "duplicate-id: ",
    );
    expect(
        &[("own.csv", "0.2,0.3,0.4,0.5", "0.2,0.5,0.4,0.5")],
        "own.csv:2:23 ‹0.4›",
        "medians-out-of-order: ",
    );
    expect_in_toml(
        "indoors_later = 0.5",
        "indoors_later = 5",
        ("indoors_later = ", "5"),
        "out-of-range: ",
    );
    expect(
        &[("buildings.csv", ",120,300,", ",-120,300,")],
        "buildings.csv:2:60 ‹-120›",
        "negative: ",
    );
}

#[test]
fn figures_on_record_are_of_the_town_and_of_what_is_computed() {
    let observed = |from, to, place: &str, message| expect(&[("observed.csv", from, to)], place, message);
    observed(
        "Durrës,deaths",
        "Durrës county,deaths",
        "observed.csv:2:1 ‹Durrës county›",
        "unknown-municipality: the town has no municipality `Durrës county`\n      help: did you mean `Durrës`?",
    );
    observed(
        "everywhere,deaths",
        "Albania,deaths",
        "observed.csv:3:1 ‹Albania›",
        "unknown-municipality: ",
    );
    observed(
        "Durrës,deaths",
        "Durrës,daeths",
        "observed.csv:2:8 ‹daeths›",
        "unknown-quantity: `daeths` is nothing that hotwash computes\n      help: did you mean `deaths`?",
    );
    observed(
        "1183,A report,no",
        "1183,A report,nope",
        "observed.csv:5:40 ‹nope›",
        "wrong-type: ",
    );
}

#[test]
fn what_comes_to_nothing_is_told() {
    expect_in_toml(
        "smallest_mw = 5.0",
        "smallest_mw = 6.5",
        ("smallest_mw = ", "6.5"),
        "no-aftershocks: there are no aftershocks of 6.5 or more: the main shock has 6.4",
    );
    expect_in_toml(
        "until = \"40 h after mainshock\"",
        "until = \"30 s after mainshock\"",
        ("until = ", "\"30 s after mainshock\""),
        "over-before: `aftershocks` is over before it begins",
    );
    expect(
        &[("stations.csv", ",0.11,,,0.17,", ",,,,,")],
        "stations.csv:3:1 ‹TIR1›",
        "no-record: `TIR1` has recorded nothing",
    );
    expect_in_toml(
        "map = \"grid.xml\"",
        "map = \"grid.xml\"\nstations = \"stations.csv\"",
        ("map = \"grid.xml\"\nstations = ", "\"stations.csv\""),
        "records-twice: ",
    );
    let class = "class = \"masonry\"\nbecomes = \"frame\"\n";
    expect_in_toml(
        class,
        &format!("{class}\n[town.small-town.strengthened.walls]\n{class}"),
        ("walls]\nclass = ", "\"masonry\""),
        "strengthened-twice: the class `masonry` is strengthened twice",
    );
}

#[test]
fn a_class_without_a_whole_building_leaves_people_out() {
    const ROW: &str = "block-1,New town,Durrës,19.46,41.33,frame,residential,5,1,40,120";
    let fewer = |buildings: &str| ROW.replace("5,1,40", &format!("5,{buildings},40"));
    let other: Edit<'_> = (
        TOML,
        "class = \"masonry\"\nbecomes = \"frame\"",
        "class = \"frame\"\nbecomes = \"frame\"",
    );
    expect(
        &[other, ("buildings.csv", ROW, &fewer("0.3"))],
        "buildings.csv:3:1 ‹block-1›",
        "no-whole-building: all buildings of class `frame` come to 0.3 of one: the 120 people in them are left out",
    );
    for edits in [
        [other, ("buildings.csv", ROW, fewer("0.5").as_str())],
        [
            (TOML, "hour", "hour"),
            ("buildings.csv", ROW, fewer("0.3").as_str()),
        ],
    ] {
        assert_eq!(small_town().edited(&edits).said(None, &[]), "");
    }
}

#[test]
fn outlines_of_one_id_are_told() {
    let copy = small_town().edited(&[BY_FOOTPRINTS]);
    let text = super::text_of(&copy.path().join("footprints.geojson"));
    let (head, rest) = text.split_once('\n').expect("two lines");
    let feature = rest.trim_end().strip_suffix("]}").expect("the end");
    copy.write(
        "footprints.geojson",
        &format!("{head}\n{feature},\n{feature}]}}\n"),
    );
    expect_one(
        &copy,
        "footprints.geojson:4:1 ‹{›",
        "duplicate-id: the group of buildings `house` stands twice",
    );
}

#[test]
fn what_asks_about_a_municipality_of_a_broken_town_is_not_called_wrong() {
    let said = |place: &str, edits: &[Edit<'_>]| {
        let asks = format!("[inject.many]\nwhen = \"collapsed@{place} > 3\"\n\n[ground]");
        let copy = small_town().edited(&[(TOML, "[ground]", &asks)]).edited(edits);
        copy.said(None, &[])
    };
    assert!(said("shijk", &[]).contains("there is nothing called `shijk`"));
    for slip in [
        ("own.csv", "0.4,0.01", "0,0.01"),
        (
            "buildings.csv",
            "village,Village,Shijak,19.55",
            "village,Village,Shijak,x",
        ),
        (TOML, "indoors_later = 0.5", "indoors_later = 5"),
    ] {
        let said = said("shijak", &[slip]);
        assert!(!said.contains("there is nothing called"), "{said}");
    }
}
