//! `hotwash play`: a run that stops at each decision, shows what its position knows, and takes what somebody types.

use std::collections::BTreeMap;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::exit::Stop;
use super::layout::wrapped;
use super::printer::{self, Printer};
use super::replay::{Played, write_both};
use super::scenarios;
use crate::kit::{LOG_COLUMNS, Made, Speaker, clock_time, facts_known, made};
use crate::record::{Catalogue, MANIFEST, SeedChoice};
use crate::scenario::document::quantity::duration_ms;
use crate::scenario::load::decide;
use crate::scenario::model::{Choice, DecisionSpec, Scenario};
use crate::sim::Seeds;
use crate::simulation::{Options, Simulation, Step, names, provenance};
use crate::vocabulary::Ms;

const AFTER_HELP: &str = "\
Examples:
  hotwash play fire-drill
  hotwash play durres-school --as school-incident-commander --set exercise.fidelity=network
  hotwash play outputs/durres-school/base/seed-3 --branch outputs/our-evening

At each decision type the number of an option, `2 in 5 min` or `2 at 10:40` to decide later, `n` for nothing, or nothing
but Enter for what the script does. What was decided goes into a table log, which `hotwash replay` sets beside the script.";

/// The log, where nobody says otherwise.
const LOG: &str = "table-log.csv";
/// So many facts are shown.
const SHOWN: usize = 12;

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// A scenario: its folder, or its name below scenarios/; or the folder of a run, with its seed and settings
    target: PathBuf,
    /// The variant to lay over the scenario
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// The seed; 1 if left out
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Change one value of the scenario, by the path at which it stands there (may be repeated)
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Play these positions only, with commas between; the others decide as scripted
    #[arg(long = "as", value_name = "POSITIONS", value_delimiter = ',')]
    positions: Vec<String>,
    /// The file for what is decided
    #[arg(long, value_name = "FILE", default_value = LOG)]
    log: PathBuf,
    /// Keep both futures: the run of the script and the one that was played, in this folder
    #[arg(long, value_name = "DIR")]
    branch: Option<PathBuf>,
    /// The language of what is shown
    #[arg(long, value_name = "CODE", default_value = "en")]
    language: String,
    /// Replace a log or runs that stand there
    #[arg(long)]
    force: bool,
}

/// What somebody has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Answer {
    /// What the script does.
    Script,
    /// This, now.
    Now(Choice),
    /// This, at that time.
    Later(Choice, Ms),
}

/// A decision by instance, and the how-many-th time it fell due.
type Asked = (usize, u32);

pub(super) fn play(args: &Args, printer: Printer) -> Result<(), Stop> {
    let catalogue = Catalogue::load(&args.language)?;
    let played = target(args, printer)?;
    if args.log.exists() && !args.force {
        return Err(Stop::input(format!("`{}` exists", args.log.display()))
            .hint("say --force to replace it, or --log FILE for another place"));
    }
    let ready = scenarios::ready(&played.folder, &played.script, printer)?;
    let scenario = Arc::clone(ready.scenario());
    let positions = positions(args, &scenario)?;
    let clock = provenance(&scenario, played.seeds, SeedChoice::Given, &args.language)?.clock;
    let names = names::of(&scenario, &catalogue);
    let catalogue = catalogue.for_scenario(clock, names);
    let speaker = Speaker {
        catalogue: &catalogue,
        clock,
    };
    let mut game = Game {
        scenario: &scenario,
        seeds: played.seeds,
        positions,
        answers: BTreeMap::new(),
        speaker,
        printer,
        has_ended: false,
    };
    let made = game.through(&mut io::stdin().lock())?;
    write_log(&args.log, &made, &game)?;
    let mut said = format!(
        "\nThe end. What was decided is in {}: `hotwash replay {} {}` sets it beside the script over many seeds.\n",
        args.log.display(),
        args.target.display(),
        args.log.display()
    );
    if let Some(branch) = &args.branch {
        let text = scenarios::read_log(&args.log)?;
        let [script, table] = write_both(
            &played,
            &ready,
            &text,
            branch,
            (&args.language, args.force),
            printer,
        )?;
        said += &format!(
            "Both futures: {} (script) and {} (as played); `hotwash diff` shows where they part.\n",
            script.display(),
            table.display()
        );
    }
    printer::out(&said)
}

