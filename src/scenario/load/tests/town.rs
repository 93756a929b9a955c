//! Towns and computed earthquakes: what is read, and what is said of slips.

use super::{Copy, Edit};

const SCENARIO: &str = r#"format = 1

[exercise]
name = "A small town"
starts = 2026-03-12T02:00:00+01:00
lasts = "48 h"

[hazard.mainshock]
kind = "computed-earthquake"
at = "5 min"
magnitude_mw = 6.4
longitude = 19.50
latitude = 41.40
depth_km = 20
rake_deg = 90
plane = { strike_deg = 156, dip_deg = 63, length_km = 20, width_km = 10, along_strike = 0.4, down_dip = "50 %" }
models = { bssa14 = 0.5, kotha2020 = 0.3, asb14 = 0.2 }
stations = "stations.csv"

[hazard.mapped]
kind = "computed-earthquake"
at = "2 h after mainshock"
magnitude_mw = 5.4
longitude = 19.50
latitude = 41.40
depth_km = 12
rake_deg = -90
map = "grid.xml"

[hazard.tabled]
kind = "computed-earthquake"
at = "3 h after mainshock"
magnitude_mw = 5.0
longitude = 19.50
latitude = 41.40
depth_km = 12
rake_deg = 0
map = "map.csv"

[hazard.aftershocks]
kind = "aftershock-sequence"
at = "1 min after mainshock"
of = "mainshock"
until = "40 h after mainshock"
smallest_mw = 5.0
a = -1.7
b = 0.9
c_days = 0.04
p = 1.1

[ground]
vs30_m_s = 350
vs30 = "vs30.asc"

[town.small-town]
name = "Small town"
buildings = "buildings.csv"
fragility = "own.csv"
hour = "night"
indoors_later = 0.5
streets = "streets.csv"
observed = "observed.csv"

[town.small-town.strengthened.masonry]
class = "masonry"
becomes = "frame"

[town.small-town.facility.town-hospital]
kind = "hospital"
longitude = 19.45
latitude = 41.32
vs30_m_s = 300
fragility = "hazus"
class = "C2M-MC"
beds = 120
generator = true

[town.small-town.facility.substation]
kind = "substation"
longitude = 19.45
latitude = 41.33
vs30_m_s = 300
fragility = "own.csv"
class = "frame"
generator = false
"#;

const BUILDINGS: &str = "\
id,place,municipality,longitude,latitude,class,use,storeys,buildings,occupants_day,occupants_night,occupants_transit,floor_area_m2,vs30_m_s
old-town,Old town,Durrës,19.45,41.32,masonry,residential,2,120,300,700,500,24000,
block-1,New town,Durrës,19.46,41.33,frame,residential,5,1,40,120,80,2400,250
village,Village,Shijak,19.55,41.34,masonry,residential,1,80,100,260,180,,
";

const OWN: &str = "\
class,measure,slight,moderate,extensive,complete,beta,collapse_of_complete,entrapped_day,entrapped_night,killed_of_entrapped,sev1_complete,sev1_collapse
frame,SA(1.0),0.2,0.3,0.4,0.5,0.4,0.01,0.5,0.95,0.4,0.05,0.5
masonry,PGA,0.3,0.5,0.7,0.9,0.5,0.03,0.25,0.95,0.4,0.1,0.5
";

const STATIONS: &str = "\
id,longitude,latitude,vs30_m_s,pga_g,sa03_g,sa06_g,sa10_g,pgv_cm_s
DURR,19.4573,41.3199,202,0.19,0.48,0.46,0.49,38.5
TIR1,19.8078,41.3357,311,0.11,,,0.17,
";

const STREETS: &str = "\
id,from_longitude,from_latitude,to_longitude,to_latitude,width_m,needs_m
main-street,19.459,41.33,19.461,41.33,9,4
";

const OBSERVED: &str = "\
municipality,quantity,value,source,compared
Durrës,deaths,24,\"A newspaper, a day\",
everywhere,deaths,51,A report,yes
,injured,913,A report,yes
Albania,houses_collapsed,1183,A report,no
";

