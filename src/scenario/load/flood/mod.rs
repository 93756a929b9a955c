//! The files of floods: stages that are stated; terrain, land cover, buildings and courses of those that are computed.

mod channels;
mod checks;
mod courses;
mod maps;
mod networks;
mod stages;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};
use crate::scenario::document::quantity::Instant;
use crate::scenario::document::reading::Folder;
use crate::scenario::document::view::View;
use crate::scenario::format::context::Context;
use crate::scenario::format::flood::computed::{self, Maps};
use crate::scenario::format::flood::works;
use crate::scenario::format::hazard::FLOODS;
use crate::scenario::model::{Course, FloodSpec, WaterSource, WorksSpec};
use crate::vocabulary::Ms;
pub(super) use checks::check;
use stages::Stage;

/// What was read for the flood.
#[derive(Debug, Default)]
pub(super) struct FloodFiles<'a> {
    view: Option<View<'a>>,
    stages: Vec<Stage>,
    maps: Maps,
    courses: courses::Raw,
    networks: networks::Raw,
    /// Files that went into the scenario and are no tables of it, by name.
    pub(super) texts: Vec<(String, SourceId)>,
}

impl<'a> FloodFiles<'a> {
    /// Reads them; what is wrong with any is reported.
    pub(super) fn read(
        root: View<'a>,
        folder: &Folder,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let floods = root
            .tables("hazard")
            .into_iter()
            .filter(|view| FLOODS.contains(&view.kind()));
        let floods: Vec<View<'a>> = floods.collect();
        if let [first, second, ..] = floods.as_slice() {
            let message = "this version of hotwash simulates one flood, and this is the second";
            let problem = Diagnostic::error("two-floods", second.id_span(), message);
            diagnostics.push(
                problem
                    .related(first.id_span(), "the first")
                    .help("let one flood have several inflows"),
            );
        }
        let mut files = Self {
            view: floods.first().copied(),
            ..Self::default()
        };
        let Some(view) = files.view else { return files };
        let mut desk = Desk {
            folder,
            sources,
            diagnostics,
            texts: &mut files.texts,
        };
        if view.kind() == "flood" {
            files.maps = maps::read(view, &mut desk);
            files.courses = courses::read(view, &root.tables("works"), &mut desk);
            files.networks = networks::read(view, &mut desk);
        } else if let Some(source) = view
            .get("stage")
            .and_then(|leaf| desk.open(leaf.text(), leaf.span()))
        {
            files.stages = stages::rows(source, desk.sources, desk.diagnostics);
        }
        files
    }

    /// The first flood of the scenario.
    pub(super) fn view(&self) -> Option<View<'a>> {
        self.view
    }

    /// What has to do with water: the flood, and what people have built.
    pub(super) fn floods(
        self,
        root: View<'_>,
        context: &mut Context<'_>,
    ) -> (BTreeMap<String, FloodSpec>, Vec<WorksSpec>) {
        let Some(view) = self.view else {
            return (BTreeMap::new(), without_water(root, context));
        };
        let at_ms = context.hazard_ms.get(view.id()).copied().unwrap_or(0);
        let courses = self.courses.since(at_ms, context);
        let networks = self.networks.since(at_ms, context);
        let works = root.tables("works").into_iter();
        let works = works
            .filter_map(|view| works::read(view, &courses, context))
            .collect();
        let water = if view.kind() == "flood" {
            computed::read(view, self.maps, (&courses, &networks), context)
                .map(|spec| WaterSource::Computed(Box::new(spec)))
        } else {
            Some(WaterSource::Prescribed(stages::series(
                &self.stages,
                at_ms,
                context,
            )))
        };
        let flood = water.map(|water| (view.id().to_owned(), FloodSpec { water }));
        (flood.into_iter().collect(), works)
    }
}

/// Times as they are written, with the place of each, and the value.
type Rows = Vec<(String, Span, f64)>;

