//! From a folder to a [`Scenario`], or to everything that is wrong with it.

mod catalogue;
mod checks;
mod decide;
mod flood;
mod fragility;
mod ground;
mod motion_map;
mod plan_tables;
mod resolved;
mod roster;
mod school;
mod shelf;
mod subjects;
#[cfg(test)]
mod tests;
mod town;

use std::path::Path;

pub use catalogue::{Listed, list, variants};
pub use decide::decide;
pub use fragility::{FRAGILITY_SETS, fragility_set};
pub use shelf::{AUTHORITIES, RELEASE_PROTOCOLS, RESPONSE_PROTOCOLS, Shelf};

use super::document::ids::Ids;
use super::document::quantity::Instant;
use super::document::reading::Folder;
use super::document::view::View;
use super::document::{self, Document, limits};
use super::format::context::{Context, Declared, local};
use super::format::{
    CHANNEL, DECISION, POSITION, POST, ROOT, command, exercise, gauge, hazard, material, patrol, place,
    release, response, script,
};
use super::model::{
    CommandSpec, DecisionSpec, FragilityClass, HazardKind, Inject, LocalText, ObjectiveSpec, Pin,
    ResourceSpec, Scenario, StandingOrderSpec, VariantInfo,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Sources};
use crate::vocabulary::{ActionKind, SubjectKind};
use flood::FloodFiles;
use ground::GroundFiles;
use roster::PersonDraft;
use school::SchoolFiles;
use town::TownFiles;

/// What loading left.
#[derive(Debug)]
pub struct Loaded {
    /// Every file and setting that was read, for showing diagnostics.
    pub sources: Sources,
    /// Everything wrong or odd.
    pub diagnostics: Diagnostics,
    /// The scenario; none if anything is wrong.
    pub scenario: Option<Scenario>,
}

/// Loads the scenario of a folder with one of its variants and `path=value` settings laid over it.
pub fn load(path: &Path, variant: Option<&str>, sets: &[String]) -> Loaded {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let scenario = match Folder::open(path) {
        Ok(folder) => read(&folder, variant, sets, &mut sources, &mut diagnostics),
        Err(error) => {
            diagnostics.push(error.into_diagnostic(None));
            None
        }
    };
    let scenario = scenario.filter(|_| !diagnostics.has_errors());
    Loaded {
        sources,
        diagnostics,
        scenario,
    }
}

fn read(
    folder: &Folder,
    variant: Option<&str>,
    sets: &[String],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Scenario> {
    let mut document = document::load(folder, variant, sets, sources, diagnostics)?;
    let posts_known = AUTHORITIES.lay_under(&mut document, folder, sources, diagnostics);
    for protocols in [&RELEASE_PROTOCOLS, &RESPONSE_PROTOCOLS] {
        protocols.lay_under(&mut document, folder, sources, diagnostics);
    }
    let mut ids = document.check(&ROOT, diagnostics);
    if !posts_known {
        ids.mark_incomplete(POST);
    }
    let Some(root) = View::new(&document.root, &ROOT) else {
        school::without(&mut ids);
        document.check_references(&ROOT, &ids, diagnostics);
        return None;
    };
    let files = Files::read(root, folder, &document, sources, diagnostics);
    let drafts = files.settle_ids(&document, &mut ids, diagnostics);
    // What can be named is only known when every file could be read.
    if !(files.school.is_whole() && files.town.is_whole(root)) {
        return None;
    }
    let described = Described {
        root,
        variant: variant_info(variant, &document),
        document: &document,
        folder,
        ids: &ids,
        drafts: &drafts,
    };
    described.scenario(files, sources, diagnostics)
}

/// What the files of a scenario say.
struct Files<'a> {
    school_view: Option<View<'a>>,
    town_view: Option<View<'a>>,
    ground: GroundFiles,
    floods: FloodFiles<'a>,
    town: TownFiles<'a>,
    school: SchoolFiles,
    /// How the school is built.
    building: Option<FragilityClass>,
}

impl<'a> Files<'a> {
    fn read(
        root: View<'a>,
        folder: &Folder,
        document: &Document,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let school_view = school::the_only_one(root, diagnostics);
        let town_view = root.tables("town").first().copied();
        let ground = GroundFiles::read(root, folder, document, sources, diagnostics);
        let floods = FloodFiles::read(root, folder, sources, diagnostics);
        let mut town = TownFiles::read(root, folder, document, sources, diagnostics);
        let building = town.school_building(school_view, folder, sources, diagnostics);
        // Where there is neither school nor town, the scenario is of water alone.
        let school = match (school_view, town_view.or(floods.view())) {
            (None, Some(_)) => SchoolFiles::nowhere(),
            _ => SchoolFiles::read(school_view, folder, document, sources, diagnostics),
        };
        Self {
            school_view,
            town_view,
            ground,
            floods,
            town,
            school,
            building,
        }
    }

