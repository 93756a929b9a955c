//! The files of computed earthquakes: ground, stations, maps of shaking.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use crate::geo::raster::{self, Raster};
use crate::geo::{LonLat, shakemap};
use crate::maths;
use crate::scenario::document::Document;
use crate::scenario::document::csv_table::{self, Stream};
use crate::scenario::document::reading::Folder;
use crate::scenario::document::view::View;
use crate::scenario::exposure::far_away;
use crate::scenario::format::ground::GROUND;
use crate::scenario::format::rupture::MotionFiles;
use crate::scenario::format::town::{MAP_NODES, STATIONS};
use crate::scenario::model::{GroundSpec, MeasureCorrelation, MotionMap, SpatialCorrelation, StationSpec};
use crate::vocabulary::Measure;

/// What was read for the hazards, by their ids.
#[derive(Debug, Default)]
pub(super) struct GroundFiles {
    pub(super) ground: Option<GroundSpec>,
    pub(super) motion: BTreeMap<String, MotionFiles>,
    /// The names of tables that were read by key.
    pub(super) names: Vec<String>,
    /// Texts that went into the scenario and are no tables of it, by name.
    pub(super) texts: Vec<(String, SourceId)>,
}

impl GroundFiles {
    /// Reads them; what is wrong with any is reported.
    pub(super) fn read(
        root: View<'_>,
        folder: &Folder,
        document: &Document,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut files = Self::default();
        let by_default = View::left_out(&GROUND, root.span());
        let ground = root.table("ground").unwrap_or(by_default);
        let raster = ground.get("vs30").and_then(|leaf| {
            let source = files.open(leaf.text(), leaf.span(), folder, sources, diagnostics)?;
            vs30_raster(&sources.get(source).text.clone(), source, diagnostics)
        });
        files.ground = Some(GroundSpec {
            correlation: match ground.text("correlation") {
                "none" => SpatialCorrelation::None,
                "jayaram-baker-clustered" => SpatialCorrelation::JayaramBakerClustered,
                _ => SpatialCorrelation::JayaramBaker,
            },
            between_measures: match ground.text("between_measures") {
                "none" => MeasureCorrelation::None,
                "perfect" => MeasureCorrelation::Perfect,
                _ => MeasureCorrelation::BakerJayaram,
            },
            vs30_m_s: ground.number("vs30_m_s"),
            raster,
        });
        for view in root
            .tables("hazard")
            .into_iter()
            .filter(|view| view.kind() == "computed-earthquake")
        {
            let mut motion = MotionFiles::default();
            if let Some(leaf) = view.get("stations")
                && let Some(source) = files.open(leaf.text(), leaf.span(), folder, sources, diagnostics)
            {
                files.names.push(leaf.text().to_owned());
                let patches = document.patches_of(leaf.text());
                let rows = csv_table::read(sources, source, &STATIONS, patches, diagnostics);
                motion.stations = rows.views(&STATIONS).into_iter().map(station).collect();
                motion.stations.sort_by(|a, b| a.id.cmp(&b.id));
                check_stations(&rows.views(&STATIONS), view, diagnostics);
            }
            if let Some(leaf) = view.get("map")
                && let Some(source) = files.open(leaf.text(), leaf.span(), folder, sources, diagnostics)
            {
                let text = sources.get(source).text.clone();
                let is_table = leaf.text().to_ascii_lowercase().ends_with(".csv");
                motion.map = if is_table {
                    from_table(&text, source, diagnostics)
                } else {
                    from_xml(&text, source, diagnostics)
                };
                if let Some(map) = &motion.map {
                    check_place(map, view, leaf.span(), diagnostics);
                }
            }
            files.motion.insert(view.id().to_owned(), motion);
        }
        files
    }

