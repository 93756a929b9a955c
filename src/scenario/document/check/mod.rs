//! The check of a tree against its declaration: every unknown key, wrong type and missing value, in one pass.

mod leaf;

use super::ids;
use super::shape::{Field, Literal, Presence, Section, Shape, Variant, quoted};
use super::suggest;
use super::tree::{Entry, Node, Table, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

pub(super) use leaf::{instant, moment};

/// Checks a table against a section. Tables with a missing or wrong value of their own are marked unsound; see
/// [`super::view`] for reading the others.
///
/// `name` is what messages call the table: empty for a whole scenario.
pub fn check(node: &mut Node, section: &'static Section, name: &str, diagnostics: &mut Diagnostics) {
    check_without(node, section, name, &Table::EMPTY, diagnostics);
}

/// The same, where `removed` (as in [`super::overlay::Layered`]) was taken away: what is missed is shown there.
pub(super) fn check_without(
    node: &mut Node,
    section: &'static Section,
    name: &str,
    removed: &Table,
    diagnostics: &mut Diagnostics,
) {
    let path = if name.is_empty() {
        Vec::new()
    } else {
        vec![name.to_owned()]
    };
    let mut check = Check {
        diagnostics,
        path,
        removed,
        newcomer: None,
    };
    if node.as_table().is_some() {
        check.table(node, section, None);
    } else {
        let message = format!("{} is a table, not {}", check.here(), node.kind());
        check.error(
            "wrong-type",
            node.span,
            message,
            "",
            format!("write `[{name}]` and its keys below it"),
        );
    }
}

/// Checks one row of a data file, whose unknown columns were reported once with its header.
pub(in crate::scenario) fn check_row(
    node: &mut Node,
    section: &'static Section,
    name: &str,
    diagnostics: &mut Diagnostics,
) {
    Check {
        diagnostics,
        path: vec![name.to_owned()],
        removed: &Table::EMPTY,
        newcomer: None,
    }
    .fields(node, section, &[]);
}

/// Whether the default of a key would pass the check.
#[cfg(test)]
pub(super) fn default_passes(field: &'static Field, span: Span) -> bool {
    let Presence::Default(literal) = field.presence else {
        return true;
    };
    let mut diagnostics = Diagnostics::default();
    let mut node = Node {
        value: literal_value(literal, span),
        span,
    };
    let mut check = Check {
        diagnostics: &mut diagnostics,
        path: Vec::new(),
        removed: &Table::EMPTY,
        newcomer: None,
    };
    check.value(&mut node, &field.shape, field, &Siblings::default()) && !diagnostics.has_errors()
}

/// The value of a default, as if it had been written.
pub(super) fn literal_value(literal: Literal, span: Span) -> Value {
    match literal {
        Literal::Text(text) => Value::Text(text.to_owned()),
        Literal::Integer(number) => Value::Integer(number),
        Literal::Number(number) => Value::Float(number),
        Literal::Flag(flag) => Value::Flag(flag),
        Literal::Spread(median, p90) => {
            let mut table = Table::default();
            for (key, text) in [("median", median), ("p90", p90)] {
                let node = Node {
                    value: Value::Text(text.to_owned()),
                    span,
                };
                table.insert(key, Entry { key_span: span, node });
            }
            Value::Table(table)
        }
    }
}

struct Check<'a> {
    diagnostics: &'a mut Diagnostics,
    path: Vec<String>,
    /// What a variant removed.
    removed: &'a Table,
    /// Of an id that an overlay adds: what else it was perhaps meant to be.
    newcomer: Option<String>,
}

