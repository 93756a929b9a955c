//! Which runs suit an exercise: `blocked@stair-b and dead <= 1`.
//!
//! A condition asks about a whole run. A metric stands for its value (one that never came makes every comparison with it false).
//! A signal of the world, as it was sampled: one that is yes or no counts as yes if it ever was; a number stands for its last
//! sample, and `most(…)`, `least(…)` for the largest and the smallest. `dead` is everybody who is dead at the end.

use crate::record::{CasualtyOutcome, Records, Value};
use crate::scenario::document::suggest;
use crate::vocabulary::{METRICS, SIGNALS, metric_spec};

/// A condition on a run.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Both.
    And(Box<Self>, Box<Self>),
    /// One or both.
    Or(Box<Self>, Box<Self>),
    /// Not this.
    Not(Box<Self>),
    /// A quantity compared with a number.
    Compare(Quantity, Relation, f64),
    /// A quantity that is there, and not no or zero.
    Is(Quantity),
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quantity {
    /// A metric, or everybody who is dead.
    Metric(String),
    /// A signal of a subject.
    Signal(String, String, Of),
}

/// Which of the samples of a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The last.
    Last,
    /// The largest.
    Most,
    /// The smallest.
    Least,
}

/// How two numbers stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `==`
    Equal,
    /// `!=`
    Unequal,
}

/// Everybody who is dead at the end: the school's, the town's and the settlements'.
const DEAD: &str = "dead";
/// Metrics that count dead beside the casualties of a school.
const DEAD_ELSEWHERE: [&str; 3] = ["residents_drowned", "town_killed", "town_died_waiting"];

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// What is wrong with it, in words, and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parser = Parser {
            tokens: tokens(text)?,
            at: 0,
        };
        let condition = parser.or()?;
        match parser.next() {
            None => Ok(condition),
            Some(token) => Err(format!("`{token}` is not expected there")),
        }
    }

    /// Whether a run is such.
    pub fn holds(&self, run: &Records) -> bool {
        match self {
            Self::And(one, other) => one.holds(run) && other.holds(run),
            Self::Or(one, other) => one.holds(run) || other.holds(run),
            Self::Not(condition) => !condition.holds(run),
            Self::Is(quantity) => quantity.of(run).is_some_and(|value| value != 0.0),
            Self::Compare(quantity, comparison, number) => quantity
                .of(run)
                .is_some_and(|value| comparison.holds(value, *number)),
        }
    }

    /// Every quantity that it asks for, in its words, once.
    pub fn quantities(&self) -> Vec<&Quantity> {
        let mut found: Vec<&Quantity> = match self {
            Self::And(one, other) | Self::Or(one, other) => {
                one.quantities().into_iter().chain(other.quantities()).collect()
            }
            Self::Not(condition) => condition.quantities(),
            Self::Compare(quantity, ..) | Self::Is(quantity) => vec![quantity],
        };
        let mut seen: Vec<&Quantity> = Vec::new();
        found.retain(|quantity| {
            let is_new = !seen.contains(quantity);
            seen.push(quantity);
            is_new
        });
        found
    }
}

impl Relation {
    fn holds(self, value: f64, number: f64) -> bool {
        match self {
            Self::Less => value < number,
            Self::AtMost => value <= number,
            Self::More => value > number,
            Self::AtLeast => value >= number,
            Self::Equal => value == number,
            Self::Unequal => value != number,
        }
    }
}

impl Quantity {
    /// As it is written.
    pub fn text(&self) -> String {
        match self {
            Self::Metric(name) => name.clone(),
            Self::Signal(signal, subject, Of::Last) => format!("{signal}@{subject}"),
            Self::Signal(signal, subject, Of::Most) => format!("most({signal}@{subject})"),
            Self::Signal(signal, subject, Of::Least) => format!("least({signal}@{subject})"),
        }
    }

    /// What it is in a run; nothing where there is none.
    pub fn of(&self, run: &Records) -> Option<f64> {
        match self {
            Self::Metric(name) if name == DEAD => Some(dead(run)),
            Self::Metric(name) => metric(run, name),
            Self::Signal(signal, subject, of) => sampled(run, signal, subject, *of),
        }
    }

