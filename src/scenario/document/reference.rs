//! The reference page of the scenario format, written from its declaration.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::csv_table::CsvShape;
use super::limits::LIMITS;
use super::shape::{Field, Literal, Presence, Section, Shape, Word};

/// The page as Markdown: every table of `scenario.toml`, every data file, every limit.
pub fn page(root: &'static Section, files: &[(&str, &CsvShape)]) -> String {
    let mut page = Page::default();
    page.section("", "`scenario.toml`", root, None);
    while !page.waiting.is_empty() {
        let Waiting {
            path,
            title,
            section,
            tag,
        } = page.waiting.remove(0);
        page.section(&path, &title, section, tag);
    }
    for (name, shape) in files {
        page.heading(&format!("`{name}`"), shape.section.doc);
        page.line(&format!(
            "One {} a row, named by `{}`; at most {} rows.\n",
            shape.row, shape.key, shape.max_rows
        ));
        page.keys("column", shape.section, None);
    }
    page.heading("Limits", "More than this is refused before it costs memory.");
    page.line("| what | at most |\n|---|---|");
    for limit in LIMITS {
        page.line(&format!("| {} | {} |", limit.what, limit.most));
    }
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
    waiting: Vec<Waiting>,
    /// Names of the sections that were written or wait: each is written once.
    known: BTreeSet<String>,
}

struct Waiting {
    path: String,
    title: String,
    section: &'static Section,
    tag: Option<(&'static str, &'static str)>,
}

impl Page {
    fn line(&mut self, line: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn heading(&mut self, title: &str, doc: &str) {
        let gap = if self.text.is_empty() { "" } else { "\n" };
        self.line(&format!("{gap}## {title}\n\n{doc}\n"));
    }

    fn section(
        &mut self,
        path: &str,
        title: &str,
        section: &'static Section,
        tag: Option<(&'static str, &'static str)>,
    ) {
        self.heading(title, section.doc);
        self.keys("key", section, tag);
        for field in section.fields {
            let path = if path.is_empty() {
                field.key.to_owned()
            } else {
                format!("{path}.{}", field.key)
            };
            self.await_sections(&path, &field.shape);
        }
    }

    fn keys(&mut self, key: &str, section: &'static Section, tag: Option<(&str, &str)>) {
        if section.fields.is_empty() && tag.is_none() {
            return;
        }
        self.line(&format!(
            "| {key} | what it is | if left out | meaning |\n|---|---|---|---|"
        ));
        if let Some((tag, name)) = tag {
            self.line(&format!("| `{tag}` | `\"{name}\"` | it must be there | |"));
        }
        for field in section.fields {
            let what = field.shape.noun().replace('|', "\\|");
            self.line(&format!(
                "| `{}` | {what} | {} | {} |",
                field.key,
                left_out(field),
                meaning(field)
            ));
        }
    }

    fn await_sections(&mut self, path: &str, shape: &'static Shape) {
        match shape {
            Shape::Table(section) => self.wait(path, format!("`[{path}]`"), section, None),
            Shape::Keyed { of, .. } | Shape::KeyedBy { of, .. } => {
                self.await_sections(&format!("{path}.ID"), of);
            }
            Shape::List { of, .. } => self.await_sections(path, of),
            Shape::Kinds(variants) => {
                for variant in *variants {
                    let title = format!("`[{path}]` with `kind = \"{}\"`", variant.name);
                    self.wait(path, title, variant.section, Some(("kind", variant.name)));
                }
            }
            Shape::Actions(variants) | Shape::Action(variants) => {
                for variant in variants() {
                    let title = format!("`{{ action = \"{}\" }}`", variant.name);
                    self.wait(path, title, variant.section, Some(("action", variant.name)));
                }
            }
            _ => {}
        }
    }

    fn wait(
        &mut self,
        path: &str,
        title: String,
        section: &'static Section,
        tag: Option<(&'static str, &'static str)>,
    ) {
        let name = format!("{}:{}", section.name, tag.map_or("", |(_, name)| name));
        if self.known.insert(name) {
            self.waiting.push(Waiting {
                path: path.to_owned(),
                title,
                section,
                tag,
            });
        }
    }
}

fn left_out(field: &Field) -> String {
    match field.presence {
        Presence::Required => "it must be there".to_owned(),
        Presence::Optional => "—".to_owned(),
        Presence::Default(Literal::Text(text)) => format!("`\"{text}\"`"),
        Presence::Default(Literal::Integer(number)) => format!("`{number}`"),
        Presence::Default(Literal::Number(number)) => format!("`{number}`"),
        Presence::Default(Literal::Flag(flag)) => format!("`{flag}`"),
        Presence::Default(Literal::Spread(median, p90)) => {
            format!("`{{ median = \"{median}\", p90 = \"{p90}\" }}`")
        }
    }
}

fn meaning(field: &Field) -> String {
    let words: &[Word] = match &field.shape {
        Shape::OneOf(words) => words,
        Shape::Reference { or, .. } | Shape::KeyOf { or, .. } => or,
        _ => &[],
    };
    let words = words.iter().filter(|word| !word.doc.is_empty());
    let words = words.map(|word| format!(" `{}`: {}", word.word, word.doc));
    format!("{}{}", field.doc, words.collect::<String>()).replace('|', "\\|")
}
