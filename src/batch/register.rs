//! A plan whose every cell has been loaded once: it is known what will be run before the first run starts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cells::{LoadedCell, Unsound, load};
use super::folder::BatchFolder;
use super::journal::{RunKey, SCENARIO_DIGITS};
use super::keep::Keep;
use super::plan::{Luck, Plan, Planned};
use crate::record::{
    BatchRecord, CellRecord, FORMAT, FolderError, embedded_name, io_error, replace_file, sha256,
};
use crate::scenario::model::Scenario;
use crate::sim::Seeds;
use crate::simulation::MODEL_VERSION;

/// A plan that can be carried out.
#[derive(Debug)]
pub struct Registered {
    /// The plan.
    pub plan: Plan,
    /// The id of the scenario.
    pub scenario: String,
    /// What people call it.
    pub title: String,
    /// By what typical and worst runs are told, if nobody says: the metric of the first objective.
    pub judged_by: Option<String>,
    /// SHA-256 of the scenario as each cell has it.
    pub(super) hashes: Vec<String>,
    /// The earlier cell that is the same scenario, where there is one.
    pub(super) same_as: Vec<Option<usize>>,
    /// The luck of the runs of each cell.
    pub(super) luck: Luck,
    /// What people call the variant of each cell.
    names: Vec<String>,
    inputs: BTreeMap<String, Arc<[u8]>>,
}

/// Loads every cell of a plan; each is told once, with what is odd in it.
///
/// # Errors
/// The first cell that cannot be run.
pub fn register(plan: Plan, mut on_cell: impl FnMut(usize, &LoadedCell)) -> Result<Registered, Box<Unsound>> {
    let mut first: Option<(String, String, Option<String>)> = None;
    let (mut hashes, mut same_as, mut names) = (Vec::new(), Vec::new(), Vec::new());
    let mut inputs = BTreeMap::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (index, cell) in plan.cells.iter().enumerate() {
        let loaded = load(&plan.scenario, cell)?;
        on_cell(index, &loaded);
        let scenario = &loaded.scenario;
        first.get_or_insert_with(|| described(scenario));
        let same = *known.entry(scenario.hash.clone()).or_insert(index);
        same_as.push((same != index).then_some(same));
        hashes.push(scenario.hash.clone());
        let name = cell
            .variant
            .as_ref()
            .map(|_| scenario.variant.name.get("en").to_owned());
        names.push(name.unwrap_or_default());
        for input in &scenario.inputs {
            inputs
                .entry(input.name.clone())
                .or_insert_with(|| input.content.clone());
        }
    }
    let (scenario, title, judged_by) = first.unwrap_or_default();
    Ok(Registered {
        scenario,
        title,
        judged_by,
        hashes,
        same_as,
        luck: plan.luck(),
        names,
        inputs,
        plan,
    })
}

fn described(scenario: &Scenario) -> (String, String, Option<String>) {
    let judged_by = scenario
        .objectives
        .first()
        .map(|objective| objective.metric.clone());
    let exercise = &scenario.exercise;
    (exercise.id.clone(), exercise.name.get("en").to_owned(), judged_by)
}

impl Registered {
    /// A run by its place in the plan.
    pub fn planned(&self, index: usize) -> Planned {
        Planned {
            index,
            cell: index / self.luck.len(),
            seeds: self.luck.seeds(index % self.luck.len()),
        }
    }

    /// The first digits of what the scenario and its settings are, whatever the seeds: batches that go on in the same folder have
    /// the same.
    pub fn digits(&self) -> String {
        let mut all = format!("{MODEL_VERSION}\n{}", self.hashes.join("\n"));
        all.push_str(
            &self
                .plan
                .factors
                .iter()
                .map(|factor| factor.name.as_str())
                .collect::<Vec<_>>()
                .join("\n"),
        );
        sha256(all.as_bytes())
    }

    pub(super) fn hash_of(&self, cell: usize) -> &str {
        &self.hashes[cell]
    }

    /// Runs by what they are of.
    pub(super) fn by_key(&self) -> ByKey {
        let runs = self.luck.len();
        let short = |hash: &String| hash.chars().take(SCENARIO_DIGITS).collect::<String>();
        let cells = self.hashes.iter().zip(&self.same_as).enumerate();
        let cells = cells.filter(|(_, (_, same))| same.is_none());
        let luck = (0..runs).map(|index| {
            let Seeds { hazard, people } = self.luck.seeds(index);
            ((hazard, people), index)
        });
        ByKey {
            cells: cells.map(|(cell, (hash, _))| (short(hash), cell)).collect(),
            luck: luck.collect(),
            runs,
        }
    }

    /// What is known of the batch before its first run.
    pub fn record(&self, keep: Keep) -> BatchRecord {
        let plan = &self.plan;
        let cells = plan.cells.iter().zip(&self.hashes).zip(&self.names);
        let cells = cells.map(|((cell, hash), name)| CellRecord {
            variant: cell.variant().to_owned(),
            name: name.clone(),
            case: cell.case(),
            set: cell.set.clone(),
            decide: cell.decide.clone(),
            levels: cell.levels.clone(),
            resolved_scenario_sha256: hash.clone(),
        });
        let inputs = self.inputs.iter();
        BatchRecord {
            format: FORMAT.to_owned(),
            kind: "batch".to_owned(),
            program: env!("CARGO_PKG_NAME").to_owned(),
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            model_version: MODEL_VERSION.to_owned(),
            finished: false,
            scenario: self.scenario.clone(),
            title: self.title.clone(),
            seeds: plan.seeds.text(),
            hazard_seeds: plan.hazard_seeds.as_ref().map(super::SeedSet::text),
            factors: plan.factors.iter().map(|factor| factor.name.clone()).collect(),
            cells: cells.collect(),
            runs: plan.len(),
            failed: 0,
            keep: keep.word().to_owned(),
            chosen: Vec::new(),
            inputs_sha256: inputs
                .map(|(name, content)| (name.clone(), sha256(content)))
                .collect(),
            files: BTreeMap::new(),
        }
    }

    /// Every file the scenario was made of: a batch needs nothing else to be explained.
    pub(super) fn write_inputs(&self, folder: &BatchFolder) -> Result<(), FolderError> {
        for (name, content) in &self.inputs {
            let path = folder.path().join("inputs").join(embedded_name(name));
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).map_err(io_error("create", parent))?;
            }
            replace_file::<_, FolderError>(&path, |file| Ok(file.write_all(content)))?;
        }
        Ok(())
    }
}

/// Finds runs of a plan by what they are of.
pub(super) struct ByKey {
    cells: BTreeMap<String, usize>,
    luck: BTreeMap<(u64, u64), usize>,
    runs: usize,
}

impl ByKey {
    pub(super) fn index_of(&self, key: &RunKey) -> Option<usize> {
        let cell = self.cells.get(&key.scenario)?;
        let luck = self.luck.get(&(key.hazard, key.people))?;
        Some(cell * self.runs + luck)
    }
}
