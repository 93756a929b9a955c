//! `batch.toml`: a plan of many runs that lies beside the scenario and can be run again.

use std::path::Path;

use super::design::{Design, Levels, Span};
use super::request::{FactorRequest, Target, taken};
use super::seeds::SeedSet;
use crate::diagnostic::{Diagnostic, Diagnostics, Sources};
use crate::scenario::document::shape::{Field, Literal, Section, Shape, Word};
use crate::scenario::document::view::{Leaf, View};
use crate::scenario::document::{layer, limits, reading};

/// Most seeds, values and samples that a file asks for.
const MOST: i64 = 100_000;

static FACTOR: Section = Section {
    name: "factor",
    doc: "What is varied beside the variant: a column of the tables.",
    fields: &[
        Field::optional(
            "path",
            Shape::Text,
            "The path of the value that it changes, as `--set` has it.",
        ),
        Field::optional(
            "decision",
            Shape::Text,
            "Or the decision that it changes: its values are options, perhaps with `@` and a time, as `--decide` has them.",
        ),
        Field::optional(
            "values",
            Shape::List {
                of: &Shape::Text,
                min: 1,
                max: limits::ENTRIES,
            },
            "What it can be.",
        ),
        Field::optional(
            "from",
            Shape::Text,
            "Or the least that it can be: `\"0.8\"`, `\"5 min\"`.",
        ),
        Field::optional("to", Shape::Text, "And the most, in the same unit."),
        Field::default(
            "levels",
            Shape::Integer { min: 2, max: 1_000 },
            Literal::Integer(3),
            "How many values from the least to the most are taken where every value meets every other.",
        ),
    ],
};

/// Everything that a plan of many runs may say.
pub static BATCH_FILE: Section = Section {
    name: "batch",
    doc: "A plan of many runs of a scenario. `format = 1` is its first line.",
    fields: &[
        Field::optional(
            "variants",
            Shape::List {
                of: &Shape::Text,
                min: 0,
                max: limits::ENTRIES,
            },
            "Variants beside the scenario as it stands; `\"all\"` for all there are.",
        ),
        Field::default(
            "seeds",
            Shape::Text,
            Literal::Text("1..100"),
            "Which seeds: `\"1..200\"`, `\"1..10,15\"`.",
        ),
        Field::optional(
            "hazard_seeds",
            Shape::Text,
            "Seeds of the hazard; each meets every seed. Without them the seed of a run is that of its hazard too.",
        ),
        Field::optional(
            "set",
            Shape::List {
                of: &Shape::Text,
                min: 0,
                max: limits::ENTRIES,
            },
            "Settings of every run: `\"exercise.fidelity=network\"`.",
        ),
        Field::optional(
            "decide",
            Shape::List {
                of: &Shape::Text,
                min: 0,
                max: limits::ENTRIES,
            },
            "Decisions of every run, as `--decide` has them.",
        ),
        Field::default(
            "design",
            Shape::OneOf(&[
                Word::new("full", "Every value of a factor meets every value of the others."),
                Word::new(
                    "latin-hypercube",
                    "A sample in which each factor is cut into as many parts as there are samples, and each part is met once.",
                ),
                Word::new(
                    "sobol",
                    "The first points of a Sobol sequence: even at any number, best at powers of two.",
                ),
            ]),
            Literal::Text("full"),
            "How values of several factors meet.",
        ),
        Field::default(
            "samples",
            Shape::Integer { min: 1, max: MOST },
            Literal::Integer(64),
            "How many samples are taken, where not every value meets every other.",
        ),
        Field::optional(
            "factor",
            Shape::Keyed {
                of: &Shape::Table(&FACTOR),
                declares: None,
                max: 64,
            },
            "What is varied beside the variant.",
        ),
    ],
};

/// What a plan file asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchFile {
    /// Variants; `all` stands for all.
    pub variants: Vec<String>,
    /// Seeds.
    pub seeds: SeedSet,
    /// Seeds of the hazard.
    pub hazard_seeds: Option<SeedSet>,
    /// Settings of every run.
    pub set: Vec<String>,
    /// Decisions of every run.
    pub decide: Vec<String>,
    /// What is varied.
    pub factors: Vec<FactorRequest>,
    /// How values of several factors meet.
    pub design: Design,
}