/// What is played: a scenario, or a run again.
fn target(args: &Args, printer: Printer) -> Result<Played, Stop> {
    if args.target.join(MANIFEST).is_file() {
        if args.variant.is_some() || args.seed.is_some() || !args.set.is_empty() {
            return Err(Stop::input(
                "a run has its variant, seed and settings: --variant, --seed and --set are for scenarios",
            ));
        }
        let (manifest, _) = scenarios::of_run(&args.target, printer)?;
        return Ok(Played {
            folder: args.target.join(scenarios::INPUTS),
            script: scenarios::cell_of(&manifest),
            seeds: Seeds {
                hazard: manifest.seeds.hazard,
                people: manifest.seeds.people,
            },
            choice: manifest.seeds.choice,
        });
    }
    let script = scenarios::script(&args.target, args.variant.as_deref(), &args.set)?;
    Ok(Played::of_scenario(script, args.seed))
}

/// The positions that are played, by index; all where nobody says.
fn positions(args: &Args, scenario: &Scenario) -> Result<Vec<usize>, Stop> {
    let known = &scenario.command.positions;
    if scenario.decisions.is_empty() {
        return Err(Stop::input(
            "nothing is decided in this scenario: there is nothing to play",
        ));
    }
    if args.positions.is_empty() {
        return Ok((0..known.len()).collect());
    }
    let found = args.positions.iter().map(|id| {
        let found = known.iter().position(|position| position.id == id.trim());
        found.ok_or_else(|| {
            let ids = known.iter().map(|position| position.id.as_str());
            Stop::input(format!("there is no position `{id}`"))
                .maybe_hint(crate::scenario::document::suggest::did_you_mean(id, ids))
        })
    });
    found.collect()
}

struct Game<'a> {
    scenario: &'a Arc<Scenario>,
    seeds: Seeds,
    positions: Vec<usize>,
    answers: BTreeMap<Asked, Answer>,
    speaker: Speaker<'a>,
    printer: Printer,
    /// Whether nobody answers any more.
    has_ended: bool,
}

