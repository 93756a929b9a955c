//! Runs a plan: in parallel, from where it stood, whatever happens to single runs.
//!
//! Each worker is a thread with a pool of one thread of its own: what a run computes in parallel stays with it, so that a worker
//! that waits for a hazard another one is computing cannot be given that very work. Runs are begun hazard seed by hazard seed, so
//! that few hazards are held at once, and only so many cells at a time as can be held too.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use rayon::ThreadPoolBuilder;

use super::cells::{Cells, ReadyCell};
use super::folder::BatchFolder;
use super::journal::{Entry, Failure, Journal, Outcome, RunKey};
use super::keep::{Keep, Keeper};
use super::plan::Planned;
use super::register::Registered;
use super::tables::{Place, Results};
use super::waters::{Held, Waters};
use super::worker;
use crate::record::{BatchRecord, FolderError, SeedChoice, WriteError};
use crate::simulation::{Options, Recording};

/// So many cells are held ready at once.
const CELLS_AT_ONCE: usize = 24;
/// So many ended runs wait to be written down before workers wait too.
const ENDED_AT_ONCE: usize = 64;

/// How a batch is to be carried out.
#[derive(Debug, Clone)]
pub struct BatchOptions {
    /// So many runs at a time.
    pub jobs: usize,
    /// What stays of each run.
    pub keep: Keep,
    /// Does runs again that failed before.
    pub retry_failed: bool,
    /// The language of texts in runs that are kept.
    pub language: String,
}

/// What a batch tells while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// It is known what there is to do.
    Begun {
        /// Runs of the plan.
        runs: usize,
        /// Of these, done before.
        before: usize,
        /// Of these, the same as others, and not done again.
        shared: usize,
        /// Of these, failed.
        failed: usize,
    },
    /// A run has ended.
    Ended {
        /// Which.
        run: Planned,
        /// Whether it failed.
        failed: bool,
    },
}

/// What a batch came to.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchSummary {
    /// Its folder.
    pub folder: PathBuf,
    /// What it is made of and came to.
    pub record: BatchRecord,
    /// Runs that were done now.
    pub done: usize,
    /// Runs that are still to be done, because it was stopped.
    pub left: usize,
    /// Runs that failed, now or before.
    pub failed: usize,
    /// Runs of earlier commands in the same folder that this one did not ask for: its tables are without them.
    pub left_out: usize,
    /// The first failures, in the order of the plan.
    pub failures: Vec<(Planned, Failure)>,
}

/// Why a batch could not go on. What was done stays done.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The machine refused.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A run that is to be kept could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// No threads.
    #[error("no thread could be started: {0}")]
    Threads(String),
    /// A run cannot be kept for a reason that lies in the program or the scenario.
    #[error("{0}")]
    Keep(String),
}

/// So many failures are told at the end.
const FAILURES_TOLD: usize = 5;

/// Carries out what of a plan has not been done yet, and writes its tables when all is done.
///
/// # Errors
/// The machine refuses. Runs that fail are no error.
pub fn carry_out(
    registered: &Registered,
    options: &BatchOptions,
    folder: &BatchFolder,
    stop: &AtomicBool,
    on_event: &mut dyn FnMut(Event),
) -> Result<BatchSummary, BatchError> {
    let mut record = registered.record(options.keep);
    folder.write_record(&record)?;
    registered.write_inputs(folder)?;
    let keeper = Keeper::new(registered, folder, &options.language);
    let (mut journal, mut ended, left_out) = what_was_done(registered, options, folder, &keeper)?;
    let todo = ended.todo(registered, options.keep);
    let shared = shared(registered, options.keep);
    on_event(Event::Begun {
        runs: ended.places.len(),
        before: ended.places.len() - shared - todo.len(),
        shared,
        failed: ended.failed(),
    });
    let done = run_all(
        &Batch {
            registered,
            options,
            keeper: &keeper,
            stop,
            todo: &todo,
        },
        |run, outcome| {
            let failed = matches!(outcome, Outcome::Failure(_));
            let entry = Entry {
                run: RunKey::new(registered.hash_of(run.cell), run.seeds),
                outcome,
            };
            let at = journal
                .push(&entry)
                .map_err(|error| folder.journal_error(error))?;
            ended.places[run.index] = Some(Place { at, failed });
            on_event(Event::Ended { run, failed });
            Ok(())
        },
    )?;
    ended.share(registered);
    let left = todo.len() - done;
    let failures = first_failures(registered, &ended, &journal, folder)?;
    if left == 0 {
        let reader = || journal.reader().map_err(|error| folder.journal_error(error));
        let results = Results {
            plan: &registered.plan,
            scenario: &registered.scenario,
            title: &registered.title,
            places: &ended.places,
        };
        let published = results.publish(folder, reader()?)?;
        (record.files, record.failed) = (published.files, published.failed);
        if options.keep == Keep::Chosen {
            record.chosen = keeper.choose(&results, reader()?)?;
        }
        record.finished = true;
        folder.write_record(&record)?;
    }
    Ok(BatchSummary {
        folder: folder.path().to_owned(),
        record,
        done,
        left,
        failed: ended.failed(),
        left_out,
        failures,
    })
}

