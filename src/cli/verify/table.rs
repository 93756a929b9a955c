//! `hotwash verify --table`: reference values of a file, held against what this program computes.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::exit::{Exit, Stop};
use super::super::layout::{Block, Row, Stress, blocks};
use super::super::printer::{self, Printer};
use crate::scenario::document::suggest;
use crate::verify::Verdict;
use crate::verify::ground_motion::{
    Agreement, LN_MEDIAN_TOLERANCE, SPREAD_TOLERANCE, TableReport, Worst, check_table,
};
use crate::vocabulary::{GroundMotionModel, Measure};

/// The kinds of tables there are.
const KINDS: [&str; 1] = ["ground-motion"];

/// Checks the table of `asked`, which is `KIND=FILE`.
pub(super) fn check(asked: &str, printer: Printer) -> Result<(), Stop> {
    let (kind, file) = asked.split_once('=').unwrap_or((asked, ""));
    if !KINDS.contains(&kind) {
        let stop = Stop::input(format!("there is no kind of table `{kind}`"));
        return Err(stop.maybe_hint(suggest::did_you_mean(kind, KINDS)));
    }
    if file.is_empty() {
        return Err(
            Stop::input(format!("`--table {kind}` names no file")).hint(format!("--table {kind}=FILE.csv"))
        );
    }
    let report = check_table(&read(Path::new(file))?)
        .map_err(|error| Stop::input(format!("`{file}`, line {}: {}", error.line, error.reason)))?;
    printer::out(&text(&report, printer))?;
    if report.holds() {
        Ok(())
    } else {
        Err(Stop::Said(Exit::Environment))
    }
}

/// The text of a file.
#[expect(
    clippy::disallowed_methods,
    reason = "the table is where the command line says"
)]
fn read(file: &Path) -> Result<String, Stop> {
    let shown = file.display();
    let bytes =
        std::fs::read(file).map_err(|error| Stop::input(format!("cannot read `{shown}`: {error}")))?;
    String::from_utf8(bytes).map_err(|error| {
        let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = String::from_utf8_lossy(sound).split('\n').count();
        Stop::input(format!("`{shown}`, line {line}: this is not UTF-8")).hint("save it as CSV UTF-8")
    })
}

fn text(report: &TableReport, printer: Printer) -> String {
    let columns = ["rows", "ln median off by", "tau off by", "phi off by", "verdict"];
    let mut block = Block::new("Ground motion", columns.map(str::to_owned));
    for agreement in &report.agreements {
        block.push(row(agreement));
    }
    let table = if block.is_empty() {
        "no row is about a model and a measure of ours\n".to_owned()
    } else {
        blocks(&[block], printer.width(), printer.paint())
    };
    let checked = format!(
        "{} rows checked; tolerances: ln median {LN_MEDIAN_TOLERANCE}, tau and phi {SPREAD_TOLERANCE}\n",
        report.rows()
    );
    table + &checked + &skipped(&report.skipped)
}

fn row(agreement: &Agreement) -> Row {
    let label = format!("{} {}", agreement.model.word(), agreement.measure.name());
    let (verdict, stress) = if agreement.holds() {
        (Verdict::Pass, Stress::Good)
    } else {
        (Verdict::Fail, Stress::Bad)
    };
    let cells = [
        agreement.rows.to_string(),
        off(agreement.ln_median, LN_MEDIAN_TOLERANCE),
        off(agreement.tau, SPREAD_TOLERANCE),
        off(agreement.phi, SPREAD_TOLERANCE),
        verdict.word().to_owned(),
    ];
    Row::new(label, cells).stressed(stress)
}

/// A difference; where it is too large, also the line.
fn off(worst: Worst, tolerance: f64) -> String {
    if worst.off < tolerance {
        format!("{:.1e}", worst.off)
    } else {
        format!("{:.1e} (line {})", worst.off, worst.line)
    }
}

/// What is in the table and not in this program, and what there is.
fn skipped(skipped: &BTreeMap<String, u64>) -> String {
    if skipped.is_empty() {
        return String::new();
    }
    let rows: u64 = skipped.values().sum();
    let head = format!("{rows} rows skipped, which are about models and measures that are not ours:");
    let names = skipped.iter().map(|(name, rows)| format!("  {name}: {rows}"));
    let models = GroundMotionModel::ALL.map(GroundMotionModel::word).join(", ");
    let measures = Measure::ALL.map(Measure::name).join(", ");
    let ours = format!("ours are {models}; {measures}\n");
    let lines: Vec<String> = std::iter::once(head).chain(names).chain([ours]).collect();
    lines.join("\n")
}
