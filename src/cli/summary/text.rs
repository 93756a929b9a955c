//! The summary of a run as a trainer reads it.

use std::collections::BTreeMap;

use super::figures::{COMMAND, FLOOD, MOMENTS, PEOPLE, TOWN};
use super::{Finished, delay_ms};
use crate::cli::labels;
use crate::cli::layout::{Block, Paint, Row, Stress, blocks, wrapped};
use crate::record::{
    Arg, Catalogue, Decision, DecisionOutcome, Metric, Objective, SeedChoice, TargetMet, elapsed,
};
use crate::scenario::model::Holder;
use crate::scenario::plan::OpeningKind;
use crate::simulation::names::phrase;
use crate::vocabulary::{ActionKind, Ms, Unit};

/// A jam where people lost less than this together is left to `metrics.csv`, person-minutes.
const WORTH_SHOWING_MIN: f64 = 1.0;

/// Time lost in jams at all the places shown before it and those not worth showing.
const JAMS_IN_ALL: &str = "congestion_person_min";
/// What says nearly the same as another figure is left to `metrics.csv`: how many of those on the way are on stairs;
/// time lost on the way counted person by person instead of place by place; how well the water of a flood adds up.
const LEFT_TO_FILES: &[&str] = &[
    "on_stairs_when_aftershock_comes",
    "queued_person_min",
    "worst_water_danger",
    "flood_volume_error",
    "flood_level_max_m",
];
/// Stretches of time from here on are said as `0:00:10`, shorter ones to a tenth of a second.
const CLOCKED_FROM_MS: Ms = 10_000;

