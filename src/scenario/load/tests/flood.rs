//! A flood in which everything is said that can be said.

use super::Copy;

const FLOOD: &str = r#"
[hazard.flood]
kind = "flood"
at = "0 s"
terrain = "terrain.asc"
levels_in = "metres"
cell_m = 20
holes = "outside"
solver = "godunov-second-order"
precision = "double"
manning = 0.04
land_cover = "cover.asc"
cover.fields = { class = 40, manning = 0.05 }
buildings = "houses.geojson"
buildings_are = "raised"
fields = "geotiff"
soil = { conductivity_mm_h = 6.5, suction_mm = 167, deficit = 0.34 }
uncertainty = { inflow = 0.2, timing = "10 min", manning = 0.1, rain = 0.3, rain_timing = "5 min", storm_shift_m = 30, rain_field = 0.2, rain_field_over_m = 50, breach_width = 0.3, breach_time = 0.3 }
standing.pond = { level_m = 10.5, within = [[0, 0], [60, 0], [60, 60]] }
edge.tide = { side = "west", from_m = 0, to_m = 100, is = "level", levels = "flow.csv" }
edge.lake = { side = "north", is = "level", level_m = 9 }
inflow.river = { line = [[190, 80], [190, 120]], flow = "flow.csv", observed = { readings = "flow.csv", error = 0.1, until = "15 min" } }
inflow.brook = { line = [[100, 190], [100, 190]], flow_m3_s = 0.5, observed = { readings = "flow.csv", error = 0.2, rating = { zero_m = 8, factor = 0.4, exponent = 1.67, error_m = 0.05 } } }
channel.ditch = { course = [[30, 10, 8.5], [130, 10, 8]], width_m = 3, manning = 0.04, holds_m = 0.5, flow = "flow.csv", ends = "level", levels = "flow.csv" }
channel.canal = { course = [[30, 190, 8.5], [90, 190, 8.5]], width_m = 3, ends = "level", level_m = 9 }
channel.drain = { course = [[150, 10, 9], [150, 90, 8.5]], width_m = 1, flow_m3_s = 0.1, ends = "water" }
rain.front = { course = "flow.csv", within = [[0, 0], [200, 0], [200, 200]] }
rain.drizzle = { mm_h = 1 }
rain.measured = { gauges = "rain.csv", between = "nearest", gauge.west = { at = [-50, 0] }, gauge.east = { at = [150, 90] } }
rain.design = { design = { a = 400, b_min = 10, c = 0.75, begins = "1 min", takes = "10 min", before_peak = 0.4 } }
inflow.spring = { line = [[100, 190], [100, 190]], wave = { base_m3_s = 0, peak_m3_s = 1, begins = "1 min", to_peak = "5 min", shape = "triangle" } }
rain.cell = { mm_h = 30, storm = { track = [[0, 0], [200, 200]], begins = "1 min", takes = "20 min", radius_m = 80 } }

[works.levee]
kind = "levee"
name = "Levee"
crest = [[0, 150, 12], [200, 150, 12]]
breach = { where = [100, 150], at = "5 min", grows = "froehlich", bottom_m = 10, volume_m3 = 50000 }
[works.old-levee]
kind = "levee"
crest = [[0, 50, 12], [200, 50, 12]]
breach = { where = [100, 50], when_level_m = 11.8, grows = "levee-of-sand", bottom_m = 10, width_m = 60 }
[works.wall]
kind = "levee"
crest = [[0, 30, 12], [200, 30, 12]]
breach = { where = [100, 30], overtopped_for = "5 min", bottom_m = 10, width_m = 60, takes = "10 min" }
[works.bags]
kind = "barrier"
name = "Bags"
line = [[20, 100], [80, 100]]
height_m = 0.5
of = "sandbags"
bags = 5000
people = 50
begins = "30 min"
[works.sluice]
kind = "gate"
name = "Sluice"
grants = 0.5
between = [[50, 130], [50, 170]]
sill_m = 10
width_m = 3
open_m = 0.5
[works.pipe]
kind = "culvert"
name = "Pipe"
between = [[70, 130], [70, 170]]
bottoms_m = [10, 9.9]
width_m = 1
height_m = 1
manning = 0.015
has_flap = true
[works.pump]
kind = "pump"
name = "Pump"
grants = 1
between = [[90, 130], [90, 170]]
flow_m3_s = 0.5
starts_m = 10.8
stops_m = 10.4
is_on = false
[works.dam]
kind = "dam"
name = "Dam"
grants = 0.2
line = [[190, 20], [190, 40]]
flow_m3_s = 2
lake = { level_m = 74, area_km2 = 0.5, bottom_m = 60, spillway_m = 75, spillway_length_m = 20, most_m3_s = 50, comes = "flow.csv" }
[works.other-dam]
kind = "dam"
line = [[190, 60], [190, 70]]
flow_m3_s = 2
lake = { level_m = 74, area_km2 = 0.5, bottom_m = 60, spillway_m = 75, spillway_length_m = 20, most_m3_s = 50, comes_m3_s = 3 }

