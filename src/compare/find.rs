//! Finds runs in what is named: folders of runs, folders of batches, folders of such folders, and tables.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::pool::{Filling, Luck, Pool, RunOf};
use super::run::{ReadError, changed};
use super::table::take_table;
use crate::record::{BATCH, BatchRecord, FileRecord, MANIFEST, RUNS, RunManifest, SeedChoice, sha256};

/// The table of a batch.
const TABLE: &str = "runs.csv";
/// Runs lie no deeper than this below what is named: scenario, variant, case, run.
const DEEPEST: usize = 5;

/// What is wanted of what is found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Runs too that were picked for what they show.
    pub with_picked: bool,
}

/// Reads all runs of what is named.
///
/// # Errors
/// What cannot be read, or does not belong together.
pub fn read(named: &[PathBuf], wanted: Wanted) -> Result<Pool, ReadError> {
    let mut found = Found {
        wanted,
        filling: Filling::default(),
        picked: 0,
        broken_off: 0,
        failed: 0,
        changed: Vec::new(),
        without_version: Vec::new(),
    };
    for (source, path) in named.iter().enumerate() {
        if named[..source].contains(path) {
            return Err(changed(path, "it is named twice"));
        }
        let before = found.filling.pool.groups.len();
        let left_out = found.left_out();
        found.take(path, source, 0)?;
        if found.filling.pool.groups.len() == before {
            return Err(found.nothing_in(path, left_out));
        }
    }
    let sources: Vec<String> = named.iter().map(|path| path.display().to_string()).collect();
    if let (2.., [first, ..]) = (named.len(), &found.without_version[..]) {
        found.filling.pool.remarks.push(format!(
            "`{}` does not say by which version of the model it was made: what differs may differ for that alone",
            first.display()
        ));
    }
    found.say();
    Ok(found.filling.finish(&sources))
}

struct Found {
    wanted: Wanted,
    filling: Filling,
    /// Runs that were left out because they were picked.
    picked: usize,
    /// Runs that were left out because they broke off.
    broken_off: usize,
    /// Runs of batches that failed.
    failed: usize,
    /// Files that somebody has changed.
    changed: Vec<PathBuf>,
    /// Tables that do not say by which version of the model they were made.
    without_version: Vec<PathBuf>,
}

impl Found {
    fn take(&mut self, path: &Path, source: usize, depth: usize) -> Result<(), ReadError> {
        if path.is_file() {
            let bytes = bytes(path)?;
            self.version_of_table(path)?;
            return take_table(path, &bytes, source, &[], &mut self.filling);
        }
        if path.join(BATCH).is_file() {
            return self.take_batch(path, source);
        }
        if path.join(MANIFEST).is_file() {
            return self.take_run(path, source);
        }
        if depth == DEEPEST {
            return Ok(());
        }
        for below in folders(path)? {
            self.take(&below, source, depth + 1)?;
        }
        Ok(())
    }

    /// A table of a batch is of its version; of any other nobody knows by which it was made.
    fn version_of_table(&mut self, table: &Path) -> Result<(), ReadError> {
        let record = table.with_file_name(BATCH);
        if record.is_file() {
            let batch: BatchRecord = json(&record)?;
            return self.of(&record, &batch.scenario, &batch.title, &batch.model_version);
        }
        self.without_version.push(table.to_owned());
        Ok(())
    }

    fn take_batch(&mut self, folder: &Path, source: usize) -> Result<(), ReadError> {
        let path = folder.join(BATCH);
        let batch: BatchRecord = json(&path)?;
        if !batch.finished {
            return Err(changed(
                &path,
                "the batch has not been finished: the command that began it goes on with it",
            ));
        }
        self.of(&path, &batch.scenario, &batch.title, &batch.model_version)?;
        if batch.failed > 0 {
            self.failed += batch.failed;
            self.filling.pool.remarks.push(format!(
                "{} of `{}` failed and {} left out: its failures.csv says why",
                runs(batch.failed),
                folder.display(),
                are(batch.failed)
            ));
        }
        let table = folder.join(TABLE);
        let bytes = bytes(&table)?;
        self.look_for_changes(&table, &bytes, batch.files.get(TABLE));
        let before = self.filling.pool.groups.len();
        take_table(&table, &bytes, source, &batch.factors, &mut self.filling)?;
        for group in &mut self.filling.pool.groups[before..] {
            let cell = batch.cells.iter().find(|cell| cell.variant == group.variant);
            group.name = cell.map(|cell| cell.name.clone()).unwrap_or_default();
        }
        self.find_kept(folder, before);
        Ok(())
    }

