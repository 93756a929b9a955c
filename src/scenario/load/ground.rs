//! The files of computed earthquakes: ground and stations; maps of shaking are in `motion_map`.

use std::collections::BTreeMap;

use super::motion_map;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use crate::geo::LonLat;
use crate::geo::raster::{self, Raster};
use crate::maths;
use crate::scenario::document::Document;
use crate::scenario::document::csv_table;
use crate::scenario::document::reading::Folder;
use crate::scenario::document::view::View;
use crate::scenario::exposure::far_away;
use crate::scenario::format::ground::{GROUND, VS30};
use crate::scenario::format::rupture::MotionFiles;
use crate::scenario::format::town::STATIONS;
use crate::scenario::model::{GroundSpec, MeasureCorrelation, SpatialCorrelation, StationSpec};
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
            let motion = files.read_motion(view, folder, document, sources, diagnostics);
            files.motion.insert(view.id().to_owned(), motion);
        }
        files
    }

    /// The files that an earthquake names.
    fn read_motion(
        &mut self,
        quake: View<'_>,
        folder: &Folder,
        document: &Document,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> MotionFiles {
        let mut motion = MotionFiles::default();
        if let Some(leaf) = quake.get("stations")
            && let Some(source) = self.open(leaf.text(), leaf.span(), folder, sources, diagnostics)
        {
            self.names.push(leaf.text().to_owned());
            let patches = document.patches_of(leaf.text());
            let rows = csv_table::read(sources, source, &STATIONS, patches, diagnostics);
            motion.stations = rows.views(&STATIONS).into_iter().map(station).collect();
            motion.stations.sort_by(|a, b| a.id.cmp(&b.id));
            check_stations(&rows.views(&STATIONS), quake, diagnostics);
        }
        if let Some(leaf) = quake.get("map")
            && let Some(source) = self.open(leaf.text(), leaf.span(), folder, sources, diagnostics)
        {
            let text = sources.get(source).text.clone();
            let is_table = leaf.text().to_ascii_lowercase().ends_with(".csv");
            motion.map = if is_table {
                motion_map::from_table(&text, source, diagnostics)
            } else {
                motion_map::from_xml(&text, source, diagnostics)
            };
            if let Some(map) = &motion.map {
                motion_map::check_place(map, quake, leaf.span(), diagnostics);
            }
        }
        check_sources(quake, diagnostics);
        motion
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
    match raster::read_esri_ascii(text, source, &VS30.limits()) {
        Ok(raster) => Some(raster),
        Err(problem) => {
            diagnostics.push(*problem);
            None
        }
    }
}

/// Says so where records would count twice.
fn check_sources(quake: View<'_>, diagnostics: &mut Diagnostics) {
    if quake.has("map") && quake.has("stations") {
        let message = "the map gives the medians and the records of the stations bend them: records that went into the map count twice";
        let problem = Diagnostic::warning("records-twice", quake.span_of("stations"), message)
            .related(quake.span_of("map"), "the map");
        diagnostics.push(problem.help("leave `stations` out, or take a map that was made without them"));
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

/// Says so when a station has no record, two stand at one place, or one far from the earthquake.
fn check_stations(stations: &[View<'_>], quake: View<'_>, diagnostics: &mut Diagnostics) {
    /// Nearer than this two records are of one place, km.
    const ONE_PLACE_KM: f64 = 0.01;
    let at = |view: &View<'_>| LonLat::new(view.number("longitude"), view.number("latitude"));
    let hypocentre = at(&quake);
    for (number, station) in stations.iter().enumerate() {
        if Measure::ALL.iter().all(|measure| !station.has(measure.column())) {
            let message = format!("`{}` has recorded nothing", station.id());
            let problem = Diagnostic::warning("no-record", station.id_span(), message);
            diagnostics.push(problem.help("write what it recorded, or leave the row out"));
        }
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