/// Whether the runs of a cell are those of an earlier one, and not done again. Those that are kept have a folder each.
fn is_shared(registered: &Registered, keep: Keep, cell: usize) -> bool {
    registered.same_as[cell].is_some() && keep != Keep::All
}

/// How many runs are the same as others, and not done again.
fn shared(registered: &Registered, keep: Keep) -> usize {
    let cells = 0..registered.plan.cells.len();
    cells.filter(|cell| is_shared(registered, keep, *cell)).count() * registered.luck.len()
}

/// Where what ended stands in the journal.
struct Ended {
    places: Vec<Option<Place>>,
}

impl Ended {
    fn failed(&self) -> usize {
        self.places.iter().flatten().filter(|place| place.failed).count()
    }

    /// Runs of cells that are the same as earlier ones came to the same.
    fn share(&mut self, registered: &Registered) {
        let runs = registered.luck.len();
        for (cell, same) in registered.same_as.iter().enumerate() {
            if let Some(same) = same {
                let of_same: Vec<Option<Place>> = self.places[same * runs..(same + 1) * runs].to_vec();
                self.places[cell * runs..(cell + 1) * runs].copy_from_slice(&of_same);
            }
        }
    }

    /// Runs that are to be done, in the order in which they begin: a few cells at a time, by the luck of the hazard.
    fn todo(&self, registered: &Registered, keep: Keep) -> Vec<usize> {
        let runs = registered.luck.len();
        let groups = groups(registered, keep);
        let all = groups.iter().flat_map(|group| {
            (0..runs).flat_map(move |luck| group.iter().map(move |cell| cell * runs + luck))
        });
        all.filter(|index| self.places[*index].is_none()).collect()
    }
}

/// The cells that have runs of their own, in groups that are run together.
fn groups(registered: &Registered, keep: Keep) -> Vec<Vec<usize>> {
    let own: Vec<usize> = (0..registered.plan.cells.len())
        .filter(|cell| !is_shared(registered, keep, *cell))
        .collect();
    own.chunks(CELLS_AT_ONCE).map(<[usize]>::to_vec).collect()
}

/// Reads the journal: what has been done of this plan, and how many runs it holds that are not of it.
fn what_was_done(
    registered: &Registered,
    options: &BatchOptions,
    folder: &BatchFolder,
    keeper: &Keeper,
) -> Result<(Journal, Ended, usize), FolderError> {
    let by_key = registered.by_key();
    let runs = registered.luck.len();
    let mut places: Vec<Option<Place>> = vec![None; registered.plan.cells.len() * runs];
    let mut left_out = 0;
    let journal = folder.journal(|at, entry| {
        if let Some(index) = by_key.index_of(&entry.run) {
            let failed = matches!(entry.outcome, Outcome::Failure(_));
            // The last word counts: what failed may have been done again.
            places[index] = Some(Place { at, failed });
        } else if matches!(entry.outcome, Outcome::Metrics(_)) {
            left_out += 1;
        }
    })?;
    let mut ended = Ended { places };
    ended.share(registered);
    for (index, place) in ended.places.iter_mut().enumerate() {
        let Some(Place { failed, .. }) = *place else {
            continue;
        };
        let is_lost = !failed
            && options.keep == Keep::All
            && !keeper.is_kept(index / runs, registered.luck.seeds(index % runs));
        if (failed && options.retry_failed) || is_lost {
            *place = None;
        }
    }
    Ok((journal, ended, left_out))
}

fn first_failures(
    registered: &Registered,
    ended: &Ended,
    journal: &Journal,
    folder: &BatchFolder,
) -> Result<Vec<(Planned, Failure)>, FolderError> {
    let error = |error| folder.journal_error(error);
    let mut reader = journal.reader().map_err(error)?;
    let failed = (0..)
        .zip(&ended.places)
        .filter_map(|(index, place)| Some((index, (*place)?)));
    let failed = failed.filter(|(_, place)| place.failed).take(FAILURES_TOLD);
    let told =
        failed.map(|(index, place)| Ok((registered.planned(index), reader.at(place.at).map_err(error)?)));
    let told: Vec<(Planned, Outcome)> = told.collect::<Result<_, FolderError>>()?;
    let failures = told.into_iter().filter_map(|(run, outcome)| match outcome {
        Outcome::Failure(failure) => Some((run, failure)),
        Outcome::Metrics(_) => None,
    });
    Ok(failures.collect())
}

