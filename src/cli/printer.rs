//! The terminal: the only place that knows whether there is one, how wide it is and whether it has colours.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::exit::{Exit, Failure, Stop};
use super::layout::Paint;
use crate::diagnostic::render::{self, Style};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Sources};

/// Columns of what is not a terminal, and of a terminal that does not say.
const USUAL_WIDTH: usize = 80;
/// Nobody reads wider lines.
const WIDEST: usize = 120;
/// Narrower than this, a table is no table.
const NARROWEST: usize = 40;
/// The progress line is drawn anew this often, times a second.
const DRAWN_HZ: u8 = 10;

/// What is said to whom, decided once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printer {
    quiet: bool,
    width: usize,
    out_colour: bool,
    err_colour: bool,
}

impl Printer {
    /// A printer for this process; a quiet one shows no progress and no warnings.
    pub(super) fn new(quiet: bool) -> Self {
        let colour = may_colour();
        Self {
            quiet,
            width: width(),
            out_colour: colour && io::stdout().is_terminal(),
            err_colour: colour && io::stderr().is_terminal(),
        }
    }

    /// Columns to write in.
    pub(super) fn width(self) -> usize {
        self.width
    }

    /// How to stress words on standard output.
    pub(super) fn paint(self) -> Paint {
        Paint {
            colour: self.out_colour,
        }
    }

    /// Whether anything but data and errors is wanted.
    pub(super) fn is_quiet(self) -> bool {
        self.quiet
    }

    /// Says what was found wrong, on standard error; without errors a quiet printer says nothing.
    pub(super) fn diagnostics(self, found: &Diagnostics, sources: &Sources) {
        if self.quiet && !found.has_errors() {
            return;
        }
        let mut alike = Alike::default();
        for diagnostic in found.sorted() {
            if alike.is_worth_saying(diagnostic) {
                say(&self.rendered(diagnostic, sources));
            }
        }
        alike.say_the_others();
        if found.not_kept() > 0 {
            say(&format!("… and {} more of them", found.not_kept()));
        }
    }

    /// A diagnostic as it is drawn on standard error, a blank line after it.
    pub(super) fn rendered(self, diagnostic: &Diagnostic, sources: &Sources) -> String {
        let style = Style {
            width: self.width,
            colour: self.err_colour,
        };
        let mut text = render::render(diagnostic, sources, style);
        text.push('\n');
        text
    }

    /// Says why the program ends, on standard error: the error first, hints last.
    pub(super) fn failure(self, failure: &Failure) {
        let paint = Paint {
            colour: self.err_colour,
        };
        let mut text = format!("{} {}", paint.bad("error:"), failure.message);
        for hint in &failure.hints {
            // Writing to a String cannot fail.
            let _ = write!(
                text,
                "
{} {hint}",
                paint.faint("hint:")
            );
        }
        say(&text);
    }

    /// Says what has to be known of a result, on standard error; a quiet printer says nothing.
    pub(super) fn remark(self, text: &str) {
        if !self.quiet {
            let paint = Paint {
                colour: self.err_colour,
            };
            say(&format!("{} {text}", paint.bad("warning:")));
        }
    }

    /// Ends the program: says what is left to say.
    pub(super) fn end(self, outcome: Result<(), Stop>) -> Exit {
        match outcome {
            Ok(()) | Err(Stop::Unread) => Exit::Success,
            Err(Stop::Said(exit)) => exit,
            Err(Stop::Failure(failure)) => {
                self.failure(&failure);
                failure.exit
            }
        }
    }

    /// A progress line on standard error; nothing at all where that is no terminal.
    pub(super) fn progress(self, length: u64) -> ProgressLine {
        let target = if self.quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(DRAWN_HZ)
        };
        let bar = ProgressBar::with_draw_target(Some(length), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:20} {wide_msg}") {
            bar.set_style(style.progress_chars("━╸ "));
        }
        bar.enable_steady_tick(Duration::from_millis(1_000 / u64::from(DRAWN_HZ)));
        ProgressLine(bar)
    }
}

/// So many warnings of one kind are said; the others are counted.
const OF_A_KIND: usize = 3;

/// How many warnings of each kind there have been.
#[derive(Debug, Default)]
pub(super) struct Alike(BTreeMap<&'static str, usize>);

impl Alike {
    /// Whether it is an error or among the first warnings of its kind. Counts it.
    pub(super) fn is_worth_saying(&mut self, diagnostic: &Diagnostic) -> bool {
        if diagnostic.severity == Severity::Error {
            return true;
        }
        let count = self.0.entry(diagnostic.code).or_default();
        *count += 1;
        *count <= OF_A_KIND
    }

    /// Says how many there are of each kind beside those that were said.
    pub(super) fn say_the_others(&self) {
        for (code, count) in self.0.iter().filter(|(_, count)| **count > OF_A_KIND) {
            say(&format!("… and {} more warnings [{code}]\n", count - OF_A_KIND));
        }
    }
}

/// Writes data to standard output.
pub(super) fn out(text: &str) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => Stop::Unread,
            _ => Stop::environment(format!("cannot write to standard output: {error}")),
        })
}

/// Writes one JSON value to standard output.
pub(super) fn json(value: &serde_json::Value) -> Result<(), Stop> {
    out(&format!("{value:#}\n"))
}

/// Writes a line to standard error. If even that fails there is nobody left to tell.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// A line that says how far a command has come, and is gone when it is done.
pub(super) struct ProgressLine(ProgressBar);

impl ProgressLine {
    /// Whether anybody sees it.
    pub(super) fn is_seen(&self) -> bool {
        !self.0.is_hidden()
    }

    /// How far, and in words.
    pub(super) fn show(&self, position: u64, message: String) {
        self.0.set_position(position);
        self.0.set_message(message);
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Whether colours are welcome: see <https://no-color.org>.
fn may_colour() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && env::var_os("TERM").is_none_or(|term| term != "dumb")
}

fn width() -> usize {
    let columns = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.unwrap_or(USUAL_WIDTH).clamp(NARROWEST, WIDEST)
}