/// Reads a plan of many runs; nothing if anything is wrong with it.
pub fn read_plan(path: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<BatchFile> {
    let source = match reading::read(sources, path) {
        Ok(source) => source,
        Err(error) => {
            diagnostics.push(error.into_diagnostic(None));
            return None;
        }
    };
    let mut document = layer(source, None, &[], sources, diagnostics)?;
    document.check(&BATCH_FILE, diagnostics);
    let view = View::new(&document.root, &BATCH_FILE)?;
    let samples = view.integer("samples") as u32;
    let file = BatchFile {
        variants: texts(&view.list("variants")),
        seeds: seeds(view, "seeds", diagnostics)?,
        hazard_seeds: if view.has("hazard_seeds") {
            Some(seeds(view, "hazard_seeds", diagnostics)?)
        } else {
            None
        },
        set: texts(&view.list("set")),
        decide: texts(&view.list("decide")),
        factors: view
            .tables("factor")
            .into_iter()
            .filter_map(|factor| factor_of(factor, diagnostics))
            .collect(),
        design: match view.text("design") {
            "latin-hypercube" => Design::LatinHypercube(samples),
            "sobol" => Design::Sobol(samples),
            _ => Design::Full,
        },
    };
    (!diagnostics.has_errors()).then_some(file)
}

fn texts(leaves: &[Leaf]) -> Vec<String> {
    leaves.iter().map(|leaf| leaf.text().to_owned()).collect()
}

fn seeds(view: View, key: &str, diagnostics: &mut Diagnostics) -> Option<SeedSet> {
    match SeedSet::parse(view.text(key)) {
        Ok(seeds) => Some(seeds),
        Err(problem) => {
            diagnostics.push(
                Diagnostic::error("bad-seeds", view.span_of(key), problem)
                    .help("write them like `\"1..200\"` or `\"1..10,15\"`"),
            );
            None
        }
    }
}

fn factor_of(view: View, diagnostics: &mut Diagnostics) -> Option<FactorRequest> {
    let name = view.id().to_owned();
    let mut wrong = |message: String, help: &str| {
        diagnostics.push(Diagnostic::error("bad-factor", view.span(), message).help(help));
    };
    if let Some(problem) = taken(&name) {
        wrong(problem, "call it something else: its name is that of a column");
        return None;
    }
    let target = match (view.has("path"), view.has("decision")) {
        (true, false) => Target::Path(view.text("path").to_owned()),
        (false, true) => Target::Decision(view.text("decision").to_owned()),
        _ => {
            wrong(
                format!("the factor `{name}` has to say what it changes, once"),
                "write `path = \"…\"`, or `decision = \"…\"`",
            );
            return None;
        }
    };
    let is_range = view.has("from") && view.has("to");
    let levels = match (view.has("values"), is_range) {
        (true, false) => Levels::Values(texts(&view.list("values"))),
        (false, true) => match Span::new(view.text("from"), view.text("to"), view.integer("levels") as u32) {
            Ok(span) => Levels::Range(span),
            Err(problem) => {
                wrong(problem, "write both ends in the same unit, the smaller one first");
                return None;
            }
        },
        _ => {
            wrong(
                format!("the factor `{name}` has to say what it can be, once"),
                "write `values = [\"…\", \"…\"]`, or `from = \"…\"` and `to = \"…\"`",
            );
            return None;
        }
    };
    Some(FactorRequest { name, target, levels })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a file asks for; else what is wrong with it.
    fn read(text: &str) -> Result<BatchFile, Vec<String>> {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("batch.toml");
        #[expect(clippy::disallowed_methods, reason = "the files of a test")]
        std::fs::write(&path, text).expect("written");
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let file = read_plan(&path, &mut sources, &mut diagnostics);
        file.ok_or_else(|| {
            diagnostics
                .iter()
                .map(|problem| problem.message.clone())
                .collect()
        })
    }

    #[test]
    fn what_is_not_said_is_as_usual() {
        let file = read("format = 1\n").expect("a plan");
        assert_eq!((file.seeds.text().as_str(), file.hazard_seeds), ("1..100", None));
        assert_eq!((file.design, file.factors.len()), (Design::Full, 0));
    }

    #[test]
    fn factors_are_values_or_spans_of_paths_or_decisions() {
        let file = read(
            "format = 1\nseeds = \"1..8\"\nhazard_seeds = \"2,1\"\ndesign = \"sobol\"\nsamples = 16\n\
             [factor.speed]\npath = \"a.b\"\nfrom = \"0.8\"\nto = \"1.6\"\nlevels = 5\n\
             [factor.when]\ndecision = \"leave\"\nvalues = [\"leave@5 min\", \"hold\"]\n",
        )
        .expect("a plan");
        assert_eq!(file.design, Design::Sobol(16));
        assert_eq!(
            file.hazard_seeds.map(|seeds| seeds.text()).as_deref(),
            Some("1..2")
        );
        let [speed, when] = &file.factors[..] else {
            panic!("{:?}", file.factors);
        };
        assert_eq!(speed.target, Target::Path("a.b".to_owned()));
        assert_eq!(
            speed.levels,
            Levels::Range(Span::new("0.8", "1.6", 5).expect("a span"))
        );
        assert_eq!(
            (&*when.name, &when.target),
            ("when", &Target::Decision("leave".to_owned()))
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, words) in [
            (
                "format = 1\n[factor.seed]\npath = \"a\"\nvalues = [\"1\"]\n",
                "cannot be called `seed`",
            ),
            (
                "format = 1\n[factor.injured]\npath = \"a\"\nvalues = [\"1\"]\n",
                "cannot be called `injured`",
            ),
            (
                "format = 1\n[factor.a]\nvalues = [\"1\"]\n",
                "what it changes, once",
            ),
            (
                "format = 1\n[factor.a]\npath = \"a\"\nfrom = \"1\"\n",
                "what it can be, once",
            ),
            (
                "format = 1\n[factor.a]\npath = \"a\"\nfrom = \"2\"\nto = \"1\"\n",
                "not less",
            ),
            ("format = 1\nseeds = \"2..1\"\n", "no seeds from 2 to 1"),
        ] {
            let said = read(text).expect_err(words);
            assert!(said.iter().any(|said| said.contains(words)), "{words}: {said:?}");
        }
    }
}