    /// Declares what can be named and looks whether all that is named is there.
    fn settle_ids(
        &self,
        document: &Document,
        ids: &mut Ids,
        diagnostics: &mut Diagnostics,
    ) -> Vec<PersonDraft> {
        let by_key = self.school.by_key.iter();
        let by_key = by_key.chain(&self.ground.names).chain(&self.town.names);
        document.check_patches(&by_key.map(String::as_str).collect::<Vec<_>>(), diagnostics);
        self.school.declare(ids, diagnostics);
        let drafts = self.school.draft_people(ids, diagnostics);
        document.check_references(&ROOT, ids, diagnostics);
        self.school.check_references(ids, diagnostics);
        self.school.compare_pupils(diagnostics);
        subjects::report_doubles(ids, diagnostics);
        drafts
    }
}

/// A scenario of which every file has been read.
struct Described<'a> {
    root: View<'a>,
    variant: VariantInfo,
    document: &'a Document,
    folder: &'a Folder,
    ids: &'a Ids,
    drafts: &'a [PersonDraft],
}

impl Described<'_> {
    fn scenario(
        self,
        files: Files<'_>,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<Scenario> {
        let root = self.root;
        let plan = files.school.plan.as_ref()?;
        let id = catalogue::folder_id(self.folder.path());
        let (exercise, start) = exercise::read(root.table("exercise")?, &id);
        let names = declared(root, self.ids, plan, &files.town.municipalities);
        let mut context = context(self.ids, &names, sources, diagnostics, start, exercise.lasts_ms);
        context.hazard_ms = hazard::times(&root.tables("hazard"), start, &mut context);
        let GroundFiles {
            ground,
            mut motion,
            texts,
            ..
        } = files.ground;
        let (of_floods, flood_view) = (files.floods.texts.clone(), files.floods.view());
        let (mut floods, works) = files.floods.floods(root, &mut context);
        let hazards = all(root.tables("hazard"), |view| {
            let files = motion.remove(view.id()).unwrap_or_default();
            hazard::read(view, files, floods.remove(view.id()), &mut context)
        });
        let gauges = all(root.tables("gauge"), |view| gauge::read(view, &mut context));
        let places = all(root.tables("place"), |view| place::read(view, &mut context));
        place::check_ways(&root.tables("place"), &mut context);
        let patrols = all(root.tables("patrol"), |view| {
            patrol::read(view, &root.tables("place"), &mut context)
        });
        hazard::check_sequences(&hazards, &root.tables("hazard"), &mut context);
        let school = if let Some(view) = files.school_view {
            files
                .school
                .school(view, plan, self.drafts, files.building, &mut context)?
        } else {
            let site = files.town_view.map(|town| (town, SubjectKind::Town));
            let site = site.or(flood_view.map(|flood| (flood, SubjectKind::Hazard)));
            school::nowhere(site?, &exercise.name, &mut context)?
        };
        let command = command(root, &school.people, &mut context);
        let texts: Vec<_> = texts
            .into_iter()
            .chain(files.town.texts.iter().cloned())
            .chain(of_floods)
            .collect();
        let first_building = files.town.first_building();
        let town = files.town.town(&hazards, &mut context);
        let resolved = resolved::text(self.document, &files.school, plan, &texts, context.sources);
        let script = Script::read(root, &mut context);
        let material = material::read(root, &command.positions, &school.people, &mut context);
        let mut scenario = Scenario {
            exercise,
            variant: self.variant,
            subjects: names.subjects.clone(),
            hazards,
            school,
            town,
            ground: ground?,
            gauges,
            places,
            works,
            patrols,
            release: root
                .table("release")
                .map(|view| release::read(view, plan, &mut context)),
            responses: root.table("response").map(response::read).unwrap_or_default(),
            command,
            inputs: resolved::inputs(context.sources, self.folder.path()),
            hash: resolved::sha256(resolved.as_bytes()),
            resolved,
            resources: script.resources,
            pins: script.pins,
            injects: script.injects,
            decisions: script.decisions,
            standing_orders: script.standing_orders,
            objectives: script.objectives,
            material,
        };
        if scenario.release.is_none() && scenario.orders(ActionKind::Release) {
            let by_default = View::left_out(&release::RELEASE, root.span());
            scenario.release = Some(release::read(by_default, plan, &mut context));
        }
        town::check_targets(root, &scenario, &mut context);
        town::check_places(root, &scenario, first_building, context.diagnostics);
        town::check_maps(root, &scenario, context.diagnostics);
        for hazard in &scenario.hazards {
            if let HazardKind::Flood(spec) = &hazard.kind {
                flood::check(root, &scenario, spec, &mut context);
            }
        }
        checks::check(&scenario, root, &mut context);
        Some(scenario)
    }
}

/// What happens and what is decided, as it is written.
struct Script {
    resources: Vec<ResourceSpec>,
    pins: Vec<Pin>,
    injects: Vec<Inject>,
    decisions: Vec<DecisionSpec>,
    standing_orders: Vec<StandingOrderSpec>,
    objectives: Vec<ObjectiveSpec>,
}