const VS30: &str =
    "ncols 2\nnrows 2\nxllcorner 19\nyllcorner 41\ncellsize 0.5\nNODATA_value -9999\n300 400\n500 -9999\n";

const GRID: &str = r#"<?xml version="1.0"?><shakemap_grid><event magnitude="5.4" />
<grid_specification lon_min="19" lat_min="41" lon_max="20" lat_max="42" nlon="2" nlat="2" />
<grid_field index="1" name="LON" units="dd" /><grid_field index="2" name="LAT" units="dd" />
<grid_field index="3" name="PGA" units="pctg" /><grid_field index="4" name="PSA03" units="pctg" />
<grid_field index="5" name="PSA10" units="pctg" />
<grid_data>
19 42 10 20 8
20 42 12 22 9
19 41 14 24 10
20 41 16 26 11
</grid_data></shakemap_grid>
"#;

const MAP: &str = "\
longitude,latitude,pga_g,sa03_g,sa06_g,sa10_g,pgv_cm_s,vs30_m_s
19,41,0.1,0.2,0.12,0.08,10,800
20,41,0.1,0.2,0.12,0.08,10,800
19,42,0.1,0.2,0.12,0.08,10,800
20,42,0.1,0.2,0.12,0.08,10,800
";

const FOOTPRINTS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"house","municipality":"Durrës","class":"frame","use":"school","storeys":3,"occupants_day":200,"occupants_night":0,"occupants_transit":10,"floor_area_m2":900,"vs30_m_s":280,"colour":"blue"},
"geometry":{"type":"Polygon","coordinates":[[[19.45,41.32],[19.4502,41.32],[19.4502,41.3201],[19.45,41.3201],[19.45,41.32]]]}}]}
"#;

const EXPOSURE: &str = "\
LONGITUDE,LATITUDE,TAXONOMY,BUILDINGS,DWELLINGS,OCCUPANCY,AREA_PER_DWELLING_SQM,OCCUPANTS_PER_ASSET_DAY,OCCUPANTS_PER_ASSET_NIGHT,OCCUPANTS_PER_ASSET_TRANSIT,NAME_3,NAME_1
19.45,41.32,masonry,12.5,12.5,Res,60,10,30.5,20,Durrës,Durrës county
19.46,41.33,frame,3.25,30,Res,60,40,110,80,Durrës,Durrës county
";

/// A town in which everything is written that can be.
pub(super) fn small_town() -> Copy {
    let copy = Copy::empty();
    for (file, text) in [
        ("scenario.toml", SCENARIO),
        ("buildings.csv", BUILDINGS),
        ("own.csv", OWN),
        ("stations.csv", STATIONS),
        ("streets.csv", STREETS),
        ("observed.csv", OBSERVED),
        ("vs30.asc", VS30),
        ("grid.xml", GRID),
        ("map.csv", MAP),
        ("footprints.geojson", FOOTPRINTS),
        ("exposure.csv", EXPOSURE),
    ] {
        copy.write(file, text);
    }
    copy
}

pub(super) const BY_FOOTPRINTS: Edit<'static> = (
    "scenario.toml",
    "buildings = \"buildings.csv\"",
    "footprints = \"footprints.geojson\"",
);
pub(super) const BY_EXPOSURE: Edit<'static> = (
    "scenario.toml",
    "buildings = \"buildings.csv\"",
    "exposure = [\"exposure.csv\"]",
);

#[test]
fn a_town_of_any_kind_of_table_loads_without_a_word() {
    assert_eq!(small_town().said(None, &[]), "");
    for edit in [BY_FOOTPRINTS, BY_EXPOSURE] {
        assert_eq!(small_town().edited(&[edit]).said(None, &[]), "");
    }
}

