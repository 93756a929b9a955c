//! `hotwash spreadsheet`: a run, a batch or a comparison as a workbook.

use std::path::{Path, PathBuf};

use super::exit::Stop;
use super::printer::{self, Printer};
use crate::compare::ReadError;
use crate::record::{BATCH, Catalogue, MANIFEST, replace_file};
use crate::workbook::{
    Headings, Sheet, WorkbookError, batch_sheets, comparison_sheets, run_sheets, workbook,
};

const AFTER_HELP: &str = "\
Examples:
  hotwash spreadsheet outputs/durres-school/base/seed-1
  hotwash spreadsheet outputs/fire-drill/batch-1f3a9c --out batch.xlsx
  hotwash spreadsheet outputs/fire-drill/batch-1f3a9c/comparison --language sq

A run has a sheet for each question of a debrief: who knew when who was missing, which way out and how long, what help
came when, whether the warning came before the water, what was decided and what came of it. Times are durations that
a spreadsheet can add up, in whatever language it is.";

/// What the workbook is called, where nobody says.
const NAME: &str = "debrief.xlsx";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The folder of a run, a batch or a comparison
    folder: PathBuf,
    /// The file to write; beside the folder, with its name, if left out
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The language of the sheets' names
    #[arg(long, value_name = "CODE", default_value = "en")]
    language: String,
    /// Replace a file that stands there
    #[arg(long)]
    force: bool,
    /// Print nothing but errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// What is read of a manifest, whatever it is of.
#[derive(serde::Deserialize)]
struct Manifest {
    title: String,
    kind: Option<String>,
    starts: Option<String>,
}

pub(super) fn spreadsheet(args: &Args, printer: Printer) -> Result<(), Stop> {
    let catalogue = Catalogue::load(&args.language)?;
    let target = args.out.clone().unwrap_or_else(|| beside(&args.folder));
    if target.exists() && !args.force {
        return Err(Stop::input(format!("`{}` exists", target.display()))
            .hint("say --force to replace it, or --out FILE for another place"));
    }
    let (sheets, title, starts) = sheets(&args.folder, &catalogue)?;
    let bytes = workbook(&title, &starts, &sheets).map_err(|error| match error {
        WorkbookError::TooLong { .. } => Stop::input(error.to_string()),
        WorkbookError::Writer(_) => Stop::defect(error.to_string()),
    })?;
    let write =
        |file: &mut (dyn std::io::Write + Send)| Ok::<_, crate::record::FolderError>(file.write_all(&bytes));
    replace_file(&target, write).map_err(super::report::failed)?;
    if !printer.is_quiet() {
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        printer::out(&format!(
            "Written to {}: {}.\n",
            target.display(),
            names.join(", ")
        ))?;
    }
    Ok(())
}

/// Beside the folder: `seed-1-debrief.xlsx`.
fn beside(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push("-");
    name.push(NAME);
    folder.with_file_name(name)
}

/// The sheets of what lies in a folder, its title, and when the exercise starts.
fn sheets(folder: &Path, catalogue: &Catalogue) -> Result<(Vec<Sheet>, String, String), Stop> {
    let unreadable = |error: ReadError| Stop::input(error.to_string());
    if folder.join(BATCH).is_file() {
        let manifest = manifest(&folder.join(BATCH))?;
        return Ok((
            batch_sheets(folder).map_err(unreadable)?,
            manifest.title,
            String::new(),
        ));
    }
    let path = folder.join(MANIFEST);
    if !path.is_file() {
        return Err(Stop::input(format!(
            "`{}` is no run, batch or comparison: it has no {MANIFEST}",
            folder.display()
        ))
        .hint("name the folder that `hotwash run`, `batch` or `compare` left"));
    }
    let manifest = manifest(&path)?;
    let sheets = match manifest.kind.as_deref() {
        None => {
            let headings = Headings::of(|key| catalogue.text(key, &[]));
            run_sheets(folder, &headings).map_err(unreadable)?
        }
        Some("comparison") => comparison_sheets(folder).map_err(unreadable)?,
        Some(kind) => {
            return Err(Stop::input(format!(
                "`{}` holds {kind}, no run, batch or comparison",
                folder.display()
            )));
        }
    };
    Ok((sheets, manifest.title, manifest.starts.unwrap_or_default()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the folder is where the command line says"
)]
fn manifest(path: &Path) -> Result<Manifest, Stop> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Stop::input(format!("cannot read `{}`: {error}", path.display())))?;
    serde_json::from_str(&text).map_err(|error| Stop::input(format!("`{}`: {error}", path.display())))
}
