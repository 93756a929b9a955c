//! What the delay of each decision cost in one run, beside what nobody decides.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Args, LANGUAGE, NOT_ADDED_UP, NOTHING_DECIDED, unreadable};
use crate::attribution::{Act, InThisRun, MetricEffect, acts, decisions, nudged};
use crate::batch::{Cell, Task, run_few};
use crate::cli::batch::{cores, stopped_by_hand};
use crate::cli::exit::{Exit, Stop};
use crate::cli::layout::{Block, Row, blocks, wrapped};
use crate::cli::printer::{self, Printer};
use crate::cli::{labels, scenarios};
use crate::compare::{TOLD_FIRST, read_manifest};
use crate::record::{Catalogue, Records, RunManifest};
use crate::sim::Seeds;
use crate::simulation::{Options, Recording, late_by_ms};
use crate::vocabulary::{Ms, metric_spec};

/// What the delay of each decision cost in a run.
pub(super) fn in_one_run(args: &Args, printer: Printer) -> Result<(), Stop> {
    let manifest = read_manifest(&args.target).map_err(|error| unreadable(&error))?;
    if manifest.replayed_log_sha256.is_some() {
        return Err(Stop::input(
            "this run follows a log: what it does was decided there, not by its script",
        ));
    }
    let folder = args.target.join(scenarios::INPUTS);
    let as_scripted = scenarios::cell_of(&manifest);
    let scripted = scenarios::ready(&folder, &as_scripted, printer)?;
    scenarios::is_as_it_was(&manifest, scripted.scenario())?;
    let decisions = decisions(scripted.scenario());
    if decisions.is_empty() {
        return Err(Stop::input(NOTHING_DECIDED));
    }
    let acts = acts(&decisions);
    let mut tasks = vec![(scripted.clone(), None)];
    for act in &acts {
        let cell = Cell {
            set: [manifest.set.clone(), act.settings(&decisions)].concat(),
            ..as_scripted.clone()
        };
        tasks.push((scenarios::ready(&folder, &cell, printer)?, None));
    }
    let late = nudged(scripted.scenario());
    tasks.extend(late.iter().map(|person| (scripted.clone(), Some(*person))));
    let seeds = Seeds {
        hazard: manifest.seeds.hazard,
        people: manifest.seeds.people,
    };
    let scenarios: Vec<_> = tasks.iter().map(|(of, _)| Arc::clone(of.scenario())).collect();
    let recording = Recording::new(seeds.hazard, &scenarios);
    let tasks: Vec<Task> = tasks
        .into_iter()
        .map(|(of, late)| Task {
            of,
            seeds,
            options: Options {
                without_tracks: true,
                late,
                recording: Some(Arc::clone(&recording)),
                ..Options::default()
            },
        })
        .collect();
    let records = done(&tasks, args.jobs.map_or_else(cores, usize::from), printer)?;
    let (first, rest) = records
        .split_first()
        .ok_or_else(|| Stop::defect("no run was done"))?;
    let (with, nudged) = rest.split_at(acts.len());
    let names: Vec<&str> = if args.metric.is_empty() {
        TOLD_FIRST.to_vec()
    } else {
        args.metric.iter().map(String::as_str).collect()
    };
    let has = |name: &&str| first.metrics.iter().any(|metric| *metric.name == **name);
    if let Some(unknown) = names.iter().find(|name| !args.metric.is_empty() && !has(name)) {
        return Err(Stop::input(format!("this run has no metric `{unknown}`")));
    }
    let found = InThisRun::of(
        &names,
        first,
        &with.iter().collect::<Vec<_>>(),
        &nudged.iter().collect::<Vec<_>>(),
    );
    if printer.is_quiet() {
        return Ok(());
    }
    let late_ms = late_by_ms(scripted.scenario().exercise.fidelity);
    let nudged = Nudged {
        trials: late.len(),
        late_ms,
    };
    printer::out(&in_this_run(&manifest, &acts, &found, nudged, printer)?)
}

/// Does all runs; what they came to.
fn done(tasks: &[Task], jobs: usize, printer: Printer) -> Result<Vec<Records>, Stop> {
    let stop = stopped_by_hand();
    let line = printer.progress(tasks.len() as u64);
    let ended = AtomicUsize::new(0);
    let on_ended = |_| {
        let count = ended.fetch_add(1, Ordering::Relaxed) + 1;
        line.show(count as u64, format!("{count} of {} runs", tasks.len()));
    };
    let done = run_few(tasks, jobs, &stop, &on_ended).map_err(Stop::environment)?;
    drop(line);
    let records = done.into_iter().map(|done| match done {
        None => Err(Stop::Said(Exit::Interrupted)),
        Some(Err(failure)) => Err(Stop::defect(failure.message)),
        Some(Ok(records)) => Ok(records),
    });
    records.collect()
}

