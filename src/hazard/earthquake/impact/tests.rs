//! Verification of the chain from shaking to people.
