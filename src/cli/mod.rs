//! The command line: parses arguments, calls one function, draws the outcome.
//!
//! One file a subcommand. `printer` alone knows the terminal, `exit` alone how the program ends; what a run came
//! to is told by `summary`, with words from the catalogue of the language asked for.

mod answers;
mod attribute;
mod batch;
mod check;
mod compare;
mod defect;
mod diff;
mod exit;
mod impact;
mod kit;
mod labels;
mod layout;
mod list;
mod new;
mod play;
mod printer;
mod replay;
mod report;
mod run;
mod scenarios;
mod schema;
mod seeds;
mod spreadsheet;
mod summary;
mod verify;
mod water;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use exit::{EXIT_CODES, Exit, Stop};
use printer::Printer;

/// Simulates a disaster before the exercise, so that the table can argue about decisions instead of guesses.
///
/// A scenario is a folder with `scenario.toml`, its data files and `variants/`. A run simulates it once, second by
/// second, and leaves a folder of CSV files that any spreadsheet opens.
#[derive(Debug, Parser)]
#[command(name = "hotwash", version, max_term_width = 100, after_help = after_help(), arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Simulate a scenario and leave a folder of results
    Run(run::Args),
    /// Compute what the earthquakes of a scenario do to its town, by many seeds
    Impact(impact::Args),
    /// Find what is wrong in a scenario and its variants, without running it
    Check(check::Args),
    /// List the scenarios of a folder
    List(list::Args),
    /// Begin a scenario of your own from a template
    New(new::Args),
    /// Print the JSON Schema of scenario files, for editors
    Schema(schema::Args),
    /// Run variants of a scenario over many seeds, in parallel
    Batch(batch::Args),
    /// Find seeds whose runs suit an exercise, and keep these runs
    Seeds(seeds::Args),
    /// Compare variants over many seeds: what differs, by how much, and how sure that is
    Compare(compare::Args),
    /// Find what the delay of each decision cost, over many seeds or in one run
    Attribute(attribute::Args),
    /// Answer "what if we had decided otherwise?" on one page for the table
    Answers(answers::Args),
    /// Find where two runs of a scenario part, and what came of it
    Diff(diff::Args),
    /// Play a run decision by decision: see what a position knows, and choose
    Play(play::Args),
    /// Run what the table decided, and set it beside the script and its variants
    Replay(replay::Args),
    /// Make handouts, facilitator's sheets and inject cards of a run, for the table
    Kit(kit::Args),
    /// Make a workbook (XLSX) of a run, a batch or a comparison
    Spreadsheet(spreadsheet::Args),
    /// Write a map of how deep the water of a run stood at a time
    Water(water::Args),
    /// Run the published cases by which models of crowds, earthquakes and floods are judged
    Verify(verify::Args),
}

fn after_help() -> String {
    format!(
        "\
Examples:
  hotwash run fire-drill
  hotwash run durres-school --variant hold-for-inspection
  hotwash run durres-school --decide leave-the-building=hold@10:31
  hotwash impact durres-2019 --seeds 1..200
  hotwash check scenarios/durres-school
  hotwash batch fire-drill --variants all --seeds 1..100
  hotwash seeds durres-school --where \"blocked@stair-b and injured <= 1\" --take 3
  hotwash compare outputs/fire-drill/batch-1f3a9c
  hotwash attribute durres-school --seeds 1..50
  hotwash diff outputs/fire-drill/base/seed-1 outputs/fire-drill/one-exit/seed-1
  hotwash answers durres-school --decision leave-the-building --at 1,5,10,20min,never
  hotwash kit outputs/durres-school/base/seed-1
  hotwash play durres-school --as school-incident-commander
  hotwash replay durres-school table-log.csv
  hotwash spreadsheet outputs/durres-school/base/seed-1
  hotwash new my-school --from school

{EXIT_CODES}"
    )
}

/// Runs the program with the arguments of this process and says how it ended.
pub fn main() -> ExitCode {
    defect::tell_people_what_to_do();
    // A panic has told its story already; here it only becomes an exit code.
    std::panic::catch_unwind(run_command)
        .unwrap_or(Exit::Defect)
        .into()
}

fn run_command() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are asked for; if nobody reads them, nobody minds.
            let _ = error.print();
            return if error.use_stderr() {
                Exit::Input
            } else {
                Exit::Success
            };
        }
    };
    let quiet = match &cli.command {
        Command::Run(args) => args.quiet,
        Command::Impact(args) => args.quiet,
        Command::Batch(args) => args.quiet,
        Command::Seeds(args) => args.quiet,
        Command::Attribute(args) => args.quiet,
        Command::Compare(args) => args.quiet,
        Command::Kit(args) => args.quiet,
        Command::Spreadsheet(args) => args.quiet,
        Command::Replay(args) => args.quiet,
        Command::Answers(args) => args.quiet,
        _ => false,
    };
    let printer = Printer::new(quiet);
    printer.end(cli.command.carry_out(printer))
}

impl Command {
    fn carry_out(self, printer: Printer) -> Result<(), Stop> {
        match self {
            Self::Run(args) => run::run(&args, printer),
            Self::Impact(args) => impact::impact(&args, printer),
            Self::Check(args) => check::check(&args, printer),
            Self::List(args) => list::list(&args, printer),
            Self::New(args) => new::new(&args, printer),
            Self::Schema(args) => schema::schema(&args),
            Self::Batch(args) => batch::batch(&args, printer),
            Self::Seeds(args) => seeds::seeds(&args, printer),
            Self::Compare(args) => compare::compare(&args, printer),
            Self::Attribute(args) => attribute::attribute(&args, printer),
            Self::Diff(args) => diff::diff(&args, printer),
            Self::Answers(args) => answers::answers(&args, printer),
            Self::Play(args) => play::play(&args, printer),
            Self::Replay(args) => replay::replay(&args, printer),
            Self::Kit(args) => kit::kit(&args, printer),
            Self::Spreadsheet(args) => spreadsheet::spreadsheet(&args, printer),
            Self::Water(args) => water::water(&args),
            Self::Verify(args) => verify::verify(&args, printer),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed_and_every_flag_is_documented() {
        let command = Cli::command();
        command.clone().debug_assert();
        for sub in command.get_subcommands() {
            assert!(sub.get_about().is_some(), "{}", sub.get_name());
            assert!(
                sub.get_after_help().is_some(),
                "{} has no example",
                sub.get_name()
            );
            for arg in sub.get_arguments() {
                assert!(arg.get_help().is_some(), "{} {}", sub.get_name(), arg.get_id());
            }
        }
    }
}
