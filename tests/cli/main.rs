//! The program as people use it: through the binary, looking only at what it prints, leaves and returns.

#![expect(
    clippy::disallowed_methods,
    reason = "tests look at the files that were written, and spoil some"
)]

mod alone;
mod attribute;
mod bad_input;
mod check;
#[path = "../common/mod.rs"]
mod common;
mod diff;
mod help;
mod impact;
mod new;
mod run;
mod seeds;
mod tables;
mod verify_table;
mod ways;
