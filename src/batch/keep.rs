//! What stays of the runs of a batch beside its tables.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::cells::{Cells, ReadyCell};
use super::folder::BatchFolder;
use super::journal::{JournalReader, Outcome};
use super::plan::{Cell, Planned};
use super::register::Registered;
use super::runner::BatchError;
use super::tables::Results;
use super::worker;
use crate::record::{
    Catalogue, ChosenRun, MANIFEST, Provenance, RUNS, Records, RunName, SeedChoice, Stopwatch, io_error,
    write,
};
use crate::sim::Seeds;
use crate::simulation::{Options, case_name, names, provenance};
use crate::vocabulary::{Better, METRICS, MetricSpec, metric_spec};

/// What stays of each run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Its metrics.
    Metrics,
    /// Its metrics, and for each variant and case the folder of a typical run and of the worst.
    Chosen,
    /// Its metrics and its folder.
    All,
}

impl Keep {
    /// Every one of them.
    pub const ALL: [Self; 3] = [Self::Metrics, Self::Chosen, Self::All];

    /// As it stands on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Metrics => "metrics",
            Self::Chosen => "chosen",
            Self::All => "all",
        }
    }
}

/// Where a run comes from, as `hotwash run` would have it.
///
/// # Errors
/// In words, where the scenario starts outside any calendar.
pub fn provenance_of(
    cell: &Cell,
    ready: &crate::scenario::model::Scenario,
    seeds: Seeds,
    choice: SeedChoice,
    language: &str,
) -> Result<Provenance, String> {
    let plain = provenance(ready, seeds, choice, language).map_err(|error| error.to_string())?;
    Ok(Provenance {
        run: RunName {
            case: case_name(&cell.decide, &cell.set, seeds).map(Into::into),
            ..plain.run
        },
        set: cell.set.clone(),
        decide: cell.decide.clone(),
        ..plain
    })
}

/// What the manifest of a run says that was picked for its outcome.
const PICKED: &str = "picked";

/// Keeps runs in the folder of a batch.
pub(super) struct Keeper<'a> {
    registered: &'a Registered,
    folder: &'a BatchFolder,
    language: &'a str,
}

impl<'a> Keeper<'a> {
    pub(super) fn new(registered: &'a Registered, folder: &'a BatchFolder, language: &'a str) -> Self {
        Self {
            registered,
            folder,
            language,
        }
    }

    /// Where a run lies, below the folder of the batch.
    fn place(&self, cell: usize, seeds: Seeds) -> String {
        let cell = &self.registered.plan.cells[cell];
        let case = case_name(&cell.decide, &cell.set, seeds);
        let case = case.map_or_else(String::new, |case| format!("{case}/"));
        format!("{RUNS}/{}/{case}seed-{}", cell.variant(), seeds.people)
    }

    fn path(&self, cell: usize, seeds: Seeds) -> PathBuf {
        self.folder.path().join(self.place(cell, seeds))
    }

    /// Whether a run lies there, whole, and not because it was picked.
    pub(super) fn is_kept(&self, cell: usize, seeds: Seeds) -> bool {
        let manifest = File::open(self.path(cell, seeds).join(MANIFEST));
        let manifest = manifest.ok().map(BufReader::new);
        let manifest = manifest.and_then(|file| serde_json::from_reader::<_, serde_json::Value>(file).ok());
        manifest.is_some_and(|manifest| manifest["seeds"]["choice"] != PICKED)
    }

    /// Writes the folder of a run.
    pub(super) fn keep(
        &self,
        ready: &ReadyCell,
        run: Planned,
        choice: SeedChoice,
        records: &Records,
    ) -> Result<(), BatchError> {
        let cell = &self.registered.plan.cells[run.cell];
        let provenance = provenance_of(cell, &ready.scenario, run.seeds, choice, self.language)
            .map_err(BatchError::Keep)?;
        let catalogue =
            Catalogue::load(self.language).map_err(|error| BatchError::Keep(error.to_string()))?;
        let names = names::of(&ready.scenario, &catalogue);
        let catalogue = catalogue.for_scenario(provenance.clock, names);
        let target = self.path(run.cell, run.seeds);
        // What is left of a run of ours that somebody deleted the half of.
        if target.is_dir() && !target.join(MANIFEST).is_file() {
            std::fs::remove_dir_all(&target).map_err(io_error("replace", &target))?;
        }
        write(
            records,
            &provenance,
            &catalogue,
            &mut Stopwatch::start(),
            &target,
            true,
        )?;
        Ok(())
    }

