//! Answers to "what if we had decided otherwise, or at another time?": options by times, from runs made the evening before.

use maud::{Markup, html};

use super::sheet::document;
use super::speaker::{Speaker, Spread};
use crate::compare::{Aspect, Comparisons, Pool, Verdict};
use crate::record::Cell::{Clock as ClockCell, Elapsed, Fine, Id as IdCell, Whole, Word as WordCell};
use crate::record::{Arg, Column, Table, Word};
use crate::vocabulary::Ms;

/// What could be decided, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The decision.
    pub decision: String,
    /// The option; none where it is never taken.
    pub option: Option<String>,
    /// When, ms; none where it is never taken.
    pub at_ms: Option<Ms>,
    /// Its runs, by the index of their group.
    pub group: usize,
}

/// Answers, and what they rest on.
pub struct Answers<'a> {
    /// The runs.
    pub pool: &'a Pool,
    /// Each group beside the script.
    pub comparisons: &'a Comparisons,
    /// The metrics that are told, by index.
    pub metrics: Vec<usize>,
    /// What could be decided, decision by decision.
    pub answers: Vec<Answer>,
    /// What people call the scenario.
    pub title: String,
    /// Whether people walked as bodies, not on a network.
    pub with_bodies: bool,
}

/// So many metrics are told of a decision.
pub const METRICS_TOLD: usize = 4;

/// What is told of one decision, in words.
pub struct DecisionAnswers {
    /// What is asked.
    pub question: String,
    /// The metrics that some choice moves, the first of them.
    pub metrics: Vec<String>,
    /// The script, then each choice; none where no choice moves anything.
    pub choices: Vec<ChoiceAnswer>,
    /// What no choice moves.
    pub unmoved: Option<String>,
}

/// What is told of the script or of a choice.
pub struct ChoiceAnswer {
    /// The option.
    pub option: String,
    /// When; nothing for the script, and where it is never decided.
    pub when: String,
    /// What each metric comes to.
    pub figures: Vec<Figure>,
}

/// What a metric comes to.
pub struct Figure {
    /// Its mean and range.
    pub told: String,
    /// How it stands to the script, in words; none for the script itself.
    mark: Option<String>,
    /// The sign of it where it differs.
    pub sign: Option<char>,
}

impl Answers<'_> {
    /// What is told, decision by decision.
    pub fn told(&self, speaker: Speaker<'_>) -> Vec<DecisionAnswers> {
        let same_decision = |a: &Answer, b: &Answer| a.decision == b.decision;
        let decisions = self.answers.chunk_by(same_decision);
        decisions
            .map(|answers| self.of_decision(speaker, answers))
            .collect()
    }

    /// What stands under all of it: how many runs, how people walked, and what the signs mean.
    pub fn worth(&self, speaker: Speaker<'_>) -> [String; 3] {
        let runs = self.pool.groups[self.comparisons.base].luck.len();
        let tier = if self.with_bodies {
            "answers-bodies"
        } else {
            "answers-network"
        };
        [
            speaker.say("answers-of", &[("runs", Arg::Count(runs as i64))]),
            speaker.say(tier, &[]),
            speaker.say("answers-marks", &[]),
        ]
    }

    fn of_decision(&self, speaker: Speaker<'_>, answers: &[Answer]) -> DecisionAnswers {
        let decision = Arg::Of("decision", answers[0].decision.as_str().into());
        let is_moved = |metric: &usize| {
            let mut verdicts = answers.iter().map(|answer| verdict(self, answer.group, *metric));
            verdicts.any(|verdict| verdict.is_some_and(|verdict| verdict != Verdict::Same))
        };
        let (mut moved, unmoved): (Vec<usize>, Vec<usize>) =
            self.metrics.iter().partition(|metric| is_moved(metric));
        moved.truncate(METRICS_TOLD);
        let called = |metric: &usize| speaker.metric(&self.pool.metrics[*metric].name);
        let names: Vec<String> = unmoved.iter().map(called).collect();
        let mut choices = Vec::new();
        if !moved.is_empty() {
            let script = speaker.say("answers-script", &[]);
            choices.push(self.of_choice(speaker, (script, String::new()), self.comparisons.base, &moved));
            for answer in answers {
                let option = answer
                    .option
                    .as_ref()
                    .map(|option| speaker.name_of("option", option));
                let option = option.unwrap_or_else(|| speaker.say("answers-never", &[]));
                let when = answer.at_ms.map(|ms| speaker.clock(ms)).unwrap_or_default();
                choices.push(self.of_choice(speaker, (option, when), answer.group, &moved));
            }
        }
        DecisionAnswers {
            question: speaker.say("answers-decision", &[("decision", decision)]),
            metrics: moved.iter().map(called).collect(),
            choices,
            unmoved: (!names.is_empty()).then(|| {
                let names = Arg::Text(names.join("; ").into());
                speaker.say("answers-unmoved", &[("names", names)])
            }),
        }
    }

    fn of_choice(
        &self,
        speaker: Speaker<'_>,
        (option, when): (String, String),
        group: usize,
        metrics: &[usize],
    ) -> ChoiceAnswer {
        let figure = |metric: &usize| {
            let spread = Spread::of(&self.pool.groups[group], *metric);
            let name = &self.pool.metrics[*metric].name;
            let told = spread.map_or_else(
                || speaker.say("summary-never", &[]),
                |spread| speaker.ranged(&spread, name),
            );
            let mark = verdict(self, group, *metric).map(mark);
            Figure {
                told,
                mark: mark.map(|(key, _)| speaker.say(key, &[])),
                sign: mark.and_then(|(_, sign)| sign),
            }
        };
        ChoiceAnswer {
            option,
            when,
            figures: metrics.iter().map(figure).collect(),
        }
    }
}

