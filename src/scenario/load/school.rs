//! The files of a school: plan, classes, people.

use super::plan_tables::{self, Seated};
use super::roster::{self, PersonDraft};
use super::subjects::level_id;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources};
use crate::geo::LonLat;
use crate::scenario::document::csv_table::{self, CsvShape, Rows};
use crate::scenario::document::ids::Ids;
use crate::scenario::document::reading::Folder;
use crate::scenario::document::view::View;
use crate::scenario::document::{Document, limits};
use crate::scenario::format::classes::CLASSES;
use crate::scenario::format::context::{Context, local};
use crate::scenario::format::hazard::FLOODS;
use crate::scenario::format::people::PEOPLE;
use crate::scenario::format::procedure::{self, PROCEDURE};
use crate::scenario::format::{self, ASSEMBLY, CLASS, LEVEL, OPENING, PERSON, SPACE, STAIR};
use crate::scenario::model::{
    FragilityClass, LocalText, PersonSpec, STAFF_LIST, School, SchoolBuilding, StaffList,
};
use crate::scenario::plan::{IdPlaces, Plan};
use crate::vocabulary::SubjectKind;

/// The school, if there is just one.
pub(super) fn the_only_one<'a>(root: View<'a>, diagnostics: &mut Diagnostics) -> Option<View<'a>> {
    // A town may stand alone.
    let schools = root.tables("school");
    if let [first, second, ..] = schools.as_slice() {
        let problem = Diagnostic::error(
            "two-schools",
            second.id_span(),
            "this version of hotwash simulates one school, and this is the second",
        );
        let problem = problem.related(first.id_span(), "the first");
        diagnostics.push(problem.help("make a scenario of its own for each"));
    }
    let is_empty = !root.has_entries("school") && !root.has_entries("town");
    if is_empty && !root.has_kind("hazard", &FLOODS) {
        let problem = Diagnostic::error(
            "missing-key",
            root.span_of("school"),
            "the scenario has no school, no town and no flood",
        );
        diagnostics.push(problem.help(
            "write `[school.ID]` and its `name`, `plan`, `classes` and `people`, `[town.ID]` with its `buildings`, or a hazard that is a flood",
        ));
    }
    schools.first().copied()
}

/// Says that nothing is known of what the files of a school would declare.
pub(super) fn without(ids: &mut Ids) {
    for namespace in [LEVEL, SPACE, OPENING, STAIR, ASSEMBLY, CLASS, PERSON] {
        ids.mark_incomplete(namespace);
    }
}

/// What the files of a school hold, as far as they could be read.
#[derive(Debug, Default)]
pub(super) struct SchoolFiles {
    pub(super) plan: Option<Plan>,
    places: Option<IdPlaces>,
    /// The file names of plan, classes and people, as the scenario writes them.
    pub(super) names: [String; 3],
    pub(super) classes: Option<Rows>,
    pub(super) people: Option<Rows>,
    /// How many pupils sit where by the tables of the plan.
    seated: Vec<Seated>,
    /// The names of tables that are read by key.
    pub(super) by_key: Vec<String>,
}

impl SchoolFiles {
    /// Reads them.
    pub(super) fn read(
        school: Option<View<'_>>,
        folder: &Folder,
        document: &Document,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let Some(school) = school else {
            return Self::default();
        };
        let is_one = one_plan(school, diagnostics);
        let tables = school.table("plan_tables").filter(|_| is_one);
        let of_plan = tables.map(plan_tables::names).unwrap_or_default();
        let names = [
            school.get("plan").map_or("plan", |leaf| leaf.text()),
            school.get("classes").map_or("classes", |leaf| leaf.text()),
            school.text("people"),
        ];
        let names = names.map(str::to_owned);
        let by_key = of_plan.into_iter().chain(names[1..].iter().cloned()).collect();
        let (plan, seated) = match tables {
            Some(tables) => plan_tables::read(tables, folder, document, sources, diagnostics).unzip(),
            None if school.has("plan") => (drawn(school, folder, sources, diagnostics), None),
            None => (None, None),
        };
        let mut rows = |key, shape: &CsvShape| {
            let source = open(school, key, folder, sources, diagnostics)?;
            let patches = document.patches_of(school.text(key));
            Some(csv_table::read(sources, source, shape, patches, diagnostics))
        };
        let classes = if school.has("classes") {
            rows("classes", &CLASSES)
        } else {
            Some(Rows::default())
        };
        let people = rows("people", &PEOPLE);
        let (plan, places) = plan.unzip();
        let files = Self {
            plan,
            places,
            names,
            classes,
            people,
            seated: seated.unwrap_or_default(),
            by_key,
        };
        if let Some(plan) = &files.plan {
            limit_places(plan, school, diagnostics);
        }
        files
    }