    /// Runs of a batch that lie in folders of their own.
    fn find_kept(&mut self, folder: &Path, from: usize) {
        for index in from..self.filling.pool.groups.len() {
            let group = &self.filling.pool.groups[index];
            let below = folder.join(RUNS).join(&group.variant);
            let mut kept = kept_in(&below.join(&group.case), None);
            for case in folders(&below).unwrap_or_default() {
                let name = case
                    .file_name()
                    .and_then(|name| name.to_str())
                    .unwrap_or_default();
                kept.extend(
                    hazard_of(name, &group.case).map_or_else(Vec::new, |hazard| kept_in(&case, Some(hazard))),
                );
            }
            for (luck, run) in kept {
                self.filling.kept(index, luck, run);
            }
        }
    }

    fn take_run(&mut self, folder: &Path, source: usize) -> Result<(), ReadError> {
        let path = folder.join(MANIFEST);
        let run: RunManifest = match json::<serde_json::Value>(&path)? {
            // What many seeds of an earthquake came to is no run, and neither is a comparison.
            value if value.get("kind").is_some() => return Ok(()),
            value => serde_json::from_value(value).map_err(|error| changed(&path, &error.to_string()))?,
        };
        if run.seeds.choice == SeedChoice::Picked && !self.wanted.with_picked {
            self.picked += 1;
            return Ok(());
        }
        if run.incomplete.is_some() {
            self.broken_off += 1;
            return Ok(());
        }
        self.of(&path, &run.scenario, &run.title, &run.model_version)?;
        let table = folder.join("metrics.csv");
        if !table.is_file() {
            return Err(changed(
                &path,
                "the run is not whole: its metrics.csv is gone; remove its folder, or run it again",
            ));
        }
        let bytes = bytes(&table)?;
        self.look_for_changes(&table, &bytes, run.files.get("metrics.csv"));
        let luck = (run.seeds.hazard, run.seeds.people);
        let case = plain_case(run.case.as_deref().unwrap_or(""), luck);
        let group = self.filling.group(
            source,
            RunOf {
                variant: &run.variant,
                case: &case,
                luck,
            },
        );
        self.filling.run(group, luck);
        self.filling.take_metrics(&table, &bytes, group, luck)?;
        self.filling.kept(group, luck, folder.to_owned());
        Ok(())
    }

    /// Notes of which scenario and version something is.
    fn of(&mut self, path: &Path, scenario: &str, title: &str, version: &str) -> Result<(), ReadError> {
        self.filling
            .of_scenario(scenario)
            .map_err(|problem| changed(path, &problem))?;
        let pool = &mut self.filling.pool;
        if pool.title.is_empty() {
            title.clone_into(&mut pool.title);
        }
        pool.versions.insert(version.to_owned());
        Ok(())
    }

    fn look_for_changes(&mut self, path: &Path, bytes: &[u8], stated: Option<&FileRecord>) {
        if stated.is_some_and(|stated| stated.sha256 != sha256(bytes)) {
            self.changed.push(path.to_owned());
        }
    }

    /// Runs that were left out so far: picked, broken off, failed.
    fn left_out(&self) -> [usize; 3] {
        [self.picked, self.broken_off, self.failed]
    }

    fn nothing_in(&self, path: &Path, before: [usize; 3]) -> ReadError {
        let [picked, broken_off, failed] = self.left_out();
        let what = if picked > before[0] {
            "all its runs were picked for what they show: they say nothing of the others"
        } else if broken_off > before[1] {
            "all its runs broke off before their end"
        } else if failed > before[2] {
            "all its runs failed: its failures.csv says why"
        } else {
            "it holds no run, no batch and no table of runs"
        };
        changed(path, what)
    }

    /// Says what has to be known of what was found.
    fn say(&mut self) {
        let remarks = &mut self.filling.pool.remarks;
        if self.picked > 0 {
            remarks.push(format!(
                "{} picked for {} and {} left out: a comparison of those would prove what they were picked for",
                if self.picked == 1 { "1 run was".to_owned() } else { format!("{} runs were", self.picked) },
                if self.picked == 1 { "what it shows" } else { "what they show" },
                are(self.picked)
            ));
        }
        if self.broken_off > 0 {
            remarks.push(format!(
                "{} broke off before the end and {} left out",
                runs(self.broken_off),
                are(self.broken_off)
            ));
        }
        for path in &self.changed {
            remarks.push(format!(
                "`{}` has been changed since it was written",
                path.display()
            ));
        }
    }
}

