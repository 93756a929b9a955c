//! What a case found: a quantity, what the published case asks of it, and what came out.

/// How a finding was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The gate of the published case is met.
    Pass,
    /// It is not.
    Fail,
    /// The case asks for a report only.
    Documented,
}

impl Verdict {
    /// The word for tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "FAIL",
            Self::Documented => "documented",
        }
    }
}

/// One quantity of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What was measured.
    pub quantity: String,
    /// What the case expects, in words or numbers.
    pub expected: String,
    /// What came out; infinite for a moment that never came.
    pub obtained: f32,
    /// Its unit.
    pub unit: &'static str,
    /// How far it may be off, empty where the expectation says it all.
    pub tolerance: String,
    /// Whether that is met.
    pub verdict: Verdict,
}

impl Finding {
    /// A quantity that is reported and not judged, until a gate is laid on it.
    pub(super) fn new(quantity: impl Into<String>, unit: &'static str, obtained: f32) -> Self {
        Self {
            quantity: quantity.into(),
            expected: "reported only".to_owned(),
            obtained,
            unit,
            tolerance: String::new(),
            verdict: Verdict::Documented,
        }
    }

    /// With words of what to hold it against.
    pub(super) fn against(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// Passes between these two.
    pub(super) fn within(self, expected: f32, least: f32, most: f32) -> Self {
        let holds = (least..=most).contains(&self.obtained);
        let tolerance = format!("{} to {}", number(least), number(most));
        self.judged(number(expected), tolerance, holds)
    }

    /// Passes up to `most`.
    pub(super) fn at_most(self, most: f32) -> Self {
        let holds = self.obtained <= most;
        self.judged(format!("at most {}", number(most)), String::new(), holds)
    }

    /// Passes from `least` on.
    pub(super) fn at_least(self, least: f32) -> Self {
        let holds = self.obtained >= least;
        self.judged(format!("at least {}", number(least)), String::new(), holds)
    }

    /// Passes above `least`. What never came is above nothing.
    pub(super) fn above(self, least: f32) -> Self {
        let holds = self.obtained > least && self.obtained.is_finite();
        self.judged(format!("more than {}", number(least)), String::new(), holds)
    }

    /// Passes below `most`.
    pub(super) fn below(self, most: f32) -> Self {
        let holds = self.obtained < most;
        self.judged(format!("less than {}", number(most)), String::new(), holds)
    }

    /// Passes at this count alone.
    pub(super) fn exactly(self, count: usize) -> Self {
        let holds = self.obtained == count as f32;
        self.judged(count.to_string(), String::new(), holds)
    }

    fn judged(mut self, expected: String, tolerance: String, holds: bool) -> Self {
        self.expected = expected;
        self.tolerance = tolerance;
        self.verdict = if holds { Verdict::Pass } else { Verdict::Fail };
        self
    }

    /// What came out, as text: at most three decimals.
    pub fn obtained_text(&self) -> String {
        number(self.obtained)
    }
}

/// At most three decimals, none for whole numbers; `never` for what is infinite.
pub(super) fn number(value: f32) -> String {
    if !value.is_finite() {
        return "never".to_owned();
    }
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// One finding for each value, each to be more than the one before; the first is reported only.
pub(super) fn rising(unit: &'static str, values: &[(String, f32)]) -> Vec<Finding> {
    steps(unit, values, Finding::above)
}

/// One finding for each value, each to be less than the one before; the first is reported only.
pub(super) fn falling(unit: &'static str, values: &[(String, f32)]) -> Vec<Finding> {
    steps(unit, values, Finding::below)
}

/// One finding for each value, each to be at least the one before; the first is reported only.
pub(super) fn not_falling(unit: &'static str, values: &[(String, f32)]) -> Vec<Finding> {
    steps(unit, values, |finding, before| {
        let came = finding.obtained.is_finite();
        let judged = finding.at_least(before);
        if came { judged } else { judged.below(f32::INFINITY) }
    })
}

fn steps(
    unit: &'static str,
    values: &[(String, f32)],
    gate: impl Fn(Finding, f32) -> Finding,
) -> Vec<Finding> {
    let findings = values.iter().enumerate().map(|(i, (name, value))| {
        let finding = Finding::new(name.clone(), unit, *value);
        if i == 0 {
            finding
        } else {
            gate(finding, values[i - 1].1)
        }
    });
    findings.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_judge_and_say_what_they_ask() {
        let found = Finding::new("time", "s", 30.05).within(30.0, 26.0, 34.0);
        assert_eq!(
            (found.verdict, found.tolerance.as_str()),
            (Verdict::Pass, "26 to 34")
        );
        assert_eq!(found.obtained_text(), "30.05");
        let never = Finding::new("time", "s", f32::INFINITY).above(3.0);
        assert_eq!(
            (never.verdict, never.obtained_text().as_str()),
            (Verdict::Fail, "never")
        );
        let times = [("a".to_owned(), 1.0), ("b".to_owned(), 1.0)];
        let verdicts = |found: Vec<Finding>| found[1].verdict;
        assert_eq!(verdicts(rising("s", &times)), Verdict::Fail);
        assert_eq!(verdicts(not_falling("s", &times)), Verdict::Pass);
        assert_eq!(verdicts(falling("s", &times)), Verdict::Fail);
    }
}
