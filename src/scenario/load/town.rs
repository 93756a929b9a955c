//! The files of a town: buildings, fragility, streets.

use super::fragility;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use crate::geo::LonLat;
use crate::geo::raster::interpolate;
use crate::scenario::document::Document;
use crate::scenario::document::csv_table::{self, Stream};
use crate::scenario::document::limits;
use crate::scenario::document::reading::Folder;
use crate::scenario::document::suggest;
use crate::scenario::document::view::View;
use crate::scenario::exposure::{self, Draft, far_away};
use crate::scenario::format::context::{Context, local};
use crate::scenario::format::town::{OBSERVED, STREETS};
use crate::scenario::model::{
    BuildingGroup, FacilityKind, FacilitySpec, FragilityClass, FragilitySet, HazardKind, HazardSpec, Hour,
    Observation, Scenario, StreetSpec, TownSpec,
};
use crate::vocabulary::{Measure, SubjectKind};

/// What was read for the town.
#[derive(Debug, Default)]
pub(super) struct TownFiles<'a> {
    view: Option<View<'a>>,
    fragility: Option<FragilitySet>,
    groups: Vec<crate::scenario::model::BuildingGroup>,
    /// By name.
    pub(super) municipalities: Vec<String>,
    streets: Vec<StreetSpec>,
    observed: Vec<Observation>,
    facilities: Vec<(View<'a>, FragilityClass)>,
    /// The names of tables that were read by key.
    pub(super) names: Vec<String>,
    /// Texts that went into the scenario and are no tables of it, by name.
    pub(super) texts: Vec<(String, SourceId)>,
}

impl<'a> TownFiles<'a> {
    /// Reads them; what is wrong with any is reported.
    pub(super) fn read(
        root: View<'a>,
        folder: &Folder,
        document: &Document,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let towns = root.tables("town");
        if let [first, second, ..] = towns.as_slice() {
            let message = "this version of hotwash simulates one town, and this is the second";
            let problem = Diagnostic::error("two-towns", second.id_span(), message);
            diagnostics.push(
                problem
                    .related(first.id_span(), "the first")
                    .help("one town may hold many municipalities"),
            );
        }
        let mut files = Self {
            view: towns.first().copied(),
            ..Self::default()
        };
        let Some(town) = files.view else { return files };
        let asked = town.span_of("fragility");
        files.fragility = fragility::read(town.text("fragility"), asked, folder, sources, diagnostics);
        if let Some(set) = files.fragility.clone() {
            files.buildings(town, &set, folder, document, sources, diagnostics);
            files.strengthen(town, &set, diagnostics);
        }
        files.read_streets(town, folder, document, sources, diagnostics);
        files.read_facilities(town, folder, sources, diagnostics);
        files.read_observed(town, folder, sources, diagnostics);
        files
    }

    fn read_observed(
        &mut self,
        town: View<'a>,
        folder: &Folder,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(leaf) = town.get("observed") else { return };
        let source = match folder.read(sources, leaf.text()) {
            Ok(source) => source,
            Err(error) => return diagnostics.push(error.into_diagnostic(Some(leaf.span()))),
        };
        let text = sources.get(source).text.clone();
        let Some(mut stream) = Stream::open(&text, source, &OBSERVED, None, diagnostics) else {
            return;
        };
        let [municipality, quantity, value] =
            ["municipality", "quantity", "value"].map(|key| stream.column(key));
        while let Some(row) = stream.next(diagnostics) {
            let Some(Some(number)) = row.number(value) else {
                row.report(diagnostics);
                continue;
            };
            self.observed.push(Observation {
                municipality: self
                    .municipalities
                    .binary_search_by(|name| name.as_str().cmp(row.text(municipality)))
                    .ok(),
                quantity: row.text(quantity).to_owned(),
                value: number,
            });
        }
    }