#[test]
fn a_town_is_read_as_it_is_written() {
    let loaded = super::load(small_town().path(), None, &[]);
    let town = loaded
        .scenario
        .and_then(|scenario| scenario.town)
        .expect("a town");
    assert_eq!(town.municipalities, ["Durrës", "Shijak"]);
    let ids: Vec<&str> = town.groups.iter().map(|group| group.id.as_str()).collect();
    assert_eq!(ids, ["block-1", "old-town", "village"]);
    let frame = town.fragility.find("frame").expect("a class") as u32;
    assert!(
        town.groups.iter().all(|group| group.class == frame),
        "masonry is strengthened"
    );
    assert_eq!(
        (town.groups[1].buildings, town.groups[1].occupants),
        (120.0, [300.0, 700.0, 500.0])
    );
    assert_eq!(
        (town.groups[0].vs30_m_s, town.groups[2].floor_area_m2),
        (Some(250.0), None)
    );
    assert_eq!(town.observed[0].municipality, Some(0));
    assert_eq!(town.observed[1].municipality, None);
    assert_eq!(town.observed.len(), 3, "the last is for the record only");

    let loaded = super::load(small_town().edited(&[BY_FOOTPRINTS]).path(), None, &[]);
    let house = &loaded
        .scenario
        .and_then(|scenario| scenario.town)
        .expect("a town")
        .groups[0];
    assert!((house.at.lon_deg - 19.4501).abs() < 1e-9 && (house.at.lat_deg - 41.32005).abs() < 1e-9);
    assert_eq!((house.floor_area_m2, house.storeys), (Some(900.0), 3.0));

    let loaded = super::load(small_town().edited(&[BY_EXPOSURE]).path(), None, &[]);
    let town = loaded
        .scenario
        .and_then(|scenario| scenario.town)
        .expect("a town");
    let asset = &town.groups[1];
    assert_eq!(
        (asset.id.as_str(), asset.buildings, asset.floor_area_m2),
        ("exposure-2", 3.25, Some(1_800.0))
    );
    assert_eq!(asset.occupants, [40.0, 110.0, 80.0]);
}

