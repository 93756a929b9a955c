//! What lies on the table: handouts, the facilitator's sheet, inject cards, a decision log, a summary to read aloud, an
//! evaluator's sheet; made of what a finished run left behind. Nothing here simulates.
//!
//! A handout says what its position knew (`pictures.csv`), never what is true; the truth stands on the facilitator's sheet alone.

mod answers;
mod cards;
mod evaluation;
mod events;
mod facilitator;
mod facts;
mod handout;
mod log;
mod outlook;
mod places;
mod sheet;
mod situation;
mod speaker;
mod table_log;
mod tables;
#[cfg(test)]
mod words;

use std::ops::Deref;

use maud::Markup;

pub use answers::{
    Answer, AnswerRow, Answers, ChoiceAnswer, DecisionAnswers, Figure, METRICS_TOLD, answer_rows,
    answers_page,
};
pub use events::{EventRow, events};
#[cfg(test)]
pub(crate) use facts::{FACT_ARGS, fact_key};
pub use facts::{facts_known, is_metric_shown};
pub use log::LOG_COLUMNS;
pub use outlook::Outlook;
pub use sheet::page;
pub use speaker::Speaker;
pub use table_log::{LogProblem, Made, Overrides, TableEntry, TableLog, clock_time, made};
pub use tables::RunTables;
#[cfg(test)]
pub(crate) use words::KIT_TEXTS;

use crate::record::Arg;
use crate::scenario::model::{Holder, ModuleSpec, PositionSpec, Scenario};

/// A run, as the kit tells of it.
pub struct Kit<'a> {
    /// The scenario as it was run.
    pub scenario: &'a Scenario,
    /// What the run left behind.
    pub tables: &'a RunTables,
    /// How it speaks.
    pub speaker: Speaker<'a>,
    /// What follows in each variant of a batch.
    pub outlook: Option<&'a Outlook>,
}

/// A part of the kit that is printed by itself.
pub struct Part {
    /// The name of its file, without `.html`.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// Its sheets.
    pub sheets: Markup,
}

impl Kit<'_> {
    /// All parts, in the order in which they are used.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = vec![self.part("facilitator", "kit-facilitator", self.facilitator())];
        for module in 0..self.modules().len() {
            let id = &self.modules()[module].id;
            let title = self.say(
                "kit-handouts",
                &[("module", Arg::Text(self.module_name(module).into()))],
            );
            parts.push(Part {
                name: format!("handouts-{id}"),
                title,
                sheets: self.handouts(module),
            });
        }
        parts.push(self.part("situation", "kit-situation", self.situation()));
        parts.push(self.part("inject-cards", "kit-cards", self.cards()));
        parts.push(self.part("decision-log", "kit-log", self.decision_log()));
        parts.push(self.part("evaluation", "kit-evaluation", self.evaluation()));
        parts
    }

    fn part(&self, name: &str, key: &str, sheets: Markup) -> Part {
        Part {
            name: name.to_owned(),
            title: self.say(key, &[]),
            sheets,
        }
    }

    /// What the page is called that holds everything.
    pub fn whole(&self) -> String {
        self.say("kit-whole", &[])
    }

    /// What the exercise is called.
    pub fn title(&self) -> &str {
        self.scenario.exercise.name.get(self.language())
    }

    fn modules(&self) -> &[ModuleSpec] {
        &self.scenario.material.modules
    }

    /// `Module 1: The ground shakes`.
    fn module_name(&self, module: usize) -> String {
        let module = &self.modules()[module];
        self.say(
            "kit-module",
            &[
                ("id", Arg::Text(module.id.as_str().into())),
                ("title", Arg::Text(module.title.get(self.language()).into())),
            ],
        )
    }

    /// Who sits at the table, by index of position: who is of the exercise, decides something, or is asked a question. Whoever leads comes
    /// first, and after those of the place the crews and the others.
    fn seats(&self) -> Vec<(usize, &PositionSpec)> {
        let scenario = self.scenario;
        let sits = |(index, position): &(usize, &PositionSpec)| {
            let is_asked = scenario
                .material
                .questions
                .iter()
                .any(|question| question.to.contains(index));
            let decides = scenario
                .decisions
                .iter()
                .any(|decision| decision.position == *index);
            is_asked || decides || !matches!(position.holder, Holder::Outside(_))
        };
        let mut seats: Vec<_> = scenario
            .command
            .positions
            .iter()
            .enumerate()
            .filter(sits)
            .collect();
        seats.sort_by_key(|(index, position)| {
            let from = match position.holder {
                Holder::Person(_) => 0,
                Holder::Crew(_) => 1,
                Holder::Outside(_) => 2,
            };
            (from, position.reports_to.is_some(), *index)
        });
        seats
    }

    /// A fact as a sentence; none where nothing is claimed.
    fn fact(&self, (signal, subject): (&str, &str), value: &str) -> Option<String> {
        facts::sentence(self.catalogue, signal, Arg::Id(subject.into()), value)
    }
}

impl<'a> Deref for Kit<'a> {
    type Target = Speaker<'a>;

    fn deref(&self) -> &Speaker<'a> {
        &self.speaker
    }
}