    /// Writes a typical run of each cell and the worst, by the metric that the batch is judged by.
    pub(super) fn choose(
        &self,
        results: &Results,
        mut journal: JournalReader,
    ) -> Result<Vec<ChosenRun>, BatchError> {
        let Some(metric) = &self.registered.judged_by else {
            return Ok(Vec::new());
        };
        let mut values: Vec<Vec<(f64, Planned)>> = vec![Vec::new(); results.plan.cells.len()];
        // What never came is worse than anything that came late.
        let never = if is_higher_better(metric) {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
        let mut is_known = false;
        results
            .each(&mut journal, |run, outcome| {
                if let Outcome::Metrics(metrics) = outcome {
                    let found = metrics.iter().find(|cells| cells[0] == *metric);
                    let value = found.and_then(|cells| cells[1].parse().ok());
                    is_known |= value.is_some();
                    values[run.cell].push((value.unwrap_or(never), run));
                }
                Ok(())
            })
            .map_err(|error| self.folder.journal_error(error))?;
        if !is_known {
            return Ok(Vec::new());
        }
        let cells = Cells::new(
            &results.plan.scenario,
            &results.plan.cells,
            &self.registered.hashes,
            &vec![2; values.len()],
        );
        let mut chosen = Vec::new();
        for of_cell in values {
            for (is, run) in typical_and_worst(of_cell, metric) {
                self.keep_again(&cells, run)?;
                chosen.push(ChosenRun {
                    folder: self.place(run.cell, run.seeds),
                    is: is.to_owned(),
                    metric: metric.clone(),
                });
            }
        }
        Ok(chosen)
    }

    /// Does a run again, to keep it, unless it is there already.
    fn keep_again(&self, cells: &Cells, run: Planned) -> Result<(), BatchError> {
        if self.is_kept(run.cell, run.seeds) {
            cells.ended(run.cell);
            return Ok(());
        }
        let ready = cells.ready(run.cell).map_err(BatchError::Keep)?;
        let never = AtomicBool::new(false);
        let records = worker::simulate(&ready, run.seeds, Options::default(), &never);
        if let Some(Ok(records)) = records {
            self.keep(&Arc::clone(&ready), run, SeedChoice::Picked, &records)?;
        }
        cells.ended(run.cell);
        Ok(())
    }
}

/// The declaration of a metric, perhaps with `@` and what it is about.
fn declared(metric: &str) -> Option<&'static MetricSpec> {
    metric_spec(metric.split('@').next().unwrap_or(metric))
}

fn is_higher_better(metric: &str) -> bool {
    declared(metric).is_some_and(|spec| spec.better == Better::Higher)
}

/// Whether runs can be chosen by a metric of this name.
pub fn is_metric(name: &str) -> bool {
    declared(name).is_some()
}

/// The names of all metrics.
pub fn metric_names() -> impl Iterator<Item = &'static str> {
    METRICS.iter().map(|spec| spec.name)
}

/// The run in the middle of all and the worst one; only one where they are the same.
fn typical_and_worst(mut values: Vec<(f64, Planned)>, metric: &str) -> Vec<(&'static str, Planned)> {
    values.sort_by(|(a, of_a), (b, of_b)| a.total_cmp(b).then(of_a.index.cmp(&of_b.index)));
    let Some((_, middle)) = values.get(values.len().saturating_sub(1) / 2) else {
        return Vec::new();
    };
    let worst = if is_higher_better(metric) {
        values.first()
    } else {
        values.last()
    };
    let worst = worst
        .filter(|(_, worst)| worst != middle)
        .map(|(_, run)| ("worst", *run));
    std::iter::once(("typical", *middle)).chain(worst).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(values: &[f64]) -> Vec<(f64, Planned)> {
        let run = |(index, value): (usize, &f64)| {
            let seeds = Seeds::both(index as u64);
            (
                *value,
                Planned {
                    index,
                    cell: 0,
                    seeds,
                },
            )
        };
        values.iter().enumerate().map(run).collect()
    }

    fn chosen(values: &[f64], metric: &str) -> Vec<(&'static str, usize)> {
        typical_and_worst(runs(values), metric)
            .into_iter()
            .map(|(is, run)| (is, run.index))
            .collect()
    }

    #[test]
    fn the_worst_is_the_latest_or_the_fewest() {
        let values = [30.0, 10.0, 20.0, 50.0, 40.0];
        assert_eq!(chosen(&values, "last_out_s"), [("typical", 0), ("worst", 3)]);
        assert_eq!(chosen(&values, "town_beds"), [("typical", 0), ("worst", 1)]);
        assert_eq!(chosen(&[1.0], "last_out_s"), [("typical", 0)]);
        assert_eq!(chosen(&[], "last_out_s"), []);
    }
}
