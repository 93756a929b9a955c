//! `hotwash check`: what is wrong with a scenario and its variants, without running it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::exit::{Exit, Stop};
use super::printer::{self, Alike, Printer};
use super::scenarios;
use crate::diagnostic::{self, Diagnostics, Severity, Sources};
use crate::plot::plan::{PlanWords, draw};
use crate::record::{Catalogue, RunName};
use crate::scenario::load;
use crate::scenario::model::Scenario;
use crate::simulation::loaded;

const AFTER_HELP: &str = "\
Examples:
  hotwash check fire-drill
  hotwash check scenarios/*
  hotwash check durres-school --variant hold-for-inspection
  hotwash check durres-school --plan plan.svg
  hotwash check my-school --plan plan.geojson
  hotwash check fire-drill --json

Ends with 0 if everything can run (warnings or not), with 2 if something needs mending.";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Scenarios: folders, or names below scenarios/
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Check only this variant; the scenario and all its variants if left out (`base` is the scenario as it stands)
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// Draw the plan of the school into this file (.svg), or write it for a drawing program (.geojson)
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Print one JSON object for editors and scripts
    #[arg(long)]
    json: bool,
}

pub(super) fn check(args: &Args, printer: Printer) -> Result<(), Stop> {
    if let Some(plan) = &args.plan
        && (!(ends_in(plan, "svg") || ends_in(plan, "geojson")) || args.paths.len() > 1)
    {
        return Err(Stop::input(
            "--plan draws one scenario into one file whose name ends in .svg or .geojson",
        ));
    }
    let mut found = Found::default();
    for path in &args.paths {
        let folder = scenarios::find(path)?;
        for variant in variants(&folder, args.variant.as_deref()) {
            found.check(&folder, variant.as_deref(), printer, args.json);
        }
    }
    if let (Some(file), Some(scenario)) = (&args.plan, &found.drawable) {
        write_plan(file, scenario)?;
    }
    if args.json {
        printer::json(&found.json())?;
    }
    found.conclude(args)
}

/// The scenario as it stands and its variants, or the one asked for.
fn variants(folder: &Path, asked: Option<&str>) -> Vec<Option<String>> {
    match asked {
        Some(RunName::BASE) => vec![None],
        Some(variant) => vec![Some(variant.to_owned())],
        // What is no folder has no variants; why, the scenario's own check says.
        None => std::iter::once(None)
            .chain(load::variants(folder).into_iter().flatten().map(Some))
            .collect(),
    }
}

/// What was found so far. What is wrong with a scenario is wrong in each of its variants, and said once.
#[derive(Default)]
struct Found {
    said: BTreeSet<String>,
    alike: Alike,
    errors: usize,
    warnings: usize,
    exit: Option<Exit>,
    diagnostics: Vec<Value>,
    checked: Vec<Value>,
    drawable: Option<Scenario>,
}

impl Found {
    fn check(&mut self, folder: &Path, variant: Option<&str>, printer: Printer, json: bool) {
        let loaded = loaded(folder, variant, &[]);
        self.checked.push(json!({
            "scenario": folder.display().to_string(),
            "variant": variant.unwrap_or(RunName::BASE),
            "runs": !loaded.diagnostics.has_errors(),
        }));
        self.note(&loaded.diagnostics, &loaded.sources, printer, json);
        if loaded.diagnostics.has_errors() {
            // An input to mend outweighs a machine that refused.
            self.exit = self.exit.max(Some(scenarios::exit_of(&loaded.diagnostics)));
        }
        if self.drawable.is_none() {
            self.drawable = loaded.scenario;
        }
    }

    fn note(&mut self, found: &Diagnostics, sources: &Sources, printer: Printer, json: bool) {
        let items = diagnostic::json::report(found, sources).diagnostics;
        for (problem, item) in found.sorted().into_iter().zip(items) {
            let text = printer.rendered(problem, sources);
            if !self.said.insert(text.clone()) {
                continue;
            }
            match problem.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
            }
            if self.alike.is_worth_saying(problem) && !json {
                printer::say(&text);
            }
            self.diagnostics.push(json!(item));
        }
        let more = format!("… and {} more\n", found.not_kept());
        if found.not_kept() > 0 && self.said.insert(more.clone()) && !json {
            printer::say(&more);
        }
    }

    fn json(&self) -> Value {
        json!({
            "errors": self.errors,
            "warnings": self.warnings,
            "checked": self.checked,
            "diagnostics": self.diagnostics,
        })
    }

    /// Says what it comes to.
    fn conclude(&self, args: &Args) -> Result<(), Stop> {
        if !args.json {
            self.alike.say_the_others();
        }
        let line = self.summary_line(args);
        match self.exit {
            None if args.json => Ok(()),
            None => printer::out(&format!("{line}\n")),
            Some(exit) => {
                if !args.json {
                    printer::say(&line);
                }
                Err(Stop::Said(exit))
            }
        }
    }

    fn summary_line(&self, args: &Args) -> String {
        let checked = counted(
            self.checked.len(),
            "scenario or variant",
            "scenarios and variants",
        );
        let mut parts = Vec::new();
        if self.errors > 0 {
            parts.push(counted(self.errors, "error", "errors"));
        }
        if self.warnings > 0 {
            parts.push(counted(self.warnings, "warning", "warnings"));
        }
        let result = if parts.is_empty() {
            "nothing wrong".to_owned()
        } else {
            parts.join(", ")
        };
        let plan = args.plan.as_ref().filter(|_| self.drawable.is_some());
        let drawn = plan.map(|file| format!("; the plan is in {}", file.display()));
        let not_drawn = || {
            let file = args.plan.as_ref()?;
            Some(format!(
                "; {} is not drawn before the errors are mended",
                file.display()
            ))
        };
        let plan = drawn.or_else(not_drawn).unwrap_or_default();
        format!("Checked {checked}: {result}{plan}.")
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn ends_in(file: &Path, end: &str) -> bool {
    file.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case(end))
}

/// Draws the plan, each room with the class that sits there; or writes it as `GeoJSON`.
#[expect(
    clippy::disallowed_methods,
    reason = "the plan goes where the command line says"
)]
fn write_plan(file: &Path, scenario: &Scenario) -> Result<(), Stop> {
    let text = if ends_in(file, "geojson") {
        scenario.school.plan.geojson()
    } else {
        drawing(scenario, &Catalogue::load("en")?)
    };
    std::fs::write(file, text)
        .map_err(|error| Stop::environment(format!("cannot write `{}`: {error}", file.display())))
}

fn drawing(scenario: &Scenario, catalogue: &Catalogue) -> String {
    let school = &scenario.school;
    let words = PlanWords::of(|key| catalogue.text(key, &[]));
    let title = school.name.get(catalogue.language());
    draw(&school.plan, title, &school.classes_by_room(), &words)
}
