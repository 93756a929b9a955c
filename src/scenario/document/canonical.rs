//! A checked tree as one text: what two scenarios that mean the same have in common.
//!
//! One line a value, `path = value`, in the order of paths; defaults are written out, quantities in one way only,
//! comments and the order of files are gone. The text is TOML.

use std::fmt::Write;

use super::check::{instant, literal_value, moment};
use super::quantity::{self, Moment, written_duration};
use super::shape::{Presence, Section, Shape, Variant};
use super::tree::{Node, Table, Value};
use crate::diagnostic::{SourceId, Span};

/// Stands for the place of what was never written.
const NOWHERE: Span = Span {
    source: SourceId(0),
    start: 0,
    end: 0,
};

/// Adds the lines of a checked table; `path` is where it stands, empty for a whole scenario.
pub fn lines(path: &str, table: &Table, section: &'static Section, lines_out: &mut Vec<String>) {
    for field in section.fields {
        let path = joined(path, field.key);
        match (table.get(field.key), field.presence, &field.shape) {
            (Some(node), _, shape) => value_lines(&path, node, shape, lines_out),
            (None, Presence::Default(literal), shape) => {
                let node = Node {
                    value: literal_value(literal, NOWHERE),
                    span: NOWHERE,
                };
                value_lines(&path, &node, shape, lines_out);
            }
            // A table that may be left out and has defaults only: the same as an empty one.
            (None, Presence::Optional, Shape::Table(inner)) if needs_nothing(inner) => {
                lines(&path, &Table::EMPTY, inner, lines_out);
            }
            (None, _, _) => {}
        }
    }
}

fn needs_nothing(section: &Section) -> bool {
    section
        .fields
        .iter()
        .all(|field| field.presence != Presence::Required)
}

/// A key after a path.
pub fn joined(path: &str, key: &str) -> String {
    let bare = !key.is_empty()
        && key
            .bytes()
            .all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_');
    let key = if bare { key.to_owned() } else { quoted(key) };
    if path.is_empty() {
        key
    } else {
        format!("{path}.{key}")
    }
}

fn value_lines(path: &str, node: &Node, shape: &'static Shape, out: &mut Vec<String>) {
    match (shape, &node.value) {
        (Shape::Table(section), Value::Table(table)) => lines(path, table, section, out),
        (Shape::Keyed { of, .. } | Shape::KeyedBy { of, .. }, Value::Table(table)) => {
            for (key, entry) in table.iter() {
                value_lines(&joined(path, key), &entry.node, of, out);
            }
        }
        (Shape::Kinds(variants), Value::Table(table)) => {
            if let Some((name, section)) = variant(table, "kind", variants) {
                out.push(format!("{} = {}", joined(path, "kind"), quoted(name)));
                lines(path, table, section, out);
            }
        }
        _ => out.push(format!("{path} = {}", value(node, shape))),
    }
}

fn variant(
    table: &Table,
    tag: &str,
    variants: &'static [Variant],
) -> Option<(&'static str, &'static Section)> {
    let name = table.get(tag)?.as_text()?;
    variants
        .iter()
        .find(|variant| variant.name == name)
        .map(|variant| (variant.name, variant.section))
}

/// A value on one line.
fn value(node: &Node, shape: &'static Shape) -> String {
    match (shape, &node.value) {
        (Shape::Fraction, Value::Text(text)) => {
            quantity::fraction(text).map_or_else(|_| quoted(text), |share| share.to_string())
        }
        (Shape::Duration { .. } | Shape::DurationSpread { .. }, Value::Text(text)) => duration(text),
        (Shape::DurationSpread { .. }, Value::Table(table)) => {
            spread(table, |node| duration(node.as_text().unwrap_or("")))
        }
        (Shape::NumberSpread { .. }, Value::Table(table)) => spread(table, plain),
        (Shape::Moment { .. }, _) => moment(node).map_or_else(|_| plain(node), |moment| moment_text(&moment)),
        (Shape::DateTime, _) => instant(node).map_or_else(|_| plain(node), |at| quoted(&at.iso_after(0))),
        (Shape::List { of, .. }, Value::List(items)) => list(items.iter().map(|item| value(item, of))),
        (Shape::Actions(variants), Value::List(items)) => {
            list(items.iter().map(|item| action(item, variants())))
        }
        (Shape::Action(variants), _) => action(node, variants()),
        _ => plain(node),
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn action(node: &Node, variants: &'static [Variant]) -> String {
    let Some(table) = node.as_table() else {
        return plain(node);
    };
    let Some((name, section)) = variant(table, "action", variants) else {
        return plain(node);
    };
    let mut text = format!("{{ action = {}", quoted(name));
    for field in section.fields {
        if let Some(node) = table.get(field.key) {
            // Writing to a String cannot fail.
            let _ = write!(text, ", {} = {}", field.key, value(node, &field.shape));
        }
    }
    text + " }"
}

fn spread(table: &Table, text: impl Fn(&Node) -> String) -> String {
    let part = |key| table.get(key).map(&text).unwrap_or_default();
    format!("{{ median = {}, p90 = {} }}", part("median"), part("p90"))
}

fn duration(text: &str) -> String {
    quantity::duration_ms(text).map_or_else(|_| quoted(text), |ms| quoted(&written_duration(ms)))
}

fn moment_text(moment: &Moment) -> String {
    quoted(&match moment {
        Moment::AfterStart(ms) => written_duration(*ms),
        Moment::Clock(ms) => {
            let s = ms / 1_000;
            format!("{:02}:{:02}:{:02}", s / 3_600, s / 60 % 60, s % 60)
        }
        Moment::Calendar(at) => at.iso_after(0),
        Moment::Relative { offset_ms, anchor } => {
            let word = if *offset_ms < 0 { "before" } else { "after" };
            format!("{} {word} {anchor}", written_duration(offset_ms.abs()))
        }
    })
}

/// A value by what it is, whatever was declared.
fn plain(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Datetime(at) => at.to_string(),
        Value::List(items) => list(items.iter().map(plain)),
        Value::Table(table) => {
            let entries = table
                .iter()
                .map(|(key, entry)| format!("{} = {}", joined("", key), plain(&entry.node)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A TOML string on one line.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