impl Game<'_> {
    /// Plays to the end; what was decided, of what was asked. A decision for later begins the run anew: the same seeds and the same
    /// answers lead to the same moment.
    fn through(&mut self, input: &mut impl BufRead) -> Result<Vec<Made>, Stop> {
        loop {
            if let Some(made) = self.once(input)? {
                return Ok(made);
            }
        }
    }

    /// Plays until the end, or until something is decided for later.
    fn once(&mut self, input: &mut impl BufRead) -> Result<Option<Vec<Made>>, Stop> {
        let scenario = self.with_what_is_set()?;
        let options = Options {
            stop_at_decisions: true,
            without_tracks: true,
            ..Options::default()
        };
        let mut run = Simulation::new(Arc::clone(&scenario), self.seeds, options)?;
        let mut fallen_due: BTreeMap<usize, u32> = BTreeMap::new();
        loop {
            match run.step() {
                Step::Ended => break,
                Step::Tick => continue,
                Step::DecisionDue(_) => {}
            }
            for decision in run.newly_due().to_vec() {
                let occurrence = fallen_due.entry(decision).or_default();
                *occurrence += 1;
                let asked = (decision, *occurrence);
                if !self.positions.contains(&scenario.decisions[decision].position) {
                    continue;
                }
                if !self.answers.contains_key(&asked) {
                    let answer = self.ask(&run, &scenario.decisions[decision], input)?;
                    let is_later = matches!(answer, Answer::Later(..));
                    self.answers.insert(asked, answer);
                    if is_later {
                        return Ok(None);
                    }
                }
                if let Answer::Now(choice) = &self.answers[&asked] {
                    run.choose(decision, *choice)
                        .map_err(|error| Stop::defect(error.to_string()))?;
                }
            }
        }
        let asked: Vec<usize> = self.answers.keys().map(|(decision, _)| *decision).collect();
        let records = run.finish();
        let made = made(&records.decisions).into_iter().filter(|made| {
            asked
                .iter()
                .any(|decision| name(&scenario, &scenario.decisions[*decision]) == made.decision)
        });
        Ok(Some(made.collect()))
    }

    /// The scenario with all that was decided for later.
    fn with_what_is_set(&self) -> Result<Arc<Scenario>, Stop> {
        let mut scenario = Scenario::clone(self.scenario);
        for ((decision, _), answer) in &self.answers {
            if let Answer::Later(choice, at_ms) = answer {
                let spec = &self.scenario.decisions[*decision];
                let text = format!("{}={}@{} ms", name(&scenario, spec), option(spec, *choice), at_ms);
                decide(&mut scenario, &text).map_err(|problem| Stop::defect(problem.message))?;
            }
        }
        Ok(Arc::new(scenario))
    }

    /// Shows what a position knows, and asks.
    fn ask(
        &mut self,
        run: &Simulation,
        spec: &DecisionSpec,
        input: &mut impl BufRead,
    ) -> Result<Answer, Stop> {
        if self.has_ended {
            return Ok(Answer::Script);
        }
        printer::out(&self.shown(run, spec))?;
        loop {
            printer::out("> ")?;
            let mut line = String::new();
            let read = input
                .read_line(&mut line)
                .map_err(|error| Stop::environment(format!("cannot read what is typed: {error}")))?;
            if read == 0 {
                self.has_ended = true;
                printer::out("\nNobody types any more: the script goes on.\n")?;
                return Ok(Answer::Script);
            }
            match answer(&line, spec, run.now_ms(), self.scenario) {
                Ok(answer) => return Ok(answer),
                Err(problem) => printer::out(&format!("{problem}\n"))?,
            }
        }
    }

    fn shown(&self, run: &Simulation, spec: &DecisionSpec) -> String {
        let paint = self.printer.paint();
        let width = self.printer.width();
        let title = self.scenario.command.positions[spec.position]
            .title
            .get(self.speaker.catalogue.language());
        let clock = self.speaker.clock.time_of_day(run.now_ms());
        let mut text = format!(
            "\n{}\n",
            paint.strong(&format!(
                "{clock}  {title} has to decide: {}",
                name(self.scenario, spec)
            ))
        );
        let pictures = run.picture(spec.position);
        let show = self.scenario.material.show_casualties;
        let facts = facts_known(self.speaker, &pictures, show);
        if facts.is_empty() {
            text += "  nothing is known yet\n";
        }
        for fact in facts.iter().take(SHOWN) {
            for line in wrapped(fact, width - 4) {
                text += &format!("  {line}\n");
            }
        }
        if facts.len() > SHOWN {
            text += &format!("  … and {} more\n", facts.len() - SHOWN);
        }
        for (number, option) in (1..).zip(&spec.options) {
            let what = if option.actions.is_empty() {
                " (nothing is ordered)"
            } else {
                ""
            };
            text += &format!("  {number}  {}{what}\n", option.id);
        }
        text += "  n  nothing    Enter: as the script; `1 in 5 min`, `1 at 10:40`: later\n";
        text
    }
}

