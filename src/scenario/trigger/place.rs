//! Where the text of a trigger stands in its file, so that a mistake can be shown under a caret.

use std::ops::Range;

use crate::diagnostic::{Sources, Span};

/// The span of a TOML string without its quotes: what [`super::read`] wants. A value without quotes (from the
/// command line) is its own content.
pub fn content_of(sources: &Sources, value: Span) -> Span {
    let written = sources.excerpt(value);
    let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| {
        written.len() >= 2 * quotes.len() && written.starts_with(quotes) && written.ends_with(quotes)
    });
    let skipped = quotes.map_or(0, str::len) as u32;
    Span {
        start: value.start + skipped,
        end: value.end - skipped,
        ..value
    }
}

/// Where the text of a trigger stands in its file, so that a mistake can be shown under a caret.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    content: Span,
    exact: bool,
}

impl Place {
    /// Offsets of the text are offsets of the file unless the string was written with escapes. Every escape
    /// (and every line end that is folded away) is longer than what it stands for, so equal lengths mean that
    /// there is none.
    pub(super) fn new(text: &str, content: Span) -> Self {
        let written = content.end.saturating_sub(content.start) as usize;
        Self {
            content,
            exact: written == text.len(),
        }
    }

    /// The span of a range of the text: exact if it can be, else the whole string.
    pub(super) fn span(self, range: &Range<usize>) -> Span {
        if !self.exact {
            return self.content;
        }
        Span {
            source: self.content.source,
            start: self.content.start + range.start as u32,
            end: self.content.start + range.end as u32,
        }
    }
}
