//! From what stands on the command line to a scenario that can be run.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::exit::{Exit, Stop};
use super::printer::Printer;
use crate::batch::{Cell, Ready, Unsound, load as load_cell};
use crate::compare::read_manifest;
use crate::diagnostic::{Diagnostics, Fault, Sources};
use crate::record::{RunManifest, RunName};
use crate::scenario::document::{reading, suggest};
use crate::scenario::load;
use crate::scenario::model::Scenario;
use crate::simulation::{MODEL_VERSION, loaded};

/// Where scenarios lie that are called by name.
pub(super) const FOLDER: &str = "scenarios";
/// The file that makes a folder a scenario.
const FILE: &str = "scenario.toml";

/// The folder of a scenario: a path, or a name below `scenarios/`.
pub(super) fn find(asked: &Path) -> Result<PathBuf, Stop> {
    let named = Path::new(FOLDER).join(asked);
    let is_name = asked.components().count() == 1;
    if !asked.join(FILE).exists() && is_name && named.is_dir() {
        return Ok(named);
    }
    if let (false, [first, ..]) = (asked.join(FILE).exists(), &*names(asked)) {
        let several = asked.join("*");
        return Err(Stop::input(format!(
            "`{}` is no scenario: it is a folder of scenarios",
            asked.display()
        ))
        .hint(format!(
            "name one of them, as in `{}`, or check all with `hotwash check {}`; `hotwash list` shows what there is",
            asked.join(first).display(),
            several.display()
        )));
    }
    if asked.symlink_metadata().is_ok() {
        return Ok(asked.to_owned());
    }
    let stop = Stop::input(format!("there is no scenario `{}`", asked.display()));
    let known = names(Path::new(FOLDER));
    let near = asked
        .to_str()
        .and_then(|asked| suggest::nearest(asked, known.iter().map(String::as_str)));
    Err(match near {
        Some(near) => stop.hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => stop
            .hint("name the folder of a scenario, or begin one with `hotwash new my-school --from school`"),
        None => stop.hint("`hotwash list` shows what there is"),
    })
}

/// A scenario that is asked for and its script: the folder, and what the command line lays over it.
pub(super) fn script(asked: &Path, variant: Option<&str>, set: &[String]) -> Result<(PathBuf, Cell), Stop> {
    let folder = find(asked)?;
    let variants = all_variants(&folder, variant.iter().map(|name| (*name).to_owned()).collect())?;
    let variant = match &*variants {
        [] => None,
        [one] => Some(one.clone()),
        several => {
            return Err(Stop::input("one variant is laid over a scenario, not several")
                .hint(format!("name one of {}", several.join(", "))));
        }
    };
    let cell = Cell {
        variant,
        set: set.to_vec(),
        ..Cell::default()
    };
    Ok((folder, cell))
}