    /// Of a scenario without a school: nothing is there, and all of that is known.
    pub(super) fn nowhere() -> Self {
        Self {
            plan: Some(Plan::default()),
            places: Some(IdPlaces::default()),
            classes: Some(Rows::default()),
            people: Some(Rows::default()),
            ..Self::default()
        }
    }

    /// Whether every file could be read, so that every id is known.
    pub(super) fn is_whole(&self) -> bool {
        self.plan.is_some() && self.classes.is_some() && self.people.is_some()
    }

    /// Declares every id that stands in them.
    pub(super) fn declare(&self, ids: &mut Ids, diagnostics: &mut Diagnostics) {
        if let (Some(plan), Some(places)) = (&self.plan, &self.places) {
            for (level, span) in plan.levels.iter().zip(&places.levels) {
                ids.declare(LEVEL, &level_id(&level.id), *span, diagnostics);
            }
            for (space, span) in plan.spaces.iter().zip(&places.spaces) {
                ids.add(SPACE, &space.id, *span);
            }
            for (opening, span) in plan.openings.iter().zip(&places.openings) {
                ids.add(OPENING, &opening.id, *span);
            }
            for (flight, span) in plan.flights.iter().zip(&places.flights) {
                ids.add(STAIR, &flight.stair, *span);
            }
            for (assembly, span) in plan.assemblies.iter().zip(&places.assemblies) {
                ids.add(ASSEMBLY, &assembly.id, *span);
            }
        } else {
            for namespace in [LEVEL, SPACE, OPENING, STAIR, ASSEMBLY] {
                ids.mark_incomplete(namespace);
            }
        }
        match &self.classes {
            Some(rows) => rows.declare(CLASS, ids),
            None => ids.mark_incomplete(CLASS),
        }
        match &self.people {
            Some(rows) => rows.declare(PERSON, ids),
            None => ids.mark_incomplete(PERSON),
        }
        if self.classes.is_none() {
            ids.mark_incomplete(PERSON);
        }
    }

    /// Everybody, and the ids of those whom no file names.
    pub(super) fn draft_people(&self, ids: &mut Ids, diagnostics: &mut Diagnostics) -> Vec<PersonDraft> {
        let (Some(classes), Some(people)) = (&self.classes, &self.people) else {
            return Vec::new();
        };
        let (classes, listed) = (sorted(classes, &CLASSES), sorted(people, &PEOPLE));
        if classes.len() < self.classes.iter().flat_map(Rows::tables).count() {
            ids.mark_incomplete(PERSON);
        }
        let drafts = roster::draft(&classes, &listed, diagnostics);
        let named: std::collections::BTreeSet<_> = listed.iter().map(|view| view.span_of("id")).collect();
        for draft in drafts.iter().filter(|draft| !named.contains(&draft.span)) {
            ids.declare(PERSON, &draft.id, draft.span, diagnostics);
        }
        drafts
    }

    /// Reports what their cells refer to and nothing declares.
    pub(super) fn check_references(&self, ids: &Ids, diagnostics: &mut Diagnostics) {
        if let Some(rows) = &self.classes {
            rows.check_references(&CLASSES, ids, diagnostics);
        }
        if let Some(rows) = &self.people {
            rows.check_references(&PEOPLE, ids, diagnostics);
        }
    }

    /// Warns where the file of rooms and the registers of the classes differ in how many pupils a room has.
    pub(super) fn compare_pupils(&self, diagnostics: &mut Diagnostics) {
        let Some(classes) = &self.classes else { return };
        let classes = classes.views(&CLASSES);
        for Seated { room, pupils, span } in &self.seated {
            let here = classes.iter().filter(|class| class.text("room") == room);
            let registered: i64 = here.map(|class| class.integer("on_register")).sum();
            if registered != *pupils {
                let message = format!(
                    "{pupils} pupils sit in `{room}`, but {registered} are on the registers of classes there"
                );
                let problem = Diagnostic::warning("pupils-differ", *span, message);
                diagnostics
                    .push(problem.help("mend `pupils`, or `room` and `on_register` in the file of classes"));
            }
        }
    }

