//! From what somebody asks for to the plan of all runs.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::design::{Design, Levels, combinations, count};
use super::plan::{Cell, Factor, Plan};
use super::seeds::SeedSet;
use super::tables::is_reserved;
use crate::vocabulary::metric_spec;

/// Most cells of a plan.
const MOST_CELLS: usize = 100_000;
/// Most runs of a plan: each takes a few bytes of memory.
const MOST_RUNS: usize = 10_000_000;

/// What a factor changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The value at a path of the scenario, as `--set` has it.
    Path(String),
    /// What is chosen at a decision and when, as `--decide` has it.
    Decision(String),
}

/// A factor as somebody asks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorRequest {
    /// Its name: the column of the tables.
    pub name: String,
    /// What it changes.
    pub target: Target,
    /// What it can be.
    pub levels: Levels,
}

/// A batch as somebody asks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The folder of the scenario.
    pub scenario: PathBuf,
    /// Variants beside the scenario as it stands.
    pub variants: Vec<String>,
    /// Settings of every run.
    pub set: Vec<String>,
    /// Decisions of every run.
    pub decide: Vec<String>,
    /// What is varied.
    pub factors: Vec<FactorRequest>,
    /// How values of several factors meet.
    pub design: Design,
    /// The luck of people, and of the hazard too where it has no seeds of its own.
    pub seeds: SeedSet,
    /// The luck of the hazard.
    pub hazard_seeds: Option<SeedSet>,
}

impl Request {
    /// The plan of all runs: first the scenario as it stands, then every variant (that one too, where anything is varied) by every
    /// combination of factors.
    ///
    /// # Errors
    /// What cannot be planned, in words.
    pub fn plan(self) -> Result<Plan, String> {
        self.check()?;
        let factors: Vec<(&str, &Levels)> = self
            .factors
            .iter()
            .map(|factor| (factor.name.as_str(), &factor.levels))
            .collect();
        let combinations = combinations(self.design, &factors);
        let as_it_stands = Cell {
            variant: None,
            set: self.set.clone(),
            decide: self.decide.clone(),
            levels: vec![String::new(); factors.len()],
        };
        let mut known = BTreeSet::from([as_it_stands.clone()]);
        let mut cells = vec![as_it_stands];
        let variants = self.variants.iter().map(|name| Some(name.clone()));
        for variant in std::iter::once(None).chain(variants) {
            for levels in &combinations {
                let cell = self.cell(variant.clone(), levels);
                if known.insert(cell.clone()) {
                    cells.push(cell);
                }
            }
        }
        let names = self.factors.iter().map(|factor| Factor {
            name: factor.name.clone(),
        });
        let plan = Plan {
            factors: names.collect(),
            cells,
            scenario: self.scenario,
            seeds: self.seeds,
            hazard_seeds: self.hazard_seeds,
        };
        if plan.len() > MOST_RUNS {
            return Err(format!(
                "these are {} runs; at most {MOST_RUNS} go into one batch",
                plan.len()
            ));
        }
        Ok(plan)
    }

    fn check(&self) -> Result<(), String> {
        let mut names = BTreeSet::new();
        for factor in &self.factors {
            if let Some(problem) = taken(&factor.name) {
                return Err(problem);
            }
            if !names.insert(factor.name.as_str()) {
                return Err(format!("the factor `{}` is given twice", factor.name));
            }
        }
        let factors: Vec<(&str, &Levels)> = self
            .factors
            .iter()
            .map(|factor| (factor.name.as_str(), &factor.levels))
            .collect();
        let cells = count(self.design, &factors).saturating_mul(self.variants.len() + 1);
        if cells > MOST_CELLS {
            return Err(format!(
                "these are {cells} combinations; at most {MOST_CELLS} go into one batch: take fewer values, or a sample of them (`design`)"
            ));
        }
        Ok(())
    }

    fn cell(&self, variant: Option<String>, levels: &[String]) -> Cell {
        let (mut set, mut decide) = (self.set.clone(), self.decide.clone());
        for (factor, level) in self.factors.iter().zip(levels) {
            match &factor.target {
                Target::Path(path) => set.push(format!("{path}={level}")),
                Target::Decision(decision) => decide.push(format!("{decision}={level}")),
            }
        }
        Cell {
            variant,
            set,
            decide,
            levels: levels.to_vec(),
        }
    }
}

