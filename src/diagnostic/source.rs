//! The texts that were read, and the places in them that a diagnostic can point at.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A file (or the command line) in the order in which it was read; an index into [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct SourceId(pub u32);

/// A byte range of one source: where a value, a key, a row or a feature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Span {
    /// The source it lies in.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// The text of one input as it was read, and what to call it.
#[derive(Debug, Clone)]
pub struct Source {
    /// What a person calls it: a path relative to where they stand, or `--set`.
    pub name: String,
    /// Where it was read from; empty for the command line and for built-in files.
    pub path: PathBuf,
    /// Its text: UTF-8, without a byte-order mark, line ends as they stood; empty where it is none.
    pub text: Arc<str>,
    /// Its bytes, where it is no text: a map.
    pub bytes: Option<Arc<[u8]>>,
    /// Where each line begins; found when first asked for.
    line_starts: OnceLock<Vec<u32>>,
}

impl Source {
    /// Line and column of a byte offset, both counted from 1; columns in characters.
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.line_starts().partition_point(|start| *start as usize <= end);
        let start = self.line_start(line);
        (line, self.text[start..end].chars().count() + 1)
    }

    /// First byte of a line counted from 1; the end of the text for a line past the last.
    pub fn line_start(&self, line: usize) -> usize {
        let start = self.line_starts().get(line - 1);
        start.map_or(self.text.len(), |start| *start as usize)
    }

    /// What was read, as it stood: its text or its bytes.
    pub fn content(&self) -> Arc<[u8]> {
        self.bytes.clone().unwrap_or_else(|| Arc::from(self.text.as_bytes()))
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0)
                .chain(ends.map(|(at, _)| at as u32 + 1))
                .collect()
        })
    }
}

/// All inputs of one load, in the order in which they were read.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Keeps a text and says under which id.
    pub fn add(
        &mut self,
        name: impl Into<String>,
        path: impl AsRef<Path>,
        text: impl Into<Arc<str>>,
    ) -> SourceId {
        let id = SourceId(self.0.len() as u32);
        self.0.push(Source {
            name: name.into(),
            path: path.as_ref().to_path_buf(),
            text: text.into(),
            bytes: None,
            line_starts: OnceLock::new(),
        });
        id
    }

    /// Keeps what is no text and says under which id.
    pub fn add_bytes(&mut self, name: impl Into<String>, path: impl AsRef<Path>, bytes: Vec<u8>) -> SourceId {
        let id = self.add(name, path, "");
        if let Some(source) = self.0.last_mut() {
            source.bytes = Some(bytes.into());
        }
        id
    }

    /// The source of an id handed out by [`Sources::add`].
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// Every source with its id, in reading order.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.0)
    }

    /// The text a span covers.
    pub fn excerpt(&self, span: Span) -> &str {
        let text = &self.get(span.source).text;
        text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The span of a part of a quoted text: `part` counts bytes of `text`, the value that stands at `span`.
    ///
    /// Where escapes keep the written form from being the value itself, the whole span is the answer.
    pub fn part_of(&self, span: Span, text: &str, part: Range<usize>) -> Span {
        let Some(at) = self.excerpt(span).find(text).filter(|_| part.end <= text.len()) else {
            return span;
        };
        let start = span.start + at as u32;
        Span {
            source: span.source,
            start: start + part.start as u32,
            end: start + part.end as u32,
        }
    }

    /// `file:line:column`, as editors and people write it.
    pub fn place(&self, span: Span) -> String {
        let source = self.get(span.source);
        let (line, column) = source.line_column(span.start);
        format!("{}:{line}:{column}", source.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        let mut sources = Sources::default();
        let id = sources.add("a.toml", "", "ë = 1\nb = 2\n");
        let source = sources.get(id);
        assert_eq!(source.line_column(0), (1, 1));
        assert_eq!(source.line_column(3), (1, 3));
        assert_eq!(source.line_column(7), (2, 1));
        assert_eq!(source.line_column(1), (1, 1), "inside a character: its start");
        assert_eq!(source.line_column(99), (3, 1), "past the end: the end");
    }

    #[test]
    fn a_part_of_a_text_is_found_behind_its_quotes() {
        let mut sources = Sources::default();
        let source = sources.add("a.toml", "", r#"when = "known(x)""#);
        let span = Span {
            source,
            start: 7,
            end: 17,
        };
        let part = sources.part_of(span, "known(x)", 6..7);
        assert_eq!(sources.excerpt(part), "x");
        assert_eq!(
            sources.part_of(span, "known(\"x\")", 6..9),
            span,
            "written with escapes"
        );
    }
}
