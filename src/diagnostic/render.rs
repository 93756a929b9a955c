//! A diagnostic as people read it: the line, a caret under the value, what is wrong and how to mend it.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity, Source, SourceId, Sources, Span};

/// Lines longer than this (a plan exported on one line) are named by line and column and not drawn.
const LONGEST_LINE_BYTES: usize = 20_000;

/// How to draw.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to colour it.
    pub colour: bool,
}

/// Draws one diagnostic; the text ends without a line break.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let mut group = Group::with_title(title);
    for (source, marks) in by_source(diagnostic) {
        group = draw(group, sources.get(source), &marks);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if style.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.term_width(style.width).render(&[group])
}

/// A span to underline, what to write under it, and whether it is the culprit.
type Mark<'a> = (Span, &'a str, AnnotationKind);

/// The marks of each source: the culprit's first, then the others in reading order.
fn by_source(diagnostic: &Diagnostic) -> Vec<(SourceId, Vec<Mark<'_>>)> {
    let primary = diagnostic
        .span
        .map(|span| (span, diagnostic.label.as_str(), AnnotationKind::Primary));
    let related = diagnostic
        .related
        .iter()
        .map(|l| (l.span, l.text.as_str(), AnnotationKind::Context));
    let mut grouped: Vec<(SourceId, Vec<Mark<'_>>)> = Vec::new();
    for mark in primary.into_iter().chain(related) {
        match grouped.iter_mut().find(|(source, _)| *source == mark.0.source) {
            Some((_, marks)) => marks.push(mark),
            None => grouped.push((mark.0.source, vec![mark])),
        }
    }
    grouped
}

fn draw<'a>(mut group: Group<'a>, source: &'a Source, marks: &[Mark<'a>]) -> Group<'a> {
    let first = marks.iter().map(|(span, ..)| span.start).min().unwrap_or(0);
    let last = marks
        .iter()
        .map(|(span, ..)| span.end.max(span.start))
        .max()
        .unwrap_or(0);
    let (first_line, _) = source.line_column(first);
    let (last_line, _) = source.line_column(last);
    let (start, end) = (source.line_start(first_line), source.line_start(last_line + 1));
    let drawable = (first_line..=last_line)
        .all(|line| source.line_start(line + 1) - source.line_start(line) <= LONGEST_LINE_BYTES);
    if !drawable {
        for (span, label, kind) in marks {
            let (line, column) = source.line_column(span.start);
            let origin = Origin::path(source.name.as_str()).line(line).char_column(column);
            group = group.element(origin);
            if *kind == AnnotationKind::Context {
                group = group.element(Level::NOTE.message(*label));
            }
        }
        return group;
    }
    let text = &source.text[start..end];
    let annotations = marks
        .iter()
        .map(|(span, label, kind)| mark(text, start, *span, label, *kind));
    let snippet = Snippet::source(text)
        .path(source.name.as_str())
        .line_start(first_line);
    group.element(snippet.annotations(annotations))
}

fn mark<'a>(text: &str, offset: usize, span: Span, label: &'a str, kind: AnnotationKind) -> Annotation<'a> {
    let on_boundary = |at: u32| {
        let mut at = (at as usize).saturating_sub(offset).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (on_boundary(span.start), on_boundary(span.end));
    let annotation = kind.span(start..end.max(start));
    if label.is_empty() {
        annotation
    } else {
        annotation.label(label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style {
        width: 80,
        colour: false,
    };

    fn sources() -> (Sources, SourceId, SourceId) {
        let mut sources = Sources::default();
        let base = sources.add(
            "scenario.toml",
            "",
            "format = 1\n[door.a]\nwidth_m = -1.2\nname = \"ë\"\n",
        );
        let variant = sources.add("variants/narrow.toml", "", "[variant]\nremove = [\"door.a\"]\n");
        (sources, base, variant)
    }

    #[test]
    fn the_caret_stands_under_the_value() {
        let (sources, source, _) = sources();
        let span = Span {
            source,
            start: 30,
            end: 34,
        };
        let d = Diagnostic::error("negative", span, "a width cannot be negative")
            .label("negative")
            .help("write 1.2");
        insta::assert_snapshot!(render(&d, &sources, PLAIN), @r#"
        error[negative]: a width cannot be negative
         --> scenario.toml:3:11
          |
        3 | width_m = -1.2
          |           ^^^^ negative
          |
          = help: write 1.2
        "#);
    }

    #[test]
    fn another_file_is_drawn_below() {
        let (sources, source, variant) = sources();
        let span = Span {
            source: variant,
            start: 20,
            end: 28,
        };
        let d = Diagnostic::error("unknown-id", span, "`door.a` is still needed").related(
            Span {
                source,
                start: 12,
                end: 18,
            },
            "declared here",
        );
        insta::assert_snapshot!(render(&d, &sources, PLAIN), @r#"
        error[unknown-id]: `door.a` is still needed
         --> variants/narrow.toml:2:11
          |
        2 | remove = ["door.a"]
          |           ^^^^^^^^
          |
         ::: scenario.toml:2:2
          |
        2 | [door.a]
          |  ------ declared here
        "#);
    }

    #[test]
    fn what_stands_nowhere_has_no_snippet_and_odd_spans_do_no_harm() {
        let (sources, source, _) = sources();
        let d = Diagnostic::warning("missing-file", None, "there is no `x`");
        assert_eq!(
            render(&d, &sources, PLAIN),
            "warning[missing-file]: there is no `x`"
        );
        for (start, end) in [(0, 0), (0, 9_999), (44, 44), (45, 46), (40, 3), (500, 700)] {
            let d = Diagnostic::error("odd", Span { source, start, end }, "odd");
            assert!(render(&d, &sources, PLAIN).contains("odd"));
        }
    }

    #[test]
    fn an_endless_line_is_named_and_not_drawn() {
        let mut sources = Sources::default();
        let source = sources.add("plan.geojson", "", "x".repeat(3_000_000));
        let d = Diagnostic::error(
            "bad",
            Span {
                source,
                start: 2_000_000,
                end: 2_000_001,
            },
            "bad",
        )
        .help("mend it");
        insta::assert_snapshot!(render(&d, &sources, PLAIN), @r#"
        error[bad]: bad
        --> plan.geojson:1:2000001
         = help: mend it
        "#);
    }

    #[test]
    fn colour_only_when_asked() {
        let (sources, source, _) = sources();
        let d = Diagnostic::error(
            "odd",
            Span {
                source,
                start: 0,
                end: 6,
            },
            "odd",
        );
        assert!(!render(&d, &sources, PLAIN).contains('\u{1b}'));
        assert!(
            render(
                &d,
                &sources,
                Style {
                    colour: true,
                    ..PLAIN
                }
            )
            .contains('\u{1b}')
        );
    }
}
