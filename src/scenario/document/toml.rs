//! TOML text to a tree of values with their places.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::decimal::either_comma;
use super::limits;
use super::tree::{Entry, Node, Table, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId, Sources, Span};

/// Syntax errors of one file that are shown; the rest mostly follow from the first.
const SYNTAX_ERRORS_SHOWN: usize = 10;
/// Files larger than this are read up to their first syntax error only.
const RECOVERED_BYTES: usize = 256_000;

/// Reads a whole file. After a syntax error there is no tree: what is left of the file says little.
pub fn parse(sources: &Sources, source: SourceId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let text = sources.get(source).text.clone();
    let place = Place { source, offset: 0 };
    if let Err(excess) = weigh(&text) {
        diagnostics.push(excess.diagnostic(place));
        return None;
    }
    match DeTable::parse(&text) {
        Ok(table) => {
            let value = Value::Table(place.table(table.into_inner(), diagnostics));
            Some(Node {
                value,
                span: place.span(0..0),
            })
        }
        Err(first) => {
            diagnostics.extend(
                syntax_errors(&text, first)
                    .into_iter()
                    .map(|e| place.syntax_error(&text, &e)),
            );
            None
        }
    }
}

/// Reads one value that stands at `range` of a source, as on the right of `--set path=value`. None if it is no
/// TOML value.
pub fn parse_value(
    sources: &Sources,
    source: SourceId,
    range: Range<usize>,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let text = sources.get(source).text.clone();
    let text = text.get(range.clone())?;
    weigh(text).ok()?;
    let value = DeValue::parse(text).ok()?;
    let place = Place {
        source,
        offset: range.start,
    };
    Some(place.node(value, diagnostics))
}

/// The first error of each line, in order.
fn syntax_errors(text: &str, first: Error) -> Vec<Error> {
    if text.len() > RECOVERED_BYTES {
        return vec![first];
    }
    let (_, mut errors) = DeTable::parse_recoverable(text);
    let line = |error: &Error| error.span().map(|span| text[..span.start].matches('\n').count());
    errors.dedup_by_key(|error| line(error));
    errors.truncate(SYNTAX_ERRORS_SHOWN);
    errors
}

/// Where a text lies: all spans of the parser count from `offset` of the source.
#[derive(Clone, Copy)]
struct Place {
    source: SourceId,
    offset: usize,
}

impl Place {
    fn span(self, range: Range<usize>) -> Span {
        Span {
            source: self.source,
            start: (self.offset + range.start) as u32,
            end: (self.offset + range.end) as u32,
        }
    }

    fn table(self, table: DeTable<'_>, diagnostics: &mut Diagnostics) -> Table {
        let mut read = Table::default();
        for (key, value) in table {
            let key_span = self.span(key.span());
            let node = self.node(value, diagnostics);
            read.insert(key.into_inner(), Entry { key_span, node });
        }
        read
    }

    fn node(self, value: Spanned<DeValue<'_>>, diagnostics: &mut Diagnostics) -> Node {
        let span = self.span(value.span());
        let value = match value.into_inner() {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Integer(digits) => {
                let number = i64::from_str_radix(digits.as_str(), digits.radix());
                Value::Integer(number.unwrap_or_else(|_| {
                    diagnostics.push(too_large(span));
                    0
                }))
            }
            DeValue::Float(digits) => match digits.as_str().parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Float(number),
                _ => {
                    diagnostics.push(too_large(span));
                    Value::Float(0.0)
                }
            },
            DeValue::Boolean(flag) => Value::Flag(flag),
            DeValue::Datetime(datetime) => Value::Datetime(datetime),
            DeValue::Array(items) => Value::List(
                items
                    .into_iter()
                    .map(|item| self.node(item, diagnostics))
                    .collect(),
            ),
            DeValue::Table(table) => Value::Table(self.table(table, diagnostics)),
        };
        Node { value, span }
    }

    fn syntax_error(self, text: &str, error: &Error) -> Diagnostic {
        let range = error.span().unwrap_or(0..0);
        let line_start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let line = text[line_start..].lines().next().unwrap_or("");
        if let Some(number) = decimal_comma(line) {
            let written = &line[number.clone()];
            let comma = line_start + number.start + written.find(',').unwrap_or(0);
            let message = format!("`{written}` is a number with a comma");
            return Diagnostic::error("syntax", self.span(comma..comma + 1), message)
                .label("this comma")
                .help(either_comma(written).unwrap_or_else(|| {
                    format!("write decimals with a point: `{}`", written.replace(',', "."))
                }));
        }
        Diagnostic::error("syntax", self.span(range), error.message())
            .label("here")
            .help(help(line, error.message()))
    }
}