impl Check<'_> {
    fn error(
        &mut self,
        code: &'static str,
        span: Span,
        message: String,
        label: &str,
        help: impl Into<Option<String>>,
    ) {
        let mut diagnostic = Diagnostic::error(code, span, message).label(label);
        diagnostic.help = help.into();
        self.diagnostics.push(diagnostic);
    }

    /// What messages call the table being checked.
    fn here(&self) -> String {
        if self.path.is_empty() {
            "the scenario".to_owned()
        } else {
            format!("`{}`", self.path.join("."))
        }
    }

    /// Checks a table; `tag` is the key that told its section apart.
    fn table(&mut self, node: &mut Node, section: &'static Section, tag: Option<&str>) {
        let Some(table) = node.as_table() else { return };
        let unknown: Vec<(String, Span, Span)> = table
            .iter()
            .filter(|(key, _)| section.field(key).is_none() && Some(*key) != tag)
            .map(|(key, entry)| (key.to_owned(), entry.key_span, entry.node.span))
            .collect();
        let meant: Vec<&str> = unknown
            .into_iter()
            .filter_map(|(key, key_span, value_span)| self.unknown_key(&key, key_span, value_span, section))
            .collect();
        self.fields(node, section, &meant);
    }

    /// Reports a key that is not declared; returns the key that was probably meant.
    fn unknown_key(
        &mut self,
        key: &str,
        key_span: Span,
        value_span: Span,
        section: &'static Section,
    ) -> Option<&'static str> {
        let here = self.here();
        if let Some(field) = field_with_unit(key, section) {
            let message = format!("`{key}` of {here} does not say its unit");
            let help = match field.shape {
                Shape::Duration { .. } | Shape::DurationSpread { .. } | Shape::Moment { .. } => {
                    format!("write the unit into the value: `{} = \"25 min\"`", field.key)
                }
                _ => format!("write `{}`: {}", field.key, field.shape.noun()),
            };
            self.error("missing-unit", key_span, message, "", help);
            return Some(field.key);
        }
        let message = format!("`{key}` is not a key of {here}");
        let keys = section.fields.iter().map(|field| field.key);
        let help = suggest::did_you_mean(key, keys.clone());
        let label = if value_span == key_span { "" } else { "not known" };
        self.error("unknown-key", key_span, message, label, help);
        suggest::nearest(key, keys)
    }

    /// Checks the declared keys. A missing one that was `meant` by another word has been reported with that.
    fn fields(&mut self, node: &mut Node, section: &'static Section, meant: &[&str]) {
        let span = node.span;
        let Some(table) = node.as_table_mut() else { return };
        let siblings: Vec<(&'static str, Vec<String>)> = sibling_keys(section, table);
        for field in section.fields {
            let sound = match table.get_mut(field.key) {
                Some(value) => {
                    self.path.push(field.key.to_owned());
                    let sound = self.value(value, &field.shape, field, &siblings);
                    self.path.pop();
                    sound
                }
                None if field.presence != Presence::Required => true,
                None => {
                    if !meant.contains(&field.key) {
                        self.missing_key(field, span);
                    }
                    false
                }
            };
            if !sound && !field.shape.holds_tables() {
                table.mark_unsound();
            }
        }
    }

    fn missing_key(&mut self, field: &'static Field, span: Span) {
        let message = format!("{} lacks `{}`", self.here(), field.key);
        let help = match &self.newcomer {
            Some(instead) => instead.clone(),
            None => format!("{} It is {}", field.doc, field.shape.noun()),
        };
        self.error("missing-key", span, message, "", help);
    }

    /// Whether the value itself is right; of shapes that hold tables, only whether they are tables.
    fn value(
        &mut self,
        node: &mut Node,
        shape: &'static Shape,
        field: &'static Field,
        siblings: &Siblings,
    ) -> bool {
        match shape {
            Shape::Table(section) if node.as_table().is_some() => {
                self.table(node, section, None);
                true
            }
            Shape::Kinds(variants) if node.as_table().is_some() => self.tagged(node, "kind", variants),
            Shape::Action(variants) if node.as_table().is_some() => self.tagged(node, "action", variants()),
            Shape::Keyed { of, max, .. } if node.as_table().is_some() => {
                self.keyed(node, of, (true, *max), field, siblings)
            }
            Shape::KeyedBy { of, max, .. } if node.as_table().is_some() => {
                self.keyed(node, of, (false, *max), field, siblings)
            }
            Shape::List { of, min, max } => self.list(node, shape, of, (*min, *max), field, siblings),
            Shape::Actions(variants) => self.actions(node, shape, variants()),
            _ => self.leaf(node, shape, siblings),
        }
    }

    fn tagged(&mut self, node: &mut Node, tag: &'static str, variants: &'static [Variant]) -> bool {
        let span = node.span;
        let Some(table) = node.as_table_mut() else {
            return false;
        };
        let names = || variants.iter().map(|variant| variant.name);
        let written = table
            .get(tag)
            .map(|value| (value.as_text().map(str::to_owned), value.span));
        let found = written
            .as_ref()
            .and_then(|(name, _)| variants.iter().find(|v| Some(v.name) == name.as_deref()));
        if let Some(variant) = found {
            self.table(node, variant.section, Some(tag));
            return true;
        }
        table.mark_unsound();
        let here = self.here();
        match written {
            None => {
                let message = format!("{here} lacks `{tag}`");
                self.error(
                    "missing-key",
                    span,
                    message,
                    "",
                    format!("it is {}", quoted(names())),
                );
            }
            Some((None, span)) => {
                let message = format!("`{tag}` of {here} is a word in quotes");
                self.error(
                    "wrong-type",
                    span,
                    message,
                    "",
                    format!("it is {}", quoted(names())),
                );
            }
            Some((Some(name), span)) => {
                let message = format!("`{name}` is no {tag} that {here} can have");
                self.error(
                    "unknown-word",
                    span,
                    message,
                    "",
                    suggest::did_you_mean(&name, names()),
                );
            }
        }
        false
    }

    /// Checks a table keyed by id; `new_ids` tells whether its keys are declared here.
    fn keyed(
        &mut self,
        node: &mut Node,
        of: &'static Shape,
        (new_ids, max): (bool, usize),
        field: &'static Field,
        siblings: &Siblings,
    ) -> bool {
        let span = node.span;
        let Some(table) = node.as_table_mut() else {
            return false;
        };
        if table.len() > max {
            let message = format!(
                "{} has {} entries, at most {max} are possible",
                self.here(),
                table.len()
            );
            self.error("too-much", span, message, "", None);
            table.mark_unsound();
            return false;
        }
        let known: Vec<(String, Span)> = table
            .iter()
            .map(|(key, entry)| (key.to_owned(), entry.key_span))
            .collect();
        let mut sound = true;
        for (key, entry) in table.iter_mut() {
            let older = known
                .iter()
                .filter(|(_, span)| span.source < entry.key_span.source);
            self.newcomer = suggest::did_you_mean(key, older.map(|(key, _)| key.as_str()))
                .map(|instead| format!("`{key}` is new here; {instead}"));
            if new_ids && let Err(misfit) = ids::check_id(key, false) {
                self.misfit(entry.key_span, misfit);
                sound = false;
            }
            self.path.push(key.to_owned());
            sound &= self.value(&mut entry.node, of, field, siblings);
            self.path.pop();
        }
        self.newcomer = None;
        sound
    }

    fn list(
        &mut self,
        node: &mut Node,
        shape: &'static Shape,
        of: &'static Shape,
        (min, max): (usize, usize),
        field: &'static Field,
        siblings: &Siblings,
    ) -> bool {
        let span = node.span;
        let Value::List(items) = &mut node.value else {
            return self.wrong_type(node, shape);
        };
        if items.len() < min || items.len() > max {
            let entries = if items.len() == 1 { "entry" } else { "entries" };
            let message = format!("`{}` has {} {entries}", self.path.join("."), items.len());
            let allowed = if min == max {
                format!("just {min}")
            } else {
                format!("from {min} to {max}")
            };
            self.error(
                "out-of-range",
                span,
                message,
                "",
                format!("{allowed} are possible"),
            );
            return false;
        }
        let mut sound = true;
        for item in items {
            sound &= self.value(item, of, field, siblings);
        }
        sound
    }

    fn actions(&mut self, node: &mut Node, shape: &'static Shape, variants: &'static [Variant]) -> bool {
        let Value::List(items) = &mut node.value else {
            return self.wrong_type(node, shape);
        };
        let mut sound = true;
        for item in items {
            if item.as_table().is_some() {
                sound &= self.tagged(item, "action", variants);
            } else {
                let message = format!("an action of {} is a table, not {}", self.here(), item.kind());
                self.error(
                    "wrong-type",
                    item.span,
                    message,
                    "",
                    "write `{ action = \"…\" }`".to_owned(),
                );
                sound = false;
            }
        }
        sound
    }
}

