//! The check of values that hold nothing: texts, numbers, durations, words.

use super::{Check, Siblings};
use crate::diagnostic::{Diagnostic, Span};
use crate::scenario::document::decimal::{decimal, either_comma};
use crate::scenario::document::ids;
use crate::scenario::document::limits;
use crate::scenario::document::quantity::{self, Instant, Misfit, Moment, written_duration};
use crate::scenario::document::shape::{Shape, Word, quoted};
use crate::scenario::document::suggest;
use crate::scenario::document::tree::{Node, Table, Value};

impl Check<'_> {
    pub(super) fn misfit(&mut self, span: Span, misfit: Misfit) -> bool {
        let message = format!("`{}`: {}", self.path.join("."), misfit.message);
        self.error(misfit.code, span, message, "", misfit.help);
        false
    }

    pub(super) fn wrong_type(&mut self, node: &Node, shape: &Shape) -> bool {
        let name = self.path.join(".");
        let label = node.kind();
        let is_number = matches!(node.value, Value::Integer(_) | Value::Float(_));
        if is_number
            && matches!(
                shape,
                Shape::Duration { .. } | Shape::DurationSpread { .. } | Shape::Moment { .. }
            )
        {
            let message = format!("`{name}` is a bare number: of what?");
            let help = format!("write its unit, in quotes: `\"{} min\"`", shown(&node.value));
            self.error("missing-unit", node.span, message, "no unit", help);
            return false;
        }
        if node.as_text().is_some_and(|text| text.trim().is_empty()) {
            self.error(
                "bad-text",
                node.span,
                format!("`{name}` is empty"),
                "",
                format!("it is {}", shape.noun()),
            );
            return false;
        }
        let message = format!("`{name}` is {}, not {label}", shape.noun());
        self.error(
            "wrong-type",
            node.span,
            message,
            label,
            rewritten(node, shape, &name),
        );
        false
    }

    pub(super) fn leaf(&mut self, node: &Node, shape: &'static Shape, siblings: &Siblings) -> bool {
        match (shape, &node.value) {
            (Shape::Flag, Value::Flag(_)) => true,
            // What a reference refers to is looked up when every id is known: `ids::check_references`.
            (Shape::Text | Shape::Expression | Shape::Reference { .. }, Value::Text(text)) => {
                self.text(text, node.span)
            }
            (Shape::LocalText, _) => self.local_text(node, shape),
            (Shape::Integer { min, max }, Value::Integer(number)) => {
                self.within(*number as f64, *min as f64, *max as f64, "", node.span)
            }
            (
                Shape::Number { unit, min, max } | Shape::NumberSpread { unit, min, max },
                Value::Integer(_) | Value::Float(_),
            ) => self.within(as_number(&node.value), *min, *max, unit, node.span),
            (Shape::Fraction, Value::Integer(_) | Value::Float(_)) => {
                let number = as_number(&node.value);
                if number > 1.0 && number <= 100.0 {
                    let help = format!("write `{}` or `\"{number} %\"`", number / 100.0);
                    return self.misfit(
                        node.span,
                        Misfit::new("out-of-range", "a share is at most 1", help),
                    );
                }
                self.within(number, 0.0, 1.0, "", node.span)
            }
            (Shape::Fraction, Value::Text(text)) => match quantity::fraction(text) {
                Ok(number) => self.within(number, 0.0, 1.0, "", node.span),
                Err(misfit) => self.misfit(node.span, misfit),
            },
            (Shape::Duration { min_ms, max_ms }, Value::Text(text)) => {
                self.duration(text, *min_ms, *max_ms, node.span)
            }
            (Shape::DurationSpread { max_ms }, Value::Text(text)) => {
                self.duration(text, 0, *max_ms, node.span)
            }
            (Shape::DurationSpread { .. } | Shape::NumberSpread { .. }, Value::Table(table)) => {
                self.spread(table, shape, node.span)
            }
            (Shape::Moment { .. }, Value::Text(_) | Value::Datetime(_)) => match moment(node) {
                Ok(_) => true,
                Err(misfit) => self.misfit(node.span, misfit),
            },
            (Shape::DateTime, Value::Text(_) | Value::Datetime(_)) => match instant(node) {
                Ok(_) => true,
                Err(misfit) => self.misfit(node.span, misfit),
            },
            (Shape::OneOf(words), Value::Text(text)) => self.word(text, words, node.span),
            (Shape::Id { capitals }, Value::Text(text)) => match ids::check_id(text, *capitals) {
                _ if text.is_empty() => self.text(text, node.span),
                Ok(()) => true,
                Err(misfit) => self.misfit(node.span, misfit),
            },
            (Shape::KeyOf { table, or }, Value::Text(text)) => {
                self.key_of(text, table, or, siblings, node.span)
            }
            (Shape::File { extensions }, Value::Text(text)) => self.file(text, extensions, node.span),
            _ => self.wrong_type(node, shape),
        }
    }

    fn text(&mut self, text: &str, span: Span) -> bool {
        let message = if text.trim().is_empty() {
            "is empty".to_owned()
        } else if text.len() > limits::TEXT_CHARACTERS && text.chars().count() > limits::TEXT_CHARACTERS {
            format!("is longer than {} characters", limits::TEXT_CHARACTERS)
        } else if text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            "holds a control character".to_owned()
        } else {
            return true;
        };
        self.error(
            "bad-text",
            span,
            format!("`{}` {message}", self.path.join(".")),
            "",
            None,
        );
        false
    }

    fn local_text(&mut self, node: &Node, shape: &Shape) -> bool {
        let table = match &node.value {
            Value::Text(text) => return self.text(text, node.span),
            Value::Table(table) if !table.is_empty() => table,
            _ => return self.wrong_type(node, shape),
        };
        let mut sound = true;
        for (language, entry) in table.iter() {
            if !(2..=3).contains(&language.len()) || !language.bytes().all(|c| c.is_ascii_lowercase()) {
                let message = format!("`{language}` is no language");
                let help = "languages are written `en`, `sq`".to_owned();
                self.error("unknown-key", entry.key_span, message, "", help);
                sound = false;
            }
            sound &= match &entry.node.value {
                Value::Text(text) => self.text(text, entry.node.span),
                _ => self.wrong_type(&entry.node, &Shape::Text),
            };
        }
        sound
    }

    fn within(&mut self, number: f64, min: f64, max: f64, unit: &str, span: Span) -> bool {
        let name = self.path.join(".");
        let unit = if unit.is_empty() {
            String::new()
        } else {
            format!(" {unit}")
        };
        let (code, message) = if number < 0.0 && min >= 0.0 {
            ("negative", format!("`{name}` cannot be negative"))
        } else if number < min {
            ("out-of-range", format!("`{name}` is at least {min}{unit}"))
        } else if number > max {
            ("out-of-range", format!("`{name}` is at most {max}{unit}"))
        } else {
            return true;
        };
        let help = if max < i64::MAX as f64 {
            format!("write a number from {min} to {max}{unit}")
        } else {
            format!("write a number of at least {min}{unit}")
        };
        self.error(code, span, message, "", help);
        false
    }

    fn duration(&mut self, text: &str, min_ms: i64, max_ms: i64, span: Span) -> bool {
        match quantity::duration_ms(text) {
            Err(misfit) => self.misfit(span, misfit),
            Ok(ms) if ms < min_ms => {
                let message = format!("`{text}` is too short");
                let help = format!("at least \"{}\"", written_duration(min_ms));
                self.misfit(span, Misfit::new("out-of-range", message, help))
            }
            Ok(ms) if ms > max_ms => {
                let message = format!("`{text}` is too long");
                let help = format!("at most \"{}\"", written_duration(max_ms));
                self.misfit(span, Misfit::new("out-of-range", message, help))
            }
            Ok(_) => true,
        }
    }

    fn spread(&mut self, table: &Table, shape: &'static Shape, span: Span) -> bool {
        let mut sound = true;
        let mut read = [None; 2];
        for (key, value) in ["median", "p90"].into_iter().zip(&mut read) {
            let Some(node) = table.get(key) else {
                let message = format!("the spread `{}` lacks `{key}`", self.path.join("."));
                self.error(
                    "missing-key",
                    span,
                    message,
                    "",
                    format!("it is {}", shape.noun()),
                );
                sound = false;
                continue;
            };
            self.path.push(key.to_owned());
            let fits = match (shape, &node.value) {
                (_, Value::Table(_)) => self.wrong_type(node, &Shape::Text),
                _ => self.leaf(node, shape, &Siblings::default()),
            };
            self.path.pop();
            sound &= fits;
            *value = spread_part(node).filter(|_| fits);
        }
        for (key, entry) in table.iter().filter(|(key, _)| !["median", "p90"].contains(key)) {
            let message = format!("`{key}` is not a key of the spread `{}`", self.path.join("."));
            self.error(
                "unknown-key",
                entry.key_span,
                message,
                "",
                suggest::did_you_mean(key, ["median", "p90"]),
            );
        }
        if let [Some(median), Some(p90)] = read
            && (median <= 0.0 || p90 < median)
        {
            let message =
                "nine of ten are below `p90`: it is not less than the median, and both are more than zero";
            return self.misfit(
                span,
                Misfit::new("bad-spread", message, format!("it is {}", shape.noun())),
            );
        }
        sound
    }

    fn word(&mut self, text: &str, words: &[Word], span: Span) -> bool {
        if words.iter().any(|word| word.word == text) {
            return true;
        }
        let message = format!("`{}` cannot be `{text}`", self.path.join("."));
        let names = words.iter().map(|word| word.word);
        let help = match suggest::nearest(text, names.clone()) {
            Some(near) => format!("did you mean `{near}`? it is {}", quoted(names)),
            None => format!("it is {}", quoted(names)),
        };
        self.error("unknown-word", span, message, "", help);
        false
    }

    fn key_of(&mut self, text: &str, table: &str, or: &[Word], siblings: &Siblings, span: Span) -> bool {
        // A table that is missing is reported itself.
        let Some((_, keys)) = siblings.iter().find(|(key, _)| *key == table) else {
            return true;
        };
        if or.iter().any(|word| word.word == text) || keys.iter().any(|key| key == text) {
            return true;
        }
        if let Some(removed) = self.removed_key(table, text) {
            let message = format!("`{text}` is removed but still needed");
            let problem = Diagnostic::error("removed-id", removed, message).label("removed here");
            let problem = problem.related(span, "needed here");
            self.diagnostics
                .push(problem.help("change in the variant what needs it, or do not remove it"));
            return false;
        }
        let message = format!("`{text}` is not one of the `{table}` beside it");
        let names = keys
            .iter()
            .map(String::as_str)
            .chain(or.iter().map(|word| word.word));
        self.error(
            "unknown-id",
            span,
            message,
            "",
            suggest::did_you_mean(text, names),
        );
        false
    }

    /// Where a key of a table beside the value being checked was removed.
    fn removed_key(&self, table: &str, key: &str) -> Option<Span> {
        let (_, beside) = self.path.split_last()?;
        let mut at = self.removed;
        for part in beside.iter().map(String::as_str).chain([table]) {
            at = at.get(part)?.as_table()?;
        }
        at.entry(key).map(|entry| entry.key_span)
    }

    fn file(&mut self, text: &str, extensions: &[&str], span: Span) -> bool {
        let ends = |extension: &&str| {
            text.rsplit_once('.')
                .is_some_and(|(_, end)| end.eq_ignore_ascii_case(extension))
        };
        if extensions.iter().any(ends) {
            return true;
        }
        let message = format!("`{}` is the name of a file", self.path.join("."));
        let workbook = [".xlsx", ".xls", ".ods"].iter().any(|end| text.ends_with(end));
        let help = if workbook && extensions.contains(&"csv") {
            "save the sheet in the spreadsheet as \"CSV UTF-8\" and name that file, which ends in `csv`"
                .to_owned()
        } else {
            format!("a name that ends in {}", quoted(extensions.iter().copied()))
        };
        self.error("bad-file-name", span, message, "", help);
        false
    }
}

