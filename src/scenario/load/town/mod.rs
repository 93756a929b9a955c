//! The files of a town: buildings, fragility, streets, facilities, what was observed.

mod buildings;
mod checks;
mod observed;

pub(super) use checks::{check_maps, check_places, check_targets};

use super::fragility::FragilitySets;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use crate::geo::LonLat;
use crate::scenario::document::Document;
use crate::scenario::document::csv_table;
use crate::scenario::document::reading::Folder;
use crate::scenario::document::view::View;
use crate::scenario::exposure;
use crate::scenario::format::context::{Context, local};
use crate::scenario::format::town::STREETS;
use crate::scenario::model::{
    BuildingGroup, FacilityKind, FacilitySpec, FragilityClass, FragilitySet, HazardKind, HazardSpec, Hour,
    Observation, StreetSpec, TownSpec,
};
use crate::vocabulary::SubjectKind;

/// What was read for the town.
#[derive(Debug, Default)]
pub(super) struct TownFiles<'a> {
    view: Option<View<'a>>,
    sets: FragilitySets,
    fragility: Option<FragilitySet>,
    groups: Vec<BuildingGroup>,
    /// Where each group stands in its file.
    places: Vec<Option<Span>>,
    /// Whether all buildings could be read.
    has_buildings: bool,
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
        let set = files
            .sets
            .read(town.text("fragility"), asked, folder, sources, diagnostics);
        files.fragility = set.cloned();
        if let Some(set) = files.fragility.clone() {
            files.read_buildings(town, &set, folder, document, sources, diagnostics);
            files.strengthen(town, &set, diagnostics);
            files.check_whole(&set, diagnostics);
        }
        files.read_streets(town, folder, document, sources, diagnostics);
        files.read_facilities(town, folder, sources, diagnostics);
        files.read_observed(town, folder, sources, diagnostics);
        files
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
        for view in town.tables("facility") {
            let asked = view.span_of("fragility");
            let set = self
                .sets
                .read(view.text("fragility"), asked, folder, sources, diagnostics);
            let class = set.and_then(|set| class_of(view, set, diagnostics));
            self.facilities.extend(class.map(|class| (view, class)));
        }
    }

    /// How the school is built, by its `building`; none where it does not say, or something is wrong with it, which has been
    /// reported.
    pub(super) fn school_building(
        &mut self,
        school: Option<View<'_>>,
        folder: &Folder,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<FragilityClass> {
        let view = school?.table("building")?;
        let (name, asked) = (view.text("fragility"), view.span_of("fragility"));
        let set = self.sets.read(name, asked, folder, sources, diagnostics)?;
        class_of(view, set, diagnostics)
    }

    /// Whether everything in the town that can be named is known.
    pub(super) fn is_whole(&self, root: View<'_>) -> bool {
        self.has_buildings || !root.has_entries("town")
    }

    /// Where the first building stands in its file.
    pub(super) fn first_building(&self) -> Option<Span> {
        self.places.first().copied().flatten()
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
fn class_of(view: View<'_>, set: &FragilitySet, diagnostics: &mut Diagnostics) -> Option<FragilityClass> {
    let class = exposure::find_class(set, view.text("class"), view.span_of("class"), diagnostics)?;
    Some(set.classes[class].clone())
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
