//! Diagnostics for editors and scripts: what `hotwash check --json` prints.

use super::{Diagnostic, Diagnostics, Fault, Severity, Sources, Span};

/// Everything found, as one object.
#[derive(Debug, serde::Serialize)]
pub struct Report {
    /// How many errors, those not listed included.
    pub errors: usize,
    /// How many warnings, those not listed included.
    pub warnings: usize,
    /// By place.
    pub diagnostics: Vec<Item>,
}

/// One problem.
#[derive(Debug, serde::Serialize)]
pub struct Item {
    /// Where; null for what stands nowhere.
    pub place: Option<Place>,
    /// A stable word for the kind of mistake.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// Whose fault it is.
    pub fault: Fault,
    /// What is wrong.
    pub message: String,
    /// A few words about the value itself.
    pub label: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Other places that matter.
    pub related: Vec<Related>,
}

/// A place and what stands there.
#[derive(Debug, serde::Serialize)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What stands there.
    pub message: String,
}

/// A range of a file: lines and columns from 1, columns in characters, the end exclusive.
#[derive(Debug, PartialEq, Eq, serde::Serialize)]
pub struct Place {
    /// As a person calls it.
    pub file: String,
    /// First line.
    pub line: usize,
    /// First column.
    pub column: usize,
    /// Last line.
    pub end_line: usize,
    /// One past the last column.
    pub end_column: usize,
}

impl Place {
    /// Where a span lies.
    pub fn new(span: Span, sources: &Sources) -> Self {
        let source = sources.get(span.source);
        let (line, column) = source.line_column(span.start);
        let (end_line, end_column) = source.line_column(span.end);
        Self {
            file: source.name.clone(),
            line,
            column,
            end_line,
            end_column,
        }
    }
}

/// Everything found, ready to be serialised.
pub fn report(diagnostics: &Diagnostics, sources: &Sources) -> Report {
    Report {
        errors: diagnostics.errors(),
        warnings: diagnostics.warnings(),
        diagnostics: diagnostics
            .sorted()
            .into_iter()
            .map(|d| item(d, sources))
            .collect(),
    }
}

fn item(diagnostic: &Diagnostic, sources: &Sources) -> Item {
    let related = diagnostic.related.iter().map(|label| Related {
        place: Place::new(label.span, sources),
        message: label.text.clone(),
    });
    Item {
        place: diagnostic.span.map(|span| Place::new(span, sources)),
        code: diagnostic.code,
        severity: diagnostic.severity,
        fault: diagnostic.fault,
        message: diagnostic.message.clone(),
        label: diagnostic.label.clone(),
        help: diagnostic.help.clone(),
        related: related.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_gets_lines_columns_and_a_stable_code() {
        let mut sources = Sources::default();
        let source = sources.add("scenario.toml", "", "format = 1\nwidht_m = 2\n");
        let mut found = Diagnostics::default();
        let span = Span {
            source,
            start: 11,
            end: 18,
        };
        found.push(
            Diagnostic::error("unknown-key", span, "`widht_m` is not known").help("did you mean `width_m`?"),
        );
        let text = serde_json::to_string(&report(&found, &sources)).expect("plain data");
        assert_eq!(
            text,
            concat!(
                r#"{"errors":1,"warnings":0,"diagnostics":[{"place":{"file":"scenario.toml","line":2,"column":1,"#,
                r#""end_line":2,"end_column":8},"code":"unknown-key","severity":"error","fault":"input","#,
                r#""message":"`widht_m` is not known","label":"","help":"did you mean `width_m`?","related":[]}]}"#
            )
        );
    }
}
