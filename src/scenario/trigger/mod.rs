//! The trigger language: when a decision falls due, a standing order applies, an inject happens.
//!
//! A trigger is one condition, written as people say it:
//! `shaking@nene-tereza == over for '10 s' and (known(crack@stair-b) or age(report@floor-3) > '2 min')`.
//! It is read in two steps. [`parse`] turns the text into a [`Syntax`] tree and needs nothing but the text;
//! [`check`] resolves every name and type against the scenario and gives a [`Trigger`]. Both collect every
//! mistake with its place. `docs/triggers.md` explains the language to those who write scenarios;
//! `command::trigger` evaluates it.

mod check;
mod expr;
mod lexer;
mod names;
mod parser;
mod place;
mod syntax;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use check::check;
pub use expr::{Clock, Expr, Quantity, Subscriptions, Task, Topic, Trigger};
pub use names::{DecisionIx, Each, FOR_EACH, Judge, Names, Scope, for_each_kind, variable};
pub use parser::parse;
pub use place::content_of;
pub use syntax::{Comparison, Syntax};

use crate::diagnostic::{Diagnostics, Span};

/// The longest trigger, bytes.
pub const TEXT_BYTES: usize = 2_000;
/// Parentheses and `not` inside each other, at most.
pub const NESTING: usize = 32;
/// Mistakes of one trigger that are shown; the rest mostly follow from the first.
const MISTAKES_SHOWN: usize = 10;

/// Reads a trigger: [`parse`], then [`check`].
///
/// `content` is where the text stands, without its quotes. None when anything is wrong with it; everything
/// that is wrong is in `diagnostics`.
pub fn read(text: &str, content: Span, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<Trigger> {
    let mut found = Diagnostics::default();
    let syntax = parse(text, content, &mut found);
    let trigger = check(&syntax, scope, &mut found);
    let sound = !found.has_errors();
    diagnostics.extend(found.iter().take(MISTAKES_SHOWN).cloned());
    trigger.filter(|_| sound)
}
