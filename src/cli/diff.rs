//! `hotwash diff`: where two runs part, and what came of it.

use std::iter;
use std::path::PathBuf;

use super::exit::Stop;
use super::labels;
use super::layout::{self, Block, blocks, wrapped};
use super::printer::{self, Printer};
use super::summary::milliseconds;
use crate::compare::{Difference, FinishedRun, Metric, ReadError, Row, difference};
use crate::record::{Catalogue, elapsed};
use crate::vocabulary::Unit;

/// The language in which metrics are called.
const LANGUAGE: &str = "en";
/// Columns of a row before its text.
const BEFORE_TEXT: usize = 14;

const AFTER_HELP: &str = "\
Examples:
  hotwash diff outputs/fire-drill/base/seed-1 outputs/fire-drill/one-exit/seed-1
  hotwash diff outputs/durres-school/base/seed-1 outputs/durres-school/base/seed-2 --rows 50

Numbers of rows and the language of the texts do not count. What came of a
difference are rows that name it as their cause, or a row that does. One run
beside another is one throw of the dice beside another: a finding needs many.";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The folder of a run
    one: PathBuf,
    /// The folder of another run of the same scenario
    other: PathBuf,
    /// So many consequences are shown of each run
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    rows: usize,
}

pub(super) fn diff(args: &Args, printer: Printer) -> Result<(), Stop> {
    let one = FinishedRun::read(&args.one).map_err(|error| stop(&error))?;
    let other = FinishedRun::read(&args.other).map_err(|error| stop(&error))?;
    if one.scenario != other.scenario {
        return Err(Stop::input(format!(
            "these are runs of two scenarios, `{}` and `{}`: everything in them differs",
            one.scenario, other.scenario
        ))
        .hint("name two runs of one scenario: two variants, or two seeds"));
    }
    if one.model_version != other.model_version {
        printer.remark(&format!(
            "they were made by two versions of the model, {} and {}: they may differ for that alone",
            one.model_version, other.model_version
        ));
    }
    let names = names(&one, &other);
    let Some(found) = difference(&one, &other) else {
        let [a, b] = names;
        let rows = one.timeline.len();
        return printer::out(&format!(
            "{}: {a} and {b} are alike, all {rows} rows.\n",
            one.title
        ));
    };
    let mut lines = vec![
        printer
            .paint()
            .strong(&format!("{}: {} beside {}", one.title, names[0], names[1])),
        String::new(),
    ];
    lines.extend(parting(&found, &names, args.rows, printer.width()));
    lines.push(String::new());
    let metrics = metrics(&found, names, &Catalogue::load(LANGUAGE)?);
    let metrics = blocks(&[metrics], printer.width(), printer.paint());
    printer::out(&format!("{}\n{metrics}", lines.join("\n")))
}

fn stop(error: &ReadError) -> Stop {
    Stop::input(error.to_string()).hint("a run folder is what `hotwash run` leaves, unchanged")
}

/// What to call two runs: by their variants, and by their seeds where those are two.
fn names(one: &FinishedRun, other: &FinishedRun) -> [String; 2] {
    [one, other].map(|run| {
        if one.seed == other.seed && one.variant != other.variant {
            run.variant.clone()
        } else {
            format!("{} with seed {}", run.variant, run.seed)
        }
    })
}

/// Where the timelines part, and what came of it, line by line.
fn parting(found: &Difference<'_>, names: &[String; 2], rows: usize, width: usize) -> Vec<String> {
    let Some(row) = found.first.iter().flatten().next() else {
        return vec!["Their timelines are alike.".to_owned()];
    };
    let mut lines = vec![match found.alike {
        0 => format!("They part with the first that happens, at {}:", row.t),
        1 => format!("One row is alike. They part at {}:", row.t),
        alike => format!("{alike} rows are alike. They part at {}:", row.t),
    }];
    for (name, first) in names.iter().zip(&found.first) {
        lines.extend(section(name, first, usize::MAX, "nothing of its own", width));
    }
    lines.extend([String::new(), "What came of it:".to_owned()]);
    for ((name, came), own) in names.iter().zip(&found.consequences).zip(found.own) {
        lines.extend(section(name, came, rows, "nothing", width));
        lines.push(format!("    {own} rows of its own in all"));
    }
    lines
}

/// Rows of one of the runs.
fn section(name: &str, rows: &[&Row], most: usize, none: &str, width: usize) -> Vec<String> {
    let mut lines = vec![format!("  {name}")];
    if rows.is_empty() {
        lines.push(format!("    {none}"));
    }
    for row in rows.iter().take(most) {
        let text = wrapped(&row.text, width.saturating_sub(BEFORE_TEXT));
        let heads = iter::once(row.t.as_str()).chain(iter::repeat(""));
        lines.extend(
            heads
                .zip(text)
                .map(|(head, line)| format!("    {head:>8}  {line}")),
        );
    }
    if rows.len() > most {
        lines.push(format!("    … and {} more (--rows)", rows.len() - most));
    }
    lines
}

/// Metrics that differ, as the summary of a run calls them.
fn metrics(found: &Difference<'_>, names: [String; 2], catalogue: &Catalogue) -> Block {
    let (by_place, of_all): (Vec<_>, Vec<_>) = found.metrics.iter().partition(|(name, _)| name.contains('@'));
    let mut block = Block::new("Figures that differ", names);
    for (name, both) in of_all {
        block.push(layout::Row::new(
            labels::called(name, catalogue),
            both.map(figure),
        ));
    }
    if !by_place.is_empty() {
        let count = by_place.len().to_string();
        block.push(layout::Row::noted("By place, in `metrics.csv`", count));
    }
    if block.is_empty() {
        block.push(layout::Row::noted("None", ""));
    }
    block
}

/// A value with its unit; a dash where it does not apply.
fn figure(metric: Option<&Metric>) -> String {
    let Some(metric) = metric.filter(|metric| !metric.value.is_empty()) else {
        return "–".to_owned();
    };
    match metric.value.parse() {
        Ok(seconds) if metric.unit == Unit::Second.symbol() => elapsed(milliseconds(seconds)),
        _ => format!("{} {}", metric.value, metric.unit),
    }
}