    fn open(
        &mut self,
        name: &str,
        asked: Span,
        folder: &Folder,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<SourceId> {
        match folder.read(sources, name) {
            Ok(source) => {
                self.texts.push((name.to_owned(), source));
                Some(source)
            }
            Err(error) => {
                diagnostics.push(error.into_diagnostic(Some(asked)));
                None
            }
        }
    }
}

fn vs30_raster(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Raster> {
    match raster::read_esri_ascii(text, source) {
        Ok(raster) => {
            let bad = raster.values.iter().find(|value| **value <= 0.0);
            if let Some(bad) = bad {
                let start = Span {
                    source,
                    start: 0,
                    end: 1,
                };
                let problem = Diagnostic::error(
                    "out-of-range",
                    start,
                    format!("a velocity of shear waves of {bad} m/s"),
                );
                diagnostics.push(problem.help("mark cells without a value with NODATA_value"));
                return None;
            }
            Some(raster)
        }
        Err(problem) => {
            diagnostics.push(*problem);
            None
        }
    }
}

fn station(view: View<'_>) -> StationSpec {
    StationSpec {
        id: view.id().to_owned(),
        at: LonLat::new(view.number("longitude"), view.number("latitude")),
        vs30_m_s: view.number("vs30_m_s"),
        ln_recorded: Measure::ALL
            .map(|measure| view.get(measure.column()).map(|leaf| maths::ln(leaf.number()))),
    }
}

/// Says so when two stations stand at one place, or one far from the earthquake.
fn check_stations(stations: &[View<'_>], quake: View<'_>, diagnostics: &mut Diagnostics) {
    /// Nearer than this two records are of one place, km.
    const ONE_PLACE_KM: f64 = 0.01;
    let at = |view: &View<'_>| LonLat::new(view.number("longitude"), view.number("latitude"));
    let hypocentre = at(&quake);
    for (number, station) in stations.iter().enumerate() {
        let twin = stations[..number]
            .iter()
            .find(|other| at(other).distance_km(at(station)) < ONE_PLACE_KM);
        if let Some(twin) = twin {
            let message = format!("`{}` stands where `{}` stands", station.id(), twin.id());
            let problem = Diagnostic::error("same-place", station.id_span(), message);
            diagnostics.push(
                problem
                    .related(twin.id_span(), "the other")
                    .help("leave one of them out"),
            );
        }
        let span = station.span_of("longitude");
        diagnostics.extend(far_away(
            at(station),
            span,
            hypocentre,
            quake.span_of("longitude"),
        ));
    }
}

/// Says so when the epicentre lies outside a map.
fn check_place(map: &MotionMap, view: View<'_>, asked: Span, diagnostics: &mut Diagnostics) {
    let [columns, rows] = map.size;
    let (west, south) = (map.south_west.lon_deg, map.south_west.lat_deg);
    let east = west + map.spacing_deg[0] * (columns as f64 - 1.0);
    let north = south + map.spacing_deg[1] * (rows as f64 - 1.0);
    let (lon, lat) = (view.number("longitude"), view.number("latitude"));
    if !(west..=east).contains(&lon) || !(south..=north).contains(&lat) {
        let message = format!(
            "this map goes from {west:.2} to {east:.2} degrees east and from {south:.2} to {north:.2} degrees north: the \
             epicentre ({lon}, {lat}) lies outside"
        );
        let problem = Diagnostic::error("other-map", asked, message)
            .related(view.span_of("longitude"), "the epicentre");
        diagnostics.push(problem.help("take the map of this event"));
    }
}

/// A map from a `grid.xml`.
fn from_xml(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Option<MotionMap> {
    let map = match shakemap::read(text, source) {
        Ok(map) => map,
        Err(problem) => {
            diagnostics.push(*problem);
            return None;
        }
    };
    let mut motion = MotionMap {
        south_west: map.south_west,
        spacing_deg: map.spacing_deg,
        size: map.size,
        ln_medians: Default::default(),
        spreads: Default::default(),
        vs30_m_s: map
            .field("SVEL")
            .map(|field| field.values.clone())
            .unwrap_or_default(),
    };
    for (measure, name, spread) in [
        (Measure::Pga, "PGA", "STDPGA"),
        (Measure::Sa03, "PSA03", "STDPSA03"),
        (Measure::Sa10, "PSA10", "STDPSA10"),
        (Measure::Pgv, "PGV", "STDPGV"),
    ] {
        if let Some(field) = map.field(name) {
            let units = field.units.to_ascii_lowercase();
            let (scale, logarithms) = match (units.as_str(), measure) {
                ("pctg" | "%g", _) => (0.01, false),
                ("g", _) | ("cms" | "cm/s", Measure::Pgv) => (1.0, false),
                ("ln(g)" | "lng", _) | ("ln(cms)" | "ln(cm/s)", Measure::Pgv) => (1.0, true),
                _ => {
                    let message = format!("the map has {name} in `{}`", field.units);
                    let problem = Diagnostic::error(
                        "not-a-shakemap",
                        Span {
                            source,
                            start: 0,
                            end: 1,
                        },
                        message,
                    );
                    diagnostics
                        .push(problem.help("accelerations are read in `pctg` or `g`, velocities in `cms`"));
                    return None;
                }
            };
            let ln = |value: &f32| {
                if logarithms {
                    *value
                } else {
                    maths::ln(f64::from(*value).max(1e-4) * scale) as f32
                }
            };
            motion.ln_medians[measure.index()] = field.values.iter().map(ln).collect();
        }
        if let Some(field) = map
            .field(spread)
            .filter(|field| field.values.iter().all(|value| *value >= 0.0))
        {
            motion.spreads[measure.index()].clone_from(&field.values);
        }
    }
    settle(
        motion,
        Span {
            source,
            start: 0,
            end: 1,
        },
        diagnostics,
    )
}

/// Longitude, latitude, logarithms of the medians, ground.
type Node = (f64, f64, [Option<f64>; Measure::COUNT], Option<f64>);

/// A map from a table of nodes.
fn from_table(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Option<MotionMap> {
    let mut stream = Stream::open(text, source, &MAP_NODES, None, diagnostics)?;
    let place = ["longitude", "latitude"].map(|key| stream.column(key));
    let columns = Measure::ALL.map(|measure| stream.column(measure.column()));
    let ground = stream.column("vs30_m_s");
    let mut nodes: Vec<Node> = Vec::new();
    while let Some(row) = stream.next(diagnostics) {
        let read = || {
            let [lon, lat] = place.map(|column| row.number(column)?);
            let mut values = [None; Measure::COUNT];
            for (value, column) in values.iter_mut().zip(columns) {
                *value = row.number(column)?.map(maths::ln);
            }
            Some((lon?, lat?, values, row.number(ground)?))
        };
        match read() {
            Some(node) => nodes.push(node),
            None => row.report(diagnostics),
        }
    }
    let here = Span {
        source,
        start: 0,
        end: 1,
    };
    let axis = |of: fn(&Node) -> f64| {
        let mut values: Vec<f64> = nodes.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.dedup_by(|a, b| (*a - *b).abs() < 1e-6);
        values
    };
    let (lons, lats) = (axis(|node| node.0), axis(|node| node.1));
    let [columns, rows] = [lons.len(), lats.len()];
    let even = |axis: &[f64]| {
        let step = (axis[axis.len() - 1] - axis[0]) / (axis.len() as f64 - 1.0);
        (0..)
            .zip(axis)
            .all(|(i, x)| (x - axis[0] - f64::from(i) * step).abs() < 0.02 * step)
    };
    if columns < 2 || rows < 2 || columns * rows != nodes.len() || !even(&lons) || !even(&lats) {
        let message = format!(
            "{} nodes on {columns} longitudes and {rows} latitudes are no regular grid",
            nodes.len()
        );
        let problem = Diagnostic::error("not-a-shakemap", here, message);
        diagnostics.push(problem.help("each longitude has to stand once with each latitude, evenly spaced"));
        return None;
    }
    nodes.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)));
    let mut motion = MotionMap {
        south_west: LonLat::new(lons[0], lats[0]),
        spacing_deg: [
            (lons[columns - 1] - lons[0]) / (columns as f64 - 1.0),
            (lats[rows - 1] - lats[0]) / (rows as f64 - 1.0),
        ],
        size: [columns, rows],
        ln_medians: Default::default(),
        spreads: Default::default(),
        vs30_m_s: Vec::new(),
    };
    let ground = nodes
        .iter()
        .map(|node| node.3.map(|vs30| vs30 as f32))
        .collect::<Option<Vec<f32>>>();
    motion.vs30_m_s = ground.unwrap_or_default();
    for (i, field) in motion.ln_medians.iter_mut().enumerate() {
        if let Some(values) = nodes
            .iter()
            .map(|node| node.2[i].map(|ln| ln as f32))
            .collect::<Option<Vec<f32>>>()
        {
            *field = values;
        }
    }
    settle(motion, here, diagnostics)
}

/// What a map lacks: SA(0.6) lies between its neighbours in the logarithms of period and value, as spectra do.
fn settle(mut map: MotionMap, here: Span, diagnostics: &mut Diagnostics) -> Option<MotionMap> {
    if map.ln_medians[Measure::Pga.index()].is_empty() {
        let problem = Diagnostic::error("not-a-shakemap", here, "the map has no PGA");
        diagnostics.push(
            problem.help("take one with PGA, and PSA03 and PSA10 if the fragility set asks about them"),
        );
        return None;
    }
    let share = maths::ln(0.6 / 0.3) / maths::ln(1.0 / 0.3);
    for fields in [&mut map.ln_medians, &mut map.spreads] {
        let [low, high] = [Measure::Sa03, Measure::Sa10].map(|measure| fields[measure.index()].clone());
        if fields[Measure::Sa06.index()].is_empty() && !low.is_empty() && !high.is_empty() {
            let between = low.iter().zip(&high);
            let between =
                between.map(|(a, b)| (f64::from(*a) * (1.0 - share) + f64::from(*b) * share) as f32);
            fields[Measure::Sa06.index()] = between.collect();
        }
    }
    Some(map)
}
