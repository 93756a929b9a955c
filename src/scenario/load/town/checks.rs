//! What is wrong between a town, or a school, and the earthquakes that shake it.

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::geo::LonLat;
use crate::geo::raster::interpolate;
use crate::scenario::document::view::View;
use crate::scenario::exposure::far_away;
use crate::scenario::format::HAZARD;
use crate::scenario::format::context::Context;
use crate::scenario::model::{BuildingGroup, HazardKind, Scenario};
use crate::vocabulary::Measure;

/// Says so when anything that an earthquake shakes is on the other side of the world from it; `first_building` is where the
/// first building of the town stands in its file.
pub(in crate::scenario::load) fn check_places(
    root: View<'_>,
    scenario: &Scenario,
    first_building: Option<Span>,
    diagnostics: &mut Diagnostics,
) {
    let is_computed = |view: &View<'_>| view.kind() == "computed-earthquake";
    let place = |view: &View<'_>| LonLat::new(view.number("longitude"), view.number("latitude"));
    let quakes: Vec<View<'_>> = root.tables("hazard").into_iter().filter(is_computed).collect();
    let mut others: Vec<(LonLat, Span)> = Vec::new();
    for town in root.tables("town") {
        others.extend(
            town.tables("facility")
                .iter()
                .map(|view| (place(view), view.span_of("longitude"))),
        );
        if let Some(streets) = town.get("streets") {
            let ends = scenario
                .town
                .iter()
                .flat_map(|town| &town.streets)
                .flat_map(|street| street.ends);
            others.extend(ends.map(|end| (end, streets.span())));
        }
    }
    let first = scenario.town.as_ref().and_then(|town| town.groups.first());
    others.extend(first.zip(first_building).map(|(group, span)| (group.at, span)));
    for building in root
        .tables("school")
        .iter()
        .filter_map(|school| school.table("building"))
    {
        others.push((place(&building), building.span_of("longitude")));
    }
    for quake in quakes {
        for (other, span) in &others {
            if let Some(problem) = far_away(*other, *span, place(&quake), quake.span_of("longitude")) {
                diagnostics.push(problem);
                break;
            }
        }
    }
}

/// Says so where a computed earthquake has nothing to shake, or a school that it shakes does not say how it is built.
/// What is stated and could not be read has been reported.
pub(in crate::scenario::load) fn check_targets(
    root: View<'_>,
    scenario: &Scenario,
    context: &mut Context<'_>,
) {
    let computed = scenario
        .hazards
        .iter()
        .find(|hazard| matches!(hazard.kind, HazardKind::Rupture(_)));
    let Some(hazard) = computed else { return };
    let span = context
        .ids
        .iter(HAZARD)
        .find(|(id, _)| *id == hazard.id)
        .map(|(_, span)| span);
    let has_site = !scenario.school.plan.spaces.is_empty();
    let states_building = root.tables("school").iter().any(|school| school.has("building"));
    let problem = match (root.has_entries("town"), states_building) {
        (false, false) => Diagnostic::error(
            "nothing-to-shake",
            span,
            "there is nothing that this earthquake could shake",
        ),
        (true, false) if has_site => Diagnostic::warning(
            "no-school-building",
            span,
            "this earthquake does nothing to the school",
        ),
        _ => return,
    };
    context
        .diagnostics
        .push(problem.help("say how the school is built: `[school.ID.building]` with its place and class"));
}

/// Says so where a map of shaking lacks what the buildings ask about: a measure, or their place.
pub(in crate::scenario::load) fn check_maps(
    root: View<'_>,
    scenario: &Scenario,
    diagnostics: &mut Diagnostics,
) {
    let Some(town) = &scenario.town else { return };
    let is_computed = |view: &View<'_>| view.kind() == "computed-earthquake";
    for view in root.tables("hazard").into_iter().filter(is_computed) {
        let quake = scenario.hazards.iter().find(|hazard| hazard.id == view.id());
        let Some(HazardKind::Rupture(quake)) = quake.map(|hazard| &hazard.kind) else {
            continue;
        };
        let Some(map) = &quake.motion.map else { continue };
        let lacks = |measure: &Measure| {
            let is_asked =
                |group: &BuildingGroup| town.fragility.classes[group.class as usize].measure == *measure;
            map.ln_medians[measure.index()].is_empty() && town.groups.iter().any(is_asked)
        };
        for measure in Measure::ALL.into_iter().filter(lacks) {
            let message = format!(
                "the map has no {}, which the fragility set `{}` asks about",
                measure.name(),
                town.fragility.name
            );
            let problem = Diagnostic::error("map-lacks-measure", view.span_of("map"), message);
            diagnostics.push(problem.help("take a whole map, or a fragility set in PGA"));
        }
        let outside = town.groups.iter().filter(|group| {
            let pga = &map.ln_medians[Measure::Pga.index()];
            interpolate(map.south_west, map.spacing_deg, map.size, pga, group.at).is_none()
        });
        let outside = outside.count();
        if 2 * outside > town.groups.len() {
            let message = format!(
                "{outside} of {} groups of buildings lie outside this map",
                town.groups.len()
            );
            let problem = Diagnostic::warning("outside-map", view.span_of("map"), message);
            diagnostics.push(problem.help("they are shaken by the models"));
        }
    }
}
