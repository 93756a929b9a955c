//! The stories that must hold on the large school, over several seeds. They are judged on what happened to whom and
//! in which order, never on exact numbers: a better model of walking or of messages keeps them.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read and write files of their own"
)]

mod alone;
mod carrying;
mod columns;
#[path = "../common/mod.rs"]
mod common;
mod counting;
mod flood;
mod helping;
mod holding;
mod knowledge;
mod ledger;
mod lives;
mod locked;
mod officer;
mod orders;
mod outcomes;
mod release;
mod scripted;
mod search;
mod second_shift;
mod settlements;
mod shaking;
mod staff;
mod vacancy;
mod variants;
mod way_out;
