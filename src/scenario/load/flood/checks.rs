//! What is wrong between a flood and what it is to reach, or what drives it.

use super::channels;
use crate::diagnostic::{Diagnostic, Span};
use crate::geo::{Point, Polygon};
use crate::scenario::document::view::{Leaf, View};
use crate::scenario::format::context::Context;
use crate::scenario::model::{
    BuildingsAre, FloodSite, FloodSpec, GroundOf, Scenario, StageQuantity, StageSpec, WaterSource, WaterSpec,
};
use crate::vocabulary::SubjectIx;

/// Where a place lies with regard to the ground of a flood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lies {
    OnGround,
    Outside,
    InHole,
    InBuilding,
}

/// Says so where something lies where no water can come, or says not where it lies.
pub(in crate::scenario::load) fn check(
    root: View<'_>,
    scenario: &Scenario,
    flood: &FloodSpec,
    context: &mut Context<'_>,
) {
    match &flood.water {
        WaterSource::Computed(spec) => {
            check_forcing(root, spec, context);
            check_places(root, scenario, spec, context);
            check_cover(root, spec, context);
        }
        WaterSource::Prescribed(stages) => check_stages(root, scenario, stages, context),
    }
}

fn lies(at: Point, spec: &WaterSpec) -> Lies {
    let hole = match &spec.ground {
        GroundOf::Valley(valley) => {
            let is_inside =
                (0.0..valley.size_m[0]).contains(&at.x) && (0.0..valley.size_m[1]).contains(&at.y);
            is_inside.then_some(false)
        }
        GroundOf::Terrain(terrain) => {
            let cell = terrain.grid.cell_of(at);
            cell.map(|[column, row]| terrain.at(column, row).is_nan())
        }
    };
    match hole {
        None => Lies::Outside,
        Some(true) => Lies::InHole,
        Some(false)
            if spec.buildings_are == BuildingsAre::Raised
                && spec.buildings.iter().any(|building| building.contains(at)) =>
        {
            Lies::InBuilding
        }
        Some(false) => Lies::OnGround,
    }
}

/// Reports a place to or from which no water can flow.
fn report(what: &str, at: Point, span: Span, spec: &WaterSpec, context: &mut Context<'_>) {
    let (words, help) = match lies(at, spec) {
        Lies::OnGround => {
            let is_in = |building: &Polygon| building.contains(at);
            if spec.buildings_are == BuildingsAre::Porous && spec.buildings.iter().any(is_in) {
                let message = format!("{what} ({:.0}, {:.0}) lies in a building", at.x, at.y);
                let problem = Diagnostic::warning("in-building", span, message);
                context.diagnostics.push(problem.help(
                    "where nearly all of its cell is built on no water comes: move it beside the building",
                ));
            }
            return;
        }
        Lies::Outside => (
            "outside the terrain",
            "its coordinates are those of the terrain, in metres",
        ),
        Lies::InHole => (
            "in a hole of the terrain",
            "move it to where the terrain has a value, or fill the hole",
        ),
        Lies::InBuilding => (
            "in a building, where no water comes",
            "move it beside the building",
        ),
    };
    let message = format!("{what} ({:.0}, {:.0}) lies {words}", at.x, at.y);
    context
        .diagnostics
        .push(Diagnostic::error("off-ground", span, message).help(help));
}

/// Inflows and the ends of works.
fn check_forcing(root: View<'_>, spec: &WaterSpec, context: &mut Context<'_>) {
    let corners = |view: View<'_>, key: &str| {
        let point = |leaf: Leaf<'_>| {
            let numbers: Vec<f64> = leaf.items().iter().map(Leaf::number).collect();
            (Point::new(numbers[0], numbers[1]), leaf.span())
        };
        view.list(key).into_iter().map(point).collect::<Vec<_>>()
    };
    let mut all = Vec::new();
    for flood in root
        .tables("hazard")
        .into_iter()
        .filter(|view| view.kind() == "flood")
    {
        for inflow in flood.tables("inflow") {
            all.extend(
                corners(inflow, "line")
                    .into_iter()
                    .map(|at| ("the end of the inflow", at)),
            );
        }
        for channel in flood.tables("channel") {
            all.extend(
                corners(channel, "course")
                    .into_iter()
                    .map(|at| ("the corner of the channel", at)),
            );
        }
        channels::check(flood, spec, context);
    }
    for works in root.tables("works") {
        let (key, what) = match works.kind() {
            "dam" => ("line", "the end of the line of the dam"),
            "gate" | "culvert" | "pump" => ("between", "the end"),
            _ => continue,
        };
        all.extend(corners(works, key).into_iter().map(|at| (what, at)));
    }
    for (what, (at, span)) in all {
        report(what, at, span, spec, context);
    }
}