/// The variants that are asked for, each once; all for `all`.
pub(super) fn all_variants(scenario: &Path, asked: Vec<String>) -> Result<Vec<String>, Stop> {
    let known = load::variants(scenario).map_err(|error| Stop::input(error.to_string()))?;
    let mut found: Vec<String> = Vec::new();
    for name in asked.iter().map(|name| name.trim()) {
        let more = match name {
            "all" => known.clone(),
            "" | RunName::BASE => continue,
            name if known.iter().any(|known| known == name) => vec![name.to_owned()],
            name => {
                let help = suggest::did_you_mean(name, known.iter().map(String::as_str));
                return Err(Stop::input(format!("the scenario has no variant `{name}`")).maybe_hint(help));
            }
        };
        for name in more {
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    Ok(found)
}

/// The names of the scenarios that lie in a folder, in alphabetical order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let folders = entries.filter_map(|entry| entry.ok().filter(|entry| entry.path().join(FILE).is_file()));
    let mut names: Vec<String> = folders
        .filter_map(|folder| folder.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

/// Reads an action log that is to be replayed.
pub(super) fn read_log(path: &Path) -> Result<String, Stop> {
    let mut sources = Sources::default();
    match reading::read(&mut sources, path) {
        Ok(id) => Ok(sources.get(id).text.to_string()),
        Err(error) => Err(Stop::input(error.into_diagnostic(None).message)),
    }
}

/// Loads a scenario that is to be run. Warnings and errors are said at once.
pub(super) fn load(
    folder: &Path,
    variant: Option<&str>,
    settings: &[String],
    decisions: &[String],
    printer: Printer,
) -> Result<Scenario, Stop> {
    if let Some(twice) = decided_twice(decisions) {
        return Err(Stop::input(format!("`{twice}` is decided twice"))
            .hint("give each decision one --decide: option and time together, as in leave=hold@10:31"));
    }
    let mut loaded = loaded(folder, variant, settings);
    if let Some(scenario) = &mut loaded.scenario {
        for decision in decisions {
            if let Err(problem) = load::decide(scenario, decision) {
                loaded.diagnostics.push(*problem);
            }
        }
    }
    printer.diagnostics(&loaded.diagnostics, &loaded.sources);
    match loaded.scenario {
        Some(scenario) if !loaded.diagnostics.has_errors() => Ok(scenario),
        _ => Err(Stop::Said(exit_of(&loaded.diagnostics))),
    }
}

/// Loads a scenario with what is laid over it, to see what can be asked of it. What is odd in it is said when its runs are made.
pub(super) fn seen(folder: &Path, cell: &Cell, printer: Printer) -> Result<Scenario, Stop> {
    let loaded = load_cell(folder, cell).map_err(|unsound| refused(&unsound, printer))?;
    Ok(loaded.scenario)
}

/// Loads a scenario with what is laid over it, of which many runs are to be made.
pub(super) fn ready(folder: &Path, cell: &Cell, printer: Printer) -> Result<Ready, Stop> {
    let ready = Ready::load(folder, cell).map_err(|unsound| refused(&unsound, printer))?;
    ready.map_err(Stop::input)
}

/// Says what is wrong with a scenario as a cell has it.
fn refused(unsound: &Unsound, printer: Printer) -> Stop {
    printer.diagnostics(&unsound.diagnostics, &unsound.sources);
    Stop::Said(exit_of(&unsound.diagnostics))
}

/// A decision that two `--decide` are about.
fn decided_twice(decisions: &[String]) -> Option<&str> {
    let name = |spec: &'_ String| spec.split('=').next().unwrap_or(spec).trim().to_owned();
    let second = decisions
        .iter()
        .enumerate()
        .find(|(i, spec)| decisions[..*i].iter().any(|d| name(d) == name(spec)));
    second.map(|(_, spec)| spec.split('=').next().unwrap_or(spec))
}

/// How the program ends for what was found wrong.
pub(super) fn exit_of(found: &Diagnostics) -> Exit {
    match found.fault() {
        Some(Fault::Environment) => Exit::Environment,
        _ => Exit::Input,
    }
}

/// The scenario of a run, from what its folder holds, with everything that was laid over it; and its manifest.
pub(super) fn of_run(run: &Path, printer: Printer) -> Result<(RunManifest, Arc<Scenario>), Stop> {
    let manifest = read_manifest(run).map_err(|error| {
        Stop::input(error.to_string()).hint("name the folder that `hotwash run` left: it holds manifest.json")
    })?;
    let ready = ready(&run.join(INPUTS), &cell_of(&manifest), printer)?;
    is_as_it_was(&manifest, ready.scenario())?;
    Ok((manifest, Arc::clone(ready.scenario())))
}

/// Where a run keeps the files of its scenario.
pub(super) const INPUTS: &str = "inputs/files";

/// What was laid over the scenario of a run.
pub(super) fn cell_of(manifest: &RunManifest) -> Cell {
    Cell {
        variant: (manifest.variant != RunName::BASE).then(|| manifest.variant.clone()),
        set: manifest.set.clone(),
        decide: manifest.decide.clone(),
        levels: Vec::new(),
    }
}

/// Whether what a run holds still is what it was made of, by this version of the model.
pub(super) fn is_as_it_was(manifest: &RunManifest, scenario: &Scenario) -> Result<(), Stop> {
    if manifest.model_version == MODEL_VERSION && scenario.hash == manifest.resolved_scenario_sha256 {
        return Ok(());
    }
    Err(Stop::input(format!(
        "the run cannot be done again as it was: it was made by version {} of the model, this is version {MODEL_VERSION}",
        manifest.model_version
    ))
    .hint("run the scenario again, and name that run"))
}
