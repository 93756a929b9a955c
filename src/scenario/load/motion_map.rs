//! Maps of shaking: `grid.xml` of `ShakeMap`, and tables of nodes.

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Span};
use crate::geo::lattice::{Lattice, Met};
use crate::geo::raster::Limits;
use crate::geo::{LonLat, shakemap};
use crate::maths;
use crate::scenario::document::csv_table::{Stream, StreamedRow};
use crate::scenario::document::view::View;
use crate::scenario::format::ground::VS30;
use crate::scenario::format::town::{ACCELERATION, MAP_NODES, VELOCITY};
use crate::scenario::model::MotionMap;
use crate::vocabulary::Measure;

/// Says so when the epicentre lies outside a map.
pub(super) fn check_place(map: &MotionMap, view: View<'_>, asked: Span, diagnostics: &mut Diagnostics) {
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

/// The start of a file: for what is wrong with it as a whole.
fn start_of(source: SourceId) -> Span {
    Span {
        source,
        start: 0,
        end: 1,
    }
}

fn empty(lattice: Lattice) -> MotionMap {
    MotionMap {
        south_west: lattice.south_west,
        spacing_deg: lattice.spacing_deg,
        size: lattice.size,
        ln_medians: Default::default(),
        spreads: Default::default(),
        vs30_m_s: Vec::new(),
    }
}

/// The fields of a `grid.xml` that are read: median and spread of each measure.
const FIELDS: [(Measure, &str, &str); 4] = [
    (Measure::Pga, "PGA", "STDPGA"),
    (Measure::Sa03, "PSA03", "STDPSA03"),
    (Measure::Sa10, "PSA10", "STDPSA10"),
    (Measure::Pgv, "PGV", "STDPGV"),
];
/// The ground for which a `grid.xml` was made.
const GROUND: &str = "SVEL";

/// How a `grid.xml` writes a measure.
#[derive(Clone, Copy)]
enum Written {
    /// As a multiple of our unit.
    Times(f64),
    /// As the natural logarithm of our unit.
    Logarithm,
}

impl Written {
    fn of(measure: Measure, name: &str, units: &str) -> Result<Self, String> {
        match (units.to_ascii_lowercase().as_str(), measure) {
            ("cms" | "cm/s", Measure::Pgv) => Ok(Self::Times(1.0)),
            ("ln(cms)" | "ln(cm/s)", Measure::Pgv) => Ok(Self::Logarithm),
            ("pctg" | "%g", _) if measure != Measure::Pgv => Ok(Self::Times(0.01)),
            ("g", _) if measure != Measure::Pgv => Ok(Self::Times(1.0)),
            ("ln(g)" | "lng", _) if measure != Measure::Pgv => Ok(Self::Logarithm),
            _ => Err(format!(
                "the map has {name} in `{units}`: accelerations are read in `pctg` or `g`, velocities in `cms`"
            )),
        }
    }

    fn limits(self, measure: Measure, units: &str) -> Limits {
        let ours = match measure {
            Measure::Pgv => VELOCITY.limits(),
            _ => ACCELERATION.limits(),
        };
        let [min, max] = match self {
            // Far away a grid may round to nothing.
            Self::Times(scale) => [0.0, ours.max / scale],
            Self::Logarithm => [maths::ln(ours.min), maths::ln(ours.max)],
        };
        Limits {
            min,
            max,
            unit: units.to_owned(),
        }
    }

    fn ln(self, value: f32) -> f32 {
        /// What was rounded to nothing counts as this, in the unit of the file.
        const ROUNDED_AWAY: f64 = 1e-4;
        match self {
            Self::Times(scale) => maths::ln(f64::from(value).max(ROUNDED_AWAY) * scale) as f32,
            Self::Logarithm => value,
        }
    }
}

/// What a field of a `grid.xml` may hold; none for one that is not read.
fn wanted(name: &str, units: &str) -> Result<Option<Limits>, String> {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if is(GROUND) {
        return Ok(Some(VS30.limits()));
    }
    for (measure, median, spread) in FIELDS {
        if is(median) {
            let written = Written::of(measure, median, units)?;
            return Ok(Some(written.limits(measure, units)));
        }
        if is(spread) {
            return Ok(Some(Limits {
                min: 0.0,
                max: 3.0,
                unit: "(of a natural logarithm)".to_owned(),
            }));
        }
    }
    Ok(None)
}

/// A map from a `grid.xml`.
pub(super) fn from_xml(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Option<MotionMap> {
    let map = match shakemap::read(text, source, &wanted) {
        Ok(map) => map,
        Err(problem) => {
            diagnostics.push(*problem);
            return None;
        }
    };
    let mut motion = empty(map.lattice);
    if let Some(field) = map.field(GROUND) {
        motion.vs30_m_s.clone_from(&field.values);
    }
    for (measure, median, spread) in FIELDS {
        if let Some(field) = map.field(median) {
            let written = Written::of(measure, median, &field.units).ok()?;
            motion.ln_medians[measure.index()] =
                field.values.iter().map(|value| written.ln(*value)).collect();
        }
        if let Some(field) = map.field(spread) {
            motion.spreads[measure.index()].clone_from(&field.values);
        }
    }
    settle(motion, start_of(source), diagnostics)
}

/// A row of a table of nodes.
struct Node {
    at: LonLat,
    ln_medians: [Option<f64>; Measure::COUNT],
    vs30_m_s: Option<f64>,
    row: Option<Span>,
}

/// A map from a table of nodes.
pub(super) fn from_table(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Option<MotionMap> {
    let nodes = read_nodes(text, source, diagnostics)?;
    let here = start_of(source);
    let read = || {
        let lattice = lattice_of(&nodes, here)?;
        of_nodes(lattice, &in_order(nodes, lattice, here)?)
    };
    match read() {
        Ok(motion) => settle(motion, here, diagnostics),
        Err(problem) => {
            diagnostics.push(*problem);
            None
        }
    }
}

/// The nodes in the order of the table; none if a row is wrong, which has been reported.
fn read_nodes(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Vec<Node>> {
    let mut stream = Stream::open(text, source, &MAP_NODES, None, diagnostics)?;
    let place = ["longitude", "latitude"].map(|key| stream.column(key));
    let columns = Measure::ALL.map(|measure| stream.column(measure.column()));
    let ground = stream.column("vs30_m_s");
    let needed = columns[Measure::Pga.index()];
    let node = |row: &StreamedRow<'_, '_>| {
        let [lon, lat] = place.map(|column| row.number(column)?);
        row.number(needed)??;
        let mut ln_medians = [None; Measure::COUNT];
        for (value, column) in ln_medians.iter_mut().zip(columns) {
            *value = row.number(column)?.map(maths::ln);
        }
        Some(Node {
            at: LonLat::new(lon?, lat?),
            ln_medians,
            vs30_m_s: row.number(ground)?,
            row: row.row_span(),
        })
    };
    let mut nodes = Vec::new();
    let mut sound = true;
    while let Some(row) = stream.next(diagnostics) {
        let Some(node) = node(&row) else {
            row.report(diagnostics);
            sound = false;
            continue;
        };
        nodes.push(node);
    }
    sound.then_some(nodes)
}

fn irregular(span: Option<Span>, message: String) -> Diagnostic {
    let problem = Diagnostic::error("not-a-shakemap", span, message);
    problem.help("each longitude has to stand once with each latitude, evenly spaced")
}

/// The grid on which nodes lie.
fn lattice_of(nodes: &[Node], here: Span) -> Result<Lattice, Box<Diagnostic>> {
    let lons = axis(nodes, |node| node.at.lon_deg);
    let lats = axis(nodes, |node| node.at.lat_deg);
    let size = [lons.len(), lats.len()];
    // Nodes along a diagonal would span a grid that no memory holds.
    let fits = size[0].saturating_mul(size[1]) <= MAP_NODES.max_rows;
    match (even_step(&lons), even_step(&lats)) {
        (Some(east), Some(north)) if fits => Ok(Lattice {
            south_west: LonLat::new(lons[0], lats[0]),
            spacing_deg: [east, north],
            size,
        }),
        _ => {
            let [columns, rows] = size;
            let count = nodes.len();
            let message =
                format!("{count} nodes on {columns} longitudes and {rows} latitudes are no regular grid");
            Err(Box::new(irregular(Some(here), message)))
        }
    }
}

/// Puts nodes in the order of their grid, in which each has to be once.
fn in_order(nodes: Vec<Node>, lattice: Lattice, here: Span) -> Result<Vec<Node>, Box<Diagnostic>> {
    let mut met = Met::none(lattice);
    let mut numbers = Vec::with_capacity(nodes.len());
    for node in &nodes {
        let Some(number) = lattice.node(node.at) else {
            let message = "this node lies between the others".to_owned();
            return Err(Box::new(irregular(node.row, message)));
        };
        if let Some(message) = met.meet(number) {
            let mut problem = irregular(node.row, message);
            let first = numbers.iter().position(|known| *known == number);
            if let Some(span) = first.and_then(|first| nodes[first].row) {
                problem = problem.related(span, "first here");
            }
            return Err(Box::new(problem));
        }
        numbers.push(number);
    }
    if let Some(message) = met.missing() {
        return Err(Box::new(irregular(Some(here), message)));
    }
    let mut ordered: Vec<(usize, Node)> = numbers.into_iter().zip(nodes).collect();
    ordered.sort_unstable_by_key(|(number, _)| *number);
    Ok(ordered.into_iter().map(|(_, node)| node).collect())
}

/// The different values of a coordinate, from the least.
fn axis(nodes: &[Node], of: fn(&Node) -> f64) -> Vec<f64> {
    let mut values: Vec<f64> = nodes.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values.dedup_by(|a, b| (*a - *b).abs() < 1e-6);
    values
}

/// How far the values of an axis are apart; none where they are fewer than two, or not evenly spaced.
fn even_step(axis: &[f64]) -> Option<f64> {
    let [first, .., last] = axis else { return None };
    let step = (last - first) / (axis.len() as f64 - 1.0);
    let is_even = (0..)
        .zip(axis)
        .all(|(i, x)| (x - first - f64::from(i) * step).abs() < 0.02 * step);
    is_even.then_some(step)
}

fn of_nodes(lattice: Lattice, nodes: &[Node]) -> Result<MotionMap, Box<Diagnostic>> {
    let mut motion = empty(lattice);
    motion.vs30_m_s = column(nodes, "vs30_m_s", |node| node.vs30_m_s)?;
    for measure in Measure::ALL {
        let i = measure.index();
        motion.ln_medians[i] = column(nodes, measure.column(), |node| node.ln_medians[i])?;
    }
    Ok(motion)
}

/// The values of a column; empty where no node has one.
fn column(
    nodes: &[Node],
    name: &str,
    of: impl Fn(&Node) -> Option<f64>,
) -> Result<Vec<f32>, Box<Diagnostic>> {
    let values: Vec<f32> = nodes
        .iter()
        .filter_map(|node| of(node).map(|value| value as f32))
        .collect();
    let lacking = nodes.iter().find(|node| of(node).is_none());
    match lacking {
        Some(node) if !values.is_empty() => {
            let message = format!("this node has no `{name}`, which others have");
            let problem = Diagnostic::error("missing-value", node.row, message);
            Err(Box::new(problem.help("fill the cell, or empty the whole column")))
        }
        _ => Ok(values),
    }
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