    /// Whether a run knows it at all: a metric or signal that the scenario has not may be a slip of the pen.
    pub fn is_known(&self, run: &Records) -> bool {
        match self {
            Self::Metric(name) => name == DEAD || run.metrics.iter().any(|metric| *metric.name == **name),
            Self::Signal(signal, subject, _) => {
                let is_it = |sample: &crate::record::Sample| {
                    sample.signal.spec().name == signal && *sample.subject == **subject
                };
                run.series.iter().any(is_it)
            }
        }
    }
}

fn metric(run: &Records, name: &str) -> Option<f64> {
    run.metrics.iter().find(|metric| *metric.name == *name)?.value
}

fn dead(run: &Records) -> f64 {
    let here = run
        .casualties
        .iter()
        .filter(|casualty| casualty.outcome == CasualtyOutcome::Died)
        .count();
    let elsewhere = DEAD_ELSEWHERE.iter().filter_map(|name| metric(run, name));
    here as f64 + elsewhere.sum::<f64>()
}

fn sampled(run: &Records, signal: &str, subject: &str, of: Of) -> Option<f64> {
    let samples = run
        .series
        .iter()
        .filter(|sample| sample.signal.spec().name == signal && *sample.subject == *subject);
    let mut found: Option<f64> = None;
    for sample in samples {
        let value = match &sample.value {
            Value::Number(value, _) => *value,
            // Yes at any time is yes.
            Value::Flag(flag) => {
                let flag = f64::from(u8::from(*flag));
                found = Some(found.map_or(flag, |before| before.max(flag)));
                continue;
            }
            Value::Ids(ids) => ids.len() as f64,
            Value::Word(_) | Value::Unknown => continue,
        };
        found = Some(match (found, of) {
            (None, _) | (_, Of::Last) => value,
            (Some(before), Of::Most) => before.max(value),
            (Some(before), Of::Least) => before.min(value),
        });
    }
    found
}

/// Cuts a condition into words, numbers and signs.
fn tokens(text: &str) -> Result<Vec<String>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || "_-.@".contains(c);
        let length = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if rest.starts_with("<=")
            || rest.starts_with(">=")
            || rest.starts_with("==")
            || rest.starts_with("!=")
        {
            2
        } else if "<>()".contains(first) {
            1
        } else {
            return Err(format!("`{first}` means nothing in a condition"));
        };
        tokens.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<String>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<&str> {
        self.tokens.get(self.at).map(String::as_str)
    }

    fn next(&mut self) -> Option<String> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn takes(&mut self, word: &str) -> bool {
        let is_there = self.peek() == Some(word);
        self.at += usize::from(is_there);
        is_there
    }

    fn or(&mut self) -> Result<Condition, String> {
        let mut condition = self.and()?;
        while self.takes("or") {
            condition = Condition::Or(Box::new(condition), Box::new(self.and()?));
        }
        Ok(condition)
    }

    fn and(&mut self) -> Result<Condition, String> {
        let mut condition = self.not()?;
        while self.takes("and") {
            condition = Condition::And(Box::new(condition), Box::new(self.not()?));
        }
        Ok(condition)
    }

    fn not(&mut self) -> Result<Condition, String> {
        if self.takes("not") {
            return Ok(Condition::Not(Box::new(self.not()?)));
        }
        if self.takes("(") {
            let condition = self.or()?;
            return if self.takes(")") {
                Ok(condition)
            } else {
                Err("a bracket is not closed".to_owned())
            };
        }
        let quantity = self.quantity()?;
        let comparison = match self.peek() {
            Some("<") => Relation::Less,
            Some("<=") => Relation::AtMost,
            Some(">") => Relation::More,
            Some(">=") => Relation::AtLeast,
            Some("==") => Relation::Equal,
            Some("!=") => Relation::Unequal,
            _ => return Ok(Condition::Is(quantity)),
        };
        self.at += 1;
        let number = self.next().ok_or("a number is missing at the end")?;
        let parsed = number.parse::<f64>().ok().filter(|number| number.is_finite());
        let parsed = parsed.ok_or_else(|| format!("`{number}` is no number"))?;
        Ok(Condition::Compare(quantity, comparison, parsed))
    }

    fn quantity(&mut self) -> Result<Quantity, String> {
        let word = self
            .next()
            .ok_or("it ends where a metric or a signal should stand")?;
        let of = match word.as_str() {
            "most" => Of::Most,
            "least" => Of::Least,
            _ => return quantity(&word, Of::Last),
        };
        if !self.takes("(") {
            return Err(format!("write `{word}(depth_m@bridge)`"));
        }
        let word = self.next().ok_or("it ends where a signal should stand")?;
        let found = quantity(&word, of)?;
        if !self.takes(")") {
            return Err("a bracket is not closed".to_owned());
        }
        match found {
            Quantity::Signal(..) => Ok(found),
            Quantity::Metric(name) => Err(format!("`{name}` is a metric: it has one value in a run")),
        }
    }
}

