//! `hotwash verify`: the published cases, run on the kernels of this program.

mod table;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::exit::{Exit, Stop};
use super::layout::{Block, Row, Stress, blocks, wrapped};
use super::printer::{self, Printer};
use super::run::DEFAULT_SEED;
use crate::batch::seed;
use crate::scenario::document::suggest;
use crate::verify::{self, Built, CASES, Case, Finding, Suite, Verdict};

const AFTER_HELP: &str = "\
Examples:
  hotwash verify
  hotwash verify imo school-a
  hotwash verify --list
  hotwash verify rimea --out rimea.csv
  hotwash verify --figures docs/validation
  hotwash verify --table ground-motion=reference.csv

Ends with 0 if every case or row holds its gates, with 1 if one does not, or is asked for and not yet built, with 2 if a
case is not known or a table cannot be read. Columns of a table of ground motion: gmm, mag, rake, rjb_km, vs30, imt,
ln_mean_g (of g; for PGV of cm/s), tau, phi, and hypo_depth_km if need be.
docs/validation.md shows what comes out.";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Cases (`rimea-9`) or suites (`rimea`, `imo`, `nist`, `school`, `earthquake`, `flood`); all if left out
    #[arg(value_name = "CASE-OR-SUITE")]
    asked: Vec<String>,
    /// Write one row a finding into this file
    #[arg(long, value_name = "FILE.csv")]
    out: Option<PathBuf>,
    /// The luck of the cases; 1 if left out
    #[arg(long, value_name = "N", value_parser = seed, default_value_t = DEFAULT_SEED)]
    seed: u64,
    /// Show which cases there are, without running them
    #[arg(long)]
    list: bool,
    /// Print a Markdown table, as in docs/validation.md
    #[arg(long, conflicts_with = "list")]
    markdown: bool,
    /// Draw the relations behind the cases into this folder, instead of running cases
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["asked", "out", "list", "markdown"])]
    figures: Option<PathBuf>,
    /// Hold a table of reference values against this program, instead of running cases (`ground-motion`)
    #[arg(long, value_name = "KIND=FILE", conflicts_with_all = ["asked", "out", "list", "markdown", "figures"])]
    table: Option<String>,
}

pub(super) fn verify(args: &Args, printer: Printer) -> Result<(), Stop> {
    if let Some(asked) = &args.table {
        return table::check(asked, printer);
    }
    let cases = chosen(&args.asked)?;
    if args.list {
        return list(&cases, printer);
    }
    if let Some(folder) = &args.figures {
        return draw(folder, args.seed);
    }
    if args.markdown {
        printer::out(MARKDOWN_HEAD)?;
    }
    let mut table = args.out.as_deref().map(Table::create).transpose()?;
    let (mut count, mut suite, mut source) = (Count::default(), None, "");
    verify::run_all(&cases, args.seed, |case, findings| {
        count.add(case, findings);
        if let Some(table) = &mut table {
            table.write(case, findings)?;
        }
        if args.markdown {
            return printer::out(&markdown(case, findings));
        }
        let heading = if suite == Some(case.suite) {
            String::new()
        } else {
            heading(case.suite, printer)
        };
        let cited = if source == case.source {
            String::new()
        } else {
            cited(case.source, printer)
        };
        (suite, source) = (Some(case.suite), case.source);
        printer::out(&(heading + &cited + &text(case, findings, printer) + "\n"))
    })?;
    if let Some(table) = table {
        table.close()?;
    }
    let end = if args.markdown { "\n" } else { "" };
    printer::out(&format!("{end}{}\n", count.line()))?;
    let is_missed = count.not_built > 0 && !args.asked.is_empty();
    if count.failed > 0 || is_missed {
        return Err(Stop::Said(Exit::Environment));
    }
    Ok(())
}