    /// The school; none if somebody cannot be placed, which has been reported.
    pub(super) fn school(
        &self,
        view: View<'_>,
        plan: &Plan,
        drafts: &[PersonDraft],
        building: Option<FragilityClass>,
        context: &mut Context<'_>,
    ) -> Option<School> {
        let class_views = self
            .classes
            .as_ref()
            .map(|rows| sorted(rows, &CLASSES))
            .unwrap_or_default();
        let (classes, people) = roster::settle(drafts, &class_views, plan, context)?;
        let (routes, usual_route) = format::school::routes(view, plan, &classes, context);
        let procedure = view.table("procedure");
        let procedure = procedure.unwrap_or_else(|| View::left_out(&PROCEDURE, view.span()));
        Some(School {
            id: view.id().to_owned(),
            subject: context.subject(view.id(), SubjectKind::School)?,
            name: local(&view.local_text("name")),
            plan: plan.clone(),
            staff_list: StaffList {
                subject: context.subject(STAFF_LIST, SubjectKind::Class)?,
                members: on_staff_list(&people),
            },
            classes,
            people,
            routes,
            usual_route,
            procedure: procedure::read(procedure),
            watch: format::watch::read(view, plan, context),
            second_shift: format::second_shift::read(view, plan, context),
            flood_site: view
                .table("flood_site")
                .map(|site| format::place::site(site, site.number("floor_m"), context)),
            water_c: view
                .table("flood_site")
                .map_or(format::place::WATER_C, |site| site.number("water_c")),
            building: view
                .table("building")
                .zip(building)
                .map(|(view, fragility)| SchoolBuilding {
                    at: LonLat::new(view.number("longitude"), view.number("latitude")),
                    fragility,
                    vs30_m_s: view.get("vs30_m_s").map(|leaf| leaf.number()),
                }),
        })
    }
}

/// The site of a scenario without a school: a place without a room or a person, in the name of the town or of the flood.
pub(super) fn nowhere(
    (site, kind): (View<'_>, SubjectKind),
    exercise: &LocalText,
    context: &mut Context<'_>,
) -> Option<School> {
    let name = match kind {
        SubjectKind::Town => local(&site.local_text("name")),
        _ => exercise.clone(),
    };
    Some(School {
        id: site.id().to_owned(),
        subject: context.subject(site.id(), kind)?,
        name,
        plan: Plan::default(),
        classes: Vec::new(),
        people: Vec::new(),
        staff_list: StaffList {
            subject: context.subject(STAFF_LIST, SubjectKind::Class)?,
            members: Vec::new(),
        },
        routes: Vec::new(),
        usual_route: None,
        procedure: procedure::read(View::left_out(&PROCEDURE, site.span())),
        watch: Vec::new(),
        second_shift: None,
        flood_site: None,
        water_c: format::place::WATER_C,
        building: None,
    })
}

fn on_staff_list(people: &[PersonSpec]) -> Vec<usize> {
    let without_class = people.iter().enumerate().filter(|(_, p)| p.class.is_none());
    without_class.map(|(person, _)| person).collect()
}

/// Says so unless the school has just one plan.
fn one_plan(school: View<'_>, diagnostics: &mut Diagnostics) -> bool {
    if school.has("plan") == school.has("plan_tables") {
        let problem = if school.has("plan") {
            Diagnostic::error(
                "two-plans",
                school.span_of("plan_tables"),
                "the school has a plan already",
            )
            .related(school.span_of("plan"), "this one")
            .help("leave out `plan` or `plan_tables`")
        } else {
            Diagnostic::error("missing-key", school.id_span(), "the school has no plan").help(
                "write `plan = \"plan.geojson\"`, or `plan_tables` with the files of `docs/your-school.md`",
            )
        };
        diagnostics.push(problem);
        return false;
    }
    true
}

/// The plan of a drawing.
fn drawn(
    school: View<'_>,
    folder: &Folder,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(Plan, IdPlaces)> {
    let source = open(school, "plan", folder, sources, diagnostics)?;
    let text = sources.get(source).text.clone();
    Plan::read_placed(&text, source, diagnostics)
}

fn open(
    school: View<'_>,
    key: &str,
    folder: &Folder,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<SourceId> {
    match folder.read(sources, school.text(key)) {
        Ok(source) => Some(source),
        Err(error) => {
            diagnostics.push(error.into_diagnostic(Some(school.span_of(key))));
            None
        }
    }
}

fn limit_places(plan: &Plan, school: View<'_>, diagnostics: &mut Diagnostics) {
    let places = plan.spaces.len() + plan.openings.len() + plan.flights.len();
    if places > limits::PLACES {
        let message = format!(
            "the plan has {places} spaces, openings and stairs: at most {}",
            limits::PLACES
        );
        diagnostics.push(Diagnostic::error("too-much", school.id_span(), message));
    }
}

/// The sound rows by id; the first of those that stand twice, which has been reported.
fn sorted<'a>(rows: &'a Rows, shape: &CsvShape) -> Vec<View<'a>> {
    let mut views = rows.views(shape);
    views.sort_by(|a, b| (a.id(), a.id_span()).cmp(&(b.id(), b.id_span())));
    views.dedup_by(|later, first| later.id() == first.id());
    views
}