/// A metric or a signal by its name.
fn quantity(word: &str, of: Of) -> Result<Quantity, String> {
    let (name, about) = word.split_once('@').unwrap_or((word, ""));
    if name == DEAD || metric_spec(name).is_some() {
        return Ok(Quantity::Metric(word.to_owned()));
    }
    if !about.is_empty() && SIGNALS.iter().any(|signal| signal.name == name) {
        return Ok(Quantity::Signal(name.to_owned(), about.to_owned(), of));
    }
    let metrics = METRICS.iter().map(|metric| metric.name);
    let known = metrics
        .chain(SIGNALS.iter().map(|signal| signal.name))
        .chain([DEAD]);
    let near = suggest::did_you_mean(name, known).map_or_else(String::new, |near| format!("; {near}"));
    if SIGNALS.iter().any(|signal| signal.name == name) {
        return Err(format!("`{name}` is a signal: say of what, as in `{name}@…`"));
    }
    Err(format!("there is no metric or signal `{name}`{near}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Basis, Metric, Sample};
    use crate::vocabulary::{Signal, Unit};

    fn run() -> Records {
        let metric = |name: &str, value: Option<f64>| Metric {
            name: name.into(),
            value,
            unit: Unit::Second,
            basis: Basis::Assumed,
        };
        let sample = |time_ms, flag| Sample {
            time_ms,
            signal: Signal::Blocked,
            subject: "stair-b".into(),
            value: Value::Flag(flag),
        };
        let inside = |time_ms, people| Sample {
            time_ms,
            signal: Signal::Inside,
            subject: "school".into(),
            value: Value::persons(people),
        };
        Records {
            metrics: vec![
                metric("last_out_s", Some(310.0)),
                metric("full_account_s", None),
                metric("town_killed", Some(2.0)),
            ],
            series: vec![
                sample(0, false),
                sample(1, true),
                sample(2, false),
                inside(0, 40),
                inside(1, 3),
            ],
            ..Records::default()
        }
    }

    #[test]
    fn a_condition_asks_about_the_whole_run() {
        for (text, expected) in [
            ("blocked@stair-b", true),
            ("blocked@stair-b and dead <= 1", false),
            ("blocked@stair-b and dead <= 2", true),
            ("not blocked@stair-b or last_out_s > 300", true),
            ("last_out_s < 300", false),
            ("full_account_s < 9999", false),
            ("not (full_account_s < 9999)", true),
            ("inside@school == 3", true),
            ("most(inside@school) >= 40 and least(inside@school) != 0", true),
            ("blocked@stair-c", false),
        ] {
            let condition = Condition::parse(text).expect(text);
            assert_eq!(condition.holds(&run()), expected, "{text}");
        }
    }

    #[test]
    fn what_makes_no_condition_is_said() {
        for (text, word) in [
            ("blocked", "say of what"),
            ("ded <= 1", "dead"),
            ("dead <=", "number is missing"),
            ("dead <= many", "no number"),
            ("(dead", "not closed"),
            ("dead dead", "not expected"),
            ("dead & 1", "means nothing"),
            ("most(dead)", "one value"),
            ("", "ends where"),
        ] {
            let said = Condition::parse(text).expect_err(text);
            assert!(said.contains(word), "{text}: {said}");
        }
    }

    #[test]
    fn what_a_scenario_has_not_is_not_known() {
        let known = |text: &str| Condition::parse(text).expect(text).quantities()[0].is_known(&run());
        assert!(known("last_out_s > 1") && known("full_account_s > 1") && known("dead > 1"));
        assert!(!known("injured > 1") && !known("blocked@stair-c"));
    }
}