impl Script {
    fn read(root: View<'_>, context: &mut Context<'_>) -> Self {
        Self {
            resources: all(root.tables("resource"), |view| {
                script::read_resource(view, &root.tables("place"), context)
            }),
            pins: all(root.tables("pin"), |view| script::read_pin(view, context)),
            injects: all(root.tables("inject"), |view| script::read_inject(view, context)),
            decisions: decisions(root, context),
            standing_orders: standing_orders(root, context),
            objectives: all(root.tables("objective"), |view| {
                script::read_objective(view, context)
            }),
        }
    }
}

/// Reads all tables; those that could not be read have been reported.
fn all<'a, T>(views: Vec<View<'a>>, read: impl FnMut(View<'a>) -> Option<T>) -> Vec<T> {
    views.into_iter().filter_map(read).collect()
}

fn declared(root: View<'_>, ids: &Ids, plan: &super::plan::Plan, municipalities: &[String]) -> Declared {
    let subjects = subjects::build(ids, plan, municipalities);
    let mut decisions = Vec::new();
    for view in root.tables("decision") {
        let options: Vec<String> = view
            .keyed("options")
            .iter()
            .map(|(id, _, _)| (*id).to_owned())
            .collect();
        let instances = script::expansions(view, &subjects)
            .len()
            .min(limits::DECISIONS + 1);
        decisions.extend(std::iter::repeat_n((view.id().to_owned(), options), instances));
    }
    // Those that cannot be read have been reported; what asks about them need not be.
    for (id, _) in ids.iter(DECISION) {
        if !decisions.iter().any(|(known, _)| known == id) {
            decisions.push((id.to_owned(), Vec::new()));
        }
    }
    Declared { subjects, decisions }
}

fn context<'a>(
    ids: &'a Ids,
    names: &'a Declared,
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
    start: Instant,
    lasts_ms: i64,
) -> Context<'a> {
    let known = |namespace| ids.iter(namespace).map(|(id, _)| id.to_owned()).collect();
    Context {
        ids,
        names,
        subjects: &names.subjects,
        sources,
        diagnostics,
        start,
        lasts_ms,
        hazard_ms: std::collections::BTreeMap::new(),
        channels: known(CHANNEL),
        positions: known(POSITION),
        posts: known(POST),
    }
}

fn command(root: View<'_>, people: &[super::model::PersonSpec], context: &mut Context<'_>) -> CommandSpec {
    let views = root.tables("position");
    let positions = all(views.clone(), |view| {
        command::read_position(view, people, context)
    });
    command::check_chain(&positions, &views, context);
    let post_views = root.tables("post");
    let mut posts = all(post_views.clone(), |view| Some(command::read_post(view)));
    for (post, view) in posts.iter_mut().zip(post_views) {
        post.must_consult = command::consultations(view, &positions, context);
    }
    let channels = all(root.tables("channel"), |view| {
        command::read_channel(view, context)
    });
    CommandSpec {
        positions,
        posts,
        channels,
    }
}

fn decisions(root: View<'_>, context: &mut Context<'_>) -> Vec<super::model::DecisionSpec> {
    let mut decisions = Vec::new();
    for view in root.tables("decision") {
        let more = script::expansions(view, context.subjects).len();
        if decisions.len() + more > limits::DECISIONS {
            too_many(view, more, limits::DECISIONS, "decisions", context);
            break;
        }
        decisions.extend(script::read_decisions(view, context));
    }
    decisions
}

fn standing_orders(root: View<'_>, context: &mut Context<'_>) -> Vec<super::model::StandingOrderSpec> {
    let mut orders = Vec::new();
    for view in root.tables("standing_order") {
        let more = script::expansions(view, context.subjects).len();
        if orders.len() + more > limits::ENTRIES {
            too_many(view, more, limits::ENTRIES, "standing orders", context);
            break;
        }
        orders.extend(script::read_standing_orders(view, context));
    }
    orders
}

fn too_many(view: View<'_>, more: usize, most: usize, what: &str, context: &mut Context<'_>) {
    let message = format!(
        "`for_each` makes {more} of `{}`: more than {most} {what} in all",
        view.id()
    );
    context
        .diagnostics
        .push(Diagnostic::error("too-much", view.id_span(), message));
}

fn variant_info(name: Option<&str>, document: &Document) -> VariantInfo {
    let head = document
        .variant
        .as_ref()
        .and_then(|node| View::new(node, &document::VARIANT));
    match (name, head) {
        (Some(name), Some(head)) => VariantInfo {
            id: name.to_owned(),
            name: local(&head.local_text("name")),
            description: head
                .get("description")
                .map(|leaf| local(&leaf.local_text()))
                .unwrap_or_default(),
        },
        _ => VariantInfo {
            id: "base".to_owned(),
            name: LocalText::plain("As scripted"),
            description: LocalText::default(),
        },
    }
}