/// How a value of the wrong type has to be written; none where what was meant cannot be told.
fn rewritten(node: &Node, shape: &Shape, name: &str) -> Option<String> {
    let without_quotes = |text: &str| format!("write it without quotes: `{text}`");
    match (&node.value, shape) {
        (Value::Text(text), Shape::Integer { .. }) if text.parse::<i64>().is_ok() => {
            Some(without_quotes(text))
        }
        (Value::Text(_), Shape::Integer { .. }) => Some("write it in digits".to_owned()),
        (Value::Text(text), Shape::Number { .. } | Shape::NumberSpread { .. }) => either_comma(text.trim())
            .or_else(|| {
                Some(match decimal(text, true) {
                    Ok(number) => without_quotes(&number.to_string()),
                    Err(misfit) => misfit.help,
                })
            }),
        (Value::Text(text), Shape::Flag) => match text.to_lowercase().as_str() {
            "true" | "yes" | "on" => Some(without_quotes("true")),
            "false" | "no" | "off" => Some(without_quotes("false")),
            _ => Some(
                "write `true` or `false`; in a CSV file `yes` and `no`, or `po` and `jo`, will do".to_owned(),
            ),
        },
        (Value::Integer(_) | Value::Float(_) | Value::Flag(_), Shape::OneOf(words)) => {
            let written = shown(&node.value);
            let fits = words.iter().any(|word| word.word == written);
            Some(if fits {
                in_quotes(&node.value)
            } else {
                "write one of these words, in quotes".to_owned()
            })
        }
        (
            Value::Integer(_) | Value::Float(_) | Value::Flag(_),
            Shape::Text
            | Shape::LocalText
            | Shape::Id { .. }
            | Shape::Reference { .. }
            | Shape::KeyOf { .. }
            | Shape::Expression
            | Shape::File { .. },
        ) => Some(in_quotes(&node.value)),
        (Value::Flag(_), Shape::Duration { .. } | Shape::DurationSpread { .. }) => {
            Some("write a number and its unit, in quotes: `\"25 min\"`".to_owned())
        }
        (Value::List(_), Shape::Keyed { .. }) => {
            Some(format!("give each an id: `[{name}.ID]` and its keys below it"))
        }
        (Value::Table(_), Shape::Actions(_)) => Some("put it in a list: `[{ action = \"…\" }]`".to_owned()),
        (_, Shape::List { of, .. }) if !of.holds_tables() && node.as_table().is_none() => {
            let entry = node.as_text().map_or_else(|| shown(&node.value), str::to_owned);
            Some(format!("put it in a list: `[\"{entry}\"]`")).filter(|_| !entry.is_empty())
        }
        _ => None,
    }
}