/// The keys of the tables that `KeyOf` fields of a section look at.
type Siblings = Vec<(&'static str, Vec<String>)>;

fn sibling_keys(section: &'static Section, table: &Table) -> Siblings {
    let looked_at = section.fields.iter().filter_map(|field| match field.shape {
        Shape::KeyOf { table, .. } => Some(table),
        _ => None,
    });
    let keys = |key: &'static str| {
        let beside = table.get(key)?;
        let keys = beside.as_table().map(Table::keys);
        Some((key, keys.into_iter().flatten().map(str::to_owned).collect()))
    };
    looked_at.filter_map(keys).collect()
}

/// The declared key that a key without (or with another) unit was meant to be.
fn field_with_unit(key: &str, section: &'static Section) -> Option<&'static Field> {
    const UNITS: [&str; 20] = [
        "m", "cm", "mm", "km", "s", "sec", "ms", "min", "minutes", "seconds", "h", "hours", "m_s", "km_h",
        "m2", "m3", "m3_s", "kg", "g", "deg",
    ];
    let stem = |key: &'_ str| -> Option<String> {
        let unit = UNITS
            .iter()
            .filter(|unit| key.ends_with(&format!("_{unit}")))
            .max_by_key(|unit| unit.len())?;
        Some(key[..key.len() - unit.len() - 1].to_owned())
    };
    let bare = stem(key).unwrap_or_else(|| key.to_owned());
    section.fields.iter().find(|field| match stem(field.key) {
        Some(declared) => declared == bare,
        None => field.key == bare && bare != key,
    })
}