    fn buildings(
        &mut self,
        town: View<'a>,
        set: &FragilitySet,
        folder: &Folder,
        document: &Document,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let mut draft = Draft::new(set);
        let mut given: Vec<(&str, &str, Span)> = Vec::new();
        for key in ["buildings", "footprints"] {
            given.extend(town.get(key).map(|leaf| (key, leaf.text(), leaf.span())));
        }
        given.extend(
            town.list("exposure")
                .into_iter()
                .map(|leaf| ("exposure", leaf.text(), leaf.span())),
        );
        let mut kinds: Vec<&str> = given.iter().map(|(key, _, _)| *key).collect();
        kinds.dedup();
        if kinds.len() != 1 {
            let message = if kinds.is_empty() {
                "the town has no buildings"
            } else {
                "the town has buildings of two kinds"
            };
            let problem = Diagnostic::error("missing-key", town.id_span(), message);
            diagnostics.push(problem.help("write one of `buildings`, `exposure` and `footprints`"));
            return;
        }
        for (number, (_, name, span)) in given.iter().enumerate() {
            if let Some((_, _, first)) = given[..number].iter().find(|(_, other, _)| other == name) {
                let problem = Diagnostic::error("duplicate-id", *span, format!("`{name}` stands twice"));
                diagnostics.push(
                    problem
                        .related(*first, "first here")
                        .help("its buildings would be there twice"),
                );
            }
        }
        let (before, last_span) = (diagnostics.errors(), given[0].2);
        for (key, name, span) in given {
            let source = match folder.read(sources, name) {
                Ok(source) => source,
                Err(error) => {
                    diagnostics.push(error.into_diagnostic(Some(span)));
                    continue;
                }
            };
            self.texts.push((name.to_owned(), source));
            let text = sources.get(source).text.clone();
            match key {
                "buildings" => {
                    self.names.push(name.to_owned());
                    exposure::buildings(&text, source, document.patches_of(name), &mut draft, diagnostics);
                }
                "footprints" => exposure::footprints(&text, source, &mut draft, diagnostics),
                _ => exposure::openquake(&text, source, name, &mut draft, diagnostics),
            }
        }
        (self.groups, self.municipalities) = draft.settle();
        if diagnostics.errors() > before {
            return;
        }
        let most = [0, 1, 2].map(|hour| self.groups.iter().map(|group| group.occupants[hour]).sum::<f64>());
        if self.groups.is_empty() {
            let problem = Diagnostic::error("empty-file", last_span, "there is no building in it");
            diagnostics.push(problem.help("write a row for each group of buildings"));
        } else if most.iter().any(|people| *people > limits::RESIDENTS) {
            let message = format!(
                "{:.0} people in the town: at most {}",
                most[0].max(most[1]),
                limits::RESIDENTS
            );
            let problem = Diagnostic::error("too-much", last_span, message);
            diagnostics.push(problem.help("is a number in it too large by a thousand?"));
        }
    }

    /// Gives buildings of some classes the strength of others.
    fn strengthen(&mut self, town: View<'a>, set: &FragilitySet, diagnostics: &mut Diagnostics) {
        let mut becomes: Vec<u32> = (0..set.classes.len() as u32).collect();
        for view in town.tables("strengthened") {
            let [class, strength] = ["class", "becomes"].map(|key| {
                let found = set.find(view.text(key));
                if found.is_none() {
                    let message = format!(
                        "the fragility set `{}` has no class `{}`",
                        set.name,
                        view.text(key)
                    );
                    let mut problem = Diagnostic::error("unknown-class", view.span_of(key), message);
                    let names = set.classes.iter().map(|class| class.name.as_str());
                    problem.help = suggest::did_you_mean(view.text(key), names);
                    diagnostics.push(problem);
                }
                found
            });
            if let (Some(class), Some(strength)) = (class, strength) {
                becomes[class] = strength as u32;
            }
        }
        for group in &mut self.groups {
            group.class = becomes[group.class as usize];
        }
    }

    fn read_streets(
        &mut self,
        town: View<'a>,
        folder: &Folder,
        document: &Document,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(leaf) = town.get("streets") else { return };
        let source = match folder.read(sources, leaf.text()) {
            Ok(source) => source,
            Err(error) => return diagnostics.push(error.into_diagnostic(Some(leaf.span()))),
        };
        self.names.push(leaf.text().to_owned());
        self.texts.push((leaf.text().to_owned(), source));
        let rows = csv_table::read(
            sources,
            source,
            &STREETS,
            document.patches_of(leaf.text()),
            diagnostics,
        );
        let end = |view: &View<'_>, which: &str| {
            LonLat::new(
                view.number(&format!("{which}_longitude")),
                view.number(&format!("{which}_latitude")),
            )
        };
        let street = |view: View<'_>| StreetSpec {
            id: view.id().to_owned(),
            ends: [end(&view, "from"), end(&view, "to")],
            width_m: view.number("width_m"),
            needs_m: view.number("needs_m"),
        };
        self.streets = rows.views(&STREETS).into_iter().map(street).collect();
        self.streets.sort_by(|a, b| a.id.cmp(&b.id));
    }

    fn read_facilities(
        &mut self,
        town: View<'a>,
        folder: &Folder,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let mut sets: Vec<(&str, Option<FragilitySet>)> = Vec::new();
        for view in town.tables("facility") {
            let name = view.text("fragility");
            if !sets.iter().any(|(known, _)| *known == name) {
                let asked = view.span_of("fragility");
                sets.push((name, fragility::read(name, asked, folder, sources, diagnostics)));
            }
            let set = sets
                .iter()
                .find(|(known, _)| *known == name)
                .and_then(|(_, set)| set.as_ref());
            let Some(set) = set else { continue };
            self.facilities
                .extend(class_of(view, set, diagnostics).map(|class| (view, class)));
        }
    }

    /// The town; none where the scenario has none, or where something is wrong with it, which has been reported.
    pub(super) fn town(self, hazards: &[HazardSpec], context: &mut Context<'_>) -> Option<TownSpec> {
        let view = self.view?;
        let facilities = self
            .facilities
            .into_iter()
            .filter_map(|(view, class)| facility(view, class, context));
        Some(TownSpec {
            id: view.id().to_owned(),
            subject: context.subject(view.id(), SubjectKind::Town)?,
            name: local(&view.local_text("name")),
            hour: hour(view, hazards, context),
            indoors_later: view.fraction("indoors_later"),
            fragility: self.fragility?,
            facilities: facilities.collect(),
            municipalities: self.municipalities,
            groups: self.groups,
            streets: self.streets,
            observed: self.observed,
        })
    }
}

