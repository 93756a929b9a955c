//! One problem, where it is and how to mend it; and all that were found, counted and sorted.

use super::Span;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The scenario cannot run.
    Error,
    /// It can run, but a person would want to know.
    Warning,
}

/// Whose fault it is: it decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// The input is wrong and its author can mend it: exit code 2.
    Input,
    /// The machine refused (no permission, a failing disk): exit code 1.
    Environment,
}

/// A second place that explains the first.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What stands there, e.g. `first declared here`.
    pub text: String,
}

/// One problem: what is wrong, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// Whose fault it is.
    pub fault: Fault,
    /// A stable word for the kind of mistake (`unknown-key`, `negative-width`), for editors and tests.
    pub code: &'static str,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where; none only for what stands nowhere (a missing file).
    pub span: Option<Span>,
    /// What to write under the caret: short, about this value.
    pub label: String,
    /// Other places that matter.
    pub related: Vec<Label>,
    /// How to mend it: what is allowed, "did you mean …".
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            fault: Fault::Input,
            code,
            message: message.into(),
            span: span.into(),
            label: String::new(),
            related: Vec::new(),
            help: None,
        }
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, span, message)
        }
    }

    /// Not the author's fault: the machine refused.
    #[must_use]
    pub fn environment(mut self) -> Self {
        self.fault = Fault::Environment;
        self
    }

    /// What to write under the caret.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }

    /// How to mend it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Another place that explains this one.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label {
            span,
            text: text.into(),
        });
        self
    }
}

/// More errors, or more warnings, than this are counted but not kept: a broken column of a long table must not eat
/// the memory, nor a flood of warnings the error after it.
const KEPT: usize = 1_000;

/// Everything found wrong so far. Loading goes on after an error wherever the rest can still be judged.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    kept: Vec<Diagnostic>,
    kept_errors: usize,
    kept_warnings: usize,
    more_errors: usize,
    more_warnings: usize,
}

impl Diagnostics {
    /// Keeps a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let (kept, more) = match diagnostic.severity {
            Severity::Error => (&mut self.kept_errors, &mut self.more_errors),
            Severity::Warning => (&mut self.kept_warnings, &mut self.more_warnings),
        };
        if *kept < KEPT {
            *kept += 1;
            self.kept.push(diagnostic);
        } else {
            *more += 1;
        }
    }

    /// Whether anything keeps the scenario from running.
    pub fn has_errors(&self) -> bool {
        self.kept_errors > 0
    }

    /// Whose fault the errors are; none without errors. An input to mend outweighs a machine that refused.
    pub fn fault(&self) -> Option<Fault> {
        let kept = self.kept.iter().filter(|d| d.severity == Severity::Error);
        kept.map(|d| d.fault).min()
    }

    /// How many errors.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error) + self.more_errors
    }

    /// How many warnings.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning) + self.more_warnings
    }

    /// How many problems were counted without being kept.
    pub fn not_kept(&self) -> usize {
        self.more_errors + self.more_warnings
    }

    /// All of them: errors before warnings, each by place, each once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = self.kept.iter().collect();
        all.sort_by(|a, b| {
            let key = |d: &'_ Diagnostic| (d.severity, d.span, d.code);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        all.dedup();
        all
    }

    /// In the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.kept.iter()
    }

    fn count(&self, severity: Severity) -> usize {
        self.sorted().iter().filter(|d| d.severity == severity).count()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, iter: T) {
        for diagnostic in iter {
            self.push(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_to_mend_outweighs_a_machine_that_refused() {
        let mut found = Diagnostics::default();
        assert_eq!(found.fault(), None);
        found.push(Diagnostic::warning("odd", None, "odd"));
        assert_eq!(found.fault(), None, "a warning is nobody's fault");
        found.push(Diagnostic::error("no-permission", None, "may not read").environment());
        assert_eq!(found.fault(), Some(Fault::Environment));
        found.push(Diagnostic::error("unknown-key", None, "what is this"));
        assert_eq!(found.fault(), Some(Fault::Input));
    }

    #[test]
    fn a_flood_of_problems_is_counted_without_being_kept() {
        let mut found = Diagnostics::default();
        found.extend((0..5_000).map(|i| Diagnostic::error("bad", None, format!("row {i}"))));
        assert_eq!(
            (found.iter().count(), found.errors(), found.not_kept()),
            (KEPT, 5_000, 4_000)
        );
    }

    #[test]
    fn a_flood_of_warnings_leaves_the_error_after_it_first() {
        let mut found = Diagnostics::default();
        found.extend((0..5_000).map(|i| Diagnostic::warning("odd", None, format!("row {i}"))));
        found.push(Diagnostic::error("bad", None, "what matters"));
        assert_eq!(found.sorted()[0].message, "what matters");
        assert_eq!((found.errors(), found.warnings()), (1, 5_000));
    }
}