/// Who was made late, to see what that alone moves.
#[derive(Clone, Copy)]
struct Nudged {
    /// So many people, one after another.
    trials: usize,
    /// By how much, ms.
    late_ms: Ms,
}

/// What each act moves in this run, beside what nobody decides.
fn in_this_run(
    manifest: &RunManifest,
    acts: &[Act],
    found: &InThisRun,
    nudged: Nudged,
    printer: Printer,
) -> Result<String, Stop> {
    let catalogue = Catalogue::load(LANGUAGE)?;
    let columns = ["scripted", "at once", "moves", "nobody"]
        .map(str::to_owned)
        .to_vec();
    let mut tables: Vec<Block> = Vec::new();
    for (index, act) in acts.iter().enumerate() {
        let mut columns = columns.clone();
        if let Act::Never(_) = act {
            "never".clone_into(&mut columns[1]);
        }
        let mut block = Block::new(act.label(), columns);
        for effect in &found.metrics {
            if effect.with[index] == effect.scripted {
                continue;
            }
            block.push(Row::new(
                labels::called_alone(&effect.metric, &catalogue),
                cells(effect, index),
            ));
        }
        if !block.is_empty() {
            tables.push(block);
        }
    }
    let (width, paint) = (printer.width(), printer.paint());
    let mut lines = vec![format!(
        "{}, {}, seed {}: what delays cost in this run",
        paint.strong(&manifest.title),
        manifest.variant,
        manifest.seeds.people
    )];
    lines.push(String::new());
    let mut text = lines.join("\n");
    text += "\n";
    if tables.is_empty() {
        text += "Nothing that is told here would have been different.\n";
    }
    text += &blocks(&tables, width, paint);
    let Nudged { trials, late_ms } = nudged;
    let late = if late_ms < 1_000 {
        "a twentieth of a second"
    } else {
        "two seconds"
    };
    let foot = if trials == 0 {
        "Nobody sets out on foot here: what a decision moves is what it moves. One run is one throw of the dice all the same: without a \
         folder of a run this command asks many seeds."
            .to_owned()
    } else {
        format!(
            "«nobody» is the most that one person who sets out {late} later moves, of {trials} who were tried: what is \
             not above it (marked ~) may be chance and no decision's doing. One run is one throw of the dice: without a folder of a \
             run this command asks many seeds."
        )
    };
    text += "\n";
    for line in wrapped(&foot, width).iter().chain(&wrapped(NOT_ADDED_UP, width)) {
        text += line;
        text += "\n";
    }
    Ok(text)
}

fn cells(effect: &MetricEffect, act: usize) -> Vec<String> {
    let value =
        |value: Option<f64>| value.map_or_else(|| "never".to_owned(), |value| plain(value, &effect.metric));
    let moved = effect.moved(act).map_or_else(
        || format!("{}came or not", if effect.is_above_null(act) { "" } else { "~" }),
        |moved| {
            let mark = if effect.is_above_null(act) { "" } else { "~" };
            let sign = if moved > 0.0 { "+" } else { "" };
            format!("{mark}{sign}{}", plain(moved, &effect.metric))
        },
    );
    let null = if effect.null.largest.is_finite() {
        format!("±{}", plain(effect.null.largest, &effect.metric))
    } else {
        "came or not".to_owned()
    };
    vec![value(effect.scripted), value(effect.with[act]), moved, null]
}

/// A number with its unit as people say it.
fn plain(value: f64, metric: &str) -> String {
    let unit = metric_spec(metric).map_or("", |spec| spec.unit.symbol());
    match unit {
        "s" if value.abs() < 10.0 => format!("{value:.1} s"),
        "s" => format!("{value:.0} s"),
        "person-min" => format!("{value:.1} p·min"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_with_their_units() {
        assert_eq!(plain(-42.4, "last_out_s"), "-42 s");
        assert_eq!(plain(3.0, "injured"), "3");
        assert_eq!(plain(3.06, "knowledge_gap_person_min"), "3.1 p·min");
    }
}