/// The class that a building has by its `class` of a set; one that the set lacks is reported.
pub(super) fn class_of(
    view: View<'_>,
    set: &FragilitySet,
    diagnostics: &mut Diagnostics,
) -> Option<FragilityClass> {
    let name = view.text("class");
    let found = set.find(name).map(|class| set.classes[class].clone());
    if found.is_none() {
        let message = format!("the fragility set `{}` has no class `{name}`", set.name);
        let mut problem = Diagnostic::error("unknown-class", view.span_of("class"), message);
        problem.help = suggest::did_you_mean(name, set.classes.iter().map(|class| class.name.as_str()));
        diagnostics.push(problem);
    }
    found
}

fn facility(view: View<'_>, fragility: FragilityClass, context: &Context<'_>) -> Option<FacilitySpec> {
    let kind = match view.kind() {
        "hospital" => FacilityKind::Hospital,
        "substation" => FacilityKind::Substation,
        "telephone" => FacilityKind::Telephone,
        "school" => FacilityKind::School,
        _ => FacilityKind::FireStation,
    };
    Some(FacilitySpec {
        id: view.id().to_owned(),
        subject: context.subject(view.id(), SubjectKind::Facility)?,
        kind,
        at: LonLat::new(view.number("longitude"), view.number("latitude")),
        fragility,
        vs30_m_s: view.get("vs30_m_s").map(|leaf| leaf.number()),
        beds: if kind == FacilityKind::Hospital {
            view.integer("beds") as u32
        } else {
            0
        },
        generator: view.flag("generator"),
    })
}

/// Milliseconds of an hour.
const MS_OF_HOUR: i64 = 3_600_000;

/// When in the day the first earthquake comes, or what the scenario says.
fn hour(view: View<'_>, hazards: &[HazardSpec], context: &Context<'_>) -> Hour {
    let stated = view.get("hour").map(|leaf| leaf.text());
    if let Some(hour) = Hour::ALL.into_iter().find(|hour| Some(hour.word()) == stated) {
        return hour;
    }
    let quakes = hazards
        .iter()
        .filter(|hazard| matches!(hazard.kind, HazardKind::Rupture(_)));
    let first_ms = quakes.map(|hazard| hazard.at_ms).min().unwrap_or(0);
    let clock_ms = (context.start.clock_ms() + first_ms).rem_euclid(24 * MS_OF_HOUR);
    Hour::of_clock((clock_ms / MS_OF_HOUR) as u32)
}

/// Says so when anything that an earthquake shakes is on the other side of the world from it.
pub(super) fn check_places(root: View<'_>, scenario: &Scenario, diagnostics: &mut Diagnostics) {
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
        let keys = ["buildings", "exposure", "footprints"];
        let given = keys.into_iter().find(|key| town.has(key)).unwrap_or("buildings");
        let first = scenario.town.as_ref().and_then(|town| town.groups.first());
        others.extend(first.map(|group| (group.at, town.span_of(given))));
    }
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

/// How the school is built, by its `building`; none where it does not say, or something is wrong with it, which has been
/// reported.
pub(super) fn school_building(
    school: Option<View<'_>>,
    folder: &Folder,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<FragilityClass> {
    let view = school?.table("building")?;
    let set = fragility::read(
        view.text("fragility"),
        view.span_of("fragility"),
        folder,
        sources,
        diagnostics,
    )?;
    class_of(view, &set, diagnostics)
}

/// Says so where a computed earthquake has nothing to shake, or a school that it shakes does not say how it is built.
pub(super) fn check_targets(scenario: &Scenario, context: &mut Context<'_>) {
    let computed = scenario
        .hazards
        .iter()
        .find(|hazard| matches!(hazard.kind, HazardKind::Rupture(_)));
    let Some(hazard) = computed else { return };
    let span = context
        .ids
        .iter(super::HAZARD)
        .find(|(id, _)| *id == hazard.id)
        .map(|(_, span)| span);
    let has_site = !scenario.school.plan.spaces.is_empty();
    let problem = match (&scenario.town, &scenario.school.building) {
        (None, None) => Diagnostic::error(
            "nothing-to-shake",
            span,
            "there is nothing that this earthquake could shake",
        ),
        (Some(_), None) if has_site => Diagnostic::warning(
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
pub(super) fn check_maps(root: View<'_>, scenario: &Scenario, diagnostics: &mut Diagnostics) {
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
