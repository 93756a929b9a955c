//! `hotwash diff`: where two runs part, and what came of it.

use std::path::PathBuf;

use super::exit::Stop;
use super::printer::{self, Printer};
use crate::compare::{Difference, FinishedRun, Metric, ReadError, Row, difference};

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
    let [a, b] = names(&one, &other);
    let text = match difference(&one, &other) {
        None => format!(
            "{}: {a} and {b} are alike, all {} rows.\n",
            one.title,
            one.timeline.len()
        ),
        Some(found) => told(&found, [&a, &b], args.rows, &one.title),
    };
    printer::out(&text)
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

fn told(found: &Difference<'_>, names: [&str; 2], rows: usize, title: &str) -> String {
    let mut lines = vec![
        format!("{title}: {} beside {}", names[0], names[1]),
        String::new(),
    ];
    match found.first.iter().flatten().next() {
        None => lines.push("Their timelines are alike.".to_owned()),
        Some(row) => {
            lines.push(match found.alike {
                0 => format!("They part with the first that happens, at {}:", row.t),
                1 => format!("One row is alike. They part at {}:", row.t),
                alike => format!("{alike} rows are alike. They part at {}:", row.t),
            });
            for (name, first) in names.iter().zip(&found.first) {
                lines.extend(section(name, first, usize::MAX, "nothing of its own"));
            }
            lines.extend([String::new(), "What came of it:".to_owned()]);
            for ((name, came), own) in names.iter().zip(&found.consequences).zip(found.own) {
                lines.extend(section(name, came, rows, "nothing"));
                lines.push(format!("    {own} rows of its own in all"));
            }
        }
    }
    lines.push(String::new());
    lines.extend(metrics(found, names));
    lines.join("\n") + "\n"
}

/// Rows of one of the runs.
fn section(name: &str, rows: &[&Row], most: usize, none: &str) -> Vec<String> {
    let mut lines = vec![format!("  {name}")];
    if rows.is_empty() {
        lines.push(format!("    {none}"));
    }
    let shown = rows.iter().take(most);
    lines.extend(shown.map(|row| format!("    {:>8}  {}", row.t, row.text)));
    if rows.len() > most {
        lines.push(format!("    … and {} more (--rows)", rows.len() - most));
    }
    lines
}

fn metrics(found: &Difference<'_>, names: [&str; 2]) -> Vec<String> {
    if found.metrics.is_empty() {
        return vec!["All metrics are alike.".to_owned()];
    }
    let value = |metric: Option<&Metric>| match metric {
        Some(metric) if !metric.value.is_empty() => metric.value.clone(),
        _ => "–".to_owned(),
    };
    let rows: Vec<[String; 4]> = found
        .metrics
        .iter()
        .map(|(name, both)| {
            let unit = both
                .iter()
                .flatten()
                .next()
                .map_or("", |metric| metric.unit.as_str());
            [
                (*name).to_owned(),
                value(both[0]),
                value(both[1]),
                unit.to_owned(),
            ]
        })
        .collect();
    let wide = |column: usize, least: &str| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0).max(least.chars().count())
    };
    let (metric, a, b) = (wide(0, ""), wide(1, names[0]), wide(2, names[1]));
    let mut lines = vec![format!("{:metric$}  {:>a$}  {:>b$}", "", names[0], names[1])];
    lines.extend(rows.into_iter().map(|[name, one, other, unit]| {
        let line = format!("{name:metric$}  {one:>a$}  {other:>b$}  {unit}");
        line.trim_end().to_owned()
    }));
    lines
}