/// What a choice comes to in a metric.
#[derive(Debug, Clone)]
pub struct AnswerRow {
    answer: Answer,
    with_bodies: bool,
    metric: String,
    unit: String,
    runs: u64,
    of: Option<Spread>,
    difference: Option<[f64; 3]>,
    verdict: &'static str,
}

const TIERS: &[Word] = &[
    Word {
        word: "network",
        doc: "People walk on a network of queues.",
    },
    Word {
        word: "pedestrian",
        doc: "People walk with bodies.",
    },
];

const VERDICTS: &[Word] = &[
    Word {
        word: "script",
        doc: "The script itself.",
    },
    Word {
        word: "better",
        doc: "Better than the script, and not by chance.",
    },
    Word {
        word: "worse",
        doc: "Worse than the script, and not by chance.",
    },
    Word {
        word: "different",
        doc: "Different from the script, and not by chance.",
    },
    Word {
        word: "not-shown",
        doc: "No difference from the script that so many runs can show.",
    },
    Word {
        word: "same",
        doc: "As by the script in every run.",
    },
    Word {
        word: "too-few",
        doc: "Too few runs to say anything.",
    },
];

impl Table for AnswerRow {
    const NAME: &'static str = "answers";
    const DOC: &'static str = "What a choice at a time comes to in a metric, beside the script.";
    const KEY: &'static [&'static str] = &["decision", "option", "t", "metric"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::required("decision", IdCell(|r| Some(&r.answer.decision)), "The decision."),
        Column::optional(
            "option",
            IdCell(|r| r.answer.option.as_deref()),
            "What is chosen; empty where the decision is never taken.",
        ),
        Column::optional("t", Elapsed(|r| r.answer.at_ms), "When, since the start."),
        Column::optional(
            "clock",
            ClockCell(|r| r.answer.at_ms),
            "The same, on the clock of the scenario.",
        ),
        Column::required(
            "tier",
            WordCell(TIERS, |r| {
                Some(if r.with_bodies { "pedestrian" } else { "network" })
            }),
            "How people walked.",
        ),
        Column::required("metric", IdCell(|r| Some(&r.metric)), "The metric."),
        Column::optional("unit", IdCell(|r| Some(&r.unit)), "Its unit."),
        Column::required("runs", Whole(|r| Some(r.runs)), "So many runs."),
        Column::optional(
            "mean",
            Fine(|r| Some(r.of?.mean)),
            "Mean over the runs that have a value.",
        ),
        Column::optional("p5", Fine(|r| Some(r.of?.low)), "A twentieth of them is below."),
        Column::optional("p95", Fine(|r| Some(r.of?.high)), "A twentieth of them is above."),
        Column::optional(
            "came",
            Fine(|r| Some(r.of?.runs as f64 / r.of?.of as f64)),
            "The share of runs that have a value.",
        ),
        Column::optional(
            "difference",
            Fine(|r| Some(r.difference?[0])),
            "Mean difference from the script, same seeds.",
        ),
        Column::optional(
            "low",
            Fine(|r| Some(r.difference?[1])),
            "Lower end of its 95 % interval.",
        ),
        Column::optional(
            "high",
            Fine(|r| Some(r.difference?[2])),
            "Upper end of its 95 % interval.",
        ),
        Column::required(
            "verdict",
            WordCell(VERDICTS, |r| Some(r.verdict)),
            "How it stands to the script.",
        ),
    ];
}