/// `1 run`, `5 runs`.
pub(super) fn runs(count: usize) -> String {
    format!("{count} {}", if count == 1 { "run" } else { "runs" })
}

fn are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// The folders of runs in a folder, and their luck; that of the hazard is that of the people where nothing else is said.
fn kept_in(folder: &Path, hazard: Option<u64>) -> Vec<(Luck, PathBuf)> {
    let kept = folders(folder).unwrap_or_default().into_iter().filter_map(|run| {
        let seed = run.file_name()?.to_str()?.strip_prefix("seed-")?.parse().ok()?;
        let is_run = run.join(MANIFEST).is_file();
        is_run.then_some(((hazard.unwrap_or(seed), seed), run))
    });
    kept.collect()
}

/// The seed of the hazard that the folder of a case has in its name beside what is set.
fn hazard_of(name: &str, case: &str) -> Option<u64> {
    let rest = name.strip_prefix(case)?;
    let rest = if case.is_empty() {
        rest
    } else {
        rest.strip_prefix('+')?
    };
    rest.strip_prefix("hazard-seed=")?.parse().ok()
}

/// The name of a case without its hazard seed, which says itself.
fn plain_case(case: &str, (hazard, people): (u64, u64)) -> String {
    if hazard == people {
        return case.to_owned();
    }
    let own = format!("hazard-seed={hazard}");
    case.strip_suffix(&own)
        .map_or_else(|| case.to_owned(), |rest| rest.trim_end_matches('+').to_owned())
}

/// The folders below a folder, but for those whose names begin with a dot, in the order of their names.
fn folders(path: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let entries = fs::read_dir(path).map_err(|source| ReadError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    let is_folder = |entry: &fs::DirEntry| {
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        !is_hidden && entry.path().is_dir()
    };
    let mut folders: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(is_folder)
        .map(|entry| entry.path())
        .collect();
    folders.sort();
    Ok(folders)
}

fn json<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, ReadError> {
    serde_json::from_slice(&bytes(path)?).map_err(|error| changed(path, &error.to_string()))
}

#[expect(clippy::disallowed_methods, reason = "runs are where the command line says")]
fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    fs::read(path).map_err(|source| ReadError::Unreadable {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_of_the_hazard_is_no_part_of_a_case() {
        assert_eq!(plain_case("x=1+hazard-seed=7", (7, 3)), "x=1");
        assert_eq!(plain_case("hazard-seed=7", (7, 3)), "");
        assert_eq!(plain_case("x=1", (3, 3)), "x=1");
        assert_eq!(plain_case("a-long-one-1f3a9c", (7, 3)), "a-long-one-1f3a9c");
        assert_eq!(hazard_of("x=1+hazard-seed=7", "x=1"), Some(7));
        assert_eq!(hazard_of("hazard-seed=7", ""), Some(7));
        for (name, case) in [
            ("x=12+hazard-seed=7", "x=1"),
            ("seed-3", ""),
            ("x=1", "x=1"),
            ("x=1+y=2", "x=1"),
        ] {
            assert_eq!(hazard_of(name, case), None, "{name}");
        }
    }

    #[test]
    fn folders_are_looked_into_as_deep_as_runs_lie_and_hidden_ones_not_at_all() {
        let place = tempfile::tempdir().expect("a folder");
        let table =
            "scenario,variant,case,seed,metric,value,unit,basis\n,base,,1,injured,3,persons,sourced\n";
        let manifest = "{\"model_version\":\"1\",\"scenario\":\"drill\",\"title\":\"Drill\",\"variant\":\"base\",\"case\":null,\
                        \"seeds\":{\"hazard\":1,\"people\":1,\"choice\":\"given\"}}";
        for (folder, is_found) in [
            ("a/b/c/d/run", true),
            ("a/b/c/d/e/f", false),
            (".partial/run", false),
        ] {
            let folder = place.path().join(folder);
            fs::create_dir_all(&folder).expect("a folder");
            #[expect(clippy::disallowed_methods, reason = "the files of a test")]
            for (name, text) in [("metrics.csv", table), (MANIFEST, manifest)] {
                fs::write(folder.join(name), text).expect("written");
            }
            let found = read(&[place.path().to_owned()], Wanted::default());
            assert_eq!(found.is_ok(), is_found, "{}", folder.display());
            if let Ok(pool) = found {
                assert_eq!((pool.groups.len(), &*pool.title), (1, "Drill"));
                assert_eq!(pool.groups[0].folder((1, 1)), Some(&folder));
            }
            let first = place.path().join("a");
            for top in [first, place.path().join(".partial")] {
                let _ = fs::remove_dir_all(top);
            }
        }
    }
}