/// The rows of a table of which all could be read; none of another, and of an empty one, which is reported.
fn whole<T>(rows: Vec<T>, is_whole: bool, asked: Span, desk: &mut Desk<'_>) -> Option<Vec<T>> {
    if rows.is_empty() && is_whole {
        desk.diagnostics
            .push(Diagnostic::error("no-rows", asked, "the table has no row"));
    }
    (is_whole && !rows.is_empty()).then_some(rows)
}

/// Rows in time since the start of the exercise, of a flood that begins at `at_ms`, with the place of the last; `of` is what they
/// are of, if there is more in the table. What is no time or out of order is reported, and the rows left out.
fn rising(rows: Rows, of: Option<&str>, at_ms: Ms, context: &mut Context<'_>) -> Option<(Course, Span)> {
    let mut course = Course::with_capacity(rows.len());
    let mut before: Option<Span> = None;
    let mut is_sound = true;
    for (text, span, value) in rows {
        let Some(at_s) = time_s(&text, at_ms, context.start) else {
            context.diagnostics.push(no_time(&text, span));
            is_sound = false;
            continue;
        };
        if let (Some((latest_s, _)), Some(before)) = (course.last(), before)
            && at_s <= *latest_s
        {
            let of = of.map_or_else(String::new, |of| format!(" of `{of}`"));
            let message = format!("the times{of} do not rise: this is no later than the row before");
            let problem = Diagnostic::error("out-of-order", span, message);
            context.diagnostics.push(
                problem
                    .related(before, "the row before")
                    .help("sort the rows by time"),
            );
            return None;
        }
        before = Some(span);
        course.push((at_s, value));
    }
    before.filter(|_| is_sound).map(|last| (course, last))
}

/// Works without a flood have nothing to do with anything.
fn without_water(root: View<'_>, context: &mut Context<'_>) -> Vec<WorksSpec> {
    if let Some(works) = root.tables("works").first() {
        let problem = Diagnostic::warning("no-flood", works.id_span(), "no flood comes to these works");
        context
            .diagnostics
            .push(problem.help("write a hazard with `kind = \"flood\"`"));
    }
    Vec::new()
}

/// Where files are opened, and what is wrong with them noted.
struct Desk<'d> {
    folder: &'d Folder,
    sources: &'d mut Sources,
    diagnostics: &'d mut Diagnostics,
    texts: &'d mut Vec<(String, SourceId)>,
}

impl Desk<'_> {
    /// Opens a text.
    fn open(&mut self, name: &str, asked: Span) -> Option<SourceId> {
        let read = self.folder.read(self.sources, name);
        self.keep(name, asked, read)
    }

    /// Opens what is no text.
    fn open_map(&mut self, name: &str, asked: Span) -> Option<SourceId> {
        let read = self.folder.read_map(self.sources, name);
        self.keep(name, asked, read)
    }

    fn keep(
        &mut self,
        name: &str,
        asked: Span,
        read: Result<SourceId, crate::scenario::document::reading::ReadError>,
    ) -> Option<SourceId> {
        match read {
            Ok(source) => {
                self.texts.push((name.to_owned(), source));
                Some(source)
            }
            Err(error) => {
                self.diagnostics.push(error.into_diagnostic(Some(asked)));
                None
            }
        }
    }
}

/// A time in a file, s after the start of the exercise: hours as a number, or a duration, since the flood began; or ISO 8601. None if
/// it is none of them.
fn time_s(text: &str, at_ms: Ms, start: Instant) -> Option<f64> {
    use crate::scenario::document::quantity::duration_ms;
    if let Ok(hours) = text.replace(',', ".").parse::<f64>() {
        return hours
            .is_finite()
            .then(|| at_ms as f64 / 1_000.0 + hours * 3_600.0);
    }
    if let Ok(after_ms) = duration_ms(text) {
        return Some((at_ms + after_ms) as f64 / 1_000.0);
    }
    let at = Instant::parse(text).ok()?;
    Some(start.ms_until(at) as f64 / 1_000.0)
}

/// What is no time.
fn no_time(text: &str, span: Span) -> Diagnostic {
    let problem = Diagnostic::error("wrong-time", span, format!("`{text}` is no time"));
    problem.help("write `2 h 30 min`, `2.5` (hours), or ISO 8601 with its offset")
}
