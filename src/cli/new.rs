//! `hotwash new`: a scenario of one's own, begun from a template.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::exit::Stop;
use super::printer::{self, Printer};
use super::scenarios;
use crate::diagnostic::{Diagnostic, Diagnostics, Sources};
use crate::scenario::document::ids::check_id;
use crate::scenario::document::quantity::Misfit;
use crate::scenario::document::reading;
use crate::scenario::plan::wkt_import::plan_from_wkt;
use crate::scenario::templates::{self, TemplateFile};

const AFTER_HELP: &str = "\
Examples:
  hotwash new my-school
  hotwash new my-exercise --from tabletop
  hotwash new my-school --from sheets
  hotwash new my-school --from durres-school
  hotwash new my-town --from town
  hotwash new ~/exercises/my-school
  hotwash new corridor --wkt area.wkt --exits exits.wkt
  hotwash new bottleneck --from-case case.json

A plain name begins a folder below scenarios/, where `hotwash run` and `hotwash list` look for it.";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The name of the new scenario, or the path of its folder
    name: PathBuf,
    /// The template: school (commented, to start from), tabletop (the same with modules and questions for the table), sheets (your
    /// own building from tables), town (a small town under an earthquake), fire-drill or durres-school
    #[arg(long, value_name = "TEMPLATE", default_value = "school")]
    from: String,
    /// A walkable area as well-known text, as `JuPedSim` exports it: begins a drill in that geometry
    #[arg(long, value_name = "FILE", requires = "exits", conflicts_with = "from")]
    wkt: Option<PathBuf>,
    /// Its exits, as well-known text: areas where people are done, or lines to the street
    #[arg(long, value_name = "FILE", requires = "wkt")]
    exits: Option<PathBuf>,
    /// A case of a pedestrian simulator as JSON (`area_wkt`, `exits`, `agents`): begins a scenario of its area and its
    /// people alone, each at the stated place and speed
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "wkt"])]
    from_case: Option<PathBuf>,
}

pub(super) fn new(args: &Args, printer: Printer) -> Result<(), Stop> {
    let is_name = args.name.components().count() == 1;
    let target = if is_name {
        Path::new(scenarios::FOLDER).join(&args.name)
    } else {
        args.name.clone()
    };
    let name = target
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let files = match (&args.wkt, &args.exits, &args.from_case) {
        (Some(area), Some(exits), _) => drill_in(name, area, exits, printer)?,
        (_, _, Some(case)) => alone_in(name, case, printer)?,
        _ => templates::files(name, &args.from).map_err(misfit)?,
    };
    if target.symlink_metadata().is_ok() {
        return Err(Stop::input(format!("`{}` exists", target.display())).hint("choose another name"));
    }
    write_whole(&target, &files)
        .map_err(|error| Stop::environment(format!("cannot write `{}`: {error}", target.display())))?;
    let shown = if is_name {
        args.name.display()
    } else {
        target.display()
    };
    let names: Vec<&str> = files.iter().map(|file| file.name).collect();
    printer::out(&format!(
        "Begun {}: {}.\nNext: change scenario.toml, then `hotwash check {shown}` and `hotwash run {shown}`.\n",
        target.display(),
        names.join(", "),
    ))
}

fn misfit(misfit: Misfit) -> Stop {
    let stop = Stop::input(misfit.message);
    if misfit.help.is_empty() {
        stop
    } else {
        stop.hint(misfit.help)
    }
}

/// Writes a new folder, whole or not at all.
#[expect(
    clippy::disallowed_methods,
    reason = "a new scenario goes where the command line says"
)]
fn write_whole(target: &Path, files: &[TemplateFile]) -> io::Result<()> {
    let parent = target
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let draft = parent.join(format!(".new-{}", std::process::id()));
    let written = files.iter().try_for_each(|file| {
        let path = draft.join(file.name);
        fs::create_dir_all(path.parent().unwrap_or(&draft))?;
        fs::write(path, &file.text)
    });
    let moved = written.and_then(|()| fs::rename(&draft, target));
    if moved.is_err() {
        // Whatever could be written of it is of no use.
        let _ = fs::remove_dir_all(&draft);
    }
    moved
}

/// A drill in the geometry of a pedestrian simulator: one class in its (first) walkable area.
fn drill_in(name: &str, area: &Path, exits: &Path, printer: Printer) -> Result<Vec<TemplateFile>, Stop> {
    let mut sources = Sources::default();
    let read = |path: &Path, sources: &mut Sources| {
        reading::read(sources, path).map_err(|error| Box::new(error.into_diagnostic(None)))
    };
    let plan = read(area, &mut sources).and_then(|area| {
        let exits = read(exits, &mut sources)?;
        let text = |source| sources.get(source).text.as_ref();
        plan_from_wkt((text(area), area), (text(exits), exits))
    });
    let plan = plan.map_err(|problem| said(*problem, &sources, printer))?;
    let space = if plan.contains("\"id\": \"hall-1\"") {
        "hall-1"
    } else {
        "hall"
    };
    templates::in_area(name, &plan, space).map_err(misfit)
}

/// The area and the people of a case, alone.
fn alone_in(name: &str, case: &Path, printer: Printer) -> Result<Vec<TemplateFile>, Stop> {
    check_id(name, false).map_err(misfit)?;
    let mut sources = Sources::default();
    let files = reading::read(&mut sources, case)
        .map_err(|error| Box::new(error.into_diagnostic(None)))
        .and_then(|source| templates::in_case(name, sources.get(source).text.as_ref(), source));
    files.map_err(|problem| said(*problem, &sources, printer))
}

fn said(problem: Diagnostic, sources: &Sources, printer: Printer) -> Stop {
    let mut found = Diagnostics::default();
    found.push(problem);
    printer.diagnostics(&found, sources);
    Stop::Said(scenarios::exit_of(&found))
}
