//! A handful of runs, held in memory: for whoever looks at all of what each comes to.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rayon::ThreadPoolBuilder;

use super::cells::{ReadyCell, Unsound, load};
use super::journal::Failure;
use super::plan::Cell;
use super::worker::simulate;
use crate::record::Records;
use crate::scenario::model::Scenario;
use crate::sim::Seeds;
use crate::simulation::Options;

/// A scenario with what is laid over it, whose runs can begin.
#[derive(Clone)]
pub struct Ready(Arc<ReadyCell>);

impl Ready {
    /// Loads a scenario as a cell has it.
    ///
    /// # Errors
    /// What is wrong with it; in words, where its plan cannot be walked in.
    pub fn load(folder: &Path, cell: &Cell) -> Result<Result<Self, String>, Box<Unsound>> {
        let loaded = load(folder, cell)?;
        Ok(ReadyCell::of(loaded.scenario, None).map(|cell| Self(Arc::new(cell))))
    }

    /// The scenario.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.0.scenario
    }
}

/// A run to do.
pub struct Task {
    /// Of what.
    pub of: Ready,
    /// With which luck.
    pub seeds: Seeds,
    /// And how.
    pub options: Options,
}

/// What a run came to; nothing where it was stopped.
pub type Done = Option<Result<Records, Failure>>;

/// Does runs, so many at a time, and says whenever one has ended; what they came to, in their order.
///
/// # Errors
/// In words: no thread could be started.
pub fn run_few(
    tasks: &[Task],
    jobs: usize,
    stop: &AtomicBool,
    on_ended: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Done>, String> {
    let next = AtomicUsize::new(0);
    let done: Vec<Mutex<Done>> = tasks.iter().map(|_| Mutex::new(None)).collect();
    let pools: Result<Vec<_>, _> = (0..jobs.clamp(1, tasks.len().max(1)))
        .map(|_| ThreadPoolBuilder::new().num_threads(1).build())
        .collect();
    let pools = pools.map_err(|error| error.to_string())?;
    thread::scope(|scope| {
        for pool in &pools {
            let (next, done) = (&next, &done);
            let work = move || {
                while !stop.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(task) = tasks.get(index) else { return };
                    let came_to = simulate(&task.of.0, task.seeds, task.options.clone(), stop);
                    *done[index].lock().unwrap_or_else(PoisonError::into_inner) = came_to;
                    on_ended(index);
                }
            };
            scope.spawn(move || pool.install(work));
        }
    });
    let done = done
        .into_iter()
        .map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner));
    Ok(done.collect())
}