/// The rows of `answers.csv`.
pub fn answer_rows(of: &Answers<'_>) -> Vec<AnswerRow> {
    let rows = of.answers.iter().flat_map(|answer| {
        of.metrics.iter().map(|metric| {
            let column = &of.pool.metrics[*metric];
            let found = beside_script(of, answer.group, *metric);
            AnswerRow {
                answer: answer.clone(),
                with_bodies: of.with_bodies,
                metric: column.name.clone(),
                unit: column.unit.clone(),
                runs: of.pool.groups[answer.group].luck.len() as u64,
                of: Spread::of(&of.pool.groups[answer.group], *metric),
                difference: found.and_then(|comparison| {
                    let interval = comparison.interval?;
                    Some([comparison.difference, interval.low, interval.high])
                }),
                verdict: verdict(of, answer.group, *metric).map_or("script", Verdict::word),
            }
        })
    });
    rows.collect()
}

fn beside_script<'a>(
    of: &Answers<'a>,
    group: usize,
    metric: usize,
) -> Option<&'a crate::compare::Comparison> {
    let mut all = of.comparisons.all.iter();
    all.find(|comparison| {
        comparison.group == group && comparison.metric == metric && comparison.aspect == Aspect::Value
    })
}

/// How a choice stands to the script in a metric: by its value, or by whether it came at all; none for the script itself.
fn verdict(of: &Answers<'_>, group: usize, metric: usize) -> Option<Verdict> {
    if group == of.comparisons.base {
        return None;
    }
    let all = of.comparisons.all.iter();
    let of_metric = all.filter(|comparison| comparison.group == group && comparison.metric == metric);
    let verdicts: Vec<Verdict> = of_metric.map(|comparison| comparison.verdict).collect();
    let told = [
        Verdict::Worse,
        Verdict::Better,
        Verdict::Other,
        Verdict::NotShown,
        Verdict::TooFew,
        Verdict::Same,
    ];
    // A moment that no longer comes counts before those runs in which it still does.
    told.into_iter().find(|verdict| verdicts.contains(verdict))
}

/// One sheet a decision.
pub fn answers_page(speaker: Speaker<'_>, of: &Answers<'_>) -> String {
    let sheets = html! {
        main { @for decision in of.told(speaker) { (sheet(speaker, of, &decision)) } }
    };
    let title = format!("{}: {}", of.title, speaker.say("answers-title", &[]));
    document(speaker.language(), &title, &sheets)
}

fn sheet(speaker: Speaker<'_>, of: &Answers<'_>, decision: &DecisionAnswers) -> Markup {
    let say = |key: &str| speaker.say(key, &[]);
    let [runs, tier, marks] = of.worth(speaker);
    html! {
        section.sheet {
            p.over { bdi { (of.title) } " · " bdi { (say("answers-title")) } }
            h1 { (decision.question) }
            p.under { (runs) " " (tier) }
            @if !decision.choices.is_empty() {
                table.answers {
                    thead { tr {
                        th scope="col" { (say("kit-option")) } th scope="col" { (say("answers-when")) }
                        @for metric in &decision.metrics { th scope="col" { (metric) } }
                    } }
                    tbody { @for choice in &decision.choices { (row(choice)) } }
                }
                p.small { (marks) }
            }
            @if let Some(unmoved) = &decision.unmoved { p { (unmoved) } }
        }
    }
}

fn row(choice: &ChoiceAnswer) -> Markup {
    html! {
        tr {
            th scope="row" { (choice.option) } td.time { (choice.when) }
            @for figure in &choice.figures {
                td {
                    (figure.told)
                    @if let Some(mark) = &figure.mark { div.mark.quiet[figure.sign.is_none()] { (mark) } }
                }
            }
        }
    }
}

/// The key of the mark of a verdict, and its sign where it is told in a line.
const fn mark(verdict: Verdict) -> (&'static str, Option<char>) {
    match verdict {
        Verdict::Better => ("answers-better", Some('▲')),
        Verdict::Worse => ("answers-worse", Some('▼')),
        Verdict::Other => ("answers-different", Some('◆')),
        Verdict::Same => ("answers-same", None),
        Verdict::NotShown | Verdict::TooFew => ("answers-not-shown", None),
    }
}
