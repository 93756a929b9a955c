//! Which runs a batch is made of, and in which order they stand in its tables.

use std::path::PathBuf;

use super::seeds::SeedSet;
use crate::record::RunName;
use crate::sim::Seeds;
use crate::simulation::case_name;

/// What is varied beside the variant: a column of the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// Its name: what stands above the column.
    pub name: String,
}

/// What is laid over a scenario for some of the runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The variant; none for the scenario as it stands.
    pub variant: Option<String>,
    /// Settings as `--set` has them, in their order.
    pub set: Vec<String>,
    /// Decisions as `--decide` has them, in their order.
    pub decide: Vec<String>,
    /// The value of each factor of the plan, in their order.
    pub levels: Vec<String>,
}

impl Cell {
    /// The variant as it stands in tables.
    pub fn variant(&self) -> &str {
        self.variant.as_deref().unwrap_or(RunName::BASE)
    }

    /// What its settings are called; none where there are none.
    pub fn case(&self) -> Option<String> {
        case_name(&self.decide, &self.set, Seeds::both(0))
    }

    /// What people call it: `base`, or `one-exit, exercise.fidelity=network`.
    pub fn label(&self) -> String {
        match self.case() {
            Some(case) => format!("{}, {case}", self.variant()),
            None => self.variant().to_owned(),
        }
    }
}

/// All runs of a batch: every cell by every hazard seed by every seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The folder of the scenario.
    pub scenario: PathBuf,
    /// What is varied beside the variant.
    pub factors: Vec<Factor>,
    /// What is laid over the scenario, the scenario as it stands among them; none twice.
    pub cells: Vec<Cell>,
    /// The luck of people, and of the hazard too where it has no seeds of its own.
    pub seeds: SeedSet,
    /// The luck of the hazard.
    pub hazard_seeds: Option<SeedSet>,
}

/// One run of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// Where it stands in the plan, from 0.
    pub index: usize,
    /// Its cell, by index.
    pub cell: usize,
    /// Its luck.
    pub seeds: Seeds,
}

impl Plan {
    /// How many runs there are.
    pub fn len(&self) -> usize {
        self.cells.len() * self.luck().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The luck of every run of a cell, in the order of the tables.
    pub fn luck(&self) -> Luck {
        let people = self.seeds.iter().collect();
        let hazard = self.hazard_seeds.as_ref().map(|seeds| seeds.iter().collect());
        Luck { people, hazard }
    }
}

/// The luck of the runs of a cell: hazard seed by hazard seed, and for each of them seed by seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Luck {
    people: Vec<u64>,
    hazard: Option<Vec<u64>>,
}

impl Luck {
    /// How many runs a cell has.
    pub fn len(&self) -> usize {
        self.people.len() * self.hazard.as_ref().map_or(1, Vec::len)
    }

    /// Whether a cell has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The luck of one of them.
    pub fn seeds(&self, index: usize) -> Seeds {
        let people = self.people[index % self.people.len()];
        match &self.hazard {
            Some(hazard) => Seeds {
                hazard: hazard[index / self.people.len()],
                people,
            },
            None => Seeds::both(people),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hazard_seed_meets_every_seed() {
        let plan = Plan {
            scenario: PathBuf::from("x"),
            factors: Vec::new(),
            cells: vec![Cell::default(), Cell::default()],
            seeds: SeedSet::parse("1..3").expect("seeds"),
            hazard_seeds: Some(SeedSet::parse("7,9").expect("seeds")),
        };
        assert_eq!(plan.len(), 12);
        let luck = plan.luck();
        let all: Vec<(u64, u64)> = (0..luck.len())
            .map(|index| luck.seeds(index))
            .map(|seeds| (seeds.hazard, seeds.people))
            .collect();
        assert_eq!(all, [(7, 1), (7, 2), (7, 3), (9, 1), (9, 2), (9, 3)]);
        let plain = Plan {
            hazard_seeds: None,
            ..plan
        };
        assert_eq!(plain.luck().seeds(2), Seeds::both(3));
    }

    #[test]
    fn a_cell_is_called_by_what_is_laid_over() {
        let cell = Cell {
            variant: Some("one-exit".to_owned()),
            set: vec!["a.b=1".to_owned()],
            decide: vec!["leave=hold".to_owned()],
            levels: Vec::new(),
        };
        assert_eq!(cell.label(), "one-exit, leave=hold+a.b=1");
        assert_eq!(Cell::default().label(), "base");
    }
}