/// Gauges, places and the school.
fn check_places(root: View<'_>, scenario: &Scenario, spec: &WaterSpec, context: &mut Context<'_>) {
    let gauge = |view: View<'_>| {
        scenario
            .gauges
            .iter()
            .find(|gauge| gauge.id == view.id())
            .map(|gauge| gauge.at)
    };
    let place = |view: View<'_>| {
        scenario
            .places
            .iter()
            .find(|place| place.id == view.id())
            .map(|place| place.site.at)
    };
    let gauges = root
        .tables("gauge")
        .into_iter()
        .filter_map(|view| Some((view, gauge(view)?)));
    let places = root
        .tables("place")
        .into_iter()
        .filter_map(|view| Some((view, place(view)?)));
    let school = root
        .tables("school")
        .into_iter()
        .filter_map(|school| school.table("flood_site"));
    let school = school.zip(scenario.school.flood_site.iter().map(|site| site.at));
    for (view, at) in gauges.chain(places).chain(school) {
        if let Some(at) = at {
            report("the place", at, view.span_of("x_m"), spec, context);
            continue;
        }
        let message = "the flood is computed, and nothing says where this lies on its terrain";
        let problem = Diagnostic::error("no-place", view.id_span(), message);
        context.diagnostics.push(problem.help("write `x_m` and `y_m`"));
    }
}

/// Classes of land cover of which nobody says how rough they are.
fn check_cover(root: View<'_>, spec: &WaterSpec, context: &mut Context<'_>) {
    let Some(cover) = &spec.cover else { return };
    let mut unknown: Vec<i64> = cover
        .values
        .iter()
        .filter(|value| !value.is_nan())
        .map(|value| *value as i64)
        .filter(|class| spec.classes.iter().all(|(known, _)| known != class))
        .collect();
    unknown.sort_unstable();
    unknown.dedup();
    let flood = root
        .tables("hazard")
        .into_iter()
        .find(|view| view.kind() == "flood");
    if let (Some(flood), false) = (flood, unknown.is_empty()) {
        let listed: Vec<String> = unknown.iter().map(i64::to_string).collect();
        let message = format!("no Manning's n is given for the classes {}", listed.join(", "));
        let problem = Diagnostic::error("no-cover", flood.span_of("land_cover"), message);
        context
            .diagnostics
            .push(problem.help("write `cover.ID = { class = 40, manning = 0.04 }` for each"));
    }
}

/// Gauges and places of which the table of stages says nothing.
fn check_stages(root: View<'_>, scenario: &Scenario, stages: &[StageSpec], context: &mut Context<'_>) {
    let has = |subject: SubjectIx, quantities: &[StageQuantity]| {
        let mut of = stages.iter().filter(|stage| stage.subject == subject);
        of.any(|stage| quantities.contains(&stage.quantity))
    };
    let mut silent: Vec<(Span, String)> = Vec::new();
    for view in root.tables("gauge") {
        let Some(gauge) = scenario.gauges.iter().find(|gauge| gauge.id == view.id()) else {
            continue;
        };
        if !has(gauge.subject, &[StageQuantity::Level]) {
            silent.push((
                view.id_span(),
                format!("the table of stages has no level at `{}`", gauge.id),
            ));
        }
    }
    let depth = [StageQuantity::Depth, StageQuantity::Level];
    let is_dry = |subject: SubjectIx, site: &FloodSite| site.gauge.is_none() && !has(subject, &depth);
    for view in root.tables("place") {
        let Some(place) = scenario.places.iter().find(|place| place.id == view.id()) else {
            continue;
        };
        if is_dry(place.subject, &place.site) {
            silent.push((
                view.id_span(),
                format!("the table of stages says nothing of `{}`: it stays dry", place.id),
            ));
        }
    }
    for (span, message) in silent {
        let problem = Diagnostic::warning("no-stage", span, message);
        context
            .diagnostics
            .push(problem.help("add rows for it, or write `gauge` and `ground_m`"));
    }
}