/// Where a line has a number with a decimal comma: digits, a comma and digits right behind an `=`. Lists like
/// `[1,2]` are none.
fn decimal_comma(line: &str) -> Option<Range<usize>> {
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'#' => return None,
            quote @ (b'"' | b'\'') => at = string_end(bytes, at, quote),
            b'=' => {
                let rest = &line[at + 1..];
                let start = at + 1 + (rest.len() - rest.trim_start().len());
                if let Some(end) = end_of_decimal(&bytes[start..]) {
                    return Some(start..start + end);
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    None
}

/// The length of `1,2` or `-1,2` at the beginning of a text.
fn end_of_decimal(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| bytes[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let start = usize::from(bytes.first().is_some_and(|c| [b'-', b'+'].contains(c)));
    let comma = start + digits(start);
    if comma == start || bytes.get(comma) != Some(&b',') {
        return None;
    }
    let decimals = digits(comma + 1);
    (decimals > 0).then_some(comma + 1 + decimals)
}

fn too_large(span: Span) -> Diagnostic {
    Diagnostic::error("out-of-range", span, "this is no number one can reckon with")
        .help("write a finite number of at most 18 digits")
}

/// Quotes as word processors write them, which mean nothing here.
const CURLY_QUOTES: [char; 7] = ['“', '”', '„', '‘', '’', '«', '»'];

/// What a trainer most likely has to mend, seen from the line.
fn help(line: &str, message: &str) -> String {
    let written = line.split_once('=').map_or("", |(_, value)| value.trim());
    let value = written.split('#').next().unwrap_or("").trim_end();
    let starts_with = |is: fn(&u8) -> bool| value.as_bytes().first().is_some_and(is);
    if message.contains("duplicate key") {
        return "a key stands once in a table, and a `[heading]` once in a file: join the two".to_owned();
    }
    if value.starts_with(CURLY_QUOTES) {
        return format!(
            "write straight quotes: `\"{}\"`",
            value.trim_matches(CURLY_QUOTES)
        );
    }
    if message.contains("escape") {
        return "folders are parted by `/`; a `\\` that belongs to a text is written twice".to_owned();
    }
    if message.contains("expected `\"`") || message.contains("expected `'`") {
        return "close the text with the quote it was opened with".to_owned();
    }
    if line.starts_with('[') && line.trim_matches(['[', ']', ' ']).contains(' ') {
        return "a heading stands in `[…]`, and an id has no spaces: `hand-bell`".to_owned();
    }
    if starts_with(u8::is_ascii_digit) && value.contains(char::is_alphabetic) {
        return format!("durations and clock times are written in quotes: `\"{value}\"`");
    }
    if message.contains("quoted") || starts_with(u8::is_ascii_alphabetic) {
        return format!("texts are written in quotes: `\"{value}\"`");
    }
    "a line is `key = value`, `[heading]` or `# remark`; texts and durations stand in quotes".to_owned()
}

/// What is too much of a file.
struct Excess {
    at: usize,
    message: String,
}

impl Excess {
    fn diagnostic(self, place: Place) -> Diagnostic {
        Diagnostic::error("too-much", place.span(self.at..self.at + 1), self.message)
            .help("no scenario needs this; is it the right file?")
    }
}

/// Refuses a text whose tree would be absurdly deep or wide, before the tree exists: a tree of a million levels
/// overflows the stack when it is dropped.
fn weigh(text: &str) -> Result<(), Excess> {
    let bytes = text.as_bytes();
    let (mut at, mut depth, mut dots, mut keys) = (0, 0_usize, 0_usize, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'#' => {
                at = line_end(bytes, at);
                continue;
            }
            quote @ (b'"' | b'\'') => {
                at = string_end(bytes, at, quote);
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'.' => dots += 1,
            b'=' => (keys, dots) = (keys + 1, 0),
            b',' | b'\n' => dots = 0,
            _ => {}
        }
        if depth > limits::NESTING || dots > limits::NESTING {
            let message = format!("more than {} levels inside each other", limits::NESTING);
            return Err(Excess { at, message });
        }
        if keys > limits::KEYS {
            let message = format!("more than {} keys in one file", limits::KEYS);
            return Err(Excess { at, message });
        }
        at += 1;
    }
    Ok(())
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..]
        .iter()
        .position(|byte| *byte == b'\n')
        .map_or(bytes.len(), |length| from + length)
}

/// One past the closing quote; a string of one line ends with the line at the latest.
fn string_end(bytes: &[u8], from: usize, quote: u8) -> usize {
    let long = bytes[from..].starts_with(&[quote; 3]);
    let mut at = from + if long { 3 } else { 1 };
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if !long => return at,
            byte if byte == quote && !long => return at + 1,
            _ if long && bytes[at..].starts_with(&[quote; 3]) => return at + 3,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Node>, Sources, Diagnostics) {
        let mut sources = Sources::default();
        let id = sources.add("scenario.toml", "", text);
        let mut diagnostics = Diagnostics::default();
        let node = parse(&sources, id, &mut diagnostics);
        (node, sources, diagnostics)
    }

    fn errors(text: &str) -> Vec<String> {
        let (_, sources, diagnostics) = read(text);
        let line = |d: &Diagnostic| {
            let place = d.span.map_or(String::new(), |span| sources.place(span));
            format!(
                "{place} {}: {} [{}]",
                d.code,
                d.message,
                d.help.as_deref().unwrap_or("")
            )
        };
        diagnostics.sorted().into_iter().map(line).collect()
    }

    #[test]
    fn every_leaf_keeps_its_place() {
        let (node, sources, diagnostics) = read(
            "[exercise]\r\nname = \"ë\"\r\nstarts = 2026-03-12T10:20:00+01:00\r\n[door.a]\r\nwidth_m = 1.2\r\n",
        );
        assert!(!diagnostics.has_errors());
        let root = node.expect("valid");
        let door = root
            .as_table()
            .and_then(|t| t.get("door"))
            .and_then(Node::as_table)
            .expect("a table");
        let door = door.entry("a").expect("there");
        assert_eq!(sources.place(door.key_span), "scenario.toml:4:7");
        assert_eq!(sources.excerpt(door.node.span), "[door.a]");
        let width = door
            .node
            .as_table()
            .and_then(|t| t.get("width_m"))
            .expect("there");
        assert_eq!(
            (&width.value, sources.excerpt(width.span)),
            (&Value::Float(1.2), "1.2")
        );
    }

    #[test]
    fn syntax_errors_say_where_and_what_to_write() {
        insta::assert_snapshot!(errors("a = 1,2\nb = 3\nc = 25 min\nd = text\n").join("\n"), @r#"
        scenario.toml:1:6 syntax: `1,2` is a number with a comma [write decimals with a point: `1.2`]
        scenario.toml:3:5 syntax: string values must be quoted, expected literal string [durations and clock times are written in quotes: `"25 min"`]
        scenario.toml:4:5 syntax: invalid boolean, expected `true` [texts are written in quotes: `"text"`]
        "#);
        insta::assert_snapshot!(errors("a = { median = -1,25, p90 = 2 } # 1,2\nb = \"= 1,2\"\nc = [1,2]\n").join("\n"), @"scenario.toml:1:18 syntax: `-1,25` is a number with a comma [write decimals with a point: `-1.25`]");
        let thousands = errors("a = 1,310\n").join("\n");
        assert!(thousands.contains("write `1.31` or `1310`"), "{thousands}");
        insta::assert_snapshot!(errors("a = 1\na = 2\n[b]\n[b]\n").join("\n"), @"
        scenario.toml:2:1 syntax: duplicate key [a key stands once in a table, and a `[heading]` once in a file: join the two]
        scenario.toml:4:2 syntax: duplicate key [a key stands once in a table, and a `[heading]` once in a file: join the two]
        ");
        insta::assert_snapshot!(errors("a = \"open\nb = 1\n").join("\n"), @r#"scenario.toml:1:10 syntax: invalid basic string, expected `"` [close the text with the quote it was opened with]"#);
    }

    #[test]
    fn absurd_depth_and_width_are_refused_before_they_cost_anything() {
        for text in [
            "a.".repeat(500_000) + "a = 1",
            "a = ".to_owned() + &"[".repeat(1_000_000),
            "[".repeat(2_000_000),
        ] {
            assert!(
                errors(&text)[0].contains("more than 32 levels"),
                "{}",
                errors(&text)[0]
            );
        }
        let many: Vec<String> = (0..250_000).map(|i| format!("k{i}=1")).collect();
        assert!(errors(&many.join("\n"))[0].contains("more than 200000 keys"));
        let dots = format!("a = \"{}\" # {}\n", "...".repeat(100), ". ".repeat(100));
        assert_eq!(
            errors(&dots),
            Vec::<String>::new(),
            "dots of texts and remarks do not count"
        );
    }

    #[test]
    fn numbers_out_of_reach_are_errors() {
        assert!(errors("a = 99999999999999999999")[0].contains("out-of-range"));
        assert!(errors("a = nan")[0].contains("out-of-range"));
        assert!(errors("a = 1e999")[0].contains("out-of-range"));
    }
}