/// The cases asked for, in the order of the table.
fn chosen(asked: &[String]) -> Result<Vec<&'static Case>, Stop> {
    let is_meant = |case: &Case, word: &str| case.id == word || case.suite.word() == word;
    for word in asked {
        if !CASES.iter().any(|case| is_meant(case, word)) {
            let suites = Suite::ALL.iter().map(|suite| suite.word());
            let known = suites.chain(CASES.iter().map(|case| case.id));
            let near = suggest::nearest(word, known).map(|near| format!("did you mean `{near}`?"));
            let hint = near.unwrap_or_else(|| "`hotwash verify --list` shows what there is".to_owned());
            return Err(Stop::input(format!("there is no case or suite `{word}`")).hint(hint));
        }
    }
    let wanted = |case: &&Case| asked.is_empty() || asked.iter().any(|word| is_meant(case, word));
    Ok(CASES.iter().filter(wanted).collect())
}

fn list(cases: &[&Case], printer: Printer) -> Result<(), Stop> {
    let mut all = String::new();
    for suite in Suite::ALL {
        let of_suite: Vec<_> = cases.iter().filter(|case| case.suite == suite).collect();
        if of_suite.is_empty() {
            continue;
        }
        if !all.is_empty() {
            all.push('\n');
        }
        all.push_str(&heading(suite, printer));
        for case in of_suite {
            let state = match case.built {
                Built::Yes(_) => case.mode.word().to_owned(),
                Built::NotYet(why) => format!("not yet built: {why}"),
            };
            let line = format!("{}: {} ({state})", case.id, case.title);
            for (i, part) in wrapped(&line, printer.width().saturating_sub(6))
                .iter()
                .enumerate()
            {
                all.push_str(if i == 0 { "  " } else { "      " });
                all.push_str(part);
                all.push('\n');
            }
        }
    }
    printer::out(&all)
}

fn heading(suite: Suite, printer: Printer) -> String {
    format!("{}\n", printer.paint().strong(suite.title()))
}

/// Where the criteria of the cases below were seen. Links stay whole, however narrow the screen.
fn cited(source: &str, printer: Printer) -> String {
    wrapped(source, printer.width()).join("\n") + "\n"
}

/// A case and what it found, for people.
fn text(case: &Case, findings: &[Finding], printer: Printer) -> String {
    let columns: &[&str] = match case.built {
        Built::Yes(_) => &["expected", "obtained", "verdict"],
        Built::NotYet(_) => &["not yet built"],
    };
    let mut block = Block::new(case.id, columns.iter().map(|name| (*name).to_owned()));
    block.push(Row::new(format!("{} ({})", case.title, case.mode.word()), []));
    if let Built::NotYet(why) = case.built {
        block.push(Row::new(why, []).indented());
    }
    for finding in findings {
        let stress = match finding.verdict {
            Verdict::Pass => Stress::Good,
            Verdict::Fail => Stress::Bad,
            Verdict::Documented => Stress::Plain,
        };
        let obtained = format!("{} {}", finding.obtained_text(), finding.unit);
        let cells = [
            expected(finding),
            obtained.trim_end().to_owned(),
            finding.verdict.word().to_owned(),
        ];
        block.push(
            Row::new(finding.quantity.as_str(), cells)
                .indented()
                .stressed(stress),
        );
    }
    blocks(&[block], printer.width(), printer.paint())
}

fn expected(finding: &Finding) -> String {
    if finding.tolerance.is_empty() {
        finding.expected.clone()
    } else {
        format!("{} ({})", finding.expected, finding.tolerance)
    }
}

const MARKDOWN_HEAD: &str =
    "| case (mode) | quantity | expected | obtained | verdict |\n|---|---|---|---|---|\n";

/// A case and what it found, as rows of a table.
fn markdown(case: &Case, findings: &[Finding]) -> String {
    let name = format!("{} ({})", case.id, case.mode.word());
    if let Built::NotYet(why) = case.built {
        return format!("| {name} | {}: {why} | – | – | not yet built |\n", case.title);
    }
    let rows = findings.iter().enumerate().map(|(i, finding)| {
        let name = if i == 0 { name.as_str() } else { "" };
        let obtained = format!("{} {}", finding.obtained_text(), finding.unit);
        format!(
            "| {name} | {} | {} | {} | {} |\n",
            finding.quantity,
            expected(finding),
            obtained.trim_end(),
            finding.verdict.word()
        )
    });
    rows.collect()
}

