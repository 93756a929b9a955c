//! How the program ends: the one table of exit codes, and what is said when something went wrong.

use std::process::ExitCode;

use crate::batch::{BatchError, BatchFolderError};
use crate::command::ReplayError;
use crate::record::{CatalogueError, WriteError};
use crate::simulation::RunError;

/// How the program ends. `hotwash --help` shows this table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    /// Done. Also when whoever reads our output stops reading.
    Success = 0,
    /// The machine refused: no permission, a full disk. Or `verify` ran a case that fails or is not built.
    Environment = 1,
    /// What was asked or written cannot be done: mend it and try again.
    Input = 2,
    /// Stopped by Ctrl-C; what was done is kept (128 and the number of the signal, as shells have it).
    Interrupted = 130,
    /// A defect of hotwash (as `EX_SOFTWARE` of `sysexits.h`).
    Defect = 70,
}

/// The table as `--help` shows it.
pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0   done
  1   the machine refused: no permission, a full disk; or a case of `verify` failed or is not built
  2   the command line or the scenario needs mending
  70  a defect of hotwash: please report it
  130 stopped by Ctrl-C; what was done is kept";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command ended before it was done.
#[derive(Debug)]
pub(super) enum Stop {
    /// Nobody reads any more what we write: not worth a word.
    Unread,
    /// Everything has been said already, as diagnostics.
    Said(Exit),
    /// This is to be said.
    Failure(Failure),
}

/// An error and how to go on from it.
#[derive(Debug)]
pub(super) struct Failure {
    /// How the program ends for it.
    pub(super) exit: Exit,
    /// What is wrong, in one sentence without a full stop.
    pub(super) message: String,
    /// What to do about it, one line each.
    pub(super) hints: Vec<String>,
}

impl Stop {
    /// What was asked cannot be done.
    pub(super) fn input(message: impl Into<String>) -> Self {
        Self::failure(Exit::Input, message)
    }

    /// The machine refused.
    pub(super) fn environment(message: impl Into<String>) -> Self {
        Self::failure(Exit::Environment, message)
    }

    /// The program is at fault.
    pub(super) fn defect(message: impl Into<String>) -> Self {
        Self::failure(Exit::Defect, message).hint(REPORT_IT)
    }

    /// What to do about it.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        if let Self::Failure(failure) = &mut self {
            failure.hints.push(hint.into());
        }
        self
    }

    /// What to do about it, if anything is known.
    pub(super) fn maybe_hint(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    fn failure(exit: Exit, message: impl Into<String>) -> Self {
        Self::Failure(Failure {
            exit,
            message: message.into(),
            hints: Vec::new(),
        })
    }
}

/// What to do about a defect.
pub(super) const REPORT_IT: &str =
    "this is a defect in hotwash: please report it, with the command line and the scenario";

impl From<CatalogueError> for Stop {
    fn from(error: CatalogueError) -> Self {
        match error {
            CatalogueError::UnknownLanguage { .. } => Self::input(error.to_string()),
            CatalogueError::Malformed { .. } => Self::defect(error.to_string()),
        }
    }
}

impl From<ReplayError> for Stop {
    fn from(error: ReplayError) -> Self {
        Self::input(format!("the action log cannot be replayed: {error}"))
            .hint("give the actions.csv of a run of this scenario")
    }
}

impl From<RunError> for Stop {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Venue(_) => {
                Self::input(error.to_string()).hint("`hotwash check` draws the plan: --plan plan.svg")
            }
            RunError::Shaking(_) | RunError::Ground(_) | RunError::Start(_) => Self::input(error.to_string()),
        }
    }
}

impl From<BatchError> for Stop {
    fn from(error: BatchError) -> Self {
        match error {
            BatchError::Folder(error) => WriteError::from(error).into(),
            BatchError::Write(error) => error.into(),
            BatchError::Threads(_) => Self::environment(error.to_string()),
            BatchError::Keep(problem) => Self::input(problem),
        }
    }
}

impl From<BatchFolderError> for Stop {
    fn from(error: BatchFolderError) -> Self {
        let text = error.to_string();
        match error {
            BatchFolderError::Locked(_) => {
                Self::environment(text).hint("wait until it has ended, or choose another place with --out")
            }
            BatchFolderError::NotABatch(_) => Self::input(text).hint("choose another place with --out"),
            BatchFolderError::Another { .. } => {
                Self::input(text).hint("choose another place with --out, or begin anew there with --force")
            }
            BatchFolderError::Machine(error) => WriteError::from(error).into(),
        }
    }
}

impl From<WriteError> for Stop {
    fn from(error: WriteError) -> Self {
        match &error {
            WriteError::Folder(_) if error.is_environment() => Self::environment(error.to_string()),
            WriteError::Folder(_) => Self::input(error.to_string()),
            _ => Self::defect(error.to_string()),
        }
    }
}
