//! One run of a batch, whatever comes of it.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use super::cells::ReadyCell;
use super::journal::{Failure, Outcome};
use crate::record::{Metric, Records};
use crate::sim::Seeds;
use crate::simulation::{Options, Simulation, Step};

/// Simulates a run; nothing if it was stopped before its end.
pub(super) fn simulate(
    cell: &ReadyCell,
    seeds: Seeds,
    options: Options,
    stop: &AtomicBool,
) -> Option<Result<Records, Failure>> {
    let run = guarded(|| {
        let mut run = Simulation::of(&cell.prepared, seeds, options);
        while run.step() != Step::Ended {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
        }
        Some(run.finish())
    });
    run.transpose()
}

/// What goes into the journal of a run that was carried out.
pub(super) fn outcome(records: &Records) -> Outcome {
    if let Some(why) = &records.incomplete {
        return Outcome::Failure(Failure::of_scenario(why));
    }
    let cells: Result<_, _> = records.metrics.iter().map(Metric::cells).collect();
    match cells {
        Ok(cells) => Outcome::Metrics(cells),
        Err(error) => Outcome::Failure(Failure::of_program(&error.to_string())),
    }
}

impl Failure {
    /// The scenario asks for what cannot be computed.
    pub(super) fn of_scenario(message: &str) -> Self {
        Self {
            origin: "scenario".to_owned(),
            message: message.replace(char::is_control, " "),
        }
    }

    /// A defect of the program.
    pub(super) fn of_program(message: &str) -> Self {
        Self {
            origin: "program".to_owned(),
            message: message.replace(char::is_control, " "),
        }
    }
}

thread_local! {
    /// What a panic of this thread said, and where; none where nobody listens.
    static HEARD: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does something that may panic: a defect in one run is that run's failure, not the end of the batch.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Failure> {
    listen();
    HEARD.with_borrow_mut(|heard| *heard = Some(String::new()));
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    let heard = HEARD.with_borrow_mut(Option::take).unwrap_or_default();
    done.map_err(|_| Failure::of_program(&heard))
}

/// Has panics of threads that listen kept instead of printed.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let payload = info.payload();
            let text = payload.downcast_ref::<&str>().copied();
            let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
            let place = info
                .location()
                .map_or_else(String::new, |place| format!(" ({place})"));
            let said = format!("{}{place}", text.unwrap_or("no reason given"));
            let is_heard = HEARD.with_borrow_mut(|heard| match heard {
                Some(heard) => {
                    *heard = said;
                    true
                }
                None => false,
            });
            if !is_heard {
                before(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure_that_says_where() {
        let failed = guarded(|| -> Option<()> { panic!("the well\nis dry") }).expect_err("a panic");
        assert_eq!(failed.origin, "program");
        assert!(
            failed.message.starts_with("the well is dry (src/batch/worker.rs"),
            "{failed:?}"
        );
        assert_eq!(guarded(|| Some(3)), Ok(Some(3)));
    }
}