/// Draws the figures, one file each.
#[expect(
    clippy::disallowed_methods,
    reason = "the figures go where the command line says"
)]
fn draw(folder: &Path, seed: u64) -> Result<(), Stop> {
    let fault = |path: &Path, error: io::Error| {
        Stop::environment(format!("cannot write `{}`: {error}", path.display()))
    };
    fs::create_dir_all(folder).map_err(|error| fault(folder, error))?;
    for (name, chart) in verify::effects().into_iter().chain(verify::figures(seed)) {
        let path = folder.join(name).with_extension("svg");
        fs::write(&path, chart.svg()).map_err(|error| fault(&path, error))?;
        printer::out(&format!("{}\n", path.display()))?;
    }
    Ok(())
}

/// How many cases ended how.
#[derive(Debug, Default)]
struct Count {
    passed: usize,
    failed: usize,
    reported: usize,
    not_built: usize,
}

impl Count {
    /// A case fails with its worst finding; one without any gate is a report.
    fn add(&mut self, case: &Case, findings: &[Finding]) {
        let has = |verdict| findings.iter().any(|finding| finding.verdict == verdict);
        let count = match case.built {
            Built::NotYet(_) => &mut self.not_built,
            Built::Yes(_) if has(Verdict::Fail) => &mut self.failed,
            Built::Yes(_) if has(Verdict::Pass) => &mut self.passed,
            Built::Yes(_) => &mut self.reported,
        };
        *count += 1;
    }

    fn line(&self) -> String {
        format!(
            "{} passed, {} failed, {} reported only, {} not yet built",
            self.passed, self.failed, self.reported, self.not_built
        )
    }
}

/// The CSV file.
struct Table {
    path: PathBuf,
    writer: csv::Writer<File>,
}

impl Table {
    const COLUMNS: [&str; 11] = [
        "suite",
        "case",
        "title",
        "mode",
        "quantity",
        "expected",
        "tolerance",
        "obtained",
        "unit",
        "verdict",
        "source",
    ];

    fn create(path: &Path) -> Result<Self, Stop> {
        let file = File::create(path)
            .map_err(|error| Stop::environment(format!("cannot write `{}`: {error}", path.display())))?;
        let mut table = Self {
            path: path.to_owned(),
            writer: csv::Writer::from_writer(file),
        };
        table.record(&Self::COLUMNS)?;
        Ok(table)
    }

    /// One row a finding. A case that is not yet built has one row, with the reason where others have a quantity; what
    /// never came is left empty.
    fn write(&mut self, case: &Case, findings: &[Finding]) -> Result<(), Stop> {
        let [suite, mode] = [case.suite.word(), case.mode.word()];
        if let Built::NotYet(why) = case.built {
            let row = [
                suite,
                case.id,
                case.title,
                mode,
                why,
                "",
                "",
                "",
                "",
                "not-built",
                case.source,
            ];
            return self.record(&row);
        }
        for finding in findings {
            let obtained = if finding.obtained.is_finite() {
                finding.obtained_text()
            } else {
                String::new()
            };
            self.record(&[
                suite,
                case.id,
                case.title,
                mode,
                &finding.quantity,
                &finding.expected,
                &finding.tolerance,
                &obtained,
                finding.unit,
                &finding.verdict.word().to_lowercase(),
                case.source,
            ])?;
        }
        Ok(())
    }

    fn record(&mut self, row: &[&str; 11]) -> Result<(), Stop> {
        self.writer
            .write_record(row)
            .map_err(|error| Stop::environment(format!("cannot write `{}`: {error}", self.path.display())))
    }

    fn close(mut self) -> Result<(), Stop> {
        self.writer
            .flush()
            .map_err(|error| Stop::environment(format!("cannot write `{}`: {error}", self.path.display())))
    }
}