/// What somebody has typed.
fn answer(line: &str, spec: &DecisionSpec, now_ms: Ms, scenario: &Scenario) -> Result<Answer, String> {
    let line = line.trim();
    if line.is_empty() {
        return Ok(Answer::Script);
    }
    let (choice, when) = match line.split_once(' ') {
        Some((choice, when)) => (choice, Some(when.trim())),
        None => (line, None),
    };
    let by_number = choice
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    let by_number = by_number.filter(|index| *index < spec.options.len());
    let by_name = spec.options.iter().position(|option| option.id == choice);
    let choice = match (choice, by_number.or(by_name)) {
        ("n" | "nothing", _) => Choice::Nothing,
        (_, Some(option)) => Choice::Option(option),
        _ => {
            return Err(format!(
                "`{choice}` is none of these: type 1 to {}, n, or Enter",
                spec.options.len()
            ));
        }
    };
    let Some(when) = when else {
        return Ok(Answer::Now(choice));
    };
    let at_ms = match (when.strip_prefix("in "), when.strip_prefix("at ")) {
        (Some(after), _) => now_ms + duration_ms(after.trim()).map_err(|misfit| misfit.message)?,
        (_, Some(clock)) => {
            clock_time(clock.trim(), scenario).ok_or_else(|| format!("`{clock}` is no time of day"))?
        }
        _ => return Err("write `1 in 5 min` or `1 at 10:40`".to_owned()),
    };
    if at_ms <= now_ms {
        return Err("that is over: choose a time to come".to_owned());
    }
    if at_ms > scenario.exercise.lasts_ms {
        return Err("that is after the end of the exercise".to_owned());
    }
    Ok(Answer::Later(choice, at_ms))
}

/// What a decision is called in a log: `search`, or `relay@7B` where it is made for each of several.
fn name(scenario: &Scenario, spec: &DecisionSpec) -> String {
    match spec.for_subject {
        Some(subject) => format!("{}@{}", spec.id, scenario.subjects.id(subject)),
        None => spec.id.clone(),
    }
}

fn option(spec: &DecisionSpec, choice: Choice) -> &str {
    match choice {
        Choice::Option(option) => &spec.options[option].id,
        Choice::Nothing => "nothing",
    }
}

/// Writes what was decided as a table log.
#[expect(
    clippy::disallowed_methods,
    reason = "the log goes where the command line says"
)]
fn write_log(path: &Path, made: &[Made], game: &Game<'_>) -> Result<(), Stop> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let defect = |error: csv::Error| Stop::defect(format!("the log cannot be written: {error}"));
    writer.write_record(LOG_COLUMNS).map_err(defect)?;
    for made in made {
        let seconds = made.at_ms % 1_000;
        let clock = format!("{}.{seconds:03}", game.speaker.clock.time_of_day(made.at_ms));
        let row = [&*clock, &made.position, &made.decision, &made.option, ""];
        writer.write_record(row).map_err(defect)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| Stop::defect(format!("the log cannot be written: {error}")))?;
    std::fs::write(path, bytes)
        .map_err(|error| Stop::environment(format!("cannot write `{}`: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load::load;

    #[test]
    fn what_is_typed_is_understood_or_told() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/durres-school");
        let scenario = load(&folder, None, &[]).scenario.expect("a shipped scenario");
        let spec = scenario
            .decisions
            .iter()
            .find(|spec| spec.id == "search")
            .expect("the search");
        let read = |line: &str| answer(line, spec, 600_000, &scenario);
        assert_eq!(read("\n"), Ok(Answer::Script));
        assert_eq!(read("1\n"), Ok(Answer::Now(Choice::Option(0))));
        assert_eq!(read("n"), Ok(Answer::Now(Choice::Nothing)));
        assert_eq!(read("wait-for-firefighters"), Ok(Answer::Now(Choice::Option(1))));
        assert_eq!(read("2 in 5 min"), Ok(Answer::Later(Choice::Option(1), 900_000)));
        assert_eq!(
            read("1 at 10:40"),
            Ok(Answer::Later(Choice::Option(0), 1_200_000))
        );
        for wrong in [
            "3",
            "yes",
            "1 soon",
            "1 at 10:00",
            "1 in 3 days",
            "1 at noon",
            "0",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
