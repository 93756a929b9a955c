//! Hotwash simulates a disaster before the exercise, so that the table can argue about decisions instead of guesses.
//!
//! # A tour
//!
//! ```text
//! what is true  →  what is known, by whom, since when  →  who decides  →  what is said  →  what is done
//!   SIGNALS              FACTS in PICTURES                DECISIONS       MESSAGES         ACTIONS
//! ```
//!
//! - [`scenario`] reads a folder of text files into a checked [`scenario::model::Scenario`], or says with file, line
//!   and caret what is wrong with it ([`diagnostic`]). Words it can use are declared in [`vocabulary`], plans are
//!   drawn with [`geo`].
//! - [`sim`] is the engine: clock, agenda, phases, chance, truth, log. It knows no room.
//! - People walk in the crowd kernel ([`pedestrian`]) or, for huge batches, on a network of queues ([`network`]); both
//!   know only geometry, portals and walkers.
//! - The rooms: [`hazard`] shakes the ground, [`town`] breaks and holds people under its rubble, [`places`] are what people walk in and see, [`people`] take cover,
//!   leave, walk and are counted, [`response`] searches and drives up, [`release`] hands pupils over, [`second_shift`]
//!   comes to the gate, [`command`] knows, talks and decides.
//! - [`simulation`] puts them together (`install` there is the table of contents of a run) and steps a run to its
//!   end; [`record`] writes what it leaves behind, [`compare`] reads it back and sets it beside another, [`kit`] makes of it what lies on the table, [`workbook`] sheets for a spreadsheet; [`plot`] draws;
//!   [`cli`] is the command line.
//!
//! [`verify`] runs the published cases by which such programs are judged.
//!
//! `ARCHITECTURE.md` says why it is built so, `docs/models.md` what the models are and where their numbers come from.
//!
//! # A run, from a folder to a number
//!
//! ```
//! use std::path::Path;
//! use std::sync::Arc;
//!
//! use hotwash::sim::Seeds;
//! use hotwash::{scenario, simulation};
//!
//! let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/fire-drill");
//! let loaded = scenario::load::load(&folder, None, &[]);
//! let scenario = loaded.scenario.expect("the shipped scenario is sound");
//!
//! let options = simulation::Options::default();
//! let records = simulation::run(Arc::new(scenario), Seeds::both(1), options, |_| {})?;
//!
//! let last_out = records.metrics.iter().find(|metric| &*metric.name == "last_out_s");
//! assert!(last_out.is_some_and(|metric| metric.value.is_some()), "everybody has left");
//! # Ok::<(), simulation::RunError>(())
//! ```

pub mod attribution;
pub mod batch;
pub mod cli;
pub mod command;
pub mod compare;
pub mod diagnostic;
pub mod geo;
pub mod hazard;
pub mod kit;
pub mod maths;
pub mod network;
pub mod pedestrian;
pub mod people;
pub mod places;
pub mod plot;
pub mod record;
pub mod release;
pub mod response;
pub mod scenario;
pub mod second_shift;
pub mod sim;
pub mod simulation;
pub mod town;
pub mod valley;
pub mod verify;
pub mod vocabulary;
pub mod workbook;
