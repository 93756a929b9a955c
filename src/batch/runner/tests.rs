//! Batches of a few runs, carried out, stopped and gone on with.

use super::super::{Cell, Plan, SeedSet, register};
use super::*;

/// The shipped fire drill as a network, with these values of the bell's reach beside it, by three seeds.
fn registered(reach: &[&str]) -> Registered {
    let cell = |reach: Option<&str>| Cell {
        set: std::iter::once("exercise.fidelity=network".to_owned())
            .chain(reach.map(|reach| format!("channel.bell.reach_m={reach}")))
            .collect(),
        ..Cell::default()
    };
    let plan = Plan {
        scenario: PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios/fire-drill"),
        factors: Vec::new(),
        cells: std::iter::once(None)
            .chain(reach.iter().copied().map(Some))
            .map(cell)
            .collect(),
        seeds: SeedSet::parse("1..3").expect("seeds"),
        hazard_seeds: None,
    };
    register(plan, |_, _| {}).expect("a sound scenario")
}

fn options(keep: Keep) -> BatchOptions {
    BatchOptions {
        jobs: 2,
        keep,
        retry_failed: false,
        language: "en".to_owned(),
    }
}

/// Carries a batch out in a folder; what it came to, and what was told when it began.
fn carried(path: &std::path::Path, registered: &Registered, keep: Keep, stop: bool) -> (BatchSummary, Event) {
    let folder = BatchFolder::open(path, &registered.record(keep), false).expect("a free place");
    let mut events = Vec::new();
    let stop = AtomicBool::new(stop);
    let mut tell = |event| events.push(event);
    let summary =
        carry_out(registered, &options(keep), &folder, &stop, &mut tell).expect("it can be written");
    assert_eq!(events.len(), 1 + summary.done);
    (summary, events[0])
}

#[test]
fn whoever_is_stopped_publishes_nothing_and_goes_on() {
    let place = tempfile::tempdir().expect("a folder");
    let path = place.path().join("b");
    let registered = registered(&["60"]);
    let (stopped, _) = carried(&path, &registered, Keep::Metrics, true);
    assert_eq!(
        (stopped.done, stopped.left, stopped.record.finished),
        (0, 6, false)
    );
    assert!(!path.join("runs.csv").exists());
    let (summary, _) = carried(&path, &registered, Keep::Metrics, false);
    assert_eq!(
        (summary.done, summary.left, summary.record.finished),
        (6, 0, true)
    );
    let (again, begun) = carried(&path, &registered, Keep::Metrics, false);
    assert_eq!((again.done, &again.record), (0, &summary.record));
    assert!(
        matches!(
            begun,
            Event::Begun {
                runs: 6,
                before: 6,
                ..
            }
        ),
        "{begun:?}"
    );
}

#[test]
fn runs_of_cells_that_are_the_same_are_done_once_unless_each_is_kept() {
    let place = tempfile::tempdir().expect("a folder");
    let path = place.path().join("b");
    // The bell of the fire drill reaches 80 m.
    let registered = registered(&["60", "80"]);
    let (summary, begun) = carried(&path, &registered, Keep::Metrics, false);
    assert_eq!((summary.done, summary.left), (6, 0));
    let expected = Event::Begun {
        runs: 9,
        before: 0,
        shared: 3,
        failed: 0,
    };
    assert_eq!(begun, expected);
    let (summary, begun) = carried(&path, &registered, Keep::All, false);
    assert_eq!(summary.done, 9, "no folder was kept of any");
    assert!(
        matches!(
            begun,
            Event::Begun {
                before: 0,
                shared: 0,
                ..
            }
        ),
        "{begun:?}"
    );
    let (summary, _) = carried(&path, &registered, Keep::All, false);
    assert_eq!(summary.done, 0);
}

#[test]
fn runs_begin_seed_by_seed_and_a_few_cells_at_a_time() {
    let registered = registered(&["60"]);
    let ended = Ended {
        places: vec![None; 6],
    };
    assert_eq!(ended.todo(&registered, Keep::Metrics), [0, 3, 1, 4, 2, 5]);
}