[gauge.bridge]
name = "Bridge"
x_m = 110
y_m = 100
zero_m = 9
watch_m = 1
warning_m = 1.5
flood_m = 2
reports = { every = "10 min", to = ["assembly-supervisor"], via = "telephone", error_m = 0.02, silent.storm = { from = "12 min", to = "18 min" } }
forecast = { every = "15 min", lead = "10 min", bias_m = 0.1, error_m = 0.2, to = ["assembly-supervisor"], via = "telephone" }

[place.village]
kind = "settlement"
name = "Village"
x_m = 30
y_m = 90
ground_m = 10.4
gauge = "bridge"
floor_m = 0.2
people = 100
stay = 0.3
leave_when_warned = 0.2
sets_out = { median = "20 min", p90 = "40 min" }
way = "road"
calls = { depth_m = 0.2, after = "5 min", to = "assembly-supervisor", via = "telephone" }
[place.road]
kind = "road"
name = "Road"
x_m = 130
y_m = 90
ground_m = 10.5
gauge = "bridge"
[place.substation]
kind = "power-station"
name = "Substation"
x_m = 150
y_m = 90
ground_m = 10.5
gauge = "bridge"
floor_m = 0.3
fails_m = 0.3
serves_school = true
[place.exchange]
kind = "telephone-station"
name = "Exchange"
x_m = 150
y_m = 70
ground_m = 10.5
gauge = "bridge"
floor_m = 0.3
fails_m = 0.3
serves_school = false
[place.gym]
kind = "shelter"
name = "Gym"
x_m = 170
y_m = 90
ground_m = 10.5
gauge = "bridge"
floor_m = 0.3
fails_m = 0.1
[place.spot]
kind = "spot"
name = "Spot"
x_m = 170
y_m = 110
ground_m = 10.5
gauge = "bridge"

[patrol.watch]
name = "Watch"
stops = ["spot", "village"]
works = "levee"
sees_m = 200
every = "20 min"
from = "5 min"
leg = "4 min"
way = "road"
to = ["assembly-supervisor"]
via = "telephone"

[channel.telephone]
kind = "telephone"

[school.small-school.flood_site]
x_m = 110
y_m = 110
ground_m = 10.5
gauge = "bridge"
floor_m = 0.3

[school.small-school.route.outside]
assembly = "assembly"
class.1A = { exit = "exit-main", assembly = "assembly" }
"#;

/// The same water stated, and a valley that is made by rule.
const OTHERS: [&str; 2] = [
    "[hazard.flood]\nkind = \"prescribed-flood\"\nat = \"0 s\"\nstage = \"stage.csv\"\n\n[gauge.bridge]\nname = \"Bridge\"\n",
    "[hazard.flood]\nkind = \"flood\"\nat = \"0 s\"\ncell_m = 20\nsoil = { texture = \"loam\", full = 0.5 }\n\n[hazard.flood.valley]\nsize_m = [400, 200]\n\
     axis = [[0, 100], [400, 100]]\nlevel_m = 10\nslope = 0.01\nfloodplain_width_m = 100\ncross_slope = 0.001\nside_slope = 0.1\n\
     uneven_m = 0.1\nuneven_over_m = 50\nseed = 3\n\
     river.brook = { course = [[0, 100], [400, 100]], waves = 2, angle_deg = 40, width_m = 20, depth_m = 1, levee_height_m = 0.2, \
     levee_width_m = 20, holds_m = 0.5 }\nlake.pond = { shore = [[0, 0], [40, 0], [40, 40]], bottom_m = 8, shore_m = 10 }\n\
     embankment.road = { line = [[200, 0], [200, 200]], height_m = 1, width_m = 8 }\n\
     mound.village = { at = [300, 60], radius_m = 20, height_m = 1 }\n",
];

fn raster(value: &str) -> String {
    let row = [value; 10].join(" ");
    let rows = [row.as_str(); 10].join("\n");
    format!("ncols 10\nnrows 10\nxllcorner 0\nyllcorner 0\ncellsize 20\nNODATA_value -9999\n{rows}\n")
}

/// The fire drill under such a flood; whatever the others say is read on the way.
pub(super) fn everything() -> Copy {
    for other in OTHERS {
        let copy =
            Copy::of("fire-drill").edited(&[("scenario.toml", "[command]", &format!("{other}\n[command]"))]);
        copy.write(
            "stage.csv",
            "place,time,level_m,depth_m,speed_m_s\nbridge,0,1,,\nbridge,1,2,,0.5\n",
        );
        assert_eq!(copy.said(None, &[]), "");
    }
    let copy =
        Copy::of("fire-drill").edited(&[("scenario.toml", "[command]", &format!("{FLOOD}\n[command]"))]);
    copy.write("terrain.asc", &raster("10"));
    copy.write("cover.asc", &raster("40"));
    copy.write(
        "flow.csv",
        "time,flow_m3_s,level_m,rain_mm_h\n0,1,9,2\n1,5,9.5,4\n",
    );
    copy.write(
        "rain.csv",
        "gauge,time,rain_mm_h\nwest,0,5\nwest,1,10\neast,0,0\n",
    );
    copy.write(
        "houses.geojson",
        r#"{ "type": "FeatureCollection", "features": [{ "type": "Feature", "properties": {}, "geometry": { "type": "Polygon", "coordinates": [[[140, 120], [160, 120], [160, 140], [140, 140], [140, 120]]] } }] }"#,
    );
    copy
}
