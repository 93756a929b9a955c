//! Hotwash simulates a disaster before the exercise, so that the table can argue about decisions instead of guesses.
pub mod cli;
pub mod command;
pub mod diagnostic;
pub mod geo;
pub mod hazard;
pub mod people;
pub mod places;
pub mod plot;
pub mod record;
pub mod response;
pub mod scenario;
pub mod sim;
pub mod simulation;
pub mod vocabulary;