/// Why no factor can be called so, if none can.
pub(super) fn taken(name: &str) -> Option<String> {
    let is_taken = is_reserved(name) || metric_spec(name).is_some();
    is_taken.then(|| format!("a factor cannot be called `{name}`: the tables have a column of that name"))
}

/// Settings as they stand on the command line: those of one value are of every run, those of several (with commas between) are
/// factors.
pub fn settings(texts: &[String], target: fn(String) -> Target) -> (Vec<String>, Vec<FactorRequest>) {
    let (mut plain, mut factors) = (Vec::new(), Vec::new());
    for text in texts {
        match text
            .split_once('=')
            .map(|(path, values)| (path.trim(), split(values)))
        {
            Some((path, values)) if values.len() > 1 => factors.push(FactorRequest {
                name: path.to_owned(),
                target: target(path.to_owned()),
                levels: Levels::Values(values),
            }),
            _ => plain.push(text.clone()),
        }
    }
    (plain, factors)
}

/// Values with commas between; those in brackets, braces and quotes belong to a value.
fn split(text: &str) -> Vec<String> {
    let (mut values, mut value) = (Vec::new(), String::new());
    let (mut depth, mut quote) = (0_usize, None);
    for c in text.chars() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => quote = Some(c),
            ('[' | '{', None) => depth += 1,
            (']' | '}', None) => depth = depth.saturating_sub(1),
            (',', None) if depth == 0 => {
                values.push(value.trim().to_owned());
                value.clear();
                continue;
            }
            _ => {}
        }
        value.push(c);
    }
    values.push(value.trim().to_owned());
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(factors: Vec<FactorRequest>) -> Request {
        Request {
            scenario: PathBuf::from("x"),
            variants: vec!["one-exit".to_owned()],
            set: Vec::new(),
            decide: Vec::new(),
            factors,
            design: Design::Full,
            seeds: SeedSet::parse("1..5").expect("seeds"),
            hazard_seeds: None,
        }
    }

    fn labels(plan: &Plan) -> Vec<String> {
        plan.cells.iter().map(Cell::label).collect()
    }

    #[test]
    fn the_scenario_as_it_stands_is_always_among_them_and_comes_first() {
        let plan = request(Vec::new()).plan().expect("a plan");
        assert_eq!(labels(&plan), ["base", "one-exit"]);
        assert_eq!(plan.len(), 10);
        let texts = ["a.b=1,2".to_owned(), "c.d=[1,2]".to_owned()];
        let (set, factors) = settings(&texts, Target::Path);
        assert_eq!(set, ["c.d=[1,2]"]);
        let plan = request(factors).plan().expect("a plan");
        assert_eq!(
            labels(&plan),
            [
                "base",
                "base, a.b=1",
                "base, a.b=2",
                "one-exit, a.b=1",
                "one-exit, a.b=2"
            ]
        );
        assert_eq!(plan.cells[4].levels, ["2"]);
    }

    #[test]
    fn decisions_can_be_varied_too() {
        let texts = ["leave=leave@5 min,hold".to_owned()];
        let (_, factors) = settings(&texts, Target::Decision);
        let plan = request(factors).plan().expect("a plan");
        assert_eq!(plan.cells[1].decide, ["leave=leave@5 min"]);
        assert_eq!(plan.cells[2].case().as_deref(), Some("leave=hold"));
    }

    #[test]
    fn what_cannot_be_planned_is_said() {
        let factor = |name: &str, count: usize| FactorRequest {
            name: name.to_owned(),
            target: Target::Path(name.to_owned()),
            levels: Levels::Values((0..count).map(|n| n.to_string()).collect()),
        };
        for (factors, word) in [
            (vec![factor("seed", 2)], "cannot be called `seed`"),
            (vec![factor("a", 2), factor("a", 3)], "given twice"),
            (vec![factor("a", 1_000), factor("b", 1_000)], "combinations"),
        ] {
            let said = request(factors).plan().expect_err(word);
            assert!(said.contains(word), "{said}");
        }
    }
}