/// What the workers share.
struct Batch<'a> {
    registered: &'a Registered,
    options: &'a BatchOptions,
    keeper: &'a Keeper<'a>,
    stop: &'a AtomicBool,
    todo: &'a [usize],
}

/// Has all workers do runs until none is left, or until they are stopped; how many were done.
fn run_all(
    batch: &Batch,
    mut on_ended: impl FnMut(Planned, Outcome) -> Result<(), BatchError>,
) -> Result<usize, BatchError> {
    let runs = batch.registered.luck.len();
    let mut left = vec![0; batch.registered.plan.cells.len()];
    for index in batch.todo {
        left[index / runs] += 1;
    }
    let cells = Cells::new(
        &batch.registered.plan.scenario,
        &batch.registered.plan.cells,
        &batch.registered.hashes,
        &left,
    );
    let groups = groups(batch.registered, batch.options.keep);
    let waters = Waters::new(&cells, groups, left.len());
    let next = AtomicUsize::new(0);
    let (tell, told) = mpsc::sync_channel(ENDED_AT_ONCE);
    let jobs = batch.options.jobs.clamp(1, batch.todo.len().max(1));
    thread::scope(|scope| {
        let mut refusal = None;
        for _ in 0..jobs {
            let (cells, waters, next, tell) = (&cells, &waters, &next, tell.clone());
            let worker = move || batch.work(cells, waters, next, &tell);
            let pool = ThreadPoolBuilder::new().num_threads(1).build();
            let spawned = pool.map_err(|error| error.to_string()).and_then(|pool| {
                let thread = thread::Builder::new().name("run".to_owned());
                let spawned = thread.spawn_scoped(scope, move || pool.install(worker));
                spawned.map_err(|error| error.to_string())
            });
            if let Err(problem) = spawned {
                batch.stop.store(true, Ordering::Relaxed);
                refusal = Some(BatchError::Threads(problem));
                break;
            }
        }
        drop(tell);
        let mut done = 0;
        // To the end, even after a refusal: else workers would wait for ever to tell.
        for ended in told {
            let written = ended.and_then(|(run, outcome)| on_ended(run, outcome));
            match written {
                Ok(()) => done += 1,
                Err(error) => {
                    batch.stop.store(true, Ordering::Relaxed);
                    refusal.get_or_insert(error);
                }
            }
        }
        refusal.map_or(Ok(done), Err)
    })
}

type Told = Result<(Planned, Outcome), BatchError>;

impl Batch<'_> {
    /// Does runs until none is left.
    fn work(&self, cells: &Cells, waters: &Waters, next: &AtomicUsize, tell: &mpsc::SyncSender<Told>) {
        let mut held = Held::default();
        while !self.stop.load(Ordering::Relaxed) {
            let Some(index) = self.todo.get(next.fetch_add(1, Ordering::Relaxed)) else {
                return;
            };
            let run = self.registered.planned(*index);
            let told = match cells.ready(run.cell) {
                Ok(cell) => {
                    let water = waters.of(run.cell, run.seeds.hazard, &mut held);
                    self.one(&cell, run, water).transpose()
                }
                Err(problem) => Some(Ok(Outcome::Failure(Failure::of_scenario(&problem)))),
            };
            cells.ended(run.cell);
            // Nothing is told of a run that was stopped: it has not been done.
            let Some(told) = told else { return };
            if tell.send(told.map(|outcome| (run, outcome))).is_err() {
                return;
            }
        }
    }

    /// One run; nothing if it was stopped.
    fn one(
        &self,
        cell: &Arc<ReadyCell>,
        run: Planned,
        recording: Option<Arc<Recording>>,
    ) -> Result<Option<Outcome>, BatchError> {
        let options = Options {
            without_tracks: self.options.keep != Keep::All,
            metrics_only: self.options.keep != Keep::All,
            recording,
            ..Options::default()
        };
        let records = match worker::simulate(cell, run.seeds, options, self.stop) {
            None => return Ok(None),
            Some(Err(failure)) => return Ok(Some(Outcome::Failure(failure))),
            Some(Ok(records)) => records,
        };
        if self.options.keep == Keep::All && records.incomplete.is_none() {
            self.keeper.keep(cell, run, SeedChoice::Given, &records)?;
        }
        Ok(Some(worker::outcome(&records)))
    }
}

#[cfg(test)]
mod tests;