#[test]
fn slips_are_pointed_at() {
    let slips: &[(&str, &str, &str, &str)] = &[
        (
            "scenario.toml",
            "magnitude_mw = 6.4",
            "magnitude_mw = 12",
            "`hazard.mainshock.magnitude_mw` is at most 9.5 Mw",
        ),
        (
            "scenario.toml",
            "depth_km = 20",
            "depth_km = -3",
            "`hazard.mainshock.depth_km` cannot be negative",
        ),
        (
            "scenario.toml",
            "depth_km = 20",
            "depth_km = 3",
            "the plane comes out of the ground: its upper edge lies 1.5 km above it",
        ),
        (
            "scenario.toml",
            "longitude = 19.50\nlatitude = 41.40\ndepth_km = 20",
            "longitude = -150\nlatitude = -20\ndepth_km = 20",
            "km from the other, more than 1500 km",
        ),
        (
            "scenario.toml",
            "longitude = 19.50\nlatitude = 41.40\ndepth_km = 20",
            "longitude = 41.40\nlatitude = 19.50\ndepth_km = 20",
            "of one of the two are exchanged",
        ),
        (
            "scenario.toml",
            "vs30_m_s = 350",
            "vs30_m_s = 0",
            "`ground.vs30_m_s` is at least 100 m/s",
        ),
        (
            "scenario.toml",
            "bssa14 = 0.5, kotha2020 = 0.3, asb14 = 0.2",
            "bssa14 = 0",
            "no ground-motion model has a weight",
        ),
        (
            "scenario.toml",
            "of = \"mainshock\"",
            "of = \"aftershocks\"",
            "is no computed earthquake",
        ),
        (
            "scenario.toml",
            "fragility = \"own.csv\"\nhour",
            "fragility = \"esrm20\"\nhour",
            "there is no fragility set `esrm20`",
        ),
        (
            "scenario.toml",
            "becomes = \"frame\"",
            "becomes = \"frames\"",
            "has no class `frames`",
        ),
        (
            "scenario.toml",
            "class = \"C2M-MC\"",
            "class = \"C2M\"",
            "the fragility set `hazus` has no class `C2M`",
        ),
        (
            "scenario.toml",
            "buildings = \"buildings.csv\"",
            "",
            "the town has no buildings",
        ),
        (
            "scenario.toml",
            "buildings = \"buildings.csv\"",
            "buildings = \"buildings.csv\"\nexposure = [\"exposure.csv\"]",
            "buildings of two kinds",
        ),
        (
            "buildings.csv",
            ",frame,",
            ",steel,",
            "the fragility set `own.csv` has no class `steel`",
        ),
        ("buildings.csv", ",120,300,", ",-120,300,", "cannot be negative"),
        (
            "buildings.csv",
            ",120,300,",
            ",0,300,",
            "occupants without a building",
        ),
        (
            "buildings.csv",
            ",120,300,",
            ",many,300,",
            "`old-town.buildings` is a number",
        ),
        (
            "buildings.csv",
            "block-1,",
            "old-town,",
            "the group of buildings `old-town` stands twice",
        ),
        (
            "buildings.csv",
            "19.46,41.33",
            "41.33,19.46",
            "of one of the two are exchanged",
        ),
        (
            "buildings.csv",
            "2400,250",
            "2400,0",
            "`block-1.vs30_m_s` is at least 100 m/s",
        ),
        (
            "buildings.csv",
            "occupants_night",
            "night",
            "the column `occupants_night` is missing",
        ),
        ("buildings.csv", ",residential,5", ",houses,5", "`houses`"),
        ("own.csv", "0.4,0.01", "0,0.01", "`frame.beta` is at least 0.01"),
        (
            "own.csv",
            "0.2,0.3,0.4,0.5",
            "0.2,0.5,0.4,0.5",
            "extensive damage of `frame` comes at weaker shaking",
        ),
        ("own.csv", "0.05,0.5", "0.8,1.2", "is at most 1"),
        (
            "own.csv",
            "masonry,PGA",
            "frame,PGA",
            "the class `frame` stands twice",
        ),
        (
            "stations.csv",
            "0.19,0.48",
            "0,0.48",
            "`DURR.pga_g` is at least 0.000001 g",
        ),
        (
            "stations.csv",
            "19.8078,41.3357",
            "19.4573,41.3199",
            "`TIR1` stands where `DURR` stands",
        ),
        (
            "stations.csv",
            "19.8078,41.3357",
            "41.3357,19.8078",
            "of one of the two are exchanged",
        ),
        (
            "grid.xml",
            "name=\"PSA10\"",
            "name=\"PSA30\"",
            "the map has no SA(1.0), which the fragility set `own.csv` asks about",
        ),
        (
            "grid.xml",
            "name=\"PGA\" units=\"pctg\"",
            "name=\"PGA\" units=\"m/s2\"",
            "the map has PGA in `m/s2`",
        ),
        (
            "stations.csv",
            "41.3199,202",
            "41.3199,0",
            "`DURR.vs30_m_s` is at least 100 m/s",
        ),
        (
            "grid.xml",
            "19 42 10 20 8\n",
            "",
            "1 of 2 by 2 nodes are missing, the first at (19, 42)",
        ),
        (
            "grid.xml",
            "</grid_data></shakemap_grid>",
            "",
            "this XML ends before its last element is closed",
        ),
        (
            "grid.xml",
            "<shakemap_grid>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><shakemap_grid>",
            "a document type is not read",
        ),
        (
            "grid.xml",
            "lon_min=\"19\" lat_min=\"41\" lon_max=\"20\" lat_max=\"42\"",
            "lon_min=\"29\" lat_min=\"41\" lon_max=\"30\" lat_max=\"42\"",
            "is no node of the grid",
        ),
        ("map.csv", "20,42", "20,43.5", "are no regular grid"),
        ("vs30.asc", "300 400", "300 0", "0 is not from 100 to 3000 m/s"),
        ("vs30.asc", "500 -9999", "500", "the grid ends early"),
        ("observed.csv", ",24,", ",-24,", "cannot be negative"),
        (
            "streets.csv",
            ",9,4",
            ",0,4",
            "`main-street.width_m` is at least 1 m",
        ),
    ];
    for (file, from, to, expected) in slips {
        let said = small_town().edited(&[(file, from, to)]).said(None, &[]);
        assert!(
            said.contains(expected),
            "{file}: {to}\nexpected {expected}\nsaid {said}"
        );
        assert!(
            said.lines()
                .next()
                .is_some_and(|line| line.contains(".toml") || line.contains(file)),
            "{said}"
        );
    }
    let of_footprints: &[(&str, &str, &str)] = &[
        (
            "\"Polygon\",\"coordinates\":[[[19.45,41.32],[19.4502,41.32],[19.4502,41.3201],[19.45,41.3201],[19.45,41.32]]]",
            "\"Point\",\"coordinates\":[19.45,41.32]",
            "a building has an outline",
        ),
        (
            "\"class\":\"frame\"",
            "\"class\":\"steel\"",
            "has no class `steel`",
        ),
        ("\"storeys\":3", "\"storeys\":0", "is at least 1"),
        ("\"municipality\":\"Durrës\",", "", "lacks `municipality`"),
    ];
    for (from, to, expected) in of_footprints {
        let edits = [BY_FOOTPRINTS, ("footprints.geojson", from, to)];
        let said = small_town().edited(&edits).said(None, &[]);
        assert!(said.contains(expected), "{to}\nexpected {expected}\nsaid {said}");
    }
    let of_exposure: &[(&str, &str, &str)] = &[
        ("TAXONOMY", "CLASS", "the column `TAXONOMY` is missing"),
        (",12.5,12.5", ",-1,12.5", "`-1` cannot be negative"),
        (",masonry,", ",adobe,", "has no class `adobe`"),
        (
            "19.45,41.32,masonry,12.5",
            "x,41.32,masonry,12.5",
            "`x` is no number",
        ),
    ];
    for (from, to, expected) in of_exposure {
        let said = small_town()
            .edited(&[BY_EXPOSURE, ("exposure.csv", from, to)])
            .said(None, &[]);
        assert!(said.contains(expected), "{to}\nexpected {expected}\nsaid {said}");
    }
}

