//! `hotwash list`: the scenarios of a folder.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::exit::Stop;
use super::layout::wrapped;
use super::printer::{self, Printer};
use super::scenarios;
use crate::scenario::load::{self, Listed};
use crate::scenario::model::Scenario;

const AFTER_HELP: &str = "\
Examples:
  hotwash list
  hotwash list ~/exercises --json";

/// The language in which titles are shown.
const LANGUAGE: &str = "en";

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The folder that holds the scenarios
    #[arg(default_value = scenarios::FOLDER, value_name = "DIR")]
    folder: PathBuf,
    /// Print one JSON object for scripts
    #[arg(long)]
    json: bool,
}

pub(super) fn list(args: &Args, printer: Printer) -> Result<(), Stop> {
    if !args.folder.exists() {
        return Err(Stop::input(format!("there is no folder `{}`", args.folder.display()))
            .hint("name the folder that holds the scenarios, or begin one with `hotwash new my-school --from school`"));
    }
    let listed = load::list(&args.folder).map_err(|error| {
        let problem = error.into_diagnostic(None);
        Stop::input(problem.message).maybe_hint(problem.help)
    })?;
    let entries: Vec<Entry> = listed.into_iter().map(Entry::new).collect();
    if args.json {
        let entries: Vec<Value> = entries.iter().map(Entry::json).collect();
        return printer::json(&json!({ "folder": args.folder.display().to_string(), "scenarios": entries }));
    }
    if entries.is_empty() {
        return printer::out(&format!(
            "No scenario in {}. Begin one with `hotwash new my-school --from school`.\n",
            args.folder.display()
        ));
    }
    let texts: Vec<String> = entries.iter().map(|entry| entry.text(printer)).collect();
    printer::out(&texts.join("\n"))
}

/// A scenario, and how large it is if it can be run.
struct Entry {
    listed: Listed,
    size: Option<Size>,
}

struct Size {
    classes: usize,
    people: usize,
}

impl Entry {
    fn new(listed: Listed) -> Self {
        let size = load::load(&listed.path, None, &[])
            .scenario
            .map(|scenario| Size::of(&scenario));
        Self { listed, size }
    }

    fn json(&self) -> Value {
        let variants = self.listed.variants.iter();
        let variants = variants.map(|(id, name)| json!({ "id": id, "title": name.get(LANGUAGE) }));
        json!({
            "id": &self.listed.id,
            "title": self.listed.name.get(LANGUAGE),
            "path": self.listed.path.display().to_string(),
            "runs": self.size.is_some(),
            "classes": self.size.as_ref().map(|size| size.classes),
            "people": self.size.as_ref().map(|size| size.people),
            "variants": variants.collect::<Vec<Value>>(),
        })
    }

    fn text(&self, printer: Printer) -> String {
        let paint = printer.paint();
        let listed = &self.listed;
        let size = match &self.size {
            Some(Size { classes, people }) => format!("{classes} classes, {people} people"),
            None => format!("needs mending: hotwash check {}", command_line(&listed.path)),
        };
        let (id, title) = (paint.strong(&listed.id), listed.name.get(LANGUAGE));
        let mut text = format!("{id}  {title}\n  {size}\n");
        let width = listed
            .variants
            .iter()
            .map(|(id, _)| id.chars().count())
            .max()
            .unwrap_or(0);
        for (id, name) in &listed.variants {
            let lines = wrapped(name.get(LANGUAGE), printer.width().saturating_sub(width + 15));
            for (i, line) in lines.iter().enumerate() {
                let (head, id) = if i == 0 {
                    ("--variant", id.as_str())
                } else {
                    ("", "")
                };
                text.push_str(format!("  {head:9} {id:width$}  {line}").trim_end());
                text.push('\n');
            }
        }
        text
    }
}

impl Size {
    fn of(scenario: &Scenario) -> Self {
        let school = &scenario.school;
        let present = school.people.iter().filter(|person| person.presence.at_school());
        Self {
            classes: school.classes.len(),
            people: present.count(),
        }
    }
}

/// A path as one would type it.
fn command_line(path: &Path) -> String {
    let shown = path.display().to_string();
    if shown.contains(' ') {
        format!("'{shown}'")
    } else {
        shown
    }
}
