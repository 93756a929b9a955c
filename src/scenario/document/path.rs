//! Paths to a value: `gauge.dajc`, `patch.'classes.csv'.7B.pupils`.

use super::limits;
use super::tree::{Node, Table};
use crate::diagnostic::{Diagnostic, Span};

/// The parts of a path as written, each with its place.
pub type Path = Vec<Part>;

/// A part of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The key.
    pub key: String,
    /// Whether it stood in quotes, so that its dots are its own.
    pub quoted: bool,
    /// Where it stands.
    pub span: Span,
}

/// Reads a path; `span` is where its text stands, quotes included or not.
///
/// # Errors
/// A part that is empty or a quote that is not closed, at its place.
pub fn parse(text: &str, span: Span) -> Result<Path, Box<Diagnostic>> {
    let quotes = (span.end - span.start) as usize;
    let offset = usize::from(quotes == text.len() + 2);
    let exact = quotes == text.len() + 2 * offset;
    let place = |start: usize, end: usize| {
        let at = |byte: usize| span.start + (offset + byte) as u32;
        if exact {
            Span {
                start: at(start),
                end: at(end),
                ..span
            }
        } else {
            span
        }
    };
    let mut parts = Path::new();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let skipped = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let start = at + skipped;
        let quote = rest.chars().next().filter(|c| ['"', '\''].contains(c));
        let (key, length) = if let Some(quote) = quote {
            let end = rest[1..].find(quote);
            let end = end.ok_or_else(|| bad(place(start, text.len()), "this quote is not closed"))?;
            (&rest[1..=end], end + 2)
        } else {
            let end = rest.find('.').unwrap_or(rest.len());
            (rest[..end].trim_end(), end)
        };
        if key.is_empty() {
            return Err(bad(
                place(start.min(text.len()), text.len()),
                "a part of this path is empty",
            ));
        }
        if parts.len() == limits::NESTING {
            return Err(bad(span, "this path is longer than any scenario is deep"));
        }
        parts.push(Part {
            key: key.to_owned(),
            quoted: quote.is_some(),
            span: place(start, start + length),
        });
        at = start + length;
        let after = text[at..].trim_start();
        if after.is_empty() {
            return Ok(parts);
        }
        if !after.starts_with('.') {
            return Err(bad(
                place(at, text.len()),
                "the parts of a path are joined by points",
            ));
        }
        at = text.len() - after.len() + 1;
    }
}

fn bad(span: Span, message: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("bad-path", span, message).help("write it like `decision.leave.at_latest`"))
}

/// The keys that a path means in a table: ids may hold points, so parts are joined where the table knows the
/// joined key and not the first part alone.
pub fn settle(path: &[Part], root: &Table) -> Vec<(String, Span)> {
    let mut keys = Vec::new();
    let mut table = Some(root);
    let mut rest = path;
    while let Some(first) = rest.first() {
        let taken = table.map_or(1, |table| parts_of_a_key(rest, table));
        let key = rest[..taken]
            .iter()
            .map(|part| part.key.as_str())
            .collect::<Vec<_>>()
            .join(".");
        let span = Span {
            end: rest[taken - 1].span.end,
            ..first.span
        };
        table = table.and_then(|table| table.get(&key)).and_then(Node::as_table);
        keys.push((key, span));
        rest = &rest[taken..];
    }
    keys
}

fn parts_of_a_key(parts: &[Part], table: &Table) -> usize {
    let joinable = parts.iter().take_while(|part| !part.quoted).count();
    let known = |taken: &usize| {
        let key = parts[..*taken]
            .iter()
            .map(|part| part.key.as_str())
            .collect::<Vec<_>>()
            .join(".");
        table.get(&key).is_some()
    };
    (1..=joinable.max(1)).find(known).unwrap_or(1)
}

/// Where the path of `path=value` ends: the first `=` outside quotes.
pub fn find_equals(setting: &str) -> Option<usize> {
    let mut open = None;
    for (at, c) in setting.char_indices() {
        match (open, c) {
            (None, '=') => return Some(at),
            (None, '"' | '\'') => open = Some(c),
            (Some(quote), _) if quote == c => open = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceId;

    fn keys(text: &str) -> Result<Vec<String>, String> {
        let span = Span {
            source: SourceId(0),
            start: 0,
            end: text.len() as u32,
        };
        let parts = parse(text, span).map_err(|d| d.message)?;
        Ok(parts.into_iter().map(|part| part.key).collect())
    }

    #[test]
    fn paths_have_plain_and_quoted_parts() {
        assert_eq!(keys("gauge.dajc").unwrap(), ["gauge", "dajc"]);
        assert_eq!(
            keys("patch.'classes.csv'.7B").unwrap(),
            ["patch", "classes.csv", "7B"]
        );
        assert_eq!(keys(" a . \"b.c\" ").unwrap(), ["a", "b.c"]);
        for bad in ["", ".", "a.", "a..b", "'a", "'a'b", "é.", "''"] {
            assert!(keys(bad).is_err(), "{bad}");
        }
    }
}