#[test]
fn a_variant_can_patch_a_group_of_buildings() {
    let copy = small_town();
    copy.write(
        "variants/fewer.toml",
        "[variant]\nname = \"Fewer\"\n[patch.'buildings.csv'.old-town]\nbuildings = 20\n",
    );
    let loaded = super::load(copy.path(), Some("fewer"), &[]);
    let town = loaded
        .scenario
        .and_then(|scenario| scenario.town)
        .expect("a town");
    assert_eq!(town.groups[1].buildings, 20.0);
    copy.write(
        "variants/none.toml",
        "[variant]\nname = \"None\"\n[patch.'buildings.csv'.new-town]\nbuildings = 20\n[patch.'buildings.csv'.old-town]\ncolour = 1\n",
    );
    let said = copy.said(Some("none"), &[]);
    assert!(
        said.contains("there is no group of buildings `new-town` to patch"),
        "{said}"
    );
    assert!(said.contains("`colour` is not a column"), "{said}");
}

#[test]
fn more_rows_than_any_town_has_buildings_are_refused() {
    let copy = small_town();
    let (head, row) = BUILDINGS.split_once('\n').expect("a header");
    let row = row.lines().next().expect("a row");
    copy.write(
        "buildings.csv",
        &format!("{head}\n{}", format!("{row}\n").repeat(2_000_001)),
    );
    let said = copy.said(None, &[]);
    assert!(
        said.contains("more than 2000000 rows"),
        "{}",
        &said[..said.len().min(400)]
    );
}