fn in_quotes(value: &Value) -> String {
    format!("write it in quotes: `\"{}\"`", shown(value))
}

fn as_number(value: &Value) -> f64 {
    match value {
        Value::Integer(number) => *number as f64,
        Value::Float(number) => *number,
        _ => f64::NAN,
    }
}

/// A number or flag as it is written.
fn shown(value: &Value) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        _ => String::new(),
    }
}

fn spread_part(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Text(text) => quantity::duration_ms(text).ok().map(|ms| ms as f64),
        value @ (Value::Integer(_) | Value::Float(_)) => Some(as_number(value)),
        _ => None,
    }
}

/// The moment a node says.
pub(in crate::scenario::document) fn moment(node: &Node) -> Result<Moment, Misfit> {
    match &node.value {
        Value::Text(text) => Moment::parse(text),
        Value::Datetime(at) if at.date.is_none() => quantity::clock_ms(&at.to_string()).map(Moment::Clock),
        Value::Datetime(at) => Instant::parse(&at.to_string()).map(Moment::Calendar),
        _ => Err(Misfit::new("wrong-type", "this is no moment", "write \"5 min\"")),
    }
}

/// The instant a node says.
pub(in crate::scenario::document) fn instant(node: &Node) -> Result<Instant, Misfit> {
    match &node.value {
        Value::Text(text) => Instant::parse(text),
        Value::Datetime(at) => Instant::parse(&at.to_string()),
        _ => Err(Misfit::new(
            "wrong-type",
            "this is no date and time",
            "write 2026-03-12T10:20:00+01:00",
        )),
    }
}
