//! From what is laid over a scenario to what all its runs share.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::plan::Cell;
use crate::diagnostic::{Diagnostics, Sources};
use crate::scenario::load;
use crate::scenario::model::Scenario;
use crate::simulation::{Prepared, loaded};

/// A scenario that cannot be run as it stands, and where that is said.
#[derive(Debug)]
pub struct Unsound {
    /// What people call the cell.
    pub cell: String,
    /// What was read.
    pub sources: Sources,
    /// What is wrong.
    pub diagnostics: Diagnostics,
}

/// What a cell was loaded to.
#[derive(Debug)]
pub struct LoadedCell {
    /// What was read.
    pub sources: Sources,
    /// What is odd.
    pub diagnostics: Diagnostics,
    /// The scenario as its runs have it.
    pub scenario: Scenario,
}

/// Loads a scenario as a cell has it.
///
/// # Errors
/// What is wrong with it.
pub fn load(folder: &Path, cell: &Cell) -> Result<LoadedCell, Box<Unsound>> {
    let mut loaded = loaded(folder, cell.variant.as_deref(), &cell.set);
    if let Some(scenario) = &mut loaded.scenario {
        for decision in &cell.decide {
            if let Err(problem) = load::decide(scenario, decision) {
                loaded.diagnostics.push(*problem);
            }
        }
    }
    match loaded.scenario {
        Some(scenario) if !loaded.diagnostics.has_errors() => Ok(LoadedCell {
            sources: loaded.sources,
            diagnostics: loaded.diagnostics,
            scenario,
        }),
        _ => Err(Box::new(Unsound {
            cell: cell.label(),
            sources: loaded.sources,
            diagnostics: loaded.diagnostics,
        })),
    }
}

/// A cell whose runs can begin.
pub(super) struct ReadyCell {
    pub(super) scenario: Arc<Scenario>,
    pub(super) prepared: Prepared,
}

impl ReadyCell {
    pub(super) fn of(scenario: Scenario, beside: Option<&Self>) -> Result<Self, String> {
        let scenario = Arc::new(scenario);
        let beside = beside.map(|cell| &cell.prepared);
        let prepared = Prepared::beside(Arc::clone(&scenario), beside).map_err(|error| error.to_string())?;
        Ok(Self { scenario, prepared })
    }
}

/// The cells of a plan, made ready when their first run begins and let go when their last one has ended: a plan may have
/// thousands.
pub(super) struct Cells<'a> {
    folder: &'a Path,
    laid_over: &'a [Cell],
    /// SHA-256 of the scenario as each cell has it.
    hashes: &'a [String],
    slots: Vec<Mutex<Slot>>,
    /// One that is ready, so that others can share with it what is the same.
    beside: Mutex<Weak<ReadyCell>>,
}

struct Slot {
    ready: Option<Result<Arc<ReadyCell>, String>>,
    /// Runs that have not ended.
    left: usize,
}

impl<'a> Cells<'a> {
    /// Cells with so many runs to do each.
    pub(super) fn new(folder: &'a Path, cells: &'a [Cell], hashes: &'a [String], runs: &[usize]) -> Self {
        let slot = |left: &usize| {
            Mutex::new(Slot {
                ready: None,
                left: *left,
            })
        };
        Self {
            folder,
            laid_over: cells,
            hashes,
            slots: runs.iter().map(slot).collect(),
            beside: Mutex::default(),
        }
    }

    /// What the runs of a cell share; else why they cannot begin.
    pub(super) fn ready(&self, cell: usize) -> Result<Arc<ReadyCell>, String> {
        let mut slot = self.slot(cell);
        slot.ready.get_or_insert_with(|| self.make(cell)).clone()
    }

    fn make(&self, cell: usize) -> Result<Arc<ReadyCell>, String> {
        const CHANGED: &str =
            "the scenario was changed while the batch ran: --retry-failed does this run again";
        let loaded = load(self.folder, &self.laid_over[cell]).map_err(|_| CHANGED)?;
        if loaded.scenario.hash != self.hashes[cell] {
            return Err(CHANGED.to_owned());
        }
        let mut beside = self.beside.lock().unwrap_or_else(PoisonError::into_inner);
        let made = Arc::new(ReadyCell::of(loaded.scenario, beside.upgrade().as_deref())?);
        *beside = Arc::downgrade(&made);
        Ok(made)
    }

    /// The scenario of a cell that has runs to do; none of one that has not, or whose runs cannot begin.
    pub(super) fn wanted(&self, cell: usize) -> Option<Arc<Scenario>> {
        let has_runs = self.slot(cell).left > 0;
        let ready = has_runs.then(|| self.ready(cell).ok()).flatten()?;
        Some(Arc::clone(&ready.scenario))
    }

    /// A run of a cell has ended.
    pub(super) fn ended(&self, cell: usize) {
        let mut slot = self.slot(cell);
        slot.left = slot.left.saturating_sub(1);
        if slot.left == 0 {
            slot.ready = None;
        }
    }

    fn slot(&self, cell: usize) -> std::sync::MutexGuard<'_, Slot> {
        self.slots[cell].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
