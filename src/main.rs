//! The program. Everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    hotwash::cli::main()
}