/// The run as text: lines of at most so many columns, where words allow.
pub(in crate::cli) fn text(run: &Finished, catalogue: &Catalogue, width: usize, paint: Paint) -> String {
    let page = Page { run, catalogue };
    let mut text = page.head(width, paint);
    let all = [
        page.times(),
        page.people(),
        page.plain_block("summary-town", page.metrics(TOWN)),
        page.plain_block("summary-flood", page.metrics(FLOOD)),
        page.jams(),
        page.command(),
        page.others(),
    ];
    let mut shown: Vec<Block> = all.into_iter().filter(|block| !block.is_empty()).collect();
    shown.extend(
        [page.decisions(), page.objectives()]
            .into_iter()
            .filter(|block| !block.is_empty()),
    );
    text.push('\n');
    text.push_str(&blocks(&shown, width, paint));
    text.push('\n');
    for sentence in page.foot() {
        for line in wrapped(&sentence, width) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

struct Page<'a> {
    run: &'a Finished<'a>,
    catalogue: &'a Catalogue,
}

impl Page<'_> {
    fn word(&self, key: &str) -> String {
        self.catalogue.text(key, &[])
    }

    fn say(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.catalogue.text(key, args)
    }

    fn clock(&self, time_ms: Ms) -> String {
        self.run.provenance.clock.time_of_day(time_ms)
    }

    /// Title, school, variant, seed, settings.
    fn head(&self, width: usize, paint: Paint) -> String {
        let scenario = self.run.scenario;
        let language = self.catalogue.language();
        let iso = self.run.provenance.clock.iso(0);
        let date = Arg::Text(iso.get(..10).unwrap_or(&iso).into());
        let starts = self.say("summary-starts", &[("date", date), ("clock", Arg::ClockMs(0))]);
        let title = paint.strong(scenario.exercise.name.get(language));
        let school = scenario.school.name.get(language);
        // Water alone, or a town, has no school: it would say its title twice.
        let where_and_when = if scenario.exercise.name.get(language) == school {
            starts
        } else {
            format!("{school}, {starts}")
        };
        let mut lines = vec![title, where_and_when, String::new()];
        let facts = self.facts();
        let label = facts
            .iter()
            .map(|(label, _)| label.chars().count())
            .max()
            .unwrap_or(0);
        for (name, said) in facts {
            for (i, line) in wrapped(&said, width.saturating_sub(label + 2)).iter().enumerate() {
                let name = if i == 0 { name.as_str() } else { "" };
                lines.push(format!("{name:label$}  {line}"));
            }
        }
        lines.join("\n") + "\n"
    }

    /// What makes this run differ from others, by its label.
    fn facts(&self) -> Vec<(String, String)> {
        let provenance = self.run.provenance;
        let set = provenance.set.iter().map(|set| format!("--set {set}"));
        let decide = provenance
            .decide
            .iter()
            .map(|decide| format!("--decide {decide}"));
        let settings: Vec<String> = set.chain(decide).collect();
        let pins: Vec<String> = provenance.pins.iter().map(|pin| phrase(pin)).collect();
        let facts = [
            ("summary-variant", self.variant()),
            ("summary-seed", self.seed()),
            ("summary-settings", settings.join("  ")),
            ("summary-pins", pins.join(", ")),
        ];
        let said = facts.into_iter().filter(|(_, said)| !said.is_empty());
        said.map(|(key, said)| (self.word(key), said)).collect()
    }

    fn variant(&self) -> String {
        let variant = &self.run.scenario.variant;
        let name = variant.name.get(self.catalogue.language());
        if *self.run.provenance.run.variant == *crate::record::RunName::BASE {
            self.word("summary-base")
        } else if name.is_empty() {
            variant.id.clone()
        } else {
            format!("{name} ({})", variant.id)
        }
    }

    fn seed(&self) -> String {
        let seeds = self.run.provenance.seeds;
        // As text: a seed is a name, not a quantity to group by thousands.
        let seed = ("seed", Arg::Text(seeds.people.to_string().into()));
        if seeds.people != seeds.hazard {
            return self.say(
                "summary-seed-two",
                &[seed, ("hazard", Arg::Text(seeds.hazard.to_string().into()))],
            );
        }
        let key = if seeds.choice == SeedChoice::Default {
            "summary-seed-default"
        } else {
            "summary-seed-given"
        };
        self.say(key, &[seed])
    }

    fn metrics<'b>(&'b self, names: &'b [&'b str]) -> impl Iterator<Item = &'b Metric> {
        let found = names.iter().filter_map(|name| {
            let mut metrics = self.run.records.metrics.iter();
            metrics.find(|metric| &*metric.name == *name)
        });
        found.filter(|metric| self.is_asked_for(metric))
    }

    fn label(&self, metric: &Metric) -> String {
        match metric.name.split_once('@') {
            None => labels::called(&metric.name, self.catalogue),
            Some((_, of)) => self.say("summary-figure", &[("figure", Arg::Id(of.into()))]),
        }
    }

    fn times(&self) -> Block {
        let columns = [self.word("summary-since-start"), self.word("summary-clock")];
        let mut block = Block::new(self.word("summary-times"), columns);
        for metric in self.metrics(MOMENTS) {
            let label = self.label(metric);
            block.push(match metric.value {
                Some(value) => {
                    let time_ms = milliseconds(value);
                    Row::new(label, [elapsed(time_ms), self.clock(time_ms)])
                }
                None => Row::noted(label, self.word("summary-never")),
            });
        }
        block
    }

    /// Whether the scenario gives a moment a chance: one that ends at the head count has no line for the release.
    fn is_asked_for(&self, metric: &Metric) -> bool {
        let scenario = self.run.scenario;
        let positions = &scenario.command.positions;
        match &*metric.name {
            "correct_missing_list_s" => positions.iter().any(|p| matches!(p.holder, Holder::Crew(_))),
            "cleared_s" => scenario.orders(ActionKind::ReEnter),
            "released_50_s" | "released_90_s" | "released_100_s" => scenario.release.is_some(),
            // People who are alone in an area are led and counted by nobody.
            "time_to_alarm_s"
            | "full_account_s"
            | "unaccounted_at_end"
            | "knowledge_gap_person_min"
            | "not_heard_of_person_min" => !positions.is_empty(),
            "first_out_s" | "exit_95_s" | "last_out_s" | "building_empty_s" | "inside_at_end" => {
                let mut openings = scenario.school.plan.openings.iter();
                openings.any(|opening| opening.kind == OpeningKind::Exit)
            }
            _ => true,
        }
    }

    fn people(&self) -> Block {
        self.plain_block("summary-people", self.metrics(PEOPLE))
    }

    fn command(&self) -> Block {
        self.plain_block("summary-command", self.metrics(COMMAND))
    }

    /// What no other block shows: a figure that is new to this program must not get lost.
    fn others(&self) -> Block {
        let shown: Vec<&str> = [
            MOMENTS,
            PEOPLE,
            TOWN,
            FLOOD,
            &[JAMS_IN_ALL],
            COMMAND,
            LEFT_TO_FILES,
        ]
        .concat();
        let metrics = self.run.records.metrics.iter();
        let others = metrics.filter(|metric| !metric.name.contains('@') && !shown.contains(&&*metric.name));
        self.plain_block("summary-others", others)
    }

    /// A line each; what has no value in this run (cover without a shaking) has no line.
    fn plain_block<'b>(&self, heading: &str, metrics: impl Iterator<Item = &'b Metric>) -> Block {
        let mut block = Block::new(self.word(heading), []);
        for metric in metrics.filter(|metric| metric.value.is_some()) {
            block.push(Row::new(
                self.label(metric),
                [self.figure(metric.value, metric.unit)],
            ));
        }
        block
    }

    /// Each place with a jam worth showing, the worst first, then the sum; `metrics.csv` has them all.
    fn jams(&self) -> Block {
        let mut block = Block::new(self.word("summary-jams"), []);
        let Some(in_all) = self.metrics(&[JAMS_IN_ALL]).next() else {
            return block;
        };
        if in_all
            .value
            .is_none_or(|value| super::rounded(value, in_all.unit) == 0.0)
        {
            block.push(Row::noted(self.word("summary-no-jams"), ""));
            return block;
        }
        let metrics = self.run.records.metrics.iter();
        let mut places: Vec<&Metric> = metrics
            .filter(|metric| {
                metric
                    .name
                    .split_once('@')
                    .is_some_and(|(name, _)| name == JAMS_IN_ALL)
            })
            .filter(|metric| metric.value.is_some_and(|value| value >= WORTH_SHOWING_MIN))
            .collect();
        places.sort_by(|a, b| {
            let (a_min, b_min) = (a.value.unwrap_or(0.0), b.value.unwrap_or(0.0));
            b_min.total_cmp(&a_min).then_with(|| a.name.cmp(&b.name))
        });
        for metric in places.into_iter().chain([in_all]) {
            block.push(Row::new(
                self.label(metric),
                [self.figure(metric.value, metric.unit)],
            ));
        }
        block
    }

    /// A value with its unit, as people say it; a dash where it does not apply.
    fn figure(&self, value: Option<f64>, unit: Unit) -> String {
        let Some(value) = value else {
            return self.word("summary-none");
        };
        let figure = match unit {
            Unit::Second => {
                let time_ms = milliseconds(value);
                if time_ms >= CLOCKED_FROM_MS {
                    return elapsed(time_ms);
                }
                Arg::DurationMs(time_ms)
            }
            _ => Arg::Number(value, unit),
        };
        self.say("summary-figure", &[("figure", figure)])
    }

    /// A line each, in the order in which they were made, by the position that made them.
    fn decisions(&self) -> Block {
        let columns = [
            "summary-known",
            "summary-decided",
            "summary-delay",
            "summary-effect",
        ];
        let mut block = Block::new(self.word("summary-decisions"), columns.map(|key| self.word(key)));
        let mut by_position: BTreeMap<String, Vec<&Decision>> = BTreeMap::new();
        for decision in &self.run.records.decisions {
            by_position
                .entry(self.run.position(decision, self.catalogue.language()))
                .or_default()
                .push(decision);
        }
        for (position, mut decisions) in by_position {
            decisions.sort_by_key(|d| (d.decided_ms.unwrap_or(Ms::MAX), d.known_ms.unwrap_or(Ms::MAX)));
            block.push(Row::new(position, []));
            for decision in decisions {
                self.push_decision(decision, &mut block);
            }
        }
        block
    }

    fn push_decision(&self, decision: &Decision, block: &mut Block) {
        let mut what = ("decision", Arg::Of("decision", decision.decision.clone()));
        if let Some(subject) = &decision.subject {
            let of = self.say(
                "summary-decision-of",
                &[what, ("subject", Arg::Id(subject.clone()))],
            );
            what = ("decision", Arg::Text(of.into()));
        }
        let label = match &decision.option {
            Some(option) => self.say(
                "summary-decision",
                &[what, ("option", Arg::Of("option", option.clone()))],
            ),
            None => self.say("summary-figure", &[("figure", what.1)]),
        };
        if decision.decided_ms.is_none() {
            block.push(Row::noted(label, self.outcome(decision)).indented());
            return;
        }
        let clock =
            |time_ms: Option<Ms>| time_ms.map_or_else(|| self.word("summary-none"), |t| self.clock(t));
        let delay = delay_ms(decision).map_or_else(|| self.word("summary-none"), elapsed);
        let times = [
            clock(decision.known_ms),
            clock(decision.decided_ms),
            delay,
            clock(decision.effective_ms),
        ];
        block.push(Row::new(label, times).indented());
        if !matches!(
            decision.outcome,
            DecisionOutcome::Effective | DecisionOutcome::Nothing
        ) {
            block.push(Row::new(self.outcome(decision), []).indented().indented());
        }
    }

    fn outcome(&self, decision: &Decision) -> String {
        let outcome = self.word(&labels::outcome(decision.outcome));
        let Some(reason) = &decision.reason else {
            return outcome;
        };
        let reason = labels::reason(reason).map_or_else(|| reason.to_string(), |key| self.word(&key));
        let args = [
            ("outcome", Arg::Text(outcome.into())),
            ("reason", Arg::Text(reason.into())),
        ];
        self.say("outcome-because", &args)
    }

    fn objectives(&self) -> Block {
        let columns = ["summary-value", "summary-target", "summary-met"];
        let mut block = Block::new(self.word("summary-objectives"), columns.map(|key| self.word(key)));
        for objective in &self.run.records.objectives {
            let met = objective.target_met();
            let value = match objective.value {
                None => self.word("summary-never"),
                value => self.figure(value, objective.unit),
            };
            let cells = [value, self.target(objective), self.word(&labels::met(met))];
            let spec = self.run.objective(objective);
            let text = spec.map_or(&*objective.objective, |spec| {
                spec.text.get(self.catalogue.language())
            });
            block.push(Row::new(text, cells).stressed(match met {
                TargetMet::Yes => Stress::Good,
                TargetMet::No => Stress::Bad,
                TargetMet::Unknown => Stress::Plain,
            }));
        }
        block
    }

    fn target(&self, objective: &Objective) -> String {
        let Some(spec) = self.run.objective(objective) else {
            return self.word("summary-none");
        };
        let key = match spec.comparison {
            "<=" => "summary-at-most",
            ">=" => "summary-at-least",
            _ => "summary-exactly",
        };
        self.say(
            key,
            &[(
                "figure",
                Arg::Text(self.figure(Some(spec.target), objective.unit).into()),
            )],
        )
    }

    /// Where the files are and which to open first.
    fn foot(&self) -> Vec<String> {
        let written = self.run.written;
        let bytes: u64 = written.bytes.values().sum();
        let args = [
            ("folder", Arg::Text(written.folder.display().to_string().into())),
            (
                "files",
                Arg::Count(i64::try_from(written.bytes.len()).unwrap_or(i64::MAX)),
            ),
            ("size", Arg::Text(size(bytes).into())),
            ("seconds", Arg::Text(format!("{:.1}", self.run.seconds).into())),
        ];
        let first = written.folder.join("timeline.csv").display().to_string();
        let scenario = self.run.scenario;
        let is_alone = scenario.school.people.is_empty() && scenario.command.positions.is_empty();
        let then = if is_alone && scenario.town.is_some() {
            let scenario = Arg::Text(scenario.exercise.id.as_str().into());
            self.say("summary-open-then-town", &[("scenario", scenario)])
        } else if is_alone && written.bytes.contains_key("water.hwt") {
            let folder = Arg::Text(written.folder.display().to_string().into());
            self.say("summary-open-then-water", &[("folder", folder)])
        } else if scenario.school.people.is_empty() && !scenario.places.is_empty() {
            self.word("summary-open-then-valley")
        } else {
            self.word("summary-open-then")
        };
        vec![
            self.say("summary-written", &args),
            self.say("summary-open", &[("file", Arg::Text(first.into()))]),
            then,
        ]
    }
}

/// Seconds as a metric has them, in milliseconds as the clock has them.
pub(in crate::cli) fn milliseconds(seconds: f64) -> Ms {
    (seconds * 1_000.0).round() as Ms
}

fn size(bytes: u64) -> String {
    match bytes {
        ..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
